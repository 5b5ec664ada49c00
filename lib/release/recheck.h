/* A release against the evaluation of its own data. */
#ifndef SCORE__RECHECK_H
#define SCORE__RECHECK_H

#include "release/frozen.h"

/* again: evaluated from release->data. Every difference is an error finding; SCORE_E_INPUT when there is any. */
int score__recheck(const score_release *release, const score_result *again, score_findings *findings, score_error *err);

#endif
