/* Model §5 `ratio`: max x clamp((num/den - floor) / (target - floor), 0, 1) x factor.
 * Worked: 2 points, 8 of 32, full at 80 %: 2 x (8/32) / 0.8 = 0.625, printed 0.63. */
#include "rule/need.h"

typedef struct ratio {
  score__formula num, den, target, floor, factor;
  uint8_t zero;
  bool may_exceed;
  bool constant_bounds;
  score__fraction target_c, floor_c;
  score__fraction slope; /* max / (target - floor), when both are constant */
  bool narrow;           /* target, floor and slope have terms below NARROW */
} ratio;

#define NARROW (INT64_C(1) << 14) /* counts below 2^31 times two of these stay below 2^60 */

enum { ZERO_ZERO, ZERO_FULL, ZERO_NOT_APPLICABLE };
static const char *const zero_names[] = {"zero", "full", "not_applicable", NULL};

static const score__param params[] = {
    {.name = "num",
     .type = SCORE__PARAM_EXPR,
     .required = true,
     .offset = offsetof(ratio, num),
     .doc = {{"numerator", "tử số"}}},
    {.name = "den",
     .type = SCORE__PARAM_EXPR,
     .required = true,
     .offset = offsetof(ratio, den),
     .doc = {{"denominator", "mẫu số"}}},
    {.name = "target",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(ratio, target),
     .initial = "100%",
     .doc = {{"share that gives full marks", "tỷ lệ đạt điểm tối đa"}}},
    {.name = "floor",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(ratio, floor),
     .initial = "0",
     .doc = {{"share that gives 0 points", "tỷ lệ bắt đầu có điểm"}}},
    {.name = "factor",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(ratio, factor),
     .doc = {{"the points are multiplied by it", "hệ số nhân với điểm"}}},
    {.name = "zero_denominator",
     .type = SCORE__PARAM_CHOICE,
     .required = true,
     .offset = offsetof(ratio, zero),
     .choices = zero_names,
     .doc = {{"policy for 0/0", "quy ước khi 0/0"}}},
    {.name = "may_exceed",
     .type = SCORE__PARAM_BOOLEAN,
     .offset = offsetof(ratio, may_exceed),
     .doc = {{"the numerator may be above the denominator", "tử số được lớn hơn mẫu số"}}},
    {.name = NULL}};

static int slope_of(score__fraction *out, const score__node *node, const score__fraction *target,
                    const score__fraction *floor)
{
  score__fraction width, max = score__fraction_make(node->max_micro, 1000000);
  if (score__fraction_sub(&width, target, floor) || width.num <= 0) return -1;
  return score__fraction_div(out, &max, &width);
}

static bool is_narrow(const score__fraction *v)
{
  return v->num >= 0 && v->num < NARROW && v->den < NARROW;
}

static int check(void *rule, const score__node *node, const char **param, score_error *err)
{
  ratio *r = rule;
  r->constant_bounds =
      score__expr_is_constant(r->target.expr, &r->target_c) && score__expr_is_constant(r->floor.expr, &r->floor_c);
  if (!r->constant_bounds) return 0;
  *param = "target";
  if (slope_of(&r->slope, node, &r->target_c, &r->floor_c))
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_TARGET, NULL);
  score__fraction_reduce(&r->slope);
  r->narrow = is_narrow(&r->target_c) && is_narrow(&r->floor_c) && is_narrow(&r->slope);
  return 0;
}

static void fault(score__value *out, uint8_t state, uint16_t reason)
{
  *out = (score__value){.v = {0, 1}, .state = state, .reason = reason};
}

static bool known(score__value *out, const score__value *v)
{
  if (v->state == SCORE__V_OK) return true;
  fault(out, v->state == SCORE__V_INVALID ? SCORE__V_INVALID : SCORE__V_MISSING, v->reason);
  return false;
}

static void over_zero(const ratio *r, const score__node *node, score__trace *trace, bool above, score__value *out)
{
  if (above) {
    fault(out, SCORE__V_INVALID, SCORE__PH_INVALID_OVER_ZERO);
    return;
  }
  if (r->zero == ZERO_NOT_APPLICABLE) {
    fault(out, SCORE__V_NA, 0);
    score__trace_step_add(trace, SCORE__PH_TRACE_ZERO_NA);
    return;
  }
  *out = (score__value){.v = {r->zero == ZERO_FULL ? node->max_micro : 0, 1000000}, .state = SCORE__V_OK};
  score__trace_step_add(trace, SCORE__PH_TRACE_ZERO_ZERO);
  score__trace_text(trace, zero_names[r->zero], zero_names[r->zero]);
  score__trace_number(trace, &out->v);
}

