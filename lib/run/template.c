/* The public face of templates: names to units, then the form, then its bytes. */
#include "score/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "output/form_writer.h"
#include "report/form_template.h"
#include "run/retrieval.h"
#include "run/scope.h"

#define CHUNK ((size_t)1 << 16)

struct score_template {
  score__form form;
  score__arena texts; /* what the form borrows of data and options */
};

static int find_unit(score__form_order *order, const score_data *data, const char *text, score__arena *texts,
                     score_error *err)
{
  order->code = text;
  order->name = "";
  order->unit = UINT32_MAX;
  if (data && data->units.count) {
    const size_t unit = score__units_search(&data->units, text, err);
    if (unit == SIZE_MAX) return err && err->code ? err->code : SCORE_E_NOT_FOUND;
    const score__unit_state *state =
        score__units_on(&data->units, unit, score__set_last_day(order->set, order->period));
    order->unit = (uint32_t)unit;
    order->code = data->units.code[unit];
    if (state) order->name = data->units.text[state->name];
  }
  order->code = score__arena_text(texts, order->code);
  order->name = score__arena_text(texts, order->name);
  return order->code && order->name ? SCORE_OK : score__fail_memory(err);
}

static bool has_parent(const score__units *units, size_t unit, int32_t day)
{
  const score__unit_state *state = score__units_on(units, unit, day);
  return state && *units->text[state->parent];
}

/* Marks the units at the top: others belong to them on that day, and they to none. */
static void mark_above(bool *above, const score__units *units, int32_t day)
{
  for (size_t i = 0; i < units->count; i++) {
    const score__unit_state *state = score__units_on(units, i, day);
    const char *parent = state ? units->text[state->parent] : "";
    const size_t up = *parent ? score__units_find(units, parent) : SIZE_MAX;
    if (up != SIZE_MAX && !has_parent(units, up, day)) above[up] = true;
  }
}

static int list_units(uint32_t *unit, size_t *count, bool *above, const score__form_order *order, const char *text,
                      score_error *err)
{
  const score__units *units = &order->data->units;
  const int32_t day = score__set_last_day(order->set, order->period);
  score__scope scope;
  const int status = score__scope_parse(&scope, units, text, day, err);
  if (status) return status;
  mark_above(above, units, day);
  for (size_t i = 0; i < units->count; i++) {
    if (units->listed && !score__units_on(units, i, day)) continue;
    if (text ? score__scope_holds(&scope, i) : !above[i]) unit[(*count)++] = (uint32_t)i;
  }
  score__scope_free(&scope);
  return *count ? SCORE_OK : score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_FORM_NOBODY, (const char *)NULL);
}

static int make_province(score__form *form, const score__form_order *order, const char *scope, score_error *err)
{
  size_t count = 0;
  const size_t units = order->data ? order->data->units.count : 0;
  if (units == 0) return score__fail(err, SCORE_E_USAGE, SCORE__PH_FORM_NOBODY, (const char *)NULL);
  uint32_t *unit = calloc(units, sizeof *unit);
  bool *above = calloc(units, sizeof *above);
  int status = unit && above ? SCORE_OK : score__fail_memory(err);
  if (!status) status = list_units(unit, &count, above, order, scope, err);
  if (!status && score__form_province(form, order, unit, count) != 0) status = score__fail_memory(err);
  free(unit);
  free(above);
  return status;
}

/* The form outlives the data it was made from: its cells get texts of their own. */
static int own_texts(score__form *form)
{
  for (size_t i = 0; i < form->row_count * form->column_count; i++) {
    score__form_cell *cell = &form->cell[i];
    if (!(cell->text = *cell->text ? score__arena_text(&form->arena, cell->text) : "")) return -1;
  }
  return 0;
}

static int read_period(score__period *out, const score_template_options *options, score_error *err)
{
  const char *text = options->period;
  if (!text || !*text) return score__fail(err, SCORE_E_USAGE, SCORE__PH_FORM_NEED_PERIOD, (const char *)NULL);
  if (score__period_parse(out, text, strlen(text)) == 0) return SCORE_OK;
  return score__fail(err, SCORE_E_USAGE, SCORE__PH_PERIOD_WRONG, text, (const char *)NULL);
}

