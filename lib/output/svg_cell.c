/* What a figure takes from its table. */
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "output/svg.h"

#define MOST_MICRO (SCORE__MAX_VALUE * SCORE__MICRO)

const score__cell *score__svg_cell(const score__svg *s, size_t row, size_t column)
{
  static const score__cell none = {0};
  return column < s->t->column_count ? &s->t->cell[s->row[row] * s->t->column_count + column] : &none;
}

bool score__svg_value(const score__svg *s, size_t row, size_t column, int64_t *micro)
{
  const score__cell *cell = score__svg_cell(s, row, column);
  if (cell->kind != SCORE__CELL_INTEGER && cell->kind != SCORE__CELL_DECIMAL) return false;
  const int64_t most = cell->kind == SCORE__CELL_INTEGER ? SCORE__MAX_VALUE : MOST_MICRO;
  *micro = cell->value > most ? most : cell->value < -most ? -most : cell->value;
  if (cell->kind == SCORE__CELL_INTEGER) *micro *= SCORE__MICRO;
  return true;
}

void score__svg_print_cell(score__svg *s, size_t row, size_t column)
{
  score__buffer_clear(&s->text);
  score__cell_print(&s->text, score__svg_cell(s, row, column), s->style);
}

void score__svg_print_column(score__svg *s, size_t column)
{
  score__buffer_clear(&s->text);
  if (column >= s->t->column_count) return;
  const score__sheet_column *c = &s->t->column[column];
  const char *words = c->title ? score__phrase_text(c->title, s->style->lang) : c->title_words.text[s->style->lang];
  if (words) score__buffer_text(&s->text, words);
}

void score__svg_print_number(score__svg *s, int64_t micro)
{
  char number[48];
  score__decimal_print(number, sizeof number, micro, 6, -1, s->style->mark);
  score__buffer_clear(&s->text);
  score__buffer_text(&s->text, number);
}

size_t score__svg_end(const score__svg *s)
{
  const size_t end = (size_t)s->f->first + s->f->count;
  return end < s->t->column_count ? end : s->t->column_count;
}

int64_t score__svg_column_width(score__svg *s, size_t column, int64_t font, int64_t most)
{
  int64_t widest = 0;
  for (size_t r = 0; r < s->row_count && widest < most; r++) {
    score__svg_print_cell(s, r, column);
    const int64_t width = s->text.size ? score__svg_text_width(s->text.data, s->text.size, font) : 0;
    widest = width > widest ? width : widest;
  }
  return widest < most ? widest : most;
}

bool score__svg_range(const score__svg *s, size_t first, size_t end, int64_t *low, int64_t *high)
{
  bool any = false;
  int64_t v;
  for (size_t r = 0; r < s->row_count; r++)
    for (size_t c = first; c < end; c++) {
      if (!score__svg_value(s, r, c, &v)) continue;
      if (!any || v < *low) *low = v;
      if (!any || v > *high) *high = v;
      any = true;
    }
  return any;
}

size_t score__svg_category(score__svg *s, size_t row)
{
  if (s->f->category_count == 0) return SIZE_MAX;
  score__svg_print_cell(s, row, s->f->by);
  const char *name = s->category.data, *wanted = s->text.data;
  for (size_t i = 0; wanted && name && i < s->f->category_count; i++, name += strlen(name) + 1)
    if (strcmp(name, wanted) == 0) return i;
  return SIZE_MAX;
}

int64_t score__svg_category_colour(const score__svg *s, size_t category)
{
  const size_t n = s->f->category_count;
  if (n <= 1) return 0;
  if (n <= 6) return (int64_t)((category * 5 + (n - 1) / 2) / (n - 1));
  return (int64_t)(n <= 8 ? category : category * 7 / (n - 1));
}
