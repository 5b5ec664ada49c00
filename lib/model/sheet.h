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
  SCORE__CELL_CODE     /* machine word, never translated: an outcome, a key */
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
  uint8_t
      gives_way; /* where the table is too wide for a terminal, the columns of the highest number go first; 0 = never */
} score__sheet_column;

/* Whom a row is for. */
enum { SCORE__ROW_ALL, SCORE__ROW_TABLE /* a gap */, SCORE__ROW_MACHINE /* CSV and JSON; people read it elsewhere */ };

typedef struct score__sheet_table {
  const char *key; /* member name in JSON: "units", "criteria" */
  int title;       /* phrase above the table; 0 = none */
  bool not_json;   /* the outline says the same in depth */
  size_t column_count, row_count, row_cap;
  score__sheet_column *column;
  score__cell *cell; /* [row_count][column_count] */
  uint8_t *indent;   /* [row_count] depth of the first shrinking column */
  uint8_t *row_for;  /* [row_count] SCORE__ROW_* */
} score__sheet_table;

typedef struct score__sheet_fact {
  const char *key; /* member name in JSON; NULL = on the table only */
  int title;       /* phrase "Kỳ"; 0 = machine only */
  score__cell cell;
} score__sheet_fact;

typedef struct score__sheet_line { /* running text under the facts or under the tables */
  score__cell cell;
  uint8_t indent;
  bool after; /* after the tables */
} score__sheet_line;

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
  score__sheet_fact *fact;
  score__sheet_table *table; /* CSV writes the first table only */
  score__sheet_line *line;
  score__outline *outline; /* an object whose members become the document's own; NULL = none */
  const char *text;        /* not NULL: the document is this text, in every format */
  bool synthetic;          /* rests on data made for demonstration: said in every row of a CSV, which has no head */
  bool supposed;           /* rests on a supposition: likewise */
  bool lines_first;        /* the lines before the tables stand before the facts: they are what is to be read */
  bool wordless;           /* nobody reads its sentences: they are left empty */
  bool failed;             /* memory ran out while it was built */
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

/* An object or a list, or a cell, in `parent` (NULL: the document itself); key NULL in a list. NULL once failed, and as
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
score__cell score__cell_phrase(int phrase);
/* A phrase with arguments (copied into the document). */
score__cell score__cell_phrase_args(score_document *d, int phrase, const score__cell *args, size_t count);

#endif
