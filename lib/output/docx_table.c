/* Tables: headings that are repeated on every page, rows that are not torn, lines all round. */
#include "output/docx.h"

#include <string.h>

/* Of what is to fit on one page. */
#define CLOSE      "<w:spacing w:before=\"0\" w:after=\"0\"/>"
#define DENSE      "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>"
#define CLOSE_NEXT "<w:keepNext/>" CLOSE

enum { STEP = 200, DEEPEST = 8, TALL = 1200 /* bytes of a cell whose row may be torn */ };

static void begin_table(score__docx *w, const char *style, int64_t width)
{
  w->fresh = false;
  score__docx_mark(w, "<w:tbl><w:tblPr><w:tblStyle w:val=\"");
  score__docx_mark(w, style);
  score__docx_number(w, "\"/><w:tblW w:w=\"", width, "\" w:type=\"dxa\"/>");
  score__docx_mark(w, "<w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>"
                      "<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" "
                      "w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>");
}

static void begin_cell(score__docx *w, int width)
{
  score__docx_number(w, "<w:tc><w:tcPr><w:tcW w:w=\"", width, "\" w:type=\"dxa\"/>");
  score__docx_mark(w, "<w:vAlign w:val=\"center\"/></w:tcPr>");
}

static const char *run_of(bool bold, bool dense)
{
  if (dense) return bold ? "<w:b/><w:bCs/>" DENSE : DENSE;
  return bold ? "<w:b/><w:bCs/>" : NULL;
}

