/* Every cell of every fixture: the evaluation of one unit with a recorder comes to what the evaluation of all came to.
 * The two take different ways: columns of many units without a trace, and one unit at a time with one. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "compute/engine.h"

static size_t cells;

static void compare_nodes(const score_result *all, const score_result *one, size_t position)
{
  for (size_t k = 0; k < all->set->node_count; k++) {
    const score__node_column *a = &all->node[k], *b = &one->node[k];
    const char *key = all->set->node[k].key;
    cells++;
    ck_assert_msg(a->points_micro[position] == b->points_micro[0], "%s of %zu: points", key, position);
    ck_assert_msg(a->max_micro[position] == b->max_micro[0], "%s of %zu: max", key, position);
    ck_assert_msg(a->high_micro[position] == b->high_micro[0], "%s of %zu: points at best", key, position);
    ck_assert_msg(a->outcome[position] == b->outcome[0], "%s of %zu: outcome", key, position);
    ck_assert_msg(a->flags[position] == b->flags[0], "%s of %zu: flags", key, position);
    ck_assert_msg(a->stage[position] == b->stage[0], "%s of %zu: stage", key, position);
  }
  score_total_result want = all->total[position], got = one->total[0];
  got.rank = want.rank; /* only all units together have ranks */
  got.tied = want.tied;
  ck_assert_int_eq(want.points_micro, got.points_micro);
  ck_assert_int_eq(want.max_micro, got.max_micro);
  ck_assert_int_eq(want.basis_micro, got.basis_micro);
  ck_assert_int_eq(want.low_micro, got.low_micro);
  ck_assert_int_eq(want.high_micro, got.high_micro);
  ck_assert_int_eq(want.grade, got.grade);
  ck_assert_int_eq(want.completeness_micro, got.completeness_micro);
  ck_assert_mem_eq(&want.scored, &got.scored, sizeof want.scored * 8);
}

/* What explain shows last about a criterion must be there. */
static void look_at_traces(const score__engine_one *one)
{
  for (size_t k = 0; k < one->result.set->node_count; k++)
    if (one->result.set->node[k].kind == SCORE__NODE_CRITERION) ck_assert(!one->trace[k].failed);
}

static size_t compare_units(const char *criteria, const char *units, const char *observations)
{
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_result *r = NULL;
  score_error err = {0};
  char path[512];
  score_csv_options options = {.stage = SCORE_STAGE_NONE};
  snprintf(path, sizeof path, "%s/criteria/766/%s.json", SCORE_SOURCE_DIR, criteria);
  ck_assert_int_eq(score_criteria_load(&set, path, NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&data, set, &err), 0);
  snprintf(path, sizeof path, "%s/fixtures/units/%s.csv", SCORE_SOURCE_DIR, units);
  ck_assert_int_eq(score_data_read_units(data, path, &options, NULL, &err), 0);
  snprintf(path, sizeof path, "%s/fixtures/766/%s.csv", SCORE_SOURCE_DIR, observations);
  ck_assert_int_eq(score_data_read(data, path, &options, NULL, &err), 0);
  ck_assert_int_eq(score_evaluate(&r, data, NULL, NULL, &err), 0);
  size_t count = score_result_units(r);
  for (size_t i = 0; i < count; i++) {
    score__engine_one one;
    ck_assert_int_eq(score__engine_one_run(&one, r, i), 0);
    compare_nodes(r, &one.result, i);
    look_at_traces(&one);
    score__engine_one_free(&one);
  }
  score_result_free(r);
  score_data_free(data);
  score_criteria_free(set);
  return count;
}

START_TEST(one_unit_comes_to_what_all_came_to)
{
  ck_assert_uint_eq(compare_units("2026-portal", "phutho", "phutho-2026q3"), 37);
  ck_assert_uint_eq(compare_units("2025-portal", "angiang", "angiang-2025"), 102);
  ck_assert_uint_gt(compare_units("2026-portal", "dongnai", "dongnai-2026q3-synthetic"), 90);
  ck_assert_uint_gt(compare_units("2026-portal", "phutho", "phutho-2026q3-published"), 10);
  ck_assert_uint_gt(cells, 1000);
  printf("%zu cells\n", cells);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("frame_trace");
  TCase *tc = tcase_create("fixtures");
  tcase_add_test(tc, one_unit_comes_to_what_all_came_to);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
