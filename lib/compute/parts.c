/* Model §4 steps 10 to 13: what a group adds up. What does not apply is shared or rescaled as one line of the group, and
 * criteria stay as they are; then clamp to [0, max] and the group's grid.
 * Worked: max 3 at 1/7 and 3 at 3/7, max 4 not applicable, rescaled to 10: (0.43 + 1.29) x 10/6 = 2.8666..., 2.87. */
#include "base/limits.h"
#include "compute/parts.h"

bool score__parts_leaves(const score__node *n, uint8_t outcome)
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

/* Many shares of unlike denominators: their exact sum has no room in 128 bits. Both are cut to 10^-18 then, and the
 * group is known where rounding says the same of the least and the most that it may be. */
static void add_rough(score__parts *p, const score__fraction *share)
{
  score__fraction sum, next;
  if (score__fraction_floor(&sum, &p->split_share, SCORE__PARTS_FINEST) ||
      score__fraction_floor(&next, share, SCORE__PARTS_FINEST) || score__fraction_add(&p->split_share, &sum, &next))
    p->overflow = true;
  p->split_cut += 2;
}

static void add_share(const score__node *n, const score__node_column *c, size_t i, bool high, score__parts *p)
{
  const score__fraction best = {n->group_kind != SCORE__GROUP_PENALTY, 1};
  if (n->max_micro == 0 || !c->share || c->outcome[i] == SCORE_NOT_APPLICABLE) return;
  p->split_n++;
  const score__fraction *share = high && lacks(c->outcome[i]) ? &best : &c->share[i];
  if (score__fraction_add(&p->split_share, &p->split_share, share)) add_rough(p, share);
}

static void take_child(const score__node *n, const score__node_column *c, size_t i, bool high, score__parts *p)
{
  uint8_t outcome = c->outcome[i];
  if (score__parts_leaves(n, outcome)) {
    p->gone = true;
    if (outcome == SCORE_NOT_DUE) p->not_due++;
    p->out_max += n->max_micro;
    if (outcome == SCORE_NOT_APPLICABLE && n->na_policy == SCORE__NA_SPLIT) p->split_max += n->max_micro;
    if (outcome == SCORE_NOT_APPLICABLE && n->na_policy == SCORE__NA_RESCALE) {
      p->rescale = true;
      p->rescale_max += n->max_micro;
    }
    return;
  }
  int64_t points = points_at(c, i, high);
  p->left++;
  if (n->max_micro > 0) {
    p->told += outcome <= SCORE_REPORTED;
    p->missing += outcome == SCORE_MISSING;
    p->invalid += outcome == SCORE_INVALID;
  }
  p->open |= c->high_micro[i] != c->points_micro[i];
  p->in_max += c->max_micro[i];
  p->out_max += n->max_micro - c->max_micro[i];
  if (c->max_micro[i] > p->reach) p->reach = c->max_micro[i];
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
    if (n->group_kind != r->set->node[group].group_kind || score__parts_leaves(n, r->node[c].outcome[i])) continue;
    score__fraction v = score__fraction_make(points_at(&r->node[c], i, high), SCORE__MICRO);
    score__fraction m = score__fraction_make(r->node[c].max_micro[i], SCORE__MICRO);
    if (score__fraction_mul(&v, &v, &n->weight) || score__fraction_add(&points, &points, &v) ||
        score__fraction_mul(&m, &m, &n->weight) || score__fraction_add(&max, &max, &m) ||
        score__fraction_add(&weights, &weights, &n->weight))
      p->overflow = true;
  }
  p->exact = score__fraction_make(0, 1);
  p->in_max = 0;
  if (weights.num == 0) return;
  if (score__fraction_div(&p->exact, &points, &weights) || score__fraction_div(&max, &max, &weights) ||
      score__fraction_round(&p->in_max, &max, 1))
    p->overflow = true;
  p->in_exact = max;
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
    bool penalty = n->group_kind == SCORE__GROUP_PENALTY; /* there, met is the worst */
    met += (c->flags[i] & SCORE__FLAG_MET) || (lacks(c->outcome[i]) && high != penalty);
  }
  p->left = (size_t)applicable;
  p->met = met;
  p->in_max = g->max_micro;
  p->out_max = 0;
  p->split_max = 0; /* what does not apply is out of `applicable`: there is nothing to share or to rescale for */
  p->rescale = false;
  p->exact = score__fraction_make(0, 1);
  if (applicable) p->exact = (score__fraction){(score__i128)g->max_micro * met, (score__i128)SCORE__MICRO * applicable};
}

