/* Model §7: what two versions differ in. Tree and declared parameters are walked side by side: a parameter says what a
 * change of it means. Groups and criteria are matched by key, so a renumbered one is the same with another code, and one
 * that stands elsewhere was moved. One change for each member; what exists on one side only is one change.
 *
 * Worked: "max": "2" to "3": scoring; applies_when, in_force: scope; source, evidence, status: evidence; name, note:
 * wording; code 1.1 to 1.2, another group, a criterion more or less, another measure: structure. */
#include "score/difference.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "definition/change.h"
#include "definition/definition.h"

_Static_assert(SCORE_CHANGE_SCORING == (int)SCORE__CHANGE_SCORING && SCORE_CHANGE_SCOPE == (int)SCORE__CHANGE_SCOPE &&
                   SCORE_CHANGE_EVIDENCE == (int)SCORE__CHANGE_EVIDENCE &&
                   SCORE_CHANGE_WORDING == (int)SCORE__CHANGE_WORDING &&
                   SCORE_CHANGE_STRUCTURE == (int)SCORE__CHANGE_STRUCTURE,
               "one numbering");

static score__words phrase_words(int phrase)
{
  return (score__words){{score__phrase_text(phrase, SCORE_LANG_EN), score__phrase_text(phrase, SCORE_LANG_VI)}};
}

/* ---- nodes ---- */

static uint32_t counterpart(const score__comparison *w, int side, uint32_t node)
{
  const score_criteria *own = w->d->side[side], *other = w->d->side[!side];
  if (!node) return 0;
  const size_t i = score__dict_get(&other->by_node, own->node[node].key); /* keys stand before codes */
  if (i == SIZE_MAX || i == 0 || strcmp(other->node[i].key, own->node[node].key) != 0) return UINT32_MAX;
  return other->node[i].kind == own->node[node].kind ? (uint32_t)i : UINT32_MAX;
}

/* "Name (2)": what a node is that only one side has. */
static void add_node(score__comparison *w, int side, uint32_t node)
{
  const score__node *n = &w->d->side[side]->node[node];
  const score__words meaning = phrase_words(side ? SCORE__PH_CHANGE_ADDED : SCORE__PH_CHANGE_REMOVED);
  char max[32];
  score__words text;
  score__buffer b[2] = {{0}, {0}};
  score__decimal_print(max, sizeof max, n->max_micro, 6, -1, '.');
  for (int lang = 0; lang < 2; lang++) {
    const char *const args[] = {n->name.text[lang], max};
    score__phrase_fill(&b[lang], SCORE__PH_CHANGE_NODE, (score_lang)lang, args, 2);
    if (b[lang].failed) w->failed = true;
    text.text[lang] = b[lang].data ? b[lang].data : "";
  }
  w->node[side] = node;
  w->node[!side] = UINT32_MAX;
  score__comparison_add(w, SCORE_CHANGE_STRUCTURE, &meaning, side ? NULL : &text, side ? &text : NULL);
  score__buffer_free(&b[0]);
  score__buffer_free(&b[1]);
}

/* "II Second" in both languages; free the buffers. The total is its name alone. */
static score__words titled(score__comparison *w, const score__node *n, score__buffer b[2])
{
  score__words out;
  for (int lang = 0; lang < 2; lang++) {
    b[lang] = (score__buffer){0};
    score__buffer_text(&b[lang], n->code);
    if (*n->code) score__buffer_char(&b[lang], ' ');
    score__buffer_text(&b[lang], n->name.text[lang]);
    if (b[lang].failed) w->failed = true;
    out.text[lang] = b[lang].data ? b[lang].data : "";
  }
  return out;
}

static void compare_parents(score__comparison *w, const score__node *a, const score__node *b)
{
  const score_criteria *old = w->d->side[0], *now = w->d->side[1];
  const score__words meaning = phrase_words(SCORE__PH_CHANGE_MOVED);
  const score__node *from = &old->node[a->parent], *to = &now->node[b->parent];
  if (!strcmp(from->key, to->key)) return;
  score__buffer text[2][2];
  const score__words before = titled(w, from, text[0]), after = titled(w, to, text[1]);
  const size_t mark = score__comparison_enter(w, "parent");
  score__comparison_add(w, SCORE_CHANGE_STRUCTURE, &meaning, &before, &after);
  score__comparison_leave(w, mark);
  for (int s = 0; s < 2; s++)
    for (int lang = 0; lang < 2; lang++) score__buffer_free(&text[s][lang]);
}

static void compare_node(score__comparison *w, uint32_t old, uint32_t now)
{
  static const char *const skipped[] = {"key", "groups", "criteria", NULL};
  const score_criteria *a = w->d->side[0], *b = w->d->side[1];
  const score__param *table = !now                                         ? score__total_params
                              : b->node[now].kind == SCORE__NODE_CRITERION ? score__criterion_params
                                                                           : score__group_params;
  w->node[0] = old;
  w->node[1] = now;
  if (now) compare_parents(w, &a->node[old], &b->node[now]);
  score__comparison_members(w, table, a->node_tree[old], b->node_tree[now], skipped);
}

