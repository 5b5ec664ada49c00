/* One evaluation: which period, which stage, which units; then the engine; then what the given points say. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "compute/derivation.h"
#include "compute/engine.h"
#include "run/scope.h"

#define PERIODS_NAMED 12u /* the last ones */

/* Where the other periods are there for what the set reads of the past, the latest one is meant: the one that ends
 * last, if it is one alone, and the set is in force then. */
static const score__frame *latest(const score_data *d)
{
  const score_criteria *set = d->criteria;
  if (!set->earlier_count || d->frame_count < 2) return NULL;
  const score__frame *last = d->frame[d->frame_count - 1], *before = d->frame[d->frame_count - 2];
  int32_t day = score__set_last_day(set, last->period);
  bool in_force = (!set->has_from || set->from_day <= day) && (!set->has_to || day <= set->to_day);
  return in_force && score__set_last_day(set, before->period) < day ? last : NULL;
}

static int choose_period(score_result *r, const char *text, score_findings *findings, score_error *err)
{
  const score_data *d = r->data;
  score__period p;
  if (text) {
    if (score__period_parse(&p, text, strlen(text))) {
      score__fail(err, SCORE_E_USAGE, SCORE__PH_FIND_PERIOD_TEXT, text, NULL);
      return SCORE_E_USAGE;
    }
    if (score__derive_frame(&r->frame, d, p, &r->arena, findings)) return score__fail_memory(err);
    if (r->frame) return 0;
  } else {
    const score__frame *only = d->frame_count == 1 ? d->frame[0] : latest(d);
    if (only && score__derive_frame(&r->frame, d, only->period, &r->arena, findings)) return score__fail_memory(err);
    if (only) return 0;
  }
  score__buffer list = {0};
  char name[SCORE__PERIOD_TEXT];
  const size_t first = d->frame_count > PERIODS_NAMED ? d->frame_count - PERIODS_NAMED : 0;
  if (first) score__buffer_text(&list, "..., ");
  for (size_t i = first; i < d->frame_count; i++) {
    const score__frame *frame = d->frame[i];
    if (i > first) score__buffer_text(&list, ", ");
    score__period_print(name, sizeof name, frame ? frame->period : (score__period){0});
    score__buffer_text(&list, name);
  }
  const char *known = list.data ? list.data : "";
  const int none = *known ? SCORE__PH_EVAL_PERIOD_NONE : SCORE__PH_EVAL_PERIOD_BARE;
  int code = text             ? score__fail(err, SCORE_E_NOT_FOUND, none, text, known, NULL)
             : d->frame_count ? score__fail(err, SCORE_E_USAGE, SCORE__PH_EVAL_PERIOD, known, NULL)
                              : score__fail(err, SCORE_E_INPUT, SCORE__PH_EVAL_EMPTY, NULL);
  score__buffer_free(&list);
  return code < 0 ? code : SCORE_E_INTERNAL;
}

/* The highest stage at which any measure has a value: given points alone are no data to compute from. */
static int stage_with_inputs(const score_result *r)
{
  for (int s = SCORE__STAGES - 1; s > 0; s--)
    for (size_t m = 0; m < r->set->measure_count; m++)
      if (r->frame->layer[s].state[m]) return s;
  return 0;
}

static int choose_stage(score_result *r, score_stage stage, score_error *err)
{
  static const char *const names[] = {"self", "verified", "published"};
  score__buffer list = {0};
  int count = 0, last = 0;
  if (stage < SCORE_STAGE_NONE || stage > SCORE_STAGE_PUBLISHED) {
    char number[24];
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_STAGE_WRONG, score__int_text(number, (int64_t)stage), NULL);
  }
  for (int s = 0; s < SCORE__STAGES; s++) {
    if (!r->frame->layer[s].any) continue;
    score__buffer_text(&list, count++ ? ", " : "");
    score__buffer_text(&list, names[s]);
    last = s;
  }
  r->stage = stage == SCORE_STAGE_NONE ? last : (int)stage;
  if (stage == SCORE_STAGE_NONE && r->ignores_given) {
    r->stage = stage_with_inputs(r);
    count = 1;
  }
  int code = 0;
  if (stage == SCORE_STAGE_NONE && count > 1)
    code = score__fail(err, SCORE_E_USAGE, SCORE__PH_EVAL_STAGE, list.data ? list.data : "", NULL);
  score__buffer_free(&list);
  return code;
}

