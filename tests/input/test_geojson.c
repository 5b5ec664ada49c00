/* Boundaries: degrees exact from their text, and every fault told where it stands. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"
#include "input/geojson.h"

static const struct {
  const char *text;
  int64_t micro;
} degrees[] = {{"105.4358", 105435800},
               {"-10.5", -10500000},
               {"0", 0},
               {"-0", 0},
               {"7", 7000000},
               {"105.123456", 105123456},
               {"105.1234564999999999999999999", 105123456},
               {"105.1234565", 105123457},
               {"-105.1234565", -105123457},
               {"0.0000005", 1},
               {"0.0000004999999999999999999999999999999999999999999", 0},
               {"-0.0000005", -1},
               {"1.054358e2", 105435800},
               {"1054358E-4", 105435800},
               {"105435800000000000000000000000e-27", 105435800},
               {"1e-7", 0},
               {"5e-7", 1},
               {"10.5e-8", 0},
               {"1e400", INT64_MAX},
               {"-1e99999999999999999999", INT64_MIN},
               {"1e-99999999999999999999", 0},
               {"0e99999999999999999999", 0},
               {"0.000000000000000000000000000001e30", 1000000},
               {"179.9999999", 180000000}};

START_TEST(degrees_are_exact)
{
  ck_assert_int_eq(score__geojson_degrees(degrees[_i].text, strlen(degrees[_i].text)), degrees[_i].micro);
}
END_TEST

#define SQUARE            "[[105,10],[106,10],[106,11],[105,10]]"
#define POLYGON           "{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "]}"
#define HEAD              "{\"type\":\"FeatureCollection\",\"features\":[\n"
#define FEATURE(geometry) "{\"type\":\"Feature\",\"properties\":{\"code\":\"01\"},\"geometry\":" geometry "}"
#define MAP(geometry)     HEAD FEATURE(geometry) "]}"

typedef struct reading {
  score_map map;
  score_findings *findings;
  score_error err;
  int code;
} reading;

static void take(reading *r, const char *text, size_t size)
{
  *r = (reading){0};
  ck_assert_int_eq(score_findings_new(&r->findings, 0, NULL), 0);
  r->code = score__geojson_read(&r->map, text, size, "m.geojson", r->findings, &r->err);
}

static void drop(reading *r)
{
  score_findings_free(r->findings);
  score__dict_free(&r->map.by_code);
  score__arena_free(&r->map.arena);
}

static const struct {
  const char *text;
  int phrase;
  uint32_t line, column;
} faults[] = {
    {"", SCORE__PH_JSON_EMPTY, 1, 1},
    {"[]", SCORE__PH_MAP_COLLECTION, 1, 1},
    {"{\"type\":\"FeatureCollection\"}", SCORE__PH_MAP_COLLECTION, 1, 1},
    {"{\"type\":\"Topology\",\"features\":[]}", SCORE__PH_MAP_COLLECTION, 1, 1},
    {"{\"type\":\"FeatureCollection\",\"features\":[]}", SCORE__PH_MAP_NONE, 1, 40},
    {HEAD "7]}", SCORE__PH_MAP_FEATURE, 2, 1},
    {MAP("null"), SCORE__PH_MAP_NO_GEOMETRY, 2, 57},
    {HEAD "{\"type\":\"Feature\",\"properties\":{\"code\":\"01\"}}]}", SCORE__PH_MAP_NO_GEOMETRY, 2, 1},
    {MAP("{\"type\":\"GeometryCollection\",\"geometries\":[" POLYGON "]}"), SCORE__PH_MAP_GEOMETRY, 2, 57},
    {MAP("{\"type\":\"Point\",\"coordinates\":[1,2]}"), SCORE__PH_MAP_GEOMETRY, 2, 57},
    {MAP("{\"type\":\"Polygon\"}"), SCORE__PH_MAP_COORDINATES, 2, 57},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[]}"), SCORE__PH_MAP_COORDINATES, 2, 89},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":7}"), SCORE__PH_MAP_COORDINATES, 2, 89},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[7]}"), SCORE__PH_MAP_COORDINATES, 2, 90},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3],[4,5],[1,2]]]}"), SCORE__PH_MAP_COORDINATES, 2, 97},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,\"4\"],[4,5],[1,2]]]}"), SCORE__PH_MAP_COORDINATES, 2, 97},
    {MAP("{\"type\":\"MultiPolygon\",\"coordinates\":[[[105,10]]]}"), SCORE__PH_MAP_COORDINATES, 2, 97},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[1,2]]]}"), SCORE__PH_MAP_RING_SHORT, 2, 90},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[5,6],[7,8]]]}"), SCORE__PH_MAP_RING_OPEN, 2, 90},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[180.0000011,4],[5,6],[1,2]]]}"), SCORE__PH_MAP_LONGITUDE, 2,
     98},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,1e400],[5,6],[1,2]]]}"), SCORE__PH_MAP_LATITUDE, 2, 100},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[10.1,105.2],[3,4],[5,6],[10.1,4]]]}"), SCORE__PH_MAP_LATITUDE, 2,
     97},
    {HEAD "{\"type\":\"Feature\",\"properties\":{\"code\":1},\"geometry\":" POLYGON "}]}", SCORE__PH_MAP_CODE_TEXT, 2,
     40},
    {HEAD "{\"type\":\"Feature\",\"id\":1,\"geometry\":" POLYGON "}]}", SCORE__PH_MAP_CODE_TEXT, 2, 24},
    {HEAD "{\"type\":\"Feature\",\"properties\":null,\"geometry\":" POLYGON "}]}", SCORE__PH_MAP_NO_CODE, 2, 1},
    {HEAD "{\"type\":\"Feature\",\"properties\":{\"code\":\"\"},\"geometry\":" POLYGON "}]}", SCORE__PH_MAP_NO_CODE, 2,
     1},
    {HEAD FEATURE(POLYGON) ",\n" FEATURE(POLYGON) "]}", SCORE__PH_MAP_TWICE, 3, 40},
    {HEAD "{\"type\":\"Feature\",\"id\":\"1\",\"id\":\"2\",\"geometry\":" POLYGON "}]}", SCORE__PH_JSON_DUPLICATE, 2,
     28},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1.,2]]]}"), SCORE__PH_JSON_NO_NUMBER, 2, 92},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[01,2]]]}"), SCORE__PH_JSON_NO_NUMBER, 2, 92},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[-,2]]]}"), SCORE__PH_JSON_NO_NUMBER, 2, 92},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1e,2]]]}"), SCORE__PH_JSON_NO_NUMBER, 2, 92},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1.5.2,2]]]}"), SCORE__PH_JSON_NO_NUMBER, 2, 92},
    {MAP("{\"type\":\"Polygon\",\"coordinates\":[[[1,2"), SCORE__PH_JSON_TOKEN, 2, 95},
};

START_TEST(a_fault_is_told_with_its_place)
{
  reading r;
  take(&r, faults[_i].text, strlen(faults[_i].text));
  ck_assert_int_eq(r.code, SCORE_E_INPUT);
  ck_assert_int_eq(r.err.phrase, faults[_i].phrase);
  ck_assert_uint_eq(r.err.line, faults[_i].line);
  ck_assert_uint_eq(r.err.column, faults[_i].column);
  ck_assert_str_eq(r.err.file, "m.geojson");
  ck_assert_uint_eq(score_findings_count(r.findings, SCORE_ERROR), 1);
  ck_assert_uint_eq(r.map.area_count, 0);
  drop(&r);
}
END_TEST

START_TEST(all_faults_are_told)
{
  static const char text[] =
      HEAD FEATURE("null") ",\n" FEATURE("{\"type\":\"Polygon\",\"coordinates\":[[[1,95],[3,4]]]}") ",\n" FEATURE(
          POLYGON) ",\n{\"type\":\"Feature\",\"geometry\":" POLYGON "}]}";
  static const int wanted[] = {SCORE__PH_MAP_NO_GEOMETRY, SCORE__PH_MAP_LATITUDE, SCORE__PH_MAP_TWICE,
                               SCORE__PH_MAP_TWICE, SCORE__PH_MAP_NO_CODE};
  static const uint32_t lines[] = {2, 3, 3, 4, 5};
  reading r;
  take(&r, text, strlen(text));
  ck_assert_int_eq(r.code, SCORE_E_INPUT);
  ck_assert_uint_eq(score_findings_size(r.findings), 5);
  for (size_t i = 0; i < 5; i++) {
    ck_assert_int_eq(score_findings_get(r.findings, i, NULL)->phrase, wanted[i]);
    ck_assert_uint_eq(score_findings_get(r.findings, i, NULL)->line, lines[i]);
  }
  ck_assert_str_eq(score_findings_get(r.findings, 4, NULL)->field, "/features/3");
  drop(&r);
}
END_TEST

/* What RFC 7946 lets a file contain and this reader passes over; a mark of byte order, escapes in names, an altitude. */
START_TEST(what_is_foreign_is_passed_over)
{
  static const char text[] =
      "\xef\xbb\xbf{\"bbox\":[1.5,2e0,3,4],\"crs\":null,\"\\u0074ype\":\"FeatureCollection\",\"attribution\":"
      "\"An\\u00e0\","
      "\"features\":[{\"type\":\"Feature\",\"id\":\"00004\",\"properties\":{\"area\":12.75,\"code\":null,\"name\":"
      "\"Phu\\u031b\"},"
      "\"geometry\":{\"type\":\"MultiPolygon\",\"bbox\":[1],\"coordinates\":[[[[105,10,7.5],[106,10,0],[106,11,1],[105,"
      "10,7.5]],"
      "[[105.2,10.1],[105.3,10.1],[105.3,10.2],[105.2,10.1]]],[[[1.0000005,2],[3,4],[5,6],[1.0000005,2]]]]}}]}";
  reading r;
  take(&r, text, strlen(text));
  ck_assert_int_eq(r.code, 0);
  ck_assert_uint_eq(r.map.area_count, 1);
  const score__area *a = &r.map.area[0];
  ck_assert_str_eq(r.map.credit, "Anà");
  ck_assert_str_eq(a->code, "00004");
  ck_assert_str_eq(a->name, "Phư");
  ck_assert_uint_eq(a->ring_count, 3);
  ck_assert_uint_eq(a->ring[0].count, 3);
  ck_assert_int_eq(a->ring[1].place[1].lon, 105300000);
  ck_assert_int_eq(a->ring[1].place[2].lat, 10200000);
  ck_assert_int_eq(a->ring[2].place[0].lon, 1000001);
  ck_assert_uint_eq(score__dict_get(&r.map.by_code, "00004"), 0);
  ck_assert_str_eq(score_map_area_code(&r.map, 0), "00004");
  ck_assert_ptr_null(score_map_area_code(&r.map, 1));
  drop(&r);
}
END_TEST

