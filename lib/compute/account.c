/* The printed total as a sum of lines, exact in millionths.
 *
 * A criterion adds its printed points. Where its group does more than add up, it adds what it is worth there: under
 * `weighted` weight / sum of weights x points, under `share_met` max / applicable when it is met; both printed to the
 * millionth. What stands below a penalty counts negative. Everything else that happens on the way up is a line of the
 * group where it happens, each being the difference that this one step makes, in the order of evaluation: `highest`
 * (the parts that are not the highest are taken off again), `split`, `rescale`, `clamp`, `rounding` (which also holds
 * the rest of shares printed to the millionth), at the end `percent` of the total. So nothing is shared out by a key of
 * our own making, and the lines add up because each of them is the difference of two neighbouring sums.
 *
 * Worked: total 100 by `share_met`, 3 criteria, 2 met: 33.333333 + 33.333333 + 0 = 66.666666; the exact sum is
 * 66.666..., printed 66.67: rounding 0.003334. Under another version with 4 criteria, all of the old and a new one, 3 of
 * them met: 25 + 25 + 0 + 25 = 75, rounding 0. The difference 8.33 = 2 x -8.333333 + 0 + 25 - 0.003334. */
#include "compute/account.h"

#include "base/limits.h"
#include "compute/parts.h"

static const score__fraction one = {1, 1};

typedef struct account {
  const score_result *r;
  size_t i;
  int64_t *micro;
} account;

static int64_t *line_of(const account *a, uint32_t node, score_line line)
{
  return a->micro + (size_t)node * SCORE_LINES + line;
}

/* To the nearest millionth; `otherwise` where the exact value has left 128 bits. */
static int64_t scaled(const score__fraction *factor, const score__fraction *v, int64_t otherwise)
{
  score__fraction product;
  int64_t micro;
  if (score__fraction_mul(&product, factor, v) || score__fraction_round(&micro, &product, 1)) return otherwise;
  return micro;
}

static bool is_part(const score_result *r, uint32_t group, uint32_t child)
{
  return r->set->node[child].group_kind == r->set->node[group].group_kind;
}

static int64_t add_group(const account *a, uint32_t group, const score__fraction *factor, int64_t target);

/* A part of a group that adds up: `factor` x its points. */
static int64_t add_part(const account *a, uint32_t child, const score__fraction *factor)
{
  const score__node_column *c = &a->r->node[child];
  const score__fraction points = score__fraction_make(c->points_micro[a->i], SCORE__MICRO);
  const int64_t worth = scaled(factor, &points, 0);
  if (!score__account_leaf(a->r->set, child)) return add_group(a, child, factor, worth);
  *line_of(a, child, SCORE_LINE_POINTS) += worth;
  return worth;
}

static int64_t add_weighted(const account *a, uint32_t group, const score__fraction *factor)
{
  const score_criteria *set = a->r->set;
  score__fraction weights = {0, 1};
  int64_t sum = 0;
  for (uint32_t c = group + 1; c < set->node[group].end; c = set->node[c].end) {
    if (!is_part(a->r, group, c) || score__parts_leaves(&set->node[c], a->r->node[c].outcome[a->i])) continue;
    if (score__fraction_add(&weights, &weights, &set->node[c].weight)) return 0;
  }
  for (uint32_t c = group + 1; weights.num && c < set->node[group].end; c = set->node[c].end) {
    score__fraction own;
    if (!is_part(a->r, group, c) || score__parts_leaves(&set->node[c], a->r->node[c].outcome[a->i])) continue;
    if (score__fraction_div(&own, &set->node[c].weight, &weights) || score__fraction_mul(&own, &own, factor)) continue;
    sum += add_part(a, c, &own);
  }
  return sum;
}

/* The criteria below at any depth; what groups between add up to does not enter. */
static int64_t add_shares(const account *a, uint32_t group, const score__fraction *factor, int64_t applicable)
{
  const score_criteria *set = a->r->set;
  const score__node *g = &set->node[group];
  const bool penalty = g->group_kind == SCORE__GROUP_PENALTY;
  int64_t sum = 0;
  if (applicable == 0) return 0;
  const score__fraction each = {g->max_micro, (score__i128)SCORE__MICRO * applicable};
  const int64_t worth = scaled(factor, &each, 0);
  for (uint32_t k = group + 1; k < g->end; k++) {
    const score__node *n = &set->node[k];
    const uint8_t outcome = a->r->node[k].outcome[a->i], flags = a->r->node[k].flags[a->i];
    if (n->kind != SCORE__NODE_CRITERION || n->max_micro == 0 || !is_part(a->r, group, k)) continue;
    if ((flags & SCORE__FLAG_COVERED) || outcome == SCORE_NOT_DUE || outcome == SCORE_NOT_APPLICABLE) continue;
    const bool lacks = outcome == SCORE_MISSING || outcome == SCORE_INVALID;
    if (!(flags & SCORE__FLAG_MET) && !(lacks && penalty)) continue;
    *line_of(a, k, SCORE_LINE_POINTS) += worth;
    sum += worth;
  }
  return sum;
}

