#include "release/cursor.h"

#include <string.h>

#include "base/decimal.h"

score__cursor score__cursor_make(const char *line, size_t size, score__arena *arena)
{
  return (score__cursor){.start = line, .at = line, .end = line + size, .arena = arena, .wanted = ""};
}

bool score__cursor_refuse(score__cursor *c, const char *at, int phrase, const char *wanted)
{
  if (c->failed) return false;
  c->failed = true;
  c->fault = at;
  c->phrase = phrase;
  c->wanted = wanted;
  return false;
}

static bool lack_memory(score__cursor *c)
{
  c->memory = true;
  return score__cursor_refuse(c, c->at, SCORE__PH_MEMORY, "");
}

bool score__cursor_take(score__cursor *c, const char *bytes)
{
  const size_t n = strlen(bytes);
  if (c->failed || (size_t)(c->end - c->at) < n || memcmp(c->at, bytes, n) != 0) return false;
  c->at += n;
  return true;
}

bool score__cursor_expect(score__cursor *c, const char *bytes)
{
  return score__cursor_take(c, bytes) || score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_FOUND, bytes);
}

bool score__cursor_end(score__cursor *c)
{
  if (c->failed) return false;
  return c->at == c->end || score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_WANT_END, "");
}

static int hex_digit(char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of an escape after its backslash; -1 when it is none of those that the format writes. */
static int escaped(score__cursor *c)
{
  static const char from[] = "\"\\bfnrt", to[] = "\"\\\b\f\n\r\t";
  const size_t left = (size_t)(c->end - c->at);
  const char *at = left > 1 && c->at[1] ? strchr(from, c->at[1]) : NULL;
  if (at) {
    c->at += 2;
    return (unsigned char)to[at - from];
  }
  if (left < 6 || memcmp(c->at, "\\u00", 4) != 0) return -1;
  const int high = hex_digit(c->at[4]), low = hex_digit(c->at[5]);
  const int v = high < 0 || low < 0 ? -1 : high * 16 + low;
  if (v <= 0 || v >= 0x20 || strchr("\b\f\n\r\t", v)) return -1;
  c->at += 6;
  return v;
}

/* Bytes up to the closing quote; SIZE_MAX when there is none. */
static size_t span(const score__cursor *c, bool *plain)
{
  const char *at = c->at;
  *plain = true;
  while (at < c->end && *at != '"') {
    if (*at == '\\') {
      *plain = false;
      at++;
      if (at == c->end) break;
    }
    at++;
  }
  return at < c->end ? (size_t)(at - c->at) : SIZE_MAX;
}

const char *score__cursor_text(score__cursor *c, size_t *size)
{
  bool plain;
  if (!score__cursor_expect(c, "\"")) return NULL;
  const size_t n = span(c, &plain);
  if (n == SIZE_MAX) {
    score__cursor_refuse(c, c->end, SCORE__PH_RELEASE_FOUND, "\"");
    return NULL;
  }
  char *out = score__arena_alloc(c->arena, n + 1, 1);
  if (!out) {
    lack_memory(c);
    return NULL;
  }
  size_t used = 0;
  if (plain) {
    memcpy(out, c->at, n);
    used = n;
    c->at += n;
  }
  while (*c->at != '"') {
    if (*c->at != '\\') {
      out[used++] = *c->at++;
      continue;
    }
    const int v = escaped(c);
    if (v < 0) {
      score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_WANT_ESCAPE, "");
      return NULL;
    }
    out[used++] = (char)v;
  }
  c->at++;
  out[used] = 0;
  if (strlen(out) != used) {
    score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_WANT_ESCAPE, "");
    return NULL;
  }
  if (size) *size = used;
  return out;
}

bool score__cursor_count(score__cursor *c, int64_t *out, int64_t most)
{
  const char *begin = c->at;
  int64_t v = 0;
  while (!c->failed && c->at < c->end && *c->at >= '0' && *c->at <= '9' && v <= most) v = v * 10 + (*c->at++ - '0');
  const bool zeros = c->at - begin > 1 && *begin == '0';
  if (c->failed || c->at == begin || zeros || v > most)
    return score__cursor_refuse(c, begin, SCORE__PH_RELEASE_WANT_COUNT, "");
  *out = v;
  return true;
}

bool score__cursor_decimal(score__cursor *c, int64_t *out, int digits)
{
  const char *begin = c->at;
  size_t n = 0;
  const char *text = score__cursor_text(c, &n);
  if (!text) return false;
  if (score__decimal_parse(out, text, n, digits, '.') != SCORE__DECIMAL_OK)
    return score__cursor_refuse(c, begin, SCORE__PH_RELEASE_WANT_DECIMAL, "");
  return true;
}

bool score__cursor_micro(score__cursor *c, int64_t *out)
{
  return score__cursor_decimal(c, out, 6);
}

bool score__cursor_bool(score__cursor *c, bool *out)
{
  *out = score__cursor_take(c, "true");
  return *out || score__cursor_take(c, "false") || score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_FOUND, "false");
}

/* Digits of one half of a fraction; false beyond 37 of them. */
static bool read_whole(const char **at, score__i128 *out)
{
  const char *begin = *at;
  *out = 0;
  while (**at >= '0' && **at <= '9' && *at - begin < 38) *out = *out * 10 + (*(*at)++ - '0');
  return *at > begin && *at - begin < 38;
}

bool score__cursor_share(score__cursor *c, score__fraction *out)
{
  const char *begin = c->at, *text = score__cursor_text(c, NULL);
  if (!text) return false;
  out->den = 1;
  bool good = read_whole(&text, &out->num);
  if (good && *text == '/') {
    text++;
    good = read_whole(&text, &out->den);
  }
  if (!good || *text || out->den == 0 || out->num > out->den)
    return score__cursor_refuse(c, begin, SCORE__PH_RELEASE_WANT_SHARE, "");
  return true;
}

bool score__cursor_sha256(score__cursor *c, char out[SCORE__SHA256_HEX])
{
  const char *begin = c->at;
  size_t n = 0;
  const char *text = score__cursor_text(c, &n);
  if (!text) return false;
  bool good = n == SCORE__SHA256_HEX - 1;
  for (size_t i = 0; good && i < n; i++) good = hex_digit(text[i]) >= 0;
  if (!good) return score__cursor_refuse(c, begin, SCORE__PH_RELEASE_WANT_SHA256, "");
  memcpy(out, text, SCORE__SHA256_HEX);
  return true;
}

int score__cursor_choice(score__cursor *c, const char *const *names, int count)
{
  const char *begin = c->at, *text = score__cursor_text(c, NULL);
  for (int i = 0; text && i < count; i++)
    if (!strcmp(text, names[i])) return i;
  score__cursor_refuse(c, begin, SCORE__PH_RELEASE_FOUND, names[0]);
  return -1;
}
