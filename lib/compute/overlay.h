/* Data with some cells of one period replaced and everything else borrowed: what they would be after such an import. */
#ifndef SCORE__OVERLAY_H
#define SCORE__OVERLAY_H

#include "compute/patch.h"

typedef struct score__overlay {
  score_data data; /* never freed as such: its frames, but one, and its units are those of `under` */
  score__patch patch;
} score__overlay;

/* `under` must outlive it and stay as it is. 0 or -1 for memory. Put cells through overlay->patch. */
int score__overlay_open(score__overlay *overlay, const score_data *under, score__period period);
void score__overlay_close(score__overlay *overlay);

#endif
