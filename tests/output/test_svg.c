/* Figures: every length against a value worked by hand, and nothing of the data taken for a mark. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <expat.h>

#include "output/svg.h"

static int collect(void *context, const void *bytes, size_t size)
{
  score__buffer_add(context, bytes, size);
  return 0;
}

static void check_xml(const char *text)
{
  XML_Parser p = XML_ParserCreate(NULL);
  const enum XML_Status status = XML_Parse(p, text, (int)strlen(text), 1);
  ck_assert_msg(status == XML_STATUS_OK, "%s in line %lu of\n%s", XML_ErrorString(XML_GetErrorCode(p)),
                XML_GetCurrentLineNumber(p), text);
  XML_ParserFree(p);
}

/* The figure as a file of its own, and in a page: both well-formed; free the one asked for. */
static char *drawn(const score_document *d, bool inside)
{
  const score__cell_style style = {.lang = SCORE_LANG_VI, .mark = ',', .words = true};
  const score_write_options o = {.format = SCORE_FORMAT_SVG, .lang = SCORE_LANG_VI};
  score__buffer page = {0}, file = {0};
  score_error err = {0};
  score__svg_figure(&page, d, &d->figure[0], &style, true);
  ck_assert(!page.failed);
  check_xml(page.data);
  ck_assert_int_eq(score_document_write(d, &o, collect, &file, &err), 0);
  check_xml(file.data);
  ck_assert_ptr_nonnull(strstr(file.data, "xmlns=\"http://www.w3.org/2000/svg\""));
  score__buffer_free(inside ? &file : &page);
  return inside ? page.data : file.data;
}

static size_t times(const char *text, const char *part)
{
  size_t n = 0;
  for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) n++;
  return n;
}

#define HAS(text, part)     ck_assert_msg(strstr(text, part) != NULL, "%s is not in\n%s", part, text)
#define HAS_NOT(text, part) ck_assert_msg(strstr(text, part) == NULL, "%s is in\n%s", part, text)

enum { NONE = -999 };

/* A name and hundredths for each row; NONE is an empty cell. The columns are called A, B, ... and have 10 as full marks. */
static score_document *table_of(uint8_t kind, const char *const *name, const int *number, size_t rows, size_t columns)
{
  static const char *const heads[] = {"A", "B", "C", "D", "E", "F"};
  score_document *d = score__sheet_new("t");
  score__sheet_table *t = score__sheet_table_add(d, "t", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "name", .title_words = {{"Unit", "Đơn vị"}}});
  for (size_t c = 0; c < columns; c++)
    score__sheet_column_add(
        d, t, (score__sheet_column){.key = "n", .title_words = {{heads[c], heads[c]}}, .full_micro = 10000000});
  for (size_t r = 0; r < rows; r++) {
    score__cell *row = score__sheet_row_add(d, t, 0);
    row[0] = score__cell_text(d, name ? name[r] : "x");
    for (size_t c = 0; c < columns; c++)
      if (number[r * columns + c] != NONE) row[c + 1] = score__cell_points((int64_t)number[r * columns + c] * 10000, 2);
  }
  score__sheet_figure_add(d, (score__figure){.kind = kind,
                                             .key = "f",
                                             .title = score__cell_text(d, "Hình <1>"),
                                             .said = score__cell_text(d, "Nói & nói"),
                                             .first = 1,
                                             .count = (uint16_t)columns});
  ck_assert(!d->failed);
  return d;
}

static const struct {
  int64_t low, high;
  unsigned steps;
  int64_t want[3];
} scales[] = {
    {0, 100000000, 8, {0, 100000000, 20000000}},
    {0, 93210000, 8, {0, 100000000, 20000000}},
    {0, 80000000, 8, {0, 80000000, 10000000}},
    {73590000, 93210000, 7, {70000000, 95000000, 5000000}},
    {-3000000, 7000000, 5, {-5000000, 10000000, 5000000}},
    {0, 1, 8, {0, 1, 1}},
    {5000000, 5000000, 6, {5000000, 6000000, 1000000}},
    {87500000, 87500000, 6, {87500000, 87600000, 100000}},
    {-1000000000000000000, 1000000000000000000, 4, {-1000000000000000000, 1000000000000000000, 500000000000000000}},
};

