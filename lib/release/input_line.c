/* {"unit":CODE,"period":"2026-Q3","stage":"self","values":[[MEASURE,VALUE,...]],"given":[[NODE,POINTS,OVERRIDES,...]]},
 * in the definition's order. A value is a decimal or a date or an option's key as text, true or false, null for NA; where
 * anything is said of the cell, its source, evidence, the evidence's last day and note follow as four texts. */
#include <string.h>

#include "base/period.h"
#include "compute/checks.h"
#include "release/canonical.h"
#include "release/frozen.h"

static const char *const stages[] = {"self", "verified", "published"};

void score__line_period(score__buffer *out, const score__frame *frame)
{
  score__buffer_text(out, "{\"period\":");
  score__canonical_word(out, frame->name);
  score__canonical_member(out, "synthetic");
  score__canonical_bool(out, frame->synthetic);
  score__buffer_text(out, "}\n");
}

static void put_value(score__buffer *out, const score__measure *m, uint8_t state, int64_t value)
{
  char day[SCORE__DATE_TEXT];
  if (state == SCORE__CELL_NA) {
    score__buffer_text(out, "null");
    return;
  }
  switch (m->type) {
  case SCORE__MEASURE_BOOLEAN: score__canonical_bool(out, value != 0); break;
  case SCORE__MEASURE_CHOICE: score__canonical_word(out, m->option_key[value]); break;
  case SCORE__MEASURE_DATE:
    score__date_print(day, sizeof day, (int32_t)value);
    score__canonical_word(out, day);
    break;
  default: score__canonical_decimal(out, value, m->scale);
  }
}

static void put_origin(score__buffer *out, const score__origin *o)
{
  const char *const text[] = {o->source, o->evidence, o->expires, o->note};
  for (size_t k = 0; score__origin_says(o) && k < 4; k++) {
    score__buffer_char(out, ',');
    score__canonical_word(out, text[k]);
  }
  score__buffer_char(out, ']');
}

typedef struct row {
  const score_data *data;
  const score__frame *frame;
  int stage;
  uint32_t unit;
} row;

static bool put_values(score__buffer *out, const row *at, const uint8_t *measure)
{
  const score__layer *l = &at->frame->layer[at->stage];
  bool any = false;
  for (size_t m = 0; m < at->data->criteria->measure_count; m++) {
    if (!l->state[m] || !l->state[m][at->unit] || (measure && !measure[m])) continue;
    score__buffer_text(out, any ? ",[" : "[");
    any = true;
    score__canonical_word(out, at->data->criteria->measure[m].key);
    score__buffer_char(out, ',');
    put_value(out, &at->data->criteria->measure[m], l->state[m][at->unit], l->value[m][at->unit]);
    put_origin(out, score__data_origin(at->data, at->frame, at->stage, false, m, at->unit));
  }
  return any;
}

static bool put_given(score__buffer *out, const row *at)
{
  const score__layer *l = &at->frame->layer[at->stage];
  bool any = false;
  for (size_t k = 0; k < at->data->criteria->node_count; k++) {
    if (!l->given_state[k] || !l->given_state[k][at->unit]) continue;
    score__buffer_text(out, any ? ",[" : "[");
    any = true;
    score__canonical_word(out, at->data->criteria->node[k].key);
    score__buffer_char(out, ',');
    score__canonical_micro(out, l->given[k][at->unit]);
    score__buffer_char(out, ',');
    score__canonical_bool(out, l->given_state[k][at->unit] == SCORE__CELL_OVERRIDE);
    put_origin(out, score__data_origin(at->data, at->frame, at->stage, true, k, at->unit));
  }
  return any;
}

