/* Model §6: grades from the top, half-open bands, each with its gates; then ceilings and forced grades.
 * Worked: 90.00 with one criterion at 0 and the gate "no criterion at 0" on the first band: the second band. */
#include "compute/engine.h"

bool score__engine_counts(const score_result *r, uint32_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  bool stands = r->given && r->given[k].use && r->given[k].use[i] == SCORE__GIVEN_STANDS;
  if (k == 0 || n->max_micro == 0 || n->group_kind != SCORE__GROUP_NORMAL) return false;
  if (n->kind == SCORE__NODE_GROUP && n->end != k + 1 && !stands) return false;
  uint8_t outcome = r->node[k].outcome[i];
  bool covered = r->node[k].flags[i] & SCORE__FLAG_COVERED;
  return outcome != SCORE_NOT_APPLICABLE && outcome != SCORE_NOT_DUE && !covered;
}

static bool no_zero(const score_result *r, size_t i)
{
  for (uint32_t k = 1; k < r->set->node_count; k++)
    if (score__engine_counts(r, k, i) && (r->node[k].outcome[i] > SCORE_REPORTED || r->node[k].points_micro[i] == 0))
      return false;
  return true;
}

static bool group_reaches(const score_result *r, const score__gate *g, size_t i)
{
  const score__node_column *c = &r->node[g->node];
  if (c->outcome[i] == SCORE_NOT_APPLICABLE || c->outcome[i] == SCORE_NOT_DUE) return true;
  score__fraction want = score__fraction_make(c->max_micro[i], 1), have = score__fraction_make(c->points_micro[i], 1);
  return c->outcome[i] <= SCORE_REPORTED && !score__fraction_mul(&want, &want, &g->at_least) &&
         score__fraction_cmp(&have, &want) >= 0;
}

bool score__engine_condition(const score_result *r, const score__expr *e, size_t i, bool *decided)
{
  score__batch batch = score__engine_batch(r, r->stage, i, 1, NULL);
  score__value *v = score__batch_push(&batch);
  score__expr_column(e, &batch, v);
  *decided = v->state == SCORE__V_OK;
  return *decided && v->v.num != 0;
}

bool score__engine_check(const score_result *r, size_t check, size_t i)
{
  bool decided, holds = score__engine_condition(r, r->set->check[check].when.expr, i, &decided);
  return holds || !decided;
}

bool score__engine_gate(const score_result *r, const score__gate *g, size_t i)
{
  bool decided;
  switch (g->kind) {
  case SCORE__GATE_NO_ZERO: return no_zero(r, i);
  case SCORE__GATE_MET: {
    uint8_t outcome = r->node[g->node].outcome[i];
    if (outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE) return true;
    return outcome <= SCORE_REPORTED && (r->node[g->node].flags[i] & SCORE__FLAG_MET);
  }
  case SCORE__GATE_GROUP: return group_reaches(r, g, i);
  default: return score__engine_condition(r, g->when.expr, i, &decided);
  }
}

static int32_t from_bands(const score_result *r, size_t i)
{
  for (size_t k = 0; k < r->set->grade_count; k++) {
    const score__grade *g = &r->set->grade[k];
    int64_t basis = g->without_bonus ? r->without_bonus_micro[i] : r->total[i].basis_micro;
    bool holds = basis >= g->at_least_micro;
    for (size_t q = 0; holds && q < g->gate_count; q++) holds = score__engine_gate(r, &g->gate[q], i);
    if (holds) return (int32_t)k;
  }
  return -1;
}

/* A ceiling that cannot be decided is in force; a forced grade that cannot be decided only where it is worse, also than
 * one further down that holds. */
static int32_t limited(const score_result *r, size_t i, int32_t grade)
{
  bool decided;
  for (size_t k = 0; k < r->set->ceiling_count; k++) {
    const score__grade_rule *c = &r->set->ceiling[k];
    bool holds = score__engine_condition(r, c->when.expr, i, &decided);
    if ((holds || !decided) && grade >= 0 && (int32_t)c->grade > grade) grade = (int32_t)c->grade;
  }
  int32_t worst = -1;
  for (size_t k = 0; k < r->set->forced_count; k++) {
    const score__grade_rule *f = &r->set->forced[k];
    bool holds = score__engine_condition(r, f->when.expr, i, &decided);
    if (!decided && (int32_t)f->grade > worst) worst = (int32_t)f->grade;
    if (!holds) continue;
    grade = (int32_t)f->grade;
    break; /* the first that holds */
  }
  return grade >= 0 && worst > grade ? worst : grade;
}

void score__engine_grades(const score_result *r, size_t from, size_t count)
{
  if (!r->set->grade_count) return;
  for (size_t i = from; i < from + count; i++) r->total[i].grade = limited(r, i, from_bands(r, i));
}
