#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/period.h"
#include "compute/checks.h"
#include "model/frame.h"

static const char *option_keys[] = {"truong", "pho"};
static score__words option_names[] = {{{"Head", "Trưởng"}}, {{"Deputy", "Phó"}}};

/* As the loader leaves them (docs/criteria-format.md, "Measures"). */
static const score__measure count = {.key = "n", .type = SCORE__MEASURE_COUNT, .has_min = true};
static const score__measure amount = {.key = "a", .type = SCORE__MEASURE_AMOUNT, .digits = 2, .scale = 2};
static const score__measure fine = {.key = "f", .type = SCORE__MEASURE_AMOUNT, .digits = 3, .scale = 3};
static const score__measure percent = {.key = "p",
                                       .type = SCORE__MEASURE_PERCENT,
                                       .digits = 2,
                                       .scale = 4,
                                       .has_min = true,
                                       .has_max = true,
                                       .max = 10000};
static const score__measure stepped = {
    .key = "s", .type = SCORE__MEASURE_AMOUNT, .digits = 1, .scale = 1, .has_max = true, .max = 100, .step = 5};
static const score__measure boolean = {.key = "b", .type = SCORE__MEASURE_BOOLEAN};
static const score__measure choice = {.key = "c",
                                      .type = SCORE__MEASURE_CHOICE,
                                      .option_count = 2,
                                      .option_key = option_keys,
                                      .option_name = option_names};
static const score__measure date = {.key = "d", .type = SCORE__MEASURE_DATE};

enum { V = SCORE__CELL_VALUE, NA = SCORE__CELL_NA, NONE = SCORE__CELL_MISSING, BAD = 9 };

