/* Documents in their formats: alignment by display width, escapes, and the same number everywhere. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "output/writer.h"

static int collect(void *context, const void *bytes, size_t size)
{
  score__buffer_add(context, bytes, size);
  return 0;
}

static int refuse(void *context, const void *bytes, size_t size)
{
  (void)bytes;
  *(size_t *)context += size;
  return 1;
}

/* The text of the document; free it. */
static char *written(const score_document *d, score_write_options o)
{
  score__buffer out = {0};
  score_error err = {0};
  ck_assert_int_eq(score_document_write(d, &o, collect, &out, &err), 0);
  return out.data;
}

/* A ranking as compute makes it, with what a data file may contain at its worst. */
static score_document *sample(void)
{
  score_document *d = score__sheet_new("rank");
  ck_assert_ptr_nonnull(d);
  d->title = score__cell_text(d, "Xếp hạng năm 2025");
  score__sheet_fact_add(d, "set", SCORE__PH_CELL_YES, score__cell_code(d, "766@2025-portal"));
  score__sheet_fact_add(d, NULL, SCORE__PH_CELL_NO, score__cell_text(d, "chỉ trên bảng"));
  score__sheet_fact_add(d, "sha256", 0, score__cell_code(d, "00ff"));
  score__sheet_fact_add(d, "note", 0, (score__cell){0});
  score__sheet_table *t = score__sheet_table_add(d, "units", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "rank", .title_words = {{"Rank", "Hạng"}}, .right = true});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "tied", .title_words = {{"Tied", "Đồng hạng"}}});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "unit", .machine_only = true});
  score__sheet_column_add(d, t,
                          (score__sheet_column){.key = "name", .title_words = {{"Unit", "Đơn vị"}}, .shrinks = true});
  score__sheet_column_add(
      d, t, (score__sheet_column){.key = "total", .title_words = {{"Total", "Tổng điểm"}}, .right = true});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "mark", .title_words = {{"*", "*"}}, .table_only = true});
  static const struct {
    int64_t rank;
    bool tied;
    const char *unit, *name;
    int64_t micro;
  } rows[] = {{1, true, "25210", "Phường Đồng Xoài", 87500000},
              {1, true, "25211", "Xã Mỹ \"Đức\"; An, Phú", 87500000},
              {3, false, "25212", "=1+1", 9050000},
              {4, false, "-25213", "Xa\xCC\x83 \x1b[31mđỏ\xC2\x9b", -130000}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    score__cell *row = score__sheet_row_add(d, t, i == 2 ? 1 : 0);
    ck_assert_ptr_nonnull(row);
    row[0] = score__cell_int(rows[i].rank);
    row[1] = score__cell_bool(rows[i].tied);
    row[2] = score__cell_code(d, rows[i].unit);
    row[3] = score__cell_text(d, rows[i].name);
    row[4] = score__cell_points(rows[i].micro, 2);
    row[5] = (score__cell){0};
  }
  return d;
}

static size_t display(const char *from, const char *to)
{
  return score__text_width(from, (size_t)(to - from));
}

/* A table too wide for its terminal: what gives way first goes first, and comes back where there is room in the end. */
START_TEST(columns_give_way)
{
  static const uint8_t gives_way[] = {0, 3, 2, 2, 1};
  static const char *const titles[] = {"aaaaaaaaaa", "bbbbb", "cccccccccccccccccccc", "dddddddddddddddddddd", "eeeee"};
  static const struct {
    int width;
    const char *shown;
  } cases[] = {{0, "abcde"}, {68, "abcde"}, {67, "acde"}, {30, "abe"}, {24, "abe"},
               {23, "ae"},   {17, "ae"},    {16, "a"},    {9, "a"}};
  score_document *d = score__sheet_new("t");
  score__sheet_table *t = score__sheet_table_add(d, "rows", 0);
  for (int c = 0; c < 5; c++)
    score__sheet_column_add(
        d, t,
        (score__sheet_column){.key = titles[c], .title_words = {{titles[c], titles[c]}}, .gives_way = gives_way[c]});
  score__cell *row = score__sheet_row_add(d, t, 0);
  for (int c = 0; c < 5; c++) row[c] = score__cell_int(c);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char *text = written(d, (score_write_options){.width = cases[i].width}), *end = strchr(text, '\n');
    char shown[8] = "";
    *end = '\0';
    for (size_t c = 0, n = 0; c < 5; c++)
      if (strstr(text, titles[c])) shown[n++] = (char)('a' + c);
    ck_assert_msg(!strcmp(shown, cases[i].shown), "%d: %s", cases[i].width, shown);
    ck_assert_int_eq(strstr(end + 1, "no room") != NULL, strlen(shown) < 5);
    free(text);
  }
  score_document_free(d);
}
END_TEST

