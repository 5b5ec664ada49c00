/* Evaluation of expressions, a column of units at a time (model §5): exact fractions, three-valued conditions.
 * Worked: count(a, b, c, d, e) over true, true, true, false, blank lies between 3 and 4, so "... >= 3" is decided. */
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/phrase.h"
#include "model/batch.h"
#include "model/operation.h"
#include "model/reach.h"

static const int64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

static inline void set_state(score__value *v, uint8_t state, uint16_t reason)
{
  *v = (score__value){.v = {0, 1}, .state = state, .reason = reason};
}

static inline void set_condition(score__value *v, bool truth)
{
  *v = (score__value){.v = {truth, 1}, .state = SCORE__V_OK};
}

/* Combined state of two operands of arithmetic: invalid before missing. */
static inline bool both_known(score__value *out, const score__value *a, const score__value *b)
{
  if (a->state == SCORE__V_OK && b->state == SCORE__V_OK) return true;
  if (a->state == SCORE__V_INVALID)
    set_state(out, SCORE__V_INVALID, a->reason);
  else if (b->state == SCORE__V_INVALID)
    set_state(out, SCORE__V_INVALID, b->reason);
  else
    set_state(out, SCORE__V_MISSING, 0);
  return false;
}

static void load_measure(const score__expr *e, const score__batch *b, score__value *out)
{
  const score__measure *m = &b->set->measure[e->index];
  const int64_t *value = b->layer->value[e->index];
  const uint8_t *state = b->layer->state[e->index];
  const int64_t den = tens[m->scale];
  for (size_t i = 0; i < b->count; i++) {
    uint32_t u = b->unit[b->from + i];
    uint8_t s = state ? state[u] : SCORE__CELL_MISSING;
    if (s == SCORE__CELL_VALUE)
      out[i] = (score__value){.v = {value[u], den}, .state = SCORE__V_OK};
    else if (s == SCORE__CELL_MISSING && m->has_initial)
      out[i] = (score__value){.v = {m->initial, den}, .state = SCORE__V_OK};
    else
      set_state(&out[i], SCORE__V_MISSING, 0);
  }
}

static void load_has(const score__expr *e, const score__batch *b, score__value *out)
{
  const uint8_t *state = b->layer->state[e->index];
  for (size_t i = 0; i < b->count; i++)
    set_condition(&out[i], state && state[b->unit[b->from + i]] == SCORE__CELL_VALUE);
}

static void load_period(const score__expr *e, const score__batch *b, score__value *out)
{
  score__period p = b->frame->period;
  int64_t v = p.year;
  bool known = true;
  if (e->op == SCORE__OP_MONTHS) v = score__period_months(p);
  if (e->op == SCORE__OP_QUARTER) {
    v = p.kind == SCORE__PERIOD_QUARTER ? p.index : p.kind == SCORE__PERIOD_MONTH ? (p.index + 2) / 3 : 0;
    known = v != 0;
  }
  for (size_t i = 0; i < b->count; i++)
    out[i] = (score__value){.v = {v, 1}, .state = known ? SCORE__V_OK : SCORE__V_MISSING};
}

static void load_points(const score__expr *e, const score__batch *b, score__value *out)
{
  const score__node_column *n = &b->node[e->index];
  for (size_t i = 0; i < b->count; i++) {
    size_t at = b->from + i;
    uint8_t outcome = n->outcome[at];
    bool open = (n->flags[at] & SCORE__FLAG_COVERED) || n->high_micro[at] != n->points_micro[at];
    if (outcome == SCORE_INVALID)
      set_state(&out[i], SCORE__V_INVALID, SCORE__PH_INVALID_DEPENDS);
    else if (outcome == SCORE_MISSING || open) /* something that it rests on is lacking */
      set_state(&out[i], SCORE__V_MISSING, 0);
    else if (e->op == SCORE__OP_MET)
      set_condition(&out[i], n->flags[at] & SCORE__FLAG_MET);
    else
      out[i] = (score__value){.v = {n->points_micro[at], SCORE__MICRO}, .state = SCORE__V_OK};
  }
}

/* ---- attributes ---- */

static uint32_t attribute_at(const score__expr *e, const score__batch *b, size_t i, uint32_t constant)
{
  if (e->op == SCORE__OP_TEXT) return constant;
  uint32_t *const *columns = e->op == SCORE__OP_PARENT_ATTRIBUTE ? b->parent_attribute : b->attribute;
  return columns[e->index][b->from + i];
}

