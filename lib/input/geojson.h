/* GeoJSON (RFC 7946) -> areas to be drawn. Degrees become millionths from their text, without floating point. */
#ifndef SCORE__GEOJSON_H
#define SCORE__GEOJSON_H

#include "model/geography.h"

/* Fills an empty map; `name` is the file, for findings. All faults go to findings, the first of them to err. 0 or
 * SCORE_E_*; the map is to be freed in either case. */
int score__geojson_read(score_map *map, const char *bytes, size_t size, const char *name, score_findings *findings,
                        score_error *err);
/* A JSON number of degrees in millionths, half away from zero; INT64_MAX or INT64_MIN when it is beyond +-10^9. */
int64_t score__geojson_degrees(const char *text, size_t size);

#endif
