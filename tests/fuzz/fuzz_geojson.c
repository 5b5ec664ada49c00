/* Any bytes as a map. What is read keeps its promises, and is drawn. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "input/geojson.h"
#include "output/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int good)
{
  if (!good) abort();
}

static void draw(const score_map *map)
{
  const score__cell_style style = {.lang = SCORE_LANG_VI, .mark = ',', .words = true};
  score__buffer out = {0};
  score_document *d = score__sheet_new("map");
  expect(d != NULL);
  score__sheet_table *t = score__sheet_table_add(d, "map", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "code"});
  score__sheet_column_add(d, t, (score__sheet_column){.key = "total"});
  score__cell *row = score__sheet_row_add(d, t, 0);
  row[0] = score__cell_text(d, score_map_area_code(map, 0));
  row[1] = score__cell_int(7);
  score__sheet_figure_add(d,
                          (score__figure){.kind = SCORE__FIGURE_MAP, .key = "map", .first = 1, .count = 1, .map = map});
  score__svg_figure(&out, d, &d->figure[0], &style, false);
  expect(!out.failed && score__text_valid(out.data, out.size) == out.size);
  score__buffer_free(&out);
  score_document_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  score_map map = {0};
  score_error err = {0};
  score_findings *findings = NULL;
  expect(score_findings_new(&findings, 0, &err) == 0);
  char *bytes = malloc(size ? size : 1);
  expect(bytes != NULL);
  if (size) memcpy(bytes, data, size);
  const int status = score__geojson_read(&map, bytes, size, "fuzz.geojson", findings, &err);
  expect(status == 0 || (err.code == status && err.line > 0 && score_findings_count(findings, SCORE_ERROR) > 0));
  expect((status == 0) == (map.area_count > 0));
  for (size_t a = 0; a < map.area_count; a++) {
    expect(*map.area[a].code && score__dict_get(&map.by_code, map.area[a].code) == a && map.area[a].ring_count > 0);
    for (size_t r = 0; r < map.area[a].ring_count; r++) {
      const score__ring *ring = &map.area[a].ring[r];
      expect(ring->count >= 3);
      for (size_t i = 0; i < ring->count; i++)
        expect(abs(ring->place[i].lon) <= 180000000 && abs(ring->place[i].lat) <= 90000000);
    }
  }
  if (status == 0) draw(&map);
  free(bytes);
  score_findings_free(findings);
  score__dict_free(&map.by_code);
  score__arena_free(&map.arena);
  return 0;
}
