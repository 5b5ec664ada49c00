/* A cell as bare text: every format says the same number with the same digits. */
#include "output/writer.h"

#include "base/decimal.h"

#define MAX_ARGS 16

bool score__cell_is_text(const score__cell *cell)
{
  return cell->kind == SCORE__CELL_TEXT || cell->kind == SCORE__CELL_PHRASE || cell->kind == SCORE__CELL_CODE;
}

bool score__cell_is_picture(const score__cell *cell)
{
  return cell->kind == SCORE__CELL_BAR || cell->kind == SCORE__CELL_SPARK;
}

static bool is_blank(const score__cell *cell)
{
  if (cell->kind == SCORE__CELL_EMPTY || score__cell_is_picture(cell)) return true;
  if (cell->kind != SCORE__CELL_TEXT && cell->kind != SCORE__CELL_CODE) return false;
  for (int lang = 0; lang < 2; lang++)
    if (cell->words.text[lang] && *cell->words.text[lang]) return false;
  return true;
}

bool score__column_shown(const score__sheet_table *t, size_t column)
{
  if (t->column[column].machine_only) return false;
  if (t->column[column].stays && t->row_count > 0) return true;
  for (size_t r = 0; r < t->row_count; r++)
    if (t->row_for[r] != SCORE__ROW_MACHINE && !is_blank(&t->cell[r * t->column_count + column])) return true;
  return false;
}

bool score__table_shown(const score__sheet_table *t)
{
  for (size_t c = 0; c < t->column_count; c++)
    if (score__column_shown(t, c)) return true;
  return false;
}

const score__figure *score__table_figure(const score_document *d, const score__sheet_table *t)
{
  for (size_t i = 0; i < d->figure_count; i++)
    if (&d->table[d->figure[i].table] == t) return &d->figure[i];
  return NULL;
}

bool score__table_elsewhere(score__cell *out, const score_document *d, const score__sheet_table *t)
{
  const score__figure *f = t->behind ? score__table_figure(d, t) : NULL;
  if (!f) return false;
  *out =
      (score__cell){.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_PAGE_ELSEWHERE, .arg = &f->title, .arg_count = 1};
  return true;
}

bool score__document_bare(const score_document *d)
{
  bool any = false;
  if (d->line_count > 0) return false;
  for (size_t i = 0; i < d->table_count; i++) {
    if (score__table_shown(&d->table[i])) return false;
    for (size_t c = 0; c < d->table[i].column_count; c++) any = any || !d->table[i].column[c].machine_only;
  }
  return any;
}

static void print_phrase(score__buffer *out, const score__cell *cell, const score__cell_style *style)
{
  score__buffer text = {0};
  size_t start[MAX_ARGS], count = cell->arg_count < MAX_ARGS ? cell->arg_count : MAX_ARGS;
  for (size_t i = 0; i < count; i++) {
    start[i] = text.size;
    score__cell_print(&text, &cell->arg[i], style);
    score__buffer_char(&text, '\0');
  }
  const char *arg[MAX_ARGS];
  for (size_t i = 0; i < count; i++) arg[i] = text.failed ? "" : text.data + start[i];
  if (text.failed) out->failed = true;
  score__phrase_fill(out, cell->phrase, style->lang, arg, count);
  score__buffer_free(&text);
}

void score__cell_print(score__buffer *out, const score__cell *cell, const score__cell_style *style)
{
  char number[48];
  switch (cell->kind) {
  case SCORE__CELL_TEXT:
  case SCORE__CELL_CODE:
    if (cell->words.text[style->lang]) score__buffer_text(out, cell->words.text[style->lang]);
    break;
  case SCORE__CELL_PHRASE: print_phrase(out, cell, style); break;
  case SCORE__CELL_INTEGER: score__buffer_int(out, cell->value); break;
  case SCORE__CELL_DECIMAL:
    score__decimal_print(number, sizeof number, cell->value, 6, cell->digits, style->mark);
    score__buffer_text(out, number);
    break;
  case SCORE__CELL_BOOLEAN:
    if (style->words) {
      score__buffer_text(out, score__phrase_text(cell->value ? SCORE__PH_CELL_YES : SCORE__PH_CELL_NO, style->lang));
    } else {
      score__buffer_text(out, cell->value ? "yes" : "no");
    }
    break;
  default: break;
  }
}
