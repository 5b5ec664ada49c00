/* Model §7: two objects of a definition side by side with the table of their parameters. Rows of a list are matched by
 * their own key where they have one, else by what they say; one change for each member that differs. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "definition/change.h"
#include "definition/definition.h"
#include "rule/notation.h"
#include "rule/rule.h"

/* ---- changes ---- */

static score__words kept(score__comparison *w, const score__words *words)
{
  score__words out = {{"", ""}};
  for (int lang = 0; lang < 2; lang++) {
    const char *copy = score__arena_text(&w->d->arena, words->text[lang] ? words->text[lang] : "");
    if (!copy) w->failed = true;
    if (copy) out.text[lang] = copy;
  }
  return out;
}

void score__comparison_add(score__comparison *w, uint8_t change_class, const score__words *meaning,
                           const score__words *old, const score__words *now)
{
  score_difference *d = w->d;
  w->differs = true;
  if (w->probing || w->failed) return;
  const char *member = score__arena_text(&d->arena, w->path.size ? w->path.data + 1 : "");
  if (w->path.failed || !member || score__grow(&d->change, &d->cap, d->count + 1, sizeof *d->change)) {
    w->failed = true;
    return;
  }
  score__change *c = &d->change[d->count++];
  if (change_class == SCORE__CHANGE_SCORING) change_class = w->general;
  *c = (score__change){.change_class = change_class,
                       .node = {w->node[0], w->node[1]},
                       .member = member,
                       .meaning = kept(w, meaning),
                       .has = {old != NULL, now != NULL}};
  if (old) c->text[0] = kept(w, old);
  if (now) c->text[1] = kept(w, now);
  d->of_class[change_class]++;
}

static void add_texts(score__comparison *w, const score__param *p, const char *old, const char *now)
{
  const score__words a = {{old, old}}, b = {{now, now}};
  score__comparison_add(w, p->change, &p->doc, old ? &a : NULL, now ? &b : NULL);
}

size_t score__comparison_enter(score__comparison *w, const char *name)
{
  const size_t mark = w->path.size;
  score__buffer_char(&w->path, '/');
  score__buffer_text(&w->path, name);
  return mark;
}

void score__comparison_leave(score__comparison *w, size_t mark)
{
  w->path.size = mark;
  if (w->path.data) w->path.data[mark] = '\0';
}

static void compare(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b,
                    const score__tree *in[2]);

void score__comparison_members(score__comparison *w, const score__param *table, const score__tree *a,
                               const score__tree *b, const char *const *skipped)
{
  const score__tree *in[2] = {a, b};
  for (const score__param *p = table; p->name && !(w->probing && w->differs); p++) {
    if (score__notation_taken(skipped, p->name)) continue;
    const score__tree *x = score__tree_get(a, p->name), *y = score__tree_get(b, p->name);
    if (!x && !y) continue;
    const size_t mark = score__comparison_enter(w, p->name);
    compare(w, p, x, y, in);
    score__comparison_leave(w, mark);
  }
}

/* ---- one value; a member that is left out has its default ---- */

static const char *micro_text(char buf[32], int64_t micro)
{
  score__decimal_print(buf, 32, micro, 6, -1, '.');
  return buf;
}

/* Of rows of a rule: a slope begins at the level, an item is worth `each`. */
static const char *list_default(const score__param *p, const score__tree *object, char buf[32])
{
  static const struct {
    const char *member, *list, *source;
  } defaults[] = {{"from", "slopes", "level"}, {"points", "items", "each"}};
  const score__tree *list = object ? object->parent : NULL;
  for (size_t i = 0; list && list->key && i < sizeof defaults / sizeof *defaults; i++) {
    if (strcmp(p->name, defaults[i].member) != 0 || strcmp(list->key, defaults[i].list) != 0) continue;
    const score__tree *t = score__tree_get(list->parent, defaults[i].source);
    if (t && t->kind == SCORE__TREE_TEXT) return t->text;
    if (t && t->kind == SCORE__TREE_INTEGER) return score__int_text(buf, t->integer);
  }
  return NULL;
}

