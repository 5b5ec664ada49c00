/* One sheet: its title, what is said on it, how it is printed. Texts go over as many columns as they need to be read. */
#include "output/xlsx_report.h"

#include <string.h>

#include "base/text.h"

enum { A3 = 8, A4 = 9, A3_SCALE = 60 };
enum {
  DEFAULT_WIDE = 8,
  TEXT_WIDE = 108,
  LABEL_WIDE = 28,
  LANDSCAPE_FROM = 96,
  LANDSCAPE_ALWAYS = 130,
  SHEETS_FROM = 280
};                                                                             /* characters */
enum { INDENT = 2, TITLE_HEIGHT = 21, ONE_PAGE = 1100, LANDSCAPE_MOST = 560 }; /* characters, points */

static size_t width_of(const score__xlsx_page *p, lxw_col_t column)
{
  return column < p->width_count && p->width[column] ? p->width[column] : DEFAULT_WIDE;
}

lxw_col_t score__xlsx_page_span(const score__xlsx_page *p, lxw_col_t from, size_t room)
{
  size_t sum = width_of(p, from);
  lxw_col_t last = from;
  while (sum < room && last + 1 < SCORE__XLSX_COLUMNS) sum += width_of(p, ++last);
  return last;
}

size_t score__xlsx_page_room(const score__xlsx_page *p, lxw_col_t first, lxw_col_t last)
{
  size_t sum = 0;
  for (lxw_col_t c = first; c <= last; c++) sum += width_of(p, c);
  return sum;
}

void score__xlsx_page_begin(score__xlsx_report *b, score__xlsx_page *p)
{
  if (b->rc != LXW_NO_ERROR) return;
  p->sheet = workbook_add_worksheet(b->workbook, p->name);
  if (!p->sheet) {
    b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return;
  }
  worksheet_gridlines(p->sheet, LXW_HIDE_ALL_GRIDLINES);
  for (size_t c = 0; c < p->width_count && b->rc == LXW_NO_ERROR; c++) {
    p->wide += width_of(p, (lxw_col_t)c);
    b->rc = worksheet_set_column(p->sheet, (lxw_col_t)c, (lxw_col_t)c, (double)width_of(p, (lxw_col_t)c), NULL);
  }
  p->room = TEXT_WIDE;
}

void score__xlsx_page_put(score__xlsx_report *b, score__xlsx_page *p, lxw_col_t first, lxw_col_t last, const char *text,
                          score__xlsx_look look)
{
  if (b->rc != LXW_NO_ERROR) return;
  lxw_format *f = score__xlsx_format_of(b, look);
  if (!f) return;
  if (first < last) b->rc = worksheet_merge_range(p->sheet, p->row, first, p->row, last, "", f);
  if (b->rc == LXW_NO_ERROR && *text) b->rc = worksheet_write_string(p->sheet, p->row, first, text, f);
}

void score__xlsx_page_end_row(score__xlsx_report *b, score__xlsx_page *p, size_t lines)
{
  if (b->rc != LXW_NO_ERROR) return;
  if (lines > SCORE__XLSX_MAX_LINES) lines = SCORE__XLSX_MAX_LINES;
  if (lines < 1) lines = 1;
  if (lines > 1) b->rc = worksheet_set_row(p->sheet, p->row, (double)(lines * SCORE__XLSX_LINE_HEIGHT), NULL);
  p->height += lines * SCORE__XLSX_LINE_HEIGHT;
  p->row++;
  if (p->row >= SCORE__XLSX_ROWS) b->rc = LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
}

