/* Oddities as warnings of a file: a few of each kind with their place, the others counted. */
#ifndef SCORE__REMARK_H
#define SCORE__REMARK_H

#include "compute/plausibility.h"

typedef struct score__remarks {
  const score_criteria *set;
  const score__units *units;
  const char *file, *sheet; /* sheet NULL or "" = none */
  int64_t jump_micro;
  score_findings *findings;
  const uint32_t *place; /* [measures] column of the file, from 1; 0 = not known */
  size_t count[SCORE__ODDITIES];
} score__remarks;

/* Takes note of it, and says whether it is one to be told. */
bool score__remarks_count(score__remarks *remarks, const score__oddity *oddity);
/* before: the period compared with, of a jump. measure: whose cell the line is of; SIZE_MAX = the unit as a whole. */
void score__remark(const score__remarks *remarks, const score__oddity *oddity, score__period period,
                   score__period before, uint32_t line, size_t measure);
/* Units that are absent from a period and stage; the first of them by name. */
#define SCORE__REMARK_NAMED 5
void score__remark_absent(const score__remarks *remarks, const uint32_t *unit, size_t count, score__period period,
                          score__period before, int stage);
/* Values without evidence, all of them at once; the first with its line. */
void score__remark_bare(const score__remarks *remarks, const score__oddity *first, uint32_t line, size_t units);
/* What was counted and not told. */
void score__remarks_end(const score__remarks *remarks);

#endif
