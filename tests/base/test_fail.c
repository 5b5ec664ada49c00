/* Errors as people read them; findings; phrases. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static const struct {
  const char *file;
  uint32_t line, column;
  const char *field, *en, *vi;
} places[] = {
    {NULL, 0, 0, NULL, "x", "x"},
    {"a.csv", 0, 0, NULL, "a.csv: x", "a.csv: x"},
    {"a.csv", 31, 0, NULL, "a.csv:31: x", "a.csv:31: x"},
    {"a.csv", 31, 0, "hs_dung_han", "a.csv:31 column hs_dung_han: x", "a.csv:31 cột hs_dung_han: x"},
    {"a.csv", 31, 4, "hs_dung_han", "a.csv:31 column hs_dung_han (D): x", "a.csv:31 cột hs_dung_han (D): x"},
    {"a.csv", 31, 16384, "ky", "a.csv:31 column ky (XFD): x", "a.csv:31 cột ky (XFD): x"},
    {"a.csv", 31, 27, "AA", "a.csv:31 column AA: x", "a.csv:31 cột AA: x"},
    {"a.json", 7, 12, "/groups/2", "a.json:7:12 /groups/2: x", "a.json:7:12 /groups/2: x"},
    {"a.json", 7, 12, NULL, "a.json:7:12: x", "a.json:7:12: x"},
    {"a.json", 0, 0, "/groups/2", "a.json /groups/2: x", "a.json /groups/2: x"},
    {"a.json", 0, 5, "/groups/2", "a.json /groups/2:5: x", "a.json /groups/2:5: x"},
    {NULL, 0, 0, "ky", "column ky: x", "cột ky: x"},
    {NULL, 3, 0, "ky", "line 3 column ky: x", "dòng 3 cột ky: x"},
    {"a\nb.csv", 0, 0, "k\x1b[31m", "a b.csv column k [31m: x", "a b.csv cột k [31m: x"},
};

/* A cell of a worksheet, and one of a column without a name. */
START_TEST(sheet)
{
  score_error err = {0};
  char buf[600], letters[8];
  score__fail(&err, SCORE_E_INPUT, SCORE__PH_TEXT_ARG, "x", (const char *)NULL);
  score__fail_cell(&err, "a.xlsx", 12, 4, "hs_dung_han");
  score__fail_sheet(&err, "Nhập\nsố liệu");
  score_error_text(buf, sizeof buf, &err, SCORE_LANG_EN);
  ck_assert_str_eq(buf, "a.xlsx[Nhập số liệu]:12 column hs_dung_han (D): x");
  score__fail_cell(&err, "a.xlsx", 12, 4, NULL);
  score_error_text(buf, sizeof buf, &err, SCORE_LANG_VI);
  ck_assert_str_eq(buf, "a.xlsx[Nhập số liệu]:12 cột D: x");
  score__fail_cell(&err, "a.xlsx", 0, 0, "");
  score_error_text(buf, sizeof buf, &err, SCORE_LANG_EN);
  ck_assert_str_eq(buf, "a.xlsx[Nhập số liệu]: x");
  score__fail_sheet(&err, NULL);
  score_error_text(buf, sizeof buf, &err, SCORE_LANG_EN);
  ck_assert_str_eq(buf, "a.xlsx: x");
  score__fail_sheet(NULL, "x");
  static const struct {
    uint32_t column;
    const char *letters;
  } known[] = {{0, ""}, {1, "A"}, {26, "Z"}, {27, "AA"}, {52, "AZ"}, {702, "ZZ"}, {703, "AAA"}, {16384, "XFD"}};
  for (int i = 0; i < COUNT(known); i++)
    ck_assert_str_eq(score__column_letters(letters, known[i].column), known[i].letters);
  ck_assert_str_eq(score__column_letters(letters, UINT32_MAX), "MWLQKWU");
}
END_TEST

START_TEST(place)
{
  score_error err = {0};
  char buf[600];
  ck_assert_int_eq(score__fail(&err, SCORE_E_INPUT, SCORE__PH_TEXT_ARG, "x", (const char *)NULL), SCORE_E_INPUT);
  score__fail_at(&err, places[_i].file, places[_i].line, places[_i].column, places[_i].field);
  ck_assert_uint_eq(score_error_text(buf, sizeof buf, &err, SCORE_LANG_EN), strlen(places[_i].en));
  ck_assert_str_eq(buf, places[_i].en);
  score_error_text(buf, sizeof buf, &err, SCORE_LANG_VI);
  ck_assert_str_eq(buf, places[_i].vi);
}
END_TEST