static void put_head(score__docx *w, const score__sheet_table *t, const score__docx_layout *l)
{
  score__docx_mark(w, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
  for (size_t c = 0; c < t->column_count; c++) {
    if (!l->width[c]) continue;
    const score__cell title = score__docx_column_title(&t->column[c]);
    begin_cell(w, l->width[c]);
    score__docx_begin(w, l->small ? "TableHeadSmall" : "TableHead", w->dense ? CLOSE : NULL);
    score__docx_run(w, &title, run_of(false, l->dense));
    score__docx_end(w);
    score__docx_mark(w, "</w:tc>");
  }
  score__docx_mark(w, "</w:tr>");
}

static bool is_tall(score__docx *w, const score__sheet_table *t, const score__docx_layout *l, size_t r)
{
  for (size_t c = 0; c < t->column_count; c++)
    if (l->width[c] && strlen(score__docx_print(w, &t->cell[r * t->column_count + c])) > TALL) return true;
  return false;
}

static void put_row(score__docx *w, const score__sheet_table *t, const score__docx_layout *l, size_t r, bool with_next)
{
  bool first_shrinking = true;
  score__docx_mark(w, is_tall(w, t, l, r) ? "<w:tr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
  for (size_t c = 0; c < t->column_count; c++) {
    const score__sheet_column *column = &t->column[c];
    const score__cell *cell = &t->cell[r * t->column_count + c];
    if (!l->width[c]) continue;
    begin_cell(w, l->width[c]);
    const int depth = t->indent[r] < DEEPEST ? t->indent[r] : DEEPEST;
    const char *style = column->right ? l->small ? "TableNumberSmall" : "TableNumber"
                        : l->small    ? "TableTextSmall"
                                      : "TableText";
    const char *properties = w->dense ? with_next ? CLOSE_NEXT : CLOSE : with_next ? "<w:keepNext/>" : NULL;
    if (depth && column->shrinks && first_shrinking)
      score__docx_begin_at(w, style, properties, depth * STEP, 0, false);
    else
      score__docx_begin(w, style, properties);
    if (column->shrinks) first_shrinking = false;
    score__docx_run(w, cell, run_of(cell->emphasis == 4, l->dense));
    score__docx_end(w);
    score__docx_mark(w, "</w:tc>");
  }
  score__docx_mark(w, "</w:tr>");
}

static void put_caption(score__docx *w, const score__sheet_table *t, const score__cell *title)
{
  const score__cell own = score__cell_phrase(t->title);
  const score__cell *said = t->title ? &own : title;
  const bool any = said && *score__docx_print(w, said);
  if (!any && !w->document->synthetic && !w->document->supposed) return;
  score__docx_begin(w, w->dense ? "CaptionSmall" : "Caption", NULL);
  if (any) score__docx_run(w, said, NULL);
  score__docx_marks(w, any ? " (" : "", any ? ")" : "");
  score__docx_end(w);
}

/* The columns that had no room. */
static void put_dropped(score__docx *w, const score__sheet_table *t, const score__docx_layout *l)
{
  score__buffer names = {0};
  for (size_t c = 0; c < t->column_count; c++) {
    if (l->width[c] || !score__docx_column_read(t, c)) continue;
    const score__cell title = score__docx_column_title(&t->column[c]);
    if (names.size) score__buffer_text(&names, ", ");
    score__cell_print(&names, &title, &w->style);
  }
  if (names.failed) w->body.failed = true;
  if (names.data) {
    const score__cell text = {.kind = SCORE__CELL_TEXT, .words = {.text = {names.data, names.data}}};
    const score__cell line = {
        .kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_PAPER_DROPPED, .arg_count = 1, .arg = &text};
    score__docx_paragraph(w, "Note", NULL, &line, NULL);
  }
  score__buffer_free(&names);
}

void score__docx_table(score__docx *w, const score__sheet_table *t, const score__cell *title,
                       const score__docx_layout *l)
{
  int64_t width = 0;
  size_t rows = 0;
  for (size_t c = 0; c < t->column_count; c++) width += l->width[c];
  put_caption(w, t, title);
  begin_table(w, "TableGrid", width);
  for (size_t c = 0; c < t->column_count; c++)
    if (l->width[c]) score__docx_number(w, "<w:gridCol w:w=\"", l->width[c], "\"/>");
  score__docx_mark(w, "</w:tblGrid>");
  put_head(w, t, l);
  for (size_t r = 0; r < t->row_count; r++)
    if (t->row_for[r] != SCORE__ROW_MACHINE) put_row(w, t, l, r, rows++ == 0 && t->row_count > 2);
  score__docx_mark(w, "</w:tbl>");
  score__docx_gap(w);
  if (l->dropped) put_dropped(w, t, l);
}

void score__docx_facts(score__docx *w, size_t section)
{
  const score_document *d = w->document;
  const int room = w->wide ? SCORE__DOCX_LYING : SCORE__DOCX_BETWEEN;
  int label = 0;
  for (size_t i = 0; i < d->fact_count; i++) {
    const score__sheet_fact *f = &d->fact[i];
    if (f->section != section || f->title == 0 || f->cell.kind == SCORE__CELL_EMPTY) continue;
    const char *text = score__phrase_text(f->title, w->style.lang);
    const int wide =
        score__docx_width(text, strlen(text), w->dense ? SCORE__DOCX_LARGE : SCORE__DOCX_FACT, false) + 300;
    if (wide > label) label = wide;
  }
  if (label == 0) return;
  if (label > room * 2 / 5) label = room * 2 / 5;
  begin_table(w, "TablePlain", room);
  score__docx_number(w, "<w:gridCol w:w=\"", label, "\"/>");
  score__docx_number(w, "<w:gridCol w:w=\"", room - label, "\"/></w:tblGrid>");
  for (size_t i = 0; i < d->fact_count; i++) {
    const score__sheet_fact *f = &d->fact[i];
    if (f->section != section || f->title == 0 || f->cell.kind == SCORE__CELL_EMPTY) continue;
    const bool tall = strlen(score__docx_print(w, &f->cell)) > TALL;
    score__docx_mark(w, tall ? "<w:tr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    score__docx_number(w, "<w:tc><w:tcPr><w:tcW w:w=\"", label, "\" w:type=\"dxa\"/></w:tcPr>");
    score__docx_begin(w, "Fact", w->dense ? CLOSE : NULL);
    score__docx_text(w, score__phrase_text(f->title, w->style.lang), w->dense ? SCORE__DOCX_LITTLE : NULL);
    score__docx_text(w, ":", w->dense ? SCORE__DOCX_LITTLE : NULL);
    score__docx_end(w);
    score__docx_number(w, "</w:tc><w:tc><w:tcPr><w:tcW w:w=\"", room - label, "\" w:type=\"dxa\"/></w:tcPr>");
    score__docx_begin(w, "Fact", w->dense ? CLOSE : NULL);
    score__docx_run(w, &f->cell,
                    w->dense           ? f->cell.emphasis ? "<w:b/><w:bCs/>" SCORE__DOCX_LITTLE : SCORE__DOCX_LITTLE
                    : f->cell.emphasis ? "<w:b/><w:bCs/>"
                                       : NULL);
    score__docx_end(w);
    score__docx_mark(w, "</w:tc></w:tr>");
  }
  score__docx_mark(w, "</w:tbl>");
  score__docx_gap(w);
}
