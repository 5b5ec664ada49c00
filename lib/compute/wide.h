/* Whole numbers of 384 bits, for the exact rounding of a quotient or of its root: no binary fractions anywhere. */
#ifndef SCORE__WIDE_H
#define SCORE__WIDE_H

#include "base/fraction.h"

#define SCORE__WIDE_LIMBS 12

typedef struct score__wide {
  uint32_t limb[SCORE__WIDE_LIMBS]; /* least first */
} score__wide;

score__wide score__wide_make(score__u128 v);
/* What is beyond 384 bits is lost: the caller knows the sizes. */
score__wide score__wide_mul(const score__wide *a, score__u128 b);
int score__wide_cmp(const score__wide *a, const score__wide *b);
/* The whole number nearest to n / d, to sqrt(n / d), halves up; at most `top` (below 2^61). d > 0. 4 n and
 * (2 top)^2 d must have room. */
uint64_t score__wide_ratio(const score__wide *n, const score__wide *d, uint64_t top);
uint64_t score__wide_root(const score__wide *n, const score__wide *d, uint64_t top);

#endif
