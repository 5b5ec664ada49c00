/* A sheet that goes back to who sent it: the rows as they were, and what is wrong with each in a last column. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "input/rows.h"
#include "output/form_writer.h"
#include "run/header.h"
#include "score/arrivals.h"

enum { MOST_ROWS = 65536, MOST_TITLES = 20, SENTENCE = 1024 };
/* Blank lines above a header within so many rows come back too, so that rows keep their numbers. */
enum { MOST_ABOVE = 15, NARROWEST = 8, TIGHT = 14, WIDEST = 24, PAGE = 240 }; /* columns of a sheet, in characters */

typedef struct wrong { /* one error, by row and column */
  uint32_t line, column;
  const score_error *error;
} wrong;

typedef struct returned {
  const score_findings *findings;
  score_lang lang;
  wrong *wrong;
  size_t wrong_count, next; /* next: the first whose row is still to come */
  score__rows_info file;
  score__form form;
  bool has_header, building;
  uint32_t header_line;
  unsigned titles;
  const char **title; /* texts above the header */
  size_t columns;     /* of the widest row */
  size_t own;         /* the column of an earlier return, SIZE_MAX = none */
  uint64_t rows;
} returned;

static int by_place(const void *a, const void *b)
{
  const wrong *x = a, *y = b;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

static int collect(returned *r)
{
  const size_t count = score_findings_size(r->findings);
  r->wrong = calloc(count + 1, sizeof *r->wrong);
  for (size_t i = 0; r->wrong && i < count; i++) {
    score_severity severity;
    const score_error *e = score_findings_get(r->findings, i, &severity);
    if (severity == SCORE_ERROR) r->wrong[r->wrong_count++] = (wrong){e->line, e->column, e};
  }
  if (r->wrong) qsort(r->wrong, r->wrong_count, sizeof *r->wrong, by_place);
  return r->wrong ? 0 : -1;
}

/* "cột hs_dung_han (D): ...": the row is the one it stands in. */
static void say(const returned *r, score__buffer *out, const score_error *error)
{
  char text[SENTENCE], whole[SENTENCE + 64];
  score_error e = *error;
  e.line = 0;
  e.file[0] = e.sheet[0] = 0;
  score_error_text(text, sizeof text, &e, r->lang);
  if (out->size) score__buffer_text(out, "; ");
  if (error->line && error->line <= r->header_line) {
    const char *phrase = score__phrase_text(SCORE__PH_RETURN_HEADER, r->lang), *at = strstr(phrase, "{0}");
    const size_t n = at ? (size_t)(at - phrase) : 0;
    memcpy(whole, phrase, n);
    memcpy(whole + n, text, strlen(text) + 1);
    score__buffer_text(out, whole);
  } else {
    score__buffer_text(out, text);
  }
}

static bool is_header(const returned *r, const score__csv_cell *cell, size_t count)
{
  if (r->titles >= MOST_TITLES || !score__header_is_title(cell, count, r->file.workbook)) return true;
  for (size_t i = 0; i < count; i++) {
    if (strcmp(cell[i].text, "code") == 0) return true;
  }
  return false;
}

static bool is_own(const score__csv_cell *cell)
{
  return strcmp(cell->text, "lỗi") == 0 || strcmp(cell->text, "errors") == 0;
}

/* The first reading: how wide the table is, and where it begins. */
static int measure(returned *r, uint32_t line, const score__csv_cell *cell, size_t count)
{
  if (!r->has_header && !is_header(r, cell, count)) {
    r->titles++;
    return 0;
  }
  if (!r->has_header) {
    r->header_line = line;
    for (size_t i = 0; i < count; i++)
      if (is_own(&cell[i])) r->own = i;
  } else {
    r->rows++;
  }
  r->has_header = true;
  if (count > r->columns) r->columns = count;
  return 0;
}

static void keep_blanks(returned *r, uint32_t line)
{
  if (r->header_line > MOST_ABOVE) return;
  while (r->form.line_count + 1 < line) r->title[r->form.line_count++] = "";
}

static int keep_title(returned *r, uint32_t line, const score__csv_cell *cell, size_t count)
{
  keep_blanks(r, line);
  score__buffer text = {0};
  for (size_t i = 0; i < count; i++) {
    if (cell[i].size && text.size) score__buffer_text(&text, "  ");
    score__buffer_text(&text, cell[i].text);
  }
  const char *copy = text.failed ? NULL : score__arena_text(&r->form.arena, text.data ? text.data : "");
  score__buffer_free(&text);
  if (!copy) return -1;
  r->title[r->form.line_count++] = copy;
  return 0;
}

/* Digits with a sign and a decimal comma: no spreadsheet takes them for a formula. */
static bool is_figure(const score__csv_cell *cell)
{
  const char *at = cell->text + (*cell->text == '-' || *cell->text == '+');
  return *at && strspn(at, "0123456789,") == strlen(at);
}

static int put_cell(returned *r, score__form_cell *out, const score__csv_cell *cell)
{
  size_t size = cell->size;
  const bool percent = cell->kind == SCORE__CELL_NUMBER && size && cell->text[size - 1] == '%';
  if (cell->kind == SCORE__CELL_NUMBER || (!r->file.workbook && is_figure(cell))) out->kind = SCORE__FORM_NUMBER;
  if (cell->kind == SCORE__CELL_DATE) out->kind = SCORE__FORM_DATE;
  if (percent && out->bad) out->kind = SCORE__FORM_TEXT;
  if (percent && !out->bad) size--; /* a column of percents is read the same without the sign */
  out->open = true;
  out->text = score__arena_copy(&r->form.arena, cell->text, size);
  return out->text ? 0 : -1;
}

static size_t place_of(const returned *r, size_t column)
{
  return r->own != SIZE_MAX && column > r->own ? column - 1 : column;
}

/* What is wrong with a row, and with the table above it, into the last cell. */
static int put_errors(returned *r, score__form_cell *row, uint32_t line)
{
  score__buffer text = {0};
  for (; r->next < r->wrong_count && r->wrong[r->next].line <= line; r->next++) {
    const wrong *w = &r->wrong[r->next];
    say(r, &text, w->error);
    if (w->line == line && w->column > 0 && w->column <= r->columns && w->column - 1 != r->own)
      row[place_of(r, w->column - 1)].bad = true;
  }
  score__form_cell *last = &row[r->form.column_count - 1];
  last->text = score__arena_text(&r->form.arena, text.data ? text.data : "");
  last->bad = text.size > 0;
  const bool failed = text.failed;
  score__buffer_free(&text);
  return failed || !last->text ? -1 : 0;
}

static int build(returned *r, uint32_t line, const score__csv_cell *cell, size_t count)
{
  if (line < r->header_line) return keep_title(r, line, cell, count);
  if (line == r->header_line) {
    keep_blanks(r, line);
    for (size_t i = 0; i < count; i++) {
      if (i == r->own) continue;
      score__form_column *c = &r->form.column[place_of(r, i)];
      c->title = score__arena_text(&r->form.arena, cell[i].text);
      c->wraps = true;
      if (!c->title) return -1;
    }
    return 0;
  }
  const bool bad = r->next < r->wrong_count && r->wrong[r->next].line <= line;
  if (r->rows > MOST_ROWS && !bad) return 0;
  score__form_cell *row = score__form_row(&r->form);
  if (!row || put_errors(r, row, line) != 0) return -1;
  for (size_t i = 0; i < count; i++) {
    if (i != r->own && put_cell(r, &row[place_of(r, i)], &cell[i]) != 0) return -1;
  }
  return 0;
}

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  returned *r = context;
  if (!r->building) return measure(r, line, cell, count);
  return build(r, line, cell, count) == 0 ? 0 : score__fail_memory(err);
}

