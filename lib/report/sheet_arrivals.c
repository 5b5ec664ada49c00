/* What a number of files brought: a row per file, then who is absent. */
#include "report/sheet_arrivals.h"

#include <string.h>

#include "report/report.h"

static const score__sheet_column columns[] = {
    {.key = "file", .title = SCORE__PH_COL_FILE, .shrinks = true},
    {.key = "sheet", .title = SCORE__PH_ARR_SHEET, .machine_only = true},
    {.key = "unit", .title = SCORE__PH_COL_UNIT},
    {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
    {.key = "units", .title = SCORE__PH_ARR_UNITS, .right = true},
    {.key = "period", .title = SCORE__PH_COL_PERIOD},
    {.key = "stage", .title = SCORE__PH_ARR_STAGE, .machine_only = true},
    {.key = "stage_shown", .title = SCORE__PH_ARR_STAGE, .table_only = true},
    {.key = "rows", .title = SCORE__PH_ARR_ROWS, .right = true},
    {.key = "values", .title = SCORE__PH_ARR_VALUES, .right = true},
    {.key = "skipped", .title = SCORE__PH_ARR_SKIPPED, .right = true},
    {.key = "status", .title = SCORE__PH_COL_STATUS, .machine_only = true},
    {.key = "status_shown", .title = SCORE__PH_COL_STATUS, .table_only = true},
    {.key = "errors", .title = SCORE__PH_FACT_ERRORS, .right = true},
    {.key = "warnings", .title = SCORE__PH_FACT_WARNINGS, .right = true}};

static const char *const status_name[] = {"accepted", "refused", "repeated"};
static const int status_phrase[] = {SCORE__PH_ARR_ACCEPTED, SCORE__PH_ARR_REFUSED, SCORE__PH_ARR_REPEATED};

static score__cell period_of(score_document *d, const score__arrival *a)
{
  char text[SCORE__PERIOD_TEXT];
  if (a->period_count == 0) return (score__cell){.kind = SCORE__CELL_EMPTY};
  score__period_print(text, sizeof text, a->period);
  if (a->period_count == 1) return score__cell_text(d, text);
  const score__cell args[] = {score__cell_text(d, text)};
  return score__cell_phrase_args(d, SCORE__PH_ARR_AND_OTHERS, args, 1);
}

/* The only stage; of several none is named. */
static int stage_of(const score__arrival *a)
{
  for (int s = 0; s < 3; s++)
    if (a->stages == 1u << s) return s;
  return -1;
}

static void add_row(score_document *d, score__sheet_table *t, const score_arrivals *all, const score__arrival *a)
{
  static const char *const stages[] = {"self", "verified", "published"};
  static const int phrases[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  static const uint8_t emphasis[] = {1, 3, 2};
  const int stage = stage_of(a);
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_text(d, a->file);
  if (*a->sheet) row[1] = score__cell_text(d, a->sheet);
  if (a->unit_count == 1) row[2] = score__cell_code(d, all->code[a->unit].text);
  if (a->unit_count == 1 && a->name) row[3] = score__cell_text(d, a->name);
  row[4] = score__cell_int((int64_t)a->unit_count);
  row[5] = period_of(d, a);
  if (stage >= 0) row[6] = score__cell_code(d, stages[stage]);
  if (stage >= 0) row[7] = score__cell_phrase(phrases[stage]);
  row[8] = score__cell_int((int64_t)a->rows);
  row[9] = score__cell_int((int64_t)a->cells);
  row[10] = score__cell_int((int64_t)a->skipped);
  row[11] = score__cell_code(d, status_name[a->status]);
  row[12] = score__cell_phrase(status_phrase[a->status]);
  row[12].emphasis = emphasis[a->status];
  row[13] = score__cell_int((int64_t)a->errors);
  row[14] = score__cell_int((int64_t)a->warnings);
}

static void absent_table(score_document *d, const score_arrivals *all)
{
  if (!all->looked) return;
  score__sheet_fact_add(d, "absent_units", SCORE__PH_ARR_ABSENT_COUNT, score__cell_int((int64_t)all->absent_count));
  if (all->absent_count == 0) return;
  score__sheet_table *t = score__sheet_table_add(d, "absent", SCORE__PH_ARR_ABSENT);
  score__sheet_column_add(d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column_add(d, t, score__report_column("name", SCORE__PH_COL_NAME, false));
  score__sheet_column_add(d, t, score__report_column("period", SCORE__PH_COL_PERIOD, false));
  score__sheet_column_add(d, t, score__report_column("file", SCORE__PH_ARR_SENT_FILE, false));
  for (size_t i = 0; i < all->absent_count; i++) {
    const score__absentee *x = &all->absent[i];
    char period[SCORE__PERIOD_TEXT];
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    score__period_print(period, sizeof period, x->period);
    row[0] = score__cell_code(d, x->code);
    row[1] = score__cell_text(d, x->name);
    row[2] = score__cell_text(d, period);
    if (x->sent != SIZE_MAX) row[3] = score__cell_text(d, all->entry[x->sent].file);
  }
}

int score__report_arrivals(score_document **out, const score_arrivals *all, score_error *err)
{
  score_document *d = score__sheet_new("arrivals");
  if (!d) return score__report_finish(out, d, err);
  static const char *const keys[] = {"accepted", "refused", "repeated"};
  static const int titles[] = {SCORE__PH_ARR_COUNT_ACCEPTED, SCORE__PH_ARR_COUNT_REFUSED, SCORE__PH_ARR_COUNT_REPEATED};
  int64_t count[3] = {0};
  for (size_t i = 0; i < all->count; i++) count[all->entry[i].status]++;
  d->title = score__cell_phrase(SCORE__PH_ARR_TITLE);
  score__sheet_fact_add(d, "files", SCORE__PH_ARR_FILES, score__cell_int((int64_t)all->count));
  for (int s = 0; s < 3; s++) score__sheet_fact_add(d, keys[s], titles[s], score__cell_int(count[s]));
  score__sheet_table *t = score__sheet_table_add(d, "files_read", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; i < all->count; i++) add_row(d, t, all, &all->entry[i]);
  absent_table(d, all);
  return score__report_finish(out, d, err);
}
