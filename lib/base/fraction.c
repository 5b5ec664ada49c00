/* 64-bit operands take one multiplication each. What is larger goes through magnitudes and 256-bit products, so that
 * an operation fails only when its result in lowest terms has no room. Products are checked by division: for checked
 * 128-bit multiplication clang wants a runtime function that is not always linked. */
#include "base/fraction.h"

#define LARGEST   (~(score__u128)0 >> 1)       /* of a numerator or denominator in a result, either sign */
#define MAX_MICRO INT64_C(1000000000000000000) /* 10^12 in millionths */

typedef struct magnitudes {
  bool negative;
  score__u128 num, den; /* at most 2^127 */
} magnitudes;

typedef struct wide {
  score__u128 high, low;
} wide;

static score__u128 magnitude(score__i128 v)
{
  return v < 0 ? 0 - (score__u128)v : (score__u128)v;
}

static int trailing_zeros(score__u128 v)
{
  uint64_t low = (uint64_t)v;
  return low ? __builtin_ctzll(low) : 64 + __builtin_ctzll((uint64_t)(v >> 64));
}

static uint64_t gcd_odd64(uint64_t odd, uint64_t b)
{
  while (b) {
    b >>= __builtin_ctzll(b);
    if (odd > b) {
      uint64_t t = odd;
      odd = b;
      b = t;
    }
    b -= odd;
  }
  return odd;
}

/* Binary; gcd(0, b) = b. */
static score__u128 gcd(score__u128 a, score__u128 b)
{
  if (a == 0) return b;
  if (b == 0) return a;
  int shift = trailing_zeros(a | b);
  a >>= trailing_zeros(a);
  do {
    if (((a | b) >> 64) == 0) return (score__u128)gcd_odd64((uint64_t)a, (uint64_t)b) << shift;
    b >>= trailing_zeros(b);
    if (a > b) {
      score__u128 t = a;
      a = b;
      b = t;
    }
    b -= a;
  } while (b);
  return a << shift;
}

static wide wide_mul(score__u128 a, score__u128 b)
{
  score__u128 a1 = a >> 64, a0 = (uint64_t)a, b1 = b >> 64, b0 = (uint64_t)b;
  score__u128 low = a0 * b0, mid = a1 * b0 + (low >> 64), cross = a0 * b1 + (uint64_t)mid;
  return (wide){.high = a1 * b1 + (mid >> 64) + (cross >> 64), .low = (cross << 64) | (uint64_t)low};
}

static int wide_cmp(wide a, wide b)
{
  if (a.high != b.high) return a.high > b.high ? 1 : -1;
  return (a.low > b.low) - (a.low < b.low);
}

static wide wide_add(wide a, wide b) /* below 2^256 */
{
  wide v = {a.high + b.high, a.low + b.low};
  v.high += v.low < a.low;
  return v;
}

static wide wide_sub(wide a, wide b) /* a >= b */
{
  return (wide){a.high - b.high - (a.low < b.low), a.low - b.low};
}

/* divisor at most 2^127. */
static wide wide_div(wide a, score__u128 divisor, score__u128 *rest)
{
  if (a.high == 0) {
    *rest = a.low % divisor;
    return (wide){0, a.low / divisor};
  }
  wide q = {a.high / divisor, 0};
  score__u128 r = a.high % divisor;
  for (int i = 127; i >= 0; i--) {
    r = (r << 1) | ((a.low >> i) & 1);
    if (r >= divisor) {
      r -= divisor;
      q.low |= (score__u128)1 << i;
    }
  }
  *rest = r;
  return q;
}

static void divide_out(score__u128 *a, score__u128 *b)
{
  score__u128 g = gcd(*a, *b);
  if (g > 1) {
    *a /= g;
    *b /= g;
  }
}

static magnitudes open_up(const score__fraction *a)
{
  return (magnitudes){.negative = a->num < 0, .num = magnitude(a->num), .den = magnitude(a->den)};
}

static int checked_mul(score__u128 *out, score__u128 a, score__u128 b)
{
  if (((a | b) >> 63) != 0 && a != 0 && b > LARGEST / a) return -1;
  *out = a * b;
  return 0;
}

static int close_up(score__fraction *out, bool negative, score__u128 num, score__u128 den)
{
  if (num > LARGEST || den > LARGEST) return -1;
  *out = (score__fraction){.num = negative ? -(score__i128)num : (score__i128)num, .den = (score__i128)den};
  return 0;
}

static int multiply(score__fraction *out, magnitudes l, magnitudes r)
{
  score__u128 num, den;
  if (checked_mul(&num, l.num, r.num) != 0 || checked_mul(&den, l.den, r.den) != 0 || (num | den) > LARGEST) {
    divide_out(&l.num, &l.den);
    divide_out(&r.num, &r.den);
    divide_out(&l.num, &r.den);
    divide_out(&r.num, &l.den);
    if (checked_mul(&num, l.num, r.num) != 0 || checked_mul(&den, l.den, r.den) != 0) return -1;
  }
  return close_up(out, l.negative != r.negative, num, den);
}