static uint32_t text_id(const score__expr *e, const score__expr *other, const score__batch *b)
{
  if (e->op != SCORE__OP_TEXT) return 0;
  const char *text = e->text;
  bool attribute = other->op == SCORE__OP_UNIT_ATTRIBUTE || other->op == SCORE__OP_PARENT_ATTRIBUTE;
  bool is_parent = attribute && !strcmp(b->set->attribute[other->index], "parent");
  size_t unit = is_parent ? score__units_find(b->units, text) : SIZE_MAX;
  if (unit != SIZE_MAX) text = b->units->code[unit]; /* parents are compared by code */
  size_t id = score__dict_get(&b->units->by_text, text);
  return id == SIZE_MAX ? UINT32_MAX : (uint32_t)id;
}

static void compare_text(const score__expr *e, const score__batch *b, score__value *out)
{
  uint32_t left = text_id(e->arg[0], e->arg[1], b), right = text_id(e->arg[1], e->arg[0], b);
  for (size_t i = 0; i < b->count; i++) {
    uint32_t l = attribute_at(e->arg[0], b, i, left), r = attribute_at(e->arg[1], b, i, right);
    if (l == 0 || r == 0)
      set_state(&out[i], SCORE__V_MISSING, 0);
    else
      set_condition(&out[i], (l == r) == (e->op == SCORE__OP_SAME_TEXT));
  }
}

static bool is_among(const char *s, const char *const *words)
{
  for (; *words; words++)
    if (!strcmp(s, *words)) return true;
  return false;
}

/* What a unit list says of a yes or no; anything else is neither, and not to be taken for a no. */
static void read_truth(const char *s, score__value *out)
{
  static const char *const yes[] = {"1", "yes", "Yes", "YES", "true", "True", "TRUE", "có", "Có", "CÓ", "x", "X", NULL};
  static const char *const no[] = {"0", "no", "No", "NO", "false", "False", "FALSE", "không", "Không", "KHÔNG", NULL};
  if (is_among(s, yes))
    set_condition(out, true);
  else if (is_among(s, no))
    set_condition(out, false);
  else
    set_state(out, SCORE__V_INVALID, SCORE__PH_INVALID_TRUTH);
}

static void read_attribute(const score__expr *e, const score__batch *b, score__value *out)
{
  for (size_t i = 0; i < b->count; i++) {
    uint32_t id = attribute_at(e->arg[0], b, i, 0);
    const char *s = b->units->text[id];
    if (id == 0)
      set_state(&out[i], SCORE__V_MISSING, 0);
    else if (e->op == SCORE__OP_TRUTH)
      read_truth(s, &out[i]);
    else if (score__decimal_parse_fraction(&out[i].v, s, strlen(s), '.'))
      set_state(&out[i], SCORE__V_INVALID, SCORE__PH_INVALID_ATTRIBUTE);
    else
      out[i] = (score__value){.v = out[i].v, .state = SCORE__V_OK};
  }
}

/* ---- arithmetic ---- */

static inline int arithmetic_one(int op, score__fraction *out, const score__fraction *a, const score__fraction *b)
{
  switch (op) {
  case SCORE__OP_ADD:
  case SCORE__OP_SUM: return score__fraction_add(out, a, b);
  case SCORE__OP_SUBTRACT: return score__fraction_sub(out, a, b);
  case SCORE__OP_MULTIPLY: return score__fraction_mul(out, a, b);
  case SCORE__OP_DIVIDE: return score__fraction_div(out, a, b);
  case SCORE__OP_MIN: *out = score__fraction_cmp(a, b) <= 0 ? *a : *b; return 0;
  default: *out = score__fraction_cmp(a, b) >= 0 ? *a : *b; return 0; /* max */
  }
}

/* acc = acc op b */
static void arithmetic(int op, const score__value *b, score__value *acc, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (!both_known(&acc[i], &acc[i], &b[i])) continue;
    if (op == SCORE__OP_DIVIDE && b[i].v.num == 0) {
      set_state(&acc[i], SCORE__V_INVALID, SCORE__PH_INVALID_DIVISION);
      continue;
    }
    score__fraction v;
    if (arithmetic_one(op, &v, &acc[i].v, &b[i].v))
      set_state(&acc[i], SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
    else
      acc[i].v = v;
  }
}

static void negate(score__value *v, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (v[i].state == SCORE__V_OK)
      v[i].v.num = -v[i].v.num;
    else
      v[i].spread = 0;
  }
}

