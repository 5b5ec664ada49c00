/* Model §6: competition (1, 2, 2, 4) or dense (1, 2, 2, 3) rank by the basis, then the set's keys; what stays equal is
 * tied. A decision is a key too: the place it gives, 1 first, and whom only a decision sets apart is marked. Units below
 * the completeness threshold are not ranked. Codes order the page, never a rank.
 * Worked: 90, 90, 88, (95 incomplete), 80: 1, 1, 3, -, 4. */
#include <stdlib.h>

#include "compute/engine.h"

typedef struct entry {
  const int64_t *key;
  size_t key_count;
  uint32_t position;
  bool ranked;
} entry;

int64_t score__engine_tie_value(const score_result *r, const score__tie_key *t, size_t i)
{
  const score__layer *layer = &r->frame->layer[r->stage];
  int64_t v;
  if (t->is_node) {
    if (r->node[t->index].outcome[i] >= SCORE_MISSING) return INT64_MIN;
    v = r->node[t->index].points_micro[i];
  } else {
    const score__measure *m = &r->set->measure[t->index];
    uint8_t state = layer->state[t->index] ? layer->state[t->index][r->unit[i]] : SCORE__CELL_MISSING;
    bool initial = state == SCORE__CELL_MISSING && m->has_initial;
    if (state != SCORE__CELL_VALUE && !initial) return INT64_MIN; /* a blank is last, whatever the order */
    v = initial ? m->initial : layer->value[t->index][r->unit[i]];
  }
  return t->ascending ? -v : v;
}

/* *key = the one that tells. */
static int compare_keys(const entry *a, const entry *b, size_t *key)
{
  *key = 0;
  if (a->ranked != b->ranked) return a->ranked ? -1 : 1;
  for (; a->ranked && *key < a->key_count; ++*key)
    if (a->key[*key] != b->key[*key]) return a->key[*key] > b->key[*key] ? -1 : 1;
  return 0;
}

static int compare(const entry *a, const entry *b)
{
  size_t key;
  return compare_keys(a, b, &key);
}

static bool is_decided(const score_result *r, const entry *a, const entry *b)
{
  size_t key;
  return a->ranked && b->ranked && compare_keys(a, b, &key) != 0 && key && r->set->tie[key - 1].is_decision;
}

static int for_page(const void *a, const void *b)
{
  const entry *x = a, *y = b;
  int order = compare(x, y);
  return order ? order : (x->position > y->position) - (x->position < y->position); /* positions follow codes */
}

static bool is_ranked(const score_result *r, size_t i)
{
  if (r->node[0].outcome[i] == SCORE_NOT_APPLICABLE || r->node[0].outcome[i] == SCORE_NOT_DUE) return false;
  return !r->set->has_completeness || r->total[i].completeness_micro >= r->set->completeness_micro;
}

static void number(const score_result *r, const entry *list, size_t n)
{
  int32_t rank = 0, groups = 0;
  for (size_t k = 0; k < n; k++) {
    score_total_result *t = &r->total[list[k].position];
    bool same_before = k && list[k].ranked && compare(&list[k - 1], &list[k]) == 0;
    bool same_after = k + 1 < n && list[k + 1].ranked && compare(&list[k], &list[k + 1]) == 0;
    if (!same_before) rank = r->set->rank_dense ? ++groups : (int32_t)k + 1;
    t->rank = list[k].ranked ? rank : 0;
    t->tied = list[k].ranked && (same_before || same_after);
    t->decided = (k && is_decided(r, &list[k - 1], &list[k])) || (k + 1 < n && is_decided(r, &list[k], &list[k + 1]));
    r->by_rank[k] = list[k].position;
  }
}

int score__engine_rank(score_result *r)
{
  size_t width = r->set->tie_count + 1;
  r->by_rank = score__arena_alloc(&r->arena, r->count, sizeof *r->by_rank);
  entry *list = calloc(r->count + 1, sizeof *list);
  int64_t *key = r->count <= SIZE_MAX / width / sizeof *key ? calloc(r->count * width + 1, sizeof *key) : NULL;
  int code = r->by_rank && list && key ? 0 : SCORE_E_MEMORY;
  for (size_t i = 0; !code && i < r->count; i++) {
    key[i * width] = r->total[i].basis_micro;
    for (size_t k = 0; k < r->set->tie_count; k++)
      key[i * width + k + 1] = score__engine_tie_value(r, &r->set->tie[k], i);
    list[i] = (entry){&key[i * width], width, (uint32_t)i, is_ranked(r, i)};
  }
  if (!code && r->count) {
    qsort(list, r->count, sizeof *list, for_page);
    number(r, list, r->count);
  }
  free(list);
  free(key);
  return code;
}

/* -1, 0, 1: a unit's keys are better, equal, worse. */
static int compare_units(const score_result *a, size_t i, const score_result *b, size_t k)
{
  const int64_t x = a->total[i].basis_micro, y = b->total[k].basis_micro;
  if (x != y) return x > y ? -1 : 1;
  for (size_t t = 0; t < a->set->tie_count; t++) {
    const int64_t own = score__engine_tie_value(a, &a->set->tie[t], i),
                  other = score__engine_tie_value(b, &b->set->tie[t], k);
    if (own != other) return own > other ? -1 : 1;
  }
  return 0;
}

int32_t score__engine_place(const score_result *r, size_t position, const score_result *one, size_t at)
{
  int32_t better = 0, groups = 0;
  size_t last = SIZE_MAX;
  if (!is_ranked(one, at)) return 0;
  for (size_t k = 0; k < r->count; k++) {
    const size_t i = r->by_rank[k];
    if (i == position) continue;
    if (!r->total[i].rank || compare_units(r, i, one, at) >= 0) break; /* best first */
    if (last == SIZE_MAX || compare_units(r, last, r, i) != 0) groups++;
    last = i;
    better++;
  }
  return 1 + (r->set->rank_dense ? groups : better);
}
