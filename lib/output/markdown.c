/* Markdown (CommonMark with the tables of GFM): to be pasted into a discussion or a decision's file. Facts are a list,
 * tables are tables, and no text of the data is taken for a mark. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "output/writer.h"

#define DEPTH "&emsp;" /* blanks at the start of a cell are dropped by readers */

typedef struct page {
  score__buffer *out;
  bool marked; /* every title says that the data are made up */
  score__buffer scratch;
  score__cell_style style;
} page;

/* Where a paragraph would become a heading, a list or a rule. */
static bool begins_block(const char *text, size_t at)
{
  size_t digits = 0;
  if (at == 0) return strchr("#+-=", text[0]) != NULL;
  while (text[digits] >= '0' && text[digits] <= '9') digits++;
  return digits > 0 && at == digits && (text[at] == '.' || text[at] == ')');
}

static void put_escaped(score__buffer *out, const char *text, size_t size, bool line)
{
  for (size_t i = 0; i < size;) {
    const size_t skip = score__text_unruly(text + i, size - i);
    if (skip) {
      score__buffer_char(out, ' ');
      i += skip;
      continue;
    }
    if (strchr("\\`*_[]<>|~&$", text[i]) || (line && begins_block(text, i))) score__buffer_char(out, '\\');
    score__buffer_char(out, text[i++]);
  }
}

/* The cell as text between marks; blanks at its ends would keep them from being marks. */
static void put_cell(page *p, const score__cell *cell, bool strong, bool line)
{
  score__buffer_clear(&p->scratch);
  score__cell_print(&p->scratch, cell, &p->style);
  if (p->scratch.failed || p->scratch.size == 0) return;
  const char *text = p->scratch.data;
  size_t size = p->scratch.size;
  score__text_trim(&text, &size);
  if (size == 0) return;
  if (strong) score__buffer_text(p->out, "**");
  put_escaped(p->out, text, size, line && !strong);
  if (strong) score__buffer_text(p->out, "**");
}

static void put_phrase(page *p, int phrase, bool strong)
{
  put_cell(p, &(score__cell){.kind = SCORE__CELL_PHRASE, .phrase = phrase}, strong, false);
}

/* In a long document a table is read far from its title. */
static void end_title(page *p)
{
  if (p->marked) {
    score__buffer_text(p->out, " – ");
    put_phrase(p, SCORE__PH_SYNTHETIC, false);
  }
  score__buffer_char(p->out, '\n');
}

/* A blank line between blocks, none at the start. */
static void begin_block(page *p)
{
  if (p->out->size > 0) score__buffer_char(p->out, '\n');
}

static void put_facts(page *p, const score_document *d, size_t section)
{
  bool any = false;
  for (size_t i = 0; i < d->fact_count; i++) {
    const score__sheet_fact *f = &d->fact[i];
    if (f->section != section || f->title == 0 || f->cell.kind == SCORE__CELL_EMPTY) continue;
    if (!any) begin_block(p);
    any = true;
    score__buffer_text(p->out, "- ");
    put_phrase(p, f->title, true);
    score__buffer_text(p->out, ": ");
    put_cell(p, &f->cell, false, false);
    score__buffer_char(p->out, '\n');
  }
}

static void put_lines(page *p, const score_document *d, size_t section, bool after)
{
  for (size_t i = 0; i < d->line_count; i++) {
    const score__sheet_line *l = &d->line[i];
    if (l->section != section || l->after != after) continue;
    begin_block(p);
    put_cell(p, &l->cell, l->cell.emphasis > 0, true);
    score__buffer_char(p->out, '\n');
  }
}

static void put_row(page *p, const score__sheet_table *t, const bool *shown, size_t r)
{
  bool first_shrinking = true;
  score__buffer_char(p->out, '|');
  for (size_t c = 0; c < t->column_count; c++) {
    const score__sheet_column *column = &t->column[c];
    const score__cell *cell = &t->cell[r * t->column_count + c];
    if (!shown[c]) continue;
    score__buffer_char(p->out, ' ');
    for (size_t k = 0; column->shrinks && first_shrinking && k < t->indent[r]; k++) score__buffer_text(p->out, DEPTH);
    if (column->shrinks) first_shrinking = false;
    put_cell(p, cell, cell->emphasis == 4, false);
    score__buffer_text(p->out, " |");
  }
  score__buffer_char(p->out, '\n');
}

