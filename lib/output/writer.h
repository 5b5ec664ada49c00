/* One writer per format over one sink. Writers know nothing of scoring. */
#ifndef SCORE__WRITER_H
#define SCORE__WRITER_H

#include "base/buffer.h"
#include "model/sheet.h"

/* Appends the whole document to `out`; check out->failed. */
void score__write_table(score__buffer *out, const score_document *d, const score_write_options *o);
void score__write_csv(score__buffer *out, const score_document *d, const score_write_options *o);
void score__write_json(score__buffer *out, const score_document *d, const score_write_options *o);
void score__write_markdown(score__buffer *out, const score_document *d, const score_write_options *o);
void score__write_html(score__buffer *out, const score_document *d, const score_write_options *o);
int score__write_docx(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err);
int score__write_xlsx(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err);
int score__write_svg(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err);

/* How a cell is said: the language of its words, the decimal mark, and whether yes and no are translated. */
typedef struct score__cell_style {
  score_lang lang;
  char mark;
  bool words; /* a boolean is a word of the language; else yes / no */
} score__cell_style;

/* Appends the cell as bare text, not escaped for any format. */
void score__cell_print(score__buffer *out, const score__cell *cell, const score__cell_style *style);
/* Text and codes, as against numbers and booleans. */
bool score__cell_is_text(const score__cell *cell);
/* A picture beside a number: printed as nothing. */
bool score__cell_is_picture(const score__cell *cell);
/* What people are shown of a table: a column in which some row says something, a table with such a column. */
bool score__column_shown(const score__sheet_table *t, size_t column);
bool score__table_shown(const score__sheet_table *t);
/* The first picture of a table; NULL = none. */
const score__figure *score__table_figure(const score_document *d, const score__sheet_table *t);
/* What the short forms, which have no pictures, say instead of a table that stands behind one: *out, and its argument.
 * False = the table itself is shown. */
bool score__table_elsewhere(score__cell *out, const score_document *d, const score__sheet_table *t);
/* The document has tables for people, all of them without rows, and says nothing of it. */
bool score__document_bare(const score_document *d);

/* A figure as an <svg> element with title and desc, for a page (`inside`: its colours are the page's) or a file of its own
 * (colours, fonts and, where the data are made up, the mark, in it). id = its prefix of ids, unique on the page. */
void score__svg_figure(score__buffer *out, const score_document *d, const score__figure *f,
                       const score__cell_style *style, bool inside);
/* Appends text with & < > " ' as entities; bytes that are no UTF-8 and characters that XML 1.0 does not allow become
 * U+FFFD, marks that turn text around become blanks. */
void score__markup_text(score__buffer *out, const char *text, size_t size);
/* The same without entities: for what escapes by itself. */
void score__legible_text(score__buffer *out, const char *text, size_t size);
/* The cell as text so escaped. `scratch` is cleared. */
void score__markup_cell(score__buffer *out, score__buffer *scratch, const score__cell *cell,
                        const score__cell_style *style);

#endif
