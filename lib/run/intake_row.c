/* A row: its unit, period and stage, then its values. */
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
  static const score__csv_cell none = {"", 0, 0};
  size_t i = in->header.at[role];
  return i == SIZE_MAX ? &none : &cell[i];
}

void score__intake_tell(score__intake *in, score_error *e, uint32_t line, size_t column)
{
  score__tally_add(&in->tally, SCORE_ERROR, e, line, column + 1,
                   column < in->header.count ? in->header.column[column].name : NULL);
}

void score__intake_tell_role(score__intake *in, score_error *e, uint32_t line, size_t role)
{
  if (in->header.at[role] == SIZE_MAX) {
    score__tally_add(&in->tally, SCORE_ERROR, e, line, 0, NULL);
  } else {
    score__intake_tell(in, e, line, in->header.at[role]);
  }
}

static int read_period(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  if (score__memo_holds(&in->period_memo, cell)) return 0;
  score_error e;
  score__period period;
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

static int read_source(score__intake *in, const score__csv_cell *cell, score_error *err)
{
  if (!score__memo_holds(&in->source_memo, cell)) {
    in->source_synthetic = strcmp(cell->text, "synthetic") == 0 || strcmp(cell->text, "mô phỏng") == 0;
    if (score__memo_keep(&in->source_memo, cell) != 0) return score__fail_memory(err);
  }
  in->o.said.source = cell->text;
  in->o.synthetic = in->source_synthetic || in->options->synthetic;
  return 0;
}

static bool check_count(score__intake *in, size_t count, uint32_t line)
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

static void check_unnamed(score__intake *in, const score__csv_cell *cell, uint32_t line)
{
  for (size_t i = 0; i < in->header.count; i++) {
    if (in->header.column[i].role != SCORE__COLUMN_UNNAMED || cell[i].size == 0) continue;
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_CSV_UNNAMED, cell[i].text, (const char *)NULL);
    score__tally_add(&in->tally, SCORE_ERROR, &e, line, i + 1, NULL);
  }
}

int score__intake_row(score__intake *in, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  if (!check_count(in, count, line)) return 0;
  check_unnamed(in, cell, line);
  bool same_unit = score__memo_holds(&in->unit_memo, score__intake_cell_of(in, cell, SCORE__COLUMN_UNIT));
  int unit = score__intake_unit(in, score__intake_cell_of(in, cell, SCORE__COLUMN_UNIT), line, err);
  int period = unit < 0 ? 0 : read_period(in, score__intake_cell_of(in, cell, SCORE__COLUMN_PERIOD), line, err);
  int stage =
      unit < 0 || period < 0 ? 0 : read_stage(in, score__intake_cell_of(in, cell, SCORE__COLUMN_STAGE), line, err);
  if (unit < 0 || period < 0 || stage < 0) return unit < 0 ? unit : period < 0 ? period : stage;
  if (unit || period || stage) return 0;
  int status = read_source(in, score__intake_cell_of(in, cell, SCORE__COLUMN_SOURCE), err);
  in->o.said.evidence = score__intake_cell_of(in, cell, SCORE__COLUMN_EVIDENCE)->text;
  in->o.said.expires = "";
  in->o.line = line;
  in->o.said.note = score__intake_cell_of(in, cell, SCORE__COLUMN_NOTE)->text;
  in->cell_twice_told = false;
  if (status == 0 && !same_unit && in->no_attributes) status = score__intake_describe(in, cell, line, err);
  if (status == 0) status = score__intake_values(in, cell, line, err);
  return status;
}