START_TEST(scales_have_round_steps)
{
  score__svg_scale s = {0};
  score__svg_scale_make(&s, scales[_i].low, scales[_i].high, scales[_i].steps);
  ck_assert_int_eq(s.low, scales[_i].want[0]);
  ck_assert_int_eq(s.high, scales[_i].want[1]);
  ck_assert_int_eq(s.step, scales[_i].want[2]);
}
END_TEST

START_TEST(shares_have_seven_classes)
{
  static const struct {
    int64_t value;
    unsigned class;
  } shares[] = {{-5, 0},       {0, 0},        {1, 1},        {19999999, 1}, {20000000, 2},  {39999999, 2},
                {40000000, 3}, {60000000, 4}, {80000000, 5}, {99999999, 5}, {100000000, 6}, {200000000, 6}};
  for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
    ck_assert_uint_eq(score__svg_share(shares[i].value, 100000000), shares[i].class);
  ck_assert_uint_eq(score__svg_share(5, 0), 0);
  ck_assert_uint_eq(score__svg_share(INT64_MAX / 2, INT64_MAX), 3);
}
END_TEST

/* "A" is 0.70 em wide, of 12 px: 8.4; the plot begins 11 px after it, at 19.4. "100,00" is 5 digits of 0.59 em (7.0 px
 * each, tenths cut) and a comma of 0.34 (4.0): 39.0; the plot ends 15 px before it, at 666. A value v of 100 ends at
 * 19.4 + 646.6 v / 100. Rows are 24 px high, bars 0.7 of it (16.8), the first one 2 px and 3.6 px below the top. */
