/* Where values came from: source, evidence and note of cells, each combination once. */
#ifndef SCORE__ORIGIN_H
#define SCORE__ORIGIN_H

#include "base/arena.h"
#include "base/hash.h"

typedef struct score__origin {
  const char *source, *evidence, *note; /* "" when absent */
} score__origin;

typedef struct score__origins { /* {0} is empty */
  score__arena arena;
  size_t count, cap;
  score__origin *item; /* [count]; item[0] says nothing */
  score__dict by_text;
  uint32_t last; /* asked for last: the next is often the same */
} score__origins;

/* Index of the combination, added when new; 0 when all are "". UINT32_MAX when memory is out. */
uint32_t score__origins_add(score__origins *origins, const char *source, const char *evidence, const char *note);
/* Never NULL. */
const score__origin *score__origins_get(const score__origins *origins, uint32_t index);
void score__origins_free(score__origins *origins);

#endif
