/* Ranks that blanks leave open. A unit's best rank: its own missing and invalid criteria at their best, those of the
 * others at their worst, which is as printed; its worst the other way round. At equal totals the keys of the set are taken
 * at their best and worst too, and a blank key may be anything. Units that are not ranked stay out, and statistics of the
 * cohort stay as they are. Under competition ranks both ends are reached, for one's own blanks and those of the others
 * are independent; dense ranks count different totals, and there the ends are bounds.
 *
 * Worked: totals 70 up to 70, 60 up to 80, 50 up to 65: ranks 1 to 2, 1 to 3, 2 to 3. */
#include <stdlib.h>

#include "compute/engine.h"
#include "compute/uncertainty_parts.h"

typedef struct standing {
  const int64_t *key; /* basis, then the keys of the set */
  const int64_t *far; /* of the other end */
  size_t count;
} standing;

static int compare_keys(const int64_t *x, const int64_t *y, size_t count)
{
  for (size_t k = 0; k < count; k++)
    if (x[k] != y[k]) return x[k] > y[k] ? -1 : 1;
  return 0;
}

static int compare(const void *a, const void *b)
{
  const standing *x = a, *y = b;
  return compare_keys(x->key, y->key, x->count);
}

/* A key of the set at its worst and best. */
static void range_of(const score_result *r, const score__tie_key *t, size_t i, int64_t *low, int64_t *high)
{
  *low = *high = score__engine_tie_value(r, t, i);
  if (t->is_node) {
    const score__node_column *c = &r->node[t->index];
    const int64_t least = t->ascending ? -c->high_micro[i] : c->points_micro[i];
    const int64_t most = t->ascending ? -c->points_micro[i] : c->high_micro[i];
    if (least < *low) *low = least;
    if (most > *high) *high = most;
  } else if (*low == INT64_MIN) {
    *high = INT64_MAX;
  }
}

/* How many of a sorted list are better. */
static size_t better(const standing *list, size_t count, const int64_t *key, size_t width)
{
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (compare_keys(list[middle].key, key, width) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Dense ranks. out[k]: the fewest different standings of the first k, if each may be anywhere between its ends: at the
 * low end of the one whose low end is highest stand all that reach up to it, and so on. `list` is sorted by low ends. */
static void count_fewest(const standing *list, size_t n, int32_t *out)
{
  const int64_t *at = NULL;
  out[0] = 0;
  for (size_t k = 0; k < n; k++) {
    const bool apart = !at || compare_keys(list[k].far, at, list[k].count) > 0;
    if (apart) at = list[k].key;
    out[k + 1] = out[k] + apart;
  }
}

/* The most: all whose data are open, and the different ones among the others. `list` is sorted by high ends. */
static void count_most(const standing *list, size_t n, int32_t *out)
{
  const int64_t *last = NULL;
  out[0] = 0;
  for (size_t k = 0; k < n; k++) {
    const bool open = compare_keys(list[k].key, list[k].far, list[k].count) != 0;
    const bool apart = open || !last || compare_keys(last, list[k].key, list[k].count) != 0;
    if (!open) last = list[k].key;
    out[k + 1] = out[k] + apart;
  }
}

typedef struct ends {
  standing *low, *high;   /* [ranked] sorted by either end, best first */
  int64_t *worst, *best;  /* [ranked][width] keys of each */
  int32_t *fewest, *most; /* [ranked + 1] of the first of `low`, of `high` */
  size_t width;
} ends;

static void fill(const score_uncertainty *u, const ends *s)
{
  const size_t n = u->ranked;
  for (size_t e = 0; e < n; e++) {
    score_rank_interval *v = &u->interval[u->position[e]];
    const int64_t *own_low = s->worst + e * s->width, *own_high = s->best + e * s->width;
    const size_t least = better(s->low, n, own_high, s->width), most = better(s->high, n, own_low, s->width);
    const bool open = compare_keys(own_high, own_low, s->width) < 0; /* then it is itself among the better ones */
    v->missing_best = 1 + (u->result->set->rank_dense ? s->fewest[least] : (int32_t)least);
    v->missing_worst = 1 + (u->result->set->rank_dense ? s->most[most] : (int32_t)most) - open;
  }
}

int score__uncertainty_missing(score_uncertainty *u)
{
  const score_result *r = u->result;
  const size_t n = u->ranked, width = r->set->tie_count + 1;
  score__arena arena = {0};
  if (n > SIZE_MAX / width) return SCORE_E_MEMORY;
  ends s = {.width = width};
  s.worst = score__arena_alloc(&arena, n * width, sizeof *s.worst);
  s.best = score__arena_alloc(&arena, n * width, sizeof *s.best);
  s.low = score__arena_alloc(&arena, n, sizeof *s.low);
  s.high = score__arena_alloc(&arena, n, sizeof *s.high);
  s.fewest = score__arena_alloc(&arena, n + 1, sizeof *s.fewest);
  s.most = score__arena_alloc(&arena, n + 1, sizeof *s.most);
  const bool good = s.worst && s.best && s.low && s.high && s.fewest && s.most;
  for (size_t e = 0; good && e < n; e++) {
    const size_t i = u->position[e], at = e * width;
    const score_total_result *t = &r->total[i];
    s.worst[at] = t->basis_micro < t->low_micro ? t->basis_micro : t->low_micro;
    s.best[at] = t->basis_micro > t->high_micro ? t->basis_micro : t->high_micro;
    for (size_t k = 1; k < width; k++) range_of(r, &r->set->tie[k - 1], i, &s.worst[at + k], &s.best[at + k]);
    s.low[e] = (standing){s.worst + at, s.best + at, width};
    s.high[e] = (standing){s.best + at, s.worst + at, width};
  }
  if (good && n) {
    qsort(s.low, n, sizeof *s.low, compare);
    qsort(s.high, n, sizeof *s.high, compare);
    count_fewest(s.low, n, s.fewest);
    count_most(s.high, n, s.most);
    fill(u, &s);
  }
  score__arena_free(&arena);
  return good ? 0 : SCORE_E_MEMORY;
}
