/* The sets found under a directory, as a document. */
#include "base/fail.h"
#include "base/period.h"
#include "report/report.h"
#include "run/catalogue.h"

static void columns_of(score_document *d, score__sheet_table *t)
{
  score__sheet_column_add(d, t, score__report_column("id", SCORE__PH_FACT_CRITERIA, false));
  score__sheet_column_add(d, t, score__report_column("version", SCORE__PH_COL_VERSION, false));
  score__sheet_column_add(d, t, score__report_column("status", SCORE__PH_COL_STATUS, false));
  score__sheet_column_add(d, t, score__report_column("from", SCORE__PH_COL_FROM, false));
  score__sheet_column_add(d, t, score__report_column("to", SCORE__PH_COL_TO, false));
  score__sheet_column_add(d, t, score__report_column("criteria", SCORE__PH_COL_COUNT, true));
  score__sheet_column name = score__report_column("name", SCORE__PH_COL_NAME, false);
  name.shrinks = true;
  score__sheet_column_add(d, t, name);
}

static score__cell day_cell(score_document *d, bool has, int32_t day)
{
  char text[SCORE__DATE_TEXT];
  if (!has) return (score__cell){.kind = SCORE__CELL_EMPTY};
  score__date_print(text, sizeof text, day);
  return score__cell_text(d, text);
}

static void add_row(score_document *d, score__sheet_table *t, const score_criteria *set)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  int64_t scored = 0;
  for (size_t k = 1; k < set->node_count; k++) scored += set->node[k].end == k + 1 && set->node[k].max_micro > 0;
  row[0] = score__cell_code(d, set->id);
  row[1] = score__cell_code(d, set->version);
  row[2] = score__cell_code(d, set->status);
  row[3] = day_cell(d, set->has_from, set->from_day);
  row[4] = day_cell(d, set->has_to, set->to_day);
  row[5] = score__cell_int(scored);
  row[6] = score__cell_words(d, &set->name);
}

int score_document_criteria_list(score_document **out, const char *dir, score_error *err)
{
  score__catalogue catalogue;
  *out = NULL;
  int code = score__catalogue_read(&catalogue, dir, err);
  if (code) return code;
  score_document *d = score__sheet_new("criteria_list");
  score__sheet_table *t = d ? score__sheet_table_add(d, "sets", 0) : NULL;
  if (d) d->title = score__cell_phrase(SCORE__PH_DOC_CRITERIA_LIST);
  if (t) columns_of(d, t);
  for (size_t i = 0; !code && t && i < catalogue.count; i++) {
    score_criteria *set = NULL;
    code = score_criteria_load(&set, catalogue.entry[i].path, NULL, err);
    if (!code) add_row(d, t, set);
    score_criteria_free(set);
  }
  score__catalogue_free(&catalogue);
  if (code) {
    score_document_free(d);
    return code;
  }
  return score__report_finish(out, d, err);
}
