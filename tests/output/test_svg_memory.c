/* Memory that runs out while a map is read or a figure drawn: an error each time, and the whole picture otherwise. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "input/geojson.h"
#include "output/writer.h"

#include "../refusing.h"

static const char boundaries[] = "{\"type\":\"FeatureCollection\",\"attribution\":\"A\\u0026\",\"features\":["
                                 "{\"type\":\"Feature\",\"id\":\"1\",\"geometry\":{\"type\":\"Polygon\","
                                 "\"coordinates\":[[[0,0],[3,0],[3,3],[0,0]]]}},"
                                 "{\"type\":\"Feature\",\"properties\":{\"code\":\"\\u0032\",\"name\":\"Hai\"},"
                                 "\"geometry\":{\"type\":\"MultiPolygon\","
                                 "\"coordinates\":[[[[3,0],[6,0],[6,3],[3,0]]]]}}]}";

static score_document *document(const score_map *map)
{
  static const int64_t v[] = {10000000, 20000000, 30000000, 40000000, 50000000};
  score_document *d = score__sheet_new("t");
  if (!d) return NULL;
  d->synthetic = true;
  score__sheet_table *t = score__sheet_table_add(d, "t", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "code"});
  for (size_t c = 0; c < 5; c++)
    score__sheet_column_add(d, t, (score__sheet_column){.key = "n", .title_words = {{"A long head", "A long head"}}});
  for (size_t r = 0; r < 3; r++) {
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) break;
    row[0] = score__cell_text(d, r == 0   ? "1"
                                 : r == 1 ? "2"
                                          : "a name that is longer than the room that there is for names");
    for (size_t c = 0; c < 5; c++) row[c + 1] = score__cell_points(v[(c + r) % 5], 2);
  }
  const score__cell category[] = {score__cell_text(d, "1"), score__cell_text(d, "2")};
  for (uint8_t kind = 0; kind < 6; kind++)
    score__sheet_figure_add(d, (score__figure){.kind = kind < 5 ? kind : SCORE__FIGURE_MAP,
                                               .key = "abcdef" + kind,
                                               .title = score__cell_text(d, "T"),
                                               .first = 1,
                                               .count = 5,
                                               .category = category,
                                               .category_count = kind == 0 || kind == 5 ? 2 : 0,
                                               .map = map});
  return d;
}

static size_t written;

static int swallow(void *context, const void *bytes, size_t size)
{
  (void)context;
  (void)bytes;
  written += size;
  return 0;
}

static int whole(score_error *err)
{
  score_map map = {0};
  int code = score__geojson_read(&map, boundaries, sizeof boundaries - 1, "m", NULL, err);
  score_document *d = code == 0 ? document(&map) : NULL;
  if (code == 0 && !d) code = SCORE_E_MEMORY;
  for (size_t i = 0; code == 0 && i < 6; i++) {
    const score_write_options o = {.format = SCORE_FORMAT_SVG, .figure = &"abcdef"[i]};
    code = score_document_write(d, &o, swallow, NULL, err);
  }
  score_document_free(d);
  score__dict_free(&map.by_code);
  score__arena_free(&map.arena);
  return code;
}

START_TEST(every_allocation)
{
  score_error err = {0};
  written = 0;
  ck_assert_int_eq(whole(&err), 0);
  const size_t all = written;
  ck_assert_uint_gt(all, 20000);
  seen = 0;
  ck_assert_int_eq(whole(&err), 0);
  const long allocations = seen;
  for (long n = 0; n < allocations; n++) {
    countdown = n;
    hit = false;
    written = 0;
    const int code = whole(&err);
    countdown = -1;
    ck_assert_msg(code == SCORE_E_MEMORY || (code == 0 && written == all), "allocation %ld: %d, %zu bytes", n, code,
                  written);
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("svg_memory");
  TCase *cases = tcase_create("svg_memory");
  tcase_add_test(cases, every_allocation);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
