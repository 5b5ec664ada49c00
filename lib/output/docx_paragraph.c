/* Paragraphs and runs. */
#include "output/docx.h"

#include <string.h>

void score__docx_mark(score__docx *w, const char *xml)
{
  score__buffer_text(&w->body, xml);
}

void score__docx_number(score__docx *w, const char *before, int64_t number, const char *after)
{
  score__buffer_text(&w->body, before);
  score__buffer_int(&w->body, number);
  score__buffer_text(&w->body, after);
}

static void open_paragraph(score__docx *w, const char *style, const char *properties)
{
  w->fresh = false;
  score__docx_mark(w, "<w:p><w:pPr><w:pStyle w:val=\"");
  score__docx_mark(w, style);
  score__docx_mark(w, "\"/>");
  if (properties) score__docx_mark(w, properties);
}

void score__docx_begin(score__docx *w, const char *style, const char *properties)
{
  open_paragraph(w, style, properties);
  score__docx_mark(w, "</w:pPr>");
}

void score__docx_begin_at(score__docx *w, const char *style, const char *properties, int left, int first, bool ragged)
{
  open_paragraph(w, style, properties);
  score__docx_number(w, "<w:ind w:left=\"", left, "\"");
  score__docx_number(w, " w:firstLine=\"", first, ragged ? "\"/><w:jc w:val=\"left\"/></w:pPr>" : "\"/></w:pPr>");
}

void score__docx_end(score__docx *w)
{
  score__docx_mark(w, "</w:p>");
}

static void put_run(score__docx *w, const char *text, size_t size, const char *properties)
{
  score__docx_mark(w, "<w:r>");
  if (properties && *properties) {
    score__docx_mark(w, "<w:rPr>");
    score__docx_mark(w, properties);
    score__docx_mark(w, "</w:rPr>");
  }
  for (size_t i = 0; i < size; i++) { /* a text is broken where it breaks its line */
    const char *end = memchr(text + i, '\n', size - i), *tab = memchr(text + i, '\t', size - i);
    if (!end || (tab && tab < end)) end = tab;
    const size_t length = end ? (size_t)(end - text) - i : size - i;
    if (length > 0) {
      score__docx_mark(w, "<w:t xml:space=\"preserve\">");
      score__markup_text(&w->body, text + i, length);
      score__docx_mark(w, "</w:t>");
    }
    if (end) score__docx_mark(w, *end == '\t' ? "<w:tab/>" : "<w:br/>");
    i += length;
  }
  score__docx_mark(w, "</w:r>");
}

void score__docx_text(score__docx *w, const char *text, const char *properties)
{
  if (*text) put_run(w, text, strlen(text), properties);
}

const char *score__docx_print(score__docx *w, const score__cell *cell)
{
  score__buffer_clear(&w->scratch);
  score__cell_print(&w->scratch, cell, &w->style);
  if (w->scratch.failed) w->body.failed = true;
  return w->scratch.failed || !w->scratch.data ? "" : w->scratch.data;
}

void score__docx_run(score__docx *w, const score__cell *cell, const char *properties)
{
  score__docx_text(w, score__docx_print(w, cell), properties);
}

bool score__docx_paragraph(score__docx *w, const char *style, const char *properties, const score__cell *cell,
                           const char *run)
{
  if (!*score__docx_print(w, cell)) return false;
  score__docx_begin(w, style, properties);
  score__docx_run(w, cell, run);
  score__docx_end(w);
  return true;
}

void score__docx_gap(score__docx *w)
{
  w->gap = w->body.size;
  score__docx_mark(w, "<w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr></w:p>");
  w->gap_end = w->body.size;
}

void score__docx_gap_drop(score__docx *w)
{
  if (w->gap_end == w->body.size && !w->body.failed) w->body.size = w->gap;
}

void score__docx_rule(score__docx *w, int room, int width)
{
  const int side = width < room ? (room - width) / 2 : 0;
  w->fresh = false;
  score__docx_mark(w, "<w:p><w:pPr><w:pStyle w:val=\"Rule\"/>");
  score__docx_number(w, "<w:ind w:left=\"", side, "\"");
  score__docx_number(w, " w:right=\"", side, "\"/></w:pPr></w:p>");
}

void score__docx_marks(score__docx *w, const char *before, const char *after)
{
  static const int phrase[] = {SCORE__PH_SYNTHETIC, SCORE__PH_WHATIF_MARK};
  const bool marked[] = {w->document->synthetic, w->document->supposed};
  for (size_t k = 0; k < 2; k++) {
    if (!marked[k]) continue;
    score__docx_text(w, before, NULL);
    score__docx_text(w, score__phrase_text(phrase[k], w->style.lang), NULL);
    score__docx_text(w, after, NULL);
  }
}
