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

static void climb(ascent *a)
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
}

/* Fewer steps of one lever, more of another, for less effort. */
static bool exchange_pair(ascent *a, size_t from, size_t to)
{
  score__plan_search *s = a->s;
  for (int64_t less = s->best[from]; less > 0; less /= 2) {
    int64_t more = (s->effort[from] * less - 1) / s->effort[to];
    if (more > s->most[to] - s->best[to]) more = s->most[to] - s->best[to];
    if (more <= 0 || score__plan_spent(s, a->limit)) break;
    memcpy(a->other, s->best, s->count * sizeof *a->other);
    a->other[from] -= less;
    a->other[to] += more;
    const int64_t least = s->best[to];
    if (!score__plan_try(s, a->other).reached) continue;
    fewest(a, a->other, to, least, least + more);
    score__plan_try(s, a->other);
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
        while (from != to && a->s->best[from] > 0 && !score__plan_spent(a->s, a->limit) && exchange_pair(a, from, to))
          better = true;
  }
}

/* Each lever as far back as the aim still holds, the dearest first; then step by step, which needs no rising. */
void score__plan_trim(score__plan_search *s)
{
  int64_t *steps = score__arena_alloc(&s->arena, s->count + 1, sizeof *steps);
  if (!steps) s->failed = true;
  ascent a = {s, INT64_MAX, NULL, steps};
  for (bool better = true; better && !s->failed && s->verdict.reached;) {
    better = false;
    int64_t dearest = INT64_MAX, next;
    do { /* efforts from above */
      next = 0;
      for (size_t k = 0; k < s->count; k++)
        if (s->effort[k] < dearest && s->effort[k] > next) next = s->effort[k];
      dearest = next;
      for (size_t k = 0; k < s->count && next; k++) {
        if (s->effort[k] != dearest || s->best[k] == 0) continue;
        memcpy(steps, s->best, s->count * sizeof *steps);
        steps[k]--;
        if (!score__plan_try(s, steps).reached) continue;
        better = true;
        if (s->best[k]) fewest(&a, steps, k, -1, s->best[k]);
        score__plan_try(s, steps);
      }
    } while (next && !s->failed);
  }
}

void score__plan_ascend(score__plan_search *s, int64_t limit)
{
  ascent a = {s, limit, score__arena_alloc(&s->arena, s->count + 1, sizeof(int64_t)),
              score__arena_alloc(&s->arena, s->count + 1, sizeof(int64_t))};
  if (!a.now || !a.other) {
    s->failed = true;
    return;
  }
  climb(&a);
  if (!s->verdict.reached) return;
  score__plan_trim(s);
  exchange(&a);
}
