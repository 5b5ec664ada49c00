/* Evaluation of one period: points, outcomes, totals, grades, ranks. */
#ifndef SCORE_RESULT_H
#define SCORE_RESULT_H

#include "score/data.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum score_outcome {
  SCORE_SCORED = 0,
  SCORE_REPORTED = 1,
  SCORE_NOT_APPLICABLE = 2,
  SCORE_NOT_DUE = 3,
  SCORE_MISSING = 4,
  SCORE_INVALID = 5
} score_outcome;

/* "scored", "reported", "not_applicable", "not_due", "missing", "invalid": the same in every output and
 * language; "" for any other number. */
SCORE_API const char *score_outcome_string(score_outcome outcome);

typedef struct score_result score_result;

typedef struct score_eval_options {
  /* NULL = the only one present; the latest, where the set reads earlier periods; else SCORE_E_USAGE */
  const char *period;
  score_stage stage; /* SCORE_STAGE_NONE = the only one present, else SCORE_E_USAGE */
  int ignore_given; /* 1 = points given from outside are left aside: everything is computed; without a stage, the highest that has data is taken */
  int fallback;     /* 1 = per criterion, the highest lower stage where it is decided */
  /* "kind:phuong,parent:75", NULL = all; names are kind, parent, province, unit and the columns of the unit list; terms
   * of one name are alternatives, different names must all hold. Units outside are neither scored nor ranked, but
   * stay in the cohorts of the set: a scope never moves points. */
  const char *scope;
  int live; /* 1 = there is a release of the period and this is not it: every document says so */
} score_eval_options;

/* options may be NULL: the only period, the only stage, all units. Findings, warnings all but where a check of the set
 * says error: given points that differ from computed ones, contradictory data, checks of the set that a unit does not
 * meet, a set out of force in the period, no unit list or a unit that it does not have then, a stage without data. The
 * numbers of a result stay what they are, whatever becomes of the data; but the data must outlive it, and what
 * document.h makes of it reads them: make documents before the data are changed. SCORE_E_USAGE: several periods or
 * stages and none chosen, a period, stage or scope that is none; SCORE_E_NOT_FOUND: no such period, nobody in scope;
 * SCORE_E_INPUT: no data at all. */
SCORE_API int score_evaluate(score_result **out, const score_data *data, const score_eval_options *options,
                             score_findings *findings, score_error *err);
SCORE_API void score_result_free(score_result *result);

/* "2026-Q3"; borrowed. */
SCORE_API const char *score_result_period(const score_result *result);
SCORE_API score_stage score_result_stage(const score_result *result);
/* Units scored, in order of code. */
SCORE_API size_t score_result_units(const score_result *result);
SCORE_API const char *score_result_unit_code(const score_result *result, size_t unit);
/* Code of the unit it belongs to at the period's end, as the unit list says it; "" when it says none. Borrowed; NULL past
 * the end. */
SCORE_API const char *score_result_unit_parent(const score_result *result, size_t unit);
/* SIZE_MAX when the unit is not in the result. */
SCORE_API size_t score_result_find(const score_result *result, const char *code);
/* 1 = the period holds nothing but what other periods read of it, as "prev(x)" does: it was not scored for its own sake. */
SCORE_API int score_result_is_background(const score_result *result);

typedef struct score_node_result {
  int64_t points_micro; /* printed points in millionths; meaningful for scored and reported, else 0 */
  int64_t max_micro;    /* the maximum that stays in the denominator; 0 when out of it */
  score_outcome outcome;
  score_stage stage; /* where its input or its given points came from */
  int met;           /* the condition held, or the exact fraction was 1 */
  int covered;       /* reported, but only with a node above it: there are no points of its own */
} score_node_result;

/* unit below score_result_units, node as in criteria.h (node 0 is the total); else SCORE_E_USAGE. */
SCORE_API int score_result_node(score_node_result *out, const score_result *result, size_t unit, size_t node);

typedef struct score_total_result {
  int64_t points_micro;
  int64_t max_micro;             /* what stays in the denominator, without bonus */
  int64_t basis_micro;           /* what rank, grade and target read: points, or percent points */
  int64_t low_micro, high_micro; /* interval of the basis: as printed; all missing and invalid at their best */
  int32_t scored, reported, not_applicable, not_due, missing, invalid;
  int32_t met, applicable;    /* share_met: "80/80" */
  int32_t grade;              /* index from the top, -1 = none declared or none reached */
  int64_t completeness_micro; /* share of the applicable maximum that is scored or reported, 0..1000000 */
  int32_t rank;               /* 1-based; 0 = not ranked (below the completeness threshold) */
  int32_t tied;               /* 1 = shares its rank */
  int32_t decided;            /* 1 = only a given decision sets it apart from a unit beside it */
} score_total_result;

/* unit below score_result_units, else SCORE_E_USAGE. */
SCORE_API int score_result_total(score_total_result *out, const score_result *result, size_t unit);

#ifdef __cplusplus
}
#endif
#endif