bool score__line_input(score__buffer *out, const score_data *data, const score__frame *frame, int stage, uint32_t unit,
                       const uint8_t *measure, bool given)
{
  const row at = {data, frame, stage, unit};
  const size_t before = out->size;
  if (unit >= frame->cap) return false;
  score__buffer_text(out, "{\"unit\":");
  score__canonical_word(out, data->units.code[unit]);
  score__canonical_member(out, "period");
  score__canonical_word(out, frame->name);
  score__canonical_member(out, "stage");
  score__canonical_word(out, stages[stage]);
  score__buffer_text(out, ",\"values\":[");
  bool any = put_values(out, &at, measure);
  score__buffer_text(out, "],\"given\":[");
  any |= given && put_given(out, &at);
  score__buffer_text(out, "]}\n");
  if (!any && !out->failed) out->size = before;
  return any;
}

/* ---- reading ---- */

static bool lack_memory(score__cursor *c)
{
  c->memory = true;
  return score__cursor_refuse(c, c->at, SCORE__PH_MEMORY, "");
}

bool score__read_period(score__cursor *c, score_data *data, score__frame **out)
{
  score__period period;
  if (!score__cursor_expect(c, "{\"period\":")) return false;
  const char *at = c->at, *text = score__cursor_text(c, NULL);
  if (!text) return false;
  if (score__period_parse(&period, text, strlen(text)) != 0)
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_PERIOD, "");
  const char *before = data->frame_count ? data->frame[data->frame_count - 1]->name : "";
  if (data->frame_count && score__period_cmp(data->frame[data->frame_count - 1]->period, period) >= 0)
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_ORDER, before);
  *out = score__data_frame(data, period);
  if (!*out) return lack_memory(c);
  return score__cursor_expect(c, ",\"synthetic\":") && score__cursor_bool(c, &(*out)->synthetic) &&
         score__cursor_expect(c, "}") && score__cursor_end(c);
}

static bool read_origin(score__cursor *c, score__origin *out)
{
  const char *text[4] = {"", "", "", ""};
  for (size_t k = 0; k < 4 && !(k == 0 && score__cursor_take(c, "]")); k++) {
    if (!score__cursor_expect(c, ",") || !(text[k] = score__cursor_text(c, NULL))) return false;
    if (k == 3 && !score__cursor_expect(c, "]")) return false;
  }
  *out = (score__origin){.source = text[0], .evidence = text[1], .expires = text[2], .note = text[3]};
  return true;
}

static bool read_decimal_value(score__cursor *c, const score__measure *m, const char *at, int64_t *value)
{
  int64_t scaled;
  score_error err;
  if (!score__cursor_decimal(c, &scaled, m->scale)) return false;
  return score__check_stored(m, scaled, m->scale, value, &err) == 0 ||
         score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_VALUE, m->key);
}

static bool read_value(score__cursor *c, const score__measure *m, score__observation *o)
{
  const char *at = c->at;
  o->state = score__cursor_take(c, "null") ? SCORE__CELL_NA : SCORE__CELL_VALUE;
  o->value = 0;
  if (o->state == SCORE__CELL_NA) return true;
  if (m->type == SCORE__MEASURE_BOOLEAN) {
    o->value = score__cursor_take(c, "true");
    return o->value || score__cursor_take(c, "false") ||
           score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_VALUE, m->key);
  }
  if (m->type == SCORE__MEASURE_CHOICE) {
    const char *key = score__cursor_text(c, NULL);
    for (size_t k = 0; key && k < m->option_count; k++) {
      if (strcmp(m->option_key[k], key) != 0) continue;
      o->value = (int64_t)k;
      return true;
    }
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_VALUE, m->key);
  }
  if (m->type == SCORE__MEASURE_DATE) {
    int32_t day = 0;
    const char *text = score__cursor_text(c, NULL);
    if (!text || score__date_parse_iso(&day, text) != 0)
      return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_DATE, "");
    o->value = day;
    return true;
  }
  return read_decimal_value(c, m, at, &o->value);
}

static bool read_points(score__cursor *c, const score__node *n, score__observation *o)
{
  const char *at = c->at;
  bool overrides = false;
  if (!score__cursor_micro(c, &o->value)) return false;
  if (o->value < 0 || o->value > n->max_micro)
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_POINTS, n->key);
  if (!score__cursor_expect(c, ",") || !score__cursor_bool(c, &overrides)) return false;
  o->state = overrides ? SCORE__CELL_OVERRIDE : SCORE__CELL_VALUE;
  return true;
}

