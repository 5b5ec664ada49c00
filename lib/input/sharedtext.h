/* The texts that the cells of a workbook share. */
#ifndef SCORE__SHAREDTEXT_H
#define SCORE__SHAREDTEXT_H

#include "input/package.h"

typedef struct score__shared {
  char *bytes; /* the texts, each with its NUL */
  size_t size, room;
  size_t *at; /* where each begins; at[count] = size */
  size_t count, cap;
} score__shared; /* {0} is empty */

int score__shared_read(score__shared *out, score__package *p, const char *part);
void score__shared_free(score__shared *shared);
/* Its text; NULL when there is none of that number. */
const char *score__shared_get(const score__shared *shared, size_t i, size_t *size);

#endif
