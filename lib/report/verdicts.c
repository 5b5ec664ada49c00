/* Model §6, explained: each band with the verdict of its gates, ceilings and forced grades, and what a rank rests on.
 * The verdicts are the evaluation's own. */
#include "base/decimal.h"
#include "base/limits.h"
#include "definition/definition.h"
#include "report/explanation.h"
#include "report/report.h"

typedef struct verdict {
  bool holds, decided;
} verdict;

static verdict condition(const score_result *one, const score__expr *e)
{
  verdict v;
  v.holds = score__engine_condition(one, e, 0, &v.decided);
  return v;
}

static int64_t band_value(const score_result *one, const score__grade *g)
{
  return g->without_bonus ? one->without_bonus_micro[0] : one->total[0].basis_micro;
}

/* The first gate that fails; NULL = none. */
static const score__gate *failing(const score_result *one, const score__grade *g)
{
  for (size_t q = 0; q < g->gate_count; q++)
    if (!score__engine_gate(one, &g->gate[q], 0)) return &g->gate[q];
  return NULL;
}

/* ---- lines ---- */

static void line_gate(score__trace *t, const score_result *one, const score__gate *g)
{
  static const int phrases[] = {SCORE__PH_TRACE_GATE_NO_ZERO, SCORE__PH_TRACE_GATE_MET, SCORE__PH_TRACE_GATE_GROUP,
                                SCORE__PH_TRACE_GATE_WHEN};
  score__trace_step_add(t, phrases[g->kind]);
  if (g->kind == SCORE__GATE_WHEN) score__trace_text(t, g->when.text, g->when.text);
  if (g->kind != SCORE__GATE_MET && g->kind != SCORE__GATE_GROUP) return;
  const score__words *name = &one->set->node[g->node].name;
  score__trace_text(t, name->text[0], name->text[1]);
  if (g->kind != SCORE__GATE_GROUP) return;
  score__trace_number(t, &g->at_least);
  score__trace_points(t, one->node[g->node].max_micro[0], 0);
  score__trace_points(t, one->node[g->node].points_micro[0], 0);
}

static void line_band(score__trace *t, const score_result *one, const score__grade *g, int phrase)
{
  const int64_t grid = one->set->total_grid_micro;
  score__trace_step_add(t, phrase);
  score__trace_text(t, g->name.text[0], g->name.text[1]);
  score__trace_points(t, g->at_least_micro, 0);
  score__trace_points(t, band_value(one, g), grid);
}

static int32_t lines_bands(score__trace *t, const score_result *one)
{
  for (size_t k = 0; k < one->set->grade_count; k++) {
    const score__grade *g = &one->set->grade[k];
    if (band_value(one, g) < g->at_least_micro) {
      line_band(t, one, g, SCORE__PH_TRACE_GRADE_SHORT);
      continue;
    }
    const score__gate *fails = failing(one, g);
    line_band(t, one, g, fails ? SCORE__PH_TRACE_GRADE_GATE : SCORE__PH_TRACE_GRADE_REACHED);
    if (!fails) return (int32_t)k;
    line_gate(t, one, fails);
  }
  return -1;
}

static void line_rule(score__trace *t, const score_result *one, int phrase, const score__grade_rule *rule)
{
  const score__words *name = &one->set->grade[rule->grade].name;
  score__trace_step_add(t, phrase);
  score__trace_text(t, name->text[0], name->text[1]);
  score__trace_text(t, rule->when.text, rule->when.text);
}

void score__explain_verdicts(score__trace *t, const score_result *one)
{
  const score_criteria *set = one->set;
  if (!set->grade_count) return;
  int32_t grade = lines_bands(t, one);
  for (size_t k = 0; k < set->ceiling_count; k++) {
    verdict v = condition(one, set->ceiling[k].when.expr);
    if ((!v.holds && v.decided) || grade < 0 || (int32_t)set->ceiling[k].grade <= grade) continue;
    grade = (int32_t)set->ceiling[k].grade;
    line_rule(t, one, SCORE__PH_TRACE_GRADE_CEILING, &set->ceiling[k]);
  }
  for (size_t k = 0; k < set->forced_count && one->total[0].grade != grade; k++) {
    verdict v = condition(one, set->forced[k].when.expr);
    if ((v.holds || !v.decided) && (int32_t)set->forced[k].grade == one->total[0].grade) {
      line_rule(t, one, SCORE__PH_TRACE_GRADE_FORCED, &set->forced[k]);
      break;
    }
  }
}

/* ---- data ---- */

static const char *state_of(verdict v)
{
  return v.holds ? "holds" : v.decided ? "fails" : "undecided";
}

static void gate_node(score_document *d, score__outline *o, const score_result *one, uint32_t k)
{
  const score__node_column *c = &one->node[k];
  score__explain_text(d, o, "node", one->set->node[k].key);
  score__explain_text(d, o, "outcome", score_outcome_string((score_outcome)c->outcome[0]));
  score__explain_points(d, o, "points", c->points_micro[0]);
  score__explain_points(d, o, "max", c->max_micro[0]);
}

