/* Model §4 steps 2 to 9, for one criterion over a slice of units. Exact until step 9.
 * Worked: max 6, 3 / 0 with policy full: step 6, invalid, 0; 0 / 0: step 8, scored, 6.00; blank / 0: missing, 0. */
#include <string.h>

#include "base/limits.h"
#include "compute/engine.h"

typedef struct verdict {
  int64_t points_micro, high_micro;
  score__fraction exact; /* points after caps and clamp, before rounding */
  uint16_t reason;
  uint8_t outcome, flags;
} verdict;

/* The columns one stage is judged from. */
typedef struct sheet {
  const score_result *r;
  const score__node *node;
  int stage;
  score__batch batch;
  score__trace *trace;                    /* also where the batch has none, since the rule is not asked */
  score__value *value, *applies, *needed; /* rule, applies_when, requires; the last two NULL when absent */
  score__value *at_best;                  /* the rule with what is blank at its best; NULL when that changes nothing */
  uint8_t said[SCORE__BATCH_UNITS];       /* SCORE__RULE_* */
} sheet;

static bool is_penalty(const score__node *n)
{
  return n->group_kind == SCORE__GROUP_PENALTY;
}

/* 0 points, or for a penalty the whole deduction. */
static int64_t worst(const score__node *n)
{
  return is_penalty(n) ? n->max_micro : 0;
}

static int64_t best(const score__node *n)
{
  return is_penalty(n) ? 0 : n->max_micro;
}

static void lacking(const score__node *n, uint8_t state, uint16_t reason, verdict *v)
{
  v->outcome = state == SCORE__V_INVALID ? SCORE_INVALID : SCORE_MISSING;
  v->reason = reason;
  v->points_micro = worst(n);
  v->high_micro = best(n);
  v->exact = score__fraction_make(v->points_micro, SCORE__MICRO);
}

static void not_applicable(const score__node *n, verdict *v)
{
  v->outcome = SCORE_NOT_APPLICABLE;
  v->points_micro = n->na_policy == SCORE__NA_FULL && !is_penalty(n) ? n->max_micro : 0;
  v->high_micro = v->points_micro;
  v->exact = score__fraction_make(v->points_micro, SCORE__MICRO);
}

static bool has_na_cell(const sheet *s, size_t i)
{
  uint32_t unit = s->batch.unit[s->batch.from + i];
  for (size_t k = 0; k < s->node->measure_count; k++) {
    const uint8_t *state = s->batch.layer->state[s->node->measure[k]];
    if (state && state[unit] == SCORE__CELL_NA) return true;
  }
  return false;
}

/* ---- steps 8 and 9 ---- */

static void finish(const score__node *n, verdict *v)
{
  score__fraction zero = {0, 1}, max = score__fraction_make(n->max_micro, SCORE__MICRO);
  if (score__fraction_cmp(&v->exact, &zero) < 0) v->exact = zero;
  if (score__fraction_cmp(&v->exact, &max) >= 0) v->exact = max;
  /* Within [0, max] rounding cannot fail; without a grid points are kept to the millionth. */
  if (score__fraction_round(&v->points_micro, &v->exact, n->grid_micro ? n->grid_micro : 1)) v->points_micro = 0;
  if (v->points_micro > n->max_micro) v->points_micro = n->max_micro;
}

static bool too_large(const score__fraction *v)
{
  if (v->den < (score__i128)1 << 80) {
    score__i128 bound = v->den * SCORE__MAX_VALUE;
    return v->num > bound || v->num < -bound;
  }
  score__i128 whole = v->num / v->den;
  return whole > SCORE__MAX_VALUE || whole < -SCORE__MAX_VALUE;
}

static void trace_text(score__trace *t, int phrase, const char *text)
{
  score__trace_step_add(t, phrase);
  score__trace_text(t, text, text);
}

/* Points where what is blank is at its best; where nothing more can be had of it, those of the criterion. */
static int64_t best_points(const sheet *s, size_t i)
{
  verdict v = {.exact = s->at_best[i].v};
  if (s->at_best[i].state != SCORE__V_OK || too_large(&v.exact)) return best(s->node);
  finish(s->node, &v);
  return v.points_micro;
}

