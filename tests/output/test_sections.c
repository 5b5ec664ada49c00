/* Documents in sections: what each flat format makes of them; bars and lines on a terminal. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "output/blocks.h"
#include "output/writer.h"

static int collect(void *context, const void *bytes, size_t size)
{
  score__buffer_add(context, bytes, size);
  return 0;
}

static char *written(const score_document *d, score_write_options o)
{
  score__buffer out = {0};
  score_error err = {0};
  ck_assert_int_eq(score_document_write(d, &o, collect, &out, &err), 0);
  return out.data;
}

static score__sheet_table *table(score_document *d, const char *key, int64_t value)
{
  score__sheet_table *t = score__sheet_table_add(d, key, 0);
  score__sheet_column_add(d, t,
                          (score__sheet_column){.key = "total", .title_words = {{"Total", "Tổng"}}, .right = true});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "picture", .table_only = true});
  score__cell *row = score__sheet_row_add(d, t, 0);
  row[0] = score__cell_points(value, 2);
  row[1] = score__cell_bar(value, 100 * SCORE__MICRO);
  return t;
}

/* A fact before the sections, two sections, one of them in depth. */
static score_document *sample(void)
{
  score_document *d = score__sheet_new("report");
  d->title = score__cell_text(d, "Báo cáo");
  score__sheet_fact_add(d, "period", SCORE__PH_CELL_YES, score__cell_code(d, "2026-Q3"));
  score__sheet_section_add(d, "summary", score__cell_text(d, "Kết quả"), 1);
  score__sheet_fact_add(d, "total", SCORE__PH_CELL_NO, score__cell_points(87500000, 2));
  table(d, "groups", 12500000);
  score__sheet_line_add(d, score__cell_text(d, "sau bảng"), 0, true);
  score__section *annex = score__sheet_section_add(d, "annex", score__cell_text(d, "Phụ lục"), 1);
  annex->in_depth = true;
  table(d, "steps", 50000000);
  score__outline_cell(d, NULL, "depth", score__cell_int(3));
  ck_assert(!d->failed);
  return d;
}

START_TEST(json_has_an_object_for_each)
{
  score_document *d = sample();
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_JSON});
  ck_assert_str_eq(text,
                   "{\n  \"document\": \"report\",\n  \"period\": \"2026-Q3\",\n"
                   "  \"summary\": {\n    \"title\": \"Kết quả\",\n    \"total\": 87.50,\n"
                   "    \"groups\": [\n      {\"total\": 12.50}\n    ],\n"
                   "    \"lines\": [\n      \"sau bảng\"\n    ]\n  },\n"
                   "  \"annex\": {\n    \"title\": \"Phụ lục\",\n    \"steps\": [\n      {\"total\": 50.00}\n    ],\n"
                   "    \"depth\": 3\n  }\n}\n");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(csv_has_a_line_for_each_cell)
{
  score_document *d = sample();
  d->synthetic = true;
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV});
  ck_assert_str_eq(text, "section,table,row,column,value,synthetic\n,facts,,period,2026-Q3,yes\n"
                         "summary,facts,,total,87.50,yes\nsummary,groups,1,total,12.50,yes\n"
                         "summary,lines,1,line,sau bảng,yes\nannex,steps,1,total,50.00,yes\n");
  free(text);
  text = written(d, (score_write_options){.format = SCORE_FORMAT_CSV, .excel_vi = 1});
  ck_assert_ptr_nonnull(strstr(text, "summary;facts;;total;87,50;yes\r\n"));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(the_short_form_leaves_the_depth_out)
{
  score_document *d = sample();
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_TABLE, .lang = SCORE_LANG_VI});
  ck_assert_ptr_nonnull(strstr(text, "Kết quả\n═══════\n"));
  ck_assert_ptr_nonnull(strstr(text, "87,50"));
  ck_assert_ptr_null(strstr(text, "50,00"));
  ck_assert_ptr_null(strstr(text, "Phụ lục"));
  ck_assert_ptr_null(strstr(text, "█"));
  free(text);
  text = written(d, (score_write_options){.format = SCORE_FORMAT_MARKDOWN, .lang = SCORE_LANG_VI});
  ck_assert_ptr_nonnull(strstr(text, "# Báo cáo\n"));
  ck_assert_ptr_nonnull(strstr(text, "\n## Kết quả\n"));
  ck_assert_ptr_null(strstr(text, "Phụ lục"));
  ck_assert_ptr_null(strstr(text, "picture"));
  free(text);
  score_document_free(d);
}
END_TEST

/* 12 columns of 8 eighths: 12.5 % = 12 eighths; next to nothing is an eighth, next to all is not all. */
static const struct {
  int64_t part, whole;
  const char *bar;
} bars[] = {{0, 8, ""},
            {1, 8, "█▌"},
            {1, 2, "██████"},
            {8, 8, "████████████"},
            {9, 8, "████████████"},
            {-1, 8, ""},
            {1, 100000, "▏"},
            {99999, 100000, "███████████▉"}};

START_TEST(bars_are_as_long_as_their_share)
{
  score__buffer out = {0};
  const score__cell cell = score__cell_bar(bars[_i].part, bars[_i].whole);
  score__blocks_put(&out, &cell);
  ck_assert_str_eq(out.data ? out.data : "", bars[_i].bar);
  score__buffer_free(&out);
}
END_TEST

START_TEST(lines_have_a_column_for_each_period)
{
  score_document *d = score__sheet_new("trend");
  const score__cell bar[] = {
      score__cell_bar(0, 7), score__cell_bar(3, 7), {.kind = SCORE__CELL_EMPTY}, score__cell_bar(7, 7)};
  const score__cell line = score__cell_spark(d, bar, 4);
  score__buffer out = {0};
  score__blocks_put(&out, &line);
  ck_assert_str_eq(out.data, "▁▃ █"); /* 3/7 is cut to a millionth: the third of eight */
  score__buffer_free(&out);
  ck_assert_int_eq(score__cell_bar(1, 0).kind, SCORE__CELL_EMPTY);
  score_document_free(d);
}
END_TEST

START_TEST(a_terminal_that_draws_has_a_column_more)
{
  score_document *d = sample();
  char *text = written(d, (score_write_options){.format = SCORE_FORMAT_TABLE, .bars = 1});
  ck_assert_ptr_nonnull(strstr(text, "12.50  █▌\n"));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(sections_are_bounded)
{
  score_document *d = score__sheet_new("report");
  for (int i = 0; i < 64; i++) ck_assert_ptr_nonnull(score__sheet_section_add(d, "s", score__cell_int(i), 1));
  ck_assert_ptr_null(score__sheet_section_add(d, "s", score__cell_int(64), 1));
  ck_assert(d->failed);
  score_document_free(d);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("sections");
  TCase *c = tcase_create("writers");
  tcase_add_test(c, json_has_an_object_for_each);
  tcase_add_test(c, csv_has_a_line_for_each_cell);
  tcase_add_test(c, the_short_form_leaves_the_depth_out);
  tcase_add_loop_test(c, bars_are_as_long_as_their_share, 0, (int)(sizeof bars / sizeof *bars));
  tcase_add_test(c, lines_have_a_column_for_each_period);
  tcase_add_test(c, a_terminal_that_draws_has_a_column_more);
  tcase_add_test(c, sections_are_bounded);
  suite_add_tcase(s, c);
  SRunner *runner = srunner_create(s);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
