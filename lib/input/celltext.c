#include "input/celltext.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

/* Letters below U+0300 and the Vietnamese ones of U+1E00..U+1EFF stand for themselves in NFC. */
bool score__celltext_is_nfc(const char *s, size_t n)
{
  const unsigned char *u = (const unsigned char *)s;
  for (size_t i = 0; i < n;) {
    if (u[i] < 0x80) {
      i++;
    } else if (u[i] < 0xcc) {
      i += 2;
    } else if (u[i] == 0xe1 && i + 1 < n && u[i + 1] >= 0xb8 && u[i + 1] <= 0xbb) {
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

void score__celltext_clear(score__celltext *t)
{
  score__buffer_clear(&t->raw);
  score__arena_free(&t->arena);
}

bool score__celltext_add(score__celltext *t, const char *piece, size_t size)
{
  if (size > SCORE__MAX_CELL_BYTES - t->raw.size) return false;
  score__buffer_add(&t->raw, piece, size);
  return !t->raw.failed;
}

/* The code unit of "_xHHHH_" at s, or -1. */
static int32_t escape_at(const char *s, const char *end)
{
  if (end - s < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_') return -1;
  int32_t v = 0;
  for (int i = 2; i < 6; i++) {
    char c = s[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (digit < 0) return -1;
    v = v * 16 + digit;
  }
  return v;
}

static char *put_character(char *out, uint32_t c)
{
  if (c < 0x80) {
    *out++ = (char)c;
  } else if (c < 0x800) {
    *out++ = (char)(0xc0 | c >> 6);
  } else if (c < 0x10000) {
    *out++ = (char)(0xe0 | c >> 12);
    *out++ = (char)(0x80 | (c >> 6 & 63));
  } else {
    *out++ = (char)(0xf0 | c >> 18);
    *out++ = (char)(0x80 | (c >> 12 & 63));
    *out++ = (char)(0x80 | (c >> 6 & 63));
  }
  if (c >= 0x80) *out++ = (char)(0x80 | (c & 63));
  return out;
}

/* In place: an escape is longer than what it stands for. CR before LF goes: a line end is one character. */
static size_t decode(char *text, size_t size)
{
  const char *s = text, *end = text + size;
  char *out = text;
  while (s < end) {
    int32_t c = *s == '_' ? escape_at(s, end) : -1;
    if (c < 0) {
      *out++ = *s++;
      continue;
    }
    s += 7;
    int32_t low = c >= 0xd800 && c < 0xdc00 ? escape_at(s, end) : -1;
    if (low >= 0xdc00 && low < 0xe000) {
      c = 0x10000 + (c - 0xd800) * 0x400 + (low - 0xdc00);
      s += 7;
    } else if (c == 0 || (c >= 0xd800 && c < 0xe000) || c >= 0xfffe) {
      c = 0xfffd;
    }
    if (c == '\r' && s < end && *s == '\n') continue;
    out = put_character(out, (uint32_t)c);
  }
  *out = 0;
  return (size_t)(out - text);
}

int score__celltext_finish(score__celltext *t, const char **text, size_t *size)
{
  *text = "";
  *size = 0;
  if (t->raw.failed) return -1;
  if (t->raw.size == 0) return 0;
  char *s = t->raw.data;
  size_t n = memchr(s, '_', t->raw.size) ? decode(s, t->raw.size) : t->raw.size;
  if (!score__celltext_is_nfc(s, n)) {
    s = score__text_nfc(&t->arena, s, n);
    if (!s) return -1;
    n = strlen(s);
  }
  const char *first = s;
  score__text_trim(&first, &n);
  s[(size_t)(first - s) + n] = 0;
  *text = first;
  *size = n;
  return 0;
}

void score__celltext_free(score__celltext *t)
{
  score__buffer_free(&t->raw);
  score__arena_free(&t->arena);
}
