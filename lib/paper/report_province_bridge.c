/* What the data and what new rules changed since the period before, unit by unit: the two add up to the change. */
#include <stdlib.h>
#include <string.h>

#include "base/fraction.h"
#include "base/limits.h"
#include "model/course.h"
#include "paper/report_province.h"
#include "report/sheet_trend.h"

typedef struct step { /* of a unit that is in both periods */
  const score__course_point *now, *before;
  const score__course_unit *unit;
} step;

typedef struct steps {
  const score_trend *trend;
  size_t last; /* the period */
  step *item;
  size_t count;
  int digits;
} steps;

bool score__province_bridged(const score_trend *t)
{
  return t && t->period_count > 1 && t->period[t->period_count - 1].step != SCORE_STEP_SAME;
}

static bool find_steps(steps *out, score__province *p)
{
  const score_trend *t = p->options->trend;
  *out = (steps){.trend = t, .last = t->period_count - 1, .digits = score__trend_digits(t)};
  out->item = score__arena_alloc(&p->d->arena, t->shown_count + 1, sizeof *out->item);
  for (size_t u = 0; out->item && u < t->shown_count; u++) {
    const score__course_point *now = score__course_point_of(t, t->shown[u], out->last);
    const score__course_point *before = now ? score__course_before(t, now, out->last) : NULL;
    if (before && score__course_bridged(now)) out->item[out->count++] = (step){now, before, &t->unit[t->shown[u]]};
  }
  return out->item != NULL;
}

static int64_t change_of(const step *s)
{
  return s->now->data_micro + s->now->rules_micro;
}

static int by_rank(const void *a, const void *b)
{
  const step *x = a, *y = b;
  const int32_t m = x->now->total.rank ? x->now->total.rank : INT32_MAX;
  const int32_t n = y->now->total.rank ? y->now->total.rank : INT32_MAX;
  return m != n ? (m > n) - (m < n) : strcmp(x->unit->code, y->unit->code);
}

static int by_rules(const void *a, const void *b)
{
  const step *x = a, *y = b;
  const int64_t m = x->now->rules_micro, n = y->now->rules_micro;
  return m != n ? (m < n) - (m > n) : strcmp(x->unit->code, y->unit->code);
}

/* ---- in all ---- */

typedef struct effect {
  int64_t sum, lowest, highest;
  size_t up, down, same;
} effect;

static effect add_up(const steps *s, int which)
{
  effect e = {0};
  for (size_t k = 0; k < s->count; k++) {
    const score__course_point *now = s->item[k].now;
    const int64_t v = which == 0 ? now->data_micro : which == 1 ? now->rules_micro : change_of(&s->item[k]);
    e.sum += v;
    if (k == 0 || v < e.lowest) e.lowest = v;
    if (k == 0 || v > e.highest) e.highest = v;
    e.up += v > 0;
    e.down += v < 0;
    e.same += v == 0;
  }
  return e;
}

static score__cell mean_of(const effect *e, size_t count)
{
  const score__fraction v = {e->sum, (score__i128)count * SCORE__MICRO};
  int64_t micro = 0;
  if (!count || score__fraction_round(&micro, &v, SCORE__MICRO / 100)) return (score__cell){.kind = SCORE__CELL_EMPTY};
  return score__cell_points(micro, 2);
}

static void summary_table(score__province *p, const steps *s)
{
  static const int names[] = {SCORE__PH_COL_DATA_EFFECT, SCORE__PH_COL_RULES_EFFECT, SCORE__PH_COL_CHANGE};
  static const char *const keys[] = {"data", "rules", "change"};
  static const score__sheet_column columns[] = {
      {.key = "effect", .title = SCORE__PH_COL_CHANGE, .machine_only = true},
      {.key = "effect_shown", .title = SCORE__PH_PROVINCE_COL_CAUSE, .table_only = true},
      {.key = "sum", .title = SCORE__PH_PROVINCE_COL_SUM, .right = true, .adds_up = true},
      {.key = "mean", .title = SCORE__PH_ANALYSIS_COL_MEAN, .right = true},
      {.key = "lowest", .title = SCORE__PH_ANALYSIS_COL_LEAST, .right = true},
      {.key = "highest", .title = SCORE__PH_ANALYSIS_COL_GREATEST, .right = true},
      {.key = "up", .title = SCORE__PH_PROVINCE_COL_UP, .right = true},
      {.key = "down", .title = SCORE__PH_PROVINCE_COL_DOWN, .right = true},
      {.key = "same", .title = SCORE__PH_PROVINCE_COL_SAME, .right = true}};
  score__sheet_table *t = score__sheet_table_add(p->d, "effects", 0);
  score__report_columns(p->d, t, columns, sizeof columns / sizeof *columns);
  for (int k = 0; k < 3; k++) {
    const effect e = add_up(s, k);
    score__cell *row = score__sheet_row_add(p->d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(p->d, keys[k]);
    row[1] = score__cell_phrase(names[k]);
    row[2] = score__cell_points(e.sum, s->digits);
    row[3] = mean_of(&e, s->count);
    row[4] = score__cell_points(e.lowest, s->digits);
    row[5] = score__cell_points(e.highest, s->digits);
    row[6] = score__cell_int((int64_t)e.up);
    row[7] = score__cell_int((int64_t)e.down);
    row[8] = score__cell_int((int64_t)e.same);
  }
}

bool score__province_effects(score__province *p, score__cell mean[3])
{
  steps s;
  if (!score__province_bridged(p->options->trend)) return false;
  if (p->d->failed || !find_steps(&s, p)) {
    p->d->failed = true;
    return false;
  }
  for (int k = 0; k < 3; k++) {
    const effect e = add_up(&s, k);
    mean[k] = score__trend_signed(p->d, mean_of(&e, s.count));
  }
  return s.count > 0;
}

/* ---- units ---- */

static score__sheet_table *unit_table(score__province *p, const char *key, int title)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
      {.key = "before", .title = SCORE__PH_RANKING_COL_PREVIOUS, .right = true},
      {.key = "data_effect", .title = SCORE__PH_COL_DATA_EFFECT, .right = true},
      {.key = "rules_effect", .title = SCORE__PH_COL_RULES_EFFECT, .right = true},
      {.key = "change", .title = SCORE__PH_COL_CHANGE, .right = true},
      {.key = "total", .title = SCORE__PH_COL_TOTAL, .right = true}};
  score__sheet_table *t = score__sheet_table_add(p->d, key, title);
  score__report_columns(p->d, t, columns, sizeof columns / sizeof *columns);
  return t;
}

