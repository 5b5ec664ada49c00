/* The way of a cell: column -> unit, period, stage -> check -> observation. Units, periods and stages repeat from row
 * to row, so the last ones are remembered by their text. */
#include "run/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "compute/checks.h"
#include "input/csv.h"
#include "run/header.h"
#include "run/tally.h"

typedef struct memo { /* the text last seen in a column */
  char *text;
  size_t size, room;
  bool known;
} memo;

enum { DESCRIBED_NOT = 0, DESCRIBED_BEFORE = 1, DESCRIBED_HERE = 2 }; /* + index of the state */

enum { PROGRESS_ROWS = 4096 };

typedef struct intake {
  score__units *units;
  const score_criteria *set;
  const score_read_options *options;
  score__observe_fn observe;
  void *context;
  score__tally tally;
  score__csv_info csv;
  score__header header;
  bool has_header;
  char mark;
  bool tab_told, has_option_period;
  score__period option_period;
  bool *na_somewhere; /* [measures] a criterion that reads it takes NA */
  memo unit_memo, period_memo, stage_memo, source_memo;
  score__observation o; /* of the row at hand */
  bool source_synthetic;
  bool cell_twice_told;
  size_t *described, described_room; /* [units] */
  uint32_t *no_attributes;
  size_t listed_units; /* units there were before */
  size_t unlisted, zeros;
  char unlisted_code[160], zeros_code[160], zeros_other[160];
  uint64_t cells;
  uint64_t rows_seen;
} intake;

static bool remembered(const memo *m, const score__csv_cell *cell)
{
  return m->known && m->size == cell->size && memcmp(m->text, cell->text, cell->size) == 0;
}

static int remember(memo *m, const score__csv_cell *cell)
{
  m->known = false;
  if (score__grow(&m->text, &m->room, cell->size + 1, 1) != 0) return -1;
  memcpy(m->text, cell->text, cell->size + 1);
  m->size = cell->size;
  m->known = true;
  return 0;
}

static const score__csv_cell *cell_of(const intake *in, const score__csv_cell *cell, size_t role)
{
  static const score__csv_cell none = {"", 0};
  size_t i = in->header.at[role];
  return i == SIZE_MAX ? &none : &cell[i];
}

static void tell(intake *in, score_error *e, uint32_t line, size_t column)
{
  score__tally_add(&in->tally, SCORE_ERROR, e, line, column + 1,
                   column < in->header.count ? in->header.column[column].name : NULL);
}

static void tell_role(intake *in, score_error *e, uint32_t line, size_t role)
{
  if (in->header.at[role] == SIZE_MAX) {
    score__tally_add(&in->tally, SCORE_ERROR, e, line, 0, NULL);
  } else {
    tell(in, e, line, in->header.at[role]);
  }
}

static void keep_text(char out[160], const char *text)
{
  size_t n = strlen(text);
  if (n > 159) n = 159;
  memcpy(out, text, n);
  out[n] = 0;
}

/* "5210" where "05210" is known. */
static void look_for_zeros(intake *in, const score__csv_cell *cell)
{
  char code[32];
  if (cell->size == 0 || cell->size > 16 || strspn(cell->text, "0123456789") != cell->size) return;
  for (size_t zeros = 1; zeros <= 6; zeros++) {
    memset(code, '0', zeros);
    memcpy(code + zeros, cell->text, cell->size + 1);
    if (score__units_find(in->units, code) >= in->listed_units) continue;
    if (in->zeros++ == 0) {
      keep_text(in->zeros_code, cell->text);
      keep_text(in->zeros_other, code);
    }
    return;
  }
}

/* 0; 1 when the row cannot be used (told); negative = SCORE_E_*. */
static int read_unit(intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  if (remembered(&in->unit_memo, cell)) return 0;
  if (cell->size == 0) {
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_EMPTY, (const char *)NULL);
    tell_role(in, &e, line, SCORE__COLUMN_UNIT);
    return 1;
  }
  size_t unit = score__units_find(in->units, cell->text);
  if (unit == SIZE_MAX) {
    if (in->units->count >= SCORE__MAX_UNITS) {
      char number[24];
      int status = score__fail(err, SCORE_E_LIMIT, SCORE__PH_UNITS_TOO_MANY, score__int_text(number, SCORE__MAX_UNITS),
                               (const char *)NULL);
      score__fail_at(err, in->tally.file, line, 0, NULL);
      return status;
    }
    if (in->units->listed) {
      look_for_zeros(in, cell);
      if (in->unlisted++ == 0) keep_text(in->unlisted_code, cell->text);
    }
    unit = score__units_add(in->units, cell->text);
    if (unit == SIZE_MAX) return score__fail_memory(err);
  }
  in->o.unit = (uint32_t)unit;
  return remember(&in->unit_memo, cell) == 0 ? 0 : score__fail_memory(err);
}