/* ---- units: all that have data at the stages in use, in scope, in order of code ---- */

typedef struct coded {
  const char *code;
  uint32_t unit;
  bool outside;
} coded;

static int by_code(const void *a, const void *b)
{
  const coded *x = a, *y = b;
  if (x->outside != y->outside) return x->outside ? 1 : -1;
  return strcmp(x->code, y->code);
}

static int choose_units(score_result *r, const char *scope_text, score_error *err)
{
  r->scope = score__arena_text(&r->arena, scope_text ? scope_text : "");
  if (!r->scope) return score__fail_memory(err);
  const score__units *units = &r->data->units;
  score__scope scope;
  int code = score__scope_parse(&scope, units, scope_text, score__set_last_day(r->set, r->frame->period), err);
  if (code) return code;
  coded *list = calloc(units->count + 1, sizeof *list);
  if (!list || !score__scope_mark(r, &scope)) code = score__fail_memory(err);
  for (uint32_t u = 0; !code && u < units->count; u++) {
    const bool outside = r->in_scope && !r->in_scope[u];
    if (!score__frame_has(r->frame, r->set, score__engine_lowest(r), r->stage, u)) continue;
    if (outside && !r->set->cohort_count) continue;
    list[r->all++] = (coded){units->code[u], u, outside};
    r->count += !outside;
  }
  score__scope_free(&scope);
  if (code) {
    free(list);
    return code;
  }
  qsort(list, r->all, sizeof *list, by_code);
  r->unit = score__arena_alloc(&r->arena, r->all, sizeof *r->unit);
  r->contiguous = true;
  for (size_t i = 0; r->unit && i < r->all; i++) {
    r->unit[i] = list[i].unit;
    r->contiguous &= r->unit[i] == r->unit[0] + i;
  }
  free(list);
  if (!r->unit) return score__fail_memory(err);
  return r->count ? 0 : score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_EVAL_NOBODY, NULL);
}

/* ---- given points that differ are findings ---- */

static void report_differences(const score_result *r, score_findings *findings)
{
  for (size_t k = 0; findings && r->given && k < r->set->node_count; k++) {
    for (size_t i = 0; r->given[k].use && i < r->count; i++) {
      if (!(r->node[k].flags[i] & SCORE__FLAG_DIFFERS)) continue;
      char given[32], computed[32];
      int64_t grid = r->set->node[k].grid_micro;
      score__points_print(given, sizeof given, r->given[k].micro[i], grid, '.');
      score__points_print(computed, sizeof computed, r->node[k].points_micro[i], grid, '.');
      score_error e;
      score__fail(&e, SCORE_E_INPUT, SCORE__PH_EVAL_DIFFERS, r->data->units.code[r->unit[i]],
                  k ? r->set->node[k].code : r->set->node[k].key, given, computed, NULL);
      score__finding_add(findings, SCORE_WARNING, &e);
    }
  }
}

/* Contradictory data count as 0: whoever reads only the ranking must hear of it. */
static void report_invalid(const score_result *r, score_findings *findings)
{
  for (size_t k = 1; findings && k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    for (size_t i = 0; n->kind == SCORE__NODE_CRITERION && n->max_micro && i < r->count; i++) {
      if (r->node[k].outcome[i] != SCORE_INVALID && !(r->node[k].flags[i] & SCORE__FLAG_CONTRADICTED)) continue;
      score_error e;
      score__fail(&e, SCORE_E_INPUT, SCORE__PH_EVAL_INVALID, r->data->units.code[r->unit[i]], n->code, NULL);
      score__finding_add(findings, SCORE_WARNING, &e);
    }
  }
}

