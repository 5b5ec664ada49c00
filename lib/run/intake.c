/* The way of a file: header, then rows -> unit, period, stage -> check -> observation. */
#include "run/intake_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

enum { PROGRESS_ROWS = 4096 };

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  score__intake *in = context;
  if (in->options->progress && ++in->rows_seen % PROGRESS_ROWS == 0)
    in->options->progress(in->options->progress_context, in->rows_seen, in->csv.size_bytes);
  if (in->has_header) return score__intake_row(in, line, cell, count, err);
  in->has_header = true;
  if (!in->mark) in->mark = in->csv.delimiter == ';' ? ',' : in->csv.delimiter == ',' ? '.' : 0;
  int status = score__header_read(&in->header, in->set, cell, count, line, in->options, &in->tally, err);
  return status ? status : score__intake_prepare_description(in, err);
}

static int prepare(score__intake *in, score_error *err)
{
  const score_read_options *o = in->options;
  if (o->period && score__period_parse(&in->option_period, o->period, strlen(o->period)) != 0) {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PERIOD_WRONG, o->period, (const char *)NULL);
  }
  in->has_option_period = o->period != NULL;
  in->mark = o->decimal_mark;
  in->listed_units = in->units->count;
  in->na_somewhere = calloc(in->set->measure_count + 1, sizeof *in->na_somewhere);
  if (!in->na_somewhere) return score__fail_memory(err);
  for (size_t n = 0; n < in->set->node_count; n++) {
    const score__node *node = &in->set->node[n];
    for (size_t i = 0; node->na_from_data && i < node->measure_count; i++) in->na_somewhere[node->measure[i]] = true;
  }
  return SCORE_OK;
}

int score__intake_data(score__units *units, const score_criteria *set, const char *path,
                       const score_read_options *options, score__observe_fn observe, void *context,
                       score__intake_report *report, score_findings *findings, score_error *err)
{
  static const score_read_options plain = {.stage = SCORE_STAGE_NONE};
  score_error fatal = {0};
  score__intake in = {.units = units,
                      .set = set,
                      .options = options ? options : &plain,
                      .observe = observe,
                      .context = context,
                      .tally = {path, findings, err, 0}};
  int status = prepare(&in, &fatal);
  if (!status) status = score__csv_read(path, in.options->delimiter, on_row, &in, &in.csv, &fatal);
  if (!status && in.csv.rows < 2) {
    score__fail(&fatal, SCORE_E_INPUT, in.has_header ? SCORE__PH_CSV_NO_ROWS : SCORE__PH_CSV_EMPTY, (const char *)NULL);
    score__fail_at(&fatal, path, 0, 0, NULL);
  }
  score__intake_warn_units(&in);
  status = score__tally_conclude(&in.tally, status, &fatal);
  if (report) {
    *report = (score__intake_report){.rows = in.csv.rows ? in.csv.rows - 1 : 0, .cells = in.cells};
    memcpy(report->sha256, in.csv.sha256, sizeof report->sha256);
  }
  score__header_free(&in.header);
  free(in.na_somewhere);
  free(in.described);
  free(in.no_attributes);
  free(in.unit_memo.text);
  free(in.period_memo.text);
  free(in.stage_memo.text);
  free(in.source_memo.text);
  return status;
}
