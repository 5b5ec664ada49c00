/* The cheapest way up, as people read it: what is aimed at, what it costs and whether that is proved; each lever with its
 * steps; the criteria that move. */
#include <string.h>

#include "base/limits.h"
#include "report/plan_tables.h"

static const char *const states[] = {"optimal", "found", "unreachable", "not_found", "reached"};

static score__cell basis(const score_plan *p, int64_t micro)
{
  return score__report_basis(p->result->set, micro);
}

static score__cell grade_name(score_document *d, const score_criteria *set, int32_t grade)
{
  return grade < 0 ? score__cell_phrase(SCORE__PH_PLAN_NO_GRADE) : score__cell_words(d, &set->grade[grade].name);
}

static score__cell grade_key(score_document *d, const score_criteria *set, int32_t grade)
{
  return grade < 0 ? (score__cell){.kind = SCORE__CELL_EMPTY} : score__cell_code(d, set->grade[grade].key);
}

static score__cell rank_cell(int32_t rank)
{
  return rank ? score__cell_int(rank) : (score__cell){.kind = SCORE__CELL_EMPTY};
}

static score__cell target_cell(score_document *d, const score_plan *p)
{
  const score_criteria *set = p->result->set;
  if (p->aim.kind == SCORE__AIM_RANK) {
    const score__cell args[] = {score__cell_int(p->aim.rank)};
    return score__cell_phrase_args(d, SCORE__PH_PLAN_AIM_RANK, args, 1);
  }
  const score__cell points = basis(p, p->aim.basis_micro);
  if (p->aim.kind == SCORE__AIM_BASIS) return points;
  const score__cell args[] = {grade_name(d, set, p->aim.grade), points};
  return score__cell_phrase_args(d, SCORE__PH_PLAN_AIM_GRADE, args, 2);
}

static score__cell verdict_cell(score_document *d, const score_plan *p)
{
  static const int phrases[] = {SCORE__PH_PLAN_OPTIMAL, SCORE__PH_PLAN_FOUND, SCORE__PH_PLAN_UNREACHABLE,
                                SCORE__PH_PLAN_NOT_FOUND, SCORE__PH_PLAN_REACHED};
  const score_plan_summary *s = &p->summary;
  const score__cell effort = score__cell_points(s->effort_micro, -1);
  const bool found = s->state == SCORE_PLAN_OPTIMAL || s->state == SCORE_PLAN_FOUND;
  const score__cell args[] = {found ? effort : basis(p, s->after_micro),
                              found ? score__cell_points(s->bound_micro, -1) : effort};
  const int phrase = p->nothing && s->state != SCORE_PLAN_REACHED ? SCORE__PH_PLAN_NOTHING : phrases[s->state];
  score__cell c = score__cell_phrase_args(d, phrase, args, 2);
  c.emphasis = found || s->state == SCORE_PLAN_REACHED ? 1 : 3;
  return c;
}

static void moved_fact(score_document *d, int title, score__cell from, score__cell to)
{
  const score__cell args[] = {from, to};
  score__sheet_fact_add(d, NULL, title, score__cell_phrase_args(d, SCORE__PH_PLAN_MOVE, args, 2));
}

static void facts(score_document *d, const score_plan *p)
{
  const score_plan_summary *s = &p->summary;
  const score_criteria *set = p->result->set;
  score__sheet_fact_add(d, NULL, SCORE__PH_PLAN_FACT_TARGET, target_cell(d, p));
  score__sheet_fact_add(d, NULL, SCORE__PH_PLAN_FACT_PLAN, verdict_cell(d, p));
  if (!p->step_count) return;
  moved_fact(d, SCORE__PH_PLAN_FACT_TOTAL, basis(p, s->before_micro), basis(p, s->after_micro));
  if (s->grade_before != s->grade_after)
    moved_fact(d, SCORE__PH_PLAN_FACT_GRADE, grade_name(d, set, s->grade_before), grade_name(d, set, s->grade_after));
  if (s->rank_before && s->rank_after)
    moved_fact(d, SCORE__PH_PLAN_FACT_RANK, score__cell_int(s->rank_before), score__cell_int(s->rank_after));
}

/* ---- tables ---- */

/* As --set takes it. */
static void put_change(score__buffer *b, const score_input_change *change)
{
  score__buffer_text(b, change->measure);
  score__buffer_char(b, '=');
  score__buffer_text(b, change->text);
}

static score__cell set_text(score_document *d, const score__plan_set *set)
{
  score__buffer b = {0};
  for (size_t k = 0; k < set->count; k++) {
    score__buffer_text(&b, k ? " " : "");
    put_change(&b, &set->item[k]);
  }
  return score__cell_buffer(d, &b);
}

/* Who is to do it; NULL where nobody declared the lever. */
static const score__lever *declared(const score_criteria *set, const char *key)
{
  for (size_t k = 0; k < set->lever_count; k++)
    if (strcmp(set->lever[k].key, key) == 0) return &set->lever[k];
  return NULL;
}

