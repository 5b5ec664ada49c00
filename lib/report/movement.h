/* What moved between two results of one period: one of them a release, the other a release or data as they are. */
#ifndef SCORE__MOVEMENT_H
#define SCORE__MOVEMENT_H

#include "compute/amendment.h"
#include "score/document.h"

/* inputs = those found between the two. SCORE_E_USAGE for different sets or periods. */
int score__document_movement(score_document **out, const score_result *before, const score_result *after,
                             const score__amendments *inputs, int title, score_error *err);

#endif
