/* Tree -> the line that reads back as that tree. */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "rule/notation_part.h"
#include "rule/rule.h"

typedef enum manner { TEXT, FORMULA, FREE } manner;

static score__span span(const char *s)
{
  return (score__span){s, strlen(s)};
}

/* Whether text stands for itself between the marks of members, rows and short rows. */
static bool is_plain(const char *s, manner how)
{
  size_t bad, behind, n = strlen(s);
  score__span t = span(s), trimmed = t;
  score__text_trim(&trimmed.text, &trimmed.size);
  if (!n || trimmed.size != n || strchr(how == FORMULA ? "`" : "\"`[{=", *s)) return false;
  if (strchr(s, '\n') || strchr(s, '\r') || strchr(s, '`') || score__notation_name(t, &behind)) return false;
  for (const char *c = s; *c && how == FREE; c++) {
    bool word = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '_' || *c == '-' || *c == '.' ||
                (*c >= '0' && *c <= '9' && c > s);
    if (!word) return false;
  }
  if (how == FREE && (*s == '-' || !strcmp(s, "true") || !strcmp(s, "false") || !strcmp(s, "null"))) return false;
  return score__notation_find(t, 0, ";|", &bad) == n;
}

static void print_text(score__buffer *out, const char *s, manner how)
{
  if (is_plain(s, how)) {
    score__buffer_text(out, s);
    return;
  }
  char mark = how == FORMULA ? '`' : '"';
  score__buffer_char(out, mark);
  for (; *s; s++) {
    if (*s == mark) score__buffer_char(out, mark);
    score__buffer_char(out, *s);
  }
  score__buffer_char(out, mark);
}

static void print_name(score__buffer *out, const char *name)
{
  size_t behind = 0;
  score__buffer b = {0};
  score__buffer_text(&b, name);
  score__buffer_char(&b, '=');
  bool plain =
      b.data && *name && *name != '"' && score__notation_name((score__span){b.data, b.size}, &behind) == strlen(name);
  score__buffer_free(&b);
  if (plain) {
    score__buffer_text(out, name);
    return;
  }
  score__buffer_char(out, '"');
  for (; *name; name++) {
    if (*name == '"') score__buffer_char(out, '"');
    score__buffer_char(out, *name);
  }
  score__buffer_char(out, '"');
}

static void print_value(score__buffer *out, const score__tree *t, const score__param *p, bool in_row);

static void print_members(score__buffer *out, const score__tree *object, const score__param *table,
                          const char *const *taken, const char *mark)
{
  bool first = true;
  const char *said[64];
  size_t count = 0;
  bool in_row = *mark == '|';
  for (const score__param *p = table; p && p->name && count < 64; p++) {
    if (!p->required || score__notation_taken(taken, p->name)) continue;
    const score__tree *m = score__tree_get(object, p->name);
    if (!m) break;
    if (!first) score__buffer_text(out, in_row ? " | " : "; ");
    first = false;
    print_value(out, m, score__param_find(table, p->name), in_row);
    said[count++] = p->name;
  }
  for (const score__tree *m = object->first; m; m = m->next) {
    bool is_said = score__notation_taken(taken, m->key);
    for (size_t i = 0; i < count && !is_said; i++) is_said = !strcmp(said[i], m->key);
    if (is_said) continue;
    if (!first) score__buffer_text(out, in_row ? " | " : "; ");
    first = false;
    print_name(out, m->key);
    score__buffer_text(out, " = ");
    print_value(out, m, score__param_find(table, m->key), in_row);
  }
}

/* ---- short rows ---- */

static const char *scalar(const score__tree *t, char buf[24])
{
  if (!t) return NULL;
  return t->kind == SCORE__TREE_TEXT      ? t->text
         : t->kind == SCORE__TREE_INTEGER ? score__int_text(buf, t->integer)
                                          : NULL;
}

static bool fits_short(const char *s, bool interval)
{
  size_t bad;
  return s && is_plain(s, FORMULA) && *s != '[' && *s != '"' && !strchr(s, '\xe2') &&
         score__notation_find(span(s), 0, interval ? ":<," : ":", &bad) == strlen(s) &&
         !(interval && strchr("<>=", *s));
}

typedef struct chain { /* the bound that a row with one bound goes on from */
  char side;           /* '>' or '<', 0 = none */
  const char *text;
  bool open;
} chain;

