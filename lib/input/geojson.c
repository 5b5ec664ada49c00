#include "input/geojson.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "input/json.h"
#include "input/jsontext.h"

#define ABSENT SIZE_MAX

typedef struct reading {
  score_map *map;
  const char *bytes, *name;
  size_t size;
  score_findings *findings;
  score_error *err;
  bool failed, stopped; /* stopped: nothing more is to be read */
  int code;             /* of the first fault */
  size_t feature, at;   /* where `line` and `column` are: faults come in the order of the text, mostly */
  uint32_t line, column;
  size_t place_total;
  score__area *area;
  size_t area_count, area_cap;
  score__place *place; /* of the feature at hand */
  size_t place_count, place_cap;
  size_t *ring; /* where each ring of it begins */
  size_t ring_count, ring_cap;
} reading;

static void find_line(reading *r, size_t at)
{
  if (at < r->at || r->line == 0) {
    score__jsontext_place(r->bytes, r->size, at, &r->line, &r->column);
  } else {
    for (size_t i = r->at; i < at; i++) {
      const unsigned char c = (unsigned char)r->bytes[i];
      const bool ends = c == '\n' || (c == '\r' && r->bytes[i + 1] != '\n');
      r->line += ends;
      r->column = ends ? 1 : r->column + ((c & 0xc0) != 0x80);
    }
  }
  r->at = at;
}

static void tell(reading *r, int code, int phrase, size_t at, const char *arg)
{
  score_error e;
  char field[40] = "/features/";
  score__fail(&e, code, phrase, arg, (const char *)NULL);
  find_line(r, at);
  score__int_text(field + strlen(field), (int64_t)r->feature);
  score__fail_at(&e, r->name, r->line, r->column, r->feature == ABSENT ? "/" : field);
  score__finding_add(r->findings, SCORE_ERROR, &e);
  if (!r->failed) {
    r->code = code;
    if (r->err) *r->err = e;
  }
  r->failed = true;
  r->stopped = r->stopped || code != SCORE_E_INPUT;
}

static void fault(reading *r, int phrase, size_t at, const char *arg)
{
  tell(r, SCORE_E_INPUT, phrase, at, arg);
}

static void fail_memory(reading *r)
{
  if (!r->stopped) {
    score__fail_memory(r->err);
    r->code = SCORE_E_MEMORY;
  }
  r->failed = r->stopped = true;
}

static bool begins(const reading *r, size_t at, char c)
{
  return at < r->size && r->bytes[at] == c;
}

static char *text_at(reading *r, score__arena *arena, size_t at)
{
  char *text = score__json_text(arena, r->bytes, r->size, at);
  if (!text) fail_memory(r);
  return text;
}

static bool says(reading *r, size_t at, const char *word)
{
  const size_t n = strlen(word);
  if (!begins(r, at, '"')) return false;
  if (at + n + 1 < r->size && memcmp(r->bytes + at + 1, word, n) == 0 && r->bytes[at + 1 + n] == '"') return true;
  if (!memchr(r->bytes + at, '\\', r->size - at < 6 * n + 2 ? r->size - at : 6 * n + 2)) return false;
  score__arena scratch = {0};
  const char *text = text_at(r, &scratch, at);
  const bool same = text && strcmp(text, word) == 0;
  score__arena_free(&scratch);
  return same;
}

/* Where the values of the named members begin; ABSENT where there is none. */
static void find_members(reading *r, size_t at, const char *const *name, size_t count, size_t *value)
{
  for (size_t i = 0; i < count; i++) value[i] = ABSENT;
  if (!begins(r, at, '{')) return;
  size_t next = at + 1, found;
  for (;;) {
    const size_t member = score__jsontext_next(r->bytes, r->size, &next, true, &found);
    if (member == SIZE_MAX) return;
    for (size_t i = 0; i < count; i++) {
      if (!says(r, member, name[i])) continue;
      if (value[i] != ABSENT) fault(r, SCORE__PH_JSON_DUPLICATE, member, name[i]);
      value[i] = found;
    }
  }
}

