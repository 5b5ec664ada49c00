/* Measures that formulas name and nobody declares: what a formula does with a name says what it is. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "definition/authoring.h"
#include "definition/definition.h"
#include "model/lexer.h"
#include "rule/rule.h"

typedef struct guess {
  score__authoring *a;
  const score__tree *conditions;
  size_t declared;            /* measures that rows declare */
  size_t origins, origin_cap; /* of what is declared here: beside the others, which are being looked through */
  score__cell_origin *origin;
} guess;

static void declare(guess *g, const score__tree *at, const char *key, const char *type, const score__tree *options)
{
  score__authoring *a = g->a;
  if (score__authoring_measure(a, key) || (g->conditions && score__tree_get(g->conditions, key))) return;
  score__tree *m = score__authoring_measure_add(a, key);
  if (!m) return;
  score__authoring_text(a, m, "name", key);
  score__authoring_text(a, m, "type", type);
  score__tree *list = options ? score__tree_add(a->arena, m, SCORE__TREE_LIST, "options") : NULL;
  for (const score__tree *o = options ? options->first : NULL; o && list; o = o->next) {
    const score__tree *name = score__tree_get(o, "option");
    score__tree *option = name ? score__tree_add(a->arena, list, SCORE__TREE_OBJECT, NULL) : NULL;
    if (!option || name->kind != SCORE__TREE_TEXT) continue;
    score__authoring_text(a, option, "key", name->text);
    score__authoring_text(a, option, "name", name->text);
  }
  const score__cell_origin *o = NULL;
  for (const score__tree *t = at; t && !o; t = t->parent) o = score__authoring_origin_of(a, t);
  uint32_t line = o ? o->line : 0;
  size_t column = o ? o->column : SIZE_MAX;
  if (score__grow(&g->origin, &g->origin_cap, g->origins + 1, sizeof *g->origin))
    a->arena->failed = true;
  else
    g->origin[g->origins++] = (score__cell_origin){m, line, column};
  if (g->declared) /* in a sheet that declares its measures this may be a slip */
    score__authoring_fault(a, line, column, SCORE_WARNING, SCORE__PH_SHEET_GUESSED, key, type);
}

score__tree *score__authoring_measure(const score__authoring *a, const char *key)
{
  size_t i = score__dict_get(&a->by_measure, key);
  return i == SIZE_MAX ? NULL : a->measure[i];
}

static void keep(score__authoring *a, score__tree *measure)
{
  if (score__grow(&a->measure, &a->measure_cap, a->measure_count + 1, sizeof(score__tree *)) ||
      score__dict_add(&a->by_measure, measure->key, a->measure_count))
    a->arena->failed = true;
  else
    a->measure[a->measure_count++] = measure;
}

score__tree *score__authoring_measure_add(score__authoring *a, const char *key)
{
  score__tree *map = score__authoring_member(a, a->root, "measures", SCORE__TREE_OBJECT);
  for (score__tree *m = map && !a->measure_count ? map->first : NULL; m; m = m->next) keep(a, m); /* as a whole */
  score__tree *t = map ? score__tree_add(a->arena, map, SCORE__TREE_OBJECT, key) : NULL;
  if (t) keep(a, t);
  return t;
}

/* ---- formulas ---- */

static bool is_arithmetic(const score__lexer *x)
{
  static const char *const signs[] = {"+", "-", "*", "/", NULL};
  for (size_t i = 0; signs[i]; i++)
    if (score__lexer_is(x, signs[i])) return true;
  return false;
}

static bool is_comparison(const score__lexer *x)
{
  static const char *const signs[] = {"==", "!=", "<", "<=", ">", ">=", NULL};
  for (size_t i = 0; signs[i]; i++)
    if (score__lexer_is(x, signs[i])) return true;
  return false;
}

static bool is_operator(const score__lexer *x)
{
  return is_arithmetic(x) || is_comparison(x);
}

static bool is_percent(const score__lexer *x)
{
  return x->kind == SCORE__TOKEN_NUMBER && x->length && x->text[x->at + x->length - 1] == '%';
}

/* What stands on the other side of a comparison says what a name is: "x >= 80%", "x < date(...)"; NULL = nothing. */
static const char *type_beside(const score__lexer *behind)
{
  score__lexer next = *behind;
  if (!is_comparison(behind) || score__lexer_advance(&next, NULL)) return NULL;
  return is_percent(&next) ? "percent" : score__lexer_is(&next, "date") ? "date" : NULL;
}

static const char *type_in(const char *function)
{
  static const struct {
    const char *name, *type;
  } functions[] = {{"if", NULL},
                   {"count", "boolean"},
                   {"children.count", "boolean"},
                   {"children.share", "boolean"},
                   {"days", "date"},
                   {"workdays", "date"},
                   {"(", NULL}};
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (!strcmp(functions[i].name, function)) return functions[i].type;
  return "count";
}

static const char *name_text(guess *g, const score__lexer *x)
{
  return score__arena_copy(g->a->arena, x->text + x->at, x->length);
}

#define MOST_OPEN 64

typedef struct open {
  const char *type; /* of what stands inside, NULL = by the place */
  bool branch;      /* if(: its first argument is a condition, the others are what the whole is */
  unsigned argument;
} open;

static const char *type_of(const open *stack, size_t depth, const char *outside, bool operated)
{
  if (operated) {
    for (size_t i = depth; i-- > 0;)
      if (stack[i].type && !strcmp(stack[i].type, "date")) return "date";
    return "count";
  }
  for (size_t i = depth; i-- > 0;) {
    if (stack[i].branch && stack[i].argument == 0) return "boolean";
    if (stack[i].type) return stack[i].type;
  }
  return outside;
}

