/* Model §5 `steps`: base points at a level; beyond it every further step adds, in whole steps or pro rata, up to a cap.
 * Worked: level 10, base 2, +0.25 for every 2 above, at most 3: 15 gives 2 + 2 x 0.25 = 2.5 in whole steps and
 * 2 + 2.5 x 0.25 = 2.625 pro rata; 30 gives 3; 9 gives 0, 2 or other points, as `below` says. */
#include <string.h>

#include "base/limits.h"
#include "rule/need.h"

enum { UP, DOWN };
enum { BELOW_ZERO, BELOW_BASE, BELOW_POINTS };
enum { WHOLE, PRO_RATA };
static const char *const directions[] = {"up", "down", NULL};
static const char *const belows[] = {"zero", "base", "points", NULL};
static const char *const modes[] = {"floor", "prorate", NULL};

typedef struct slope {
  score__fraction every, add;
  score__formula from, to;
  bool has_cap;
  uint8_t mode;
  int64_t cap_micro;
} slope;

typedef struct steps {
  score__formula value, level;
  int64_t base_micro, below_micro, cap_micro;
  bool has_below, has_cap;
  uint8_t direction, below;
  score__rows slopes;
  char faulty[32]; /* "slopes/1": the place of a fault */
} steps;

static const score__param slope_params[] = {
    {.name = "every",
     .type = SCORE__PARAM_NUMBER,
     .required = true,
     .offset = offsetof(slope, every),
     .doc = {{"width of a step", "độ rộng mỗi bước"}}},
    {.name = "add",
     .type = SCORE__PARAM_NUMBER,
     .required = true,
     .offset = offsetof(slope, add),
     .doc = {{"points for a step; negative takes away", "điểm cộng mỗi bước; số âm là trừ"}}},
    {.name = "mode",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(slope, mode),
     .initial = "floor",
     .choices = modes,
     .doc = {{"whole steps only, or pro rata", "chỉ tính đủ bước, hay tính theo tỷ lệ"}}},
    {.name = "from",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(slope, from),
     .doc = {{"where the steps begin (default: the level)", "mốc bắt đầu tính (mặc định: mức chuẩn)"}}},
    {.name = "to",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(slope, to),
     .doc = {{"where they end (default: nowhere)", "mốc kết thúc (mặc định: không giới hạn)"}}},
    {.name = "cap",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(slope, cap_micro),
     .present = SCORE__PRESENT(slope, has_cap),
     .doc = {{"most points that this slope adds or takes", "điểm cộng hoặc trừ tối đa của đoạn này"}}},
    {.name = NULL}};

static const score__param params[] = {
    {.name = "value",
     .type = SCORE__PARAM_EXPR,
     .required = true,
     .offset = offsetof(steps, value),
     .doc = {{"the value that is measured", "giá trị đo được"}}},
    {.name = "level",
     .type = SCORE__PARAM_EXPR,
     .required = true,
     .offset = offsetof(steps, level),
     .doc = {{"the level that gives the base points", "mức chuẩn được điểm cơ bản"}}},
    {.name = "base",
     .type = SCORE__PARAM_MICRO,
     .required = true,
     .offset = offsetof(steps, base_micro),
     .doc = {{"points at the level", "điểm cơ bản khi đạt mức chuẩn"}}},
    {.name = "direction",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(steps, direction),
     .initial = "up",
     .choices = directions,
     .doc = {{"up: more is better; down: fewer is better", "up: càng cao càng tốt; down: càng thấp càng tốt"}}},
    {.name = "below",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(steps, below),
     .initial = "zero",
     .choices = belows,
     .doc = {{"points short of the level: none, the base, or below_points",
              "điểm khi chưa đạt mức: 0, điểm cơ bản, hoặc below_points"}}},
    {.name = "below_points",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(steps, below_micro),
     .present = SCORE__PRESENT(steps, has_below),
     .doc = {{"points short of the level", "điểm khi chưa đạt mức chuẩn"}}},
    {.name = "slopes",
     .type = SCORE__PARAM_ROWS,
     .offset = offsetof(steps, slopes),
     .rows = slope_params,
     .row_size = sizeof(slope),
     .doc = {{"what every further step adds", "điểm cộng cho mỗi bước tiếp theo"}}},
    {.name = "cap",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(steps, cap_micro),
     .present = SCORE__PRESENT(steps, has_cap),
     .doc = {{"most points (default: the maximum)", "điểm tối đa (mặc định: điểm tối đa của tiêu chí)"}}},
    {.name = NULL}};

