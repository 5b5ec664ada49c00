/* Model §4 "Given points": points of a node given at a stage stand when no input below the node exists at that stage;
 * otherwise the computed points stand and the given ones are compared; at verified or published, with a reason, they
 * override. Under fallback the highest stage at which the node has anything decides.
 * Worked: a commune has points:CLGQ 6.49 and no input of 3.1 to 3.3: the group is reported, 6.49. */
#include "compute/engine.h"

static bool has_cell(uint8_t *const *column, uint32_t index, uint32_t unit)
{
  return column[index] && column[index][unit] != SCORE__CELL_MISSING;
}

/* An NA that no criterion accepts is missing, no input. */
static bool is_input(const score_criteria *set, const score__layer *layer, uint32_t measure, uint32_t unit)
{
  uint8_t state = layer->state[measure] ? layer->state[measure][unit] : SCORE__CELL_MISSING;
  return state == SCORE__CELL_VALUE || (state == SCORE__CELL_NA && set->measure[measure].takes_na);
}

/* Any input of the node or below: measures of the criteria, and given points of nodes below. */
static bool has_input(const score_criteria *set, const score__layer *layer, size_t node, uint32_t unit)
{
  for (uint32_t i = (uint32_t)node; i < set->node[node].end; i++) {
    const score__node *n = &set->node[i];
    for (size_t k = 0; n->kind == SCORE__NODE_CRITERION && k < n->measure_count; k++)
      if (is_input(set, layer, n->measure[k], unit)) return true;
    if (i != node && has_cell(layer->given_state, i, unit)) return true;
  }
  return false;
}

uint8_t score__engine_given_at(const score_result *r, size_t node, int stage, size_t i)
{
  const score__layer *layer = &r->frame->layer[stage];
  if (r->ignores_given || !has_cell(layer->given_state, (uint32_t)node, r->unit[i])) return SCORE__GIVEN_NONE;
  if (!has_input(r->set, layer, node, r->unit[i])) return SCORE__GIVEN_STANDS;
  bool reason = layer->given_state[node][r->unit[i]] == SCORE__CELL_OVERRIDE;
  return reason ? SCORE__GIVEN_OVERRIDES : SCORE__GIVEN_COMPARED;
}

void score__engine_given_take(const score_result *r, size_t node, int stage, size_t i)
{
  score__given_column *g = &r->given[node];
  g->use[i] = score__engine_given_at(r, node, stage, i);
  g->stage[i] = (uint8_t)stage;
  if (g->use[i] != SCORE__GIVEN_NONE) g->micro[i] = r->frame->layer[stage].given[node][r->unit[i]];
}

bool score__engine_covered(const score_result *r, size_t node, size_t i, size_t *by)
{
  for (uint32_t up = r->set->node[node].parent; r->given && up != UINT32_MAX; up = r->set->node[up].parent) {
    if (!r->given[up].use || r->given[up].use[i] != SCORE__GIVEN_STANDS) continue;
    *by = up;
    return true;
  }
  return false;
}

static void settle(const score_result *r, size_t node, size_t i)
{
  /* A criterion falls back by itself, and only where it is undecided. */
  int lowest = r->set->node[node].kind == SCORE__NODE_CRITERION ? r->stage : score__engine_lowest(r);
  for (int stage = r->stage; stage >= lowest; stage--) {
    score__engine_given_take(r, node, stage, i);
    if (r->given[node].use[i] != SCORE__GIVEN_NONE || has_input(r->set, &r->frame->layer[stage], node, r->unit[i]))
      return;
  }
}

void score__engine_given_settle(const score_result *r)
{
  for (size_t i = 0; r->given && i < r->set->node_count; i++)
    for (size_t k = 0; r->given[i].use && k < r->count; k++) settle(r, i, k);
}

int score__engine_given(score_result *r)
{
  const score_criteria *set = r->set;
  bool any = false;
  for (size_t i = 0; i < set->node_count; i++)
    for (int s = score__engine_lowest(r); s <= r->stage; s++) any |= r->frame->layer[s].given[i] != NULL;
  if (!any || r->ignores_given) return 0;
  r->given = score__arena_alloc(&r->arena, set->node_count, sizeof *r->given);
  if (!r->given) return SCORE_E_MEMORY;
  for (size_t i = 0; i < set->node_count; i++) {
    bool here = false;
    for (int s = score__engine_lowest(r); s <= r->stage; s++) here |= r->frame->layer[s].given[i] != NULL;
    if (!here) continue;
    score__given_column *g = &r->given[i];
    g->use = score__arena_alloc(&r->arena, r->count, 1);
    g->stage = score__arena_alloc(&r->arena, r->count, 1);
    g->micro = score__arena_alloc(&r->arena, r->count, sizeof *g->micro);
    if (!g->use || !g->stage || !g->micro) return SCORE_E_MEMORY;
  }
  score__engine_given_settle(r);
  return 0;
}