/* Of members whose default is not a constant: what stands above, the maximum, the kind of measure. */
static const char *inherited(const score__comparison *w, const score__param *p, int side, const score__tree *object,
                             char buf[32])
{
  const score__node *n = w->node[side] == UINT32_MAX ? NULL : &w->d->side[side]->node[w->node[side]];
  const score__measure *m = w->measure[side];
  const bool of_node = n && object == w->d->side[side]->node_tree[w->node[side]];
  if (of_node && !strcmp(p->name, "not_applicable")) return score__na_policies[n->na_policy];
  if (of_node && !strcmp(p->name, "grid")) return n->grid_micro ? micro_text(buf, n->grid_micro) : "none";
  if (of_node && !strcmp(p->name, "code")) return n->key;
  if (of_node && !strcmp(p->name, "rescale_to")) return micro_text(buf, n->max_micro);
  if (!strcmp(p->name, "cap") && object && object->key && !strcmp(object->key, "rule")) {
    const score__tree *max = score__tree_get(object->parent, "max"); /* of the criterion, or of the part */
    if (max && max->kind == SCORE__TREE_TEXT) return max->text;
    if (max && max->kind == SCORE__TREE_INTEGER) return score__int_text(buf, max->integer);
  }
  const char *of_rule = list_default(p, object, buf);
  if (of_rule) return of_rule;
  if (m && !strcmp(p->name, "digits")) return score__int_text(buf, m->digits);
  if (m && !strcmp(p->name, "min") && m->has_min && m->min == 0) return "0";
  if (!strcmp(p->name, "to_open")) return "true";
  if (!strcmp(p->name, "factor")) return "1";
  if (!strcmp(p->name, "basis") && object && !object->key && object->parent && object->parent->parent) {
    const score__tree *above = score__tree_get(object->parent->parent, "basis"); /* of a band: that of the grades */
    if (above && above->kind == SCORE__TREE_TEXT) return above->text;
  }
  if (p->type == SCORE__PARAM_BOOLEAN && !p->initial) return "false";
  return p->initial;
}

static void compare_value(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b,
                          const score__tree *in[2])
{
  const score__tree *value[2] = {a, b};
  const char *text[2];
  char buf[2][32];
  score__buffer own[2] = {{0}, {0}};
  for (int s = 0; s < 2; s++) {
    if (value[s]) score__meaning_text(&own[s], p, value[s]);
    text[s] = value[s] ? (own[s].data ? own[s].data : "") : inherited(w, p, s, in[s], buf[s]);
    if (own[s].failed) w->failed = true;
  }
  const bool same = text[0] && text[1] ? score__meaning_same(p, text[0], text[1]) : text[0] == text[1];
  if (!same) add_texts(w, p, text[0], text[1]);
  score__buffer_free(&own[0]);
  score__buffer_free(&own[1]);
}

static score__words words_of(const score__tree *t)
{
  score__words out = {{"", ""}};
  static const char *const langs[] = {"en", "vi"};
  for (int lang = 0; lang < 2 && t; lang++) {
    const score__tree *m = t->kind == SCORE__TREE_OBJECT ? score__tree_get(t, langs[lang]) : t;
    if (m && m->kind == SCORE__TREE_TEXT) out.text[lang] = m->text;
  }
  for (int lang = 0; lang < 2; lang++)
    if (!*out.text[lang]) out.text[lang] = out.text[!lang];
  return out;
}

static void compare_words(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  static const char *const langs[] = {"en", "vi"};
  const score__words x = words_of(a), y = words_of(b);
  const bool differs[2] = {strcmp(x.text[0], y.text[0]) != 0, strcmp(x.text[1], y.text[1]) != 0};
  if (!differs[0] && !differs[1]) return;
  if (differs[0] && differs[1]) {
    score__comparison_add(w, p->change, &p->doc, a ? &x : NULL, b ? &y : NULL);
    return;
  }
  const int lang = differs[1];
  const size_t mark = score__comparison_enter(w, langs[lang]);
  add_texts(w, p, a ? x.text[lang] : NULL, b ? y.text[lang] : NULL);
  score__comparison_leave(w, mark);
}

/* ---- lists ---- */

/* What a row is known by, NULL when by nothing. */
static const char *row_key(const score__param *table, const score__tree *row)
{
  static const char *const names[] = {"key", "option", NULL};
  for (size_t i = 0; names[i]; i++) {
    const score__tree *m = score__param_find(table, names[i]) ? score__tree_get(row, names[i]) : NULL;
    if (m && m->kind == SCORE__TREE_TEXT) return m->text;
  }
  return NULL;
}

typedef struct rows {
  score__comparison *w;
  const score__param *p;
  const score__tree **row[2];
  bool keyed;
} rows;

static void compare_row(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  if (p->rows)
    score__comparison_members(w, p->rows, a, b, NULL);
  else
    compare_words(w, p, a, b);
}

