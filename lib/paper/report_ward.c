/* The quarterly report of one unit. */
#include "paper/report_ward.h"

#include "base/fail.h"
#include "base/limits.h"
#include "compute/plan_search.h"

int64_t score__ward_full(const score__ward *w)
{
  return w->r->set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : w->r->total[w->i].max_micro;
}

/* 86.52 of 100 points is 86.52%: where it is so of all units it is told as points. */
bool score__ward_in_percent(const score__ward *w)
{
  bool apart = false;
  for (size_t i = 0; i < w->r->count && !apart; i++) apart = w->r->total[i].max_micro != 100 * SCORE__MICRO;
  return apart && w->r->set->basis == SCORE__BASIS_PERCENT;
}

score__cell score__ward_amount(const score__ward *w, int64_t micro)
{
  const int64_t grid = w->r->set->total_grid_micro; /* the mean of two may have one digit more */
  const score__cell number =
      grid && micro % grid ? score__cell_points(micro, -1) : score__report_basis(w->r->set, micro);
  const int phrase = score__ward_in_percent(w) ? SCORE__PH_WARD_AMOUNT_PERCENT : SCORE__PH_WARD_AMOUNT;
  return score__cell_phrase_args(w->d, phrase, &number, 1);
}

score__cell score__ward_points(const score__ward *w, uint32_t node, int64_t micro)
{
  return node ? score__report_points(w->r->set, node, micro) : score__report_basis(w->r->set, micro);
}

void score__ward_say(score__ward *w, int phrase, const score__cell *args, size_t count)
{
  score__sheet_line_add(w->d, score__cell_phrase_args(w->d, phrase, args, count), 0, false);
}

bool score__ward_leaf(const score__ward *w, uint32_t k)
{
  if (!k || (w->r->node[k].flags[w->i] & SCORE__FLAG_COVERED)) return false;
  return w->r->set->node[k].end == k + 1 || w->r->node[k].outcome[w->i] == SCORE_REPORTED;
}

void score__ward_note(score__ward *w, int phrase, const score__cell *args, size_t count)
{
  score__sheet_line_add(w->d, score__cell_phrase_args(w->d, phrase, args, count), 0, true);
}

const score__grade *score__ward_next(const score__ward *w)
{
  const score_criteria *set = w->r->set;
  const int32_t now = w->r->total[w->i].grade;
  if (!set->grade_count || now == 0) return NULL;
  return &set->grade[now < 0 ? (int32_t)set->grade_count - 1 : now - 1];
}

const score__grade *score__ward_aim(const score__ward *w)
{
  const score_plan *plan = w->options.plan;
  if (plan && plan->aim.kind == SCORE__AIM_BASIS) return NULL;
  return plan && plan->aim.kind == SCORE__AIM_GRADE ? &w->r->set->grade[plan->aim.grade] : score__ward_next(w);
}

/* What people need of it stands in sentences: in the part "method", and where it is used. */
static void head(score__ward *w)
{
  score_document *d = w->d;
  score__report_head(d, w->r);
  for (size_t k = 0; k < d->fact_count; k++) d->fact[k].title = 0;
}

static void letter(score__ward *w)
{
  static const int committee_to[] = {SCORE__PH_PAPER_TO_ABOVE, SCORE__PH_PAPER_TO_DEPARTMENT, SCORE__PH_PAPER_TO_PARTY,
                                     SCORE__PH_PAPER_TO_CHAIR, SCORE__PH_PAPER_FILED_CULTURE, 0};
  static const int office_to[] = {SCORE__PH_PAPER_TO_ABOVE_PLAIN, SCORE__PH_PAPER_TO_DEPARTMENT, SCORE__PH_PAPER_FILED,
                                  0};
  static const int committee_by[] = {SCORE__PH_PAPER_ON_BEHALF, SCORE__PH_PAPER_CHAIR, 0};
  static const int office_by[] = {SCORE__PH_PAPER_HEAD, 0};
  bool committee = true;
  score__letter_order order = {.issuer = score__paper_issuer(w->d, w->r, w->i, &committee)};
  const score__cell args[] = {score__paper_period(w->d, w->r->frame->period), score__paper_unit(w->d, w->r, w->i),
                              score__cell_words(w->d, &w->r->set->name)};
  w->d->title = score__cell_phrase_args(w->d, SCORE__PH_WARD_TITLE, args, 2);
  order.subject = score__cell_phrase_args(w->d, SCORE__PH_WARD_SUBJECT, args, 3);
  order.number = committee ? SCORE__PH_PAPER_NUMBER_COMMITTEE : SCORE__PH_PAPER_NUMBER_BLANK;
  order.recipient = committee ? committee_to : office_to;
  order.capacity = committee ? committee_by : office_by;
  order.signer = score__ward_signer(w);
  score__paper_letter(&w->paper, w->r, &order);
}

score__cell score__ward_signer(score__ward *w)
{
  bool committee = true;
  score__paper_issuer(w->d, w->r, w->i, &committee);
  const score__cell unit = score__paper_unit(w->d, w->r, w->i);
  return committee ? score__cell_phrase_args(w->d, SCORE__PH_WARD_COMMITTEE, &unit, 1) : unit;
}

/* The sentence that opens an official report. */
static void opening(score__ward *w)
{
  const score__cell args[] = {score__ward_signer(w), score__paper_period(w->d, w->r->frame->period),
                              score__cell_words(w->d, &w->r->set->name)};
  score__ward_say(w, SCORE__PH_WARD_OPENING, args, 3);
}

static void write_all(score__ward *w)
{
  head(w);
  letter(w);
  opening(w);
  score__ward_summary(w);
  score__ward_groups(w);
  score__ward_trend(w);
  score__ward_criteria(w);
  score__ward_gap(w);
  score__ward_plan(w);
  score__ward_missing(w);
  score__ward_province(w);
  score__ward_method(w);
  score__ward_inputs(w);
  score__ward_arithmetic(w);
}

static void count_ranked(score__ward *w)
{
  const int32_t rank = w->r->total[w->i].rank;
  for (size_t k = 0; k < w->r->count; k++) {
    w->ranked += w->r->total[k].rank != 0;
    w->equal += rank && w->r->total[k].rank == rank;
  }
}

int score_document_ward_report(score_document **out, const score_result *r, const char *unit,
                               const score_ward_report_options *options, score_error *err)
{
  score__ward w = {.r = r};
  *out = NULL;
  if (score__report_find(&w.i, r, unit, err)) return SCORE_E_NOT_FOUND;
  if (options) w.options = *options;
  w.d = score__sheet_new("ward_report");
  if (!w.d) return score__fail_memory(err);
  w.paper = (score__paper){.d = w.d, .office = w.options.office};
  if (score__gap_sheet_open(&w.gap, w.d, r, w.i, w.options.beside.previous)) {
    score_document_free(w.d);
    return score__fail_memory(err);
  }
  if (score__engine_one_run(&w.one, r, w.i) == 0) {
    count_ranked(&w);
    write_all(&w);
    score__engine_one_free(&w.one);
  } else {
    w.d->failed = true;
  }
  score__gap_sheet_close(&w.gap);
  return score__report_finish(out, w.d, err);
}