static void trace_part(score__trace *t, const score__node *node, const score__value *r, const score__fraction *target,
                       const score__fraction *floor, const score__fraction *points)
{
  const score__fraction max = score__fraction_make(node->max_micro, 1000000);
  bool plain = floor->num == 0 && target->num == target->den;
  score__trace_step_add(t, floor->num ? SCORE__PH_TRACE_RATIO_PART
                           : plain    ? SCORE__PH_TRACE_RATIO_PLAIN
                                      : SCORE__PH_TRACE_RATIO_LINEAR);
  score__trace_number(t, &max);
  score__trace_number(t, &r->v);
  if (floor->num) score__trace_number(t, floor);
  if (!plain) score__trace_number(t, target);
  score__trace_number(t, points);
}

static void trace_bound(score__trace *t, int phrase, const score__fraction *r, const score__fraction *bound)
{
  score__trace_step_add(t, phrase);
  score__trace_number(t, r);
  score__trace_number(t, bound);
}

/* points from the ratio; target, floor and slope are those of this unit. */
static int points_of(const score__node *node, score__trace *trace, score__value *out, const score__fraction *target,
                     const score__fraction *floor, const score__fraction *slope)
{
  score__value share = *out;
  if (score__fraction_cmp(&share.v, target) >= 0) {
    out->v = score__fraction_make(node->max_micro, 1000000);
    if (trace) trace_bound(trace, SCORE__PH_TRACE_RATIO_FULL, &share.v, target);
    return 0;
  }
  score__fraction above = share.v;
  if (floor->num && score__fraction_sub(&above, &share.v, floor)) return -1;
  if (above.num < 0 || (above.num == 0 && floor->num)) {
    out->v = score__fraction_make(0, 1);
    if (trace) trace_bound(trace, SCORE__PH_TRACE_RATIO_FLOOR, &share.v, floor);
    return 0;
  }
  if (score__fraction_mul(&out->v, &above, slope)) return -1;
  if (trace) trace_part(trace, node, &share, target, floor, &out->v);
  return 0;
}