/* Rows for people or for machines alone. */
START_TEST(rows_have_readers)
{
  score_document *d = score__sheet_new("t");
  score__sheet_table *t = score__sheet_table_add(d, "rows", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "name", .title_words = {{"Name", "Name"}}});
  static const char *const names[] = {"both", "gap", "silent"};
  for (uint8_t k = 0; k < 3; k++) {
    score__sheet_row_add(d, t, 0)[0] = score__cell_text(d, names[k]);
    score__sheet_row_for(t, k); /* SCORE__ROW_ALL, _TABLE, _MACHINE */
  }
  for (int f = 0; f < 4; f++) {
    char *text = written(d, (score_write_options){.format = (score_format)f});
    const bool people = f == SCORE_FORMAT_TABLE || f == SCORE_FORMAT_MARKDOWN;
    ck_assert_ptr_nonnull(strstr(text, "both"));
    ck_assert_int_eq(strstr(text, "gap") != NULL, people);
    ck_assert_int_eq(strstr(text, "silent") != NULL, !people);
    free(text);
  }
  score_document_free(d);
}
END_TEST

START_TEST(columns_line_up)
{
  score_document *d = sample();
  char *text = written(d, (score_write_options){.lang = SCORE_LANG_VI});
  /* every total ends in the same display column */
  static const char *const totals[] = {"87,50", "9,05", "-0,13"};
  size_t end = 0;
  for (size_t i = 0; i < 3; i++) {
    const char *at = strstr(text, totals[i]);
    ck_assert_ptr_nonnull(at);
    const char *line = at;
    while (line > text && line[-1] != '\n') line--;
    const size_t now = display(line, at + strlen(totals[i]));
    if (i > 0) ck_assert_uint_eq(now, end);
    end = now;
  }
  ck_assert_ptr_nonnull(strstr(text, "Xếp hạng năm 2025\n"));
  ck_assert_ptr_nonnull(strstr(text, "có     766@2025-portal\nkhông  chỉ trên bảng\n"));
  ck_assert_ptr_null(strstr(text, "00ff"));
  ck_assert_ptr_null(strstr(text, "25210"));
  ck_assert_ptr_null(strstr(text, " \n"));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(nothing_speaks_to_the_terminal)
{
  score_document *d = sample();
  char *text = written(d, (score_write_options){.lang = SCORE_LANG_VI});
  ck_assert_ptr_null(strchr(text, '\x1b'));
  ck_assert_ptr_null(strstr(text, "\xC2\x9b"));
  free(text);
  d->table[0].cell[4].emphasis = 3;
  text = written(d, (score_write_options){.lang = SCORE_LANG_VI, .color = 1});
  ck_assert_ptr_nonnull(strstr(text, "\x1b[31m87,50\x1b[0m"));
  ck_assert_ptr_null(strstr(text, "\x1b[31mđỏ"));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(narrow_terminals_fit)
{
  score_document *d = sample();
  for (int width = 40; width >= 34; width--) {
    char *text = written(d, (score_write_options){.lang = SCORE_LANG_VI, .width = width});
    for (const char *line = text; *line;) {
      const char *end = strchr(line, '\n');
      ck_assert_uint_le(display(line, end), (size_t)width);
      line = end + 1;
    }
    ck_assert_ptr_nonnull(strstr(text, "Phường"));
    ck_assert_ptr_nonnull(strstr(text, "Xoài"));
    free(text);
  }
  for (int width = 1; width < 34; width++) free(written(d, (score_write_options){.width = width}));
  score_document_free(d);
}
END_TEST

START_TEST(csv_plain)
{
  score_document *d = sample();
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV, .lang = SCORE_LANG_VI});
  ck_assert_str_eq(text, "rank,tied,unit,name,total\n"
                         "1,yes,25210,Phường Đồng Xoài,87.50\n"
                         "1,yes,25211,\"Xã Mỹ \"\"Đức\"\"; An, Phú\",87.50\n"
                         "3,no,25212,=1+1,9.05\n"
                         "4,no,-25213,Xa\xCC\x83 \x1b[31mđỏ\xC2\x9b,-0.13\n");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(csv_excel)
{
  score_document *d = sample();
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV, .lang = SCORE_LANG_EN, .excel_vi = 1});
  ck_assert_str_eq(text, "\xEF\xBB\xBFrank;tied;unit;name;total\r\n"
                         "1;yes;25210;Phường Đồng Xoài;87,50\r\n"
                         "1;yes;25211;\"Xã Mỹ \"\"Đức\"\"; An, Phú\";87,50\r\n"
                         "3;no;25212;'=1+1;9,05\r\n"
                         "4;no;'-25213;Xa\xCC\x83 \x1b[31mđỏ\xC2\x9b;-0,13\r\n");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(csv_formula_starts)
{
  static const char *const names[] = {"=A", "+A", "-A", "@A", "\tA", "\rA", "A=", "12,5", "", "Đ"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    score_document *d = score__sheet_new("x");
    score__sheet_table *t = score__sheet_table_add(d, "t", 0);
    score__sheet_column_add(d, t, (score__sheet_column){.key = "k"});
    score__sheet_row_add(d, t, 0)[0] = score__cell_text(d, names[i]);
    char *text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV, .excel_vi = 1});
    ck_assert_int_eq(strchr(text, '\'') != NULL, i < 6);
    free(text);
    score_document_free(d);
  }
}
END_TEST

