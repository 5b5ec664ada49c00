/* Periods and calendar dates. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/period.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static const struct {
  const char *text;
  int kind, index, months;
  const char *first, *last;
} good[] = {
    {"2026", SCORE__PERIOD_YEAR, 0, 12, "2026-01-01", "2026-12-31"},
    {"2026-01", SCORE__PERIOD_MONTH, 1, 1, "2026-01-01", "2026-01-31"},
    {"2024-02", SCORE__PERIOD_MONTH, 2, 1, "2024-02-01", "2024-02-29"},
    {"2100-02", SCORE__PERIOD_MONTH, 2, 1, "2100-02-01", "2100-02-28"},
    {"2026-12", SCORE__PERIOD_MONTH, 12, 1, "2026-12-01", "2026-12-31"},
    {"2026-Q1", SCORE__PERIOD_QUARTER, 1, 3, "2026-01-01", "2026-03-31"},
    {"2026-Q3", SCORE__PERIOD_QUARTER, 3, 3, "2026-07-01", "2026-09-30"},
    {"2026-Q4", SCORE__PERIOD_QUARTER, 4, 3, "2026-10-01", "2026-12-31"},
    {"2026-H1", SCORE__PERIOD_HALF, 1, 6, "2026-01-01", "2026-06-30"},
    {"2026-H2", SCORE__PERIOD_HALF, 2, 6, "2026-07-01", "2026-12-31"},
    {"2026-9M", SCORE__PERIOD_NINE, 0, 9, "2026-01-01", "2026-09-30"},
    {"1900", SCORE__PERIOD_YEAR, 0, 12, "1900-01-01", "1900-12-31"},
    {"2999-12", SCORE__PERIOD_MONTH, 12, 1, "2999-12-01", "2999-12-31"},
};

START_TEST(good_periods)
{
  score__period p;
  char buf[SCORE__PERIOD_TEXT], day[SCORE__DATE_TEXT];
  ck_assert_int_eq(score__period_parse(&p, good[_i].text, strlen(good[_i].text)), 0);
  ck_assert_int_eq(p.kind, good[_i].kind);
  ck_assert_int_eq(p.index, good[_i].index);
  ck_assert_int_eq(score__period_months(p), good[_i].months);
  ck_assert_uint_eq(score__period_print(buf, sizeof buf, p), strlen(good[_i].text));
  ck_assert_str_eq(buf, good[_i].text);
  score__date_print(day, sizeof day, score__period_first_day(p));
  ck_assert_str_eq(day, good[_i].first);
  score__date_print(day, sizeof day, score__period_last_day(p));
  ck_assert_str_eq(day, good[_i].last);
}
END_TEST

static const char *const bad[] = {"",        "26",      "20260",   "1899",    "3000",     "2026-",   "2026-0",
                                  "2026-00", "2026-13", "2026-Q0", "2026-Q5", "2026-H0",  "2026-H3", "2026-Q",
                                  "2026-q3", "2026Q3",  "Q3-2026", "2026-6M", "2026-10M", "2026-1",  "2026-09-30",
                                  "2026/09", " 2026",   "2026 ",   "-026",    "2026-+1"};

START_TEST(bad_periods)
{
  score__period p;
  ck_assert_msg(score__period_parse(&p, bad[_i], strlen(bad[_i])) == -1, "\"%s\" passed", bad[_i]);
}
END_TEST

START_TEST(order_of_periods)
{
  /* By end, then the one that starts earlier first. */
  static const char *const order[] = {"2025",    "2026-01", "2026-02", "2026-Q1", "2026-03", "2026-H1",
                                      "2026-Q2", "2026-06", "2026-9M", "2026-Q3", "2026-09", "2026",
                                      "2026-H2", "2026-Q4", "2026-12", "2027-01"};
  for (int i = 0; i < COUNT(order); i++) {
    for (int j = 0; j < COUNT(order); j++) {
      score__period a, b;
      ck_assert_int_eq(score__period_parse(&a, order[i], strlen(order[i])), 0);
      ck_assert_int_eq(score__period_parse(&b, order[j], strlen(order[j])), 0);
      int want = (i > j) - (i < j);
      ck_assert_msg(score__period_cmp(a, b) == want, "%s, %s", order[i], order[j]);
      ck_assert_int_eq(score__period_equal(a, b), i == j);
    }
  }
}
END_TEST

static const struct {
  const char *text;
  int32_t days; /* INT32_MIN = refused */
} dates[] = {
    {"1970-01-01", 0},         {"1969-12-31", -1},         {"2000-03-01", 11017},     {"2026-09-30", 20726},
    {"30/09/2026", 20726},     {"30/9/2026", 20726},       {"1/1/1970", 0},           {"01/1/1970", 0},
    {"29/02/2024", 19782},     {"29/02/2023", INT32_MIN},  {"2100-02-29", INT32_MIN}, {"2026-04-31", INT32_MIN},
    {"2026-13-01", INT32_MIN}, {"2026-00-10", INT32_MIN},  {"2026-01-00", INT32_MIN}, {"2026-1-1", INT32_MIN},
    {"1899-12-31", INT32_MIN}, {"2026-09-30 ", INT32_MIN}, {"30-09-2026", INT32_MIN}, {"30/09/26", INT32_MIN},
    {"030/9/2026", INT32_MIN}, {"30/009/2026", INT32_MIN}, {"/9/2026", INT32_MIN},    {"3//2026", INT32_MIN},
    {"1/", INT32_MIN},         {"1/2/", INT32_MIN},        {"", INT32_MIN},           {"45000", INT32_MIN},
};

START_TEST(reading_dates)
{
  size_t size = strlen(dates[_i].text);
  char *bytes = malloc(size ? size : 1);
  int32_t days = INT32_MIN;
  ck_assert_ptr_nonnull(bytes);
  memcpy(bytes, dates[_i].text, size);
  int status = score__date_parse(&days, bytes, size);
  free(bytes);
  ck_assert_msg(status == (dates[_i].days == INT32_MIN ? -1 : 0), "\"%s\"", dates[_i].text);
  ck_assert_int_eq(days, dates[_i].days);
}
END_TEST

START_TEST(every_day)
{
  /* A calendar counted day by day, from 1900-01-01 to 2999-12-31. */
  static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int32_t days = -25567;
  char buf[SCORE__DATE_TEXT], want[40];
  for (int y = 1900; y <= 2999; y++) {
    for (int m = 1; m <= 12; m++) {
      bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
      for (int d = 1; d <= length[m - 1] + (m == 2 && leap); d++, days++) {
        int32_t read;
        ck_assert_int_eq(score__date_days(y, m, d), days);
        snprintf(want, sizeof want, "%04d-%02d-%02d", y, m, d);
        ck_assert_uint_eq(score__date_print(buf, sizeof buf, days), 10);
        ck_assert_str_eq(buf, want);
        ck_assert_int_eq(score__date_parse(&read, buf, 10), 0);
        ck_assert_int_eq(read, days);
      }
    }
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("period");
  TCase *tests = tcase_create("period");
  tcase_add_loop_test(tests, good_periods, 0, COUNT(good));
  tcase_add_loop_test(tests, bad_periods, 0, COUNT(bad));
  tcase_add_test(tests, order_of_periods);
  tcase_add_loop_test(tests, reading_dates, 0, COUNT(dates));
  tcase_add_test(tests, every_day);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
