/* A document as Office Open XML (ECMA-376): a paper as Nghị định 30/2020/NĐ-CP lays it out, to be signed and printed.
 * Of a figure it has the table and, under it, what bars or lines let one see; a picture would need a second copy of itself
 * in pixels for the programs that draw no SVG, and what is said of the colours of a map would be said of nothing. A part
 * with a table that is too wide for a standing page lies on its side. */
#include "output/docx.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

enum { RECORDS_MOST = 400, INDENT = 567 };

static void put_pages(score__docx *w)
{
  score__docx_mark(w, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>");
  if (!w->first_out) score__docx_mark(w, "<w:headerReference w:type=\"first\" r:id=\"rId5\"/>");
  score__docx_number(w, "<w:pgSz w:w=\"", w->wide ? SCORE__DOCX_LONG : SCORE__DOCX_SHORT, "\"");
  score__docx_number(w, " w:h=\"", w->wide ? SCORE__DOCX_SHORT : SCORE__DOCX_LONG,
                     w->wide ? "\" w:orient=\"landscape\"/>" : "\"/>");
  score__docx_number(w, "<w:pgMar w:top=\"", SCORE__DOCX_TOP, "\"");
  score__docx_number(w, " w:right=\"", SCORE__DOCX_RIGHT, "\"");
  score__docx_number(w, " w:bottom=\"", SCORE__DOCX_TOP, "\"");
  score__docx_number(w, " w:left=\"", SCORE__DOCX_LEFT,
                     "\" w:header=\"454\" w:footer=\"454\" w:gutter=\"0\"/><w:cols w:space=\"708\"/>");
  if (!w->first_out) score__docx_mark(w, "<w:titlePg/>");
  score__docx_mark(w, "</w:sectPr>");
  w->first_out = true;
}

/* From here on pages stand or lie. */
static void turn(score__docx *w, bool wide)
{
  if (w->wide == wide) return;
  if (!w->fresh) {
    score__docx_gap_drop(w);
    score__docx_mark(w, "<w:p><w:pPr><w:pStyle w:val=\"Break\"/>");
    put_pages(w);
    score__docx_mark(w, "</w:pPr></w:p>");
    w->fresh = true;
  }
  w->wide = wide;
}

/* Records, which are read one by one, and what no page has room for are left to the formats that have it. */
static bool on_paper(const score__sheet_table *t, const score__docx_layout *l)
{
  return l->fits && !(t->records && t->row_count > RECORDS_MOST);
}

/* Whether a table of the section needs a page on its side. */
static bool is_wide(score__docx *w, size_t section)
{
  const score_document *d = w->document;
  bool wide = false;
  for (size_t i = 0; i < d->table_count && !wide; i++) {
    score__docx_layout l;
    if (d->table[i].section != section || !score__table_shown(&d->table[i])) continue;
    if (score__docx_layout_make(&l, w, &d->table[i])) {
      w->body.failed = true;
      return false;
    }
    wide = on_paper(&d->table[i], &l) && l.wide;
    score__docx_layout_free(&l);
  }
  return wide;
}

/* The mark of made-up data stands in the title, at the head of every page and over every table already. */
static bool is_mark(const score__docx *w, const score__cell *cell)
{
  return cell->kind == SCORE__CELL_PHRASE && ((w->document->synthetic && cell->phrase == SCORE__PH_SYNTHETIC) ||
                                              (w->document->supposed && cell->phrase == SCORE__PH_WHATIF_MARK));
}

static void put_lines(score__docx *w, size_t section, bool after)
{
  for (size_t i = 0; i < w->document->line_count; i++) {
    const score__sheet_line *line = &w->document->line[i];
    if (line->section != section || line->after != after || is_mark(w, &line->cell)) continue;
    const char *text = score__docx_print(w, &line->cell);
    if (!*text) continue;
    const bool dashed = *text == '-', ragged = score__docx_long_word(text);
    const char *properties = i == w->last ? "<w:keepNext/>"
                             : w->dense   ? "<w:spacing w:before=\"40\" w:after=\"40\"/>"
                                          : NULL;
    if (line->indent) {
      score__docx_begin_at(w, "ListParagraph", properties, INDENT * (line->indent - 1), INDENT, ragged);
      if (!dashed) score__docx_text(w, "- ", NULL);
    } else {
      score__docx_begin_at(w, "BodyText", properties, 0, INDENT, ragged);
    }
    score__docx_run(w, &line->cell, w->dense ? SCORE__DOCX_LITTLE : line->cell.emphasis > 1 ? "<w:b/><w:bCs/>" : NULL);
    score__docx_end(w);
  }
}

static void put_table(score__docx *w, size_t index)
{
  const score_document *d = w->document;
  const score__sheet_table *t = &d->table[index];
  const score__cell *title = NULL;
  score__docx_layout l;
  if (!score__table_shown(t)) return;
  for (size_t i = 0; i < d->figure_count && !title; i++)
    if (d->figure[i].table == index) title = &d->figure[i].title;
  if (score__docx_layout_make(&l, w, t)) {
    w->body.failed = true;
    return;
  }
  if (on_paper(t, &l)) {
    score__docx_table(w, t, title, &l);
  } else {
    const score__cell own = score__cell_phrase(t->title ? t->title : SCORE__PH_PAPER_TABLE);
    const score__cell *named = !t->title && title && title->kind != SCORE__CELL_EMPTY ? title : &own;
    const score__cell line = {
        .kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_PAPER_LEFT_OUT, .arg_count = 1, .arg = named};
    score__docx_paragraph(w, "Note", NULL, &line, NULL);
  }
  for (size_t i = 0; i < d->figure_count; i++) {
    const score__figure *f = &d->figure[i];
    if (f->table == index && (f->kind == SCORE__FIGURE_BARS || f->kind == SCORE__FIGURE_LINES))
      score__docx_paragraph(w, "BodyText", NULL, &f->said, NULL);
  }
  score__docx_layout_free(&l);
}

/* Two narrow tables beside one another; false = they have no room there, and nothing is written. */
static bool put_pair(score__docx *w, size_t index)
{
  const score__sheet_table *t = &w->document->table[index];
  const int half = SCORE__DOCX_BETWEEN / 2;
  bool fits = w->dense && !w->wide && score__table_shown(t) && score__table_shown(t + 1);
  w->half = fits;
  for (size_t k = 0; k < 2 && fits; k++) {
    score__docx_layout l;
    if (score__docx_layout_make(&l, w, t + k)) {
      w->body.failed = true;
      fits = false;
    } else {
      fits = l.fits && !l.dropped;
      score__docx_layout_free(&l);
    }
  }
  if (fits) {
    score__docx_number(w, "<w:tbl><w:tblPr><w:tblStyle w:val=\"TablePlain\"/><w:tblW w:w=\"", 2 * (int64_t)half,
                       "\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
                       "<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>"
                       "<w:tblLook w:val=\"0000\" w:firstRow=\"0\" w:lastRow=\"0\" w:firstColumn=\"0\" "
                       "w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>");
    score__docx_number(w, "<w:gridCol w:w=\"", half, "\"/>");
    score__docx_number(w, "<w:gridCol w:w=\"", half, "\"/></w:tblGrid><w:tr>");
    for (size_t k = 0; k < 2; k++) {
      score__docx_number(w, "<w:tc><w:tcPr><w:tcW w:w=\"", half, "\" w:type=\"dxa\"/></w:tcPr>");
      put_table(w, index + k); /* it ends with a paragraph, as a cell must */
      score__docx_mark(w, "</w:tc>");
    }
    score__docx_mark(w, "</w:tr></w:tbl>");
    score__docx_gap(w);
  }
  w->half = false;
  return fits;
}

static void put_content(score__docx *w, size_t section, bool lines_first)
{
  if (lines_first) put_lines(w, section, false);
  score__docx_facts(w, section);
  if (!lines_first) put_lines(w, section, false);
  for (size_t i = 0; i < w->document->table_count; i++) {
    const score__sheet_table *t = &w->document->table[i];
    if (t->section != section) continue;
    const bool two = i + 1 < w->document->table_count && t[1].section == section && t[1].beside;
    if (two && put_pair(w, i))
      i++;
    else
      put_table(w, i);
  }
  put_lines(w, section, true);
}

/* The label on a line of its own, the name in capitals under it, then what the annex belongs to (the decree). */
static void put_annex_title(score__docx *w, const score__section *s, bool apart)
{
  const score__letter *l = w->document->letter;
  score__docx_begin(w, "AnnexTitle", apart ? "<w:pageBreakBefore/>" : NULL);
  score__docx_run(w, &s->label, NULL);
  score__docx_mark(w, "<w:r><w:br/></w:r>");
  score__docx_run(w, &s->name, "<w:caps/>");
  score__docx_end(w);
  if (l) score__docx_paragraph(w, "AnnexNote", NULL, &l->attached, NULL);
}

static void put_section(score__docx *w, size_t section)
{
  const score__section *s = &w->document->section[section - 1];
  w->dense = s->one_page;
  turn(w, is_wide(w, section));
  const bool apart = (s->annex || s->new_page) && !w->fresh;
  const char *style = s->annex && s->level <= 1 ? "AnnexTitle" : s->level <= 1 ? "Heading1" : "Heading2";
  if (apart) score__docx_gap_drop(w);
  if (apart && !*score__docx_print(w, &s->title))
    score__docx_mark(w, "<w:p><w:pPr><w:pStyle w:val=\"Break\"/><w:pageBreakBefore/></w:pPr></w:p>");
  if (*score__docx_print(w, &s->label))
    put_annex_title(w, s, apart);
  else
    score__docx_paragraph(w, style, apart ? "<w:pageBreakBefore/>" : NULL, &s->title, NULL);
  put_content(w, section, s->lines_first);
  w->dense = false;
}

static void put_title(score__docx *w)
{
  const score_document *d = w->document;
  const bool marked = d->synthetic || d->supposed, any = *score__docx_print(w, &d->title) != '\0';
  if (!any && !marked) return;
  const bool dense = d->section_count && d->section[0].one_page;
  score__docx_begin(w, "Title", dense ? "<w:spacing w:before=\"0\" w:after=\"60\"/>" : NULL);
  score__docx_run(w, &d->title, NULL);
  if (marked && any) score__docx_mark(w, "<w:r><w:br/></w:r>");
  score__docx_marks(w, "", " ");
  score__docx_end(w);
}

/* The last line before the signatures, if nothing but lines comes after it. */
static size_t line_over_foot(score__docx *w)
{
  const score_document *d = w->document;
  size_t section = d->section_count, last = SIZE_MAX;
  bool table = false;
  while (section > 0 && d->section[section - 1].annex) section--;
  for (size_t i = 0; i < d->table_count; i++) table = table || d->table[i].section == section;
  for (size_t i = 0; i < d->line_count; i++)
    if (d->line[i].section == section && (d->line[i].after || !table) && *score__docx_print(w, &d->line[i].cell))
      last = i;
  return last;
}

static void put_document(score__docx *w)
{
  const score_document *d = w->document;
  w->last = d->letter ? line_over_foot(w) : SIZE_MAX;
  if (d->letter) score__docx_letter_head(w, d->letter);
  turn(w, is_wide(w, 0));
  if (!d->letter) put_title(w);
  put_content(w, 0, d->lines_first);
  for (size_t s = 1; s <= d->section_count; s++)
    if (!d->section[s - 1].annex) put_section(w, s);
  if (score__document_bare(d)) {
    const score__cell nothing = score__cell_phrase(SCORE__PH_OUTPUT_NOTHING);
    score__docx_paragraph(w, "BodyText", NULL, &nothing, NULL);
  }
  if (d->letter) score__docx_letter_foot(w, d->letter);
  for (size_t s = 1; s <= d->section_count; s++)
    if (d->section[s - 1].annex) put_section(w, s);
}

int score__write_docx(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err)
{
  score__docx w = {.document = d,
                   .style = {.lang = o->lang, .mark = o->lang == SCORE_LANG_VI ? ',' : '.', .words = true},
                   .fresh = true};
  score__docx_mark(&w, SCORE__DOCX_XML "<w:document xmlns:w=\"" SCORE__DOCX_WORD "\" xmlns:r=\"" SCORE__DOCX_REL
                                       "\"><w:body>");
  put_document(&w);
  put_pages(&w);
  score__docx_mark(&w, "</w:body></w:document>");
  const int code = score__docx_pack(out, &w, err);
  score__buffer_free(&w.body);
  score__buffer_free(&w.scratch);
  return code;
}
