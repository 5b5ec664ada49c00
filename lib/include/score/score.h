/* libscore: exact, explainable scores for ward indicators. This header includes the others. */
#ifndef SCORE_SCORE_H
#define SCORE_SCORE_H

#include "score/criteria.h"
#include "score/data.h"
#include "score/document.h"
#include "score/error.h"
#include "score/result.h"
#include "score/store.h"
#include "score/version.h"

#endif
