/* Maxima that do not add up, and what a unit can come to at best, for each kind of unit that the set tells apart.
 * Worked: 60 + 30 of which 30 apply to wards only, policy zero, max 90: a commune can come to 60 of 90. */
#include <string.h>

#include "base/decimal.h"
#include "definition/lint.h"

typedef score__lint_best best;

static int64_t floor_micro(const score__fraction *v)
{
  score__fraction micro = score__fraction_make(1000000, 1);
  if (score__fraction_mul(&micro, &micro, v)) return INT64_MAX;
  score__i128 whole = micro.num / micro.den;
  return score__i128_fits64(whole) ? (int64_t)whole : INT64_MAX;
}

static int64_t scaled(int64_t points, int64_t times, int64_t over)
{
  return over > 0 ? (int64_t)((score__i128)points * times / over) : 0;
}

static best of_not_applicable(const score__node *n)
{
  best b = {.full = n->max_micro};
  if (n->na_policy == SCORE__NA_FULL) b.points = n->max_micro;
  if (n->na_policy == SCORE__NA_FULL || n->na_policy == SCORE__NA_ZERO) return b;
  return (best){.leaves = true};
}

static best of_criterion(const score_criteria *set, const score__node *n, const char *kind)
{
  best b = {.points = n->max_micro, .full = n->max_micro};
  if (n->rule_kind && n->rule_kind->attainable) {
    score__fraction most = score__fraction_make(n->max_micro, 1000000);
    n->rule_kind->attainable(n->rule, n, &most);
    int64_t points = floor_micro(&most);
    if (points < b.points) b.points = points < 0 ? 0 : points;
  }
  if (n->requires.expr && score__lint_decide(set, n->requires.expr, kind) == 0) b.points = 0;
  for (size_t k = 0; k < n->caps.count; k++)
    if (n->caps.item[k].cap_micro < b.points && score__lint_decide(set, n->caps.item[k].when.expr, kind) == 1)
      b.points = n->caps.item[k].cap_micro;
  b.lacks = b.points < b.full;
  return b;
}

typedef struct parts {
  int64_t points, high, full, left_out, rescaled, split, whole;
  size_t count, left, met, shared;
  bool lack;
} parts;

static void add_part(const score__node *n, best b, parts *p)
{
  p->count++;
  p->whole += n->max_micro;
  if (b.leaves) {
    if (n->na_policy == SCORE__NA_RESCALE)
      p->rescaled += n->max_micro;
    else if (n->na_policy == SCORE__NA_SPLIT)
      p->split += n->max_micro;
    else
      p->left_out += n->max_micro;
    return;
  }
  p->left++;
  p->met += b.full > 0 && b.points == b.full;
  p->shared += b.full > 0;
  p->points += b.points;
  p->full += b.full;
  if (b.points > p->high) p->high = b.points;
  p->lack = p->lack || b.lacks;
}

/* below: what was found for the nodes that stand behind. */
static best of_group(const score_criteria *set, uint32_t i, const best *below)
{
  const score__node *g = &set->node[i];
  parts p = {0};
  for (uint32_t c = i + 1; c < g->end; c = set->node[c].end)
    if (i || set->node[c].group_kind == SCORE__GROUP_NORMAL) add_part(&set->node[c], below[c], &p);
  if (!p.count) return (best){.points = g->max_micro, .full = g->max_micro};
  if (!p.left) return of_not_applicable(g);
  best b = {.points = p.points, .full = g->max_micro - p.left_out, .lacks = p.lack};
  if (b.full < 0) b.full = 0;
  if (g->aggregate == SCORE__AGGREGATE_HIGHEST) b.points = p.high;
  if (g->aggregate == SCORE__AGGREGATE_WEIGHTED) b.points = p.lack ? scaled(b.full, p.points, p.full) : b.full;
  if (g->aggregate == SCORE__AGGREGATE_SHARE_MET) {
    b.points = scaled(g->max_micro, (int64_t)p.met, (int64_t)p.shared);
    b.full = g->max_micro;
  }
  if (p.rescaled && g->aggregate == SCORE__AGGREGATE_SUM) b.points = scaled(p.points, g->rescale_to_micro, p.full);
  if (p.split && g->aggregate == SCORE__AGGREGATE_SUM) b.points += scaled(p.split, p.points, p.full);
  if (b.points > g->max_micro) b.points = g->max_micro;
  b.lacks = b.lacks || b.points < b.full;
  return b;
}

/* Whether a node applies: where what is above does, by its own condition. */
static int8_t applies_to(const score__lint *l, uint32_t i, size_t kind)
{
  const score__formula own = score__lint_applies(l, i);
  int above = i ? score__lint_reach(l, l->set->node[i].parent, kind)->applies : 1;
  if (above == 0 || !own.expr) return (int8_t)above;
  int here = score__lint_decide(l->set, own.expr, l->kind[kind]);
  return (int8_t)(here == 1 ? above : here);
}

