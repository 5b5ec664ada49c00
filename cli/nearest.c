/* The nearest match to a mistyped word: edit distance with neighbouring letters swapped as one step. */
#include <string.h>

#include "opt.h"

#define LONGEST 40u

static size_t least(size_t a, size_t b)
{
  return a < b ? a : b;
}

static size_t distance(const char *a, size_t m, const char *b, size_t n)
{
  size_t d[LONGEST + 1][LONGEST + 1];
  for (size_t i = 0; i <= m; i++) d[i][0] = i;
  for (size_t j = 0; j <= n; j++) d[0][j] = j;
  for (size_t i = 1; i <= m; i++) {
    for (size_t j = 1; j <= n; j++) {
      d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[m][n];
}

size_t cli_nearest(const char *word, const char *const *candidate, size_t count)
{
  const size_t size = strlen(word);
  size_t best = SIZE_MAX, best_distance = size / 3 + 1;
  if (size == 0 || size > LONGEST) return SIZE_MAX;
  for (size_t i = 0; i < count; i++) {
    const size_t n = strlen(candidate[i]);
    if (n > LONGEST) continue;
    const size_t d = distance(word, size, candidate[i], n);
    if (d > best_distance || d >= n || (best != SIZE_MAX && d == best_distance)) continue;
    best = i;
    best_distance = d;
  }
  return best;
}
