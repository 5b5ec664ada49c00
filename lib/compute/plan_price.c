/* Linear duality, in integers: for a price p of a point and a part q of it for each criterion,
 *   effort >= p * wanted - sum of (q * room + (p - q) * slack) - sum over levers of most * (worth of a step - effort)+
 * where a step is worth the sum of (p - q) * gain. Any prices will do; better ones are looked for by turns, each along a
 * line, for what stands on the right is concave.
 * Worked: 1 point wanted, steps of 0.001318 for effort 1, without room to spare: p = 758.5 makes them worth their effort,
 * and the point is worth 758.5. */
#include "compute/plan_price.h"

#include <stdbool.h>
#include <stddef.h>

enum { TURNS = 16 };
#define DEAREST (INT64_C(1) << 46) /* micro of effort for a point */

static score__i128 asked(int64_t point, int32_t cut)
{
  return (score__i128)point * (SCORE__PRICE_CUTS - cut) / SCORE__PRICE_CUTS;
}

/* The right side, in millionths of effort times SCORE__PRICE_POINT. */
static score__i128 value(score__price *p, int64_t point)
{
  score__i128 sum = p->wanted * point;
  for (size_t k = 0; k < p->levers; k++) p->worth[k] = 0;
  for (size_t t = 0; t < p->terms; t++) {
    const score__price_term *term = &p->term[t];
    const score__i128 own = asked(point, term->cut);
    sum -= (point - own) * term->room + own * term->slack;
    for (size_t k = 0; k < term->count; k++) p->worth[term->slope[k].lever] += own * term->slope[k].gain;
  }
  for (size_t k = 0; k < p->levers; k++) {
    const score__i128 over = p->worth[k] - (score__i128)p->effort[k] * SCORE__PRICE_POINT;
    if (over > 0) sum -= over * p->most[k];
  }
  return sum;
}

/* What one turn moves: the price of a point (whom < 0), the cut of one criterion, of all of a lever, or of all. */
typedef struct turn {
  int64_t point;
  size_t from, to; /* criteria */
  size_t lever;    /* of these, those it moves; SIZE_MAX = whatever moves them */
} turn;

static bool is_in(const score__price_term *term, size_t lever)
{
  for (size_t k = 0; k < term->count; k++)
    if (term->slope[k].lever == lever) return true;
  return lever == SIZE_MAX;
}

static void shift(score__price *p, const turn *t, int32_t by)
{
  for (size_t k = t->from; k < t->to; k++)
    if (is_in(&p->term[k], t->lever)) p->term[k].cut += by;
}

/* How far down and up the cuts of a turn may go together. */
static void span(const score__price *p, const turn *t, int32_t *low, int32_t *high)
{
  *low = -SCORE__PRICE_CUTS;
  *high = SCORE__PRICE_CUTS;
  for (size_t k = t->from; k < t->to; k++) {
    if (!is_in(&p->term[k], t->lever)) continue;
    if (-p->term[k].cut > *low) *low = -p->term[k].cut;
    if (SCORE__PRICE_CUTS - p->term[k].cut < *high) *high = SCORE__PRICE_CUTS - p->term[k].cut;
  }
}

static score__i128 value_at(score__price *p, const turn *t, int32_t by)
{
  shift(p, t, by);
  const score__i128 v = value(p, t->point);
  shift(p, t, -by);
  return v;
}

static bool better_cut(score__price *p, const turn *t, score__i128 *best)
{
  int32_t low, high;
  span(p, t, &low, &high);
  while (high - low > 2) {
    const int32_t third = (high - low) / 3, a = low + third, b = high - third;
    if (value_at(p, t, a) < value_at(p, t, b))
      low = a;
    else
      high = b;
  }
  for (; low <= high; low++) {
    const score__i128 v = value_at(p, t, low);
    if (v <= *best) continue;
    shift(p, t, low);
    *best = v;
    return true;
  }
  return false;
}

static bool better_point(score__price *p, int64_t *point, score__i128 *best)
{
  int64_t low = 0, high = *point ? *point : 1;
  while (high < DEAREST && value(p, high) <= value(p, 2 * high)) high *= 2;
  high *= 2;
  while (high - low > 2) {
    const int64_t third = (high - low) / 3, a = low + third, b = high - third;
    if (value(p, a) < value(p, b))
      low = a;
    else
      high = b;
  }
  for (; low <= high; low++) {
    const score__i128 v = value(p, low);
    if (v <= *best) continue;
    *best = v;
    *point = low;
    return true;
  }
  return false;
}

/* All that is multiplied stays below 2^127. */
static bool is_small(const score__price *p)
{
  const score__i128 large = (score__i128)1 << 66;
  score__i128 all = 0;
  bool small = p->wanted < large && p->wanted > 0;
  for (size_t t = 0; t < p->terms && small; t++) {
    small = p->term[t].room < large && p->term[t].slack < large;
    for (size_t k = 0; k < p->term[t].count && small; k++) {
      all += p->term[t].slope[k].gain * p->most[p->term[t].slope[k].lever];
      small = p->term[t].slope[k].gain < large && all < large * 64;
    }
  }
  return small;
}

int64_t score__price_least(score__price *p)
{
  int64_t point = 0;
  score__i128 best = 0;
  if (!is_small(p)) return 0;
  for (size_t t = 0; t < p->terms; t++) p->term[t].cut = 0;
  bool better = better_point(p, &point, &best);
  for (int n = 0; n < TURNS && better; n++) {
    better = false;
    for (size_t t = 0; t < p->terms; t++) better |= better_cut(p, &(turn){point, t, t + 1, SIZE_MAX}, &best);
    for (size_t k = 0; k < p->levers; k++) better |= better_cut(p, &(turn){point, 0, p->terms, k}, &best);
    better |= better_cut(p, &(turn){point, 0, p->terms, SIZE_MAX}, &best);
    better |= better_point(p, &point, &best);
  }
  const score__i128 least = best / SCORE__PRICE_POINT;
  return least > INT64_MAX ? INT64_MAX : (int64_t)least;
}
