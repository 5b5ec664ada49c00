/* The public face of data in memory. A file is read into a scratch beside the data, with a copy of the units, and
 * joins it only when all of it was good. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "run/entry.h"
#include "run/intake.h"

int score_data_new(score_data **out, const score_criteria *criteria, score_error *err)
{
  *out = calloc(1, sizeof **out);
  if (!*out) return score__fail_memory(err);
  (*out)->criteria = criteria;
  if (score__units_init(&(*out)->units) == 0) return SCORE_OK;
  score_data_free(*out);
  *out = NULL;
  return score__fail_memory(err);
}

void score_data_free(score_data *data)
{
  if (!data) return;
  score__data_clear(data);
  score__units_free(&data->units);
  free(data);
}

static int copy_states(score__units *out, const score__units *units)
{
  uint32_t *attribute = calloc(units->attribute_count + 1, sizeof *attribute);
  int status = attribute ? 0 : -1;
  for (size_t i = 0; i < units->state_count && status == 0; i++) {
    const score__unit_state *s = &units->state[i];
    memset(attribute, 0, units->attribute_count * sizeof *attribute);
    if (s->attributes) memcpy(attribute, s->attribute, s->attributes * sizeof *attribute);
    status = score__units_state(out, s->unit, s->first_day, s->last_day, units->text[s->name], units->text[s->kind],
                                units->text[s->parent], attribute);
    if (status == 0) status = score__units_succeed(out, s->unit, units->text[s->successor]);
  }
  free(attribute);
  return status;
}

/* The copy has the same units, texts and attributes at the same indices. 0 or -1. */
static int copy_units(score__units *out, const score__units *units)
{
  if (score__units_init(out) != 0) return -1;
  out->listed = units->listed;
  for (size_t i = 0; i < units->text_count; i++) {
    if (score__units_intern(out, units->text[i]) != i) return -1;
  }
  for (size_t i = 0; i < units->count; i++) {
    if (score__units_add(out, units->code[i]) != i) return -1;
  }
  for (size_t i = 0; i < units->alias_count; i++) {
    const struct score__unit_alias *a = &units->alias[i];
    if (score__units_alias(out, a->unit, a->system, a->text) != 0) return -1;
  }
  for (size_t i = 0; i < units->attribute_count; i++) {
    if (score__units_attribute(out, units->attribute_name[i]) != i) return -1;
  }
  return copy_states(out, units);
}

static void swap_units(score_data *a, score_data *b)
{
  score__units units = a->units;
  a->units = b->units;
  b->units = units;
}

int score_data_read_units(score_data *data, const char *path, const score_read_options *options,
                          score_findings *findings, score_error *err)
{
  score_data scratch = {.criteria = data->criteria};
  score__intake_report report = {.rows = 0};
  int status = copy_units(&scratch.units, &data->units) == 0 ? SCORE_OK : score__fail_memory(err);
  if (!status) status = score__intake_units(&scratch.units, path, options, &report, findings, err);
  if (!status) {
    swap_units(data, &scratch);
    if (score__data_settle(data) != 0 || score__data_note_file(data, report.sha256) != 0) {
      swap_units(data, &scratch);
      status = score__fail_memory(err);
    }
  }
  score__units_free(&scratch.units);
  return status;
}

int score__data_fail_observe(const score_data *data, const score__observation *o, score_error *err)
{
  char number[24];
  if (data->frame_count < SCORE__MAX_PERIODS || score__data_find_frame(data, o->period)) return score__fail_memory(err);
  return score__fail(err, SCORE_E_LIMIT, SCORE__PH_PERIODS_TOO_MANY, score__int_text(number, SCORE__MAX_PERIODS),
                     (const char *)NULL);
}

static int observe(void *context, const score__observation *o, score_error *err)
{
  int status = score__data_observe(context, o);
  return status < 0 ? score__data_fail_observe(context, o, err) : status;
}

static bool holds(void *context, const score__observation *o)
{
  const score__frame *frame = score__data_find_frame(context, o->period);
  if (!frame || o->unit >= frame->cap) return false;
  const score__layer *l = &frame->layer[o->stage];
  uint8_t *const *state = o->given ? l->given_state : l->state;
  return state && state[o->column] && state[o->column][o->unit] != SCORE__CELL_MISSING;
}

static void warn_replaced(const char *path, size_t replaced, score_findings *findings)
{
  char number[24];
  score_error e;
  if (!replaced) return;
  score__fail(&e, SCORE_OK, SCORE__PH_CELLS_REPLACED, score__int_text(number, (int64_t)replaced), (const char *)NULL);
  score__fail_at(&e, path, 0, 0, NULL);
  score__finding_add(findings, SCORE_WARNING, &e);
}

/* All or nothing: what can fail comes first. */
static int join(score_data *data, score_data *scratch, const char hex[SCORE__SHA256_HEX], size_t *replaced)
{
  char before[SCORE__SHA256_HEX];
  memcpy(before, data->input_sha256, sizeof before);
  if (score__data_note_file(data, hex) != 0) return -1;
  swap_units(data, scratch);
  if (score__data_settle(data) == 0 && score__data_merge(data, scratch, replaced) == 0) return 0;
  swap_units(data, scratch);
  data->file_count--;
  memcpy(data->input_sha256, before, sizeof before);
  return -1;
}

int score_data_read(score_data *data, const char *path, const score_read_options *options, score_findings *findings,
                    score_error *err)
{
  score_data scratch = {.criteria = data->criteria};
  score__intake_report report = {.rows = 0};
  const score__intake_sink sink = {observe, holds, &scratch};
  size_t replaced = 0;
  int status = copy_units(&scratch.units, &data->units) == 0 ? SCORE_OK : score__fail_memory(err);
  if (!status) {
    status = score__intake_data(&scratch.units, data->criteria, path, options, &sink, &report, findings, err);
  }
  if (!status && score__data_settle(&scratch) != 0) status = score__fail_memory(err);
  if (!status && join(data, &scratch, report.sha256, &replaced) != 0) status = score__fail_memory(err);
  if (!status) warn_replaced(path, replaced, findings);
  score__data_clear(&scratch);
  score__units_free(&scratch.units);
  return status;
}

size_t score_data_units(const score_data *data)
{
  return data->units.count;
}

const char *score_data_unit_code(const score_data *data, size_t unit)
{
  return unit < data->units.count ? data->units.code[unit] : NULL;
}

size_t score_data_find_unit(const score_data *data, const char *text, score_error *err)
{
  return score__units_search(&data->units, text, err);
}

size_t score_data_periods(const score_data *data)
{
  return data->frame_count;
}

const char *score_data_period(const score_data *data, size_t i)
{
  return i < data->frame_count ? data->frame[i]->name : NULL;
}
