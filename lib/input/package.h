/* The ZIP file around a workbook: its parts as streams, within limits. libzip is seen here only. */
#ifndef SCORE__PACKAGE_H
#define SCORE__PACKAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "score/error.h"

typedef struct score__package {
  struct zip *zip;
  const char *name; /* the file, for messages */
  score_error *err;
  uint64_t left; /* bytes that may still be unpacked, over all parts */
} score__package;

/* A block of a part. 0 to go on, SCORE__PACKAGE_ENOUGH to read no more of it, else a SCORE_E_* with err filled. */
typedef int (*score__package_fn)(void *context, const char *bytes, size_t size);
enum { SCORE__PACKAGE_ENOUGH = 1 };

/* Over a file, which is closed with the package and also when it cannot be opened, or over bytes, which must outlive
 * the package. Refuses what is broken, locked with a password, too large or no .xlsx by its parts. */
int score__package_open(score__package *p, FILE *file, const char *name, score_error *err);
int score__package_open_bytes(score__package *p, const void *bytes, size_t size, const char *name, score_error *err);
void score__package_close(score__package *p);

bool score__package_has(const score__package *p, const char *part);
int score__package_read(score__package *p, const char *part, score__package_fn block, void *context);

/* What an old or locked workbook is told: the first bytes are those of an OLE file. */
int score__package_refuse_ole(FILE *file, const char *head, size_t head_size, const char *name, score_error *err);

#endif
