/* A line of notation -> tree, by the declared parameters. */
#include "rule/notation_part.h"

#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "rule/rule.h"

static bool whole_number(score__span t, int64_t *out)
{
  size_t i = t.size && t.text[0] == '-';
  int64_t v = 0;
  if (i == t.size || t.size - i > 15 || (t.text[i] == '0' && t.size > i + 1)) return false;
  for (size_t k = i; k < t.size; k++) {
    if (t.text[k] < '0' || t.text[k] > '9') return false;
    v = v * 10 + (t.text[k] - '0');
  }
  *out = i ? -v : v;
  return !(i && !v);
}

static score__tree *read_boolean(score__notation *n, score__tree *parent, const char *key, score__span t)
{
  static const char *const yes[] = {"true", "yes", "1", "x", "co", NULL};
  static const char *const no[] = {"false", "no", "0", "khong", NULL};
  const char *word = score__notation_copy(n, t), *folded = word ? score__text_fold(n->arena, word) : NULL;
  bool value = folded && score__notation_taken(yes, folded);
  if (folded && (value || score__notation_taken(no, folded)))
    return score__notation_add_integer(n, parent, SCORE__TREE_BOOLEAN, key, value);
  score__notation_fault(n, t, SCORE__PH_NOTE_BOOLEAN, NULL, NULL);
  return NULL;
}

/* The text between the brackets that open at 0 and close at the end; false after a fault. */
static bool inside(score__notation *n, score__span t, char open, const char *what, score__span *out)
{
  size_t bad = 0, end = t.size && t.text[0] == open ? score__notation_find(t, 0, "", &bad) : 0;
  char close = open == '{' ? '}' : open == '[' ? ']' : ')';
  /* The bracket must close at the end, not before: "{a} {b}" is two. */
  score__span body = t.size > 1 ? score__notation_part(t, 1, t.size - 1) : t;
  if (end == t.size && t.size > 1 && t.text[t.size - 1] == close &&
      score__notation_find(body, 0, "", &bad) != SIZE_MAX) {
    *out = body;
    return true;
  }
  if (end == SIZE_MAX)
    score__notation_fault(n, score__notation_part(t, bad, bad + 1), SCORE__PH_NOTE_OPEN, NULL, NULL);
  else
    score__notation_fault(n, t, SCORE__PH_NOTE_BRACES, what, NULL);
  return false;
}

/* ---- objects ---- */

static const char *names_of(score__notation *n, const score__param *table)
{
  score__buffer b = {0};
  for (const score__param *p = table; p && p->name; p++) {
    if (b.size) score__buffer_text(&b, ", ");
    score__buffer_text(&b, p->name);
  }
  const char *s = b.data && !b.failed ? score__arena_text(n->arena, b.data) : NULL;
  score__buffer_free(&b);
  return s ? s : "";
}

static void unknown(score__notation *n, score__span at, const char *name, const score__param *table)
{
  const char *names[64];
  size_t count = 0;
  for (const score__param *p = table; p->name && count < 64; p++) names[count++] = p->name;
  size_t near = score__text_nearest(name, names, count);
  if (near == SIZE_MAX)
    score__notation_fault(n, at, SCORE__PH_NOTE_UNKNOWN, names_of(n, table), NULL);
  else
    score__notation_fault(n, at, SCORE__PH_DEF_UNKNOWN_NEAR, names[near], NULL);
}

static const score__param *next_required(const score__param *p, const char *const *taken)
{
  while (p && p->name && (!p->required || score__notation_taken(taken, p->name))) p++;
  return p && p->name ? p : NULL;
}

/* "ke_hoach =yes" where an effect is wanted: a measure, and no member of that name. */
static bool begins_effect(const score__param *place, const score__param *table, score__span t, size_t size)
{
  if (!place || place->type != SCORE__PARAM_TREE || place->shape != SCORE__SHAPE_EFFECT) return false;
  for (const score__param *p = table; p->name; p++)
    if (score__notation_is(score__notation_part(t, 0, size), p->name)) return false;
  return !score__notation_is(score__notation_part(t, 0, size), "comment");
}

