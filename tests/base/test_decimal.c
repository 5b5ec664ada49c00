/* Decimal text in both notations. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static const struct {
  const char *text;
  int digits;
  char mark;
  int status;
  int64_t want;
} reads[] = {
    {"0", 0, '.', SCORE__DECIMAL_OK, 0},
    {"-12,5", 5, ',', SCORE__DECIMAL_OK, -1250000},
    {"85", 2, 0, SCORE__DECIMAL_OK, 8500},
    {"85.5", 2, '.', SCORE__DECIMAL_OK, 8550},
    {"85,5", 2, ',', SCORE__DECIMAL_OK, 8550},
    {"85.5", 2, 0, SCORE__DECIMAL_OK, 8550},
    {"85,5", 2, 0, SCORE__DECIMAL_OK, 8550},
    {"+7", 0, '.', SCORE__DECIMAL_OK, 7},
    {"-0", 2, '.', SCORE__DECIMAL_OK, 0},
    {"007", 0, '.', SCORE__DECIMAL_OK, 7},
    {"0.000001", 6, '.', SCORE__DECIMAL_OK, 1},
    {"0000000000000000000000001", 0, '.', SCORE__DECIMAL_OK, 1},
    {"12.50000000000000000000000", 1, '.', SCORE__DECIMAL_OK, 125},
    {"12.00", 0, '.', SCORE__DECIMAL_OK, 12},
    {"10", 0, '.', SCORE__DECIMAL_OK, 10},
    {"999999999999999999", 0, '.', SCORE__DECIMAL_OK, 999999999999999999},
    {"9.223372036854775", 18, '.', SCORE__DECIMAL_OK, 9223372036854775000},
    {"", 2, '.', SCORE__DECIMAL_EMPTY, 0},
    {"-", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"85,5", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"85.5", 2, ',', SCORE__DECIMAL_SYNTAX, 0},
    {"1.234,5", 2, 0, SCORE__DECIMAL_SYNTAX, 0},
    {"1.2.3", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {".5", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"5.", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"1e3", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"0x10", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"12 ", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"--1", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"nan", 2, '.', SCORE__DECIMAL_SYNTAX, 0},
    {"\xd9\xa1", 2, '.', SCORE__DECIMAL_SYNTAX, 0}, /* an Arabic one */
    {"12.345", 2, '.', SCORE__DECIMAL_DIGITS, 0},
    {"12.5", 0, '.', SCORE__DECIMAL_DIGITS, 0},
    {"0.1234567890123456789", 6, '.', SCORE__DECIMAL_DIGITS, 0},
    {"1234567890123456789", 0, '.', SCORE__DECIMAL_RANGE, 0},
    {"999999999999999999", 6, '.', SCORE__DECIMAL_RANGE, 0},
    {"9223372036854.775808", 6, '.', SCORE__DECIMAL_RANGE, 0},
    {"1.234", 2, 0, SCORE__DECIMAL_AMBIGUOUS, 0},
    {"1,234", 3, 0, SCORE__DECIMAL_AMBIGUOUS, 0},
    {"1.230", 3, 0, SCORE__DECIMAL_AMBIGUOUS, 0},
    {"1.234", 3, '.', SCORE__DECIMAL_OK, 1234},
    {"1.2345", 4, 0, SCORE__DECIMAL_OK, 12345},
};

START_TEST(reading)
{
  int64_t got = -77;
  /* Not terminated: a cell is a part of a line. */
  size_t size = strlen(reads[_i].text);
  char *bytes = malloc(size ? size : 1);
  ck_assert_ptr_nonnull(bytes);
  memcpy(bytes, reads[_i].text, size);
  int status = score__decimal_parse(&got, bytes, size, reads[_i].digits, reads[_i].mark);
  free(bytes);
  ck_assert_msg(status == reads[_i].status, "\"%s\": status %d", reads[_i].text, status);
  if (status == SCORE__DECIMAL_OK) ck_assert_int_eq(got, reads[_i].want);
}
END_TEST

START_TEST(a_million_digits)
{
  size_t size = 1000000;
  char *bytes = malloc(size);
  int64_t got;
  ck_assert_ptr_nonnull(bytes);
  memset(bytes, '9', size);
  ck_assert_int_eq(score__decimal_parse(&got, bytes, size, 2, '.'), SCORE__DECIMAL_RANGE);
  memset(bytes, '0', size);
  ck_assert_int_eq(score__decimal_parse(&got, bytes, size, 2, '.'), SCORE__DECIMAL_OK);
  ck_assert_int_eq(got, 0);
  bytes[1] = '.';
  ck_assert_int_eq(score__decimal_parse(&got, bytes, size, 2, '.'), SCORE__DECIMAL_OK);
  bytes[size - 1] = '1';
  ck_assert_int_eq(score__decimal_parse(&got, bytes, size, 2, '.'), SCORE__DECIMAL_DIGITS);
  free(bytes);
}
END_TEST