static void round_column(const score__fraction *grid, score__value *v, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (v[i].state != SCORE__V_OK) {
      v[i].spread = 0;
      continue;
    }
    score__fraction steps;
    int64_t micro;
    if (score__fraction_div(&steps, &v[i].v, grid) || score__fraction_round(&micro, &steps, SCORE__MICRO)) {
      set_state(&v[i], SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
      continue;
    }
    steps = score__fraction_make(micro / SCORE__MICRO, 1);
    if (score__fraction_mul(&v[i].v, &steps, grid)) set_state(&v[i], SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
  }
}

/* ---- conditions ---- */

static inline bool holds(int op, int order)
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

static score__fraction top_of(const score__value *v)
{
  score__fraction top = v->v; /* a count has den 1, a share the number of all */
  if (v->state != SCORE__V_OK) top.num += v->spread;
  return top;
}

/* Whether an equality may hold: a range of counts or shares meets a value only in one of its own steps. */
static bool may_equal(const score__value *range, const score__fraction *exact)
{
  score__fraction steps, den = {range->v.den, 1};
  if (score__fraction_sub(&steps, exact, &range->v) || score__fraction_mul(&steps, &steps, &den)) return true;
  return steps.num % steps.den == 0; /* between the ends it lies already */
}

/* The same of two ranges, from step to step of the one with fewer. */
static bool may_meet(const score__value *a, const score__value *b)
{
  if (a->spread > b->spread) return may_meet(b, a);
  score__fraction at = a->v, top = top_of(b);
  for (uint32_t k = 0; k <= a->spread; k++, at.num++)
    if (score__fraction_cmp(&at, &b->v) >= 0 && score__fraction_cmp(&at, &top) <= 0 && may_equal(b, &at)) return true;
  return false;
}

/* One side is a range of counts: decided when every value of it gives the same answer. The answers change only where
 * the order changes, so the two ends tell, except that an equality may hold in between. */
static void compare_range(int op, const score__value *a, const score__value *b, score__value *out)
{
  bool known_a = a->state == SCORE__V_OK || a->spread, known_b = b->state == SCORE__V_OK || b->spread;
  if (!known_a || !known_b) {
    set_state(out, SCORE__V_MISSING, 0);
    return;
  }
  score__fraction a_top = top_of(a), b_top = top_of(b);
  int low = score__fraction_cmp(&a->v, &b_top), high = score__fraction_cmp(&a_top, &b->v);
  bool equality = op == SCORE__OP_EQUAL || op == SCORE__OP_NOT_EQUAL;
  bool meets = equality && low <= 0 && high >= 0 && may_meet(a, b);
  if (equality && !meets)
    set_condition(out, op == SCORE__OP_NOT_EQUAL);
  else if (equality || holds(op, low) != holds(op, high))
    set_state(out, SCORE__V_MISSING, 0);
  else
    set_condition(out, holds(op, low));
}

static void compare(int op, const score__value *b, score__value *acc, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (acc[i].state == SCORE__V_OK && b[i].state == SCORE__V_OK) {
      set_condition(&acc[i], holds(op, score__fraction_cmp(&acc[i].v, &b[i].v)));
    } else {
      score__value left = acc[i];
      compare_range(op, &left, &b[i], &acc[i]);
      if (acc[i].state != SCORE__V_OK) both_known(&acc[i], &left, &b[i]);
    }
  }
}

/* Kleene: false and anything = false, true or anything = true. */
static void connect(int op, const score__value *b, score__value *acc, size_t count)
{
  const int deciding = op == SCORE__OP_OR;
  for (size_t i = 0; i < count; i++) {
    bool left = acc[i].state == SCORE__V_OK, right = b[i].state == SCORE__V_OK;
    if ((left && acc[i].v.num == deciding) || (right && b[i].v.num == deciding))
      set_condition(&acc[i], deciding);
    else if (both_known(&acc[i], &acc[i], &b[i]))
      set_condition(&acc[i], !deciding);
  }
}

static void add_to_count(const score__value *b, score__value *acc, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (b[i].state == SCORE__V_OK) {
      acc[i].v.num += b[i].v.num;
      continue;
    }
    acc[i].spread++; /* contradictory ones count as open, like blanks: what holds without them is decided */
    if (acc[i].state == SCORE__V_INVALID) continue;
    acc[i].state = b[i].state == SCORE__V_INVALID ? SCORE__V_INVALID : SCORE__V_MISSING;
    acc[i].reason = b[i].reason;
  }
}

static bool same_value(const score__value *a, const score__value *b)
{
  return a->state == SCORE__V_OK && b->state == SCORE__V_OK && score__fraction_cmp(&a->v, &b->v) == 0;
}