static int read_period(intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  if (remembered(&in->period_memo, cell)) return 0;
  score_error e;
  score__period period;
  if (cell->size == 0 && in->has_option_period) {
    period = in->option_period;
  } else if (score__period_parse(&period, cell->text, cell->size) != 0) {
    score__fail(&e, SCORE_E_INPUT, cell->size ? SCORE__PH_PERIOD_WRONG : SCORE__PH_PERIOD_EMPTY, cell->text,
                (const char *)NULL);
    tell_role(in, &e, line, SCORE__COLUMN_PERIOD);
    return 1;
  }
  in->o.period = period;
  return remember(&in->period_memo, cell) == 0 ? 0 : score__fail_memory(err);
}

static int read_stage(intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  static const char *const words[SCORE__STAGES][3] = {
      {"self", "tự chấm", "Tự chấm"}, {"verified", "thẩm định", "Thẩm định"}, {"published", "công bố", "Công bố"}};
  if (remembered(&in->stage_memo, cell)) return 0;
  size_t stage = in->options->stage == SCORE_STAGE_NONE ? SCORE_STAGE_SELF : (size_t)in->options->stage;
  if (cell->size) {
    for (stage = 0; stage < SCORE__STAGES; stage++) {
      if (strcmp(cell->text, words[stage][0]) == 0 || strcmp(cell->text, words[stage][1]) == 0 ||
          strcmp(cell->text, words[stage][2]) == 0)
        break;
    }
  }
  if (stage >= SCORE__STAGES) {
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_STAGE_WRONG, cell->text, (const char *)NULL);
    tell_role(in, &e, line, SCORE__COLUMN_STAGE);
    return 1;
  }
  in->o.stage = (uint8_t)stage;
  return remember(&in->stage_memo, cell) == 0 ? 0 : score__fail_memory(err);
}

static int read_source(intake *in, const score__csv_cell *cell, score_error *err)
{
  if (!remembered(&in->source_memo, cell)) {
    in->source_synthetic = strcmp(cell->text, "synthetic") == 0 || strcmp(cell->text, "mô phỏng") == 0;
    if (remember(&in->source_memo, cell) != 0) return score__fail_memory(err);
  }
  in->o.said.source = cell->text;
  in->o.synthetic = in->source_synthetic || in->options->synthetic;
  return 0;
}

static void compare_description(intake *in, const char *unit, const char *what, const char *here, uint32_t above,
                                uint32_t line, size_t role)
{
  if (!*here || strcmp(in->units->text[above], here) == 0) return;
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_DIFFERS, unit, what, here, in->units->text[above], (const char *)NULL);
  tell_role(in, &e, line, role);
}

/* name, kind and parent of a data file describe a unit that no list has described. */
static int describe_unit(intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  size_t unit = in->o.unit;
  if (score__grow(&in->described, &in->described_room, in->units->count, sizeof *in->described) != 0) {
    return score__fail_memory(err);
  }
  const char *name = cell_of(in, cell, SCORE__COLUMN_NAME)->text, *kind = cell_of(in, cell, SCORE__COLUMN_KIND)->text;
  const char *parent = cell_of(in, cell, SCORE__COLUMN_PARENT)->text;
  if (in->described[unit] >= DESCRIBED_HERE) {
    const score__unit_state *s = &in->units->state[in->described[unit] - DESCRIBED_HERE];
    const char *code = in->units->code[unit];
    compare_description(in, code, "kind", kind, s->kind, line, SCORE__COLUMN_KIND);
    compare_description(in, code, "parent", parent, s->parent, line, SCORE__COLUMN_PARENT);
    return 0;
  }
  if (in->described[unit] == DESCRIBED_BEFORE || (!*name && !*kind && !*parent)) return 0;
  in->described[unit] = in->units->state_count + DESCRIBED_HERE;
  int status = score__units_state(in->units, unit, INT32_MIN, INT32_MAX, name, kind, parent, in->no_attributes);
  if (status == 1) in->described[unit] = DESCRIBED_BEFORE;
  return status < 0 ? score__fail_memory(err) : 0;
}

