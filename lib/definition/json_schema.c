/* Walks the tables that the loader reads by, so that both say the same. What the schema refuses, the loader refuses; what
 * only a compiler sees (names, cycles, maxima) is left to it. */
#include "definition/json_schema.h"

#include <string.h>

#include "base/limits.h"
#include "definition/definition.h"
#include "rule/rule.h"

typedef struct schema {
  score__arena *arena;
  score_lang lang;
  bool failed;
} schema;

static score__tree *add(schema *s, score__tree *parent, int kind, const char *key)
{
  score__tree *t = s->failed ? NULL : score__tree_add(s->arena, parent, (score__tree_kind)kind, key);
  s->failed |= !t;
  return t;
}

static score__tree *object(schema *s, score__tree *parent, const char *key)
{
  return add(s, parent, SCORE__TREE_OBJECT, key);
}

static void text(schema *s, score__tree *parent, const char *key, const char *value)
{
  score__tree *t = add(s, parent, SCORE__TREE_TEXT, key);
  if (t) t->text = value;
}

static void integer(schema *s, score__tree *parent, const char *key, int64_t value)
{
  score__tree *t = add(s, parent, SCORE__TREE_INTEGER, key);
  if (t) t->integer = value;
}

static void flag(schema *s, score__tree *parent, const char *key, bool value)
{
  score__tree *t = add(s, parent, SCORE__TREE_BOOLEAN, key);
  if (t) t->integer = value;
}

static void texts(schema *s, score__tree *parent, const char *key, const char *const *values)
{
  score__tree *list = add(s, parent, SCORE__TREE_LIST, key);
  for (size_t i = 0; values[i]; i++) text(s, list, NULL, values[i]);
}

static void refer(schema *s, score__tree *to, const char *definition)
{
  score__buffer b = {0};
  score__buffer_text(&b, "#/$defs/");
  score__buffer_text(&b, definition);
  const char *copy = b.data && !b.failed ? score__arena_text(s->arena, b.data) : NULL;
  s->failed |= !copy;
  if (copy) text(s, to, "$ref", copy);
  score__buffer_free(&b);
}

static void members(schema *s, score__tree *into, const score__param *table, const char *kind);

static score__tree *list_of(schema *s, score__tree *into)
{
  text(s, into, "type", "array");
  return object(s, into, "items");
}

/* Tables that others refer to: by name, since they may hold themselves. */
static const char *name_of(const score__param *table)
{
  static const struct {
    const score__param *table;
    const char *name;
  } named[] = {{score__group_params, "group"},   {score__criterion_params, "criterion"},
               {score__source_params, "source"}, {score__measure_params, "measure"},
               {score__option_params, "option"}, {NULL, NULL}};
  for (size_t i = 0; named[i].name; i++)
    if (named[i].table == table) return named[i].name;
  return NULL;
}

static void table_of(schema *s, score__tree *into, const score__param *table)
{
  const char *name = name_of(table);
  if (name)
    refer(s, into, name);
  else
    members(s, into, table, NULL);
}

static void shape(schema *s, score__tree *into, const score__param *p)
{
  static const char *const refs[] = {
      [SCORE__SHAPE_GRID] = "grid", [SCORE__SHAPE_BOUND] = "bound", [SCORE__SHAPE_RULE] = "rule"};
  switch (p->shape) {
  case SCORE__SHAPE_OBJECT: table_of(s, into, p->rows); break;
  case SCORE__SHAPE_LIST: table_of(s, list_of(s, into), p->rows); break;
  case SCORE__SHAPE_MAP: {
    text(s, into, "type", "object");
    score__tree *comment = object(s, object(s, into, "properties"), "comment");
    (void)comment;
    table_of(s, object(s, into, "additionalProperties"), p->rows);
    break;
  }
  case SCORE__SHAPE_TEXTS: text(s, list_of(s, into), "type", "string"); break;
  case SCORE__SHAPE_DAYS: refer(s, list_of(s, into), "date"); break;
  case SCORE__SHAPE_TEXT_MAP:
    text(s, into, "type", "object");
    object(s, object(s, into, "properties"), "comment");
    text(s, object(s, into, "additionalProperties"), "type", "string");
    break;
  case SCORE__SHAPE_EFFECT:
    text(s, into, "type", "object");
    object(s, object(s, into, "properties"), "comment");
    refer(s, object(s, into, "additionalProperties"), "effect");
    integer(s, into, "minProperties", 1);
    break;
  case SCORE__SHAPE_WORDS: refer(s, list_of(s, into), "words"); break;
  case SCORE__SHAPE_ANY: break;
  default: refer(s, into, refs[p->shape]);
  }
}

