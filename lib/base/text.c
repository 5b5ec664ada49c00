#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

/* Bytes of the valid character at s (RFC 3629: no overlong forms, no surrogates), 0 when there is none. */
static size_t char_size(const unsigned char *s, size_t size)
{
  unsigned char low = 0x80, high = 0xbf;
  size_t n;
  if (s[0] < 0x80) return 1;
  if (s[0] >= 0xc2 && s[0] <= 0xdf) {
    n = 2;
  } else if ((s[0] & 0xf0) == 0xe0) {
    n = 3;
    if (s[0] == 0xe0) low = 0xa0;
    if (s[0] == 0xed) high = 0x9f;
  } else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
    n = 4;
    if (s[0] == 0xf0) low = 0x90;
    if (s[0] == 0xf4) high = 0x8f;
  } else {
    return 0;
  }
  if (n > size || s[1] < low || s[1] > high) return 0;
  for (size_t i = 2; i < n; i++) {
    if ((s[i] & 0xc0) != 0x80) return 0;
  }
  return n;
}

static size_t ascii_prefix(const char *text, size_t size)
{
  size_t i = 0;
  for (; size - i >= 8; i += 8) {
    uint64_t word;
    memcpy(&word, text + i, 8);
    if (word & UINT64_C(0x8080808080808080)) break;
  }
  while (i < size && (unsigned char)text[i] < 0x80) i++;
  return i;
}

size_t score__text_valid(const char *text, size_t size)
{
  size_t i = 0;
  while ((i += ascii_prefix(text + i, size - i)) < size) {
    size_t n = char_size((const unsigned char *)text + i, size - i);
    if (n == 0) return i;
    i += n;
  }
  return size;
}

bool score__text_is_ascii(const char *text, size_t size)
{
  return ascii_prefix(text, size) == size;
}

const char *score__text_guess_encoding(const char *bytes, size_t size)
{
  const unsigned char *s = (const unsigned char *)bytes;
  size_t zero[2] = {0, 0}, high = 0, symbols = 0;
  if (size >= 2 && s[0] == 0xff && s[1] == 0xfe) return "UTF-16LE";
  if (size >= 2 && s[0] == 0xfe && s[1] == 0xff) return "UTF-16BE";
  if (size > 65536) size = 65536;
  for (size_t i = 0; i < size; i++) {
    if (s[i] == 0) zero[i & 1]++;
    if (s[i] >= 0x80) high++;
    if (s[i] >= 0xa8 && s[i] <= 0xbe) symbols++;
  }
  if (zero[0] + zero[1] > size / 8) return zero[1] >= zero[0] ? "UTF-16LE" : "UTF-16BE";
  /* TCVN3 has its commonest letters (đ, ă, â, ê, ô, ơ, ư, à, á, ạ) where windows-1258 has symbols. */
  return symbols * 4 > high ? "TCVN3" : "windows-1258";
}

/* Characters that are in NFC whatever stands beside them: the Latin ones, Vietnamese among them, and dashes and
 * quotes. */
static bool plainly_nfc(const char *text, size_t size)
{
  for (size_t i = 0; i < size;) {
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(size - i), &c);
    if (n <= 0) return false;
    if (c >= 0x300 && !(c >= 0x1e00 && c <= 0x1eff) && !(c >= 0x2010 && c <= 0x2026)) return false;
    i += (size_t)n;
  }
  return true;
}

char *score__text_nfc(score__arena *arena, const char *text, size_t size)
{
  if (size > (size_t)PTRDIFF_MAX / 8) return NULL;
  if (score__text_is_ascii(text, size) || plainly_nfc(text, size)) return score__arena_copy(arena, text, size);
  utf8proc_uint8_t *made = NULL;
  utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &made,
                                         (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (length < 0) return NULL;
  char *copy = score__arena_copy(arena, (const char *)made, (size_t)length);
  free(made);
  return copy;
}

char *score__text_upper(score__arena *arena, const char *text)
{
  const size_t size = strlen(text);
  char *made = score__arena_alloc(arena, size + 1, 4); /* a capital has at most the four bytes of any character */
  size_t used = 0, i = 0;
  while (made && i < size) {
    utf8proc_int32_t c;
    const utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(size - i), &c);
    if (n <= 0)
      made[used++] = text[i++]; /* not UTF-8: as it stands */
    else {
      used += (size_t)utf8proc_encode_char(utf8proc_toupper(c), (utf8proc_uint8_t *)made + used);
      i += (size_t)n;
    }
  }
  return made;
}

static bool is_blank(utf8proc_int32_t c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x3000;
}