static int check(void *rule, const score__node *node, const char **param, score_error *err)
{
  steps *r = rule;
  slope *k = r->slopes.item;
  static const char *const names[] = {"base", "below_points", "cap"};
  const int64_t points[] = {r->base_micro, r->below_micro, r->cap_micro};
  for (size_t i = 0; i < 3; i++) {
    *param = names[i];
    if (points[i] > node->max_micro)
      return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_RANGE, names[i], "0 .. max", NULL);
    if (r->has_cap && points[i] > r->cap_micro)
      return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_RANGE, names[i], "0 .. cap", NULL);
  }
  *param = "below_points";
  if (r->has_below != (r->below == BELOW_POINTS))
    return r->has_below
               ? score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_NOT_HERE, "below_points", "below = points", NULL)
               : score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_MISSING, "below_points", NULL);
  for (size_t i = 0; i < r->slopes.count; i++) {
    char n[24];
    const char *number = score__int_text(n, (int64_t)i);
    memcpy(r->faulty, "slopes/", 7);
    memcpy(r->faulty + 7, number, strlen(number) + 1);
    *param = r->faulty;
    if (k[i].every.num <= 0) return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_RANGE, "every", "> 0", NULL);
    if (!k[i].from.expr) k[i].from = r->level;
  }
  return 0;
}

/* ---- evaluation ---- */

static void fault(score__value *out, uint8_t state, uint16_t reason)
{
  *out = (score__value){.v = {0, 1}, .state = state, .reason = reason};
}

/* What the points rest on must be decided, all of it; what is contradictory counts before what is blank. */
static void rest_on(score__value *out, const score__value *v)
{
  if (v->state == SCORE__V_OK || out->state == SCORE__V_INVALID) return;
  fault(out, v->state == SCORE__V_INVALID ? SCORE__V_INVALID : SCORE__V_MISSING, v->reason);
}

static bool reaches(const steps *r, const score__fraction *value, const score__fraction *level)
{
  int order = score__fraction_cmp(value, level);
  return r->direction == UP ? order >= 0 : order <= 0;
}

/* How far the value is beyond `from`, but no further than `to`. */
static int distance(const steps *r, const score__fraction *value, const score__fraction *from,
                    const score__fraction *to, score__fraction *out)
{
  const score__fraction *end = value;
  if (to && (r->direction == UP ? score__fraction_cmp(value, to) > 0 : score__fraction_cmp(value, to) < 0)) end = to;
  int bad = r->direction == UP ? score__fraction_sub(out, end, from) : score__fraction_sub(out, from, end);
  if (!bad && out->num < 0) *out = score__fraction_make(0, 1);
  return bad;
}

static void trace_slope(score__trace *t, const slope *k, const score__fraction *far, const score__fraction *count,
                        const score__fraction *added)
{
  if (!t) return;
  score__trace_step_add(t, k->mode == WHOLE ? SCORE__PH_TRACE_STEPS_WHOLE : SCORE__PH_TRACE_STEPS_PRORATA);
  score__trace_number(t, far);
  score__trace_number(t, &k->every);
  score__trace_number(t, count);
  score__trace_number(t, &k->add);
  score__trace_number(t, added);
}

