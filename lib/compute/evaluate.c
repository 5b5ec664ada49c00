/* Evaluation of one period: given points and cohort statistics first, then every node in the set's order, block by
 * block of units, so that the columns in work stay in the cache. */
#include <string.h>

#include "base/limits.h"
#include "compute/derivation.h"
#include "compute/engine.h"

/* The columns of all nodes and what is kept of each unit; an estimate. */
static bool reserve_columns(score_result *r)
{
  const size_t per_node = 3 * sizeof(int64_t) + 3, per_unit = sizeof *r->total + sizeof *r->without_bonus_micro;
  size_t bytes;
  if (__builtin_mul_overflow(r->set->node_count, per_node, &bytes) || bytes > SIZE_MAX - per_unit ||
      __builtin_mul_overflow(bytes + per_unit, r->count + 16, &bytes))
    return false;
  return score__arena_reserve(&r->arena, bytes) == 0;
}

static bool make_columns(score_result *r)
{
  const score_criteria *set = r->set;
  size_t n = r->count;
  if (n > SCORE__BATCH_UNITS && !reserve_columns(r)) return false;
  r->node = score__arena_alloc(&r->arena, set->node_count, sizeof *r->node);
  r->total = score__arena_alloc(&r->arena, n, sizeof *r->total);
  r->without_bonus_micro = score__arena_alloc(&r->arena, n, sizeof *r->without_bonus_micro);
  r->scratch = score__arena_alloc(&r->arena, (size_t)SCORE__SCRATCH_COLUMNS * SCORE__BATCH_UNITS, sizeof *r->scratch);
  if (!r->node || !r->total || !r->without_bonus_micro || !r->scratch) return false;
  for (size_t i = 0; i < set->node_count; i++) {
    score__node_column *c = &r->node[i];
    c->points_micro = score__arena_alloc(&r->arena, n, sizeof *c->points_micro);
    c->max_micro = score__arena_alloc(&r->arena, n, sizeof *c->max_micro);
    c->high_micro = score__arena_alloc(&r->arena, n, sizeof *c->high_micro);
    c->outcome = score__arena_alloc(&r->arena, n, 1);
    c->flags = score__arena_alloc(&r->arena, n, 1);
    c->stage = score__arena_alloc(&r->arena, n, 1);
    if (!c->points_micro || !c->max_micro || !c->high_micro || !c->outcome || !c->flags || !c->stage) return false;
    if (!set->node[i].wants_share) continue;
    c->share = score__arena_alloc(&r->arena, n, sizeof *c->share);
    if (!c->share) return false;
  }
  return true;
}

/* Earlier values: the frame each of them is read from (model §5). What rests on made-up data is made up. */
static bool find_earlier(score_result *r)
{
  const score_criteria *set = r->set;
  r->synthetic = r->frame->synthetic;
  if (!set->earlier_count) return true;
  r->earlier = score__arena_alloc(&r->arena, set->earlier_count, sizeof *r->earlier);
  for (size_t k = 0; r->earlier && k < set->earlier_count; k++) {
    score__period period;
    bool any = score__set_earlier_period(&set->earlier[k], r->frame->period, &period);
    if (any && score__derive_frame(&r->earlier[k], r->data, period, &r->arena, NULL) != 0) return false;
    if (r->earlier[k]) r->synthetic |= r->earlier[k]->synthetic;
  }
  return r->earlier != NULL;
}

static void run_node(const score_result *r, size_t node, size_t from, size_t count, score__trace *trace)
{
  switch (r->set->node[node].kind) {
  case SCORE__NODE_CRITERION: score__engine_criterion(r, node, from, count, trace); break;
  case SCORE__NODE_GROUP: score__engine_group(r, node, from, count, trace); break;
  default: score__engine_total(r, from, count, trace);
  }
}

int score__engine_prepare(score_result *r)
{
  if (!make_columns(r) || !find_earlier(r) ||
      !score__engine_attributes(r, r->unit, r->all, &r->attribute, &r->parent_attribute))
    return SCORE_E_MEMORY;
  int code = score__engine_given(r);
  if (!code) code = score__engine_children(r); /* cohorts may read them */
  if (!code) code = score__engine_cohort(r);
  return code;
}

int score__engine_run(score_result *r)
{
  int code = score__engine_prepare(r);
  if (code) return code;
  for (size_t from = 0; from < r->count; from += SCORE__BATCH_UNITS) {
    size_t count = r->count - from < SCORE__BATCH_UNITS ? r->count - from : SCORE__BATCH_UNITS;
    for (size_t k = 0; k < r->set->node_count; k++) run_node(r, r->set->order[k], from, count, NULL);
    score__engine_grades(r, from, count);
  }
  return score__engine_rank(r);
}

