/* ECMA-376 part 1, 18.17.4: day 1 of the 1900 system is 1900-01-01, and day 60 the 29th of February that 1900 did not
 * have, so that days from 61 count from 1899-12-30; day 0 of the 1904 system is 1904-01-01. 46295 is 2026-09-30. */
#include "input/numeral.h"

#include <string.h>

#include "base/period.h"

#define LAST_DAY     2958465 /* 9999-12-31 in the 1900 system */
#define DAYS_BETWEEN 1462    /* of the two systems */
#define DAY_SECONDS  86400

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* Adds one in the last place. */
static void carry(score__numeral *n)
{
  int i = n->count;
  while (i > 0 && n->digit[i - 1] == 9) i--;
  n->count = i;
  if (i > 0) {
    n->digit[i - 1]++;
  } else {
    n->digit[0] = 1;
    n->count = 1;
    n->point++;
  }
}

static int read_exponent(int *out, const char *s, const char *end)
{
  bool negative = s < end && *s == '-';
  if (s < end && (*s == '-' || *s == '+')) s++;
  if (s == end) return -1;
  int v = 0;
  for (; s < end; s++) {
    if (!is_digit(*s)) return -1;
    if (v <= SCORE__NUMERAL_EXPONENT) v = v * 10 + (*s - '0');
  }
  *out = negative ? -v : v;
  return 0;
}

int score__numeral_read(score__numeral *out, const char *text, size_t size)
{
  const char *s = text, *end = text + size;
  int exponent = 0, point = 0;
  bool any = false, after = false, up = false, full = false;
  *out = (score__numeral){.negative = size > 0 && *s == '-'};
  if (size > SCORE__NUMERAL_EXPONENT) return -1;
  if (s < end && (*s == '-' || *s == '+')) s++;
  for (; s < end && *s != 'e' && *s != 'E'; s++) {
    if (*s == '.') {
      if (after) return -1;
      after = true;
      continue;
    }
    if (!is_digit(*s)) return -1;
    any = true;
    bool leading = out->count == 0 && *s == '0';
    if (after ? leading : !leading) point += after ? -1 : 1;
    if (leading) continue;
    if (out->count < SCORE__NUMERAL_DIGITS) {
      out->digit[out->count++] = (char)(*s - '0');
    } else if (!full) {
      full = true;
      up = *s >= '5';
    }
  }
  if (!any || (s < end && read_exponent(&exponent, s + 1, end) != 0)) return -1;
  if (out->count && (exponent > SCORE__NUMERAL_EXPONENT || exponent < -SCORE__NUMERAL_EXPONENT)) return -1;
  out->point = point + exponent;
  if (up) carry(out);
  while (out->count && out->digit[out->count - 1] == 0) out->count--;
  if (out->count == 0) *out = (score__numeral){0};
  return out->point > SCORE__NUMERAL_EXPONENT || out->point < -SCORE__NUMERAL_EXPONENT ? -1 : 0;
}

size_t score__numeral_print(char buf[SCORE__NUMERAL_TEXT], const score__numeral *n, int shift, int whole)
{
  size_t at = 0;
  int point = n->count ? n->point + shift : 0;
  if (n->negative) buf[at++] = '-';
  for (int i = point > 0 ? point : 1; i < whole; i++) buf[at++] = '0';
  if (point <= 0) buf[at++] = '0';
  for (int i = 0; i < point; i++) buf[at++] = (char)('0' + (i < n->count ? n->digit[i] : 0));
  if (n->count > point) {
    buf[at++] = '.';
    for (int i = point; i < 0; i++) buf[at++] = '0';
    for (int i = point > 0 ? point : 0; i < n->count; i++) buf[at++] = (char)('0' + n->digit[i]);
  }
  buf[at] = 0;
  return at;
}

/* Whole days and seconds of the rest, rounded; false when the number is beyond every date. */
static bool split(const score__numeral *n, int64_t *days, int64_t *seconds)
{
  if (n->negative || n->point > 8) return false;
  int64_t rest = 0, scale = 1;
  *days = 0;
  for (int i = 0; i < n->point; i++) *days = *days * 10 + (i < n->count ? n->digit[i] : 0);
  for (int i = n->point; i < n->point + 12 && i < n->count && scale < INT64_C(1000000000000); i++, scale *= 10)
    rest = rest * 10 + (i >= 0 ? n->digit[i] : 0);
  *seconds = (rest * DAY_SECONDS + scale / 2) / scale;
  if (*seconds == 0 || *seconds == DAY_SECONDS) { /* a moment too short to be shown */
    *days += *seconds == DAY_SECONDS;
    *seconds = 0;
  }
  return true;
}

static size_t put(char *buf, int64_t v, int least)
{
  char digit[20];
  int n = 0;
  size_t at = 0;
  for (; v > 0 || n < least; v /= 10) digit[n++] = (char)('0' + v % 10);
  while (n) buf[at++] = digit[--n];
  buf[at] = 0;
  return at;
}

static void put_time(char *buf, int64_t seconds)
{
  size_t at = put(buf, seconds / 3600, 2);
  buf[at++] = ':';
  at += put(buf + at, seconds / 60 % 60, 2);
  buf[at++] = ':';
  put(buf + at, seconds % 60, 2);
}

bool score__numeral_date(char buf[32], const score__numeral *n, bool since_1904)
{
  int64_t day, seconds;
  bool known = split(n, &day, &seconds);
  if (known && since_1904) day += DAYS_BETWEEN;
  if (!known || day > LAST_DAY) {
    memcpy(buf, "#####", 6);
    return false;
  }
  bool never = day == 60 || day == 0;
  if (never) {
    memcpy(buf, day ? "1900-02-29" : "1900-01-00", 11);
  } else {
    score__date_print(buf, SCORE__DATE_TEXT, score__date_days(1899, 12, day > 60 ? 30 : 31) + (int32_t)day);
  }
  if (seconds) {
    size_t at = strlen(buf);
    buf[at] = ' ';
    put_time(buf + at + 1, seconds);
  }
  return !never && !seconds;
}

void score__numeral_time(char buf[32], const score__numeral *n)
{
  int64_t day, seconds;
  if (split(n, &day, &seconds)) {
    put_time(buf, day * DAY_SECONDS + seconds);
  } else {
    memcpy(buf, "#####", 6);
  }
}
