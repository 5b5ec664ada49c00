/* Statistics of short lists of whole numbers, exact until they are rounded once, half away from zero, to millionths:
 * the same on every machine. */
#ifndef SCORE__CORRELATION_H
#define SCORE__CORRELATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What cannot be told is not `known`. */
typedef struct score__statistic {
  bool known;
  int64_t micro;
} score__statistic;

typedef struct score__agreement {
  score__statistic r, squared;
} score__agreement;

/* Pearson's coefficient of correlation and its square; unknown for fewer than three pairs and where one side does not
 * vary. */
score__agreement score__correlation(const int64_t *x, const int64_t *y, size_t n);
/* Of all there are: the sum of squares is divided by n. Unknown for n = 0. */
score__statistic score__deviation(const int64_t *x, size_t n);
score__statistic score__mean(const int64_t *x, size_t n);
/* Quarter 0 to 4 of an ascending list: definition 7 of Hyndman and Fan (1996), linear between the two neighbours of
 * place 1 + (n - 1) quarter / 4. n > 0. */
int64_t score__quartile(const int64_t *ascending, size_t n, unsigned quarter);

typedef struct score__place {
  int64_t value;
  uint32_t index;
} score__place;

/* By value, the greatest first: places[] is room for n; rank[i] = 1 + how many are greater, middle[i] = twice the mean
 * of the places that its equals share. Either may be NULL. */
void score__ranks(const int64_t *x, size_t n, score__place *places, int64_t *rank, int64_t *middle);

#endif
