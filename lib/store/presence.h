/* Which cells an import has given: one bit per cell, so its size follows the frame and not the file. */
#ifndef SCORE__PRESENCE_H
#define SCORE__PRESENCE_H

#include <stddef.h>
#include <stdint.h>

typedef struct score__presence {
  size_t columns;   /* of one unit */
  uint64_t **block; /* [blocks] 64 units each, one word per column; NULL = none of them yet */
  size_t cap;
} score__presence; /* zero it, then set columns */

/* 0 = the cell is new and now taken, 1 = it was taken, -1 memory. */
int score__presence_take(score__presence *p, size_t unit, size_t column);
static inline int score__presence_has(const score__presence *p, size_t unit, size_t column)
{
  const size_t at = unit / 64;
  return at < p->cap && p->block[at] && ((p->block[at][column] >> (unit % 64)) & 1u);
}
void score__presence_free(score__presence *p);

#endif