int score__fraction_mul_slow(score__fraction *out, const score__fraction *a, const score__fraction *b)
{
  return multiply(out, open_up(a), open_up(b));
}

int score__fraction_div_slow(score__fraction *out, const score__fraction *a, const score__fraction *b)
{
  if (b->num == 0) return -1;
  magnitudes l = open_up(a), r = open_up(b);
  return multiply(out, l, (magnitudes){.negative = r.negative, .num = r.den, .den = r.num});
}

/* Over the least common denominator, in 256 bits. The sum can share with it only factors of the denominators' gcd. */
static int add_magnitudes(score__fraction *out, magnitudes l, magnitudes r)
{
  divide_out(&l.num, &l.den);
  divide_out(&r.num, &r.den);
  score__u128 g = gcd(l.den, r.den), rest;
  wide x = wide_mul(l.num, r.den / g), y = wide_mul(r.num, l.den / g), sum;
  bool negative = l.negative;
  if (l.negative == r.negative) {
    sum = wide_add(x, y);
  } else if (wide_cmp(x, y) >= 0) {
    sum = wide_sub(x, y);
  } else {
    sum = wide_sub(y, x);
    negative = r.negative;
  }
  (void)wide_div(sum, g, &rest);
  score__u128 h = gcd(rest, g), den;
  sum = wide_div(sum, h, &rest);
  if (sum.high != 0 || checked_mul(&den, l.den / g, r.den / h) != 0) return -1;
  return close_up(out, negative && sum.low != 0, sum.low, den);
}

int score__fraction_add(score__fraction *out, const score__fraction *a, const score__fraction *b)
{
  if (score__fraction_fits64(a) && score__fraction_fits64(b)) {
    /* No overflow: both products are below 2^126 in magnitude. */
    *out = a->den == b->den ? (score__fraction){a->num + b->num, a->den}
                            : (score__fraction){a->num * b->den + b->num * a->den, a->den * b->den};
    return 0;
  }
  return add_magnitudes(out, open_up(a), open_up(b));
}

int score__fraction_sub(score__fraction *out, const score__fraction *a, const score__fraction *b)
{
  if (score__fraction_fits64(a) && score__fraction_fits64(b)) {
    *out = a->den == b->den ? (score__fraction){a->num - b->num, a->den}
                            : (score__fraction){a->num * b->den - b->num * a->den, a->den * b->den};
    return 0;
  }
  magnitudes r = open_up(b);
  r.negative = !r.negative;
  return add_magnitudes(out, open_up(a), r);
}

int score__fraction_cmp_slow(const score__fraction *a, const score__fraction *b)
{
  magnitudes l = open_up(a), r = open_up(b);
  if (l.negative != r.negative) return l.negative ? -1 : 1;
  int order = wide_cmp(wide_mul(l.num, r.den), wide_mul(r.num, l.den));
  return l.negative ? -order : order;
}

void score__fraction_reduce(score__fraction *a)
{
  magnitudes m = open_up(a);
  divide_out(&m.num, &m.den);
  a->num = m.negative ? (score__i128)(0 - m.num) : (score__i128)m.num;
  a->den = (score__i128)m.den;
}

int score__fraction_floor(score__fraction *out, const score__fraction *a, int64_t den)
{
  score__u128 rest;
  wide units = wide_div(wide_mul(magnitude(a->num), (score__u128)den), (score__u128)a->den, &rest);
  if (a->num < 0 || units.high != 0) return -1;
  return close_up(out, false, units.low, (score__u128)den);
}

int score__fraction_round_slow(int64_t *out_micro, const score__fraction *a, int64_t grid_micro)
{
  magnitudes m = open_up(a);
  score__u128 rest;
  wide micro = wide_div(wide_mul(m.num, 1000000), m.den, &rest);
  /* Half a grid above the limit may still round down to it; what is far beyond stops here. */
  if (micro.high != 0 || micro.low > (score__u128)MAX_MICRO + (score__u128)grid_micro) return -1;
  score__u128 grid = (score__u128)grid_micro, steps = micro.low / grid, over = 2 * (micro.low % grid);
  /* Away from zero from half a step on; the exact value lies rest / den millionths above `micro`. */
  if (over >= grid || (over == grid - 1 && rest >= m.den - rest)) steps++;
  if (steps * grid > (score__u128)MAX_MICRO) return -1;
  int64_t rounded = (int64_t)(steps * grid);
  *out_micro = m.negative ? -rounded : rounded;
  return 0;
}
