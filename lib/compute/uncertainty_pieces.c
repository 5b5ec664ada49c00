/* Totals as parts that follow weights (compute/account.h): for each node its points, or the points given for it, and,
 * apart, what happened there on the way up (split, rescale, clamp, rounding, outcome). The first are rounded to the node's
 * own grid again, where all of them lie on it. Where the total is a percent of what stays in, or a share of what is met,
 * the maximum is such a sum too. Amounts are kept as a dictionary, for few of them differ from unit to unit: a draw
 * multiplies each of them once. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/account.h"
#include "compute/parts.h"
#include "compute/uncertainty_parts.h"

enum { PIECE_POINTS, PIECE_OTHER, PIECE_MAX, PIECE_KINDS };

typedef struct builder {
  const score_uncertainty *u;
  const score__weights *weights;
  score__pieces *out;
  score__arena scratch;
  int64_t **column; /* [nodes][PIECE_KINDS] an entry NULL = all 0 */
  int64_t *line;    /* [nodes][SCORE_LINES] of one unit */
  score__i128 most; /* of a unit's amounts, without sign */
  bool failed;
} builder;

static void put(builder *b, uint32_t node, int kind, size_t e, int64_t amount)
{
  int64_t **column = &b->column[(size_t)node * PIECE_KINDS + (size_t)kind];
  if (amount == 0) return;
  if (!*column) *column = score__arena_alloc(&b->scratch, b->u->ranked, sizeof **column);
  if (*column)
    (*column)[e] += amount;
  else
    b->failed = true;
}

static bool follows(const builder *b, uint32_t k)
{
  int64_t sum = 0;
  for (uint32_t s = b->weights->first[k]; s < b->weights->to[k]; s++) sum |= b->weights->declared[s];
  return sum != 0;
}

static void take_points(builder *b, size_t e)
{
  const score_criteria *set = b->u->result->set;
  score__i128 sum = 0;
  memset(b->line, 0, set->node_count * SCORE_LINES * sizeof *b->line);
  score__account_unit(b->u->result, b->u->position[e], b->line);
  for (uint32_t k = 0; k < set->node_count; k++) {
    const int64_t *line = b->line + (size_t)k * SCORE_LINES;
    int64_t other = 0;
    for (int l = 0; l < SCORE_LINES; l++) {
      if (l == SCORE_LINE_PERCENT) continue;
      sum += line[l] < 0 ? -(score__i128)line[l] : line[l];
      if (l != SCORE_LINE_POINTS && l != SCORE_LINE_GIVEN) other += line[l];
    }
    const int64_t points = line[SCORE_LINE_POINTS] + line[SCORE_LINE_GIVEN];
    if (!follows(b, k)) {
      b->out->base[e] += points + other;
      continue;
    }
    put(b, k, PIECE_POINTS, e, points);
    put(b, k, PIECE_OTHER, e, other);
  }
  if (sum > b->most) b->most = sum;
}

/* What of the maximum stays in, node by node; a group's own is what its parts do not say. */
static void take_max(builder *b, size_t e, uint32_t k, int64_t kept)
{
  const score_result *r = b->u->result;
  const score__node *n = &r->set->node[k];
  const bool leaf = k && b->weights->to[k] == b->weights->first[k] + 1 && b->weights->node[b->weights->first[k]] == k;
  for (uint32_t c = k + 1; !leaf && c < n->end; c = r->set->node[c].end) {
    if (r->set->node[c].group_kind != n->group_kind) continue;
    const int64_t own = r->node[c].max_micro[b->u->position[e]];
    take_max(b, e, c, own);
    kept -= own;
  }
  if (follows(b, k))
    put(b, k, PIECE_MAX, e, kept);
  else
    b->out->kept[e] += kept;
}

/* Under a share of met criteria: what one of them is worth, for each that counts. */
static void take_applicable(builder *b, size_t e)
{
  const score_result *r = b->u->result;
  const size_t i = b->u->position[e];
  score__parts p;
  int64_t worth = 0;
  score__parts_of(r, 0, i, false, &p);
  const score__fraction each = {r->set->node[0].max_micro, (score__i128)SCORE__MICRO * (p.left ? (int64_t)p.left : 1)};
  if (score__fraction_round(&worth, &each, 1)) b->failed = true;
  b->out->declared_max[e] = b->out->kept[e] = r->set->node[0].max_micro;
  for (uint32_t k = 1; k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    const uint8_t outcome = r->node[k].outcome[i];
    if (n->kind != SCORE__NODE_CRITERION || n->max_micro == 0 || n->group_kind != SCORE__GROUP_NORMAL) continue;
    if ((r->node[k].flags[i] & SCORE__FLAG_COVERED) || outcome == SCORE_NOT_DUE || outcome == SCORE_NOT_APPLICABLE)
      continue;
    if (!follows(b, k)) continue;
    put(b, k, PIECE_MAX, e, worth);
    b->out->kept[e] -= worth;
  }
}

