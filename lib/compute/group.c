/* Model §4 steps 10 to 13: a group adds the rounded points of its parts; what does not apply is shared or rescaled as
 * one line of the group, and criteria stay as they are; then clamp to [0, max] and the group's grid.
 * Worked: max 3 at 1/7 and 3 at 3/7, max 4 not applicable, rescaled to 10: (0.43 + 1.29) x 10/6 = 2.8666..., 2.87. */
#include "base/limits.h"
#include "compute/parts.h"

static bool leaves(const score__node *n, uint8_t outcome)
{
  if (outcome == SCORE_NOT_DUE) return true;
  return outcome == SCORE_NOT_APPLICABLE && n->na_policy != SCORE__NA_ZERO && n->na_policy != SCORE__NA_FULL;
}

static int64_t points_at(const score__node_column *c, size_t i, bool high)
{
  return high ? c->high_micro[i] : c->points_micro[i];
}

static bool lacks(uint8_t outcome)
{
  return outcome == SCORE_MISSING || outcome == SCORE_INVALID;
}

static void add_share(const score__node *n, const score__node_column *c, size_t i, bool high, score__parts *p)
{
  const score__fraction one = {1, 1};
  if (n->max_micro == 0 || !c->share) return;
  p->split_n++;
  const score__fraction *share = high && lacks(c->outcome[i]) ? &one : &c->share[i];
  if (score__fraction_add(&p->split_share, &p->split_share, share)) p->overflow = true;
}

static void take_child(const score__node *n, const score__node_column *c, size_t i, bool high, score__parts *p)
{
  uint8_t outcome = c->outcome[i];
  if (leaves(n, outcome)) {
    if (outcome == SCORE_NOT_DUE) p->not_due++;
    p->out_max += n->max_micro;
    if (outcome == SCORE_NOT_APPLICABLE && n->na_policy == SCORE__NA_SPLIT) p->split_max += n->max_micro;
    if (outcome == SCORE_NOT_APPLICABLE && n->na_policy == SCORE__NA_RESCALE) p->rescale = true;
    return;
  }
  int64_t points = points_at(c, i, high);
  p->left++;
  p->open |= c->high_micro[i] != c->points_micro[i];
  p->in_max += c->max_micro[i];
  p->sum += points;
  if (points > p->highest) p->highest = points;
  add_share(n, c, i, high, p);
}

/* Weights: sum of weight x points and of weight over what is left. */
static void weigh(const score_result *r, uint32_t group, size_t i, bool high, score__parts *p)
{
  score__fraction points = {0, 1}, max = {0, 1}, weights = {0, 1};
  for (uint32_t c = group + 1; c < r->set->node[group].end; c = r->set->node[c].end) {
    const score__node *n = &r->set->node[c];
    if (n->group_kind != r->set->node[group].group_kind || leaves(n, r->node[c].outcome[i])) continue;
    score__fraction v = score__fraction_make(points_at(&r->node[c], i, high), SCORE__MICRO);
    score__fraction m = score__fraction_make(r->node[c].max_micro[i], SCORE__MICRO);
    if (score__fraction_mul(&v, &v, &n->weight) || score__fraction_add(&points, &points, &v) ||
        score__fraction_mul(&m, &m, &n->weight) || score__fraction_add(&max, &max, &m) ||
        score__fraction_add(&weights, &weights, &n->weight))
      p->overflow = true;
  }
  p->exact = score__fraction_make(0, 1);
  if (weights.num == 0) return;
  if (score__fraction_div(&p->exact, &points, &weights) || score__fraction_div(&max, &max, &weights) ||
      score__fraction_round(&p->in_max, &max, 1))
    p->overflow = true;
}

