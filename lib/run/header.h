/* The first row of a file of observations: what each column is, and whether the file is long or wide. */
#ifndef SCORE__HEADER_H
#define SCORE__HEADER_H

#include <stdbool.h>

#include "base/arena.h"
#include "input/csv.h"
#include "model/set.h"
#include "run/tally.h"
#include "score/data.h"

enum {
  SCORE__COLUMN_UNIT,
  SCORE__COLUMN_NAME,
  SCORE__COLUMN_KIND,
  SCORE__COLUMN_PARENT,
  SCORE__COLUMN_PERIOD,
  SCORE__COLUMN_STAGE,
  SCORE__COLUMN_SOURCE,
  SCORE__COLUMN_EVIDENCE,
  SCORE__COLUMN_EXPIRES,
  SCORE__COLUMN_NOTE,
  SCORE__COLUMN_MEASURE,
  SCORE__COLUMN_VALUE,
  SCORE__COLUMN_ROLES, /* the roles above stand once at most */
  SCORE__COLUMN_DATA,
  SCORE__COLUMN_PASSED,  /* there for people: names, units of measure, what is wrong with the row */
  SCORE__COLUMN_UNNAMED, /* allowed while its cells are empty */
  SCORE__COLUMN_SKIPPED
};

typedef struct score__target { /* what a measure's name leads to */
  bool given, skipped;         /* points of a node; points of another set, or not wanted */
  uint32_t index;
} score__target;

typedef struct score__column {
  uint8_t role;
  score__target target; /* of a column of data */
  const char *name;
} score__column;

typedef struct score__header {
  score__arena arena;
  size_t count;
  score__column *column;
  size_t at[SCORE__COLUMN_ROLES]; /* SIZE_MAX = no such column */
  bool is_long;
} score__header;

/* What a heading leads to: a role, SCORE__COLUMN_PASSED, or SIZE_MAX. By the name of the column, or by what the forms
 * call it ("Mã đơn vị"), whatever the case and the marks. */
size_t score__heading_role(const char *text);
/* The name of a role's column, as a machine and as the forms write it. */
const char *score__heading_name(size_t role);
const char *score__heading_title(size_t role);
/* "Số hồ sơ tiếp nhận [hs_tiep_nhan]" -> "hs_tiep_nhan"; NULL when there are no brackets at the end. */
const char *score__heading_key(score__arena *arena, const char *text);
/* The column that somebody means who writes something near, or NULL. */
const char *score__heading_meant(score__arena *arena, const score_criteria *set, const char *text);

/* 0; SCORE_E_INPUT with err filled (no place) when the set has no such measure or node. What only `beside` (may be
 * NULL) knows is skipped. near: look for the nearest. */
int score__target_find(score__target *out, const score_criteria *set, const score_criteria *beside, const char *text,
                       bool ignore_points, bool near, score_error *err);
/* Whether a row is the header: one of its cells leads to the units. */
bool score__header_begins(const score__csv_cell *cell, size_t count);
/* Whether a row before the header is a title above it: in a workbook any other row, in CSV one that a spreadsheet saved
 * as a single text and empty cells. */
bool score__header_is_title(const score__csv_cell *cell, size_t count, bool workbook);
/* Faults go to the tally. 0 when rows can be read all the same, SCORE_E_INPUT when not, SCORE_E_MEMORY. */
int score__header_read(score__header *out, const score_criteria *set, const score__csv_cell *cell, size_t count,
                       uint32_t line, const score_read_options *options, score__tally *tally, score_error *err);
void score__header_free(score__header *header);

#endif
