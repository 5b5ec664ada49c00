/* The gap in a few sentences, and the grade above. Every figure is one of the tables below it. */
#include "base/limits.h"
#include "report/sheet_gap.h"

#define SHOWN 3 /* levers told of at the top */

static void say(score__gap_sheet *s, int phrase, const score__cell *args, size_t count)
{
  score__sheet_line_add(s->d, score__cell_phrase_args(s->d, phrase, args, count), 0, false);
}

static score__cell also(score__gap_sheet *s, int phrase, score__cell so_far, int64_t micro)
{
  const score__cell args[] = {so_far, score__gap_points(s, micro)};
  return micro ? score__cell_phrase_args(s->d, phrase, args, 2) : so_far;
}

/* How much of it, and whose it is. */
static void say_lost(score__gap_sheet *s)
{
  const unsigned others = SCORE__GAP_EVERYBODY & ~SCORE__GAP_MOVER(SCORE__MOVER_UNIT);
  const score__gap_range range = score__gap_split_below(&s->gap, 0, others);
  int64_t data = 0, faults = 0;
  size_t units = 0;
  for (size_t k = 0; k < s->gap.line_count; k++) {
    data += s->gap.line[k].for_data;
    faults += s->gap.line[k].for_faults;
  }
  const score__cell lost = score__gap_points(s, s->gap.lost);
  score__cell all = score__cell_phrase_args(s->d, SCORE__PH_GAP_SAY_LOST, &lost, 1);
  if (range.high) {
    const score__cell args[] = {all, score__gap_span(s, range, SCORE__PH_GAP_RANGE_OF)};
    all = score__cell_phrase_args(s->d, SCORE__PH_GAP_SAY_OTHERS, args, 2);
    const score__gap_range likely = score__gap_split_likely(&s->gap, others, &units);
    const score__cell more[] = {all, score__gap_span(s, likely, SCORE__PH_GAP_RANGE_OF),
                                score__cell_int((int64_t)units)};
    if (units) all = score__cell_phrase_args(s->d, SCORE__PH_GAP_SAY_LIKELY, more, 3);
    score__sheet_fact_add(s->d, "lost_others_low", 0, score__gap_points(s, range.low));
    score__sheet_fact_add(s->d, "lost_others_high", 0, score__gap_points(s, range.high));
    if (units) score__sheet_fact_add(s->d, "lost_others_likely_low", 0, score__gap_points(s, likely.low));
    if (units) score__sheet_fact_add(s->d, "lost_others_likely_high", 0, score__gap_points(s, likely.high));
    if (units) score__sheet_fact_add(s->d, "likely_as_units", 0, more[2]);
  }
  all = also(s, SCORE__PH_GAP_SAY_DATA, all, data);
  all = also(s, SCORE__PH_GAP_SAY_FAULTS, all, faults);
  if (!s->gap.lost) all = score__cell_phrase(SCORE__PH_GAP_SAY_NOTHING);
  const bool more = range.high || data || faults; /* that it is lost stands in the facts */
  if (more || !s->gap.lost) score__sheet_line_add(s->d, all, 0, false);
}

static void say_past(score__gap_sheet *s, const score__gap_course *c)
{
  const score__cell args[] = {score__gap_points(s, c->best.gain), score__cell_int(c->best.steps),
                              score__cell_words(s->d, &c->lever->name)};
  say(s, SCORE__PH_GAP_SAY_PAST, args, 3);
}

/* A tenth of a point where it is told, else the next step that shows. */
static void say_lever(score__gap_sheet *s, const score__gap_course *c)
{
  const score__gap_move *near = c->tenth.steps ? &c->tenth : &c->next;
  const score__cell args[] = {score__gap_steps(s, c, near), score__cell_words(s->d, &c->lever->name),
                              score__gap_signed(s->d, score__gap_points(s, near->gain)),
                              score__gap_steps(s, c, &c->best),
                              score__gap_signed(s->d, score__gap_points(s, c->best.gain))};
  const bool more = c->best.steps != near->steps;
  say(s, more ? SCORE__PH_GAP_SAY_LEVER_ALL : SCORE__PH_GAP_SAY_LEVER, args, more ? 5 : 3);
}

/* What the criterion asks for is not lowered to get its points: another input of it can rise. */
static bool lowers_the_bar(const score__gap *g, const score__gap_course *c)
{
  const score__lever_effect *e = &c->lever->effect[0];
  if (e->sets || e->amount >= 0) return false;
  for (size_t k = 0; k < g->input_count; k++) {
    const score__gap_course *other = &g->input[k];
    if (other->node == c->node && other->best.steps && !other->lever->effect[0].sets &&
        other->lever->effect[0].amount > 0)
      return true;
  }
  return false;
}

