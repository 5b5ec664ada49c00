#include "model/frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

static size_t columns_of(const score_data *data, bool given)
{
  return given ? data->criteria->node_count : data->criteria->measure_count;
}

static size_t all_columns(const score_data *data)
{
  return columns_of(data, false) + columns_of(data, true);
}

static void columns_free(int64_t **value, uint8_t **state, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (value) free(value[i]);
    if (state) free(state[i]);
  }
  free(value);
  free(state);
}

static void frame_free(const score_data *data, score__frame *frame)
{
  if (!frame) return;
  for (int s = 0; s < SCORE__STAGES; s++) {
    score__layer *l = &frame->layer[s];
    columns_free(l->value, l->state, columns_of(data, false));
    columns_free(l->given, l->given_state, columns_of(data, true));
    for (size_t i = 0; l->origin && i < all_columns(data); i++) free(l->origin[i]);
    free(l->origin);
  }
  free(frame);
}

void score__data_clear(score_data *data)
{
  for (size_t i = 0; i < data->frame_count; i++) frame_free(data, data->frame[i]);
  free(data->frame);
  free(data->file_sha256);
  score__origins_free(&data->origins);
  data->frame = NULL;
  data->file_sha256 = NULL;
  data->frame_count = data->frame_cap = data->file_count = data->file_cap = data->last_frame = 0;
}

static void *pointers(size_t count)
{
  return calloc(count ? count : 1, sizeof(void *));
}

static score__frame *frame_new(const score_data *data, score__period period)
{
  score__frame *frame = calloc(1, sizeof *frame);
  if (!frame) return NULL;
  frame->period = period;
  score__period_print(frame->name, sizeof frame->name, period);
  for (int s = 0; s < SCORE__STAGES; s++) {
    score__layer *l = &frame->layer[s];
    l->value = pointers(columns_of(data, false));
    l->state = pointers(columns_of(data, false));
    l->given = pointers(columns_of(data, true));
    l->given_state = pointers(columns_of(data, true));
    if (!l->value || !l->state || !l->given || !l->given_state) {
      frame_free(data, frame);
      return NULL;
    }
  }
  return frame;
}

static size_t frame_index(const score_data *data, score__period period)
{
  if (data->last_frame < data->frame_count && score__period_equal(data->frame[data->last_frame]->period, period)) {
    return data->last_frame;
  }
  for (size_t i = 0; i < data->frame_count; i++) {
    if (score__period_equal(data->frame[i]->period, period)) return i;
  }
  return SIZE_MAX;
}

const score__frame *score__data_find_frame(const score_data *data, score__period period)
{
  size_t i = frame_index(data, period);
  return i == SIZE_MAX ? NULL : data->frame[i];
}

/* Puts a frame in its place in the order of periods; SIZE_MAX when memory is out or there are too many. */
static size_t frame_insert(score_data *data, score__frame *frame)
{
  if (data->frame_count >= SCORE__MAX_PERIODS) return SIZE_MAX;
  if (score__grow(&data->frame, &data->frame_cap, data->frame_count + 1, sizeof *data->frame) != 0) return SIZE_MAX;
  size_t at = data->frame_count;
  while (at > 0 && score__period_cmp(data->frame[at - 1]->period, frame->period) > 0) at--;
  memmove(data->frame + at + 1, data->frame + at, (data->frame_count - at) * sizeof *data->frame);
  data->frame[at] = frame;
  data->frame_count++;
  return at;
}

score__frame *score__data_frame(score_data *data, score__period period)
{
  size_t i = frame_index(data, period);
  if (i == SIZE_MAX) {
    score__frame *frame = frame_new(data, period);
    if (!frame) return NULL;
    i = frame_insert(data, frame);
    if (i == SIZE_MAX) {
      frame_free(data, frame);
      return NULL;
    }
  }
  data->last_frame = i;
  return data->frame[i];
}

/* Gives one column room for `cap` units where it has room for `old`. On failure it keeps its old room. */
static int column_grow(int64_t **value, uint8_t **state, size_t old, size_t cap)
{
  if (!*value) return 0;
  size_t bytes;
  if (__builtin_mul_overflow(cap, sizeof **value, &bytes)) return -1;
  int64_t *v = realloc(*value, bytes);
  if (!v) return -1;
  *value = v;
  uint8_t *s = realloc(*state, cap);
  if (!s) return -1;
  *state = s;
  memset(v + old, 0, bytes - old * sizeof *v);
  memset(s + old, 0, cap - old);
  return 0;
}

static int origin_grow(uint32_t **origin, size_t old, size_t cap)
{
  size_t bytes;
  if (!*origin) return 0;
  if (__builtin_mul_overflow(cap, sizeof **origin, &bytes)) return -1;
  uint32_t *grown = realloc(*origin, bytes);
  if (!grown) return -1;
  *origin = grown;
  memset(grown + old, 0, bytes - old * sizeof *grown);
  return 0;
}

