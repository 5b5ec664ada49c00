/* Which part of a workbook leads to which: ECMA-376 part 2, relationships. */
#ifndef SCORE__RELATIONS_H
#define SCORE__RELATIONS_H

#include "base/arena.h"
#include "input/package.h"

typedef struct score__relation {
  const char *id, *kind; /* kind: the last word of its type, "worksheet" */
  const char *part;      /* its name in the package; "" = outside of it */
} score__relation;

typedef struct score__relations {
  score__relation *item;
  size_t count, cap;
} score__relations; /* {0} is empty */

/* The relationships of a part ("" = of the package); none when the package does not hold them. */
int score__relations_read(score__relations *out, score__arena *arena, score__package *p, const char *part);
void score__relations_free(score__relations *relations);
/* By kind or by id, NULL = any; NULL when there is none. */
const score__relation *score__relations_find(const score__relations *relations, const char *kind, const char *id);

#endif
