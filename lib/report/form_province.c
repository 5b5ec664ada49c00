/* Many units, one row each, one column per measure. Statistics of a cohort have no place here: they are of the unit
 * above. The previous period is left out: a second column for each would hide the ones to fill. */
#include "report/form_template.h"

enum { WIDE = 16 };

static const char *title_of(score__form *form, const score__form_field *field)
{
  score__buffer text = {0};
  score__buffer_text(&text, field->name);
  score__buffer_text(&text, " [");
  score__buffer_text(&text, field->key);
  score__buffer_char(&text, ']');
  return score__form_keep(form, &text);
}

static int add_row(score__form *form, const score__form_order *order, const score__form_fields *fields, uint32_t unit,
                   const char *period)
{
  const score__units *units = &order->data->units;
  const score__unit_state *state = score__units_on(units, unit, score__set_last_day(order->set, order->period));
  score__form_cell *row = score__form_row(form);
  if (!row) return -1;
  size_t c = 0;
  row[c++].text = units->code[unit];
  row[c++].text = state ? units->text[state->name] : "";
  row[c++].text = period;
  if (order->says_stage) row[c++].text = score__form_stage(order);
  for (size_t i = 0; i < fields->count; i++, c++) {
    row[c].open = true;
    row[c].rule = fields->item[i].rule;
    row[c].text = score__form_value(form, order, order->data, order->period, &fields->item[i], unit, &row[c].kind);
    if (!row[c].text) return -1;
  }
  return 0;
}

int score__form_province(score__form *form, const score__form_order *order, const uint32_t *unit, size_t count)
{
  static const int titles[] = {SCORE__PH_FORM_COL_UNIT, SCORE__PH_FORM_COL_UNIT_NAME, SCORE__PH_FORM_COL_PERIOD,
                               SCORE__PH_FORM_COL_STAGE};
  static const uint16_t widths[] = {9, 26, 9, 10};
  const size_t fixed = 3 + order->says_stage;
  score__form_fields fields;
  char text[SCORE__PERIOD_TEXT];
  *form = (score__form){0};
  if (score__form_fields_list(&fields, form, order, false) != 0) return -1;
  if (score__form_columns(form, fixed + fields.count) != 0) return -1;
  score__period_print(text, sizeof text, order->period);
  const char *period = score__arena_text(&form->arena, text);
  if (!period) return -1;
  for (size_t c = 0; c < fixed; c++)
    form->column[c] = (score__form_column){score__phrase_text(titles[c], order->lang), widths[c], c == 1};
  for (size_t i = 0; i < fields.count; i++) {
    form->column[fixed + i] = (score__form_column){title_of(form, &fields.item[i]), WIDE, false};
    if (!form->column[fixed + i].title) return -1;
  }
  form->freeze = fixed;
  for (size_t i = 0; i < count; i++)
    if (add_row(form, order, &fields, unit[i], period) != 0) return -1;
  return score__form_title(form, order, &fields, true);
}
