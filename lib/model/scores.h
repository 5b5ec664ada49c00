/* Result of an evaluation, in columns: one node column per node over the units evaluated, totals beside them. It
 * borrows the data and the set, which must outlive it. */
#ifndef SCORE__SCORES_H
#define SCORE__SCORES_H

#include "model/batch.h"

/* How given points of a node meet the data of a unit. */
enum {
  SCORE__GIVEN_NONE,
  SCORE__GIVEN_STANDS,    /* no own input at that stage: they are the points */
  SCORE__GIVEN_OVERRIDES, /* with a reason at verified or published */
  SCORE__GIVEN_COMPARED   /* the computed points stand */
};

typedef struct score__given_column {
  uint8_t *use; /* SCORE__GIVEN_*, by position; NULL = no given points for this node */
  uint8_t *stage;
  int64_t *micro;
} score__given_column;

/* One input of one unit that is supposed to be another than the data say; values as in a frame. */
typedef struct score__supposed {
  bool given;       /* points of node `column` instead of measure `column` */
  bool only_beside; /* given points that the unit's own inputs leave without effect */
  uint8_t stage, was_state, state;
  uint32_t column;
  int64_t was, value;
} score__supposed;

typedef struct score__supposition {
  uint32_t unit;
  size_t count;
  score__supposed *item;
} score__supposition;

struct score_result {
  score__arena arena;
  const score_data *data;
  const score_criteria *set;
  const score__frame *frame;
  const char *scope; /* as asked for, "" = everybody */
  uint8_t *in_scope; /* [units of the data] 1 = the scope holds it, with data or without; NULL = everybody */
  int stage;         /* evaluated stage */
  bool fallback;
  bool ignores_given;                       /* points given from outside are left aside */
  bool live;                                /* the period was released, and this is not the release */
  const struct score_release_head *release; /* this is the release; NULL = it was computed from data */
  int64_t pending;                          /* values corrected after the release */
  const score__supposition *supposed;       /* computed from data that are supposed; NULL = from those there are */
  size_t count;                             /* units evaluated: those in scope */
  size_t all;                               /* with those out of scope behind them: only cohort statistics know these */
  uint32_t *unit;                           /* [all] by position: in scope in order of code, then the others */
  bool contiguous;
  uint32_t **attribute, **parent_attribute;     /* [attributes of the set][position] */
  score__node_column *node;                     /* [nodes] */
  score__given_column *given;                   /* [nodes]; NULL when the frame has none */
  score__cohort_column *cohort[SCORE__STAGES];  /* [cohort statistics] per stage in use */
  score__child_column *children[SCORE__STAGES]; /* [statistics over children] per stage in use */
  const score__frame **earlier;                 /* [earlier values of the set]; an entry NULL = no such period */
  bool synthetic;                               /* the period's data or the earlier ones are made up */
  score_total_result *total;                    /* by position */
  int64_t *without_bonus_micro;                 /* basis without bonus groups, by position */
  score__value *scratch;
  uint32_t *by_rank; /* positions, best first, not ranked last */
};

#endif
