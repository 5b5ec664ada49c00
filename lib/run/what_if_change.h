/* One change of an input that somebody supposes: what it is of, and what it makes of the value there is. */
#ifndef SCORE__WHAT_IF_CHANGE_H
#define SCORE__WHAT_IF_CHANGE_H

#include "model/frame.h"
#include "score/what_if.h"

typedef struct score__change {
  bool given; /* points of node `column` instead of measure `column` */
  uint32_t column;
  bool relative; /* value is added to the one there is; of a date: days */
  uint8_t state; /* SCORE__CELL_* */
  int64_t value;
} score__change;

/* A measure by its key, its key in brackets behind any name, or its printed name where only one is called so; points by
 * "points:KEY". A decimal comma is taken where it can be nothing else. SCORE_E_INPUT with the measure in err->field. */
int score__change_read(score__change *out, const score_criteria *set, const char *measure, const char *text,
                       score_error *err);
/* state and value: of the cell, before and then after. SCORE_E_INPUT, and nothing is touched, when a relative change has
 * no number to start from, or leaves the bounds of what a file may say. */
int score__change_apply(const score__change *change, const score_criteria *set, uint8_t *state, int64_t *value,
                        score_error *err);

#endif
