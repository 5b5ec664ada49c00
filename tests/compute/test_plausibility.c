/* What is unlikely in the data of a period, each bound from both sides, worked by hand. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compute/plausibility.h"

/* a of b (a share, 2 digits against a count); c of d may be more; e in a part of a sum; y since 1 January, t a share. */
static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"measures\": {"
    "\"a\": {\"type\": \"amount\", \"digits\": 2, \"name\": \"a\"}, \"b\": {\"type\": \"count\", \"name\": \"b\"},"
    "\"c\": {\"type\": \"count\", \"name\": \"c\"}, \"d\": {\"type\": \"count\", \"name\": \"d\"},"
    "\"e\": {\"type\": \"count\", \"name\": \"e\"},"
    "\"y\": {\"type\": \"count\", \"name\": \"y\", \"over_time\": \"ytd\"},"
    "\"t\": {\"type\": \"percent\", \"name\": \"t\"}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"30\", \"criteria\": ["
    "{\"key\": \"A\", \"name\": \"a\", \"max\": \"10\", \"evidence\": \"a report\", \"rule\": {\"kind\": \"ratio\","
    " \"num\": \"a\", \"den\": \"b\", \"zero_denominator\": \"zero\"}},"
    "{\"key\": \"C\", \"name\": \"c\", \"max\": \"10\", \"rule\": {\"kind\": \"ratio\", \"num\": \"c\", \"den\": \"d\","
    " \"zero_denominator\": \"zero\", \"may_exceed\": true}},"
    "{\"key\": \"E\", \"name\": \"e\", \"max\": \"10\", \"rule\": {\"kind\": \"sum\", \"parts\": ["
    "{\"name\": \"one\", \"max\": \"5\", \"rule\": {\"kind\": \"ratio\", \"num\": \"e\", \"den\": \"d\","
    " \"zero_denominator\": \"zero\"}}, {\"name\": \"two\", \"max\": \"5\", \"rule\": {\"kind\": \"ratio\","
    " \"num\": \"y\", \"den\": \"b + d\", \"zero_denominator\": \"zero\"}}]}}]}], \"total\": {\"max\": \"30\"}}";

enum { MOST = 64 };
static score_criteria *set;
static score_data *data;
static score__expectation expects;
static score__oddity seen[MOST];
static size_t seen_count;
static uint8_t reporting[16];
static int64_t jump_micro;
static size_t stale; /* a measure that the file did not bring; SIZE_MAX = it brought all */

static void setup(void)
{
  score_error err = {0};
  ck_assert_int_eq(score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&data, set, &err), 0);
  ck_assert_int_eq(score__expectation_of(&expects, set), 0);
  seen_count = 0;
  jump_micro = 0;
  stale = SIZE_MAX;
  memset(reporting, 1, sizeof reporting);
}

static void teardown(void)
{
  score__expectation_free(&expects);
  score_data_free(data);
  score_criteria_free(set);
}

static size_t measure(const char *key)
{
  return score__dict_get(&set->by_measure, key);
}

static void put(const char *unit, const char *period, const char *key, const char *text)
{
  score_error err = {0};
  ck_assert_int_eq(score_data_set(data, unit, period, key, SCORE_STAGE_SELF, text, &err), 0);
}

static void state(const char *code, const char *first, const char *last, const char *kind, const char *successor)
{
  int32_t from = INT32_MIN, to = INT32_MAX;
  size_t unit = score__units_add(&data->units, code);
  if (first) ck_assert_int_eq(score__date_parse_iso(&from, first), 0);
  if (last) ck_assert_int_eq(score__date_parse_iso(&to, last), 0);
  ck_assert_int_eq(score__units_state(&data->units, unit, from, to, code, kind, "75", NULL), 0);
  ck_assert_int_eq(score__units_succeed(&data->units, unit, successor), 0);
}

static void told(void *context, const score__oddity *o)
{
  (void)context;
  ck_assert_uint_lt(seen_count, MOST);
  seen[seen_count++] = *o;
}

static bool fresh(const void *context, size_t unit, size_t m)
{
  (void)context;
  (void)unit;
  return m != stale;
}

