/* Ways to add up that do not go with what happens to parts that do not apply. */
#include "base/decimal.h"
#include "definition/lint.h"

static bool can_miss(const score__node *n)
{
  if (n->applies_when.expr || n->na_from_data || n->has_due || n->kind == SCORE__NODE_GROUP) return true;
  return n->rule_kind && n->rule_kind->yields && n->rule_kind->yields(n->rule);
}

typedef struct parts {
  int64_t staying; /* maxima of what is always in */
  bool adjusted, excluded, unequal;
} parts;

static parts parts_of(const score_criteria *set, uint32_t i)
{
  const score__node *g = &set->node[i];
  parts p = {0};
  for (uint32_t c = i + 1; c < g->end; c = set->node[c].end) {
    const score__node *n = &set->node[c];
    p.adjusted = p.adjusted || n->na_policy == SCORE__NA_RESCALE || n->na_policy == SCORE__NA_SPLIT;
    p.excluded = p.excluded || n->na_policy == SCORE__NA_EXCLUDE;
    p.unequal = p.unequal || n->max_micro != set->node[i + 1].max_micro;
    if (n->na_policy != SCORE__NA_RESCALE || !can_miss(n)) p.staying += n->max_micro;
  }
  return p;
}

void score__lint_groups(const score__lint *l)
{
  for (uint32_t i = 1; i < l->set->node_count; i++) {
    const score__node *g = &l->set->node[i];
    if (g->kind != SCORE__NODE_GROUP || g->end == i + 1) continue;
    const parts p = parts_of(l->set, i);
    if (g->aggregate == SCORE__AGGREGATE_SHARE_MET && p.adjusted)
      score__lint_say(l, l->set->node_tree[i], NULL, 0, SCORE__PH_LINT_SHARE_MET, g->key, NULL, NULL);
    if (g->aggregate == SCORE__AGGREGATE_WEIGHTED && p.excluded && p.unequal)
      score__lint_say(l, l->set->node_tree[i], NULL, 0, SCORE__PH_LINT_WEIGHTED, g->key, NULL, NULL);
    if (score__tree_get(l->set->node_tree[i], "rescale_to") && g->rescale_to_micro < p.staying) {
      char a[32], b[32];
      score__points_print(a, sizeof a, g->rescale_to_micro, 0, '.');
      score__points_print(b, sizeof b, p.staying, 0, '.');
      score__lint_say(l, l->set->node_tree[i], "rescale_to", 0, SCORE__PH_LINT_RESCALE_LOW, a, b, NULL);
    }
  }
}
