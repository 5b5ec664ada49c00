/* Boundaries of areas, to be drawn. Coordinates are degrees WGS 84 in millionths, longitude first. */
#ifndef SCORE__GEOGRAPHY_H
#define SCORE__GEOGRAPHY_H

#include "base/arena.h"
#include "base/hash.h"
#include "score/map.h"

typedef struct score__place {
  int32_t lon, lat;
} score__place;

typedef struct score__ring { /* closed; the last place is not the first one again */
  const score__place *place;
  size_t count;
} score__ring;

typedef struct score__area {
  const char *code, *name; /* of the unit */
  const score__ring *ring; /* [ring_count] of all its parts; holes are rings too: filled by the even-odd rule */
  size_t ring_count;
} score__area;

struct score_map {
  score__arena arena;
  const char *credit; /* who made it, "" = not said */
  const score__area *area;
  size_t area_count;
  score__dict by_code; /* index of an area */
};

#endif
