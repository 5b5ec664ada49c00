/* Model §8. Worked: 4,176 of 4,551 dossiers on time: the lever "hs_dung_han +1" can go 375 steps, for a part is never
 * above its whole. Nobody declared a lever: each input that one criterion alone reads is one, in the direction and by
 * the step in which its rule asks for it. */
#include "compute/lever.h"

#include <string.h>

#include "base/limits.h"
#include "rule/need.h"

/* ---- levers nobody declared ---- */

/* Criteria that read a measure; *last = one of them. */
static size_t readers(const score_criteria *set, uint32_t measure, uint32_t *last)
{
  size_t n = 0;
  for (uint32_t k = 1; k < set->node_count; k++)
    for (size_t m = 0; set->node[k].kind == SCORE__NODE_CRITERION && m < set->node[k].measure_count; m++) {
      if (set->node[k].measure[m] != measure) continue;
      *last = k;
      n++;
    }
  return n;
}

/* A whole one: a record, a percent point, an option. */
int64_t score__measure_step(const score__measure *m)
{
  if (m->step) return m->step;
  int64_t one = 1;
  for (int k = m->type == SCORE__MEASURE_PERCENT ? 2 : 0; k < m->scale; k++) one *= 10;
  return one;
}

static bool is_set(const score__measure *m)
{
  return m->type == SCORE__MEASURE_BOOLEAN || m->type == SCORE__MEASURE_CHOICE || m->type == SCORE__MEASURE_DATE;
}

static void ask(const score__node *n, score__batch *b, score__needs *needs)
{
  score__fraction full = score__fraction_make(n->max_micro, SCORE__MICRO);
  if (n->requires.expr) score__need_condition(needs, b, &n->requires, true);
  if (n->rule_kind->attainable) n->rule_kind->attainable(n->rule, n, &full);
  score__needs more = {0};
  n->rule_kind->reach(n->rule, n, b, &full, &more);
  score__need_append(needs, &more);
}

static bool add_own(score__levers *l, score__lever *item, const score__need *need)
{
  const score__measure *m = &l->trial->base->set->measure[need->measure];
  score__lever_effect *effect = score__arena_alloc(&l->arena, 1, sizeof *effect);
  if (!effect) return false;
  *effect = (score__lever_effect){.measure = need->measure, .sets = is_set(m), .amount = need->want};
  if (!effect->sets)
    effect->amount = need->has_have && need->want < need->have ? -score__measure_step(m) : score__measure_step(m);
  *item = (score__lever){.key = m->key,
                         .name = m->name,
                         .note = {{"", ""}},
                         .kind = SCORE__LEVER_CONVERT,
                         .mover = SCORE__MOVER_UNIT,
                         .effort_micro = SCORE__MICRO,
                         .clips = !effect->sets,
                         .effect_count = 1,
                         .effect = effect};
  return true;
}

static bool is_asked(const score_result *r, uint32_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  const uint8_t outcome = r->node[k].outcome[i];
  if (n->kind != SCORE__NODE_CRITERION || !n->max_micro || !n->rule_kind->reach) return false;
  if (n->group_kind == SCORE__GROUP_PENALTY) return false; /* nobody is asked to earn one */
  return outcome == SCORE_SCORED || outcome == SCORE_MISSING || outcome == SCORE_NOT_DUE;
}

static int find_own(score__levers *l)
{
  const score_result *r = l->trial->base;
  const size_t i = l->trial->position;
  score__lever *item = score__arena_alloc(&l->arena, r->set->measure_count + 1, sizeof *item);
  score__value *scratch =
      score__arena_alloc(&l->arena, (size_t)SCORE__SCRATCH_COLUMNS * SCORE__BATCH_UNITS, sizeof *scratch);
  if (!item || !scratch) return SCORE_E_MEMORY;
  l->item = item;
  for (uint32_t k = 1; k < r->set->node_count; k++) {
    uint32_t reader = 0;
    score__needs needs = {0};
    if (!is_asked(r, k, i)) continue;
    score__batch batch = score__engine_batch(r, r->node[k].stage[i], i, 1, NULL);
    batch.scratch = scratch;
    ask(&r->set->node[k], &batch, &needs);
    for (size_t n = 0; n < needs.count; n++) {
      if (readers(r->set, needs.item[n].measure, &reader) != 1) continue;
      if (!add_own(l, &item[l->count], &needs.item[n])) return SCORE_E_MEMORY;
      item[l->count++].mover = r->set->node[k].controlled_by;
    }
  }
  return 0;
}