static const struct {
  const char *text;
  char mark;
  int status;
  int64_t num, den;
} fractions[] = {
    {"80%", '.', SCORE__DECIMAL_OK, 4, 5},     {"0.8", '.', SCORE__DECIMAL_OK, 4, 5},
    {"12,5%", ',', SCORE__DECIMAL_OK, 1, 8},   {"-0.125", '.', SCORE__DECIMAL_OK, -1, 8},
    {"100", '.', SCORE__DECIMAL_OK, 100, 1},   {"0.000000000000000001", '.', SCORE__DECIMAL_OK, 1, 1000000000000000000},
    {"%", '.', SCORE__DECIMAL_EMPTY, 0, 0},    {"", '.', SCORE__DECIMAL_EMPTY, 0, 0},
    {"5%%", '.', SCORE__DECIMAL_SYNTAX, 0, 0}, {"0.0000000000000000001", '.', SCORE__DECIMAL_RANGE, 0, 0},
};

START_TEST(reading_fractions)
{
  score__fraction v;
  int status = score__decimal_parse_fraction(&v, fractions[_i].text, strlen(fractions[_i].text), fractions[_i].mark);
  ck_assert_int_eq(status, fractions[_i].status);
  if (status != SCORE__DECIMAL_OK) return;
  score__fraction_reduce(&v);
  ck_assert(v.num == fractions[_i].num && v.den == fractions[_i].den);
}
END_TEST

static const struct {
  int64_t value;
  int digits, keep;
  char mark;
  const char *want;
} prints[] = {
    {0, 6, -1, '.', "0"},
    {0, 6, 2, '.', "0.00"},
    {87500000, 6, 2, '.', "87.50"},
    {87500000, 6, -1, '.', "87.5"},
    {87500000, 6, 0, ',', "87,5"}, /* a digit that is not 0 is never dropped */
    {-130000, 6, 2, ',', "-0,13"},
    {1, 6, 2, '.', "0.000001"},
    {-5, 1, 1, '.', "-0.5"},
    {12, 0, -1, '.', "12"},
    {120, 0, -1, '.', "120"},
    {INT64_MAX, 18, -1, '.', "9.223372036854775807"},
    {INT64_MIN, 0, 0, '.', "-9223372036854775808"},
    {INT64_MIN, 18, -1, '.', "-9.223372036854775808"},
};

START_TEST(printing)
{
  char buf[64];
  size_t n =
      score__decimal_print(buf, sizeof buf, prints[_i].value, prints[_i].digits, prints[_i].keep, prints[_i].mark);
  ck_assert_str_eq(buf, prints[_i].want);
  ck_assert_uint_eq(n, strlen(prints[_i].want));
  char small[4];
  ck_assert_uint_eq(
      score__decimal_print(small, sizeof small, prints[_i].value, prints[_i].digits, prints[_i].keep, prints[_i].mark),
      n);
  ck_assert_uint_lt(strlen(small), sizeof small);
  ck_assert_int_eq(strncmp(small, buf, strlen(small)), 0);
}
END_TEST

START_TEST(printing_points)
{
  char buf[64];
  static const struct {
    int64_t micro, grid;
    const char *want;
  } cases[] = {{1460000, 10000, "1.46"},    {500000, 500000, "0.5"}, {12000000, 10000, "12.00"},
               {12000000, 1000000, "12"},   {12500000, 0, "12.5"},   {0, 10000, "0.00"},
               {12000000, 250000, "12.00"}, {3000000, 3000000, "3"}, {-3000000, 10000, "-3.00"}};
  for (int i = 0; i < COUNT(cases); i++) {
    score__points_print(buf, sizeof buf, cases[i].micro, cases[i].grid, '.');
    ck_assert_str_eq(buf, cases[i].want);
  }
}
END_TEST

START_TEST(printing_fractions)
{
  char buf[96];
  const score__i128 most = (score__i128)(~(score__u128)0 >> 1);
  static const char largest[] = "170141183460469231731687303715884105727";
  score__fraction v = {6, 4};
  score__fraction_print(buf, sizeof buf, &v);
  ck_assert_str_eq(buf, "3/2");
  v = (score__fraction){-8, 4};
  score__fraction_print(buf, sizeof buf, &v);
  ck_assert_str_eq(buf, "-2");
  v = (score__fraction){0, 9};
  score__fraction_print(buf, sizeof buf, &v);
  ck_assert_str_eq(buf, "0");
  v = (score__fraction){-(most - 1), most};
  ck_assert_uint_eq(score__fraction_print(buf, sizeof buf, &v), 80);
  ck_assert_str_eq(buf + 41, largest);
  v = (score__fraction){-most - 1, 1};
  score__fraction_print(buf, sizeof buf, &v);
  ck_assert_str_eq(buf, "-170141183460469231731687303715884105728");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("decimal");
  TCase *tests = tcase_create("decimal");
  tcase_add_loop_test(tests, reading, 0, COUNT(reads));
  tcase_add_test(tests, a_million_digits);
  tcase_add_loop_test(tests, reading_fractions, 0, COUNT(fractions));
  tcase_add_loop_test(tests, printing, 0, COUNT(prints));
  tcase_add_test(tests, printing_points);
  tcase_add_test(tests, printing_fractions);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
