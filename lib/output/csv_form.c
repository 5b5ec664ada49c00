/* A form as CSV: what a workbook says by formats and colours is left out, the cells are the same. */
#include <string.h>

#include "base/fail.h"
#include "base/period.h"
#include "output/form_writer.h"

/* What a spreadsheet would take for a formula, or what looks as if it had the apostrophe that keeps it from being one:
 * who reads the file takes exactly one away (run/intake_row.c). */
static bool starts_formula(const char *text)
{
  if (*text == '\'') return text[1] != '\0' && strchr("=+-@\t\r'", text[1]) != NULL;
  return *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
}

static void put_field(score__buffer *out, const char *text, bool neutralise, char separator)
{
  const bool quoted = strpbrk(text, "\"\r\n") || strchr(text, separator);
  if (quoted) score__buffer_char(out, '"');
  if (neutralise && starts_formula(text)) score__buffer_char(out, '\'');
  for (; *text; text++) {
    if (*text == '"') score__buffer_char(out, '"');
    score__buffer_char(out, *text);
  }
  if (quoted) score__buffer_char(out, '"');
}

static void put_number(score__buffer *out, const char *text, bool excel)
{
  for (; *text; text++) score__buffer_char(out, excel && *text == '.' ? ',' : *text);
}

static void put_date(score__buffer *out, const char *text, bool excel)
{
  int32_t day;
  if (!excel || score__date_parse_iso(&day, text) != 0) {
    score__buffer_text(out, text);
    return;
  }
  const char *iso = text; /* 2026-09-30 */
  score__buffer_add(out, iso + 8, 2);
  score__buffer_char(out, '/');
  score__buffer_add(out, iso + 5, 2);
  score__buffer_char(out, '/');
  score__buffer_add(out, iso, 4);
}

int score__write_form_csv(score__buffer *out, const score__form *form, bool excel_vi, score_error *err)
{
  const char separator = excel_vi ? ';' : ',';
  const char *end = excel_vi ? "\r\n" : "\n";
  if (excel_vi) score__buffer_text(out, "\xEF\xBB\xBF");
  for (size_t c = 0; c < form->column_count; c++) {
    if (c) score__buffer_char(out, separator);
    put_field(out, form->column[c].title, excel_vi, separator);
  }
  score__buffer_text(out, end);
  for (size_t r = 0; r < form->row_count; r++) {
    for (size_t c = 0; c < form->column_count; c++) {
      const score__form_cell *cell = &form->cell[r * form->column_count + c];
      if (c) score__buffer_char(out, separator);
      if (cell->kind == SCORE__FORM_NUMBER) {
        put_number(out, cell->text, excel_vi);
      } else if (cell->kind == SCORE__FORM_DATE) {
        put_date(out, cell->text, excel_vi);
      } else {
        put_field(out, cell->text, excel_vi, separator);
      }
    }
    score__buffer_text(out, end);
  }
  return out->failed ? score__fail_memory(err) : SCORE_OK;
}