START_TEST(arguments)
{
  score_error err = {0};
  char buf[600];
  score__fail(&err, SCORE_E_NOT_FOUND, SCORE__PH_UNIT_NEAREST, "a", "", "c", (const char *)NULL);
  score_error_text(buf, sizeof buf, &err, SCORE_LANG_EN);
  ck_assert_str_eq(buf, "no unit \"a\"; the nearest is  c"); /* an empty argument does not end the list */
  score__fail(&err, SCORE_E_NOT_FOUND, SCORE__PH_UNIT_NEAREST, "a\r\n\x01\x7f\xc2\x85z\xff", (const char *)NULL);
  score_error_text(buf, sizeof buf, &err, SCORE_LANG_EN);
  ck_assert_str_eq(buf, "no unit \"a     z?\"; the nearest is  ");
  /* A cell of any length stays one readable line, cut between characters. */
  char *cell = malloc(60001);
  ck_assert_ptr_nonnull(cell);
  for (int i = 0; i < 60000; i += 3) memcpy(cell + i, "ạ", 3);
  cell[60000] = 0;
  static const char *const heads[] = {"", "x", "xx"}; /* the cut falls on every byte of a character */
  for (int i = 0; i < COUNT(heads); i++) {
    char *text = malloc(60010);
    ck_assert_ptr_nonnull(text);
    strcpy(text, heads[i]);
    strcat(text, cell);
    score__fail(&err, SCORE_E_INPUT, SCORE__PH_UNIT_NEAREST, text, text, "end", (const char *)NULL);
    free(text);
    size_t n = score_error_text(buf, sizeof buf, &err, SCORE_LANG_VI);
    ck_assert_uint_lt(n, 450);
    ck_assert_uint_eq(score__text_valid(buf, n), n);
    ck_assert_str_eq(buf + n - 7, "... end");
  }
  score__fail(&err, SCORE_E_INPUT, SCORE__PH_UNIT_NEAREST, cell, cell, cell, cell, cell, cell, (const char *)NULL);
  free(cell);
  ck_assert_int_eq(err.args[sizeof err.args - 1], 0);
  ck_assert_int_eq(score__fail(NULL, SCORE_E_INPUT, SCORE__PH_MEMORY, (const char *)NULL), SCORE_E_INPUT);
  score__fail_at(NULL, "a", 1, 1, "b");
}
END_TEST

START_TEST(cut_lines)
{
  score_error err = {0};
  char whole[200], buf[200];
  score__fail(&err, SCORE_E_INPUT, SCORE__PH_TEXT_ARG, "Đồng Xoài ạ😀", (const char *)NULL);
  size_t n = score_error_text(whole, sizeof whole, &err, SCORE_LANG_VI);
  ck_assert_uint_eq(score_error_text(NULL, 0, &err, SCORE_LANG_VI), n);
  for (size_t size = 1; size <= n + 1; size++) {
    char *exact = malloc(size);
    ck_assert_ptr_nonnull(exact);
    ck_assert_uint_eq(score_error_text(exact, size, &err, SCORE_LANG_VI), n);
    strcpy(buf, exact);
    free(exact);
    ck_assert_uint_lt(strlen(buf), size);
    ck_assert_int_eq(strncmp(buf, whole, strlen(buf)), 0);
    ck_assert_uint_eq(score__text_valid(buf, strlen(buf)), strlen(buf));
    ck_assert_uint_ge(strlen(buf) + 4, size);
  }
  ck_assert_str_eq(buf, whole);
}
END_TEST

