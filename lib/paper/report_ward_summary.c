/* The result in the sentences that are signed: total, grade, rank, and what became of them since the period before. */
#include "base/limits.h"
#include "model/course.h"
#include "paper/report_ward.h"
#include "report/sheet_rank.h"

#include <string.h>

static score__cell total_cell(score__ward *w)
{
  const score_total_result *t = &w->r->total[w->i];
  const score__cell args[] = {score__report_basis(w->r->set, t->basis_micro), score__cell_points(t->max_micro, -1),
                              score__report_basis(w->r->set, t->points_micro)};
  return score__cell_phrase_args(w->d, score__ward_in_percent(w) ? SCORE__PH_WARD_TOTAL_PERCENT : SCORE__PH_WARD_TOTAL,
                                 args, 3);
}

/* Adds a part of a sentence: "..., grade Good". */
static score__cell also(score__ward *w, score__cell so_far, int phrase, score__cell a, score__cell b, score__cell c)
{
  const score__cell args[] = {so_far, a, b, c};
  return score__cell_phrase_args(w->d, phrase, args, 4);
}

/* Nothing applies to the unit, or nothing is due: the points of nobody are no grade. */
static bool is_judged(const score__ward *w)
{
  const uint8_t outcome = w->r->node[0].outcome[w->i];
  return outcome != SCORE_NOT_APPLICABLE && outcome != SCORE_NOT_DUE;
}

static void say_total(score__ward *w)
{
  const score_result *r = w->r;
  const score_total_result *t = &r->total[w->i];
  const score__cell none = {.kind = SCORE__CELL_EMPTY}, args[] = {score__paper_period(w->d, r->frame->period),
                                                                  score__paper_unit(w->d, r, w->i), total_cell(w)};
  score__cell said = score__cell_phrase_args(w->d, SCORE__PH_WARD_SAY_TOTAL, args, 3);
  if (r->set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET)
    said = also(w, said, SCORE__PH_WARD_AND_MET, score__report_met(w->d, t), none, none);
  if (t->grade >= 0 && is_judged(w))
    said = also(w, said, SCORE__PH_WARD_AND_GRADE, score__cell_words(w->d, &r->set->grade[t->grade].name), none, none);
  if (t->grade < 0 && r->set->grade_count && is_judged(w))
    said = also(w, said, SCORE__PH_WARD_AND_NO_GRADE, none, none, none);
  if (t->rank && w->ranked > 1)
    said = also(w, said, w->equal > 1 ? SCORE__PH_WARD_AND_RANK_TIED : SCORE__PH_WARD_AND_RANK,
                score__cell_int(t->rank), score__cell_int((int64_t)w->ranked), score__cell_int((int64_t)w->equal - 1));
  score__cell end = score__cell_phrase_args(w->d, SCORE__PH_WARD_END, &said, 1);
  end.emphasis = 4;
  score__sheet_line_add(w->d, end, 0, false);
  const score__cell why = score__rank_why(w->d, r, w->i);
  if (!t->rank) score__ward_say(w, SCORE__PH_WARD_SAY_NOT_RANKED, &why, 1);
  if (t->rank && w->ranked == 1) score__ward_say(w, SCORE__PH_WARD_SAY_ALONE, NULL, 0);
}

/* "an increase of 1.20 points", "no change". */
static score__cell change_cell(score__ward *w, int64_t change, score__cell amount, const int phrases[3])
{
  return score__cell_phrase_args(w->d, phrases[change > 0 ? 0 : change < 0 ? 1 : 2], &amount, 1);
}

/* What the data and what the rules changed, where both are known. */
static const score__course_point *bridge_of(const score__ward *w, const score_result *p)
{
  const score_trend *t = w->options.trend;
  const size_t last = t && t->period_count > 1 ? t->period_count - 1 : 0;
  if (!last || t->period[last].step != SCORE_STEP_BRIDGE) return NULL;
  if (score__period_cmp(t->period[last].period, w->r->frame->period) != 0) return NULL;
  if (score__period_cmp(t->period[last - 1].period, p->frame->period) != 0) return NULL;
  const score__course_point *point = score__course_point_of(t, t->period[last].unit, last);
  return point && point->step == SCORE_STEP_BRIDGE ? point : NULL;
}

static void say_rules(score__ward *w, const score_result *p, score__cell period, int64_t change)
{
  const score__course_point *b = bridge_of(w, p);
  const bool known = b && b->data_micro + b->rules_micro == change;
  if (strcmp(p->set->sha256, w->r->set->sha256) == 0) return;
  const score__cell args[] = {period,
                              known ? score__gap_signed(w->d, score__report_basis(w->r->set, b->data_micro)) : period,
                              known ? score__gap_signed(w->d, score__report_basis(w->r->set, b->rules_micro)) : period};
  score__ward_say(w, known ? SCORE__PH_WARD_SAY_BRIDGE : SCORE__PH_WARD_SAY_OTHER_RULES, args, known ? 3 : 1);
}

