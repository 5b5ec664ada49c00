/* A form as a workbook. libxlsxwriter writes to a named file only: it gets the name of one that has none in any
 * folder, so that nothing is left behind however this ends. Its creation date is fixed: the same form, the same bytes.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "output/form_writer.h"
#include "output/xlsx_book.h"

enum { A3 = 8, A4 = 9 };
enum { MAX_ROWS = 1048576, MAX_COLUMNS = 16384 };
enum { HELP_WIDE = 78, PORTRAIT_WIDE = 100, PAGE_WIDE = 260, DEFAULT_WIDE = 8 }; /* characters */
enum { A3_SCALE = 70, LINE_HEIGHT = 15, MAX_LINES = 27 };                        /* percent, points; a row has 409 */
enum { CREATED = 946684800 };                                                    /* 2000-01-01 */

enum { LOOK_TITLE, LOOK_LINE, LOOK_HEADER, LOOK_CELL }; /* cells from LOOK_CELL on: see cell_format */
enum { FIGURE_TEXT, FIGURE_WHOLE, FIGURE_DECIMAL, FIGURE_DATE, FIGURE_CHOICE };

size_t score__xlsx_length(const char *text, size_t most, size_t *cut)
{
  size_t units = 0, i = 0, kept = 0;
  bool within = true;
  while (text[i]) {
    const unsigned char c = (unsigned char)text[i];
    const size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    units += bytes == 4 ? 2 : 1;
    for (size_t k = 0; k < bytes && text[i]; k++) i++;
    within = within && units <= most;
    if (within) kept = i;
  }
  if (cut) *cut = kept;
  return units;
}

/* A name that a worksheet may have: at most 31 characters, none of []:*?/\, no apostrophe at its ends. */
static void make_name(char out[SCORE__XLSX_NAME_CAP], const char *wanted, const char *otherwise)
{
  size_t cut;
  const char *text = wanted && *wanted ? wanted : otherwise;
  score__xlsx_length(text, SCORE__XLSX_NAME, &cut);
  memcpy(out, text, cut);
  out[cut] = '\0';
  for (char *c = out; *c; c++)
    if (strchr("[]:*?/\\", *c)) *c = '_';
  if (*out == '\'') *out = '_';
  if (cut && out[cut - 1] == '\'') out[cut - 1] = '_';
}

/* As a workbook compares them: whatever the case of ASCII letters. */
static bool same_name(const char *a, const char *b)
{
  for (; *a && *b; a++, b++) {
    const char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a, y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;
    if (x != y) return false;
  }
  return *a == *b;
}

static void make_names(score__xlsx_book *book)
{
  const score__form *form = book->form;
  make_name(book->name[0], form->name, "Sheet1");
  make_name(book->name[1], form->help_name, "Help");
  make_name(book->name[2], form->lists_name, "Lists");
  for (size_t i = 1; i < 3; i++)
    for (size_t k = 0; k < i; k++)
      if (same_name(book->name[i], book->name[k])) make_name(book->name[i], i == 1 ? "_help" : "_lists", "");
}

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
  if (cell->open) format_set_bg_color(f, 0xFFF9E5);
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

/* Lines that a text takes in a column, broken between words as a spreadsheet does. */
static size_t lines_of(const char *text, size_t width)
{
  size_t lines = 1, used = 0;
  while (*text) {
    const size_t blank = *text == ' ', word = blank + strcspn(text + blank, " \n");
    const size_t wide = score__text_width(text, word);
    if (used && used + wide > width) {
      lines++;
      used = wide - blank;
    } else {
      used += wide;
    }
    for (; used > width; used -= width) lines++; /* a word longer than the column */
    text += word;
    if (*text == '\n') {
      lines++;
      used = 0;
      text++;
    }
  }
  return lines;
}

/* Not every program makes a row as high as its text when it opens a file. */
static lxw_error set_height(lxw_worksheet *sheet, lxw_row_t row, size_t lines)
{
  if (lines <= 1) return LXW_NO_ERROR;
  return worksheet_set_row(sheet, row, (double)((lines < MAX_LINES ? lines : MAX_LINES) * LINE_HEIGHT), NULL);
}

