/* CSV rows -> checked observations or units: header (long or wide), names, stages, marks, cell checks. */
#ifndef SCORE__INTAKE_H
#define SCORE__INTAKE_H

#include "model/frame.h"

/* 0 = kept; 1 = this cell was given before in the same file; negative = SCORE_E_* with err filled. */
typedef int (*score__observe_fn)(void *context, const score__observation *o, score_error *err);

typedef struct score__intake_report {
  char sha256[SCORE__SHA256_HEX];
  uint64_t rows, cells;
} score__intake_report;

/* Reads a file of observations. Units not yet in `units` are added (one warning). Every cell error is a finding;
 * observations go to `observe` as they are read, so the caller undoes them when the result is not 0.
 * SCORE_E_INPUT when there was any error finding. */
int score__intake_data(score__units *units, const score_criteria *set, const char *path,
                       const score_read_options *options, score__observe_fn observe, void *context,
                       score__intake_report *report, score_findings *findings, score_error *err);
int score__intake_units(score__units *units, const char *path, const score_read_options *options,
                        score__intake_report *report, score_findings *findings, score_error *err);

#endif
