/* A criteria set as one spreadsheet: one row per criterion, and rows of other kinds told apart by the column `row`.
 * Rows -> the tree of a definition, and from a place in that tree back to row and column. */
#ifndef SCORE__AUTHORING_H
#define SCORE__AUTHORING_H

#include "model/set.h"
#include "model/tree.h"
#include "rule/notation.h"

enum {
  SCORE__ROW_CRITERION,
  SCORE__ROW_GROUP,
  SCORE__ROW_SET, /* a member of the definition, `key` its name or "grades.basis" */
  SCORE__ROW_MEASURE,
  SCORE__ROW_OPTION, /* `group` = the measure */
  SCORE__ROW_CONDITION,
  SCORE__ROW_GRADE,
  SCORE__ROW_CEILING,
  SCORE__ROW_FORCED,
  SCORE__ROW_TIE,
  SCORE__ROW_CHECK,
  SCORE__ROW_CALENDAR, /* `key` = the year */
  SCORE__ROW_LEVER,
  SCORE__ROW_NOTE,
  SCORE__ROW_KINDS
};

typedef struct score__row_kind {
  const char *name, *vi; /* "criterion", "tiêu chí" */
  const char *path[2];   /* where its objects stand: "grades", "bands"; NULL = root, or below */
  const char *taken[6];  /* members that columns of their own say; NULL-terminated */
  const char *from, *as; /* the column `from` says the member `as` */
} score__row_kind;

extern const score__row_kind score__row_kinds[SCORE__ROW_KINDS];
/* Members of a row's object; NULL where it is no object. */
const score__param *score__row_table(uint8_t kind);

enum {
  SCORE__CELL_OF_NOTHING, /* a column without a name */
  SCORE__CELL_OF_ROW,
  SCORE__CELL_OF_GROUP,
  SCORE__CELL_OF_RULE,
  SCORE__CELL_OF_DETAIL,
  SCORE__CELL_OF_SOURCE, /* member of the object `source` */
  SCORE__CELL_OF_MEMBER
};

typedef struct score__authoring_column {
  const char *name; /* as in the file */
  uint8_t role;
  const char *member;
  bool english; /* of a text for people: the English half */
} score__authoring_column;

typedef struct score__authoring_entry {
  uint32_t line;
  uint8_t kind;
  const char **cell; /* [columns], "" = blank */
} score__authoring_entry;

typedef struct
    score__cell_origin { /* a node of the tree came from this cell; column SIZE_MAX = from the row as a whole */
  const score__tree *at;
  uint32_t line;
  size_t column;
} score__cell_origin;

typedef struct score__authoring {
  score__arena *arena;
  /* column NULL = the row as a whole; line 0 = the file. */
  void (*report)(void *context, uint32_t line, const char *column, score_severity severity, score_error *err);
  void *context;
  const char *id, *version; /* given from outside; NULL = by the rows, else `stem` and "1" */
  const char *stem, *title; /* of the file; the line above the table, NULL = none */
  bool headings;            /* no column says what is a group: codes do */
  char mark;                /* decimal mark of the file */
  size_t columns;
  score__authoring_column *column;
  size_t row_count, row_cap;
  score__authoring_entry *row;
  size_t origin_count, origin_cap, origin_sorted; /* the first of them by address */
  score__cell_origin *origin;
  score__tree *root;
  size_t measure_count, measure_cap;
  score__tree **measure;
  score__dict by_measure; /* key -> index of measure */
  size_t errors;
  bool too_many;
  uint32_t line; /* of the cell that is read */
  size_t at;     /* its column */
} score__authoring;

/* The header, again until there are columns, then each row, in order; 0 or SCORE_E_MEMORY. `cell` is borrowed for the call. */
int score__authoring_header(score__authoring *a, uint32_t line, const char *const *cell, size_t count);
int score__authoring_row(score__authoring *a, uint32_t line, const char *const *cell, size_t count);
/* The tree of all rows, in the arena, what was left out filled in; NULL when memory is out. */
score__tree *score__authoring_finish(score__authoring *a);
/* Row and column of a JSON pointer into that tree. */
void score__authoring_place(const score__authoring *a, const char *pointer, uint32_t *line, const char **column);
void score__authoring_free(score__authoring *a);

/* ---- inside ---- */

void score__authoring_fault(score__authoring *a, uint32_t line, size_t column, int severity, int phrase, const char *x,
                            const char *y);
void score__authoring_origin(score__authoring *a, const score__tree *at, uint32_t line, size_t column);
void score__authoring_origins_sort(score__authoring *a);
/* Of this very node; NULL when it has none. */
const score__cell_origin *score__authoring_origin_of(const score__authoring *a, const score__tree *at);
/* The member of this kind, made where it is absent. */
score__tree *score__authoring_member(score__authoring *a, score__tree *object, const char *key, score__tree_kind kind);
score__tree *score__authoring_text(score__authoring *a, score__tree *object, const char *key, const char *text);
/* The cell of a column of this role (and member, unless NULL; not English), "" when there is none. */
const char *score__authoring_cell(const score__authoring *a, const score__authoring_entry *row, uint8_t role,
                                  const char *member, size_t *column);
/* The measure of this key, NULL when there is none yet; a new one, NULL when memory is out. */
score__tree *score__authoring_measure(const score__authoring *a, const char *key);
score__tree *score__authoring_measure_add(score__authoring *a, const char *key);
/* Fills the row's object from all its cells but row, group and rule. */
void score__authoring_cells(score__authoring *a, const score__authoring_entry *row, score__tree *object,
                            const score__param *table);
/* Members, or one value, in notation. */
void score__authoring_notation(score__authoring *a, const score__authoring_entry *row, size_t column,
                               score__tree *object, const char *key, const score__param *p, const score__param *table,
                               const char *const *taken);
void score__authoring_groups(score__authoring *a);
void score__authoring_defaults(score__authoring *a);
/* Declares what formulas name and nobody declares. */
void score__authoring_measures(score__authoring *a);
/* Members in the order of the table. */
void score__authoring_order(score__tree *object, const score__param *table);
/* "TC 1.a" -> "TC-1.a": a key of a node; of a measure: lower case and '_'. */
const char *score__authoring_key(score__authoring *a, const char *text, bool measure);

#endif