/* ---- how far they go ---- */

static score__i128 raised(int64_t value, int digits)
{
  score__i128 v = value;
  for (; digits > 0; digits--) v *= 10;
  return v;
}

/* part - whole on the finer of both scales. */
static score__i128 excess(const score_criteria *set, const struct score__whole *p, int64_t part, int64_t whole)
{
  const int a = set->measure[p->part].scale, b = set->measure[p->whole].scale;
  return raised(part, b - a) - raised(whole, a - b);
}

/* What the data already exceed may stay, but not grow. */
bool score__trial_parts_hold(const score__trial *t, const score__expectation *expected)
{
  for (size_t k = 0; k < expected->pair_count; k++) {
    const struct score__whole *p = &expected->pair[k];
    int64_t part, whole, part_before, whole_before;
    if (!t->changed[p->part] && !t->changed[p->whole]) continue;
    if (!score__trial_value(t, p->part, &part) || !score__trial_value(t, p->whole, &whole)) continue;
    const score__i128 over = excess(t->base->set, p, part, whole);
    if (over <= 0) continue;
    if (!score__trial_before(t, p->part, &part_before) || !score__trial_before(t, p->whole, &whole_before))
      return false;
    if (over > excess(t->base->set, p, part_before, whole_before)) return false;
  }
  return true;
}

/* What no file may say of a measure is nothing that a step leads to. */
static bool may_become(const score__measure *m, int64_t now, int64_t value)
{
  if ((m->has_min && value < m->min) || (m->has_max && value > m->max)) return false;
  if (value > SCORE__MAX_VALUE * SCORE__MICRO - 1 || value < 1 - SCORE__MAX_VALUE * SCORE__MICRO) return false;
  return m->step <= 0 || (value - now) % m->step == 0;
}

/* 1, 0 outside the bounds, or SCORE_E_MEMORY. A blank input stays blank: a step moves what is there. */
static int put_effect(score__levers *l, const score__lever *lever, const score__lever_effect *e, int64_t steps)
{
  score__trial *t = l->trial;
  const score__measure *m = &t->base->set->measure[e->measure];
  int64_t now = 0, shift, value = e->amount;
  const bool has = score__trial_value(t, e->measure, &now);
  if (e->sets) {
    now = 0;
  } else {
    if (!has) return 1;
    if (__builtin_mul_overflow(e->amount, steps, &shift) || __builtin_add_overflow(now, shift, &value)) return 0;
    if (m->has_min && value < m->min && lever->clips && value - e->amount > m->min) value = m->min;
    if (m->has_max && value > m->max && lever->clips && value - e->amount < m->max) value = m->max;
  }
  if (!may_become(m, now, value)) return 0;
  return score__trial_put(t, e->measure, value) ? SCORE_E_MEMORY : 1;
}

int score__levers_put(score__levers *l, const int64_t *steps)
{
  int status = score__trial_reset(l->trial) ? SCORE_E_MEMORY : 1;
  for (size_t k = 0; status == 1 && k < l->count; k++)
    for (size_t e = 0; status == 1 && steps[k] > 0 && e < l->item[k].effect_count; e++)
      status = put_effect(l, &l->item[k], &l->item[k].effect[e], steps[k]);
  if (status == 1 && !score__trial_parts_hold(l->trial, &l->expected)) status = 0;
  if (status == 0 && score__trial_reset(l->trial)) status = SCORE_E_MEMORY;
  return status;
}

/* What the set's own bound allows, asked of the data as they are at the highest stage where it is decided. -1: at none,
 * the data are blank. */
