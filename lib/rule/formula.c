/* Model §5 `expr`: points by expression.
 * Worked: "min(2, 0.25 * so_lop)" with 6 classes: 1.50. */
#include "rule/rule.h"

typedef struct by_formula {
  score__formula points;
} by_formula;

static const score__param params[] = {
    {.name = "points", .type = SCORE__PARAM_EXPR, .required = true, .offset = offsetof(by_formula, points)},
    {.name = NULL}};

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *met)
{
  const by_formula *r = rule;
  (void)node;
  (void)met;
  score__expr_column(r->points.expr, b, out);
  for (size_t i = 0; i < b->count; i++) out[i].spread = 0;
  if (b->trace && out[0].state == SCORE__V_OK) {
    score__trace_step_add(b->trace, SCORE__PH_TRACE_EXPR);
    score__trace_number(b->trace, &out[0].v);
  }
}

static void full(const void *rule, const score__node *node, score__batch *b, score__needs *out)
{
  const by_formula *r = rule;
  (void)node;
  (void)b;
  out->phrase = SCORE__PH_NEED_FORMULA;
  out->text = r->points.text;
}

const score__rule_kind score__rule_formula = {.name = "expr",
                                              .doc = {{"points by formula", "điểm theo công thức"}},
                                              .params = params,
                                              .size = sizeof(by_formula),
                                              .evaluate = evaluate,
                                              .full = full};
