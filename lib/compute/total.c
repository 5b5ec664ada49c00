/* Model §4 steps 14 to 16: groups, plus bonus, less penalties; what the total rests on.
 * Worked: all full but 1, 10 of 100 excluded, basis percent: 89 / 90 = 98.89. Penalty cap 3, blank: -3.00, up to 0. */
#include <string.h>

#include "base/limits.h"
#include "compute/parts.h"

static int64_t side(const score_result *r, size_t i, uint8_t kind, bool high, int64_t *cap, bool *open)
{
  int64_t sum = 0;
  for (uint32_t c = 1; c < r->set->node_count; c = r->set->node[c].end) {
    if (r->set->node[c].group_kind != kind) continue;
    sum += high ? r->node[c].high_micro[i] : r->node[c].points_micro[i];
    *cap += r->set->node[c].max_micro;
    *open |= r->node[c].high_micro[i] != r->node[c].points_micro[i];
  }
  return sum;
}

typedef struct sums {
  int64_t points, basis, kept_max, plain; /* plain = points of the normal groups */
  int64_t plain_basis;                    /* basis without bonus */
  size_t left, not_due;
  bool open;    /* the total may be better than printed */
  bool unknown; /* the points left 128 bits */
} sums;

static int64_t basis_of(const score_criteria *set, int64_t points, int64_t kept_max)
{
  if (set->basis == SCORE__BASIS_POINTS) return points;
  int64_t micro = 0;
  score__fraction share = {(score__i128)points * 100, kept_max};
  if (kept_max > 0 && score__fraction_round(&micro, &share, set->total_grid_micro ? set->total_grid_micro : 1))
    micro = 0;
  return micro;
}

/* Steps 14 and 15. */
static score__fraction clamped(const score_criteria *set, const score__parts *p, int64_t bonus, int64_t penalty,
                               int64_t bonus_cap)
{
  score__fraction v = p->exact, side_sum = score__fraction_make(bonus - penalty, SCORE__MICRO), zero = {0, 1};
  score__fraction top = score__fraction_make(set->node[0].max_micro + bonus_cap, SCORE__MICRO);
  if (p->overflow || score__fraction_add(&v, &v, &side_sum) || score__fraction_cmp(&v, &zero) < 0) v = zero;
  return score__fraction_cmp(&v, &top) > 0 ? top : v;
}

static int64_t settle(const score_criteria *set, const score__parts *p, int64_t bonus, int64_t penalty,
                      int64_t bonus_cap)
{
  score__fraction v = clamped(set, p, bonus, penalty, bonus_cap);
  int64_t micro = 0;
  if (score__fraction_round(&micro, &v, set->total_grid_micro ? set->total_grid_micro : 1)) micro = 0;
  return micro;
}

/* As score__parts_known, with bonus and penalties. */
static bool is_known(const score_criteria *set, const score__parts *p, int64_t bonus, int64_t penalty, int64_t cap)
{
  score__parts most = *p;
  if (p->overflow) return false;
  if (p->slack.num == 0) return true;
  return !score__fraction_add(&most.exact, &p->exact, &p->slack) &&
         settle(set, &most, bonus, penalty, cap) == settle(set, p, bonus, penalty, cap);
}

typedef struct sides {
  int64_t bonus, penalty, bonus_cap, penalty_cap;
} sides;

/* What stood before rounding, and the percent of it. */
static void trace_total(const score_criteria *set, score__trace *t, const score__parts *p, const sides *s,
                        const sums *out)
{
  const int64_t grid = set->total_grid_micro;
  score__fraction v = p->exact, side_sum = score__fraction_make(s->bonus - s->penalty, SCORE__MICRO);
  score__parts_trace(t, &set->node[0], p);
  if (score__fraction_add(&v, &v, &side_sum)) return;
  if (s->bonus_cap || s->penalty_cap) {
    score__trace_step_add(t, SCORE__PH_TRACE_SIDES);
    score__trace_points(t, s->bonus, 0);
    score__trace_points(t, s->penalty, 0);
    score__trace_number(t, &v);
  }
  score__trace_clamp(t, &v, set->node[0].max_micro + s->bonus_cap);
  v = clamped(set, p, s->bonus, s->penalty, s->bonus_cap);
  score__trace_round(t, &v, grid, out->points);
  if (set->basis != SCORE__BASIS_PERCENT) return;
  score__fraction share = {0, 1};
  if (out->kept_max) share = (score__fraction){(score__i128)out->points * 100, out->kept_max};
  score__trace_step_add(t, SCORE__PH_TRACE_PERCENT);
  score__trace_points(t, out->points, grid);
  score__trace_points(t, out->kept_max, 0);
  score__trace_number(t, &share);
  score__trace_step_add(t, SCORE__PH_TRACE_ROUND);
  score__trace_number(t, &share);
  score__trace_points(t, grid ? grid : 1, 0);
  score__trace_points(t, out->basis, grid ? grid : 1);
}

/* known: the parts, where all of them count in full; else NULL. */
static sums add_up(const score_result *r, size_t i, bool high, const score__parts *known, score__trace *trace)
{
  score__parts p;
  sides side_points = {0};
  if (known)
    p = *known;
  else
    score__parts_of(r, 0, i, high, &p);
  side_points.bonus = side(r, i, SCORE__GROUP_BONUS, high, &side_points.bonus_cap, &p.open);
  side_points.penalty = side(r, i, SCORE__GROUP_PENALTY, high, &side_points.penalty_cap, &p.open);
  const int64_t bonus = side_points.bonus, penalty = side_points.penalty, bonus_cap = side_points.bonus_cap;
  sums s = {.points = settle(r->set, &p, bonus, penalty, bonus_cap),
            .plain = settle(r->set, &p, 0, penalty, 0),
            .kept_max = p.kept_max,
            .left = p.left,
            .not_due = (size_t)p.not_due,
            .open = p.open,
            .unknown = !is_known(r->set, &p, bonus, penalty, bonus_cap)};
  s.basis = basis_of(r->set, s.points, s.kept_max);
  s.plain_basis = basis_of(r->set, s.plain, s.kept_max);
  if (trace) trace_total(r->set, trace, &p, &side_points, &s);
  return s;
}