START_TEST(shipped_boundaries_are_read)
{
  static const struct {
    const char *path;
    size_t areas;
  } files[] = {{SCORE_SOURCE_DIR "/criteria/boundaries/91.geojson", 102},
               {SCORE_SOURCE_DIR "/criteria/boundaries/75.geojson", 95}};
  for (size_t i = 0; i < 2; i++) {
    score_map *map = NULL;
    ck_assert_int_eq(score_map_read(&map, files[i].path, NULL, NULL), 0);
    ck_assert_uint_eq(score_map_areas(map), files[i].areas);
    ck_assert_str_eq(map->credit, "Vietnamese Provinces Database, © Thang Le Quoc, MIT");
    score_map_free(map);
  }
  score_map *map = NULL;
  score_error err = {0};
  ck_assert_int_eq(score_map_read(&map, "/nonexistent/map.geojson", NULL, &err), SCORE_E_INPUT);
  ck_assert_ptr_null(map);
}
END_TEST

/* A file cut anywhere is refused, never read past its end: the bytes lie at the end of their own block. */
START_TEST(a_cut_file_is_refused)
{
  static const char whole[] = HEAD FEATURE(POLYGON) "]}";
  for (size_t n = 0; n + 1 < sizeof whole; n++) {
    char *bytes = malloc(n ? n : 1);
    memcpy(bytes, whole, n);
    reading r;
    take(&r, bytes, n);
    ck_assert_int_ne(r.code, 0);
    drop(&r);
    free(bytes);
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("geojson");
  TCase *c = tcase_create("geojson");
  tcase_add_loop_test(c, degrees_are_exact, 0, (int)(sizeof degrees / sizeof *degrees));
  tcase_add_loop_test(c, a_fault_is_told_with_its_place, 0, (int)(sizeof faults / sizeof *faults));
  tcase_add_test(c, all_faults_are_told);
  tcase_add_test(c, what_is_foreign_is_passed_over);
  tcase_add_test(c, shipped_boundaries_are_read);
  tcase_add_test(c, a_cut_file_is_refused);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
