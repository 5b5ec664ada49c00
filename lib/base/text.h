/* UTF-8 text: validity, NFC, width, search without marks, nearest match. Wraps utf8proc. */
#ifndef SCORE__TEXT_H
#define SCORE__TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"

/* Offset of the first byte that is not valid UTF-8, or size when all is well. */
size_t score__text_valid(const char *text, size_t size);
/* Best guess for bytes that are not UTF-8: "UTF-16LE", "UTF-16BE", "windows-1258", "TCVN3"; never NULL. */
const char *score__text_guess_encoding(const char *bytes, size_t size);
/* NFC of valid UTF-8 in the arena, NUL-terminated; NULL when memory is out. */
char *score__text_nfc(score__arena *arena, const char *text, size_t size);
bool score__text_is_ascii(const char *text, size_t size);
/* Key for search: lower case, no diacritics, đ = d, tone-mark placement ignored, runs of blanks = one, trimmed. */
char *score__text_fold(score__arena *arena, const char *text);
/* In capitals: "ỦY BAN NHÂN DÂN". NULL when memory is out. */
char *score__text_upper(score__arena *arena, const char *text);
/* Columns on a terminal. */
size_t score__text_width(const char *text, size_t size);
/* Bytes of the longest prefix that is at most `width` columns wide. */
size_t score__text_cut(const char *text, size_t size, size_t width);
/* Index of the candidate nearest to `text` (edit distance on folded text at most 1/3 of its length), or SIZE_MAX. */
size_t score__text_nearest(const char *text, const char *const *candidates, size_t count);
/* Trims ASCII blanks and U+00A0. */
void score__text_trim(const char **text, size_t *size);
/* Bytes of a character at `at`, of `size` bytes of valid UTF-8, that has no place in a line of text: a control, U+0080..9F,
 * and what ends a line or turns it around, U+2028..202E and U+2066..2069; else 0. */
size_t score__text_unruly(const char *at, size_t size);

#endif
