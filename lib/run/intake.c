/* The way of a file: header, then rows -> unit, period, stage -> check -> observation. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "run/intake_row.h"

enum { PROGRESS_ROWS = 4096, MOST_TITLES = 20 };

static int read_header(score__intake *in, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  /* A form has its titles above the header. */
  if (score__header_is_title(cell, count, in->file.workbook)) {
    char number[24];
    if (++in->titles <= MOST_TITLES) return SCORE_OK;
    int status = score__fail(err, SCORE_E_INPUT, SCORE__PH_IMPORT_NO_HEADER, score__int_text(number, MOST_TITLES),
                             (const char *)NULL);
    score__fail_at(err, in->tally.file, 0, 0, NULL);
    score__fail_sheet(err, in->file.sheet);
    return status;
  }
  in->has_header = true;
  if (!in->mark) in->mark = in->file.delimiter == ';' ? ',' : in->file.delimiter == ',' ? '.' : 0;
  int status = score__header_read(&in->header, in->set, cell, count, line, in->options, &in->tally, err);
  in->broken = in->tally.errors > 0;
  return status ? status : score__intake_prepare_description(in, err);
}

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  score__intake *in = context;
  if (!in->tally.sheet) in->tally.sheet = in->file.sheet;
  if (in->options->progress && ++in->rows_seen % PROGRESS_ROWS == 0)
    in->options->progress(in->options->progress_context, in->rows_seen,
                          in->file.workbook ? 0 : in->file.size_bytes); /* a packed file says little of its rows */
  return in->has_header ? score__intake_row(in, line, cell, count, err) : read_header(in, line, cell, count, err);
}

static int prepare(score__intake *in, score_error *err)
{
  const score_read_options *o = in->options;
  if (o->period && score__period_parse(&in->option_period, o->period, strlen(o->period)) != 0) {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PERIOD_WRONG, o->period, (const char *)NULL);
  }
  in->has_option_period = o->period != NULL;
  in->mark = o->decimal_mark;
  in->na_somewhere = calloc(in->set->measure_count + 1, sizeof *in->na_somewhere);
  if (!in->na_somewhere) return score__fail_memory(err);
  for (size_t n = 0; n < in->set->node_count; n++) {
    const score__node *node = &in->set->node[n];
    for (size_t i = 0; node->na_from_data && i < node->measure_count; i++) in->na_somewhere[node->measure[i]] = true;
  }
  return SCORE_OK;
}

/* What is wrong with a file whose rows could all be read. */
static int check_whole(const score__intake *in, uint64_t rows, score_error *err)
{
  char number[24];
  int status = SCORE_OK;
  if (!in->has_header && in->titles) {
    score__int_text(number, MOST_TITLES);
    status = score__fail(err, SCORE_E_INPUT, SCORE__PH_IMPORT_NO_HEADER, number, (const char *)NULL);
  } else if (rows == 0) {
    status = score__fail(err, SCORE_E_INPUT, in->has_header ? SCORE__PH_CSV_NO_ROWS : SCORE__PH_CSV_EMPTY,
                         (const char *)NULL);
  } else if (in->options->skip_bad && in->skipped == rows) {
    score__int_text(number, (int64_t)rows);
    status = score__fail(err, SCORE_E_INPUT, SCORE__PH_IMPORT_ALL_BAD, number, (const char *)NULL);
  }
  if (status) score__fail_at(err, in->tally.file, 0, 0, NULL);
  if (status) score__fail_sheet(err, in->file.sheet);
  return status;
}

static void warn_skipped(score__intake *in, uint64_t rows)
{
  char some[24], all[24];
  score_error e;
  if (!in->options->skip_bad || in->skipped == 0) return;
  score__fail(&e, SCORE_OK, SCORE__PH_IMPORT_SKIPPED, score__int_text(some, (int64_t)in->skipped),
              score__int_text(all, (int64_t)rows), (const char *)NULL);
  score__tally_add(&in->tally, SCORE_WARNING, &e, 0, 0, NULL);
}

static void warn_empty(score__intake *in)
{
  score_error e;
  if (in->cells || in->tally.errors || in->options->ignore_given_points || in->options->beside) return;
  score__fail(&e, SCORE_OK, SCORE__PH_IMPORT_NO_VALUES, (const char *)NULL);
  score__tally_add(&in->tally, SCORE_WARNING, &e, 0, 0, NULL);
}

static void release(score__intake *in)
{
  score__header_free(&in->header);
  score__arena_free(&in->name_arena);
  score__dict_free(&in->by_name);
  free(in->name_unit);
  free(in->na_somewhere);
  free(in->described);
  free(in->no_attributes);
  free(in->pending);
  free(in->padded);
  free(in->unit_memo.text);
  free(in->period_memo.text);
  free(in->stage_memo.text);
  free(in->source_memo.text);
  free(in->expires_memo.text);
}

int score__intake_data(score__units *units, const score_criteria *set, const char *path,
                       const score_read_options *options, const score__intake_sink *sink, score__intake_report *report,
                       score_findings *findings, score_error *err)
{
  static const score_read_options plain = {.stage = SCORE_STAGE_NONE};
  score_error fatal = {0};
  score__intake in = {.units = units,
                      .set = set,
                      .options = options ? options : &plain,
                      .sink = sink,
                      .arrival = report->arrival,
                      .tally = {.file = path, .findings = findings, .err = err}};
  const score__rows_options how = {in.options->delimiter, in.options->encoding, in.options->sheet};
  int status = prepare(&in, &fatal);
  if (!status) status = score__rows_read(path, &how, on_row, &in, &in.file, &fatal);
  const uint64_t above = (uint64_t)in.titles + in.has_header, rows = in.file.rows > above ? in.file.rows - above : 0;
  if (!status && !in.broken) status = check_whole(&in, rows, &fatal);
  score__intake_warn_units(&in);
  if (!status && !in.broken) warn_skipped(&in, rows);
  if (!status && !in.broken) warn_empty(&in);
  const bool bad = !in.options->skip_bad || in.broken || status;
  status = score__tally_conclude(&in.tally, status, &fatal);
  if (status == SCORE_E_INPUT && !bad) {
    status = SCORE_OK;
    if (err) *err = (score_error){0}; /* the file is taken without the rows */
  }
  report->rows = rows;
  report->cells = in.cells;
  report->skipped = status ? 0 : in.skipped;
  memcpy(report->sha256, in.file.sha256, sizeof report->sha256);
  memcpy(report->sheet, in.file.sheet, sizeof report->sheet);
  release(&in);
  return status;
}
