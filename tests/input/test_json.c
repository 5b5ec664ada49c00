#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "input/json.h"

#define BYTES(s) s, sizeof(s) - 1

static const struct bad {
  const char *text;
  size_t size;
  int phrase;
  uint32_t line, column;
} bad[] = {
    {BYTES(""), SCORE__PH_JSON_EMPTY, 1, 1},
    {BYTES(" \n"), SCORE__PH_JSON_EMPTY, 1, 1},
    {BYTES("{\"a\": 1"), SCORE__PH_JSON_END, 1, 8},
    {BYTES("{\"a\": \"x"), SCORE__PH_JSON_END, 1, 7},
    {BYTES("[1, 2"), SCORE__PH_JSON_END, 1, 6},
    {BYTES("[1 2]"), SCORE__PH_JSON_TOKEN, 1, 4},
    {BYTES("[1,]"), SCORE__PH_JSON_COMMA, 1, 3},
    {BYTES("{\"a\":1,}"), SCORE__PH_JSON_COMMA, 1, 7},
    {BYTES("{a: 1}"), SCORE__PH_JSON_TOKEN, 1, 2},
    {BYTES("{\"a\" 1}"), SCORE__PH_JSON_TOKEN, 1, 6},
    {BYTES("[true, False]"), SCORE__PH_JSON_TOKEN, 1, 8},
    {BYTES("[nullx]"), SCORE__PH_JSON_TOKEN, 1, 2},
    {BYTES("{\n \"tỷ\": 0.8}"), SCORE__PH_JSON_DECIMAL, 2, 8},
    {BYTES("[1e400]"), SCORE__PH_JSON_DECIMAL, 1, 2},
    {BYTES("[01]"), SCORE__PH_JSON_NUMBER, 1, 2},
    {BYTES("[-]"), SCORE__PH_JSON_NUMBER, 1, 2},
    {BYTES("[+1]"), SCORE__PH_JSON_NUMBER, 1, 2},
    {BYTES("[.5]"), SCORE__PH_JSON_NUMBER, 1, 2},
    {BYTES("[1-2]"), SCORE__PH_JSON_NUMBER, 1, 2},
    {BYTES("[9007199254740992]"), SCORE__PH_JSON_RANGE, 1, 2},
    {BYTES("[-9007199254740992]"), SCORE__PH_JSON_RANGE, 1, 2},
    {BYTES("[\"a\\u0000b\"]"), SCORE__PH_JSON_NUL, 1, 4},
    {BYTES("[\"a\0b\"]"), SCORE__PH_JSON_NUL, 1, 4},
    {BYTES("[\"a\tb\"]"), SCORE__PH_JSON_CONTROL, 1, 4},
    {BYTES("[\"a\nb\"]"), SCORE__PH_JSON_CONTROL, 1, 4},
    {BYTES("[\"\\x41\"]"), SCORE__PH_JSON_ESCAPE, 1, 3},
    {BYTES("[\"\\u12g4\"]"), SCORE__PH_JSON_ESCAPE, 1, 3},
    {BYTES("[\"\\ud800\"]"), SCORE__PH_JSON_SURROGATE, 1, 3},
    {BYTES("[\"\\udc00\\ud800\"]"), SCORE__PH_JSON_SURROGATE, 1, 3},
    {BYTES("{} x"), SCORE__PH_JSON_TRAILING, 1, 4},
    {BYTES("{}{}"), SCORE__PH_JSON_TRAILING, 1, 3},
    {BYTES("[\"\xc3\x28\"]"), SCORE__PH_JSON_ENCODING, 1, 3},
    {BYTES("\xff\xfe{\0}\0"), SCORE__PH_JSON_ENCODING, 1, 1},
    {BYTES("{\0}\0"), SCORE__PH_JSON_ENCODING, 1, 1},
    {BYTES("{\"a\": 1,\n \"b\": 2, \"a\": 3}"), SCORE__PH_JSON_DUPLICATE, 2, 10},
    {BYTES("{\"x\": [0, {\"a\": 1, \"\\u0061\": 3}]}"), SCORE__PH_JSON_DUPLICATE, 1, 20},
    /* "é" composed and decomposed are one name. */
    {BYTES("{\"\xc3\xa9\": 1, \"e\xcc\x81\": 3}"), SCORE__PH_JSON_DUPLICATE, 1, 10},
};

START_TEST(test_bad)
{
  score__arena arena = {0};
  score_error err = {0};
  score_findings *findings;
  ck_assert_int_eq(score_findings_new(&findings, 0, NULL), 0);
  ck_assert_ptr_null(score__json_parse(&arena, bad[_i].text, bad[_i].size, "t.json", findings, &err));
  char text[512];
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(err.phrase == bad[_i].phrase, "%s", text);
  ck_assert_msg(err.line == bad[_i].line && err.column == bad[_i].column, "%s", text);
  ck_assert_int_eq(err.code, SCORE_E_INPUT);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), 1);
  score_findings_free(findings);
  /* findings and err may be absent. */
  ck_assert_ptr_null(score__json_parse(&arena, bad[_i].text, bad[_i].size, "t.json", NULL, NULL));
  score__arena_free(&arena);
}
END_TEST

