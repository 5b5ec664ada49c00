/* The calendar of a set (model §5): counting working days against a count day by day, faults with their place, and the
 * periods of a set whose months end on a day of their own. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/reach.h"
#include "model/set.h"
#include "score/criteria.h"

static score_criteria *load(const char *head, score_error *err)
{
  char text[4096];
  score_criteria *set = NULL;
  snprintf(text, sizeof text,
           "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"T\", %s"
           "\"measures\": {\"a\": {\"type\": \"count\", \"name\": \"a\"}}, \"total\": {\"max\": \"1\"},"
           "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"1\", \"criteria\": [{\"key\": \"A\", \"name\": "
           "\"a\", \"max\": \"1\", \"rule\": {\"kind\": \"expr\", \"points\": \"a\"}}]}]}",
           head);
  *err = (score_error){0};
  int status = score_criteria_parse(&set, text, strlen(text), "t.json", NULL, err);
  ck_assert_int_eq(status == 0, set != NULL);
  return set;
}

static const char lists[] =
    "\"calendar\": {\"years\": {\"2027\": {\"holidays\": [\"2027-02-08\", \"2027-01-01\", \"2027-02-06\"], "
    "\"make_up\": [\"2027-02-20\"]}, \"2025\": {\"holidays\": []}, \"comment\": \"2024 is not known\", "
    "\"2026\": {\"holidays\": [\"2026-01-01\", \"2026-02-16\", \"2026-02-17\", \"2026-02-18\", \"2026-12-31\"], "
    "\"make_up\": [\"2026-02-28\", \"2026-02-14\"]}}},";

/* The list once more, as words. */
static bool works(int32_t day)
{
  static const char *const off[] = {"2027-02-08", "2027-01-01", "2027-02-06", "2026-01-01",
                                    "2026-02-16", "2026-02-17", "2026-02-18", "2026-12-31"};
  static const char *const on[] = {"2027-02-20", "2026-02-28", "2026-02-14"};
  char text[SCORE__DATE_TEXT];
  score__date_print(text, sizeof text, day);
  for (size_t i = 0; i < sizeof on / sizeof *on; i++)
    if (!strcmp(on[i], text)) return true;
  for (size_t i = 0; i < sizeof off / sizeof *off; i++)
    if (!strcmp(off[i], text)) return false;
  int32_t from_monday = (day - score__date_days(2024, 1, 1)) % 7; /* a Monday */
  return from_monday < 5;
}

START_TEST(day_by_day)
{
  score_error err;
  score_criteria *set = load(lists, &err);
  ck_assert_ptr_nonnull(set);
  ck_assert_uint_eq(set->calendar.year_count, 3);
  ck_assert_int_eq(set->calendar.year[0].year, 2025);
  int32_t first = score__date_days(2025, 1, 1), last = score__date_days(2027, 12, 31);
  for (int32_t a = first - 1; a <= last; a += 13) {
    int64_t n = 0, got;
    for (int32_t b = a; b <= last; n += ++b <= last && works(b)) {
      ck_assert(score__calendar_count(&set->calendar, a, b, &got));
      ck_assert_msg(got == n, "%d to %d: %ld, wanted %ld", a, b, (long)got, (long)n);
    }
  }
  int64_t n;
  ck_assert(!score__calendar_count(&set->calendar, first - 2, first, &n)); /* a day of 2024 */
  ck_assert(!score__calendar_count(&set->calendar, last, last + 1, &n));
  ck_assert(score__calendar_count(&set->calendar, last + 1, last + 1, &n) && n == 0); /* of no day no year */
  score_criteria_free(set);
}
END_TEST

