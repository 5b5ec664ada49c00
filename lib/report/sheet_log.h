/* The past of a store as documents: first columns, then row by row as the store tells it. */
#ifndef SCORE__SHEET_LOG_H
#define SCORE__SHEET_LOG_H

#include "model/chronicle.h"
#include "model/sheet.h"

#define SCORE__LOG_COLUMNS 30

/* The history of one unit; what was asked for is said above its table. */
typedef struct score__log {
  score_document *d;
  score__sheet_table *table;
  const score_criteria *set;    /* NULL = measures as they are stored */
  const char *period, *measure; /* asked for, or NULL */
  int stage;                    /* asked for, or -1 */
} score__log;

void score__log_begin(score__log *log, const char *code, const char *name);
void score__log_add(score__log *log, const score__history_value *value);
void score__log_end(score__log *log);

/* What was said of the texts, one after the other: "a; b". */
score__cell score__log_joined(score_document *d, const char *const *text, size_t count);

/* The day of a time. */
score__cell score__log_day(score_document *d, const char *when);
/* The same of a withdrawal: day, person, reason; empty when there was none. */
score__cell score__log_withdrawn(score_document *d, const score__history_deed *deed);

/* The tables of imports and of locks; a row each. */
score__sheet_table *score__imports_table(score_document *d);
void score__imports_add(score_document *d, score__sheet_table *t, const score__history_import *import);
score__sheet_table *score__locks_table(score_document *d, bool titled);
void score__locks_add(score_document *d, score__sheet_table *t, const score__history_lock *lock);

#endif
