/* One unit, one row per measure. */
#include <string.h>

#include "report/form_template.h"

enum {
  AT_UNIT,
  AT_PERIOD,
  AT_STAGE,
  AT_CRITERION,
  AT_MEASURE,
  AT_NAME,
  AT_MEASURE_UNIT,
  AT_PREVIOUS,
  AT_VALUE,
  AT_SOURCE,
  AT_EVIDENCE,
  AT_EXPIRES,
  AT_NOTE,
  AT_HELP,
  AT_COUNT
};

static const struct {
  int title;
  uint16_t width;
  bool wraps;
} columns[AT_COUNT] = {{SCORE__PH_FORM_COL_UNIT, 9, false},     {SCORE__PH_FORM_COL_PERIOD, 9, false},
                       {SCORE__PH_FORM_COL_STAGE, 10, false},   {SCORE__PH_FORM_COL_CRITERION, 9, true},
                       {SCORE__PH_FORM_COL_MEASURE, 16, true},  {SCORE__PH_FORM_COL_NAME, 40, true},
                       {SCORE__PH_FORM_COL_UNIT_OF, 10, true},  {SCORE__PH_FORM_COL_PREVIOUS, 11, true},
                       {SCORE__PH_FORM_COL_VALUE, 13, true},    {SCORE__PH_FORM_COL_SOURCE, 14, true},
                       {SCORE__PH_FORM_COL_EVIDENCE, 18, true}, {SCORE__PH_FORM_COL_EXPIRES, 12, false},
                       {SCORE__PH_FORM_COL_NOTE, 16, true},     {SCORE__PH_FORM_COL_HELP, 34, true}};

/* Position of a column: without the stage everything after it moves up. */
static size_t place(const score__form_order *order, size_t column)
{
  return column - (column > AT_STAGE && !order->says_stage);
}

static void put(score__form_cell *row, const score__form_order *order, size_t column, const char *text)
{
  row[place(order, column)].text = text;
}

static int add_row(score__form *form, const score__form_order *order, const score__form_field *field,
                   const score__form_rule *day, const char *period)
{
  const score__origin *said = score__form_origin(order, field);
  score__period previous;
  uint8_t kind = 0, kind_before = 0;
  const bool has_previous = score__period_previous(&previous, order->period) == 0;
  const char *value = score__form_value(form, order, order->data, order->period, field, order->unit, &kind);
  const char *before =
      has_previous ? score__form_value(form, order, order->before, previous, field, order->unit, &kind_before) : "";
  score__form_cell *row = score__form_row(form);
  if (!value || !before || !row) return -1;
  put(row, order, AT_UNIT, order->code);
  put(row, order, AT_PERIOD, period);
  if (order->says_stage) put(row, order, AT_STAGE, score__form_stage(order));
  put(row, order, AT_CRITERION, field->criteria);
  put(row, order, AT_MEASURE, field->key);
  put(row, order, AT_NAME, field->name);
  put(row, order, AT_MEASURE_UNIT, field->unit);
  put(row, order, AT_HELP, field->help);
  row[place(order, AT_PREVIOUS)] = (score__form_cell){.text = before, .kind = kind_before};
  row[place(order, AT_VALUE)] = (score__form_cell){.text = value, .kind = kind, .open = true, .rule = field->rule};
  row[place(order, AT_SOURCE)] = (score__form_cell){.text = said->source, .open = true};
  row[place(order, AT_EVIDENCE)] = (score__form_cell){.text = said->evidence, .open = true};
  row[place(order, AT_EXPIRES)] = (score__form_cell){
      .text = said->expires, .kind = *said->expires ? SCORE__FORM_DATE : SCORE__FORM_TEXT, .open = true, .rule = day};
  row[place(order, AT_NOTE)] = (score__form_cell){.text = said->note, .open = true};
  return 0;
}

/* The unit above others gives the statistics of those below it. */
static bool is_above(const score__form_order *order)
{
  const score_data *data = order->data;
  if (!data || order->unit == UINT32_MAX) return false;
  for (size_t i = 0; i < data->units.state_count; i++) {
    const char *parent = data->units.text[data->units.state[i].parent];
    if (*parent && score__units_find(&data->units, parent) == order->unit) return true;
  }
  return false;
}

int score__form_unit(score__form *form, const score__form_order *order)
{
  score__form_fields fields;
  char period[SCORE__PERIOD_TEXT];
  score__period_print(period, sizeof period, order->period);
  if (score__form_start(form, AT_COUNT - !order->says_stage) != 0) return -1;
  for (size_t c = 0; c < AT_COUNT; c++)
    if (c != AT_STAGE || order->says_stage)
      form->column[place(order, c)] =
          (score__form_column){score__phrase_text(columns[c].title, order->lang), columns[c].width, columns[c].wraps};
  form->freeze = place(order, AT_MEASURE_UNIT);
  score__form_rule *day = score__arena_alloc(&form->arena, 1, sizeof *day);
  const char *shown = score__arena_text(&form->arena, period);
  if (!day || !shown) return -1;
  *day = (score__form_rule){.kind = SCORE__FORM_DAY, .prompt = score__phrase_text(SCORE__PH_FORM_EXPIRES, order->lang)};
  if (score__form_fields_list(&fields, form, order, is_above(order)) != 0) return -1;
  for (size_t i = 0; i < fields.count; i++)
    if (add_row(form, order, &fields.item[i], day, shown) != 0) return -1;
  return score__form_title(form, order, &fields, false);
}
