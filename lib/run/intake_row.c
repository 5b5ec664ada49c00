/* A row: its unit, period and stage, then its values; handed over when all of it is good. */
#include "run/intake_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

bool score__memo_holds(const score__memo *m, const score__csv_cell *cell)
{
  return m->known && m->size == cell->size && memcmp(m->text, cell->text, cell->size) == 0;
}

int score__memo_keep(score__memo *m, const score__csv_cell *cell)
{
  m->known = false;
  if (score__grow(&m->text, &m->room, cell->size + 1, 1) != 0) return -1;
  memcpy(m->text, cell->text, cell->size + 1);
  m->size = cell->size;
  m->known = true;
  return 0;
}

const score__csv_cell *score__intake_cell_of(const score__intake *in, const score__csv_cell *cell, size_t role)
{
  static const score__csv_cell none = {"", 0, SCORE__CELL_TYPED};
  size_t i = in->header.at[role];
  return i == SIZE_MAX ? &none : &cell[i];
}

static void tell_at(score__intake *in, score_severity severity, score_error *e, uint32_t line, size_t column)
{
  score__tally_add(&in->tally, severity, e, line, column + 1,
                   column < in->header.count ? in->header.column[column].name : NULL);
}

void score__intake_tell(score__intake *in, score_error *e, uint32_t line, size_t column)
{
  tell_at(in, SCORE_ERROR, e, line, column);
}

static void tell_role(score__intake *in, score_severity severity, score_error *e, uint32_t line, size_t role)
{
  if (in->header.at[role] == SIZE_MAX) {
    score__tally_add(&in->tally, severity, e, line, 0, NULL);
  } else {
    tell_at(in, severity, e, line, in->header.at[role]);
  }
}

void score__intake_tell_role(score__intake *in, score_error *e, uint32_t line, size_t role)
{
  tell_role(in, SCORE_ERROR, e, line, role);
}

void score__intake_warn_role(score__intake *in, score_error *e, uint32_t line, size_t role)
{
  tell_role(in, SCORE_WARNING, e, line, role);
}

bool score__intake_fault(score__intake *in, const score__csv_cell *cell, uint32_t line, size_t column,
                         const char *field)
{
  if (cell->kind != SCORE__CELL_FAULT) return false;
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_IMPORT_FAULT, cell->text, (const char *)NULL);
  if (field)
    score__tally_add(&in->tally, SCORE_ERROR, &e, line, column + 1, field);
  else
    tell_at(in, SCORE_ERROR, &e, line, column);
  return true;
}

static int read_period(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  if (score__memo_holds(&in->period_memo, cell)) return 0;
  score_error e;
  score__period period;
  in->period_memo.known = false;
  if (score__intake_fault(in, cell, line, in->header.at[SCORE__COLUMN_PERIOD], NULL)) return 1;
  if (cell->size == 0 && in->has_option_period) {
    period = in->option_period;
  } else if (score__period_parse(&period, cell->text, cell->size) != 0) {
    score__fail(&e, SCORE_E_INPUT, cell->size ? SCORE__PH_PERIOD_WRONG : SCORE__PH_PERIOD_EMPTY, cell->text,
                (const char *)NULL);
    score__intake_tell_role(in, &e, line, SCORE__COLUMN_PERIOD);
    return 1;
  }
  in->o.period = period;
  return score__memo_keep(&in->period_memo, cell) == 0 ? 0 : score__fail_memory(err);
}

static int read_stage(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  static const char *const words[SCORE__STAGES][3] = {
      {"self", "tự chấm", "Tự chấm"}, {"verified", "thẩm định", "Thẩm định"}, {"published", "công bố", "Công bố"}};
  if (score__memo_holds(&in->stage_memo, cell)) return 0;
  in->stage_memo.known = false;
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
    score__intake_tell_role(in, &e, line, SCORE__COLUMN_STAGE);
    return 1;
  }
  in->o.stage = (uint8_t)stage;
  return score__memo_keep(&in->stage_memo, cell) == 0 ? 0 : score__fail_memory(err);
}

/* A CSV for spreadsheets has an apostrophe before a text that would be taken for a formula, or that begins as if it had
 * one (csv_form.c). */
static const char *plain_text(const score__intake *in, const score__csv_cell *cell)
{
  const bool marked = !in->file.workbook && in->file.delimiter == ';' && cell->size > 1 && cell->text[0] == '\'';
  return cell->text + (marked && strchr("=+-@\t\r'", cell->text[1]));
}

