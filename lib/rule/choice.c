/* Model §5 `choice`: each option of a choice gives points, a share of the maximum, or an outcome.
 * Worked: chairman 20, deputy half, none 0, of max 20: deputy gives 10; "Chưa đến hạn" is not due. */
#include <string.h>

#include "base/limits.h"
#include "rule/need.h"

enum { GIVES_NOTHING, GIVES_NOT_DUE, GIVES_NOT_APPLICABLE };
static const char *const outcomes[] = {"none", "not_due", "not_applicable", NULL};

typedef struct option {
  const char *key;
  bool has_points, has_share, has_outcome;
  int64_t points_micro;
  score__fraction share;
  uint8_t outcome;
  score__value gives;       /* what the option of this row gives */
  const struct option *row; /* the row of the measure's option at this place: each has one */
} option;

typedef struct choice {
  score__choice_use value;
  score__rows options;
  unsigned yields;
  char faulty[32]; /* "options/1": the place of a fault */
} choice;

static const score__param option_params[] = {
    {.name = "option",
     .type = SCORE__PARAM_TEXT,
     .required = true,
     .offset = offsetof(option, key),
     .doc = {{"key of the option", "khóa của lựa chọn"}}},
    {.name = "points",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(option, points_micro),
     .present = SCORE__PRESENT(option, has_points),
     .doc = {{"points", "số điểm"}}},
    {.name = "share",
     .type = SCORE__PARAM_NUMBER,
     .offset = offsetof(option, share),
     .present = SCORE__PRESENT(option, has_share),
     .doc = {{"or a share of the maximum", "hoặc tỷ lệ của điểm tối đa"}}},
    {.name = "outcome",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(option, outcome),
     .present = SCORE__PRESENT(option, has_outcome),
     .initial = "none",
     .choices = outcomes,
     .doc = {{"or an outcome: not_due, not_applicable",
              "hoặc kết quả: not_due (chưa đến hạn), not_applicable (không áp dụng)"}}},
    {.name = NULL}};

static const score__param params[] = {{.name = "value",
                                       .type = SCORE__PARAM_OPTIONED,
                                       .required = true,
                                       .offset = offsetof(choice, value),
                                       .doc = {{"a measure of type choice", "số liệu kiểu lựa chọn"}}},
                                      {.name = "options",
                                       .type = SCORE__PARAM_ROWS,
                                       .required = true,
                                       .offset = offsetof(choice, options),
                                       .rows = option_params,
                                       .row_size = sizeof(option),
                                       .doc = {{"what each option gives", "điểm của từng lựa chọn"}}},
                                      {.name = NULL}};

static int place(choice *r, size_t row, const char **param)
{
  char n[24];
  const char *number = score__int_text(n, (int64_t)row);
  memcpy(r->faulty, "options/", 8);
  memcpy(r->faulty + 8, number, strlen(number) + 1);
  *param = r->faulty;
  return SCORE_E_INPUT;
}

static int prepare(choice *r, const option *o, const score__node *node, score__value *out, score_error *err)
{
  const score__fraction zero = {0, 1}, max = score__fraction_make(node->max_micro, SCORE__MICRO);
  if (o->has_points + o->has_share + (o->has_outcome && o->outcome != GIVES_NOTHING) != 1)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_OPTION_GIVES, o->key, NULL);
  *out = (score__value){.v = score__fraction_make(o->points_micro, SCORE__MICRO), .state = SCORE__V_OK};
  if (o->outcome == GIVES_NOT_DUE || o->outcome == GIVES_NOT_APPLICABLE) {
    const bool due = o->outcome == GIVES_NOT_DUE;
    out->v = zero;
    out->state = due ? SCORE__V_NOT_DUE : SCORE__V_NA;
    r->yields |= due ? SCORE__YIELDS_NOT_DUE : SCORE__YIELDS_NA;
    return 0;
  }
  if ((o->has_share && score__fraction_mul(&out->v, &o->share, &max)) || score__fraction_cmp(&out->v, &zero) < 0 ||
      score__fraction_cmp(&out->v, &max) > 0)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_RANGE, o->key, "0 .. max", NULL);
  score__fraction_reduce(&out->v);
  return 0;
}