static void gate_zeros(score_document *d, score__outline *o, const score_result *one)
{
  score__outline *list = score__outline_add(d, o, "fails", SCORE__OUTLINE_LIST);
  for (uint32_t k = 1; k < one->set->node_count; k++) {
    bool zero = one->node[k].outcome[0] > SCORE_REPORTED || one->node[k].points_micro[0] == 0;
    if (score__engine_counts(one, k, 0) && zero) score__explain_text(d, list, NULL, one->set->node[k].key);
  }
}

static void gate_object(score_document *d, score__outline *list, const score_result *one, const score__gate *g)
{
  static const char *const kinds[] = {"no_zero", "met", "group", "when"};
  score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
  score__explain_text(d, o, "gate", kinds[g->kind]);
  switch (g->kind) {
  case SCORE__GATE_NO_ZERO: gate_zeros(d, o, one); break;
  case SCORE__GATE_MET:
    gate_node(d, o, one, g->node);
    score__outline_cell(d, o, "met", score__cell_bool(one->node[g->node].flags[0] & SCORE__FLAG_MET));
    break;
  case SCORE__GATE_GROUP:
    gate_node(d, o, one, g->node);
    score__explain_exact(d, o, "at_least", &g->at_least);
    break;
  default:
    score__explain_text(d, o, "when", g->when.text);
    score__explain_text(d, o, "state", state_of(condition(one, g->when.expr)));
  }
  score__trace said = {.arena = &d->arena};
  line_gate(&said, one, g);
  if (said.last) score__outline_cell(d, o, "text", score__report_step(d, one->set, said.last));
  d->failed |= said.failed;
  score__outline_cell(d, o, "holds", score__cell_bool(score__engine_gate(one, g, 0)));
}

static void rule_list(score_document *d, score__outline *grade, const score_result *one, const char *key,
                      const char *member, const score__grade_rule *rule, size_t count)
{
  score__outline *list = count ? score__outline_add(d, grade, key, SCORE__OUTLINE_LIST) : NULL;
  for (size_t k = 0; k < count; k++) {
    score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
    score__explain_text(d, o, "when", rule[k].when.text);
    score__explain_text(d, o, member, one->set->grade[rule[k].grade].key);
    score__explain_text(d, o, "state", state_of(condition(one, rule[k].when.expr)));
  }
}

static void read_conditions(score_document *d, score__outline *o, const score_result *one)
{
  const score_criteria *set = one->set;
  score__readings all = {.arena = &d->arena, .set = set};
  for (size_t k = 0; k < set->grade_count; k++)
    for (size_t q = 0; q < set->grade[k].gate_count; q++) score__readings_expr(&all, set->grade[k].gate[q].when.expr);
  for (size_t k = 0; k < set->ceiling_count; k++) score__readings_expr(&all, set->ceiling[k].when.expr);
  for (size_t k = 0; k < set->forced_count; k++) score__readings_expr(&all, set->forced[k].when.expr);
  if (all.measure_count || all.fact_count) score__explain_readings(d, o, one, &all, one->stage);
}

void score__explain_grade(score_document *d, score__outline *total, const score_result *one)
{
  const score_criteria *set = one->set;
  if (!set->grade_count) return;
  score__outline *o = score__outline_add(d, total, "grade", SCORE__OUTLINE_OBJECT);
  const int32_t grade = one->total[0].grade;
  if (grade < 0)
    score__outline_cell(d, o, "grade", (score__cell){.kind = SCORE__CELL_EMPTY});
  else
    score__explain_text(d, o, "grade", set->grade[grade].key);
  score__outline *bands = score__outline_add(d, o, "bands", SCORE__OUTLINE_LIST);
  for (size_t k = 0; k < set->grade_count; k++) {
    const score__grade *g = &set->grade[k];
    const bool reached = band_value(one, g) >= g->at_least_micro;
    score__outline *band = score__outline_add(d, bands, NULL, SCORE__OUTLINE_OBJECT);
    score__explain_text(d, band, "grade", g->key);
    score__outline_cell(d, band, "name", score__cell_words(d, &g->name));
    score__explain_points(d, band, "at_least", g->at_least_micro);
    score__explain_text(d, band, "basis", g->without_bonus ? "without_bonus" : "with_bonus");
    score__explain_points(d, band, "value", band_value(one, g));
    score__outline_cell(d, band, "reached", score__cell_bool(reached));
    const score__cell said[] = {score__cell_words(d, &g->name), score__cell_points(g->at_least_micro, -1),
                                score__cell_points(band_value(one, g), -1)};
    score__outline_cell(
        d, band, "text",
        score__cell_phrase_args(d, reached ? SCORE__PH_TRACE_GRADE_REACHED : SCORE__PH_TRACE_GRADE_SHORT, said, 3));
    score__outline *gates = score__outline_add(d, band, "gates", SCORE__OUTLINE_LIST);
    for (size_t q = 0; q < g->gate_count; q++) gate_object(d, gates, one, &g->gate[q]);
    score__outline_cell(d, band, "holds", score__cell_bool(reached && !failing(one, g)));
  }
  rule_list(d, o, one, "ceilings", "at_most", set->ceiling, set->ceiling_count);
  rule_list(d, o, one, "forced", "grade", set->forced, set->forced_count);
  read_conditions(d, o, one);
}

