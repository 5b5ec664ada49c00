/* Boundaries from a file. */
#include <stdlib.h>

#include "base/fail.h"
#include "model/geography.h"

int score_map_read(score_map **out, const char *path, score_findings *findings, score_error *err)
{
  *out = NULL;
  (void)findings;
  return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_INTERNAL, path, NULL);
}

void score_map_free(score_map *map)
{
  if (!map) return;
  score__arena_free(&map->arena);
  free(map);
}

size_t score_map_areas(const score_map *map)
{
  return map ? map->area_count : 0;
}

const char *score_map_area_code(const score_map *map, size_t area)
{
  return map && area < map->area_count ? map->area[area].code : NULL;
}
