/* Maps: places to the tenth of a pixel, as worked out elsewhere, and every area accounted for. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "input/geojson.h"
#include "output/projection.h"
#include "output/writer.h"

/* cos times 2^30, by the C library of another language. */
static const struct {
  int64_t lat, cosine;
} cosines[] = {{0, 1073741824},        {10000000, 1057429273}, {-10000000, 1057429273}, {10050000, 1057266159},
               {16047079, 1031903350}, {45000000, 759250125},  {60000000, 536870912},   {-60000000, 536870912},
               {89000000, 18739379},   {90000000, 0}};

START_TEST(cosines_are_right)
{
  const int64_t off = score__projection_cosine(cosines[_i].lat) - cosines[_i].cosine;
  ck_assert_msg(off >= -16 && off <= 16, "off by %ld / 2^30", (long)off);
}
END_TEST

static score_map *map_of(const score__place *place, size_t count)
{
  score_map *map = calloc(1, sizeof *map);
  score__ring *ring = score__arena_alloc(&map->arena, 1, sizeof *ring);
  score__area *area = score__arena_alloc(&map->arena, 1, sizeof *area);
  *ring = (score__ring){place, count};
  *area = (score__area){.code = "1", .name = "Một", .ring = ring, .ring_count = 1};
  map->area = area;
  map->area_count = 1;
  return map;
}

/* As wide as the room: 2.2 degrees at 10.05 north, cos 0.98465584: 720 px for 2.16624285. */
static const struct {
  score__place place;
  int64_t x, y;
} wide[] = {{{103400000, 10900000}, 0, 0},
            {{105600000, 9200000}, 7200, 5650},
            {{104500000, 10050000}, 3600, 2825},
            {{105435800, 10394900}, 6663, 1679},
            {{103480567, 9286501}, 264, 5363}};
/* As high as the room: 15 degrees at 15.5 north; 41.1 px wide, in the middle, from a whole tenth on. */
static const struct {
  score__place place;
  int64_t x, y;
} high[] = {{{106000000, 23000000}, 3394, 0}, {{107000000, 8000000}, 3805, 6400}, {{106250000, 21028500}, 3497, 841}};

START_TEST(places_are_where_they_should_be)
{
  static const score__place a[] = {
      {103400000, 9200000}, {105600000, 9200000}, {105600000, 10900000}, {103400000, 10900000}};
  static const score__place b[] = {
      {106000000, 8000000}, {107000000, 8000000}, {107000000, 23000000}, {106000000, 23000000}};
  score__projection p;
  int64_t x, y;
  score_map *map = map_of(a, 4);
  score__projection_make(&p, map, 7200, 6400);
  ck_assert_int_eq(p.height, 5650);
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    score__projection_place(&p, &wide[i].place, &x, &y);
    ck_assert_int_eq(x, wide[i].x);
    ck_assert_int_eq(y, wide[i].y);
  }
  score_map_free(map);
  map = map_of(b, 4);
  score__projection_make(&p, map, 7200, 6400);
  for (size_t i = 0; i < sizeof high / sizeof *high; i++) {
    score__projection_place(&p, &high[i].place, &x, &y);
    ck_assert_int_eq(x, high[i].x);
    ck_assert_int_eq(y, high[i].y);
  }
  score_map_free(map);
}
END_TEST

/* A map of one place, and of none. */
START_TEST(a_map_without_extent_is_drawn)
{
  static const score__place one[] = {{105000000, 10000000}, {105000000, 10000000}, {105000000, 10000000}};
  score__projection p;
  int64_t x, y;
  score_map *map = map_of(one, 3);
  score__projection_make(&p, map, 7200, 6400);
  score__projection_place(&p, &one[0], &x, &y);
  ck_assert_int_eq(x, 3600);
  ck_assert_int_eq(y, 0);
  score_map_free(map);
}
END_TEST

