/* Model §8: levers that move what nobody scores, cannot go a single step, are somebody else's to do, or stand twice. */
#include <string.h>

#include "definition/lint.h"
#include "model/operation.h"

typedef struct readers {
  const score_criteria *set;
  uint8_t *reads; /* [measures] a criterion, the grades or a tie-break of the unit itself read it */
  uint32_t node;  /* of the formula that is looked through; UINT32_MAX = the set's */
  uint8_t *mine;  /* [measures * movers] a criterion moved by so and so reads it */
  uint32_t *any;  /* [measures] a criterion that reads it; 0 = none */
} readers;

enum { MOVERS = SCORE__MOVER_NOBODY + 1 };

static void read_measure(readers *r, uint32_t m)
{
  if (m >= r->set->measure_count) return;
  r->reads[m] = 1;
  if (r->node == UINT32_MAX || r->set->node[r->node].kind != SCORE__NODE_CRITERION) return;
  r->mine[(size_t)m * MOVERS + r->set->node[r->node].controlled_by] = 1;
  if (!r->any[m]) r->any[m] = r->node;
}

/* Not what is read of other periods, nor of the units below: no step of this unit changes that. */
static void read_part(readers *r, const score__expr *e)
{
  if (e->op == SCORE__OP_MEASURE || e->op == SCORE__OP_HAS) read_measure(r, e->index);
  for (uint16_t i = 0; i < e->arg_count; i++) read_part(r, e->arg[i]);
  if (e->op != SCORE__OP_COHORT) return;
  const score__cohort_stat *c = &r->set->cohort[e->index];
  if (c->a) read_part(r, c->a);
  if (c->b) read_part(r, c->b);
}

static void see_formula(void *context, const score__lint_formula *f)
{
  readers *r = context;
  if (f->role == SCORE__LINT_CHECK) return;
  r->node = f->node;
  read_part(r, f->expr);
}

static const score__tree *effect_at(const score__tree *lever, const char *measure)
{
  return score__tree_get(score__tree_get(lever, "effect"), measure);
}

/* One step, from wherever it begins. */
static bool leaves(const score__measure *m, const score__lever_effect *e)
{
  if (e->sets) return (m->has_min && e->amount < m->min) || (m->has_max && e->amount > m->max);
  int64_t room;
  if (!m->has_min || !m->has_max || __builtin_sub_overflow(m->max, m->min, &room)) return false;
  return e->amount > room || e->amount < -room;
}

static void check_effects(const score__lint *l, const readers *r, const score__lever *lever, const score__tree *at)
{
  for (size_t i = 0; i < lever->effect_count; i++) {
    const score__lever_effect *e = &lever->effect[i];
    const score__measure *m = &l->set->measure[e->measure];
    const score__tree *t = effect_at(at, m->key);
    const char *text = t && t->text ? t->text : "";
    if (!r->reads[e->measure]) score__lint_say(l, t, NULL, 0, SCORE__PH_LINT_LEVER_UNREAD, lever->key, m->key, NULL);
    if (leaves(m, e)) score__lint_say(l, t, NULL, 0, SCORE__PH_LINT_LEVER_BOUNDS, text, m->key, NULL);
    if (m->step && e->amount % m->step) score__lint_say(l, t, NULL, 0, SCORE__PH_LINT_LEVER_STEP, text, m->key, NULL);
  }
  score__fraction most = {0, 1};
  if (lever->most.expr && score__lint_highest(l->set, lever->most.expr, &most) > 0 && most.num < most.den)
    score__lint_say(l, score__tree_get(at, "most"), NULL, 0, SCORE__PH_LINT_LEVER_NEVER, lever->key, NULL, NULL);
}

static void check_mover(const score__lint *l, const readers *r, const score__lever *lever, const score__tree *at)
{
  uint32_t other = 0;
  for (size_t i = 0; i < lever->effect_count; i++) {
    const uint32_t m = lever->effect[i].measure;
    if (r->mine[(size_t)m * MOVERS + lever->mover]) return;
    if (!other) other = r->any[m];
  }
  if (!other) return;
  score__lint_say_unless(l, at, &lever->note, SCORE__PH_LINT_LEVER_MOVER, lever->key, score__movers[lever->mover],
                         l->set->node[other].key);
}

static bool has_effect(const score__lever *lever, const score__lever_effect *e)
{
  for (size_t i = 0; i < lever->effect_count; i++) {
    const score__lever_effect *own = &lever->effect[i];
    if (own->measure == e->measure && own->sets == e->sets && own->amount == e->amount) return true;
  }
  return false;
}

static bool same_formula(const score__formula *a, const score__formula *b)
{
  if (!a->expr || !b->expr) return a->expr == b->expr;
  return a->text && b->text && !strcmp(a->text, b->text);
}

/* Two that do the same are one: the dearer is never taken. With bounds of their own they may be of two sorts. */
static bool are_twins(const score__lever *a, const score__lever *b)
{
  if (a->kind != b->kind || a->mover != b->mover || a->effect_count != b->effect_count) return false;
  if (!same_formula(&a->most, &b->most)) return false;
  for (size_t i = 0; i < a->effect_count; i++)
    if (!has_effect(b, &a->effect[i])) return false;
  return true;
}

static void check_twins(const score__lint *l, size_t k, const score__tree *at)
{
  const score__lever *lever = &l->set->lever[k];
  for (size_t i = 0; i < k; i++) {
    if (!are_twins(&l->set->lever[i], lever)) continue;
    score__lint_say(l, at, NULL, 0, SCORE__PH_LINT_LEVER_TWIN, lever->key, l->set->lever[i].key, NULL);
    return;
  }
}

void score__lint_levers(const score__lint *l)
{
  const score_criteria *set = l->set;
  score__arena scratch = {0};
  readers r = {.set = set,
               .reads = score__arena_alloc(&scratch, set->measure_count, 1),
               .mine = score__arena_alloc(&scratch, set->measure_count, MOVERS),
               .any = score__arena_alloc(&scratch, set->measure_count, sizeof *r.any)};
  const score__tree *list = score__tree_get(l->root, "levers"), *at = list ? list->first : NULL;
  if (r.reads && r.mine && r.any) {
    score__lint_each_formula(l, see_formula, &r);
    for (size_t k = 0; k < set->tie_count; k++)
      if (!set->tie[k].is_node) r.reads[set->tie[k].index] = 1;
    for (size_t k = 0; k < set->lever_count && at; k++, at = at->next) {
      check_effects(l, &r, &set->lever[k], at);
      check_mover(l, &r, &set->lever[k], at);
      check_twins(l, k, at);
    }
  } else {
    *l->failed = true;
  }
  score__arena_free(&scratch);
}