static void put_columns(page *p, const score__sheet_table *t, const bool *shown)
{
  begin_block(p);
  if (t->title) {
    score__buffer_text(p->out, t->section ? "### " : "## ");
    put_phrase(p, t->title, false);
    end_title(p);
    score__buffer_char(p->out, '\n');
  }
  score__buffer_char(p->out, '|');
  for (size_t c = 0; c < t->column_count; c++) {
    const score__sheet_column *column = &t->column[c];
    if (!shown[c]) continue;
    const score__cell words = {.kind = SCORE__CELL_TEXT, .words = column->title_words};
    score__buffer_char(p->out, ' ');
    if (column->title)
      put_phrase(p, column->title, false);
    else
      put_cell(p, &words, false, false);
    score__buffer_text(p->out, " |");
  }
  score__buffer_text(p->out, "\n|");
  for (size_t c = 0; c < t->column_count; c++)
    if (shown[c]) score__buffer_text(p->out, t->column[c].right ? " ---: |" : " --- |");
  score__buffer_char(p->out, '\n');
  for (size_t r = 0; r < t->row_count; r++)
    if (t->row_for[r] != SCORE__ROW_MACHINE) put_row(p, t, shown, r);
}

static void put_table(page *p, const score__sheet_table *t)
{
  if (!score__table_shown(t)) return;
  bool *shown = calloc(t->column_count, sizeof *shown);
  if (!shown) {
    p->out->failed = true;
    return;
  }
  for (size_t c = 0; c < t->column_count; c++) shown[c] = score__column_shown(t, c);
  put_columns(p, t, shown);
  free(shown);
}

static void put_part(page *p, const score_document *d, size_t section)
{
  const bool lines_first = section ? d->section[section - 1].lines_first : d->lines_first;
  if (lines_first) put_lines(p, d, section, false);
  put_facts(p, d, section);
  if (!lines_first) put_lines(p, d, section, false);
  for (size_t i = 0; i < d->table_count; i++) {
    const score__sheet_table *t = &d->table[i];
    score__cell elsewhere;
    if (t->section != section || t->records) continue;
    if (!score__table_elsewhere(&elsewhere, d, t)) {
      put_table(p, t);
      continue;
    }
    begin_block(p);
    put_cell(p, &elsewhere, false, true);
    score__buffer_char(p->out, '\n');
  }
  put_lines(p, d, section, true);
}

/* The short form: without the sections that go into depth. */
static void put_section(page *p, const score_document *d, size_t section)
{
  const score__section *s = &d->section[section - 1];
  if (s->in_depth) return;
  begin_block(p);
  score__buffer_text(p->out, s->level > 1 ? "### " : "## ");
  put_cell(p, &s->title, false, false);
  end_title(p);
  put_part(p, d, section);
}

void score__write_markdown(score__buffer *out, const score_document *d, const score_write_options *o)
{
  page p = {.out = out,
            .marked = d->synthetic && d->section_count > 0,
            .style = {.lang = o->lang, .mark = o->lang == SCORE_LANG_VI ? ',' : '.', .words = true}};
  if (d->title.kind != SCORE__CELL_EMPTY) {
    score__buffer_text(out, "# ");
    put_cell(&p, &d->title, false, false);
    end_title(&p);
  }
  put_part(&p, d, 0);
  for (size_t s = 1; s <= d->section_count; s++) put_section(&p, d, s);
  if (score__document_bare(d)) {
    begin_block(&p);
    put_phrase(&p, SCORE__PH_OUTPUT_NOTHING, false);
    score__buffer_char(out, '\n');
  }
  if (p.scratch.failed) out->failed = true;
  score__buffer_free(&p.scratch);
}
