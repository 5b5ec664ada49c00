/* The nearest whole k to n / d is the largest with (2k - 1) d <= 2 n; to sqrt(n / d), with (2k - 1)^2 d <= 4 n.
 * Worked: sqrt(2) in hundredths, n / d = 20000: 281^2 = 78961 <= 80000 < 283^2 = 80089, so k = 141. */
#include "compute/wide.h"

score__wide score__wide_make(score__u128 v)
{
  score__wide out = {{0}};
  for (int i = 0; i < 4; i++, v >>= 32) out.limb[i] = (uint32_t)v;
  return out;
}

score__wide score__wide_mul(const score__wide *a, score__u128 b)
{
  score__wide out = {{0}};
  for (int k = 0; k < 4; k++, b >>= 32) {
    uint64_t carry = 0;
    for (int i = 0; i + k < SCORE__WIDE_LIMBS; i++) {
      carry += (uint64_t)a->limb[i] * (uint32_t)b + out.limb[i + k];
      out.limb[i + k] = (uint32_t)carry;
      carry >>= 32;
    }
  }
  return out;
}

int score__wide_cmp(const score__wide *a, const score__wide *b)
{
  for (int i = SCORE__WIDE_LIMBS; i-- > 0;)
    if (a->limb[i] != b->limb[i]) return a->limb[i] > b->limb[i] ? 1 : -1;
  return 0;
}

static uint64_t nearest(const score__wide *n, const score__wide *d, uint64_t top, int power)
{
  const score__wide bound = score__wide_mul(n, power == 2 ? 4 : 2);
  uint64_t low = 0, high = top;
  while (low < high) {
    const uint64_t k = high - (high - low) / 2;
    score__u128 odd = 2 * (score__u128)k - 1;
    if (power == 2) odd *= odd;
    const score__wide product = score__wide_mul(d, odd);
    if (score__wide_cmp(&product, &bound) <= 0)
      low = k;
    else
      high = k - 1;
  }
  return low;
}

uint64_t score__wide_ratio(const score__wide *n, const score__wide *d, uint64_t top)
{
  return nearest(n, d, top, 1);
}

uint64_t score__wide_root(const score__wide *n, const score__wide *d, uint64_t top)
{
  return nearest(n, d, top, 2);
}
