/* A document as a workbook that is being written, between its files: which table stands on which sheet
 * (xlsx_report.c), the first sheet (xlsx_cover.c), what stands on a sheet (xlsx_page.c, xlsx_table.c, xlsx_chart.c), how
 * it looks (xlsx_look.c), what is text and what is a number (xlsx_value.c). All do nothing once `rc` is set. */
#ifndef SCORE__XLSX_REPORT_H
#define SCORE__XLSX_REPORT_H

#include "output/writer.h"
#include "output/xlsx_file.h"
#include "output/xlsx_text.h"

enum {
  SCORE__LOOK_TITLE,
  SCORE__LOOK_CAPTION,
  SCORE__LOOK_HEADER,
  SCORE__LOOK_LABEL,
  SCORE__LOOK_LINE,
  SCORE__LOOK_LINK,
  SCORE__LOOK_CENTRE,
  SCORE__LOOK_CENTRE_STRONG,
  SCORE__LOOK_CENTRE_TITLE,
  SCORE__LOOK_CENTRE_FAINT,
  SCORE__LOOK_CELL
};
enum { SCORE__FIGURE_AS_TEXT = -1 };

typedef struct score__xlsx_look {
  uint8_t role, emphasis;
  int8_t digits; /* a number's; SCORE__FIGURE_AS_TEXT */
  uint8_t indent;
  bool right, total;
} score__xlsx_look;

typedef struct score__xlsx_format {
  score__xlsx_look look;
  lxw_format *format;
} score__xlsx_format;

/* A table as it stands on a sheet. */
typedef struct score__xlsx_table {
  const score__sheet_table *t;
  size_t count, rows; /* shown */
  size_t *column;     /* [count] of the table, from left to right */
  lxw_col_t from;     /* of the sheet: its first column */
  lxw_row_t header;   /* the rows follow */
  bool totals;        /* the last row is what the others add up to */
} score__xlsx_table;

typedef struct score__xlsx_page {
  size_t section, first_table, table_count; /* `table` of the report */
  bool speaks;                              /* facts and lines of the section stand above the tables, else below */
  bool alone;                               /* one table, to be filtered and scrolled under its header */
  bool named;                               /* the title of the sheet is that of its table */
  char name[SCORE__XLSX_NAME_CAP];
  lxw_worksheet *sheet;
  lxw_row_t row;     /* the next free one */
  size_t height;     /* points above it */
  bool drawn;        /* with charts below tables */
  size_t wide, room; /* characters of the tables; of a line of text */
  size_t width_count;
  uint16_t *width; /* [width_count] characters */
} score__xlsx_page;

typedef struct score__xlsx_report {
  const score_document *d;
  score__cell_style style;
  lxw_workbook *workbook;
  lxw_error rc;
  score__arena arena;
  score__buffer bare, text; /* one cell; valid until the next one */
  score__buffer mark;       /* of made-up data, of a supposition; empty = none */
  size_t format_count, format_cap;
  score__xlsx_format *format;
  size_t page_count, page_cap;
  score__xlsx_page *page;
  size_t table_count;
  score__xlsx_table *table; /* those shown, in the order of the document */
} score__xlsx_report;

/* What stands at the top of the sheet. */
score__cell score__xlsx_page_heading(const score__xlsx_report *b, const score__xlsx_page *p);

/* xlsx_look.c */
lxw_format *score__xlsx_format_of(score__xlsx_report *b, score__xlsx_look look);

/* xlsx_value.c */
/* The cell as a worksheet may hold it. */
const char *score__xlsx_say(score__xlsx_report *b, const score__cell *cell);
/* Lines that the text takes in so many characters of a column, which are digits and wider than most letters. */
size_t score__xlsx_lines_in(const char *text, size_t room);
/* The same of a cell and the mark, if any: "Xếp hạng - SỐ LIỆU MÔ PHỎNG". */
const char *score__xlsx_say_marked(score__xlsx_report *b, const score__cell *cell);
/* Cut to `most` UTF-16 units, in the arena: for what is no cell. A formula it never is. */
char *score__xlsx_keep(score__xlsx_report *b, const char *text, size_t most);
/* False where the cell is no number, or one that a workbook could not hold to its last digit. */
bool score__xlsx_number_of(double *out, int8_t *digits, const score__cell *cell);
score__cell score__xlsx_column_title(const score__sheet_column *column);
/* A name that no sheet has yet. */
void score__xlsx_page_name(score__xlsx_report *b, score__xlsx_page *p, const score__cell *title);

/* xlsx_page.c */
void score__xlsx_page_begin(score__xlsx_report *b, score__xlsx_page *p);
/* Title, facts and lines before the tables; lines after them. */
void score__xlsx_page_title(score__xlsx_report *b, score__xlsx_page *p, const score__cell *title);
void score__xlsx_page_open(score__xlsx_report *b, score__xlsx_page *p, size_t section);
void score__xlsx_page_close(score__xlsx_report *b, score__xlsx_page *p, size_t section);
void score__xlsx_page_print(score__xlsx_report *b, const score__xlsx_page *p);
/* Text over columns `first` to `last`, in a row of its own or beside what stands there. */
void score__xlsx_page_put(score__xlsx_report *b, score__xlsx_page *p, lxw_col_t first, lxw_col_t last, const char *text,
                          score__xlsx_look look);
/* Ends the row: as high as `lines` of text. */
void score__xlsx_page_end_row(score__xlsx_report *b, score__xlsx_page *p, size_t lines);
/* The last column of those from `from` on that are together as wide as `room`. */
lxw_col_t score__xlsx_page_span(const score__xlsx_page *p, lxw_col_t from, size_t room);
/* Characters from column `first` to `last`. */
size_t score__xlsx_page_room(const score__xlsx_page *p, lxw_col_t first, lxw_col_t last);
/* Characters that all facts and lines of a section take, as lines of a sheet. */
size_t score__xlsx_page_lines(score__xlsx_report *b, size_t section);

/* xlsx_table.c */
void score__xlsx_table_measure(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t);
void score__xlsx_table_put(score__xlsx_report *b, score__xlsx_page *p, score__xlsx_table *t);
/* Where column `index` of the table stands on its sheet; -1 = nowhere. */
int score__xlsx_table_place(const score__xlsx_table *t, size_t index);

/* xlsx_chart.c */
/* All figures of the table, below it or beside it. */
void score__xlsx_chart_put(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t);

/* xlsx_cover.c */
void score__xlsx_cover_head(score__xlsx_report *b, score__xlsx_page *p);
/* The sheets there are, each with a way to it. */
void score__xlsx_cover_list(score__xlsx_report *b, score__xlsx_page *p);
void score__xlsx_cover_foot(score__xlsx_report *b, score__xlsx_page *p);

#endif