static int add_slope(const slope *k, score__trace *trace, const score__fraction *far, score__fraction *points)
{
  score__fraction count, added, sum;
  if (score__fraction_div(&count, far, &k->every)) return -1;
  if (k->mode == WHOLE && score__fraction_floor(&count, &count, 1)) return -1;
  if (score__fraction_mul(&added, &count, &k->add)) return -1;
  if (k->has_cap) {
    score__fraction most = score__fraction_make(k->cap_micro, SCORE__MICRO), least = most;
    least.num = -least.num;
    if (score__fraction_cmp(&added, &most) > 0) added = most;
    if (score__fraction_cmp(&added, &least) < 0) added = least;
  }
  if (score__fraction_add(&sum, points, &added)) return -1;
  *points = sum;
  trace_slope(trace, k, far, &count, &added);
  return 0;
}

static int64_t below_points(const steps *r)
{
  const int64_t points[] = {0, r->base_micro, r->below_micro};
  return points[r->below];
}

static void start(const steps *r, score__trace *trace, const score__value *value, const score__value *level,
                  score__value *out, bool *good)
{
  *good = reaches(r, &value->v, &level->v);
  *out = (score__value){.v = {*good ? r->base_micro : below_points(r), SCORE__MICRO}, .state = SCORE__V_OK};
  if (!trace) return;
  score__trace_step_add(trace, *good ? SCORE__PH_TRACE_STEPS_LEVEL : SCORE__PH_TRACE_STEPS_SHORT);
  score__trace_number(trace, &value->v);
  score__trace_number(trace, &level->v);
  score__trace_number(trace, &out->v);
}

static void cap_points(const steps *r, score__trace *trace, score__value *out)
{
  score__fraction cap = score__fraction_make(r->cap_micro, SCORE__MICRO);
  if (!r->has_cap || out->state != SCORE__V_OK || score__fraction_cmp(&out->v, &cap) <= 0) return;
  out->v = cap;
  if (!trace) return;
  score__trace_step_add(trace, SCORE__PH_TRACE_AT_MOST);
  score__trace_number(trace, &cap);
}

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const steps *r = rule;
  const slope *slopes = r->slopes.item;
  bool good[SCORE__BATCH_UNITS] = {false};
  score__value *value = score__batch_push(b), *from = score__batch_push(b), *to = score__batch_push(b);
  (void)node;
  (void)said;
  score__expr_column(r->value.expr, b, value);
  score__expr_column(r->level.expr, b, from);
  for (size_t i = 0; i < b->count; i++) {
    out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_OK};
    rest_on(&out[i], &value[i]);
    rest_on(&out[i], &from[i]);
    if (out[i].state == SCORE__V_OK) start(r, b->trace, &value[i], &from[i], &out[i], &good[i]);
  }
  for (size_t k = 0; k < r->slopes.count; k++) {
    const bool ends = slopes[k].to.expr != NULL;
    score__expr_column(slopes[k].from.expr, b, from);
    if (ends) score__expr_column(slopes[k].to.expr, b, to);
    for (size_t i = 0; i < b->count; i++) {
      score__fraction far;
      rest_on(&out[i], &from[i]);
      if (ends) rest_on(&out[i], &to[i]);
      if (!good[i] || out[i].state != SCORE__V_OK) continue;
      if (distance(r, &value[i].v, &from[i].v, ends ? &to[i].v : NULL, &far) ||
          add_slope(&slopes[k], b->trace, &far, &out[i].v))
        fault(&out[i], SCORE__V_INVALID, SCORE__PH_INVALID_LARGE);
    }
  }
  for (size_t i = 0; i < b->count; i++) cap_points(r, b->trace, &out[i]);
  for (int i = 0; i < 3; i++) score__batch_pop(b);
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  const steps *r = rule;
  const slope *k = r->slopes.item;
  int64_t most = r->base_micro, max = r->has_cap ? r->cap_micro : node->max_micro;
  for (size_t i = 0; i < r->slopes.count; i++) {
    if (k[i].add.num <= 0) continue;
    most = k[i].has_cap && !k[i].to.expr ? most + k[i].cap_micro : max;
  }
  if (r->below == BELOW_POINTS && r->below_micro > most) most = r->below_micro;
  *out = score__fraction_make(most < max ? most : max, SCORE__MICRO);
}