/* met / applicable over the criteria below, missing in the denominator. */
static void share_met(const score_result *r, uint32_t group, size_t i, bool high, score__parts *p)
{
  const score__node *g = &r->set->node[group];
  int64_t met = 0, applicable = 0;
  p->not_due = 0;
  for (uint32_t k = group + 1; k < g->end; k++) {
    const score__node *n = &r->set->node[k];
    const score__node_column *c = &r->node[k];
    if (n->kind != SCORE__NODE_CRITERION || n->max_micro == 0 || n->group_kind != g->group_kind) continue;
    if (c->flags[i] & SCORE__FLAG_COVERED) continue;
    if (c->outcome[i] == SCORE_NOT_DUE) p->not_due++;
    if (c->outcome[i] == SCORE_NOT_DUE || c->outcome[i] == SCORE_NOT_APPLICABLE) continue;
    applicable++;
    p->open |= lacks(c->outcome[i]);
    met += (c->flags[i] & SCORE__FLAG_MET) || (high && lacks(c->outcome[i]));
  }
  p->left = (size_t)applicable;
  p->met = met;
  p->in_max = g->max_micro;
  p->out_max = 0;
  p->exact = score__fraction_make(0, 1);
  if (applicable) p->exact = (score__fraction){(score__i128)g->max_micro * met, (score__i128)SCORE__MICRO * applicable};
}

static void adjust(const score__node *g, score__parts *p)
{
  if (p->split_max && p->split_n) {
    score__fraction each = {p->split_max, (score__i128)SCORE__MICRO * p->split_n};
    if (score__fraction_mul(&p->split_line, &each, &p->split_share) ||
        score__fraction_add(&p->exact, &p->exact, &p->split_line))
      p->overflow = true;
    p->split = true;
    p->out_max -= p->split_max;
    p->in_max += p->split_max;
  }
  p->kept_max = g->max_micro - p->out_max;
  if (p->rescale && p->in_max > 0) {
    score__fraction factor = score__fraction_make(g->rescale_to_micro, p->in_max);
    if (score__fraction_mul(&p->exact, &p->exact, &factor)) p->overflow = true;
    p->kept_max = g->rescale_to_micro;
  } else {
    p->rescale = false;
  }
  if (p->kept_max < 0) p->kept_max = 0;
}

void score__parts_of(const score_result *r, uint32_t group, size_t i, bool high, score__parts *p)
{
  const score__node *g = &r->set->node[group];
  *p = (score__parts){.split_share = {0, 1}, .split_line = {0, 1}};
  for (uint32_t c = group + 1; c < g->end; c = r->set->node[c].end)
    if (r->set->node[c].group_kind == g->group_kind) take_child(&r->set->node[c], &r->node[c], i, high, p);
  p->exact = score__fraction_make(g->aggregate == SCORE__AGGREGATE_HIGHEST ? p->highest : p->sum, SCORE__MICRO);
  if (g->aggregate == SCORE__AGGREGATE_WEIGHTED) weigh(r, group, i, high, p);
  if (g->aggregate == SCORE__AGGREGATE_SHARE_MET) share_met(r, group, i, high, p);
  adjust(g, p);
}

int64_t score__parts_round(const score__node *g, const score__parts *p)
{
  score__fraction v = p->exact, zero = {0, 1}, max = score__fraction_make(g->max_micro, SCORE__MICRO);
  int64_t micro;
  if (p->overflow || score__fraction_cmp(&v, &zero) < 0) v = zero;
  if (score__fraction_cmp(&v, &max) > 0) v = max;
  if (score__fraction_round(&micro, &v, g->grid_micro ? g->grid_micro : 1)) return 0;
  return micro > g->max_micro ? g->max_micro : micro;
}

/* ---- one group ---- */

typedef struct verdict {
  int64_t points, high, max;
  uint8_t outcome, flags;
} verdict;

static verdict without_parts(const score__node *g, uint8_t outcome)
{
  bool penalty = g->group_kind == SCORE__GROUP_PENALTY;
  verdict v = {.outcome = outcome};
  if (outcome == SCORE_MISSING || outcome == SCORE_INVALID) {
    v.points = penalty ? g->max_micro : 0;
    v.high = penalty ? 0 : g->max_micro;
    v.max = g->max_micro;
  } else if (outcome == SCORE_NOT_APPLICABLE) {
    v.points = v.high = g->na_policy == SCORE__NA_FULL && !penalty ? g->max_micro : 0;
    v.max = leaves(g, outcome) ? 0 : g->max_micro;
  }
  return v;
}