static void report_empty_scope(const score_result *r, score_findings *findings)
{
  if (r->frame->layer[r->stage].any || r->fallback) return;
  static const char *const names[] = {"self", "verified", "published"};
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_EVAL_STAGE_EMPTY, names[r->stage], NULL);
  score__finding_add(findings, SCORE_WARNING, &e);
}

static void report_unlisted(const score_result *r, score_findings *findings)
{
  score_error e;
  if (r->data->units.listed) return;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNITS_NO_LIST, NULL);
  score__finding_add(findings, SCORE_WARNING, &e);
}

/* Units that the list says were no more at the period's end, or not yet: they are scored, but not silently. */
static void report_elsewhen(const score_result *r, score_findings *findings)
{
  const score__units *units = &r->data->units;
  int32_t day = score__set_last_day(r->set, r->frame->period);
  for (size_t i = 0; findings && i < r->count; i++) {
    uint32_t unit = r->unit[i];
    bool has_rows = unit < units->latest_cap && units->latest[unit] != UINT32_MAX;
    if (!has_rows || score__units_on(units, unit, day)) continue;
    char period[SCORE__PERIOD_TEXT];
    score_error e;
    score__period_print(period, sizeof period, r->frame->period);
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_EVAL_ELSEWHEN, units->code[unit], period, NULL);
    score__finding_add(findings, SCORE_WARNING, &e);
  }
}

/* A pinned version may be used for any period, but not silently. */
static void report_window(const score_result *r, score_findings *findings)
{
  int32_t day = score__set_last_day(r->set, r->frame->period);
  if ((!r->set->has_from || r->set->from_day <= day) && (!r->set->has_to || day <= r->set->to_day)) return;
  char period[SCORE__PERIOD_TEXT];
  score_error e;
  score__period_print(period, sizeof period, r->frame->period);
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_EVAL_WINDOW, r->set->id, r->set->version, period, NULL);
  score__finding_add(findings, SCORE_WARNING, &e);
}

/* What the set itself asks of the data. */
static void report_checks(const score_result *r, score_findings *findings)
{
  for (size_t k = 0; findings && k < r->set->check_count; k++) {
    const score__check *check = &r->set->check[k];
    for (size_t i = 0; i < r->count; i++) {
      if (score__engine_check(r, k, i)) continue;
      score_error e;
      score__fail(&e, SCORE_E_INPUT, SCORE__PH_EVAL_CHECK, r->data->units.code[r->unit[i]],
                  check->message.text[SCORE_LANG_EN], check->message.text[SCORE_LANG_VI], NULL);
      score__finding_add(findings, (score_severity)check->severity, &e);
    }
  }
}

int score_evaluate(score_result **out, const score_data *data, const score_eval_options *options,
                   score_findings *findings, score_error *err)
{
  static const score_eval_options none = {.stage = SCORE_STAGE_NONE};
  *out = NULL;
  if (!options) options = &none;
  score_result *r = calloc(1, sizeof *r);
  if (!r) return score__fail_memory(err);
  r->data = data;
  r->set = data->criteria;
  r->fallback = options->fallback != 0;
  r->ignores_given = options->ignore_given != 0;
  r->live = options->live != 0;
  int code = choose_period(r, options->period, findings, err);
  if (!code) code = choose_stage(r, options->stage, err);
  if (!code) code = choose_units(r, options->scope, err);
  if (!code && score__engine_run(r)) code = score__fail_memory(err);
  if (code) {
    score_result_free(r);
    return code;
  }
  report_unlisted(r, findings);
  report_window(r, findings);
  report_elsewhen(r, findings);
  report_empty_scope(r, findings);
  report_differences(r, findings);
  report_invalid(r, findings);
  report_checks(r, findings);
  *out = r;
  return 0;
}