void score__xlsx_page_title(score__xlsx_report *b, score__xlsx_page *p, const score__cell *title)
{
  const char *text = score__xlsx_say_marked(b, title);
  if (b->rc != LXW_NO_ERROR || !*text) return;
  const lxw_col_t last = score__xlsx_page_span(p, 0, p->room);
  const size_t lines = score__xlsx_lines_in(text, score__xlsx_page_room(p, 0, last) * 3 / 4);
  score__xlsx_page_put(b, p, 0, last, text, (score__xlsx_look){.role = SCORE__LOOK_TITLE});
  const lxw_row_t row = p->row;
  score__xlsx_page_end_row(b, p, lines);
  if (b->rc == LXW_NO_ERROR && lines < SCORE__XLSX_MAX_LINES / 2)
    b->rc = worksheet_set_row(p->sheet, row, (double)(lines * TITLE_HEIGHT), NULL);
}

static void put_line(score__xlsx_report *b, score__xlsx_page *p, const score__sheet_line *line)
{
  const char *text = score__xlsx_say(b, &line->cell);
  if (b->rc != LXW_NO_ERROR || !*text) return;
  const lxw_col_t last = score__xlsx_page_span(p, 0, p->room);
  const size_t room = score__xlsx_page_room(p, 0, last), indent = (size_t)line->indent * INDENT;
  const size_t lines = score__xlsx_lines_in(text, (room > indent + INDENT ? room - indent : INDENT));
  score__xlsx_page_put(b, p, 0, last, text,
                       (score__xlsx_look){.role = SCORE__LOOK_LINE,
                                          .digits = SCORE__FIGURE_AS_TEXT,
                                          .indent = line->indent,
                                          .emphasis = line->cell.emphasis});
  score__xlsx_page_end_row(b, p, lines);
}

static bool put_lines(score__xlsx_report *b, score__xlsx_page *p, size_t section, bool after)
{
  const lxw_row_t before = p->row;
  for (size_t i = 0; i < b->d->line_count; i++)
    if (b->d->line[i].section == section && b->d->line[i].after == after) put_line(b, p, &b->d->line[i]);
  return p->row > before;
}

static bool is_told(const score__sheet_fact *f, size_t section)
{
  return f->section == section && f->title != 0 && f->cell.kind != SCORE__CELL_EMPTY;
}

static void put_fact(score__xlsx_report *b, score__xlsx_page *p, const score__sheet_fact *f)
{
  double number;
  int8_t digits = SCORE__FIGURE_AS_TEXT;
  const lxw_col_t label = score__xlsx_page_span(p, 0, LABEL_WIDE), from = (lxw_col_t)(label + 1);
  const size_t used = score__xlsx_page_room(p, 0, label);
  const lxw_col_t last = score__xlsx_page_span(p, from, p->room > used ? p->room - used : LABEL_WIDE);
  const score__cell title = {.kind = SCORE__CELL_PHRASE, .phrase = f->title};
  const char *text = score__xlsx_say(b, &title);
  size_t lines = score__xlsx_lines_in(text, used), more;
  score__xlsx_page_put(b, p, 0, label, text, (score__xlsx_look){.role = SCORE__LOOK_LABEL});
  const bool is_number = score__xlsx_number_of(&number, &digits, &f->cell);
  const score__xlsx_look look = {.role = SCORE__LOOK_LINE, .digits = digits, .emphasis = f->cell.emphasis};
  text = is_number ? "" : score__xlsx_say(b, &f->cell);
  more = score__xlsx_lines_in(text, score__xlsx_page_room(p, from, last));
  if (more > lines) lines = more;
  score__xlsx_page_put(b, p, from, last, text, look);
  if (is_number && b->rc == LXW_NO_ERROR)
    b->rc = worksheet_write_number(p->sheet, p->row, from, number, score__xlsx_format_of(b, look));
  score__xlsx_page_end_row(b, p, lines);
}

void score__xlsx_page_open(score__xlsx_report *b, score__xlsx_page *p, size_t section)
{
  const bool first = section ? b->d->section[section - 1].lines_first : b->d->lines_first;
  const lxw_row_t before = p->row;
  if (first && put_lines(b, p, section, false)) score__xlsx_page_end_row(b, p, 1);
  for (size_t i = 0; i < b->d->fact_count; i++)
    if (is_told(&b->d->fact[i], section)) put_fact(b, p, &b->d->fact[i]);
  if (!first) put_lines(b, p, section, false);
  if (p->row > before) score__xlsx_page_end_row(b, p, 1);
}