static void unit_row(score__province *p, score__sheet_table *t, const steps *s, const step *u)
{
  score__cell *row = score__sheet_row_add(p->d, t, 0);
  if (!row) return;
  row[0] = score__cell_code(p->d, u->unit->code);
  row[1] = score__cell_text(p->d, u->unit->name);
  row[2] = score__report_basis(s->trend->period[s->last - 1].set, u->before->total.basis_micro);
  row[3] = score__report_gain(u->now->data_micro, s->digits);
  row[4] = score__report_gain(u->now->rules_micro, s->digits);
  row[5] = score__report_gain(change_of(u), s->digits);
  row[6] = score__report_basis(s->trend->period[s->last].set, u->now->total.basis_micro);
}

/* Whom the rules brought most, and whom they cost most: ten each, with what equals the last. */
static void largest(score__province *p, steps *s)
{
  enum { WANTED = 10 };
  size_t up = 0, down = 0;
  if (s->count) qsort(s->item, s->count, sizeof *s->item, by_rules);
  const step *first = s->item, *end = s->item + s->count;
  while (up < s->count && first[up].now->rules_micro > 0 &&
         (up < WANTED || first[up].now->rules_micro == first[WANTED - 1].now->rules_micro))
    up++;
  while (down < s->count && end[-1 - (ptrdiff_t)down].now->rules_micro < 0 &&
         (down < WANTED || end[-1 - (ptrdiff_t)down].now->rules_micro == end[-WANTED].now->rules_micro))
    down++;
  score__sheet_table *t = up ? unit_table(p, "rules_gain", SCORE__PH_PROVINCE_TABLE_RULES_GAIN) : NULL;
  for (size_t k = 0; t && k < up; k++) unit_row(p, t, s, &first[k]);
  t = down ? unit_table(p, "rules_loss", SCORE__PH_PROVINCE_TABLE_RULES_LOSS) : NULL;
  for (size_t k = 0; t && k < down; k++) unit_row(p, t, s, &end[-1 - (ptrdiff_t)k]);
}

static void say_versions(score__province *p, const score_trend *t)
{
  static const int why[SCORE_STEPS] = {[SCORE_STEP_OTHER_SET] = SCORE__PH_STEP_OTHER_SET,
                                       [SCORE_STEP_BASIS] = SCORE__PH_STEP_BASIS,
                                       [SCORE_STEP_STAGE] = SCORE__PH_STEP_STAGE,
                                       [SCORE_STEP_OLD_RULES] = SCORE__PH_STEP_OLD_RULES};
  const score__course_period *now = &t->period[t->period_count - 1], *before = now - 1;
  const score__cell args[] = {score__cell_text(p->d, before->name), score__cell_text(p->d, now->name),
                              score__cell_text(p->d, before->set->version), score__cell_text(p->d, now->set->version)};
  const score__cell swapped[] = {args[1], args[0]};
  if (now->step == SCORE_STEP_BRIDGE)
    score__sheet_line_add(p->d, score__cell_phrase_args(p->d, SCORE__PH_TREND_EFFECTS, args, 4), 0, false);
  else if (now->step < SCORE_STEPS && why[now->step])
    score__sheet_line_add(p->d, score__cell_phrase_args(p->d, why[now->step], swapped, 2), 0, false);
  const score__cell odd = score__cell_int((int64_t)now->odd);
  if (now->step == SCORE_STEP_BRIDGE && now->odd)
    score__sheet_line_add(p->d, score__cell_phrase_args(p->d, SCORE__PH_TREND_ODD, &odd, 1), 0, true);
}

void score__province_bridge(score__province *p)
{
  steps s;
  if (!score__province_bridged(p->options->trend) || p->d->failed) return;
  if (!find_steps(&s, p)) {
    p->d->failed = true;
    return;
  }
  score__province_section(p, "bridge", SCORE__PH_PROVINCE_BRIDGE);
  say_versions(p, s.trend);
  if (!s.count) return;
  summary_table(p, &s);
  largest(p, &s);
  qsort(s.item, s.count, sizeof *s.item, by_rank);
  score__sheet_table *t = unit_table(p, "bridge", SCORE__PH_PROVINCE_TABLE_BRIDGE);
  if (t) t->behind = true;
  for (size_t k = 0; k < s.count; k++) unit_row(p, t, &s, &s.item[k]);
}
