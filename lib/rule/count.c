/* Model §5 `count`: points for each item that holds, or for each of a number of items, up to a cap. A blank item gives
 * nothing and is listed, and so does a contradictory one: else who leaves it blank would win; when all are blank nothing
 * is known. In a penalty such an item takes its full points.
 * Worked: nine kinds of class at 1 point: seven yes, one no, one blank: 7; 42 people at 0.4: 16.8. */
#include "base/limits.h"
#include "rule/need.h"

typedef struct item {
  score__formula when;
  bool has_points;
  int64_t points_micro;
} item;

typedef struct count {
  score__rows items;
  bool has_items, has_value, has_each, has_cap;
  score__formula value;
  score__fraction each;
  int64_t cap_micro;
  char faulty[32]; /* "items/1": the place of a fault */
} count;

static const score__param item_params[] = {
    {.name = "when",
     .type = SCORE__PARAM_CONDITION,
     .required = true,
     .offset = offsetof(item, when),
     .doc = {{"the item counts where this holds", "mục được tính khi điều kiện đúng"}}},
    {.name = "points",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(item, points_micro),
     .present = SCORE__PRESENT(item, has_points),
     .doc = {{"its own points (default: each)", "điểm riêng của mục (mặc định: each)"}}},
    {.name = NULL}};

static const score__param params[] = {
    {.name = "items",
     .type = SCORE__PARAM_ROWS,
     .offset = offsetof(count, items),
     .present = SCORE__PRESENT(count, has_items),
     .rows = item_params,
     .row_size = sizeof(item),
     .doc = {{"the items", "các mục"}}},
    {.name = "value",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(count, value),
     .present = SCORE__PRESENT(count, has_value),
     .doc = {{"or the number of items", "hoặc số mục"}}},
    {.name = "each",
     .type = SCORE__PARAM_NUMBER,
     .offset = offsetof(count, each),
     .present = SCORE__PRESENT(count, has_each),
     .doc = {{"points of an item", "điểm mỗi mục"}}},
    {.name = "cap",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(count, cap_micro),
     .present = SCORE__PRESENT(count, has_cap),
     .doc = {{"most points (default: the maximum)", "điểm tối đa (mặc định: điểm tối đa của tiêu chí)"}}},
    {.name = NULL}};

static int check(void *rule, const score__node *node, const char **param, score_error *err)
{
  count *r = rule;
  item *items = r->items.item;
  *param = NULL;
  if (r->has_items == r->has_value) return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_COUNT_WHAT, NULL);
  *param = "items";
  if (r->has_items && !r->items.count) return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_LIST_EMPTY, NULL);
  *param = "each";
  int64_t each = 0;
  bool fine = !r->has_each || score__fraction_round(&each, &r->each, 1) == 0;
  score__fraction exact = score__fraction_make(each, SCORE__MICRO);
  if (r->each.num < 0 || !fine || (r->has_each && score__fraction_cmp(&exact, &r->each) != 0))
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_RANGE, "each", ">= 0, 6 digits", NULL);
  for (size_t i = 0; i < r->items.count; i++) {
    *param = "each";
    if (!items[i].has_points && !r->has_each) return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_COUNT_EACH, NULL);
    if (!items[i].has_points) items[i].points_micro = each;
  }
  *param = NULL;
  if (r->has_value && !r->has_each) return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_COUNT_EACH, NULL);
  *param = "cap";
  if (r->has_cap && r->cap_micro > node->max_micro)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_RANGE, "cap", "0 .. max", NULL);
  return 0;
}

static bool is_penalty(const score__node *n)
{
  return n->group_kind == SCORE__GROUP_PENALTY;
}

static void trace_item(score__trace *t, const item *k, const score__value *v, int64_t counts_as)
{
  score__trace_step_add(t, v->state == SCORE__V_INVALID ? SCORE__PH_TRACE_ITEM_INVALID
                           : v->state != SCORE__V_OK    ? SCORE__PH_TRACE_ITEM_BLANK
                           : v->v.num                   ? SCORE__PH_TRACE_ITEM
                                                        : SCORE__PH_TRACE_ITEM_NOT);
  score__trace_text(t, k->when.text, k->when.text);
  if (v->state != SCORE__V_OK || v->v.num) score__trace_points(t, counts_as, 0);
}

static void cap_points(const count *r, score__batch *b, score__value *out)
{
  score__fraction cap = score__fraction_make(r->cap_micro, SCORE__MICRO);
  for (size_t i = 0; r->has_cap && i < b->count; i++) {
    if (out[i].state != SCORE__V_OK || score__fraction_cmp(&out[i].v, &cap) <= 0) continue;
    out[i].v = cap;
    score__trace_step_add(b->trace, SCORE__PH_TRACE_AT_MOST);
    score__trace_number(b->trace, &cap);
  }
}

static void evaluate_value(const count *r, score__batch *b, score__value *out)
{
  score__expr_column(r->value.expr, b, out);
  for (size_t i = 0; i < b->count; i++) {
    score__value number = out[i];
    out[i].spread = 0;
    if (number.state != SCORE__V_OK) continue;
    if (number.v.num < 0)
      out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_INVALID, .reason = SCORE__PH_INVALID_NEGATIVE_COUNT};
    else if (score__fraction_mul(&out[i].v, &number.v, &r->each))
      out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_INVALID, .reason = SCORE__PH_INVALID_LARGE};
    if (!b->trace || out[i].state != SCORE__V_OK) continue;
    score__trace_step_add(b->trace, SCORE__PH_TRACE_COUNT_VALUE);
    score__trace_number(b->trace, &number.v);
    score__trace_number(b->trace, &r->each);
    score__trace_number(b->trace, &out[i].v);
  }
}

