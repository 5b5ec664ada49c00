/* The figures of `score analyse`: who tells units apart, who goes with the total, who moves ranks.
 *
 * OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), steps 4 and 7; the importance of a criterion is
 * the first-order share of variance in its linear form, the square of its correlation with the total: P. Paruolo,
 * M. Saisana, A. Saltelli, "Ratings and rankings: voodoo or science?", J. Royal Statistical Society A 176 (2013).
 * Worked (tests/compute/test_analysis.py): x 3, 2, 0 and y 0, 1, 1 make 3, 3, 1. x with the total: n Sxy - Sx Sy =
 * 3 x 15 - 5 x 7 = 10, others 3 x 13 - 25 = 14 and 3 x 19 - 49 = 8: r = 10 / sqrt(112) = 0.944911. Without x the totals
 * are 0, 1, 1: ranks 1=, 1=, 3 become 3, 1=, 1=: two units move two places. */
#include "compute/analysis_figures.h"

#include <stdlib.h>

#include "base/fail.h"
#include "compute/exclusion.h"

typedef struct bench { /* one column over the ranked units at a time */
  score__analysis *a;
  int64_t *basis, *rank, *middle; /* of the totals as they are */
  int64_t *without, *rank_without, *middle_without;
  int64_t *x, *y, *z, *mx, *my; /* of the units that are in */
  score__place *places;
} bench;

static int bench_open(bench *b, score__analysis *a)
{
  int64_t **const columns[] = {
      &b->basis, &b->rank, &b->middle, &b->without, &b->rank_without, &b->middle_without, &b->x,
      &b->y,     &b->z,    &b->mx,     &b->my};
  b->a = a;
  for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
    if (!(*columns[k] = score__arena_alloc(&a->arena, a->ranked, sizeof **columns[k]))) return SCORE_E_MEMORY;
  b->places = score__arena_alloc(&a->arena, a->ranked, sizeof *b->places);
  if (!b->places) return SCORE_E_MEMORY;
  for (size_t i = 0; i < a->ranked; i++) b->basis[i] = a->result->total[a->position[i]].basis_micro;
  score__ranks(b->basis, a->ranked, b->places, b->rank, b->middle);
  return 0;
}

static bool is_in(const score__node_column *c, size_t i)
{
  if (c->flags[i] & SCORE__FLAG_COVERED) return false;
  return c->outcome[i] != SCORE_NOT_APPLICABLE && c->outcome[i] != SCORE_NOT_DUE;
}

static void count_outcomes(const score__analysis *a, score__analysis_node *n)
{
  const score__node_column *c = &a->result->node[n->node];
  for (size_t k = 0; k < a->ranked; k++) {
    const size_t i = a->position[k];
    if (c->flags[i] & SCORE__FLAG_COVERED) {
      n->covered++;
      continue;
    }
    n->in += is_in(c, i);
    n->missing += c->outcome[i] == SCORE_MISSING;
    n->invalid += c->outcome[i] == SCORE_INVALID;
    n->not_applicable += c->outcome[i] == SCORE_NOT_APPLICABLE;
    n->not_due += c->outcome[i] == SCORE_NOT_DUE;
  }
}