int64_t score__geojson_degrees(const char *text, size_t size)
{
  const bool negative = size > 0 && text[0] == '-';
  size_t mark = 0, digits = 0, end = negative;
  while (end < size && text[end] != 'e' && text[end] != 'E') {
    if (text[end] == '.') mark = digits + 1;
    digits += text[end] != '.';
    end++;
  }
  int64_t power = 0;
  for (size_t i = end + 1; i < size; i++)
    if (text[i] >= '0' && text[i] <= '9' && power < 1000000000) power = power * 10 + (text[i] - '0');
  if (end + 1 < size && text[end + 1] == '-') power = -power;
  /* The digits before the point, and six more, make the millionths; the next one rounds. */
  const int64_t whole = (int64_t)(mark ? mark - 1 : digits) + power + 6, most = INT64_C(1000000000000000);
  int64_t v = 0, n = 0;
  for (size_t i = negative; i < end && v < most; i++) {
    if (text[i] == '.') continue;
    if (n < whole)
      v = v * 10 + (text[i] - '0');
    else if (n == whole)
      v += text[i] >= '5';
    n++;
  }
  for (; n < whole && v > 0 && v < most; n++) v *= 10;
  if (v >= most) return negative ? INT64_MIN : INT64_MAX;
  return negative ? -v : v;
}

static size_t number_size(const reading *r, size_t at)
{
  size_t n = 0;
  while (at + n < r->size && memchr("+-.0123456789eE", r->bytes[at + n], 15)) n++;
  return n;
}

static bool take_degrees(reading *r, size_t at, int64_t most, int phrase, int32_t *out)
{
  const size_t n = number_size(r, at);
  const int64_t v = score__geojson_degrees(r->bytes + at, n);
  *out = v >= -most && v <= most ? (int32_t)v : 0;
  if (v >= -most && v <= most) return true;
  char text[40];
  memcpy(text, r->bytes + at, n < 36 ? n : 36);
  text[n < 36 ? n : 36] = 0;
  fault(r, phrase, at, text);
  return false;
}

static bool is_number(const reading *r, size_t at)
{
  return at < r->size && (r->bytes[at] == '-' || (r->bytes[at] >= '0' && r->bytes[at] <= '9'));
}

/* [longitude, latitude] and what may follow, of which nothing is read. */
static bool take_place(reading *r, size_t at)
{
  size_t next = at + 1, value[2] = {ABSENT, ABSENT}, found;
  for (size_t i = 0; begins(r, at, '[') && i < 2; i++)
    if (score__jsontext_next(r->bytes, r->size, &next, false, &found) != SIZE_MAX) value[i] = found;
  if (!is_number(r, value[0]) || !is_number(r, value[1])) {
    fault(r, SCORE__PH_MAP_COORDINATES, at, NULL);
    return false;
  }
  if (r->place_total >= SCORE__MAX_MAP_PLACES) {
    char number[24];
    tell(r, SCORE_E_LIMIT, SCORE__PH_MAP_PLACES, at, score__int_text(number, SCORE__MAX_MAP_PLACES));
    return false;
  }
  if (score__grow(&r->place, &r->place_cap, r->place_count + 1, sizeof *r->place)) {
    fail_memory(r);
    return false;
  }
  score__place *p = &r->place[r->place_count];
  const bool lon = take_degrees(r, value[0], 180 * SCORE__MICRO, SCORE__PH_MAP_LONGITUDE, &p->lon);
  const bool lat = take_degrees(r, value[1], 90 * SCORE__MICRO, SCORE__PH_MAP_LATITUDE, &p->lat);
  r->place_count++;
  r->place_total++;
  return lon && lat;
}

