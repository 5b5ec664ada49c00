/* Which rows of two lists belong together, and which items of a list were moved. */
#include <stdlib.h>
#include <string.h>

#include "definition/change.h"

#define MOST_COMPARED ((size_t)1 << 18) /* pairs; longer lists go row by row */

/* Rows between two anchors: the first with the first, and so on. */
static void pair_between(size_t *pair, size_t a, size_t a_end, size_t b, size_t b_end)
{
  for (; a < a_end && b < b_end; a++, b++) pair[a] = b;
}

int score__alignment_pair(size_t *pair, size_t before, size_t after, bool (*same)(void *context, size_t i, size_t j),
                          void *context)
{
  for (size_t i = 0; i < before; i++) pair[i] = SIZE_MAX;
  if (after && before > MOST_COMPARED / after) {
    pair_between(pair, 0, before, 0, after);
    return 0;
  }
  /* Longest common subsequence: length[i][j] of what begins at i and j. */
  const size_t width = after + 1;
  uint32_t *length = calloc((before + 1) * width, sizeof *length);
  bool *equal = calloc(before * after + 1, sizeof *equal);
  if (!length || !equal) {
    free(length);
    free(equal);
    return -1;
  }
  for (size_t i = before; i-- > 0;) {
    for (size_t j = after; j-- > 0;) {
      const uint32_t down = length[(i + 1) * width + j], right = length[i * width + j + 1];
      equal[i * after + j] = same(context, i, j);
      length[i * width + j] = equal[i * after + j] ? length[(i + 1) * width + j + 1] + 1 : down > right ? down : right;
    }
  }
  size_t i = 0, j = 0, a = 0, b = 0; /* a, b: behind the last anchor */
  while (i < before && j < after) {
    if (equal[i * after + j]) {
      pair_between(pair, a, i, b, j);
      pair[i++] = j++;
      a = i;
      b = j;
    } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
      i++;
    } else {
      j++;
    }
  }
  pair_between(pair, a, before, b, after);
  free(length);
  free(equal);
  return 0;
}

/* What is not in a longest increasing subsequence. */
int score__alignment_moved(bool *moved, const size_t *place, size_t count)
{
  size_t *tail = calloc(count + 1, sizeof *tail), *before = calloc(count + 1, sizeof *before), length = 0;
  if (!tail || !before) {
    free(tail);
    free(before);
    return -1;
  }
  for (size_t i = 0; i < count; i++) {
    size_t low = 0, high = length; /* the first tail that is not below place[i] */
    while (low < high) {
      const size_t middle = (low + high) / 2;
      if (place[tail[middle]] < place[i])
        low = middle + 1;
      else
        high = middle;
    }
    before[i] = low ? tail[low - 1] : SIZE_MAX;
    tail[low] = i;
    if (low == length) length++;
    moved[i] = true;
  }
  for (size_t i = length ? tail[length - 1] : SIZE_MAX; i != SIZE_MAX; i = before[i]) moved[i] = false;
  free(tail);
  free(before);
  return 0;
}