START_TEST(json_whole)
{
  score_document *d = sample();
  score__sheet_line_add(d, score__cell_text(d, "a\\b\n\x01"), 0, true);
  score__sheet_table_add(d, "empty", 0);
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_JSON, .lang = SCORE_LANG_VI});
  ck_assert_str_eq(
      text,
      "{\n  \"document\": \"rank\",\n  \"set\": \"766@2025-portal\",\n  \"sha256\": \"00ff\",\n  \"note\": null,\n"
      "  \"units\": [\n"
      "    {\"rank\": 1, \"tied\": true, \"unit\": \"25210\", \"name\": \"Phường Đồng Xoài\", \"total\": 87.50},\n"
      "    {\"rank\": 1, \"tied\": true, \"unit\": \"25211\", \"name\": \"Xã Mỹ \\\"Đức\\\"; An, Phú\", \"total\": "
      "87.50},\n"
      "    {\"rank\": 3, \"tied\": false, \"unit\": \"25212\", \"name\": \"=1+1\", \"total\": 9.05},\n"
      "    {\"rank\": 4, \"tied\": false, \"unit\": \"-25213\", \"name\": \"Xa\xCC\x83 \\u001b[31mđỏ\xC2\x9b\", "
      "\"total\": -0.13}\n"
      "  ],\n  \"empty\": [],\n  \"lines\": [\n    \"a\\\\b\\n\\u0001\"\n  ]\n}\n");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(nothing_is_said_in_no_rows)
{
  for (int filled = 0; filled < 2; filled++) {
    score_document *d = score__sheet_new("sample");
    score__sheet_table *t = score__sheet_table_add(d, "rows", SCORE__PH_CELL_YES);
    score__sheet_column_add(d, t, (score__sheet_column){.key = "a", .title = SCORE__PH_COL_NAME});
    score__sheet_column_add(d, t, (score__sheet_column){.key = "b", .title = SCORE__PH_COL_PERIOD});
    score__sheet_column_add(d, t, (score__sheet_column){.key = "c", .title = SCORE__PH_COL_UNIT, .stays = true});
    if (filled) {
      score__cell *row = score__sheet_row_add(d, t, 0);
      row[0] = score__cell_text(d, "");
      row[1] = score__cell_text(d, "2025");
    }
    char *text = written(d, (score_write_options){.lang = SCORE_LANG_EN});
    ck_assert_str_eq(text, filled ? "yes\nPeriod  Unit\n──────  ────\n2025\n" : "(none)\n");
    free(text);
    text = written(d, (score_write_options){.format = SCORE_FORMAT_MARKDOWN, .lang = SCORE_LANG_EN});
    ck_assert_str_eq(text, filled ? "## yes\n\n| Period | Unit |\n| --- | --- |\n| 2025 |  |\n" : "(none)\n");
    free(text);
    text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV});
    ck_assert_str_eq(text, filled ? "a,b,c\n,2025,\n" : "a,b,c\n");
    free(text);
    score_document_free(d);
  }
}
END_TEST

