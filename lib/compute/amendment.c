/* Cell by cell: units by code, measures and nodes by key. A cell that is blank on both sides is no difference; 85.5 with
 * one declared digit and 85.50 with two are the same value. Example: released hs_dung_han 80 of unit 25210, corrected
 * to 82 with a second import: one amendment, value {80, 82}. */
#include "compute/amendment.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

typedef struct walk {
  score__amendments *out;
  const score_result *side[2];
  uint32_t *unit[2]; /* [unit_count] in the data of each side */
  const char **code; /* [unit_count] in order */
  size_t unit_count;
  score__amendment_filter filter; /* of side[1] */
  const void *context;
} walk;

/* ---- units of both sides, by code ---- */

static int by_code(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static uint32_t index_of(const score__units *units, const char *code)
{
  const size_t u = score__units_find(units, code);
  return u == SIZE_MAX ? UINT32_MAX : (uint32_t)u;
}

static int pair_units(walk *w)
{
  const score__units *a = &w->side[0]->data->units, *b = &w->side[1]->data->units;
  w->code = calloc(a->count + b->count + 1, sizeof *w->code);
  if (!w->code) return -1;
  for (size_t i = 0; i < a->count; i++) w->code[w->unit_count++] = a->code[i];
  for (size_t i = 0; i < b->count; i++)
    if (index_of(a, b->code[i]) == UINT32_MAX) w->code[w->unit_count++] = b->code[i];
  qsort(w->code, w->unit_count, sizeof *w->code, by_code);
  for (int s = 0; s < 2; s++) {
    w->unit[s] = calloc(w->unit_count + 1, sizeof **w->unit);
    if (!w->unit[s]) return -1;
    for (size_t i = 0; i < w->unit_count; i++) w->unit[s][i] = index_of(&w->side[s]->data->units, w->code[i]);
  }
  return 0;
}

/* ---- cells ---- */

static bool same_number(int64_t a, unsigned scale_a, int64_t b, unsigned scale_b)
{
  for (; scale_a < scale_b; scale_a++)
    if (__builtin_mul_overflow(a, INT64_C(10), &a)) return false;
  for (; scale_b < scale_a; scale_b++)
    if (__builtin_mul_overflow(b, INT64_C(10), &b)) return false;
  return a == b;
}

static bool is_same(const walk *w, const score__amendment *c)
{
  if (c->state[0] != c->state[1]) return false;
  if (c->state[0] == SCORE__CELL_MISSING || c->state[0] == SCORE__CELL_NA) return true;
  if (c->given) return c->value[0] == c->value[1];
  const score__measure *a = &w->side[0]->set->measure[c->column[0]], *b = &w->side[1]->set->measure[c->column[1]];
  if (a->type != b->type) return false;
  if (a->type == SCORE__MEASURE_CHOICE) return strcmp(a->option_key[c->value[0]], b->option_key[c->value[1]]) == 0;
  return same_number(c->value[0], a->scale, c->value[1], b->scale);
}

static void read_cell(const walk *w, score__amendment *c, int s)
{
  c->state[s] = SCORE__CELL_MISSING;
  c->value[s] = 0;
  const score__frame *frame = score__data_find_frame(w->side[s]->data, c->period);
  if (!frame || c->unit[s] == UINT32_MAX || c->column[s] == UINT32_MAX || c->unit[s] >= frame->cap) return;
  const score__layer *l = &frame->layer[c->stage];
  const uint8_t *state = c->given ? l->given_state[c->column[s]] : l->state[c->column[s]];
  const int64_t *value = c->given ? l->given[c->column[s]] : l->value[c->column[s]];
  if (!state || (s && w->filter && !w->filter(w->context, c->period, c->given, c->column[s], c->unit[s]))) return;
  c->state[s] = state[c->unit[s]];
  if (c->state[s] == SCORE__CELL_VALUE || c->state[s] == SCORE__CELL_OVERRIDE) c->value[s] = value[c->unit[s]];
}

/* Whether one side holds anything in a column: most are compared by this alone. */
static bool is_held(const walk *w, const score__amendment *c)
{
  for (int s = 0; s < 2; s++) {
    const score__frame *frame = score__data_find_frame(w->side[s]->data, c->period);
    if (!frame || c->column[s] == UINT32_MAX) continue;
    const score__layer *l = &frame->layer[c->stage];
    if (c->given ? l->given_state[c->column[s]] != NULL : l->state[c->column[s]] != NULL) return true;
  }
  return false;
}

static int add(score__amendments *out, const score__amendment *c)
{
  if (score__grow(&out->item, &out->cap, out->count + 1, sizeof *out->item) != 0) return -1;
  out->item[out->count++] = *c;
  return 0;
}

static int compare_column(const walk *w, score__amendment c)
{
  for (int stage = 0; stage < SCORE__STAGES; stage++) {
    c.stage = (uint8_t)stage;
    if (!is_held(w, &c)) continue;
    for (size_t i = 0; i < w->unit_count; i++) {
      c.unit[0] = w->unit[0][i];
      c.unit[1] = w->unit[1][i];
      read_cell(w, &c, 0);
      read_cell(w, &c, 1);
      if (!is_same(w, &c) && add(w->out, &c) != 0) return -1;
    }
  }
  return 0;
}

static const char *key_of(const score_criteria *set, bool given, size_t i)
{
  return given ? set->node[i].key : set->measure[i].key;
}

static uint32_t column_of(const score_criteria *set, bool given, const char *key)
{
  const size_t i = score__dict_get(given ? &set->by_node : &set->by_measure, key);
  if (i == SIZE_MAX || strcmp(key_of(set, given, i), key) != 0) return UINT32_MAX; /* by_node holds codes too */
  return (uint32_t)i;
}

/* The columns of the later set, then those that only the earlier one has. */
static int compare_columns(const walk *w, score__period period, bool given)
{
  int status = 0;
  for (int s = 1; s >= 0; s--) {
    const score_criteria *set = w->side[s]->set, *other = w->side[!s]->set;
    const size_t count = given ? set->node_count : set->measure_count;
    for (size_t i = 0; i < count && status == 0; i++) {
      score__amendment c = {.period = period, .given = given};
      c.column[s] = (uint32_t)i;
      c.column[!s] = column_of(other, given, key_of(set, given, i));
      if (s == 0 && c.column[1] != UINT32_MAX) continue;
      status = compare_column(w, c);
    }
  }
  return status;
}

static const char *code_of(const score__amendment *c, const score_result *const side[2])
{
  const int s = c->unit[1] != UINT32_MAX;
  return side[s]->data->units.code[c->unit[s]];
}

/* Found by column, wanted by unit: a stable merge by code keeps the order of columns within a unit. */
static int order(score__amendments *out, const score_result *const side[2])
{
  score__amendment *from = out->item, *to = calloc(out->count + 1, sizeof *to), *spare = to;
  if (!to) return -1;
  for (size_t width = 1; width < out->count; width *= 2) {
    for (size_t at = 0; at < out->count; at += 2 * width) {
      const size_t middle = at + width < out->count ? at + width : out->count;
      const size_t end = middle + width < out->count ? middle + width : out->count;
      for (size_t k = at, i = at, j = middle; k < end; k++) {
        const bool left = j == end || (i < middle && strcmp(code_of(&from[i], side), code_of(&from[j], side)) <= 0);
        to[k] = left ? from[i++] : from[j++];
      }
    }
    score__amendment *swap = from;
    from = to;
    to = swap;
  }
  if (from == spare) {
    out->item = from;
    out->cap = out->count + 1;
    free(to);
  } else {
    free(spare);
  }
  return 0;
}

int score__amendments_find(score__amendments *out, const score_result *before, const score_result *after,
                           score__amendment_filter filter, const void *context)
{
  walk w = {.out = out, .side = {before, after}, .filter = filter, .context = context};
  int status = pair_units(&w);
  for (int s = 0; s < 2; s++) {
    const score_data *data = w.side[s]->data;
    for (size_t i = 0; i < data->frame_count && status == 0; i++) {
      const score__period period = data->frame[i]->period;
      if (s && score__data_find_frame(w.side[0]->data, period)) continue; /* compared already */
      status = compare_columns(&w, period, false);
      if (status == 0) status = compare_columns(&w, period, true);
    }
  }
  if (status == 0 && out->count > 1) status = order(out, w.side);
  free(w.code);
  free(w.unit[0]);
  free(w.unit[1]);
  return status;
}
