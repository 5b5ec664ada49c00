/* Building a document: cells copy what they show into the document's arena; rows grow outside it, so that a long
 * table does not leave its earlier sizes behind. */
#include "model/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/fraction.h"
#include "base/limits.h"

/* Tables are handed out by pointer while further ones are added: this many never move. */
#define FIRST_TABLES 64
/* A document has no more sections than that, and they never move. */
#define MOST_SECTIONS 64

static bool grown(score_document *d, void *items, size_t *cap, size_t want, size_t size)
{
  if (want > SIZE_MAX / 2 || score__grow(items, cap, want, size) != 0) d->failed = true;
  return !d->failed;
}

score_document *score__sheet_new(const char *name)
{
  score_document *d = calloc(1, sizeof *d);
  if (!d) return NULL;
  d->name = score__arena_text(&d->arena, name);
  if (!d->name || !grown(d, &d->table, &d->table_cap, FIRST_TABLES, sizeof *d->table)) {
    score_document_free(d);
    return NULL;
  }
  return d;
}

void score_document_free(score_document *d)
{
  if (!d) return;
  for (size_t i = 0; i < d->table_count; i++) {
    free(d->table[i].column);
    free(d->table[i].cell);
    free(d->table[i].indent);
    free(d->table[i].row_for);
  }
  free(d->fact);
  free(d->table);
  free(d->line);
  free(d->section);
  free(d->figure);
  score__arena_free(&d->arena);
  free(d);
}

void score__sheet_fact_add(score_document *d, const char *key, int title, score__cell cell)
{
  if (!d || d->failed) return;
  const char *copy = key ? score__arena_text(&d->arena, key) : NULL;
  if ((key && !copy) || !grown(d, &d->fact, &d->fact_cap, d->fact_count + 1, sizeof *d->fact)) {
    d->failed = true;
    return;
  }
  d->fact[d->fact_count++] =
      (score__sheet_fact){.key = copy, .title = title, .section = (uint16_t)d->section_count, .cell = cell};
}

score__sheet_table *score__sheet_table_add(score_document *d, const char *key, int title)
{
  if (!d || d->failed) return NULL;
  const char *copy = score__arena_text(&d->arena, key);
  if (!copy || !grown(d, &d->table, &d->table_cap, d->table_count + 1, sizeof *d->table)) {
    d->failed = true;
    return NULL;
  }
  score__sheet_table *t = &d->table[d->table_count++];
  *t = (score__sheet_table){.key = copy, .title = title, .section = (uint16_t)d->section_count};
  return t;
}

static bool copy_words(score_document *d, score__words *words)
{
  const char *en = words->text[SCORE_LANG_EN], *vi = words->text[SCORE_LANG_VI];
  words->text[SCORE_LANG_EN] = score__arena_text(&d->arena, en ? en : "");
  words->text[SCORE_LANG_VI] = en == vi ? words->text[SCORE_LANG_EN] : score__arena_text(&d->arena, vi ? vi : "");
  if (!words->text[SCORE_LANG_EN] || !words->text[SCORE_LANG_VI]) d->failed = true;
  return !d->failed;
}

void score__sheet_column_add(score_document *d, score__sheet_table *t, score__sheet_column column)
{
  if (!d || d->failed || !t) return;
  column.key = score__arena_text(&d->arena, column.key);
  if (!column.key || t->row_count > 0 || !copy_words(d, &column.title_words)) {
    d->failed = true;
    return;
  }
  size_t cap = t->column_count;
  if (!grown(d, &t->column, &cap, t->column_count + 1, sizeof *t->column)) return;
  t->column[t->column_count++] = column;
}

score__cell *score__sheet_row_add(score_document *d, score__sheet_table *t, unsigned indent)
{
  if (!d || d->failed || !t) return NULL;
  if (t->column_count == 0 || t->row_count >= SIZE_MAX / 4 / t->column_count) {
    d->failed = true;
    return NULL;
  }
  if (t->row_count == t->row_cap) {
    size_t rows = t->row_cap ? t->row_cap * 2 : 16;
    size_t cells = t->row_cap * t->column_count, indents = t->row_cap, whom = t->row_cap;
    if (!grown(d, &t->cell, &cells, rows * t->column_count, sizeof *t->cell) ||
        !grown(d, &t->indent, &indents, rows, sizeof *t->indent) ||
        !grown(d, &t->row_for, &whom, rows, sizeof *t->row_for))
      return NULL;
    t->row_cap = rows;
  }
  score__cell *row = t->cell + t->row_count * t->column_count;
  memset(row, 0, t->column_count * sizeof *row);
  t->row_for[t->row_count] = SCORE__ROW_ALL;
  t->indent[t->row_count++] = (uint8_t)(indent > UINT8_MAX ? UINT8_MAX : indent);
  return row;
}

void score__sheet_row_for(score__sheet_table *t, uint8_t whom)
{
  if (t && t->row_count > 0) t->row_for[t->row_count - 1] = whom;
}