static void steps_table(score_document *d, const score_plan *p)
{
  static const char *const movers[] = {"unit", "province", "national", "nobody"};
  static const int who[] = {SCORE__PH_GAP_WHO_UNIT, SCORE__PH_GAP_WHO_PROVINCE, SCORE__PH_GAP_WHO_NATIONAL,
                            SCORE__PH_GAP_WHO_NOBODY};
  static const score__sheet_column columns[] = {
      {.key = "lever", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "name", .title = SCORE__PH_PLAN_COL_LEVER, .shrinks = true},
      {.key = "who", .title = SCORE__PH_GAP_COL_WHO, .table_only = true},
      {.key = "controlled_by", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "steps", .title = SCORE__PH_PLAN_COL_STEPS, .right = true},
      {.key = "effort", .title = SCORE__PH_PLAN_COL_EFFORT, .right = true},
      {.key = "alone", .title = SCORE__PH_PLAN_COL_ALONE, .right = true},
      {.key = "set", .title = SCORE__PH_PLAN_COL_SET, .machine_only = true}};
  score__sheet_table *t = score__sheet_table_add(d, "plan_steps", SCORE__PH_PLAN_TABLE_STEPS);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t k = 0; k < p->step_count; k++) {
    const score_plan_step *step = &p->step[k];
    const score__words name = {{step->name[0], step->name[1]}};
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, step->lever);
    row[1] = score__cell_words(d, &name);
    const score__lever *lever = declared(p->result->set, step->lever);
    if (lever) {
      row[2] = score__cell_phrase(who[lever->mover]);
      row[3] = score__cell_code(d, movers[lever->mover]);
    }
    row[4] = score__cell_int(step->steps);
    row[5] = score__cell_points(step->effort_micro, -1);
    row[6] = score__report_gain(step->alone_micro, score__report_digits(p->result->set->total_grid_micro));
    row[7] = set_text(d, &p->alone[k]);
  }
  if (p->step_count) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_PLAN_EFFORT_NOTE), 0, true);
}

static bool has_points(const score_result *r, size_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  return k && n->max_micro && !(r->node[k].flags[i] & SCORE__FLAG_COVERED);
}

static void criteria_table(score_document *d, const score_plan *p)
{
  static const score__sheet_column columns[] = {{.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
                                                {.key = "code", .title = SCORE__PH_COL_CODE},
                                                {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
                                                {.key = "before", .title = SCORE__PH_PLAN_COL_BEFORE, .right = true},
                                                {.key = "after", .title = SCORE__PH_PLAN_COL_AFTER, .right = true},
                                                {.key = "gain", .title = SCORE__PH_PLAN_COL_GAIN, .right = true}};
  const score_result *r = p->result;
  score__sheet_table *t = score__sheet_table_add(d, "plan_criteria", SCORE__PH_PLAN_TABLE_CRITERIA);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (uint32_t k = 1; k < r->set->node_count; k++) {
    const score__node *n = &r->set->node[k];
    const int64_t before = r->node[k].points_micro[p->position], after = p->after_micro[k];
    if (n->end != k + 1 || !has_points(r, k, p->position) || before == after) continue;
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, n->key);
    row[1] = score__cell_text(d, n->code);
    row[2] = score__cell_words(d, &n->name);
    row[3] = score__report_points(r->set, k, before);
    row[4] = score__report_points(r->set, k, after);
    row[5] = score__report_gain(after - before, score__report_digits(n->grid_micro));
  }
}

/* ---- JSON ---- */

static void outline(score_document *d, const score_plan *p)
{
  const score_plan_summary *s = &p->summary;
  const score_criteria *set = p->result->set;
  score__outline *o = score__outline_add(d, NULL, "plan", SCORE__OUTLINE_OBJECT);
  score__outline_cell(d, o, "target", score__cell_text(d, p->target));
  score__outline_cell(d, o, "state", score__cell_code(d, states[s->state]));
  score__outline_cell(d, o, "effort", score__cell_points(s->effort_micro, -1));
  const bool bounded = s->state != SCORE_PLAN_UNREACHABLE && s->state != SCORE_PLAN_REACHED;
  score__outline_cell(d, o, "bound",
                      bounded ? score__cell_points(s->bound_micro, -1) : (score__cell){.kind = SCORE__CELL_EMPTY});
  score__outline_cell(d, o, "before", basis(p, s->before_micro));
  score__outline_cell(d, o, "after", basis(p, s->after_micro));
  score__outline_cell(d, o, "grade_before", grade_key(d, set, s->grade_before));
  score__outline_cell(d, o, "grade_after", grade_key(d, set, s->grade_after));
  score__outline_cell(d, o, "rank_before", rank_cell(s->rank_before));
  score__outline_cell(d, o, "rank_after", rank_cell(s->rank_after));
  score__outline_cell(d, o, "evaluations", score__cell_int(s->evaluations));
  score__outline *list = score__outline_add(d, o, "set", SCORE__OUTLINE_LIST);
  for (size_t k = 0; k < p->set.count; k++) {
    score__buffer b = {0};
    put_change(&b, &p->set.item[k]);
    score__outline_cell(d, list, NULL, score__cell_buffer(d, &b));
  }
}

void score__plan_tables(score_document *d, const score_plan *p)
{
  facts(d, p);
  steps_table(d, p);
  criteria_table(d, p);
  outline(d, p);
}
