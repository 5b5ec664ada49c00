/* Units and values that a program gives one by one. */
#include "run/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "compute/checks.h"
#include "run/header.h"

static const char *or_empty(const char *text)
{
  return text ? text : "";
}

/* 0; SCORE_E_INPUT for what is no date. NULL or "" leave the day alone. */
static int read_day(int32_t *day, const char *text, score_error *err)
{
  if (!text || !*text || score__date_parse(day, text, strlen(text)) == 0) return SCORE_OK;
  return score__fail(err, SCORE_E_INPUT, SCORE__PH_CELL_DATE, text, (const char *)NULL);
}

static int read_said(score__observation *o, const score_said *said, char expires[16], score_error *err)
{
  int32_t day = 0;
  o->said = (score__origin){.source = or_empty(said->source),
                            .evidence = or_empty(said->evidence),
                            .note = or_empty(said->note),
                            .expires = ""};
  o->synthetic = said->synthetic != 0;
  if (!said->evidence_expires || !*said->evidence_expires) return SCORE_OK;
  if (read_day(&day, said->evidence_expires, err) != SCORE_OK) return SCORE_E_INPUT;
  score__date_print(expires, 16, day);
  o->said.expires = expires;
  return SCORE_OK;
}

int score_data_set(score_data *data, const char *unit, const char *period, const char *measure, score_stage stage,
                   const char *text, score_error *err)
{
  return score_data_set_said(data, unit, period, measure, stage, text, NULL, err);
}

int score_data_set_said(score_data *data, const char *unit, const char *period, const char *measure, score_stage stage,
                        const char *text, const score_said *said, score_error *err)
{
  score__target t;
  char expires[16];
  score__observation o = {.said = SCORE__ORIGIN_NONE};
  const score_criteria *set = data->criteria;
  if (score__period_parse(&o.period, period, strlen(period)) != 0) {
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_PERIOD_WRONG, period, (const char *)NULL);
  }
  if (stage < SCORE_STAGE_NONE || stage > SCORE_STAGE_PUBLISHED) {
    char number[24];
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_STAGE_WRONG, score__int_text(number, (int64_t)stage),
                       (const char *)NULL);
  }
  int status = score__target_find(&t, set, NULL, measure, false, true, err);
  if (status || t.skipped) return status;
  if (t.given) {
    status = score__check_points(&set->node[t.index], text, strlen(text), '.', &o.value, &o.state, err);
  } else {
    status = score__check_cell(&set->measure[t.index], text, strlen(text), '.', &o.value, &o.state, err);
  }
  if (status) {
    score__fail_at(err, NULL, 0, 0, measure);
    return status;
  }
  if (said && read_said(&o, said, expires, err) != SCORE_OK) return SCORE_E_INPUT;
  if (t.given && o.state == SCORE__CELL_VALUE && stage > SCORE_STAGE_SELF && *o.said.note)
    o.state = SCORE__CELL_OVERRIDE;
  if (!*unit) return score__fail(err, SCORE_E_INPUT, SCORE__PH_UNIT_EMPTY, (const char *)NULL);
  if (data->units.count >= SCORE__MAX_UNITS && score__units_find(&data->units, unit) == SIZE_MAX) {
    char number[24];
    return score__fail(err, SCORE_E_LIMIT, SCORE__PH_UNITS_TOO_MANY, score__int_text(number, SCORE__MAX_UNITS),
                       (const char *)NULL);
  }
  size_t u = score__units_add(&data->units, unit);
  if (u == SIZE_MAX) return score__fail_memory(err);
  o.unit = (uint32_t)u;
  o.given = t.given;
  o.column = t.index;
  o.stage = (uint8_t)(stage == SCORE_STAGE_NONE ? SCORE_STAGE_SELF : stage);
  /* An empty text takes the value back. */
  if (score__data_observe(data, &o) < 0) return score__data_fail_observe(data, &o, err);
  return score__data_settle(data) == 0 ? SCORE_OK : score__fail_memory(err);
}

int score_data_add_unit(score_data *data, const score_unit_entry *unit, score_error *err)
{
  score__units *units = &data->units;
  const char *code = or_empty(unit->code);
  int32_t first = INT32_MIN, last = INT32_MAX;
  char number[24];
  if (!*code) return score__fail(err, SCORE_E_INPUT, SCORE__PH_UNIT_EMPTY, (const char *)NULL);
  int status = read_day(&first, unit->valid_from, err);
  if (status == SCORE_OK) status = read_day(&last, unit->valid_to, err);
  if (status != SCORE_OK) return status;
  if (first > last) {
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_UNIT_DATES, unit->valid_from, unit->valid_to, (const char *)NULL);
  }
  size_t at = score__units_find(units, code);
  if (at == SIZE_MAX && units->count >= SCORE__MAX_UNITS) {
    return score__fail(err, SCORE_E_LIMIT, SCORE__PH_UNITS_TOO_MANY, score__int_text(number, SCORE__MAX_UNITS),
                       (const char *)NULL);
  }
  if (at != SIZE_MAX && strcmp(units->code[at], code) != 0) {
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_UNIT_ALIAS, code, units->code[at], (const char *)NULL);
  }
  uint32_t *attribute = calloc(units->attribute_count + 1, sizeof *attribute);
  if (attribute && at == SIZE_MAX) at = score__units_add(units, code);
  status = !attribute || at == SIZE_MAX ? -1
                                        : score__units_state(units, at, first, last, or_empty(unit->name),
                                                             or_empty(unit->kind), or_empty(unit->parent), attribute);
  free(attribute);
  if (status == 1) return score__fail(err, SCORE_E_INPUT, SCORE__PH_UNIT_OVERLAP, code, (const char *)NULL);
  if (status != 0 || score__data_settle(data) != 0) return score__fail_memory(err);
  units->listed = true;
  return SCORE_OK;
}
