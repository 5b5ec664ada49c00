/* The definition's tree and the compiled set side by side: nodes, rules inside rules, formulas, parts of formulas. */
#include <string.h>

#include "definition/lint.h"
#include "model/operation.h"

/* ---- rules ---- */

typedef struct rule_walk {
  void (*see)(void *context, const score__lint_rule_use *use);
  void *context;
} rule_walk;

static const score__tree *child_at(const score__tree *list, size_t i)
{
  const score__tree *t = list ? list->first : NULL;
  while (t && i--) t = t->next;
  return t;
}

static void walk_rule(const rule_walk *w, const score__lint_rule_use *use);

static void walk_inside(const rule_walk *w, const score__lint_rule_use *use, const score__param *table,
                        const void *base)
{
  const int64_t *max = score__lint_param(table, "max", base);
  for (const score__param *p = table; p->name; p++) {
    const void *at = (const char *)base + p->offset;
    if (p->type == SCORE__PARAM_RULE) {
      const score__rule_use *inner = at;
      score__lint_rule_use below = {inner->kind, inner->rule, inner->at, use->node, max ? *max : use->max_micro};
      if (inner->kind) walk_rule(w, &below);
    } else if (p->type == SCORE__PARAM_ROWS) {
      const score__rows *rows = at;
      for (size_t i = 0; i < rows->count; i++) walk_inside(w, use, p->rows, (const char *)rows->item + i * p->row_size);
    }
  }
}

static void walk_rule(const rule_walk *w, const score__lint_rule_use *use)
{
  w->see(w->context, use);
  walk_inside(w, use, use->kind->params, use->rule);
}

void score__lint_each_rule(const score__lint *l, void (*see)(void *context, const score__lint_rule_use *u),
                           void *context)
{
  const rule_walk w = {see, context};
  for (uint32_t i = 1; i < l->set->node_count; i++) {
    const score__node *n = &l->set->node[i];
    if (n->kind != SCORE__NODE_CRITERION || !n->rule_kind) continue;
    const score__lint_rule_use use = {n->rule_kind, n->rule, score__tree_get(l->set->node_tree[i], "rule"), i,
                                      n->max_micro};
    walk_rule(&w, &use);
  }
}

/* ---- formulas ---- */

typedef struct formula_walk {
  const score__lint *l;
  void (*see)(void *context, const score__lint_formula *f);
  void *context;
} formula_walk;

static void see_formula(const formula_walk *w, const score__formula *f, const score__tree *at, const char *member,
                        uint32_t node, uint8_t role, const score__param *param)
{
  const score__lint_formula seen = {f->expr, f->text, at, member, node, role, param};
  if (f->expr && at) w->see(w->context, &seen);
}

static void see_table(const formula_walk *w, const score__param *table, const void *base, const score__tree *at,
                      uint32_t node)
{
  for (const score__param *p = table; p->name; p++) {
    const void *field = (const char *)base + p->offset;
    if (p->type == SCORE__PARAM_EXPR || p->type == SCORE__PARAM_CONDITION) {
      see_formula(w, field, at, p->name, node, SCORE__LINT_RULE, p);
    } else if (p->type == SCORE__PARAM_OPTIONED) {
      see_formula(w, &((const score__choice_use *)field)->formula, at, p->name, node, SCORE__LINT_RULE, p);
    } else if (p->type == SCORE__PARAM_ROWS) {
      const score__rows *rows = field;
      const score__tree *list = score__tree_get(at, p->name), *row = list ? list->first : NULL;
      for (size_t i = 0; i < rows->count && row; i++, row = row->next)
        see_table(w, p->rows, (const char *)rows->item + i * p->row_size, row, node);
    }
  }
}

static void see_rule(void *context, const score__lint_rule_use *use)
{
  see_table(context, use->kind->params, use->rule, use->at, use->node);
}

/* What stands at the node itself: the conditions of the groups above were joined in front of it. */
score__formula score__lint_applies(const score__lint *l, uint32_t i)
{
  const score__node *n = &l->set->node[i];
  score__formula f = n->applies_when;
  if (!f.expr || !score__tree_get(l->set->node_tree[i], "applies_when")) return (score__formula){NULL, NULL};
  if (l->set->node[n->parent].applies_when.expr && f.expr->op == SCORE__OP_AND) f.expr = f.expr->arg[1];
  const score__tree *t = score__tree_get(l->set->node_tree[i], "applies_when");
  f.text = t->text ? t->text : "";
  return f;
}

static void see_node(const formula_walk *w, uint32_t i)
{
  const score__node *n = &w->l->set->node[i];
  const score__formula applies = score__lint_applies(w->l, i);
  see_formula(w, &applies, w->l->set->node_tree[i], "applies_when", i, SCORE__LINT_APPLIES, NULL);
  if (n->kind != SCORE__NODE_CRITERION) return;
  see_formula(w, &n->requires, w->l->set->node_tree[i], "requires", i, SCORE__LINT_REQUIRES, NULL);
  const score__tree *caps = score__tree_get(w->l->set->node_tree[i], "cap_when");
  for (size_t k = 0; k < n->caps.count; k++)
    see_formula(w, &n->caps.item[k].when, child_at(caps, k), "when", i, SCORE__LINT_CAP, NULL);
}

