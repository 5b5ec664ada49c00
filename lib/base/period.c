#include "base/period.h"

#include <string.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 2999 };

static bool read_digits(const char *text, size_t count, int *out)
{
  int v = 0;
  for (size_t i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    v = v * 10 + (text[i] - '0');
  }
  *out = v;
  return true;
}

static bool period_set(score__period *out, int year, score__period_kind kind, int index, int most)
{
  if (year < FIRST_YEAR || year > LAST_YEAR || index < (most > 0) || index > most) return false;
  *out = (score__period){.year = (int16_t)year, .kind = (uint8_t)kind, .index = (uint8_t)index};
  return true;
}

int score__period_parse(score__period *out, const char *text, size_t size)
{
  int year, index;
  if (size < 4 || !read_digits(text, 4, &year)) return -1;
  if (size == 4) return period_set(out, year, SCORE__PERIOD_YEAR, 0, 0) ? 0 : -1;
  if (size != 7 || text[4] != '-') return -1;
  if (text[5] == '9' && text[6] == 'M') return period_set(out, year, SCORE__PERIOD_NINE, 0, 0) ? 0 : -1;
  if (text[5] == 'Q' && read_digits(text + 6, 1, &index))
    return period_set(out, year, SCORE__PERIOD_QUARTER, index, 4) ? 0 : -1;
  if (text[5] == 'H' && read_digits(text + 6, 1, &index))
    return period_set(out, year, SCORE__PERIOD_HALF, index, 2) ? 0 : -1;
  if (!read_digits(text + 5, 2, &index)) return -1;
  return period_set(out, year, SCORE__PERIOD_MONTH, index, 12) ? 0 : -1;
}

static void put_digits(char *at, int v, int count)
{
  while (count-- > 0) {
    at[count] = (char)('0' + v % 10);
    v /= 10;
  }
}

static size_t hand_over(char *buf, size_t size, const char *text, size_t length)
{
  if (size) {
    size_t n = length < size ? length : size - 1;
    memcpy(buf, text, n);
    buf[n] = 0;
  }
  return length;
}

size_t score__period_print(char *buf, size_t size, score__period p)
{
  char text[8];
  size_t length = 7;
  put_digits(text, p.year, 4);
  text[4] = '-';
  switch (p.kind) {
  case SCORE__PERIOD_MONTH: put_digits(text + 5, p.index, 2); break;
  case SCORE__PERIOD_QUARTER:
  case SCORE__PERIOD_HALF:
    text[5] = p.kind == SCORE__PERIOD_QUARTER ? 'Q' : 'H';
    put_digits(text + 6, p.index, 1);
    break;
  case SCORE__PERIOD_NINE: memcpy(text + 5, "9M", 2); break;
  case SCORE__PERIOD_YEAR: length = 4; break;
  default: length = 0; break;
  }
  return hand_over(buf, size, text, length);
}

bool score__period_equal(score__period a, score__period b)
{
  return a.year == b.year && a.kind == b.kind && a.index == b.index;
}

int score__period_months(score__period p)
{
  static const uint8_t months[] = {0, 1, 3, 6, 9, 12};
  return p.kind < sizeof months ? months[p.kind] : 0;
}

/* The month, from 1, in which the period ends. */
static int last_month(score__period p)
{
  return p.index ? p.index * score__period_months(p) : score__period_months(p);
}

int score__period_cmp(score__period a, score__period b)
{
  int end_a = a.year * 12 + last_month(a), end_b = b.year * 12 + last_month(b);
  if (end_a != end_b) return end_a < end_b ? -1 : 1;
  int start_a = end_a - score__period_months(a), start_b = end_b - score__period_months(b);
  return (start_a > start_b) - (start_a < start_b);
}

int32_t score__period_first_day(score__period p)
{
  return score__date_days(p.year, last_month(p) - score__period_months(p) + 1, 1);
}

int32_t score__period_last_day(score__period p)
{
  int month = last_month(p);
  return (month == 12 ? score__date_days(p.year + 1, 1, 1) : score__date_days(p.year, month + 1, 1)) - 1;
}