/* What the row says of where its values come from. */
static int read_origin(score__intake *in, const score__csv_cell *row, uint32_t line, score_error *err)
{
  const score__csv_cell *source = score__intake_cell_of(in, row, SCORE__COLUMN_SOURCE);
  const score__csv_cell *expires = score__intake_cell_of(in, row, SCORE__COLUMN_EXPIRES);
  if (!score__memo_holds(&in->source_memo, source)) {
    in->source_synthetic = strcmp(source->text, "synthetic") == 0 || strcmp(source->text, "mô phỏng") == 0;
    if (score__memo_keep(&in->source_memo, source) != 0) return score__fail_memory(err);
  }
  in->o.said = (score__origin){.source = plain_text(in, source),
                               .evidence = plain_text(in, score__intake_cell_of(in, row, SCORE__COLUMN_EVIDENCE)),
                               .note = plain_text(in, score__intake_cell_of(in, row, SCORE__COLUMN_NOTE)),
                               .expires = ""};
  in->o.synthetic = in->source_synthetic || in->options->synthetic;
  if (expires->size == 0) return 0;
  in->o.said.expires = in->expires;
  if (score__memo_holds(&in->expires_memo, expires)) return 0;
  in->expires_memo.known = false;
  if (score__intake_fault(in, expires, line, in->header.at[SCORE__COLUMN_EXPIRES], NULL)) return 0;
  int32_t day;
  if (score__date_parse(&day, expires->text, expires->size) != 0) {
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_IMPORT_EXPIRES, expires->text, (const char *)NULL);
    score__intake_tell_role(in, &e, line, SCORE__COLUMN_EXPIRES);
    return 0;
  }
  score__date_print(in->expires, sizeof in->expires, day);
  return score__memo_keep(&in->expires_memo, expires) == 0 ? 0 : score__fail_memory(err);
}

static bool check_count(score__intake *in, size_t count, uint32_t line)
{
  if (count == in->header.count) return true;
  char have[24], want[24];
  score_error e;
  bool comma = count > in->header.count && in->file.delimiter == ',';
  score__fail(&e, SCORE_E_INPUT, comma ? SCORE__PH_CSV_COUNT_COMMA : SCORE__PH_CSV_COUNT,
              score__int_text(have, (int64_t)count), score__int_text(want, (int64_t)in->header.count),
              (const char *)NULL);
  score__tally_add(&in->tally, SCORE_ERROR, &e, line, 0, NULL);
  return false;
}

static void check_unnamed(score__intake *in, const score__csv_cell *cell, size_t count, uint32_t line)
{
  for (size_t i = 0; i < count; i++) {
    const bool unnamed = i >= in->header.count || in->header.column[i].role == SCORE__COLUMN_UNNAMED;
    if (!unnamed || cell[i].size == 0) continue;
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_CSV_UNNAMED, cell[i].text, (const char *)NULL);
    score__tally_add(&in->tally, SCORE_ERROR, &e, line, i + 1, NULL);
  }
}

/* A worksheet's rows end with their last cell: as many cells as the header has, or NULL when memory is out. */
static const score__csv_cell *pad(score__intake *in, const score__csv_cell *cell, size_t count)
{
  if (count >= in->header.count) return cell;
  if (score__grow(&in->padded, &in->padded_room, in->header.count, sizeof *in->padded) != 0) return NULL;
  memcpy(in->padded, cell, count * sizeof *cell);
  for (size_t i = count; i < in->header.count; i++) in->padded[i] = (score__csv_cell){"", 0, SCORE__CELL_TYPED};
  return in->padded;
}

static int note_arrival(score__intake *in, const score__csv_cell *row, bool unit, bool period, bool stage)
{
  score__arrival *a = in->arrival;
  if (!a) return 0;
  const char *code = in->unit_new ? score__intake_cell_of(in, row, SCORE__COLUMN_UNIT)->text : "";
  if (unit && !in->unit_new) code = in->units->code[in->o.unit];
  if (unit && score__arrival_unit(a, code) != 0) return -1;
  if (period && score__arrival_period(a, in->o.period) != 0) return -1;
  if (stage) a->stages |= 1u << in->o.stage;
  return 0;
}

