#include "compute/overlay.h"

#include <string.h>

int score__overlay_open(score__overlay *o, const score_data *under, score__period period)
{
  o->data = *under;
  o->data.frame = NULL;
  if (score__patch_open(&o->patch, under->criteria, score__data_find_frame(under, period), period, under->units.count))
    return -1;
  score__frame **list = score__arena_alloc(&o->patch.arena, under->frame_count + 1, sizeof *list);
  if (!list) {
    score__overlay_close(o);
    return -1;
  }
  size_t n = 0;
  bool placed = false;
  for (size_t i = 0; i < under->frame_count; i++) {
    const int order = score__period_cmp(under->frame[i]->period, period);
    if (order >= 0 && !placed) {
      list[n++] = &o->patch.frame;
      placed = true;
    }
    if (order != 0) list[n++] = under->frame[i];
  }
  if (!placed) list[n++] = &o->patch.frame;
  o->data.frame = list;
  o->data.frame_count = o->data.frame_cap = n;
  o->data.last_frame = 0;
  return 0;
}

void score__overlay_close(score__overlay *o)
{
  score__patch_close(&o->patch);
}
