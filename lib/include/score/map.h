/* Boundaries of units, from a GeoJSON file (RFC 7946), for the map of a report. */
#ifndef SCORE_MAP_H
#define SCORE_MAP_H

#include "score/data.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_map score_map;

/* A FeatureCollection of Polygons and MultiPolygons in WGS 84; each feature has "code", a unit's code or alias, among its
 * properties, or as its id, and may have "name". A member "attribution" of the collection is printed under the map. All
 * faults go to findings, with line and column of the feature: another geometry, coordinates that are none or not degrees,
 * rings that are not closed, a feature without a code, a code that stands twice; with any of them there is no map.
 * SCORE_E_INPUT, SCORE_E_LIMIT. */
SCORE_API int score_map_read(score_map **out, const char *path, score_findings *findings, score_error *err);
SCORE_API void score_map_free(score_map *map);
SCORE_API size_t score_map_areas(const score_map *map);
/* Borrowed; NULL past the end. */
SCORE_API const char *score_map_area_code(const score_map *map, size_t area);

#ifdef __cplusplus
}
#endif
#endif
