/* Words of a page: nothing of the data is taken for a mark. */
#include <stdlib.h>
#include <string.h>

#include "base/fraction.h"
#include "base/limits.h"
#include "output/html.h"

void score__html_put(score__html *h, const char *markup)
{
  score__buffer_text(h->out, markup);
}

void score__html_cell(score__html *h, const score__cell *cell)
{
  if (cell->kind == SCORE__CELL_INTEGER || cell->kind == SCORE__CELL_DECIMAL)
    score__cell_print(h->out, cell, &h->style);
  else
    score__markup_cell(h->out, &h->scratch, cell, &h->style);
}

void score__html_phrase(score__html *h, int phrase)
{
  score__html_cell(h, &(score__cell){.kind = SCORE__CELL_PHRASE, .phrase = phrase});
}

void score__html_column_title(score__html *h, const score__sheet_column *column)
{
  const score__cell words = {.kind = SCORE__CELL_TEXT, .words = column->title_words};
  if (column->title)
    score__html_phrase(h, column->title);
  else
    score__html_cell(h, &words);
}

void score__html_class(score__html *h, const char *first, uint8_t emphasis, unsigned indent)
{
  const bool has_first = first && *first, marked = emphasis > 0;
  const int count = (has_first ? 1 : 0) + (marked ? 1 : 0) + (indent > 0 ? 1 : 0);
  const char *between = "";
  if (count == 0) return;
  score__html_put(h, count > 1 ? " class=\"" : " class=");
  if (has_first) {
    score__html_put(h, first);
    between = " ";
  }
  if (marked) {
    score__html_put(h, between);
    score__buffer_char(h->out, 'e');
    score__buffer_int(h->out, emphasis);
    between = " ";
  }
  if (indent > 0) {
    score__html_put(h, between);
    score__buffer_char(h->out, 'i');
    score__buffer_int(h->out, indent < 6 ? (int)indent : 6);
  }
  if (count > 1) score__buffer_char(h->out, '"');
}

static bool plain(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

void score__html_anchor(score__html *h, const char *text)
{
  static const char digits[] = "0123456789ABCDEF";
  for (; *text; text++) {
    if (plain(*text)) {
      score__buffer_char(h->out, *text);
      continue;
    }
    const unsigned char c = (unsigned char)*text;
    score__buffer_add(h->out, (const char[]){'_', digits[c >> 4], digits[c & 15]}, 3);
  }
}

void score__html_data_marks(score__html *h)
{
  if (h->d->synthetic) {
    score__html_put(h, " <strong class=mk>");
    score__html_phrase(h, SCORE__PH_SYNTHETIC);
    score__html_put(h, "</strong>");
  }
  if (h->d->supposed) {
    score__html_put(h, " <strong class=mk>");
    score__html_phrase(h, SCORE__PH_PAGE_SUPPOSED);
    score__html_put(h, "</strong>");
  }
}

int score__html_band(const score__cell *cell, int64_t full_micro)
{
  if (full_micro <= 0 || (cell->kind != SCORE__CELL_INTEGER && cell->kind != SCORE__CELL_DECIMAL)) return -1;
  const score__i128 value = (score__i128)cell->value * (cell->kind == SCORE__CELL_INTEGER ? SCORE__MICRO : 1);
  if (value <= 0) return 0;
  if (value >= full_micro) return SCORE__HTML_BANDS - 1;
  return 1 + (int)(value * (SCORE__HTML_BANDS - 2) / full_micro);
}

/* A page draws them. */
static bool has_picture(const score__sheet_table *t, size_t c)
{
  if (t->column[c].machine_only) return false;
  for (size_t r = 0; r < t->row_count; r++)
    if (t->row_for[r] != SCORE__ROW_MACHINE && score__cell_is_picture(&t->cell[r * t->column_count + c])) return true;
  return false;
}

bool *score__html_shown(score__html *h, const score__sheet_table *t)
{
  bool *shown = calloc(t->column_count ? t->column_count : 1, sizeof *shown);
  if (!shown) {
    h->out->failed = true;
    return NULL;
  }
  for (size_t c = 0; c < t->column_count; c++) shown[c] = score__column_shown(t, c) || has_picture(t, c);
  return shown;
}

size_t score__html_name_column(const score__sheet_table *t, const bool *shown)
{
  size_t name = SIZE_MAX;
  for (size_t c = 0; c < t->column_count; c++)
    if (shown[c] && strcmp(t->column[c].key, "name") == 0) return c;
  for (size_t c = 0; c < t->column_count; c++) {
    if (!shown[c] || t->column[c].right) continue;
    if (t->column[c].shrinks) return c;
    if (name == SIZE_MAX) name = c;
  }
  return name;
}
