/* The steps of explain that belong to no rule: inputs, policies, given points, rounding. */
#include "base/buffer.h"
#include "base/decimal.h"
#include "base/period.h"
#include "compute/derivation.h"
#include "compute/engine.h"
#include "compute/readings.h"
#include "model/operation.h"

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

static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};

/* What was said of a value, as further arguments of its line. */
static int said_phrase(const score__origin *said)
{
  if (*said->source) return *said->evidence ? SCORE__PH_TRACE_INPUT_BOTH : SCORE__PH_TRACE_INPUT_SOURCE;
  return *said->evidence ? SCORE__PH_TRACE_INPUT_EVIDENCE : SCORE__PH_TRACE_INPUT;
}

static void trace_measure(score__trace *t, const score_data *data, const score__batch *b, uint32_t index, int stage)
{
  static const int phrases[] = {SCORE__PH_TRACE_INPUT_BLANK, SCORE__PH_TRACE_INPUT, SCORE__PH_TRACE_INPUT_NA,
                                SCORE__PH_TRACE_INPUT};
  const score__measure *m = &b->set->measure[index];
  const uint8_t *state = b->layer->state[index];
  uint32_t unit = b->unit[b->from];
  uint8_t cell = state ? state[unit] : SCORE__CELL_MISSING;
  bool initial = cell == SCORE__CELL_MISSING && m->has_initial;
  const score__origin *said = score__data_origin(data, b->frame, stage, false, index, unit);
  char derived[SCORE__RECIPE_TEXT];
  const bool is_derived = *score__derivation_text(derived, b->frame, stage, index, unit) != 0;
  const int phrase = initial ? SCORE__PH_TRACE_INPUT_INITIAL : phrases[cell];
  const int valued = is_derived ? SCORE__PH_TRACE_INPUT_DERIVED : said_phrase(said);
  score__trace_step_add(t, phrase == SCORE__PH_TRACE_INPUT ? valued : phrase);
  score__trace_text(t, m->name.text[0], m->name.text[1]);
  if (initial) trace_value(t, m, m->initial);
  if (cell != SCORE__CELL_VALUE) return;
  trace_value(t, m, b->layer->value[index][unit]);
  score__trace_phrase(t, stages[stage]);
  if (is_derived) score__trace_text(t, derived, derived);
  if (*said->source) score__trace_text(t, said->source, said->source);
  if (*said->evidence) score__trace_text(t, said->evidence, said->evidence);
  if (!*said->expires || is_derived) return;
  score__trace_step_add(t, SCORE__PH_TRACE_INPUT_EXPIRES);
  score__trace_text(t, m->name.text[0], m->name.text[1]);
  score__trace_text(t, said->expires, said->expires);
}

static void trace_decided(score__trace *t, const score__batch *b, const score__expr *e, const score__value *v)
{
  if (e->op == SCORE__OP_EARLIER) {
    trace_value(t, &b->set->measure[b->set->earlier[e->index].measure], score__readings_scaled(b->set, e, v));
  } else if (e->type == SCORE__TYPE_CONDITION) {
    score__trace_phrase(t, v->v.num ? SCORE__PH_TRACE_YES : SCORE__PH_TRACE_NO);
  } else {
    score__trace_number(t, &v->v);
  }
}

static int fact_phrase(const score__batch *b, const score__expr *e, const score__value *v)
{
  const bool open = v->state != SCORE__V_OK;
  if (open && e->op == SCORE__OP_CHILDREN && v->spread) return SCORE__PH_TRACE_FACT_RANGE;
  if (e->op == SCORE__OP_COHORT) {
    const score__cohort_column *c = &b->cohort[e->index];
    if (c->given && c->given[b->from]) return open ? SCORE__PH_TRACE_FACT_BLANK : SCORE__PH_TRACE_FACT_GIVEN;
  } else if (e->op != SCORE__OP_CHILDREN) {
    return open ? SCORE__PH_TRACE_FACT_BLANK : SCORE__PH_TRACE_FACT;
  }
  return open ? SCORE__PH_TRACE_FACT_FEW : SCORE__PH_TRACE_FACT_OVER;
}

