/* Where values came from: source, evidence, its last day, and note of cells, each combination once. */
#ifndef SCORE__ORIGIN_H
#define SCORE__ORIGIN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/hash.h"

typedef struct score__origin {
  const char *source, *evidence, *note; /* "" when absent */
  const char *expires;                  /* last day of the evidence, ISO; "" when not said */
} score__origin;

typedef struct score__origins { /* {0} is empty */
  score__arena arena;
  size_t count, cap;
  score__origin *item; /* [count]; item[0] says nothing */
  score__dict by_text;
  uint32_t last; /* asked for last: the next is often the same */
} score__origins;

#define SCORE__ORIGIN_NONE ((score__origin){"", "", "", ""})

bool score__origin_says(const score__origin *origin);
/* Index of the combination, added when new; 0 when all are "". UINT32_MAX when memory is out. */
uint32_t score__origins_add(score__origins *origins, const score__origin *origin);
/* Never NULL. */
const score__origin *score__origins_get(const score__origins *origins, uint32_t index);
void score__origins_free(score__origins *origins);

#endif
