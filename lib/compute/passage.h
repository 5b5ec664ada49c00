/* From one period of a trend to the next: whose history a unit continues, and what it keeps of the period. */
#ifndef SCORE__PASSAGE_H
#define SCORE__PASSAGE_H

#include "compute/bridge.h"
#include "model/course.h"

/* Fills the points of a period from results as of bridge.h: the old one NULL in the first period, the mixed one NULL
 * where there is no bridge. units: who took over whom; NULL = as the new data say, a release says nothing of it.
 * SCORE_E_NOT_FOUND: the unit asked for is none. */
int score__passage_add(score_trend *trend, score__course_period *period,
                       const score_result *const side[SCORE__BRIDGE_SIDES], const score__units *units,
                       score_error *err);
/* After the last period. SCORE_E_NOT_FOUND: the unit asked for has no data. */
int score__passage_end(score_trend *trend, score_error *err);

#endif
