/* A page by its structure: what a document holds stands in it once, in order, and nothing of the data is a mark. The
 * browser's view of it is tests/page. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "output/html.h"

#define HOSTILE      "<b>&\"'=1+1</b><script>alert(1)</script>\xE2\x80\xAE\xF0\x9F\x98\x80"
#define HOSTILE_SAID "&lt;b&gt;&amp;&quot;&#39;=1+1&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt; \xF0\x9F\x98\x80"

static int collect(void *context, const void *bytes, size_t size)
{
  score__buffer_add(context, bytes, size);
  return 0;
}

static char *written(const score_document *d, score_lang lang)
{
  score__buffer out = {0};
  score_error err = {0};
  const score_write_options o = {.format = SCORE_FORMAT_HTML, .lang = lang};
  ck_assert_int_eq(score_document_write(d, &o, collect, &out, &err), 0);
  return out.data;
}

static size_t count_of(const char *text, const char *part)
{
  size_t count = 0;
  for (const char *at = strstr(text, part); at; at = strstr(at + strlen(part), part)) count++;
  return count;
}

static void has(const char *text, const char *part)
{
  ck_assert_msg(strstr(text, part) != NULL, "not in the page: %s", part);
}

static void lacks(const char *text, const char *part)
{
  ck_assert_msg(strstr(text, part) == NULL, "in the page: %s", part);
}

static void before(const char *text, const char *first, const char *second)
{
  has(text, first);
  has(text, second);
  ck_assert_msg(strstr(text, first) < strstr(text, second), "%s does not stand before %s", first, second);
}

static score__cell said(score_document *d, const char *text)
{
  return score__cell_text(d, text);
}

static score__sheet_table *ranking(score_document *d)
{
  score__sheet_table *t = score__sheet_table_add(d, "units", SCORE__PH_DOC_RANK);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "rank", .title = SCORE__PH_COL_RANK, .right = true});
  score__sheet_column_add(d, t,
                          (score__sheet_column){.key = "unit", .title = SCORE__PH_COL_UNIT, .machine_only = true});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true});
  score__sheet_column_add(
      d, t,
      (score__sheet_column){.key = "total", .title = SCORE__PH_COL_TOTAL, .right = true, .full_micro = 100000000});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "bar", .table_only = true});
  static const int64_t totals[] = {100000000, 87500000, 0};
  static const char *const codes[] = {"A/1", "B 2", "C"};
  for (int i = 0; i < 3; i++) {
    score__cell *row = score__sheet_row_add(d, t, 0);
    row[0] = score__cell_int(i + 1);
    row[1] = score__cell_code(d, codes[i]);
    row[2] = said(d, i == 1 ? HOSTILE : codes[i]);
    row[3] = score__cell_points(totals[i], 2);
    row[4] = score__cell_bar(totals[i], 100000000);
    row[2].emphasis = i == 2 ? 3 : 0;
  }
  score__sheet_row_add(d, t, 0)[2] = said(d, "for machines alone");
  score__sheet_row_for(t, SCORE__ROW_MACHINE);
  return t;
}

static void records(score_document *d, size_t columns, const char *title, size_t rows)
{
  score__sheet_table *t = score__sheet_table_add(d, "parts", 0);
  t->records = true;
  t->record_head = 2;
  score__sheet_column_add(d, t, (score__sheet_column){.key = "unit", .title = SCORE__PH_COL_UNIT});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "total", .title = SCORE__PH_COL_TOTAL, .right = true});
  for (size_t c = 0; c < columns; c++)
    score__sheet_column_add(
        d, t, (score__sheet_column){.key = "c", .title_words = {{title, title}}, .right = true, .full_micro = 2000000});
  static const char *const codes[] = {"A/1", "B 2"};
  for (size_t r = 0; r < rows; r++) {
    score__cell *row = score__sheet_row_add(d, t, 0);
    row[0] = score__cell_code(d, codes[r % 2]);
    row[1] = score__cell_points(87500000, 2);
    for (size_t c = 0; c < columns; c++) row[2 + c] = score__cell_points(1000000, 2);
  }
}

static const score__letter *letter(score_document *d)
{
  score__letter *l = score__arena_alloc(&d->arena, 1, sizeof *l);
  score__cell *recipient = score__arena_alloc(&d->arena, 1, sizeof *recipient);
  ck_assert_ptr_nonnull(l);
  ck_assert_ptr_nonnull(recipient);
  *recipient = said(d, HOSTILE);
  *l = (score__letter){.above = said(d, "TỈNH ĐỒNG NAI"),
                       .office = said(d, "PHƯỜNG & XÃ"),
                       .state = said(d, "CỘNG HÒA"),
                       .motto = said(d, "Độc lập"),
                       .title = said(d, "BÁO CÁO"),
                       .subject = said(d, "Kết quả"),
                       .recipients_title = said(d, "Nơi nhận:"),
                       .recipient = recipient,
                       .recipient_count = 1,
                       .signer = said(d, "Nguyễn Văn A")};
  return l;
}

static score_document *sample(bool marked)
{
  score_document *d = score__sheet_new("sample");
  ck_assert_ptr_nonnull(d);
  d->title = said(d, "Tiêu đề <1>");
  d->synthetic = d->supposed = marked;
  d->letter = letter(d);
  score__sheet_fact_add(d, "period", SCORE__PH_FACT_PERIOD, said(d, "2026-Q3"));
  score__sheet_fact_add(d, "secret", 0, said(d, "of machines"));
  score__sheet_section_add(d, "annexed", said(d, "Phụ lục"), 1)->annex = true;
  score__sheet_line_add(d, said(d, "in the annex"), 0, false);
  score__section *first = score__sheet_section_add(d, "first", said(d, HOSTILE), 1);
  first->lines_first = first->new_page = true;
  score__sheet_fact_add(d, "units", SCORE__PH_FACT_UNITS, score__cell_int(3));
  score__cell warned = said(d, "a warning");
  warned.emphasis = 2;
  score__sheet_line_add(d, warned, 1, false);
  score__sheet_line_add(d, said(d, "after all"), 0, true);
  score__sheet_table *t = ranking(d);
  t->behind = true;
  score__sheet_figure_add(d, (score__figure){.kind = SCORE__FIGURE_BARS,
                                             .key = "picture",
                                             .title = said(d, "the picture"),
                                             .said = said(d, "what it shows"),
                                             .table = score__sheet_table_index(d, t),
                                             .label = 2,
                                             .first = 3,
                                             .count = 1});
  score__sheet_section_add(d, "second", said(d, "the second"), 2);
  records(d, 2, "Tiêu chí <x>", 2);
  ck_assert(!d->failed);
  return d;
}

/* Every id once, every link to one of them. */
static void check_ids(const char *page)
{
  score__dict ids = {0};
  char *copy = strdup(page), *name[256];
  size_t count = 0;
  ck_assert_ptr_nonnull(copy);
  for (char *at = strstr(copy, " id="); at; at = strstr(at + 1, " id=")) {
    ck_assert_uint_lt(count, 256);
    char *from = at + 4 + (at[4] == '"');
    const size_t size = strcspn(from, at[4] == '"' ? "\"" : " >");
    name[count] = strndup(from, size);
    ck_assert_msg(score__dict_get(&ids, name[count]) == SIZE_MAX, "id %s stands twice", name[count]);
    ck_assert_int_eq(score__dict_add(&ids, name[count], 1), 0);
    count++;
  }
  ck_assert_uint_gt(count, 2);
  for (const char *at = strstr(copy, "href=\"#"); at; at = strstr(at + 1, "href=\"#")) {
    const size_t size = strcspn(at + 7, "\"");
    ck_assert_msg(score__dict_get_n(&ids, at + 7, size) != SIZE_MAX, "no id %.*s", (int)size, at + 7);
  }
  score__dict_free(&ids);
  for (size_t i = 0; i < count; i++) free(name[i]);
  free(copy);
}