static void take_ring(reading *r, size_t at)
{
  const size_t first = r->place_count;
  if (!begins(r, at, '[')) {
    fault(r, SCORE__PH_MAP_COORDINATES, at, NULL);
    return;
  }
  if (score__grow(&r->ring, &r->ring_cap, r->ring_count + 1, sizeof *r->ring)) {
    fail_memory(r);
    return;
  }
  bool good = true;
  size_t next = at + 1, value;
  while (!r->stopped && score__jsontext_next(r->bytes, r->size, &next, false, &value) != SIZE_MAX)
    if (!take_place(r, value)) {
      good = false;
      if (!begins(r, value, '[')) break; /* lists lie otherwise than they should: the same would be said of each */
    }
  if (!good) return;
  const size_t count = r->place_count - first;
  char number[24];
  const score__place *a = r->place + first;
  if (count < 4) {
    fault(r, SCORE__PH_MAP_RING_SHORT, at, score__int_text(number, (int64_t)count));
  } else if (a[0].lon != a[count - 1].lon || a[0].lat != a[count - 1].lat) {
    fault(r, SCORE__PH_MAP_RING_OPEN, at, NULL);
  } else {
    r->place_count--;
    r->ring[r->ring_count++] = first;
  }
}

/* `depth` lists around the rings: 1 of a Polygon, 2 of a MultiPolygon. */
static void take_rings(reading *r, size_t at, unsigned depth)
{
  bool any = false;
  size_t next = at + 1, value;
  while (begins(r, at, '[') && !r->stopped &&
         score__jsontext_next(r->bytes, r->size, &next, false, &value) != SIZE_MAX) {
    any = true;
    if (depth > 1)
      take_rings(r, value, depth - 1);
    else
      take_ring(r, value);
  }
  if (!any) fault(r, SCORE__PH_MAP_COORDINATES, at == ABSENT ? r->at : at, NULL);
}

static void take_geometry(reading *r, size_t feature, size_t at)
{
  static const char *const names[] = {"type", "coordinates"};
  size_t value[2];
  if (!begins(r, at, '{')) {
    fault(r, SCORE__PH_MAP_NO_GEOMETRY, at == ABSENT ? feature : at, NULL);
    return;
  }
  find_members(r, at, names, 2, value);
  const bool many = says(r, value[0], "MultiPolygon");
  if (many || says(r, value[0], "Polygon")) {
    if (value[1] == ABSENT)
      fault(r, SCORE__PH_MAP_COORDINATES, at, NULL);
    else
      take_rings(r, value[1], many ? 2 : 1);
    return;
  }
  score__arena scratch = {0};
  const char *type = begins(r, value[0], '"') ? text_at(r, &scratch, value[0]) : "";
  if (type) fault(r, SCORE__PH_MAP_GEOMETRY, at, type);
  score__arena_free(&scratch);
}

static const char *take_code(reading *r, size_t feature, size_t properties, size_t id, const char **name)
{
  static const char *const names[] = {"code", "name"};
  size_t value[2];
  find_members(r, properties, names, 2, value);
  *name = begins(r, value[1], '"') ? text_at(r, &r->map->arena, value[1]) : NULL;
  const size_t at = value[0] != ABSENT && !begins(r, value[0], 'n') ? value[0] : id;
  const char *code = begins(r, at, '"') ? text_at(r, &r->map->arena, at) : NULL;
  if (r->stopped) return NULL;
  if (at == ABSENT || begins(r, at, 'n') || (code && !*code)) {
    fault(r, SCORE__PH_MAP_NO_CODE, feature, NULL);
    return NULL;
  }
  if (!code) fault(r, SCORE__PH_MAP_CODE_TEXT, at, NULL);
  if (code && score__dict_get(&r->map->by_code, code) != SIZE_MAX) {
    fault(r, SCORE__PH_MAP_TWICE, at, code);
    return NULL;
  }
  return code;
}

