#include "output/projection.h"

#include "base/fraction.h"

#define ONE (INT64_C(1) << 30)

/* x - x^2/2! + ... to x^16/16!: right to 2^-28 up to 90 degrees. 3373259426 = pi * 2^30. */
int64_t score__projection_cosine(int64_t lat)
{
  const int64_t x = lat * INT64_C(3373259426) / INT64_C(180000000);
  const int64_t square = (x < 0 ? -x : x) * (x < 0 ? -x : x) / ONE;
  int64_t sum = ONE, term = ONE;
  for (int64_t n = 1; n < 16; n += 2) {
    term = -(int64_t)((score__i128)term * square / ONE / (n * (n + 1)));
    sum += term;
  }
  return sum < 0 ? 0 : sum;
}

static int64_t rounded(score__i128 num, int64_t den)
{
  return (int64_t)(num >= 0 ? (num + den / 2) / den : -((-num + den / 2) / den));
}

void score__projection_make(score__projection *p, const score_map *map, int64_t width, int64_t height)
{
  int32_t west = INT32_MAX, east = INT32_MIN, south = INT32_MAX, north = INT32_MIN;
  for (size_t a = 0; a < map->area_count; a++)
    for (size_t r = 0; r < map->area[a].ring_count; r++)
      for (size_t i = 0; i < map->area[a].ring[r].count; i++) {
        const score__place *place = &map->area[a].ring[r].place[i];
        west = place->lon < west ? place->lon : west;
        east = place->lon > east ? place->lon : east;
        south = place->lat < south ? place->lat : south;
        north = place->lat > north ? place->lat : north;
      }
  if (west > east) west = east = south = north = 0;
  *p = (score__projection){.west = west, .north = north};
  p->cosine = score__projection_cosine(((int64_t)south + north) / 2);
  const int64_t wide = rounded((score__i128)((int64_t)east - west) * p->cosine, ONE), high = (int64_t)north - south;
  const bool full_width = (score__i128)wide * height >= (score__i128)high * width;
  p->num = full_width ? width : height;
  p->den = full_width ? wide : high;
  if (p->den < 1) p->den = 1;
  p->width = rounded((score__i128)wide * p->num, p->den);
  p->height = rounded((score__i128)high * p->num, p->den);
  p->left = (width - p->width) / 2;
}

void score__projection_place(const score__projection *p, const score__place *place, int64_t *x, int64_t *y)
{
  const score__i128 east = (score__i128)((int64_t)place->lon - p->west) * p->cosine;
  *x = p->left + (int64_t)((east * p->num + (score__i128)p->den * ONE / 2) / ((score__i128)p->den * ONE));
  *y = rounded((score__i128)((int64_t)p->north - place->lat) * p->num, p->den);
}