static int frame_grow(const score_data *data, score__frame *frame, size_t cap)
{
  if (cap <= frame->cap) return 0;
  for (int s = 0; s < SCORE__STAGES; s++) {
    score__layer *l = &frame->layer[s];
    for (size_t i = 0; i < columns_of(data, false); i++) {
      if (column_grow(&l->value[i], &l->state[i], frame->cap, cap) != 0) return -1;
    }
    for (size_t i = 0; i < columns_of(data, true); i++) {
      if (column_grow(&l->given[i], &l->given_state[i], frame->cap, cap) != 0) return -1;
    }
    for (size_t i = 0; l->origin && i < all_columns(data); i++) {
      if (origin_grow(&l->origin[i], frame->cap, cap) != 0) return -1;
    }
  }
  frame->cap = cap;
  return 0;
}

static int column_make(int64_t **value, uint8_t **state, size_t cap)
{
  int64_t *v = calloc(cap, sizeof *v);
  uint8_t *s = calloc(cap, 1);
  if (!v || !s) {
    free(v);
    free(s);
    return -1;
  }
  *value = v;
  *state = s;
  return 0;
}

/* Room is made for the first cell of a column that says something. */
static int note_origin(score_data *data, const score__frame *frame, score__layer *l, size_t column, uint32_t unit,
                       uint32_t origin)
{
  if (!origin && (!l->origin || !l->origin[column])) return 0;
  if (!l->origin) l->origin = pointers(all_columns(data));
  if (!l->origin) return -1;
  if (!l->origin[column]) l->origin[column] = calloc(frame->cap, sizeof **l->origin);
  if (!l->origin[column]) return -1;
  l->origin[column][unit] = origin;
  return 0;
}

static int observe_origin(score_data *data, const score__frame *frame, score__layer *l, const score__observation *o)
{
  if (!l->origin && !score__origin_says(&o->said)) return 0;
  uint32_t origin = score__origins_add(&data->origins, &o->said);
  size_t column = o->given ? columns_of(data, false) + o->column : o->column;
  return origin == UINT32_MAX ? -1 : note_origin(data, frame, l, column, o->unit, origin);
}

const score__origin *score__data_origin(const score_data *data, const score__frame *frame, int stage, bool given,
                                        size_t column, uint32_t unit)
{
  uint32_t *const *origin = frame->layer[stage].origin;
  size_t at = given ? columns_of(data, false) + column : column;
  uint32_t index = origin && origin[at] && unit < frame->cap ? origin[at][unit] : 0;
  return score__origins_get(&data->origins, index);
}

int score__data_observe(score_data *data, const score__observation *o)
{
  score__frame *frame = score__data_frame(data, o->period);
  if (!frame) return -1;
  if (o->unit >= frame->cap) {
    size_t cap = frame->cap * 2;
    if (cap < 64) cap = 64;
    if (cap < data->units.count) cap = data->units.count;
    if (cap <= o->unit) cap = (size_t)o->unit + 1;
    if (frame_grow(data, frame, cap) != 0) return -1;
  }
  score__layer *l = &frame->layer[o->stage];
  int64_t **value = &(o->given ? l->given : l->value)[o->column];
  uint8_t **state = &(o->given ? l->given_state : l->state)[o->column];
  if (!*value && column_make(value, state, frame->cap) != 0) return -1;
  if (observe_origin(data, frame, l, o) != 0) return -1;
  int taken = (*state)[o->unit] != SCORE__CELL_MISSING;
  (*value)[o->unit] = o->value;
  (*state)[o->unit] = o->state;
  /* What is told of the units below is nothing that a unit reports. */
  bool own = o->given || !data->criteria->measure[o->column].is_statistic;
  l->any |= own && o->state != SCORE__CELL_MISSING;
  frame->synthetic |= o->synthetic;
  return taken;
}

int score__data_settle(score_data *data)
{
  for (size_t i = 0; i < data->frame_count; i++) {
    if (frame_grow(data, data->frame[i], data->units.count) != 0) return -1;
  }
  return 0;
}

/* Both columns have room for `cap` units. A column that is not there yet is moved, not copied. */
static void column_merge(int64_t **value, uint8_t **state, int64_t **from, uint8_t **from_state, size_t cap,
                         size_t *replaced)
{
  if (!*from) return;
  if (!*value) {
    *value = *from;
    *state = *from_state;
    *from = NULL;
    *from_state = NULL;
    return;
  }
  for (size_t u = 0; u < cap; u++) {
    if ((*from_state)[u] == SCORE__CELL_MISSING) continue;
    *replaced += (*state)[u] != SCORE__CELL_MISSING;
    (*value)[u] = (*from)[u];
    (*state)[u] = (*from_state)[u];
  }
}

