#include "release/canonical.h"

#include <string.h>

#include "base/decimal.h"

static void put_escape(score__buffer *out, unsigned char c)
{
  static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt", hex[] = "0123456789abcdef";
  const char *at = strchr(from, (char)c);
  score__buffer_char(out, '\\');
  if (at) {
    score__buffer_char(out, to[at - from]);
    return;
  }
  score__buffer_text(out, "u00");
  score__buffer_char(out, hex[c >> 4]);
  score__buffer_char(out, hex[c & 15]);
}

void score__canonical_text(score__buffer *out, const char *text, size_t size)
{
  size_t plain = 0;
  score__buffer_char(out, '"');
  for (size_t i = 0; i < size; i++) {
    const unsigned char c = (unsigned char)text[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    score__buffer_add(out, text + plain, i - plain);
    put_escape(out, c);
    plain = i + 1;
  }
  score__buffer_add(out, text + plain, size - plain);
  score__buffer_char(out, '"');
}

void score__canonical_word(score__buffer *out, const char *text)
{
  score__canonical_text(out, text, strlen(text));
}

void score__canonical_decimal(score__buffer *out, int64_t value, int digits)
{
  char text[48];
  score__decimal_print(text, sizeof text, value, digits, -1, '.');
  score__buffer_char(out, '"');
  score__buffer_text(out, text);
  score__buffer_char(out, '"');
}

void score__canonical_micro(score__buffer *out, int64_t micro)
{
  score__canonical_decimal(out, micro, 6);
}

void score__canonical_share(score__buffer *out, const score__fraction *share)
{
  char text[96];
  score__fraction lowest = *share;
  if (lowest.den == 0) lowest = (score__fraction){0, 1}; /* nobody computed one */
  score__fraction_reduce(&lowest);
  score__fraction_print(text, sizeof text, &lowest);
  score__buffer_char(out, '"');
  score__buffer_text(out, text);
  score__buffer_char(out, '"');
}

void score__canonical_member(score__buffer *out, const char *name)
{
  score__buffer_text(out, ",\"");
  score__buffer_text(out, name);
  score__buffer_text(out, "\":");
}

void score__canonical_bool(score__buffer *out, bool value)
{
  score__buffer_text(out, value ? "true" : "false");
}