static bool find_column(score__cursor *c, const score_criteria *set, score__observation *o, size_t least)
{
  const char *at = c->at, *key = score__cursor_text(c, NULL);
  if (!key) return false;
  size_t found = score__dict_get(o->given ? &set->by_node : &set->by_measure, key);
  if (found != SIZE_MAX && o->given && strcmp(set->node[found].key, key) != 0) found = SIZE_MAX; /* a printed code */
  if (found == SIZE_MAX)
    return score__cursor_refuse(c, at, o->given ? SCORE__PH_RELEASE_WANT_NODE : SCORE__PH_RELEASE_WANT_MEASURE, "");
  if (found < least) {
    const char *before = o->given ? set->node[least - 1].key : set->measure[least - 1].key;
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_ORDER, before);
  }
  o->column = (uint32_t)found;
  return true;
}

static bool read_cells(score__cursor *c, score_data *data, score__observation *o, bool *any_cell)
{
  const score_criteria *set = data->criteria;
  size_t least = 0;
  bool any = false;
  while (!c->failed && !score__cursor_take(c, "]")) {
    if (any && !score__cursor_expect(c, ",")) return false;
    any = *any_cell = true;
    if (!score__cursor_expect(c, "[") || !find_column(c, set, o, least) || !score__cursor_expect(c, ",")) return false;
    least = (size_t)o->column + 1;
    if (o->given ? !read_points(c, &set->node[o->column], o) : !read_value(c, &set->measure[o->column], o))
      return false;
    if (!read_origin(c, &o->said)) return false;
    if (score__data_observe(data, o) < 0) return lack_memory(c);
  }
  return !c->failed;
}

static bool read_place(score__cursor *c, score_data *data, score__input_place *out)
{
  score__period period;
  if (!score__cursor_expect(c, "{\"unit\":")) return false;
  const char *at = c->at, *code = score__cursor_text(c, NULL);
  if (!code) return false;
  const size_t unit = score__units_find(&data->units, code);
  if (unit == SIZE_MAX || strcmp(data->units.code[unit], code) != 0)
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_UNIT, "");
  out->unit = (uint32_t)unit;
  if (!score__cursor_expect(c, ",\"period\":")) return false;
  at = c->at;
  const char *text = score__cursor_text(c, NULL);
  if (!text) return false;
  const bool good = score__period_parse(&period, text, strlen(text)) == 0;
  out->frame = good && score__data_find_frame(data, period) ? score__data_frame(data, period) : NULL;
  if (!out->frame) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_LISTED, "");
  if (!score__cursor_expect(c, ",\"stage\":")) return false;
  out->stage = score__cursor_choice(c, stages, SCORE__STAGES);
  return out->stage >= 0;
}

/* Rows are in order of unit, period and stage. */
static bool is_after(const score__input_place *a, const score__input_place *b)
{
  if (!b->frame || a->unit != b->unit) return !b->frame || a->unit > b->unit;
  const int order = score__period_cmp(a->frame->period, b->frame->period);
  return order ? order > 0 : a->stage > b->stage;
}

bool score__read_input(score__cursor *c, score_data *data, score__input_place *out)
{
  const score__input_place before = *out;
  bool any = false;
  if (!read_place(c, data, out) || !out->frame) return false;
  if (!is_after(out, &before))
    return score__cursor_refuse(c, c->start, SCORE__PH_RELEASE_WANT_ORDER, data->units.code[before.unit]);
  score__observation o = {.unit = out->unit, .period = out->frame->period, .stage = (uint8_t)out->stage};
  if (!score__cursor_expect(c, ",\"values\":[") || !read_cells(c, data, &o, &any)) return false;
  o.given = true;
  if (!score__cursor_expect(c, ",\"given\":[") || !read_cells(c, data, &o, &any)) return false;
  if (!any) return score__cursor_refuse(c, c->at - 1, SCORE__PH_RELEASE_FOUND, "[");
  return score__cursor_expect(c, "}") && score__cursor_end(c);
}
