/* The map of the units. Who has no boundary stands in its table, and a boundary without a unit likewise. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "model/geography.h"
#include "paper/report_province.h"

#define NAMED 30u /* in a sentence; all of them stand in the table */

/* ---- what fills it ---- */

static int unknown(const score__province *p, const char *text, score_error *err)
{
  static const char *const words[] = {"total", "grade"};
  const score_criteria *set = p->result->set;
  const size_t most = set->node_count * 2 + 2;
  const char **name = score__arena_alloc(&p->d->arena, most, sizeof *name);
  size_t count = 0;
  if (!name) return score__fail_memory(err);
  for (size_t k = 0; k < (set->grade_count ? 2 : 1); k++) name[count++] = words[k];
  for (size_t k = 1; k < set->node_count; k++) {
    name[count++] = set->node[k].key;
    name[count++] = set->node[k].code;
  }
  const size_t near = score__text_nearest(text, name, count);
  return near == SIZE_MAX ? score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_PROVINCE_MAP_BY, text, (const char *)NULL)
                          : score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_PROVINCE_MAP_BY_NEAR, text, name[near],
                                        (const char *)NULL);
}

int score__province_map_by(uint32_t *out, const score__province *p, score_error *err)
{
  const char *by = p->options->map_by;
  const score_criteria *set = p->result->set;
  *out = 0;
  if (!by || strcmp(by, "total") == 0) return 0;
  if (strcmp(by, "grade") == 0 && set->grade_count) {
    *out = SCORE__PROVINCE_BY_GRADE;
    return 0;
  }
  const size_t node = score__dict_get(&set->by_node, by);
  if (node == SIZE_MAX || node == 0) return unknown(p, by, err);
  *out = (uint32_t)node;
  return 0;
}

/* ---- who has a boundary ---- */

typedef struct places {
  size_t *first, *next; /* areas of a unit, by position; of the next one of the same unit */
  bool *taken;          /* by area */
} places;

static bool find_places(places *out, const score__province *p)
{
  const score_map *map = p->options->map;
  const score_result *r = p->result;
  score__arena *arena = &p->d->arena;
  size_t *position = score__arena_alloc(arena, r->data->units.count + 1, sizeof *position);
  *out = (places){score__arena_alloc(arena, r->count + 1, sizeof *out->first),
                  score__arena_alloc(arena, map->area_count + 1, sizeof *out->next),
                  score__arena_alloc(arena, map->area_count + 1, sizeof *out->taken)};
  if (!position || !out->first || !out->next || !out->taken) return false;
  for (size_t u = 0; u < r->data->units.count; u++) position[u] = SIZE_MAX;
  for (size_t i = 0; i < r->count; i++) {
    position[r->unit[i]] = i;
    out->first[i] = SIZE_MAX;
  }
  for (size_t a = map->area_count; a-- > 0;) {
    const size_t unit = score__units_find(&r->data->units, map->area[a].code);
    if (unit == SIZE_MAX || position[unit] == SIZE_MAX) continue;
    out->next[a] = out->first[position[unit]];
    out->first[position[unit]] = a;
    out->taken[a] = true;
  }
  return true;
}

size_t score__province_without_boundary(score__province *p)
{
  places at;
  size_t count = 0;
  if (p->d->failed || !find_places(&at, p)) {
    p->d->failed = true;
    return 0;
  }
  for (size_t i = 0; i < p->result->count; i++) count += at.first[i] == SIZE_MAX;
  return count;
}

/* ---- table ---- */

enum { UNIT, NAME, AREA, VALUE };

/* Of a unit that is not ranked the total and the grade are those of the worst case: they stand in no picture. */
static score__cell value_of(const score__province *p, uint32_t by, size_t i)
{
  if ((!by || by == SCORE__PROVINCE_BY_GRADE) && !p->result->total[i].rank)
    return (score__cell){.kind = SCORE__CELL_EMPTY};
  return by && by != SCORE__PROVINCE_BY_GRADE ? score__province_points(p, by, i) : score__province_total(p, i);
}

static void value_column(score__province *p, score__sheet_table *t, uint32_t by)
{
  if (by && by != SCORE__PROVINCE_BY_GRADE) {
    score__province_node_column(p, t, by, true);
    return;
  }
  score__province_total_column(p, t, "total", true);
}

static void add_row(score__province *p, score__sheet_table *t, uint32_t by, size_t i, const char *area)
{
  score__cell *row = score__sheet_row_add(p->d, t, 0);
  if (!row) return;
  row[UNIT] = p->code[i];
  row[NAME] = p->name[i];
  if (area) row[AREA] = score__cell_code(p->d, area);
  row[VALUE] = value_of(p, by, i);
  if (p->result->set->grade_count && p->result->total[i].rank) row[VALUE + 1] = score__province_grade(p, i);
}

