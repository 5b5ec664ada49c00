/* Weights of a draw. Each is multiplied by 1 + u, u uniform on the millionths from -x to +x, and all are brought back to
 * the sum they had: floor(w (1 + u) W / sum of w (1 + u)), and what is left over goes, a millionth each, to those whose
 * cut-off rest is largest, at equal rests to the one that stands first (largest remainder, Hamilton).
 *
 * The generator is SplitMix64 (Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), which
 * can be entered anywhere: weight s of draw k takes number k x count + s, so that no draw depends on another. A number z
 * becomes a step of the grid by floor(z (2x + 1) / 2^64).
 *
 * Worked: weights 60 and 40, u = +10 % and -10 %: 66 and 36, sum 102; 66 x 100 / 102 = 64.705882(35), 36 x 100 / 102 =
 * 35.294117(65): the missing millionth goes to the second. */
#include <stdlib.h>

#include "base/limits.h"
#include "compute/account.h"
#include "compute/parts.h"
#include "compute/uncertainty_parts.h"

uint64_t score__generator_number(uint64_t seed, uint64_t index)
{
  uint64_t z = seed + (index + 1) * UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

typedef struct gatherer {
  score__weights *out;
  const score_uncertainty *u;
  bool failed; /* beyond 128 bits, or the weights' sum beyond 64 */
} gatherer;

/* Given as a whole for everybody: nothing is known of what stands below. */
static bool is_given(const score_uncertainty *u, uint32_t k)
{
  const score__node_column *c = &u->result->node[k];
  for (size_t e = 0; e < u->ranked; e++) {
    const size_t i = u->position[e];
    if (c->outcome[i] != SCORE_REPORTED || (c->flags[i] & SCORE__FLAG_COVERED)) return false;
  }
  return u->ranked > 0;
}

static bool is_weight(const score_uncertainty *u, uint32_t k)
{
  const score_criteria *set = u->result->set;
  if (score__account_leaf(set, k) || set->node[k].aggregate == SCORE__AGGREGATE_HIGHEST) return true;
  if (u->options.level == SCORE_WEIGHT_GROUPS && set->node[k].parent == 0) return true;
  return is_given(u, k);
}

/* Criteria that a share of met ones counts. */
static int64_t counted(const score_criteria *set, uint32_t k)
{
  int64_t n = 0;
  for (uint32_t c = k; c < set->node[k].end; c++)
    n += set->node[c].kind == SCORE__NODE_CRITERION && set->node[c].max_micro > 0 &&
         set->node[c].group_kind == set->node[k].group_kind;
  return n;
}

static void add_weight(gatherer *g, uint32_t k, const score__fraction *factor, bool share)
{
  const score_criteria *set = g->u->result->set;
  const score__fraction all =
      share ? score__fraction_make(counted(set, k), 1) : score__fraction_make(set->node[k].max_micro, SCORE__MICRO);
  score__fraction worth;
  int64_t micro = 0;
  if (score__fraction_mul(&worth, &all, factor) || score__fraction_round(&micro, &worth, 1) ||
      __builtin_add_overflow(g->out->sum, micro, &g->out->sum))
    g->failed = true;
  const size_t at = g->out->count++;
  g->out->node[at] = k;
  g->out->declared[at] = micro;
  for (uint32_t c = k; c < set->node[k].end; c++) {
    g->out->first[c] = (uint32_t)at;
    g->out->to[c] = (uint32_t)at + 1;
  }
}

/* factor: what a point of the node is worth in the total; below a share of met ones: what one criterion is worth. */
static void gather(gatherer *g, uint32_t k, const score__fraction *factor, bool share)
{
  const score_criteria *set = g->u->result->set;
  const score__node *n = &set->node[k];
  if (k && is_weight(g->u, k)) {
    add_weight(g, k, factor, share);
    return;
  }
  score__fraction own = *factor, weights = {0, 1};
  const bool weighted = !share && n->aggregate == SCORE__AGGREGATE_WEIGHTED;
  if (!share && n->aggregate == SCORE__AGGREGATE_SHARE_MET) {
    const int64_t of = counted(set, k);
    const score__fraction each = {n->max_micro, (score__i128)SCORE__MICRO * (of ? of : 1)};
    g->failed |= score__fraction_mul(&own, factor, &each) != 0;
    share = true;
  }
  g->out->first[k] = (uint32_t)g->out->count;
  for (uint32_t c = k + 1; weighted && c < n->end; c = set->node[c].end)
    if (set->node[c].group_kind == n->group_kind)
      g->failed |= score__fraction_add(&weights, &weights, &set->node[c].weight) != 0;
  for (uint32_t c = k + 1; c < n->end; c = set->node[c].end) {
    score__fraction part = own;
    if (set->node[c].group_kind != n->group_kind) continue; /* bonus and penalties are kept as they are */
    if (weighted && weights.num &&
        (score__fraction_mul(&part, &own, &set->node[c].weight) || score__fraction_div(&part, &part, &weights)))
      g->failed = true;
    gather(g, c, &part, share);
  }
  g->out->to[k] = (uint32_t)g->out->count;
}

int score__weights_of(score__weights *out, const score_uncertainty *u, score__arena *arena)
{
  const size_t nodes = u->result->set->node_count;
  const score__fraction one = {1, 1};
  *out = (score__weights){0};
  out->node = score__arena_alloc(arena, nodes, sizeof *out->node);
  out->declared = score__arena_alloc(arena, nodes, sizeof *out->declared);
  out->first = score__arena_alloc(arena, nodes, sizeof *out->first);
  out->to = score__arena_alloc(arena, nodes, sizeof *out->to);
  out->rest = score__arena_alloc(arena, nodes, sizeof *out->rest);
  if (!out->node || !out->declared || !out->first || !out->to || !out->rest) return SCORE_E_MEMORY;
  gatherer g = {out, u, false};
  gather(&g, 0, &one, false);
  out->first[0] = out->to[0] = 0; /* what happens to the total as a whole follows no weight */
  /* w (1 + u) W stays within 128 bits. */
  return g.failed || out->sum > INT64_C(8000000000000000) ? SCORE_E_LIMIT : 0;
}

static int by_rest(const void *a, const void *b)
{
  const struct score__remainder *x = a, *y = b;
  if (x->rest != y->rest) return x->rest > y->rest ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

void score__weights_draw(const score__weights *w, const score_uncertainty *u, uint64_t draw, int64_t *sum)
{
  const uint64_t steps = 2 * (uint64_t)u->options.perturb_micro + 1;
  score__u128 raw = 0;
  int64_t left = w->sum;
  sum[0] = 0;
  for (size_t s = 0; s < w->count; s++) {
    const uint64_t z = score__generator_number(u->options.seed, draw * w->count + s);
    const int64_t shift = (int64_t)(uint64_t)(((score__u128)z * steps) >> 64) - u->options.perturb_micro;
    w->rest[s].rest = (score__u128)w->declared[s] * (uint64_t)(SCORE__MICRO + shift);
    w->rest[s].index = (uint32_t)s;
    raw += w->rest[s].rest;
  }
  for (size_t s = 0; raw && s < w->count; s++) {
    const score__u128 product = w->rest[s].rest * (score__u128)(uint64_t)w->sum;
    sum[s + 1] = (int64_t)(product / raw);
    w->rest[s].rest = product % raw;
    left -= sum[s + 1];
  }
  for (size_t s = 0; !raw && s < w->count; s++) sum[s + 1] = 0;
  if (raw && left) qsort(w->rest, w->count, sizeof *w->rest, by_rest);
  for (size_t s = 0; raw && left > 0; s++, left--) sum[w->rest[s].index + 1]++;
  for (size_t s = 0; s < w->count; s++) sum[s + 1] += sum[s];
}