static int check(void *rule, const score__node *node, const char **param, score_error *err)
{
  choice *r = rule;
  option *rows = r->options.item;
  const score__measure *m = r->value.measure;
  for (size_t i = 0; i < r->options.count; i++) {
    size_t at = 0;
    while (at < m->option_count && strcmp(m->option_key[at], rows[i].key)) at++;
    if (at == m->option_count) {
      place(r, i, param);
      return score__fail(err, SCORE_E_INPUT, SCORE__PH_EXPR_OPTION, rows[i].key, m->key, NULL);
    }
    for (size_t k = 0; k < i; k++)
      if (!strcmp(rows[k].key, rows[i].key)) {
        place(r, i, param);
        return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_DUPLICATE, rows[i].key, NULL);
      }
    if (prepare(r, &rows[i], node, &rows[i].gives, err)) return place(r, i, param);
  }
  *param = "options";
  for (size_t k = 0; k < m->option_count; k++) {
    const option *row = NULL;
    for (size_t i = 0; i < r->options.count; i++)
      if (!strcmp(m->option_key[k], rows[i].key)) row = &rows[i];
    if (!row) return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_OPTION_UNSAID, m->option_key[k], NULL);
    if (k < r->options.count) rows[k].row = row; /* more options than rows: one is there twice, as was said */
  }
  return 0;
}

/* What the measure's option at this place gives. */
static const score__value *gives(const choice *r, size_t place_in_measure)
{
  return &((const option *)r->options.item)[place_in_measure].row->gives;
}

static void trace_option(score__trace *t, const score__measure *m, size_t chosen, const score__value *v)
{
  score__trace_step_add(t, v->state == SCORE__V_OK        ? SCORE__PH_TRACE_CHOICE
                           : v->state == SCORE__V_NOT_DUE ? SCORE__PH_TRACE_CHOICE_NOT_DUE
                                                          : SCORE__PH_TRACE_CHOICE_NA);
  score__trace_text(t, m->option_name[chosen].text[0], m->option_name[chosen].text[1]);
  if (v->state == SCORE__V_OK) score__trace_number(t, &v->v);
}

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const choice *r = rule;
  (void)node;
  (void)said;
  score__expr_column(r->value.formula.expr, b, out);
  for (size_t i = 0; i < b->count; i++) {
    if (out[i].state != SCORE__V_OK) continue;
    size_t chosen = (size_t)out[i].v.num; /* a choice measure: the option's place, checked at import */
    out[i] = *gives(r, chosen);
    if (b->trace) trace_option(b->trace, r->value.measure, chosen, &out[i]);
  }
}

static unsigned yields(const void *rule)
{
  return ((const choice *)rule)->yields;
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  const choice *r = rule;
  (void)node;
  *out = score__fraction_make(0, 1);
  for (size_t k = 0; k < r->options.count; k++)
    if (gives(r, k)->state == SCORE__V_OK && score__fraction_cmp(&gives(r, k)->v, out) > 0) *out = gives(r, k)->v;
}

/* The option that is enough and asks least. */
static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  const choice *r = rule;
  size_t best = SIZE_MAX;
  (void)node;
  for (size_t k = 0; k < r->options.count; k++)
    if (gives(r, k)->state == SCORE__V_OK && score__fraction_cmp(&gives(r, k)->v, asked) >= 0 &&
        (best == SIZE_MAX || score__fraction_cmp(&gives(r, k)->v, &gives(r, best)->v) < 0))
      best = k;
  if (best == SIZE_MAX || !score__need_set(out, b, score__expr_measure(r->value.formula.expr), (int64_t)best)) {
    out->phrase = SCORE__PH_NEED_VALUE;
    out->text = r->value.formula.text;
  }
}

const score__rule_kind score__rule_choice = {.name = "choice",
                                             .doc = {{"each option gives its points", "mỗi lựa chọn có điểm riêng"}},
                                             .params = params,
                                             .size = sizeof(choice),
                                             .check = check,
                                             .evaluate = evaluate,
                                             .yields = yields,
                                             .attainable = attainable,
                                             .reach = reach};
