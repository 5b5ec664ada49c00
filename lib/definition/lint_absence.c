/* Points for having no data: has() where leaving out a figure makes the unit's score or grade better.
 * A condition helps when it is true (requires, a rule, a gate) or harms (a cap, a ceiling, all of it in a penalty);
 * "not", "==  false", the right side of "-" and the like turn that round. */
#include <string.h>

#include "definition/lint.h"
#include "model/operation.h"

enum { HARMS = -1, NEITHER = 0, HELPS = 1 };

typedef struct search {
  const score__lint *l;
  const score__lint_formula *f;
  bool found;
} search;

static void look(search *s, const score__expr *e, int way);

static void say(search *s, const score__expr *e, const char *what)
{
  if (s->found) return; /* one in a formula will do */
  s->found = true;
  /* Inside a named condition the place is one of another text. */
  bool here = e->at < strlen(s->f->text) && !strncmp(s->f->text + e->at, "has", 3);
  score__lint_say(s->l, s->f->at, s->f->member, here ? e->at + 1 : 0, SCORE__PH_LINT_ABSENCE, what, NULL, NULL);
}

/* A comparison with true or false keeps or turns the other side. */
static void look_equal(search *s, const score__expr *e, int way)
{
  for (int i = 0; i < 2; i++) {
    score__fraction v;
    if (!score__expr_is_constant(e->arg[i], &v) || e->arg[1 - i]->type != SCORE__TYPE_CONDITION) continue;
    bool turns = (v.num == 0) == (e->op == SCORE__OP_EQUAL);
    look(s, e->arg[1 - i], turns ? -way : way);
    return;
  }
}

static void look_if(search *s, const score__expr *e, int way)
{
  score__fraction a, b;
  bool constant = score__expr_is_constant(e->arg[1], &a) && score__expr_is_constant(e->arg[2], &b);
  look(s, e->arg[0], constant ? way * score__fraction_cmp(&a, &b) : NEITHER);
  look(s, e->arg[1], way);
  look(s, e->arg[2], way);
}

static void look(search *s, const score__expr *e, int way)
{
  static const char *const stages[] = {"self", "verified", "published"};
  int first = way, others = way;
  switch (e->op) {
  case SCORE__OP_HAS:
    if (way == HARMS) say(s, e, s->l->set->measure[e->index].key);
    return;
  case SCORE__OP_HAS_EARLIER:
    if (way == HARMS) say(s, e, s->l->set->earlier[e->index].text);
    return;
  case SCORE__OP_HAS_STAGE:
    if (way == HARMS) say(s, e, stages[e->index % 3]);
    return;
  case SCORE__OP_EQUAL:
  case SCORE__OP_NOT_EQUAL: look_equal(s, e, way); return;
  case SCORE__OP_IF: look_if(s, e, way); return;
  case SCORE__OP_NOT:
  case SCORE__OP_NEGATE:
  case SCORE__OP_LESS:
  case SCORE__OP_LESS_EQUAL: first = -way; break;
  case SCORE__OP_SUBTRACT:
  case SCORE__OP_DIVIDE:
  case SCORE__OP_GREATER:
  case SCORE__OP_GREATER_EQUAL: others = -way; break;
  default: break;
  }
  for (uint16_t i = 0; i < e->arg_count; i++) look(s, e->arg[i], i ? others : first);
}

/* Where more of a rule's parameter is less for the unit. */
static bool is_hurdle(const score__param *p)
{
  static const char *const names[] = {"den", "target", "floor", "level", "from", NULL};
  for (size_t i = 0; p && names[i]; i++)
    if (!strcmp(p->name, names[i])) return true;
  return false;
}

static int way_of(const score__lint *l, const score__lint_formula *f)
{
  const score__node *n = f->node == UINT32_MAX ? NULL : &l->set->node[f->node];
  int way = n && n->group_kind == SCORE__GROUP_PENALTY ? HARMS : HELPS;
  const score__tree *direction = score__tree_get(f->at, "direction");
  switch (f->role) {
  case SCORE__LINT_RULE:
    if (direction && direction->text && !strcmp(direction->text, "down")) way = -way;
    return is_hurdle(f->param) ? -way : way;
  case SCORE__LINT_APPLIES: /* not applicable without loss */
    return way == HELPS && n && n->na_policy == SCORE__NA_ZERO ? HELPS : HARMS;
  case SCORE__LINT_CAP: return -way;
  case SCORE__LINT_CEILING: return HARMS;
  case SCORE__LINT_FORCED:
  case SCORE__LINT_CHECK: return NEITHER;
  default: return way;
  }
}

static void see_formula(void *context, const score__lint_formula *f)
{
  search s = {.l = context, .f = f};
  look(&s, f->expr, way_of(s.l, f));
}

void score__lint_absence(const score__lint *l)
{
  score__lint_each_formula(l, see_formula, (void *)(uintptr_t)l);
}
