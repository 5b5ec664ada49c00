/* A table on its sheet: a header that stays in view, numbers as numbers, texts never as formulas, colours by share of
 * full marks. */
#include "output/xlsx_report.h"

#include <string.h>

#include "base/text.h"

enum { LEAST_WIDE = 6, MARGIN = 2, FILTER_MARK = 3, INDENT = 2, TITLE_LINES = 3 };
enum { FILTER_FROM = 10, FREEZE_MOST = 240, FREEZE_WIDE = 60, FREEZE_FROM = 100 }; /* rows, points, characters */
enum { SHARE_NONE = 0xFBF1C7, SHARE_HALF = 0x98D1B3, SHARE_FULL = 0x57B2BB }; /* light to dark, under black figures */
#define MICRO 1e6

static bool is_row(const score__sheet_table *t, size_t r)
{
  return t->row_for[r] != SCORE__ROW_MACHINE;
}

static const score__cell *cell_of(const score__xlsx_table *t, size_t r, size_t i)
{
  return &t->t->cell[r * t->t->column_count + t->column[i]];
}

static lxw_col_t column_of(const score__xlsx_table *t, size_t i)
{
  return (lxw_col_t)(t->from + i);
}

int score__xlsx_table_place(const score__xlsx_table *t, size_t index)
{
  for (size_t i = 0; i < t->count; i++)
    if (t->column[i] == index) return t->from + (int)i;
  return -1;
}

/* The column whose texts stand in by depth. */
static size_t indented(const score__xlsx_table *t)
{
  for (size_t i = 0; i < t->count; i++)
    if (t->t->column[t->column[i]].shrinks) return i;
  return SIZE_MAX;
}

static size_t widest_word(const char *text)
{
  size_t widest = 0;
  while (*text) {
    const size_t size = strcspn(text, " \n"), wide = score__text_width(text, size);
    if (wide > widest) widest = wide;
    text += size + (text[size] != '\0');
  }
  return widest;
}

void score__xlsx_table_measure(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t)
{
  const size_t most = t->count <= 4 ? 80 : t->count <= 8 ? 44 : t->count <= 16 ? 40 : 30, deep = indented(t);
  const size_t mark = p->alone && t->rows > FILTER_FROM ? FILTER_MARK : 0;
  double number;
  int8_t digits;
  for (size_t i = 0; i < t->count && b->rc == LXW_NO_ERROR; i++) {
    const score__cell title = score__xlsx_column_title(&t->t->column[t->column[i]]);
    const char *text = score__xlsx_say(b, &title);
    size_t wide = score__text_width(text, strlen(text)) / TITLE_LINES + mark, least = widest_word(text) + mark;
    if (least > wide) wide = least;
    if (wide > most) wide = most;
    for (size_t r = 0; r < t->t->row_count && wide < most; r++) {
      const score__cell *cell = cell_of(t, r, i);
      if (!is_row(t->t, r) || cell->kind == SCORE__CELL_EMPTY) continue;
      text = score__xlsx_say(b, cell);
      size_t size = score__text_width(text, strlen(text));
      if (!t->t->column[t->column[i]].right) size++;
      if (i == deep) size += (size_t)t->t->indent[r] * INDENT;
      if (size > most && !score__xlsx_number_of(&number, &digits, cell)) size = most;
      if (size > wide) wide = size;
    }
    wide += MARGIN;
    if (wide < LEAST_WIDE) wide = LEAST_WIDE;
    if (wide > p->width[t->from + i]) p->width[t->from + i] = (uint16_t)wide;
  }
}

static void put_header(score__xlsx_report *b, score__xlsx_page *p, score__xlsx_table *t)
{
  const size_t mark = p->alone && t->rows > FILTER_FROM ? FILTER_MARK : 0;
  size_t most = 1;
  t->header = p->row;
  for (size_t i = 0; i < t->count && b->rc == LXW_NO_ERROR; i++) {
    const score__cell title = score__xlsx_column_title(&t->t->column[t->column[i]]);
    const char *text = score__xlsx_say(b, &title);
    const size_t lines = score__xlsx_lines_in(text, p->width[t->from + i] - 1u - mark);
    if (lines > most) most = lines;
    lxw_format *f = score__xlsx_format_of(b, (score__xlsx_look){.role = SCORE__LOOK_HEADER});
    if (f) b->rc = worksheet_write_string(p->sheet, p->row, column_of(t, i), text, f);
  }
  score__xlsx_page_end_row(b, p, most);
}

