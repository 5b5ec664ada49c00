/* The report model: what a person reads, as facts, texts and tables, before any format. Writers know nothing of
 * scoring: they see cells. */
#ifndef SCORE__SHEET_H
#define SCORE__SHEET_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/phrase.h"
#include "model/set.h"
#include "score/document.h"

enum {
  SCORE__CELL_EMPTY,  /* JSON null, CSV "" */
  SCORE__CELL_TEXT,   /* words.text[lang]; for data the same in both */
  SCORE__CELL_PHRASE, /* phrase without arguments, or with: see args */
  SCORE__CELL_INTEGER,
  SCORE__CELL_DECIMAL, /* value / 10^6, with `digits` printed digits (-1 = no trailing zeros): 87.50 */
  SCORE__CELL_BOOLEAN, /* yes / no; JSON true / false */
  SCORE__CELL_CODE,    /* machine word, never translated: an outcome, a key */
  SCORE__CELL_BAR,     /* value / 10^6 = share of a full bar, 0..1: a picture beside a number that says the same, drawn
                          where it can be, nothing elsewhere */
  SCORE__CELL_SPARK    /* args: such shares in order of time, EMPTY = a gap: likewise */
};

typedef struct score__cell {
  uint8_t kind;
  int8_t digits;
  uint8_t emphasis; /* 0 plain, 1 good, 2 warning, 3 bad, 4 strong: colour on a terminal, nothing elsewhere */
  int phrase;
  int64_t value;
  score__words words;
  size_t arg_count;
  const struct score__cell *arg; /* arguments of a phrase, filled in the writer's language */
} score__cell;

typedef struct score__sheet_column {
  const char *key; /* stable name in CSV and JSON */
  int title;       /* phrase, for the table; 0 = use title_words */
  score__words title_words;
  bool right;        /* numbers */
  bool shrinks;      /* may be cut or wrapped when the terminal is narrow */
  bool table_only;   /* not in CSV and JSON */
  bool machine_only; /* CSV and JSON only */
  bool stays;        /* on the table though no row says anything in it, as one of two that are compared */
  bool adds_up;      /* the rows before the last add up to the last, as printed: a workbook says so by a formula */
  uint8_t
      gives_way; /* where the table is too wide for a terminal, the columns of the highest number go first; 0 = never */
  int64_t full_micro; /* the number that is full marks, in millionths: such a column is coloured by share; 0 = none */
} score__sheet_column;

/* Whom a row is for. */
enum { SCORE__ROW_ALL, SCORE__ROW_TABLE /* a gap */, SCORE__ROW_MACHINE /* CSV and JSON; people read it elsewhere */ };

typedef struct score__sheet_table {
  const char *key; /* member name in JSON: "units", "criteria" */
  int title;       /* phrase above the table; 0 = none */
  bool not_json;   /* the outline says the same in depth */
  bool records;    /* many rows, each read by itself: where a page allows it, a part of its own that opens and closes,
                      headed by the columns before `record_head`, its columns one below the other */
  bool beside;     /* may stand at the right of the table before it, where both are narrow */
  bool behind;     /* the figures of it say it at a glance: where a page allows it, closed until asked for */
  uint16_t section, record_head;
  size_t column_count, row_count, row_cap;
  score__sheet_column *column;
  score__cell *cell; /* [row_count][column_count] */
  uint8_t *indent;   /* [row_count] depth of the first shrinking column */
  uint8_t *row_for;  /* [row_count] SCORE__ROW_* */
} score__sheet_table;

typedef struct score__sheet_fact {
  const char *key; /* member name in JSON; NULL = on the table only */
  int title;       /* phrase "Kỳ"; 0 = machine only */
  uint16_t section;
  score__cell cell;
} score__sheet_fact;

typedef struct score__sheet_line { /* running text under the facts or under the tables */
  score__cell cell;
  uint8_t indent;
  bool after; /* after the tables */
  uint16_t section;
} score__sheet_line;

/* A part of a long document: its facts, lines, tables and figures are those added while it is the last one. What is added
 * before the first section stands before it. */
typedef struct score__section {
  const char *key; /* member name in JSON, anchor of a page: unique in the document */
  score__cell title;
  score__cell label, name;        /* of an annex, each on a line of its own in an official paper; else EMPTY */
  uint8_t level;                  /* 1 = a part, 2 = a part of it */
  bool annex;                     /* after the signatures, on a page of its own */
  bool new_page;                  /* in print */
  bool one_page;                  /* it should fit on one, if need be with less room between its rows */
  bool in_depth;                  /* not in the short form: terminal, Markdown */
  bool lines_first;               /* as in the document */
  struct score__outline *outline; /* as in the document: members of the section's object */
} score__section;

/* A picture of a table: everything it shows stands in the table's cells. */
enum {
  SCORE__FIGURE_BARS,  /* a bar for each row, as long as the first column; the second, if any, is a mark on it */
  SCORE__FIGURE_LINES, /* rows in order from left to right; a line for each column */
  SCORE__FIGURE_HEAT,  /* rows times columns, coloured by share of the column's full_micro */
  SCORE__FIGURE_MAP,   /* areas coloured by the first column: its share, or its class among `category` */
  SCORE__FIGURE_BOXES  /* a box for each row, columns: lowest, lower quartile, median, upper quartile, highest */
};