static int ascending(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* The total is spread as it is ranked: in points, or in percent points. */
static void spread(bench *b, score__analysis_node *n)
{
  const score_result *r = b->a->result;
  const score__node_column *c = &r->node[n->node];
  const bool percent = n->is_total && r->set->basis == SCORE__BASIS_PERCENT;
  size_t in = 0;
  for (size_t k = 0; k < b->a->ranked; k++) {
    const size_t i = b->a->position[k];
    if (!is_in(c, i)) continue;
    const int64_t v = n->is_total ? b->basis[k] : c->points_micro[i];
    int64_t max = percent ? 100 * SCORE__MICRO : c->max_micro[i];
    if (max <= 0) max = r->set->node[n->node].max_micro;
    n->at_max += v >= max;
    n->at_zero += v == 0;
    score__i128 fifth = max > 0 ? (score__i128)v * SCORE__ANALYSIS_FIFTHS / max : 0;
    n->fifth[fifth >= SCORE__ANALYSIS_FIFTHS ? SCORE__ANALYSIS_FIFTHS - 1 : fifth < 0 ? 0 : (size_t)fifth]++;
    b->x[in++] = v;
  }
  n->in = in;
  if (in == 0) return;
  qsort(b->x, in, sizeof *b->x, ascending);
  for (unsigned q = 0; q <= 4; q++) n->quartile[q] = score__quartile(b->x, in, q);
  n->mean = score__mean(b->x, in);
  n->deviation = score__deviation(b->x, in);
  const score__i128 max = percent ? 100 * SCORE__MICRO : r->set->node[n->node].max_micro;
  score__i128 sum = 0;
  for (size_t i = 0; i < in; i++) sum += b->x[i];
  score__fraction share = {sum, max * (score__i128)in};
  if (share.den > 0 && score__fraction_round(&n->share.micro, &share, 1) == 0) n->share.known = true;
}

/* What the set says each node weighs: maxima; under `weighted` weights, under `share_met` equal parts of the criteria. */
static void weigh(const score_criteria *set, score__fraction *worth, uint32_t group, const score__fraction *of)
{
  const score__node *g = &set->node[group];
  score__fraction sum = {0, 1};
  int64_t criteria = 0;
  for (uint32_t c = group + 1; c < g->end; c = set->node[c].end)
    if (set->node[c].group_kind == g->group_kind && score__fraction_add(&sum, &sum, &set->node[c].weight)) sum.num = 0;
  for (uint32_t k = group + 1; k < g->end; k++)
    criteria += set->node[k].kind == SCORE__NODE_CRITERION && set->node[k].max_micro > 0 &&
                set->node[k].group_kind == g->group_kind;
  for (uint32_t c = group + 1; c < g->end; c = set->node[c].end) {
    const score__node *n = &set->node[c];
    score__fraction factor = *of, own = score__fraction_make(n->max_micro, SCORE__MICRO);
    if (n->group_kind != g->group_kind) {
      factor = score__fraction_make(1, 1);
    } else if (g->aggregate == SCORE__AGGREGATE_WEIGHTED) {
      if (score__fraction_div(&factor, &n->weight, &sum) || score__fraction_mul(&factor, &factor, of))
        factor = score__fraction_make(0, 1);
    } else if (g->aggregate == SCORE__AGGREGATE_SHARE_MET) {
      int64_t below = 0;
      for (uint32_t k = c; k < n->end; k++)
        below += set->node[k].kind == SCORE__NODE_CRITERION && set->node[k].max_micro > 0 &&
                 set->node[k].group_kind == g->group_kind;
      own = score__fraction_make(g->max_micro, SCORE__MICRO);
      score__fraction part = score__fraction_make(below, criteria ? criteria : 1);
      if (score__fraction_mul(&factor, &factor, &part)) factor = score__fraction_make(0, 1);
      for (uint32_t k = c + 1; k < n->end; k++) { /* the criteria below, whatever groups between do */
        int64_t inner = 0;
        for (uint32_t j = k; j < set->node[k].end; j++)
          inner += set->node[j].kind == SCORE__NODE_CRITERION && set->node[j].max_micro > 0;
        part = score__fraction_make(inner, criteria ? criteria : 1);
        if (score__fraction_mul(&part, &part, of) || score__fraction_mul(&worth[k], &own, &part))
          worth[k] = score__fraction_make(0, 1);
      }
    }
    if (score__fraction_mul(&worth[c], &own, &factor)) worth[c] = score__fraction_make(0, 1);
    if (g->aggregate != SCORE__AGGREGATE_SHARE_MET || n->group_kind != g->group_kind) weigh(set, worth, c, &factor);
  }
}

static int put_weights(score__analysis *a)
{
  const score_criteria *set = a->result->set;
  const score__fraction one = {1, 1}, top = score__fraction_make(set->node[0].max_micro, SCORE__MICRO);
  score__fraction *worth = score__arena_alloc(&a->arena, set->node_count, sizeof *worth), share;
  if (!worth) return SCORE_E_MEMORY;
  for (size_t k = 0; k < set->node_count; k++) worth[k] = score__fraction_make(0, 1);
  worth[0] = top;
  weigh(set, worth, 0, &one);
  for (size_t k = 0; k < a->count; k++) {
    score__statistic *w = &a->node[k].weight;
    w->known =
        !score__fraction_div(&share, &worth[a->node[k].node], &top) && !score__fraction_round(&w->micro, &share, 1);
  }
  return 0;
}

/* With the totals, with the totals without it (where there are any), and both in ranks. A penalty counts as what it
 * takes away. */
static void correlate(bench *b, score__analysis_node *n)
{
  const score_result *r = b->a->result;
  const score__node_column *c = &r->node[n->node];
  const bool penalty = r->set->node[n->node].group_kind == SCORE__GROUP_PENALTY;
  size_t in = 0;
  for (size_t k = 0; k < b->a->ranked; k++) {
    const size_t i = b->a->position[k];
    if (!is_in(c, i)) continue;
    b->x[in] = penalty ? -c->points_micro[i] : c->points_micro[i];
    b->y[in] = b->basis[k];
    b->z[in++] = b->without[k];
  }
  const score__agreement total = score__correlation(b->x, b->y, in);
  n->with_total = total.r;
  n->importance = total.squared;
  if (n->can_leave) n->with_rest = score__correlation(b->x, b->z, in).r;
  score__ranks(b->x, in, b->places, NULL, b->mx);
  score__ranks(b->y, in, b->places, NULL, b->my);
  n->of_ranks = score__correlation(b->mx, b->my, in).r;
}

static void shift(bench *b, score__analysis_node *n)
{
  const score__analysis *a = b->a;
  score__ranks(b->without, a->ranked, b->places, b->rank_without, b->middle_without);
  for (size_t k = 0; k < a->ranked; k++) {
    const int64_t moved = b->rank_without[k] - b->rank[k], size = moved < 0 ? -moved : moved;
    n->changed += moved != 0;
    n->shift_sum += size;
    if (size <= (n->shift_most < 0 ? -n->shift_most : n->shift_most)) continue;
    n->shift_most = moved;
    n->shift_unit = a->position[k];
  }
  const score__fraction mean = {n->shift_sum, (score__i128)a->ranked};
  n->shift_mean.known = score__fraction_round(&n->shift_mean.micro, &mean, 1) == 0;
  n->same_order = score__correlation(b->middle, b->middle_without, a->ranked).r;
}

static int measure(score__analysis *a)
{
  bench b = {0};
  score__exclusion x = {0};
  int code = bench_open(&b, a);
  if (!code) code = score__exclusion_open(&x, a->result);
  for (size_t k = 0; !code && k < a->count; k++) {
    score__analysis_node *n = &a->node[k];
    count_outcomes(a, n);
    spread(&b, n);
    if (n->is_total || n->in == 0) continue;
    n->can_leave = score__exclusion_run(&x, n->node) && n->covered == 0;
    for (size_t i = 0; i < a->ranked; i++) b.without[i] = x.result.total[a->position[i]].basis_micro;
    correlate(&b, n);
    if (n->can_leave) shift(&b, n);
  }
  score__exclusion_close(&x);
  return code;
}

/* Criteria are compared with criteria, groups with the groups of their depth. */
static bool beside(const score__analysis *a, const score__analysis_node *n, const score__analysis_node *other)
{
  const score__node *node = a->result->set->node;
  if (n->is_total || other->is_total || n->is_group != other->is_group) return false;
  return !n->is_group || node[n->node].depth == node[other->node].depth;
}

static void share_importance(score__analysis *a)
{
  for (size_t k = 0; k < a->count; k++) {
    score__analysis_node *n = &a->node[k];
    int64_t sum = 0;
    if (!n->importance.known) continue;
    for (size_t i = 0; i < a->count; i++)
      if (beside(a, n, &a->node[i]) && a->node[i].importance.known) sum += a->node[i].importance.micro;
    const score__fraction share = {n->importance.micro, sum};
    n->importance_share.known = sum > 0 && score__fraction_round(&n->importance_share.micro, &share, 1) == 0;
  }
}

static uint8_t finding_of(const score__analysis_node *n, int64_t shifts, size_t moving)
{
  if (n->in < 2) return SCORE__ANALYSIS_OUT;
  if (n->missing + n->invalid == n->in) return SCORE__ANALYSIS_ALL_MISSING;
  if (n->at_max == n->in) return SCORE__ANALYSIS_ALL_MAX;
  if (n->at_zero == n->in) return SCORE__ANALYSIS_ALL_ZERO;
  if (n->quartile[0] == n->quartile[4]) return SCORE__ANALYSIS_ALL_EQUAL;
  if (n->is_total) return SCORE__ANALYSIS_NONE;
  if (n->with_rest.known && n->with_rest.micro < 0) return SCORE__ANALYSIS_NEGATIVE;
  if (n->importance.known && 2 * n->importance.micro >= SCORE__MICRO && n->importance_share.known && n->weight.known &&
      n->importance_share.micro >= 2 * n->weight.micro)
    return SCORE__ANALYSIS_DOMINANT;
  if (n->can_leave && n->shift_sum > 0 && moving > 1 && n->shift_sum * (int64_t)moving >= 2 * shifts)
    return SCORE__ANALYSIS_MOVER;
  if (n->at_max * 100 >= n->in * SCORE__ANALYSIS_NEARLY) return SCORE__ANALYSIS_NEARLY_MAX;
  if (n->at_zero * 100 >= n->in * SCORE__ANALYSIS_NEARLY) return SCORE__ANALYSIS_NEARLY_ZERO;
  return SCORE__ANALYSIS_NONE;
}

static void judge(score__analysis *a)
{
  for (size_t k = 0; k < a->count; k++) {
    int64_t shifts = 0;
    size_t moving = 0;
    for (size_t i = 0; i < a->count; i++) {
      if (!beside(a, &a->node[k], &a->node[i]) || !a->node[i].can_leave) continue;
      shifts += a->node[i].shift_sum;
      moving++;
    }
    a->node[k].finding = finding_of(&a->node[k], shifts, moving);
  }
}

/* The total, groups in their order, then criteria: by finding, negative ones by how much, the others by what they move,
 * what moves nothing by its weight. */
static int order(const void *x, const void *y)
{
  const score__analysis_node *a = x, *b = y;
  const int level[] = {a->is_total ? 0 : a->is_group ? 1 : 2, b->is_total ? 0 : b->is_group ? 1 : 2};
  if (level[0] != level[1]) return level[0] - level[1];
  const int in_order = (a->node > b->node) - (a->node < b->node);
  if (level[0] < 2) return in_order;
  if (a->finding != b->finding) return a->finding - b->finding;
  if (a->finding == SCORE__ANALYSIS_NEGATIVE && a->with_rest.micro != b->with_rest.micro)
    return a->with_rest.micro < b->with_rest.micro ? -1 : 1;
  if (a->shift_sum != b->shift_sum) return a->shift_sum > b->shift_sum ? -1 : 1;
  if (a->weight.micro != b->weight.micro) return a->weight.micro > b->weight.micro ? -1 : 1;
  return in_order;
}

static int list_nodes(score__analysis *a)
{
  const score_criteria *set = a->result->set;
  a->node = score__arena_alloc(&a->arena, set->node_count, sizeof *a->node);
  if (!a->node) return SCORE_E_MEMORY;
  for (uint32_t k = 0; k < set->node_count; k++) {
    const score__node *n = &set->node[k];
    if (n->max_micro == 0) continue; /* shown, never counted */
    a->node[a->count++] = (score__analysis_node){.node = k, .is_total = k == 0, .is_group = k > 0 && n->end > k + 1};
  }
  return 0;
}

static int list_units(score__analysis *a, const score_result *r, score_error *err)
{
  *a = (score__analysis){.result = r};
  a->position = score__arena_alloc(&a->arena, r->count, sizeof *a->position);
  if (!a->position) return score__fail_memory(err);
  for (size_t i = 0; i < r->count; i++)
    if (r->total[i].rank) a->position[a->ranked++] = (uint32_t)i;
  return 0;
}

int score__analysis_open(score__analysis *a, const score_result *r, score_error *err)
{
  char counted[24];
  if (list_units(a, r, err)) return SCORE_E_MEMORY;
  if (a->ranked < 2)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_ANALYSIS_TOO_FEW, score__int_text(counted, (int64_t)a->ranked),
                       (const char *)NULL);
  if (list_nodes(a) || put_weights(a) || measure(a)) return score__fail_memory(err);
  share_importance(a);
  judge(a);
  qsort(a->node, a->count, sizeof *a->node, order);
  return 0;
}

int score__analysis_spread(score__analysis *a, const score_result *r, score_error *err)
{
  bench b = {0};
  if (list_units(a, r, err)) return SCORE_E_MEMORY;
  if (list_nodes(a) || bench_open(&b, a)) return score__fail_memory(err);
  for (size_t k = 0; k < a->count; k++) {
    count_outcomes(a, &a->node[k]);
    spread(&b, &a->node[k]);
    a->node[k].finding = finding_of(&a->node[k], 0, 0);
  }
  return 0;
}

void score__analysis_close(score__analysis *a)
{
  score__arena_free(&a->arena);
}