/* Where nobody declared levers. */
static void say_inputs(score__gap_sheet *s)
{
  size_t told = 0;
  for (size_t k = 0; k < s->gap.input_count && told < SHOWN; k++) {
    const score__gap_course *c = &s->gap.input[k];
    if (c->shrinks || !c->best.steps || c->lever->mover != SCORE__MOVER_UNIT) continue;
    if (lowers_the_bar(&s->gap, c)) continue;
    const score__cell args[] = {score__cell_words(s->d, &c->lever->name), score__gap_steps(s, c, &c->best),
                                score__gap_signed(s->d, score__gap_points(s, c->best.gain))};
    say(s, SCORE__PH_GAP_SAY_INPUT, args, 3);
    told++;
  }
}

void score__gap_summary(score__gap_sheet *s)
{
  say_lost(s);
  score__gap_advice(s);
}

void score__gap_advice(score__gap_sheet *s)
{
  const score__gap *g = &s->gap;
  size_t own = 0, past = 0;
  if (!g->declared) {
    say_inputs(s);
    return;
  }
  for (size_t k = 0; k < g->lever_count && !past; k++) { /* the dearest lesson */
    if (g->lever[k].lever->kind != SCORE__LEVER_PAST || g->lever[k].lever->mover != SCORE__MOVER_UNIT) continue;
    past = g->lever[k].best.steps != 0;
    if (past) say_past(s, &g->lever[k]);
  }
  for (size_t k = 0; k < g->lever_count && own < SHOWN; k++) {
    const score__lever *l = g->lever[k].lever;
    if (l->kind != SCORE__LEVER_CONVERT || l->mover != SCORE__MOVER_UNIT || !g->lever[k].best.steps) continue;
    say_lever(s, &g->lever[k]);
    own++;
  }
}

/* ---- the grade above ---- */

static void say_gate(score__gap_sheet *s, const score__grade *grade, const score__gate *g)
{
  static const int phrases[] = {SCORE__PH_TRACE_GATE_NO_ZERO, SCORE__PH_TRACE_GATE_MET, SCORE__PH_TRACE_GATE_GROUP,
                                SCORE__PH_TRACE_GATE_WHEN};
  const score_result *r = s->r;
  const score__node_column *c = &r->node[g->node];
  int64_t share = 0;
  if (g->kind == SCORE__GATE_GROUP) {
    score__fraction percent = g->at_least;
    percent.num *= 100;
    if (score__fraction_round(&share, &percent, 1)) share = 0;
  }
  const score__cell number = score__cell_points(share, -1);
  const score__cell args[] = {g->kind == SCORE__GATE_WHEN ? score__cell_text(s->d, g->when.text)
                                                          : score__cell_words(s->d, &r->set->node[g->node].name),
                              score__cell_phrase_args(s->d, SCORE__PH_GAP_PERCENT, &number, 1),
                              score__cell_points(c->max_micro[s->i], -1),
                              score__report_points(r->set, g->node, c->points_micro[s->i])};
  const score__cell gate[] = {score__cell_words(s->d, &grade->name),
                              score__cell_phrase_args(s->d, phrases[g->kind], args, 4)};
  say(s, SCORE__PH_GAP_GATE, gate, 2);
}

void score__gap_grade(score__gap_sheet *s)
{
  const score_result *r = s->r;
  const score_criteria *set = r->set;
  const int32_t now = r->total[s->i].grade;
  if (!set->grade_count || now == 0) return;
  const score__grade *next = &set->grade[now < 0 ? (int32_t)set->grade_count - 1 : now - 1];
  const int64_t value = next->without_bonus ? r->without_bonus_micro[s->i] : r->total[s->i].basis_micro;
  const int64_t lacks = next->at_least_micro > value ? next->at_least_micro - value : 0;
  const score__cell args[] = {score__cell_words(s->d, &next->name), score__cell_points(next->at_least_micro, -1),
                              score__report_basis(set, lacks)};
  score__sheet_fact_add(
      s->d, NULL, SCORE__PH_GAP_FACT_NEXT,
      score__cell_phrase_args(s->d, lacks ? SCORE__PH_GAP_NEXT_SHORT : SCORE__PH_GAP_NEXT_GATED, args, 3));
  score__sheet_fact_add(s->d, "next_grade", 0, score__cell_code(s->d, next->key));
  score__sheet_fact_add(s->d, "next_grade_from", 0, args[1]);
  score__sheet_fact_add(s->d, "next_grade_lacks", 0, args[2]);
  score__trial *t = &s->gap.trial; /* conditions are asked on a result of this document alone */
  if (next->gate_count && (score__trial_reset(t) || score__trial_run(t))) s->d->failed = true;
  for (size_t q = 0; q < next->gate_count && !s->d->failed; q++)
    if (!score__engine_gate(t->result, &next->gate[q], t->at)) say_gate(s, next, &next->gate[q]);
}