static void say_previous(score__ward *w)
{
  static const int points[] = {SCORE__PH_WARD_MORE, SCORE__PH_WARD_LESS, SCORE__PH_WARD_SAME},
                   places[] = {SCORE__PH_WARD_UP, SCORE__PH_WARD_DOWN, SCORE__PH_WARD_SAME_RANK};
  const score_result *p = w->gap.previous;
  if (!p) return;
  const score_total_result *now = &w->r->total[w->i], *was = &p->total[w->gap.was];
  const score__cell period = score__paper_period_of(w->d, p);
  int64_t before;
  if (!was->rank) { /* where too little was known, the total is that of the worst case */
    const score__cell args[] = {period, score__rank_why(w->d, p, w->gap.was)};
    score__ward_say(w, SCORE__PH_WARD_SAY_BEFORE_UNRANKED, args, 2);
  } else if (score__gap_before(&w->gap, 0, &before)) {
    const int64_t change = now->basis_micro - before;
    const score__cell args[] = {
        period, score__report_basis(p->set, before),
        change_cell(w, change, score__report_basis(w->r->set, change < 0 ? -change : change), points)};
    score__ward_say(w, score__ward_in_percent(w) ? SCORE__PH_WARD_SAY_BEFORE_PERCENT : SCORE__PH_WARD_SAY_BEFORE, args,
                    3);
    say_rules(w, p, period, change);
  } else {
    score__ward_say(w, SCORE__PH_WARD_SAY_APART, &period, 1);
  }
  if (!now->rank || !was->rank) return;
  int64_t ranked = 0;
  for (size_t k = 0; k < p->count; k++) ranked += p->total[k].rank != 0;
  if (ranked < 2 || w->ranked < 2) return;
  const int32_t up = was->rank - now->rank;
  const score__cell args[] = {period, score__cell_int(was->rank), score__cell_int(ranked),
                              change_cell(w, up, score__cell_int(up < 0 ? -up : up), places)};
  score__ward_say(w, SCORE__PH_WARD_SAY_RANK_BEFORE, args, 4);
}

static void say_cohort(score__ward *w)
{
  score__gap_cohort cohort;
  score__gap_cohort_of(&cohort, w->r, 0, w->gap.values);
  if (cohort.n < 2) return;
  const score__cell args[] = {score__cell_int((int64_t)cohort.n), score__ward_amount(w, cohort.median),
                              score__ward_amount(w, cohort.best)};
  score__ward_say(w, SCORE__PH_WARD_SAY_COHORT, args, 3);
}

static void say_next(score__ward *w)
{
  const score_criteria *set = w->r->set;
  const score__grade *next = score__ward_next(w);
  if (!next || !is_judged(w)) return;
  const int64_t value = next->without_bonus ? w->r->without_bonus_micro[w->i] : w->r->total[w->i].basis_micro;
  const bool percent = score__ward_in_percent(w);
  const score__cell from = score__cell_points(next->at_least_micro, -1),
                    lacks = score__report_basis(set, next->at_least_micro - value);
  const score__cell args[] = {
      score__cell_words(w->d, &next->name),
      score__cell_phrase_args(w->d, percent ? SCORE__PH_WARD_AMOUNT_PERCENT : SCORE__PH_WARD_AMOUNT, &from, 1),
      score__cell_phrase_args(w->d, percent ? SCORE__PH_WARD_AMOUNT_MORE : SCORE__PH_WARD_AMOUNT, &lacks, 1)};
  score__ward_say(w, value < next->at_least_micro ? SCORE__PH_WARD_SAY_NEXT : SCORE__PH_WARD_SAY_NEXT_GATED, args, 3);
}

static void say_open(score__ward *w)
{
  const score_total_result *t = &w->r->total[w->i];
  const score__cell args[] = {score__cell_int(t->missing), score__cell_int(t->invalid), score__cell_int(t->not_due)};
  if (t->missing) score__ward_say(w, SCORE__PH_WARD_SAY_MISSING, args, 1);
  if (t->invalid) score__ward_say(w, SCORE__PH_WARD_SAY_INVALID, args + 1, 1);
  if (t->not_due) score__ward_say(w, SCORE__PH_WARD_SAY_NOT_DUE, args + 2, 1);
  if (t->low_micro == t->high_micro) return;
  const score__cell ends[] = {score__report_basis(w->r->set, t->low_micro),
                              score__report_basis(w->r->set, t->high_micro)};
  score__ward_say(w, SCORE__PH_WARD_SAY_INTERVAL, ends, 2);
}

void score__ward_summary(score__ward *w)
{
  score__paper_part(&w->paper, "summary", SCORE__PH_REPORT_SUMMARY);
  say_total(w);
  say_previous(w);
  say_cohort(w);
  say_next(w);
  say_open(w);
  score__report_unit(w->d, w->r, w->i, true);
}