static void tie_value(score_document *d, score__outline *o, const score_result *all, const score__tie_key *t, size_t i)
{
  const score__cell none = {.kind = SCORE__CELL_EMPTY};
  if (t->is_node) {
    const score__node_column *c = &all->node[t->index];
    score__explain_text(d, o, "node", all->set->node[t->index].key);
    score__outline_cell(d, o, "value",
                        c->outcome[i] >= SCORE_MISSING ? none : score__cell_points(c->points_micro[i], -1));
    return;
  }
  const score__measure *m = &all->set->measure[t->index];
  const score__layer *layer = &all->frame->layer[all->stage];
  const uint8_t *state = layer->state[t->index];
  const uint8_t cell = state ? state[all->unit[i]] : SCORE__CELL_MISSING;
  score__fraction exact;
  score__readings_cell(m, cell, cell == SCORE__CELL_MISSING ? 0 : layer->value[t->index][all->unit[i]], &exact);
  score__explain_text(d, o, "measure", m->key);
  if (cell != SCORE__CELL_VALUE && !(cell == SCORE__CELL_MISSING && m->has_initial)) {
    score__outline_cell(d, o, "value", none);
    return;
  }
  char text[96];
  score__fraction_print(text, sizeof text, &exact);
  const score__cell value = score__cell_code(d, text);
  score__explain_text(d, o, "value", text);
  score__explain_sentence(d, o, "text", SCORE__PH_SETTING_TIE, score__cell_words(d, &m->name), &value);
}

void score__explain_rank(score_document *d, score__outline *total, const score_result *all, size_t i)
{
  const score_criteria *set = all->set;
  const score_total_result *t = &all->total[i];
  int64_t ahead = 0, of = 0;
  score__outline *o = score__outline_add(d, total, "rank", SCORE__OUTLINE_OBJECT);
  score__outline_cell(d, o, "value", score__report_basis(set, t->basis_micro));
  score__explain_points(d, o, "completeness", t->completeness_micro);
  if (set->has_completeness) {
    score__explain_points(d, o, "threshold", set->completeness_micro);
    score__explain_sentence(d, o, "threshold_text", SCORE__PH_SETTING_COMPLETE,
                            score__cell_points(set->completeness_micro, -1), NULL);
  }
  score__outline *ties = set->tie_count ? score__outline_add(d, o, "ties", SCORE__OUTLINE_LIST) : NULL;
  for (size_t k = 0; k < set->tie_count; k++) {
    score__outline *tie = score__outline_add(d, ties, NULL, SCORE__OUTLINE_OBJECT);
    tie_value(d, tie, all, &set->tie[k], i);
    score__explain_text(d, tie, "order", set->tie[k].ascending ? "ascending" : "descending");
  }
  if (all->count < 2) return; /* a unit read alone from a store would be the first of one */
  for (size_t k = 0; k < all->count; k++) {
    of += all->total[k].rank != 0;
    ahead += all->total[k].rank != 0 && all->total[k].rank < t->rank;
  }
  score__explain_text(d, o, "method", set->rank_dense ? "dense" : "competition");
  score__outline_cell(d, o, "rank", t->rank ? score__cell_int(t->rank) : (score__cell){.kind = SCORE__CELL_EMPTY});
  score__outline_cell(d, o, "tied", score__cell_bool(t->tied));
  if (t->rank) score__outline_cell(d, o, "ahead", score__cell_int(ahead));
  if (t->rank) score__outline_cell(d, o, "of", score__cell_int(of));
  score__outline_cell(d, o, "text", score__report_rank(d, all, i));
}

void score__explain_period(score_document *d, const score_result *r)
{
  char day[SCORE__DATE_TEXT];
  const score_criteria *set = r->set;
  const score__tree *root = set->node_tree[0] ? set->node_tree[0]->parent : NULL;
  score__outline *o = score__outline_add(d, NULL, "window", SCORE__OUTLINE_OBJECT);
  score__date_print(day, sizeof day, score__set_first_day(set, r->frame->period));
  score__explain_text(d, o, "first_day", day);
  score__date_print(day, sizeof day, score__set_last_day(set, r->frame->period));
  score__explain_text(d, o, "last_day", day);
  const char *const members[] = {"conditions", "calendar"};
  for (size_t k = 0; root && k < 2; k++) {
    const score__tree *t = score__tree_get(root, members[k]);
    if (t) score__explain_tree(d, NULL, members[k], t);
  }
}
