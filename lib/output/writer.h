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
/* What people are shown of a table: a column in which some row says something, a table with such a column. */
bool score__column_shown(const score__sheet_table *t, size_t column);
bool score__table_shown(const score__sheet_table *t);
/* The document has tables for people, all of them without rows, and says nothing of it. */
bool score__document_bare(const score_document *d);

#endif
