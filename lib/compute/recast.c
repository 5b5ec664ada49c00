#include "compute/recast.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compute/checks.h"

/* Of the other version; NULL = not known there. */
static const score__measure *measure_of(const score_criteria *set, const score__measure *m, uint32_t *column)
{
  const size_t at = score__dict_get(&set->by_measure, m->key);
  if (at == SIZE_MAX || set->measure[at].type != m->type) return NULL;
  *column = (uint32_t)at;
  return &set->measure[at];
}

static int fail_cell(const score_data *from, const score__frame *frame, size_t unit, score_error *err)
{
  score__fail_at(err, frame->name, 0, 0, from->units.code[unit]);
  return SCORE_E_INPUT;
}

static int recast_value(const score__measure *was, const score__measure *is, score__observation *o, score_error *err)
{
  if (o->state != SCORE__CELL_VALUE) return 0;
  if (is->type != SCORE__MEASURE_CHOICE) return score__check_stored(is, o->value, was->scale, &o->value, err);
  const char *key = was->option_key[o->value];
  for (size_t k = 0; k < is->option_count; k++) {
    if (strcmp(is->option_key[k], key) != 0) continue;
    o->value = (int64_t)k;
    return 0;
  }
  return score__fail(err, SCORE_E_INPUT, SCORE__PH_STORE_OPTION, key, is->key, NULL);
}

static int recast_measure(score_data *out, const score_data *from, const score__frame *frame, int stage, size_t measure,
                          score_error *err)
{
  const score__layer *l = &frame->layer[stage];
  const score__measure *was = &from->criteria->measure[measure];
  uint32_t column = 0;
  const score__measure *is = measure_of(out->criteria, was, &column);
  for (size_t u = 0; is && l->value[measure] && u < from->units.count && u < frame->cap; u++) {
    if (l->state[measure][u] == SCORE__CELL_MISSING) continue;
    score__observation o = {.unit = (uint32_t)u,
                            .period = frame->period,
                            .synthetic = frame->synthetic,
                            .stage = (uint8_t)stage,
                            .state = l->state[measure][u],
                            .column = column,
                            .value = l->value[measure][u],
                            .said = SCORE__ORIGIN_NONE};
    const int code = recast_value(was, is, &o, err);
    if (code) return code == SCORE_E_MEMORY ? code : fail_cell(from, frame, u, err);
    if (score__data_observe(out, &o) < 0) return score__fail_memory(err);
  }
  return 0;
}

static int recast_given(score_data *out, const score_data *from, const score__frame *frame, int stage, size_t node,
                        score_error *err)
{
  const score__layer *l = &frame->layer[stage];
  const char *key = from->criteria->node[node].key;
  const size_t at = score__dict_get(&out->criteria->by_node, key);
  if (at == SIZE_MAX || strcmp(out->criteria->node[at].key, key) != 0) return 0;
  for (size_t u = 0; l->given && l->given[node] && u < from->units.count && u < frame->cap; u++) {
    if (l->given_state[node][u] == SCORE__CELL_MISSING) continue;
    const score__observation o = {.unit = (uint32_t)u,
                                  .period = frame->period,
                                  .given = true,
                                  .synthetic = frame->synthetic,
                                  .stage = (uint8_t)stage,
                                  .state = l->given_state[node][u],
                                  .column = (uint32_t)at,
                                  .value = l->given[node][u],
                                  .said = SCORE__ORIGIN_NONE};
    if (o.value > out->criteria->node[at].max_micro) {
      score__fail(err, SCORE_E_INPUT, SCORE__PH_TREND_GIVEN, key, NULL);
      return fail_cell(from, frame, u, err);
    }
    if (score__data_observe(out, &o) < 0) return score__fail_memory(err);
  }
  return 0;
}

int score__recast_new(score_data **out, const score_data *from, const score_criteria *set, score_error *err)
{
  score_data *data = calloc(1, sizeof *data);
  *out = NULL;
  if (!data) return score__fail_memory(err);
  data->criteria = set;
  data->units = from->units; /* borrowed: only read */
  memcpy(data->input_sha256, from->input_sha256, sizeof data->input_sha256);
  int code = 0;
  for (size_t f = 0; f < from->frame_count && !code; f++) {
    for (int s = 0; s < SCORE__STAGES && !code; s++) {
      for (size_t m = 0; m < from->criteria->measure_count && !code; m++)
        code = recast_measure(data, from, from->frame[f], s, m, err);
      for (size_t n = 0; n < from->criteria->node_count && !code; n++)
        code = recast_given(data, from, from->frame[f], s, n, err);
    }
  }
  if (!code && score__data_settle(data)) code = score__fail_memory(err);
  if (code)
    score__recast_free(data);
  else
    *out = data;
  return code;
}

void score__recast_free(score_data *data)
{
  if (!data) return;
  score__data_clear(data);
  free(data);
}