START_TEST(stands_alone)
{
  score_document *d = sample(false);
  char *page = written(d, SCORE_LANG_VI);
  ck_assert_int_eq(strncmp(page, "<!doctype html>\n<html lang=vi>\n", 31), 0);
  before(page, "<meta charset=utf-8>", "<title>");
  has(page, "default-src 'none'");
  has(page, "script-src 'sha256-");
  lacks(page, "script-src 'unsafe-inline'");
  lacks(page, "http://");
  lacks(page, "https://");
  lacks(page, "src=");
  lacks(page, "style=");
  ck_assert_uint_eq(count_of(page, "<script"), 1);
  ck_assert_uint_eq(count_of(page, "<style>"), 1);
  ck_assert_uint_eq(count_of(page, "</style>"), 1);
  has(page, "<title>Tiêu đề &lt;1&gt;</title>");
  ck_assert_str_eq(strstr(page, "</script>"), "</script>\n</body>\n</html>\n");
  free(page);
  page = written(d, SCORE_LANG_EN);
  has(page, "<html lang=en>");
  has(page, ">87.50");
  free(page);
  score_document_free(d);
}
END_TEST

START_TEST(in_order)
{
  score_document *d = sample(false);
  char *page = written(d, SCORE_LANG_VI);
  before(page, "PHƯỜNG &amp; XÃ", "<h1");
  before(page, "<h1", "2026-Q3");
  before(page, "2026-Q3", "<section id=\"first\" class=np>");
  before(page, "a warning", "Số đơn vị");
  before(page, "Số đơn vị", "<figure");
  before(page, "<figure", "<table");
  before(page, "</table>", "after all");
  before(page, "after all", "<section id=\"second\">");
  before(page, "<h3 id=\"second-h\">the second</h3>", "Nơi nhận:");
  before(page, "Nơi nhận:", "<section id=\"annexed\" class=\"ax np\">");
  before(page, "<li><a href=\"#first\">", "<li><a href=\"#annexed\">");
  has(page, "<p class=\"e2 i1\">a warning</p>");
  lacks(page, "of machines");
  ck_assert_uint_eq(count_of(page, "<h1"), 1);
  ck_assert_uint_eq(count_of(page, "<section"), count_of(page, "</section>"));
  ck_assert_uint_eq(count_of(page, "<div"), count_of(page, "</div>"));
  ck_assert_uint_eq(count_of(page, "<details"), count_of(page, "</details>"));
  ck_assert_uint_eq(count_of(page, "<table"), count_of(page, "</table>"));
  check_ids(page);
  free(page);
  score_document_free(d);
}
END_TEST

