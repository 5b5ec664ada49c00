/* What the data say already, as a cell of a form. */
#include "base/decimal.h"
#include "report/form_template.h"

static const char *say_measure(score__form *form, const score__form_order *order, const score__form_field *field,
                               uint8_t state, int64_t value, uint8_t *kind)
{
  const score__measure *m = &order->set->measure[field->index];
  char text[48];
  if (state == SCORE__CELL_NA) return score__phrase_text(SCORE__PH_FORM_NA_WORD, order->lang);
  switch (m->type) {
  case SCORE__MEASURE_BOOLEAN: return field->rule->option[value ? 0 : 1];
  case SCORE__MEASURE_CHOICE: return field->rule->option[value];
  case SCORE__MEASURE_DATE:
    *kind = SCORE__FORM_DATE;
    score__date_print(text, sizeof text, (int32_t)value);
    break;
  default:
    *kind = SCORE__FORM_NUMBER;
    score__decimal_print(text, sizeof text, value, m->type == SCORE__MEASURE_PERCENT ? m->scale - 2 : m->scale, -1,
                         '.');
  }
  return score__arena_text(&form->arena, text);
}

const char *score__form_value(score__form *form, const score__form_order *order, const score_data *data,
                              score__period period, const score__form_field *field, uint32_t unit, uint8_t *kind)
{
  *kind = SCORE__FORM_TEXT;
  const score__frame *frame = data && unit != UINT32_MAX ? score__data_find_frame(data, period) : NULL;
  if (!frame || unit >= frame->cap) return "";
  const score__layer *layer = &frame->layer[order->stage];
  uint8_t *const *states = field->given ? layer->given_state : layer->state;
  int64_t *const *values = field->given ? layer->given : layer->value;
  if (!states || !states[field->index] || states[field->index][unit] == SCORE__CELL_MISSING) return "";
  const int64_t value = values[field->index][unit];
  if (!field->given) return say_measure(form, order, field, states[field->index][unit], value, kind);
  char text[48];
  *kind = SCORE__FORM_NUMBER;
  score__points_print(text, sizeof text, value, 0, '.');
  return score__arena_text(&form->arena, text);
}

const score__origin *score__form_origin(const score__form_order *order, const score__form_field *field)
{
  static const score__origin none = {"", "", "", ""};
  const bool known = order->data && order->unit != UINT32_MAX;
  const score__frame *frame = known ? score__data_find_frame(order->data, order->period) : NULL;
  if (!frame || order->unit >= frame->cap) return &none;
  return score__data_origin(order->data, frame, order->stage, field->given, field->index, order->unit);
}

const char *score__form_stage(const score__form_order *order)
{
  static const int phrase[] = {SCORE__PH_FORM_SELF, SCORE__PH_FORM_VERIFIED, SCORE__PH_FORM_PUBLISHED};
  return score__phrase_text(phrase[order->stage], order->lang);
}