static int start_form(returned *r)
{
  const size_t kept = r->columns - (r->own != SIZE_MAX);
  if (score__form_start(&r->form, kept + 1) != 0) return -1;
  r->title = score__arena_alloc(&r->form.arena, (size_t)r->titles + MOST_ABOVE, sizeof *r->title);
  if (!r->title) return -1;
  r->form.name = score__arena_text(&r->form.arena, r->file.sheet);
  r->form.line = r->title;
  r->form.column[kept] = (score__form_column){.title = "lỗi", .width = 50, .wraps = true};
  r->building = true;
  return r->form.name ? 0 : -1;
}

/* As wide as what stands in them, and narrower where that keeps the errors, which stand last, on the first page. */
static void set_widths(returned *r)
{
  const score__form *f = &r->form;
  size_t all = f->column[f->column_count - 1].width;
  for (size_t c = 0; c + 1 < f->column_count; c++) {
    size_t widest = NARROWEST;
    for (size_t i = 0; i <= f->row_count && widest < WIDEST; i++) {
      const char *text = i ? f->cell[(i - 1) * f->column_count + c].text : f->column[c].title;
      const size_t width = score__text_width(text, strlen(text)) + 1;
      if (width > widest) widest = width < WIDEST ? width : WIDEST;
    }
    r->form.column[c].width = (uint16_t)widest;
    all += widest;
  }
  for (uint16_t most = WIDEST - 1; all > PAGE && most >= TIGHT; most--) {
    for (size_t c = 0; c + 1 < f->column_count; c++) {
      if (r->form.column[c].width <= most) continue;
      r->form.column[c].width = most;
      all--;
    }
  }
}

int score_return_write(const char *path, const score_read_options *options, const score_findings *findings,
                       score_lang lang, int *workbook, score_write_fn write, void *context, score_error *err)
{
  returned r = {.findings = findings, .lang = lang, .own = SIZE_MAX};
  score__rows_options how = {0};
  score__buffer bytes = {0};
  if (options) how = (score__rows_options){options->delimiter, options->encoding, options->sheet};
  int status = collect(&r) == 0 ? SCORE_OK : score__fail_memory(err);
  if (status == SCORE_OK) status = score__rows_read(path, &how, on_row, &r, &r.file, err);
  if (status == SCORE_OK && (!r.has_header || r.rows == 0)) {
    status = score__fail(err, SCORE_E_INPUT, SCORE__PH_CSV_NO_ROWS, (const char *)NULL);
    score__fail_at(err, path, 0, 0, NULL);
  }
  if (status == SCORE_OK && start_form(&r) != 0) status = score__fail_memory(err);
  if (status == SCORE_OK) status = score__rows_read(path, &how, on_row, &r, &r.file, err);
  if (status == SCORE_OK) {
    set_widths(&r);
    const bool excel = r.file.delimiter == ';';
    status = r.file.workbook ? score__write_form_xlsx(&bytes, &r.form, err)
                             : score__write_form_csv(&bytes, &r.form, excel, err);
  }
  if (workbook) *workbook = r.file.workbook;
  if (status == SCORE_OK && bytes.size && write(context, bytes.data, bytes.size) != 0)
    status = score__fail(err, SCORE_E_OUTPUT, SCORE__PH_OUTPUT, (const char *)NULL);
  score__buffer_free(&bytes);
  score__form_free(&r.form);
  free(r.wrong);
  return status;
}
