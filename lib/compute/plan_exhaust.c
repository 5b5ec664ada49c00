/* All steps in order of their cost: what reaches the aim first is the cheapest, and proved. Each combination is met once,
 * as one step more of the last lever that it moves, or of one behind it.
 * Worked: levers of 1 and 2: nothing, a, b, aa, ab, aaa, ... with 0, 1, 2, 2, 3, 3. */
#include <stdlib.h>
#include <string.h>

#include "compute/plan_search.h"

enum { MOST_NODES = 4000000 };

typedef struct node {
  score__plan_cost cost;
  uint32_t parent; /* UINT32_MAX: nothing moves */
  uint16_t lever;  /* of the last step */
} node;

typedef struct frontier {
  score__plan_search *s;
  node *item;
  size_t count, cap;
  uint32_t *heap;
  size_t waiting, heap_cap;
  int64_t *steps; /* [levers] of the node at hand */
} frontier;

static int compare_cost(const score__plan_cost *a, const score__plan_cost *b)
{
  if (a->effort_micro != b->effort_micro) return a->effort_micro < b->effort_micro ? -1 : 1;
  if (a->levers != b->levers) return a->levers < b->levers ? -1 : 1;
  return (a->steps > b->steps) - (a->steps < b->steps);
}

static bool before(const frontier *f, uint32_t a, uint32_t b)
{
  const int order = compare_cost(&f->item[a].cost, &f->item[b].cost);
  return order ? order < 0 : a < b;
}

static void push(frontier *f, uint32_t index)
{
  if (score__grow(&f->heap, &f->heap_cap, f->waiting + 1, sizeof *f->heap)) {
    f->s->failed = true;
    return;
  }
  size_t at = f->waiting++;
  for (; at && before(f, index, f->heap[(at - 1) / 2]); at = (at - 1) / 2) f->heap[at] = f->heap[(at - 1) / 2];
  f->heap[at] = index;
}

static uint32_t pop(frontier *f)
{
  const uint32_t top = f->heap[0], last = f->heap[--f->waiting];
  size_t at = 0;
  for (size_t down; (down = 2 * at + 1) < f->waiting; at = down) {
    if (down + 1 < f->waiting && before(f, f->heap[down + 1], f->heap[down])) down++;
    if (before(f, last, f->heap[down])) break;
    f->heap[at] = f->heap[down];
  }
  f->heap[at] = last;
  return top;
}

static void add(frontier *f, const node *n)
{
  if (score__grow(&f->item, &f->cap, f->count + 1, sizeof *f->item)) {
    f->s->failed = true;
    return;
  }
  f->item[f->count] = *n;
  push(f, (uint32_t)f->count++);
}

static void unfold(const frontier *f, uint32_t index)
{
  memset(f->steps, 0, (f->s->count + 1) * sizeof *f->steps);
  for (uint32_t k = index; f->item[k].parent != UINT32_MAX; k = f->item[k].parent) f->steps[f->item[k].lever]++;
}

static void expand(frontier *f, uint32_t index)
{
  const node from = f->item[index];
  for (size_t k = from.parent == UINT32_MAX ? 0 : from.lever; k < f->s->count; k++) {
    if (f->steps[k] == f->s->most[k]) continue;
    node next = {.cost = from.cost, .parent = index, .lever = (uint16_t)k};
    next.cost.effort_micro += f->s->effort[k];
    next.cost.levers += f->steps[k] == 0;
    next.cost.steps++;
    if (!f->s->verdict.reached || compare_cost(&next.cost, &f->s->cost) <= 0) add(f, &next);
  }
}

void score__plan_exhaust(score__plan_search *s, int64_t limit)
{
  frontier f = {.s = s};
  const node nothing = {.parent = UINT32_MAX};
  f.steps = calloc(s->count + 1, sizeof *f.steps);
  s->failed |= !f.steps;
  if (f.steps) add(&f, &nothing);
  while (f.waiting && !score__plan_spent(s, limit) && f.count < MOST_NODES) {
    const uint32_t next = pop(&f);
    const score__plan_cost cost = f.item[next].cost;
    if (s->verdict.reached && compare_cost(&cost, &s->cost) > 0) {
      f.waiting = 0; /* all that is left costs more */
      break;
    }
    unfold(&f, next);
    score__plan_try(s, f.steps);
    expand(&f, next);
  }
  s->complete = !s->failed && f.waiting == 0;
  const int64_t reached = f.waiting ? f.item[f.heap[0]].cost.effort_micro : s->cost.effort_micro;
  if (reached > s->bound_micro) s->bound_micro = reached;
  free(f.item);
  free(f.heap);
  free(f.steps);
}

/* ---- how many there are ---- */

/* With one lever more: ways[w] = the sum of ways[w - j * effort] for j = 0 .. most, kept at `enough`. */
static void add_lever(const int64_t *ways, int64_t *out, int64_t top, int64_t effort, int64_t most, int64_t enough)
{
  for (int64_t w = 0; w <= top; w++) {
    int64_t sum = ways[w] + (w >= effort ? out[w - effort] : 0);
    const int64_t far = w / effort > most ? w - (most + 1) * effort : -1;
    if (far >= 0 && sum < enough) sum -= ways[far];
    out[w] = sum < enough ? sum : enough;
  }
}

bool score__plan_is_countable(const score__plan_search *s, int64_t limit)
{
  enum { MOST_LEVELS = 100000 };
  int64_t unit = 0, sum = 0;
  for (size_t k = 0; k < s->count; k++) unit = score__plan_divisor(s->effort[k], unit);
  if (!s->verdict.reached || !unit || s->cost.effort_micro / unit > MOST_LEVELS) return false;
  const int64_t top = s->cost.effort_micro / unit, enough = limit / s->weight + 1;
  int64_t *ways = calloc(2 * (size_t)(top + 1), sizeof *ways), *out = ways + top + 1;
  if (!ways) return false;
  ways[0] = 1;
  for (size_t k = 0; k < s->count; k++) {
    add_lever(ways, out, top, s->effort[k] / unit, s->most[k], enough);
    memcpy(ways, out, (size_t)(top + 1) * sizeof *ways);
  }
  for (int64_t w = 0; w <= top && sum < enough; w++) sum += ways[w];
  free(ways);
  return sum < enough;
}
