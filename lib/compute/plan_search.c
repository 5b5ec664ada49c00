/* One candidate of a plan: what it costs, what the engine says of it, and whether it is the best so far. */
#include <string.h>

#include "base/limits.h"
#include "compute/plan_search.h"

score__plan_cost score__plan_cost_of(const score__plan_search *s, const int64_t *steps)
{
  score__plan_cost c = {0};
  for (size_t k = 0; k < s->count; k++) {
    c.effort_micro += s->effort[k] * steps[k];
    c.steps += steps[k];
    c.levers += steps[k] > 0;
  }
  return c;
}

/* What stands between the unit and a grade beside its points. */
static int64_t obstacles(const score_result *r, size_t i, int32_t grade)
{
  const score__grade *g = &r->set->grade[grade];
  int64_t n = 0;
  for (size_t q = 0; q < g->gate_count; q++) {
    if (score__engine_gate(r, &g->gate[q], i)) continue;
    n++;
    for (uint32_t k = 1; g->gate[q].kind == SCORE__GATE_NO_ZERO && k < r->set->node_count; k++)
      n += score__engine_counts(r, k, i) && r->node[k].points_micro[i] == 0;
  }
  bool decided;
  for (size_t c = 0; c < r->set->ceiling_count; c++)
    n += (int32_t)r->set->ceiling[c].grade > grade &&
         (score__engine_condition(r, r->set->ceiling[c].when.expr, i, &decided) || !decided);
  return n;
}

static void judge(const score__plan_search *s, score__plan_verdict *v)
{
  const score_result *r = s->trial.result;
  const size_t i = s->trial.at;
  const score__aim *aim = &s->aim;
  v->basis_micro = v->near_micro = r->total[i].basis_micro;
  v->grade = r->total[i].grade;
  switch (aim->kind) {
  case SCORE__AIM_GRADE:
    v->reached = v->grade >= 0 && v->grade <= aim->grade && v->basis_micro >= aim->least_micro;
    if (v->near_micro > aim->basis_micro) v->near_micro = aim->basis_micro;
    v->near_micro -= obstacles(r, i, aim->grade) * SCORE__MICRO;
    break;
  case SCORE__AIM_RANK:
    v->rank = score__trial_rank(&s->trial);
    v->reached = v->rank && v->rank <= aim->rank && v->basis_micro >= aim->least_micro;
    break;
  default: v->reached = v->basis_micro >= aim->basis_micro;
  }
}

/* 1 = a comes nearer the aim than b. */
static int compare_near(uint8_t kind, const score__plan_verdict *a, const score__plan_verdict *b)
{
  if (a->reached != b->reached) return a->reached ? 1 : -1;
  if (a->reached) return 0;
  const int32_t x = kind == SCORE__AIM_RANK ? a->rank - 1 : a->grade,
                y = kind == SCORE__AIM_RANK ? b->rank - 1 : b->grade;
  if (kind != SCORE__AIM_BASIS && x != y) return (uint32_t)x < (uint32_t)y ? 1 : -1; /* -1, none, is last */
  return (a->basis_micro > b->basis_micro) - (a->basis_micro < b->basis_micro);
}

static bool is_better(const score__plan_search *s, const score__plan_verdict *v, const score__plan_cost *c,
                      const int64_t *steps)
{
  const int near = s->verdict.fits ? compare_near(s->aim.kind, v, &s->verdict) : 1;
  if (near) return near > 0;
  if (c->effort_micro != s->cost.effort_micro) return c->effort_micro < s->cost.effort_micro;
  if (c->levers != s->cost.levers) return c->levers < s->cost.levers;
  if (c->steps != s->cost.steps) return c->steps < s->cost.steps;
  if (v->basis_micro != s->verdict.basis_micro) return v->basis_micro > s->verdict.basis_micro;
  for (size_t k = 0; k < s->count; k++)
    if (steps[k] != s->best[k]) return steps[k] > s->best[k];
  return false;
}

score__plan_verdict score__plan_try(score__plan_search *s, const int64_t *steps)
{
  score__plan_verdict v = {.fits = true, .grade = -1};
  for (size_t k = 0; k < s->count; k++) s->full[s->lever[k]] = steps[k];
  const int put = score__levers_put(&s->levers, s->full);
  s->evaluations += s->weight;
  if (put < 0) s->failed = true;
  if (put <= 0) return (score__plan_verdict){.grade = -1};
  if (score__trial_run(&s->trial)) {
    s->failed = true;
    return (score__plan_verdict){.grade = -1};
  }
  judge(s, &v);
  const score__plan_cost c = score__plan_cost_of(s, steps);
  if (!is_better(s, &v, &c, steps)) return v;
  s->verdict = v;
  s->cost = c;
  if (steps != s->best) memcpy(s->best, steps, s->count * sizeof *steps);
  return v;
}

int64_t score__plan_divisor(int64_t a, int64_t b)
{
  while (b) {
    const int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}
