#include "model/course.h"

#include <stdlib.h>

const char *score_step_string(score_step step)
{
  static const char *const names[SCORE_STEPS] = {"same",      "bridge", "first", "absent",   "merged",
                                                 "other_set", "basis",  "stage", "old_rules"};
  return (unsigned)step < SCORE_STEPS ? names[step] : "";
}

const score__course_point *score__course_point_of(const score_trend *t, uint32_t unit, size_t period)
{
  const score__course_period *p = &t->period[period];
  return unit < p->point_count && p->point[unit].present ? &p->point[unit] : NULL;
}

uint32_t score__course_unit_in(const score_trend *t, uint32_t unit, size_t period)
{
  if (t->asked) return t->period[period].unit;
  for (size_t p = t->period_count - 1; p > period && unit != SCORE__COURSE_NONE; p--) {
    const score__course_point *here = score__course_point_of(t, unit, p);
    if (here && here->source != SCORE__COURSE_NONE) unit = here->source;
  }
  return unit;
}

const score__course_point *score__course_before(const score_trend *t, const score__course_point *p, size_t period)
{
  if (period == 0 || p->source == SCORE__COURSE_NONE) return NULL;
  return score__course_point_of(t, p->source, period - 1);
}

void score_trend_free(score_trend *t)
{
  if (!t) return;
  for (size_t i = 0; i < t->set_count; i++) score_criteria_free(t->set[i]);
  for (size_t i = 0; i < t->period_count; i++) free(t->period[i].line);
  for (size_t i = 0; i < t->kept_count; i++) score_release_free(t->kept[i]);
  free(t->set);
  free(t->kept);
  free(t->unit);
  score__dict_free(&t->by_code);
  score__arena_free(&t->arena);
  free(t);
}

size_t score_trend_periods(const score_trend *t)
{
  return t->period_count;
}

int score_trend_period_get(score_trend_period *out, const score_trend *t, size_t period)
{
  if (period >= t->period_count) return SCORE_E_USAGE;
  const score__course_period *p = &t->period[period];
  *out = (score_trend_period){.period = p->name,
                              .criteria = p->set->id,
                              .version = p->set->version,
                              .sha256 = p->set->sha256,
                              .stage = (score_stage)p->stage,
                              .synthetic = p->synthetic,
                              .released = p->released,
                              .live = p->live,
                              .pending = p->pending,
                              .units = p->units,
                              .ranked = p->ranked,
                              .step = (score_step)p->step};
  return 0;
}

size_t score_trend_units(const score_trend *t)
{
  return t->shown_count;
}

const char *score_trend_unit_code(const score_trend *t, size_t unit)
{
  return unit < t->shown_count ? t->unit[t->shown[unit]].code : NULL;
}

int score_trend_point_get(score_trend_point *out, const score_trend *t, size_t unit, size_t period)
{
  if (unit >= t->shown_count || period >= t->period_count) return SCORE_E_USAGE;
  const uint32_t was = score__course_unit_in(t, t->shown[unit], period);
  const score__course_point *p = score__course_point_of(t, was, period);
  *out = (score_trend_point){.code = "", .merged = "", .step = SCORE_STEP_ABSENT};
  if (!p) return 0;
  const score__course_point *before = score__course_before(t, p, period);
  out->present = 1;
  out->code = t->unit[was].code;
  if (p->merged) out->merged = p->merged;
  out->total = p->total;
  out->step = (score_step)p->step;
  if (score__course_bridged(p)) {
    out->data_micro = p->data_micro;
    out->rules_micro = p->rules_micro;
    out->change_micro = p->data_micro + p->rules_micro;
  }
  out->moved = before && before->total.rank && p->total.rank;
  if (out->moved) out->movement = before->total.rank - p->total.rank;
  return 0;
}

size_t score_trend_lines(const score_trend *t, size_t period)
{
  return period < t->period_count ? t->period[period].line_count : 0;
}

int score_trend_line_get(score_trend_line *out, const score_trend *t, size_t period, size_t line)
{
  if (line >= score_trend_lines(t, period)) return SCORE_E_USAGE;
  const score__course_line *l = &t->period[period].line[line];
  *out = (score_trend_line){.node = l->key,
                            .line = (score_line)l->line,
                            .in_before = l->node[0] != UINT32_MAX,
                            .in_after = l->node[1] != UINT32_MAX,
                            .comparable = l->comparable,
                            .before_micro = l->before_micro,
                            .data_micro = l->data_micro,
                            .rules_micro = l->rules_micro,
                            .after_micro = l->after_micro};
  return 0;
}