START_TEST(bars_are_as_long_as_their_numbers)
{
  static const char *const names[] = {"A", "A", "A", "A"};
  static const int numbers[] = {10000, 5000, 0, NONE};
  score_document *d = table_of(SCORE__FIGURE_BARS, names, numbers, 4, 1);
  d->figure[0].high_micro = 100000000;
  char *text = drawn(d, true);
  HAS(text,
      "<svg viewBox=\"0 0 720 136\" font-size=\"12\" role=\"img\" aria-labelledby=\"v-f-t v-f-d\" data-table=\"t-0\">");
  HAS(text, "<title id=\"v-f-t\">Hình &lt;1&gt;</title>");
  HAS(text, "<desc id=\"v-f-d\">Nói &amp; nói</desc>");
  HAS(text, "<path class=\"b0\" data-r=\"0\" data-c=\"1\" d=\"M19.4 5.6h646.6v16.8h-646.6z\"/>");
  HAS(text, "<path class=\"b0\" data-r=\"1\" data-c=\"1\" d=\"M19.4 29.6h323.3v16.8h-323.3z\"/>");
  HAS(text, "data-r=\"2\" data-c=\"1\" d=\"M19.4 53.6h0v16.8h0z\"/>");
  HAS_NOT(text, "data-r=\"3\"");
  HAS(text, "chưa có số liệu");
  HAS(text, ">100,00</text>");
  /* The grid: 0, 20, ..., 100. */
  HAS(text, "d=\"M19.4 0v100M148.7 0v100M278 0v100M407.4 0v100M536.7 0v100M666 0v100\"");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(bars_go_both_ways_from_zero)
{
  static const char *const names[] = {"A", "A"};
  static const int numbers[] = {-100, 300};
  score_document *d = table_of(SCORE__FIGURE_BARS, names, numbers, 2, 1);
  char *text = drawn(d, true);
  /* -1 to 3 in steps of 0.5: "-1,00" is 4.0 + 3 * 7.0 + 4.0 = 29: the plot ends at 676; 656.6 / 4 = 164.15 each. */
  HAS(text, "data-r=\"0\" data-c=\"1\" d=\"M19.4 5.6h164.2v16.8h-164.2z\"/>");
  HAS(text, "data-r=\"1\" data-c=\"1\" d=\"M183.6 29.6h492.4v16.8h-492.4z\"/>");
  free(text);
  score_document_free(d);
}
END_TEST

/* Runs of one class are one rectangle, each begun where the last one began. Named rows: "x" is 0.59 * 10.5 = 6.1 px and 10
 * more; the fields are (720 - 16.1) / 3 = 234.6, but never wider than 90, and 20 px high; heads take one line: 17.2. */
START_TEST(heat_is_one_path_a_colour)
{
  static const int numbers[] = {1000, 1000, 500, NONE, 0, 500};
  score_document *d = table_of(SCORE__FIGURE_HEAT, NULL, numbers, 2, 3);
  char *text = drawn(d, true);
  HAS(text, " data-x0=\"16.1\" data-y0=\"17.2\" data-cw=\"90\" data-ch=\"20\" data-first=\"1\" data-cols=\"3\" "
            "data-rows=\"2\">");
  HAS(text, "<path class=\"c6\" d=\"M16.1 17.2m0 0h180v20h-180z\"/>");
  HAS(text, "<path class=\"c3\" d=\"M16.1 17.2m180 0h90v20h-90zm0 20h90v20h-90z\"/>");
  HAS(text, "<path class=\"c0\" d=\"M16.1 17.2m90 20h90v20h-90z\"/>");
  HAS(text, "<path fill=\"url(#v-f-n)\" d=\"M16.1 17.2m0 20h90v20h-90z\"/>");
  HAS(text, "<pattern id=\"v-f-n\"");
  ck_assert_uint_eq(times(text, "<path class=\"c"), 3 + 7 + 1); /* 7 in the legend, and the pattern's ground */
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(lines_have_gaps)
{
  static const char *const names[] = {"1", "2", "3", "4", "5"};
  static const int numbers[] = {100, 200, NONE, 400, 500};
  score_document *d = table_of(SCORE__FIGURE_LINES, names, numbers, 5, 1);
  char *text = drawn(d, true);
  /* 1 to 5 in steps of 1, from 275 up to 15; the name "A" is 0.70 * 11.5 = 8.0 px: the plot ends at 720 - 8 - 28 = 684; its
   * places are 153.5 apart. */
  HAS(text, "<path class=\"l0\" fill=\"none\" d=\"M70 275L223.5 210M530.5 80L684 15\"/>");
  ck_assert_uint_eq(times(text, "<path class=\"p0\" data-r="), 4);
  HAS_NOT(text, "data-r=\"2\"");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(boxes_show_five_numbers)
{
  static const char *const names[] = {"A", "A"};
  static const int numbers[] = {0, 250, 500, 750, 1000, NONE, 1, 2, 3, 4};
  score_document *d = table_of(SCORE__FIGURE_BOXES, names, numbers, 2, 5);
  char *text = drawn(d, true);
  /* The label is 0.70 * 11.5 = 8.0 wide and 14 more; five columns of 56 px and 12 between: 22 to 428, 40.6 for 1. Heads
   * take 12.5 + 6; rows are 30 high. */
  HAS(text, "<path class=\"wh\" fill=\"none\" d=\"M22 33.5H428M22 29v9M428 29v9\"/>");
  HAS(text, "<path class=\"bx\" d=\"M123.5 26h203v15h-203z\"/>");
  HAS(text, "<path class=\"md\" fill=\"none\" d=\"M225 26v15\"/>");
  HAS_NOT(text, "<g data-r=\"1\">");
  HAS(text, "chưa có số liệu");
  free(text);
  score_document_free(d);
}
END_TEST

/* What a data file may contain at its worst, in every kind of figure. */
START_TEST(hostile_names_stay_text)
{
  char *long_name = malloc(10001);
  memset(long_name, 'w', 10000);
  long_name[10000] = 0;
  const char *names[] = {"<b>&\"'=1+1</b>",
                         "\xE2\x80\xAEtxet",
                         "]]><script>alert(1)</script>",
                         long_name,
                         "😀 \x1b[31m\x7f",
                         "\xff\xfe",
                         ""};
  static const int numbers[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18,
                                19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35};
  static const uint8_t kinds[] = {SCORE__FIGURE_BARS, SCORE__FIGURE_LINES, SCORE__FIGURE_HEAT, SCORE__FIGURE_BOXES};
  score_document *d = table_of(kinds[_i], names, numbers, 7, 5);
  d->figure[0].key = "a\"b c";
  d->table[0].column[1].title_words = (score__words){{"<i>", "<i>"}};
  char *text = drawn(d, true);
  HAS_NOT(text, "<b>");
  HAS_NOT(text, "<i>");
  HAS_NOT(text, "<script");
  HAS_NOT(text, "\x1b");
  HAS_NOT(text, "\xE2\x80\xAE");
  HAS(text, "id=\"v-a_22b_20c-t\"");
  ck_assert_uint_eq(times(text, long_name), kinds[_i] != SCORE__FIGURE_LINES); /* whole in a title only */
  free(text);
  free(long_name);
  score_document_free(d);
}
END_TEST

/* No rows, one row, rows without numbers, numbers all the same, numbers all zero, numbers beyond the scale. */
START_TEST(odd_tables_are_drawn)
{
  static const int none[] = {NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE};
  static const int same[] = {500, 500, 500, 500, 500, 500, 500, 500, 500, 500};
  static const int zero[10] = {0};
  static const int *const all[] = {none, same, zero};
  const uint8_t kind = (uint8_t)_i;
  for (size_t i = 0; i < 3; i++)
    for (size_t rows = 0; rows <= 2; rows++) {
      score_document *d = table_of(kind, NULL, all[i], rows, 5);
      d->synthetic = true;
      char *text = drawn(d, false);
      HAS(text, "SỐ LIỆU MÔ PHỎNG");
      if (rows == 0) HAS(text, "Không có số liệu để vẽ.");
      HAS_NOT(text, "-v-");
      free(text);
      d->figure[0].low_micro = 6000000;
      d->figure[0].high_micro = 7000000;
      free(drawn(d, true));
      d->figure[0].count = 9; /* more columns than there are */
      free(drawn(d, true));
      d->figure[0].first = 7;
      free(drawn(d, true));
      score_document_free(d);
    }
}
END_TEST

START_TEST(rows_for_machines_are_not_drawn)
{
  static const int numbers[] = {100, 200, 300};
  score_document *d = table_of(SCORE__FIGURE_BARS, NULL, numbers, 3, 1);
  d->table[0].row_for[1] = SCORE__ROW_MACHINE;
  char *text = drawn(d, true);
  HAS(text, "data-r=\"0\"");
  HAS_NOT(text, "data-r=\"1\"");
  HAS(text, "data-r=\"2\"");
  free(text);
  score_document_free(d);
}
END_TEST

/* Categories: colour by class, and how many there are. */
START_TEST(bars_have_the_colour_of_their_class)
{
  static const char *const names[] = {"Tốt", "Yếu", "Tốt"};
  static const int numbers[] = {900, 200, 800};
  score_document *d = table_of(SCORE__FIGURE_BARS, names, numbers, 3, 1);
  const score__cell classes[] = {score__cell_text(d, "Tốt"), score__cell_text(d, "Khá"), score__cell_text(d, "Yếu")};
  d->figure[0].category = classes;
  d->figure[0].category_count = 3;
  d->figure[0].by = 0;
  d->figure[0].label = 1;
  char *text = drawn(d, true);
  HAS(text, "class=\"k0\" data-r=\"0\"");
  HAS(text, "class=\"k5\" data-r=\"1\"");
  HAS(text, "class=\"k0\" data-r=\"2\"");
  HAS(text, ">Tốt (2)</text>");
  HAS(text, ">Khá (0)</text>");
  HAS(text, ">Yếu (1)</text>");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(a_figure_is_found_by_its_key)
{
  static const int numbers[] = {100};
  score_document *d = table_of(SCORE__FIGURE_BARS, NULL, numbers, 1, 1);
  score__figure second = d->figure[0];
  second.key = "zwei";
  score__sheet_figure_add(d, second);
  score_write_options o = {.format = SCORE_FORMAT_SVG, .lang = SCORE_LANG_EN, .figure = "zwei"};
  score__buffer out = {0};
  score_error err = {0};
  char said[200];
  ck_assert_int_eq(score_document_write(d, &o, collect, &out, &err), 0);
  HAS(out.data, "id=\"v-zwei-t\"");
  o.figure = "drei";
  ck_assert_int_eq(score_document_write(d, &o, collect, &out, &err), SCORE_E_NOT_FOUND);
  score_error_text(said, sizeof said, &err, SCORE_LANG_EN);
  ck_assert_str_eq(said, "no figure 'drei'; there are: f, zwei");
  d->figure_count = 0;
  ck_assert_int_eq(score_document_write(d, &o, collect, &out, &err), SCORE_E_NOT_FOUND);
  score__buffer_free(&out);
  score_document_free(d);
}
END_TEST

/* 3,321 rows: small, and at once; boxes, which nobody draws for units, are the largest. */
START_TEST(many_rows_stay_small)
{
  enum { ROWS = 3321, COLUMNS = 6 };
  int *numbers = malloc(sizeof *numbers * ROWS * COLUMNS);
  for (int i = 0; i < ROWS * COLUMNS; i++) numbers[i] = (int)((unsigned)i * 2654435761u % 1001);
  for (uint8_t kind = 0; kind < 5; kind++) {
    score_document *d = table_of(kind, NULL, numbers, ROWS, COLUMNS);
    const clock_t begun = clock();
    char *text = drawn(d, true);
    ck_assert_int_lt((clock() - begun) / (CLOCKS_PER_SEC / 1000), 5000);
    ck_assert_uint_lt(strlen(text), kind == SCORE__FIGURE_BOXES ? 2200000 : 500000);
    free(text);
    score_document_free(d);
  }
  free(numbers);
}
END_TEST

START_TEST(text_is_cut_by_its_width)
{
  ck_assert_int_eq(score__svg_text_width("iii", 3, 100), 3 * 34);
  ck_assert_int_eq(score__svg_text_width("W9", 2, 100), 90 + 59);
  ck_assert_int_eq(score__svg_text_width("ế", strlen("ế"), 100), 61);
  ck_assert_int_eq(score__svg_text_width("e\xCC\x82\xCC\x81x", 6, 100), 61 + 59); /* marks take no room */
  ck_assert_int_eq(score__svg_text_width("漢", strlen("漢"), 100), 104);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("svg");
  TCase *c = tcase_create("svg");
  tcase_add_loop_test(c, scales_have_round_steps, 0, (int)(sizeof scales / sizeof *scales));
  tcase_add_test(c, shares_have_seven_classes);
  tcase_add_test(c, bars_are_as_long_as_their_numbers);
  tcase_add_test(c, bars_go_both_ways_from_zero);
  tcase_add_test(c, heat_is_one_path_a_colour);
  tcase_add_test(c, lines_have_gaps);
  tcase_add_test(c, boxes_show_five_numbers);
  tcase_add_loop_test(c, hostile_names_stay_text, 0, 4);
  tcase_add_loop_test(c, odd_tables_are_drawn, 0, 5);
  tcase_add_test(c, rows_for_machines_are_not_drawn);
  tcase_add_test(c, bars_have_the_colour_of_their_class);
  tcase_add_test(c, a_figure_is_found_by_its_key);
  tcase_add_test(c, many_rows_stay_small);
  tcase_add_test(c, text_is_cut_by_its_width);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