static verdict from_parts(const score_result *r, uint32_t group, size_t i, score__trace *trace)
{
  const score__node *g = &r->set->node[group];
  if (g->end == group + 1) return without_parts(g, SCORE_MISSING);
  score__parts p;
  score__parts_of(r, group, i, false, &p);
  if (p.left == 0) return without_parts(g, p.not_due ? SCORE_NOT_DUE : SCORE_NOT_APPLICABLE);
  verdict v = {.outcome = SCORE_SCORED, .points = score__parts_round(g, &p), .max = p.kept_max};
  score__parts_trace(trace, g, &p, v.points);
  v.high = v.points;
  if (!p.open) return v;
  score__parts_of(r, group, i, true, &p);
  v.high = score__parts_round(g, &p);
  return v;
}

static verdict judge(const score_result *r, uint32_t group, size_t i, const score__value *applies, score__trace *trace)
{
  const score__node *g = &r->set->node[group];
  if (applies && applies->state != SCORE__V_OK)
    return without_parts(g, applies->state == SCORE__V_INVALID ? SCORE_INVALID : SCORE_MISSING);
  if (applies && applies->v.num == 0) return without_parts(g, SCORE_NOT_APPLICABLE);
  return from_parts(r, group, i, trace);
}

void score__engine_group(const score_result *r, size_t group, size_t from, size_t count, score__trace *trace)
{
  const score__node *g = &r->set->node[group];
  score__node_column *c = &r->node[group];
  score__batch batch = score__engine_batch(r, r->stage, from, count, NULL);
  score__value *applies = score__batch_push(&batch);
  if (g->applies_when.expr) score__expr_column(g->applies_when.expr, &batch, applies);
  for (size_t k = 0; k < count; k++) {
    size_t i = from + k, by;
    uint8_t stage = (uint8_t)r->stage,
            use = r->given && r->given[group].use ? r->given[group].use[i] : SCORE__GIVEN_NONE;
    verdict v = judge(r, (uint32_t)group, i, g->applies_when.expr ? &applies[k] : NULL,
                      use == SCORE__GIVEN_STANDS ? NULL : trace);
    int64_t computed = v.points;
    if (r->given && score__engine_covered(r, group, i, &by)) {
      v = (verdict){.outcome = SCORE_REPORTED, .flags = SCORE__FLAG_COVERED};
      stage = r->given[by].stage[i];
    } else if (use == SCORE__GIVEN_STANDS || use == SCORE__GIVEN_OVERRIDES) {
      int64_t given = r->given[group].micro[i];
      v = (verdict){.points = given, .high = given, .max = g->max_micro, .outcome = SCORE_REPORTED};
      if (use == SCORE__GIVEN_OVERRIDES) v.flags |= SCORE__FLAG_OVERRIDDEN;
      stage = r->given[group].stage[i];
    } else if (use == SCORE__GIVEN_COMPARED && v.points != r->given[group].micro[i]) {
      v.flags |= SCORE__FLAG_DIFFERS;
    }
    if (g->max_micro > 0 && v.points == g->max_micro && v.outcome <= SCORE_REPORTED) v.flags |= SCORE__FLAG_MET;
    c->points_micro[i] = v.points;
    c->high_micro[i] = v.high;
    c->max_micro[i] = v.max;
    c->outcome[i] = v.outcome;
    c->flags[i] = v.flags;
    c->stage[i] = stage;
    if (c->share)
      c->share[i] = g->max_micro ? score__fraction_make(v.points, g->max_micro) : score__fraction_make(0, 1);
    if (trace && (v.outcome != SCORE_SCORED || (v.flags & SCORE__FLAG_DIFFERS)))
      score__engine_trace_outcome(trace, r, group, i, computed, applies[k].reason);
  }
}