static bool print_bounds(score__buffer *out, const score__tree *row, chain *c, char bufs[2][24])
{
  const score__tree *fo = score__tree_get(row, "from_open"), *to = score__tree_get(row, "to_open");
  const score__tree *has_from = score__tree_get(row, "from"), *has_to = score__tree_get(row, "to");
  const char *from = scalar(has_from, bufs[0]), *end = scalar(has_to, bufs[1]);
  if ((has_from && !fits_short(from, true)) || (has_to && !fits_short(end, true)) || (!from && !end)) return false;
  if (fo && (fo->kind != SCORE__TREE_BOOLEAN || !fo->integer || !from)) return false;
  if (to && (to->kind != SCORE__TREE_BOOLEAN || to->integer || !end)) return false;
  bool lower_open = fo != NULL, upper_open = !to;
  chain now = {0};
  const char *sign_from = lower_open ? "> " : ">= ", *sign_to = upper_open ? "< " : "<= ";
  if (from && end && c->side == '>' && !strcmp(c->text, end) && upper_open == !c->open) {
    now = (chain){'>', from, lower_open};
    end = NULL;
  } else if (from && end && c->side == '<' && !strcmp(c->text, from) && lower_open == !c->open) {
    now = (chain){'<', end, upper_open};
    from = NULL;
  } else if (from && end && !strcmp(from, end) && !lower_open && !upper_open) {
    sign_from = "= ";
    end = NULL;
  } else if (!from || !end) {
    now = (chain){from ? '>' : '<', from ? from : end, from ? lower_open : upper_open};
    if (c->side == now.side) return false;
  }
  if (from) score__buffer_text(out, sign_from);
  if (from) score__buffer_text(out, from);
  if (from && end) score__buffer_char(out, ' ');
  if (end) score__buffer_text(out, sign_to);
  if (end) score__buffer_text(out, end);
  *c = now;
  return true;
}

/* The one member beside the first: NULL when there are more, or none. */
static const score__tree *only_other(const score__tree *row, const char *first, bool interval)
{
  const score__tree *other = NULL;
  for (const score__tree *m = row->first; m; m = m->next) {
    bool head = interval ? !strcmp(m->key, "from") || !strcmp(m->key, "to") || !strcmp(m->key, "from_open") ||
                               !strcmp(m->key, "to_open")
                         : !strcmp(m->key, first);
    if (head) continue;
    if (other) return NULL;
    other = m;
  }
  return other;
}

static bool print_short(score__buffer *out, const score__tree *list, const score__param *table)
{
  const score__param *first, *second;
  bool interval;
  chain c = {0}, *chained = &c;
  char bufs[2][2][24]; /* the row's texts, and those of the row before, which the chain borrows */
  size_t turn = 0;
  if (!list->count || !score__notation_short(table, &first, &second, &interval)) return false;
  for (const score__tree *row = list->first; row; row = row->next, turn ^= 1) {
    char value[24];
    if (row->kind != SCORE__TREE_OBJECT) return false;
    if (row != list->first) score__buffer_text(out, " | ");
    const score__tree *other = only_other(row, first->name, interval);
    if (interval) {
      if (!print_bounds(out, row, chained, bufs[turn])) return false;
    } else {
      const char *head = scalar(score__tree_get(row, first->name), bufs[turn][0]);
      if (!fits_short(head, false) || (first->type == SCORE__PARAM_TEXT && !is_plain(head, TEXT))) return false;
      score__buffer_text(out, head);
      if (!other && row->count == 1) continue;
    }
    const char *said = scalar(other, value);
    const score__param *p = other ? score__param_find(table, other->key) : NULL;
    if (!p || !said || p->type == SCORE__PARAM_WORDS || p->type == SCORE__PARAM_TREE || !is_plain(said, TEXT) ||
        strchr(said, ',') || strchr(said, ':') || strchr(said, '"') || p->type == SCORE__PARAM_INTEGER)
      return false;
    score__buffer_text(out, ": ");
    if (p != second) score__buffer_text(out, other->key);
    if (p != second) score__buffer_text(out, " = ");
    score__buffer_text(out, said);
  }
  return true;
}

static void print_rows(score__buffer *out, const score__tree *list, const score__param *table, bool in_row)
{
  if (!list->count) score__buffer_text(out, "[]");
  if (!in_row) {
    score__buffer b = {0};
    bool is_short = print_short(&b, list, table);
    if (is_short && b.data) score__buffer_text(out, b.data);
    if (b.failed) out->failed = true;
    score__buffer_free(&b);
    if (is_short) return;
  }
  for (const score__tree *row = list->first; row; row = row->next) {
    if (row != list->first) score__buffer_char(out, ' ');
    score__buffer_char(out, '[');
    if (!row->count) score__buffer_char(out, '|'); /* "[]" is no row */
    print_members(out, row, table, NULL, "|");
    score__buffer_char(out, ']');
  }
}

/* ---- values ---- */

static void print_free(score__buffer *out, const score__tree *t)
{
  bool first = true;
  switch (t->kind) {
  case SCORE__TREE_BOOLEAN: score__buffer_text(out, t->integer ? "true" : "false"); break;
  case SCORE__TREE_INTEGER: score__buffer_int(out, t->integer); break;
  case SCORE__TREE_TEXT: print_text(out, t->text, FREE); break;
  case SCORE__TREE_LIST:
    score__buffer_char(out, '(');
    for (const score__tree *m = t->first; m; m = m->next, first = false) {
      if (!first) score__buffer_text(out, "; ");
      print_free(out, m);
    }
    score__buffer_char(out, ')');
    break;
  case SCORE__TREE_OBJECT:
    score__buffer_char(out, '{');
    print_members(out, t, NULL, NULL, ";");
    score__buffer_char(out, '}');
    break;
  default: score__buffer_text(out, "null");
  }
}

