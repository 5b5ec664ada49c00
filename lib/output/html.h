/* A page that is being written, between its files: the page (html.c), its head (html_head.c), what an office signs
 * (html_letter.c), tables (html_table.c), records (html_record.c), words and marks (html_mark.c). */
#ifndef SCORE__HTML_H
#define SCORE__HTML_H

#include "base/hash.h"
#include "output/writer.h"

#define SCORE__HTML_BANDS 7

typedef struct score__html {
  score__buffer *out;
  score__buffer scratch;
  const score_document *d;
  score__cell_style style;
  const score__sheet_table *records; /* the first table of records: rows of other tables lead there; NULL = none */
  score__dict record;                /* what its rows are called -> row */
} score__html;

/* page.css and page.js, see cmake/embed.cmake. */
extern const unsigned char score__page_css[], score__page_js[];
extern const size_t score__page_css_size, score__page_js_size;

/* html_mark.c */
void score__html_put(score__html *h, const char *markup);
void score__html_cell(score__html *h, const score__cell *cell);
void score__html_phrase(score__html *h, int phrase);
void score__html_column_title(score__html *h, const score__sheet_column *column);
/* " class=..." of an emphasis and a depth, or nothing. */
void score__html_class(score__html *h, const char *first, uint8_t emphasis, unsigned indent);
/* Letters, digits, '.' and '-' as they are, all else as _ and two hexadecimal digits: equal only for equal texts. */
void score__html_anchor(score__html *h, const char *text);
/* The marks of made-up and supposed data, each in a <strong class=mk>. */
void score__html_data_marks(score__html *h);
/* 0 = nothing, 6 = full marks, 1 to 5 between them by share; -1 = no share. */
int score__html_band(const score__cell *cell, int64_t full_micro);
/* Which columns people are shown, [column_count]; NULL when memory is out. Free with free(). */
bool *score__html_shown(score__html *h, const score__sheet_table *t);
/* The column whose cell names its row. */
size_t score__html_name_column(const score__sheet_table *t, const bool *shown);

void score__html_head(score__html *h);
void score__html_letter_head(score__html *h, const score__letter *l);
void score__html_letter_foot(score__html *h, const score__letter *l);
void score__html_table(score__html *h, const score__sheet_table *t);
void score__html_records(score__html *h, const score__sheet_table *t);
/* The titles of the records would be most of the page: they stand in its style sheet, once. */
bool score__html_titles_once(const score__html *h, const score__sheet_table *t);

#endif
