/* What is well-formed and yet unlikely in the data of one period: a part above its whole, a jump against the period
 * before, evidence that is not there or has expired, units that have ended or are absent. Frames in, oddities out. */
#ifndef SCORE__PLAUSIBILITY_H
#define SCORE__PLAUSIBILITY_H

#include "model/frame.h"

enum {
  SCORE__ODD_EXCEEDS, /* `value` of measure is above `than` of the measure `other` */
  SCORE__ODD_ROSE,    /* `value` is more than the factor times `than`, the period before */
  SCORE__ODD_FELL,    /* `value` is less than its share of `than` */
  SCORE__ODD_ENDED,   /* the unit ended on day `than`; the unit `other` took over */
  SCORE__ODD_ABSENT,  /* the unit reported the period before, and this one not */
  SCORE__ODD_BARE,    /* neither source nor evidence, where a criterion asks for evidence */
  SCORE__ODD_EXPIRED, /* the evidence ends on day `value`, the period on day `than` */
  SCORE__ODDITIES
};

typedef struct score__oddity {
  uint8_t kind;
  uint32_t unit, measure, other;
  int64_t value, than; /* scaled as their measures */
} score__oddity;

typedef void (*score__oddity_fn)(void *context, const score__oddity *oddity);

/* What a set says of its measures, gathered once. */
typedef struct score__expectation {
  size_t pair_count, pair_cap;
  struct score__whole {
    uint32_t part, whole; /* never is the part above the whole */
  } * pair;
  uint8_t *proven; /* [measures] a criterion that reads it asks for evidence */
  bool failed;
} score__expectation; /* zero it */

/* 0 or -1. */
int score__expectation_of(score__expectation *out, const score_criteria *set);
void score__expectation_free(score__expectation *expectation);

/* Of what is said of one cell alone: SCORE__ODD_BARE, _EXPIRED. How many there are. */
size_t score__oddity_of_cell(const score__expectation *expects, const score_criteria *set, const score__observation *o,
                             score__oddity out[2]);

typedef struct score__survey { /* one period at one stage; all frames over the same units */
  const score_criteria *set;
  const score__units *units;
  const score__expectation *expects;
  const score__frame *brought; /* what is looked at: only this is told, not what was there before it */
  const score__frame *now;     /* the same with all that is known of the period */
  const score__frame *before;  /* the previous period of the same kind; NULL = none */
  int stage;
  int64_t jump_micro; /* 0 = off */
} score__survey;

/* All others: by kind, then measure, then unit. 0 or -1 memory. */
int score__survey_run(const score__survey *survey, score__oddity_fn tell, void *context);

#endif