/* All that is wrong with the row goes to the tally. */
static int read_row(score__intake *in, uint32_t line, const score__csv_cell *cell, score_error *err)
{
  const bool same_unit = score__memo_holds(&in->unit_memo, score__intake_cell_of(in, cell, SCORE__COLUMN_UNIT));
  const bool same_period = score__memo_holds(&in->period_memo, score__intake_cell_of(in, cell, SCORE__COLUMN_PERIOD));
  int unit = score__intake_unit(in, cell, line, err);
  if (unit == SCORE__INTAKE_TOTAL) return SCORE_OK; /* it is to go: nothing else in it needs mending */
  int period = unit < 0 ? 0 : read_period(in, score__intake_cell_of(in, cell, SCORE__COLUMN_PERIOD), line, err);
  int stage =
      unit < 0 || period < 0 ? 0 : read_stage(in, score__intake_cell_of(in, cell, SCORE__COLUMN_STAGE), line, err);
  if (unit < 0 || period < 0 || stage < 0) return unit < 0 ? unit : period < 0 ? period : stage;
  if (note_arrival(in, cell, unit == 0 && !same_unit, period == 0 && !same_period, stage == 0) != 0)
    return score__fail_memory(err);
  int status = read_origin(in, cell, line, err);
  in->o.line = line;
  if (status == 0 && unit == 0 && !same_unit && in->no_attributes) score__intake_compare(in, cell, line);
  return status ? status : score__intake_values(in, cell, line, err);
}

static void tell_twice(score__intake *in, const score__pending *p, const score__csv_cell *cell, uint32_t line)
{
  score_error e;
  char period[SCORE__PERIOD_TEXT];
  score__period_print(period, sizeof period, in->o.period);
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_CELL_TWICE, in->units->code[in->o.unit], period, (const char *)NULL);
  const char *measure = in->header.is_long ? cell[in->header.at[SCORE__COLUMN_MEASURE]].text : "";
  score__intake_tell_value(in, SCORE_ERROR, &e, line, p->at, measure);
}

static void load(score__observation *o, const score__pending *p)
{
  o->given = p->given;
  o->column = p->column;
  o->place = (uint32_t)p->at + 1;
  o->state = p->state;
  o->value = p->value;
}

/* Of a row that may be left out nothing goes over before all of it is known to be new. */
static bool is_repeated(score__intake *in, const score__csv_cell *cell, uint32_t line)
{
  if (!in->options->skip_bad || in->unit_new) return false;
  for (size_t i = 0; i < in->pending_count; i++) {
    load(&in->o, &in->pending[i]);
    if (!in->sink->holds(in->sink->context, &in->o)) continue;
    tell_twice(in, &in->pending[i], cell, line);
    return true;
  }
  return false;
}

static int hand_over(score__intake *in, const score__csv_cell *cell, bool same_unit, uint32_t line, score_error *err)
{
  if (in->unit_new) {
    const score__csv_cell *code = score__intake_cell_of(in, cell, SCORE__COLUMN_UNIT);
    size_t unit = score__units_add(in->units, code->text);
    if (unit == SIZE_MAX || score__memo_keep(&in->unit_memo, code) != 0) return score__fail_memory(err);
    in->o.unit = (uint32_t)unit;
  }
  int status = !same_unit && in->no_attributes ? score__intake_describe(in, cell, err) : 0;
  in->valued = in->valued && same_unit;
  if (in->arrival && in->pending_count && !in->valued) {
    score__arrival_value(in->arrival, in->units->code[in->o.unit]);
    in->valued = true;
  }
  bool told = false; /* one finding for a row given twice, not one for each of its cells */
  for (size_t i = 0; i < in->pending_count && status == 0; i++) {
    load(&in->o, &in->pending[i]);
    const int taken = in->sink->observe(in->sink->context, &in->o, err);
    if (taken < 0) status = taken;
    if (taken == 1 && !told) tell_twice(in, &in->pending[i], cell, line);
    told |= taken == 1;
    in->cells++;
  }
  return status;
}

int score__intake_row(score__intake *in, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  const uint64_t errors = in->tally.errors;
  int status = 0;
  bool same_unit = false;
  in->pending_count = 0;
  if (in->file.workbook && !(cell = pad(in, cell, count))) return score__fail_memory(err);
  if (in->file.workbook || check_count(in, count, line)) {
    check_unnamed(in, cell, count > in->header.count ? count : in->header.count, line);
    same_unit = score__memo_holds(&in->unit_memo, score__intake_cell_of(in, cell, SCORE__COLUMN_UNIT));
    status = read_row(in, line, cell, err);
  }
  if (status != 0) return status;
  if (in->tally.errors == errors && !is_repeated(in, cell, line)) {
    status = hand_over(in, cell, same_unit, line, err);
  }
  if (in->tally.errors == errors) return status;
  in->unit_memo.known = false; /* what this row said of its unit was not taken */
  in->skipped++;
  return status;
}
