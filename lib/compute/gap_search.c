/* Model §8 "whole changes only": how far one input, or one lever, brings the points, found on the engine by galloping and
 * bisection. What was seen to fall on the way is gone through one by one, as far as SCAN.
 * Worked: 3,200 of 4,551 dossiers of a criterion of 6 points: 4.21885 exact, 4.22 printed. 4.23 wants 4.225, so 3,205
 * dossiers: 5 more. 0.10 more before rounding is 0.10 / (6 / 4,551) = 75.85, so 76 more: 4.31905, printed 4.32. */
#include "base/limits.h"
#include "compute/gap.h"

#define SCAN  1000    /* steps gone through one by one */
#define SCANS 5000000 /* criteria evaluated so, of all inputs and levers together; then SCAN is CROWD */
#define CROWD 20      /* units from which on a run of all of them is dear */
#define SPENT 100000  /* evaluations of units in such runs, after which no more inputs of that kind are followed */
#define DAYS  4000    /* a date moves so far */

typedef struct probe {
  score__gap *gap;
  score__levers levers; /* of one item */
  const score__gap_course *course;
  score__lever item;
  int64_t scan;            /* steps gone through one by one */
  bool exact;              /* before rounding */
  bool fell;               /* points were seen to fall while steps rose */
  bool large;              /* exact points left 128 bits: nothing is said of them */
  score__fraction from[2]; /* printed, exact, with no step */
} probe;

/* ---- points of one number of steps ---- */

/* Printed points, counted as more is better. */
static int64_t points_of(const score__gap *g, uint32_t node, const score_result *r, size_t at)
{
  if (!node) return r->total[at].basis_micro;
  const uint32_t counting = score__gap_counted_by(g->result, node);
  const bool penalty = r->set->node[node].group_kind == SCORE__GROUP_PENALTY;
  int64_t points = r->node[node].points_micro[at];
  if (counting != UINT32_MAX)
    points = score__gap_counts(r, node, at) ? score__gap_share(g->result, counting, g->position) : 0;
  return penalty ? -points : points;
}

static bool reads(const score__gap *g, const score__lever *lever, uint32_t node)
{
  const score__node *n = &g->result->set->node[node];
  for (size_t k = 0; k < n->measure_count; k++)
    for (size_t e = 0; e < lever->effect_count; e++)
      if (n->measure[k] == lever->effect[e].measure) return true;
  return false;
}

/* Of a lever: its criteria added up, which is what the total does where all groups only add up. */
static void exact_points(probe *p, const score_result *r, size_t at, score__fraction *sum)
{
  *sum = score__fraction_make(0, 1);
  for (uint32_t k = 1; k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    score__fraction one;
    if (n->kind != SCORE__NODE_CRITERION || !n->max_micro || (r->node[k].flags[at] & SCORE__FLAG_COVERED)) continue;
    if (p->course->node ? k != p->course->node : !reads(p->gap, &p->item, k)) continue;
    score__engine_exact(r, k, at, &one);
    const bool away = n->group_kind == SCORE__GROUP_PENALTY;
    p->large |= (away ? score__fraction_sub(sum, sum, &one) : score__fraction_add(sum, sum, &one)) != 0;
    score__fraction_reduce(sum);
  }
}

/* 1, 0 where the data do not allow so many steps, or SCORE_E_MEMORY. */
static int run_at(probe *p, int64_t steps)
{
  const int status = score__levers_put(&p->levers, &steps);
  if (status != 1) return status;
  if (p->gap->trial.together) p->gap->spent += (int64_t)p->gap->result->all;
  return score__trial_run(&p->gap->trial) ? SCORE_E_MEMORY : 1;
}

static int gain_at(probe *p, int64_t steps, score__fraction *gain)
{
  const score__trial *t = &p->gap->trial;
  const int status = run_at(p, steps);
  *gain = score__fraction_make(0, 1);
  if (status <= 0) return status;
  *gain = score__fraction_make(points_of(p->gap, p->course->node, t->result, t->at), SCORE__MICRO);
  if (p->exact) exact_points(p, t->result, t->at, gain);
  p->large |= score__fraction_sub(gain, gain, &p->from[p->exact]) != 0;
  return 0;
}

static int printed_gain(probe *p, int64_t steps, int64_t *micro)
{
  score__fraction gain;
  p->exact = false;
  if (gain_at(p, steps, &gain)) return SCORE_E_MEMORY;
  if (score__fraction_round(micro, &gain, 1)) *micro = 0;
  return 0;
}

/* ---- the way there ---- */

