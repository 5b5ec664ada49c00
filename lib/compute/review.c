/* Model §9, first part: what a careful author wants to know. The whole lint comes with the whole rule language. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "compute/definition.h"

typedef struct review {
  const score_criteria *set;
  score__definition_fault fault;
  void *context;
} review;

static void warn(const review *r, const char *pointer, int phrase, const char *a, const char *b)
{
  score_error err;
  score__fail(&err, SCORE_E_INPUT, phrase, a, b, NULL);
  r->fault(r->context, pointer, SCORE_WARNING, &err);
}

static void review_words(const review *r, const score__tree *t)
{
  for (const score__tree *m = t->first; m; m = m->next) {
    bool is_words = m->key && (!strcmp(m->key, "name") || !strcmp(m->key, "unit"));
    bool one = m->kind == SCORE__TREE_TEXT || (m->kind == SCORE__TREE_OBJECT && m->count < 2);
    if (is_words && one) {
      score__buffer pointer = {0};
      score__tree_pointer(&pointer, m);
      warn(r, pointer.data ? pointer.data : "", SCORE__PH_CHECK_LANGUAGE, "", NULL);
      score__buffer_free(&pointer);
    }
    if (m->kind == SCORE__TREE_OBJECT || m->kind == SCORE__TREE_LIST) review_words(r, m);
  }
}

static void review_measures(const review *r)
{
  const score_criteria *set = r->set;
  for (size_t m = 0; m < set->measure_count; m++) {
    bool used = false;
    for (size_t i = 0; i < set->node_count && !used; i++)
      for (size_t k = 0; k < set->node[i].measure_count; k++) used |= set->node[i].measure[k] == m;
    for (size_t k = 0; k < set->tie_count; k++) used |= !set->tie[k].is_node && set->tie[k].index == m;
    if (used) continue;
    score__buffer pointer = {0};
    score__buffer_text(&pointer, "/measures/");
    score__buffer_text(&pointer, set->measure[m].key);
    if (pointer.data) warn(r, pointer.data, SCORE__PH_CHECK_UNUSED, set->measure[m].key, NULL);
    score__buffer_free(&pointer);
  }
}

/* Walks definition and set together, in document order. */
typedef struct walk {
  const review *r;
  size_t next;
} walk;

static void review_group(walk *w, const score__tree *t);

static void review_list(walk *w, const score__tree *list)
{
  for (const score__tree *t = list ? list->first : NULL; t; t = t->next) review_group(w, t);
}

static void review_sum(const review *r, size_t i, const char *pointer)
{
  const score__node *node = &r->set->node[i];
  int64_t sum = 0;
  if (node->end == i + 1 || node->aggregate != SCORE__AGGREGATE_SUM || *node->note.text[0]) return;
  if (i && node->group_kind != SCORE__GROUP_NORMAL) return; /* a cap may well be below its parts */
  for (uint32_t c = (uint32_t)i + 1; c < node->end; c = r->set->node[c].end)
    if (r->set->node[c].group_kind == SCORE__GROUP_NORMAL) sum += r->set->node[c].max_micro;
  if (sum == node->max_micro) return;
  char a[32], b[32];
  score__points_print(a, sizeof a, sum, 0, '.');
  score__points_print(b, sizeof b, node->max_micro, 0, '.');
  warn(r, pointer, SCORE__PH_DEF_MAX_SUM, a, b);
}

static void review_group(walk *w, const score__tree *t)
{
  size_t i = w->next++;
  const score__node *node = &w->r->set->node[i];
  score__buffer pointer = {0};
  score__tree_pointer(&pointer, t);
  const char *at = pointer.data ? pointer.data : "";
  if (node->kind == SCORE__NODE_CRITERION && !*node->source.document)
    warn(w->r, at, SCORE__PH_CHECK_SOURCE, node->key, NULL);
  review_sum(w->r, i, at);
  score__buffer_free(&pointer);
  if (node->kind != SCORE__NODE_GROUP) return;
  review_list(w, score__tree_get(t, "groups"));
  review_list(w, score__tree_get(t, "criteria"));
}

void score__definition_review(const score_criteria *set, const score__tree *root, score__definition_fault fault,
                              void *context)
{
  review r = {.set = set, .fault = fault, .context = context};
  walk w = {.r = &r, .next = 1};
  review_measures(&r);
  review_list(&w, score__tree_get(root, "groups"));
  review_sum(&r, 0, "/total");
  review_words(&r, root);
}