START_TEST(findings)
{
  score_findings *f;
  score_error err = {0};
  score_severity severity;
  ck_assert_int_eq(score_findings_new(&f, 3, &err), SCORE_OK);
  for (uint32_t i = 0; i < 10; i++) {
    score__fail(&err, SCORE_E_INPUT, SCORE__PH_MEMORY, (const char *)NULL);
    score__fail_at(&err, "f", i, 0, NULL);
    score__finding_add(f, i % 2 ? SCORE_ERROR : SCORE_WARNING, &err);
  }
  score__finding_add(f, SCORE_NOTE, &err);
  score__finding_add(NULL, SCORE_NOTE, &err);
  ck_assert_uint_eq(score_findings_size(f), 3);
  ck_assert_uint_eq(score_findings_count(f, SCORE_ERROR), 5);
  ck_assert_uint_eq(score_findings_count(f, SCORE_WARNING), 10);
  ck_assert_uint_eq(score_findings_count(f, SCORE_NOTE), 11);
  ck_assert_uint_eq(score_findings_get(f, 1, &severity)->line, 1);
  ck_assert_int_eq(severity, SCORE_ERROR);
  ck_assert_ptr_nonnull(score_findings_get(f, 2, NULL));
  ck_assert_ptr_null(score_findings_get(f, 3, &severity));
  score_findings_free(f);
  score_findings_free(NULL);
}
END_TEST

START_TEST(phrases)
{
  score__buffer b = {0};
  const char *const args[] = {"A", "B", "C"};
  score__phrase_fill(&b, SCORE__PH_UNIT_NEAREST, SCORE_LANG_EN, args, 3);
  ck_assert_str_eq(b.data, "no unit \"A\"; the nearest is B C");
  score__buffer_clear(&b);
  score__phrase_fill(&b, SCORE__PH_UNIT_NEAREST, SCORE_LANG_VI, args, 1);
  ck_assert_str_eq(b.data, "không có đơn vị \"A\"; gần nhất là  ");
  score__buffer_free(&b);
  ck_assert_str_eq(score__phrase_text(-1, SCORE_LANG_EN), "");
  ck_assert_str_eq(score__phrase_text(SCORE__PH_COUNT, SCORE_LANG_EN), "");
  for (int p = SCORE__PH_NONE + 1; p < SCORE__PH_COUNT; p++) {
    const char *text[2] = {score__phrase_text(p, SCORE_LANG_EN), score__phrase_text(p, SCORE_LANG_VI)};
    for (int lang = 0; lang < 2; lang++) {
      score__arena arena = {0};
      size_t n = strlen(text[lang]);
      ck_assert_msg(n > 0 && score__text_valid(text[lang], n) == n, "phrase %d", p);
      ck_assert_str_eq(score__text_nfc(&arena, text[lang], n), text[lang]);
      if (p != SCORE__PH_PAPER_TWO) ck_assert_ptr_null(strchr(text[lang], '\n')); /* two lines of a letterhead */
      score__arena_free(&arena);
    }
    int facts[2] = {0}; /* both languages say as many; an author's text is one argument for each language */
    for (char arg[] = "{0}"; arg[1] <= '9'; arg[1]++)
      for (int lang = 0; lang < 2; lang++) facts[lang] += strstr(text[lang], arg) != NULL;
    ck_assert_msg(facts[0] == facts[1], "arguments of \"%s\"", text[0]);
    bool authors = p == SCORE__PH_EVAL_CHECK || p == SCORE__PH_LINT_EXPLAINED;
    for (char arg[] = "{0}"; arg[1] <= '9' && !authors; arg[1]++)
      ck_assert_msg(!strstr(text[0], arg) == !strstr(text[1], arg), "%s in \"%s\"", arg, text[0]);
  }
}
END_TEST

START_TEST(integers)
{
  char buf[24];
  ck_assert_str_eq(score__int_text(buf, 0), "0");
  ck_assert_str_eq(score__int_text(buf, -1200), "-1200");
  ck_assert_str_eq(score__int_text(buf, INT64_MIN), "-9223372036854775808");
  ck_assert_str_eq(score__int_text(buf, INT64_MAX), "9223372036854775807");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("fail");
  TCase *tests = tcase_create("fail");
  tcase_add_loop_test(tests, place, 0, COUNT(places));
  tcase_add_test(tests, sheet);
  tcase_add_test(tests, arguments);
  tcase_add_test(tests, cut_lines);
  tcase_add_test(tests, findings);
  tcase_add_test(tests, phrases);
  tcase_add_test(tests, integers);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
