/* What no plan can be better than. Where groups only add up, the gain of a total is at most the sum of what criteria can
 * gain; a share n/d gains at most its steepest slope for each step, whatever the others do:
 *   (n + ax) / (d + gx) - n / d = (a - (n / d) g) x / (d + gx) <= sum over levers of (a d - n g)+ x / (d D), D <= d + gx,
 * and half a grid by rounding; any other criterion with one step all that it lacks, and what is none of these gains for
 * nothing. The least effort for the gain that is wanted follows by prices.
 * Worked: 3,200 of 4,551 with 6 points: 6 / 4,551 = 0.001318 for a step. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/plan_search.h"
#include "compute/plan_price.h"
#include "model/operation.h"
#include "rule/rule.h"

enum {
  NANO = 1000000000, /* gains are kept in billionths of a millionth */
  MOST_TERMS = 1000
};

typedef struct relaxed {
  score__plan_search *s;
  const score_result *r;
  size_t i;
  uint8_t *moved;     /* [measures] by some lever */
  uint8_t *set;       /* [measures] put at a value by some lever */
  uint8_t *one;       /* [measures] moved by one lever */
  uint8_t *seen;      /* [nodes] scratch */
  int64_t *amount[2]; /* [levers] of numerator and denominator */
  score__price price;
  score__i128 free;    /* what may be had for nothing */
  score__i128 highest; /* all that may be gained, within the criteria's maxima */
} relaxed;

/* ---- what can be said of a set ---- */

static bool reads_moved(const uint8_t *moved, const score__expr *e)
{
  if (!e) return false;
  if (e->op == SCORE__OP_POINTS || e->op == SCORE__OP_MET) return true; /* who knows */
  if ((e->op == SCORE__OP_MEASURE || e->op == SCORE__OP_HAS) && moved[e->index]) return true;
  bool any = false;
  for (uint16_t a = 0; a < e->arg_count; a++) any |= reads_moved(moved, e->arg[a]);
  return any;
}

/* Whether a lever moves what a node reads, also through other nodes. */
static bool is_touched(const relaxed *x, const uint8_t *moved, uint32_t node)
{
  const score_criteria *set = x->r->set;
  bool any = false;
  if (x->seen[node]) return false;
  x->seen[node] = 1;
  for (uint32_t k = node; k < set->node[node].end && !any; k++) {
    const score__node *n = &set->node[k];
    any |= reads_moved(moved, n->applies_when.expr);
    for (size_t m = 0; n->kind == SCORE__NODE_CRITERION && m < n->measure_count; m++) any |= moved[n->measure[m]] != 0;
    for (size_t q = 0; q < n->read_count && !any; q++) any |= is_touched(x, moved, n->read[q]);
  }
  return any;
}

static bool moves(relaxed *x, uint32_t node)
{
  memset(x->seen, 0, x->r->set->node_count);
  return is_touched(x, x->moved, node);
}

static bool moves_alone(relaxed *x, size_t lever, uint32_t node)
{
  const score__lever *l = &x->s->levers.item[x->s->lever[lever]];
  memset(x->seen, 0, x->r->set->node_count);
  for (size_t e = 0; e < l->effect_count; e++) x->one[l->effect[e].measure] = 1;
  const bool touched = is_touched(x, x->one, node);
  for (size_t e = 0; e < l->effect_count; e++) x->one[l->effect[e].measure] = 0;
  return touched;
}

/* Whether all that is scored stays so, and in the denominator. */
static bool is_steady(relaxed *x)
{
  const score_result *r = x->r;
  if (r->fallback && r->given) return false;
  for (uint32_t k = 1; k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    const unsigned yields = n->rule_kind && n->rule_kind->yields ? n->rule_kind->yields(n->rule) : 0;
    if (reads_moved(x->moved, n->applies_when.expr)) return false;
    if ((n->has_due || yields || n->na_from_data) && moves(x, k)) return false;
  }
  for (size_t m = 0; m < r->set->measure_count && r->given; m++) {
    int64_t value; /* a default moves too; what is blank does not */
    const bool comes = x->set[m] || (x->moved[m] && score__trial_before(&x->s->trial, m, &value));
    if (comes && !score__trial_reported(&x->s->trial, m)) return false; /* given points may fall */
  }
  return true;
}

