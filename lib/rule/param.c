#include "rule/param.h"

#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "rule/rule.h"

void score__reader_fault(score__reader *r, const score__tree *at, const char *member, int phrase, const char *a,
                         const char *b)
{
  score_error err;
  score__fail(&err, SCORE_E_INPUT, phrase, a ? a : "", b ? b : "", NULL);
  r->errors++;
  r->report(r->context, at, member, SCORE_ERROR, &err);
}

bool score__reader_full(const score__reader *r)
{
  return r->errors >= SCORE__MAX_FINDINGS;
}

const char *score__tree_kind_name(const score__tree *t)
{
  static const char *const names[] = {"null", "boolean", "integer", "text", "list", "object"};
  return t ? names[t->kind] : "nothing";
}

const char *score__reader_list(score__reader *r, const char *const *words)
{
  score__buffer b = {0};
  for (size_t i = 0; words[i]; i++) {
    if (i) score__buffer_text(&b, ", ");
    score__buffer_text(&b, words[i]);
  }
  const char *s = b.data && !b.failed ? score__arena_text(r->arena, b.data) : NULL;
  score__buffer_free(&b);
  return s ? s : "";
}

static void wrong_type(score__reader *r, const score__tree *t, const char *wanted)
{
  score__reader_fault(r, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), wanted);
}

/* ---- one value each; text is the member's text, or the default ---- */

static bool number_text(const score__tree *t, const char *initial, const char **out, char buf[24])
{
  if (!t)
    *out = initial;
  else if (t->kind == SCORE__TREE_TEXT)
    *out = t->text;
  else if (t->kind == SCORE__TREE_INTEGER)
    *out = score__int_text(buf, t->integer);
  else
    return false;
  return true;
}

static void read_number(score__reader *r, const score__tree *at, const score__tree *t, const score__param *p, void *out)
{
  char buf[24];
  const char *text;
  if (!number_text(t, p->initial, &text, buf)) {
    wrong_type(r, t, "decimal");
    return;
  }
  score__fraction v;
  if (score__decimal_parse_fraction(&v, text, strlen(text), '.')) {
    score__reader_fault(r, t ? t : at, NULL, SCORE__PH_DEF_NUMBER, text, NULL);
    return;
  }
  if (p->type == SCORE__PARAM_NUMBER) {
    memcpy(out, &v, sizeof v);
    return;
  }
  score__i128 scaled = v.num * SCORE__MICRO;
  int64_t micro = (int64_t)(scaled / v.den);
  if (scaled % v.den != 0 || v.num > v.den * SCORE__MAX_VALUE / SCORE__MICRO || v.num < 0) {
    score__reader_fault(r, t ? t : at, NULL, SCORE__PH_DEF_RANGE, text, "0 .. 1000000, 6 digits");
    return;
  }
  memcpy(out, &micro, sizeof micro);
}

static void read_formula(score__reader *r, const score__tree *at, const score__tree *t, const score__param *p,
                         void *out)
{
  char buf[24];
  const char *text;
  if (t && t->kind == SCORE__TREE_BOOLEAN && p->type == SCORE__PARAM_CONDITION)
    text = t->integer ? "true" : "false";
  else if (!number_text(t, p->initial, &text, buf)) {
    wrong_type(r, t, p->type == SCORE__PARAM_EXPR ? "expression" : "condition");
    return;
  }
  score_error err;
  score__formula f = {.text = score__arena_text(r->arena, text)};
  int want = p->type == SCORE__PARAM_EXPR ? SCORE__TYPE_NUMBER : SCORE__TYPE_CONDITION;
  f.expr = score__expr_compile(r->scope, text, want, &err);
  if (f.expr && f.text) {
    memcpy(out, &f, sizeof f);
    return;
  }
  r->errors++;
  r->report(r->context, t ? t : at, NULL, SCORE_ERROR, &err);
}

static void read_optioned(score__reader *r, const score__tree *t, void *out)
{
  if (t->kind != SCORE__TREE_TEXT) {
    wrong_type(r, t, "measure");
    return;
  }
  score_error err;
  const score__expr *e = score__expr_compile(r->scope, t->text, SCORE__TYPE_TEXT, &err);
  size_t m = e ? score__expr_measure(e) : SIZE_MAX;
  if (!e) {
    r->errors++;
    r->report(r->context, t, NULL, SCORE_ERROR, &err);
  } else if (m == SIZE_MAX || r->scope->set->measure[m].type != SCORE__MEASURE_CHOICE) {
    score__reader_fault(r, t, NULL, SCORE__PH_DEF_WANT_CHOICE, t->text, NULL);
  } else {
    score__choice_use use = {{e, t->text}, &r->scope->set->measure[m]};
    memcpy(out, &use, sizeof use);
  }
}