/* What the total rests on: criteria, and groups whose points are always given. Informational ones (max 0) are shown,
 * never counted. Column by column over the units from .. from + count. */
static void count_leaves(const score_result *r, size_t from, size_t count)
{
  int64_t applicable[SCORE__BATCH_UNITS] = {0}, complete[SCORE__BATCH_UNITS] = {0};
  int32_t seen[SCORE_INVALID + 1][SCORE__BATCH_UNITS] = {{0}}, own[SCORE__BATCH_UNITS] = {0},
                               met[SCORE__BATCH_UNITS] = {0};
  for (uint32_t k = 1; k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    if (n->end != k + 1 || n->max_micro == 0) continue;
    const uint8_t *outcome = r->node[k].outcome + from, *flags = r->node[k].flags + from;
    for (size_t i = 0; i < count; i++) ++seen[outcome[i]][i];
    for (size_t i = 0; n->group_kind == SCORE__GROUP_NORMAL && i < count; i++) {
      bool in = outcome[i] != SCORE_NOT_APPLICABLE && outcome[i] != SCORE_NOT_DUE;
      bool counts = in && !(flags[i] & SCORE__FLAG_COVERED);
      applicable[i] += in ? n->max_micro : 0;
      complete[i] += outcome[i] <= SCORE_REPORTED ? n->max_micro : 0;
      own[i] += counts;
      met[i] += counts && (flags[i] & SCORE__FLAG_MET);
    }
  }
  for (size_t i = 0; i < count; i++) {
    score_total_result *t = &r->total[from + i];
    int32_t *const counts[] = {&t->scored, &t->reported, &t->not_applicable, &t->not_due, &t->missing, &t->invalid};
    for (size_t k = 0; k <= SCORE_INVALID; k++) *counts[k] = seen[k][i];
    t->applicable = own[i];
    t->met = met[i];
    t->completeness_micro =
        applicable[i] ? (int64_t)((score__i128)complete[i] * SCORE__MICRO / applicable[i]) : SCORE__MICRO;
  }
}

static void take_given(const score_result *r, size_t i, score_total_result *t, int64_t *plain, uint8_t *outcome,
                       uint8_t *flags)
{
  uint8_t use = r->given && r->given[0].use ? r->given[0].use[i] : SCORE__GIVEN_NONE;
  if (use == SCORE__GIVEN_COMPARED && t->points_micro != r->given[0].micro[i]) *flags |= SCORE__FLAG_DIFFERS;
  if (use != SCORE__GIVEN_STANDS && use != SCORE__GIVEN_OVERRIDES) return;
  if (use == SCORE__GIVEN_OVERRIDES) *flags |= SCORE__FLAG_OVERRIDDEN;
  t->points_micro = r->given[0].micro[i];
  t->max_micro = r->set->node[0].max_micro;
  t->basis_micro = t->low_micro = t->high_micro = *plain = basis_of(r->set, t->points_micro, t->max_micro);
  *outcome = SCORE_REPORTED;
}

void score__engine_total(const score_result *r, size_t from, size_t count, score__trace *trace)
{
  score__node_column *c = &r->node[0];
  score__sums add;
  bool plain = !trace && score__parts_add(r, 0, from, count, &add);
  for (size_t i = from; i < from + count; i++) r->total[i] = (score_total_result){.grade = -1};
  count_leaves(r, from, count);
  for (size_t i = from; i < from + count; i++) {
    score_total_result *t = &r->total[i];
    const size_t k = i - from;
    const bool simple = plain && !add.odd[k];
    score__parts known = {.left = add.parts, .kept_max = r->set->node[0].max_micro};
    if (simple) known.exact = score__fraction_make(add.points[k], SCORE__MICRO);
    known.open = simple && add.points[k] != add.high[k];
    sums s = add_up(r, i, false, simple ? &known : NULL, trace);
    t->points_micro = s.points;
    t->max_micro = s.kept_max;
    t->basis_micro = t->low_micro = t->high_micro = s.basis;
    if (simple) known.exact = score__fraction_make(add.high[k], SCORE__MICRO);
    const sums best = s.open ? add_up(r, i, true, simple ? &known : NULL, NULL) : s;
    t->high_micro = best.basis;
    uint8_t flags = 0, outcome = s.left ? SCORE_SCORED : s.not_due ? SCORE_NOT_DUE : SCORE_NOT_APPLICABLE;
    if (s.unknown) outcome = SCORE_INVALID;
    if (trace) trace->computed_outcome = outcome;
    if (trace) trace->computed_micro = s.points;
    r->without_bonus_micro[i] = s.plain_basis;
    take_given(r, i, t, &r->without_bonus_micro[i], &outcome, &flags);
    c->points_micro[i] = t->points_micro;
    c->high_micro[i] = outcome == SCORE_REPORTED ? t->points_micro : best.points;
    c->max_micro[i] = t->max_micro;
    c->outcome[i] = outcome;
    c->flags[i] = flags;
    c->stage[i] = outcome == SCORE_REPORTED ? r->given[0].stage[i] : (uint8_t)r->stage;
    if (trace && (outcome >= SCORE_INVALID || outcome == SCORE_REPORTED || flags))
      score__engine_trace_outcome(trace, r, 0, i, s.points, SCORE__PH_INVALID_LARGE);
  }
}
