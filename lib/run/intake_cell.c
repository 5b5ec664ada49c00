/* A cell: text -> measure or points, checked -> observation. */
#include "run/intake_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "compute/checks.h"

/* A tab says nothing of the decimal mark: numbers with one are refused, once for the file. */
static bool refuse_tab_mark(score__intake *in, const score__target *t, const score__csv_cell *cell, score_error *e)
{
  if (in->mark || (!t->given && in->set->measure[t->index].type > SCORE__MEASURE_PERCENT)) return false;
  if (!memchr(cell->text, '.', cell->size) && !memchr(cell->text, ',', cell->size)) return false;
  if (in->tab_told) return false;
  in->tab_told = true;
  score__fail(e, SCORE_E_INPUT, SCORE__PH_CELL_TAB_MARK, cell->text, (const char *)NULL);
  return true;
}

static const char *cell_field(const score__intake *in, size_t column, const char *measure, char buf[160])
{
  const char *name = in->header.column[column].name;
  if (!in->header.is_long) return name;
  /* "value (hs_dung_han)" */
  size_t n = strlen(name), m = strlen(measure);
  if (n + m + 4 > 160) return name;
  memcpy(buf, name, n);
  memcpy(buf + n, " (", 2);
  memcpy(buf + n + 2, measure, m);
  memcpy(buf + n + 2 + m, ")", 2);
  return buf;
}

static void tell_cell(score__intake *in, score_severity severity, score_error *e, uint32_t line, size_t column,
                      const char *measure)
{
  char buf[160];
  score__tally_add(&in->tally, severity, e, line, column + 1, cell_field(in, column, measure, buf));
}

static int put_cell(score__intake *in, const score__target *t, const score__csv_cell *cell, uint32_t line,
                    size_t column, const char *measure, score_error *err)
{
  if (cell->size == 0) return 0;
  score_error e;
  score__observation *o = &in->o;
  int status;
  if (refuse_tab_mark(in, t, cell, &e)) {
    tell_cell(in, SCORE_ERROR, &e, line, column, measure);
    return 0;
  }
  if (t->given) {
    status = score__check_points(&in->set->node[t->index], cell->text, cell->size, in->mark, &o->value, &o->state, &e);
    /* A reason lifts points above what is computed; in a wide row the note is not said of one cell. */
    if (in->header.is_long && o->stage != SCORE_STAGE_SELF && *o->said.note) o->state = SCORE__CELL_OVERRIDE;
  } else {
    status = score__check_cell(&in->set->measure[t->index], cell->text, cell->size, in->mark, &o->value, &o->state, &e);
  }
  if (status != 0) {
    tell_cell(in, SCORE_ERROR, &e, line, column, measure);
    return 0;
  }
  if (o->state == SCORE__CELL_NA && !in->na_somewhere[t->index]) {
    score__fail(&e, SCORE_OK, SCORE__PH_CELL_NA_NOWHERE, in->set->measure[t->index].key, (const char *)NULL);
    tell_cell(in, SCORE_WARNING, &e, line, column, measure);
  }
  o->given = t->given;
  o->column = t->index;
  status = in->observe(in->context, o, err);
  if (status < 0) return status;
  in->cells++;
  if (status == 1 && !in->cell_twice_told) {
    char period[SCORE__PERIOD_TEXT];
    score__period_print(period, sizeof period, o->period);
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_CELL_TWICE, in->units->code[o->unit], period, (const char *)NULL);
    tell_cell(in, SCORE_ERROR, &e, line, column, measure);
    in->cell_twice_told = true; /* one finding for a row given twice, not one for each of its cells */
  }
  return 0;
}

static int read_long(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  size_t at = in->header.at[SCORE__COLUMN_MEASURE];
  const score__csv_cell *measure = &cell[at];
  score_error e;
  score__target t;
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