START_TEST(markdown_whole)
{
  score_document *d = sample();
  score__sheet_line_add(d, score__cell_text(d, "1. not a list, # no heading"), 0, true);
  score__sheet_line_add(d, score__cell_text(d, "# no heading | <b>"), 0, true);
  d->table[0].cell[4].emphasis = 4;
  score__sheet_table *hidden = score__sheet_table_add(d, "long", 0); /* for CSV and JSON alone */
  score__sheet_column_add(d, hidden, (score__sheet_column){.key = "k", .machine_only = true});
  score__sheet_row_add(d, hidden, 0)[0] = score__cell_int(77777);
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_MARKDOWN, .lang = SCORE_LANG_VI});
  ck_assert_str_eq(text, "# Xếp hạng năm 2025\n"
                         "\n"
                         "- **có**: 766@2025-portal\n"
                         "- **không**: chỉ trên bảng\n"
                         "\n"
                         "| Hạng | Đồng hạng | Đơn vị | Tổng điểm |\n"
                         "| ---: | --- | --- | ---: |\n"
                         "| 1 | có | Phường Đồng Xoài | **87,50** |\n"
                         "| 1 | có | Xã Mỹ \"Đức\"; An, Phú | 87,50 |\n"
                         "| 3 | không | &emsp;=1+1 | 9,05 |\n"
                         "| 4 | không | Xa\xCC\x83  \\[31mđỏ  | -0,13 |\n"
                         "\n"
                         "1\\. not a list, # no heading\n"
                         "\n"
                         "\\# no heading \\| \\<b\\>\n");
  free(text);
  text = written(d, (score_write_options){.lang = SCORE_LANG_EN});
  ck_assert_ptr_null(strstr(text, "77777"));
  ck_assert_ptr_null(strstr(text, "\n\n\n"));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(json_broken_bytes)
{
  score_document *d = score__sheet_new("x");
  score__sheet_fact_add(d, "k", 0, score__cell_text(d, "a\xFF\xC3z\xE1\xBB"));
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_JSON});
  ck_assert_uint_eq(score__text_valid(text, strlen(text)), strlen(text));
  ck_assert_ptr_nonnull(strstr(text, "\"a\xEF\xBF\xBD\xEF\xBF\xBDz"));
  free(text);
  score_document_free(d);
}
END_TEST

/* value, digits, what CSV and JSON say, what a Vietnamese table says */
static const struct {
  int64_t micro;
  int digits;
  const char *point, *comma;
} numbers[] = {{87500000, 2, "87.50", "87,50"},
               {87500000, -1, "87.5", "87,5"},
               {0, 2, "0.00", "0,00"},
               {0, -1, "0", "0"},
               {-130000, 2, "-0.13", "-0,13"},
               {1, 6, "0.000001", "0,000001"},
               {100000000, 0, "100", "100"},
               {1234567000000, 2, "1234567.00", "1234567,00"},
               {87505000, 2, "87.505", "87,505"},
               {500000, 1, "0.5", "0,5"}};