static size_t look(const char *now, const char *before, int stage)
{
  score__period p, q;
  ck_assert_int_eq(score__data_settle(data), 0);
  ck_assert_int_eq(score__period_parse(&p, now, strlen(now)), 0);
  const score__survey s = {
      .data = data,
      .expects = &expects,
      .now = score__data_find_frame(data, p),
      .before = before && score__period_parse(&q, before, strlen(before)) == 0 ? score__data_find_frame(data, q) : NULL,
      .stage = stage,
      .jump_micro = jump_micro,
      .fresh = fresh,
      .reporting = reporting};
  seen_count = 0;
  ck_assert_ptr_nonnull(s.now);
  ck_assert_int_eq(score__survey_run(&s, told, NULL), 0);
  return seen_count;
}

static size_t count_of(uint8_t kind)
{
  size_t n = 0;
  for (size_t i = 0; i < seen_count; i++) n += seen[i].kind == kind;
  return n;
}

START_TEST(parts_of_wholes)
{
  ck_assert_uint_eq(expects.pair_count, 2); /* a of b, e of d; c may exceed d, and b + d is no measure */
  put("1", "2026-Q3", "a", "90.01");
  put("1", "2026-Q3", "b", "90");
  put("2", "2026-Q3", "a", "90");
  put("2", "2026-Q3", "b", "90");
  put("3", "2026-Q3", "a", "91"); /* no whole */
  put("4", "2026-Q3", "c", "5");
  put("4", "2026-Q3", "d", "4");
  put("5", "2026-Q3", "e", "5");
  put("5", "2026-Q3", "d", "4");
  look("2026-Q3", NULL, 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_EXCEEDS), 2);
  ck_assert_uint_eq(seen[0].unit, 0);
  ck_assert_uint_eq(seen[0].measure, measure("a"));
  ck_assert_uint_eq(seen[0].other, measure("b"));
  ck_assert_int_eq(seen[0].value, 9001);
  ck_assert_int_eq(seen[0].than, 90);
  ck_assert_uint_eq(seen[1].measure, measure("e"));
  stale = measure("a"); /* the whole alone is new: it is told all the same */
  look("2026-Q3", NULL, 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_EXCEEDS), 2);
}
END_TEST

START_TEST(jumps)
{
  static const struct {
    const char *before, *now;
    int kind; /* -1 = none */
  } rows[] = {{"100", "301", SCORE__ODD_ROSE},
              {"100", "300", -1},
              {"100", "33", SCORE__ODD_FELL},
              {"100", "34", -1},
              {"0", "50", -1},
              {"50", "0", -1},
              {"9000000000000000", "1", SCORE__ODD_FELL},
              {"1", "900000000000000000", SCORE__ODD_ROSE}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    put("1", "2026-Q2", "b", rows[i].before);
    put("1", "2026-Q3", "b", rows[i].now);
    jump_micro = 3000000;
    look("2026-Q3", "2026-Q2", 0);
    size_t jumped = count_of(SCORE__ODD_ROSE) + count_of(SCORE__ODD_FELL);
    ck_assert_msg(jumped == (rows[i].kind >= 0), "row %zu", i);
    if (rows[i].kind >= 0) ck_assert_uint_eq(count_of((uint8_t)rows[i].kind), 1);
    jump_micro = 0;
    look("2026-Q3", "2026-Q2", 0);
    ck_assert_uint_eq(count_of(SCORE__ODD_ROSE) + count_of(SCORE__ODD_FELL), 0);
  }
  jump_micro = 3000000;
  look("2026-Q3", "2026-Q2", 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_ROSE), 1);
  stale = measure("b"); /* it was there before the file */
  look("2026-Q3", "2026-Q2", 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_ROSE), 0);
}
END_TEST

START_TEST(what_begins_anew)
{
  put("1", "2025-Q4", "y", "400");
  put("1", "2026-Q1", "y", "100");
  put("1", "2026-Q2", "y", "500");
  put("1", "2025-Q4", "t", "1%");
  put("1", "2026-Q1", "t", "90%"); /* a share does not jump */
  jump_micro = 3000000;
  look("2026-Q1", "2025-Q4", 0);
  ck_assert_uint_eq(seen_count, 0);
  look("2026-Q2", "2026-Q1", 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_ROSE), 1);
}
END_TEST

