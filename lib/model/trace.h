/* The recorder behind explain: the same evaluation on one unit, leaving a line for each step. */
#ifndef SCORE__TRACE_H
#define SCORE__TRACE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/fraction.h"

enum { SCORE__ARG_TEXT = 0, SCORE__ARG_NUMBER = 1, SCORE__ARG_PHRASE = 2 };

typedef struct score__trace_arg {
  uint8_t kind;
  int phrase;
  const char *text[2]; /* en, vi; both the same for numbers (decimal point) */
} score__trace_arg;

typedef struct score__trace_step {
  int phrase;
  size_t arg_count;
  score__trace_arg *arg;
  struct score__trace_step *next;
} score__trace_step;

typedef struct score__trace {
  score__arena *arena;
  score__trace_step *first, *last;
  bool failed;
} score__trace;

/* Starts a step; the arguments follow. All do nothing when trace is NULL. */
void score__trace_step_add(score__trace *trace, int phrase);
void score__trace_text(score__trace *trace, const char *en, const char *vi);
void score__trace_phrase(score__trace *trace, int phrase);
/* The fraction as a decimal when it ends within 6 digits, else as a/b. */
void score__trace_number(score__trace *trace, const score__fraction *v);
void score__trace_points(score__trace *trace, int64_t micro, int64_t grid_micro);
void score__trace_int(score__trace *trace, int64_t v);

#endif
