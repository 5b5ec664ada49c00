#include "input/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/fail.h"

static bool same_name(const char *a, const char *b)
{
  for (; *a && *b; a++, b++) {
    char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
    if (x != *b) return false;
  }
  return *a == *b;
}

int score__encoding_open(score__encoding *e, const char *name, score_error *err)
{
  *e = (score__encoding){0};
  if (!name || same_name(name, "utf-8") || same_name(name, "utf8")) return SCORE_OK;
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:";
  /* An empty name is the locale's own to iconv, and a slash begins its orders. */
  bool plain = *name && strspn(name, allowed) == strlen(name);
  /* The letters of TCVN 5712 VN3 stand in VN1 at the same places. */
  const char *known = same_name(name, "tcvn3") || same_name(name, "tcvn") ? "TCVN5712-1" : name;
  iconv_t state = plain ? iconv_open("UTF-8", known) : (iconv_t)-1;
  if (state == (iconv_t)-1 && plain && errno == ENOMEM) return score__fail_memory(err);
  if (state == (iconv_t)-1)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_ENCODING_UNKNOWN, name, (const char *)NULL);
  e->state = state;
  return SCORE_OK;
}

static void show(char bad[16], const char *bytes, size_t size)
{
  static const char hex[] = "0123456789ABCDEF";
  size_t at = 0;
  for (size_t i = 0; i < size && i < 4; i++) {
    if (i) bad[at++] = ' ';
    bad[at++] = hex[(unsigned char)bytes[i] >> 4];
    bad[at++] = hex[bytes[i] & 15];
  }
  bad[at] = 0;
}

/* Moves *s on; EINVAL when the end of the block cuts a character. */
static int convert(score__encoding *e, const char **s, size_t *size, score__buffer *out)
{
  char block[4096];
  for (;;) {
    char *in = (char *)(uintptr_t)*s, *to = block;
    size_t left = *size, room = sizeof block;
    size_t done = iconv(e->state, s && *s ? &in : NULL, &left, &to, &room);
    int fault = done == (size_t)-1 ? errno : 0;
    score__buffer_add(out, block, sizeof block - room);
    if (*s) {
      *s = in;
      *size = left;
    }
    if (fault != E2BIG) return fault;
  }
}

/* The bytes kept from the block before, with as many of this one as they need. */
static int convert_carry(score__encoding *e, const char **bytes, size_t *size, score__buffer *out)
{
  int fault = EINVAL;
  while (fault == EINVAL && *size > 0 && e->carried < sizeof e->carry) {
    e->carry[e->carried++] = *(*bytes)++;
    --*size;
    const char *s = e->carry;
    size_t left = e->carried;
    fault = convert(e, &s, &left, out);
    memmove(e->carry, s, left);
    e->carried = left;
  }
  return fault == EINVAL && e->carried == sizeof e->carry ? EILSEQ : fault;
}

int score__encoding_convert(score__encoding *e, const char *bytes, size_t size, score__buffer *out, char bad[16])
{
  int fault = 0;
  if (size == 0) {
    const char *none = NULL;
    size_t nothing = 0;
    if (e->carried) {
      show(bad, e->carry, e->carried);
      return 1;
    }
    if (!e->flushed) convert(e, &none, &nothing, out);
    e->flushed = true;
    return out->failed ? -1 : 0;
  }
  if (e->carried) fault = convert_carry(e, &bytes, &size, out);
  if (fault == EILSEQ) show(bad, e->carry, e->carried);
  if (!fault && size > 0) {
    fault = convert(e, &bytes, &size, out);
    if (fault == EINVAL && size < sizeof e->carry) {
      memcpy(e->carry, bytes, size);
      e->carried = size;
    } else if (fault) {
      fault = EILSEQ;
      show(bad, bytes, size);
    }
  }
  return out->failed ? -1 : fault == EILSEQ;
}

void score__encoding_close(score__encoding *e)
{
  if (e->state) iconv_close(e->state);
  e->state = NULL;
}
