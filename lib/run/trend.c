/* Period after period: the version in force, its data, its result; then the step from the period before. Two periods are
 * in memory at a time, the new one also under the old rules. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compute/passage.h"
#include "compute/recast.h"
#include "run/timeline.h"

typedef struct walk {
  score__timeline line;
  score_trend *trend;
  const score_trend_options *options;
  score_data *data[SCORE__BRIDGE_SIDES]; /* of the results, each its own; NULL where a release has it */
  score_release *release[SCORE__BRIDGE_SIDES];
  score_data *recast; /* of a release, for the mixed side */
  score_result *result[SCORE__BRIDGE_SIDES];
} walk;

/* The numbers of a release; none where it is not what is asked for. */
static int read_release(walk *w, const score_criteria *set, const score_publication *p, score_error *err)
{
  const score_trend_options *o = w->options;
  if (o->live || (score__timeline_pinned(&w->line) && strcmp(p->version, set->version) != 0)) return 0;
  score_release **release = &w->release[SCORE__BRIDGE_NEW];
  int code = score_store_release_open(release, w->line.source->store, p, w->line.findings, err);
  if (code) return code;
  if (o->fallback && !score_release_about(*release)->fallback) {
    score_release_free(*release);
    *release = NULL;
    return 0;
  }
  /* The scope that was released needs no choosing. */
  const char *scope = o->scope && strcmp(o->scope, p->scope) != 0 ? o->scope : NULL;
  return score_release_select(&w->result[SCORE__BRIDGE_NEW], *release, scope, err);
}

/* A result that is not there is no error. */
static int read_live(walk *w, const score_criteria *set, const char *period, bool released, score_error *err)
{
  const score_trend_options *o = w->options;
  const score_eval_options options = {
      .period = period, .stage = o->stage, .fallback = o->fallback, .scope = o->scope, .live = released};
  score_findings *told = NULL;
  score_error e = {0};
  int code = score_findings_new(&told, 0, err);
  if (code) return code;
  code = score__timeline_data(&w->line, set, period, &w->data[SCORE__BRIDGE_NEW], &e);
  if (!code) code = score_evaluate(&w->result[SCORE__BRIDGE_NEW], w->data[SCORE__BRIDGE_NEW], &options, told, &e);
  if (!code) score__timeline_tell(&w->line, told, period);
  score_findings_free(told);
  if (!code || e.phrase == SCORE__PH_EVAL_NOBODY || e.phrase == SCORE__PH_EVAL_EMPTY ||
      e.phrase == SCORE__PH_EVAL_PERIOD_NONE || e.phrase == SCORE__PH_EVAL_PERIOD_BARE)
    return 0;
  if (!*e.file) score__fail_at(&e, period, e.line, e.column, e.field);
  if (err) *err = e;
  return code;
}

static int read_new(walk *w, const score_criteria *set, const char *period, score_error *err)
{
  const score_publication *p = NULL;
  int code = score__timeline_release(&w->line, set, period, &p, err);
  if (!code && p) code = read_release(w, set, p, err);
  if (code || w->result[SCORE__BRIDGE_NEW]) return code;
  return read_live(w, set, period, p != NULL, err);
}

/* Old rules on new data. What stands against it is said as a warning, and there is no bridge. */
static int read_mixed(walk *w, score__course_period *p, score_error *err)
{
  score_error e = {0};
  if (p->step == SCORE_STEP_SAME) {
    w->result[SCORE__BRIDGE_MIXED] = w->result[SCORE__BRIDGE_NEW];
    return 0;
  }
  if (p->step != SCORE_STEP_BRIDGE) return 0;
  const score_result *now = w->result[SCORE__BRIDGE_NEW];
  const score_criteria *old = p[-1].set;
  const score_eval_options options = {.period = p->name,
                                      .stage = (score_stage)now->stage,
                                      .fallback = now->fallback,
                                      .scope = *now->scope ? now->scope : NULL};
  const score_data *data = NULL;
  int code;
  if (now->release) { /* what was released, whatever was corrected since */
    code = score__recast_new(&w->recast, now->data, old, &e);
    data = w->recast;
  } else {
    code = score__timeline_data(&w->line, old, p->name, &w->data[SCORE__BRIDGE_MIXED], &e);
    data = w->data[SCORE__BRIDGE_MIXED];
  }
  if (!code) code = score_evaluate(&w->result[SCORE__BRIDGE_MIXED], data, &options, NULL, &e);
  if (!code) return 0;
  if (code == SCORE_E_MEMORY) return score__fail_memory(err);
  p->step = SCORE_STEP_OLD_RULES;
  if (!*e.file) score__fail_at(&e, p->name, e.line, e.column, e.field);
  if (w->line.findings) score__finding_add(w->line.findings, SCORE_WARNING, &e);
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_TREND_OLD_RULES, old->version, NULL);
  score__fail_at(&e, p->name, 0, 0, NULL);
  if (w->line.findings) score__finding_add(w->line.findings, SCORE_WARNING, &e);
  return 0;
}

static void leave(walk *w, int side)
{
  const bool shared = side == SCORE__BRIDGE_MIXED && w->result[side] == w->result[SCORE__BRIDGE_NEW];
  if (!shared) score_result_free(w->result[side]);
  if (side == SCORE__BRIDGE_MIXED) {
    score__recast_free(w->recast);
    w->recast = NULL;
  }
  score_release_free(w->release[side]);
  if (w->data[side]) score__timeline_leave(&w->line, w->data[side]);
  w->result[side] = NULL;
  w->release[side] = NULL;
  w->data[side] = NULL;
}