/* Lines that the cell takes. */
static size_t put_cell(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t, size_t r, size_t i,
                       score__xlsx_look look)
{
  const score__cell *cell = cell_of(t, r, i);
  const lxw_col_t at = column_of(t, i);
  double number;
  look.role = SCORE__LOOK_CELL;
  look.emphasis = cell->emphasis;
  look.digits = SCORE__FIGURE_AS_TEXT;
  look.right = t->t->column[t->column[i]].right;
  if (score__xlsx_number_of(&number, &look.digits, cell)) {
    look.right = true;
    lxw_format *f = score__xlsx_format_of(b, look);
    if (f) b->rc = worksheet_write_number(p->sheet, p->row, at, number, f);
    return 1;
  }
  if (!look.right) look.indent++; /* away from the number beside it */
  lxw_format *f = score__xlsx_format_of(b, look);
  const char *text = f ? score__xlsx_say(b, cell) : "";
  if (b->rc != LXW_NO_ERROR) return 1;
  if (!*text) {
    b->rc = worksheet_write_blank(p->sheet, p->row, at, f);
    return 1;
  }
  b->rc = worksheet_write_string(p->sheet, p->row, at, text, f);
  const size_t room = p->width[t->from + i] - 1u, used = (size_t)look.indent * INDENT;
  return score__xlsx_lines_in(text, room > used + INDENT ? room - used : INDENT);
}

static size_t last_row(const score__sheet_table *t)
{
  size_t r = t->row_count;
  while (r > 0 && !is_row(t, r - 1)) r--;
  return r ? r - 1 : SIZE_MAX;
}

/* In millionths, added to `sum`; false where it is too large. */
static bool add_exact(int64_t *sum, const score__cell *cell)
{
  int64_t micro = cell->value;
  if (cell->kind == SCORE__CELL_INTEGER && __builtin_mul_overflow(micro, 1000000, &micro)) return false;
  return !__builtin_add_overflow(*sum, micro, sum);
}

/* Whether the rows above the last one add up to it, so that a formula says the same number. */
static bool adds_up(const score__xlsx_table *t, size_t i)
{
  const size_t last = last_row(t->t);
  int64_t sum = 0, said = 0;
  double number;
  int8_t digits;
  if (!t->t->column[t->column[i]].adds_up || t->rows < 2) return false;
  if (!score__xlsx_number_of(&number, &digits, cell_of(t, last, i))) return false;
  for (size_t r = 0; r < last; r++) {
    const score__cell *cell = cell_of(t, r, i);
    if (!is_row(t->t, r) || !score__xlsx_number_of(&number, &digits, cell)) continue;
    if (!add_exact(&sum, cell)) return false;
  }
  return add_exact(&said, cell_of(t, last, i)) && sum == said;
}

static void put_sums(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t)
{
  const lxw_row_t first = t->header + 1, last = t->header + (lxw_row_t)t->rows;
  enum { BEFORE = 5 }; /* "=SUM(" */
  char formula[BEFORE + LXW_MAX_CELL_RANGE_LENGTH + 1] = "=SUM(";
  for (size_t i = 0; i < t->count && b->rc == LXW_NO_ERROR; i++) {
    if (!adds_up(t, i)) continue;
    const score__cell *cell = cell_of(t, last_row(t->t), i);
    score__xlsx_look look = {.role = SCORE__LOOK_CELL, .emphasis = cell->emphasis, .right = true, .total = t->totals};
    double number;
    score__xlsx_number_of(&number, &look.digits, cell);
    lxw_rowcol_to_range(formula + BEFORE, first, column_of(t, i), last - 1, column_of(t, i));
    memcpy(formula + strlen(formula), ")", 2);
    lxw_format *f = score__xlsx_format_of(b, look);
    if (f) b->rc = worksheet_write_formula_num(p->sheet, last, column_of(t, i), formula, f, number);
  }
}

/* Neighbours with the same full marks are one range. */
static void put_shares(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t)
{
  const size_t rows = t->rows - (t->totals ? 1 : 0);
  for (size_t i = 0, end; i < t->count && rows > 0 && b->rc == LXW_NO_ERROR; i = end) {
    const int64_t full = t->t->column[t->column[i]].full_micro;
    for (end = i + 1; end < t->count && t->t->column[t->column[end]].full_micro == full; end++) {
    }
    if (full <= 0) continue;
    lxw_conditional_format colours = {.type = LXW_CONDITIONAL_3_COLOR_SCALE,
                                      .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                      .mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                      .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                      .mid_value = (double)full / MICRO / 2,
                                      .max_value = (double)full / MICRO,
                                      .min_color = SHARE_NONE,
                                      .mid_color = SHARE_HALF,
                                      .max_color = SHARE_FULL};
    b->rc = worksheet_conditional_format_range(p->sheet, t->header + 1, column_of(t, i), t->header + (lxw_row_t)rows,
                                               column_of(t, end - 1), &colours);
  }
}