static void keep_area(reading *r, const char *code, const char *name)
{
  score__place *place = score__arena_alloc(&r->map->arena, r->place_count, sizeof *place);
  score__ring *ring = score__arena_alloc(&r->map->arena, r->ring_count, sizeof *ring);
  if (!place || !ring || score__grow(&r->area, &r->area_cap, r->area_count + 1, sizeof *r->area) ||
      score__dict_add(&r->map->by_code, code, r->area_count)) {
    fail_memory(r);
    return;
  }
  if (r->place_count) memcpy(place, r->place, r->place_count * sizeof *place);
  for (size_t i = 0; i < r->ring_count; i++) {
    const size_t end = i + 1 < r->ring_count ? r->ring[i + 1] : r->place_count;
    ring[i] = (score__ring){.place = place + r->ring[i], .count = end - r->ring[i]};
  }
  r->area[r->area_count++] =
      (score__area){.code = code, .name = name ? name : code, .ring = ring, .ring_count = r->ring_count};
}

static void take_feature(reading *r, size_t at)
{
  static const char *const names[] = {"type", "geometry", "properties", "id"};
  size_t value[4];
  const char *name = NULL;
  find_members(r, at, names, 4, value);
  if (!says(r, value[0], "Feature")) {
    fault(r, SCORE__PH_MAP_FEATURE, at, NULL);
    return;
  }
  if (r->area_count >= SCORE__MAX_MAP_AREAS) {
    char number[24];
    tell(r, SCORE_E_LIMIT, SCORE__PH_MAP_AREAS, at, score__int_text(number, SCORE__MAX_MAP_AREAS));
    return;
  }
  r->place_count = r->ring_count = 0;
  take_geometry(r, at, value[1]);
  const char *code = take_code(r, at, value[2], value[3], &name);
  if (code && !r->stopped) keep_area(r, code, name);
}

static void take_collection(reading *r)
{
  static const char *const names[] = {"type", "features", "attribution"};
  const size_t root = score__jsontext_root(r->bytes, r->size);
  size_t value[3], at;
  find_members(r, root, names, 3, value);
  if (!says(r, value[0], "FeatureCollection") || !begins(r, value[1], '[')) {
    fault(r, SCORE__PH_MAP_COLLECTION, root, NULL);
    return;
  }
  r->map->credit = begins(r, value[2], '"') ? text_at(r, &r->map->arena, value[2]) : "";
  size_t next = value[1] + 1;
  for (size_t n = 0; !r->stopped && score__jsontext_next(r->bytes, r->size, &next, false, &at) != SIZE_MAX; n++) {
    r->feature = n;
    take_feature(r, at);
  }
  r->feature = ABSENT;
  if (!r->failed && r->area_count == 0) fault(r, SCORE__PH_MAP_NONE, value[1], NULL);
}

int score__geojson_read(score_map *map, const char *bytes, size_t size, const char *name, score_findings *findings,
                        score_error *err)
{
  static const score__jsontext_bounds bounds = {
      .bytes = SCORE__MAX_MAP_BYTES, .nodes = SCORE__MAX_MAP_NODES, .decimals = true};
  reading r = {.map = map, .bytes = bytes, .size = size, .name = name, .findings = findings, .err = err};
  score_error first = {0};
  r.feature = ABSENT;
  if (score__jsontext_check_within(bytes, size, &bounds, &first) != SCORE_OK) {
    score__fail_at(&first, name, first.line, first.column, NULL);
    score__finding_add(findings, SCORE_ERROR, &first);
    if (err) *err = first;
    return first.code;
  }
  take_collection(&r);
  score__area *area = r.failed ? NULL : score__arena_alloc(&map->arena, r.area_count, sizeof *area);
  if (!r.failed && !area) fail_memory(&r);
  if (area) memcpy(area, r.area, r.area_count * sizeof *area);
  map->area = area;
  map->area_count = area ? r.area_count : 0;
  free(r.area);
  free(r.place);
  free(r.ring);
  return r.failed ? r.code : SCORE_OK;
}
