/* Model §8 "whole changes only": the least move of one input. Conditions are undone part by part: every part of `and`,
 * the cheapest part of `or`, so many of the open items of a count.
 * Worked: count(a, b, c) >= 2 with true, false, blank needs one change: b. */
#include "rule/need.h"

#include "base/limits.h"
#include "model/operation.h"

static score__fraction value_of(const score__measure *m, int64_t scaled)
{
  score__fraction v = score__fraction_make(scaled, 1);
  for (uint8_t k = m->scale; k > 0; k--) v.den *= 10;
  return v;
}

bool score__need_set(score__needs *out, const score__batch *b, size_t measure, int64_t want)
{
  const uint8_t *state = b->layer->state[measure];
  const score__measure *m = &b->set->measure[measure];
  uint32_t unit = b->unit[b->from];
  uint8_t cell = state ? state[unit] : SCORE__CELL_MISSING;
  if (out->count == sizeof out->item / sizeof *out->item) return false;
  score__need need = {.measure = (uint32_t)measure, .has_have = cell == SCORE__CELL_VALUE, .want = want};
  if (need.has_have) need.have = b->layer->value[measure][unit];
  if (cell == SCORE__CELL_MISSING && m->has_initial) need = (score__need){need.measure, true, m->initial, want};
  out->item[out->count++] = need;
  return true;
}

void score__need_append(score__needs *out, const score__needs *more)
{
  const size_t room = sizeof out->item / sizeof *out->item - out->count;
  for (size_t i = 0; i < more->count && i < room; i++) out->item[out->count++] = more->item[i];
  if (more->phrase || more->count > room) {
    out->phrase = more->phrase ? more->phrase : SCORE__PH_NEED_VALUE;
    out->text = more->text;
  }
}

/* ---- the least whole step ---- */

typedef struct walk {
  const score__measure *m;
  int64_t from, step; /* first place looked at, signed step */
  int64_t last;       /* steps until the bound */
} walk;

static int64_t floor_to(int64_t v, int64_t step)
{
  int64_t q = v / step;
  return (q - (v % step < 0)) * step;
}

static bool bound_of(const score__batch *b, size_t measure, int direction, const score__fraction *most, walk *w)
{
  const score__measure *m = &b->set->measure[measure];
  const int64_t step = m->step ? m->step : 1, far = INT64_C(1000000000000000);
  const uint8_t *state = b->layer->state[measure];
  uint32_t unit = b->unit[b->from];
  bool has = state && state[unit] == SCORE__CELL_VALUE;
  int64_t from = has ? b->layer->value[measure][unit] : m->has_initial ? m->initial : m->has_min ? m->min : 0;
  int64_t low = m->has_min ? m->min : -far, high = m->has_max ? m->max : far;
  if (most) {
    score__fraction scale = value_of(m, 1), end;
    if (score__fraction_div(&end, most, &scale)) return false;
    score__i128 whole = end.num / end.den - (end.num % end.den < 0); /* rounded down */
    if (direction < 0 && end.num % end.den) whole++;
    if (direction > 0 && whole < high) high = (int64_t)whole;
    if (direction < 0 && whole > low) low = (int64_t)whole;
  }
  /* On the measure's own steps: a place between two of them is left by a short one. */
  int64_t first = floor_to(from, step);
  if (direction < 0 && first != from) first += step;
  *w = (walk){.m = m, .from = first, .step = direction * step};
  int64_t room = direction > 0 ? high - first : first - low;
  w->last = room < 0 ? 0 : room / step;
  return !has || from != first || w->last > 0;
}

static bool enough_at(const walk *w, int64_t steps, score__need_probe probe, void *context)
{
  score__fraction v = value_of(w->m, w->from + steps * w->step);
  return probe(context, &v);
}

void score__need_move(score__needs *out, score__batch *b, const score__formula *value, int direction,
                      const score__fraction *most, score__need_probe probe, void *context)
{
  size_t measure = score__expr_measure(value->expr);
  walk w;
  out->text = value->text;
  if (measure == SIZE_MAX || !bound_of(b, measure, direction, most, &w)) {
    out->phrase = SCORE__PH_NEED_VALUE;
    return;
  }
  int64_t no = -1, yes = 0; /* enough somewhere in (no, yes] */
  while (!enough_at(&w, yes, probe, context)) {
    no = yes;
    if (yes == w.last) {
      out->phrase = SCORE__PH_NEED_VALUE;
      return;
    }
    yes = yes == 0 ? 1 : yes * 2;
    if (yes > w.last) yes = w.last;
  }
  while (yes - no > 1) {
    int64_t middle = no + (yes - no) / 2;
    if (enough_at(&w, middle, probe, context))
      yes = middle;
    else
      no = middle;
  }
  if (!score__need_set(out, b, measure, w.from + yes * w.step)) out->phrase = SCORE__PH_NEED_VALUE;
}

/* ---- conditions ---- */

typedef struct bound {
  int op;
  bool wanted;
  score__fraction other;
} bound;

static bool holds(int op, int order)
{
  switch (op) {
  case SCORE__OP_EQUAL: return order == 0;
  case SCORE__OP_NOT_EQUAL: return order != 0;
  case SCORE__OP_LESS: return order < 0;
  case SCORE__OP_LESS_EQUAL: return order <= 0;
  case SCORE__OP_GREATER: return order > 0;
  default: return order >= 0;
  }
}

static bool beyond(void *context, const score__fraction *v)
{
  const bound *k = context;
  return holds(k->op, score__fraction_cmp(v, &k->other)) == k->wanted;
}