/* Those of the parts of a node that stand in it on both sides, in the new order, with their old places. */
static void compare_order(score__comparison *w, uint32_t group, uint32_t *part, size_t *place, bool *moved)
{
  const score_criteria *a = w->d->side[0], *b = w->d->side[1];
  const score__words meaning = phrase_words(SCORE__PH_CHANGE_ORDER);
  const uint32_t before = counterpart(w, 1, group);
  size_t count = 0;
  if (before == UINT32_MAX) return;
  for (uint32_t c = group + 1; c < b->node[group].end; c = b->node[c].end) {
    const uint32_t old = counterpart(w, 1, c);
    if (old == UINT32_MAX || a->node[old].parent != before) continue;
    part[count] = c;
    place[count++] = old; /* in document order */
  }
  if (score__alignment_moved(moved, place, count)) w->failed = true;
  for (size_t i = 0; !w->failed && i < count; i++) {
    if (!moved[i]) continue;
    size_t rank = 1;
    for (size_t k = 0; k < count; k++) rank += place[k] < place[i];
    char number[2][24];
    score__int_text(number[0], (int64_t)rank);
    score__int_text(number[1], (int64_t)i + 1);
    const score__words old = {{number[0], number[0]}}, now = {{number[1], number[1]}};
    w->node[0] = (uint32_t)place[i];
    w->node[1] = part[i];
    const size_t mark = score__comparison_enter(w, "position");
    score__comparison_add(w, SCORE_CHANGE_STRUCTURE, &meaning, &old, &now);
    score__comparison_leave(w, mark);
  }
}

static void compare_nodes(score__comparison *w)
{
  const score_criteria *a = w->d->side[0], *b = w->d->side[1];
  uint32_t *part = calloc(b->node_count, sizeof *part);
  size_t *place = calloc(b->node_count, sizeof *place);
  bool *moved = calloc(b->node_count, sizeof *moved);
  if (!part || !place || !moved) w->failed = true;
  for (uint32_t k = 0; !w->failed && k < b->node_count; k++) {
    const uint32_t old = counterpart(w, 1, k);
    if (old == UINT32_MAX)
      add_node(w, 1, k);
    else
      compare_node(w, old, k);
    if (b->node[k].end > k + 1) compare_order(w, k, part, place, moved);
  }
  for (uint32_t k = 1; !w->failed && k < a->node_count; k++)
    if (counterpart(w, 0, k) == UINT32_MAX) add_node(w, 0, k);
  w->node[0] = w->node[1] = UINT32_MAX;
  free(part);
  free(place);
  free(moved);
}

int score_difference_new(score_difference **out, const score_criteria *before, const score_criteria *after,
                         score_error *err)
{
  static const char *const first[] = {"version", "groups", "total", "grades", "ranking", "notes", NULL};
  *out = NULL;
  score_difference *d = calloc(1, sizeof *d);
  if (!d) return score__fail_memory(err);
  d->side[0] = before;
  d->side[1] = after;
  score__comparison w = {.d = d, .node = {UINT32_MAX, UINT32_MAX}};
  const score__tree *a = before->node_tree[0]->parent, *b = after->node_tree[0]->parent;
  score__comparison_members(&w, score__definition_root, a, b, first);
  compare_nodes(&w);
  for (const score__param *p = score__definition_root; p->name; p++) { /* what is read last is said last */
    const score__param one[2] = {*p, {.name = NULL}};
    for (size_t i = 3; first[i]; i++)
      if (!strcmp(first[i], p->name)) score__comparison_members(&w, one, a, b, NULL);
  }
  score__buffer_free(&w.path);
  if (w.failed) {
    score_difference_free(d);
    return score__fail_memory(err);
  }
  *out = d;
  return 0;
}

void score_difference_free(score_difference *d)
{
  if (!d) return;
  free(d->change);
  score__arena_free(&d->arena);
  free(d);
}

/* ---- what a caller may ask ---- */

const char *score_change_class_string(score_change_class change_class)
{
  static const char *const names[SCORE_CHANGE_CLASSES] = {"scoring", "scope", "evidence", "wording", "structure"};
  return (unsigned)change_class < SCORE_CHANGE_CLASSES ? names[change_class] : "";
}

size_t score_difference_changes(const score_difference *d)
{
  return d->count;
}

int score_difference_change(score_change *out, const score_difference *d, size_t change, score_lang lang)
{
  if (change >= d->count) return SCORE_E_USAGE;
  const score__change *c = &d->change[change];
  const char *key = "", *code[2] = {"", ""};
  for (int s = 0; s < 2; s++) {
    if (c->node[s] == UINT32_MAX) continue;
    key = d->side[s]->node[c->node[s]].key;
    code[s] = d->side[s]->node[c->node[s]].code;
  }
  *out = (score_change){.change_class = (score_change_class)c->change_class,
                        .node = key,
                        .old_code = code[0],
                        .new_code = code[1],
                        .member = c->member,
                        .old_text = c->has[0] ? c->text[0].text[lang] : NULL,
                        .new_text = c->has[1] ? c->text[1].text[lang] : NULL};
  return 0;
}

size_t score_difference_count(const score_difference *d, score_change_class change_class)
{
  return (unsigned)change_class < SCORE_CHANGE_CLASSES ? d->of_class[change_class] : 0;
}
