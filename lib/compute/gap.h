/* Model §8: what one unit lost, who could move it, and what whole changes of its inputs and of its levers bring back.
 * The arithmetic only; every hypothetical figure is the engine's own on the changed data. */
#ifndef SCORE__GAP_H
#define SCORE__GAP_H

#include "compute/lever.h"

#define SCORE__GAP_MOVERS       4u /* SCORE__MOVER_* */
#define SCORE__GAP_MOVER(mover) (1u << (mover))
#define SCORE__GAP_EVERYBODY    0xFu

typedef struct score__gap_range {
  int64_t low, high;
} score__gap_range;

/* Where points are lost: a criterion, or a group whose points were given as one. */
typedef struct score__gap_line {
  uint32_t node;
  int64_t lost;       /* of the total, where groups only add up; exact under share_met */
  int64_t movable;    /* the most of it that anybody can move */
  int64_t for_data;   /* of lost: for want of data alone */
  int64_t for_faults; /* of lost: because the data contradict one another */
} score__gap_line;

typedef struct score__gap_move {
  int64_t steps; /* whole; 0 = no number of steps leads there */
  int64_t to;    /* where they bring the first input, scaled as it */
  int64_t gain;  /* printed points */
} score__gap_move;

/* What one input of one criterion, or one lever, can do by itself. */
typedef struct score__gap_course {
  const score__lever *lever;
  uint32_t node; /* the criterion whose points are gained; 0 = the total's basis */
  int64_t most;  /* steps that the data allow */
  bool blank;    /* to be reported first: nothing else is known */
  bool shrinks;  /* it takes away from what others are a part of: no work, but arithmetic */
  bool full;     /* `best` is all there is to gain */
  bool has_rate;
  score__fraction rate;         /* exact points of the first step, before rounding */
  score__gap_move one;          /* the first step */
  score__gap_move next;         /* the next printed step of the points, however small */
  score__gap_move tenth, point; /* 0.1 and 1 more before any rounding, and so printed as well */
  score__gap_move best;         /* the fewest steps that bring the most */
} score__gap_course;

typedef struct score__gap {
  const score_result *result;
  size_t position;
  bool counts_met; /* the total counts what is met */
  int64_t lost;    /* of the total: what stays of its maximum less its points */
  int64_t told;    /* the sum of all lines */
  size_t line_count, input_count, lever_count;
  score__gap_line *line;    /* most to be gained first */
  score__gap_course *input; /* in order of lines */
  score__gap_course *lever; /* most to be gained first */
  bool declared;            /* levers are the set's */
  bool partly;              /* inputs that enter statistics of many units were not all followed */
  int64_t spent;            /* evaluations of units for such inputs */
  int64_t scanned;          /* evaluations of criteria in steps gone through one by one */
  score__trial trial;
  score__levers levers;
  score__arena arena;
} score__gap;

/* 0 or SCORE_E_MEMORY. The result must outlive it. */
int score__gap_open(score__gap *gap, const score_result *result, size_t position);
void score__gap_close(score__gap *gap);

/* How much of a line is lost by those of `movers` (bits): exact where one mover has the criterion or all of the group, else
 * between what the others' maxima leave and their own maxima. */
score__gap_range score__gap_split(const score__gap *gap, const score__gap_line *line, unsigned movers);
/* The same of all lines below a node; 0 = of all. */
score__gap_range score__gap_split_below(const score__gap *gap, uint32_t node, unsigned movers);
/* The same where every group given as a whole lost what units of the same parent with components lost in it; *units =
 * how many such units there are, 0 = none, and then the same as above. */
score__gap_range score__gap_split_likely(const score__gap *gap, unsigned movers, size_t *units);
/* What a node of its own lost: maximum that stays less points; a deduction; the lines below it where only met counts. */
int64_t score__gap_of(const score__gap *gap, uint32_t node);
/* Whether the lines below a node come to just what it lost. */
bool score__gap_adds_up(const score__gap *gap, uint32_t node);
/* Who moves a line: SCORE__MOVER_*, or SIZE_MAX where several do. */
size_t score__gap_mover(const score__gap *gap, const score__gap_line *line);
/* What one criterion that is met adds to the node that counts it, UINT32_MAX = none. */
uint32_t score__gap_counted_by(const score_result *r, uint32_t node);
int64_t score__gap_share(const score_result *r, uint32_t counting, size_t position);
/* Whether it counts a criterion: one that is met; a deduction also where it is not known. */
bool score__gap_counts(const score_result *r, uint32_t node, size_t position);

/* ---- beside others ---- */

/* Of a node's points among the ranked units of the result that have it; the total: of its basis. */
typedef struct score__gap_cohort {
  size_t n;
  int64_t median; /* the middle one, or the mean of the two in the middle, exact but for half a millionth */
  int64_t best;
} score__gap_cohort;

/* values = room for one of each unit. */
void score__gap_cohort_of(score__gap_cohort *out, const score_result *r, uint32_t node, int64_t *values);

/* ---- inside ---- */

/* Inputs and levers; 0 or SCORE_E_MEMORY. */
int score__gap_courses(score__gap *gap);
/* Fills a course whose lever and node are set; most = steps that the data allow, below 0: to be found. 0 or
 * SCORE_E_MEMORY. */
int score__gap_follow(score__gap *gap, score__gap_course *course, int64_t most);
/* Puts a move of a course into gap->trial, to read off what it changes; 0 or SCORE_E_MEMORY. */
int score__gap_put(score__gap *gap, const score__gap_course *course, const score__gap_move *move);

#endif