static void read_choice(score__reader *r, const score__tree *t, const score__param *p, void *out)
{
  if (t && t->kind != SCORE__TREE_TEXT) {
    wrong_type(r, t, score__reader_list(r, p->choices));
    return;
  }
  const char *text = t ? t->text : p->initial;
  for (uint8_t i = 0; p->choices[i]; i++)
    if (!strcmp(p->choices[i], text)) {
      memcpy(out, &i, 1);
      return;
    }
  score__reader_fault(r, t, NULL, SCORE__PH_DEF_CHOICE, text, score__reader_list(r, p->choices));
}

static void read_words(score__reader *r, const score__tree *t, void *out)
{
  score__words w = {{"", ""}};
  if (t->kind == SCORE__TREE_TEXT) {
    w.text[0] = w.text[1] = t->text;
  } else if (t->kind == SCORE__TREE_OBJECT) {
    const score__tree *en = score__tree_get(t, "en"), *vi = score__tree_get(t, "vi");
    for (const score__tree *m = t->first; m; m = m->next) {
      if (!strcmp(m->key, "comment")) continue;
      if (strcmp(m->key, "en") && strcmp(m->key, "vi"))
        score__reader_fault(r, m, NULL, SCORE__PH_DEF_UNKNOWN, m->key, NULL);
      else if (m->kind != SCORE__TREE_TEXT)
        wrong_type(r, m, "text");
    }
    if (en && en->kind == SCORE__TREE_TEXT) w.text[0] = en->text;
    if (vi && vi->kind == SCORE__TREE_TEXT) w.text[1] = vi->text;
    if (!w.text[0][0]) w.text[0] = w.text[1];
    if (!w.text[1][0]) w.text[1] = w.text[0];
  } else {
    wrong_type(r, t, "text, {\"vi\", \"en\"}");
  }
  memcpy(out, &w, sizeof w);
}

static void read_rows(score__reader *r, const score__tree *t, const score__param *p, void *out)
{
  if (t->kind != SCORE__TREE_LIST) {
    wrong_type(r, t, "list");
    return;
  }
  if (t->count > SCORE__MAX_ROWS) {
    char n[24];
    score__reader_fault(r, t, NULL, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_ROWS), p->name);
    return;
  }
  score__rows rows = {.count = t->count, .item = score__arena_alloc(r->arena, t->count, p->row_size)};
  if (!rows.item) {
    score__reader_fault(r, t, NULL, SCORE__PH_MEMORY, NULL, NULL);
    return;
  }
  char *at = rows.item;
  for (const score__tree *row = t->first; row; row = row->next, at += p->row_size)
    score__param_read(r, row, p->rows, NULL, at);
  memcpy(out, &rows, sizeof rows);
}

static void read_simple(score__reader *r, const score__tree *t, const score__param *p, void *out)
{
  if (p->type == SCORE__PARAM_TREE) {
    memcpy(out, &t, sizeof t);
  } else if (p->type == SCORE__PARAM_BOOLEAN) {
    if (t->kind != SCORE__TREE_BOOLEAN)
      wrong_type(r, t, "true, false");
    else
      *(bool *)out = t->integer != 0;
  } else if (p->type == SCORE__PARAM_INTEGER) {
    if (t->kind != SCORE__TREE_INTEGER)
      wrong_type(r, t, "integer");
    else
      memcpy(out, &t->integer, sizeof t->integer);
  } else if (t->kind != SCORE__TREE_TEXT) {
    wrong_type(r, t, p->type == SCORE__PARAM_DAY ? "YYYY-MM-DD" : "text");
  } else if (p->type == SCORE__PARAM_TEXT) {
    memcpy(out, &t->text, sizeof t->text);
  } else {
    int32_t day;
    if (score__date_parse_iso(&day, t->text))
      score__reader_fault(r, t, NULL, SCORE__PH_DEF_DATE, t->text, NULL);
    else
      memcpy(out, &day, sizeof day);
  }
}

