/* Rounding and arithmetic of exact fractions, worked by hand (model §2, §10). */
#include <check.h>
#include <stdlib.h>

#include "base/fraction.h"

#define LARGEST  ((score__i128)(~(score__u128)0 >> 1))
#define LOWEST   (-LARGEST - 1)
#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static const struct {
  int64_t num, den, grid, want;
} rounds[] = {
    {-125, 1000, 10000, -130000},     /* -0.125 on 0.01 */
    {125, 1000, 10000, 130000},       /* 0.125 */
    {124999, 1000000, 10000, 120000}, /* just below */
    {5, 8, 10000, 630000},            /* 2 * (8/32) / 0.8 = 0.625 */
    {1, 4, 500000, 500000},           /* 0.25 on 0.5 */
    {-1, 4, 500000, -500000},         /* away from zero */
    {3, 7, 10000, 430000},            /* 3 * 1/7 */
    {9, 7, 10000, 1290000},           /* 3 * 3/7 */
    {89, 90, 10000, 990000},          /* 0.98888... */
    {8900, 90, 10000, 98890000},      /* 98.888... */
    {1999, 2000, 10000, 1000000},     /* 0.9995 -> 1.00 */
    {1, 3, 1, 333333},                /* thirds */
    {2, 3, 1, 666667},
    {-2, 3, 1, -666667},
    {1, 2000000, 1, 1}, /* half of the least */
    {1, 2000001, 1, 0}, /* a little less */
    {-1, 2000001, 1, 0},
    {0, 5, 10000, 0},
    {7, 2, 3000000, 3000000},                       /* 3.5 on a grid of 3 */
    {9, 2, 3000000, 6000000},                       /* 4.5 on a grid of 3: a tie */
    {1000000000000, 1, 10000, 1000000000000000000}, /* the limit itself */
    {-1000000000000, 1, 1000000, -1000000000000000000},
    {9000000000000004, 9000, 10000, 1000000000000000000}, /* rounds down onto it */
};

START_TEST(rounding)
{
  score__fraction a = score__fraction_make(rounds[_i].num, rounds[_i].den);
  int64_t fast = 1, slow = 1;
  ck_assert_int_eq(score__fraction_round(&fast, &a, rounds[_i].grid), 0);
  ck_assert_int_eq(score__fraction_round_slow(&slow, &a, rounds[_i].grid), 0);
  ck_assert_int_eq(fast, rounds[_i].want);
  ck_assert_int_eq(slow, rounds[_i].want);
}
END_TEST

START_TEST(rounding_too_large)
{
  const score__fraction cases[] = {{1000000000001, 1}, {-1000000000001, 1}, {LARGEST, 1},        {LOWEST, 1},
                                   {LOWEST, 3},        {LARGEST, 1000000},  {10000000000005, 10}};
  int64_t micro;
  for (int i = 0; i < COUNT(cases); i++) ck_assert_int_eq(score__fraction_round(&micro, &cases[i], 1000000), -1);
  const score__fraction least = {1, LARGEST};
  ck_assert_int_eq(score__fraction_round(&micro, &least, 1), 0);
  ck_assert_int_eq(micro, 0);
}
END_TEST

static void check_fraction(score__fraction got, score__i128 num, score__i128 den)
{
  score__fraction_reduce(&got);
  ck_assert(got.num == num && got.den == den);
}

START_TEST(arithmetic)
{
  const score__fraction third = {1, 3}, sixth = {1, 6}, minus = {-5, 4};
  score__fraction v;
  ck_assert_int_eq(score__fraction_add(&v, &third, &sixth), 0);
  check_fraction(v, 1, 2);
  ck_assert_int_eq(score__fraction_sub(&v, &sixth, &third), 0);
  check_fraction(v, -1, 6);
  ck_assert_int_eq(score__fraction_mul(&v, &third, &minus), 0);
  check_fraction(v, -5, 12);
  ck_assert_int_eq(score__fraction_div(&v, &third, &minus), 0);
  check_fraction(v, -4, 15);
  ck_assert_int_eq(score__fraction_sub(&v, &third, &third), 0);
  check_fraction(v, 0, 1);
  ck_assert_int_eq(score__fraction_cmp(&third, &sixth), 1);
  ck_assert_int_eq(score__fraction_cmp(&minus, &sixth), -1);
}
END_TEST

START_TEST(edges)
{
  const score__fraction most = {LARGEST, 1}, least = {LOWEST, 1}, one = {1, 1}, two = {2, 1}, zero = {0, 7},
                        tiny = {1, LARGEST}, next = {1, LARGEST - 1};
  score__fraction v;
  ck_assert_int_eq(score__fraction_add(&v, &most, &one), -1);
  ck_assert_int_eq(score__fraction_sub(&v, &most, &one), 0);
  check_fraction(v, LARGEST - 1, 1);
  ck_assert_int_eq(score__fraction_mul(&v, &most, &two), -1);
  ck_assert_int_eq(score__fraction_mul(&v, &most, &tiny), 0);
  check_fraction(v, 1, 1);
  ck_assert_int_eq(score__fraction_div(&v, &tiny, &two), -1);
  ck_assert_int_eq(score__fraction_mul(&v, &least, &one), -1); /* no opposite: too large */
  ck_assert_int_eq(score__fraction_div(&v, &least, &two), 0);
  check_fraction(v, LOWEST / 2, 1);
  ck_assert_int_eq(score__fraction_div(&v, &two, &least), 0);
  check_fraction(v, -1, (score__i128)1 << 126);
  ck_assert_int_eq(score__fraction_mul(&v, &least, &zero), 0);
  check_fraction(v, 0, 1);
  ck_assert_int_eq(score__fraction_div(&v, &one, &zero), -1);
  ck_assert_int_eq(score__fraction_cmp(&tiny, &next), -1);
  ck_assert_int_eq(score__fraction_cmp(&least, &most), -1);
  ck_assert_int_eq(score__fraction_cmp(&least, &least), 0);
  /* Terms that do not fit, a sum that does: 2^126/3 + 2^126/3. */
  const score__fraction big = {(score__i128)1 << 126, 3};
  ck_assert_int_eq(score__fraction_add(&v, &big, &big), -1);
  const score__fraction half = {LARGEST, 2};
  ck_assert_int_eq(score__fraction_add(&v, &half, &half), 0);
  check_fraction(v, LARGEST, 1);
  v = (score__fraction){LOWEST, 4};
  check_fraction(v, LOWEST / 4, 1);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("rounding");
  TCase *tests = tcase_create("rounding");
  tcase_add_loop_test(tests, rounding, 0, COUNT(rounds));
  tcase_add_test(tests, rounding_too_large);
  tcase_add_test(tests, arithmetic);
  tcase_add_test(tests, edges);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