static void adjust(const score__node *g, score__parts *p)
{
  if (p->split_max && p->split_n) {
    score__fraction each = {p->split_max, (score__i128)SCORE__MICRO * p->split_n};
    const score__fraction cut = score__fraction_make(p->split_cut, SCORE__PARTS_FINEST);
    if (score__fraction_mul(&p->split_line, &each, &p->split_share) || score__fraction_mul(&p->slack, &each, &cut) ||
        score__fraction_add(&p->exact, &p->exact, &p->split_line))
      p->overflow = true;
    p->split = true;
    p->out_max -= p->split_max;
    p->in_max += p->split_max;
    score__fraction more = score__fraction_make(p->split_max, SCORE__MICRO);
    if (p->in_exact.den && score__fraction_add(&p->in_exact, &p->in_exact, &more)) p->overflow = true;
  }
  int64_t reach = g->aggregate == SCORE__AGGREGATE_HIGHEST ? p->reach : p->in_max;
  if (reach > g->max_micro) reach = g->max_micro;
  p->kept_max = g->max_micro - p->out_max;
  if (p->kept_max < reach) p->kept_max = reach; /* never below what the parts still in can reach */
  if (p->rescale && p->in_max > 0) {
    /* What is excluded or not due beside it is not scaled up to. */
    p->rescale_to = g->rescale_to_micro - (p->out_max - p->rescale_max);
    if (p->rescale_to < 0) p->rescale_to = 0;
    score__fraction factor = score__fraction_make(p->rescale_to, p->in_max);
    const score__fraction to = score__fraction_make(p->rescale_to, SCORE__MICRO);
    if (p->in_exact.den && score__fraction_div(&factor, &to, &p->in_exact)) p->overflow = true;
    if (score__fraction_mul(&p->exact, &p->exact, &factor) || score__fraction_mul(&p->slack, &p->slack, &factor))
      p->overflow = true;
    p->kept_max = p->rescale_to < g->max_micro ? p->rescale_to : g->max_micro; /* step 12 clamps to it */
  } else {
    p->rescale = false;
  }
  if (p->kept_max < 0) p->kept_max = 0;
}

void score__parts_of(const score_result *r, uint32_t group, size_t i, bool high, score__parts *p)
{
  const score__node *g = &r->set->node[group];
  *p = (score__parts){.split_share = {0, 1}, .split_line = {0, 1}, .slack = {0, 1}};
  for (uint32_t c = group + 1; c < g->end; c = r->set->node[c].end)
    if (r->set->node[c].group_kind == g->group_kind) take_child(&r->set->node[c], &r->node[c], i, high, p);
  p->exact = score__fraction_make(g->aggregate == SCORE__AGGREGATE_HIGHEST ? p->highest : p->sum, SCORE__MICRO);
  if (g->aggregate == SCORE__AGGREGATE_HIGHEST) p->in_max = p->reach; /* one part counts, and one maximum is in */
  if (g->aggregate == SCORE__AGGREGATE_WEIGHTED) weigh(r, group, i, high, p);
  if (g->aggregate == SCORE__AGGREGATE_SHARE_MET) share_met(r, group, i, high, p);
  p->plain = p->exact;
  adjust(g, p);
}

