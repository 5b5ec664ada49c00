/* A paper that is being written, between its files: its flow (docx.c), paragraphs (docx_paragraph.c), tables
 * (docx_table.c) and their widths (docx_layout.c, docx_fit.c, docx_metric.c), heading and foot (docx_letter.c), the fixed parts (docx_styles.c), the
 * package (docx_package.c). Lengths are twentieths of a point. */
#ifndef SCORE__DOCX_H
#define SCORE__DOCX_H

#include "output/writer.h"

/* A4 with the margins of Nghị định 30/2020/NĐ-CP: top and bottom 20 mm, left 30 mm, right 15 mm. */
enum {
  SCORE__DOCX_SHORT = 11906,
  SCORE__DOCX_LONG = 16838,
  SCORE__DOCX_TOP = 1134,
  SCORE__DOCX_LEFT = 1702,
  SCORE__DOCX_RIGHT = 852,
  SCORE__DOCX_BETWEEN = SCORE__DOCX_SHORT - SCORE__DOCX_LEFT - SCORE__DOCX_RIGHT, /* of a page that stands */
  SCORE__DOCX_LYING = SCORE__DOCX_LONG - SCORE__DOCX_LEFT - SCORE__DOCX_RIGHT,    /* of a page on its side */
  SCORE__DOCX_ALLEY = 240,                                                        /* between two tables */
  SCORE__DOCX_LARGE = 24,                                                         /* half points, in tables */
  SCORE__DOCX_SMALL = 22,
  SCORE__DOCX_DENSE = 20,
  SCORE__DOCX_FACT = 28
};

typedef struct score__docx {
  score__buffer body, scratch;
  const score_document *document;
  score__cell_style style;
  bool wide;      /* the pages at hand lie on their side */
  bool dense;     /* what is written is to fit on one page */
  bool half;      /* a table shares the width with another */
  size_t gap;     /* where the gap after a table begins, if the body ends with one */
  size_t gap_end; /* the body's size then */
  bool fresh;     /* nothing stands on the page yet */
  size_t last;    /* the line over the signatures, which stay with it; SIZE_MAX = none */
  bool first_out; /* the first part of pages has been closed: its first page bears no number */
} score__docx;

/* How a table stands on a page. Free with score__docx_layout_free. */
typedef struct score__docx_layout {
  int *width; /* [column_count] 0 = not shown */
  bool fits;  /* on a page that stands or lies */
  bool wide, small, dense, dropped;
} score__docx_layout;

/* What a text takes in one line of Times New Roman, in thousandths of its size. */
int64_t score__docx_ems(const char *text, size_t size, bool bold);
/* Width of one line of Times New Roman; half_points = its size. */
int score__docx_width(const char *text, size_t size, int half_points, bool bold);
/* A word that would tear a justified line apart. */
bool score__docx_long_word(const char *text);

/* A table whose columns change places of width with one another until its rows are as low as they become. */
typedef struct score__docx_fit {
  int *width;         /* [columns] 0 = not shown */
  int *least;         /* [columns] */
  const int32_t *ems; /* [rows][columns] the texts in one line */
  size_t rows, columns;
  int half_points, padding;
} score__docx_fit;

/* Lines of the highest cell of every row, added up. */
int64_t score__docx_fit_rows(score__docx_fit *fit);

/* What a table has of a page that stands. */
int score__docx_room(const score__docx *w);
/* 0, or -1 when memory is out. */
int score__docx_layout_make(score__docx_layout *out, score__docx *w, const score__sheet_table *t);
void score__docx_layout_free(score__docx_layout *layout);
/* Any of the table is read: not only pictures. */
bool score__docx_column_read(const score__sheet_table *t, size_t column);
/* The title of a column as a cell. */
score__cell score__docx_column_title(const score__sheet_column *column);

/* What an XML writer needs: marks as they are; `properties` stands inside pPr or rPr, in the order of the schema. */
void score__docx_mark(score__docx *w, const char *xml);
void score__docx_number(score__docx *w, const char *before, int64_t number, const char *after);
void score__docx_begin(score__docx *w, const char *style, const char *properties);
/* The same with the indents of its lines and of its first line; `ragged` = not justified. */
void score__docx_begin_at(score__docx *w, const char *style, const char *properties, int left, int first, bool ragged);
void score__docx_end(score__docx *w);
void score__docx_run(score__docx *w, const score__cell *cell, const char *properties);
void score__docx_text(score__docx *w, const char *text, const char *properties);
/* A whole paragraph; nothing where the cell says nothing, true where it does. */
bool score__docx_paragraph(score__docx *w, const char *style, const char *properties, const score__cell *cell,
                           const char *run);
/* The cell as it is printed, in `scratch`, NUL-terminated. */
const char *score__docx_print(score__docx *w, const score__cell *cell);
/* What follows does not cling to the table before, and no two tables become one. */
void score__docx_gap(score__docx *w);
/* A page ends here: the gap, if one was just made, could find no room on a page that the table fills. */
void score__docx_gap_drop(score__docx *w);
/* A short rule in the middle of a room of that width. */
void score__docx_rule(score__docx *w, int room, int width);
/* " (SỐ LIỆU MÔ PHỎNG)" and the like where the document is so marked. */
void score__docx_marks(score__docx *w, const char *before, const char *after);

/* The table with its caption; `title` = what is said where it has none. */
void score__docx_table(score__docx *w, const score__sheet_table *t, const score__cell *title,
                       const score__docx_layout *layout);
/* Names and values without lines. */
void score__docx_facts(score__docx *w, size_t section);

void score__docx_letter_head(score__docx *w, const score__letter *letter);
void score__docx_letter_foot(score__docx *w, const score__letter *letter);

/* Adds every part and packs them into `out`. 0 or SCORE_E_MEMORY. */
int score__docx_pack(score__buffer *out, score__docx *w, score_error *err);
/* The fixed parts. */
void score__docx_styles(score__buffer *out, score_lang lang, bool capitals);
void score__docx_settings(score__buffer *out, score_lang lang);
void score__docx_fonts(score__buffer *out);
/* As the root element of every part of text declares it. */
#define SCORE__DOCX_LITTLE "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>" /* 12 points, of a run */
#define SCORE__DOCX_XML    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define SCORE__DOCX_WORD   "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define SCORE__DOCX_REL    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SCORE__DOCX_OPEN   "http://schemas.openxmlformats.org/package/2006"

#endif
