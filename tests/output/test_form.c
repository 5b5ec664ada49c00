/* Forms: what stands in the files is written here by hand. The workbook is taken apart in tests/cli/test_template.py;
 * here it must be whole, the same every time, and independent of the locale. */
#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "output/form_writer.h"
#include "output/xlsx_book.h"

static const char *const choices[] = {"Người đứng đầu", "Cấp phó, phụ trách", "Chưa có"};
static const char *const truths[] = {"có", "không"};
static const score__form_rule whole = {.kind = SCORE__FORM_WHOLE, .min = "0", .prompt = "số nguyên từ 0"};
static const score__form_rule share = {.kind = SCORE__FORM_DECIMAL, .min = "0", .max = "100", .other = "KAD"};
static const score__form_rule truth = {.kind = SCORE__FORM_LIST, .option = truths, .option_count = 2};
static const score__form_rule choice = {.kind = SCORE__FORM_LIST, .option = choices, .option_count = 3};
static const score__form_rule day = {.kind = SCORE__FORM_DAY, .min = "2026-01-01"};

typedef struct sample_row {
  const char *measure, *value, *note;
  uint8_t kind;
  const score__form_rule *rule;
} sample_row;

static const sample_row rows[] = {{"hs", "12345", "=1+1", SCORE__FORM_NUMBER, &whole},
                                  {"ty_le", "9.95", "hai \"dòng\"\nmột ô", SCORE__FORM_NUMBER, &share},
                                  {"co", "có", "-", SCORE__FORM_TEXT, &truth},
                                  {"chon", "Cấp phó, phụ trách", "a;b,c", SCORE__FORM_TEXT, &choice},
                                  {"ngay", "2026-09-05", "'=x", SCORE__FORM_DATE, &day}};

static void make(score__form *form)
{
  static const char *const lines[] = {"BIỂU NHẬP SỐ LIỆU", ""}, *const help[] = {"# Cách điền", "một dòng"};
  ck_assert_int_eq(score__form_start(form, 3), 0);
  form->name = "Nhập số liệu";
  form->line = lines;
  form->line_count = 2;
  form->help = help;
  form->help_count = 2;
  form->help_name = "Hướng dẫn";
  form->locked = true;
  form->column[0].title = "Mã số liệu";
  form->column[1] = (score__form_column){"Giá trị", 14, false};
  form->column[2] = (score__form_column){"Ghi chú", 30, true};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    score__form_cell *row = score__form_row(form);
    ck_assert_ptr_nonnull(row);
    row[0].text = rows[i].measure;
    row[1] = (score__form_cell){rows[i].value, rows[i].kind, true, i == 1, rows[i].rule};
    row[2] = (score__form_cell){.text = rows[i].note, .open = true};
  }
}

static void check_csv(bool excel, const char *wanted)
{
  score__form form;
  score__buffer out = {0};
  make(&form);
  ck_assert_int_eq(score__write_form_csv(&out, &form, excel, NULL), 0);
  ck_assert_str_eq(out.data, wanted);
  score__buffer_free(&out);
  score__form_free(&form);
}

START_TEST(csv_plain)
{
  check_csv(false, "Mã số liệu,Giá trị,Ghi chú\n"
                   "hs,12345,=1+1\n"
                   "ty_le,9.95,\"hai \"\"dòng\"\"\nmột ô\"\n"
                   "co,có,-\n"
                   "chon,\"Cấp phó, phụ trách\",\"a;b,c\"\n"
                   "ngay,2026-09-05,'=x\n");
}
END_TEST

START_TEST(csv_excel)
{
  check_csv(true, "\xEF\xBB\xBFMã số liệu;Giá trị;Ghi chú\r\n"
                  "hs;12345;'=1+1\r\n"
                  "ty_le;9,95;\"hai \"\"dòng\"\"\nmột ô\"\r\n"
                  "co;có;'-\r\n"
                  "chon;Cấp phó, phụ trách;\"a;b,c\"\r\n"
                  "ngay;05/09/2026;''=x\r\n");
}
END_TEST

