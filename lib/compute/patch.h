/* A frame with some cells replaced: columns that are written to are copied first, all others are borrowed. */
#ifndef SCORE__PATCH_H
#define SCORE__PATCH_H

#include "model/frame.h"

typedef struct score__patch {
  score__arena arena;
  score__frame frame; /* what evaluations read */
  const score_criteria *set;
  uint8_t *own[SCORE__STAGES]; /* [measures, then nodes] 1 = the column is a copy */
} score__patch;

/* `under` NULL = nothing is there yet; units = of the data. It must outlive the patch. 0 or -1 for memory. */
int score__patch_open(score__patch *patch, const score_criteria *set, const score__frame *under, score__period period,
                      size_t units);
/* One cell; state as in frame.h, given: points of node `column`. What was said of the old value, and how it was derived,
 * is gone. 0 or -1 for memory. */
int score__patch_put(score__patch *patch, int stage, bool given, size_t column, uint32_t unit, uint8_t state,
                     int64_t value);
void score__patch_close(score__patch *patch);

#endif
