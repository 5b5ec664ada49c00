/* Model §5 `best`: several parts, of which only the highest counts.
 * Worked: a prize of the nation 5, of the province 3, both won: 5. */
#include "rule/portion.h"

static int check(void *rule, const score__node *node, const char **param, score_error *err)
{
  ((score__portions *)rule)->highest = true;
  return score__portions_check(rule, node, param, err);
}

const score__rule_kind score__rule_best = {.name = "best",
                                           .doc = {{"only the highest of several parts", "chỉ lấy phần cao nhất"}},
                                           .params = score__portion_params,
                                           .size = sizeof(score__portions),
                                           .check = check,
                                           .evaluate = score__portions_evaluate,
                                           .yields = score__portions_yields,
                                           .attainable = score__portions_attainable,
                                           .reach = score__portions_reach,
                                           .within = score__portions_within};