START_TEST(rows_of_a_table)
{
  score_document *d = sample(false);
  char *page = written(d, SCORE_LANG_VI);
  has(page, "<th scope=col>Hạng<th scope=col>Tên<th scope=col>Tổng<td>\n");
  has(page, "<tr><td>1<th scope=row><a href=\"#u-A_2F1\">A/1</a><td class=h6>100,00<td><svg");
  has(page, "<tr><td>2<th scope=row><a href=\"#u-B_202\">" HOSTILE_SAID "</a><td class=h5>87,50<td>");
  has(page, "<tr><td>3<th scope=row class=e3>C<td class=h0>0,00<td>\n");
  has(page, "<caption id=t-0-c><span>Bảng xếp hạng</span></caption>");
  has(page, "aria-labelledby=\"first-h t-0-c\"");
  has(page, "<table id=t-0 data-c=\"0 2 3 4\" data-r=\"0 1 2\">");
  has(page, "#t-0 tr>:is(:nth-child(1),:nth-child(3)){text-align:right}");
  lacks(page, "for machines alone");
  lacks(page, "<b>&");
  lacks(page, "<script>alert");
  lacks(page, "\xE2\x80\xAE");
  free(page);
  score_document_free(d);
}
END_TEST

START_TEST(records_open)
{
  score_document *d = sample(false);
  char *page = written(d, SCORE_LANG_VI);
  has(page, "<div class=\"rs ap\" id=t-1>");
  has(page, "<details><summary><b>A/1</b> <span><i>Tổng</i> 87,50</span> </summary>"
            "<ul class=\"rc r-1\" id=\"u-A_2F1\"><li class=h3><span>Tiêu chí &lt;x&gt;</span> 1,00");
  free(page);
  score_document_free(d);
}
END_TEST

