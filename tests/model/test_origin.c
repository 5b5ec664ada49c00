/* What was said of a cell stays with it: columns appear with the first text, grow with the units, and move when files
 * are joined; a cell that is replaced loses what was said of the one before. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "model/frame.h"

static score__measure measures[2];
static score__node nodes[1];
static score_criteria set = {.measure_count = 2, .measure = measures, .node_count = 1, .node = nodes};

static void observe(score_data *data, uint32_t unit, bool given, uint32_t column, const char *source,
                    const char *evidence, const char *note)
{
  const score__observation o = {.unit = unit,
                                .period = {.year = 2026, .kind = SCORE__PERIOD_YEAR},
                                .given = given,
                                .stage = 1,
                                .state = SCORE__CELL_VALUE,
                                .column = column,
                                .value = 7,
                                .said = {source, evidence, note, ""}};
  ck_assert_int_ge(score__data_observe(data, &o), 0);
}

static void expect(const score_data *data, uint32_t unit, bool given, uint32_t column, const char *source,
                   const char *evidence, const char *note)
{
  const score__origin *o = score__data_origin(data, data->frame[0], 1, given, column, unit);
  ck_assert_str_eq(o->source, source);
  ck_assert_str_eq(o->evidence, evidence);
  ck_assert_str_eq(o->note, note);
}

START_TEST(nothing_said_takes_no_room)
{
  score_data data = {.criteria = &set};
  for (uint32_t u = 0; u < 200; u++) observe(&data, u, false, 0, "", "", "");
  ck_assert_ptr_null(data.frame[0]->layer[1].origin);
  ck_assert_uint_eq(data.origins.count, 0);
  expect(&data, 3, false, 0, "", "", "");
  observe(&data, 3, false, 0, "a", "", "");
  ck_assert_ptr_nonnull(data.frame[0]->layer[1].origin[0]);
  ck_assert_ptr_null(data.frame[0]->layer[1].origin[1]);
  expect(&data, 3, false, 0, "a", "", "");
  expect(&data, 4, false, 0, "", "", "");
  expect(&data, 100000, false, 0, "", "", "");
  score__data_clear(&data);
}
END_TEST

START_TEST(texts_are_kept_once_and_stay_apart)
{
  score_data data = {.criteria = &set};
  observe(&data, 0, false, 0, "ab", "c", "");
  observe(&data, 1, false, 0, "a", "bc", "");
  observe(&data, 2, false, 1, "ab", "c", "");
  observe(&data, 2, true, 0, "", "", "reason");
  for (uint32_t u = 3; u < 500; u++) observe(&data, u, false, 0, "", "", ""); /* the columns grow */
  ck_assert_uint_eq(data.origins.count, 4);                                   /* with the empty one */
  expect(&data, 0, false, 0, "ab", "c", "");
  expect(&data, 1, false, 0, "a", "bc", "");
  expect(&data, 2, false, 1, "ab", "c", "");
  expect(&data, 2, true, 0, "", "", "reason");
  expect(&data, 2, false, 0, "", "", "");
  expect(&data, 499, false, 0, "", "", "");
  observe(&data, 1, false, 0, "", "", ""); /* replaced */
  expect(&data, 1, false, 0, "", "", "");
  score__data_clear(&data);
}
END_TEST

START_TEST(joined_files_keep_theirs)
{
  score_data data = {.criteria = &set}, from = {.criteria = &set};
  size_t replaced = 0;
  observe(&data, 0, false, 0, "old", "", "");
  observe(&data, 1, false, 0, "old", "", "");
  observe(&data, 2, false, 0, "other", "", "");
  observe(&from, 1, false, 0, "", "", "");
  observe(&from, 2, false, 0, "new", "page 3", "");
  observe(&from, 300, false, 1, "old", "", "");
  observe(&from, 300, true, 0, "new", "page 3", "");
  ck_assert_int_eq(score__data_merge(&data, &from, &replaced), 0);
  ck_assert_uint_eq(replaced, 2);
  expect(&data, 0, false, 0, "old", "", "");
  expect(&data, 1, false, 0, "", "", "");
  expect(&data, 2, false, 0, "new", "page 3", "");
  expect(&data, 300, false, 1, "old", "", "");
  expect(&data, 300, true, 0, "new", "page 3", "");
  score__data_clear(&data);
  score__data_clear(&from);
}
END_TEST

START_TEST(a_file_that_says_nothing_takes_it_away)
{
  score_data data = {.criteria = &set}, from = {.criteria = &set};
  size_t replaced = 0;
  observe(&data, 0, false, 0, "old", "", "");
  observe(&data, 1, false, 0, "old", "", "");
  observe(&from, 0, false, 0, "", "", "");
  ck_assert_int_eq(score__data_merge(&data, &from, &replaced), 0);
  expect(&data, 0, false, 0, "", "", "");
  expect(&data, 1, false, 0, "old", "", "");
  score__data_clear(&data);
  score__data_clear(&from);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("origin");
  TCase *tc = tcase_create("cells");
  tcase_add_test(tc, nothing_said_takes_no_room);
  tcase_add_test(tc, texts_are_kept_once_and_stay_apart);
  tcase_add_test(tc, joined_files_keep_theirs);
  tcase_add_test(tc, a_file_that_says_nothing_takes_it_away);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