static void add_column(const score__node_column *c, size_t from, size_t count, bool counts, score__sums *out)
{
  const int64_t *points = c->points_micro + from, *high = c->high_micro + from, *max = c->max_micro + from;
  const uint8_t *outcome = c->outcome + from;
  for (size_t k = 0; k < count; k++) {
    out->points[k] += points[k];
    out->high[k] += high[k];
    out->max[k] += max[k];
  }
  for (size_t k = 0; k < count; k++)
    out->odd[k] |= (uint8_t)((outcome[k] == SCORE_NOT_APPLICABLE) | (outcome[k] == SCORE_NOT_DUE));
  for (size_t k = 0; counts && k < count; k++) out->told[k] |= outcome[k] <= SCORE_REPORTED;
}

bool score__parts_add(const score_result *r, uint32_t group, size_t from, size_t count, score__sums *out)
{
  const score__node *g = &r->set->node[group];
  int64_t max = 0;
  *out = (score__sums){.parts = 0};
  for (uint32_t c = group + 1; c < g->end; c = r->set->node[c].end) {
    const score__node *n = &r->set->node[c];
    if (n->wants_share) return false;
    if (n->group_kind != g->group_kind) continue;
    add_column(&r->node[c], from, count, n->max_micro > 0, out);
    max += n->max_micro;
    out->parts++;
  }
  for (size_t k = 0; k < count; k++) out->odd[k] |= (uint8_t)(out->max[k] != max || !out->told[k]);
  return g->aggregate == SCORE__AGGREGATE_SUM && out->parts > 0;
}

int64_t score__parts_round_sum(const score__node *g, int64_t sum)
{
  const score__parts p = {.exact = score__fraction_make(sum, SCORE__MICRO)};
  if (g->grid_micro) return score__parts_round(g, &p);
  return sum < 0 ? 0 : sum > g->max_micro ? g->max_micro : sum;
}

bool score__parts_known(const score__node *g, const score__parts *p)
{
  score__parts most = *p;
  if (p->overflow) return false;
  if (p->slack.num == 0) return true;
  return !score__fraction_add(&most.exact, &p->exact, &p->slack) &&
         score__parts_round(g, &most) == score__parts_round(g, p);
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

void score__parts_trace(score__trace *t, const score__node *g, const score__parts *p)
{
  static const int phrases[] = {SCORE__PH_TRACE_SUM, SCORE__PH_TRACE_WEIGHTED, SCORE__PH_TRACE_SHARE_MET,
                                SCORE__PH_TRACE_HIGHEST};
  if (!t) return;
  score__trace_step_add(t, phrases[g->aggregate]);
  if (g->aggregate == SCORE__AGGREGATE_SHARE_MET) {
    score__trace_int(t, p->met);
    score__trace_int(t, (int64_t)p->left);
    score__trace_int(t, p->not_due);
  } else if (g->aggregate == SCORE__AGGREGATE_WEIGHTED) {
    score__trace_number(t, &p->plain);
  } else {
    score__trace_points(t, g->aggregate == SCORE__AGGREGATE_HIGHEST ? p->highest : p->sum, 0);
  }
  if (p->split) {
    score__trace_step_add(t, SCORE__PH_TRACE_SPLIT);
    score__trace_points(t, p->split_max, 0);
    score__trace_int(t, p->split_n);
    score__trace_number(t, &p->split_share);
    score__trace_number(t, &p->split_line);
  }
  if (p->rescale) {
    score__trace_step_add(t, SCORE__PH_TRACE_RESCALE);
    score__trace_points(t, p->rescale_to, 0);
    if (p->in_exact.den)
      score__trace_number(t, &p->in_exact);
    else
      score__trace_points(t, p->in_max, 0);
    score__trace_number(t, &p->exact);
  }
  if (p->gone) {
    score__trace_step_add(t, SCORE__PH_TRACE_KEPT);
    score__trace_points(t, p->kept_max, 0);
    score__trace_points(t, g->max_micro, 0);
  }
}
