/* Where a unit stands among all that are ranked: its percentile rank, 100 (worse + equal / 2) / all, `equal` with the
 * unit itself (Crocker and Algina, Introduction to Classical and Modern Test Theory, 1986, chapter 19).
 * Worked: 5 units with ranks 1, 2, 2, 4, 5: 90, 60, 60, 30, 10. */
#ifndef SCORE__PERCENTILE_H
#define SCORE__PERCENTILE_H

#include <stddef.h>
#include <stdint.h>

/* In millionths of a percent, rounded half up to hundredths of a percent. all > 0. */
int64_t score__percentile(size_t worse, size_t equal, size_t all);
/* 1 = the best quarter, from 75 on; 2 from 50, 3 from 25, 4. Of the exact value. */
int score__percentile_quarter(size_t worse, size_t equal, size_t all);

#endif
