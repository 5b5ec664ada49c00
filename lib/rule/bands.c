/* Model §5 `bands`: a step table on a value; each bound open or closed; points or a share of max.
 * Worked: 88-90 %: 2, 90-95 %: 3, 95-<100 %: 4, 100 %: 5 with closed lower bounds: 90 % gives 3, 87.99 % gives 0. */
#include <string.h>

#include "rule/need.h"

typedef struct band {
  score__formula from, to;
  bool from_open, to_closed, has_points, has_share, to_open, has_to_open;
  int64_t points_micro;
  score__fraction share;
  score__fraction from_c, to_c, value; /* value = points of this band */
  bool from_constant, to_constant;
} band;

typedef struct bands {
  score__formula value;
  score__rows rows;
  char faulty[32]; /* "bands/1": the place of a fault */
  bool narrow;     /* all bounds are constants with terms below NARROW */
} bands;

#define NARROW (INT64_C(1) << 30)

static const score__param band_params[] = {
    {.name = "from",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(band, from),
     .doc = {{"lower bound; none = from the bottom", "cận dưới; bỏ trống = từ thấp nhất"}}},
    {.name = "to",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(band, to),
     .doc = {{"upper bound; none = up to the top", "cận trên; bỏ trống = đến cao nhất"}}},
    {.name = "from_open",
     .type = SCORE__PARAM_BOOLEAN,
     .offset = offsetof(band, from_open),
     .doc = {{"the lower bound itself is outside", "không gồm cận dưới"}}},
    {.name = "to_open",
     .type = SCORE__PARAM_BOOLEAN,
     .offset = offsetof(band, to_open),
     .present = SCORE__PRESENT(band, has_to_open),
     .doc = {{"the upper bound itself is outside (default true)", "không gồm cận trên (mặc định: true)"}}},
    {.name = "points",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(band, points_micro),
     .present = SCORE__PRESENT(band, has_points),
     .doc = {{"points", "số điểm"}}},
    {.name = "share",
     .type = SCORE__PARAM_NUMBER,
     .offset = offsetof(band, share),
     .present = SCORE__PRESENT(band, has_share),
     .doc = {{"or a share of the maximum", "hoặc tỷ lệ của điểm tối đa"}}},
    {.name = NULL}};

static const score__param params[] = {{.name = "value",
                                       .type = SCORE__PARAM_EXPR,
                                       .required = true,
                                       .offset = offsetof(bands, value),
                                       .doc = {{"the value looked up", "giá trị tra bảng"}}},
                                      {.name = "bands",
                                       .type = SCORE__PARAM_ROWS,
                                       .required = true,
                                       .offset = offsetof(bands, rows),
                                       .rows = band_params,
                                       .row_size = sizeof(band),
                                       .doc = {{"bands from the top; outside all of them 0 points",
                                                "các khoảng từ cao xuống; ngoài mọi khoảng là 0 điểm"}}},
                                      {.name = NULL}};

static int prepare(band *k, const score__node *node, score_error *err)
{
  const score__fraction zero = {0, 1}, max = score__fraction_make(node->max_micro, 1000000);
  k->to_closed = k->has_to_open && !k->to_open;
  k->value = score__fraction_make(k->points_micro, 1000000);
  if (k->has_points == k->has_share || (k->has_share && score__fraction_mul(&k->value, &k->share, &max)) ||
      score__fraction_cmp(&k->value, &max) > 0 || score__fraction_cmp(&k->value, &zero) < 0)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_BAND_POINTS, NULL);
  score__fraction_reduce(&k->value);
  k->from_constant = k->from.expr && score__expr_is_constant(k->from.expr, &k->from_c);
  k->to_constant = k->to.expr && score__expr_is_constant(k->to.expr, &k->to_c);
  if (!k->from_constant || !k->to_constant) return 0;
  int order = score__fraction_cmp(&k->from_c, &k->to_c);
  if (order > 0 || (order == 0 && (k->from_open || !k->to_closed)))
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_BAND_EMPTY, NULL);
  return 0;
}

static inline bool is_small(const score__fraction *v)
{
  return v->num > -NARROW && v->num < NARROW && v->den < NARROW;
}

static bool is_narrow(const score__formula *bound, bool constant, const score__fraction *v)
{
  return !bound->expr || (constant && is_small(v));
}

