/* What a host program may ask of a trend: periods, units, points and lines, and where each of them ends. */
#include <check.h>
#include <stdio.h>

#include "score/score.h"

static char path[5][512];

static const char *in_source(int slot, const char *name)
{
  snprintf(path[slot], sizeof path[slot], "%s/%s", SCORE_SOURCE_DIR, name);
  return path[slot];
}

static score_trend *open_trend(const char *unit, const char *to)
{
  static const char *const quarters[] = {"fixtures/nq57/dongnai-2025q4-synthetic.csv",
                                         "fixtures/nq57/dongnai-2026q1-synthetic.csv",
                                         "fixtures/nq57/dongnai-2026q2-synthetic.csv"};
  const char *data[3], *units[] = {in_source(3, "fixtures/units/dongnai.csv")};
  for (int k = 0; k < 3; k++) data[k] = in_source(k, quarters[k]);
  const score_trend_source source = {.unit_file = units, .unit_files = 1, .data_file = data, .data_files = 3};
  const score_trend_options options = {
      .dir = in_source(4, "criteria"), .criteria = "nq57", .unit = unit, .to = to, .stage = SCORE_STAGE_NONE};
  score_trend *trend = NULL;
  score_error err = {0};
  ck_assert_int_eq(score_trend_new(&trend, &source, &options, NULL, &err), 0);
  return trend;
}

START_TEST(all_units)
{
  score_trend *trend = open_trend(NULL, "2026-Q1");
  score_trend_period period;
  score_trend_point point;
  score_trend_line line;
  ck_assert_uint_eq(score_trend_periods(trend), 2);
  ck_assert_uint_eq(score_trend_units(trend), 95);
  ck_assert_int_eq(score_trend_period_get(&period, trend, 1), 0);
  ck_assert_str_eq(period.period, "2026-Q1");
  ck_assert_str_eq(period.version, "2026");
  ck_assert(period.step == SCORE_STEP_BRIDGE && period.synthetic && !period.released && period.ranked == 95);
  for (size_t u = 0; u < 95; u++) {
    score_trend_point before;
    ck_assert_int_eq(score_trend_point_get(&before, trend, u, 0), 0);
    ck_assert_int_eq(score_trend_point_get(&point, trend, u, 1), 0);
    ck_assert_str_eq(point.code, score_trend_unit_code(trend, u));
    ck_assert_int_eq(point.change_micro, point.total.basis_micro - before.total.basis_micro);
    ck_assert_int_eq(point.change_micro, point.data_micro + point.rules_micro);
    ck_assert_int_eq(point.movement, before.total.rank - point.total.rank);
    ck_assert(before.step == SCORE_STEP_FIRST && before.change_micro == 0 && !before.moved);
  }
  ck_assert_uint_eq(score_trend_lines(trend, 1), 0);
  ck_assert_int_eq(score_trend_period_get(&period, trend, 2), SCORE_E_USAGE);
  ck_assert_int_eq(score_trend_point_get(&point, trend, 95, 0), SCORE_E_USAGE);
  ck_assert_int_eq(score_trend_point_get(&point, trend, 0, 2), SCORE_E_USAGE);
  ck_assert_int_eq(score_trend_line_get(&line, trend, 0, 0), SCORE_E_USAGE);
  ck_assert_ptr_null(score_trend_unit_code(trend, 95));
  score_trend_free(trend);
}
END_TEST

START_TEST(one_unit)
{
  score_trend *trend = open_trend("25225", NULL);
  ck_assert_uint_eq(score_trend_units(trend), 1);
  ck_assert_uint_eq(score_trend_periods(trend), 3);
  for (size_t p = 0; p < 3; p++) {
    score_trend_point point;
    score_trend_line line;
    int64_t sum[4] = {0};
    ck_assert_int_eq(score_trend_point_get(&point, trend, 0, p), 0);
    for (size_t k = 0; k < score_trend_lines(trend, p); k++) {
      ck_assert_int_eq(score_trend_line_get(&line, trend, p, k), 0);
      ck_assert_int_eq(line.before_micro + line.data_micro + line.rules_micro, line.after_micro);
      ck_assert(p == 1 || line.rules_micro == 0);
      sum[0] += line.before_micro;
      sum[1] += line.data_micro;
      sum[2] += line.rules_micro;
      sum[3] += line.after_micro;
    }
    ck_assert_int_eq(sum[3], point.total.basis_micro);
    ck_assert_int_eq(sum[1], point.data_micro);
    ck_assert_int_eq(sum[2], point.rules_micro);
    ck_assert_int_eq(sum[0], point.total.basis_micro - point.change_micro);
    ck_assert_int_eq(score_trend_line_get(&line, trend, p, score_trend_lines(trend, p)), SCORE_E_USAGE);
  }
  score_trend_free(trend);
}
END_TEST

START_TEST(names)
{
  ck_assert_str_eq(score_step_string(SCORE_STEP_SAME), "same");
  ck_assert_str_eq(score_step_string(SCORE_STEP_OLD_RULES), "old_rules");
  ck_assert_str_eq(score_step_string((score_step)SCORE_STEPS), "");
  score_trend_free(NULL);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("trend");
  TCase *all = tcase_create("trend");
  tcase_add_test(all, all_units);
  tcase_add_test(all, one_unit);
  tcase_add_test(all, names);
  suite_add_tcase(suite, all);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
