#include "compute/percentile.h"

#include "base/fraction.h"

#define HUNDREDTH 10000 /* of a percent, in millionths */

int64_t score__percentile(size_t worse, size_t equal, size_t all)
{
  const score__i128 twice = 2 * (score__i128)worse + (score__i128)equal, of = 2 * (score__i128)all;
  const score__i128 hundredths = (2 * 10000 * twice + of) / (2 * of);
  return (int64_t)(hundredths * HUNDREDTH);
}

int score__percentile_quarter(size_t worse, size_t equal, size_t all)
{
  const score__i128 twice = 2 * (score__i128)worse + (score__i128)equal, of = 2 * (score__i128)all;
  return 4 * twice >= 3 * of ? 1 : 2 * twice >= of ? 2 : 4 * twice >= of ? 3 : 4;
}