static void choose(const score__expr *e, score__batch *b, score__value *out)
{
  score__value *yes = score__batch_push(b), *no = score__batch_push(b);
  score__expr_column(e->arg[0], b, out);
  score__expr_column(e->arg[1], b, yes);
  score__expr_column(e->arg[2], b, no);
  for (size_t i = 0; i < b->count; i++) {
    if (out[i].state == SCORE__V_OK)
      out[i] = out[i].v.num ? yes[i] : no[i];
    else if (same_value(&yes[i], &no[i])) /* whatever the condition is; also where it is contradictory */
      out[i] = yes[i];
    else if (out[i].state == SCORE__V_MISSING)
      set_state(&out[i], SCORE__V_MISSING, 0);
  }
  score__batch_pop(b);
  score__batch_pop(b);
}

static void count_column(const score__expr *e, score__batch *b, score__value *out)
{
  for (size_t i = 0; i < b->count; i++) out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_OK};
  score__value *arg = score__batch_push(b);
  for (uint16_t k = 0; k < e->arg_count; k++) {
    score__expr_column(e->arg[k], b, arg);
    add_to_count(arg, out, b->count);
  }
  score__batch_pop(b);
}

static void fold_column(const score__expr *e, score__batch *b, score__value *out)
{
  score__expr_column(e->arg[0], b, out);
  if (e->arg_count == 1) {
    for (size_t i = 0; i < b->count; i++)
      if (out[i].state != SCORE__V_OK) out[i].spread = 0;
    return;
  }
  score__value *arg = score__batch_push(b);
  for (uint16_t k = 1; k < e->arg_count; k++) {
    int op = e->op;
    if (op == SCORE__OP_CLAMP) op = k == 1 ? SCORE__OP_MAX : SCORE__OP_MIN;
    score__expr_column(e->arg[k], b, arg);
    if (op >= SCORE__OP_EQUAL && op <= SCORE__OP_GREATER_EQUAL)
      compare(op, arg, out, b->count);
    else if (op == SCORE__OP_AND || op == SCORE__OP_OR)
      connect(op, arg, out, b->count);
    else
      arithmetic(op, arg, out, b->count);
  }
  score__batch_pop(b);
}

void score__expr_column(const score__expr *e, score__batch *b, score__value *out)
{
  switch ((score__op)e->op) {
  case SCORE__OP_CONSTANT:
    for (size_t i = 0; i < b->count; i++) out[i] = (score__value){.v = e->constant, .state = SCORE__V_OK};
    break;
  case SCORE__OP_MEASURE: load_measure(e, b, out); break;
  case SCORE__OP_HAS: load_has(e, b, out); break;
  case SCORE__OP_YEAR:
  case SCORE__OP_QUARTER:
  case SCORE__OP_MONTHS: load_period(e, b, out); break;
  case SCORE__OP_POINTS:
  case SCORE__OP_MET: load_points(e, b, out); break;
  case SCORE__OP_COHORT: memcpy(out, b->cohort[e->index].value + b->from, b->count * sizeof *out); break;
  case SCORE__OP_CHILDREN: memcpy(out, b->children[e->index].value + b->from, b->count * sizeof *out); break;
  case SCORE__OP_EARLIER:
  case SCORE__OP_HAS_EARLIER: score__reach_earlier(e, b, out); break;
  case SCORE__OP_HAS_STAGE: score__reach_stage(e, b, out); break;
  case SCORE__OP_WORKDAYS: {
    score__expr_column(e->arg[0], b, out);
    score__value *to = score__batch_push(b);
    score__expr_column(e->arg[1], b, to);
    score__reach_workdays(b, to, out);
    score__batch_pop(b);
    break;
  }
  case SCORE__OP_SAME_TEXT:
  case SCORE__OP_OTHER_TEXT: compare_text(e, b, out); break;
  case SCORE__OP_TRUTH:
  case SCORE__OP_FIGURE: read_attribute(e, b, out); break;
  case SCORE__OP_IF: choose(e, b, out); break;
  case SCORE__OP_COUNT: count_column(e, b, out); break;
  case SCORE__OP_NEGATE:
    score__expr_column(e->arg[0], b, out);
    negate(out, b->count);
    break;
  case SCORE__OP_ROUND:
    score__expr_column(e->arg[0], b, out);
    round_column(&e->arg[1]->constant, out, b->count);
    break;
  case SCORE__OP_NOT:
    score__expr_column(e->arg[0], b, out);
    for (size_t i = 0; i < b->count; i++)
      if (out[i].state == SCORE__V_OK) out[i].v.num = !out[i].v.num;
    break;
  case SCORE__OP_TEXT:
  case SCORE__OP_UNIT_ATTRIBUTE:
  case SCORE__OP_PARENT_ATTRIBUTE: /* never alone: the compiler wraps them */
    for (size_t i = 0; i < b->count; i++) set_state(&out[i], SCORE__V_MISSING, 0);
    break;
  default: fold_column(e, b, out); break; /* + - * / min max sum clamp, comparisons, and, or */
  }
}