/* ---- what a criterion may gain ---- */

static void gain_free(relaxed *x, int64_t micro)
{
  x->free += (score__i128)micro * NANO;
  x->highest += (score__i128)micro * NANO;
}

/* A criterion that may gain `room` in all; NULL where there is no place for it. */
static score__price_term *add_term(relaxed *x, score__i128 room, score__i128 slack)
{
  score__price_term *t = &x->price.term[x->price.terms];
  *t = (score__price_term){.room = room, .slack = slack};
  if (x->price.terms < MOST_TERMS) t->slope = score__arena_alloc(&x->s->arena, x->s->count + 1, sizeof *t->slope);
  if (t->slope) x->price.terms++;
  return t->slope ? t : NULL;
}

static void add_slope(score__price_term *t, size_t lever, score__i128 gain)
{
  t->slope[t->count++] = (score__price_slope){(uint32_t)lever, gain};
}

/* All of it with one step of whatever moves it. */
static void gain_whole(relaxed *x, uint32_t node, int64_t micro)
{
  const score__i128 room = (score__i128)micro * NANO;
  if (micro <= 0) return;
  score__price_term *t = add_term(x, room, 0);
  if (!t) {
    gain_free(x, micro);
    return;
  }
  x->highest += room;
  for (size_t k = 0; k < x->s->count; k++)
    if (moves_alone(x, k, node)) add_slope(t, k, room);
}

/* What one step of each lever does to a measure; false where one puts it at a value. */
static bool amounts(relaxed *x, uint32_t measure, int64_t *out)
{
  for (size_t k = 0; k < x->s->count; k++) {
    const score__lever *l = &x->s->levers.item[x->s->lever[k]];
    out[k] = 0;
    for (size_t e = 0; e < l->effect_count; e++) {
      if (l->effect[e].measure != measure) continue;
      if (l->effect[e].sets) return false;
      out[k] += l->effect[e].amount;
    }
  }
  return true;
}

static score__i128 ceiling(score__i128 a, score__i128 b) /* a >= 0, b > 0 */
{
  return a / b + (a % b != 0);
}

/* A share of plain measures: a slope for each lever. 1; 0 where nothing can be said. */
static int gain_share(relaxed *x, uint32_t node, const score__rule_share *share)
{
  const int64_t large = INT64_C(1) << 36, small = INT64_C(1) << 20;
  const score__node *n = &x->r->set->node[node];
  const int64_t points = x->r->node[node].points_micro[x->i], room = n->max_micro - points;
  int64_t num, den, least;
  if (!amounts(x, share->num, x->amount[0]) || !amounts(x, share->den, x->amount[1])) return 0;
  if (!score__trial_before(&x->s->trial, share->num, &num) || !score__trial_before(&x->s->trial, share->den, &den))
    return 1; /* what is blank stays so, and the criterion with it */
  least = den;
  for (size_t k = 0; k < x->s->count; k++) {
    if (llabs(x->amount[0][k]) > small || llabs(x->amount[1][k]) > small) return 0;
    if (x->amount[1][k] < 0) least += x->amount[1][k] * x->s->most[k];
    if (least <= 0) return 0;
  }
  if (num < 0 || num > large || den > large || least <= 0) return 0;
  if (num > den && (!share->may_exceed || num > small)) return 0;
  score__fraction width, worth;
  const score__fraction max = score__fraction_make(n->max_micro, 1);
  if (score__fraction_sub(&width, &share->target, &share->floor) || width.num <= 0 ||
      score__fraction_div(&worth, &max, &width))
    return 0;
  score__fraction_reduce(&worth);
  if (worth.num > INT64_C(1) << 40 || worth.den > 100000) return 0;
  if (room <= 0) return 1;
  /* Before rounding there are now worth * (num / den - floor), and half a grid comes with it. */
  const score__i128 half = (score__i128)(n->grid_micro ? n->grid_micro : 1) * NANO / 2 + 1;
  score__fraction now = score__fraction_make(num, den);
  score__i128 slack = half, sum = 0;
  if (score__fraction_sub(&now, &now, &share->floor) || !score__i128_fits64(now.num) || !score__i128_fits64(now.den))
    return 0;
  if (now.num > 0) {
    const score__fraction exact = {now.num * worth.num, now.den * worth.den};
    slack += exact.num / exact.den * NANO + exact.num % exact.den * NANO / exact.den + 1;
  }
  slack -= (score__i128)points * NANO;
  score__price_term *t = add_term(x, (score__i128)room * NANO, slack > 0 ? slack : 0);
  if (!t) return 0;
  for (size_t k = 0; k < x->s->count; k++) {
    const score__i128 rise = (score__i128)x->amount[0][k] * den - (score__i128)num * x->amount[1][k];
    if (rise <= 0) continue;
    const score__i128 slope = ceiling(ceiling(rise * NANO, den) * worth.num, (score__i128)least * worth.den);
    add_slope(t, k, slope < t->room ? slope : t->room);
    sum += t->slope[t->count - 1].gain * x->s->most[k];
  }
  if (!sum) t->slack = t->room = 0; /* nothing brings it nearer to the next step */
  sum += t->slack;
  x->highest += sum < t->room ? sum : t->room;
  return 1;
}

