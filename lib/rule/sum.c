/* Model §5 `sum`: several parts, added up.
 * Worked: 5 + 3.75 of two halves of 5: 8.75. */
#include "rule/portion.h"

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  (void)node;
  score__portions_evaluate(rule, false, b, out, said);
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  score__portions_attainable(rule, false, node, out);
}

static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  (void)node;
  score__portions_reach(rule, false, b, asked, out);
}

const score__rule_kind score__rule_sum = {.name = "sum",
                                          .doc = {{"several parts added", "cộng nhiều phần"}},
                                          .params = score__portion_params,
                                          .size = sizeof(score__portions),
                                          .check = score__portions_check,
                                          .evaluate = evaluate,
                                          .yields = score__portions_yields,
                                          .attainable = attainable,
                                          .reach = reach};
