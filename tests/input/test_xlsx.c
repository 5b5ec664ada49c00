/* A workbook that libxlsxwriter wrote, read with and without memory; numbers, days and format codes by themselves. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/fail.h"
#include "input/numeral.h"
#include "input/rows.h"
#include "input/styles.h"

#include "../refusing.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static char path[] = "/tmp/score-xlsx-XXXXXX";

static void write_book(void)
{
  int file = mkstemp(path);
  ck_assert_int_ge(file, 0);
  close(file);
  lxw_workbook *book = workbook_new(path);
  lxw_worksheet *guide = workbook_add_worksheet(book, "Hướng dẫn"), *sheet = workbook_add_worksheet(book, "Nhập");
  lxw_worksheet *other = workbook_add_worksheet(book, "Khác");
  lxw_format *percent = workbook_add_format(book), *day = workbook_add_format(book), *code = workbook_add_format(book);
  format_set_num_format(percent, "0.0%");
  format_set_num_format(day, "dd/mm/yyyy");
  format_set_num_format(code, "00000");
  worksheet_activate(sheet);
  worksheet_hide(guide);
  worksheet_write_string(guide, 0, 0, "điền vào trang sau", NULL);
  worksheet_write_string(sheet, 0, 0, "unit", NULL);
  worksheet_write_string(sheet, 0, 1, "Xa\xcc\x83 Đại Phước", NULL);
  worksheet_write_string(sheet, 0, 3, "  điểm\ncộng ", NULL);
  worksheet_write_number(sheet, 2, 0, 8230, code);
  worksheet_write_number(sheet, 2, 1, 0.1 + 0.2, NULL);
  worksheet_write_number(sheet, 2, 2, 0.855, percent);
  lxw_datetime date = {2026, 9, 30, 0, 0, 0.0};
  worksheet_write_datetime(sheet, 2, 3, &date, day);
  worksheet_write_boolean(sheet, 2, 4, 1, NULL);
  worksheet_write_formula_num(sheet, 2, 5, "=B3*2", NULL, 0.6);
  worksheet_write_formula_str(sheet, 2, 6, "=A1", NULL, "unit");
  worksheet_write_blank(sheet, 2, 7, percent);
  worksheet_write_string(other, 5, 5, "x", NULL);
  ck_assert_int_eq(workbook_close(book), LXW_NO_ERROR);
}

static const struct {
  uint32_t line;
  size_t column;
  uint8_t kind;
  const char *text;
} wanted[] = {
    {1, 0, SCORE__CELL_TYPED, "unit"},   {1, 1, SCORE__CELL_TYPED, "Xã Đại Phước"},
    {1, 2, SCORE__CELL_TYPED, ""},       {1, 3, SCORE__CELL_TYPED, "điểm\ncộng"},
    {3, 0, SCORE__CELL_NUMBER, "08230"}, {3, 1, SCORE__CELL_NUMBER, "0.3"},
    {3, 2, SCORE__CELL_NUMBER, "85.5%"}, {3, 3, SCORE__CELL_DATE, "2026-09-30"},
    {3, 4, SCORE__CELL_TYPED, "TRUE"},   {3, 5, SCORE__CELL_NUMBER, "0.6"},
    {3, 6, SCORE__CELL_TYPED, "unit"},
};

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  int *at = context;
  (void)err;
  for (size_t i = 0; i < count; i++, ++*at) {
    ck_assert_int_lt(*at, COUNT(wanted));
    ck_assert_uint_eq(line, wanted[*at].line);
    ck_assert_uint_eq(i, wanted[*at].column);
    ck_assert_str_eq(cell[i].text, wanted[*at].text);
    ck_assert_uint_eq(cell[i].size, strlen(cell[i].text));
    ck_assert_int_eq(cell[i].kind, wanted[*at].kind);
  }
  return 0;
}

START_TEST(written_by_xlsxwriter)
{
  score_error err = {0};
  score__rows_info info;
  int at = 0;
  write_book();
  ck_assert_int_eq(score__rows_read(path, NULL, on_row, &at, &info, &err), 0);
  ck_assert_int_eq(at, COUNT(wanted));
  ck_assert_str_eq(info.sheet, "Nhập");
  ck_assert(info.workbook && info.delimiter == 0);
  ck_assert_uint_eq(info.other_sheets, 1);
  ck_assert_uint_eq(info.rows, 2);
  ck_assert_uint_eq(strlen(info.sha256), 64);
  unlink(path);
}
END_TEST

static int on_row_quiet(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  (void)context;
  (void)line;
  (void)cell;
  (void)count;
  (void)err;
  return 0;
}

/* What is told is that memory is out, but where a library takes it for another fault or does without. */
START_TEST(every_allocation)
{
  const score__rows_options options[] = {{0}, {.sheet = "nhap"}, {.sheet = "không có"}};
  write_book();
  long refused = 0;
  for (int i = 0; i < COUNT(options); i++) {
    score_error err = {0};
    score__rows_info info;
    int plain = score__rows_read(path, &options[i], on_row_quiet, NULL, &info, &err);
    ck_assert_int_eq(plain, i == 2 ? SCORE_E_INPUT : 0);
    for (long n = 0;; n++) {
      err = (score_error){0};
      hit = false;
      countdown = n;
      int status = score__rows_read(path, &options[i], on_row_quiet, NULL, &info, &err);
      countdown = -1;
      if (!hit) break;
      refused++;
      ck_assert_msg(status < 0 || (plain == 0 && info.rows == 2), "allocation %ld: %d", n, status);
      ck_assert_int_eq(err.code, status);
    }
  }
  ck_assert_msg(WATCHED || refused > 500, "%ld allocations", refused);
  unlink(path);
}
END_TEST

