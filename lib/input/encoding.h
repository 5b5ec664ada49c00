/* Bytes of an old encoding -> UTF-8, as a stream. iconv is seen here only. */
#ifndef SCORE__ENCODING_H
#define SCORE__ENCODING_H

#include <stdbool.h>

#include "base/buffer.h"
#include "score/error.h"

typedef struct score__encoding {
  void *state; /* NULL: the bytes stand for themselves */
  char carry[16];
  size_t carried; /* bytes of a character whose rest comes with the next block */
  bool flushed;
} score__encoding; /* {0} is UTF-8 */

/* `name` as iconv has it, "TCVN3" too; NULL and UTF-8 convert nothing. SCORE_E_USAGE for a name that is not known. */
int score__encoding_open(score__encoding *e, const char *name, score_error *err);
/* Appends what the bytes mean; size 0 ends the text. -1 = memory; 1 = invalid bytes, shown in `bad` as "E3 28", out
 * holds what stands before them. */
int score__encoding_convert(score__encoding *e, const char *bytes, size_t size, score__buffer *out, char bad[16]);
void score__encoding_close(score__encoding *e);

#endif