START_TEST(same_number_everywhere)
{
  const size_t i = (size_t)_i;
  score_document *d = score__sheet_new("x");
  score__sheet_table *t = score__sheet_table_add(d, "t", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "k", .right = true});
  score__sheet_row_add(d, t, 0)[0] = score__cell_points(numbers[i].micro, numbers[i].digits);
  char want[64], *text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV, .lang = SCORE_LANG_VI});
  snprintf(want, sizeof want, "k\n%s\n", numbers[i].point);
  ck_assert_str_eq(text, want);
  free(text);
  text = written(d, (score_write_options){.format = SCORE_FORMAT_JSON, .lang = SCORE_LANG_VI});
  snprintf(want, sizeof want, "{\"k\": %s}", numbers[i].point);
  ck_assert_ptr_nonnull(strstr(text, want));
  free(text);
  text = written(d, (score_write_options){.lang = SCORE_LANG_VI});
  snprintf(want, sizeof want, "\n%s\n", numbers[i].comma);
  ck_assert_ptr_nonnull(strstr(text, want));
  free(text);
  text = written(d, (score_write_options){.lang = SCORE_LANG_EN});
  snprintf(want, sizeof want, "\n%s\n", numbers[i].point);
  ck_assert_ptr_nonnull(strstr(text, want));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(phrases_speak_the_language)
{
  score_document *d = score__sheet_new("x");
  score__sheet_table *t = score__sheet_table_add(d, "t", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "k"});
  score__cell inner = score__cell_points(1500000, 2);
  score__cell arg = score__cell_phrase_args(d, SCORE__PH_TEXT_ARG, &inner, 1);
  score__sheet_row_add(d, t, 0)[0] = score__cell_phrase_args(d, SCORE__PH_NEED_REPORT, &arg, 1);
  char *text = written(d, (score_write_options){.lang = SCORE_LANG_VI});
  ck_assert_ptr_nonnull(strstr(text, "1,50: cần báo cáo"));
  free(text);
  text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV, .lang = SCORE_LANG_VI});
  ck_assert_ptr_nonnull(strstr(text, "1.50: cần báo cáo"));
  free(text);
  text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV, .lang = SCORE_LANG_EN});
  ck_assert_ptr_nonnull(strstr(text, "1.50: report it"));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(many_tables_and_rows)
{
  score_document *d = score__sheet_new("x");
  score__sheet_table *first = score__sheet_table_add(d, "a", 0), *second = score__sheet_table_add(d, "b", 0);
  score__sheet_column_add(d, first, (score__sheet_column){.key = "k"});
  score__sheet_column_add(d, second, (score__sheet_column){.key = "k"});
  for (int64_t i = 0; i < 5000; i++) {
    score__sheet_row_add(d, first, 0)[0] = score__cell_int(i);
    score__sheet_row_add(d, second, 0)[0] = score__cell_int(-i);
  }
  ck_assert(!d->failed);
  ck_assert_int_eq(first->cell[4999].value, 4999);
  ck_assert_int_eq(second->cell[4999].value, -4999);
  score_document_free(d);
}
END_TEST

START_TEST(failures_are_said)
{
  score_document *d = sample();
  score_error err = {0};
  size_t seen = 0;
  ck_assert_int_eq(score_document_write(d, NULL, refuse, &seen, &err), SCORE_E_OUTPUT);
  ck_assert_uint_gt(seen, 0);
  const score_write_options odd = {.format = (score_format)8};
  ck_assert_int_eq(score_document_write(d, &odd, refuse, &seen, &err), SCORE_E_USAGE);
  score__sheet_column_add(d, &d->table[0], (score__sheet_column){.key = "late"}); /* after rows: refused */
  ck_assert(d->failed);
  ck_assert_ptr_null(score__sheet_row_add(d, &d->table[0], 0));
  ck_assert_int_eq(score_document_write(d, NULL, refuse, &seen, &err), SCORE_E_MEMORY);
  score_document_free(d);
  score_document_free(NULL);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("sheet");
  TCase *c = tcase_create("writers");
  tcase_add_test(c, columns_line_up);
  tcase_add_test(c, columns_give_way);
  tcase_add_test(c, rows_have_readers);
  tcase_add_test(c, nothing_speaks_to_the_terminal);
  tcase_add_test(c, narrow_terminals_fit);
  tcase_add_test(c, csv_plain);
  tcase_add_test(c, csv_excel);
  tcase_add_test(c, csv_formula_starts);
  tcase_add_test(c, json_whole);
  tcase_add_test(c, json_broken_bytes);
  tcase_add_test(c, nothing_is_said_in_no_rows);
  tcase_add_test(c, markdown_whole);
  tcase_add_loop_test(c, same_number_everywhere, 0, (int)(sizeof numbers / sizeof *numbers));
  tcase_add_test(c, phrases_speak_the_language);
  tcase_add_test(c, many_tables_and_rows);
  tcase_add_test(c, failures_are_said);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