void score__notation_fields(score__notation *n, score__tree *object, const score__param *table,
                            const char *const *taken, score__span t, char mark)
{
  const char marks[] = {mark, 0};
  const score__param *place = next_required(table, taken);
  bool named = false;
  for (size_t at = 0; at < t.size && n->errors < SCORE__MAX_FINDINGS;) {
    size_t before = n->errors, end = score__notation_seek(n, t, at, marks), behind = 0;
    if (n->errors > before) return;
    score__span one = score__notation_trim(score__notation_part(t, at, end));
    at = end + 1;
    if (!one.size && (at >= t.size || named || !table)) continue;
    size_t size = score__notation_name(one, &behind);
    const score__param *p = place;
    const char *name;
    score__span value = one;
    if (size && !named && begins_effect(place, table, one, size)) size = 0;
    if (size) {
      named = true;
      name = one.text[0] == '"' ? score__notation_unquoted(n, score__notation_part(one, 0, size))
                                : score__notation_copy(n, score__notation_part(one, 0, size));
      value = score__notation_trim(score__notation_part(one, behind, one.size));
      p = name ? score__param_find(table, name) : NULL;
    } else if (!table || named || !place) {
      int phrase = !table ? SCORE__PH_NOTE_NAME : named ? SCORE__PH_NOTE_ORDER : SCORE__PH_NOTE_EXTRA;
      score__notation_fault(n, one, phrase, table ? names_of(n, table) : NULL, NULL);
      continue;
    } else {
      name = place->name;
      place = next_required(place + 1, taken);
      if (!one.size) continue; /* "a; ; b": left out, and told by who reads the object */
    }
    if (!name) continue;
    if (table && !p && strcmp(name, "comment") != 0)
      unknown(n, score__notation_part(one, 0, size), name, table);
    else if (score__tree_get(object, name))
      score__notation_fault(n, score__notation_part(one, 0, size ? size : one.size), SCORE__PH_NOTE_TWICE, NULL, NULL);
    else
      score__notation_value(n, object, name, p, value);
  }
}

static score__tree *read_object(score__notation *n, score__tree *parent, const char *key, const score__param *table,
                                score__span t)
{
  score__span body;
  score__tree *object = score__notation_add(n, parent, SCORE__TREE_OBJECT, key);
  if (object && inside(n, t, '{', "name = value", &body)) score__notation_fields(n, object, table, NULL, body, ';');
  return object;
}

/* {name = value}: every value reads as `one`. */
static score__tree *read_map(score__notation *n, score__tree *parent, const char *key, const score__param *one,
                             score__span t)
{
  score__span body;
  score__tree *object = score__notation_add(n, parent, SCORE__TREE_OBJECT, key);
  if (!object || !inside(n, t, '{', "name = value", &body)) return object;
  for (size_t at = 0; at < body.size && n->errors < SCORE__MAX_FINDINGS;) {
    size_t before = n->errors, end = score__notation_seek(n, body, at, ";"), behind = 0;
    if (n->errors > before) return object;
    score__span item = score__notation_trim(score__notation_part(body, at, end));
    at = end + 1;
    if (!item.size) continue;
    size_t size = score__notation_name(item, &behind);
    const char *name = !size                 ? NULL
                       : item.text[0] == '"' ? score__notation_unquoted(n, score__notation_part(item, 0, size))
                                             : score__notation_copy(n, score__notation_part(item, 0, size));
    if (!name)
      score__notation_fault(n, item, SCORE__PH_NOTE_NAME, NULL, NULL);
    else if (score__tree_get(object, name))
      score__notation_fault(n, score__notation_part(item, 0, size), SCORE__PH_NOTE_TWICE, NULL, NULL);
    else
      score__notation_value(n, object, name, one, score__notation_trim(score__notation_part(item, behind, item.size)));
  }
  return object;
}

static score__tree *read_list(score__notation *n, score__tree *parent, const char *key, const score__param *one,
                              score__span t, char mark)
{
  const char marks[] = {mark, 0};
  score__tree *list = score__notation_add(n, parent, SCORE__TREE_LIST, key);
  score__span body = t;
  if (!list) return NULL;
  if (mark == ';' || (t.size && t.text[0] == '['))
    if (!inside(n, t, mark == ';' ? '(' : '[', "value", &body)) return list;
  for (size_t at = 0; at < body.size && n->errors < SCORE__MAX_FINDINGS;) {
    size_t before = n->errors, end = score__notation_seek(n, body, at, marks);
    if (n->errors > before) return list;
    score__span item = score__notation_trim(score__notation_part(body, at, end));
    if (item.size) score__notation_value(n, list, NULL, one, item);
    at = end + 1;
  }
  return list;
}

static const score__param text_param = {.name = "text", .type = SCORE__PARAM_TEXT};
static const score__param words_param = {.name = "text", .type = SCORE__PARAM_WORDS};
static const score__param condition_param = {.name = "condition", .type = SCORE__PARAM_CONDITION};
static const score__param words_rows[] = {
    {.name = "vi", .type = SCORE__PARAM_TEXT}, {.name = "en", .type = SCORE__PARAM_TEXT}, {.name = NULL}};

static score__tree *read_text(score__notation *n, score__tree *parent, const char *key, score__span t)
{
  return score__notation_add_text(
      n, parent, key, t.size && t.text[0] == '"' ? score__notation_unquoted(n, t) : score__notation_copy(n, t));
}

static score__tree *read_formula(score__notation *n, score__tree *parent, const char *key, score__span t)
{
  return score__notation_add_text(
      n, parent, key, t.size && t.text[0] == '`' ? score__notation_unquoted(n, t) : score__notation_copy(n, t));
}

