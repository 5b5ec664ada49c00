/* The imports of a store, and the periods that were locked. */
#include <string.h>

#include "report/report.h"
#include "report/sheet_log.h"

static score__cell text_of(score_document *d, const char *text)
{
  return *text ? score__cell_text(d, text) : (score__cell){.kind = SCORE__CELL_EMPTY};
}

score__sheet_table *score__imports_table(score_document *d)
{
  static const score__sheet_column columns[] = {
      {.key = "import", .title = SCORE__PH_H_COL_IMPORT, .right = true},
      {.key = "kind", .title = SCORE__PH_COL_KIND, .machine_only = true},
      {.key = "kind_text", .title = SCORE__PH_COL_KIND, .table_only = true},
      {.key = "file", .title = SCORE__PH_COL_FILE, .shrinks = true},
      {.key = "sha256", .title = SCORE__PH_H_COL_SHA256, .machine_only = true},
      {.key = "imported_at", .title = SCORE__PH_H_COL_WHEN, .machine_only = true},
      {.key = "imported_on", .title = SCORE__PH_H_COL_DAY, .table_only = true},
      {.key = "imported_by", .title = SCORE__PH_H_COL_BY, .shrinks = true},
      {.key = "reason", .title = SCORE__PH_H_COL_REASON, .shrinks = true},
      {.key = "rows", .title = SCORE__PH_H_COL_ROWS, .right = true},
      {.key = "cells", .title = SCORE__PH_H_COL_CELLS, .right = true},
      {.key = "criteria", .title = SCORE__PH_H_COL_SET, .shrinks = true},
      {.key = "synthetic", .title = SCORE__PH_COL_STATUS, .machine_only = true},
      {.key = "withdrawn_at", .title = SCORE__PH_H_COL_WITHDRAWN_AT, .machine_only = true},
      {.key = "withdrawn_by", .title = SCORE__PH_H_COL_WITHDRAWN_BY, .machine_only = true},
      {.key = "withdrawn_reason", .title = SCORE__PH_H_COL_WITHDRAWN_WHY, .machine_only = true},
      {.key = "withdrawn", .title = SCORE__PH_H_COL_WITHDRAWN, .shrinks = true, .table_only = true}};
  score__sheet_table *t = score__sheet_table_add(d, "imports", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  return t;
}

void score__imports_add(score_document *d, score__sheet_table *t, const score__history_import *i)
{
  int kind = strcmp(i->kind, "units") == 0  ? SCORE__PH_H_IMPORT_UNITS
             : strcmp(i->kind, "data") == 0 ? SCORE__PH_H_IMPORT_DATA
                                            : SCORE__PH_H_IMPORT_PUBLISHED;
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_int(i->id);
  row[1] = score__cell_code(d, i->kind);
  row[2] = score__cell_phrase(kind);
  row[3] = score__cell_text(d, i->file);
  row[4] = score__cell_code(d, i->sha256);
  row[5] = text_of(d, i->made.when);
  row[6] = score__log_day(d, i->made.when);
  row[7] = text_of(d, i->made.by);
  row[8] = text_of(d, i->made.reason);
  row[9] = score__cell_int(i->rows);
  row[10] = score__cell_int(i->cells);
  row[11] = text_of(d, i->criteria);
  row[12] = score__cell_bool(i->synthetic);
  row[13] = text_of(d, i->withdrawn.when);
  row[14] = text_of(d, i->withdrawn.by);
  row[15] = text_of(d, i->withdrawn.reason);
  row[16] = score__log_withdrawn(d, &i->withdrawn);
}

score__sheet_table *score__locks_table(score_document *d, bool titled)
{
  /* Without a title all of them are in force: no table says so in every row. */
  const score__sheet_column columns[] = {
      {.key = "period", .title = SCORE__PH_COL_PERIOD},
      {.key = "act", .title = SCORE__PH_H_COL_ACT, .machine_only = true},
      {.key = "act_text", .title = SCORE__PH_H_COL_ACT, .table_only = true, .machine_only = !titled},
      {.key = "in_force", .title = SCORE__PH_H_COL_STANDING, .machine_only = !titled},
      {.key = "at", .title = SCORE__PH_H_COL_WHEN},
      {.key = "by", .title = SCORE__PH_H_COL_BY, .shrinks = true},
      {.key = "reason", .title = SCORE__PH_H_COL_REASON, .shrinks = true}};
  score__sheet_table *t = score__sheet_table_add(d, "locks", titled ? SCORE__PH_H_TABLE_LOCKS : 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  return t;
}

void score__locks_add(score_document *d, score__sheet_table *t, const score__history_lock *lock)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_code(d, lock->period);
  row[1] = score__cell_code(d, lock->locked ? "locked" : "unlocked");
  row[2] = score__cell_phrase(lock->locked ? SCORE__PH_H_ACT_LOCKED : SCORE__PH_H_ACT_UNLOCKED);
  row[3] = score__cell_bool(lock->in_force);
  row[4] = text_of(d, lock->done.when);
  row[5] = text_of(d, lock->done.by);
  row[6] = text_of(d, lock->done.reason);
}