static bool share_of(const ratio *r, const score__node *node, score__trace *trace, const score__value *num,
                     const score__value *den, score__value *out)
{
  if (num->state == SCORE__V_INVALID || den->state != SCORE__V_INVALID ? !known(out, num) : !known(out, den))
    return false;
  if (!known(out, den)) return false;
  if (num->v.num < 0 || den->v.num < 0) {
    fault(out, SCORE__V_INVALID, SCORE__PH_INVALID_NEGATIVE);
    return false;
  }
  if (den->v.num == 0) {
    over_zero(r, node, trace, num->v.num > 0, out);
    return false;
  }
  *out = (score__value){.state = SCORE__V_OK};
  if (score__fraction_div(&out->v, &num->v, &den->v)) {
    fault(out, SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
    return false;
  }
  if (!r->may_exceed && out->v.num > out->v.den) {
    fault(out, SCORE__V_INVALID, SCORE__PH_INVALID_EXCEEDS);
    return false;
  }
  if (trace) {
    score__trace_step_add(trace, SCORE__PH_TRACE_RATIO);
    score__trace_number(trace, &num->v);
    score__trace_number(trace, &den->v);
    score__trace_number(trace, &out->v);
  }
  return true;
}

static void multiply(const score__value *factor, score__trace *trace, score__value *out)
{
  score__fraction v;
  if (out->state != SCORE__V_OK || !known(out, factor)) return;
  if (score__fraction_mul(&v, &out->v, &factor->v)) {
    fault(out, SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
    return;
  }
  out->v = v;
  if (trace) trace_bound(trace, SCORE__PH_TRACE_FACTOR, &factor->v, &v);
}

/* ---- plain ratios: measure by measure of one scale, constant bounds; the same arithmetic on 64-bit terms ---- */

typedef struct plain {
  const int64_t *num, *den;
  const uint8_t *num_state, *den_state;
  int64_t scale;
} plain;

static bool find_plain(const ratio *r, const score__batch *b, plain *out)
{
  size_t num = score__expr_measure(r->num.expr), den = score__expr_measure(r->den.expr);
  if (b->trace || !r->constant_bounds || !r->narrow || r->factor.expr || num == SIZE_MAX || den == SIZE_MAX)
    return false;
  const score__measure *m = b->set->measure;
  if (m[num].scale != m[den].scale || m[num].has_initial || m[den].has_initial) return false;
  *out = (plain){b->layer->value[num], b->layer->value[den], b->layer->state[num], b->layer->state[den], 1};
  for (uint8_t k = m[num].scale; k > 0; k--) out->scale *= 10;
  return out->num && out->den && out->num_state && out->den_state;
}

/* False where terms are large or the case is a special one. Without branches on the data, which would be guessed wrong
 * half the time. */
static inline bool plain_one(const ratio *r, const score__node *node, int64_t n, int64_t d, score__fraction *out)
{
  const int64_t large = INT64_C(1) << 31;
  if (n < 0 || n >= large || d <= 0 || d >= large || (n > d && !r->may_exceed)) return false;
  int64_t to_target = n * (int64_t)r->target_c.den - d * (int64_t)r->target_c.num;
  int64_t above = n * (int64_t)r->floor_c.den - d * (int64_t)r->floor_c.num;
  int64_t points = (above < 0 ? 0 : above) * (int64_t)r->slope.num;
  int64_t over = d * (int64_t)r->floor_c.den * (int64_t)r->slope.den;
  out->num = to_target >= 0 ? node->max_micro : points;
  out->den = to_target >= 0 ? 1000000 : over;
  return true;
}

static void evaluate_plain(const ratio *r, const score__node *node, score__batch *b, const plain *p, score__value *out)
{
  for (size_t i = 0; i < b->count; i++) {
    uint32_t u = b->unit[b->from + i];
    out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_MISSING};
    if (p->num_state[u] != SCORE__CELL_VALUE || p->den_state[u] != SCORE__CELL_VALUE) continue;
    out[i].state = SCORE__V_OK;
    if (plain_one(r, node, p->num[u], p->den[u], &out[i].v)) continue;
    score__value num = {.v = {p->num[u], p->scale}, .state = SCORE__V_OK};
    score__value den = {.v = {p->den[u], p->scale}, .state = SCORE__V_OK};
    if (share_of(r, node, NULL, &num, &den, &out[i]) &&
        points_of(node, NULL, &out[i], &r->target_c, &r->floor_c, &r->slope))
      fault(&out[i], SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
  }
}

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const ratio *r = rule;
  plain p;
  (void)said;
  if (find_plain(r, b, &p)) {
    evaluate_plain(r, node, b, &p, out);
    return;
  }
  score__value *num = score__batch_push(b), *den = score__batch_push(b), *target = NULL, *floor = NULL;
  score__expr_column(r->num.expr, b, num);
  score__expr_column(r->den.expr, b, den);
  if (!r->constant_bounds) {
    target = score__batch_push(b);
    floor = score__batch_push(b);
    score__expr_column(r->target.expr, b, target);
    score__expr_column(r->floor.expr, b, floor);
  }
  for (size_t i = 0; i < b->count; i++) {
    if (!share_of(r, node, b->trace, &num[i], &den[i], &out[i])) continue;
    int bad;
    if (r->constant_bounds) {
      bad = points_of(node, b->trace, &out[i], &r->target_c, &r->floor_c, &r->slope);
    } else {
      score__fraction slope;
      if (!known(&out[i], &target[i]) || !known(&out[i], &floor[i])) continue;
      if (score__fraction_cmp(&target[i].v, &floor[i].v) <= 0) {
        fault(&out[i], SCORE__V_INVALID, SCORE__PH_DEF_TARGET);
        continue;
      }
      bad = slope_of(&slope, node, &target[i].v, &floor[i].v) ||
            points_of(node, b->trace, &out[i], &target[i].v, &floor[i].v, &slope);
    }
    if (bad) fault(&out[i], SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
  }
  if (r->factor.expr) {
    score__expr_column(r->factor.expr, b, num);
    for (size_t i = 0; i < b->count; i++)
      if (den[i].v.num != 0) multiply(&num[i], b->trace, &out[i]); /* 0 / 0 follows its policy alone */
  }
  if (!r->constant_bounds) {
    score__batch_pop(b);
    score__batch_pop(b);
  }
  score__batch_pop(b);
  score__batch_pop(b);
}

static unsigned yields(const void *rule)
{
  return ((const ratio *)rule)->zero == ZERO_NOT_APPLICABLE ? SCORE__YIELDS_NA : 0;
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  const ratio *r = rule;
  score__fraction factor, max = score__fraction_make(node->max_micro, 1000000), v;
  *out = max;
  /* Without may_exceed a share is at most 1, and full marks above it cannot be had. */
  if (!r->may_exceed && r->constant_bounds && r->target_c.num > r->target_c.den) {
    score__fraction above = {r->floor_c.den - r->floor_c.num, r->floor_c.den};
    if (above.num < 0) above.num = 0;
    if (!score__fraction_mul(&v, &above, &r->slope)) *out = v;
  }
  if (r->factor.expr && score__expr_is_constant(r->factor.expr, &factor) && !score__fraction_mul(&v, out, &factor) &&
      score__fraction_cmp(&v, &max) < 0)
    *out = v;
}

typedef struct trial {
  const ratio *r;
  const score__node *node;
  score__value den, target, floor, factor;
  const score__fraction *asked;
} trial;

static bool enough(void *context, const score__fraction *num)
{
  const trial *t = context;
  const score__value n = {.v = *num, .state = SCORE__V_OK};
  score__fraction slope;
  score__value out;
  if (!share_of(t->r, t->node, NULL, &n, &t->den, &out) || slope_of(&slope, t->node, &t->target.v, &t->floor.v) ||
      points_of(t->node, NULL, &out, &t->target.v, &t->floor.v, &slope))
    return false;
  if (t->r->factor.expr) multiply(&t->factor, NULL, &out);
  return out.state == SCORE__V_OK && score__fraction_cmp(&out.v, t->asked) >= 0;
}

static score__value value_now(const score__formula *f, score__batch *b)
{
  score__value *v = score__batch_push(b);
  score__expr_column(f->expr, b, v);
  score__value out = *v;
  score__batch_pop(b);
  return out;
}

/* The numerator from which on the points are enough. */
static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  const ratio *r = rule;
  trial t = {r, node, value_now(&r->den, b), value_now(&r->target, b), value_now(&r->floor, b), {.v = {1, 1}}, asked};
  if (r->factor.expr) t.factor = value_now(&r->factor, b);
  if (t.den.state != SCORE__V_OK || t.target.state != SCORE__V_OK || t.floor.state != SCORE__V_OK) {
    out->phrase = SCORE__PH_NEED_VALUE;
    out->text = r->num.text;
  } else if (t.den.v.num == 0) {
    out->phrase = SCORE__PH_NEED_CASES;
    out->text = r->den.text;
  } else {
    score__need_move(out, b, &r->num, 1, r->may_exceed ? NULL : &t.den.v, enough, &t);
  }
}

static void within(const void *rule, score__within_fn found, void *context)
{
  const ratio *r = rule;
  size_t num = score__expr_measure(r->num.expr), den = score__expr_measure(r->den.expr);
  if (!r->may_exceed && num != SIZE_MAX && den != SIZE_MAX) found(context, num, den);
}

static bool share(const void *rule, const score_criteria *set, score__rule_share *out)
{
  const ratio *r = rule;
  const size_t num = score__expr_measure(r->num.expr), den = score__expr_measure(r->den.expr);
  if (!r->constant_bounds || r->factor.expr || num == SIZE_MAX || den == SIZE_MAX) return false;
  if (set->measure[num].scale != set->measure[den].scale) return false;
  *out = (score__rule_share){(uint32_t)num, (uint32_t)den, r->target_c, r->floor_c, r->may_exceed};
  return true;
}

const score__rule_kind score__rule_ratio = {.name = "ratio",
                                            .doc = {{"share of a whole against a target", "tỷ lệ so với mục tiêu"}},
                                            .params = params,
                                            .size = sizeof(ratio),
                                            .check = check,
                                            .evaluate = evaluate,
                                            .yields = yields,
                                            .attainable = attainable,
                                            .reach = reach,
                                            .within = within,
                                            .share = share};
