/* libscore: exact, explainable scores for ward indicators. This header includes the others.
 *
 * In all of them: what a function makes through `out` belongs to the caller, who frees it with the function of its kind
 * (NULL is allowed there); on failure *out is NULL. What a function returns as a pointer is borrowed. `err` and
 * `findings` may be NULL, every other pointer only where it is said; options may be zero but for their `stage`: 0 is
 * SCORE_STAGE_SELF. Any fallible function may also return SCORE_E_MEMORY. Text is UTF-8. An index past the end gives
 * NULL, 0 or SCORE_E_USAGE. */
#ifndef SCORE_SCORE_H
#define SCORE_SCORE_H

#include "score/analysis.h"
#include "score/arrivals.h"
#include "score/criteria.h"
#include "score/data.h"
#include "score/difference.h"
#include "score/document.h"
#include "score/error.h"
#include "score/history.h"
#include "score/impact.h"
#include "score/map.h"
#include "score/office.h"
#include "score/plan.h"
#include "score/publication.h"
#include "score/reconcile.h"
#include "score/release.h"
#include "score/reports.h"
#include "score/result.h"
#include "score/signature.h"
#include "score/store.h"
#include "score/template.h"
#include "score/trend.h"
#include "score/uncertainty.h"
#include "score/version.h"
#include "score/what_if.h"

#endif