static int by_value(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static uint32_t place_of(const int64_t *list, size_t count, int64_t value)
{
  size_t low = 0, high = count;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (list[middle] <= value)
      low = middle;
    else
      high = middle;
  }
  return (uint32_t)low;
}

static bool make_piece(builder *b, score__arena *arena, uint32_t node, int kind, const int64_t *column, int64_t *sorted)
{
  const size_t n = b->u->ranked;
  score__pieces *out = b->out;
  score__piece *p = &out->item[out->count++];
  *p = (score__piece){.node = node, .grid = 1, .denominator = kind == PIECE_MAX};
  memcpy(sorted, column, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, by_value);
  for (size_t e = 0; e < n; e++)
    if (e == 0 || sorted[e] != sorted[p->count - 1]) sorted[p->count++] = sorted[e];
  p->amount = score__arena_alloc(arena, p->count, sizeof *p->amount);
  p->which = score__arena_alloc(arena, n, sizeof *p->which);
  if (!p->amount || !p->which) return false;
  memcpy(p->amount, sorted, p->count * sizeof *p->amount);
  for (size_t e = 0; e < n; e++) p->which[e] = place_of(p->amount, p->count, column[e]);
  const int64_t grid = kind == PIECE_POINTS ? b->u->result->set->node[node].grid_micro : 0;
  bool on_grid = grid > 0;
  for (size_t k = 0; k < p->count; k++) {
    const int64_t size = p->amount[k] < 0 ? -p->amount[k] : p->amount[k];
    if (grid && p->amount[k] % grid) on_grid = false;
    if (size > out->largest) out->largest = size;
  }
  if (on_grid) p->grid = grid;
  if (p->count > out->widest) out->widest = p->count;
  return true;
}

static int make_pieces(builder *b, score__arena *arena)
{
  const size_t columns = b->u->result->set->node_count * PIECE_KINDS;
  size_t count = 0;
  for (size_t k = 0; k < columns; k++) count += b->column[k] != NULL;
  b->out->item = score__arena_alloc(arena, count, sizeof *b->out->item);
  int64_t *sorted = score__arena_alloc(&b->scratch, b->u->ranked, sizeof *sorted);
  if (!b->out->item || !sorted) return SCORE_E_MEMORY;
  for (size_t k = 0; k < columns; k++)
    if (b->column[k] &&
        !make_piece(b, arena, (uint32_t)(k / PIECE_KINDS), (int)(k % PIECE_KINDS), b->column[k], sorted))
      return SCORE_E_MEMORY;
  return 0;
}

/* Perturbed amounts must fit 64 bits: a weight grows at most to (1 + x) / (1 - x) of itself, and a millionth. */
static bool fits(const builder *b)
{
  const int64_t x = b->u->options.perturb_micro;
  const score__i128 grown = (2 * SCORE__MICRO / (SCORE__MICRO - x)) + 2;
  return b->most <= (score__i128)4000000000000000000 / grown;
}

static int build(builder *b, score__arena *arena)
{
  const score_result *r = b->u->result;
  const size_t nodes = r->set->node_count, n = b->u->ranked;
  const bool share = r->set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET;
  const bool percent = r->set->basis == SCORE__BASIS_PERCENT;
  b->column = score__arena_alloc(&b->scratch, nodes * PIECE_KINDS, sizeof *b->column);
  b->line = score__arena_alloc(&b->scratch, nodes * SCORE_LINES, sizeof *b->line);
  b->out->base = score__arena_alloc(arena, n, sizeof *b->out->base);
  if (!b->column || !b->line || !b->out->base) return SCORE_E_MEMORY;
  if (share || percent) {
    b->out->kept = score__arena_alloc(arena, n, sizeof *b->out->kept);
    b->out->declared_max = score__arena_alloc(arena, n, sizeof *b->out->declared_max);
    if (!b->out->kept || !b->out->declared_max) return SCORE_E_MEMORY;
  }
  for (size_t e = 0; e < n; e++) {
    const size_t i = b->u->position[e];
    take_points(b, e);
    if (r->node[0].outcome[i] == SCORE_REPORTED) { /* the total itself was given */
      if (b->out->kept) b->out->kept[e] = b->out->declared_max[e] = r->total[i].max_micro;
    } else if (share) {
      take_applicable(b, e);
    } else if (percent) {
      b->out->declared_max[e] = r->total[i].max_micro;
      take_max(b, e, 0, r->total[i].max_micro);
    }
  }
  if (b->failed) return SCORE_E_MEMORY;
  return fits(b) ? make_pieces(b, arena) : SCORE_E_LIMIT;
}

int score__pieces_of(score__pieces *out, const score_uncertainty *u, const score__weights *weights, score__arena *arena)
{
  builder b = {.u = u, .weights = weights, .out = out};
  *out = (score__pieces){0};
  const int code = build(&b, arena);
  score__arena_free(&b.scratch);
  return code;
}
