/* Exact fractions with 128-bit numerator and denominator (model §2). Operations return 0, or -1 when the exact
 * result does not fit: the caller then reports "too large". Results need not be in lowest terms: terms are reduced
 * only when a product would not fit, so the common case costs a few multiplications. den is always > 0. */
#ifndef SCORE__FRACTION_H
#define SCORE__FRACTION_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 score__i128;
__extension__ typedef unsigned __int128 score__u128;

typedef struct score__fraction {
  score__i128 num;
  score__i128 den;
} score__fraction;

static inline score__fraction score__fraction_make(int64_t num, int64_t den)
{
  return (score__fraction){.num = num, .den = den};
}

static inline bool score__i128_fits64(score__i128 v)
{
  return v == (score__i128)(int64_t)v;
}

static inline bool score__fraction_fits64(const score__fraction *a)
{
  return score__i128_fits64(a->num) && score__i128_fits64(a->den);
}

int score__fraction_add(score__fraction *out, const score__fraction *a, const score__fraction *b);
int score__fraction_sub(score__fraction *out, const score__fraction *a, const score__fraction *b);
int score__fraction_div_slow(score__fraction *out, const score__fraction *a, const score__fraction *b);
int score__fraction_mul_slow(score__fraction *out, const score__fraction *a, const score__fraction *b);
/* -1, 0 or 1; never fails. */
int score__fraction_cmp_slow(const score__fraction *a, const score__fraction *b);
/* The largest multiple of 1/den that is not above a, for a >= 0; -1 when it does not fit. den > 0. */
int score__fraction_floor(score__fraction *out, const score__fraction *a, int64_t den);
/* Lowest terms. */
void score__fraction_reduce(score__fraction *a);
/* Nearest multiple of grid_micro / 10^6, half away from zero, in millionths. -1 when beyond +-10^12. grid_micro > 0. */
int score__fraction_round_slow(int64_t *out_micro, const score__fraction *a, int64_t grid_micro);

static inline int score__fraction_mul(score__fraction *out, const score__fraction *a, const score__fraction *b)
{
  if (score__fraction_fits64(a) && score__fraction_fits64(b)) {
    out->num = a->num * b->num;
    out->den = a->den * b->den;
    return 0;
  }
  return score__fraction_mul_slow(out, a, b);
}

/* -1 also when b is 0. */
static inline int score__fraction_div(score__fraction *out, const score__fraction *a, const score__fraction *b)
{
  if (b->num > 0 && score__fraction_fits64(a) && score__fraction_fits64(b)) {
    score__fraction v = {a->num * b->den, a->den * b->num};
    *out = v;
    return 0;
  }
  return score__fraction_div_slow(out, a, b);
}

static inline int score__fraction_cmp(const score__fraction *a, const score__fraction *b)
{
  if (score__fraction_fits64(a) && score__fraction_fits64(b)) {
    score__i128 l = a->num * b->den, r = b->num * a->den;
    return (l > r) - (l < r);
  }
  return score__fraction_cmp_slow(a, b);
}

/* The same as score__fraction_round_slow, with one 64-bit division where everything is small. */
static inline int score__fraction_round(int64_t *out_micro, const score__fraction *a, int64_t grid_micro)
{
  const int64_t small = INT64_C(1) << 42; /* 2^42 * 10^6 < 2^62 */
  if (a->num >= 0 && a->num < small && a->den < small && grid_micro <= 1000000) {
    uint64_t n = (uint64_t)a->num * 1000000u, d = (uint64_t)a->den * (uint64_t)grid_micro;
    uint64_t q = n / d, r = n % d;
    q += (r >= d - r); /* half and more goes up; no overflow: r < d */
    if (q * (uint64_t)grid_micro > UINT64_C(1000000000000000000)) return -1;
    *out_micro = (int64_t)(q * (uint64_t)grid_micro);
    return 0;
  }
  return score__fraction_round_slow(out_micro, a, grid_micro);
}

#endif
