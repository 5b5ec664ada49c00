/* Worked: groups A (a of 4, b of 6) and B (c of 10), basis percent, points 4, 3, 5: 12 of 20 is 60. Without b: 9 of 14,
 * 64.29. Without c, all there is in B: 7 of 10, 70. */
#include "compute/exclusion.h"

#include <string.h>

static bool make_columns(score__arena *arena, score__node_column *c, size_t count, bool share)
{
  c->points_micro = score__arena_alloc(arena, count, sizeof *c->points_micro);
  c->max_micro = score__arena_alloc(arena, count, sizeof *c->max_micro);
  c->high_micro = score__arena_alloc(arena, count, sizeof *c->high_micro);
  c->outcome = score__arena_alloc(arena, count, 1);
  c->flags = score__arena_alloc(arena, count, 1);
  c->stage = score__arena_alloc(arena, count, 1);
  if (share) c->share = score__arena_alloc(arena, count, sizeof *c->share);
  return c->points_micro && c->max_micro && c->high_micro && c->outcome && c->flags && c->stage && (!share || c->share);
}

int score__exclusion_open(score__exclusion *x, const score_result *base)
{
  const size_t nodes = base->set->node_count, count = base->count;
  *x = (score__exclusion){.base = base, .set = *base->set, .result = *base};
  score__arena *arena = &x->arena;
  score_result *r = &x->result;
  bool good = make_columns(arena, &x->gone, count, true);
  uint16_t deepest = 0;
  for (size_t k = 0; k < nodes; k++)
    if (base->set->node[k].depth > deepest) deepest = base->set->node[k].depth;
  for (uint16_t k = 0; good && k <= deepest && k < sizeof x->above / sizeof *x->above; k++)
    good = make_columns(arena, &x->above[k], count, true);
  x->set.node = score__arena_alloc(arena, nodes, sizeof *x->set.node);
  r->set = &x->set;
  r->node = score__arena_alloc(arena, nodes, sizeof *r->node);
  r->total = score__arena_alloc(arena, count, sizeof *r->total);
  r->without_bonus_micro = score__arena_alloc(arena, count, sizeof *r->without_bonus_micro);
  r->scratch = score__arena_alloc(arena, (size_t)SCORE__SCRATCH_COLUMNS * SCORE__BATCH_UNITS, sizeof *r->scratch);
  r->arena = (score__arena){0};
  if (!good || !x->set.node || !r->node || !r->total || !r->without_bonus_micro || !r->scratch) return SCORE_E_MEMORY;
  memset(x->gone.outcome, SCORE_NOT_APPLICABLE, count);
  return 0;
}

void score__exclusion_close(score__exclusion *x)
{
  score__arena_free(&x->arena);
}

/* A group that has nothing but this goes with it. */
static uint32_t widened(const score_criteria *set, uint32_t node)
{
  for (uint32_t up = set->node[node].parent; up && up != UINT32_MAX; up = set->node[up].parent) {
    if (node != up + 1 || set->node[node].end != set->node[up].end) break;
    node = up;
  }
  return node;
}

/* Without it a group that adds up has so much less to give: also where nothing else in it applies to a unit. */
static void shrink(score_criteria *set, uint32_t node)
{
  const int64_t gone = set->node[node].max_micro;
  for (uint32_t k = node; k < set->node[node].end; k++) set->node[k].max_micro = 0;
  if (set->node[node].group_kind != SCORE__GROUP_NORMAL) return; /* a cap stays */
  for (uint32_t up = set->node[node].parent; up != UINT32_MAX; up = set->node[up].parent) {
    score__node *g = &set->node[up];
    if (g->aggregate != SCORE__AGGREGATE_SUM || g->max_micro < gone) return;
    if (g->rescale_to_micro == g->max_micro) g->rescale_to_micro -= gone;
    g->max_micro -= gone;
  }
}

bool score__exclusion_run(score__exclusion *x, uint32_t node)
{
  const score_result *base = x->base;
  score_result *r = &x->result;
  const size_t nodes = base->set->node_count;
  memcpy(x->set.node, base->set->node, nodes * sizeof *x->set.node);
  memcpy(r->node, base->node, nodes * sizeof *r->node);
  node = widened(base->set, node);
  shrink(&x->set, node);
  for (uint32_t k = node; k < base->set->node[node].end; k++) {
    x->set.node[k].na_policy = SCORE__NA_EXCLUDE;
    r->node[k] = x->gone;
  }
  for (uint32_t up = base->set->node[node].parent; up != UINT32_MAX; up = base->set->node[up].parent) {
    const bool share = base->node[up].share != NULL;
    r->node[up] = x->above[base->set->node[up].depth];
    if (!share) r->node[up].share = NULL;
    for (size_t from = 0; from < r->count; from += SCORE__BATCH_UNITS) {
      const size_t rest = r->count - from, count = rest < SCORE__BATCH_UNITS ? rest : SCORE__BATCH_UNITS;
      if (up)
        score__engine_group(r, up, from, count, NULL);
      else
        score__engine_total(r, from, count, NULL);
    }
  }
  for (size_t i = 0; i < r->count; i++) {
    const uint8_t outcome = r->node[0].outcome[i];
    if (!base->total[i].rank) continue;
    if (outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE || r->total[i].max_micro == 0) return false;
  }
  return true;
}