/* ---- the way back ---- */

typedef struct trial {
  const steps *r;
  const score__fraction *asked;
  score__value level;
  score__value bound[2]; /* from and to of the slope in hand */
  score__batch *batch;
} trial;

static score__value value_now(const score__expr *e, score__batch *b)
{
  score__value *v = score__batch_push(b);
  score__expr_column(e, b, v);
  score__value out = *v;
  score__batch_pop(b);
  return out;
}

static bool enough(void *context, const score__fraction *v)
{
  const trial *t = context;
  const steps *r = t->r;
  const slope *slopes = r->slopes.item;
  score__value out;
  bool good;
  const score__value value = {.v = *v, .state = SCORE__V_OK};
  start(r, NULL, &value, &t->level, &out, &good);
  for (size_t k = 0; good && k < r->slopes.count; k++) {
    score__value from = value_now(slopes[k].from.expr, t->batch), to = {.state = SCORE__V_OK};
    score__fraction far;
    if (slopes[k].to.expr) to = value_now(slopes[k].to.expr, t->batch);
    if (from.state != SCORE__V_OK || to.state != SCORE__V_OK ||
        distance(r, v, &from.v, slopes[k].to.expr ? &to.v : NULL, &far) || add_slope(&slopes[k], NULL, &far, &out.v))
      return false;
  }
  cap_points(r, NULL, &out);
  return score__fraction_cmp(&out.v, t->asked) >= 0;
}

static int64_t length_of(const score__needs *n)
{
  const score__need *k = &n->item[0];
  int64_t from = k->has_have ? k->have : 0;
  return k->want > from ? k->want - from : from - k->want;
}

/* Out to the good side points rise where steps add; where they take away they do not rise beyond the level. On the way
 * back they rise where steps take away, and short of the level they are what `below` says. */
static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  const steps *r = rule;
  const slope *k = r->slopes.item;
  trial t = {.r = r, .asked = asked, .level = value_now(r->level.expr, b), .batch = b};
  bool adds = false, takes = false;
  (void)node;
  for (size_t i = 0; i < r->slopes.count; i++) {
    adds |= k[i].add.num > 0;
    takes |= k[i].add.num < 0;
  }
  score__needs further = {0}, back = {.phrase = SCORE__PH_NEED_VALUE, .text = r->value.text};
  if (t.level.state != SCORE__V_OK || (adds && takes)) {
    score__need_append(out, &back);
    return;
  }
  score__value now = value_now(r->value.expr, b);
  const score__fraction below = score__fraction_make(below_points(r), SCORE__MICRO);
  const bool good = now.state == SCORE__V_OK && reaches(r, &now.v, &t.level.v);
  const bool below_does = score__fraction_cmp(&below, asked) >= 0;
  const int way = r->direction == UP ? 1 : -1;
  score__need_move(&further, b, &r->value, way, takes ? &t.level.v : NULL, enough, &t);
  if (good && (takes || below_does)) back.phrase = 0;
  if (back.phrase == 0) score__need_move(&back, b, &r->value, -way, below_does ? NULL : &t.level.v, enough, &t);
  const bool turns = back.phrase == 0 && (further.phrase || length_of(&back) < length_of(&further));
  score__need_append(out, turns ? &back : &further);
}

const score__rule_kind score__rule_steps = {.name = "steps",
                                            .doc = {{"base points at a level, and more for every step beyond",
                                                     "điểm cơ bản tại mức chuẩn, cộng theo từng bước"}},
                                            .params = params,
                                            .size = sizeof(steps),
                                            .check = check,
                                            .evaluate = evaluate,
                                            .attainable = attainable,
                                            .reach = reach};
