/* Reads one line of a release from left to right. Nothing is guessed: what stands there is what the format wants at this
 * place, or the line is refused with what was found and what was wanted. */
#ifndef SCORE__CURSOR_H
#define SCORE__CURSOR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/fraction.h"
#include "base/hash.h"
#include "base/phrase.h"

typedef struct score__cursor {
  const char *start, *at, *end;
  score__arena *arena; /* texts live here */
  const char *fault;   /* where it failed */
  const char *wanted;  /* second argument of the phrase; "" = none */
  int phrase;          /* arguments: what was found, what was wanted */
  bool failed, memory; /* memory: it ran out */
} score__cursor;

score__cursor score__cursor_make(const char *line, size_t size, score__arena *arena);
/* Only the first refusal counts. Returns false. */
bool score__cursor_refuse(score__cursor *c, const char *at, int phrase, const char *wanted);
/* Passes over these bytes if they are next. */
bool score__cursor_take(score__cursor *c, const char *bytes);
bool score__cursor_expect(score__cursor *c, const char *bytes);
bool score__cursor_end(score__cursor *c);
/* A text without its quotes and escapes, NUL-terminated; NULL on failure. size may be NULL. */
const char *score__cursor_text(score__cursor *c, size_t *size);
/* A whole number from 0 to `most`. */
bool score__cursor_count(score__cursor *c, int64_t *out, int64_t most);
/* "12.5" as an integer scaled by 10^digits. */
bool score__cursor_decimal(score__cursor *c, int64_t *out, int digits);
bool score__cursor_micro(score__cursor *c, int64_t *out);
bool score__cursor_bool(score__cursor *c, bool *out);
/* "3/7", neither below 0 nor above 1. */
bool score__cursor_share(score__cursor *c, score__fraction *out);
bool score__cursor_sha256(score__cursor *c, char out[SCORE__SHA256_HEX]);
/* Index of the text among `names`; -1 on failure. */
int score__cursor_choice(score__cursor *c, const char *const *names, int count);

#endif
