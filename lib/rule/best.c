/* Model §5 `best`: several parts, of which only the highest counts.
 * Worked: a prize of the nation 5, of the province 3, both won: 5. */
#include "rule/portion.h"

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  (void)node;
  score__portions_evaluate(rule, true, b, out, said);
}

static void attainable(const void *rule, const score__node *node, score__fraction *out)
{
  score__portions_attainable(rule, true, node, out);
}

static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  (void)node;
  score__portions_reach(rule, true, b, asked, out);
}

const score__rule_kind score__rule_best = {.name = "best",
                                           .doc = {{"only the highest of several parts", "chỉ lấy phần cao nhất"}},
                                           .params = score__portion_params,
                                           .size = sizeof(score__portions),
                                           .check = score__portions_check,
                                           .evaluate = evaluate,
                                           .yields = score__portions_yields,
                                           .attainable = attainable,
                                           .reach = reach};
