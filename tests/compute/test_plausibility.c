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
static score_data *data, *brought; /* all there is; what the file brought of it */
static score__expectation expects;
static score__oddity seen[MOST];
static size_t seen_count;
static int64_t jump_micro;

static void setup(void)
{
  score_error err = {0};
  ck_assert_int_eq(score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&data, set, &err), 0);
  ck_assert_int_eq(score_data_new(&brought, set, &err), 0);
  ck_assert_int_eq(score__expectation_of(&expects, set), 0);
  seen_count = 0;
  jump_micro = 0;
}

static void teardown(void)
{
  score__expectation_free(&expects);
  score_data_free(brought);
  score_data_free(data);
  score_criteria_free(set);
}

static size_t measure(const char *key)
{
  return score__dict_get(&set->by_measure, key);
}

static void set_one(score_data *d, const char *unit, const char *period, const char *key, const char *text)
{
  score_error err = {0};
  ck_assert_int_eq(score_data_set(d, unit, period, key, SCORE_STAGE_SELF, text, &err), 0);
}

/* What was there before the file. */
static void known(const char *unit, const char *period, const char *key, const char *text)
{
  set_one(data, unit, period, key, text);
}

static void put(const char *unit, const char *period, const char *key, const char *text)
{
  set_one(data, unit, period, key, text);
  for (size_t i = 0; i < data->units.count; i++)
    ck_assert_uint_eq(score__units_add(&brought->units, data->units.code[i]), i);
  set_one(brought, unit, period, key, text);
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

static const score__frame *frame_of(const score_data *d, const char *period)
{
  score__period p;
  if (!period) return NULL;
  ck_assert_int_eq(score__period_parse(&p, period, strlen(period)), 0);
  return score__data_find_frame(d, p);
}

static size_t look(const char *now, const char *before)
{
  const score__survey s = {.set = set,
                           .units = &data->units,
                           .expects = &expects,
                           .brought = frame_of(brought, now),
                           .now = frame_of(data, now),
                           .before = frame_of(data, before),
                           .jump_micro = jump_micro};
  seen_count = 0;
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
  look("2026-Q3", NULL);
  ck_assert_uint_eq(count_of(SCORE__ODD_EXCEEDS), 2);
  ck_assert_uint_eq(seen[0].unit, 0);
  ck_assert_uint_eq(seen[0].measure, measure("a"));
  ck_assert_uint_eq(seen[0].other, measure("b"));
  ck_assert_int_eq(seen[0].value, 9001);
  ck_assert_int_eq(seen[0].than, 90);
  ck_assert_uint_eq(seen[1].measure, measure("e"));
  known("6", "2026-Q3", "a", "91"); /* the whole alone is new: it is told all the same */
  put("6", "2026-Q3", "b", "90");
  known("7", "2026-Q3", "a", "91"); /* neither is new */
  known("7", "2026-Q3", "b", "90");
  look("2026-Q3", NULL);
  ck_assert_uint_eq(count_of(SCORE__ODD_EXCEEDS), 3);
  ck_assert_uint_eq(seen[1].unit, 5);
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
    look("2026-Q3", "2026-Q2");
    size_t jumped = count_of(SCORE__ODD_ROSE) + count_of(SCORE__ODD_FELL);
    ck_assert_msg(jumped == (rows[i].kind >= 0), "row %zu", i);
    if (rows[i].kind >= 0) ck_assert_uint_eq(count_of((uint8_t)rows[i].kind), 1);
    jump_micro = 0;
    look("2026-Q3", "2026-Q2");
    ck_assert_uint_eq(count_of(SCORE__ODD_ROSE) + count_of(SCORE__ODD_FELL), 0);
  }
  jump_micro = 3000000;
  look("2026-Q3", "2026-Q2");
  ck_assert_uint_eq(count_of(SCORE__ODD_ROSE), 1);
  known("2", "2026-Q2", "b", "1");
  known("2", "2026-Q3", "b", "100"); /* it was there before the file */
  look("2026-Q3", "2026-Q2");
  ck_assert_uint_eq(count_of(SCORE__ODD_ROSE), 1);
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
  look("2026-Q1", "2025-Q4");
  ck_assert_uint_eq(seen_count, 0);
  look("2026-Q2", "2026-Q1");
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
    known(code, "2026-Q2", "b", "10");
  }
  put("1", "2026-Q3", "b", "10");
  put("2", "2026-Q3", "b", "10");
  put("3", "2026-Q3", "b", "10");
  put("6", "2026-Q3", "b", "10");
  look("2026-Q3", "2026-Q2");
  ck_assert_uint_eq(count_of(SCORE__ODD_ENDED), 1);
  ck_assert_uint_eq(seen[0].unit, 0);
  ck_assert_uint_eq(seen[0].other, 2);
  int32_t day;
  ck_assert_int_eq(score__date_parse_iso(&day, "2026-06-30"), 0);
  ck_assert_int_eq(seen[0].than, day);
  /* 4 reported and does not; 5 is of another kind, 7 is no more at the end of the quarter. */
  ck_assert_uint_eq(count_of(SCORE__ODD_ABSENT), 1);
  ck_assert_uint_eq(seen[1].unit, 3);
  known("4", "2026-Q3", "c", "1"); /* sent before, in a file of its own */
  look("2026-Q3", "2026-Q2");
  ck_assert_uint_eq(count_of(SCORE__ODD_ABSENT), 0);
  known("4", "2026-Q3", "c", "");
  put("1", "2026-Q3", "b", "");
  put("2", "2026-Q3", "b", "");
  look("2026-Q3", "2026-Q2"); /* 3 and 6: 4 is absent, and 1 and 2 are no more */
  ck_assert_uint_eq(count_of(SCORE__ODD_ABSENT), 1);
  put("6", "2026-Q3", "b", ""); /* a file of one unit says nothing of the others */
  look("2026-Q3", "2026-Q2");
  ck_assert_uint_eq(count_of(SCORE__ODD_ABSENT), 0);
}
END_TEST

