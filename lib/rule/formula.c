/* Model §5 `expr`: points by expression.
 * Worked: "min(2, 0.25 * so_lop)" with 6 classes: 1.50. */
#include "base/limits.h"
#include "rule/rule.h"

typedef struct by_formula {
  score__formula points;
} by_formula;

static const score__param params[] = {{.name = "points",
                                       .type = SCORE__PARAM_EXPR,
                                       .required = true,
                                       .offset = offsetof(by_formula, points),
                                       .doc = {{"points", "số điểm"}}},
                                      {.name = NULL}};

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const by_formula *r = rule;
  (void)node;
  (void)said;
  score__expr_column(r->points.expr, b, out);
  for (size_t i = 0; i < b->count; i++) out[i].spread = 0;
  if (b->trace && out[0].state == SCORE__V_OK) {
    score__trace_step_add(b->trace, SCORE__PH_TRACE_EXPR);
    score__trace_number(b->trace, &out[0].v);
  }
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  *out = score__fraction_make(node->max_micro, SCORE__MICRO);
  score__fraction v;
  if (score__expr_is_constant(((const by_formula *)rule)->points.expr, &v) && score__fraction_cmp(&v, out) < 0)
    *out = v;
}

/* A formula may rise and fall: it is shown, not turned round. */
static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  const by_formula *r = rule;
  (void)node;
  (void)b;
  (void)asked;
  out->phrase = SCORE__PH_NEED_FORMULA;
  out->text = r->points.text;
}

const score__rule_kind score__rule_formula = {.name = "expr",
                                              .doc = {{"points by formula", "điểm theo công thức"}},
                                              .params = params,
                                              .size = sizeof(by_formula),
                                              .evaluate = evaluate,
                                              .attainable = attainable,
                                              .reach = reach};