/* The columns that name a row stay in view where the others are many. */
static lxw_col_t held_columns(const score__xlsx_page *p, const score__xlsx_table *t)
{
  const size_t name = indented(t);
  if (p->wide <= FREEZE_FROM || name > 3 || name + 1 >= t->count) return 0;
  return score__xlsx_page_room(p, 0, (lxw_col_t)name) <= FREEZE_WIDE ? (lxw_col_t)(name + 1) : 0;
}

static void hold(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t, size_t above)
{
  if (b->rc != LXW_NO_ERROR || !p->alone) return;
  const lxw_row_t last = t->header + (lxw_row_t)(t->rows - (t->totals ? 1 : 0));
  const lxw_col_t columns = held_columns(p, t);
  if (t->rows > FILTER_FROM) b->rc = worksheet_autofilter(p->sheet, t->header, 0, last, (lxw_col_t)(t->count - 1));
  if (b->rc == LXW_NO_ERROR) b->rc = worksheet_repeat_rows(p->sheet, t->header, t->header);
  if (b->rc == LXW_NO_ERROR && columns) b->rc = worksheet_repeat_columns(p->sheet, 0, (lxw_col_t)(columns - 1));
  if (above <= FREEZE_MOST) worksheet_freeze_panes(p->sheet, t->header + 1, columns);
}

static void put_caption(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t)
{
  score__cell title = {.kind = SCORE__CELL_EMPTY};
  if (!t->t->title && p->alone) return; /* the title of the sheet is the mark's place */
  if (t->t->title) title = (score__cell){.kind = SCORE__CELL_PHRASE, .phrase = t->t->title};
  const char *text = p->named ? "" : score__xlsx_say_marked(b, &title);
  if (b->rc != LXW_NO_ERROR || !*text) return;
  const lxw_col_t last = score__xlsx_page_span(p, t->from, p->room);
  const size_t lines = score__xlsx_lines_in(text, score__xlsx_page_room(p, t->from, last));
  score__xlsx_page_put(b, p, t->from, last, text, (score__xlsx_look){.role = SCORE__LOOK_CAPTION});
  score__xlsx_page_end_row(b, p, lines);
}

/* A map has no counterpart in a workbook. */
static void put_map_note(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t)
{
  bool any = false;
  for (size_t i = 0; i < b->d->figure_count; i++)
    any = any || (b->d->figure[i].kind == SCORE__FIGURE_MAP && &b->d->table[b->d->figure[i].table] == t->t);
  if (!any) return;
  const score__cell note = {.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_BOOK_MAP};
  const char *text = score__xlsx_say(b, &note);
  score__xlsx_page_put(b, p, 0, score__xlsx_page_span(p, 0, p->room), text,
                       (score__xlsx_look){.role = SCORE__LOOK_LABEL});
  score__xlsx_page_end_row(b, p, score__xlsx_lines_in(text, p->room));
}

void score__xlsx_table_put(score__xlsx_report *b, score__xlsx_page *p, score__xlsx_table *t)
{
  const size_t deep = indented(t), last = last_row(t->t);
  put_caption(b, p, t);
  put_map_note(b, p, t);
  for (size_t i = 0; i < t->count; i++) t->totals = t->totals || adds_up(t, i);
  put_header(b, p, t);
  const size_t above = p->height;
  for (size_t r = 0; r < t->t->row_count && b->rc == LXW_NO_ERROR; r++) {
    size_t most = 1;
    if (!is_row(t->t, r)) continue;
    for (size_t i = 0; i < t->count && b->rc == LXW_NO_ERROR; i++) {
      const score__xlsx_look look = {.indent = i == deep ? t->t->indent[r] : 0, .total = t->totals && r == last};
      const size_t lines = put_cell(b, p, t, r, i, look);
      if (lines > most) most = lines;
    }
    score__xlsx_page_end_row(b, p, most);
  }
  if (t->rows > 0) {
    put_sums(b, p, t);
    put_shares(b, p, t);
    hold(b, p, t, above);
  }
  score__xlsx_page_end_row(b, p, 1);
  score__xlsx_chart_put(b, p, t);
}
