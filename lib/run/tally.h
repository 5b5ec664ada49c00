/* Findings of one file: all of them to the list, the first error to the caller's err. */
#ifndef SCORE__TALLY_H
#define SCORE__TALLY_H

#include "score/error.h"

typedef struct score__tally {
  const char *file, *sheet; /* sheet NULL = not known, or none */
  score_findings *findings; /* may be NULL */
  score_error *err;         /* may be NULL */
  uint64_t errors;
} score__tally;

/* Adds `e`, whose code, phrase and arguments are filled, with its place. */
void score__tally_add(score__tally *t, score_severity severity, score_error *e, uint32_t line, size_t column,
                      const char *field);

/* The outcome of the file: `status` ended its reading, `fatal` says why (code 0 = the findings do). An input error
 * becomes a finding too. SCORE_E_INPUT when there was any error, else status. */
int score__tally_conclude(score__tally *t, int status, const score_error *fatal);

#endif
