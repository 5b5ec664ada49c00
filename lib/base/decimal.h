/* Decimal text <-> integers scaled by a number of digits. No locale, no floating point. */
#ifndef SCORE__DECIMAL_H
#define SCORE__DECIMAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/fraction.h"

enum {
  SCORE__DECIMAL_OK = 0,
  SCORE__DECIMAL_EMPTY = 1,
  SCORE__DECIMAL_SYNTAX = 2,   /* not a decimal number */
  SCORE__DECIMAL_DIGITS = 3,   /* more digits after the mark than allowed (trailing zeros do not count) */
  SCORE__DECIMAL_RANGE = 4,    /* beyond 18 digits, or beyond 64 bits when scaled */
  SCORE__DECIMAL_AMBIGUOUS = 5 /* mark == 0 and the text has one mark followed by exactly three digits */
};

/* "-12,5" -> -1250000 for digits 5 (scaled by 10^digits, digits 0..18). Optional sign, digits, optional mark and
 * digits; no grouping, no exponent, no blanks (the caller trims). mark '.' or ','; 0 = either one is taken, but see
 * SCORE__DECIMAL_AMBIGUOUS (only when digits > 0). */
int score__decimal_parse(int64_t *out, const char *text, size_t size, int digits, char mark);
/* The same to an exact fraction 'n / 10^k', at most 18 digits in all; a trailing '%' divides by 100. */
int score__decimal_parse_fraction(score__fraction *out, const char *text, size_t size, char mark);
/* Prints value / 10^digits with all `keep` digits (keep <= digits; digits dropped must be 0, else they are kept);
 * keep < 0: no trailing zeros. Returns the length, as snprintf. */
size_t score__decimal_print(char *buf, size_t size, int64_t value, int digits, int keep, char mark);
/* Points in millionths on their grid: 1.46, 0.5, 12.00: as many digits as the grid has (grid 0: no trailing zeros). */
size_t score__points_print(char *buf, size_t size, int64_t micro, int64_t grid_micro, char mark);
/* A fraction as "a/b" in lowest terms, or "a" when b is 1. */
size_t score__fraction_print(char *buf, size_t size, const score__fraction *a);

#endif
