/* The least effort for a gain that is wanted, by prices: whatever is asked for the gain of each criterion, no plan costs
 * less than what its gain is worth less what its steps are worth more than they cost. */
#ifndef SCORE__PLAN_PRICE_H
#define SCORE__PLAN_PRICE_H

#include <stddef.h>

#include "base/fraction.h"

#define SCORE__PRICE_POINT INT64_C(1000000000000000) /* gains are counted in so many parts of a point */

typedef struct score__price_slope {
  uint32_t lever;
  score__i128 gain; /* of one step, at most */
} score__price_slope;

typedef struct score__price_term { /* a criterion: gains at most room, and slack + the sum over its levers */
  score__i128 room, slack;
  size_t count;
  score__price_slope *slope;
  int32_t cut; /* scratch: how much of the price of a point is asked for its room instead, of SCORE__PRICE_CUTS */
} score__price_term;

#define SCORE__PRICE_CUTS 65536

typedef struct score__price {
  size_t terms, levers;
  score__price_term *term;
  const int64_t *effort, *most; /* [levers] */
  score__i128 *worth;           /* [levers] scratch */
  score__i128 wanted;           /* gain */
} score__price;

/* In millionths; 0 where it cannot be told. */
int64_t score__price_least(score__price *price);

#endif