static void add_rows(score__province *p, score__sheet_table *t, uint32_t by, const places *at)
{
  const score_map *map = p->options->map;
  for (size_t k = 0; k < p->result->count; k++) {
    const size_t i = p->result->by_rank[k];
    if (at->first[i] == SIZE_MAX) add_row(p, t, by, i, NULL);
    for (size_t a = at->first[i]; a != SIZE_MAX; a = at->next[a]) add_row(p, t, by, i, map->area[a].code);
  }
  for (size_t a = 0; a < map->area_count; a++) {
    score__cell *row = at->taken[a] ? NULL : score__sheet_row_add(p->d, t, 0);
    if (!row) continue;
    row[NAME] = score__cell_text(p->d, map->area[a].name ? map->area[a].name : "");
    row[AREA] = score__cell_code(p->d, map->area[a].code);
  }
}

/* ---- who is not drawn ---- */

static void name_one(score__buffer *b, size_t count, const char *name, const char *code)
{
  if (count >= NAMED) return;
  score__buffer_text(b, count ? ", " : "");
  score__buffer_text(b, name && *name ? name : code);
}

static void say(score__province *p, int phrase, score__buffer *b, size_t count)
{
  score__cell args[] = {score__cell_int((int64_t)count), score__cell_buffer(p->d, b), score__cell_int(0)};
  if (!count) return;
  if (count > NAMED) {
    const score__cell list[] = {args[1], score__cell_int((int64_t)(count - NAMED))};
    args[1] = score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_AND_MORE, list, 2);
  }
  score__cell line = score__cell_phrase_args(p->d, phrase, args, 2);
  line.emphasis = 2;
  score__sheet_line_add(p->d, line, 0, true);
}

static void say_who_is_not_drawn(score__province *p, uint32_t by, const places *at)
{
  const score_map *map = p->options->map;
  score__buffer without = {0}, nobody = {0}, unranked = {0};
  size_t units = 0, areas = 0, plain = 0;
  for (size_t i = 0; (!by || by == SCORE__PROVINCE_BY_GRADE) && i < p->result->count; i++)
    if (at->first[i] != SIZE_MAX && !p->result->total[i].rank)
      name_one(&unranked, plain++, p->name[i].words.text[0], p->code[i].words.text[0]);
  for (size_t i = 0; i < p->result->count; i++)
    if (at->first[i] == SIZE_MAX) name_one(&without, units++, p->name[i].words.text[0], p->code[i].words.text[0]);
  for (size_t a = 0; a < map->area_count; a++)
    if (!at->taken[a]) name_one(&nobody, areas++, map->area[a].name, map->area[a].code);
  say(p, SCORE__PH_PROVINCE_MAP_WITHOUT, &without, units);
  say(p, SCORE__PH_PROVINCE_MAP_UNRANKED, &unranked, plain);
  say(p, SCORE__PH_PROVINCE_MAP_NOBODY, &nobody, areas);
}

static score__cell title_of(score__province *p, uint32_t by)
{
  if (by == SCORE__PROVINCE_BY_GRADE) return score__cell_phrase(SCORE__PH_PROVINCE_FIGURE_MAP_GRADE);
  if (!by) return score__cell_phrase(SCORE__PH_PROVINCE_FIGURE_MAP);
  const score__node *n = &p->result->set->node[by];
  const score__cell args[] = {score__cell_words(p->d, &n->name), score__cell_text(p->d, n->code)};
  return score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_FIGURE_MAP_NODE, args, 2);
}

void score__province_map(score__province *p, uint32_t by)
{
  const score_map *map = p->options->map;
  const score_result *r = p->result;
  places at;
  if (!map || p->d->failed) return;
  score__province_section(p, "map", SCORE__PH_PROVINCE_MAP);
  if (!find_places(&at, p)) {
    p->d->failed = true;
    return;
  }
  score__sheet_table *t = score__sheet_table_add(p->d, "map", 0);
  if (t) t->behind = true;
  score__sheet_column_add(p->d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column_add(p->d, t, score__report_column("name", SCORE__PH_COL_NAME, false));
  score__sheet_column c = score__report_column("area", SCORE__PH_COL_CODE, false);
  c.machine_only = true;
  score__sheet_column_add(p->d, t, c);
  value_column(p, t, by);
  if (r->set->grade_count) score__sheet_column_add(p->d, t, score__report_column("grade", SCORE__PH_COL_GRADE, false));
  add_rows(p, t, by, &at);
  size_t drawn = 0;
  for (size_t i = 0; i < r->count; i++) drawn += at.first[i] != SIZE_MAX;
  const score__cell args[] = {score__cell_int((int64_t)drawn), score__cell_int((int64_t)r->count)};
  score__figure f = {.kind = SCORE__FIGURE_MAP,
                     .key = "map",
                     .title = title_of(p, by),
                     .said = score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_FIGURE_MAP_SAID, args, 2),
                     .table = score__sheet_table_index(p->d, t),
                     .label = NAME,
                     .first = VALUE,
                     .count = 1,
                     .code = AREA,
                     .map = map};
  if (by == SCORE__PROVINCE_BY_GRADE) {
    f.category = p->grade;
    f.category_count = r->set->grade_count;
    f.by = VALUE + 1;
  }
  score__sheet_figure_add(p->d, f);
  say_who_is_not_drawn(p, by, &at);
}