static void print_braced(score__buffer *out, const score__tree *t, const score__param *table)
{
  score__buffer_char(out, '{');
  print_members(out, t, table, NULL, ";");
  score__buffer_char(out, '}');
}

static void print_map(score__buffer *out, const score__tree *t, const score__param *rows)
{
  score__buffer_char(out, '{');
  for (const score__tree *m = t->first; m; m = m->next) {
    if (m != t->first) score__buffer_text(out, "; ");
    print_name(out, m->key);
    score__buffer_text(out, " = ");
    if (rows && m->kind == SCORE__TREE_OBJECT)
      print_braced(out, m, rows);
    else if (m->kind == SCORE__TREE_TEXT)
      print_text(out, m->text, rows ? FREE : FORMULA);
    else
      print_free(out, m);
  }
  score__buffer_char(out, '}');
}

static void print_list(score__buffer *out, const score__tree *t, const score__param *one)
{
  score__buffer_char(out, '[');
  for (const score__tree *m = t->first; m; m = m->next) {
    if (m != t->first) score__buffer_text(out, " | ");
    print_value(out, m, one, true);
  }
  score__buffer_char(out, ']');
}

static bool print_shape(score__buffer *out, const score__tree *t, const score__param *p, bool in_row)
{
  static const score__param text = {.name = "text", .type = SCORE__PARAM_TEXT};
  static const score__param words = {.name = "text", .type = SCORE__PARAM_WORDS};
  bool object = t->kind == SCORE__TREE_OBJECT, list = t->kind == SCORE__TREE_LIST;
  if (p->shape == SCORE__SHAPE_OBJECT && object)
    print_braced(out, t, p->rows);
  else if (p->shape == SCORE__SHAPE_LIST && list)
    print_rows(out, t, p->rows, in_row);
  else if (p->shape == SCORE__SHAPE_MAP && object)
    print_map(out, t, p->rows);
  else if (p->shape == SCORE__SHAPE_TEXT_MAP && object)
    print_map(out, t, NULL);
  else if (p->shape == SCORE__SHAPE_EFFECT && object)
    score__notation_print_effect(out, t);
  else if ((p->shape == SCORE__SHAPE_TEXTS || p->shape == SCORE__SHAPE_DAYS) && list)
    print_list(out, t, &text);
  else if (p->shape == SCORE__SHAPE_WORDS && list)
    print_list(out, t, &words);
  else if (p->shape == SCORE__SHAPE_GRID || p->shape == SCORE__SHAPE_BOUND) {
    if (t->kind == SCORE__TREE_TEXT && (!strcmp(t->text, "true") || !strcmp(t->text, "false")))
      print_text(out, t->text, FREE);
    else if (t->kind == SCORE__TREE_TEXT)
      print_text(out, t->text, TEXT);
    else
      print_free(out, t);
  } else
    return false;
  return true;
}

static void print_value(score__buffer *out, const score__tree *t, const score__param *p, bool in_row)
{
  static const score__param words[] = {
      {.name = "vi", .type = SCORE__PARAM_TEXT}, {.name = "en", .type = SCORE__PARAM_TEXT}, {.name = NULL}};
  bool formula = p && (p->type == SCORE__PARAM_EXPR || p->type == SCORE__PARAM_CONDITION);
  bool rule = p && (p->type == SCORE__PARAM_RULE || (p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_RULE));
  bool tree = p && p->type == SCORE__PARAM_TREE;
  if (!p || (tree && !p->shape)) {
    print_free(out, t);
    return;
  }
  if (rule && t->kind == SCORE__TREE_OBJECT) {
    score__buffer_char(out, '{');
    score__notation_print_rule(out, t);
    score__buffer_char(out, '}');
  } else if (tree && print_shape(out, t, p, in_row))
    ;
  else if (p->type == SCORE__PARAM_ROWS && t->kind == SCORE__TREE_LIST)
    print_rows(out, t, p->rows, in_row);
  else if (p->type == SCORE__PARAM_WORDS && t->kind == SCORE__TREE_OBJECT)
    print_braced(out, t, words);
  else if (t->kind == SCORE__TREE_TEXT)
    print_text(out, t->text, formula ? FORMULA : TEXT);
  else
    print_free(out, t);
}

void score__notation_print_value(score__buffer *out, const score__tree *value, const score__param *p)
{
  print_value(out, value, p, false);
}

void score__notation_print_members(score__buffer *out, const score__tree *object, const score__param *table,
                                   const char *const *taken)
{
  print_members(out, object, table, taken, ";");
}

void score__notation_print_rule(score__buffer *out, const score__tree *rule)
{
  static const char *const kind[] = {"kind", NULL};
  const score__tree *name = score__tree_get(rule, "kind");
  const score__rule_kind *k = name && name->kind == SCORE__TREE_TEXT ? score__rule_find(name->text) : NULL;
  if (!name || name->kind != SCORE__TREE_TEXT) return;
  score__buffer_text(out, name->text);
  if (rule->count < 2) return;
  score__buffer_text(out, ": ");
  print_members(out, rule, k ? k->params : NULL, kind, ";");
}
