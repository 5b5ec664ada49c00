/* The worksheets of a form: how a cell looks by what it is and what may be typed into it, heights of rows, protection,
 * print setup. */
#include <string.h>

#include "output/xlsx_book.h"

enum { A3 = 8, A4 = 9 };
enum { HELP_WIDE = 78, PORTRAIT_WIDE = 100, PAGE_WIDE = 260, DEFAULT_WIDE = 8 }; /* characters */
enum { A3_SCALE = 70 };                                                          /* percent */

enum { LOOK_TITLE, LOOK_LINE, LOOK_HEADER, LOOK_CELL }; /* cells from LOOK_CELL on: see cell_format */
enum { FIGURE_TEXT, FIGURE_WHOLE, FIGURE_DECIMAL, FIGURE_DATE, FIGURE_CHOICE };

static lxw_format *new_format(score__xlsx_book *book, size_t index)
{
  if (!book->format[index]) book->format[index] = workbook_add_format(book->workbook);
  return book->format[index];
}

static lxw_format *head_format(score__xlsx_book *book, size_t look)
{
  const bool known = book->format[look] != NULL;
  lxw_format *f = new_format(book, look);
  if (!f || known) return f;
  if (look != LOOK_LINE) format_set_bold(f);
  if (look == LOOK_TITLE) format_set_font_size(f, 14);
  if (look != LOOK_HEADER) return f;
  format_set_text_wrap(f);
  format_set_align(f, LXW_ALIGN_CENTER);
  format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
  format_set_border(f, LXW_BORDER_THIN);
  format_set_bg_color(f, 0xD9E1F2);
  return f;
}

static lxw_format *cell_format(score__xlsx_book *book, const score__form_cell *cell, size_t figure, bool wraps)
{
  static const char *const formats[] = {"@", "0", "General", "dd/mm/yyyy", "@"};
  const size_t look = LOOK_CELL + ((figure * 2 + wraps) * 2 + cell->open) * 2 + cell->bad;
  const bool known = book->format[look] != NULL;
  lxw_format *f = new_format(book, look);
  if (!f || known) return f;
  format_set_num_format(f, formats[figure]);
  format_set_border(f, LXW_BORDER_THIN);
  format_set_border_color(f, 0xA6A6A6);
  format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
  if (figure != FIGURE_TEXT) format_set_align(f, LXW_ALIGN_CENTER);
  if (wraps) format_set_text_wrap(f);
  if (cell->open) format_set_unlocked(f);
  if (cell->open && book->form->locked) format_set_bg_color(f, 0xFFF9E5); /* among cells that are not */
  if (cell->bad) format_set_bg_color(f, 0xF8CBAD);
  if (cell->bad) format_set_font_color(f, 0x9C0006);
  return f;
}

/* How the cell shows what will be typed into it, or what stands there. */
static size_t figure_of(const score__form_cell *cell)
{
  const int rule = cell->rule ? cell->rule->kind : SCORE__FORM_ANY;
  if (cell->kind == SCORE__FORM_DATE || rule == SCORE__FORM_DAY) return FIGURE_DATE;
  if (rule == SCORE__FORM_LIST) return FIGURE_CHOICE;
  if (rule == SCORE__FORM_WHOLE) return FIGURE_WHOLE;
  if (cell->kind == SCORE__FORM_NUMBER) return cell->rule || strchr(cell->text, '.') ? FIGURE_DECIMAL : FIGURE_WHOLE;
  return rule == SCORE__FORM_DECIMAL ? FIGURE_DECIMAL : FIGURE_TEXT;
}

static lxw_error put_cell(score__xlsx_book *book, lxw_row_t row, lxw_col_t column, const score__form_cell *cell)
{
  lxw_worksheet *sheet = book->sheet;
  double number;
  lxw_datetime date;
  lxw_format *f = cell_format(book, cell, figure_of(cell), book->form->column[column].wraps);
  if (!f) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  if (!*cell->text) return worksheet_write_blank(sheet, row, column, f);
  if (cell->kind == SCORE__FORM_NUMBER && score__xlsx_number(&number, cell->text))
    return worksheet_write_number(sheet, row, column, number, f);
  if (cell->kind == SCORE__FORM_DATE && score__xlsx_date(&date, cell->text))
    return worksheet_write_datetime(sheet, row, column, &date, f);
  return worksheet_write_string(sheet, row, column, cell->text, f);
}

/* Not every program makes a row as high as its text when it opens a file. */
static lxw_error set_height(lxw_worksheet *sheet, lxw_row_t row, size_t lines)
{
  if (lines <= 1) return LXW_NO_ERROR;
  return worksheet_set_row(
      sheet, row, (double)((lines < SCORE__XLSX_MAX_LINES ? lines : SCORE__XLSX_MAX_LINES) * SCORE__XLSX_LINE_HEIGHT),
      NULL);
}

static lxw_error fit_row(score__xlsx_book *book, lxw_row_t row, const score__form_cell *cell)
{
  const score__form *form = book->form;
  size_t most = 1;
  for (size_t c = 0; c < form->column_count; c++) { /* cell NULL: the header */
    const score__form_column *column = &form->column[c];
    if (cell && !column->wraps) continue;
    const size_t wide = column->width ? column->width : DEFAULT_WIDE;
    const size_t lines = score__xlsx_lines(cell ? cell[c].text : column->title, cell ? wide : wide - 1);
    if (lines > most) most = lines;
  }
  return set_height(book->sheet, row, most);
}