static void write_book(score__buffer *out)
{
  score__form form;
  score_error err = {0};
  make(&form);
  ck_assert_int_eq(score__write_form_xlsx(out, &form, &err), 0);
  ck_assert_uint_gt(out->size, 4000);
  ck_assert_int_eq(memcmp(out->data, "PK\003\004", 4), 0);
  ck_assert_int_eq(memcmp(out->data + out->size - 22, "PK\005\006", 4), 0); /* the end of the archive */
  score__form_free(&form);
}

START_TEST(workbook_same_bytes)
{
  score__buffer first = {0}, second = {0};
  write_book(&first);
  setlocale(LC_ALL, "vi_VN.UTF-8"); /* decimal comma, where it is installed */
  setenv("TZ", "Asia/Ho_Chi_Minh", 1);
  write_book(&second);
  ck_assert_uint_eq(first.size, second.size);
  ck_assert_int_eq(memcmp(first.data, second.data, first.size), 0);
  score__buffer_free(&first);
  score__buffer_free(&second);
}
END_TEST

START_TEST(workbook_limits)
{
  score__form form;
  score__buffer out = {0};
  score_error err = {0};
  char *text = malloc(SCORE__XLSX_CELL + 2);
  ck_assert_ptr_nonnull(text);
  memset(text, 'x', SCORE__XLSX_CELL + 1);
  text[SCORE__XLSX_CELL + 1] = '\0';
  make(&form);
  form.cell[3 * 2 + 2].text = text;
  ck_assert_int_eq(score__write_form_xlsx(&out, &form, &err), SCORE_E_LIMIT);
  ck_assert_uint_eq(err.line, 6); /* two titles, the header, two rows before it */
  ck_assert_uint_eq(err.column, 3);
  ck_assert_uint_eq(out.size, 0);
  text[SCORE__XLSX_CELL] = '\0';
  ck_assert_int_eq(score__write_form_xlsx(&out, &form, &err), 0);
  score__form_free(&form);
  score__buffer_free(&out);
  free(text);
  ck_assert_int_eq(score__form_start(&form, 16385), 0);
  ck_assert_int_eq(score__write_form_xlsx(&out, &form, &err), SCORE_E_LIMIT);
  score__form_free(&form);
}
END_TEST

/* Names that a worksheet may not have are mended: a returned sheet keeps the name its sender gave it. */
START_TEST(workbook_names)
{
  static const char *const names[] = {
      "", "a/b:c?*[d]", "'x'", "Hướng dẫn", "LISTS", "một cái tên dài hơn ba mươi mốt ký tự của trang tính"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    score__form form;
    score__buffer out = {0};
    make(&form);
    form.name = names[i];
    ck_assert_int_eq(score__write_form_xlsx(&out, &form, NULL), 0);
    score__form_free(&form);
    score__buffer_free(&out);
  }
}
END_TEST

START_TEST(numbers)
{
  static const struct {
    const char *text;
    bool good;
    double value;
  } cases[] = {{"0", true, 0.0},
               {"-12.5", true, -12.5},
               {"9.95", true, 9.95},
               {"999999999999999", true, 999999999999999.0},
               {"1000000000000000", false, 0.0},
               {"0.000001", true, 1e-6},
               {"", false, 0.0},
               {"NA", false, 0.0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    double value = 0;
    ck_assert_int_eq(score__xlsx_number(&value, cases[i].text), cases[i].good);
    if (cases[i].good) ck_assert(!(value < cases[i].value) && !(value > cases[i].value));
  }
}
END_TEST

START_TEST(lengths)
{
  size_t cut;
  ck_assert_uint_eq(score__xlsx_length("Tiêu chí", SIZE_MAX, &cut), 8);
  ck_assert_uint_eq(cut, strlen("Tiêu chí"));
  ck_assert_uint_eq(score__xlsx_length("a\xF0\x9F\x98\x80"
                                       "b",
                                       2, &cut),
                    4); /* two units each beyond U+FFFF */
  ck_assert_uint_eq(cut, 1);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("form");
  TCase *tests = tcase_create("form");
  tcase_add_test(tests, csv_plain);
  tcase_add_test(tests, csv_excel);
  tcase_add_test(tests, workbook_same_bytes);
  tcase_add_test(tests, workbook_limits);
  tcase_add_test(tests, workbook_names);
  tcase_add_test(tests, numbers);
  tcase_add_test(tests, lengths);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