/* Whether b begins before a ends (both ends constant): in ascending order that is an overlap. */
static bool collide(const band *a, const band *b)
{
  if (a->from_constant && b->to_constant) {
    int order = score__fraction_cmp(&a->from_c, &b->to_c);
    if (order > 0 || (order == 0 && (a->from_open || !b->to_closed))) return false;
  }
  if (b->from_constant && a->to_constant) {
    int order = score__fraction_cmp(&b->from_c, &a->to_c);
    if (order > 0 || (order == 0 && (b->from_open || !a->to_closed))) return false;
  }
  bool open_ended = (a->from.expr && !a->from_constant) || (a->to.expr && !a->to_constant) ||
                    (b->from.expr && !b->from_constant) || (b->to.expr && !b->to_constant);
  return !open_ended;
}

static const char *place_of(bands *r, size_t row)
{
  char n[24];
  const char *number = score__int_text(n, (int64_t)row);
  memcpy(r->faulty, "bands/", 6);
  memcpy(r->faulty + 6, number, strlen(number) + 1);
  return r->faulty;
}

static int check(void *rule, const score__node *node, const char **param, score_error *err)
{
  bands *r = rule;
  band *k = r->rows.item;
  r->narrow = true;
  for (size_t i = 0; i < r->rows.count; i++) {
    if (prepare(&k[i], node, err)) {
      *param = place_of(r, i);
      return SCORE_E_INPUT;
    }
    r->narrow = r->narrow && is_narrow(&k[i].from, k[i].from_constant, &k[i].from_c) &&
                is_narrow(&k[i].to, k[i].to_constant, &k[i].to_c);
  }
  for (size_t i = 0; i < r->rows.count; i++)
    for (size_t j = 0; j < i; j++)
      if (collide(&k[i], &k[j])) {
        char a[24], b[24];
        *param = place_of(r, i);
        return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_BAND_OVERLAP, score__int_text(a, (int64_t)i + 1),
                           score__int_text(b, (int64_t)j + 1), NULL);
      }
  return 0;
}

static void trace_band(score__trace *t, const score__value *v, const band *k, size_t index)
{
  score__trace_step_add(t, k ? SCORE__PH_TRACE_BAND : SCORE__PH_TRACE_BAND_NONE);
  score__trace_number(t, &v->v);
  if (!k) return;
  score__buffer text = {0};
  if (k->from.text) {
    score__buffer_text(&text, k->from_open ? "> " : ">= ");
    score__buffer_text(&text, k->from.text);
  }
  if (k->to.text) {
    score__buffer_text(&text, k->from.text ? ", " : "");
    score__buffer_text(&text, k->to_closed ? "<= " : "< ");
    score__buffer_text(&text, k->to.text);
  }
  if (!text.size) score__buffer_int(&text, (int64_t)index + 1);
  const char *copy = text.data ? score__arena_text(t->arena, text.data) : NULL;
  score__trace_text(t, copy ? copy : "", copy ? copy : "");
  score__buffer_free(&text);
  score__trace_number(t, &k->value);
}

enum { OUTSIDE, INSIDE, UNDECIDED, CONTRADICTED };

static int on_side(const score__value *v, const score__fraction *constant, const score__value *bound, bool lower,
                   bool open)
{
  if (!constant && bound->state == SCORE__V_INVALID) return CONTRADICTED;
  if (!constant && bound->state != SCORE__V_OK) return UNDECIDED;
  int order = score__fraction_cmp(&v->v, constant ? constant : &bound->v);
  if (!lower) order = -order;
  return order > 0 || (order == 0 && !open) ? INSIDE : OUTSIDE;
}

static int within(const band *k, const score__value *v, const score__value *from, const score__value *to)
{
  int low = k->from.expr ? on_side(v, k->from_constant ? &k->from_c : NULL, from, true, k->from_open) : INSIDE;
  if (low == OUTSIDE) return OUTSIDE;
  int high = k->to.expr ? on_side(v, k->to_constant ? &k->to_c : NULL, to, false, !k->to_closed) : INSIDE;
  if (high == OUTSIDE) return OUTSIDE;
  return low > high ? low : high;
}