static void judge_points(const sheet *s, size_t i, verdict *v)
{
  const score__value *value = &s->value[i];
  bool refused = s->needed && s->needed[i].v.num == 0; /* step 7 stands before the rule's own policy */
  if (value->state == SCORE__V_NA && !refused) {
    not_applicable(s->node, v);
    return;
  }
  if (value->state == SCORE__V_NOT_DUE && !refused) {
    *v = (verdict){.outcome = SCORE_NOT_DUE, .exact = {0, 1}};
    return;
  }
  if (too_large(&value->v)) {
    lacking(s->node, SCORE__V_INVALID, SCORE__PH_INVALID_LARGE, v);
    return;
  }
  v->outcome = SCORE_SCORED;
  v->exact = value->v;
  if (refused) {
    v->exact = score__fraction_make(0, 1);
    trace_text(s->batch.trace, SCORE__PH_TRACE_REQUIRES, s->node->requires.text);
  }
  score__trace_clamp(s->batch.trace, &v->exact, s->node->max_micro);
  finish(s->node, v);
  v->high_micro = v->points_micro;
  if (!refused && s->at_best && (s->said[i] & SCORE__RULE_OPEN)) v->high_micro = best_points(s, i);
  if (!refused && (s->said[i] & SCORE__RULE_CONTRADICTED)) v->flags |= SCORE__FLAG_CONTRADICTED;
  score__fraction max = score__fraction_make(s->node->max_micro, SCORE__MICRO);
  bool full = s->node->max_micro > 0 && score__fraction_cmp(&v->exact, &max) == 0;
  bool own = s->node->rule_kind && (s->said[i] & SCORE__RULE_MET);
  if (!refused && (own || full)) v->flags |= SCORE__FLAG_MET;
}

/* ---- steps 3 to 7 ---- */

static void judge(const sheet *s, size_t i, verdict *v)
{
  const score__node *n = s->node;
  *v = (verdict){.exact = {0, 1}};
  if (s->applies && s->applies[i].state != SCORE__V_OK) {
    trace_text(s->trace, SCORE__PH_TRACE_APPLIES_OPEN, n->applies_when.text);
    lacking(n, s->applies[i].state, s->applies[i].reason, v);
    return;
  }
  if (s->applies && s->applies[i].v.num == 0) {
    trace_text(s->trace, SCORE__PH_TRACE_APPLIES_NOT, n->applies_when.text);
    not_applicable(n, v);
    return;
  }
  const score__value *value = &s->value[i];
  bool open = s->needed && s->needed[i].state != SCORE__V_OK;
  if (n->na_from_data && has_na_cell(s, i)) {
    score__trace_step_add(s->trace, SCORE__PH_TRACE_NA_CELL);
    not_applicable(n, v);
  } else if (value->state == SCORE__V_INVALID || (open && s->needed[i].state == SCORE__V_INVALID))
    lacking(n, SCORE__V_INVALID, value->state == SCORE__V_INVALID ? value->reason : s->needed[i].reason, v);
  else if (value->state == SCORE__V_MISSING || open)
    lacking(n, SCORE__V_MISSING, 0, v);
  else
    judge_points(s, i, v);
}

/* Step 4 looks at the result: at its best a criterion counts although it is not due yet; so a deduction does not. */
static void judge_due(const sheet *s, size_t i, verdict *v)
{
  const score__node *n = s->node;
  score__fraction top = score__fraction_make(best(n), SCORE__MICRO);
  if (!n->has_due || n->due_day <= score__set_last_day(s->r->set, s->r->frame->period)) return;
  if (s->applies && (s->applies[i].state != SCORE__V_OK || s->applies[i].v.num == 0)) return; /* step 3 */
  if (v->outcome == SCORE_SCORED && score__fraction_cmp(&v->exact, &top) == 0) return;
  *v = (verdict){.outcome = SCORE_NOT_DUE, .exact = {0, 1}};
}

static void trace_cap(const sheet *s, const score__cap *cap, bool open)
{
  score__trace_step_add(s->batch.trace, open ? SCORE__PH_TRACE_CAP_OPEN : SCORE__PH_TRACE_CAP);
  score__trace_points(s->batch.trace, cap->cap_micro, 0);
  score__trace_text(s->batch.trace, cap->when.text, cap->when.text);
}

