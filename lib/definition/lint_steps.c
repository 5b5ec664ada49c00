/* Slopes of a `steps` rule that can change nothing, and caps of a criterion that never act. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "definition/lint.h"

static bool number_at(const score__tree *object, const char *name, score__fraction *out)
{
  const score__tree *t = score__tree_get(object, name);
  if (t && t->kind == SCORE__TREE_INTEGER) *out = score__fraction_make(t->integer, 1);
  if (t && t->kind == SCORE__TREE_INTEGER) return true;
  return t && t->kind == SCORE__TREE_TEXT && !score__decimal_parse_fraction(out, t->text, strlen(t->text), '.');
}

/* No way to go: it begins where it should end. */
static bool has_no_room(const score__tree *rule, const score__tree *slope)
{
  const score__tree *direction = score__tree_get(rule, "direction");
  bool down = direction && direction->text && !strcmp(direction->text, "down");
  score__fraction from, to;
  if (!number_at(slope, "to", &to)) return false;
  if (!number_at(slope, "from", &from) && !number_at(rule, "level", &from)) return false;
  int order = score__fraction_cmp(&to, &from);
  return down ? order >= 0 : order <= 0;
}

static bool is_dead(const score__tree *rule, const score__tree *slope, int64_t max_micro)
{
  score__fraction base = {0, 1}, cap, add = {0, 1}, own;
  if (!number_at(rule, "cap", &cap)) cap = score__fraction_make(max_micro, 1000000);
  number_at(rule, "base", &base);
  number_at(slope, "add", &add);
  if (add.num == 0 || (number_at(slope, "cap", &own) && own.num == 0)) return true;
  if (add.num > 0 && score__fraction_cmp(&base, &cap) >= 0) return true;
  if (add.num < 0 && base.num <= 0) return true;
  return has_no_room(rule, slope);
}

/* A slope that leads down makes room for one that leads up. */
static bool leads_down(const score__tree *slopes)
{
  for (const score__tree *s = slopes->first; s; s = s->next) {
    score__fraction add;
    if (number_at(s, "add", &add) && add.num < 0) return true;
  }
  return false;
}

static void check_rule(void *context, const score__lint_rule_use *use)
{
  const score__tree *slopes = strcmp(use->kind->name, "steps") ? NULL : score__tree_get(use->at, "slopes");
  if (!slopes || leads_down(slopes)) return;
  char n[24];
  for (const score__tree *s = slopes->first; s; s = s->next)
    if (is_dead(use->at, s, use->max_micro))
      score__lint_say(context, s, NULL, 0, SCORE__PH_LINT_SLOPE_DEAD, score__int_text(n, (int64_t)s->index + 1), NULL,
                      NULL);
}

static void check_caps(const score__lint *l, uint32_t i)
{
  const score__node *n = &l->set->node[i];
  const score__tree *caps = n->caps.count ? score__tree_get(l->set->node_tree[i], "cap_when") : NULL;
  const score__tree *t = caps ? caps->first : NULL;
  for (size_t k = 0; k < n->caps.count && t; k++, t = t->next) {
    char a[32], b[32];
    if (n->caps.item[k].cap_micro < n->max_micro) continue;
    score__points_print(a, sizeof a, n->caps.item[k].cap_micro, 0, '.');
    score__points_print(b, sizeof b, n->max_micro, 0, '.');
    score__lint_say(l, t, "cap", 0, SCORE__PH_LINT_CAP_IDLE, a, b, NULL);
  }
}

void score__lint_steps(const score__lint *l)
{
  score__lint_each_rule(l, check_rule, (void *)(uintptr_t)l);
  for (uint32_t i = 1; i < l->set->node_count; i++) check_caps(l, i);
}
