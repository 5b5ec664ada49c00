/* The definitions under a directory: dir/<id>/<version>.json. */
#ifndef SCORE__CATALOGUE_H
#define SCORE__CATALOGUE_H

#include "base/arena.h"
#include "score/error.h"

typedef struct score__catalogue_entry {
  const char *id, *version, *path;
} score__catalogue_entry;

typedef struct score__catalogue {
  score__arena arena;
  size_t count, cap;
  score__catalogue_entry *entry; /* by id, then version */
} score__catalogue;

int score__catalogue_read(score__catalogue *out, const char *dir, score_error *err);
void score__catalogue_free(score__catalogue *catalogue);

#endif
