/* The neutral tree and the recorder of steps. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"
#include "model/trace.h"
#include "model/tree.h"

START_TEST(pointers)
{
  score__arena arena = {0};
  score__buffer b = {0};
  score__tree *root = score__tree_add(&arena, NULL, SCORE__TREE_OBJECT, NULL);
  score__tree *groups = score__tree_add(&arena, root, SCORE__TREE_LIST, "groups");
  score__tree_add(&arena, groups, SCORE__TREE_NULL, NULL);
  score__tree *second = score__tree_add(&arena, groups, SCORE__TREE_OBJECT, NULL);
  score__tree *odd = score__tree_add(&arena, second, SCORE__TREE_TEXT, "a/b~c");
  score__tree_pointer(&b, odd);
  ck_assert_str_eq(b.data, "/groups/1/a~1b~0c");
  score__buffer_clear(&b);
  score__tree_pointer(&b, root);
  ck_assert_uint_eq(b.size, 0);
  ck_assert_ptr_eq(score__tree_get(root, "groups"), groups);
  ck_assert_ptr_null(score__tree_get(root, "Groups"));
  ck_assert_ptr_null(score__tree_get(groups, "groups"));
  ck_assert_ptr_null(score__tree_get(NULL, "groups"));
  ck_assert_uint_eq(groups->count, 2);
  ck_assert_ptr_eq(groups->first->next, second);
  score__buffer_free(&b);
  score__arena_free(&arena);
}
END_TEST

START_TEST(steps)
{
  static const struct {
    score__fraction v;
    const char *want;
  } numbers[] = {{{1, 8}, "0.125"},
                 {{1, 3}, "1/3 (≈ 0.333333)"},
                 {{2, 6}, "1/3 (≈ 0.333333)"},
                 {{-7, 2}, "-3.5"},
                 {{12, 4}, "3"},
                 {{1, 1000000}, "0.000001"},
                 {{1, 10000000}, "1/10000000"},
                 {{0, 5}, "0"},
                 {{-200, 300}, "-2/3 (≈ -0.666667)"}};
  score__arena arena = {0};
  score__trace trace = {.arena = &arena};
  enum { COUNT = sizeof numbers / sizeof *numbers };
  score__trace_number(&trace, &numbers[0].v); /* before any step: nothing to add it to */
  ck_assert_ptr_null(trace.first);
  score__trace_step_add(&trace, SCORE__PH_TEXT_ARG);
  for (size_t i = 0; i < COUNT; i++) score__trace_number(&trace, &numbers[i].v);
  for (size_t i = 0; i < COUNT; i++) ck_assert_str_eq(trace.first->arg[i].text[0], numbers[i].want);
  score__trace_step_add(&trace, SCORE__PH_MEMORY);
  score__trace_text(&trace, "wards", "xã");
  score__trace_phrase(&trace, SCORE__PH_OUTPUT);
  score__trace_points(&trace, 1500000, 10000);
  score__trace_int(&trace, -12);
  score__trace_step *last = trace.last;
  ck_assert_ptr_eq(trace.first->next, last);
  ck_assert_uint_eq(last->arg_count, 4);
  ck_assert_str_eq(last->arg[0].text[1], "xã");
  ck_assert_int_eq(last->arg[1].kind, SCORE__ARG_PHRASE);
  ck_assert_str_eq(last->arg[2].text[0], "1.50");
  ck_assert_str_eq(last->arg[3].text[1], "-12");
  for (int i = 0; i < 20; i++) score__trace_int(&trace, i);
  ck_assert_uint_eq(last->arg_count, 10);
  const score__fraction huge = {(score__i128)1 << 126, 3};
  score__trace_step_add(&trace, SCORE__PH_MEMORY);
  score__trace_number(&trace, &huge);
  ck_assert_str_eq(trace.last->arg[0].text[0], "85070591730234615865843651857942052864/3");
  ck_assert(!trace.failed);
  score__trace_step_add(NULL, 1);
  score__trace_number(NULL, &huge);
  score__trace_text(NULL, "", "");
  score__arena_free(&arena);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("tree");
  TCase *tests = tcase_create("tree");
  tcase_add_test(tests, pointers);
  tcase_add_test(tests, steps);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