static void see_set(const formula_walk *w)
{
  const score_criteria *set = w->l->set;
  const score__tree *grades = score__tree_get(w->l->root, "grades"), *bands = score__tree_get(grades, "bands");
  for (size_t i = 0; i < set->grade_count; i++) {
    const score__tree *gates = score__tree_get(child_at(bands, i), "gates");
    for (size_t k = 0; k < set->grade[i].gate_count; k++)
      see_formula(w, &set->grade[i].gate[k].when, child_at(gates, k), "when", UINT32_MAX, SCORE__LINT_GATE, NULL);
  }
  const score__tree *ceilings = score__tree_get(grades, "ceilings"), *forced = score__tree_get(grades, "forced");
  for (size_t i = 0; i < set->ceiling_count; i++)
    see_formula(w, &set->ceiling[i].when, child_at(ceilings, i), "when", UINT32_MAX, SCORE__LINT_CEILING, NULL);
  for (size_t i = 0; i < set->forced_count; i++)
    see_formula(w, &set->forced[i].when, child_at(forced, i), "when", UINT32_MAX, SCORE__LINT_FORCED, NULL);
  const score__tree *checks = score__tree_get(w->l->root, "checks");
  for (size_t i = 0; i < set->check_count; i++)
    see_formula(w, &set->check[i].when, child_at(checks, i), "when", UINT32_MAX, SCORE__LINT_CHECK, NULL);
}

void score__lint_each_formula(const score__lint *l, void (*see)(void *context, const score__lint_formula *f),
                              void *context)
{
  formula_walk w = {l, see, context};
  for (uint32_t i = 1; i < l->set->node_count; i++) see_node(&w, i);
  score__lint_each_rule(l, see_rule, &w);
  see_set(&w);
}

void score__lint_each_part(const score_criteria *set, const score__expr *e,
                           void (*see)(void *context, const score__expr *part), void *context)
{
  see(context, e);
  for (uint16_t i = 0; i < e->arg_count; i++) score__lint_each_part(set, e->arg[i], see, context);
  if (e->op == SCORE__OP_CHILDREN) score__lint_each_part(set, set->children[e->index].a, see, context);
  if (e->op != SCORE__OP_COHORT) return;
  const score__cohort_stat *c = &set->cohort[e->index];
  if (c->a) score__lint_each_part(set, c->a, see, context);
  if (c->b) score__lint_each_part(set, c->b, see, context);
}

const void *score__lint_param(const score__param *table, const char *name, const void *base)
{
  for (const score__param *p = table; p->name; p++)
    if (!strcmp(p->name, name)) return (const char *)base + p->offset;
  return NULL;
}

/* ---- what is compared, named and used anywhere ---- */

#define MOST_KINDS 32 /* of units: what is checked for each of them stays quick */

static void take_kind(score__lint *l, const char *text)
{
  for (size_t i = 0; i < l->kind_count; i++)
    if (!strcmp(l->kind[i], text)) return;
  if (l->kind_count + 1 < MOST_KINDS) l->kind[l->kind_count++] = text;
}

static void take_part(void *context, const score__expr *e)
{
  score__lint *l = context;
  const score_criteria *set = l->set;
  if ((e->op == SCORE__OP_MEASURE || e->op == SCORE__OP_HAS) && e->index < set->measure_count)
    l->measure_used[e->index] = 1;
  if (e->op == SCORE__OP_EARLIER || e->op == SCORE__OP_HAS_EARLIER) l->measure_used[set->earlier[e->index].measure] = 1;
  if (e->arg_count != 2) return;
  const score__expr *a = e->arg[0], *b = e->arg[1];
  for (int turn = 0; turn < 2; turn++) {
    if (a->op == SCORE__OP_UNIT_ATTRIBUTE && b->op == SCORE__OP_TEXT && !strcmp(set->attribute[a->index], "kind"))
      take_kind(l, b->text);
    score__fraction option;
    if (a->op == SCORE__OP_MEASURE && set->measure[a->index].type == SCORE__MEASURE_CHOICE &&
        score__expr_is_constant(b, &option) && option.num >= 0 &&
        option.num < (score__i128)set->measure[a->index].option_count)
      l->option_named[l->option_at[a->index] + (size_t)option.num] = 1;
    const score__expr *first = a;
    a = b;
    b = first;
  }
}

static void take_formula(void *context, const score__lint_formula *f)
{
  score__lint *l = context;
  score__lint_each_part(l->set, f->expr, take_part, l);
  size_t m = score__expr_measure(f->expr);
  if (!f->param || f->param->type != SCORE__PARAM_OPTIONED || m == SIZE_MAX) return;
  memset(l->option_named + l->option_at[m], 1, l->set->measure[m].option_count); /* each has its row */
}

int score__lint_prepare(score__lint *l)
{
  const score_criteria *set = l->set;
  size_t options = 0;
  l->kind = score__arena_alloc(&l->arena, MOST_KINDS, sizeof *l->kind);
  l->option_at = score__arena_alloc(&l->arena, set->measure_count, sizeof *l->option_at);
  l->measure_used = score__arena_alloc(&l->arena, set->measure_count, 1);
  for (size_t m = 0; m < set->measure_count && l->option_at; m++) {
    l->option_at[m] = options;
    options += set->measure[m].option_count;
  }
  l->option_named = score__arena_alloc(&l->arena, options, 1);
  if (l->arena.failed || !l->kind || !l->option_at || !l->measure_used || !l->option_named) return -1;
  score__lint_each_formula(l, take_formula, l);
  if (l->kind_count == 1) l->kind[l->kind_count++] = ""; /* and all others */
  if (!l->kind_count) l->kind_count = 1;                 /* one, without a name */
  return score__lint_find_best(l);
}
