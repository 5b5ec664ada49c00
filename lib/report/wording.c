/* A rule in words: what each of its parameters means, and its expressions with the names of measures in place of their
 * keys. It comes from the kind's own declaration, so a new kind speaks as soon as it is declared. */
#include <string.h>

#include "report/explanation.h"
#include "rule/notation.h"
#include "rule/rule.h"

static bool is_word(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

void score__explain_expression(score__buffer *out, const score_criteria *set, const char *text, int lang)
{
  while (*text) {
    size_t n = 0;
    while (is_word(text[n])) n++;
    if (n == 0) {
      const char *end = *text == '"' ? strchr(text + 1, '"') : NULL;
      n = end ? (size_t)(end - text) + 1 : 1;
      score__buffer_add(out, text, n);
    } else {
      size_t m = score__dict_get_n(&set->by_measure, text, n);
      if (m != SIZE_MAX) score__buffer_text(out, "“");
      score__buffer_add(out, m == SIZE_MAX ? text : set->measure[m].name.text[lang],
                        m == SIZE_MAX ? n : strlen(set->measure[m].name.text[lang]));
      if (m != SIZE_MAX) score__buffer_text(out, "”");
    }
    text += n;
  }
}

static void put_object(score__buffer *out, const score_criteria *set, const score__param *table,
                       const score__tree *object, int lang);

static void put_value(score__buffer *out, const score_criteria *set, const score__param *p, const score__tree *t,
                      int lang)
{
  const score__tree *said = score__tree_get(t, lang ? "vi" : "en");
  if (!said) said = score__tree_get(t, lang ? "en" : "vi");
  switch (t->kind) {
  case SCORE__TREE_BOOLEAN:
    score__buffer_text(out,
                       score__phrase_text(t->integer ? SCORE__PH_TRACE_YES : SCORE__PH_TRACE_NO, (score_lang)lang));
    break;
  case SCORE__TREE_INTEGER: score__buffer_int(out, t->integer); break;
  case SCORE__TREE_TEXT:
    if (p->type == SCORE__PARAM_EXPR || p->type == SCORE__PARAM_CONDITION || p->type == SCORE__PARAM_OPTIONED)
      score__explain_expression(out, set, t->text, lang);
    else
      score__buffer_text(out, t->text);
    break;
  case SCORE__TREE_LIST:
    for (const score__tree *row = t->first; row; row = row->next) {
      score__buffer_text(out, row == t->first ? "[" : " | ");
      put_object(out, set, p->rows, row, lang);
    }
    score__buffer_char(out, ']');
    break;
  case SCORE__TREE_OBJECT:
    if (score__tree_get(t, "kind"))
      score__explain_rule(out, set, t, lang);
    else if (said && said->kind == SCORE__TREE_TEXT)
      score__buffer_text(out, said->text);
    break;
  default: break;
  }
}

/* What a parameter means, without the hints for authors that follow it. */
static void put_meaning(score__buffer *out, const score__param *p, int lang)
{
  static const char *const hints[] = {";", " (", ":"};
  const char *doc = p->doc.text[lang];
  if (!doc || !*doc) doc = p->name;
  size_t n = strlen(doc);
  for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
    const char *hint = strstr(doc, hints[i]), *blank = strchr(doc, ' ');
    if (hint && blank && blank < hint && (size_t)(hint - doc) < n) n = (size_t)(hint - doc);
  }
  score__buffer_add(out, doc, n);
}

static void put_object(score__buffer *out, const score_criteria *set, const score__param *table,
                       const score__tree *object, int lang)
{
  bool first = true;
  for (const score__tree *m = object->first; m; m = m->next) {
    const score__param *p = m->key ? score__param_find(table, m->key) : NULL;
    if (!p) continue;
    if (!first) score__buffer_text(out, "; ");
    first = false;
    put_meaning(out, p, lang);
    score__buffer_text(out, ": ");
    put_value(out, set, p, m, lang);
  }
}

void score__explain_rule(score__buffer *out, const score_criteria *set, const score__tree *rule, int lang)
{
  const score__tree *name = score__tree_get(rule, "kind");
  const score__rule_kind *kind = name && name->text ? score__rule_find(name->text) : NULL;
  if (!kind) return;
  score__buffer_text(out, kind->doc.text[lang]);
  score__buffer_text(out, " (");
  put_object(out, set, kind->params, rule, lang);
  score__buffer_char(out, ')');
}
