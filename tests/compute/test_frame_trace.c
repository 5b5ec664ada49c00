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
  score_read_options options = {.stage = SCORE_STAGE_NONE};
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

/* A set that reads earlier periods, children and given statistics, over more units than one batch holds. */
static const char beyond[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"measures\": {"
    "\"a\": {\"type\": \"count\", \"name\": \"a\"}, \"c\": {\"type\": \"boolean\", \"name\": \"c\"},"
    "\"d\": {\"type\": \"date\", \"name\": \"d\"},"
    "\"t\": {\"type\": \"amount\", \"name\": \"t\", \"statistic\": \"mean(a)\"}},"
    "\"calendar\": {\"years\": {\"2026\": {\"holidays\": [\"2026-09-02\"]}}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"50\", \"criteria\": ["
    "{\"key\": \"E\", \"name\": \"e\", \"max\": \"10\", \"rule\": {\"kind\": \"expr\", \"points\": \"prev(a) / 7\"}},"
    "{\"key\": \"K\", \"name\": \"k\", \"max\": \"10\", \"rule\": {\"kind\": \"expr\", \"points\": "
    "\"children.sum(a) / 9 + children.share(c)\"}},"
    "{\"key\": \"R\", \"name\": \"r\", \"max\": \"10\", \"rule\": {\"kind\": \"met\", \"when\": "
    "\"children.share(c) >= 50% or children.count(c) >= 2\"}},"
    "{\"key\": \"M\", \"name\": \"m\", \"max\": \"10\", \"rule\": {\"kind\": \"expr\", \"points\": "
    "\"mean(a) + mean(children.share(c)) / 3 + rank(prev(a)) / 100\"}},"
    "{\"key\": \"W\", \"name\": \"w\", \"max\": \"10\", \"applies_when\": \"has_stage('self')\", \"rule\": {\"kind\": "
    "\"expr\", \"points\": \"workdays(d, date('2026-09-30'))\"}}]}], \"total\": {\"max\": \"50\"}}";

static void put(score_data *data, const char *unit, const char *period, const char *measure, score_stage stage, int v)
{
  score_error err;
  char text[24];
  snprintf(text, sizeof text, *measure == 'd' ? "2026-09-%02d" : "%d", v);
  ck_assert_int_eq(score_data_set(data, unit, period, measure, stage, text, &err), 0);
}

static void fill_beyond(score_data *data)
{
  char code[24], parent[24];
  for (int i = 0; i < 300; i++) {
    snprintf(code, sizeof code, "u%d", i);
    snprintf(parent, sizeof parent, "u%d", i % 37); /* its child too, but for the first of them */
    size_t u = score__units_add(&data->units, code);
    ck_assert_int_eq(score__units_state(&data->units, u, INT32_MIN, INT32_MAX, code, "xa", parent, NULL), 0);
    put(data, code, "2026-Q3", "a", SCORE_STAGE_SELF, i % 11);
    if (i % 3) put(data, code, "2026-Q2", "a", SCORE_STAGE_SELF, i % 13);
    if (i % 4) put(data, code, "2026-Q3", "c", SCORE_STAGE_SELF, i % 5 < 3);
    if (i % 5) put(data, code, "2026-Q3", "d", SCORE_STAGE_SELF, 1 + i % 29);
    if (i % 2) put(data, code, "2026-Q3", "a", SCORE_STAGE_VERIFIED, i % 7);
    if (i % 8 == 0) put(data, code, "2026-Q3", "t", SCORE_STAGE_PUBLISHED, i % 9);
  }
}

START_TEST(also_what_lies_beyond)
{
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_result *r = NULL;
  score_error err = {0};
  ck_assert_int_eq(score_criteria_parse(&set, beyond, sizeof beyond - 1, "t.json", NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&data, set, &err), 0);
  fill_beyond(data);
  for (int round = 0; round < 3; round++) {
    score_eval_options options = {.period = round ? "2026-Q3" : NULL,
                                  .stage = round == 0 ? SCORE_STAGE_SELF : SCORE_STAGE_VERIFIED,
                                  .fallback = round == 2};
    ck_assert_int_eq(score_evaluate(&r, data, &options, NULL, &err), 0);
    ck_assert_uint_eq(score_result_units(r), round == 1 ? 150 : 300);
    size_t seen[6] = {0};
    for (size_t i = 0; i < score_result_units(r); i++) {
      score__engine_one one;
      ck_assert_int_eq(score__engine_one_run(&one, r, i), 0);
      compare_nodes(r, &one.result, i);
      score__engine_one_free(&one);
      for (size_t k = 0; k < set->node_count; k++) seen[r->node[k].outcome[i]]++;
    }
    ck_assert_uint_gt(seen[SCORE_SCORED], 100);
    ck_assert_uint_gt(seen[SCORE_MISSING], 100);
    score_result_free(r);
  }
  score_data_free(data);
  score_criteria_free(set);
}
END_TEST

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
  tcase_add_test(tc, also_what_lies_beyond);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
