/* Equirectangular projection: degrees -> tenths of a pixel, true to scale in the middle latitude. */
#ifndef SCORE__PROJECTION_H
#define SCORE__PROJECTION_H

#include "model/geography.h"

typedef struct score__projection {
  int32_t west, north;
  int64_t cosine;              /* of the middle latitude, times 2^30 */
  int64_t num;                 /* tenths of a pixel ... */
  int64_t den;                 /* ... for so many millionths of a degree of latitude */
  int64_t left, width, height; /* left: so that the picture stands in the middle */
} score__projection;

/* cos(lat) * 2^30, from the series; lat in millionths of a degree, from -90 to 90. */
int64_t score__projection_cosine(int64_t lat);
/* Fits all areas of the map into the room. */
void score__projection_make(score__projection *p, const score_map *map, int64_t width, int64_t height);
void score__projection_place(const score__projection *p, const score__place *place, int64_t *x, int64_t *y);

#endif