static int64_t allowed(const score__levers *l, const score__lever *lever, score__value *scratch)
{
  const score_result *r = l->trial->base;
  if (!lever->most.expr) return SCORE__LEVER_MOST;
  for (int stage = r->stage; stage >= score__engine_lowest(r); stage--) {
    score__batch b = score__engine_batch(r, stage, l->trial->position, 1, NULL);
    b.scratch = scratch;
    score__value *v = score__batch_push(&b);
    score__expr_column(lever->most.expr, &b, v);
    if (v->state != SCORE__V_OK) continue;
    if (v->v.num <= 0) return 0;
    const score__i128 whole = v->v.num / v->v.den;
    return whole > SCORE__LEVER_MOST ? SCORE__LEVER_MOST : (int64_t)whole;
  }
  return -1;
}

/* Nothing is there that a step could move. */
static bool is_blanked(const score__levers *l, const score__lever *lever)
{
  int64_t now;
  for (size_t e = 0; e < lever->effect_count; e++)
    if (lever->effect[e].sets || score__trial_before(l->trial, lever->effect[e].measure, &now)) return false;
  return true;
}

/* A step that changes nothing is none. */
static bool does_nothing(const score__levers *l, const score__lever *lever)
{
  int64_t now;
  for (size_t e = 0; e < lever->effect_count; e++) {
    const score__lever_effect *effect = &lever->effect[e];
    if (!effect->sets || !score__trial_before(l->trial, effect->measure, &now) || now != effect->amount) return false;
  }
  return true;
}

static bool sets_only(const score__lever *lever)
{
  for (size_t e = 0; e < lever->effect_count; e++)
    if (lever->effect[e].sets) return true; /* once is all */
  return false;
}

/* The most steps within bounds; what fails stays failed further on. */
static int find_most(score__levers *l, size_t k, score__value *scratch, int64_t *steps)
{
  const score__lever *lever = &l->item[k];
  const int64_t own = allowed(l, lever, scratch);
  int64_t yes = 0, no = own + 1;
  if (own < 0) l->blanked[k] = 1;
  if (sets_only(lever) && no > 2) no = 2;
  if (l->blanked[k] || does_nothing(l, lever)) no = 1;
  int64_t next = 1;
  while (no - yes > 1) {
    steps[k] = next < no ? next : yes + (no - yes) / 2;
    const int status = score__levers_put(l, steps);
    if (status < 0) return status;
    if (status) {
      yes = steps[k];
      next = yes * 2;
    } else {
      no = steps[k];
    }
  }
  steps[k] = 0;
  l->most[k] = yes;
  return 0;
}

int score__levers_open(score__levers *l, score__trial *trial)
{
  const score_criteria *set = trial->base->set;
  *l = (score__levers){.trial = trial, .declared = set->lever_count > 0, .count = set->lever_count, .item = set->lever};
  int code = score__expectation_of(&l->expected, set) ? SCORE_E_MEMORY : 0;
  if (!code && !l->declared) code = find_own(l);
  l->most = score__arena_alloc(&l->arena, l->count + 1, sizeof *l->most);
  l->blanked = score__arena_alloc(&l->arena, l->count + 1, 1);
  int64_t *steps = score__arena_alloc(&l->arena, l->count + 1, sizeof *steps);
  score__value *scratch =
      score__arena_alloc(&l->arena, (size_t)SCORE__SCRATCH_COLUMNS * SCORE__BATCH_UNITS, sizeof *scratch);
  if (!l->most || !l->blanked || !steps || !scratch) code = SCORE_E_MEMORY;
  for (size_t k = 0; !code && k < l->count; k++) {
    l->blanked[k] = is_blanked(l, &l->item[k]);
    code = find_most(l, k, scratch, steps);
  }
  if (!code) code = score__trial_reset(trial);
  if (code) score__levers_close(l);
  return code;
}

void score__levers_close(score__levers *l)
{
  score__expectation_free(&l->expected);
  score__arena_free(&l->arena);
}
