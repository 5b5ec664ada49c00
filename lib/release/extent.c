/* Units: those evaluated, the rest of their cohorts, units of the list that stand beside them without data (a ranking
 * names them), all above these, and where the set has statistics over children those below. Periods: the one evaluated
 * with everything in it, earlier ones with the measures that the set reads there, and the parts of all of them that
 * values may be derived from. */
#include "release/extent.h"

#include <stdlib.h>
#include <string.h>

#include "compute/derivation.h"
#include "compute/engine.h"
#include "release/frozen.h"

/* ---- units ---- */

static void mark_above(const score__units *units, uint8_t *in, size_t unit, int32_t day)
{
  for (int depth = 0; depth < 16; depth++) {
    unit = score__engine_parent(units, unit, day);
    if (unit == SIZE_MAX || in[unit]) return;
    in[unit] = 1;
  }
}

/* The parent, as written, and the kind of some evaluated unit: one text for both. */
static bool beside_key(score__buffer *out, const score__unit_state *s)
{
  score__buffer_clear(out);
  score__buffer_int(out, s->parent);
  score__buffer_char(out, '|');
  score__buffer_int(out, s->kind);
  return !out->failed;
}

static bool mark_beside(const score_result *r, uint8_t *in, int32_t day)
{
  const score__units *units = &r->data->units;
  score__dict seen = {0};
  score__arena keys = {0};
  score__buffer key = {0};
  bool good = true;
  for (size_t i = 0; good && i < r->count; i++) {
    const score__unit_state *s = score__units_on(units, r->unit[i], day);
    if (!s || !s->parent) continue;
    good = beside_key(&key, s);
    if (!good || score__dict_get(&seen, key.data) != SIZE_MAX) continue;
    const char *copy = score__arena_text(&keys, key.data);
    good = copy && score__dict_add(&seen, copy, 1) == 0;
  }
  for (uint32_t u = 0; good && seen.size && u < units->count; u++) {
    const score__unit_state *s = in[u] ? NULL : score__units_on(units, u, day);
    if (!s || score__frame_has(r->frame, r->set, score__engine_lowest(r), r->stage, u)) continue;
    good = beside_key(&key, s);
    if (good && score__dict_get(&seen, key.data) != SIZE_MAX) in[u] = 1;
  }
  score__dict_free(&seen);
  score__arena_free(&keys);
  score__buffer_free(&key);
  return good;
}

typedef struct coded {
  const char *code;
  uint32_t unit;
} coded;

static int by_code(const void *a, const void *b)
{
  return strcmp(((const coded *)a)->code, ((const coded *)b)->code);
}

static bool order_units(score__extent *x, const score__units *units, const uint8_t *in)
{
  coded *list = calloc(units->count + 1, sizeof *list);
  x->unit = score__arena_alloc(&x->arena, units->count, sizeof *x->unit);
  for (uint32_t u = 0; list && u < units->count; u++)
    if (in[u]) list[x->unit_count++] = (coded){units->code[u], u};
  const bool good = list && x->unit;
  if (good) qsort(list, x->unit_count, sizeof *list, by_code);
  for (size_t i = 0; good && i < x->unit_count; i++) x->unit[i] = list[i].unit;
  free(list);
  return good;
}

static bool choose_units(score__extent *x, const score_result *r)
{
  const score__units *units = &r->data->units;
  const int32_t day = score__set_last_day(r->set, r->frame->period);
  uint8_t *in = calloc(units->count + 1, 1);
  if (!in) return false;
  for (size_t i = 0; i < r->all; i++) in[r->unit[i]] = 2;
  for (uint32_t u = 0; r->set->children_count && u < units->count; u++) {
    const size_t parent = score__engine_parent(units, u, day);
    if (parent != SIZE_MAX && in[parent] == 2 && !in[u]) in[u] = 1;
  }
  bool good = mark_beside(r, in, day);
  for (uint32_t u = 0; good && u < units->count; u++)
    if (in[u]) mark_above(units, in, u, day);
  good = good && order_units(x, units, in);
  free(in);
  return good;
}

/* ---- periods ---- */

/* The entry of a period; NULL where the data have nothing of it. */
static struct score__extent_frame *entry_of(score__extent *x, score__period period)
{
  for (size_t i = 0; i < x->frame_count; i++)
    if (score__period_equal(x->frame[i].frame->period, period)) return &x->frame[i];
  return NULL;
}