/* The parts and the lines of steps 10 and 11; returns their sum, and in *rest what rounding has to make up for. */
static int64_t add_parts(const account *a, uint32_t group, const score__fraction *factor, const score__parts *p,
                         int64_t *rest)
{
  const score_criteria *set = a->r->set;
  const uint8_t aggregate = set->node[group].aggregate;
  int64_t sum = 0;
  *rest = 0;
  if (aggregate == SCORE__AGGREGATE_WEIGHTED) {
    sum = add_weighted(a, group, factor);
  } else if (aggregate == SCORE__AGGREGATE_SHARE_MET) {
    sum = add_shares(a, group, factor, (int64_t)p->left);
  } else {
    for (uint32_t c = group + 1; c < set->node[group].end; c = set->node[c].end)
      if (is_part(a->r, group, c)) sum += add_part(a, c, factor);
  }
  if (p->overflow) return sum;
  const int64_t plain = scaled(factor, &p->plain, sum);
  if (aggregate == SCORE__AGGREGATE_HIGHEST)
    *line_of(a, group, SCORE_LINE_HIGHEST) += plain - sum;
  else
    *rest = plain - sum;
  score__fraction after = p->plain;
  int64_t now = plain;
  if (p->split && !score__fraction_add(&after, &p->plain, &p->split_line)) {
    now = scaled(factor, &after, plain);
    *line_of(a, group, SCORE_LINE_SPLIT) += now - plain;
  }
  if (p->rescale) {
    const int64_t then = scaled(factor, &p->exact, now);
    *line_of(a, group, SCORE_LINE_RESCALE) += then - now;
    now = then;
  }
  return now;
}

static score__fraction clamped(const score__fraction *v, int64_t max_micro)
{
  const score__fraction zero = {0, 1}, max = score__fraction_make(max_micro, SCORE__MICRO);
  if (score__fraction_cmp(v, &zero) < 0) return zero;
  return score__fraction_cmp(v, &max) > 0 ? max : *v;
}

/* Whether the points of a group are what its parts add up to: else they came from its outcome alone. */
static bool from_parts(const score_result *r, uint32_t group, size_t i, const score__parts *p)
{
  const uint8_t outcome = r->node[group].outcome[i];
  const score__node *g = &r->set->node[group];
  if (p->left == 0 || !score__parts_known(g, p)) return false;
  return outcome == SCORE_SCORED || score__parts_round(g, p) == r->node[group].points_micro[i];
}

/* target = factor x the points of the group: what all of its lines and parts come to. Returns it. */
static int64_t add_group(const account *a, uint32_t group, const score__fraction *factor, int64_t target)
{
  const score_result *r = a->r;
  const score__node *g = &r->set->node[group];
  score__parts p;
  int64_t rest;
  if (r->node[group].flags[a->i] & SCORE__FLAG_COVERED) return 0;
  if (r->node[group].outcome[a->i] == SCORE_REPORTED) {
    *line_of(a, group, SCORE_LINE_GIVEN) += target;
    return target;
  }
  score__parts_of(r, group, a->i, false, &p);
  const int64_t sum = add_parts(a, group, factor, &p, &rest);
  if (!from_parts(r, group, a->i, &p)) {
    *line_of(a, group, SCORE_LINE_OUTCOME) += target - sum + rest;
    return target;
  }
  const score__fraction kept = clamped(&p.exact, g->max_micro);
  const int64_t within = score__fraction_cmp(&kept, &p.exact) ? scaled(factor, &kept, sum) : sum;
  *line_of(a, group, SCORE_LINE_CLAMP) += within - sum;
  *line_of(a, group, SCORE_LINE_ROUNDING) += target - within + rest;
  return target;
}

/* Steps 14 to 16. */
void score__account_unit(const score_result *r, size_t position, int64_t *micro)
{
  static const score__fraction minus = {-1, 1};
  const account a = {r, position, micro};
  const score_criteria *set = r->set;
  const score_total_result *t = &r->total[position];
  *line_of(&a, 0, SCORE_LINE_PERCENT) += t->basis_micro - t->points_micro;
  if (r->node[0].outcome[position] == SCORE_REPORTED) {
    *line_of(&a, 0, SCORE_LINE_GIVEN) += t->points_micro;
    return;
  }
  score__parts p;
  int64_t rest, sides = 0, bonus_cap = 0;
  score__parts_of(r, 0, position, false, &p);
  int64_t sum = add_parts(&a, 0, &one, &p, &rest);
  for (uint32_t c = 1; c < set->node_count; c = set->node[c].end) {
    const uint8_t kind = set->node[c].group_kind;
    if (kind == SCORE__GROUP_NORMAL) continue;
    sides += add_part(&a, c, kind == SCORE__GROUP_BONUS ? &one : &minus);
    if (kind == SCORE__GROUP_BONUS) bonus_cap += set->node[c].max_micro;
  }
  sum += sides;
  score__fraction exact, side = score__fraction_make(sides, SCORE__MICRO);
  int64_t within = sum;
  if (!p.overflow && !score__fraction_add(&exact, &p.exact, &side)) {
    const score__fraction kept = clamped(&exact, set->node[0].max_micro + bonus_cap);
    if (score__fraction_cmp(&kept, &exact)) within = scaled(&one, &kept, sum);
  }
  *line_of(&a, 0, SCORE_LINE_CLAMP) += within - sum;
  *line_of(&a, 0, p.overflow ? SCORE_LINE_OUTCOME : SCORE_LINE_ROUNDING) += t->points_micro - within + rest;
}
