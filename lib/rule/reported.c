/* Model §5 `reported`: points given from outside, on a grid. Nothing is computed: without given points it is missing.
 * Worked: a council gives 3.5 of 5 on a grid of 0.5: reported, 3.50. */
#include "rule/rule.h"

typedef struct reported {
  int64_t grid_micro;
} reported;

static const score__param params[] = {
    {.name = "grid",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(reported, grid_micro),
     .doc = {{"given points are multiples of it", "điểm cho là bội số của bước này"}}},
    {.name = NULL}};

static int check(void *rule, const score__node *node, const char **param, score_error *err)
{
  const reported *r = rule;
  *param = "grid";
  if (r->grid_micro && node->grid_micro && r->grid_micro % node->grid_micro)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_NOT_HERE, "grid", "a multiple of the criterion's grid wanted",
                       NULL);
  return 0;
}

static void evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out, uint8_t *said)
{
  (void)rule;
  (void)node;
  (void)said;
  for (size_t i = 0; i < b->count; i++) out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_MISSING};
  score__trace_step_add(b->trace, SCORE__PH_TRACE_REPORTED_NONE);
}

static int64_t given_grid(const void *rule)
{
  return ((const reported *)rule)->grid_micro;
}

static void reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                  score__needs *out)
{
  (void)asked;
  (void)rule;
  (void)node;
  (void)b;
  out->phrase = SCORE__PH_NEED_REPORTED;
}

const score__rule_kind score__rule_reported = {.name = "reported",
                                               .doc = {{"points given from outside", "điểm do nơi khác cung cấp"}},
                                               .params = params,
                                               .size = sizeof(reported),
                                               .check = check,
                                               .evaluate = evaluate,
                                               .given_grid = given_grid,
                                               .reach = reach};
