/* The steps of explain that belong to no rule: inputs, policies, given points, rounding. */
#include "base/decimal.h"
#include "base/period.h"
#include "compute/engine.h"

static void trace_value(score__trace *t, const score__measure *m, int64_t value)
{
  char text[40];
  switch (m->type) {
  case SCORE__MEASURE_BOOLEAN: score__trace_phrase(t, value ? SCORE__PH_TRACE_YES : SCORE__PH_TRACE_NO); return;
  case SCORE__MEASURE_CHOICE: {
    const score__words *w = &m->option_name[value];
    score__trace_text(t, w->text[0], w->text[1]);
    return;
  }
  case SCORE__MEASURE_DATE:
    score__date_print(text, sizeof text, (int32_t)value);
    score__trace_text(t, text, text);
    return;
  default: {
    score__fraction v = score__fraction_make(value, 1);
    for (uint8_t k = m->scale; k > 0; k--) v.den *= 10;
    score__trace_number(t, &v);
  }
  }
}

void score__engine_trace_inputs(score__trace *t, const score__batch *b, const score__node *node, int stage)
{
  static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  static const int phrases[] = {SCORE__PH_TRACE_INPUT_BLANK, SCORE__PH_TRACE_INPUT, SCORE__PH_TRACE_INPUT_NA,
                                SCORE__PH_TRACE_INPUT};
  uint32_t unit = b->unit[b->from];
  for (size_t k = 0; t && k < node->measure_count; k++) {
    const score__measure *m = &b->set->measure[node->measure[k]];
    const uint8_t *state = b->layer->state[node->measure[k]];
    uint8_t cell = state ? state[unit] : SCORE__CELL_MISSING;
    bool initial = cell == SCORE__CELL_MISSING && m->has_initial;
    score__trace_step_add(t, initial ? SCORE__PH_TRACE_INPUT_INITIAL : phrases[cell]);
    score__trace_text(t, m->name.text[0], m->name.text[1]);
    if (initial) trace_value(t, m, m->initial);
    if (cell != SCORE__CELL_VALUE) continue;
    trace_value(t, m, b->layer->value[node->measure[k]][unit]);
    score__trace_phrase(t, stages[stage]);
  }
}

static const char *policy_name(uint8_t policy)
{
  static const char *const names[] = {"zero", "full", "exclude", "rescale_group", "split"};
  return names[policy];
}

static void step_points(score__trace *t, int phrase, int64_t micro, int64_t grid)
{
  score__trace_step_add(t, phrase);
  score__trace_points(t, micro, grid);
}

static void trace_given(score__trace *t, const score_result *r, size_t node, size_t i, int64_t computed)
{
  const score__node *n = &r->set->node[node];
  const score__node_column *c = &r->node[node];
  size_t by = 0;
  if (score__engine_covered(r, node, i, &by)) {
    const score__words *name = &r->set->node[by].name;
    score__trace_step_add(t, SCORE__PH_TRACE_COVERED);
    score__trace_text(t, name->text[0], name->text[1]);
  } else if (c->flags[i] & SCORE__FLAG_OVERRIDDEN) {
    step_points(t, SCORE__PH_TRACE_OVERRIDE, c->points_micro[i], n->grid_micro);
    score__trace_points(t, computed, n->grid_micro);
  } else {
    step_points(t, SCORE__PH_TRACE_REPORTED, c->points_micro[i], n->grid_micro);
  }
}

static void trace_na(score__trace *t, const score__node *n, const score__node_column *c, size_t i)
{
  if (n->applies_when.expr) {
    score__trace_step_add(t, SCORE__PH_TRACE_APPLIES_NOT);
    score__trace_text(t, n->applies_when.text, n->applies_when.text);
  }
  score__trace_step_add(t, SCORE__PH_TRACE_NA_POLICY);
  score__trace_text(t, policy_name(n->na_policy), policy_name(n->na_policy));
  score__trace_points(t, c->points_micro[i], n->grid_micro);
  score__trace_points(t, c->max_micro[i], 0);
}

void score__engine_trace_outcome(score__trace *t, const score_result *r, size_t node, size_t i, int64_t computed,
                                 int reason)
{
  const score__node *n = &r->set->node[node];
  const score__node_column *c = &r->node[node];
  if (!t) return;
  switch (c->outcome[i]) {
  case SCORE_REPORTED: trace_given(t, r, node, i, computed); break;
  case SCORE_NOT_APPLICABLE: trace_na(t, n, c, i); break;
  case SCORE_NOT_DUE: {
    if (!n->has_due || n->due_day <= score__period_last_day(r->frame->period)) break; /* the rule said it */
    char day[SCORE__DATE_TEXT];
    score__date_print(day, sizeof day, n->due_day);
    score__trace_step_add(t, SCORE__PH_TRACE_NOT_DUE);
    score__trace_text(t, day, day);
    break;
  }
  case SCORE_MISSING: step_points(t, SCORE__PH_TRACE_MISSING, c->points_micro[i], n->grid_micro); break;
  case SCORE_INVALID:
    score__trace_step_add(t, SCORE__PH_TRACE_INVALID);
    score__trace_phrase(t, reason ? reason : SCORE__PH_INVALID_DEPENDS);
    score__trace_points(t, c->points_micro[i], n->grid_micro);
    break;
  default:
    if (n->grid_micro) {
      step_points(t, SCORE__PH_TRACE_ROUND, n->grid_micro, 0);
      score__trace_points(t, c->points_micro[i], n->grid_micro);
    }
  }
  if (!(c->flags[i] & SCORE__FLAG_DIFFERS)) return;
  step_points(t, SCORE__PH_TRACE_DIFFERS, r->given[node].micro[i], n->grid_micro);
  score__trace_points(t, c->points_micro[i], n->grid_micro);
}