static const struct cell {
  const score__measure *measure;
  const char *text;
  char mark;
  int state; /* BAD: `phrase` */
  int64_t value;
  int phrase;
} cells[] = {
    {&count, "", '.', NONE, 0, 0},
    {&count, "NA", '.', NA, 0, 0},
    {&count, "KAD", '.', NA, 0, 0},
    {&count, "na", '.', BAD, 0, SCORE__PH_CELL_NUMBER_FREE},
    {&count, "12", '.', V, 12, 0},
    {&count, "+12", ',', V, 12, 0},
    {&count, "12.0", '.', V, 12, 0},
    {&count, "12.5", '.', BAD, 0, SCORE__PH_CELL_WHOLE},
    {&count, "1.234", ',', BAD, 0, SCORE__PH_CELL_WHOLE},
    {&count, "4.000", '.', BAD, 0, SCORE__PH_CELL_WHOLE},
    {&count, "-4,000", 0, BAD, 0, SCORE__PH_CELL_WHOLE},
    {&count, "-1", '.', BAD, 0, SCORE__PH_CELL_BELOW},
    {&count, "1e3", '.', BAD, 0, SCORE__PH_CELL_NUMBER_FREE},
    {&count, "1 234", '.', BAD, 0, SCORE__PH_CELL_NUMBER_FREE},
    {&count, "999999999999999999", '.', V, INT64_C(999999999999999999), 0},
    {&count, "9999999999999999999", '.', BAD, 0, SCORE__PH_CELL_RANGE},
    {&amount, "22,5", '.', BAD, 0, SCORE__PH_CELL_MARK},
    {&amount, "22,5", ',', V, 2250, 0},
    {&amount, "22.5", ',', BAD, 0, SCORE__PH_CELL_MARK},
    {&amount, "-0.25", '.', V, -25, 0},
    {&amount, "1.234", '.', BAD, 0, SCORE__PH_CELL_TWO_READINGS},
    {&amount, "0.125", '.', BAD, 0, SCORE__PH_CELL_DIGITS},
    {&amount, "1.2345", '.', BAD, 0, SCORE__PH_CELL_DIGITS},
    {&amount, "1.2.3", '.', BAD, 0, SCORE__PH_CELL_NUMBER},
    {&amount, "1,234.50", '.', BAD, 0, SCORE__PH_CELL_NUMBER},
    {&amount, "inf", '.', BAD, 0, SCORE__PH_CELL_NUMBER},
    {&fine, "1.234", '.', V, 1234, 0},
    {&fine, "1.234", ',', BAD, 0, SCORE__PH_CELL_TWO_READINGS},
    {&fine, "1.234", 0, BAD, 0, SCORE__PH_CELL_TWO_READINGS},
    {&fine, "1,234", '.', BAD, 0, SCORE__PH_CELL_TWO_READINGS},
    {&fine, "0.125", 0, V, 125, 0},
    {&fine, "0,125", 0, V, 125, 0},
    {&fine, "1234.567", 0, V, 1234567, 0},
    {&percent, "85", '.', V, 8500, 0},
    {&percent, "85%", '.', V, 8500, 0},
    {&percent, "85 %", '.', V, 8500, 0},
    {&percent, "85,5", ',', V, 8550, 0},
    {&percent, "85,5%", ',', V, 8550, 0},
    {&percent, "0.855", '.', BAD, 0, SCORE__PH_CELL_DIGITS},
    {&percent, "100.01", '.', BAD, 0, SCORE__PH_CELL_ABOVE},
    {&percent, "-1", '.', BAD, 0, SCORE__PH_CELL_BELOW},
    {&percent, "%", '.', BAD, 0, SCORE__PH_CELL_NUMBER},
    {&stepped, "2.5", '.', V, 25, 0},
    {&stepped, "2.6", '.', BAD, 0, SCORE__PH_CELL_STEP},
    {&stepped, "10.5", '.', BAD, 0, SCORE__PH_CELL_ABOVE},
    {&boolean, "1", '.', V, 1, 0},
    {&boolean, "có", '.', V, 1, 0},
    {&boolean, "CÓ", '.', V, 1, 0},
    {&boolean, "Yes", '.', V, 1, 0},
    {&boolean, "true", '.', V, 1, 0},
    {&boolean, "0", '.', V, 0, 0},
    {&boolean, "Không", '.', V, 0, 0},
    {&boolean, "KHÔNG", '.', V, 0, 0},
    {&boolean, "FALSE", '.', V, 0, 0},
    {&boolean, "x", '.', BAD, 0, SCORE__PH_CELL_BOOLEAN},
    {&boolean, "2", '.', BAD, 0, SCORE__PH_CELL_BOOLEAN},
    {&boolean, "", '.', NONE, 0, 0},
    {&choice, "truong", '.', V, 0, 0},
    {&choice, "pho", '.', V, 1, 0},
    {&choice, "Phó", '.', V, 1, 0},
    {&choice, "Head", '.', V, 0, 0},
    {&choice, "phó", '.', BAD, 0, SCORE__PH_CELL_CHOICE},
    {&choice, "NA", '.', NA, 0, 0},
    {&date, "1970-01-11", '.', V, 10, 0},
    {&date, "11/1/1970", '.', V, 10, 0},
    {&date, "2026-02-29", '.', BAD, 0, SCORE__PH_CELL_DATE},
    {&date, "tomorrow", '.', BAD, 0, SCORE__PH_CELL_DATE},
};

START_TEST(test_cell)
{
  const struct cell *c = &cells[_i];
  int64_t value = -77;
  uint8_t state = 77;
  score_error err = {0};
  int status = score__check_cell(c->measure, c->text, strlen(c->text), c->mark, &value, &state, &err);
  if (c->state == BAD) {
    ck_assert_msg(status == SCORE_E_INPUT, "%s was taken as %lld", c->text, (long long)value);
    char text[512];
    score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
    ck_assert_msg(err.phrase == c->phrase, "%s: %s", c->text, text);
    ck_assert_ptr_nonnull(strstr(text, c->text));
    /* err may be absent */
    ck_assert_int_eq(score__check_cell(c->measure, c->text, strlen(c->text), c->mark, &value, &state, NULL),
                     SCORE_E_INPUT);
    return;
  }
  ck_assert_msg(status == 0, "%s", c->text);
  ck_assert_int_eq(state, c->state);
  if (c->state == V) ck_assert_int_eq(value, c->value);
}
END_TEST

START_TEST(test_both_readings)
{
  int64_t value;
  uint8_t state;
  score_error err = {0};
  char text[512];
  ck_assert_int_eq(score__check_cell(&fine, "-1.234", 6, 0, &value, &state, &err), SCORE_E_INPUT);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_ptr_nonnull(strstr(text, "-1234"));
  ck_assert_ptr_nonnull(strstr(text, "or -1.234"));
  score_error_text(text, sizeof text, &err, SCORE_LANG_VI);
  ck_assert_ptr_nonnull(strstr(text, "hoặc -1.234"));
}
END_TEST