static void gain_criterion(relaxed *x, uint32_t node)
{
  const score_result *r = x->r;
  const score__node *n = &r->set->node[node];
  const int64_t points = r->node[node].points_micro[x->i];
  score__rule_share share;
  const bool bare = !n->requires.expr && !n->caps.count && n->group_kind != SCORE__GROUP_PENALTY && !r->fallback;
  if (!moves(x, node)) return;
  if (bare && n->rule_kind->share && n->rule_kind->share(n->rule, r->set, &share) && gain_share(x, node, &share))
    return;
  gain_whole(x, node, n->group_kind == SCORE__GROUP_PENALTY ? points : n->max_micro - points);
}

/* ---- what a group may gain ---- */

static bool is_out(const score_result *r, uint32_t node, size_t i)
{
  const uint8_t outcome = r->node[node].outcome[i];
  return outcome == SCORE_REPORTED || outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE ||
         (r->node[node].flags[i] & SCORE__FLAG_COVERED);
}

/* Of what is met below, each is worth max / applicable. */
static void gain_met(relaxed *x, uint32_t group)
{
  const score_result *r = x->r;
  const score__node *g = &r->set->node[group];
  int64_t applicable = 0;
  for (uint32_t k = group + 1; k < g->end; k++)
    applicable += r->set->node[k].kind == SCORE__NODE_CRITERION && r->set->node[k].max_micro &&
                  r->set->node[k].group_kind == g->group_kind && r->node[k].outcome[x->i] != SCORE_NOT_APPLICABLE &&
                  r->node[k].outcome[x->i] != SCORE_NOT_DUE && !(r->node[k].flags[x->i] & SCORE__FLAG_COVERED);
  for (uint32_t k = group + 1; k < g->end && applicable; k++) {
    const score__node *n = &r->set->node[k];
    if (n->kind != SCORE__NODE_CRITERION || !n->max_micro || n->group_kind != g->group_kind || is_out(r, k, x->i))
      continue;
    const bool met = (r->node[k].flags[x->i] & SCORE__FLAG_MET) != 0;
    if (met == (n->group_kind == SCORE__GROUP_PENALTY) && moves(x, k))
      gain_whole(x, k, (g->max_micro + applicable - 1) / applicable);
  }
}

/* Whether what does not apply is shared out, or points are weighed: then nothing is said of the parts. */
static bool is_tangled(const score_result *r, uint32_t group, size_t i)
{
  const score__node *g = &r->set->node[group];
  if (g->aggregate == SCORE__AGGREGATE_WEIGHTED) return true;
  for (uint32_t c = group + 1; c < g->end; c = r->set->node[c].end) {
    const uint8_t policy = r->set->node[c].na_policy;
    if (r->node[c].outcome[i] == SCORE_NOT_APPLICABLE && (policy == SCORE__NA_RESCALE || policy == SCORE__NA_SPLIT))
      return true;
  }
  return false;
}

