/* CSV: the first table; of a document in sections everything, a cell a line. Plain is RFC 4180 with '\n'; excel_vi is what a Vietnamese Excel opens by double click: BOM,
 * ';', decimal comma, CRLF, and no text cell that a spreadsheet would take for a formula. */
#include "output/writer.h"

#include <string.h>

static bool starts_formula(const char *text)
{
  return *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
}

static void put_field(score__buffer *out, const char *text, size_t size, bool neutralise, bool excel)
{
  neutralise = neutralise && starts_formula(text);
  bool quoted = false;
  for (size_t i = 0; i < size && !quoted; i++)
    quoted = text[i] == '"' || text[i] == '\n' || text[i] == '\r' || text[i] == (excel ? ';' : ',');
  if (quoted) score__buffer_char(out, '"');
  if (neutralise) score__buffer_char(out, '\'');
  for (size_t i = 0; i < size; i++) {
    if (text[i] == '"') score__buffer_char(out, '"');
    score__buffer_char(out, text[i]);
  }
  if (quoted) score__buffer_char(out, '"');
}

static void put_text(score__buffer *out, const char *text, bool excel)
{
  put_field(out, text, strlen(text), excel, excel);
}

static void put_cell(score__buffer *out, score__buffer *scratch, const score__cell *cell,
                     const score__cell_style *style, bool excel)
{
  if (cell->kind == SCORE__CELL_EMPTY) return;
  score__buffer_clear(scratch);
  score__cell_print(scratch, cell, style);
  if (scratch->failed || scratch->size == 0) return;
  put_field(out, scratch->data, scratch->size, excel && score__cell_is_text(cell), excel);
}

typedef struct sheet_csv {
  score__buffer *out;
  score__buffer scratch;
  score__cell_style style;
  bool excel;
  char separator;
  const char *end; /* of a line */
} sheet_csv;

static bool has_column(const score__sheet_table *t, const char *key)
{
  for (size_t c = 0; t && c < t->column_count; c++)
    if (strcmp(t->column[c].key, key) == 0) return true;
  return false;
}

/* The marks of made-up data and of a supposition, unless the rows of `t` say it one by one; text NULL = their names. */
static void put_marks(sheet_csv *w, const score_document *d, const score__sheet_table *t, const char *text)
{
  const char *const name[] = {"synthetic", "supposed"};
  const bool marked[] = {d->synthetic, d->supposed};
  for (size_t k = 0; k < 2; k++) {
    if (!marked[k] || has_column(t, name[k])) continue;
    score__buffer_char(w->out, w->separator);
    score__buffer_text(w->out, text ? text : name[k]);
  }
}

static void put_row(sheet_csv *w, const score__sheet_table *t, const score__cell *row)
{
  bool first = true;
  for (size_t c = 0; c < t->column_count; c++) {
    if (t->column[c].table_only) continue;
    if (!first) score__buffer_char(w->out, w->separator);
    first = false;
    if (row)
      put_cell(w->out, &w->scratch, &row[c], &w->style, w->excel);
    else
      put_text(w->out, t->column[c].key, w->excel);
  }
}

static void put_first_table(sheet_csv *w, const score_document *d)
{
  const score__sheet_table *t = &d->table[0];
  put_row(w, t, NULL);
  put_marks(w, d, t, NULL);
  score__buffer_text(w->out, w->end);
  for (size_t r = 0; r < t->row_count; r++) {
    if (t->row_for[r] == SCORE__ROW_TABLE) continue;
    put_row(w, t, &t->cell[r * t->column_count]);
    put_marks(w, d, t, "yes");
    score__buffer_text(w->out, w->end);
  }
}

/* A document of running text only. */
static void put_lines(sheet_csv *w, const score_document *d)
{
  score__buffer_text(w->out, "line");
  score__buffer_text(w->out, w->end);
  for (size_t i = 0; i < d->line_count; i++) {
    put_cell(w->out, &w->scratch, &d->line[i].cell, &w->style, w->excel);
    score__buffer_text(w->out, w->end);
  }
}

/* ---- a cell a line ---- */

/* "section,table,row,column,value": facts and lines are tables of these names; row 0 = none. */
static void put_item(sheet_csv *w, const score_document *d, const char *const place[3], size_t row,
                     const score__cell *value)
{
  if (value->kind == SCORE__CELL_EMPTY) return;
  for (size_t k = 0; k < 2; k++) {
    put_text(w->out, place[k], w->excel);
    score__buffer_char(w->out, w->separator);
  }
  if (row) score__buffer_int(w->out, (int64_t)row);
  score__buffer_char(w->out, w->separator);
  put_text(w->out, place[2], w->excel);
  score__buffer_char(w->out, w->separator);
  put_cell(w->out, &w->scratch, value, &w->style, w->excel);
  put_marks(w, d, NULL, "yes");
  score__buffer_text(w->out, w->end);
}

static void put_table_long(sheet_csv *w, const score_document *d, const char *section, const score__sheet_table *t)
{
  size_t number = 0;
  for (size_t r = 0; r < t->row_count; r++) {
    if (t->row_for[r] == SCORE__ROW_TABLE) continue;
    number++;
    for (size_t c = 0; c < t->column_count; c++)
      if (!t->column[c].table_only)
        put_item(w, d, (const char *const[]){section, t->key, t->column[c].key}, number,
                 &t->cell[r * t->column_count + c]);
  }
}

static void put_section(sheet_csv *w, const score_document *d, size_t section)
{
  const char *key = section ? d->section[section - 1].key : "";
  size_t line = 0;
  for (size_t i = 0; i < d->fact_count; i++)
    if (d->fact[i].section == section && d->fact[i].key)
      put_item(w, d, (const char *const[]){key, "facts", d->fact[i].key}, 0, &d->fact[i].cell);
  for (size_t i = 0; i < d->table_count; i++)
    if (d->table[i].section == section) put_table_long(w, d, key, &d->table[i]);
  for (size_t i = 0; i < d->line_count; i++)
    if (d->line[i].section == section)
      put_item(w, d, (const char *const[]){key, "lines", "line"}, ++line, &d->line[i].cell);
}

static void put_sections(sheet_csv *w, const score_document *d)
{
  static const char *const names[] = {"section", "table", "row", "column", "value"};
  for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
    if (k) score__buffer_char(w->out, w->separator);
    score__buffer_text(w->out, names[k]);
  }
  put_marks(w, d, NULL, NULL);
  score__buffer_text(w->out, w->end);
  for (size_t s = 0; s <= d->section_count; s++) put_section(w, d, s);
}

void score__write_csv(score__buffer *out, const score_document *d, const score_write_options *o)
{
  const bool excel = o->excel_vi != 0;
  sheet_csv w = {.out = out,
                 .style = {.lang = o->lang, .mark = excel ? ',' : '.', .words = false},
                 .excel = excel,
                 .separator = excel ? ';' : ',',
                 .end = excel ? "\r\n" : "\n"};
  if (excel) score__buffer_text(out, "\xEF\xBB\xBF");
  if (d->section_count > 0)
    put_sections(&w, d);
  else if (d->table_count == 0)
    put_lines(&w, d);
  else
    put_first_table(&w, d);
  if (w.scratch.failed) out->failed = true;
  score__buffer_free(&w.scratch);
}