static bool same_row(void *context, size_t i, size_t j)
{
  const rows *r = context;
  const score__tree *a = r->row[0][i], *b = r->row[1][j];
  if (r->keyed) return !strcmp(row_key(r->p->rows, a), row_key(r->p->rows, b));
  score__comparison probe = *r->w;
  probe.path = (score__buffer){0};
  probe.probing = true;
  probe.differs = false;
  compare_row(&probe, r->p, a, b);
  score__buffer_free(&probe.path);
  r->w->failed |= probe.failed;
  return !probe.differs;
}

static void add_row(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  score__buffer text = {0};
  const score__tree *row = a ? a : b;
  if (!p->rows) {
    const score__words words = words_of(row);
    score__comparison_add(w, p->change, &p->doc, a ? &words : NULL, b ? &words : NULL);
    return;
  }
  score__notation_print_members(&text, row, p->rows, NULL);
  if (text.failed) w->failed = true;
  add_texts(w, p, a ? (text.data ? text.data : "") : NULL, b ? (text.data ? text.data : "") : NULL);
  score__buffer_free(&text);
}

static const score__tree **rows_of(score__comparison *w, const score__tree *list, size_t count)
{
  const score__tree **out = calloc(count + 1, sizeof *out);
  if (!out) w->failed = true;
  const score__tree *t = list ? list->first : NULL;
  for (size_t i = 0; out && i < count; i++, t = t->next) out[i] = t;
  return out;
}

/* Keyed rows by their key, whatever their order; others by what they say. */
static int pair_rows(const rows *r, size_t *pair, size_t before, size_t after)
{
  if (!r->keyed) return score__alignment_pair(pair, before, after, same_row, (void *)(uintptr_t)r);
  for (size_t i = 0; i < before; i++) {
    pair[i] = SIZE_MAX;
    for (size_t j = 0; j < after && pair[i] == SIZE_MAX; j++)
      if (same_row((void *)(uintptr_t)r, i, j)) pair[i] = j;
  }
  return 0;
}

static void compare_rows(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  const size_t before = a ? a->count : 0, after = b ? b->count : 0;
  rows r = {.w = w, .p = p, .row = {rows_of(w, a, before), rows_of(w, b, after)}, .keyed = p->rows != NULL};
  size_t *pair = calloc(before + 1, sizeof *pair);
  bool *taken = calloc(after + 1, sizeof *taken);
  for (size_t i = 0; r.keyed && r.row[0] && i < before; i++) r.keyed = row_key(p->rows, r.row[0][i]) != NULL;
  for (size_t i = 0; r.keyed && r.row[1] && i < after; i++) r.keyed = row_key(p->rows, r.row[1][i]) != NULL;
  if (!pair || !taken || !r.row[0] || !r.row[1] || w->failed || pair_rows(&r, pair, before, after)) {
    w->failed = true;
  } else {
    char number[24];
    for (size_t i = 0; i < before; i++) {
      const bool there = pair[i] != SIZE_MAX;
      if (there) taken[pair[i]] = true;
      const size_t mark = score__comparison_enter(w, score__int_text(number, (int64_t)(there ? pair[i] : i)));
      if (there)
        compare_row(w, p, r.row[0][i], r.row[1][pair[i]]);
      else
        add_row(w, p, r.row[0][i], NULL);
      score__comparison_leave(w, mark);
    }
    for (size_t j = 0; j < after; j++) {
      if (taken[j]) continue;
      const size_t mark = score__comparison_enter(w, score__int_text(number, (int64_t)j));
      add_row(w, p, NULL, r.row[1][j]);
      score__comparison_leave(w, mark);
    }
  }
  free(r.row[0]);
  free(r.row[1]);
  free(pair);
  free(taken);
}

/* Texts and dates: the whole list is one value. */
static void compare_list(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  score__buffer text[2] = {{0}, {0}};
  const score__tree *list[2] = {a, b};
  for (int s = 0; s < 2; s++) {
    for (const score__tree *t = list[s] ? list[s]->first : NULL; t; t = t->next) {
      if (t->index) score__buffer_text(&text[s], ", ");
      score__meaning_text(&text[s], p, t);
    }
    if (text[s].failed) w->failed = true;
  }
  const char *old = text[0].data ? text[0].data : "", *now = text[1].data ? text[1].data : "";
  if (strcmp(old, now) != 0) add_texts(w, p, *old ? old : NULL, *now ? now : NULL);
  score__buffer_free(&text[0]);
  score__buffer_free(&text[1]);
}

/* ---- objects of named members ---- */