/* One by one. */
static int scan(probe *p, int64_t last, const score__fraction *wanted, int64_t *found)
{
  score__fraction gain;
  for (int64_t n = 1; n <= last && n <= p->scan && !*found; n++) {
    p->gap->scanned += (int64_t)p->gap->result->set->node_count;
    if (gain_at(p, n, &gain)) return SCORE_E_MEMORY;
    if (score__fraction_cmp(&gain, wanted) >= 0) *found = n;
  }
  return 0;
}

/* The fewest steps that gain at least so much; *found 0 = none. */
static int fewest(probe *p, const score__fraction *wanted, int64_t *found)
{
  int64_t no = 0, yes = 0;
  score__fraction before = {0, 1}, gain;
  *found = 0;
  for (int64_t n = 1; !yes && p->course->most; n = n > p->course->most / 2 ? p->course->most : n * 2) {
    if (gain_at(p, n, &gain)) return SCORE_E_MEMORY;
    p->fell |= score__fraction_cmp(&gain, &before) < 0;
    before = gain;
    if (score__fraction_cmp(&gain, wanted) >= 0)
      yes = n;
    else if (n == p->course->most)
      break;
    else
      no = n;
  }
  if (p->fell) {
    if (scan(p, yes ? yes : p->course->most, wanted, found)) return SCORE_E_MEMORY;
    if (*found) return 0;
  }
  while (yes - no > 1) {
    const int64_t middle = no + (yes - no) / 2;
    if (gain_at(p, middle, &gain)) return SCORE_E_MEMORY;
    *(score__fraction_cmp(&gain, wanted) >= 0 ? &yes : &no) = middle;
  }
  *found = yes;
  return 0;
}

/* The most that any number of steps looked at gains: nearly always that of all of them. */
static int most_gain(probe *p, int64_t *most)
{
  int64_t before = 0, gain;
  *most = 0;
  for (int64_t n = 1; p->course->most; n = n > p->course->most / 2 ? p->course->most : n * 2) {
    if (printed_gain(p, n, &gain)) return SCORE_E_MEMORY;
    p->fell |= gain < before;
    before = gain;
    if (gain > *most) *most = gain;
    if (n == p->course->most) break;
  }
  for (int64_t n = 1; p->fell && n <= p->course->most && n <= p->scan; n++) {
    p->gap->scanned += (int64_t)p->gap->result->set->node_count;
    if (printed_gain(p, n, &gain)) return SCORE_E_MEMORY;
    if (gain > *most) *most = gain;
  }
  return 0;
}

/* ---- one course ---- */

static int fill(probe *p, int64_t steps, score__gap_move *move)
{
  *move = (score__gap_move){.steps = steps};
  if (!steps) return 0;
  if (printed_gain(p, steps, &move->gain)) return SCORE_E_MEMORY;
  score__trial_value(&p->gap->trial, p->item.effect[0].measure, &move->to);
  return 0;
}

static int move_to(probe *p, int64_t wanted, score__gap_move *move)
{
  const score__fraction least = score__fraction_make(wanted, SCORE__MICRO);
  int64_t steps;
  p->exact = false;
  if (fewest(p, &least, &steps)) return SCORE_E_MEMORY;
  return fill(p, steps, move);
}

static int find_most(probe *p, score__gap_course *c)
{
  const score_criteria *set = p->gap->result->set;
  const score__lever_effect *e = &p->item.effect[0];
  const score__measure *m = &set->measure[e->measure];
  int64_t now = 0, yes = 0, no = SCORE__LEVER_MOST + 1;
  if (!score__trial_before(&p->gap->trial, e->measure, &now)) c->blank = true;
  if (c->blank) return 0;
  if (e->sets) no = now == e->amount ? 1 : 2;
  if (m->type == SCORE__MEASURE_DATE && no > DAYS) no = DAYS + 1;
  if (e->amount < 0 && !e->sets && m->type != SCORE__MEASURE_DATE && !m->has_min && no > now / -e->amount)
    no = now / -e->amount + 1; /* nothing is counted below 0 */
  for (int64_t next = 1; no - yes > 1;) {
    const int64_t steps = next < no ? next : yes + (no - yes) / 2;
    const int status = score__levers_put(&p->levers, &steps);
    if (status < 0) return SCORE_E_MEMORY;
    *(status ? &yes : &no) = steps;
    if (status) next = yes * 2;
  }
  c->most = yes;
  return 0;
}

/* Whether the exact points of criteria come to those of the total. */
static bool only_adds(const score__gap *g)
{
  const score_result *r = g->result;
  int64_t sum = 0;
  if (r->set->basis != SCORE__BASIS_POINTS || g->counts_met) return false;
  for (uint32_t k = 1; k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    if (n->aggregate != SCORE__AGGREGATE_SUM) return false;
    const bool covered = r->node[k].flags[g->position] & SCORE__FLAG_COVERED;
    if (covered || (n->end != k + 1 && r->node[k].outcome[g->position] != SCORE_REPORTED)) continue;
    const int64_t one = r->node[k].points_micro[g->position];
    sum += n->group_kind == SCORE__GROUP_PENALTY ? -one : one;
  }
  return sum == r->total[g->position].points_micro;
}