/* Rooms for what `from` says of its cells. */
static int origin_prepare(const score_data *data, score__frame *frame, const score__frame *from)
{
  for (int s = 0; s < SCORE__STAGES; s++) {
    score__layer *a = &frame->layer[s];
    const score__layer *b = &from->layer[s];
    if (!b->origin) continue;
    if (!a->origin) a->origin = pointers(all_columns(data));
    if (!a->origin) return -1;
    for (size_t i = 0; i < all_columns(data); i++) {
      if (!b->origin[i] || a->origin[i]) continue;
      a->origin[i] = calloc(frame->cap ? frame->cap : 1, sizeof **a->origin);
      if (!a->origin[i]) return -1;
    }
  }
  return 0;
}

/* A cell that is replaced loses what was said of it. Comes before the columns move. */
static void origin_merge(const score_data *data, score__frame *frame, const score__frame *from, const uint32_t *map)
{
  const size_t measures = columns_of(data, false);
  for (int s = 0; s < SCORE__STAGES; s++) {
    const score__layer *a = &frame->layer[s], *b = &from->layer[s];
    for (size_t i = 0; a->origin && i < all_columns(data); i++) {
      const uint8_t *state = i < measures ? b->state[i] : b->given_state[i - measures];
      for (size_t u = 0; a->origin[i] && state && u < frame->cap; u++)
        if (state[u] != SCORE__CELL_MISSING) a->origin[i][u] = b->origin && b->origin[i] ? map[b->origin[i][u]] : 0;
    }
  }
}

static uint32_t *origin_map(score_data *data, const score_data *from)
{
  uint32_t *map = calloc(from->origins.count + 1, sizeof *map);
  for (size_t k = 1; map && k < from->origins.count; k++) {
    const score__origin *o = &from->origins.item[k];
    map[k] = score__origins_add(&data->origins, o);
    if (map[k] != UINT32_MAX) continue;
    free(map);
    return NULL;
  }
  return map;
}

static void frame_merge(const score_data *data, score__frame *frame, score__frame *from, size_t *replaced)
{
  for (int s = 0; s < SCORE__STAGES; s++) {
    score__layer *a = &frame->layer[s], *b = &from->layer[s];
    for (size_t i = 0; i < columns_of(data, false); i++) {
      column_merge(&a->value[i], &a->state[i], &b->value[i], &b->state[i], frame->cap, replaced);
    }
    for (size_t i = 0; i < columns_of(data, true); i++) {
      column_merge(&a->given[i], &a->given_state[i], &b->given[i], &b->given_state[i], frame->cap, replaced);
    }
    a->any |= b->any;
  }
  frame->synthetic |= from->synthetic;
}

int score__data_merge(score_data *data, score_data *from, size_t *replaced)
{
  *replaced = 0;
  /* Everything that can fail comes first, so that a failure leaves no half of a file behind. */
  for (size_t i = 0; i < from->frame_count; i++) {
    score__frame *frame = score__data_frame(data, from->frame[i]->period);
    if (!frame) return -1;
    size_t cap = frame->cap > from->frame[i]->cap ? frame->cap : from->frame[i]->cap;
    if (frame_grow(data, frame, cap) != 0 || frame_grow(data, from->frame[i], cap) != 0) return -1;
    if (origin_prepare(data, frame, from->frame[i]) != 0) return -1;
  }
  uint32_t *map = origin_map(data, from);
  if (!map) return -1;
  for (size_t i = 0; i < from->frame_count; i++) {
    score__frame *frame = score__data_frame(data, from->frame[i]->period);
    origin_merge(data, frame, from->frame[i], map);
    frame_merge(data, frame, from->frame[i], replaced);
  }
  free(map);
  return 0;
}

int score__data_note_file(score_data *data, const char hex[SCORE__SHA256_HEX])
{
  if (score__grow(&data->file_sha256, &data->file_cap, data->file_count + 1, sizeof *data->file_sha256) != 0) return -1;
  memcpy(data->file_sha256[data->file_count++], hex, SCORE__SHA256_HEX);
  score__sha256 h;
  score__sha256_start(&h);
  for (size_t i = 0; i < data->file_count; i++) {
    score__sha256_add(&h, data->file_sha256[i], SCORE__SHA256_HEX - 1);
    score__sha256_add(&h, "\n", 1);
  }
  score__sha256_end(&h, data->input_sha256);
  return 0;
}

bool score__frame_has(const score__frame *f, const score_criteria *set, int lowest, int highest, uint32_t unit)
{
  if (unit >= f->cap) return false;
  for (int s = lowest; s <= highest; s++) {
    if (!f->layer[s].any) continue;
    for (size_t m = 0; m < set->measure_count; m++)
      if (f->layer[s].state[m] && f->layer[s].state[m][unit] != SCORE__CELL_MISSING && !set->measure[m].is_statistic)
        return true;
    for (size_t k = 0; k < set->node_count; k++)
      if (f->layer[s].given_state[k] && f->layer[s].given_state[k][unit] != SCORE__CELL_MISSING) return true;
  }
  return false;
}
