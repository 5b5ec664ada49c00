/* Which periods a store has observations of. */
#ifndef SCORE__TIMETABLE_H
#define SCORE__TIMETABLE_H

#include "store/archive.h"

/* Periods with some observation that still stands, of measures or nodes of the set (NULL = any), in no order. Free
 * *out with free(). */
int score__store_periods(score_store *store, const score_criteria *set, score__period **out, size_t *count,
                         score_error *err);

#endif
