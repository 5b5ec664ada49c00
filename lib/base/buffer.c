#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

static bool make_room(score__buffer *b, size_t more)
{
  if (b->failed) return false;
  if (b->cap - b->size > more) return true;
  if (more >= SIZE_MAX - b->size) {
    b->failed = true;
    return false;
  }
  size_t want = b->size + more + 1, cap = b->cap > SIZE_MAX / 2 ? want : b->cap * 2;
  if (cap < 64) cap = 64;
  if (cap < want) cap = want;
  char *data = realloc(b->data, cap);
  if (!data) {
    b->failed = true;
    return false;
  }
  b->data = data;
  b->cap = cap;
  return true;
}

void score__buffer_add(score__buffer *b, const void *bytes, size_t size)
{
  if (!make_room(b, size)) return;
  if (size) memcpy(b->data + b->size, bytes, size);
  b->size += size;
  b->data[b->size] = 0;
}

void score__buffer_text(score__buffer *b, const char *text)
{
  score__buffer_add(b, text, strlen(text));
}

void score__buffer_char(score__buffer *b, char c)
{
  score__buffer_add(b, &c, 1);
}

void score__buffer_int(score__buffer *b, int64_t v)
{
  char digits[24];
  size_t at = sizeof digits;
  uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
  do {
    digits[--at] = (char)('0' + u % 10);
    u /= 10;
  } while (u);
  if (v < 0) digits[--at] = '-';
  score__buffer_add(b, digits + at, sizeof digits - at);
}

void score__buffer_fill(score__buffer *b, char c, size_t times)
{
  if (!make_room(b, times)) return;
  memset(b->data + b->size, c, times);
  b->size += times;
  b->data[b->size] = 0;
}

void score__buffer_clear(score__buffer *b)
{
  b->size = 0;
  if (b->data) b->data[0] = 0;
}

void score__buffer_free(score__buffer *b)
{
  free(b->data);
  *b = (score__buffer){0};
}
