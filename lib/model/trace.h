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
  const char *text[2];   /* en, vi; both the same for numbers (decimal point) */
  score__fraction exact; /* of a number, in lowest terms */
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
  bool rounds;           /* the printed points came from `exact` by rounding to grid_micro */
  score__fraction exact; /* after caps and clamp, in lowest terms */
  int64_t grid_micro;
  uint8_t computed_outcome; /* what the node came to before given points took its place */
  int64_t computed_micro;
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

/* What the points were before they were rounded; grid 0 = no grid: to the millionth. Says so as a step, where rounding
 * is asked for or changes anything. */
void score__trace_round(score__trace *trace, const score__fraction *exact, int64_t grid_micro, int64_t points_micro);
/* A step "kept within [0, max]", where the value lies outside. */
void score__trace_clamp(score__trace *trace, const score__fraction *value, int64_t max_micro);

#endif