/* Caps: in force when they hold, and when it cannot be decided (for a penalty: not, since a cap would help). */
static void apply_caps(sheet *s, verdict *v)
{
  const score__node *n = s->node;
  for (size_t k = 0; k < n->caps.count; k++) {
    const score__cap *cap = &n->caps.item[k];
    score__value *when = score__batch_push(&s->batch);
    score__expr_column(cap->when.expr, &s->batch, when);
    for (size_t i = 0; i < s->batch.count; i++) {
      bool open = when[i].state != SCORE__V_OK;
      if (v[i].outcome != SCORE_SCORED || (!open && when[i].v.num == 0)) continue;
      score__fraction top = score__fraction_make(cap->cap_micro, SCORE__MICRO);
      bool binds = score__fraction_cmp(&v[i].exact, &top) > 0, helps = v[i].high_micro > cap->cap_micro;
      if (open && is_penalty(n)) {
        if (helps && score__fraction_round(&v[i].high_micro, &top, n->grid_micro ? n->grid_micro : 1))
          v[i].high_micro = cap->cap_micro;
        continue;
      }
      if (s->batch.trace) trace_cap(s, cap, open);
      v[i].flags |= (uint8_t)(SCORE__FLAG_CAPPED | (open && binds ? SCORE__FLAG_CAP_UNDECIDED : 0));
      if (!open && helps && score__fraction_round(&v[i].high_micro, &top, n->grid_micro ? n->grid_micro : 1))
        v[i].high_micro = cap->cap_micro;
      if (binds) v[i].exact = top;
      bool met = v[i].flags & SCORE__FLAG_MET;
      finish(n, &v[i]);
      if (met && binds && !(s->said[i] & SCORE__RULE_MET)) v[i].flags &= (uint8_t)~SCORE__FLAG_MET;
    }
    score__batch_pop(&s->batch);
  }
}

/* ---- one stage ---- */

/* What the rule says matters only where steps 3 and 5 let it. */
static bool reaches_rule(const sheet *s)
{
  if (s->applies && (s->applies[0].state != SCORE__V_OK || s->applies[0].v.num == 0)) return false;
  return !(s->node->na_from_data && has_na_cell(s, 0));
}

/* The rule, and where something blank could better its points, the rule once more with that at its best. */
static void apply_rule(sheet *s)
{
  const score__node *n = s->node;
  bool open = false;
  memset(s->said, 0, s->batch.count);
  n->rule_kind->evaluate(n->rule, n, &s->batch, s->value, s->said);
  for (size_t i = 0; i < s->batch.count; i++) open |= (s->said[i] & SCORE__RULE_OPEN) != 0;
  if (!open) return;
  uint8_t unused[SCORE__BATCH_UNITS] = {0};
  s->at_best = score__batch_push(&s->batch);
  score__batch again = s->batch;
  again.at_best = true;
  again.trace = NULL;
  n->rule_kind->evaluate(n->rule, n, &again, s->at_best, unused);
}

static void judge_stage(const score_result *r, size_t index, int stage, size_t from, size_t count, score__trace *trace,
                        verdict *out)
{
  sheet s = {.r = r,
             .node = &r->set->node[index],
             .stage = stage,
             .batch = score__engine_batch(r, stage, from, count, trace),
             .trace = trace};
  score__engine_trace_inputs(trace, r->data, &s.batch, s.node, stage);
  s.value = score__batch_push(&s.batch);
  if (s.node->applies_when.expr) {
    s.applies = score__batch_push(&s.batch);
    score__expr_column(s.node->applies_when.expr, &s.batch, s.applies);
  }
  if (s.node->requires.expr) {
    s.needed = score__batch_push(&s.batch);
    score__expr_column(s.node->requires.expr, &s.batch, s.needed);
  }
  if (trace && !reaches_rule(&s)) s.batch.trace = NULL;
  apply_rule(&s);
  for (size_t i = 0; i < count; i++) judge(&s, i, &out[i]);
  if (s.node->caps.count) apply_caps(&s, out);
  for (size_t i = 0; s.node->has_due && i < count; i++) judge_due(&s, i, &out[i]);
}

/* ---- given points and fallback ---- */

static void report(const score__node *n, int64_t micro, verdict *v)
{
  *v = (verdict){.outcome = SCORE_REPORTED,
                 .points_micro = micro,
                 .high_micro = micro,
                 .exact = score__fraction_make(micro, SCORE__MICRO)};
  if (n->max_micro > 0 && micro == n->max_micro) v->flags |= SCORE__FLAG_MET;
}

static bool decides(uint8_t use)
{
  return use == SCORE__GIVEN_STANDS || use == SCORE__GIVEN_OVERRIDES;
}