/* Whether a group's points move in multiples of a grid anyhow. */
static bool is_on_grid(const score_result *r, uint32_t node, size_t i, int64_t grid)
{
  const score__node *n = &r->set->node[node];
  if (node && n->grid_micro) return n->grid_micro % grid == 0 && n->max_micro % grid == 0;
  if (n->kind == SCORE__NODE_CRITERION || n->aggregate == SCORE__AGGREGATE_SHARE_MET || is_tangled(r, node, i))
    return false;
  bool on = n->max_micro % grid == 0;
  for (uint32_t c = node + 1; c < n->end && on; c = r->set->node[c].end)
    on = is_on_grid(r, c, i, grid) || is_out(r, c, i);
  return on;
}

/* What a group's own rounding may add; the total is node 0, and its grid that of the set. */
static void gain_rounding(relaxed *x, uint32_t group)
{
  const score_result *r = x->r;
  const int64_t grid = group ? r->set->node[group].grid_micro : r->set->total_grid_micro;
  bool on = grid > 0 && r->set->node[group].aggregate != SCORE__AGGREGATE_SHARE_MET;
  for (uint32_t c = group + 1; c < r->set->node[group].end && on; c = r->set->node[c].end)
    on = is_on_grid(r, c, x->i, grid) || is_out(r, c, x->i);
  if (!on && moves(x, group)) gain_free(x, grid ? grid : 1);
}

static bool gain_group(relaxed *x, uint32_t group)
{
  const score_result *r = x->r;
  const score__node *g = &r->set->node[group];
  if (is_tangled(r, group, x->i)) {
    if (group && moves(x, group))
      gain_free(x, g->group_kind == SCORE__GROUP_PENALTY ? r->node[group].points_micro[x->i]
                                                         : g->max_micro - r->node[group].points_micro[x->i]);
    return group != 0;
  }
  if (g->aggregate == SCORE__AGGREGATE_SHARE_MET) gain_met(x, group);
  for (uint32_t c = group + 1; c < g->end; c = r->set->node[c].end) {
    const score__node *n = &r->set->node[c];
    if (is_out(r, c, x->i) || (g->aggregate == SCORE__AGGREGATE_SHARE_MET && n->group_kind == g->group_kind)) continue;
    if (n->kind == SCORE__NODE_CRITERION)
      gain_criterion(x, c);
    else if (!gain_group(x, c))
      return false;
  }
  gain_rounding(x, group);
  return true;
}

/* ---- what is wanted, and what it costs ---- */

/* The basis from which on a rank can be had; INT64_MIN = any. */
static int64_t basis_of_rank(const score_result *r, size_t i, int32_t rank)
{
  int32_t better = 0, last = 0;
  for (size_t k = 0; k < r->count; k++) {
    const score_total_result *t = &r->total[r->by_rank[k]];
    if (r->by_rank[k] == i || !t->rank) continue;
    better += !r->set->rank_dense || t->rank != last;
    last = t->rank;
    if (better == rank) return t->basis_micro;
  }
  return INT64_MIN;
}

/* The basis that the aim asks for whatever else it asks; INT64_MIN = nothing can be said. */
static int64_t wanted_basis(const relaxed *x)
{
  const score__aim *aim = &x->s->aim;
  const score_criteria *set = x->r->set;
  if (aim->kind == SCORE__AIM_RANK) return basis_of_rank(x->r, x->i, aim->rank);
  for (size_t f = 0; aim->kind == SCORE__AIM_GRADE && f < set->forced_count; f++)
    if ((int32_t)set->forced[f].grade <= aim->grade) return INT64_MIN;
  for (int32_t g = 0; aim->kind == SCORE__AIM_GRADE && g <= aim->grade; g++)
    if (set->grade[g].without_bonus || set->grade[g].at_least_micro < aim->basis_micro) return INT64_MIN;
  return aim->basis_micro;
}

/* In billionths of a millionth point, of the gain that is wanted at least. */
static score__i128 wanted_gain(const relaxed *x, int64_t basis)
{
  const score_total_result *now = &x->r->total[x->i];
  const score__i128 grid = x->r->set->total_grid_micro ? x->r->set->total_grid_micro : 1;
  if (x->r->set->basis == SCORE__BASIS_POINTS) return ((score__i128)basis - now->points_micro) * NANO;
  return ((score__i128)basis * NANO - grid * NANO / 2) * now->max_micro / (100 * (score__i128)SCORE__MICRO) -
         (score__i128)now->points_micro * NANO - 1;
}