static const struct fault {
  const char *head, *place;
} faults[] = {
    {"\"calendar\": {\"years\": {\"2026\": {\"holidays\": [\"2026-01-01\", \"2026-05-01\", \"2026-01-01\"]}}},",
     "/calendar/years/2026/holidays/2"},
    {"\"calendar\": {\"years\": {\"2026\": {\"holidays\": [\"2027-01-01\"]}}},", "/calendar/years/2026/holidays/0"},
    {"\"calendar\": {\"years\": {\"2026\": {\"holidays\": [], \"make_up\": [\"2026-01-01\"]}}},",
     "/calendar/years/2026/make_up/0"},
    {"\"calendar\": {\"weekend\": [\"monday\"], \"years\": {\"2026\": {\"holidays\": [], \"make_up\": "
     "[\"2026-01-10\"]}}},",
     "/calendar/years/2026/make_up/0"},
    {"\"calendar\": {\"weekend\": [\"Sunday\"], \"years\": {}},", "/calendar/weekend/0"},
    {"\"calendar\": {\"weekend\": [7], \"years\": {}},", "/calendar/weekend/0"},
    {"\"calendar\": {\"years\": {\"2999-\": {\"holidays\": []}}},", "/calendar/years/2999-"},
    {"\"calendar\": {\"years\": {\"2026\": []}},", "/calendar/years/2026"},
    {"\"calendar\": {},", "/calendar"},
    {"\"calendar\": {\"years\": {\"2026\": {\"holidays\": [], \"source\": {\"clause\": \"1\"}}}},",
     "/calendar/years/2026/source"},
    {"\"period\": {\"ends_on_day\": 31},", "/period/ends_on_day"},
    {"\"period\": {\"ends_on_day\": -1},", "/period/ends_on_day"},
    {"\"period\": {\"ends\": 14},", "/period/ends"},
    {"\"checks\": [{\"when\": \"b\", \"message\": \"m\"}],", "/checks/0/when"},
};

START_TEST(places_of_faults)
{
  score_error err;
  ck_assert_ptr_null(load(faults[_i].head, &err));
  ck_assert_int_eq(err.code, SCORE_E_INPUT);
  ck_assert_msg(!strcmp(err.field, faults[_i].place), "%s: %s", faults[_i].head, err.field);
  ck_assert_uint_gt(err.line, 0);
}
END_TEST

static const struct window {
  const char *period, *first, *last;
} windows[] = {{"2026-01", "2025-12-15", "2026-01-14"}, {"2026-03", "2026-02-15", "2026-03-14"},
               {"2026-Q1", "2025-12-15", "2026-03-14"}, {"2026-Q3", "2026-06-15", "2026-09-14"},
               {"2026-H1", "2025-12-15", "2026-06-14"}, {"2026-H2", "2026-06-15", "2026-12-14"},
               {"2026-9M", "2025-12-15", "2026-09-14"}, {"2026", "2025-12-15", "2026-12-14"}};

START_TEST(own_months)
{
  score_error err;
  char text[SCORE__DATE_TEXT];
  score__period p;
  score_criteria *set = load("\"period\": {\"ends_on_day\": 14},", &err);
  ck_assert_ptr_nonnull(set);
  ck_assert_int_eq(score__period_parse(&p, windows[_i].period, strlen(windows[_i].period)), 0);
  score__date_print(text, sizeof text, score__set_first_day(set, p));
  ck_assert_str_eq(text, windows[_i].first);
  score__date_print(text, sizeof text, score__set_last_day(set, p));
  ck_assert_str_eq(text, windows[_i].last);
  set->ends_on_day = 0;
  ck_assert_int_eq(score__set_first_day(set, p), score__period_first_day(p));
  ck_assert_int_eq(score__set_last_day(set, p), score__period_last_day(p));
  score_criteria_free(set);
}
END_TEST

/* One period ends on the day before the next one begins, whatever day its months end on. */
START_TEST(periods_join)
{
  static const char *const from[] = {"2028-12", "2028-Q4", "2028-H2", "2028"};
  for (size_t k = 0; k < sizeof from / sizeof *from; k++) {
    for (int day = 0; day <= 28; day++) {
      score__period p, before;
      ck_assert_int_eq(score__period_parse(&p, from[k], strlen(from[k])), 0);
      for (int n = 0; n < 60; n++, p = before) {
        ck_assert_int_eq(score__period_previous(&before, p), 0);
        ck_assert_int_eq(score__period_months(before), score__period_months(p));
        ck_assert_int_eq(score__period_last_day_of(before, day) + 1, score__period_first_day_of(p, day));
      }
    }
  }
  score__period p, before;
  char text[SCORE__PERIOD_TEXT];
  ck_assert_int_eq(score__period_parse(&p, "2026-9M", 7), 0);
  ck_assert_int_eq(score__period_previous(&before, p), 0);
  score__period_print(text, sizeof text, before);
  ck_assert_str_eq(text, "2025-9M");
  ck_assert_int_eq(score__period_parse(&p, "1900-Q1", 7), 0);
  ck_assert_int_eq(score__period_previous(&before, p), -1);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("calendar");
  TCase *cases = tcase_create("calendar");
  tcase_add_test(cases, day_by_day);
  tcase_add_loop_test(cases, places_of_faults, 0, (int)(sizeof faults / sizeof *faults));
  tcase_add_loop_test(cases, own_months, 0, (int)(sizeof windows / sizeof *windows));
  tcase_add_test(cases, periods_join);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
