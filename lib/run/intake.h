/* Rows of a file (CSV or a workbook) -> checked observations or units: header (long or wide), names, stages, marks, cell
 * checks. */
#ifndef SCORE__INTAKE_H
#define SCORE__INTAKE_H

#include "model/deliveries.h"
#include "model/frame.h"

/* 0 = kept; 1 = this cell was given before in the same file; negative = SCORE_E_* with err filled. */
typedef int (*score__observe_fn)(void *context, const score__observation *o, score_error *err);

typedef struct score__intake_sink {
  score__observe_fn observe;
  /* Whether this cell was given before in the same file: asked where rows may be left out, so that none is half kept. */
  bool (*holds)(void *context, const score__observation *o);
  void *context;
} score__intake_sink;

typedef struct score__intake_report {
  char sha256[SCORE__SHA256_HEX];
  char sheet[128]; /* of a workbook, else "" */
  uint64_t rows, cells, skipped;
  score__arrival *arrival; /* NULL, or told of units, periods and stages */
} score__intake_report;

/* Reads a file of observations. Units not yet in `units` are added, unless there is a list that does not know them.
 * Every fault is a finding. The observations of a row go to the sink when all of the row is good, so the caller undoes
 * them when the result is not 0: SCORE_E_INPUT when there was any error, but with options->skip_bad rows with an error
 * are left out, and only what is wrong with the file as a whole refuses it. */
int score__intake_data(score__units *units, const score_criteria *set, const char *path,
                       const score_read_options *options, const score__intake_sink *sink, score__intake_report *report,
                       score_findings *findings, score_error *err);
int score__intake_units(score__units *units, const char *path, const score_read_options *options,
                        score__intake_report *report, score_findings *findings, score_error *err);

#endif