void score__xlsx_page_close(score__xlsx_report *b, score__xlsx_page *p, size_t section)
{
  put_lines(b, p, section, true);
}

size_t score__xlsx_page_lines(score__xlsx_report *b, size_t section)
{
  size_t lines = 0;
  for (size_t i = 0; i < b->d->fact_count; i++) lines += is_told(&b->d->fact[i], section);
  for (size_t i = 0; i < b->d->line_count; i++) {
    const score__sheet_line *line = &b->d->line[i];
    if (line->section == section && !line->after)
      lines += score__xlsx_lines_in(score__xlsx_say(b, &line->cell), TEXT_WIDE);
  }
  return lines;
}

/* "&" begins a code in the head and the foot of a page. */
static void put_plain(score__buffer *out, const char *text)
{
  for (; *text; text++) {
    if (*text == '&')
      score__buffer_text(out, "＆");
    else
      score__buffer_char(out, *text == '\n' ? ' ' : *text);
  }
}

static char *page_text(score__xlsx_report *b, const char *left, const char *right, const char *codes)
{
  score__buffer text = {0};
  size_t cut, size;
  const size_t most = SCORE__XLSX_MESSAGE - 60;
  score__buffer plain = {0};
  put_plain(&plain, left);
  score__xlsx_length(plain.data ? plain.data : "", most, &cut);
  score__buffer_text(&text, "&L&9");
  score__buffer_text(&text, " "); /* or digits of the text would be those of its size */
  score__buffer_add(&text, plain.data ? plain.data : "", cut);
  score__buffer_text(&text, "&R&9 ");
  score__buffer_clear(&plain);
  put_plain(&plain, right);
  score__xlsx_length(plain.data ? plain.data : "", 40, &size);
  score__buffer_add(&text, plain.data ? plain.data : "", size);
  score__buffer_text(&text, codes);
  char *kept = text.failed || plain.failed ? NULL : score__arena_text(&b->arena, text.data);
  if (!kept) b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  score__buffer_free(&text);
  score__buffer_free(&plain);
  return kept;
}

/* On A4 as wide as the page; what would become too small to read goes over several pages of A3. */
void score__xlsx_page_print(score__xlsx_report *b, const score__xlsx_page *p)
{
  if (b->rc != LXW_NO_ERROR) return;
  const bool sheets = p->wide > SHEETS_FROM;
  const bool tall = p->drawn && p->height > LANDSCAPE_MOST;
  if (p->table_count && p->wide > (tall ? LANDSCAPE_ALWAYS : LANDSCAPE_FROM)) worksheet_set_landscape(p->sheet);
  worksheet_set_paper(p->sheet, sheets ? A3 : A4);
  if (sheets)
    worksheet_set_print_scale(p->sheet, A3_SCALE);
  else
    worksheet_fit_to_pages(p->sheet, 1, p->drawn && p->height < ONE_PAGE ? 1 : 0); /* a chart is not cut in two */
  worksheet_set_margins(p->sheet, 0.6, 0.6, 0.75, 0.75);
  char *title = score__xlsx_keep(b, score__xlsx_say(b, &b->d->title), SCORE__XLSX_CELL);
  char *head = title ? page_text(b, title, b->mark.data ? b->mark.data : "", "") : NULL;
  char *foot = head ? page_text(b, p->name, score__phrase_text(SCORE__PH_BOOK_PAGE, b->style.lang), " &P/&N") : NULL;
  if (b->rc == LXW_NO_ERROR && p != b->page) b->rc = worksheet_set_header(p->sheet, head);
  if (b->rc == LXW_NO_ERROR) b->rc = worksheet_set_footer(p->sheet, foot);
  if (b->rc == LXW_NO_ERROR)
    b->rc = worksheet_ignore_errors(p->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
}