START_TEST(ended_and_absent)
{
  state("1", NULL, "2026-06-30", "xa", "3"); /* ended the day before the quarter */
  state("2", NULL, "2026-07-01", "xa", "3"); /* ended within it */
  state("3", NULL, NULL, "xa", "");
  state("4", NULL, NULL, "xa", "");
  state("5", NULL, NULL, "phuong", "");
  state("6", NULL, "2026-06-30", "xa", ""); /* nobody took over */
  state("7", NULL, "2026-08-31", "xa", "3");
  for (int i = 1; i <= 7; i++) {
    char code[2] = {(char)('0' + i), 0};
    put(code, "2026-Q2", "b", "10");
  }
  put("1", "2026-Q3", "b", "10");
  put("2", "2026-Q3", "b", "10");
  put("3", "2026-Q3", "b", "10");
  put("6", "2026-Q3", "b", "10");
  memset(reporting, 0, sizeof reporting);
  reporting[0] = reporting[1] = reporting[2] = reporting[5] = 1;
  look("2026-Q3", "2026-Q2", 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_ENDED), 1);
  ck_assert_uint_eq(seen[0].unit, 0);
  ck_assert_uint_eq(seen[0].other, 2);
  int32_t day;
  ck_assert_int_eq(score__date_parse_iso(&day, "2026-06-30"), 0);
  ck_assert_int_eq(seen[0].than, day);
  /* 4 reported and does not; 5 is of another kind, 7 is no more at the end of the quarter. */
  ck_assert_uint_eq(count_of(SCORE__ODD_ABSENT), 1);
  ck_assert_uint_eq(seen[1].unit, 3);
  put("4", "2026-Q3", "c", "1"); /* sent before, in a file of its own */
  look("2026-Q3", "2026-Q2", 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_ABSENT), 0);
  put("4", "2026-Q3", "c", "");
  reporting[0] = reporting[1] = reporting[5] = 0; /* a file of one unit says nothing of the others */
  look("2026-Q3", "2026-Q2", 0);
  ck_assert_uint_eq(count_of(SCORE__ODD_ABSENT), 0);
}
END_TEST

static void prove(const char *unit, const char *key, score_stage stage, score__origin said)
{
  score__observation o = {.unit = (uint32_t)score__units_add(&data->units, unit),
                          .stage = (uint8_t)stage,
                          .state = SCORE__CELL_VALUE,
                          .column = (uint32_t)measure(key),
                          .value = 1,
                          .said = said};
  ck_assert_int_eq(score__period_parse(&o.period, "2026-Q3", 7), 0);
  ck_assert_int_ge(score__data_observe(data, &o), 0);
}

START_TEST(evidence)
{
  prove("1", "b", SCORE_STAGE_SELF, SCORE__ORIGIN_NONE);                         /* asked for, not there */
  prove("2", "b", SCORE_STAGE_SELF, (score__origin){"", "QD-1", "", ""});        /* evidence */
  prove("3", "b", SCORE_STAGE_SELF, (score__origin){"register", "", "", ""});    /* a source is enough */
  prove("4", "b", SCORE_STAGE_SELF, (score__origin){"", "", "only a note", ""}); /* a note is none */
  prove("5", "c", SCORE_STAGE_SELF, SCORE__ORIGIN_NONE);                         /* nobody asks */
  prove("6", "c", SCORE_STAGE_SELF, (score__origin){"", "x", "", "2026-09-29"}); /* the day before the last */
  prove("7", "c", SCORE_STAGE_SELF, (score__origin){"", "x", "", "2026-09-30"}); /* holds to the end */
  prove("8", "b", SCORE_STAGE_PUBLISHED, SCORE__ORIGIN_NONE);                    /* published */
  look("2026-Q3", NULL, SCORE_STAGE_SELF);
  ck_assert_uint_eq(count_of(SCORE__ODD_BARE), 2);
  ck_assert_uint_eq(seen[0].unit, 0);
  ck_assert_uint_eq(seen[1].unit, 3);
  ck_assert_uint_eq(count_of(SCORE__ODD_EXPIRED), 1);
  ck_assert_uint_eq(seen[2].unit, 5);
  ck_assert_int_eq(seen[2].than - seen[2].value, 1);
  ck_assert_uint_eq(look("2026-Q3", NULL, SCORE_STAGE_PUBLISHED), 0);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("plausibility");
  TCase *t = tcase_create("plausibility");
  tcase_add_checked_fixture(t, setup, teardown);
  tcase_add_test(t, parts_of_wholes);
  tcase_add_test(t, jumps);
  tcase_add_test(t, what_begins_anew);
  tcase_add_test(t, ended_and_absent);
  tcase_add_test(t, evidence);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