static const score__measure *measure_named(const score_criteria *set, const char *key)
{
  const size_t i = score__dict_get(&set->by_measure, key);
  return i == SIZE_MAX ? NULL : &set->measure[i];
}

static void compare_named(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  const bool texts = p->shape == SCORE__SHAPE_TEXT_MAP || p->shape == SCORE__SHAPE_EFFECT,
             measures = p->rows == score__measure_params;
  const score__tree *const side[2] = {a, b};
  for (int s = 0; s < 2; s++) { /* what there was, then what is new */
    for (const score__tree *t = side[s] ? side[s]->first : NULL; t; t = t->next) {
      if (!strcmp(t->key, "comment")) continue;
      const score__tree *other = score__tree_get(side[!s], t->key);
      if (s && other) continue;
      const size_t mark = score__comparison_enter(w, t->key);
      if (other && texts) {
        const score__tree *none[2] = {NULL, NULL};
        compare_value(w, p, t, other, none);
      } else if (other) {
        for (int k = 0; measures && k < 2; k++) w->measure[k] = measure_named(w->d->side[k], t->key);
        score__comparison_members(w, p->rows, t, other, NULL);
        w->measure[0] = w->measure[1] = NULL;
      } else if (texts) {
        add_texts(w, p, s ? NULL : t->text, s ? t->text : NULL);
      } else if (measures) {
        const score__words name = words_of(score__tree_get(t, "name"));
        const int phrase = s ? SCORE__PH_CHANGE_MEASURE_ADDED : SCORE__PH_CHANGE_MEASURE_REMOVED;
        const score__words meaning = {
            {score__phrase_text(phrase, SCORE_LANG_EN), score__phrase_text(phrase, SCORE_LANG_VI)}};
        score__comparison_add(w, p->change, &meaning, s ? NULL : &name, s ? &name : NULL);
      } else {
        add_row(w, p, s ? NULL : t, s ? t : NULL);
      }
      score__comparison_leave(w, mark);
    }
  }
}

/* ---- rules ---- */

static const char *kind_of(const score__tree *rule)
{
  const score__tree *kind = score__tree_get(rule, "kind");
  return kind && kind->kind == SCORE__TREE_TEXT ? kind->text : "";
}

/* Another kind is one change: its members are not those of the old one. */
static void compare_rules(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  const score__rule_kind *kind = score__rule_find(kind_of(a ? a : b));
  if (a && b && kind && !strcmp(kind_of(a), kind_of(b))) {
    score__comparison_members(w, kind->params, a, b, NULL);
    return;
  }
  score__buffer text[2] = {{0}, {0}};
  if (a) score__notation_print_rule(&text[0], a);
  if (b) score__notation_print_rule(&text[1], b);
  if (text[0].failed || text[1].failed) w->failed = true;
  add_texts(w, p, a ? text[0].data : NULL, b ? text[1].data : NULL);
  score__buffer_free(&text[0]);
  score__buffer_free(&text[1]);
}

/* What is said of an object as a whole holds for its members that say nothing else. */
static void compare_object(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b)
{
  const uint8_t above = w->general;
  if (p->change != SCORE__CHANGE_SCORING) w->general = p->change;
  score__comparison_members(w, p->rows, a, b, NULL);
  w->general = above;
}

static void compare_tree(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b,
                         const score__tree *in[2])
{
  switch (p->shape) {
  case SCORE__SHAPE_OBJECT: compare_object(w, p, a, b); break;
  case SCORE__SHAPE_LIST:
  case SCORE__SHAPE_WORDS: compare_rows(w, p, a, b); break;
  case SCORE__SHAPE_MAP:
  case SCORE__SHAPE_TEXT_MAP:
  case SCORE__SHAPE_EFFECT: compare_named(w, p, a, b); break;
  case SCORE__SHAPE_TEXTS:
  case SCORE__SHAPE_DAYS: compare_list(w, p, a, b); break;
  case SCORE__SHAPE_RULE: compare_rules(w, p, a, b); break;
  default: compare_value(w, p, a, b, in);
  }
}

static void compare(score__comparison *w, const score__param *p, const score__tree *a, const score__tree *b,
                    const score__tree *in[2])
{
  switch (p->type) {
  case SCORE__PARAM_WORDS: compare_words(w, p, a, b); break;
  case SCORE__PARAM_ROWS: compare_rows(w, p, a, b); break;
  case SCORE__PARAM_RULE: compare_rules(w, p, a, b); break;
  case SCORE__PARAM_TREE: compare_tree(w, p, a, b, in); break;
  default: compare_value(w, p, a, b, in);
  }
}