/* ---- one unit, with a recorder ---- */

static bool shift_statistics(score_result *one, const score_result *r, size_t at)
{
  const score_criteria *set = r->set;
  for (int s = 0; s < SCORE__STAGES; s++) {
    if (r->cohort[s]) {
      one->cohort[s] = score__arena_alloc(&one->arena, set->cohort_count, sizeof **one->cohort);
      if (!one->cohort[s]) return false;
    }
    for (size_t k = 0; r->cohort[s] && k < set->cohort_count; k++) {
      const score__cohort_column *c = &r->cohort[s][k];
      one->cohort[s][k] = (score__cohort_column){c->value + at, c->n + at, c->given ? c->given + at : NULL};
    }
    if (r->children[s]) {
      one->children[s] = score__arena_alloc(&one->arena, set->children_count, sizeof **one->children);
      if (!one->children[s]) return false;
    }
    for (size_t k = 0; r->children[s] && k < set->children_count; k++) {
      const score__child_column *c = &r->children[s][k];
      one->children[s][k] = (score__child_column){c->value + at, c->n + at, c->blank + at};
    }
  }
  return true;
}

static bool shift_columns(score_result *one, const score_result *r, size_t at)
{
  const score_criteria *set = r->set;
  one->attribute = score__arena_alloc(&one->arena, set->attribute_count, sizeof *one->attribute);
  one->parent_attribute = score__arena_alloc(&one->arena, set->attribute_count, sizeof *one->parent_attribute);
  if (!one->attribute || !one->parent_attribute || !shift_statistics(one, r, at)) return false;
  for (size_t a = 0; a < set->attribute_count; a++) {
    one->attribute[a] = r->attribute[a] + at;
    one->parent_attribute[a] = r->parent_attribute[a] + at;
  }
  if (!r->given) return true;
  one->given = score__arena_alloc(&one->arena, set->node_count, sizeof *one->given);
  for (size_t i = 0; one->given && i < set->node_count; i++)
    if (r->given[i].use)
      one->given[i] = (score__given_column){r->given[i].use + at, r->given[i].stage + at, r->given[i].micro + at};
  return one->given != NULL;
}

int score__engine_one_columns(score_result *one, const score_result *r, size_t position)
{
  return make_columns(one) && shift_columns(one, r, position) ? 0 : SCORE_E_MEMORY;
}

int score__engine_one_move(score_result *one, const score_result *r, size_t position)
{
  one->unit = r->unit + position;
  one->given = NULL;
  return shift_columns(one, r, position) ? 0 : SCORE_E_MEMORY;
}

void score__engine_one_nodes(const score_result *one)
{
  for (size_t k = 0; k < one->set->node_count; k++) run_node(one, one->set->order[k], 0, 1, NULL);
  score__engine_grades(one, 0, 1);
}

void score__engine_one_some(const score_result *one, const uint8_t *which)
{
  for (size_t k = 0; k < one->set->node_count; k++)
    if (which[one->set->order[k]]) run_node(one, one->set->order[k], 0, 1, NULL);
}

int score__engine_one_run(score__engine_one *out, const score_result *r, size_t position)
{
  score_result *one = &out->result;
  *one = (score_result){.data = r->data,
                        .set = r->set,
                        .frame = r->frame,
                        .stage = r->stage,
                        .fallback = r->fallback,
                        .earlier = r->earlier,
                        .synthetic = r->synthetic,
                        .count = 1,
                        .all = 1,
                        .unit = r->unit + position,
                        .contiguous = true};
  out->trace = score__arena_alloc(&one->arena, r->set->node_count, sizeof *out->trace);
  bool ready = out->trace && score__engine_one_columns(one, r, position) == 0;
  for (size_t k = 0; ready && k < r->set->node_count; k++) {
    uint32_t node = r->set->order[k];
    out->trace[node].arena = &one->arena;
    run_node(one, node, 0, 1, &out->trace[node]);
    ready = !out->trace[node].failed;
  }
  if (ready) score__engine_grades(one, 0, 1);
  if (!ready) score__engine_one_free(out);
  return ready ? 0 : SCORE_E_MEMORY;
}

void score__engine_one_free(score__engine_one *one)
{
  score__arena_free(&one->result.arena);
}