static lxw_error fit_row(score__xlsx_book *book, lxw_row_t row, const score__form_cell *cell)
{
  const score__form *form = book->form;
  size_t most = 1;
  for (size_t c = 0; c < form->column_count; c++) { /* cell NULL: the header */
    const score__form_column *column = &form->column[c];
    if (cell && !column->wraps) continue;
    const size_t wide = column->width ? column->width : DEFAULT_WIDE;
    const size_t lines = lines_of(cell ? cell[c].text : column->title, cell ? wide : wide - 1);
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

static lxw_error put_sheet(score__xlsx_book *book)
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

static lxw_error put_help(score__xlsx_book *book)
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
    if (rc == LXW_NO_ERROR && !heading) rc = set_height(sheet, (lxw_row_t)i, lines_of(form->help[i], HELP_WIDE - 2));
  }
  if (rc == LXW_NO_ERROR && form->locked) rc = protect(sheet);
  return rc;
}

static int check_size(const score__form *form, score_error *err)
{
  char number[24];
  if (form->column_count > MAX_COLUMNS)
    return score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_COLUMNS, score__int_text(number, (int64_t)form->column_count),
                       (const char *)NULL);
  if (form->row_count >= MAX_ROWS - form->line_count)
    return score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_ROWS, score__int_text(number, (int64_t)form->row_count),
                       (const char *)NULL);
  for (size_t i = 0; i < form->row_count * form->column_count; i++) {
    const char *text = form->cell[i].text;
    if (strlen(text) <= SCORE__XLSX_CELL || score__xlsx_length(text, SIZE_MAX, NULL) <= SCORE__XLSX_CELL) continue;
    score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_CELL, (const char *)NULL);
    score__fail_at(err, NULL, (uint32_t)(form->line_count + 2 + i / form->column_count),
                   (uint32_t)(i % form->column_count + 1), NULL);
    return SCORE_E_LIMIT;
  }
  return SCORE_OK;
}

static int fail_library(score_error *err, lxw_error rc)
{
  if (rc == LXW_ERROR_MEMORY_MALLOC_FAILED) return score__fail_memory(err);
  return score__fail(err, SCORE_E_OUTPUT, SCORE__PH_FORM_FAILED, lxw_strerror(rc), (const char *)NULL);
}

static lxw_error write_book(score__xlsx_book *book, const char *path)
{
  lxw_doc_properties properties = {.created = CREATED};
  book->workbook = workbook_new(path);
  if (!book->workbook) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_error rc = workbook_set_properties(book->workbook, &properties);
  if (rc == LXW_NO_ERROR) rc = put_sheet(book);
  if (rc == LXW_NO_ERROR) rc = put_help(book);
  if (rc == LXW_NO_ERROR) return workbook_close(book->workbook); /* frees it in any case */
  lxw_workbook_free(book->workbook);
  return rc;
}

static int read_back(score__buffer *out, FILE *file, score_error *err)
{
  char block[1 << 14];
  size_t size, total = 0;
  if (fseek(file, 0, SEEK_SET) != 0) return fail_library(err, LXW_ERROR_READING_TMPFILE);
  while ((size = fread(block, 1, sizeof block, file)) > 0) {
    score__buffer_add(out, block, size);
    total += size;
  }
  if (ferror(file) || total == 0) return fail_library(err, LXW_ERROR_READING_TMPFILE);
  return out->failed ? score__fail_memory(err) : SCORE_OK;
}

int score__write_form_xlsx(score__buffer *out, const score__form *form, score_error *err)
{
  int rc = check_size(form, err);
  if (rc) return rc;
  FILE *file = tmpfile();
  if (!file) return fail_library(err, LXW_ERROR_CREATING_TMPFILE);
  char path[40] = "/dev/fd/";
  score__int_text(path + strlen(path), fileno(file));
  /* The library prints numbers as the thread's locale does; a workbook has decimal points. */
  const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (!plain) {
    fclose(file);
    return score__fail_memory(err);
  }
  const locale_t before = uselocale(plain);
  score__xlsx_book book = {.form = form};
  make_names(&book);
  const lxw_error written = write_book(&book, path);
  uselocale(before);
  freelocale(plain);
  rc = written == LXW_NO_ERROR ? read_back(out, file, err) : fail_library(err, written);
  free(book.list);
  fclose(file);
  return rc;
}