START_TEST(test_tree)
{
  static const char text[] =
      "\xef\xbb\xbf{\"Ten\": \"e\\u0301\", \"n\": -9007199254740991, \"l\": [true, null, {}],\r\n"
      " \"ten\": \"\\ud83d\\ude00\", \"a/b~c\": {\"k\": \"v\"}}";
  score__arena arena = {0};
  score_error err = {0};
  const score__tree *t = score__json_parse(&arena, text, sizeof text - 1, "t.json", NULL, &err);
  ck_assert_ptr_nonnull(t);
  ck_assert_uint_eq(t->count, 5);
  ck_assert_str_eq(score__tree_get(t, "Ten")->text, "\xc3\xa9");
  ck_assert_str_eq(score__tree_get(t, "ten")->text, "\xf0\x9f\x98\x80");
  ck_assert_ptr_null(score__tree_get(t, "TEN"));
  ck_assert_int_eq(score__tree_get(t, "n")->integer, -INT64_C(9007199254740991));
  const score__tree *l = score__tree_get(t, "l");
  ck_assert_int_eq(l->first->kind, SCORE__TREE_BOOLEAN);
  ck_assert_int_eq(l->first->integer, 1);
  ck_assert_int_eq(l->first->next->kind, SCORE__TREE_NULL);
  ck_assert_int_eq(l->last->kind, SCORE__TREE_OBJECT);
  uint32_t line, column;
  ck_assert_int_eq(score__json_position(text, sizeof text - 1, "", &line, &column), 0);
  ck_assert(line == 1 && column == 1);
  ck_assert_int_eq(score__json_position(text, sizeof text - 1, "/l/2", &line, &column), 0);
  ck_assert_msg(line == 1 && column == 62, "%u:%u", line, column);
  ck_assert_int_eq(score__json_position(text, sizeof text - 1, "/a~1b~0c/k", &line, &column), 0);
  ck_assert_msg(line == 2 && column == 40, "%u:%u", line, column);
  ck_assert_int_eq(score__json_position(text, sizeof text - 1, "/l/3", &line, &column), -1);
  ck_assert_int_eq(score__json_position(text, sizeof text - 1, "/nothing", &line, &column), -1);
  ck_assert_int_eq(score__json_position(text, sizeof text - 1, "/n/x", &line, &column), -1);
  score__buffer pointer = {0};
  score__tree_pointer(&pointer, score__tree_get(score__tree_get(t, "a/b~c"), "k"));
  ck_assert_str_eq(pointer.data, "/a~1b~0c/k");
  score__buffer_free(&pointer);
  score__arena_free(&arena);
}
END_TEST

static int parse_code(const char *text, size_t size)
{
  score__arena arena = {0};
  score_error err = {0};
  const score__tree *t = score__json_parse(&arena, text, size, "t.json", NULL, &err);
  score__arena_free(&arena);
  return t ? 0 : err.code;
}

START_TEST(test_limits)
{
  char nest[200];
  memset(nest, '[', 100);
  memset(nest + 100, ']', 100);
  ck_assert_int_eq(parse_code(nest + 68, 64), 0); /* 32 deep */
  ck_assert_int_eq(parse_code(nest + 67, 66), SCORE_E_LIMIT);
  ck_assert_int_eq(parse_code(nest, 100), SCORE_E_LIMIT); /* a depth bomb without an end */
  size_t size = 17u << 20;
  char *big = malloc(size);
  ck_assert_ptr_nonnull(big);
  memset(big, ' ', size);
  ck_assert_int_eq(parse_code(big, size), SCORE_E_LIMIT);
  memset(big, '9', 1000002); /* a number of a million digits */
  big[0] = '[';
  big[1000001] = ']';
  ck_assert_int_eq(parse_code(big, 1000002), SCORE_E_INPUT);
  size_t n = 1;
  while (n < 5000000) {
    big[n++] = '1';
    big[n++] = ',';
  }
  big[n - 1] = ']';
  ck_assert_int_eq(parse_code(big, n), SCORE_E_LIMIT); /* 2.5 million values */
  free(big);
}
END_TEST

START_TEST(test_every_truncation)
{
  static const char text[] = "{\"a\": [1, \"t\\u1ef7\", {\"b\": null}], \"c\": true}";
  ck_assert_int_eq(parse_code(text, sizeof text - 1), 0);
  for (size_t n = 0; n < sizeof text - 1; n++) ck_assert_int_eq(parse_code(text, n), SCORE_E_INPUT);
}
END_TEST

START_TEST(test_all_duplicates_told)
{
  static const char text[] = "{\"a\": 1, \"a\": 2, \"o\": {\"b\": 1, \"b\": 2, \"b\": 3}}";
  score__arena arena = {0};
  score_error err = {0};
  score_findings *findings;
  ck_assert_int_eq(score_findings_new(&findings, 0, NULL), 0);
  ck_assert_ptr_null(score__json_parse(&arena, text, sizeof text - 1, "t.json", findings, &err));
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), 3);
  ck_assert_str_eq(score_findings_get(findings, 0, NULL)->field, "/o");
  score_findings_free(findings);
  score__arena_free(&arena);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("json");
  TCase *tc = tcase_create("json");
  tcase_add_loop_test(tc, test_bad, 0, sizeof bad / sizeof *bad);
  tcase_add_test(tc, test_tree);
  tcase_add_test(tc, test_limits);
  tcase_add_test(tc, test_every_truncation);
  tcase_add_test(tc, test_all_duplicates_told);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
