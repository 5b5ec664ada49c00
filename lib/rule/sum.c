/* Model §5 `sum`: several parts, added up.
 * Worked: 5 + 3.75 of two halves of 5: 8.75. */
#include "rule/portion.h"

const score__rule_kind score__rule_sum = {.name = "sum",
                                          .doc = {{"several parts added", "cộng nhiều phần"}},
                                          .params = score__portion_params,
                                          .size = sizeof(score__portions),
                                          .check = score__portions_check,
                                          .evaluate = score__portions_evaluate,
                                          .yields = score__portions_yields,
                                          .attainable = score__portions_attainable,
                                          .reach = score__portions_reach,
                                          .within = score__portions_within};
