/* Ranks under perturbed weights. Each draw multiplies every piece by weight / declared weight, exactly, rounds it as it
 * was rounded (half away from zero), adds up, keeps the total within its bounds, rounds it to its grid, and ranks by the
 * set's method; at equal totals the keys of the set decide as they do now. Bonus and penalty points stay as they are.
 *
 * Worked: max 60 and 40, weights of the draw 64.705882 and 35.294118; a unit with 45.00 and 20.00: 48.53 + 17.65 = 66.18.
 *
 * Of the draws of a unit the p-th part is the ceil(p n)-th smallest rank (Hyndman and Fan, Sample Quantiles in
 * Statistical Packages, The American Statistician 50, 1996, type 1). */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/engine.h"
#include "compute/uncertainty_parts.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

typedef struct sorted {
  uint64_t key; /* how far below the best total */
  uint32_t entry;
} sorted;

typedef struct drawing {
  score_uncertainty *u;
  score__weights weights;
  score__pieces pieces;
  score__arena arena;
  uint32_t *tie;         /* [ranked] place by the keys of the set alone, 0 = best */
  uint32_t *order;       /* [ranked] entries by it */
  int64_t *sum;          /* [DRAW_BLOCK][weights + 1] */
  int64_t *product;      /* [widest][DRAW_BLOCK] */
  int64_t *points, *max; /* [ranked][DRAW_BLOCK] */
  int64_t *total;        /* [ranked] of one draw */
  sorted *list, *spare;  /* [ranked] */
} drawing;

/* ---- keys of ties ---- */

typedef struct tied {
  const int64_t *key;
  size_t count;
  uint32_t entry;
} tied;

static int compare_ties(const void *a, const void *b)
{
  const tied *x = a, *y = b;
  for (size_t k = 0; k < x->count; k++)
    if (x->key[k] != y->key[k]) return x->key[k] > y->key[k] ? -1 : 1;
  return 0;
}

