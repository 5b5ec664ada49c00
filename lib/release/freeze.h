/* A result as the lines of a release. */
#ifndef SCORE__FREEZE_H
#define SCORE__FREEZE_H

#include "release/extent.h"
#include "release/frozen.h"

typedef struct score__freezer {
  score_write_fn write; /* NULL: only digests */
  void *context;
  score__sha256 whole, part;
  uint64_t lines, part_lines;
  score__buffer line;
  char part_sha256[SCORE__PARTS][SCORE__SHA256_HEX];
  score_error *err;
  int code;
} score__freezer;

void score__freeze_start(score__freezer *f, score_write_fn write, void *context, score_error *err);
/* Hands over the line in f->line, if there is one, and empties it. */
void score__freeze_line(score__freezer *f);
void score__freeze_part_end(score__freezer *f, int part);
/* Lines of the units and of the inputs, each part with its end. */
void score__freeze_units(score__freezer *f, const score_result *r, const score__extent *x);
void score__freeze_inputs(score__freezer *f, const score_result *r, const score__extent *x);

#endif
