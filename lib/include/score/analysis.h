/* What a set of criteria measures on real data: which criteria tell units apart, how each goes with the total, what each
 * does to the ranks. Statistics are estimates for people, scores stay what they are. */
#ifndef SCORE_ANALYSIS_H
#define SCORE_ANALYSIS_H

#include "score/document.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Needs at least two ranked units: SCORE_E_INPUT. */
SCORE_API int score_document_analysis(score_document **out, const score_result *result, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