static int order_ties(const void *a, const void *b)
{
  const tied *x = a, *y = b;
  const int order = compare_ties(a, b);
  return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static bool find_ties(drawing *d)
{
  const score_uncertainty *u = d->u;
  const size_t n = u->ranked, width = u->result->set->tie_count;
  tied *list = score__arena_alloc(&d->arena, n, sizeof *list);
  int64_t *key = n <= SIZE_MAX / (width + 1) ? score__arena_alloc(&d->arena, n * width, sizeof *key) : NULL;
  if (!list || !key) return false;
  for (size_t e = 0; e < n; e++) {
    for (size_t k = 0; k < width; k++)
      key[e * width + k] = score__engine_tie_value(u->result, &u->result->set->tie[k], u->position[e]);
    list[e] = (tied){key + e * width, width, (uint32_t)e};
  }
  qsort(list, n, sizeof *list, order_ties);
  for (size_t k = 0; k < n; k++) {
    d->order[k] = list[k].entry;
    d->tie[list[k].entry] = k && compare_ties(&list[k - 1], &list[k]) == 0 ? d->tie[list[k - 1].entry] : (uint32_t)k;
  }
  return true;
}

/* ---- totals ---- */

/* value x now / declared, half away from zero on the grid. */
static int64_t scale(int64_t value, int64_t now, int64_t declared, int64_t grid)
{
  const uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value;
  uint64_t product, by, whole;
  if (!__builtin_mul_overflow(size, (uint64_t)now, &product) &&
      !__builtin_mul_overflow((uint64_t)declared, (uint64_t)grid, &by)) {
    whole = product / by;
    whole += product % by >= by - product % by;
  } else {
    const score__u128 wide = (score__u128)size * (uint64_t)now,
                      wide_by = (score__u128)(uint64_t)declared * (uint64_t)grid;
    whole = (uint64_t)(wide / wide_by);
    whole += wide % wide_by >= wide_by - wide % wide_by;
  }
  const int64_t out = (int64_t)(whole * (uint64_t)grid);
  return value < 0 ? -out : out;
}

static void add_piece(drawing *d, const score__piece *p, size_t draws)
{
  const uint32_t first = d->weights.first[p->node], to = d->weights.to[p->node];
  int64_t declared = 0;
  for (uint32_t s = first; s < to; s++) declared += d->weights.declared[s];
  for (size_t j = 0; j < draws; j++) {
    const int64_t *sum = d->sum + j * (d->weights.count + 1);
    const int64_t now = sum[to] - sum[first];
    for (size_t k = 0; k < p->count; k++)
      d->product[k * SCORE__DRAW_BLOCK + j] = scale(p->amount[k], now, declared, p->grid);
  }
  int64_t *restrict into = p->denominator ? d->max : d->points;
  const int64_t *restrict product = d->product;
  const uint32_t *restrict which = p->which;
  const size_t n = d->u->ranked;
  for (size_t e = 0; e < n; e++) {
    const int64_t *restrict row = product + (size_t)which[e] * SCORE__DRAW_BLOCK;
    for (size_t j = 0; j < SCORE__DRAW_BLOCK; j++) into[e * SCORE__DRAW_BLOCK + j] += row[j];
  }
}

static int64_t rounded(score__i128 num, score__i128 den, int64_t grid)
{
  if (num < 0) return 0;
  const score__i128 by = den * grid, whole = num / by;
  return (int64_t)((whole + (num % by >= by - num % by)) * grid);
}

/* What rank reads of one unit in draw j (model §4 steps 14 to 16). */
static int64_t settle(const drawing *d, size_t e, size_t j, int64_t top, int64_t grid)
{
  const score_criteria *set = d->u->result->set;
  const bool share = set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET;
  score__i128 num = d->points[e * SCORE__DRAW_BLOCK + j], den = 1;
  int64_t max = d->max ? d->max[e * SCORE__DRAW_BLOCK + j] : 0;
  if (share) {
    if (max <= 0) return 0;
    num *= d->pieces.declared_max[e];
    den = max;
    max = d->u->result->total[d->u->position[e]].max_micro;
  }
  if (num < 0) num = 0;
  if (num > top * den) num = top * den;
  const int64_t points = rounded(num, den, grid);
  if (set->basis == SCORE__BASIS_POINTS) return points;
  return max > 0 ? rounded((score__i128)points * 100 * SCORE__MICRO, max, grid) : 0;
}

/* ---- ranks ---- */

/* Stable, by ascending key: least significant digit first. */
static void sort(drawing *d, size_t n, uint64_t largest)
{
  for (unsigned shift = 0; shift < 64 && largest >> shift; shift += DIGIT_BITS) {
    uint32_t start[DIGITS + 1] = {0};
    for (size_t k = 0; k < n; k++) start[(d->list[k].key >> shift) % DIGITS + 1]++;
    for (size_t k = 1; k < DIGITS; k++) start[k] += start[k - 1];
    for (size_t k = 0; k < n; k++) d->spare[start[(d->list[k].key >> shift) % DIGITS]++] = d->list[k];
    sorted *other = d->list;
    d->list = d->spare;
    d->spare = other;
  }
}

static void rank_draw(drawing *d, int32_t *rank)
{
  const size_t n = d->u->ranked;
  const bool dense = d->u->result->set->rank_dense;
  int64_t best = 0;
  uint64_t largest = 0;
  for (size_t e = 0; e < n; e++)
    if (d->total[e] > best) best = d->total[e];
  const uint64_t grid = d->u->result->set->total_grid_micro ? (uint64_t)d->u->result->set->total_grid_micro : 1;
  bool even = true;
  for (size_t e = 0; e < n && even; e++) even = (uint64_t)(best - d->total[e]) % grid == 0; /* but for given totals */
  for (size_t k = 0; k < n; k++) {
    const uint64_t below = (uint64_t)(best - d->total[d->order[k]]) / (even ? grid : 1);
    d->list[k] = (sorted){below, d->order[k]};
    if (below > largest) largest = below;
  }
  sort(d, n, largest);
  int32_t now = 0, groups = 0;
  for (size_t k = 0; k < n; k++) {
    const uint32_t e = d->list[k].entry;
    const bool same = k && d->list[k - 1].key == d->list[k].key && d->tie[d->list[k - 1].entry] == d->tie[e];
    if (!same) now = dense ? ++groups : (int32_t)k + 1;
    rank[e] = now;
  }
}

static void run_block(drawing *d, uint64_t from, size_t draws)
{
  const size_t n = d->u->ranked;
  const score_criteria *set = d->u->result->set;
  const int64_t grid = set->total_grid_micro ? set->total_grid_micro : 1;
  int64_t top = set->node[0].max_micro;
  for (uint32_t c = 1; c < set->node_count; c = set->node[c].end)
    if (set->node[c].group_kind == SCORE__GROUP_BONUS) top += set->node[c].max_micro;
  for (size_t j = 0; j < draws; j++)
    score__weights_draw(&d->weights, d->u, from + j, d->sum + j * (d->weights.count + 1));
  for (size_t e = 0; e < n; e++)
    for (size_t j = 0; j < SCORE__DRAW_BLOCK; j++) {
      d->points[e * SCORE__DRAW_BLOCK + j] = d->pieces.base[e];
      if (d->max) d->max[e * SCORE__DRAW_BLOCK + j] = d->pieces.kept[e];
    }
  for (size_t k = 0; k < d->pieces.count; k++) add_piece(d, &d->pieces.item[k], draws);
  for (size_t j = 0; j < draws; j++) {
    for (size_t e = 0; e < n; e++) d->total[e] = settle(d, e, j, top, grid);
    rank_draw(d, d->u->rank + (from + j) * n);
  }
}

/* ---- what the draws say of each unit ---- */

static void describe(const score_uncertainty *u, size_t e, uint32_t *times)
{
  const size_t draws = u->options.draws;
  score_rank_interval *v = &u->interval[u->position[e]];
  const int32_t nominal = u->result->total[u->position[e]].rank;
  int32_t best = INT32_MAX, worst = 0;
  for (size_t k = 0; k < draws; k++) {
    const int32_t rank = u->rank[k * u->ranked + e];
    if (rank < best) best = rank;
    if (rank > worst) worst = rank;
    times[rank]++;
  }
  const size_t wanted[] = {(draws * 5 + 99) / 100, (draws + 1) / 2, (draws * 95 + 99) / 100};
  int32_t *const found[] = {&v->weights_low, &v->weights_median, &v->weights_high};
  size_t seen = 0, next = 0;
  for (int32_t rank = best; rank <= worst; rank++) {
    seen += times[rank];
    times[rank] = 0;
    while (next < 3 && seen >= wanted[next]) *found[next++] = rank;
  }
  v->weights_best = best < nominal ? best : nominal;
  v->weights_worst = worst > nominal ? worst : nominal;
}

static bool make_room(drawing *d)
{
  score_uncertainty *u = d->u;
  const size_t n = u->ranked, block = SCORE__DRAW_BLOCK;
  if (n > SIZE_MAX / (u->options.draws * block)) return false;
  u->rank = score__arena_alloc(&u->arena, u->options.draws * n, sizeof *u->rank);
  d->sum = score__arena_alloc(&d->arena, block * (d->weights.count + 1), sizeof *d->sum);
  d->product = score__arena_alloc(&d->arena, block * (d->pieces.widest + 1), sizeof *d->product);
  d->points = score__arena_alloc(&d->arena, block * n, sizeof *d->points);
  if (d->pieces.kept) d->max = score__arena_alloc(&d->arena, block * n, sizeof *d->max);
  d->total = score__arena_alloc(&d->arena, n, sizeof *d->total);
  d->tie = score__arena_alloc(&d->arena, n, sizeof *d->tie);
  d->order = score__arena_alloc(&d->arena, n, sizeof *d->order);
  d->list = score__arena_alloc(&d->arena, n, sizeof *d->list);
  d->spare = score__arena_alloc(&d->arena, n, sizeof *d->spare);
  return u->rank && d->sum && d->product && d->points && (d->max || !d->pieces.kept) && d->total && d->tie &&
         d->order && d->list && d->spare && find_ties(d);
}

static int draw_all(drawing *d)
{
  score_uncertainty *u = d->u;
  int code = score__weights_of(&d->weights, u, &d->arena);
  if (!code) code = score__pieces_of(&d->pieces, u, &d->weights, &d->arena);
  if (code) return code;
  uint32_t *times = score__arena_alloc(&d->arena, u->ranked + 2, sizeof *times);
  if (!times || !make_room(d)) return SCORE_E_MEMORY;
  for (uint64_t from = 0; from < u->options.draws; from += SCORE__DRAW_BLOCK) {
    const uint64_t left = u->options.draws - from;
    run_block(d, from, left < SCORE__DRAW_BLOCK ? (size_t)left : SCORE__DRAW_BLOCK);
  }
  for (size_t e = 0; e < u->ranked; e++) describe(u, e, times);
  return 0;
}

int score__uncertainty_draws(score_uncertainty *u)
{
  drawing d = {.u = u};
  const int code = draw_all(&d);
  score__arena_free(&d.arena);
  return code;
}