static void one(schema *s, score__tree *into, const score__param *p)
{
  static const char *const refs[] = {
      [SCORE__PARAM_NUMBER] = "decimal", [SCORE__PARAM_MICRO] = "points",        [SCORE__PARAM_EXPR] = "expression",
      [SCORE__PARAM_WORDS] = "words",    [SCORE__PARAM_CONDITION] = "condition", [SCORE__PARAM_DAY] = "date",
      [SCORE__PARAM_RULE] = "rule"};
  if (*p->doc.text[s->lang]) text(s, into, "description", p->doc.text[s->lang]);
  switch (p->type) {
  case SCORE__PARAM_INTEGER: text(s, into, "type", "integer"); break;
  case SCORE__PARAM_BOOLEAN: text(s, into, "type", "boolean"); break;
  case SCORE__PARAM_TEXT:
  case SCORE__PARAM_OPTIONED: text(s, into, "type", "string"); break;
  case SCORE__PARAM_CHOICE: texts(s, into, "enum", p->choices); break;
  case SCORE__PARAM_TREE: shape(s, into, p); break;
  case SCORE__PARAM_ROWS:
    members(s, list_of(s, into), p->rows, NULL);
    integer(s, into, "maxItems", SCORE__MAX_ROWS);
    break;
  default: refer(s, into, refs[p->type]);
  }
  if (p->initial && p->type != SCORE__PARAM_TREE) text(s, into, "default", p->initial);
}

/* An object with the members of a table; kind: with "kind" of this value beside them. */
static void members(schema *s, score__tree *into, const score__param *table, const char *kind)
{
  text(s, into, "type", "object");
  score__tree *properties = object(s, into, "properties"), *required = NULL;
  if (kind) text(s, object(s, properties, "kind"), "const", kind);
  for (const score__param *p = table; p->name; p++) one(s, object(s, properties, p->name), p);
  object(s, properties, "comment");
  if (kind) text(s, required = add(s, into, SCORE__TREE_LIST, "required"), NULL, "kind");
  for (const score__param *p = table; p->name; p++) {
    if (!p->required) continue;
    if (!required) required = add(s, into, SCORE__TREE_LIST, "required");
    text(s, required, NULL, p->name);
  }
  flag(s, into, "additionalProperties", false);
}

/* ---- what is no table ---- */

static void typed(schema *s, score__tree *definitions, const char *name, const char *const *types, const char *pattern)
{
  score__tree *t = object(s, definitions, name);
  if (types[1])
    texts(s, t, "type", types);
  else
    text(s, t, "type", types[0]);
  if (pattern) text(s, t, "pattern", pattern);
}

static void words(schema *s, score__tree *definitions)
{
  static const char *const types[] = {"string", "object", NULL};
  score__tree *t = object(s, definitions, "words");
  texts(s, t, "type", types);
  score__tree *properties = object(s, t, "properties");
  text(s, object(s, properties, "vi"), "type", "string");
  text(s, object(s, properties, "en"), "type", "string");
  object(s, properties, "comment");
  flag(s, t, "additionalProperties", false);
}

/* Told apart by `kind`: an editor then offers the members of that kind, and complains of these alone. */
static void rules(schema *s, score__tree *definitions)
{
  score__tree *t = object(s, definitions, "rule");
  text(s, t, "type", "object");
  score__tree *kind = object(s, object(s, t, "properties"), "kind");
  score__tree *names = add(s, kind, SCORE__TREE_LIST, "enum");
  for (size_t i = 0; score__rule_at(i); i++) text(s, names, NULL, score__rule_at(i)->name);
  text(s, add(s, t, SCORE__TREE_LIST, "required"), NULL, "kind");
  score__tree *all = add(s, t, SCORE__TREE_LIST, "allOf");
  for (size_t i = 0; score__rule_at(i); i++) {
    const score__rule_kind *k = score__rule_at(i);
    score__tree *branch = object(s, all, NULL);
    score__tree *condition = object(s, branch, "if");
    text(s, object(s, object(s, condition, "properties"), "kind"), "const", k->name);
    score__tree *then = object(s, branch, "then");
    text(s, then, "description", k->doc.text[s->lang]);
    members(s, then, k->params, k->name);
  }
}

score__tree *score__schema_build(score__arena *arena, score_lang lang)
{
  static const char *const number[] = {"string", "integer", NULL}, *const day[] = {"string", NULL};
  static const char *const condition[] = {"string", "boolean", NULL};
  static const char *const bound[] = {"string", "integer", "boolean", NULL};
  schema s = {.arena = arena, .lang = lang};
  score__tree *root = object(&s, NULL, NULL);
  text(&s, root, "$schema", "https://json-schema.org/draft/2020-12/schema");
  text(&s, root, "title", lang == SCORE_LANG_VI ? "Định nghĩa bộ tiêu chí" : "Definition of a criteria set");
  members(&s, root, score__definition_root, NULL);
  score__tree *definitions = object(&s, root, "$defs");
  typed(&s, definitions, "decimal", number, "^[+-]?[0-9]+(\\.[0-9]+)?%?$");
  typed(&s, definitions, "points", number, "^\\+?[0-9]+(\\.[0-9]+)?%?$");
  typed(&s, definitions, "grid", number, "^(none|\\+?[0-9]+(\\.[0-9]+)?)$");
  typed(&s, definitions, "expression", number, NULL);
  typed(&s, definitions, "condition", condition, NULL);
  typed(&s, definitions, "bound", bound, NULL);
  typed(&s, definitions, "effect", day, "^([+-][0-9]+(\\.[0-9]+)?%?|=.+)$");
  typed(&s, definitions, "date", day, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
  words(&s, definitions);
  static const score__param *const tables[] = {score__option_params, score__measure_params, score__source_params,
                                               score__criterion_params, score__group_params};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
    members(&s, object(&s, definitions, name_of(tables[i])), tables[i], NULL);
  rules(&s, definitions);
  return s.failed ? NULL : root;
}
