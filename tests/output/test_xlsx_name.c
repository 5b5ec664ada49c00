/* Names of sheets: within the limits of a workbook, each once whatever the case of its letters, none that a formula takes
 * for a cell; numbers that a workbook holds to their last digit. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "output/xlsx_report.h"

START_TEST(names_are_their_own)
{
  static const struct {
    const char *title, *name;
  } rows[] = {{"Xếp hạng", "Xếp hạng"},
              {"XẾP HẠNG", "XẾP HẠNG (2)"},
              {"xếp hạng", "xếp hạng (3)"},
              {"History", "History (2)"},
              {"Q3", "Sheet Q3"},
              {"q3", "Sheet q3 (2)"},
              {"2026", "Sheet 2026"},
              {"R", "Sheet R"},
              {"", "Sheet"},
              {" ", "Sheet (2)"},
              {"'a'", "’a’"},
              {"[a]:*?/\\", "-a------"},
              {"Điểm #1", "Điểm ＃1"},
              {"ĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐ", "ĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐ…"},
              {"ỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷ", "ỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷ"},
              {"Ỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷ", "Ỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷ…"},
              {"ỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷỷ", "ỷỷỷỷỷỷỷỷỷỷỷỷ… (2)"},
              {"Kỳ: quý III\n2026", "Kỳ – quý III 2026"},
              {"Một tiêu đề rất dài hơn ba mươi mốt ký tự", "Một tiêu đề rất dài hơn ba…"},
              {"Một tiêu đề rất dài hơn ba mươi mốt ký tự", "Một tiêu đề rất dài hơn… (2)"}};
  enum { COUNT = sizeof rows / sizeof *rows };
  score__xlsx_page page[COUNT] = {0};
  score__xlsx_report b = {.style = {.lang = SCORE_LANG_EN, .mark = '.', .words = true}, .page = page};
  for (size_t i = 0; i < COUNT; i++) {
    const score__cell title = {.kind = SCORE__CELL_TEXT, .words = {{rows[i].title, rows[i].title}}};
    score__xlsx_page_name(&b, &page[i], &title);
    ck_assert_int_eq(b.rc, LXW_NO_ERROR);
    ck_assert_str_eq(page[i].name, rows[i].name);
    ck_assert_uint_le(score__xlsx_length(page[i].name, SIZE_MAX, NULL), SCORE__XLSX_NAME);
    ck_assert_uint_le(strlen(page[i].name), 48); /* twice in a formula of 127 bytes */
    b.page_count++;
  }
  score__buffer_free(&b.bare);
  score__buffer_free(&b.text);
  score__arena_free(&b.arena);
}
END_TEST

START_TEST(numbers_keep_their_digits)
{
  static const struct {
    uint8_t kind;
    int8_t digits;
    int64_t value;
    bool is_number;
    double number;
    int shown;
  } rows[] = {{SCORE__CELL_DECIMAL, 2, 87500000, true, 87.5, 2},
              {SCORE__CELL_DECIMAL, -1, 87500000, true, 87.5, 1},
              {SCORE__CELL_DECIMAL, 2, 87567891, true, 87.567891, 6},
              {SCORE__CELL_DECIMAL, -1, -12000000, true, -12, 0},
              {SCORE__CELL_INTEGER, 0, 999999999999999, true, 999999999999999.0, 0},
              {SCORE__CELL_INTEGER, 0, 1000000000000000, false, 0, 0},
              {SCORE__CELL_DECIMAL, 2, INT64_C(1234567890123450000), true, 1234567890123.45, 2},
              {SCORE__CELL_DECIMAL, 2, INT64_C(1234567890123456789), false, 0, 0},
              {SCORE__CELL_BOOLEAN, 0, 1, false, 0, 0},
              {SCORE__CELL_EMPTY, 0, 0, false, 0, 0}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const score__cell cell = {.kind = rows[i].kind, .digits = rows[i].digits, .value = rows[i].value};
    double number = 0;
    int8_t digits = 0;
    ck_assert_int_eq(score__xlsx_number_of(&number, &digits, &cell), rows[i].is_number);
    if (!rows[i].is_number) continue;
    ck_assert(number == rows[i].number);
    ck_assert_int_eq(digits, rows[i].shown);
  }
}
END_TEST

int main(void)
{
  Suite *s = suite_create("xlsx_name");
  TCase *c = tcase_create("all");
  tcase_add_test(c, names_are_their_own);
  tcase_add_test(c, numbers_keep_their_digits);
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  const int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