#define AREA(code, name, rings)                                                                                        \
  "{\"type\":\"Feature\",\"properties\":{\"code\":\"" code "\",\"name\":\"" name                                       \
  "\"},\"geometry\":{\"type\":\"Polygon\","                                                                            \
  "\"coordinates\":[" rings "]}}"
/* On the equator, 0.72 degrees wide: a thousandth of a degree is a pixel; the cosine of 0.18 degrees is 0.999995. */
static const char boundaries[] =
    "{\"type\":\"FeatureCollection\",\"attribution\":\"A & B\",\"features\":[" AREA("1", "x", "[[0,0],[0.36,0],[0.36,0.36],[0,0.36],[0,0]],[[0.1,0.1],[0.2,0.1],[0.2,0.2],[0.1,0.1]]") "," AREA(
        "2", "x",
        "[[0.36,0],[0.72,0],[0.72,0.36],[0.36,0.36],[0.36,0]]") "," AREA("3", "Vùng <3>",
                                                                         "[[0.5,0.359],[0.501,0.359],[0.501,0.36],[0.5,"
                                                                         "0.359]]") "," AREA("4", "x",
                                                                                             "[[0.6,0.3],[0.7,0.3],[0."
                                                                                             "7,0.36],[0.6,0.3]]") "]}";

static score_document *document(score_map *map, bool classes)
{
  static const char *const code[] = {"1", "2", "4", "9"}, *const name[] = {"Một", "Hai", "Bốn", "Chín"},
                           *const grade[] = {"Tốt", "Yếu", "", "Tốt"};
  static const int64_t total[] = {90000000, 50000000, -1, 70000000};
  score_document *d = score__sheet_new("t");
  score__sheet_table *t = score__sheet_table_add(d, "map", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "code", .machine_only = true});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "name"});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "total", .title_words = {{"Total", "Tổng điểm"}}});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "grade"});
  for (size_t i = 0; i < 4; i++) {
    score__cell *row = score__sheet_row_add(d, t, 0);
    row[0] = score__cell_code(d, code[i]);
    row[1] = score__cell_text(d, name[i]);
    if (total[i] >= 0) row[2] = score__cell_points(total[i], 2);
    row[3] = score__cell_text(d, grade[i]);
  }
  static score__cell category[2];
  category[0] = score__cell_text(d, "Tốt");
  category[1] = score__cell_text(d, "Yếu");
  score__sheet_figure_add(d, (score__figure){.kind = SCORE__FIGURE_MAP,
                                             .key = "map",
                                             .title = score__cell_text(d, "Bản đồ"),
                                             .label = 1,
                                             .first = 2,
                                             .count = 1,
                                             .category = category,
                                             .category_count = classes ? 2 : 0,
                                             .by = 3,
                                             .map = map});
  return d;
}

static char *drawn(const score_document *d, bool inside)
{
  const score__cell_style style = {.lang = SCORE_LANG_VI, .mark = ',', .words = true};
  score__buffer out = {0};
  score__svg_figure(&out, d, &d->figure[0], &style, inside);
  ck_assert(!out.failed);
  return out.data;
}

#define HAS(text, part)     ck_assert_msg(strstr(text, part) != NULL, "%s is not in\n%s", part, text)
#define HAS_NOT(text, part) ck_assert_msg(strstr(text, part) == NULL, "%s is in\n%s", part, text)

static void read_map(score_map *map)
{
  *map = (score_map){0};
  ck_assert_int_eq(score__geojson_read(map, boundaries, sizeof boundaries - 1, "m", NULL, NULL), 0);
}

