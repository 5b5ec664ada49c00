/* The smaller questions as pure functions: values -> points, points -> total. One unit that nothing else is known of, in
 * data of its own. By hand: 4176 of 4551 dossiers on time are 18.35 of 20 points of 766. */
#include <string.h>

#include "base/fail.h"
#include "compute/derivation.h"
#include "compute/engine.h"
#include "run/entry.h"
#include "run/header.h"
#include "run/what_if_change.h"

static const char unit_code[] = "unit", parent_code[] = "parent";

typedef struct scene {
  score_data *data;
  score__period period;
  uint32_t unit, parent; /* a statistic of the units is told on the row of their parent */
} scene;

static int open_scene(scene *s, const score_criteria *criteria, const char *period, score_error *err)
{
  const score_unit_entry unit = {.code = unit_code, .parent = parent_code}, parent = {.code = parent_code};
  *s = (scene){0};
  if (score__period_parse(&s->period, period, strlen(period)) != 0)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_PERIOD_WRONG, period, (const char *)NULL);
  int code = score_data_new(&s->data, criteria, err);
  if (!code) code = score_data_add_unit(s->data, &unit, err);
  if (!code) code = score_data_add_unit(s->data, &parent, err);
  if (code) return code;
  s->unit = (uint32_t)score__units_find(&s->data->units, unit_code);
  s->parent = (uint32_t)score__units_find(&s->data->units, parent_code);
  /* The frame is there though no value may be. */
  if (!score__data_frame(s->data, s->period) || score__data_settle(s->data) != 0) return score__fail_memory(err);
  return 0;
}

static int put(scene *s, const score__change *c, const char *said, score_error *err)
{
  const score_criteria *set = s->data->criteria;
  const bool statistic = !c->given && set->measure[c->column].is_statistic;
  score__observation o = {.unit = statistic ? s->parent : s->unit,
                          .period = s->period,
                          .given = c->given,
                          .column = c->column,
                          .said = SCORE__ORIGIN_NONE};
  const score__layer *l = &score__data_find_frame(s->data, s->period)->layer[SCORE_STAGE_SELF];
  const uint8_t *state = (c->given ? l->given_state : l->state)[c->column];
  if (state && state[o.unit] != SCORE__CELL_MISSING) {
    o.state = state[o.unit];
    o.value = (c->given ? l->given : l->value)[c->column][o.unit];
  }
  int code = score__change_apply(c, set, &o.state, &o.value, err);
  if (code == SCORE_E_INPUT && err && err->phrase == SCORE__PH_WHATIF_FROM_BLANK) {
    score__fail(err, SCORE_E_INPUT, SCORE__PH_WHATIF_RELATIVE_ALONE, said, (const char *)NULL);
    score__fail_at(err, NULL, 0, 0, c->given ? set->node[c->column].key : set->measure[c->column].key);
  }
  if (!code && score__data_observe(s->data, &o) < 0) code = score__data_fail_observe(s->data, &o, err);
  return code;
}

/* The unit alone, with data or without. */
static int run(score_result *r, const scene *s, score_error *err)
{
  *r = (score_result){.data = s->data,
                      .set = s->data->criteria,
                      .frame = score__data_find_frame(s->data, s->period),
                      .scope = "",
                      .count = 1,
                      .all = 1,
                      .contiguous = true};
  uint32_t *unit = score__arena_alloc(&r->arena, 1, sizeof *unit);
  r->unit = unit;
  if (!unit) return score__fail_memory(err);
  *unit = s->unit;
  return score__engine_run(r) ? score__fail_memory(err) : 0;
}

int score_points_of(score_node_result *out, const score_criteria *criteria, const char *node, const char *period,
                    const score_input_change *values, size_t count, score_error *err)
{
  const size_t k = score__dict_get(&criteria->by_node, node);
  scene s;
  *out = (score_node_result){0};
  if (k == SIZE_MAX) return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_CRITERION_UNKNOWN, node, (const char *)NULL);
  int code = open_scene(&s, criteria, period, err);
  for (size_t i = 0; !code && i < count; i++) {
    score__change c;
    code = score__change_read(&c, criteria, values[i].measure, values[i].text, err);
    if (!code) code = put(&s, &c, values[i].text, err);
  }
  score_result r = {0};
  if (!code) code = run(&r, &s, err);
  if (!code) code = score_result_node(out, &r, 0, k);
  score__arena_free(&r.arena);
  score_data_free(s.data);
  return code;
}

/* "TDGQ" or "points:TDGQ" */
static int read_points(score__change *c, const score_criteria *set, const score_input_change *said, score_error *err)
{
  char name[256];
  const size_t size = strlen(said->measure);
  const bool short_form = strncmp(said->measure, "points:", 7) != 0;
  if (short_form && size + 8 > sizeof name)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_NODE_UNKNOWN, said->measure, (const char *)NULL);
  if (short_form) {
    memcpy(name, "points:", 7);
    memcpy(name + 7, said->measure, size + 1);
  }
  const int code = score__change_read(c, set, short_form ? name : said->measure, said->text, err);
  if (code == SCORE_E_INPUT) score__fail_at(err, NULL, 0, 0, said->measure);
  return code;
}

int score_total_of(score_total_result *out, const score_criteria *criteria, const char *period,
                   const score_input_change *points, size_t count, score_error *err)
{
  scene s;
  *out = (score_total_result){0};
  int code = open_scene(&s, criteria, period, err);
  for (size_t i = 0; !code && i < count; i++) {
    score__change c;
    code = read_points(&c, criteria, &points[i], err);
    if (!code) code = put(&s, &c, points[i].text, err);
  }
  score_result r = {0};
  if (!code) code = run(&r, &s, err);
  if (!code) code = score_result_total(out, &r, 0);
  if (!code) out->rank = out->tied = out->decided = 0;
  score__arena_free(&r.arena);
  score_data_free(s.data);
  return code;
}
