/* Correlation is left as it is by a shift and by a common factor, so the numbers are first made small: less the least,
 * over the greatest common divisor. Then with integers
 *   r = (n Sxy - Sx Sy) / sqrt((n Sxx - Sx^2) (n Syy - Sy^2)),
 * and what is rounded is the root of an exact fraction. K. Pearson, "Note on regression and inheritance", Proc. Royal
 * Society 58 (1895); of ranks, ties at the mean of their places: C. Spearman, Am. J. Psychology 15 (1904).
 * Worked: x 1, 2, 3 and y 1, 3, 2 less their least, 0 1 2 and 0 2 1: n Sxy - Sx Sy = 3 x 4 - 3 x 3 = 3,
 * both others 3 x 5 - 9 = 6: r = 3 / 6 = 0.5. */
#include "compute/correlation.h"

#include <stdlib.h>

#include "base/limits.h"
#include "compute/wide.h"

typedef struct frame { /* x as least + unit x small whole numbers */
  int64_t least;
  uint64_t unit;
} frame;

static uint64_t divisor(uint64_t a, uint64_t b)
{
  while (b) {
    const uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static frame frame_of(const int64_t *x, size_t n)
{
  frame f = {x[0], 0};
  for (size_t i = 1; i < n; i++)
    if (x[i] < f.least) f.least = x[i];
  for (size_t i = 0; i < n && f.unit != 1; i++) f.unit = divisor((uint64_t)x[i] - (uint64_t)f.least, f.unit);
  if (f.unit == 0) f.unit = 1;
  return f;
}

static score__i128 small(const frame *f, int64_t v)
{
  return (score__i128)(((uint64_t)v - (uint64_t)f->least) / f->unit);
}

/* n Sxy - Sx Sy; false where it has no room in 128 bits. */
static bool moment(const int64_t *x, const frame *fx, const int64_t *y, const frame *fy, size_t n, score__i128 *out)
{
  score__i128 sx = 0, sy = 0, sxy = 0, product;
  for (size_t i = 0; i < n; i++) {
    const score__i128 a = small(fx, x[i]), b = small(fy, y[i]);
    sx += a;
    sy += b;
    if (__builtin_mul_overflow(a, b, &product) || __builtin_add_overflow(sxy, product, &sxy)) return false;
  }
  return !__builtin_mul_overflow(sxy, (score__i128)n, &sxy) && !__builtin_mul_overflow(sx, sy, &product) &&
         !__builtin_sub_overflow(sxy, product, out);
}

score__agreement score__correlation(const int64_t *x, const int64_t *y, size_t n)
{
  const score__agreement unknown = {{false, 0}, {false, 0}};
  if (n < 3) return unknown;
  const frame fx = frame_of(x, n), fy = frame_of(y, n);
  score__i128 both, own, other;
  if (!moment(x, &fx, y, &fy, n, &both) || !moment(x, &fx, x, &fx, n, &own) || !moment(y, &fy, y, &fy, n, &other))
    return unknown;
  if (own == 0 || other == 0) return unknown;
  const score__u128 size = both < 0 ? -(score__u128)both : (score__u128)both;
  score__wide top = score__wide_make(size), bottom = score__wide_make((score__u128)own);
  top = score__wide_mul(&top, size);
  top = score__wide_mul(&top, (score__u128)SCORE__MICRO);
  bottom = score__wide_mul(&bottom, (score__u128)other);
  const int64_t squared = (int64_t)score__wide_ratio(&top, &bottom, (uint64_t)SCORE__MICRO);
  top = score__wide_mul(&top, (score__u128)SCORE__MICRO);
  const int64_t r = (int64_t)score__wide_root(&top, &bottom, (uint64_t)SCORE__MICRO);
  return (score__agreement){{true, both < 0 ? -r : r}, {true, squared}};
}

score__statistic score__deviation(const int64_t *x, size_t n)
{
  score__i128 own;
  if (n == 0) return (score__statistic){false, 0};
  const frame f = frame_of(x, n);
  if (!moment(x, &f, x, &f, n, &own)) return (score__statistic){false, 0};
  score__wide top = score__wide_make((score__u128)own), bottom = score__wide_make((score__u128)n);
  top = score__wide_mul(&top, (score__u128)f.unit * f.unit);
  bottom = score__wide_mul(&bottom, n);
  return (score__statistic){true, (int64_t)score__wide_root(&top, &bottom, (uint64_t)1 << 60)};
}

static int64_t rounded(score__i128 num, score__i128 den)
{
  const score__i128 half = num < 0 ? -den : den;
  return (int64_t)((2 * num + half) / (2 * den));
}

score__statistic score__mean(const int64_t *x, size_t n)
{
  score__i128 sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  return (score__statistic){n > 0, n ? rounded(sum, (score__i128)n) : 0};
}

int64_t score__quartile(const int64_t *ascending, size_t n, unsigned quarter)
{
  const size_t at = (n - 1) / 4 * quarter + (n - 1) % 4 * quarter / 4, part = (n - 1) % 4 * quarter % 4;
  if (part == 0) return ascending[at];
  return rounded(
      (score__i128)ascending[at] * (4 - (score__i128)part) + (score__i128)ascending[at + 1] * (score__i128)part, 4);
}

static int by_value(const void *a, const void *b)
{
  const score__place *x = a, *y = b;
  if (x->value != y->value) return x->value > y->value ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

void score__ranks(const int64_t *x, size_t n, score__place *places, int64_t *rank, int64_t *middle)
{
  for (size_t i = 0; i < n; i++) places[i] = (score__place){x[i], (uint32_t)i};
  if (n) qsort(places, n, sizeof *places, by_value);
  for (size_t from = 0, to; from < n; from = to) {
    for (to = from + 1; to < n && places[to].value == places[from].value;) to++;
    for (size_t k = from; k < to; k++) {
      if (rank) rank[places[k].index] = (int64_t)from + 1;
      if (middle) middle[places[k].index] = (int64_t)(from + 1 + to);
    }
  }
}
