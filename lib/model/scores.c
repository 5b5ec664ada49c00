/* What a caller may ask of a result. */
#include "model/scores.h"

#include <stdlib.h>
#include <string.h>

const char *score_outcome_string(score_outcome outcome)
{
  static const char *const names[] = {"scored", "reported", "not_applicable", "not_due", "missing", "invalid"};
  return (unsigned)outcome < 6 ? names[outcome] : "";
}

void score_result_free(score_result *r)
{
  if (!r) return;
  score__arena_free(&r->arena);
  free(r);
}

const char *score_result_period(const score_result *r)
{
  return r->frame->name;
}

score_stage score_result_stage(const score_result *r)
{
  return (score_stage)r->stage;
}

size_t score_result_units(const score_result *r)
{
  return r->count;
}

const char *score_result_unit_code(const score_result *r, size_t i)
{
  return i < r->count ? r->data->units.code[r->unit[i]] : NULL;
}

const char *score_result_unit_parent(const score_result *r, size_t i)
{
  const score__units *units = &r->data->units;
  if (i >= r->count) return NULL;
  const score__unit_state *state = score__units_on(units, r->unit[i], score__set_last_day(r->set, r->frame->period));
  if (!state || !state->parent) return "";
  const size_t parent = score__units_find(units, units->text[state->parent]); /* also by an alias */
  return parent == SIZE_MAX ? units->text[state->parent] : units->code[parent];
}

size_t score_result_find(const score_result *r, const char *code)
{
  size_t unit = score__units_find(&r->data->units, code);
  for (size_t i = 0; i < r->count; i++)
    if (r->unit[i] == unit) return i;
  return SIZE_MAX;
}

static bool is_read_elsewhere(const score_criteria *set, size_t measure)
{
  for (size_t k = 0; k < set->earlier_count; k++)
    if (set->earlier[k].measure == measure) return true;
  return false;
}

int score_result_is_background(const score_result *r)
{
  if (!r->set->earlier_count) return 0;
  for (int s = r->fallback ? 0 : r->stage; s <= r->stage; s++) {
    const score__layer *layer = &r->frame->layer[s];
    for (size_t m = 0; m < r->set->measure_count; m++)
      if (layer->state[m] && !is_read_elsewhere(r->set, m)) return 0;
    for (size_t n = 0; n < r->set->node_count; n++)
      if (layer->given_state[n]) return 0;
  }
  return 1;
}

int score_result_node(score_node_result *out, const score_result *r, size_t i, size_t node)
{
  if (i >= r->count || node >= r->set->node_count) return SCORE_E_USAGE;
  const score__node_column *c = &r->node[node];
  *out = (score_node_result){.points_micro = c->points_micro[i],
                             .max_micro = c->max_micro[i],
                             .outcome = (score_outcome)c->outcome[i],
                             .stage = (score_stage)c->stage[i],
                             .met = (c->flags[i] & SCORE__FLAG_MET) != 0,
                             .covered = (c->flags[i] & SCORE__FLAG_COVERED) != 0};
  return 0;
}

int score_result_total(score_total_result *out, const score_result *r, size_t i)
{
  if (i >= r->count) return SCORE_E_USAGE;
  *out = r->total[i];
  return 0;
}