/* From the top whether it applies, then from the bottom what can be reached: what stands below a node stands behind
 * it. */
int score__lint_find_best(score__lint *l)
{
  const score_criteria *set = l->set;
  const size_t n = set->node_count;
  l->best = score__arena_alloc(&l->arena, n * l->kind_count, sizeof *l->best);
  for (size_t k = 0; l->best && k < l->kind_count; k++) {
    best *all = &l->best[k * n];
    for (size_t i = 0; i < n; i++) all[i].applies = applies_to(l, (uint32_t)i, k);
    for (size_t i = n; i-- > 0;) {
      const score__node *node = &set->node[i];
      const int8_t applies = all[i].applies;
      all[i] = applies == 0                          ? of_not_applicable(node)
               : node->kind == SCORE__NODE_CRITERION ? of_criterion(set, node, l->kind[k])
                                                     : of_group(set, (uint32_t)i, all);
      all[i].applies = applies;
    }
  }
  return l->best ? 0 : -1;
}

/* Whether something below is short of its own max already: that is where it is told. */
static bool told_below(const score__lint *l, uint32_t i, size_t kind)
{
  for (uint32_t c = i + 1; c < l->set->node[i].end; c = l->set->node[c].end)
    if (l->set->node[c].group_kind == SCORE__GROUP_NORMAL && score__lint_reach(l, c, kind)->lacks) return true;
  return false;
}

static void say_points(const score__lint *l, uint32_t i, int phrase, int64_t a, int64_t b, const char *kind)
{
  char x[32], y[32], others[128] = "\xe2\x89\xa0 "; /* "not equal to" in every language */
  score__points_print(x, sizeof x, a, 0, '.');
  score__points_print(y, sizeof y, b, 0, '.');
  const size_t begins = strlen(others), size = kind && !*kind ? strlen(l->kind[0]) + 1 : 0;
  if (size && begins + size <= sizeof others) {
    memcpy(others + begins, l->kind[0], size);
    kind = others;
  }
  score__lint_say_unless(l, l->set->node_tree[i], &l->set->node[i].note, phrase, x, y, kind);
}

/* The maxima of what applies to units of this kind; what leaves the group with its points counts as there. */
static int64_t sum_of(const score__lint *l, uint32_t i, size_t kind, bool whole)
{
  const score_criteria *set = l->set;
  int64_t sum = 0;
  for (uint32_t c = i + 1; c < set->node[i].end; c = set->node[c].end) {
    const score__node *n = &set->node[c];
    if (n->group_kind != SCORE__GROUP_NORMAL) continue;
    if (whole || score__lint_reach(l, c, kind)->applies != 0) sum += n->max_micro;
  }
  return sum;
}

/* True when it was told. Either all parts together make the max, or, where they exclude one another, those of each
 * kind do. */
static bool check_sum(const score__lint *l, uint32_t i)
{
  const score__node *g = &l->set->node[i];
  if (g->end == i + 1 || g->aggregate != SCORE__AGGREGATE_SUM || g->group_kind != SCORE__GROUP_NORMAL) return false;
  int64_t whole = sum_of(l, i, 0, true);
  if (whole == g->max_micro) return false;
  size_t odd = SIZE_MAX;
  bool differ = false;
  for (size_t k = l->kind_count; k-- > 0;) {
    int64_t sum = sum_of(l, i, k, false);
    if (sum != g->max_micro) odd = k;
    differ = differ || sum != whole;
  }
  if (odd == SIZE_MAX) return false;
  if (differ)
    say_points(l, i, SCORE__PH_LINT_MAX_SUM_KIND, sum_of(l, i, odd, false), g->max_micro, l->kind[odd]);
  else
    say_points(l, i, SCORE__PH_DEF_MAX_SUM, whole, g->max_micro, NULL);
  return true;
}

static void check_reach(const score__lint *l, uint32_t i)
{
  size_t short_kinds = 0, first = 0;
  best lowest = {0};
  for (size_t k = l->kind_count; k-- > 0;) {
    const best *b = score__lint_reach(l, i, k);
    if (b->applies == 0 || b->points >= b->full || b->leaves || told_below(l, i, k)) continue;
    short_kinds++;
    first = k;
    lowest = *b;
  }
  if (short_kinds == l->kind_count)
    say_points(l, i, SCORE__PH_LINT_ATTAINABLE, lowest.points, lowest.full, NULL);
  else if (short_kinds)
    say_points(l, i, SCORE__PH_LINT_ATTAINABLE_KIND, lowest.points, lowest.full, l->kind[first]);
}

void score__lint_maxima(const score__lint *l)
{
  for (uint32_t i = 1; i <= l->set->node_count; i++) {
    uint32_t node = i < l->set->node_count ? i : 0; /* the total stands last in a definition */
    bool normal = l->set->node[node].group_kind == SCORE__GROUP_NORMAL;
    if (check_sum(l, node)) continue;
    if (normal || l->set->node[node].kind == SCORE__NODE_CRITERION) check_reach(l, node);
  }
}
