#include "store/presence.h"

#include <stdlib.h>

#include "base/arena.h"

int score__presence_take(score__presence *p, size_t unit, size_t column)
{
  size_t at = unit / 64;
  if (at >= p->cap && score__grow(&p->block, &p->cap, at + 1, sizeof *p->block) != 0) return -1;
  if (!p->block[at]) {
    p->block[at] = calloc(p->columns, sizeof **p->block);
    if (!p->block[at]) return -1;
  }
  uint64_t *word = &p->block[at][column], bit = UINT64_C(1) << (unit % 64);
  if (*word & bit) return 1;
  *word |= bit;
  return 0;
}

void score__presence_free(score__presence *p)
{
  for (size_t i = 0; i < p->cap; i++) free(p->block[i]);
  free(p->block);
  *p = (score__presence){0};
}
