/* The totals a set would give without one of its nodes: the nodes below it and itself are out of numerator and
 * denominator for everybody, as if they were not applicable under the policy `exclude`, and the set's own aggregation
 * goes on from there. So split, rescale_group, weights, shares of what is met, clamps, roundings and points given for a
 * group or for the total do what the set says they do. Points of other criteria, the grades, and who is ranked stay. */
#ifndef SCORE__EXCLUSION_H
#define SCORE__EXCLUSION_H

#include "compute/engine.h"

typedef struct score__exclusion {
  score__arena arena;
  const score_result *base;
  score_criteria set;  /* the nodes' policies are its own */
  score_result result; /* total[] is what comes out */
  score__node_column gone;
  score__node_column above[SCORE__MAX_GROUP_DEPTH + 2]; /* of the groups above, by depth */
} score__exclusion;

/* 0 or SCORE_E_MEMORY; close it always. */
int score__exclusion_open(score__exclusion *x, const score_result *base);
/* result.total[i].basis_micro of every unit; false where somebody who is ranked is left without a total. */
bool score__exclusion_run(score__exclusion *x, uint32_t node);
void score__exclusion_close(score__exclusion *x);

#endif