static lxw_error put_rows(score__xlsx_book *book, lxw_row_t top)
{
  const score__form *form = book->form;
  lxw_error rc = LXW_NO_ERROR;
  for (size_t r = 0; r < form->row_count; r++)
    for (size_t c = 0; c < form->column_count && rc == LXW_NO_ERROR; c++)
      rc = put_cell(book, top + (lxw_row_t)r, (lxw_col_t)c, &form->cell[r * form->column_count + c]);
  for (size_t r = 0; r < form->row_count && rc == LXW_NO_ERROR; r++)
    rc = fit_row(book, top + (lxw_row_t)r, &form->cell[r * form->column_count]);
  for (size_t c = 0; c < form->column_count; c++)
    for (size_t r = 0, end; r < form->row_count && rc == LXW_NO_ERROR; r = end) { /* runs of the same rule */
      const score__form_rule *rule = form->cell[r * form->column_count + c].rule;
      for (end = r + 1; end < form->row_count && form->cell[end * form->column_count + c].rule == rule; end++) {
      }
      if (rule) rc = score__xlsx_rule_put(book, top + (lxw_row_t)r, top + (lxw_row_t)(end - 1), (lxw_col_t)c, rule);
    }
  return rc;
}

static lxw_error protect(lxw_worksheet *sheet)
{
  /* Who types 85% needs the cell to become a percent; columns and rows may be made to fit. */
  lxw_protection may = {.format_cells = LXW_TRUE, .format_columns = LXW_TRUE, .format_rows = LXW_TRUE};
  worksheet_protect(sheet, NULL, &may);
  return LXW_NO_ERROR;
}

/* On A4 as wide as the page; what would become too small to read goes over several pages of A3. */
static lxw_error set_page(lxw_worksheet *sheet, size_t wide)
{
  if (wide > PORTRAIT_WIDE) worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, wide > PAGE_WIDE ? A3 : A4);
  if (wide > PAGE_WIDE)
    worksheet_set_print_scale(sheet, A3_SCALE);
  else
    worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
  return worksheet_set_footer(sheet, "&R&P/&N");
}

lxw_error score__xlsx_sheet_put(score__xlsx_book *book)
{
  const score__form *form = book->form;
  lxw_worksheet *sheet = book->sheet = workbook_add_worksheet(book->workbook, book->name[0]);
  if (!sheet) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  size_t wide = 0;
  for (size_t c = 0; c < form->column_count; c++) wide += form->column[c].width ? form->column[c].width : DEFAULT_WIDE;
  lxw_error rc = set_page(sheet, wide);
  const lxw_row_t header = (lxw_row_t)form->line_count;
  for (size_t i = 0; i < form->line_count && rc == LXW_NO_ERROR; i++)
    if (*form->line[i])
      rc = worksheet_write_string(sheet, (lxw_row_t)i, 0, form->line[i], head_format(book, i ? LOOK_LINE : LOOK_TITLE));
  for (size_t c = 0; c < form->column_count && rc == LXW_NO_ERROR; c++) {
    const score__form_column *column = &form->column[c];
    if (column->width) rc = worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, column->width, NULL);
    if (rc == LXW_NO_ERROR)
      rc = worksheet_write_string(sheet, header, (lxw_col_t)c, column->title, head_format(book, LOOK_HEADER));
  }
  if (rc == LXW_NO_ERROR) rc = fit_row(book, header, NULL);
  if (rc == LXW_NO_ERROR) rc = put_rows(book, header + 1);
  if (rc == LXW_NO_ERROR) rc = worksheet_repeat_rows(sheet, header, header);
  if (rc == LXW_NO_ERROR) rc = worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
  if (rc == LXW_NO_ERROR && form->freeze && wide > PAGE_WIDE)
    rc = worksheet_repeat_columns(sheet, 0, (lxw_col_t)(form->freeze - 1));
  worksheet_freeze_panes(sheet, header + 1, (lxw_col_t)form->freeze);
  if (rc == LXW_NO_ERROR && form->locked) rc = protect(sheet);
  return rc;
}

lxw_error score__xlsx_help_put(score__xlsx_book *book)
{
  const score__form *form = book->form;
  if (!form->help_count) return LXW_NO_ERROR;
  lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, book->name[1]);
  lxw_format *text = workbook_add_format(book->workbook);
  if (!sheet || !text) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  format_set_text_wrap(text);
  format_set_align(text, LXW_ALIGN_VERTICAL_TOP);
  lxw_error rc = set_page(sheet, HELP_WIDE);
  if (rc == LXW_NO_ERROR) rc = worksheet_set_column(sheet, 0, 0, HELP_WIDE, NULL);
  for (size_t i = 0; i < form->help_count && rc == LXW_NO_ERROR; i++) {
    const bool heading = strncmp(form->help[i], "# ", 2) == 0;
    if (heading)
      rc = worksheet_write_string(sheet, (lxw_row_t)i, 0, form->help[i] + 2, head_format(book, LOOK_TITLE));
    else if (*form->help[i])
      rc = worksheet_write_string(sheet, (lxw_row_t)i, 0, form->help[i], text);
    if (rc == LXW_NO_ERROR && !heading)
      rc = set_height(sheet, (lxw_row_t)i, score__xlsx_lines(form->help[i], HELP_WIDE - 2));
  }
  if (rc == LXW_NO_ERROR && form->locked) rc = protect(sheet);
  return rc;
}