static void read_formula(guess *g, const score__tree *at, const char *text, const char *outside)
{
  static const char *const words[] = {"and", "or", "not", "true", "false", NULL};
  score__lexer x = {.text = text, .size = strlen(text)};
  open stack[MOST_OPEN];
  size_t depth = 0;
  bool operated = false, computed = false;     /* an operator, an arithmetic one, stands before it */
  bool percent = false, after_percent = false; /* "80%", "80% <=" */
  const char *function = "(";
  while (score__lexer_advance(&x, NULL) == 0 && x.kind != SCORE__TOKEN_END) {
    if (x.kind == SCORE__TOKEN_NAME) {
      const char *name = name_text(g, &x);
      score__lexer next = x;
      bool more = name && score__lexer_advance(&next, NULL) == 0;
      if (!name) return;
      function = more && score__lexer_is(&next, "(") ? name : "(";
      bool plain = function != name && !strchr(name, '.') && !score__notation_taken(words, name);
      const char *type = NULL;
      if (after_percent && !(more && is_arithmetic(&next))) type = "percent";
      if (!type && more && !computed) type = type_beside(&next);
      if (!type) type = type_of(stack, depth, outside, operated || (more && is_operator(&next)));
      if (plain) declare(g, at, name, type, NULL);
    } else if (score__lexer_is(&x, "(")) {
      if (depth == MOST_OPEN) return;
      stack[depth++] = (open){.type = type_in(function), .branch = !strcmp(function, "if")};
      function = "(";
    } else if (score__lexer_is(&x, ")") && depth) {
      depth--;
    } else if (score__lexer_is(&x, ",") && depth) {
      stack[depth - 1].argument++;
    }
    operated = is_operator(&x);
    computed = is_arithmetic(&x);
    after_percent = percent && is_comparison(&x);
    percent = is_percent(&x);
  }
}

/* ---- the tree, beside its tables ---- */

static void walk(guess *g, const score__tree *object, const score__param *table);

static bool says_percent(const score__tree *t)
{
  size_t n = t && t->kind == SCORE__TREE_TEXT ? strlen(t->text) : 0;
  return n > 1 && t->text[n - 1] == '%' && strspn(t->text, "0123456789.") == n - 1;
}

/* A value that is measured against percentages: "bands: x; >= 88%: 2", "steps: x; 80%; 3". */
static bool is_measured_in_percent(const score__tree *rule)
{
  const score__tree *bands = score__tree_get(rule, "bands");
  for (const score__tree *b = bands ? bands->first : NULL; b; b = b->next)
    if (says_percent(score__tree_get(b, "from")) || says_percent(score__tree_get(b, "to"))) return true;
  return says_percent(score__tree_get(rule, "level"));
}

static void walk_rule(guess *g, const score__tree *rule)
{
  const score__tree *kind = score__tree_get(rule, "kind");
  const score__rule_kind *k = kind && kind->kind == SCORE__TREE_TEXT ? score__rule_find(kind->text) : NULL;
  if (!k) return;
  const score__tree *value = score__tree_get(rule, "value"), *options = score__tree_get(rule, "options");
  if (value && value->kind == SCORE__TREE_TEXT && score__definition_key(value->text, false) &&
      score__param_find(k->params, "value")->type == SCORE__PARAM_OPTIONED && options &&
      options->kind == SCORE__TREE_LIST)
    declare(g, rule, value->text, "choice", options);
  if (value && value->kind == SCORE__TREE_TEXT && score__definition_key(value->text, false) &&
      is_measured_in_percent(rule))
    declare(g, value, value->text, "percent", NULL);
  walk(g, rule, k->params);
}

static void walk_value(guess *g, const score__tree *t, const score__param *p)
{
  bool rows = p->type == SCORE__PARAM_ROWS || p->shape == SCORE__SHAPE_LIST || p->shape == SCORE__SHAPE_MAP;
  if (p->type == SCORE__PARAM_EXPR || p->type == SCORE__PARAM_CONDITION) {
    if (t->kind == SCORE__TREE_TEXT) read_formula(g, t, t->text, p->type == SCORE__PARAM_EXPR ? "count" : "boolean");
  } else if (p->type == SCORE__PARAM_RULE || p->shape == SCORE__SHAPE_RULE) {
    walk_rule(g, t);
  } else if (p->shape == SCORE__SHAPE_TEXT_MAP) {
    for (const score__tree *m = t->first; m; m = m->next)
      if (m->kind == SCORE__TREE_TEXT && strcmp(m->key, "comment") != 0) read_formula(g, m, m->text, "boolean");
  } else if (rows) {
    for (const score__tree *m = t->first; m; m = m->next) walk(g, m, p->rows);
  } else if (p->shape == SCORE__SHAPE_OBJECT) {
    walk(g, t, p->rows);
  }
}

/* Recursion is as deep as the tables and the groups are. */
static void walk(guess *g, const score__tree *object, const score__param *table)
{
  if (object->kind != SCORE__TREE_OBJECT || !table) return;
  for (const score__tree *m = object->first; m; m = m->next) {
    const score__param *p = score__param_find(table, m->key);
    /* What a lever names, a criterion reads: a name of its own there is a slip. */
    if (p && p->rows != score__lever_params) walk_value(g, m, p);
  }
}

void score__authoring_measures(score__authoring *a)
{
  guess g = {.a = a};
  g.conditions = score__tree_get(a->root, "conditions");
  for (size_t i = 0; i < a->row_count; i++) g.declared += a->row[i].kind == SCORE__ROW_MEASURE;
  score__authoring_origins_sort(a);
  walk(&g, a->root, score__definition_root);
  for (size_t i = 0; i < g.origins; i++)
    score__authoring_origin(a, g.origin[i].at, g.origin[i].line, g.origin[i].column);
  score__authoring_origins_sort(a);
  free(g.origin);
}