static bool is_dear(const score__gap *g, const score__lever *lever)
{
  bool shared = false;
  for (size_t e = 0; e < lever->effect_count; e++) shared |= g->trial.shared[lever->effect[e].measure] != 0;
  return shared && g->result->all > CROWD;
}

/* So much before any rounding, and printed as well: where several criteria are rounded, that may be a step more. */
static int find_certain(probe *p, int64_t wanted, score__gap_move *move)
{
  const score__fraction least = score__fraction_make(wanted, SCORE__MICRO);
  int64_t exact = 0, printed = 0;
  p->exact = true;
  if (fewest(p, &least, &exact)) return SCORE_E_MEMORY;
  p->exact = false;
  if (exact && fewest(p, &least, &printed)) return SCORE_E_MEMORY;
  if (fill(p, !exact || !printed || p->large ? 0 : exact > printed ? exact : printed, move)) return SCORE_E_MEMORY;
  if (move->gain < wanted) *move = (score__gap_move){0};
  return 0;
}

static int find_fine(probe *p, score__gap_course *c)
{
  const score__gap *g = p->gap;
  if (c->node ? score__gap_counted_by(g->result, c->node) != UINT32_MAX : !only_adds(g)) return 0;
  if (score__trial_reset(&p->gap->trial) || score__trial_run(&p->gap->trial)) return SCORE_E_MEMORY;
  exact_points(p, g->trial.result, g->trial.at, &p->from[1]);
  p->exact = true;
  if (gain_at(p, 1, &c->rate)) return SCORE_E_MEMORY;
  score__fraction_reduce(&c->rate);
  if (find_certain(p, SCORE__MICRO / 10, &c->tenth) || find_certain(p, SCORE__MICRO, &c->point)) return SCORE_E_MEMORY;
  c->has_rate = !p->large;
  return 0;
}

static int64_t room_of(const score__gap *g, const score__gap_course *c)
{
  const score_result *r = g->result;
  const score__node *n = &r->set->node[c->node];
  const uint32_t counting = score__gap_counted_by(r, c->node);
  if (!c->node)
    return r->set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO - r->total[g->position].basis_micro : g->lost;
  if (counting != UINT32_MAX) return score__gap_share(r, counting, g->position);
  if (n->group_kind == SCORE__GROUP_PENALTY) return r->node[c->node].points_micro[g->position];
  return n->max_micro - r->node[c->node].points_micro[g->position];
}

static void open_probe(probe *p, score__gap *g, const score__gap_course *c)
{
  const score_result *r = g->result;
  *p = (probe){.gap = g, .levers = g->levers, .course = c, .item = *c->lever, .scan = SCAN};
  p->levers.count = 1;
  p->levers.item = &p->item;
  p->from[0] = score__fraction_make(points_of(g, c->node, r, g->position), SCORE__MICRO);
}

int score__gap_follow(score__gap *g, score__gap_course *c, int64_t most)
{
  probe p;
  int64_t gain;
  const bool dear = is_dear(g, c->lever);
  open_probe(&p, g, c);
  if (dear || g->scanned > SCANS) p.scan = CROWD;
  if (dear && g->spent > SPENT) {
    g->partly = true;
    return 0;
  }
  if (most >= 0)
    c->most = most;
  else if (find_most(&p, c))
    return SCORE_E_MEMORY;
  if (!c->most) return 0;
  if (most_gain(&p, &gain) || fill(&p, 1, &c->one)) return SCORE_E_MEMORY;
  if (gain <= 0) return 0;
  c->full = gain >= room_of(g, c);
  if (move_to(&p, 1, &c->next) || move_to(&p, gain, &c->best)) return SCORE_E_MEMORY;
  return dear ? 0 : find_fine(&p, c);
}

int score__gap_put(score__gap *g, const score__gap_course *c, const score__gap_move *move)
{
  const score__lever_effect *e = &c->lever->effect[0];
  probe p;
  if (c->node && e->sets) { /* the next step may be another option than the best */
    const bool failed = score__trial_reset(&g->trial) || score__trial_put(&g->trial, e->measure, move->to);
    return failed ? SCORE_E_MEMORY : 0;
  }
  open_probe(&p, g, c);
  return score__levers_put(&p.levers, &move->steps) < 0 ? SCORE_E_MEMORY : 0;
}
