/* The bridge over time (model §7) for one unit: data effect = old rules on new data - old rules on old data; rules
 * effect = new rules on new data - old rules on new data; line by line, so that both add up to the change of the total. */
#ifndef SCORE__BRIDGE_H
#define SCORE__BRIDGE_H

#include "compute/account.h"

enum { SCORE__BRIDGE_OLD, SCORE__BRIDGE_MIXED, SCORE__BRIDGE_NEW, SCORE__BRIDGE_SIDES };

typedef struct score__bridge_line {
  score__impact_line of;
  int64_t micro[SCORE__BRIDGE_SIDES];
} score__bridge_line;

typedef struct score__bridge {
  size_t count;
  score__bridge_line *line; /* in the order of the new set, what it no longer has behind it, the total at the end */
} score__bridge;            /* keys are borrowed from the sets */

/* side: old rules on old data, old rules on new data, new rules on new data; position: of the unit in each. Where the
 * rules stay the last two are one result. Free it in any case. */
int score__bridge_new(score__bridge *out, const score_result *const side[SCORE__BRIDGE_SIDES],
                      const size_t position[SCORE__BRIDGE_SIDES], score_error *err);
void score__bridge_free(score__bridge *bridge);

#endif
