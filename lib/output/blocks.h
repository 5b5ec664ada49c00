/* Bars and lines over time in block characters, for a terminal. */
#ifndef SCORE__BLOCKS_H
#define SCORE__BLOCKS_H

#include "base/buffer.h"
#include "model/sheet.h"

/* A picture cell; a bar is SCORE__BAR_WIDE columns at most, of a line each value one column. */
enum { SCORE__BAR_WIDE = 12 };
void score__blocks_put(score__buffer *out, const score__cell *cell);

#endif
