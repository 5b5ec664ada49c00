/* What a store holds, and what is wrong with it. */
#include "report/sheet_check_db.h"

#include "report/report.h"

/* The file is named above the table. */
static score__cell text_of(score_document *d, const score_error *finding)
{
  char text[2][1024];
  score_error bare = *finding;
  bare.file[0] = bare.field[0] = 0;
  score_error_text(text[SCORE_LANG_EN], sizeof text[0], &bare, SCORE_LANG_EN);
  score_error_text(text[SCORE_LANG_VI], sizeof text[1], &bare, SCORE_LANG_VI);
  const score__words words = {{text[0], text[1]}};
  return score__cell_words(d, &words);
}

int score__check_db_document(score_document **out, const score__check_db *held, const score_findings *findings,
                             score_error *err)
{
  static const score__sheet_column columns[] = {{.key = "place", .title = SCORE__PH_COL_PLACE},
                                                {.key = "text", .title = SCORE__PH_COL_FINDING, .shrinks = true}};
  score_document *d = score__sheet_new("check-db");
  if (!d) return score__report_finish(out, d, err);
  size_t faults = score_findings_count(findings, SCORE_ERROR);
  d->title = score__cell_phrase(SCORE__PH_H_DOC_CHECK_DB);
  score__sheet_fact_add(d, "schema", SCORE__PH_H_FACT_SCHEMA, score__cell_int(held->schema));
  score__sheet_fact_add(d, "imports", SCORE__PH_H_FACT_IMPORTS, score__cell_int(held->imports));
  score__sheet_fact_add(d, "withdrawn", SCORE__PH_H_FACT_WITHDRAWN, score__cell_int(held->withdrawn));
  score__sheet_fact_add(d, "units", SCORE__PH_H_FACT_UNIT_CODES, score__cell_int(held->units));
  score__sheet_fact_add(d, "observations", SCORE__PH_H_FACT_OBSERVATIONS, score__cell_int(held->observations));
  score__sheet_fact_add(d, "releases", SCORE__PH_H_FACT_RELEASES, score__cell_int(held->releases));
  score__sheet_fact_add(d, "faults", SCORE__PH_H_FACT_FAULTS, score__cell_int((int64_t)faults));
  score__sheet_table *t = score__sheet_table_add(d, "findings", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    const score_error *finding = score_findings_get(findings, i, NULL);
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) break;
    row[0] = score__cell_code(d, finding->field);
    row[1] = text_of(d, finding);
    row[1].emphasis = 3;
  }
  if (!faults) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_CHECK_CLEAN), 0, true);
  return score__report_finish(out, d, err);
}