/* The effort of any plan is a multiple of what all efforts are multiples of. */
static void raise_bound(relaxed *x, score__i128 gain)
{
  score__plan_search *s = x->s;
  int64_t unit = 0;
  x->price.wanted = gain - x->free;
  score__i128 least = score__price_least(&x->price);
  for (size_t k = 0; k < s->count; k++) unit = score__plan_divisor(s->effort[k], unit);
  if (unit) least = ceiling(least, unit) * unit;
  if (least > s->bound_micro && least <= INT64_MAX) s->bound_micro = (int64_t)least;
}

static bool make(relaxed *x)
{
  score__plan_search *s = x->s;
  const score_criteria *set = x->r->set;
  x->moved = score__arena_alloc(&s->arena, set->measure_count + 1, 1);
  x->set = score__arena_alloc(&s->arena, set->measure_count + 1, 1);
  x->one = score__arena_alloc(&s->arena, set->measure_count + 1, 1);
  x->seen = score__arena_alloc(&s->arena, set->node_count, 1);
  for (int k = 0; k < 2; k++) x->amount[k] = score__arena_alloc(&s->arena, s->count + 1, sizeof *x->amount[k]);
  x->price = (score__price){.levers = s->count, .effort = s->effort, .most = s->most};
  x->price.term = score__arena_alloc(&s->arena, MOST_TERMS + 1, sizeof *x->price.term);
  x->price.worth = score__arena_alloc(&s->arena, s->count + 1, sizeof *x->price.worth);
  return x->moved && x->set && x->one && x->seen && x->amount[0] && x->amount[1] && x->price.term && x->price.worth;
}

static void look(relaxed *x)
{
  for (size_t k = 0; k < x->s->count; k++) {
    const score__lever *l = &x->s->levers.item[x->s->lever[k]];
    for (size_t e = 0; e < l->effect_count; e++) {
      x->moved[l->effect[e].measure] = 1;
      x->set[l->effect[e].measure] |= l->effect[e].sets;
    }
  }
}

/* More than all there is: the maximum, with what bonus groups may add to it and rounding. Of percents that is told where
 * every part of the maximum is on the grid of the total: else 8.5 of 8.5 may be printed as 9, which is more than all. */
static bool is_too_much(const score__plan_search *s)
{
  const score_criteria *set = s->trial.base->set;
  const int64_t grid = set->total_grid_micro ? set->total_grid_micro : 1;
  int64_t bonus = 0;
  bool even = true;
  for (uint32_t c = 0; c < set->node_count; c++) even &= set->node[c].max_micro % grid == 0;
  for (uint32_t c = 1; c < set->node_count; c = set->node[c].end)
    if (set->node[c].group_kind == SCORE__GROUP_BONUS) bonus += set->node[c].max_micro;
  if (s->aim.kind != SCORE__AIM_BASIS) return false;
  if (set->basis == SCORE__BASIS_POINTS) return s->aim.basis_micro > set->node[0].max_micro + bonus + grid;
  return even && !bonus && s->aim.basis_micro > 100 * SCORE__MICRO;
}

void score__plan_relax(score__plan_search *s)
{
  relaxed x = {.s = s, .r = s->trial.base, .i = s->trial.position};
  s->complete = !s->verdict.reached && is_too_much(s);
  const uint8_t outcome = x.r->node[0].outcome[x.i];
  if (s->weight != 1 || outcome != SCORE_SCORED) return; /* statistics move; given from outside */
  if (!make(&x)) {
    s->failed = true;
    return;
  }
  look(&x);
  const int64_t basis = wanted_basis(&x);
  if (basis == INT64_MIN || !is_steady(&x) || !gain_group(&x, 0)) return;
  const score__i128 gain = wanted_gain(&x, basis);
  if (x.highest < gain) s->complete = true;
  if (!s->complete) raise_bound(&x, gain);
}