static int mirrored(int op)
{
  switch (op) {
  case SCORE__OP_LESS: return SCORE__OP_GREATER;
  case SCORE__OP_LESS_EQUAL: return SCORE__OP_GREATER_EQUAL;
  case SCORE__OP_GREATER: return SCORE__OP_LESS;
  case SCORE__OP_GREATER_EQUAL: return SCORE__OP_LESS_EQUAL;
  default: return op;
  }
}

static score__value value_now(const score__expr *e, score__batch *b)
{
  score__value *v = score__batch_push(b);
  score__expr_column(e, b, v);
  score__value out = *v;
  score__batch_pop(b);
  return out;
}

static bool make(score__needs *out, score__batch *b, const score__expr *e, bool wanted);

/* So many more of the items of a count as are wanting, those first that are said to be false. */
static bool make_count(score__needs *out, score__batch *b, const score__expr *count, int64_t wanted)
{
  for (uint16_t k = 0; k < count->arg_count; k++) {
    score__value v = value_now(count->arg[k], b);
    if (v.state == SCORE__V_OK && v.v.num) wanted--;
  }
  for (int blank = 0; blank < 2; blank++)
    for (uint16_t k = 0; k < count->arg_count && wanted > 0; k++) {
      score__value v = value_now(count->arg[k], b);
      if ((v.state == SCORE__V_OK && v.v.num) || (v.state != SCORE__V_OK) != (blank == 1)) continue;
      score__needs attempt = *out;
      if (!make(&attempt, b, count->arg[k], true)) continue;
      *out = attempt;
      wanted--;
    }
  return wanted <= 0;
}

static bool make_comparison(score__needs *out, score__batch *b, const score__expr *e, bool wanted)
{
  const score__expr *left = e->arg[0], *right = e->arg[1];
  int op = e->op;
  if (left->op != SCORE__OP_COUNT && score__expr_measure(left) == SIZE_MAX) {
    const score__expr *other = left;
    left = right;
    right = other;
    op = mirrored(op);
  }
  score__value other = value_now(right, b);
  if (other.state != SCORE__V_OK) return false;
  if (left->op == SCORE__OP_COUNT) {
    bool at_least = wanted && (op == SCORE__OP_GREATER_EQUAL || op == SCORE__OP_GREATER || op == SCORE__OP_EQUAL);
    score__i128 floor = other.v.num / other.v.den;
    bool whole = other.v.num % other.v.den == 0;
    if (!at_least || floor > left->arg_count || floor < 0) return false;
    return make_count(out, b, left, (int64_t)floor + (op == SCORE__OP_GREATER || !whole));
  }
  if (score__expr_measure(left) == SIZE_MAX) return false;
  const bool rising = op == SCORE__OP_GREATER || op == SCORE__OP_GREATER_EQUAL;
  int direction = rising == wanted ? 1 : -1;
  if (op == SCORE__OP_EQUAL || op == SCORE__OP_NOT_EQUAL) {
    if ((op == SCORE__OP_EQUAL) != wanted) return false;
    const score__measure *m = &b->set->measure[score__expr_measure(left)];
    score__fraction scale = value_of(m, 1), scaled;
    if (score__fraction_div(&scaled, &other.v, &scale)) return false;
    score__fraction_reduce(&scaled);
    bool fits = scaled.den == 1 && score__i128_fits64(scaled.num);
    return fits && score__need_set(out, b, score__expr_measure(left), (int64_t)scaled.num);
  }
  bound k = {op, wanted, other.v};
  const score__formula formula = {left, ""};
  score__needs attempt = *out;
  attempt.phrase = 0;
  score__need_move(&attempt, b, &formula, direction, NULL, beyond, &k);
  if (attempt.phrase) return false;
  attempt.text = out->text;
  *out = attempt;
  return true;
}

static bool make_all(score__needs *out, score__batch *b, const score__expr *e, bool wanted)
{
  for (uint16_t k = 0; k < e->arg_count; k++)
    if (!make(out, b, e->arg[k], wanted)) return false;
  return true;
}

static bool make_cheapest(score__needs *out, score__batch *b, const score__expr *e, bool wanted)
{
  score__needs best = {0};
  bool found = false;
  for (uint16_t k = 0; k < e->arg_count; k++) {
    score__needs attempt = *out;
    if (!make(&attempt, b, e->arg[k], wanted) || (found && attempt.count >= best.count)) continue;
    best = attempt;
    found = true;
  }
  if (found) *out = best;
  return found;
}

static bool make(score__needs *out, score__batch *b, const score__expr *e, bool wanted)
{
  score__value now = value_now(e, b);
  if (now.state == SCORE__V_OK && (now.v.num != 0) == wanted) return true;
  switch ((score__op)e->op) {
  case SCORE__OP_MEASURE:
    return b->set->measure[e->index].type == SCORE__MEASURE_BOOLEAN && score__need_set(out, b, e->index, wanted);
  case SCORE__OP_NOT: return make(out, b, e->arg[0], !wanted);
  case SCORE__OP_AND: return wanted ? make_all(out, b, e, true) : make_cheapest(out, b, e, false);
  case SCORE__OP_OR: return wanted ? make_cheapest(out, b, e, true) : make_all(out, b, e, false);
  case SCORE__OP_EQUAL:
  case SCORE__OP_NOT_EQUAL:
  case SCORE__OP_LESS:
  case SCORE__OP_LESS_EQUAL:
  case SCORE__OP_GREATER:
  case SCORE__OP_GREATER_EQUAL: return make_comparison(out, b, e, wanted);
  default: return false;
  }
}

void score__need_condition(score__needs *out, score__batch *b, const score__formula *condition, bool wanted)
{
  score__needs attempt = *out;
  if (make(&attempt, b, condition->expr, wanted)) {
    *out = attempt;
    return;
  }
  out->phrase = wanted ? SCORE__PH_NEED_CONDITION : SCORE__PH_NEED_CONDITION_NOT;
  out->text = condition->text;
}