/* A tab says nothing of the decimal mark: numbers with one are refused, once for the file. */
static bool refuse_tab_mark(intake *in, const score__target *t, const score__csv_cell *cell, score_error *e)
{
  if (in->mark || (!t->given && in->set->measure[t->index].type > SCORE__MEASURE_PERCENT)) return false;
  if (!memchr(cell->text, '.', cell->size) && !memchr(cell->text, ',', cell->size)) return false;
  if (in->tab_told) return false;
  in->tab_told = true;
  score__fail(e, SCORE_E_INPUT, SCORE__PH_CELL_TAB_MARK, cell->text, (const char *)NULL);
  return true;
}

static const char *cell_field(const intake *in, size_t column, const char *measure, char buf[160])
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

static void tell_cell(intake *in, score_severity severity, score_error *e, uint32_t line, size_t column,
                      const char *measure)
{
  char buf[160];
  score__tally_add(&in->tally, severity, e, line, column + 1, cell_field(in, column, measure, buf));
}

static int put_cell(intake *in, const score__target *t, const score__csv_cell *cell, uint32_t line, size_t column,
                    const char *measure, score_error *err)
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

static int read_long(intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  size_t at = in->header.at[SCORE__COLUMN_MEASURE];
  const score__csv_cell *measure = &cell[at];
  score_error e;
  score__target t;
  if (measure->size == 0) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_MEASURE_EMPTY, (const char *)NULL);
    tell(in, &e, line, at);
    return 0;
  }
  bool near = in->tally.errors < SCORE__MAX_FINDINGS;
  if (score__target_find(&t, in->set, in->options->beside, measure->text, in->options->ignore_given_points, near, &e) !=
      0) {
    tell(in, &e, line, at);
    return 0;
  }
  size_t value = in->header.at[SCORE__COLUMN_VALUE];
  return t.skipped ? 0 : put_cell(in, &t, &cell[value], line, value, measure->text, err);
}

static int read_wide(intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  int status = 0;
  for (size_t i = 0; i < in->header.count && status == 0; i++) {
    const score__column *c = &in->header.column[i];
    if (c->role == SCORE__COLUMN_DATA) status = put_cell(in, &c->target, &cell[i], line, i, c->name, err);
  }
  return status;
}

static bool check_count(intake *in, size_t count, uint32_t line)
{
  if (count == in->header.count) return true;
  char have[24], want[24];
  score_error e;
  bool comma = count > in->header.count && in->csv.delimiter == ',';
  score__fail(&e, SCORE_E_INPUT, comma ? SCORE__PH_CSV_COUNT_COMMA : SCORE__PH_CSV_COUNT,
              score__int_text(have, (int64_t)count), score__int_text(want, (int64_t)in->header.count),
              (const char *)NULL);
  score__tally_add(&in->tally, SCORE_ERROR, &e, line, 0, NULL);
  return false;
}

static void check_unnamed(intake *in, const score__csv_cell *cell, uint32_t line)
{
  for (size_t i = 0; i < in->header.count; i++) {
    if (in->header.column[i].role != SCORE__COLUMN_UNNAMED || cell[i].size == 0) continue;
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_CSV_UNNAMED, cell[i].text, (const char *)NULL);
    score__tally_add(&in->tally, SCORE_ERROR, &e, line, i + 1, NULL);
  }
}

static int read_row(intake *in, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  if (!check_count(in, count, line)) return 0;
  check_unnamed(in, cell, line);
  bool same_unit = remembered(&in->unit_memo, cell_of(in, cell, SCORE__COLUMN_UNIT));
  int unit = read_unit(in, cell_of(in, cell, SCORE__COLUMN_UNIT), line, err);
  int period = unit < 0 ? 0 : read_period(in, cell_of(in, cell, SCORE__COLUMN_PERIOD), line, err);
  int stage = unit < 0 || period < 0 ? 0 : read_stage(in, cell_of(in, cell, SCORE__COLUMN_STAGE), line, err);
  if (unit < 0 || period < 0 || stage < 0) return unit < 0 ? unit : period < 0 ? period : stage;
  if (unit || period || stage) return 0;
  int status = read_source(in, cell_of(in, cell, SCORE__COLUMN_SOURCE), err);
  in->o.said.evidence = cell_of(in, cell, SCORE__COLUMN_EVIDENCE)->text;
  in->o.said.expires = "";
  in->o.line = line;
  in->o.said.note = cell_of(in, cell, SCORE__COLUMN_NOTE)->text;
  in->cell_twice_told = false;
  if (status == 0 && !same_unit && in->no_attributes) status = describe_unit(in, cell, line, err);
  if (status == 0) status = in->header.is_long ? read_long(in, cell, line, err) : read_wide(in, cell, line, err);
  return status;
}

