/* Boundaries from a file. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/limits.h"
#include "input/geojson.h"
#include "run/bytes.h"

int score_map_read(score_map **out, const char *path, score_findings *findings, score_error *err)
{
  score__buffer bytes = {0};
  score_map *map = calloc(1, sizeof *map);
  *out = NULL;
  if (!map) return score__fail_memory(err);
  int code = score__bytes_read(&bytes, path, SCORE__MAX_MAP_BYTES, err);
  if (code == SCORE_OK) code = score__geojson_read(map, bytes.data ? bytes.data : "", bytes.size, path, findings, err);
  score__buffer_free(&bytes);
  if (code == SCORE_OK)
    *out = map;
  else
    score_map_free(map);
  return code;
}

void score_map_free(score_map *map)
{
  if (!map) return;
  score__dict_free(&map->by_code);
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