START_TEST(a_row_may_end_it)
{
  score_error err = {0};
  score__rows_info info;
  write_book();
  ck_assert_int_eq(score__rows_read("/no/such.xlsx", NULL, on_row_quiet, NULL, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(score__rows_read("/tmp", NULL, on_row_quiet, NULL, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(score__rows_read(path, NULL, on_row_quiet, NULL, NULL, NULL), 0);
  const score__rows_options absent = {.sheet = "zzz"};
  ck_assert_int_eq(score__rows_read(path, &absent, on_row_quiet, NULL, &info, NULL), SCORE_E_INPUT);
  unlink(path);
}
END_TEST

static const char *const wrong[] = {"",    "-",   ".",     "e5",  "1e",  "1e+",   "1.2.3",  "1,5",           "0x1",
                                    "1 2", "--1", "1e1.5", "inf", "NaN", "1e401", "1e-401", "9e999999999999"};

START_TEST(no_numeral)
{
  score__numeral n;
  ck_assert_int_eq(score__numeral_read(&n, wrong[_i], strlen(wrong[_i])), -1);
}
END_TEST

START_TEST(long_numeral)
{
  char text[1000], buf[SCORE__NUMERAL_TEXT];
  score__numeral n;
  memset(text, '9', sizeof text);
  ck_assert_int_eq(score__numeral_read(&n, text, sizeof text), -1);
  ck_assert_int_eq(score__numeral_read(&n, text, 400), -1); /* rounds up to 1E400, which has 401 digits */
  ck_assert_int_eq(score__numeral_read(&n, text, 399), 0);
  ck_assert_uint_eq(score__numeral_print(buf, &n, 2, 0), 402);
  ck_assert_int_eq(score__numeral_read(&n, "-1e-399", 7), 0);
  ck_assert_uint_eq(score__numeral_print(buf, &n, -2, 39), strlen(buf));
  ck_assert_uint_lt(strlen(buf), SCORE__NUMERAL_TEXT);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("xlsx");
  TCase *t = tcase_create("all");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, written_by_xlsxwriter);
  tcase_add_test(t, every_allocation);
  tcase_add_test(t, a_row_may_end_it);
  tcase_add_loop_test(t, no_numeral, 0, COUNT(wrong));
  tcase_add_test(t, long_numeral);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_ENV);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
