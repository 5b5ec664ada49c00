/* The table of rule kinds: a new kind is one new file and one row here. */
#include <string.h>

#include "rule/rule.h"

extern const score__rule_kind score__rule_ratio, score__rule_bands, score__rule_steps, score__rule_choice,
    score__rule_met, score__rule_count, score__rule_sum, score__rule_best, score__rule_reported, score__rule_formula;

static const score__rule_kind *const kinds[] = {
    &score__rule_ratio, &score__rule_bands, &score__rule_steps, &score__rule_choice,   &score__rule_met,
    &score__rule_count, &score__rule_sum,   &score__rule_best,  &score__rule_reported, &score__rule_formula};

const score__rule_kind *score__rule_at(size_t i)
{
  return i < sizeof kinds / sizeof *kinds ? kinds[i] : NULL;
}

const score__rule_kind *score__rule_find(const char *name)
{
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (!strcmp(kinds[i]->name, name)) return kinds[i];
  return NULL;
}
