/* Parts of a criterion, each with a maximum and a rule of its own: what `sum` and `best` share. */
#ifndef SCORE__PORTION_H
#define SCORE__PORTION_H

#include "rule/rule.h"

typedef struct score__portions {
  score__rows rows;
  char faulty[96]; /* "parts/1/rule/target": the place of a fault */
} score__portions;

extern const score__param score__portion_params[]; /* of a kind whose struct is score__portions */

int score__portions_check(void *rule, const score__node *node, const char **param, score_error *err);
unsigned score__portions_yields(const void *rule);
/* Adds the parts up, or takes the highest. */
void score__portions_evaluate(const score__portions *parts, bool highest, score__batch *batch, score__value *out,
                              uint8_t *said);
/* The most that the parts can give together, or one of them. */
void score__portions_attainable(const score__portions *parts, bool highest, const score__node *node,
                                score__fraction *out);
void score__portions_reach(const score__portions *parts, bool highest, score__batch *batch,
                           const score__fraction *asked, score__needs *out);

#endif
