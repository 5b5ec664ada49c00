#include "compute/trial.h"

#include <string.h>

#include "model/operation.h"

static void mark(uint8_t *shared, const score__expr *e)
{
  if (!e) return;
  if (e->op == SCORE__OP_MEASURE || e->op == SCORE__OP_HAS) shared[e->index] = 1;
  for (uint16_t i = 0; i < e->arg_count; i++) mark(shared, e->arg[i]);
}

void score__trial_shared(uint8_t *shared, const score_criteria *set)
{
  for (size_t k = 0; k < set->cohort_count; k++) {
    mark(shared, set->cohort[k].a);
    mark(shared, set->cohort[k].b);
  }
  for (size_t k = 0; k < set->children_count; k++) mark(shared, set->children[k].a);
}

int score__trial_open(score__trial *t, const score_result *base, size_t position)
{
  const score_criteria *set = base->set;
  *t = (score__trial){.base = base, .position = position, .unit = base->unit[position]};
  if (score__patch_open(&t->patch, set, base->frame, base->frame->period, base->data->units.count))
    return SCORE_E_MEMORY;
  t->shared = score__arena_alloc(&t->patch.arena, set->measure_count + 1, 1);
  t->changed = score__arena_alloc(&t->patch.arena, set->measure_count + 1, 1);
  t->list = score__arena_alloc(&t->patch.arena, set->measure_count + 1, sizeof *t->list);
  t->alone = (score_result){.data = base->data,
                            .set = set,
                            .frame = &t->patch.frame,
                            .stage = base->stage,
                            .fallback = base->fallback,
                            .ignores_given = base->ignores_given,
                            .earlier = base->earlier,
                            .synthetic = base->synthetic,
                            .count = 1,
                            .all = 1,
                            .unit = base->unit + position,
                            .contiguous = true};
  if (!t->shared || !t->changed || !t->list || score__engine_one_columns(&t->alone, base, position)) {
    score__trial_close(t);
    return SCORE_E_MEMORY;
  }
  t->alone.given = NULL;
  if (score__engine_given(&t->alone)) {
    score__trial_close(t);
    return SCORE_E_MEMORY;
  }
  t->given = t->alone.given;
  score__trial_shared(t->shared, set);
  return 0;
}

void score__trial_close(score__trial *t)
{
  score__arena_free(&t->alone.arena);
  score__arena_free(&t->others.arena);
  score__patch_close(&t->patch);
  *t = (score__trial){0};
}

int score__trial_move(score__trial *t, size_t position)
{
  if (score__trial_reset(t)) return SCORE_E_MEMORY;
  t->gives = false;
  t->position = position;
  t->unit = t->base->unit[position];
  if (score__engine_one_move(&t->alone, t->base, position)) return SCORE_E_MEMORY;
  t->alone.given = t->given;
  score__engine_given_settle(&t->alone);
  return 0;
}

static uint8_t state_at(const score__frame *frame, int stage, size_t measure, uint32_t unit)
{
  const uint8_t *state = frame->layer[stage].state[measure];
  return state ? state[unit] : SCORE__CELL_MISSING;
}

static bool reads(const score__node *node, size_t measure)
{
  for (size_t k = 0; k < node->measure_count; k++)
    if (node->measure[k] == measure) return true;
  return false;
}

/* Under fallback a criterion takes all its inputs from one stage, which need not be the highest that has this one. */
int score__input_stage(const score_result *r, size_t position, size_t measure)
{
  const uint32_t unit = r->unit[position];
  for (size_t k = 1; r->fallback && k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    const int stage = r->node[k].stage[position];
    if (n->kind != SCORE__NODE_CRITERION || stage > r->stage || !reads(n, measure)) continue;
    if (state_at(r->frame, stage, measure, unit) != SCORE__CELL_MISSING) return stage;
  }
  for (int s = r->stage; s >= score__engine_lowest(r); s--)
    if (state_at(r->frame, s, measure, unit) != SCORE__CELL_MISSING) return s;
  return r->stage;
}

int score__trial_stage(const score__trial *t, size_t measure)
{
  return score__input_stage(t->base, t->position, measure);
}

static bool value_in(const score__trial *t, const score__frame *frame, size_t measure, int64_t *value)
{
  const score__measure *m = &t->base->set->measure[measure];
  const int stage = score__trial_stage(t, measure);
  const uint8_t state = state_at(frame, stage, measure, t->unit);
  if (state == SCORE__CELL_VALUE) *value = frame->layer[stage].value[measure][t->unit];
  if (state == SCORE__CELL_MISSING && m->has_initial) *value = m->initial;
  return state == SCORE__CELL_VALUE || (state == SCORE__CELL_MISSING && m->has_initial);
}

bool score__trial_value(const score__trial *t, size_t measure, int64_t *value)
{
  return value_in(t, &t->patch.frame, measure, value);
}

bool score__trial_before(const score__trial *t, size_t measure, int64_t *value)
{
  return value_in(t, t->base->frame, measure, value);
}

bool score__trial_reported(const score__trial *t, size_t measure)
{
  return state_at(t->base->frame, score__trial_stage(t, measure), measure, t->unit) == SCORE__CELL_VALUE;
}

int score__trial_put(score__trial *t, size_t measure, int64_t value)
{
  const int stage = score__trial_stage(t, measure);
  t->gives |= state_at(t->base->frame, stage, measure, t->unit) != SCORE__CELL_VALUE;
  if (score__patch_put(&t->patch, stage, false, measure, t->unit, SCORE__CELL_VALUE, value)) return SCORE_E_MEMORY;
  if (!t->changed[measure]) t->list[t->listed++] = (uint32_t)measure;
  t->changed[measure] = 1;
  t->together |= t->shared[measure] != 0;
  return 0;
}

int score__trial_reset(score__trial *t)
{
  for (size_t k = 0; k < t->listed; k++) {
    const size_t m = t->list[k];
    const int stage = score__trial_stage(t, m);
    const uint8_t state = state_at(t->base->frame, stage, m, t->unit);
    const int64_t value = state == SCORE__CELL_MISSING ? 0 : t->base->frame->layer[stage].value[m][t->unit];
    t->changed[m] = 0;
    if (score__patch_put(&t->patch, stage, false, m, t->unit, state, value)) return SCORE_E_MEMORY;
  }
  t->listed = 0;
  t->together = false;
  return 0;
}

static int run_together(score__trial *t)
{
  const score_result *base = t->base;
  score__arena_free(&t->others.arena);
  t->others = (score_result){.data = base->data,
                             .set = base->set,
                             .frame = &t->patch.frame,
                             .scope = base->scope,
                             .in_scope = base->in_scope,
                             .stage = base->stage,
                             .fallback = base->fallback,
                             .ignores_given = base->ignores_given,
                             .count = base->count,
                             .all = base->all,
                             .unit = base->unit,
                             .contiguous = base->contiguous};
  t->result = &t->others;
  t->at = t->position;
  return score__engine_run(&t->others);
}

int score__trial_run(score__trial *t)
{
  if (t->together) return run_together(t);
  t->result = &t->alone;
  t->at = 0;
  if (t->gives || t->base->fallback) {
    score__engine_given_settle(&t->alone);
    t->gives = t->listed != 0;
  }
  score__engine_one_nodes(&t->alone);
  return 0;
}

int32_t score__trial_rank(const score__trial *t)
{
  if (t->result == &t->others) return t->others.total[t->at].rank;
  return score__engine_place(t->base, t->position, &t->alone, 0);
}
