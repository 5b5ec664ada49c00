/* Findings about data as a table: one row each, sorted as they were found, file by file. */
#include <string.h>

#include "base/fail.h"
#include "report/report.h"
#include "score/arrivals.h"

static const score__sheet_column columns[] = {
    {.key = "file", .title = SCORE__PH_COL_FILE, .shrinks = true},
    {.key = "sheet", .title = SCORE__PH_ARR_SHEET, .shrinks = true},
    {.key = "row", .title = SCORE__PH_COL_LINE, .right = true},
    {.key = "column", .title = SCORE__PH_COL_COLUMN},
    {.key = "field", .title = SCORE__PH_ARR_FIELD, .shrinks = true},
    {.key = "severity", .title = SCORE__PH_COL_SEVERITY, .machine_only = true},
    {.key = "severity_shown", .title = SCORE__PH_COL_SEVERITY, .table_only = true},
    {.key = "text", .title = SCORE__PH_COL_FINDING, .shrinks = true}};

/* Without its place, which stands in columns of its own. */
static score__cell text_of(score_document *d, const score_error *finding)
{
  char text[2][1024];
  score_error bare = *finding;
  bare.line = bare.column = 0;
  bare.file[0] = bare.field[0] = bare.sheet[0] = 0;
  score_error_text(text[0], sizeof text[0], &bare, SCORE_LANG_EN);
  score_error_text(text[1], sizeof text[1], &bare, SCORE_LANG_VI);
  const score__words words = {{text[SCORE_LANG_EN], text[SCORE_LANG_VI]}};
  return score__cell_words(d, &words);
}

static void add_row(score_document *d, score__sheet_table *t, const score_error *finding, score_severity severity)
{
  static const char *const names[] = {"note", "warning", "error"};
  static const int phrases[] = {SCORE__PH_SEVERITY_NOTE, SCORE__PH_SEVERITY_WARNING, SCORE__PH_SEVERITY_ERROR};
  char letters[8];
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_text(d, finding->file);
  if (*finding->sheet) row[1] = score__cell_text(d, finding->sheet);
  if (finding->line) row[2] = score__cell_int(finding->line);
  if (finding->column) row[3] = score__cell_code(d, score__column_letters(letters, finding->column));
  const bool named = *finding->field &&
                     (!finding->column || strcmp(finding->field, score__column_letters(letters, finding->column)) != 0);
  if (named) row[4] = score__cell_text(d, finding->field);
  row[5] = score__cell_code(d, names[severity]);
  row[6] = score__cell_phrase(phrases[severity]);
  row[6].emphasis = (uint8_t)(severity == SCORE_ERROR ? 3 : severity == SCORE_WARNING ? 2 : 0);
  row[7] = text_of(d, finding);
}

int score_document_data_findings(score_document **out, const score_findings *const *findings, size_t count,
                                 score_error *err)
{
  score_document *d = score__sheet_new("findings");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(SCORE__PH_DOC_FINDINGS);
  score__sheet_table *t = score__sheet_table_add(d, "findings", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t k = 0; k < count; k++) {
    for (size_t i = 0; i < score_findings_size(findings[k]); i++) {
      score_severity severity = SCORE_NOTE;
      const score_error *finding = score_findings_get(findings[k], i, &severity);
      add_row(d, t, finding, severity);
    }
  }
  return score__report_finish(out, d, err);
}