/* A text that is not ended by NUL: only its size counts. */
START_TEST(test_size)
{
  int64_t value;
  uint8_t state;
  char *digits = malloc(1000000);
  ck_assert_ptr_nonnull(digits);
  memset(digits, '9', 1000000);
  ck_assert_int_eq(score__check_cell(&count, digits, 2, '.', &value, &state, NULL), 0);
  ck_assert_int_eq(value, 99);
  ck_assert_int_eq(score__check_cell(&count, digits, 1000000, '.', &value, &state, NULL), SCORE_E_INPUT);
  ck_assert_int_eq(score__check_cell(&boolean, digits, 1000000, '.', &value, &state, NULL), SCORE_E_INPUT);
  ck_assert_int_eq(score__check_cell(&choice, digits, 1000000, '.', &value, &state, NULL), SCORE_E_INPUT);
  ck_assert_int_eq(score__check_cell(&date, digits, 1000000, '.', &value, &state, NULL), SCORE_E_INPUT);
  free(digits);
}
END_TEST

static const struct points {
  const char *text;
  int64_t max, grid, micro;
  int phrase; /* 0 = good */
} points[] = {
    {"12", 12000000, 10000, 12000000, 0},
    {"8.41", 12000000, 10000, 8410000, 0},
    {"0", 12000000, 10000, 0, 0},
    {"12.01", 12000000, 10000, 0, SCORE__PH_CELL_ABOVE},
    {"-0.01", 12000000, 10000, 0, SCORE__PH_CELL_BELOW},
    {"8.415", 12000000, 10000, 0, SCORE__PH_CELL_STEP},
    {"8.415", 12000000, 0, 8415000, 0}, /* no grid: six digits */
    {"0.25", 2000000, 500000, 0, SCORE__PH_CELL_STEP},
    {"8,41", 12000000, 10000, 0, SCORE__PH_CELL_MARK},
    {"8.4123456", 12000000, 0, 0, SCORE__PH_CELL_DIGITS},
    {"NA", 12000000, 10000, 0, SCORE__PH_CELL_POINTS_NA},
    {"x", 12000000, 10000, 0, SCORE__PH_CELL_NUMBER},
};

START_TEST(test_points)
{
  const struct points *p = &points[_i];
  score__node node = {.max_micro = p->max, .grid_micro = p->grid};
  int64_t micro;
  uint8_t state;
  score_error err = {0};
  int status = score__check_points(&node, p->text, strlen(p->text), '.', &micro, &state, &err);
  ck_assert_int_eq(status, p->phrase ? SCORE_E_INPUT : 0);
  ck_assert_int_eq(err.phrase, p->phrase);
  if (!p->phrase) {
    ck_assert_int_eq(micro, p->micro);
    ck_assert_int_eq(state, SCORE__CELL_VALUE);
  }
}
END_TEST

START_TEST(test_stored)
{
  int64_t out;
  score_error err = {0};
  ck_assert_int_eq(score__check_stored(&amount, 125, 1, &out, &err), 0);
  ck_assert_int_eq(out, 1250);
  ck_assert_int_eq(score__check_stored(&amount, 12500, 4, &out, &err), 0);
  ck_assert_int_eq(out, 125);
  ck_assert_int_eq(score__check_stored(&amount, 12501, 4, &out, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_CELL_STORED_DIGITS);
  ck_assert_int_eq(score__check_stored(&percent, 10100, 4, &out, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_CELL_STORED_BOUNDS);
  ck_assert_int_eq(score__check_stored(&choice, 2, 0, &out, &err), SCORE_E_INPUT);
  ck_assert_int_eq(score__check_stored(&boolean, 2, 0, &out, &err), SCORE_E_INPUT);
  ck_assert_int_eq(score__check_stored(&percent, INT64_MAX / 2, 0, &out, &err), SCORE_E_INPUT);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("checks");
  TCase *tc = tcase_create("checks");
  tcase_add_loop_test(tc, test_cell, 0, sizeof cells / sizeof *cells);
  tcase_add_test(tc, test_both_readings);
  tcase_add_test(tc, test_size);
  tcase_add_loop_test(tc, test_points, 0, sizeof points / sizeof *points);
  tcase_add_test(tc, test_stored);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
