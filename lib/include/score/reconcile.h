/* Reconciliation: points computed from the data beside points given from outside, or one stage beside another, by unit
 * and node. */
#ifndef SCORE_RECONCILE_H
#define SCORE_RECONCILE_H

#include "score/document.h"
#include "score/result.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_reconciliation score_reconciliation;

/* How the two sides of a line stand to each other. Append-only. */
typedef enum score_agreement {
  SCORE_AGREE_EQUAL = 0,
  SCORE_AGREE_WITHIN = 1,  /* they differ by no more than the tolerance */
  SCORE_AGREE_OPEN = 2,    /* data are missing, and with them the first side may still become the second */
  SCORE_AGREE_DIFFERS = 3, /* a difference that somebody has to explain */
  SCORE_AGREE_FIRST = 4,   /* only the first side has points */
  SCORE_AGREE_SECOND = 5   /* only the second side has */
} score_agreement;
#define SCORE_AGREEMENTS 6

/* "equal", "within", "open", "differs", "first_only", "second_only": the same in every output and language. */
SCORE_API const char *score_agreement_string(score_agreement agreement);

/* What is computed at a stage (a result with score_eval_options.ignore_given) beside the points given at `given`.
 * Nodes without given points are no lines. tolerance_micro >= 0, in millionths of a point. The result and its data must
 * outlive it. SCORE_E_USAGE. */
SCORE_API int score_reconcile_given(score_reconciliation **out, const score_result *computed, score_stage given,
                                    int64_t tolerance_micro, score_error *err);
/* Two results of the same set, data and period at different stages: self beside verified. SCORE_E_USAGE when they are
 * of another set or period. */
SCORE_API int score_reconcile_results(score_reconciliation **out, const score_result *first, const score_result *second,
                                      int64_t tolerance_micro, score_error *err);
SCORE_API void score_reconciliation_free(score_reconciliation *reconciliation);

typedef struct score_reconcile_line {
  const char *unit;        /* code, borrowed */
  size_t node;             /* as in criteria.h */
  int64_t points_micro[2]; /* 0 where the side has none */
  score_outcome outcome[2];
  score_agreement agreement;
} score_reconcile_line;

/* By unit in order of code, then by node in document order. */
SCORE_API size_t score_reconciliation_lines(const score_reconciliation *reconciliation);
/* line below score_reconciliation_lines, else SCORE_E_USAGE. */
SCORE_API int score_reconciliation_line(score_reconcile_line *out, const score_reconciliation *reconciliation,
                                        size_t line);
/* How many lines agree in this way. */
SCORE_API size_t score_reconciliation_count(const score_reconciliation *reconciliation, score_agreement agreement);

/* Differences with the inputs behind them, sums by criterion, units. CSV: the differences. */
SCORE_API int score_document_reconciliation(score_document **out, const score_reconciliation *reconciliation,
                                            score_error *err);

#ifdef __cplusplus
}
#endif
#endif
