/* Inputs that two states of one period's data differ in: a release and a later one, or a release and the data now. */
#ifndef SCORE__AMENDMENT_H
#define SCORE__AMENDMENT_H

#include "model/scores.h"

typedef struct score__amendment {
  uint32_t unit[2];   /* in the data of each side; UINT32_MAX = the unit is not there */
  uint32_t column[2]; /* measure, or node where given; UINT32_MAX = the set does not have it */
  score__period period;
  uint8_t stage;
  bool given;
  uint8_t state[2]; /* SCORE__CELL_* */
  int64_t value[2]; /* scaled as each set scales it */
} score__amendment;

typedef struct score__amendments {
  score__amendment *item; /* [count] by unit code, period, measures as in the later set, stage; free() it */
  size_t count, cap;
} score__amendments; /* {0} is empty */

/* Whether a cell of the later side counts: data may hold more than a release of them would. */
typedef bool (*score__amendment_filter)(const void *context, score__period period, bool given, uint32_t column,
                                        uint32_t unit);

/* before and after are of one period; what neither set knows is not compared. filter NULL = every cell counts. 0 or -1
 * for memory. */
int score__amendments_find(score__amendments *out, const score_result *before, const score_result *after,
                           score__amendment_filter filter, const void *context);

#endif
