/* What an officer leaves out: identity, maxima, rules of slots without a text, the total. */
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "definition/authoring.h"
#include "definition/definition.h"
#include "rule/rule.h"

/* The default of a member that came from nowhere points at the row of its object. */
static void initial(score__authoring *a, score__tree *object, const char *key, const char *text)
{
  if (!score__tree_get(object, key)) score__authoring_text(a, object, key, text);
}

static int64_t micro_of(const score__tree *object, const char *key)
{
  const score__tree *t = score__tree_get(object, key);
  int64_t v = 0;
  if (t && t->kind == SCORE__TREE_TEXT && score__decimal_parse(&v, t->text, strlen(t->text), 6, '.') == 0)
    return v > 0 ? v : 0;
  return t && t->kind == SCORE__TREE_INTEGER && t->integer > 0 && t->integer < SCORE__MAX_VALUE / SCORE__MICRO
             ? t->integer * SCORE__MICRO
             : 0;
}

static const char *micro_text(score__authoring *a, int64_t v)
{
  char buf[48];
  score__decimal_print(buf, sizeof buf, v, 6, -1, '.');
  return score__arena_text(a->arena, buf);
}

static void identity(score__authoring *a)
{
  const char *stem = a->stem ? score__authoring_key(a, a->stem, false) : "";
  char *id = score__arena_text(a->arena, *stem ? stem : "bo-tieu-chi");
  for (char *c = id; c && *c; c++) {
    if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    if (*c == '_' || *c == '.') *c = '-';
  }
  if (!score__tree_get(a->root, "format")) {
    score__tree *t = score__tree_add(a->arena, a->root, SCORE__TREE_INTEGER, "format");
    if (t) t->integer = 1;
  }
  for (score__tree *m = a->root->first; m; m = m->next) { /* what is asked for outside beats the sheet */
    if (a->id && !strcmp(m->key, "id")) m->kind = SCORE__TREE_TEXT, m->text = a->id;
    if (a->version && !strcmp(m->key, "version")) m->kind = SCORE__TREE_TEXT, m->text = a->version;
  }
  initial(a, a->root, "id", a->id ? a->id : id ? id : "");
  initial(a, a->root, "version", a->version ? a->version : "1");
  initial(a, a->root, "status", "draft");
  const score__tree *said = score__tree_get(a->root, "id");
  initial(a, a->root, "name", a->title ? a->title : said && said->kind == SCORE__TREE_TEXT ? said->text : "");
}

static const char *joined(score__authoring *a, const char *x, const char *y)
{
  size_t n = strlen(x), m = strlen(y);
  char *s = score__arena_alloc(a->arena, n + m + 1, 1);
  if (!s) return "";
  memcpy(s, x, n);
  memcpy(s + n, y, m);
  return s;
}

/* A measure of its own, yes or no, with the criterion's name. */
static void open_slot(score__authoring *a, score__tree *criterion)
{
  const score__tree *key = score__tree_get(criterion, "key"), *name = score__tree_get(criterion, "name");
  if (!key || key->kind != SCORE__TREE_TEXT) return;
  const char *base = joined(a, "tc_", score__authoring_key(a, key->text, true)), *measure = base;
  char mark[] = "_2"; /* codes that fold into one key */
  for (; score__authoring_measure(a, measure) && mark[1] <= '9'; mark[1]++) measure = joined(a, base, mark);
  score__tree *rule = score__tree_add(a->arena, criterion, SCORE__TREE_OBJECT, "rule");
  score__tree *m = score__authoring_measure_add(a, measure);
  if (!rule || !m) return;
  score__authoring_text(a, rule, "kind", "met");
  score__authoring_text(a, rule, "when", measure);
  if (!score__tree_get(criterion, "open")) {
    score__tree *open = score__tree_add(a->arena, criterion, SCORE__TREE_BOOLEAN, "open");
    if (open) open->integer = 1;
  }
  score__tree *n = score__tree_add(a->arena, m, name ? name->kind : SCORE__TREE_TEXT, "name");
  if (n && name && name->kind == SCORE__TREE_OBJECT)
    for (const score__tree *t = name->first; t; t = t->next)
      if (t->kind == SCORE__TREE_TEXT) score__authoring_text(a, n, t->key, t->text);
  if (n && (!name || name->kind == SCORE__TREE_TEXT)) n->text = name ? name->text : measure;
  score__authoring_text(a, m, "type", "boolean");
}

static void order_rule(score__tree *criterion)
{
  for (score__tree *m = criterion->first; m; m = m->next) {
    const score__tree *kind = strcmp(m->key, "rule") != 0 ? NULL : score__tree_get(m, "kind");
    const score__rule_kind *k = kind && kind->kind == SCORE__TREE_TEXT ? score__rule_find(kind->text) : NULL;
    if (k) score__authoring_order(m, k->params);
  }
}

static void complete_group(score__authoring *a, score__tree *group);

static void complete_list(score__authoring *a, const score__tree *list)
{
  for (score__tree *g = list ? list->first : NULL; g; g = g->next) complete_group(a, g);
}

static int64_t sum_of(const score__tree *list, bool normal_only)
{
  int64_t sum = 0;
  for (const score__tree *t = list ? list->first : NULL; t; t = t->next) {
    const score__tree *kind = score__tree_get(t, "kind");
    bool beside = kind && kind->kind == SCORE__TREE_TEXT && strcmp(kind->text, "normal") != 0;
    if (!(normal_only && beside)) sum += micro_of(t, "max");
  }
  return sum;
}

/* Recursion is as deep as groups may be, which was bounded when they were linked. */
static void complete_group(score__authoring *a, score__tree *group)
{
  const score__tree *groups = score__tree_get(group, "groups"), *criteria = score__tree_get(group, "criteria");
  if (groups && groups->kind != SCORE__TREE_LIST) groups = NULL;
  if (criteria && criteria->kind != SCORE__TREE_LIST) criteria = NULL;
  complete_list(a, groups);
  for (score__tree *c = criteria ? criteria->first : NULL; c; c = c->next) {
    initial(a, c, "max", "1");
    if (!score__tree_get(c, "rule")) open_slot(a, c);
    order_rule(c);
    score__authoring_order(c, score__criterion_params);
  }
  initial(a, group, "max", micro_text(a, sum_of(groups, false) + sum_of(criteria, false)));
  score__authoring_order(group, score__group_params);
}

void score__authoring_defaults(score__authoring *a)
{
  const score__tree *groups = score__tree_get(a->root, "groups");
  identity(a);
  complete_list(a, groups);
  score__tree *total = score__authoring_member(a, a->root, "total", SCORE__TREE_OBJECT);
  if (!total) return; /* something else stands there: the loader says so */
  bool bare = !total->count;
  initial(a, total, "max", micro_text(a, sum_of(groups, true)));
  if (bare) initial(a, total, "basis", "points");
}
