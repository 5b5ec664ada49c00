/* A good way up without proof: again and again the lever with the most gain for its effort, then one lever's steps for
 * another's where that costs less, then no step more than needed. Every candidate is evaluated by the engine. */
#include <string.h>

#include "base/limits.h"
#include "compute/plan_search.h"

typedef struct ascent {
  score__plan_search *s;
  int64_t limit;
  int64_t *now, *other; /* [levers] */
} ascent;

/* a / b > c / d, all above 0 but a and c. */
static bool is_steeper(int64_t a, int64_t b, int64_t c, int64_t d)
{
  return (score__i128)a * d > (score__i128)c * b;
}

/* The fewest steps of one lever, above `least` and at most `enough`, that reach the aim beside the others; taken for
 * rising in it, and what is said is looked at. */
static int64_t fewest(ascent *a, int64_t *steps, size_t k, int64_t least, int64_t enough)
{
  while (enough - least > 1 && !score__plan_spent(a->s, a->limit)) {
    steps[k] = least + (enough - least) / 2;
    if (score__plan_try(a->s, steps).reached)
      enough = steps[k];
    else
      least = steps[k];
  }
  steps[k] = enough;
  return enough;
}

typedef struct choice {
  size_t lever;
  int64_t steps, gain, effort;
} choice;

/* Steps of one lever by doubling; the last is all of it. A gain that rounding gave is worth less. */
static void look(ascent *a, size_t k, int64_t near, choice *best)
{
  score__plan_search *s = a->s;
  const int64_t room = s->most[k] - a->now[k], noise = s->trial.base->set->total_grid_micro;
  for (int64_t step = 1, last = 0; last < room && !score__plan_spent(s, a->limit); last = step, step *= 2) {
    if (step > room) step = room;
    a->other[k] = a->now[k] + step;
    const score__plan_verdict v = score__plan_try(s, a->other);
    const int64_t effort = s->effort[k] * step;
    int64_t gain = v.near_micro - near - (step < room ? noise : 0);
    if (!v.fits) break;
    if (v.reached) {
      const int64_t enough = fewest(a, a->other, k, a->now[k] + step / 2, a->other[k]) - a->now[k];
      if (gain <= 0) gain = 1;
      if (!best->steps || is_steeper(gain, s->effort[k] * enough, best->gain, best->effort))
        *best = (choice){k, enough, gain, s->effort[k] * enough};
      break;
    }
    if (gain > 0 && (!best->steps || is_steeper(gain, effort, best->gain, best->effort)))
      *best = (choice){k, step, gain, effort};
  }
  a->other[k] = a->now[k];
}

/* From where it stands; true where the aim is reached. */
static bool climb(ascent *a)
{
  score__plan_search *s = a->s;
  score__plan_verdict here = score__plan_try(s, a->now);
  while (here.fits && !here.reached && !score__plan_spent(s, a->limit)) {
    choice best = {0};
    memcpy(a->other, a->now, s->count * sizeof *a->other);
    for (size_t k = 0; k < s->count; k++) look(a, k, here.near_micro, &best);
    if (!best.steps) break;
    a->now[best.lever] += best.steps;
    here = score__plan_try(s, a->now);
  }
  return here.reached;
}

/* Fewer steps of one lever, more of another, for less effort. */
static bool exchange_pair(ascent *a, size_t from, size_t to)
{
  score__plan_search *s = a->s;
  for (int64_t less = a->now[from]; less > 0; less /= 2) {
    int64_t more = (s->effort[from] * less - 1) / s->effort[to];
    if (more > s->most[to] - a->now[to]) more = s->most[to] - a->now[to];
    if (more <= 0 || score__plan_spent(s, a->limit)) break;
    memcpy(a->other, a->now, s->count * sizeof *a->other);
    a->other[from] -= less;
    a->other[to] += more;
    if (!score__plan_try(s, a->other).reached) continue;
    fewest(a, a->other, to, a->now[to], a->now[to] + more);
    memcpy(a->now, a->other, s->count * sizeof *a->now);
    return true;
  }
  return false;
}

static void exchange(ascent *a)
{
  bool better = true;
  while (better && !score__plan_spent(a->s, a->limit)) {
    better = false;
    for (size_t from = 0; from < a->s->count; from++)
      for (size_t to = 0; to < a->s->count; to++)
        while (from != to && a->now[from] > 0 && !score__plan_spent(a->s, a->limit) && exchange_pair(a, from, to))
          better = true;
  }
}

/* One step less of some lever still reaches the aim: as many less as it takes for rising. */
static bool shorten(ascent *a, size_t k)
{
  score__plan_search *s = a->s;
  memcpy(a->other, a->now, s->count * sizeof *a->other);
  if (--a->other[k] < 0 || !score__plan_try(s, a->other).reached) return false;
  fewest(a, a->other, k, -1, a->other[k]);
  memcpy(a->now, a->other, s->count * sizeof *a->now);
  return true;
}

/* All levers but one, the dearest first. */
static bool shorten_all(ascent *a, size_t but)
{
  const score__plan_search *s = a->s;
  bool better = false;
  for (int64_t dearest = INT64_MAX, next = 1; next; dearest = next) {
    next = 0;
    for (size_t k = 0; k < s->count; k++)
      if (s->effort[k] < dearest && s->effort[k] > next) next = s->effort[k];
    for (size_t k = 0; k < s->count && next; k++) better |= k != but && s->effort[k] == next && shorten(a, k);
  }
  return better;
}

static void trim(ascent *a)
{
  while (shorten_all(a, SIZE_MAX) && !score__plan_spent(a->s, a->limit)) continue;
}

static bool make(ascent *a)
{
  a->now = score__arena_alloc(&a->s->arena, a->s->count + 1, sizeof *a->now);
  a->other = score__arena_alloc(&a->s->arena, a->s->count + 1, sizeof *a->other);
  a->s->failed |= !a->now || !a->other;
  return !a->s->failed;
}

void score__plan_trim(score__plan_search *s)
{
  ascent a = {.s = s, .limit = INT64_MAX};
  if (!make(&a) || !s->verdict.reached) return;
  memcpy(a.now, s->best, s->count * sizeof *a.now);
  trim(&a);
}

static void improve(ascent *a)
{
  trim(a);
  exchange(a);
  trim(a);
}

/* The best with half of one lever, or with half of what is left of it; from there up again. */
static void shake(ascent *a)
{
  score__plan_search *s = a->s;
  for (bool better = true; better && !score__plan_spent(s, a->limit);) {
    const int64_t effort = s->cost.effort_micro;
    for (size_t k = 0; k < 2 * s->count && !score__plan_spent(s, a->limit); k++) {
      const size_t lever = k / 2;
      const int64_t has = s->best[lever], full = s->most[lever];
      if (k % 2 ? has == full : has == 0) continue;
      memcpy(a->now, s->best, s->count * sizeof *a->now);
      a->now[lever] = k % 2 ? has + (full - has + 1) / 2 : has / 2;
      if (k % 2) shorten_all(a, lever);
      if (climb(a)) improve(a);
    }
    better = s->cost.effort_micro < effort;
  }
}

void score__plan_ascend(score__plan_search *s, int64_t limit)
{
  ascent a = {.s = s, .limit = limit};
  if (!make(&a) || !climb(&a)) return;
  improve(&a);
  shake(&a);
}
