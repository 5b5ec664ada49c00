/* Percentile ranks: the worked example of the header, and the halves that are rounded up. */
#include <check.h>
#include <stdlib.h>

#include "compute/percentile.h"

START_TEST(worked)
{
  static const struct {
    size_t worse, equal, all;
    int64_t hundredths;
    int quarter;
  } cases[] = {{4, 1, 5, 9000, 1}, {2, 2, 5, 6000, 2},     {1, 1, 5, 3000, 3}, {0, 1, 5, 1000, 4}, {0, 1, 1, 5000, 2},
               {0, 4, 4, 5000, 2}, {2, 2, 4, 7500, 1},     {0, 2, 4, 2500, 3}, {0, 1, 3, 1667, 4}, {1, 1, 3, 5000, 2},
               {2, 1, 3, 8333, 1}, {100, 1, 102, 9853, 1}, {0, 1, 16, 313, 4}, {0, 1, 3321, 2, 4}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ck_assert_int_eq(score__percentile(cases[i].worse, cases[i].equal, cases[i].all), cases[i].hundredths * 10000);
    ck_assert_int_eq(score__percentile_quarter(cases[i].worse, cases[i].equal, cases[i].all), cases[i].quarter);
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("percentile");
  TCase *tcase = tcase_create("worked");
  tcase_add_test(tcase, worked);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