static score__tree *read_free(score__notation *n, score__tree *parent, const char *key, score__span t)
{
  int64_t v;
  if (t.size && t.text[0] == '{') return read_object(n, parent, key, NULL, t);
  if (t.size && t.text[0] == '(') return read_list(n, parent, key, NULL, t, ';');
  if (score__notation_is(t, "null")) return score__notation_add(n, parent, SCORE__TREE_NULL, key);
  if (score__notation_is(t, "true") || score__notation_is(t, "false"))
    return score__notation_add_integer(n, parent, SCORE__TREE_BOOLEAN, key, t.text[0] == 't');
  if (whole_number(t, &v)) return score__notation_add_integer(n, parent, SCORE__TREE_INTEGER, key, v);
  return read_text(n, parent, key, t);
}

static score__tree *read_shape(score__notation *n, score__tree *parent, const char *key, const score__param *p,
                               score__span t)
{
  score__param one = {.name = p->name, .type = SCORE__PARAM_TREE, .shape = SCORE__SHAPE_OBJECT, .rows = p->rows};
  switch (p->shape) {
  case SCORE__SHAPE_OBJECT: return read_object(n, parent, key, p->rows, t);
  case SCORE__SHAPE_LIST: return score__notation_rows(n, parent, key, p, t);
  case SCORE__SHAPE_MAP: return read_map(n, parent, key, &one, t);
  case SCORE__SHAPE_TEXT_MAP: return read_map(n, parent, key, &condition_param, t);
  case SCORE__SHAPE_EFFECT: return score__notation_effect(n, parent, key, t);
  case SCORE__SHAPE_TEXTS:
  case SCORE__SHAPE_DAYS: return read_list(n, parent, key, &text_param, t, '|');
  case SCORE__SHAPE_WORDS: return read_list(n, parent, key, &words_param, t, '|');
  case SCORE__SHAPE_GRID: return read_text(n, parent, key, t);
  case SCORE__SHAPE_BOUND:
    if (score__notation_is(t, "true") || score__notation_is(t, "false")) return read_free(n, parent, key, t);
    return read_text(n, parent, key, t);
  default: return read_free(n, parent, key, t);
  }
}

static score__tree *read_value(score__notation *n, score__tree *parent, const char *key, const score__param *p,
                               score__span t)
{
  int64_t v;
  if (!p) return read_free(n, parent, key, t);
  switch (p->type) {
  case SCORE__PARAM_EXPR:
  case SCORE__PARAM_CONDITION: return read_formula(n, parent, key, t);
  case SCORE__PARAM_BOOLEAN: return read_boolean(n, parent, key, t);
  case SCORE__PARAM_INTEGER:
    if (whole_number(t, &v)) return score__notation_add_integer(n, parent, SCORE__TREE_INTEGER, key, v);
    return read_text(n, parent, key, t);
  case SCORE__PARAM_WORDS:
    if (t.size && t.text[0] == '{') return read_object(n, parent, key, words_rows, t);
    return read_text(n, parent, key, t);
  case SCORE__PARAM_ROWS: return score__notation_rows(n, parent, key, p, t);
  case SCORE__PARAM_RULE: {
    score__span body = t;
    if (t.size && t.text[0] == '{' && !inside(n, t, '{', "kind: value", &body)) return NULL;
    return score__notation_rule(n, parent, key, body);
  }
  case SCORE__PARAM_TREE: return read_shape(n, parent, key, p, t);
  default: return read_text(n, parent, key, t);
  }
}

score__tree *score__notation_value(score__notation *n, score__tree *parent, const char *key, const score__param *p,
                                   score__span text)
{
  char limit[24];
  score__span t = score__notation_trim(text);
  if (p && p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_RULE) {
    static const score__param rule = {.name = "rule", .type = SCORE__PARAM_RULE};
    p = &rule;
  }
  if (n->depth >= SCORE__MAX_JSON_DEPTH) {
    score__notation_fault(n, t, SCORE__PH_NOTE_DEPTH, score__int_text(limit, SCORE__MAX_JSON_DEPTH), NULL);
    return NULL;
  }
  n->depth++;
  score__tree *out = read_value(n, parent, key, p, t);
  n->depth--;
  return out;
}

void score__notation_members(score__notation *n, score__tree *object, const score__param *table,
                             const char *const *taken, score__span text)
{
  score__notation_fields(n, object, table, taken, score__notation_trim(text), ';');
}

score__tree *score__notation_rule(score__notation *n, score__tree *parent, const char *key, score__span text)
{
  score__span t = score__notation_trim(text);
  size_t colon = score__notation_seek(n, t, 0, ":;");
  if (colon < t.size && t.text[colon] == ';') colon = t.size;
  const char *kind = score__notation_copy(n, score__notation_trim(score__notation_part(t, 0, colon)));
  score__tree *rule = kind ? score__notation_add(n, parent, SCORE__TREE_OBJECT, key) : NULL;
  if (!rule || !score__notation_add_text(n, rule, "kind", kind)) return rule;
  const score__rule_kind *k = score__rule_find(kind);
  if (k && colon < t.size)
    score__notation_fields(n, rule, k->params, NULL, score__notation_trim(score__notation_part(t, colon + 1, t.size)),
                           ';');
  return rule;
}