/* Where the titles would be most of the page they stand in its style sheet, where nothing of them ends it. */
START_TEST(records_titles_once)
{
  char title[2000];
  memset(title, 'x', sizeof title);
  memcpy(title, "</style>\"\\\n\u202e\x01", 15);
  memcpy(title + sizeof title - 9, "tiêu chí", 9);
  title[sizeof title - 1] = '\0';
  score_document *d = score__sheet_new("units");
  records(d, 3, title, 300);
  char *page = written(d, SCORE_LANG_VI);
  has(page, ".r-0>:nth-child(3)::before{content:\"\\3c /style\\3e \\22 \\5c \\0a  \xEF\xBF\xBDxxx");
  ck_assert_uint_eq(count_of(page, "</style>"), 1);
  ck_assert_uint_eq(count_of(page, "<li class=h3>1,00"), 900);
  has(page, "<div class=rs id=t-0>");
  ck_assert_uint_eq(count_of(page, "id=\"u-"), 2); /* a name that comes again is no second anchor */
  check_ids(page);
  free(page);
  score_document_free(d);
}
END_TEST

START_TEST(says_what_the_data_are)
{
  score_document *d = sample(true);
  char *page = written(d, SCORE_LANG_VI);
  const char *mark = "<strong class=mk>SỐ LIỆU MÔ PHỎNG</strong>";
  has(page, "<title>SỐ LIỆU MÔ PHỎNG \xC2\xB7 SỐ LIỆU GIẢ ĐỊNH \xC2\xB7 Tiêu đề");
  has(page, "Bảng xếp hạng</span> <strong class=mk>SỐ LIỆU MÔ PHỎNG</strong> <strong class=mk>SỐ LIỆU GIẢ ĐỊNH");
  has(page, "<figcaption><b>the picture</b> <strong class=mk>SỐ LIỆU MÔ PHỎNG");
  ck_assert_uint_eq(count_of(page, mark), 4); /* heading, figure, table, records */
  free(page);
  score_document_free(d);
}
END_TEST

/* A document of one part, as `score rank` makes it. */
START_TEST(without_sections)
{
  score_document *d = score__sheet_new("rank");
  d->title = score__cell_phrase(SCORE__PH_DOC_RANK);
  score__sheet_table *t = ranking(d);
  t->column[3].adds_up = true;
  char *page = written(d, SCORE_LANG_VI);
  lacks(page, "<nav");
  lacks(page, "<section");
  lacks(page, "data-c=");
  lacks(page, "href=\"#u-");
  before(page, "<tfoot>\n<tr><td>3", "</table>");
  check_ids(page);
  free(page);
  score_document_free(d);
  d = score__sheet_new("none");
  score__sheet_table_add(d, "units", 0);
  score__sheet_column_add(d, &d->table[0], (score__sheet_column){.key = "unit", .title = SCORE__PH_COL_UNIT});
  page = written(d, SCORE_LANG_VI);
  has(page, "(không có)");
  lacks(page, "<table");
  free(page);
  score_document_free(d);
}
END_TEST

START_TEST(bands)
{
  static const struct {
    int64_t value, full;
    int band;
  } all[] = {{-1, 10, 0},           {0, 10, 0},           {1, 1000000, 1},
             {199999, 1000000, 1},  {200000, 1000000, 2}, {999999, 1000000, 5},
             {1000000, 1000000, 6}, {11, 10, 6},          {5, 0, -1}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    const score__cell cell = score__cell_points(all[i].value, 2);
    ck_assert_int_eq(score__html_band(&cell, all[i].full), all[i].band);
  }
  ck_assert_int_eq(score__html_band(&(score__cell){.kind = SCORE__CELL_EMPTY}, 10), -1);
  const score__cell two = score__cell_int(2);
  ck_assert_int_eq(score__html_band(&two, 4000000), 3);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("html");
  TCase *c = tcase_create("html");
  tcase_add_test(c, stands_alone);
  tcase_add_test(c, in_order);
  tcase_add_test(c, rows_of_a_table);
  tcase_add_test(c, records_open);
  tcase_add_test(c, records_titles_once);
  tcase_add_test(c, says_what_the_data_are);
  tcase_add_test(c, without_sections);
  tcase_add_test(c, bands);
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_ENV);
  const int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
