/* Groups beside what they aim at, the period before and the other units; and the total over time. */
#include "base/limits.h"
#include "compute/plan_search.h"
#include "model/course.h"
#include "paper/report_ward.h"

enum { NODE, CODE, NAME, POINTS, MAX, TARGET, BEFORE, MEDIAN, BEST, SHARE, MEDIAN_SHARE };

static const score__sheet_column columns[] = {
    [NODE] = {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
    [CODE] = {.key = "code", .title = SCORE__PH_COL_CODE, .machine_only = true},
    [NAME] = {.key = "name", .title = SCORE__PH_GAP_COL_GROUP, .shrinks = true},
    [POINTS] = {.key = "points", .title = SCORE__PH_COL_POINTS, .right = true},
    [MAX] = {.key = "max", .title = SCORE__PH_WARD_COL_MAX, .right = true},
    [TARGET] = {.key = "target", .title = SCORE__PH_WARD_COL_TARGET, .right = true},
    [BEFORE] = {.key = "previous", .title = SCORE__PH_GAP_COL_BEFORE, .right = true},
    [MEDIAN] = {.key = "cohort_median", .title = SCORE__PH_GAP_COL_MEDIAN, .right = true},
    [BEST] = {.key = "cohort_best", .title = SCORE__PH_GAP_COL_BEST, .right = true, .gives_way = 1},
    [SHARE] = {.key = "share",
               .title = SCORE__PH_WARD_COL_SHARE,
               .right = true,
               .gives_way = 2,
               .full_micro = 100 * SCORE__MICRO},
    [MEDIAN_SHARE] = {.key = "median_share",
                      .title = SCORE__PH_WARD_COL_MEDIAN_SHARE,
                      .right = true,
                      .gives_way = 3,
                      .full_micro = 100 * SCORE__MICRO}};

/* part / whole in percent, two digits; EMPTY without a whole. */
static score__cell percent(int64_t part, int64_t whole)
{
  int64_t micro;
  const score__fraction v = {(score__i128)part * 100, whole > 0 ? whole : 1};
  if (whole <= 0 || score__fraction_round(&micro, &v, SCORE__MICRO / 100))
    return (score__cell){.kind = SCORE__CELL_EMPTY};
  return score__cell_points(micro, 2);
}

/* What the basis is to come to: the plan's aim, else the next grade, else all of it. */
static int64_t aim_of(const score__ward *w)
{
  const score_plan *plan = w->options.plan;
  const score__grade *next = score__ward_next(w);
  if (plan && plan->aim.kind != SCORE__AIM_RANK) return plan->aim.basis_micro;
  return next ? next->at_least_micro : score__ward_full(w);
}

/* A node's share of the aim, and never below what a gate of the grade aimed at asks of it. */
static score__cell target_cell(const score__ward *w, uint32_t k)
{
  const score__grade *next = score__ward_aim(w);
  const int64_t full = score__ward_full(w), max = k ? w->r->node[k].max_micro[w->i] : full;
  if (max <= 0 || full <= 0) return (score__cell){.kind = SCORE__CELL_EMPTY};
  const score__fraction part = {(score__i128)aim_of(w) * max, (score__i128)full * SCORE__MICRO};
  score__fraction want = part;
  for (size_t q = 0; k && next && q < next->gate_count; q++) {
    const score__gate *g = &next->gate[q];
    const score__fraction whole = score__fraction_make(max, SCORE__MICRO);
    score__fraction least;
    if (g->kind != SCORE__GATE_GROUP || g->node != k || score__fraction_mul(&least, &g->at_least, &whole)) continue;
    if (score__fraction_cmp(&least, &want) > 0) want = least;
  }
  int64_t micro;
  if (score__fraction_round(&micro, &want, SCORE__MICRO / 100)) return (score__cell){.kind = SCORE__CELL_EMPTY};
  return score__ward_points(w, k, micro < max ? micro : max);
}

/* The mean of two may have a digit more than the points. */
static score__cell middle(const score__ward *w, uint32_t k, int64_t micro)
{
  score__cell c = score__ward_points(w, k, micro);
  int64_t last = SCORE__MICRO;
  for (int q = 0; q < c.digits; q++) last /= 10;
  if (c.digits >= 0 && c.value % last) c.digits = -1;
  return c;
}

/* Points of others are a share of their own maximum: where something does not apply to some, it differs. */
static bool one_maximum(const score__ward *w, uint32_t k)
{
  const score_result *r = w->r;
  if (!k && r->set->basis == SCORE__BASIS_PERCENT) return true;
  for (size_t i = 0; i < r->count; i++) {
    const int64_t max = k ? r->node[k].max_micro[i] : r->total[i].max_micro;
    const bool out = k && ((r->node[k].flags[i] & SCORE__FLAG_COVERED) || r->node[k].outcome[i] > SCORE_REPORTED);
    if (r->total[i].rank && !out && max != (k ? r->node[k].max_micro[w->i] : r->total[w->i].max_micro)) return false;
  }
  return true;
}

static void group_row(score__ward *w, score__sheet_table *t, uint32_t k)
{
  const score_result *r = w->r;
  const score__node *n = &r->set->node[k];
  const int64_t now = k ? r->node[k].points_micro[w->i] : r->total[w->i].basis_micro;
  const int64_t max = k ? r->node[k].max_micro[w->i] : score__ward_full(w);
  score__cell *row = score__sheet_row_add(w->d, t, n->depth > 1 ? n->depth - 1u : 0);
  score__gap_cohort cohort;
  int64_t before;
  if (!row) return;
  row[NODE] = score__cell_code(w->d, n->key);
  row[CODE] = score__cell_text(w->d, k ? n->code : "");
  row[NAME] = k ? score__cell_words(w->d, &n->name) : score__cell_phrase(SCORE__PH_WARD_TOTAL_ROW);
  row[POINTS] = score__ward_points(w, k, now);
  row[MAX] = score__cell_points(max, -1);
  if (n->group_kind == SCORE__GROUP_NORMAL) {
    row[TARGET] = target_cell(w, k);
    row[SHARE] = percent(now, max);
  }
  if (score__gap_before(&w->gap, k, &before)) row[BEFORE] = score__ward_points(w, k, before);
  score__gap_cohort_of(&cohort, r, k, w->gap.values);
  if (cohort.n > 1) {
    row[MEDIAN] = middle(w, k, cohort.median);
    row[BEST] = score__ward_points(w, k, cohort.best);
    if (n->group_kind == SCORE__GROUP_NORMAL && one_maximum(w, k)) row[MEDIAN_SHARE] = percent(cohort.median, max);
  }
  for (int c = NAME; !k && c <= MAX; c++) row[c].emphasis = 4;
}

/* Whether the groups stand side by side, and add up as they are printed. */
static void mark_sum(const score__ward *w, score__sheet_table *t, size_t column)
{
  int64_t sum = 0;
  for (size_t k = 0; k + 1 < t->row_count; k++) {
    const score__cell *c = &t->cell[k * t->column_count + column];
    if (t->indent[k] || c->kind != SCORE__CELL_DECIMAL || __builtin_add_overflow(sum, c->value, &sum)) return;
  }
  if (t->row_count < 2 || w->d->failed) return;
  t->column[column].adds_up = sum == t->cell[(t->row_count - 1) * t->column_count + column].value;
}

/* "Highest: a (91.75%); lowest: b (33.33%)." of the groups, the total left out. */
static score__cell said_of(score__ward *w, const score__sheet_table *t)
{
  const score__cell *high = NULL, *low = NULL;
  for (size_t k = 0; k + 1 < t->row_count; k++) {
    const score__cell *row = &t->cell[k * t->column_count];
    if (row[SHARE].kind == SCORE__CELL_EMPTY) continue;
    if (!high || row[SHARE].value > high[SHARE].value) high = row;
    if (!low || row[SHARE].value < low[SHARE].value) low = row;
  }
  if (!high) return (score__cell){.kind = SCORE__CELL_EMPTY};
  score__cell args[] = {high[NAME], high[SHARE], low[NAME], low[SHARE]};
  for (int k = 0; k < 4; k++) args[k].emphasis = 0;
  return score__cell_phrase_args(w->d, SCORE__PH_WARD_FIGURE_GROUPS_SAID, args, 4);
}

static void figure(score__ward *w, const score__sheet_table *t)
{
  const score__cell name = score__paper_unit(w->d, w->r, w->i);
  score__sheet_figure_add(
      w->d, (score__figure){.kind = SCORE__FIGURE_BARS,
                            .key = "groups",
                            .title = score__cell_phrase_args(w->d, SCORE__PH_WARD_FIGURE_GROUPS, &name, 1),
                            .said = said_of(w, t),
                            .table = score__sheet_table_index(w->d, t),
                            .label = NAME,
                            .first = SHARE,
                            .count = 2,
                            .high_micro = 100 * SCORE__MICRO});
}

static void say_target(score__ward *w)
{
  const score_plan *plan = w->options.plan;
  const score__grade *next = score__ward_aim(w);
  const bool planned = plan && plan->aim.kind == SCORE__AIM_BASIS;
  const score__cell args[] = {score__ward_amount(w, aim_of(w)),
                              next ? score__cell_words(w->d, &next->name) : (score__cell){.kind = SCORE__CELL_EMPTY}};
  score__ward_note(w,
                   planned ? SCORE__PH_WARD_NOTE_TARGET_PLAN
                   : next  ? SCORE__PH_WARD_NOTE_TARGET_GRADE
                           : SCORE__PH_WARD_NOTE_TARGET_FULL,
                   args, 2);
}

void score__ward_groups(score__ward *w)
{
  size_t groups = 0;
  for (uint32_t k = 1; k < w->r->set->node_count; k++) groups += w->r->set->node[k].kind == SCORE__NODE_GROUP;
  if (!groups) return;
  score__paper_part(&w->paper, "groups", SCORE__PH_WARD_GROUPS);
  score__sheet_table *t = score__sheet_table_add(w->d, "groups", 0);
  score__report_columns(w->d, t, columns, sizeof columns / sizeof *columns);
  for (uint32_t k = 1; k < w->r->set->node_count; k++)
    if (w->r->set->node[k].kind == SCORE__NODE_GROUP && !(w->r->node[k].flags[w->i] & SCORE__FLAG_COVERED))
      group_row(w, t, k);
  group_row(w, t, 0);
  if (w->d->failed || !t) return;
  mark_sum(w, t, POINTS);
  mark_sum(w, t, MAX);
  figure(w, t);
  say_target(w);
  const score_result *p = w->gap.previous;
  const score__cell period = p ? score__paper_period(w->d, p->frame->period) : (score__cell){.kind = SCORE__CELL_EMPTY};
  if (p && p->synthetic && !w->d->synthetic) score__ward_note(w, SCORE__PH_WARD_NOTE_MADE_UP, &period, 1);
  score__gap_cohort cohort;
  score__gap_cohort_of(&cohort, w->r, 0, w->gap.values);
  const score__cell n = score__cell_int((int64_t)cohort.n);
  if (cohort.n > 1) score__ward_note(w, SCORE__PH_WARD_NOTE_COHORT, &n, 1);
}

/* ---- over time ---- */

enum { PERIOD, TOTAL, FULL, RANK, RANKED, PLACE, GRADE, VERSION };

static void period_row(score__ward *w, score__sheet_table *t, const score_trend *trend, size_t p)
{
  const score__course_period *own = &trend->period[p];
  const score__course_point *point = score__course_point_of(trend, own->unit, p);
  score__cell *row = score__sheet_row_add(w->d, t, 0);
  if (!row) return;
  row[PERIOD] = score__cell_text(w->d, own->name);
  if (own->synthetic && !w->d->synthetic) /* it alone */
    row[PERIOD] = score__cell_phrase_args(w->d, SCORE__PH_RANKING_MADE_UP, &row[PERIOD], 1);
  if (!point) return;
  const score_total_result *total = &point->total;
  row[TOTAL] = score__report_basis(own->set, total->basis_micro);
  row[FULL] = score__cell_points(own->set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : total->max_micro, -1);
  if (total->rank) {
    row[RANK] = score__cell_int(total->rank);
    row[RANKED] = score__cell_int((int64_t)own->ranked);
    const score__cell args[] = {score__report_place(w->d, total), row[RANKED]};
    row[PLACE] = score__cell_phrase_args(w->d, SCORE__PH_OF_RANKED, args, 2);
  } else {
    row[PLACE] = score__cell_phrase(SCORE__PH_FACT_RANK_NONE);
  }
  if (total->grade >= 0) row[GRADE] = score__cell_words(w->d, &own->set->grade[total->grade].name);
  row[VERSION] = score__cell_code(w->d, own->set->version);
}

/* One period is no line. */
static size_t points_of(const score_trend *t)
{
  size_t n = 0;
  for (size_t p = 0; p < t->period_count; p++) n += score__course_point_of(t, t->period[p].unit, p) != NULL;
  return n;
}

/* "From 77.78 (2025-Q4) to 86.52 (2026-Q3)." Of a period without a rank too little is known. */
static score__cell course_of(score__ward *w, const score__sheet_table *t)
{
  const score__cell *first = NULL, *last = NULL;
  for (size_t k = 0; k < t->row_count; k++) {
    const score__cell *row = &t->cell[k * t->column_count];
    if (row[TOTAL].kind == SCORE__CELL_EMPTY || row[RANK].kind == SCORE__CELL_EMPTY) continue;
    if (!first) first = row;
    last = row;
  }
  if (first == last) return (score__cell){.kind = SCORE__CELL_EMPTY};
  const score__cell args[] = {first[TOTAL], first[PERIOD], last[TOTAL], last[PERIOD]};
  return score__cell_phrase_args(w->d, SCORE__PH_WARD_FIGURE_TREND_SAID, args, 4);
}

void score__ward_trend(score__ward *w)
{
  static const score__sheet_column history[] = {
      [PERIOD] = {.key = "period", .title = SCORE__PH_COL_PERIOD},
      [TOTAL] = {.key = "total", .title = SCORE__PH_WARD_TOTAL_ROW, .right = true},
      [FULL] = {.key = "max", .title = SCORE__PH_WARD_COL_MAX, .right = true},
      [RANK] = {.key = "rank", .title = SCORE__PH_COL_RANK, .machine_only = true},
      [RANKED] = {.key = "ranked", .title = SCORE__PH_COL_RANK, .machine_only = true},
      [PLACE] = {.key = "place", .title = SCORE__PH_COL_RANK, .right = true, .table_only = true},
      [GRADE] = {.key = "grade", .title = SCORE__PH_COL_GRADE},
      [VERSION] = {.key = "version", .title = SCORE__PH_WARD_COL_VERSION}};
  const score_trend *trend = w->options.trend;
  if (!trend || points_of(trend) < 2) return;
  score__paper_part(&w->paper, "trend", SCORE__PH_WARD_TREND);
  score__sheet_table *t = score__sheet_table_add(w->d, "trend", 0);
  score__report_columns(w->d, t, history, sizeof history / sizeof *history);
  bool versions = false;
  for (size_t p = 0; p < trend->period_count; p++) {
    period_row(w, t, trend, p);
    versions |= trend->period[p].set != trend->period[0].set;
  }
  if (w->d->failed || !t) return;
  const score__cell name = score__paper_unit(w->d, w->r, w->i);
  score__sheet_figure_add(w->d,
                          (score__figure){.kind = SCORE__FIGURE_LINES,
                                          .key = "trend",
                                          .title = score__cell_phrase_args(w->d, SCORE__PH_WARD_FIGURE_TREND, &name, 1),
                                          .said = course_of(w, t),
                                          .table = score__sheet_table_index(w->d, t),
                                          .label = PERIOD,
                                          .first = TOTAL,
                                          .count = 1});
  t->column[VERSION].machine_only = !versions;
  if (versions) score__ward_note(w, SCORE__PH_WARD_NOTE_VERSIONS, NULL, 0);
}
