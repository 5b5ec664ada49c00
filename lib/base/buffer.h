/* A growable string of bytes. After a failed append `failed` stays set and further appends do nothing, so a writer
 * checks once at its end. */
#ifndef SCORE__BUFFER_H
#define SCORE__BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct score__buffer {
  char *data; /* NUL-terminated when not NULL */
  size_t size, cap;
  bool failed;
} score__buffer; /* {0} is empty */

void score__buffer_add(score__buffer *b, const void *bytes, size_t size);
void score__buffer_text(score__buffer *b, const char *text);
void score__buffer_char(score__buffer *b, char c);
void score__buffer_int(score__buffer *b, int64_t v);
void score__buffer_fill(score__buffer *b, char c, size_t times);
void score__buffer_clear(score__buffer *b); /* keeps the memory, and what has failed */
void score__buffer_free(score__buffer *b);

#endif
