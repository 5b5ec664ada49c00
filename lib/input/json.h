/* JSON text -> tree, through cJSON, with the checks cJSON does not make (house.md). */
#ifndef SCORE__JSON_H
#define SCORE__JSON_H

#include "model/tree.h"
#include "score/error.h"

/* NULL on error; err has line, column, and the file as `name`. Integers below 2^53 only; decimals are text;
 * duplicate keys, NUL, invalid UTF-8, depth and size beyond limits.h, text after the end: refused. Texts are NFC. */
score__tree *score__json_parse(score__arena *arena, const char *bytes, size_t size, const char *name,
                               score_findings *findings, score_error *err);
/* The text whose opening quote is at `at`, of bytes that passed score__jsontext_check, in NFC; NULL when memory is out. */
char *score__json_text(score__arena *arena, const char *bytes, size_t size, size_t at);
/* Line and column (from 1) of the value a JSON pointer names; 0, or -1 when it is not there. */
int score__json_position(const char *bytes, size_t size, const char *pointer, uint32_t *line, uint32_t *column);
/* The same of byte `inside` (from 1, 0 = the value itself) of a text, as it was read from its escapes. */
int score__json_place(const char *bytes, size_t size, const char *pointer, size_t inside, uint32_t *line,
                      uint32_t *column);

#endif