static int prepare_description(intake *in, score_error *err)
{
  const size_t *at = in->header.at;
  if (at[SCORE__COLUMN_NAME] == SIZE_MAX && at[SCORE__COLUMN_KIND] == SIZE_MAX &&
      at[SCORE__COLUMN_PARENT] == SIZE_MAX) {
    return 0;
  }
  in->no_attributes = calloc(in->units->attribute_count + 1, sizeof *in->no_attributes);
  size_t units = in->units->count + 1;
  if (!in->no_attributes || score__grow(&in->described, &in->described_room, units, sizeof *in->described) != 0) {
    return score__fail_memory(err);
  }
  for (size_t i = 0; i < in->units->state_count; i++) in->described[in->units->state[i].unit] = DESCRIBED_BEFORE;
  return 0;
}

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  intake *in = context;
  if (in->options->progress && ++in->rows_seen % PROGRESS_ROWS == 0)
    in->options->progress(in->options->progress_context, in->rows_seen, in->csv.size_bytes);
  if (in->has_header) return read_row(in, line, cell, count, err);
  in->has_header = true;
  if (!in->mark) in->mark = in->csv.delimiter == ';' ? ',' : in->csv.delimiter == ',' ? '.' : 0;
  int status = score__header_read(&in->header, in->set, cell, count, line, in->options, &in->tally, err);
  return status ? status : prepare_description(in, err);
}

static int prepare(intake *in, score_error *err)
{
  const score_read_options *o = in->options;
  if (o->period && score__period_parse(&in->option_period, o->period, strlen(o->period)) != 0) {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PERIOD_WRONG, o->period, (const char *)NULL);
  }
  in->has_option_period = o->period != NULL;
  in->mark = o->decimal_mark;
  in->listed_units = in->units->count;
  in->na_somewhere = calloc(in->set->measure_count + 1, sizeof *in->na_somewhere);
  if (!in->na_somewhere) return score__fail_memory(err);
  for (size_t n = 0; n < in->set->node_count; n++) {
    const score__node *node = &in->set->node[n];
    for (size_t i = 0; node->na_from_data && i < node->measure_count; i++) in->na_somewhere[node->measure[i]] = true;
  }
  return SCORE_OK;
}

static void warn_units(intake *in)
{
  char number[24];
  score_error e;
  if (in->unlisted) {
    score__fail(&e, SCORE_OK, SCORE__PH_UNITS_UNLISTED, score__int_text(number, (int64_t)in->unlisted),
                in->unlisted_code, (const char *)NULL);
    score__tally_add(&in->tally, SCORE_WARNING, &e, 0, 0, NULL);
  }
  if (in->zeros) {
    score__fail(&e, SCORE_OK, SCORE__PH_UNITS_ZEROS, in->zeros_code, in->zeros_other,
                score__int_text(number, (int64_t)in->zeros), (const char *)NULL);
    score__tally_add(&in->tally, SCORE_WARNING, &e, 0, 0, NULL);
  }
}

int score__intake_data(score__units *units, const score_criteria *set, const char *path,
                       const score_read_options *options, score__observe_fn observe, void *context,
                       score__intake_report *report, score_findings *findings, score_error *err)
{
  static const score_read_options plain = {.stage = SCORE_STAGE_NONE};
  score_error fatal = {0};
  intake in = {.units = units,
               .set = set,
               .options = options ? options : &plain,
               .observe = observe,
               .context = context,
               .tally = {path, findings, err, 0}};
  int status = prepare(&in, &fatal);
  if (!status) status = score__csv_read(path, in.options->delimiter, on_row, &in, &in.csv, &fatal);
  if (!status && in.csv.rows < 2) {
    score__fail(&fatal, SCORE_E_INPUT, in.has_header ? SCORE__PH_CSV_NO_ROWS : SCORE__PH_CSV_EMPTY, (const char *)NULL);
    score__fail_at(&fatal, path, 0, 0, NULL);
  }
  warn_units(&in);
  status = score__tally_conclude(&in.tally, status, &fatal);
  if (report) {
    *report = (score__intake_report){.rows = in.csv.rows ? in.csv.rows - 1 : 0, .cells = in.cells};
    memcpy(report->sha256, in.csv.sha256, sizeof report->sha256);
  }
  score__header_free(&in.header);
  free(in.na_somewhere);
  free(in.described);
  free(in.no_attributes);
  free(in.unit_memo.text);
  free(in.period_memo.text);
  free(in.stage_memo.text);
  free(in.source_memo.text);
  return status;
}
