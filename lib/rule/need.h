/* How one unit comes to a value or to a condition by whole changes of its own inputs: the way back through a rule. */
#ifndef SCORE__NEED_H
#define SCORE__NEED_H

#include "rule/rule.h"

/* Whether a value is enough. */
typedef bool (*score__need_probe)(void *context, const score__fraction *value);

/* Moves the measure that `value` is, up (+1) or down (-1) from where it stands, by the fewest whole steps until the
 * probe says yes; what is enough stays enough further on, as far as `most` (NULL = the measure's own bounds). A value that is
 * no plain measure, or cannot be moved that far, is named in words. */
void score__need_move(score__needs *out, score__batch *batch, const score__formula *value, int direction,
                      const score__fraction *most, score__need_probe probe, void *context);
/* Sets one measure to a value (scaled as the measure); false when there is no room. */
bool score__need_set(score__needs *out, const score__batch *batch, size_t measure, int64_t want);
/* Adds what another way found; its words where it found nothing. */
void score__need_append(score__needs *out, const score__needs *more);
/* The fewest changes that make a condition hold, or not hold; named in words where its inputs do not say how. */
void score__need_condition(score__needs *out, score__batch *batch, const score__formula *condition, bool wanted);

#endif
