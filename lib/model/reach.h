/* Values from beyond the unit's own cells of the period and stage: earlier periods, other stages, the calendar. */
#ifndef SCORE__REACH_H
#define SCORE__REACH_H

#include "model/batch.h"

/* The measure in its earlier period at the same stage, or whether it has a value there. A default is the value of a
 * blank of the period that is scored: it does not reach back. */
void score__reach_earlier(const score__expr *e, const score__batch *b, score__value *out);
void score__reach_stage(const score__expr *e, const score__batch *b, score__value *out);
/* out = working days after out up to and including `to`. */
void score__reach_workdays(const score__batch *b, const score__value *to, score__value *out);

/* Working days after the day a up to and including b, 0 when b < a. False when a year of these days has no list. */
bool score__calendar_count(const score__calendar *calendar, int32_t a, int32_t b, int64_t *out);
/* 0 = Monday */
int score__calendar_weekday(int32_t day);

#endif
