/* What a result rests on: the units, the periods, and of each period the measures that have to be in a release so that
 * everything can be computed again from it alone. */
#ifndef SCORE__EXTENT_H
#define SCORE__EXTENT_H

#include "model/scores.h"

typedef struct score__extent {
  score__arena arena;
  size_t unit_count;
  uint32_t *unit; /* in order of code */
  size_t frame_count;
  struct score__extent_frame {
    const score__frame *frame; /* of the data, as reported */
    uint8_t *measure;          /* [measures] 1 = goes in */
    bool given;                /* given points too */
  } * frame;                   /* in order of period */
  uint32_t *attribute;         /* in order of name */
  const struct score__unit_alias **alias;
} score__extent;

/* 0 or SCORE_E_MEMORY. */
int score__extent_of(score__extent *out, const score_result *r);
void score__extent_free(score__extent *extent);
/* The aliases of a unit, in order. */
const struct score__unit_alias *const *score__extent_aliases(const score__extent *extent, const score__units *units,
                                                             uint32_t unit, size_t *count);

#endif