int score__rule_read(score__reader *r, const score__tree *t, score__rule_use *out)
{
  static const char *const known[] = {"kind", NULL};
  *out = (score__rule_use){.at = t};
  if (t->kind != SCORE__TREE_OBJECT) {
    wrong_type(r, t, "object");
    return -1;
  }
  const score__tree *kind = score__tree_get(t, "kind");
  const score__rule_kind *found = kind && kind->kind == SCORE__TREE_TEXT ? score__rule_find(kind->text) : NULL;
  if (!found) {
    const char *names[32] = {NULL};
    for (size_t i = 0; i < 31 && score__rule_at(i); i++) names[i] = score__rule_at(i)->name;
    bool text = kind && kind->kind == SCORE__TREE_TEXT;
    score__reader_fault(r, t, text ? "kind" : NULL, text ? SCORE__PH_DEF_RULE_KIND : SCORE__PH_DEF_MISSING,
                        text ? kind->text : "kind", score__reader_list(r, names));
    return -1;
  }
  void *rule = score__arena_alloc(r->arena, 1, found->size);
  if (!rule) {
    score__reader_fault(r, t, NULL, SCORE__PH_MEMORY, NULL, NULL);
    return -1;
  }
  size_t before = r->errors;
  score__param_read(r, t, found->params, known, rule);
  *out = (score__rule_use){found, rule, t};
  return r->errors == before ? 0 : -1;
}

static void read_rule(score__reader *r, const score__tree *t, void *out)
{
  score__rule_use use;
  if (++r->rules_deep > SCORE__MAX_RULE_DEPTH) {
    char n[24];
    score__reader_fault(r, t, NULL, SCORE__PH_DEF_RULE_DEPTH, score__int_text(n, SCORE__MAX_RULE_DEPTH), NULL);
  } else if (score__rule_read(r, t, &use) == 0) {
    memcpy(out, &use, sizeof use);
  }
  r->rules_deep--;
}

static void read_one(score__reader *r, const score__tree *object, const score__param *p, void *base)
{
  const score__tree *t = score__tree_get(object, p->name);
  char *out = (char *)base + p->offset;
  if (p->present) *((bool *)base + p->present - 1) = t != NULL;
  if (!t && p->required) {
    score__reader_fault(r, object, NULL, SCORE__PH_DEF_MISSING, p->name, NULL);
    return;
  }
  if (!t && !p->initial) {
    if (p->type == SCORE__PARAM_WORDS) *(score__words *)(void *)out = (score__words){{"", ""}};
    if (p->type == SCORE__PARAM_NUMBER) *(score__fraction *)(void *)out = score__fraction_make(0, 1);
    return;
  }
  switch (p->type) {
  case SCORE__PARAM_NUMBER:
  case SCORE__PARAM_MICRO: read_number(r, object, t, p, out); break;
  case SCORE__PARAM_EXPR:
  case SCORE__PARAM_CONDITION: read_formula(r, object, t, p, out); break;
  case SCORE__PARAM_CHOICE: read_choice(r, t, p, out); break;
  case SCORE__PARAM_WORDS:
    if (t) read_words(r, t, out);
    break;
  case SCORE__PARAM_ROWS:
    if (t) read_rows(r, t, p, out);
    break;
  case SCORE__PARAM_OPTIONED:
    if (t) read_optioned(r, t, out);
    break;
  case SCORE__PARAM_RULE:
    if (t) read_rule(r, t, out);
    break;
  default:
    if (t) read_simple(r, t, p, out);
  }
}

static void report_unknown(score__reader *r, const score__tree *member, const score__param *table)
{
  const char *names[64];
  size_t count = 0;
  for (const score__param *p = table; p->name && count < 64; p++) names[count++] = p->name;
  size_t near = score__text_nearest(member->key, names, count);
  if (near == SIZE_MAX)
    score__reader_fault(r, member, NULL, SCORE__PH_DEF_UNKNOWN, member->key, NULL);
  else
    score__reader_fault(r, member, NULL, SCORE__PH_DEF_UNKNOWN_NEAR, member->key, names[near]);
}

void score__param_read(score__reader *r, const score__tree *object, const score__param *table, const char *const *known,
                       void *base)
{
  if (!object || object->kind != SCORE__TREE_OBJECT) {
    if (object) wrong_type(r, object, "object");
    return;
  }
  for (const score__tree *m = object->first; m && !score__reader_full(r); m = m->next) {
    bool is_known = !strcmp(m->key, "comment");
    for (const score__param *p = table; p->name && !is_known; p++) is_known = !strcmp(p->name, m->key);
    for (size_t i = 0; known && known[i] && !is_known; i++) is_known = !strcmp(known[i], m->key);
    if (!is_known) report_unknown(r, m, table);
  }
  for (const score__param *p = table; p->name; p++) read_one(r, object, p, base);
}
