/* A batch: the slice of a frame a rule is evaluated on, with scratch columns and, for explain, a recorder. */
#ifndef SCORE__BATCH_H
#define SCORE__BATCH_H

#include "model/expression.h"
#include "model/frame.h"
#include "model/trace.h"
#include "score/result.h"

#define SCORE__BATCH_UNITS 128

typedef struct score__batch {
  const score_criteria *set;
  const score__frame *frame;
  const score__layer *layer;
  int stage;                          /* of the layer */
  const score__frame *const *earlier; /* [earlier values of the set]; an entry NULL = no such period */
  const uint32_t *unit;               /* [all] units of the evaluation, indices into data->units */
  bool contiguous;                    /* unit[i] == unit[0] + i */
  size_t from, count;                 /* slice, in positions of the evaluation */
  uint32_t *const *attribute;         /* [attributes][position] interned ids as of the period's end */
  uint32_t *const *parent_attribute;
  const score__units *units;
  const struct score__node_column *node;      /* [nodes] results so far, by position */
  const struct score__cohort_column *cohort;  /* [cohort statistics], by position */
  const struct score__child_column *children; /* [statistics over children], by position */
  score__value *scratch;                      /* stack of columns */
  size_t scratch_used, scratch_columns;
  bool at_best;        /* rules take what is blank at its best; else at its worst */
  score__trace *trace; /* NULL = do not record; with a trace count is 1 */
} score__batch;

/* Takes a scratch column of SCORE__BATCH_UNITS values; give it back in reverse order. NULL never: the compiler of
 * expressions bounds the depth. */
static inline score__value *score__batch_push(score__batch *b)
{
  return b->scratch + SCORE__BATCH_UNITS * b->scratch_used++;
}
static inline void score__batch_pop(score__batch *b)
{
  b->scratch_used--;
}

/* Points of a node over all positions. */
typedef struct score__node_column {
  int64_t *points_micro; /* rounded; 0 unless scored or reported */
  int64_t *max_micro;    /* what stays in the denominator */
  uint8_t *outcome;      /* score_outcome */
  uint8_t *flags;        /* SCORE__FLAG_* */
  uint8_t *stage;
  int64_t *high_micro;    /* at best, for missing and invalid */
  score__fraction *share; /* exact points / max before rounding; only where a split needs it, else NULL */
} score__node_column;

enum {
  SCORE__FLAG_MET = 1,
  SCORE__FLAG_COVERED = 2,       /* below a node whose points were given */
  SCORE__FLAG_CAPPED = 4,        /* a cap_when was in force */
  SCORE__FLAG_CAP_UNDECIDED = 8, /* in force only because it cannot be decided */
  SCORE__FLAG_OVERRIDDEN = 16,   /* given points replaced computed ones */
  SCORE__FLAG_DIFFERS = 32,      /* given points stand beside different computed ones */
  SCORE__FLAG_CONTRADICTED = 64  /* something in it is contradictory, and counted as the worst case */
};

typedef struct score__cohort_column {
  score__value *value; /* by position */
  uint32_t *n;         /* units that entered */
  uint8_t *given;      /* 1 + the stage at which it was given on the parent's row, 0 = computed; NULL = nowhere given */
} score__cohort_column;

typedef struct score__child_column {
  score__value *value; /* by position */
  uint32_t *n;         /* children */
  uint32_t *blank;     /* of these, undecided or contradictory */
} score__child_column;

#endif