static void lower_stages(const score_result *r, size_t index, size_t from, size_t count, verdict *v, uint8_t *stage)
{
  verdict lower[SCORE__BATCH_UNITS];
  const uint8_t *own = r->given ? r->given[index].use : NULL;
  for (int s = r->stage - 1; s >= score__engine_lowest(r); s--) {
    bool any = false;
    for (size_t i = 0; i < count; i++) any |= v[i].outcome == SCORE_MISSING;
    if (!any) return;
    judge_stage(r, index, s, from, count, NULL, lower);
    for (size_t i = 0; i < count; i++) {
      if (v[i].outcome != SCORE_MISSING || (own && decides(own[from + i]))) continue;
      bool given = own && decides(score__engine_given_at(r, index, s, from + i));
      if (!given && lower[i].outcome >= SCORE_MISSING) continue; /* a contradiction is no decision */
      if (own) score__engine_given_take(r, index, s, from + i);
      if (given) lower[i].outcome = SCORE_REPORTED; /* take_given says the rest */
      v[i] = lower[i];
      stage[i] = (uint8_t)s;
    }
  }
}

static void take_given(const score_result *r, size_t index, size_t from, size_t count, verdict *v, uint8_t *stage)
{
  const score__given_column *g = &r->given[index];
  const score__node *n = &r->set->node[index];
  for (size_t i = 0; i < count; i++) {
    uint8_t use = g->use ? g->use[from + i] : SCORE__GIVEN_NONE;
    size_t by;
    if (score__engine_covered(r, index, from + i, &by)) {
      v[i] = (verdict){.outcome = SCORE_REPORTED, .flags = SCORE__FLAG_COVERED, .exact = {0, 1}};
      stage[i] = r->given[by].stage[from + i];
    } else if (decides(use)) {
      report(n, g->micro[from + i], &v[i]);
      if (use == SCORE__GIVEN_OVERRIDES) v[i].flags |= SCORE__FLAG_OVERRIDDEN;
      stage[i] = g->stage[from + i];
    } else if (use == SCORE__GIVEN_COMPARED && v[i].points_micro != g->micro[from + i]) {
      v[i].flags |= SCORE__FLAG_DIFFERS;
    }
  }
}

static int64_t kept_max(const score__node *n, const verdict *v)
{
  bool out = v->outcome == SCORE_NOT_DUE || (v->flags & SCORE__FLAG_COVERED) ||
             (v->outcome == SCORE_NOT_APPLICABLE && n->na_policy != SCORE__NA_ZERO && n->na_policy != SCORE__NA_FULL);
  return out ? 0 : n->max_micro;
}

static void store(const score_result *r, size_t index, size_t at, const verdict *v, uint8_t stage)
{
  const score__node *n = &r->set->node[index];
  score__node_column *c = &r->node[index];
  c->points_micro[at] = v->points_micro;
  c->high_micro[at] = v->high_micro;
  c->max_micro[at] = kept_max(n, v);
  c->outcome[at] = v->outcome;
  c->flags[at] = v->flags;
  c->stage[at] = stage;
  if (!c->share) return;
  score__fraction max = score__fraction_make(n->max_micro, SCORE__MICRO);
  if (n->max_micro == 0 || score__fraction_div(&c->share[at], &v->exact, &max))
    c->share[at] = score__fraction_make(0, 1);
}

/* ---- criteria without modifiers ---- */

/* Nothing but the rule decides: no step 2 to 5 or 7, no cap, no lower stage, nobody who wants the exact share. */
static bool is_plain(const score_result *r, uint32_t index)
{
  const score__node *n = &r->set->node[index];
  bool modified = n->applies_when.expr || n->requires.expr || n->caps.count || n->has_due || n->na_from_data;
  if (modified || n->wants_share || r->fallback || n->grid_micro > SCORE__MICRO) return false;
  for (uint32_t up = index; r->given && up != UINT32_MAX; up = r->set->node[up].parent)
    if (r->given[up].use) return false;
  return true;
}

typedef struct plain { /* what is the same for all units of a plain criterion */
  int64_t max, top;    /* top = the maximum on the criterion's grid */
  uint64_t grid;
} plain;