char *score__text_fold(score__arena *arena, const char *text)
{
  const utf8proc_option_t options = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                                        UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  size_t size = strlen(text), used = 0;
  if (size > (size_t)PTRDIFF_MAX / 64) return NULL;
  const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
  utf8proc_ssize_t room = utf8proc_decompose(bytes, (utf8proc_ssize_t)size, NULL, 0, options);
  if (room < 0) return score__arena_copy(arena, text, size); /* not UTF-8: found only as it stands */
  utf8proc_int32_t *point = malloc(((size_t)room + 1) * sizeof *point);
  if (!point) return NULL;
  utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)size, point, room, options);
  /* Written over the code points: a character has at most the four bytes its code point had. */
  char *out = (char *)point;
  bool blank = false;
  for (utf8proc_ssize_t i = 0; i < count; i++) {
    utf8proc_int32_t c = point[i];
    if (is_blank(c)) {
      blank = used > 0;
      continue;
    }
    if (blank) out[used++] = ' ';
    blank = false;
    utf8proc_uint8_t encoded[4];
    utf8proc_ssize_t n = utf8proc_encode_char(c == 0x111 ? 'd' : c, encoded);
    memcpy(out + used, encoded, (size_t)n);
    used += (size_t)n;
  }
  char *copy = score__arena_copy(arena, out, used);
  free(point);
  return copy;
}

/* The next character's bytes and columns; broken bytes are one of each. */
static size_t next_char(const char *text, size_t size, size_t *columns)
{
  utf8proc_int32_t c;
  utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &c);
  if (n <= 0) {
    *columns = 1;
    return 1;
  }
  *columns = (size_t)utf8proc_charwidth(c);
  return (size_t)n;
}

size_t score__text_width(const char *text, size_t size)
{
  size_t width = 0, columns;
  for (size_t i = 0; i < size; width += columns) i += next_char(text + i, size - i, &columns);
  return width;
}

size_t score__text_cut(const char *text, size_t size, size_t width)
{
  size_t i = 0, columns;
  while (i < size) {
    size_t n = next_char(text + i, size - i, &columns);
    if (columns > width) break;
    width -= columns;
    i += n;
  }
  return i;
}

enum { LONGEST_WORD = 128 };

/* Insertions, deletions, substitutions and swaps of neighbours. */
static size_t edit_distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
  size_t rows[3][LONGEST_WORD + 1], *before = rows[0], *last = rows[1], *now = rows[2];
  memset(rows, 0, sizeof rows);
  for (size_t j = 0; j <= b_size; j++) last[j] = j;
  for (size_t i = 1; i <= a_size; i++) {
    now[0] = i;
    for (size_t j = 1; j <= b_size; j++) {
      size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);
      if (last[j] + 1 < best) best = last[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped && before[j - 2] + 1 < best) best = before[j - 2] + 1;
      now[j] = best;
    }
    size_t *free_row = before;
    before = last;
    last = now;
    now = free_row;
  }
  return last[b_size];
}

size_t score__text_nearest(const char *text, const char *const *candidates, size_t count)
{
  score__arena arena = {0};
  size_t best = SIZE_MAX, best_distance = SIZE_MAX;
  const char *wanted = score__text_fold(&arena, text);
  size_t size = wanted ? strlen(wanted) : 0;
  if (size > LONGEST_WORD) size = 0;
  for (size_t i = 0; size > 0 && i < count; i++) {
    if (strlen(candidates[i]) > 4 * (size_t)LONGEST_WORD) continue;
    const char *candidate = score__text_fold(&arena, candidates[i]);
    if (!candidate) break;
    size_t other = strlen(candidate);
    size_t apart = other > size ? other - size : size - other;
    if (other > LONGEST_WORD || apart > size / 3) continue;
    size_t distance = edit_distance(wanted, size, candidate, other);
    if (distance <= size / 3 && distance < best_distance) {
      best = i;
      best_distance = distance;
    }
  }
  score__arena_free(&arena);
  return best;
}

void score__text_trim(const char **text, size_t *size)
{
  const char *s = *text;
  size_t n = *size;
  for (;;) {
    if (n >= 1 && (s[0] == ' ' || (s[0] >= '\t' && s[0] <= '\r'))) {
      s += 1;
      n -= 1;
    } else if (n >= 2 && memcmp(s, "\xc2\xa0", 2) == 0) {
      s += 2;
      n -= 2;
    } else {
      break;
    }
  }
  for (;;) {
    if (n >= 1 && (s[n - 1] == ' ' || (s[n - 1] >= '\t' && s[n - 1] <= '\r'))) {
      n -= 1;
    } else if (n >= 2 && memcmp(s + n - 2, "\xc2\xa0", 2) == 0) {
      n -= 2;
    } else {
      break;
    }
  }
  *text = s;
  *size = n;
}

size_t score__text_unruly(const char *at, size_t size)
{
  const unsigned char *c = (const unsigned char *)at;
  if (c[0] < 0x20 || c[0] == 0x7f) return 1;
  if (c[0] == 0xC2 && size > 1 && c[1] < 0xA0) return 2;
  if (c[0] != 0xE2 || size < 3) return 0;
  if (c[1] == 0x80 && c[2] >= 0xA8 && c[2] <= 0xAE) return 3;
  return c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9 ? 3 : 0;
}