static void want(score__extent *x, const score_criteria *set, score__period period, size_t measure, bool part)
{
  struct score__extent_frame *e = entry_of(x, period);
  if (!e) return;
  for (size_t m = 0; m < set->measure_count; m++) {
    if ((measure != SIZE_MAX && m != measure) || (part && !score__derivation_allowed(&set->measure[m]))) continue;
    e->measure[m] = 1;
  }
}

/* A measure (SIZE_MAX: all) of a period and of what it may be derived from. wanted: [frames of the data] */
static void want_with_parts(score__extent *x, const score_criteria *set, score__period period, size_t measure)
{
  score__period part[SCORE__YEAR_PERIODS];
  const size_t count = score__derivation_periods(part, set, period);
  want(x, set, period, measure, false);
  for (size_t i = 0; i < count; i++) want(x, set, part[i], measure, true);
}

static bool is_part(const score_criteria *set, const score__frame *frame, score__period whole)
{
  score__period part[SCORE__YEAR_PERIODS];
  const size_t count = score__derivation_periods(part, set, whole);
  bool found = score__period_equal(frame->period, whole);
  for (size_t i = 0; i < count && !found; i++) found = score__period_equal(frame->period, part[i]);
  return found;
}

static bool is_wanted(const score_result *r, const score__frame *frame)
{
  score__period earlier;
  bool found = is_part(r->set, frame, r->frame->period);
  for (size_t k = 0; k < r->set->earlier_count && !found; k++)
    found =
        score__set_earlier_period(&r->set->earlier[k], r->frame->period, &earlier) && is_part(r->set, frame, earlier);
  return found;
}

static bool choose_frames(score__extent *x, const score_result *r)
{
  const score_data *data = r->data;
  score__period earlier;
  x->frame = score__arena_alloc(&x->arena, data->frame_count, sizeof *x->frame);
  if (!x->frame) return false;
  for (size_t i = 0; i < data->frame_count; i++) {
    if (!is_wanted(r, data->frame[i])) continue;
    struct score__extent_frame *e = &x->frame[x->frame_count++];
    e->frame = data->frame[i];
    e->given = score__period_equal(data->frame[i]->period, r->frame->period);
    e->measure = score__arena_alloc(&x->arena, r->set->measure_count, 1);
    if (!e->measure) return false;
  }
  want_with_parts(x, r->set, r->frame->period, SIZE_MAX);
  for (size_t k = 0; k < r->set->earlier_count; k++)
    if (score__set_earlier_period(&r->set->earlier[k], r->frame->period, &earlier))
      want_with_parts(x, r->set, earlier, r->set->earlier[k].measure);
  return true;
}

static bool order_attributes(score__extent *x, const score__units *units)
{
  x->attribute = score__arena_alloc(&x->arena, units->attribute_count, sizeof *x->attribute);
  for (uint32_t a = 0; x->attribute && a < units->attribute_count; a++) {
    size_t at = a;
    for (; at > 0 && strcmp(units->attribute_name[x->attribute[at - 1]], units->attribute_name[a]) > 0; at--)
      x->attribute[at] = x->attribute[at - 1];
    x->attribute[at] = a;
  }
  return x->attribute != NULL;
}

int score__extent_of(score__extent *x, const score_result *r)
{
  *x = (score__extent){0};
  bool good = choose_units(x, r) && choose_frames(x, r) && order_attributes(x, &r->data->units);
  if (good) x->alias = score__aliases_sorted(&x->arena, &r->data->units, 0);
  if (good && x->alias) return 0;
  score__extent_free(x);
  return SCORE_E_MEMORY;
}

void score__extent_free(score__extent *x)
{
  score__arena_free(&x->arena);
}

const struct score__unit_alias *const *score__extent_aliases(const score__extent *x, const score__units *units,
                                                             uint32_t unit, size_t *count)
{
  size_t low = 0, high = units->alias_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (x->alias[middle]->unit < unit)
      low = middle + 1;
    else
      high = middle;
  }
  *count = 0;
  while (low + *count < units->alias_count && x->alias[low + *count]->unit == unit) ++*count;
  return x->alias + low;
}
