/* CSV: the first table. Plain is RFC 4180 with '\n'; excel_vi is what a Vietnamese Excel opens by double click: BOM,
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

static void put_mark(score__buffer *out, const score_document *d, bool marked, const char *key, char separator,
                     const char *text)
{
  if (!marked) return;
  for (size_t c = 0; c < d->table[0].column_count; c++)
    if (strcmp(d->table[0].column[c].key, key) == 0) return;
  score__buffer_char(out, separator);
  score__buffer_text(out, text);
}

/* The marks of made-up data and of a supposition, unless the rows say it one by one; text NULL = their names. */
static void put_marks(score__buffer *out, const score_document *d, char separator, const char *text)
{
  put_mark(out, d, d->synthetic, "synthetic", separator, text ? text : "synthetic");
  put_mark(out, d, d->supposed, "supposed", separator, text ? text : "supposed");
}

void score__write_csv(score__buffer *out, const score_document *d, const score_write_options *o)
{
  const bool excel = o->excel_vi != 0;
  const char *end = excel ? "\r\n" : "\n";
  const char separator = excel ? ';' : ',';
  const score__cell_style style = {.lang = o->lang, .mark = excel ? ',' : '.', .words = false};
  score__buffer scratch = {0};
  if (excel) score__buffer_text(out, "\xEF\xBB\xBF");
  if (d->table_count == 0) { /* a document of running text only */
    score__buffer_text(out, "line");
    score__buffer_text(out, end);
    for (size_t i = 0; i < d->line_count; i++) {
      put_cell(out, &scratch, &d->line[i].cell, &style, excel);
      score__buffer_text(out, end);
    }
  } else {
    const score__sheet_table *t = &d->table[0];
    bool first = true;
    for (size_t c = 0; c < t->column_count; c++) {
      if (t->column[c].table_only) continue;
      if (!first) score__buffer_char(out, separator);
      first = false;
      put_text(out, t->column[c].key, excel);
    }
    put_marks(out, d, separator, NULL);
    score__buffer_text(out, end);
    for (size_t r = 0; r < t->row_count; r++) {
      if (t->row_for[r] == SCORE__ROW_TABLE) continue;
      first = true;
      for (size_t c = 0; c < t->column_count; c++) {
        if (t->column[c].table_only) continue;
        if (!first) score__buffer_char(out, separator);
        first = false;
        put_cell(out, &scratch, &t->cell[r * t->column_count + c], &style, excel);
      }
      put_marks(out, d, separator, "yes");
      score__buffer_text(out, end);
    }
  }
  if (scratch.failed) out->failed = true;
  score__buffer_free(&scratch);
}