START_TEST(areas_have_the_colour_of_their_number)
{
  score_map map;
  read_map(&map);
  score_document *d = document(&map, false);
  d->synthetic = true;
  char *text = drawn(d, false);
  /* 38 px of title and 22 of the mark stand above. Bounds: 50 to 90 in steps of 10, four classes: 50 has the first colour,
   * 90 the last; 70 is not on the map, and is in no count. */
  HAS(text,
      "<path class=\"c6\" data-r=\"0\" d=\"M0 410l360 0 0-360-360 0zM100 310l100 0 0-100z\"><title>Một: 90,00</title>");
  HAS(text, "<path class=\"c0\" data-r=\"1\" d=\"M360 410l360 0 0-360-360 0z\"><title>Hai: 50,00</title>");
  /* No row: hatched, without a place in the table; so small that it has a dot. */
  HAS(text, "<path fill=\"url(#v-map-n)\" d=\"M500 51l1 0 0-1zM498 50.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z\">"
            "<title>Vùng &lt;3&gt;: chưa có số liệu</title>");
  /* A row without a number. */
  HAS(text, "<path fill=\"url(#v-map-n)\" data-r=\"2\"");
  HAS(text, "<title>Bốn: chưa có số liệu</title>");
  HAS(text, "fill-rule=\"evenodd\"");
  HAS(text, "SỐ LIỆU MÔ PHỎNG");
  HAS(text, "Nguồn ranh giới: A &amp; B");
  for (const char *const *bound = (const char *const[]){"50", "60", "70", "80", "90", NULL}; *bound; bound++) {
    char said[32] = ">";
    HAS(text, strcat(strcat(said, *bound), "</text>"));
  }
  free(text);
  text = drawn(d, true);
  HAS_NOT(text, "A &amp; B"); /* the page says it */
  HAS(text, "SỐ LIỆU MÔ PHỎNG");
  HAS(text, "data-table=\"t-0\"");
  free(text);
  score_document_free(d);
  score__dict_free(&map.by_code);
  score__arena_free(&map.arena);
}
END_TEST

START_TEST(areas_have_the_number_of_their_class)
{
  score_map map;
  read_map(&map);
  score_document *d = document(&map, true);
  char *text = drawn(d, true);
  HAS(text, "<path class=\"k0\" data-r=\"0\"");
  HAS(text, "<path class=\"k5\" data-r=\"1\"");
  HAS(text, "<title>Hai: Yếu</title>");
  HAS(text, "<path fill=\"url(#v-map-n)\" data-r=\"2\"");
  HAS(text, "class=\"ha\" text-anchor=\"middle\">1</text>");
  HAS(text, "class=\"ha\" text-anchor=\"middle\">2</text>");
  HAS_NOT(text, "class=\"ha\" text-anchor=\"middle\">3</text>");
  HAS(text, ">1  Tốt (2)</text>");
  HAS(text, ">2  Yếu (1)</text>");
  HAS(text, "chưa có số liệu</text>");
  free(text);
  score_document_free(d);
  score__dict_free(&map.by_code);
  score__arena_free(&map.arena);
}
END_TEST

START_TEST(a_map_of_nothing_says_so)
{
  score_map map = {0};
  score_document *d = document(&map, false);
  char *text = drawn(d, true);
  HAS(text, "Không có số liệu để vẽ.");
  free(text);
  d->figure[0].map = NULL;
  text = drawn(d, true);
  HAS(text, "Không có số liệu để vẽ.");
  free(text);
  read_map(&map);
  d->figure[0].map = &map;
  d->table[0].row_count = 0; /* all areas hatched */
  text = drawn(d, true);
  HAS(text, "<title>Vùng &lt;3&gt;: chưa có số liệu</title>");
  HAS_NOT(text, "data-r=");
  free(text);
  score_document_free(d);
  score__dict_free(&map.by_code);
  score__arena_free(&map.arena);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("projection");
  TCase *c = tcase_create("projection");
  tcase_add_loop_test(c, cosines_are_right, 0, (int)(sizeof cosines / sizeof *cosines));
  tcase_add_test(c, places_are_where_they_should_be);
  tcase_add_test(c, a_map_without_extent_is_drawn);
  tcase_add_test(c, areas_have_the_colour_of_their_number);
  tcase_add_test(c, areas_have_the_number_of_their_class);
  tcase_add_test(c, a_map_of_nothing_says_so);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