static int make(score_template *t, const score_criteria *criteria, const score_data *data, const score_data *before,
                const score_template_options *options, score_error *err)
{
  score__form_order order = {.set = criteria,
                             .data = data,
                             .before = before,
                             .stage = options->stage < 0 ? SCORE_STAGE_SELF : (uint8_t)options->stage,
                             .says_stage = options->stage >= 0,
                             .lang = options->lang};
  int status = read_period(&order.period, options, err);
  if (status) return status;
  if (options->stage > SCORE_STAGE_PUBLISHED)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_STAGE_WRONG, "", (const char *)NULL);
  if (options->unit) {
    status = find_unit(&order, data, options->unit, &t->texts, err);
    if (!status && score__form_unit(&t->form, &order) != 0) status = score__fail_memory(err);
  } else {
    status = make_province(&t->form, &order, options->scope, err);
  }
  if (!status && own_texts(&t->form) != 0) status = score__fail_memory(err);
  if (!status && (t->form.row_count == 0))
    status = score__fail(err, SCORE_E_USAGE, SCORE__PH_FORM_EMPTY, (const char *)NULL);
  return status;
}

static int make_new(score_template **out, const score_criteria *criteria, const score_data *data,
                    const score_data *before, const score_template_options *options, score_error *err)
{
  score_error own = {0};
  score_template *t = calloc(1, sizeof *t);
  if (!t) return score__fail_memory(err);
  const int status = make(t, criteria, data, before, options, err ? err : &own);
  if (status == SCORE_OK)
    *out = t;
  else
    score_template_free(t);
  return status;
}

int score_template_new(score_template **out, const score_criteria *criteria, const score_data *data,
                       const score_template_options *options, score_error *err)
{
  *out = NULL;
  return make_new(out, criteria, data, data, options, err);
}

int score_template_of_store(score_template **out, score_store *store, const score_criteria *criteria,
                            const score_template_options *options, score_error *err)
{
  score__period period = {0}, previous;
  score_data *data = NULL, *before = NULL;
  char text[SCORE__PERIOD_TEXT];
  *out = NULL;
  int status = read_period(&period, options, err);
  const bool one = !status && options->unit, goes_back = !status && score__period_previous(&previous, period) == 0;
  if (!status)
    status = one ? score_store_read_unit(&data, store, criteria, options->period, options->unit, err)
                 : score_store_read(&data, store, criteria, options->period, err);
  if (!status && one && goes_back) {
    score__period_print(text, sizeof text, previous);
    status = score__retrieve_fitting(&before, store, criteria, text, options->unit, err);
  }
  if (!status) status = make_new(out, criteria, data, before, options, err);
  score_data_free(data);
  score_data_free(before);
  return status;
}

void score_template_free(score_template *t)
{
  if (!t) return;
  score__form_free(&t->form);
  score__arena_free(&t->texts);
  free(t);
}

size_t score_template_rows(const score_template *t)
{
  return t->form.row_count;
}

int score_template_write(const score_template *t, score_template_format format, score_write_fn write, void *context,
                         score_error *err)
{
  score__buffer bytes = {0};
  char number[24];
  int status = SCORE_OK;
  switch (format) {
  case SCORE_TEMPLATE_XLSX: status = score__write_form_xlsx(&bytes, &t->form, err); break;
  case SCORE_TEMPLATE_CSV: status = score__write_form_csv(&bytes, &t->form, false, err); break;
  case SCORE_TEMPLATE_CSV_EXCEL_VI: status = score__write_form_csv(&bytes, &t->form, true, err); break;
  default:
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_FORMAT_UNKNOWN, score__int_text(number, (int64_t)format),
                       (const char *)NULL);
  }
  for (size_t at = 0; status == SCORE_OK && at < bytes.size; at += CHUNK) {
    const size_t size = bytes.size - at < CHUNK ? bytes.size - at : CHUNK;
    if (write(context, bytes.data + at, size) != 0)
      status = score__fail(err, SCORE_E_OUTPUT, SCORE__PH_OUTPUT, (const char *)NULL);
  }
  score__buffer_free(&bytes);
  return status;
}
