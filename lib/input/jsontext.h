/* JSON text as it stands, before any parser: what is wrong with it and where, and where a value begins. */
#ifndef SCORE__JSONTEXT_H
#define SCORE__JSONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "score/error.h"

/* What a text may be: so long, of so many values. */
typedef struct score__jsontext_bounds {
  size_t bytes;
  unsigned nodes;
  bool decimals; /* numbers of any size, with a fraction and an exponent: for who reads them from the text */
} score__jsontext_bounds;

/* Checks the whole text (UTF-8, grammar, whole numbers below 2^53, no NUL, depth and size of limits.h). 0 or
 * SCORE_E_*, err filled with line and column, without file. */
int score__jsontext_check(const char *bytes, size_t size, score_error *err);
int score__jsontext_check_within(const char *bytes, size_t size, const score__jsontext_bounds *bounds,
                                 score_error *err);
/* Offset of the nth (from 0) member or item of the container that begins at `at`, of its name where it has one;
 * *value the offset of its value. SIZE_MAX when there is none. For text that passed the check. */
size_t score__jsontext_child(const char *bytes, size_t size, size_t at, size_t n, size_t *value);
/* The same one after another: *at = offset after the container's bracket, then moved on. */
size_t score__jsontext_next(const char *bytes, size_t size, size_t *at, bool object, size_t *value);
/* Offset of the character where byte `inside` (from 0) of the text stands whose opening quote is at `at`. */
size_t score__jsontext_inside(const char *bytes, size_t size, size_t at, size_t inside);
/* Offset of the first value. */
size_t score__jsontext_root(const char *bytes, size_t size);
/* Line and column (characters, from 1) of an offset. */
void score__jsontext_place(const char *bytes, size_t size, size_t at, uint32_t *line, uint32_t *column);

#endif
