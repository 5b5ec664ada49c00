/* Parts of a criterion, each with a maximum and a rule of its own: what `sum` and `best` share. */
#ifndef SCORE__PORTION_H
#define SCORE__PORTION_H

#include "rule/rule.h"

typedef struct score__portions {
  score__rows rows;
  bool highest;    /* only the highest part counts; else they are added up */
  char faulty[96]; /* "parts/1/rule/target": the place of a fault */
} score__portions;

extern const score__param score__portion_params[];

/* What a kind is made of whose struct is score__portions: see rule.h. */
int score__portions_check(void *rule, const score__node *node, const char **param, score_error *err);
unsigned score__portions_yields(const void *rule);
void score__portions_evaluate(const void *rule, const score__node *node, score__batch *batch, score__value *out,
                              uint8_t *said);
void score__portions_within(const void *rule, score__within_fn found, void *context);
void score__portions_attainable(const void *rule, const score__node *node, score__fraction *out);
void score__portions_reach(const void *rule, const score__node *node, score__batch *batch, const score__fraction *asked,
                           score__needs *out);

#endif