typedef struct score__figure {
  uint8_t kind;
  const char *key;   /* unique in the document: "map" */
  score__cell title; /* over the picture */
  score__cell said;  /* a sentence or two that say what can be seen, for who cannot see it */
  uint16_t section, table;
  uint16_t label;                /* the column that names a row */
  uint16_t first, count;         /* columns of values, from `first` on */
  uint16_t code;                 /* MAP: the column of unit codes */
  int64_t low_micro, high_micro; /* ends of the scale; equal = from the numbers */
  const score__cell *category;   /* [category_count] MAP, BARS: classes of the column `by`, best first */
  size_t category_count;
  uint16_t by;                 /* the column of the class; read where there are categories */
  const struct score_map *map; /* of MAP; must outlive the document */
} score__figure;

/* The heading and the foot of an official paper (Nghị định 30/2020/NĐ-CP): what an office signs. */
typedef struct score__letter {
  score__cell above, office; /* cơ quan chủ quản, cơ quan ban hành */
  score__cell number;        /* "Số: 12/BC-UBND" */
  score__cell state, motto;  /* quốc hiệu, tiêu ngữ */
  score__cell place_date;
  score__cell title, subject; /* "BÁO CÁO", trích yếu */
  score__cell recipients_title;
  const score__cell *recipient; /* [recipient_count] one line each */
  size_t recipient_count;
  const score__cell *capacity; /* [capacity_count] "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH" */
  size_t capacity_count;
  score__cell signer;
  score__cell attached; /* what an annex belongs to, under its name */
} score__letter;

/* What is no table: objects and lists in depth, for JSON alone. */
enum { SCORE__OUTLINE_CELL, SCORE__OUTLINE_OBJECT, SCORE__OUTLINE_LIST };

typedef struct score__outline {
  uint8_t kind;
  const char *key; /* in an object */
  score__cell cell;
  struct score__outline *first, *last, *next;
} score__outline;

struct score_document {
  score__arena arena;
  const char *name; /* "rank", "gap": JSON "document" */
  score__cell title;
  size_t fact_count, fact_cap, table_count, table_cap, line_count, line_cap;
  size_t section_count, figure_count, figure_cap;
  score__sheet_fact *fact;
  score__sheet_table *table; /* CSV writes the first table only */
  score__sheet_line *line;
  score__section *section; /* section n is section[n - 1]; 0 = before the first */
  score__figure *figure;
  const score__letter *letter; /* NULL = none */
  score__outline *outline;     /* an object whose members become the document's own; NULL = none */
  const char *text;            /* not NULL: the document is this text, in every format */
  bool synthetic;              /* rests on data made for demonstration: said in every row of a CSV, which has no head */
  bool supposed;               /* rests on a supposition: likewise */
  bool lines_first;            /* the lines before the tables stand before the facts: they are what is to be read */
  bool wordless;               /* nobody reads its sentences: they are left empty */
  bool failed;                 /* memory ran out while it was built */
};

/* Builders; all do nothing once failed. */
score_document *score__sheet_new(const char *name);
void score__sheet_fact_add(score_document *d, const char *key, int title, score__cell cell);
score__sheet_table *score__sheet_table_add(score_document *d, const char *key, int title);
/* Columns first, then rows. */
void score__sheet_column_add(score_document *d, score__sheet_table *t, score__sheet_column column);
/* A new row of empty cells; NULL once failed. Valid until the next row is added. */
score__cell *score__sheet_row_add(score_document *d, score__sheet_table *t, unsigned indent);
/* Of the last row. */
void score__sheet_row_for(score__sheet_table *t, uint8_t whom);
void score__sheet_line_add(score_document *d, score__cell cell, unsigned indent, bool after);

/* Begins a section; valid until the document is freed. NULL once failed. `title` is a cell of the document. */
score__section *score__sheet_section_add(score_document *d, const char *key, score__cell title, unsigned level);
/* Copies the key and the categories. */
void score__sheet_figure_add(score_document *d, score__figure figure);
/* The table's index, for a figure of it. */
uint16_t score__sheet_table_index(const score_document *d, const score__sheet_table *t);

/* An object or a list, or a cell, in `parent` (NULL: the document itself, or its last section); key NULL in a list. NULL once failed, and as
 * a parent then harmless. */
score__outline *score__outline_add(score_document *d, score__outline *parent, const char *key, uint8_t kind);
void score__outline_cell(score_document *d, score__outline *parent, const char *key, score__cell cell);

score__cell score__cell_text(score_document *d, const char *text);           /* copies */
score__cell score__cell_words(score_document *d, const score__words *words); /* copies */
score__cell score__cell_code(score_document *d, const char *text);           /* copies */
score__cell score__cell_buffer(score_document *d, score__buffer *b); /* a text; frees the buffer, and fails with it */
score__cell score__cell_int(int64_t v);
score__cell score__cell_points(int64_t micro, int digits);
score__cell score__cell_bool(bool v);
/* A bar of part / whole, between nothing and full; EMPTY where the whole is not above 0. */
score__cell score__cell_bar(int64_t part, int64_t whole);
score__cell score__cell_spark(score_document *d, const score__cell *bars, size_t count); /* copies */
score__cell score__cell_phrase(int phrase);
/* A phrase with arguments (copied into the document). */
score__cell score__cell_phrase_args(score_document *d, int phrase, const score__cell *args, size_t count);

#endif
