/* Periods ("2026-09", "2026-Q3", "2026-H1", "2026-9M", "2026") and calendar dates as days since 1970-01-01. */
#ifndef SCORE__PERIOD_H
#define SCORE__PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum score__period_kind {
  SCORE__PERIOD_NONE = 0,
  SCORE__PERIOD_MONTH = 1,
  SCORE__PERIOD_QUARTER = 2,
  SCORE__PERIOD_HALF = 3,
  SCORE__PERIOD_NINE = 4,
  SCORE__PERIOD_YEAR = 5
} score__period_kind;

typedef struct score__period {
  int16_t year;  /* 1900..2999 */
  uint8_t kind;  /* score__period_kind */
  uint8_t index; /* month 1..12, quarter 1..4, half 1..2, else 0 */
} score__period;

#define SCORE__PERIOD_TEXT 12 /* bytes that always hold a printed period */
#define SCORE__DATE_TEXT   16

int score__period_parse(score__period *out, const char *text, size_t size); /* 0, or -1 */
size_t score__period_print(char *buf, size_t size, score__period p);
bool score__period_equal(score__period a, score__period b);
/* By end, then by start: -1, 0, 1. */
int score__period_cmp(score__period a, score__period b);
int score__period_months(score__period p); /* 1, 3, 6, 9, 12 */
int32_t score__period_first_day(score__period p);
int32_t score__period_last_day(score__period p);
/* The same where every month runs from the day after `ends_on_day` to it: with 14, September is 15/08 to 14/09. 0 =
 * calendar months; at most 28. */
int32_t score__period_first_day_of(score__period p, int ends_on_day);
int32_t score__period_last_day_of(score__period p, int ends_on_day);
/* The period before of the same kind: Q1 -> Q4 of the year before, a year's nine months -> those of the year before.
 * 0, or -1 where there is none. */
int score__period_previous(score__period *out, score__period p);
/* The period after of the same kind. 0, or -1 where there is none. */
int score__period_next(score__period *out, score__period p);

int32_t score__date_days(int year, int month, int day);
int score__date_year(int32_t days);
/* "2026-09-30" or "30/09/2026" (also 30/9/2026), checked against the calendar: 0, or -1. */
int score__date_parse(int32_t *out_days, const char *text, size_t size);
/* "2026-09-30" alone, as definitions write it: "02/03/2026" would be read by half the world as another day. */
int score__date_parse_iso(int32_t *out_days, const char *text);
size_t score__date_print(char *buf, size_t size, int32_t days); /* ISO */

#endif
