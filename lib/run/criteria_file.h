/* One definition file, with or without the review of its author's care. */
#ifndef SCORE__CRITERIA_FILE_H
#define SCORE__CRITERIA_FILE_H

#include <stdbool.h>

#include "score/criteria.h"

int score__criteria_read(score_criteria **out, const char *path, bool review, score_findings *findings,
                         score_error *err);

#endif
