/* Findings of definitions as data: where, how bad, by which rule, what, and what to do. */
#include "report/report.h"
#include "score/criteria.h"

static const score__sheet_column columns[] = {
    {.key = "file", .title = SCORE__PH_COL_FILE, .shrinks = true},
    {.key = "line", .title = SCORE__PH_COL_LINE, .right = true},
    {.key = "column", .title = SCORE__PH_COL_COLUMN, .right = true},
    {.key = "pointer", .title = SCORE__PH_COL_PLACE, .shrinks = true},
    {.key = "severity", .title = SCORE__PH_COL_SEVERITY, .machine_only = true},
    {.key = "weight", .title = SCORE__PH_COL_SEVERITY, .table_only = true},
    {.key = "rule", .title = SCORE__PH_COL_RULE},
    {.key = "text", .title = SCORE__PH_COL_FINDING, .shrinks = true},
    {.key = "hint", .title = SCORE__PH_COL_HINT, .shrinks = true}};

/* What is said of the place stands in columns of its own. */
static score__cell text_of(score_document *d, const score_error *finding)
{
  char text[2][1024];
  score_error bare = *finding;
  bare.line = bare.column = 0;
  bare.file[0] = bare.field[0] = 0;
  score_error_text(text[SCORE_LANG_EN], sizeof text[0], &bare, SCORE_LANG_EN);
  score_error_text(text[SCORE_LANG_VI], sizeof text[1], &bare, SCORE_LANG_VI);
  const score__words words = {{text[0], text[1]}};
  return score__cell_words(d, &words);
}

static void add_row(score_document *d, score__sheet_table *t, const score_error *finding, score_severity severity)
{
  static const char *const names[] = {"note", "warning", "error"};
  static const int phrases[] = {SCORE__PH_SEVERITY_NOTE, SCORE__PH_SEVERITY_WARNING, SCORE__PH_SEVERITY_ERROR};
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_text(d, finding->file);
  if (finding->line) row[1] = score__cell_int(finding->line);
  if (finding->column) row[2] = score__cell_int(finding->column);
  row[3] = score__cell_code(d, finding->field);
  row[4] = score__cell_code(d, names[severity]);
  row[5] = score__cell_phrase(phrases[severity]);
  row[5].emphasis = (uint8_t)(severity == SCORE_ERROR ? 3 : severity == SCORE_WARNING ? 2 : 0);
  row[6] = score__cell_code(d, score_criteria_lint_rule(finding));
  row[7] = text_of(d, finding);
  const score__words hint = {
      {score_criteria_lint_hint(finding, SCORE_LANG_EN), score_criteria_lint_hint(finding, SCORE_LANG_VI)}};
  row[8] = score__cell_words(d, &hint);
}

static score__cell count_of(const score_findings *findings, score_severity severity)
{
  size_t n = score_findings_count(findings, severity);
  if (severity != SCORE_ERROR) n -= score_findings_count(findings, (score_severity)(severity + 1));
  return score__cell_int((int64_t)n);
}

int score_document_findings(score_document **out, const score_findings *findings, score_error *err)
{
  score_document *d = score__sheet_new("findings");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(SCORE__PH_DOC_FINDINGS);
  score__sheet_fact_add(d, "errors", SCORE__PH_FACT_ERRORS, count_of(findings, SCORE_ERROR));
  score__sheet_fact_add(d, "warnings", SCORE__PH_FACT_WARNINGS, count_of(findings, SCORE_WARNING));
  score__sheet_fact_add(d, "notes", SCORE__PH_FACT_NOTES, count_of(findings, SCORE_NOTE));
  score__sheet_table *t = score__sheet_table_add(d, "findings", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_severity severity = SCORE_NOTE;
    const score_error *finding = score_findings_get(findings, i, &severity);
    add_row(d, t, finding, severity);
  }
  return score__report_finish(out, d, err);
}
