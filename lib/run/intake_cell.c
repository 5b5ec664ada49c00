/* A cell: text -> measure or points, checked -> what waits to be handed over with its row. */
#include "run/intake_row.h"

#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "compute/checks.h"
#include "input/marks.h"

/* A tab says nothing of the decimal mark: numbers with one are refused, once for the file. */
static bool refuse_tab_mark(score__intake *in, const score__target *t, const score__csv_cell *cell, score_error *e)
{
  if (in->mark || in->file.workbook || cell->kind != SCORE__CELL_TYPED) return false;
  if (!t->given && in->set->measure[t->index].type > SCORE__MEASURE_PERCENT) return false;
  if (!memchr(cell->text, '.', cell->size) && !memchr(cell->text, ',', cell->size)) return false;
  if (in->tab_told) return false;
  in->tab_told = in->broken = true;
  score__fail(e, SCORE_E_INPUT, SCORE__PH_CELL_TAB_MARK, cell->text, (const char *)NULL);
  return true;
}

/* A number that a spreadsheet took for a date ("3/4"). */
static bool refuse_date(const score__intake *in, const score__target *t, const score__csv_cell *cell, score_error *e)
{
  if (cell->kind != SCORE__CELL_DATE) return false;
  if (!t->given && in->set->measure[t->index].type > SCORE__MEASURE_PERCENT) return false;
  score__fail(e, SCORE_E_INPUT, SCORE__PH_IMPORT_DATE_CELL, cell->text, (const char *)NULL);
  return true;
}

static const char *cell_field(const score__intake *in, size_t column, const char *measure, char buf[160])
{
  const char *name = in->header.column[column].name;
  if (!in->header.is_long) return name;
  size_t n = strlen(name), m = strlen(measure);
  if (n > 40) n = 40;
  if (m > 100) m = 100;
  memcpy(buf, name, n);
  memcpy(buf + n, " (", 2);
  memcpy(buf + n + 2, measure, m);
  memcpy(buf + n + 2 + m, ")", 2);
  return buf;
}

void score__intake_tell_value(score__intake *in, score_severity severity, score_error *e, uint32_t line, size_t column,
                              const char *measure)
{
  char buf[160];
  score__tally_add(&in->tally, severity, e, line, column + 1, cell_field(in, column, measure, buf));
}

/* A fraction with the other mark, where none has had its own: the whole file may prove that the other is meant. */
static bool turn_mark(score__intake *in, const score__csv_cell *cell, const score_error *e)
{
  const bool other_mark = e->phrase == SCORE__PH_CELL_MARK || e->phrase == SCORE__PH_CELL_TWO_READINGS;
  if (!other_mark || cell->kind != SCORE__CELL_TYPED || in->file.workbook || in->marked || in->mark_asked ||
      in->options->decimal_mark || in->options->encoding)
    return false;
  const char other = in->mark == ',' ? '.' : ',';
  in->mark_asked = true;
  if (!score__marks_prove(in->tally.file, in->file.delimiter, in->mark, other)) return false;
  in->mark = other;
  return true;
}

/* 0 checked, or SCORE_E_INPUT with e filled. */
static int check_value(const score__intake *in, const score__target *t, const score__csv_cell *cell, score__pending *p,
                       score_error *e)
{
  const char mark = cell->kind == SCORE__CELL_NUMBER ? '.' : in->mark;
  if (t->given)
    return score__check_points(&in->set->node[t->index], cell->text, cell->size, mark, &p->value, &p->state, e);
  return score__check_cell(&in->set->measure[t->index], cell->text, cell->size, mark, &p->value, &p->state, e);
}

static int put_cell(score__intake *in, const score__target *t, const score__csv_cell *cell, uint32_t line,
                    size_t column, const char *measure, score_error *err)
{
  if (cell->size == 0) return 0;
  score_error e;
  score__pending p = {.at = column, .column = t->index, .given = t->given};
  if (cell->kind == SCORE__CELL_FAULT) {
    char buf[160];
    score__intake_fault(in, cell, line, column, cell_field(in, column, measure, buf));
    return 0;
  }
  bool bad = refuse_tab_mark(in, t, cell, &e) || refuse_date(in, t, cell, &e);
  if (!bad) {
    bad = check_value(in, t, cell, &p, &e) != 0;
    if (bad && turn_mark(in, cell, &e)) bad = check_value(in, t, cell, &p, &e) != 0;
    /* A reason lifts points above what is computed; in a wide row the note is not said of one cell. */
    if (t->given && in->header.is_long && in->o.stage != SCORE_STAGE_SELF && *in->o.said.note)
      p.state = SCORE__CELL_OVERRIDE;
  }
  in->marked |= !bad && in->mark && (t->given || in->set->measure[t->index].digits) &&
                memchr(cell->text, in->mark, cell->size) != NULL;
  if (bad) {
    score__intake_tell_value(in, SCORE_ERROR, &e, line, column, measure);
    return 0;
  }
  if (p.state == SCORE__CELL_NA && !in->na_somewhere[t->index]) {
    score__fail(&e, SCORE_OK, SCORE__PH_CELL_NA_NOWHERE, in->set->measure[t->index].key, (const char *)NULL);
    score__intake_tell_value(in, SCORE_WARNING, &e, line, column, measure);
  }
  if (score__grow(&in->pending, &in->pending_room, in->pending_count + 1, sizeof *in->pending) != 0)
    return score__fail_memory(err);
  in->pending[in->pending_count++] = p;
  return 0;
}

static int read_long(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  size_t at = in->header.at[SCORE__COLUMN_MEASURE];
  const score__csv_cell *measure = &cell[at];
  score_error e;
  score__target t;
  if (score__intake_fault(in, measure, line, at, NULL)) return 0;
  if (measure->size == 0) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_MEASURE_EMPTY, (const char *)NULL);
    score__intake_tell(in, &e, line, at);
    return 0;
  }
  bool near = in->tally.errors < SCORE__MAX_FINDINGS;
  if (score__target_find(&t, in->set, in->options->beside, measure->text, in->options->ignore_given_points, near, &e) !=
      0) {
    score__intake_tell(in, &e, line, at);
    return 0;
  }
  size_t value = in->header.at[SCORE__COLUMN_VALUE];
  return t.skipped ? 0 : put_cell(in, &t, &cell[value], line, value, measure->text, err);
}

static int read_wide(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  int status = 0;
  for (size_t i = 0; i < in->header.count && status == 0; i++) {
    const score__column *c = &in->header.column[i];
    if (c->role == SCORE__COLUMN_DATA) status = put_cell(in, &c->target, &cell[i], line, i, c->name, err);
  }
  return status;
}

int score__intake_values(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  return in->header.is_long ? read_long(in, cell, line, err) : read_wide(in, cell, line, err);
}
