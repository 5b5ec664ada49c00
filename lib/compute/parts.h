/* What a group adds up, for one unit: shared by groups and the total. */
#ifndef SCORE__PARTS_H
#define SCORE__PARTS_H

#include "compute/engine.h"

typedef struct score__parts {
  size_t left;                   /* parts that count */
  size_t told, missing, invalid; /* of these, with a maximum: scored or reported; lacking */
  int64_t sum, highest;          /* rounded points of them, millionths */
  int64_t in_max, out_max;       /* maxima that count, and that do not */
  score__fraction in_exact;      /* in_max where it is a mean, before it is cut to millionths; den 0 = in_max itself */
  int64_t reach;                 /* highest maximum of a part that counts: all that is in where only one counts */
  int64_t kept_max;              /* maximum of the group that stays in the denominator */
  int64_t met, not_due;
  int64_t split_max, split_n;
  int64_t rescale_max, rescale_to; /* maxima to be rescaled for; what the sum is rescaled to */
  score__fraction split_share, split_line;
  int64_t split_cut;     /* how often split_share was cut to SCORE__PARTS_FINEST, where the exact sum has no room */
  score__fraction slack; /* exact lies at most so far below the true points */
  score__fraction plain; /* points before the line of step 11 */
  score__fraction exact; /* points after it, before clamp and rounding */
  bool open;             /* some part may be better than printed */
  bool gone;             /* some part left the maximum */
  bool split, rescale, overflow;
} score__parts;

/* Whether a node of this outcome is out of numerator and denominator. */
bool score__parts_leaves(const score__node *node, uint8_t outcome);
/* high = missing and invalid parts at their best. Parts of another kind (bonus, penalty) are left out. */
void score__parts_of(const score_result *r, uint32_t group, size_t position, bool high, score__parts *out);
/* Sums of the parts of the units from .. from + count, column by column. */
typedef struct score__sums {
  size_t parts;
  int64_t points[SCORE__BATCH_UNITS], high[SCORE__BATCH_UNITS], max[SCORE__BATCH_UNITS];
  uint8_t told[SCORE__BATCH_UNITS]; /* some part is scored or reported */
  uint8_t odd[SCORE__BATCH_UNITS];  /* some part does not count in full: score__parts_of tells */
} score__sums;

/* False where a group does more than add up. */
bool score__parts_add(const score_result *r, uint32_t group, size_t from, size_t count, score__sums *out);
/* The same for a sum in millionths as score__parts_round for parts that all count. */
int64_t score__parts_round_sum(const score__node *group, int64_t sum);
#define SCORE__PARTS_FINEST INT64_C(1000000000000000000)

/* False where the points left 128 bits and cannot be told: "too large". */
bool score__parts_known(const score__node *group, const score__parts *parts);
/* Steps 12 and 13. */
int64_t score__parts_round(const score__node *group, const score__parts *parts);
/* Steps 10 and 11. */
void score__parts_trace(score__trace *trace, const score__node *group, const score__parts *parts);

#endif