/* judge_points and finish on 64-bit terms: 2^39 x 10^6 < 2^59. False where terms are larger. */
static inline bool settle_small(plain p, const score__value *value, int64_t *points, bool *full)
{
  const uint64_t large = UINT64_C(1) << 39;
  if (value->state != SCORE__V_OK || (score__u128)value->v.num >= large || (score__u128)value->v.den >= large)
    return false;
  uint64_t num = (uint64_t)value->v.num * (uint64_t)SCORE__MICRO, den = (uint64_t)value->v.den;
  uint64_t step = den * p.grid, steps = num / step, rest = num % step;
  int64_t rounded = (int64_t)((steps + (rest >= step - rest)) * p.grid);
  if (rounded > p.max) rounded = p.max;
  *full = num >= (score__u128)(uint64_t)p.max * den;
  *points = *full ? p.top : rounded;
  return true;
}

static void judge_plain(const score_result *r, size_t index, size_t from, size_t count)
{
  const score__node *n = &r->set->node[index];
  const score__node_column *c = &r->node[index];
  int64_t *points = c->points_micro + from, *max = c->max_micro + from;
  uint8_t *flags = c->flags + from;
  sheet s = {.r = r, .node = n, .stage = r->stage, .batch = score__engine_batch(r, r->stage, from, count, NULL)};
  verdict v = {.exact = score__fraction_make(n->max_micro, SCORE__MICRO)};
  finish(n, &v);
  const plain p = {n->max_micro, v.points_micro, n->grid_micro ? (uint64_t)n->grid_micro : 1};
  const uint8_t met_when_full = p.max > 0 ? SCORE__FLAG_MET : 0;
  s.value = score__batch_push(&s.batch);
  apply_rule(&s);
  memset(c->stage + from, r->stage, count);
  memset(c->outcome + from, SCORE_SCORED, count);
  for (size_t i = 0; i < count; i++) max[i] = p.max;
  uint8_t odd[SCORE__BATCH_UNITS];
  size_t odd_count = 0;
  for (size_t i = 0; i < count; i++) {
    bool full = false;
    int64_t micro = 0;
    if ((s.said[i] & (SCORE__RULE_OPEN | SCORE__RULE_CONTRADICTED)) || !settle_small(p, &s.value[i], &micro, &full))
      odd[odd_count++] = (uint8_t)i;
    points[i] = micro;
    flags[i] = (s.said[i] & SCORE__RULE_MET ? SCORE__FLAG_MET : 0) | (full ? met_when_full : 0);
  }
  memcpy(c->high_micro + from, points, count * sizeof *points);
  for (size_t k = 0; k < odd_count; k++) {
    judge(&s, odd[k], &v);
    store(r, index, from + odd[k], &v, (uint8_t)r->stage);
  }
}

void score__engine_criterion(const score_result *r, size_t index, size_t from, size_t count, score__trace *trace)
{
  if (!trace && is_plain(r, (uint32_t)index)) {
    judge_plain(r, index, from, count);
    return;
  }
  verdict v[SCORE__BATCH_UNITS];
  uint8_t stage[SCORE__BATCH_UNITS];
  memset(stage, r->stage, count);
  judge_stage(r, index, r->stage, from, count, NULL, v);
  if (r->fallback) lower_stages(r, index, from, count, v, stage);
  int64_t computed = v[0].points_micro;
  if (r->given) take_given(r, index, from, count, v, stage);
  for (size_t i = 0; i < count; i++) store(r, index, from + i, &v[i], stage[i]);
  if (!trace) return;
  /* The steps are recorded by judging once more at the stage that was taken. */
  if (v[0].outcome != SCORE_REPORTED || (v[0].flags & SCORE__FLAG_OVERRIDDEN)) {
    verdict again[SCORE__BATCH_UNITS];
    judge_stage(r, index, stage[0], from, 1, trace, again);
    trace->computed_outcome = again[0].outcome;
    trace->computed_micro = again[0].points_micro;
    if (v[0].flags & SCORE__FLAG_OVERRIDDEN) computed = again[0].points_micro; /* also that of a lower stage */
    if (again[0].outcome == SCORE_SCORED)
      score__trace_round(trace, &again[0].exact, r->set->node[index].grid_micro, again[0].points_micro);
  }
  score__engine_trace_outcome(trace, r, index, from, computed, v[0].reason);
}

void score__engine_exact(const score_result *r, size_t index, size_t at, score__fraction *out)
{
  const score__node_column *c = &r->node[index];
  verdict v;
  *out = score__fraction_make(c->points_micro[at], SCORE__MICRO);
  if (c->outcome[at] != SCORE_SCORED) return;
  judge_stage(r, index, c->stage[at], at, 1, NULL, &v);
  if (v.outcome == SCORE_SCORED) *out = v.exact;
}
