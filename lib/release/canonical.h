/* The one spelling of every value in a release: JSON without blanks, decimals as text, escapes only where JSON demands
 * them (as RFC 8785 does), fractions in lowest terms. */
#ifndef SCORE__CANONICAL_H
#define SCORE__CANONICAL_H

#include "base/buffer.h"
#include "base/fraction.h"

void score__canonical_text(score__buffer *out, const char *text, size_t size);
void score__canonical_word(score__buffer *out, const char *text); /* NUL-terminated */
/* "12.5" of value / 10^digits, without zeros at the end. */
void score__canonical_decimal(score__buffer *out, int64_t value, int digits);
void score__canonical_micro(score__buffer *out, int64_t micro);
/* "3/7" */
void score__canonical_share(score__buffer *out, const score__fraction *share);
/* ,"name": */
void score__canonical_member(score__buffer *out, const char *name);
void score__canonical_bool(score__buffer *out, bool value);

#endif
