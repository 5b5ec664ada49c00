/* Values that come one by one. */
#ifndef SCORE__ENTRY_H
#define SCORE__ENTRY_H

#include "model/frame.h"

/* Why an observation could not be put in place: too many periods, or memory. */
int score__data_fail_observe(const score_data *data, const score__observation *o, score_error *err);

#endif
