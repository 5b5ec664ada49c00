/* One cell at a time: text -> scaled value of a measure, or what is wrong with it (model §5 "Import checks"). */
#ifndef SCORE__CHECKS_H
#define SCORE__CHECKS_H

#include "model/set.h"

/* state = SCORE__CELL_MISSING, _VALUE or _NA. mark as in decimal.h (0: undeclared). 0, or SCORE_E_INPUT with err's
 * phrase (no place). Accepts NA and KAD as not applicable; percent with or without '%'; booleans 1/0, có/không,
 * yes/no, true/false, x/blank is NOT accepted; choices by key or by name; dates ISO or dd/mm/yyyy. */
int score__check_cell(const score__measure *measure, const char *text, size_t size, char mark, int64_t *value,
                      uint8_t *state, score_error *err);
/* Given points of a node: a decimal on its grid within [0, max]; in millionths. */
int score__check_points(const score__node *node, const char *text, size_t size, char mark, int64_t *micro,
                        uint8_t *state, score_error *err);
/* A stored value (scaled by 10^digits of the measure as it was then) under today's definition: rescaled, or an error. */
int score__check_stored(const score__measure *measure, int64_t value, int stored_scale, int64_t *out, score_error *err);

#endif
