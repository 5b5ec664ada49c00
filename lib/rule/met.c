/* Model §5 `met`: the condition holds -> max, else 0; undecided -> missing.
 * Worked: count(a, b, c, d, e) >= 3 with true, true, true, false, blank: met. */
#include "rule/need.h"

typedef struct met {
  score__formula when;
} met;

static const score__param params[] = {{.name = "when",
                                       .type = SCORE__PARAM_CONDITION,
                                       .required = true,
                                       .offset = offsetof(met, when),
                                       .doc = {{"the condition", "điều kiện"}}},
                                      {.name = NULL}};

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  const met *r = rule;
  score__expr_column(r->when.expr, b, out);
  for (size_t i = 0; i < b->count; i++) {
    if (out[i].state != SCORE__V_OK) continue;
    said[i] = out[i].v.num != 0 ? SCORE__RULE_MET : 0;
    out[i].v = score__fraction_make(said[i] ? node->max_micro : 0, 1000000);
    if (!b->trace) continue;
    score__trace_step_add(b->trace, said[i] ? SCORE__PH_TRACE_MET : SCORE__PH_TRACE_NOT_MET);
    score__trace_number(b->trace, &out[i].v);
  }
}

static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  (void)node;
  if (asked->num > 0) score__need_condition(out, b, &((const met *)rule)->when, true);
}

const score__rule_kind score__rule_met = {.name = "met",
                                          .doc = {{"a condition holds", "điều kiện đạt hay không"}},
                                          .params = params,
                                          .size = sizeof(met),
                                          .evaluate = evaluate,
                                          .reach = reach};