static void move_on(walk *w)
{
  leave(w, SCORE__BRIDGE_MIXED);
  leave(w, SCORE__BRIDGE_OLD);
  w->result[SCORE__BRIDGE_OLD] = w->result[SCORE__BRIDGE_NEW];
  w->data[SCORE__BRIDGE_OLD] = w->data[SCORE__BRIDGE_NEW];
  w->release[SCORE__BRIDGE_OLD] = w->release[SCORE__BRIDGE_NEW];
  w->result[SCORE__BRIDGE_NEW] = NULL;
  w->release[SCORE__BRIDGE_NEW] = NULL;
  w->data[SCORE__BRIDGE_NEW] = NULL;
}

/* Of the versions alone. */
static uint8_t step_between(const score_result *old, const score_result *now)
{
  if (!old) return SCORE_STEP_FIRST;
  if (strcmp(old->set->id, now->set->id) != 0) return SCORE_STEP_OTHER_SET;
  if (old->stage != now->stage) return SCORE_STEP_STAGE;
  if (old->set->basis != now->set->basis) return SCORE_STEP_BASIS;
  return !strcmp(old->set->sha256, now->set->sha256) ? SCORE_STEP_SAME : SCORE_STEP_BRIDGE;
}

/* The version of a release, for what is said at the end: as it lies among the definitions, else the release stays. */
static int keep_version(walk *w, const score_criteria **set, score_error *err)
{
  score_trend *t = w->trend;
  score_release **release = &w->release[SCORE__BRIDGE_NEW];
  if (!*release) return 0;
  const score_criteria *own = w->result[SCORE__BRIDGE_NEW]->set;
  const int code = score__timeline_same(&w->line, own, set, err);
  if (code || *set) return code;
  if (score__grow(&t->kept, &t->kept_cap, t->kept_count + 1, sizeof *t->kept)) return score__fail_memory(err);
  t->kept[t->kept_count++] = *release;
  *release = NULL;
  *set = own;
  return 0;
}

static int add_period(walk *w, score__period period, const char *name, const score_criteria *set, score_error *err)
{
  int code = read_new(w, set, name, err);
  const score_result *now = w->result[SCORE__BRIDGE_NEW];
  if (!code && now) code = keep_version(w, &set, err);
  if (code || !now) {
    leave(w, SCORE__BRIDGE_NEW);
    return code;
  }
  score__course_period *p = &w->trend->period[w->trend->period_count];
  *p = (score__course_period){.period = period,
                              .set = set,
                              .stage = now->stage,
                              .synthetic = now->synthetic,
                              .released = now->release != NULL,
                              .live = now->live,
                              .pending = now->pending,
                              .step = step_between(w->result[SCORE__BRIDGE_OLD], now),
                              .units = now->count,
                              .unit = SCORE__COURSE_NONE};
  memcpy(p->name, name, sizeof p->name);
  memcpy(p->input_sha256, now->data->input_sha256, sizeof p->input_sha256);
  w->trend->period_count++;
  code = read_mixed(w, p, err);
  if (!code) code = score__passage_add(w->trend, p, (const score_result *const *)w->result, w->line.units, err);
  move_on(w);
  return code;
}

static void tell_passed_over(const walk *w, const char *name)
{
  score_error e;
  score__fail(&e, SCORE_E_NOT_FOUND, SCORE__PH_TREND_NO_VERSION, w->options->criteria, NULL);
  score__fail_at(&e, name, 0, 0, NULL);
  score__finding_add(w->line.findings, SCORE_WARNING, &e);
}

static int go(walk *w, score_error *err)
{
  score_trend *t = w->trend;
  t->period = score__arena_alloc(&t->arena, w->line.count, sizeof *t->period);
  t->scope = score__arena_text(&t->arena, w->options->scope ? w->options->scope : "");
  t->asked = w->options->unit;
  t->fallback = w->options->fallback != 0;
  if (!t->period || !t->scope) return score__fail_memory(err);
  if (w->line.count) t->last_day = score__period_last_day(w->line.period[w->line.count - 1]);
  for (size_t i = 0; i < w->line.count; i++) {
    char name[SCORE__PERIOD_TEXT];
    const score_criteria *set = NULL;
    score__period_print(name, sizeof name, w->line.period[i]);
    int code = score__timeline_set(&w->line, name, &set, err);
    if (code == SCORE_E_NOT_FOUND) {
      tell_passed_over(w, name);
      continue;
    }
    if (!code) code = add_period(w, w->line.period[i], name, set, err);
    if (code) return code;
  }
  if (!t->period_count) return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_TREND_NONE, w->options->criteria, NULL);
  return score__passage_end(t, err);
}

int score_trend_new(score_trend **out, const score_trend_source *source, const score_trend_options *options,
                    score_findings *findings, score_error *err)
{
  *out = NULL;
  walk w = {.options = options, .trend = calloc(1, sizeof(score_trend))};
  if (!w.trend) return score__fail_memory(err);
  int code = score__timeline_new(&w.line, source, options, w.trend, findings, err);
  if (!code) code = go(&w, err);
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) leave(&w, s);
  score__timeline_free(&w.line);
  if (code) {
    score_trend_free(w.trend);
    return code;
  }
  *out = w.trend;
  return 0;
}