static void trace_fact(score__trace *t, score__batch *b, const score__expr *e)
{
  score__value v;
  score__buffer name = {0};
  const char *text;
  score__readings_text(&name, b->set, e);
  score__readings_value(e, b, &v, &text);
  const int phrase = fact_phrase(b, e, &v);
  score__trace_step_add(t, phrase);
  score__trace_text(t, name.data ? name.data : "", name.data ? name.data : "");
  t->failed |= name.failed;
  score__buffer_free(&name);
  if (text && *text) {
    score__trace_text(t, text, text);
  } else if (v.state == SCORE__V_OK) {
    trace_decided(t, b, e, &v);
  } else if (phrase == SCORE__PH_TRACE_FACT_RANGE) {
    score__fraction top = v.v;
    top.num += v.spread;
    score__trace_number(t, &v.v);
    score__trace_number(t, &top);
  }
  if (phrase != SCORE__PH_TRACE_FACT_OVER && phrase != SCORE__PH_TRACE_FACT_FEW && phrase != SCORE__PH_TRACE_FACT_RANGE)
    return;
  score__trace_int(t, e->op == SCORE__OP_COHORT ? b->cohort[e->index].n[b->from] : b->children[e->index].n[b->from]);
  if (phrase == SCORE__PH_TRACE_FACT_RANGE) score__trace_int(t, v.spread);
}

void score__engine_trace_inputs(score__trace *t, const score_data *data, score__batch *b, const score__node *node,
                                int stage)
{
  if (!t) return;
  score__readings all = {.arena = t->arena, .set = b->set};
  score__readings_node(&all, node);
  for (size_t k = 0; k < all.measure_count; k++) trace_measure(t, data, b, all.measure[k], stage);
  for (size_t k = 0; k < all.fact_count; k++) trace_fact(t, b, all.fact[k]);
  t->failed |= all.failed;
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

static void trace_said(score__trace *t, const score_result *r, size_t node, size_t i)
{
  const score__origin *said = score__data_origin(r->data, r->frame, r->given[node].stage[i], true, node, r->unit[i]);
  const bool reason = score__readings_is_reason(r, node, i);
  const char *const text[] = {said->source, said->evidence, said->expires, said->note};
  const int phrases[] = {SCORE__PH_TRACE_GIVEN_SOURCE, SCORE__PH_TRACE_GIVEN_EVIDENCE, SCORE__PH_TRACE_GIVEN_EXPIRES,
                         reason ? SCORE__PH_TRACE_GIVEN_REASON : SCORE__PH_TRACE_GIVEN_NOTE};
  for (int k = 0; k < 4; k++) {
    if (!*text[k]) continue;
    score__trace_step_add(t, phrases[k]);
    score__trace_text(t, text[k], text[k]);
  }
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
    trace_said(t, r, node, i);
  } else {
    step_points(t, SCORE__PH_TRACE_REPORTED, c->points_micro[i], n->grid_micro);
    trace_said(t, r, node, i);
  }
}

static void trace_na(score__trace *t, const score__node *n, const score__node_column *c, size_t i)
{
  score__trace_step_add(t, SCORE__PH_TRACE_NA_POLICY);
  score__trace_text(t, policy_name(n->na_policy), policy_name(n->na_policy));
  score__trace_points(t, c->points_micro[i], n->grid_micro);
  score__trace_points(t, c->max_micro[i], 0);
  score__trace_points(t, n->max_micro, 0);
}

static void trace_not_due(score__trace *t, const score_result *r, const score__node *n)
{
  char day[SCORE__DATE_TEXT];
  if (n->kind != SCORE__NODE_CRITERION) {
    score__trace_step_add(t, SCORE__PH_TRACE_NOT_DUE_PARTS);
  } else if (n->has_due && n->due_day > score__set_last_day(r->set, r->frame->period)) {
    score__date_print(day, sizeof day, n->due_day);
    score__trace_step_add(t, SCORE__PH_TRACE_NOT_DUE);
    score__trace_text(t, day, day);
  } else {
    score__trace_step_add(t, SCORE__PH_TRACE_NOT_DUE_DATA);
  }
  score__trace_points(t, n->max_micro, 0);
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
  case SCORE_NOT_DUE: trace_not_due(t, r, n); break;
  case SCORE_MISSING: step_points(t, SCORE__PH_TRACE_MISSING, c->points_micro[i], n->grid_micro); break;
  case SCORE_INVALID:
    score__trace_step_add(t, SCORE__PH_TRACE_INVALID);
    score__trace_phrase(t, reason ? reason : SCORE__PH_INVALID_DEPENDS);
    score__trace_points(t, c->points_micro[i], n->grid_micro);
    break;
  default: break;
  }
  if (!(c->flags[i] & SCORE__FLAG_DIFFERS)) return;
  step_points(t, SCORE__PH_TRACE_DIFFERS, r->given[node].micro[i], n->grid_micro);
  score__trace_points(t, c->points_micro[i], n->grid_micro);
  trace_said(t, r, node, i);
}