/* The same for narrow bounds and values, on 64-bit terms. */
static inline bool within_narrow(const band *k, int64_t num, int64_t den)
{
  int64_t low = num * (int64_t)k->from_c.den - (int64_t)k->from_c.num * den;
  int64_t high = (int64_t)k->to_c.num * den - num * (int64_t)k->to_c.den;
  return (!k->from.expr || low > 0 || (low == 0 && !k->from_open)) &&
         (!k->to.expr || high > 0 || (high == 0 && k->to_closed));
}

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const bands *r = rule;
  const band *rows = r->rows.item;
  (void)node;
  (void)said;
  uint8_t decided[SCORE__BATCH_UNITS] = {0};
  score__value *value = score__batch_push(b), *from = score__batch_push(b), *to = score__batch_push(b);
  score__expr_column(r->value.expr, b, value);
  for (size_t i = 0; i < b->count; i++) {
    decided[i] = value[i].state != SCORE__V_OK;
    out[i] = decided[i] ? value[i] : (score__value){.v = {0, 1}, .state = SCORE__V_OK};
    out[i].spread = 0;
  }
  size_t open = b->count;
  for (size_t i = 0; r->narrow && !b->trace && i < b->count; i++) {
    if (!decided[i] && !is_small(&value[i].v)) continue;
    open--;
    if (decided[i]) continue;
    decided[i] = 1;
    for (size_t k = 0; k < r->rows.count; k++) {
      if (!within_narrow(&rows[k], (int64_t)value[i].v.num, (int64_t)value[i].v.den)) continue;
      out[i].v = rows[k].value;
      break;
    }
  }
  for (size_t k = 0; open && k < r->rows.count; k++) {
    if (rows[k].from.expr && !rows[k].from_constant) score__expr_column(rows[k].from.expr, b, from);
    if (rows[k].to.expr && !rows[k].to_constant) score__expr_column(rows[k].to.expr, b, to);
    for (size_t i = 0; i < b->count; i++) {
      int place = decided[i] ? OUTSIDE : within(&rows[k], &value[i], &from[i], &to[i]);
      if (place == OUTSIDE) continue;
      decided[i] = 1;
      if (place == INSIDE)
        out[i].v = rows[k].value;
      else
        out[i].state = place == UNDECIDED ? SCORE__V_MISSING : SCORE__V_INVALID;
      if (place == CONTRADICTED) out[i].reason = SCORE__PH_INVALID_DEPENDS;
      if (place == INSIDE && b->trace) trace_band(b->trace, &value[i], &rows[k], k);
    }
  }
  if (b->trace && !decided[0]) trace_band(b->trace, &value[0], NULL, 0);
  for (int i = 0; i < 3; i++) score__batch_pop(b);
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  const bands *r = rule;
  const band *rows = r->rows.item;
  (void)node;
  *out = score__fraction_make(0, 1);
  for (size_t k = 0; k < r->rows.count; k++)
    if (score__fraction_cmp(&rows[k].value, out) > 0) *out = rows[k].value;
}

typedef struct trial {
  const band *k;
  bool up;
} trial;

/* Past the bound that is met first on the way: what is past it stays past it. */
static bool past(void *context, const score__fraction *v)
{
  const trial *t = context;
  const score__value value = {.v = *v, .state = SCORE__V_OK};
  if (t->up) return !t->k->from.expr || on_side(&value, &t->k->from_c, NULL, true, t->k->from_open) == INSIDE;
  return !t->k->to.expr || on_side(&value, &t->k->to_c, NULL, false, !t->k->to_closed) == INSIDE;
}

static bool walk_to(const band *k, bool up, score__batch *b, const bands *r, score__needs *out)
{
  if ((k->from.expr && !k->from_constant) || (k->to.expr && !k->to_constant)) return false;
  trial t = {k, up};
  score__need_move(out, b, &r->value, up ? 1 : -1, NULL, past, &t);
  if (out->phrase || !out->count) return false;
  score__fraction v = score__fraction_make(out->item[0].want, 1);
  for (uint8_t n = b->set->measure[out->item[0].measure].scale; n > 0; n--) v.den *= 10;
  t.up = !up; /* and not yet past the other one: no whole step may lie between the two */
  return past(&t, &v);
}

/* The nearest band that is enough, from below or from above. */
static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  const bands *r = rule;
  const band *rows = r->rows.item;
  score__needs best = {.phrase = SCORE__PH_NEED_VALUE, .text = r->value.text};
  int64_t nearest = INT64_MAX;
  (void)node;
  for (size_t k = 0; k < r->rows.count; k++) {
    for (int up = 0; up < 2; up++) {
      score__needs attempt = {0};
      if (score__fraction_cmp(&rows[k].value, asked) < 0 || !walk_to(&rows[k], up, b, r, &attempt)) continue;
      const score__need *n = &attempt.item[0];
      int64_t distance = n->want > n->have ? n->want - n->have : n->have - n->want;
      if (!n->has_have) distance = n->want < 0 ? -n->want : n->want; /* of a blank: the least that is enough */
      if (distance < nearest) {
        nearest = distance;
        best = attempt;
      }
    }
  }
  score__need_append(out, &best);
}

const score__rule_kind score__rule_bands = {.name = "bands",
                                            .doc = {{"step table on a value", "bảng bậc theo giá trị"}},
                                            .params = params,
                                            .size = sizeof(bands),
                                            .check = check,
                                            .evaluate = evaluate,
                                            .attainable = attainable,
                                            .reach = reach};