void score__sheet_line_add(score_document *d, score__cell cell, unsigned indent, bool after)
{
  if (!d || d->failed) return;
  if (!grown(d, &d->line, &d->line_cap, d->line_count + 1, sizeof *d->line)) return;
  uint8_t depth = (uint8_t)(indent > UINT8_MAX ? UINT8_MAX : indent);
  d->line[d->line_count++] =
      (score__sheet_line){.cell = cell, .indent = depth, .after = after, .section = (uint16_t)d->section_count};
}

score__section *score__sheet_section_add(score_document *d, const char *key, score__cell title, unsigned level)
{
  size_t cap = 0;
  if (!d || d->failed) return NULL;
  const char *copy = score__arena_text(&d->arena, key);
  if (!d->section) grown(d, &d->section, &cap, MOST_SECTIONS, sizeof *d->section);
  if (!copy || d->section_count == MOST_SECTIONS) d->failed = true;
  if (d->failed) return NULL;
  score__section *s = &d->section[d->section_count++];
  *s = (score__section){.key = copy, .title = title, .level = (uint8_t)level};
  return s;
}

void score__sheet_figure_add(score_document *d, score__figure figure)
{
  if (!d || d->failed) return;
  score__cell *category = NULL;
  figure.key = score__arena_text(&d->arena, figure.key);
  if (figure.category_count) category = score__arena_alloc(&d->arena, figure.category_count, sizeof *category);
  if (!figure.key || (figure.category_count && !category)) d->failed = true;
  if (!grown(d, &d->figure, &d->figure_cap, d->figure_count + 1, sizeof *d->figure)) return;
  if (category) memcpy(category, figure.category, figure.category_count * sizeof *category);
  figure.category = category;
  figure.section = (uint16_t)d->section_count;
  d->figure[d->figure_count++] = figure;
}

uint16_t score__sheet_table_index(const score_document *d, const score__sheet_table *t)
{
  return t ? (uint16_t)(t - d->table) : 0;
}

score__cell score__cell_words(score_document *d, const score__words *words)
{
  score__cell c = {.kind = SCORE__CELL_TEXT, .words = *words};
  if (!d || d->failed || !copy_words(d, &c.words)) return (score__cell){.kind = SCORE__CELL_EMPTY};
  return c;
}

score__cell score__cell_text(score_document *d, const char *text)
{
  return score__cell_words(d, &(score__words){{text, text}});
}

score__cell score__cell_code(score_document *d, const char *text)
{
  score__cell c = score__cell_text(d, text);
  if (c.kind == SCORE__CELL_TEXT) c.kind = SCORE__CELL_CODE;
  return c;
}

score__cell score__cell_buffer(score_document *d, score__buffer *b)
{
  const score__cell c = score__cell_text(d, b->data ? b->data : "");
  d->failed |= b->failed;
  score__buffer_free(b);
  return c;
}

score__cell score__cell_int(int64_t v)
{
  return (score__cell){.kind = SCORE__CELL_INTEGER, .value = v};
}

score__cell score__cell_points(int64_t micro, int digits)
{
  return (score__cell){.kind = SCORE__CELL_DECIMAL, .digits = (int8_t)digits, .value = micro};
}

score__cell score__cell_bool(bool v)
{
  return (score__cell){.kind = SCORE__CELL_BOOLEAN, .value = v};
}

score__cell score__cell_bar(int64_t part, int64_t whole)
{
  if (whole <= 0) return (score__cell){.kind = SCORE__CELL_EMPTY};
  const int64_t share = part <= 0       ? 0
                        : part >= whole ? SCORE__MICRO
                                        : (int64_t)((score__i128)part * SCORE__MICRO / whole);
  return (score__cell){.kind = SCORE__CELL_BAR, .value = share};
}

score__cell score__cell_spark(score_document *d, const score__cell *bars, size_t count)
{
  score__cell c = {.kind = SCORE__CELL_SPARK};
  score__cell *copy = d && !d->failed && count ? score__arena_alloc(&d->arena, count, sizeof *copy) : NULL;
  if (!copy) {
    if (d && count) d->failed = true;
    return (score__cell){.kind = SCORE__CELL_EMPTY};
  }
  memcpy(copy, bars, count * sizeof *copy);
  c.arg = copy;
  c.arg_count = count;
  return c;
}

score__cell score__cell_phrase(int phrase)
{
  return (score__cell){.kind = SCORE__CELL_PHRASE, .phrase = phrase};
}

score__cell score__cell_phrase_args(score_document *d, int phrase, const score__cell *args, size_t count)
{
  if (d && d->wordless) return score__cell_phrase(phrase);
  score__cell c = score__cell_phrase(phrase);
  if (!d || d->failed || count == 0) return c;
  score__cell *copy = score__arena_alloc(&d->arena, count, sizeof *copy);
  if (!copy) {
    d->failed = true;
    return c;
  }
  memcpy(copy, args, count * sizeof *copy);
  c.arg = copy;
  c.arg_count = count;
  return c;
}