START_TEST(evidence)
{
  static const struct {
    const char *key;
    score_stage stage;
    uint8_t state;
    score__origin said;
    bool bare, expired;
  } rows[] = {
      {"b", SCORE_STAGE_SELF, SCORE__CELL_VALUE, {"", "", "", ""}, true, false},          /* asked for, not there */
      {"b", SCORE_STAGE_SELF, SCORE__CELL_VALUE, {"", "QD-1", "", ""}, false, false},     /* evidence */
      {"b", SCORE_STAGE_SELF, SCORE__CELL_VALUE, {"register", "", "", ""}, false, false}, /* a source is enough */
      {"b", SCORE_STAGE_SELF, SCORE__CELL_VALUE, {"", "", "only a note", ""}, true, false},
      {"b", SCORE_STAGE_SELF, SCORE__CELL_NA, {"", "", "", ""}, false, false},         /* no value */
      {"b", SCORE_STAGE_PUBLISHED, SCORE__CELL_VALUE, {"", "", "", ""}, false, false}, /* published */
      {"c", SCORE_STAGE_SELF, SCORE__CELL_VALUE, {"", "", "", ""}, false, false},      /* nobody asks */
      {"c",
       SCORE_STAGE_SELF,
       SCORE__CELL_VALUE,
       {"", "x", "", "2026-09-29"},
       false,
       true}, /* the day before the last */
      {"c", SCORE_STAGE_SELF, SCORE__CELL_VALUE, {"", "x", "", "2026-09-30"}, false, false},
      {"b", SCORE_STAGE_SELF, SCORE__CELL_VALUE, {"", "", "", "2025-01-01"}, true, true}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    score__observation o = {.unit = 3,
                            .stage = (uint8_t)rows[i].stage,
                            .state = rows[i].state,
                            .column = (uint32_t)measure(rows[i].key),
                            .value = 1,
                            .said = rows[i].said};
    score__oddity out[2];
    ck_assert_int_eq(score__period_parse(&o.period, "2026-Q3", 7), 0);
    size_t count = score__oddity_of_cell(&expects, set, &o, out);
    ck_assert_msg(count == (size_t)rows[i].bare + rows[i].expired, "row %zu", i);
    if (rows[i].bare) ck_assert_uint_eq(out[0].kind, SCORE__ODD_BARE);
    if (rows[i].expired) ck_assert_uint_eq(out[count - 1].kind, SCORE__ODD_EXPIRED);
    if (rows[i].expired && !rows[i].bare) ck_assert_int_eq(out[0].than - out[0].value, 1);
  }
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