int32_t score__period_first_day_of(score__period p, int ends_on_day)
{
  int month = last_month(p) - score__period_months(p); /* the month before the first; 0 = December before */
  if (!ends_on_day) return score__period_first_day(p);
  return (month ? score__date_days(p.year, month, ends_on_day) : score__date_days(p.year - 1, 12, ends_on_day)) + 1;
}

int32_t score__period_last_day_of(score__period p, int ends_on_day)
{
  return ends_on_day ? score__date_days(p.year, last_month(p), ends_on_day) : score__period_last_day(p);
}

int score__period_previous(score__period *out, score__period p)
{
  static const uint8_t in_a_year[] = {0, 12, 4, 2, 0, 0};
  if (p.kind < SCORE__PERIOD_MONTH || p.kind > SCORE__PERIOD_YEAR) return -1;
  *out = p;
  if (p.index > 1) {
    out->index = (uint8_t)(p.index - 1);
    return 0;
  }
  out->year = (int16_t)(p.year - 1);
  out->index = in_a_year[p.kind];
  return out->year < FIRST_YEAR ? -1 : 0;
}

int score__period_next(score__period *out, score__period p)
{
  static const uint8_t in_a_year[] = {0, 12, 4, 2, 0, 0};
  if (p.kind < SCORE__PERIOD_MONTH || p.kind > SCORE__PERIOD_YEAR) return -1;
  *out = p;
  if (p.index < in_a_year[p.kind]) {
    out->index = (uint8_t)(p.index + 1);
    return 0;
  }
  out->year = (int16_t)(p.year + 1);
  out->index = in_a_year[p.kind] ? 1 : 0;
  return out->year > LAST_YEAR ? -1 : 0;
}

/* Proleptic Gregorian calendar; years begin in March here, so that the leap day is the last of a year. */
int32_t score__date_days(int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
  int era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
  int of_year = (153 * m + 2) / 5 + day - 1;
  return (int32_t)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468);
}

static void civil_date(int32_t days, int *year, int *month, int *day)
{
  int64_t z = (int64_t)days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
  int of_era = (int)(z - era * 146097);
  int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
  *day = of_year - (153 * m + 2) / 5 + 1;
  *month = m < 10 ? m + 3 : m - 9;
  *year = (int)(era * 400) + y + (*month <= 2);
}

int score__date_year(int32_t days)
{
  int year, month, day;
  civil_date(days, &year, &month, &day);
  return year;
}

int score__date_parse(int32_t *out_days, const char *text, size_t size)
{
  int year, month, day;
  if (size == 10 && text[4] == '-' && text[7] == '-') {
    if (!read_digits(text, 4, &year) || !read_digits(text + 5, 2, &month) || !read_digits(text + 8, 2, &day)) return -1;
  } else {
    size_t d = size > 2 && text[1] == '/' ? 1 : 2; /* digits of the day, then of the month */
    if (size < d + 2 || text[d] != '/') return -1;
    const char *rest = text + d + 1;
    size_t left = size - d - 1, m = left > 1 && rest[1] == '/' ? 1 : 2;
    if (left != m + 5 || rest[m] != '/') return -1;
    if (!read_digits(text, d, &day) || !read_digits(rest, m, &month) || !read_digits(rest + m + 1, 4, &year)) return -1;
  }
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return -1;
  int32_t days = score__date_days(year, month, day);
  int y, m, d;
  civil_date(days, &y, &m, &d);
  if (y != year || m != month || d != day) return -1; /* 31 April is some other day */
  *out_days = days;
  return 0;
}

int score__date_parse_iso(int32_t *out_days, const char *text)
{
  return strlen(text) == 10 && text[4] == '-' ? score__date_parse(out_days, text, 10) : -1;
}

size_t score__date_print(char *buf, size_t size, int32_t days)
{
  char text[10];
  int year, month, day;
  civil_date(days, &year, &month, &day);
  if (year < 0 || year > 9999) return hand_over(buf, size, "", 0);
  put_digits(text, year, 4);
  put_digits(text + 5, month, 2);
  put_digits(text + 8, day, 2);
  text[4] = text[7] = '-';
  return hand_over(buf, size, text, sizeof text);
}
