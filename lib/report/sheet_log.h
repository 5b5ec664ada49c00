/* The past of a store as documents: first columns, then row by row as the store tells it. */
#ifndef SCORE__SHEET_LOG_H
#define SCORE__SHEET_LOG_H

#include "model/chronicle.h"
#include "model/sheet.h"

#define SCORE__LOG_COLUMNS 25

/* The history of one unit. What no row says anything of stays off the table: for this every row is first passed to
 * score__log_look, then to score__log_add. */
typedef struct score__log {
  score_document *d;
  score__sheet_table *table;
  const score_criteria *set; /* NULL = measures as they are stored */
  bool said[SCORE__LOG_COLUMNS];
  size_t rows;
} score__log;

void score__log_look(score__log *log, const score__history_value *value);
/* After the last look. */
void score__log_begin(score__log *log, const char *code, const char *name);
void score__log_add(score__log *log, const score__history_value *value);

/* The tables of imports and of locks; a row each. */
score__sheet_table *score__imports_table(score_document *d);
void score__imports_add(score_document *d, score__sheet_table *t, const score__history_import *import);
score__sheet_table *score__locks_table(score_document *d, bool titled);
void score__locks_add(score_document *d, score__sheet_table *t, const score__history_lock *lock);

#endif