/* A blank item counts as the worst, or, where the best case is asked for, as the best. */
static bool blank_holds(const score__node *n, const score__batch *b)
{
  return is_penalty(n) != b->at_best;
}

static void evaluate_items(const count *r, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const item *items = r->items.item;
  int64_t points[SCORE__BATCH_UNITS] = {0};
  uint16_t hold[SCORE__BATCH_UNITS] = {0};
  bool told[SCORE__BATCH_UNITS] = {false};
  for (size_t i = 0; i < b->count; i++) out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_MISSING};
  score__value *v = score__batch_push(b);
  for (size_t k = 0; k < r->items.count; k++) {
    score__expr_column(items[k].when.expr, b, v);
    for (size_t i = 0; i < b->count; i++) {
      if (v[i].state == SCORE__V_INVALID) {
        if (out[i].state != SCORE__V_INVALID) out[i] = v[i]; /* stays where nothing is told */
        said[i] |= SCORE__RULE_CONTRADICTED;
      }
      bool blank = v[i].state != SCORE__V_OK, holds = !blank && v[i].v.num != 0;
      int64_t counts_as = holds || (blank && blank_holds(node, b)) ? items[k].points_micro : 0;
      points[i] += counts_as;
      hold[i] = (uint16_t)(hold[i] + holds);
      told[i] |= !blank;
      if (blank && items[k].points_micro) said[i] |= SCORE__RULE_OPEN;
      if (b->trace) trace_item(b->trace, &items[k], &v[i], counts_as);
    }
  }
  score__batch_pop(b);
  for (size_t i = 0; i < b->count; i++) {
    if (!told[i]) continue;
    out[i] = (score__value){.v = {points[i], SCORE__MICRO}, .state = SCORE__V_OK};
    score__trace_step_add(b->trace, SCORE__PH_TRACE_COUNT);
    score__trace_int(b->trace, hold[i]);
    score__trace_number(b->trace, &out[i].v);
  }
}

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const count *r = rule;
  if (r->has_items)
    evaluate_items(r, node, b, out, said);
  else
    evaluate_value(r, b, out);
  cap_points(r, b, out);
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  const count *r = rule;
  const item *items = r->items.item;
  int64_t sum = 0, most = r->has_cap ? r->cap_micro : node->max_micro;
  for (size_t k = 0; k < r->items.count; k++) sum += items[k].points_micro;
  if (r->has_items && sum < most) most = sum;
  if (r->has_value && r->each.num == 0) most = 0;
  *out = score__fraction_make(most, SCORE__MICRO);
}

static bool enough(void *context, const score__fraction *v)
{
  return score__fraction_cmp(v, context) >= 0;
}

/* Items that do not hold yet, those of most points first, until the points are enough. */
static void reach_items(const count *r, score__batch *b, score__fraction missing, score__needs *out)
{
  const item *items = r->items.item;
  int64_t before = INT64_MAX;
  for (size_t round = 0; round < r->items.count && missing.num > 0; round++) {
    int64_t next = -1; /* the most points below those of the rounds before */
    for (size_t k = 0; k < r->items.count; k++)
      if (items[k].points_micro < before && items[k].points_micro > next) next = items[k].points_micro;
    if (next <= 0) break;
    for (size_t k = 0; k < r->items.count && missing.num > 0; k++) {
      score__value *v = score__batch_push(b);
      score__expr_column(items[k].when.expr, b, v);
      bool holds = v->state == SCORE__V_OK && v->v.num;
      score__batch_pop(b);
      if (holds || items[k].points_micro != next) continue;
      score__needs attempt = *out;
      score__need_condition(&attempt, b, &items[k].when, true);
      if (attempt.phrase) continue;
      *out = attempt;
      score__fraction points = score__fraction_make(next, SCORE__MICRO);
      if (score__fraction_sub(&missing, &missing, &points)) return;
    }
    before = next;
  }
  if (missing.num > 0) {
    out->phrase = SCORE__PH_NEED_CONDITION;
    out->text = items[0].when.text;
  }
}

static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  const count *r = rule;
  if (r->has_value) {
    score__fraction number, most;
    attainable(rule, node, &most);
    if (score__fraction_cmp(asked, &most) <= 0 && r->each.num > 0 && !score__fraction_div(&number, asked, &r->each))
      score__need_move(out, b, &r->value, 1, NULL, enough, &number);
    else
      out->phrase = SCORE__PH_NEED_VALUE;
    if (out->phrase) out->text = r->value.text;
    return;
  }
  uint8_t said = 0;
  score__trace *trace = b->trace;
  score__value *now = score__batch_push(b);
  b->trace = NULL;
  evaluate_items(r, node, b, now, &said);
  b->trace = trace;
  score__fraction missing = *asked;
  if (now->state == SCORE__V_OK && score__fraction_sub(&missing, asked, &now->v)) missing = *asked;
  score__batch_pop(b);
  reach_items(r, b, missing, out);
}

const score__rule_kind score__rule_count = {.name = "count",
                                            .doc = {{"points for each item", "điểm theo từng mục"}},
                                            .params = params,
                                            .size = sizeof(count),
                                            .check = check,
                                            .evaluate = evaluate,
                                            .attainable = attainable,
                                            .reach = reach};
