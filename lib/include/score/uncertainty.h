/* How sure a rank is (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 7): missing data at their best
 * and worst, weights perturbed, one record of error. Estimates, equal on every machine: integer arithmetic and a
 * generator of integers. */
#ifndef SCORE_UNCERTAINTY_H
#define SCORE_UNCERTAINTY_H

#include "score/document.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum score_weight_level { SCORE_WEIGHT_CRITERIA = 0, SCORE_WEIGHT_GROUPS = 1 } score_weight_level;

typedef struct score_uncertainty_options {
  uint32_t draws; /* of weights; 0 = none are perturbed */
  uint64_t seed;
  int64_t perturb_micro; /* weights within 1 +- this share, below 1,000,000; 100,000 = 10 % */
  score_weight_level level;
  int record; /* 1 = one record of error in one input at a time */
} score_uncertainty_options;

typedef struct score_uncertainty score_uncertainty;

#define SCORE_DRAWS_MAX 100000u

/* How many evaluations of one unit `record` takes: a millisecond is some hundred of them. */
SCORE_API uint64_t score_uncertainty_effort(const score_result *result);

/* Every ranked unit of a result. options NULL: missing data only. `result` must outlive it, and what a document makes of
 * it is made before the data are changed. SCORE_E_USAGE: more than SCORE_DRAWS_MAX draws, or a share that is none;
 * SCORE_E_LIMIT: points too large to be perturbed; SCORE_E_MEMORY. */
SCORE_API int score_uncertainty_new(score_uncertainty **out, const score_result *result,
                                    const score_uncertainty_options *options, score_error *err);
SCORE_API void score_uncertainty_free(score_uncertainty *uncertainty);

typedef struct score_rank_interval {
  int32_t best, worst; /* all three together, with low and high of the weights; 0 = the unit is not ranked */
  int32_t missing_best, missing_worst;
  int32_t weights_best, weights_worst; /* over all draws and the declared weights; 0 = no draws */
  int32_t weights_low, weights_high;   /* 5 % and 95 % of the draws */
  int32_t weights_median;
  int32_t record_best, record_worst; /* 0 = not asked for */
} score_rank_interval;

/* unit below score_result_units, else SCORE_E_USAGE. */
SCORE_API int score_uncertainty_rank(score_rank_interval *out, const score_uncertainty *uncertainty, size_t unit);
/* In how many of the draws, in millionths, `first` stands above `second`; equal totals count half. Units as in the result;
 * SCORE_E_USAGE without draws, or for units that are not ranked. */
SCORE_API int score_uncertainty_above(int64_t *share_micro, const score_uncertainty *uncertainty, size_t first,
                                      size_t second);

#ifdef __cplusplus
}
#endif
#endif
