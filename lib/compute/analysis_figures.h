/* What a set measures on the data of a period, over the units that are ranked. docs/analysis.md defines each figure. */
#ifndef SCORE__ANALYSIS_FIGURES_H
#define SCORE__ANALYSIS_FIGURES_H

#include "compute/correlation.h"
#include "model/scores.h"

/* What is said of a criterion, in the order in which it is worth talking about. */
enum {
  SCORE__ANALYSIS_ALL_MISSING, /* nobody has data */
  SCORE__ANALYSIS_ALL_MAX,     /* all units alike: at the maximum, */
  SCORE__ANALYSIS_ALL_ZERO,    /* at 0, */
  SCORE__ANALYSIS_ALL_EQUAL,   /* or between */
  SCORE__ANALYSIS_NEGATIVE,    /* goes against the total without it */
  SCORE__ANALYSIS_DOMINANT,    /* explains half of the variance of totals alone, and twice what it weighs */
  SCORE__ANALYSIS_MOVER,       /* leaving it out moves ranks at least twice as much as the average of its kind */
  SCORE__ANALYSIS_NEARLY_MAX,  /* at least 95 % of the units at the maximum, */
  SCORE__ANALYSIS_NEARLY_ZERO, /* at 0 */
  SCORE__ANALYSIS_NONE,
  SCORE__ANALYSIS_OUT /* fewer than two units have points of their own: not applicable, not due, or only the group's */
};

#define SCORE__ANALYSIS_NEARLY 95 /* percent of units */
#define SCORE__ANALYSIS_FEW    30 /* units: below, coefficients are but a hint */
#define SCORE__ANALYSIS_FIFTHS 5

typedef struct score__analysis_node {
  uint32_t node;
  bool is_group, is_total;
  uint8_t finding;
  size_t in; /* units with points of their own: scored, reported, missing, invalid; the others do not enter */
  size_t missing, invalid, not_applicable, not_due, covered;
  size_t at_max, at_zero;               /* of those in */
  size_t fifth[SCORE__ANALYSIS_FIFTHS]; /* of those in: share of the maximum from 0, 20, 40, 60, 80 % */
  int64_t quartile[5];                  /* least, lower quartile, median, upper quartile, greatest; where in > 0 */
  score__statistic mean, deviation;     /* points */
  score__statistic share;               /* mean of the maximum: 0..1 */
  score__statistic weight;              /* what the set says it weighs in the total: 0..1 */
  score__statistic with_total;          /* correlation with the total */
  score__statistic with_rest;           /* with the total without it */
  score__statistic of_ranks;            /* of its ranks with those of the total */
  score__statistic importance;       /* square of the first: share of the variance of totals that it explains alone */
  score__statistic importance_share; /* of the sum over the criteria, or over the groups at its depth */
  bool can_leave;                    /* there are totals without it: nowhere the group was given as a whole */
  size_t changed;                    /* units whose rank changes when it is left out */
  int64_t shift_sum;                 /* of all the places moved */
  score__statistic shift_mean;       /* per unit */
  int64_t shift_most;                /* new rank less old one, of who moves most; 0 = nobody moves */
  uint32_t shift_unit;               /* its position */
  score__statistic same_order;       /* correlation of the ranks with those without it */
} score__analysis_node;

typedef struct score__analysis {
  score__arena arena;
  const score_result *result;
  size_t ranked;      /* units analysed */
  uint32_t *position; /* [ranked] of these, in order of code */
  size_t count;       /* rows: the total, groups and criteria in order of what is to be said */
  score__analysis_node *node;
} score__analysis;

/* 0, SCORE_E_MEMORY, SCORE_E_INPUT for fewer than two ranked units; close it always. */
int score__analysis_open(score__analysis *a, const score_result *r, score_error *err);
/* How points spread, and nothing else: counts, quartiles, mean and share of each node, in the order of the set, findings
 * but for what compares nodes. A fraction of the time; any number of ranked units. Close it always. */
int score__analysis_spread(score__analysis *a, const score_result *r, score_error *err);
void score__analysis_close(score__analysis *a);

#endif
