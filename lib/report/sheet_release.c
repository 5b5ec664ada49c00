/* What moved between two releases of a period, or since one: inputs, rules, points, ranks and grades. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "definition/change.h"
#include "report/movement.h"
#include "report/report.h"

typedef struct side_pair {
  const score_result *side[2];
  int64_t inputs, rules, points, ranks, grades, units;
} side_pair;

static const char *const stage_keys[] = {"self", "verified", "published"};
static const int stage_phrases[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
static const score__cell empty = {.kind = SCORE__CELL_EMPTY};

/* ---- inputs ---- */

/* A number scaled by 10^scale as a cell with so many digits. */
static score__cell scaled_cell(int64_t value, unsigned scale, int digits)
{
  for (; scale < 6; scale++) value *= 10;
  for (; scale > 6; scale--) value /= 10;
  return score__cell_points(value, digits);
}

static score__cell input_cell(score_document *d, const score_criteria *set, const score__amendment *a, int s)
{
  if (a->state[s] == SCORE__CELL_MISSING) return empty;
  if (a->state[s] == SCORE__CELL_NA) return score__cell_code(d, "NA");
  if (a->given) return score__report_points(set, a->column[s], a->value[s]);
  const score__measure *m = &set->measure[a->column[s]];
  char day[SCORE__DATE_TEXT];
  switch (m->type) {
  case SCORE__MEASURE_BOOLEAN: return score__cell_bool(a->value[s] != 0);
  case SCORE__MEASURE_CHOICE: return score__cell_code(d, m->option_key[a->value[s]]);
  case SCORE__MEASURE_DATE: score__date_print(day, sizeof day, (int32_t)a->value[s]); return score__cell_text(d, day);
  case SCORE__MEASURE_PERCENT: {
    const score__cell number = scaled_cell(a->value[s], m->digits, m->digits);
    return score__cell_phrase_args(d, SCORE__PH_PUB_VALUE_PERCENT, &number, 1);
  }
  default: return scaled_cell(a->value[s], m->scale, m->digits);
  }
}

static void input_row(score_document *d, score__sheet_table *t, const side_pair *p, const score__amendment *a)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  const int u = a->unit[1] != UINT32_MAX, k = a->column[1] != UINT32_MAX;
  const score_data *data = p->side[u]->data;
  const score_criteria *set = p->side[k]->set;
  const score__unit_state *state =
      score__units_on(&data->units, a->unit[u], score__set_last_day(p->side[u]->set, a->period));
  char period[SCORE__PERIOD_TEXT];
  score__period_print(period, sizeof period, a->period);
  row[0] = score__cell_code(d, data->units.code[a->unit[u]]);
  row[1] = score__cell_text(d, state ? data->units.text[state->name] : "");
  row[2] = score__cell_text(d, period);
  row[3] = score__cell_code(d, stage_keys[a->stage]);
  row[4] = score__cell_phrase(stage_phrases[a->stage]);
  score__buffer key = {0};
  score__buffer_text(&key, a->given ? "points:" : "");
  score__buffer_text(&key, a->given ? set->node[a->column[k]].key : set->measure[a->column[k]].key);
  row[5] = score__cell_code(d, key.data ? key.data : "");
  score__buffer_free(&key);
  row[6] = score__cell_words(d, a->given ? &set->node[a->column[k]].name : &set->measure[a->column[k]].name);
  for (int s = 0; s < 2; s++) row[7 + s] = input_cell(d, p->side[s]->set, a, s);
  /* What was said of the value that stands now; of one that is gone, what was said of it. */
  const int from = a->state[1] != SCORE__CELL_MISSING;
  const score_data *said_in = p->side[from]->data;
  const score__frame *frame = score__data_find_frame(said_in, a->period);
  const score__origin *said =
      frame ? score__data_origin(said_in, frame, a->stage, a->given, a->column[from], a->unit[from]) : NULL;
  row[9] = score__cell_text(d, said ? said->source : "");
  row[10] = score__cell_text(d, said ? said->note : "");
}

static void input_table(score_document *d, side_pair *p, const score__amendments *list)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
      {.key = "period", .title = SCORE__PH_COL_PERIOD},
      {.key = "stage", .title = SCORE__PH_PUB_COL_STAGE, .machine_only = true},
      {.key = "stage_shown", .title = SCORE__PH_PUB_COL_STAGE, .table_only = true},
      {.key = "measure", .title = SCORE__PH_COL_KEY},
      {.key = "measure_name", .title = SCORE__PH_PUB_COL_MEASURE, .shrinks = true},
      {.key = "before", .title = SCORE__PH_PUB_COL_BEFORE, .right = true, .stays = true},
      {.key = "after", .title = SCORE__PH_PUB_COL_AFTER, .right = true, .stays = true},
      {.key = "source", .title = SCORE__PH_COL_SOURCE, .shrinks = true},
      {.key = "note", .title = SCORE__PH_PUB_COL_NOTE, .shrinks = true}};
  p->inputs = (int64_t)list->count;
  score__sheet_table *t = score__sheet_table_add(d, "inputs", SCORE__PH_PUB_TABLE_INPUTS_MOVED);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; i < list->count; i++) input_row(d, t, p, &list->item[i]);
}

/* ---- rules ---- */

static int rule_table(score_document *d, side_pair *p, score_error *err)
{
  static const score__sheet_column columns[] = {
      {.key = "class", .title = SCORE__PH_COL_CLASS},
      {.key = "node", .title = SCORE__PH_COL_KEY},
      {.key = "member", .title = SCORE__PH_COL_MEMBER, .shrinks = true},
      {.key = "meaning", .title = SCORE__PH_COL_CHANGE_WHAT, .shrinks = true},
      {.key = "before", .title = SCORE__PH_PUB_COL_BEFORE, .shrinks = true, .stays = true},
      {.key = "after", .title = SCORE__PH_PUB_COL_AFTER, .shrinks = true, .stays = true}};
  if (strcmp(p->side[0]->set->sha256, p->side[1]->set->sha256) == 0) return SCORE_OK;
  score_difference *difference = NULL;
  const int status = score_difference_new(&difference, p->side[0]->set, p->side[1]->set, err);
  if (status != SCORE_OK) return status;
  p->rules = (int64_t)difference->count;
  score__sheet_table *t = score__sheet_table_add(d, "rules", SCORE__PH_PUB_TABLE_RULES_MOVED);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; i < difference->count; i++) {
    const score__change *c = &difference->change[i];
    score_change plain;
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row || score_difference_change(&plain, difference, i, SCORE_LANG_EN)) break;
    row[0] = score__cell_code(d, score_change_class_string(plain.change_class));
    row[1] = score__cell_code(d, plain.node);
    row[2] = score__cell_code(d, c->member);
    row[3] = score__cell_words(d, &c->meaning);
    for (int s = 0; s < 2; s++)
      if (c->has[s]) row[4 + s] = score__cell_words(d, &c->text[s]);
  }
  score_difference_free(difference);
  return SCORE_OK;
}

/* ---- units and points ---- */

static const char *code_at(const score_result *r, size_t i)
{
  return r->data->units.code[r->unit[i]];
}

static const char *grade_key(const score_result *r, size_t i)
{
  return r->total[i].grade >= 0 ? r->set->grade[r->total[i].grade].key : "";
}

static void unit_row(score_document *d, score__sheet_table *t, const side_pair *p, const size_t at[2])
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  const int s = at[1] != SIZE_MAX;
  row[0] = score__cell_code(d, code_at(p->side[s], at[s]));
  row[1] = score__cell_text(d, score__report_unit_name(p->side[s], at[s]));
  for (int k = 0; k < 2; k++) {
    if (at[k] == SIZE_MAX) continue;
    const score_result *r = p->side[k];
    const score_total_result *total = &r->total[at[k]];
    row[2 + k] = score__report_basis(r->set, total->basis_micro);
    if (total->rank) row[5 + k] = score__cell_int(total->rank);
    row[7 + k] = score__report_place(d, total);
    if (total->grade < 0) continue;
    row[9 + k] = score__cell_code(d, grade_key(r, at[k]));
    row[11 + k] = score__cell_words(d, &r->set->grade[total->grade].name);
  }
  if (at[0] == SIZE_MAX || at[1] == SIZE_MAX) return;
  row[4] = score__report_gain(p->side[1]->total[at[1]].basis_micro - p->side[0]->total[at[0]].basis_micro, -1);
}

static bool has_moved(side_pair *p, const size_t at[2])
{
  p->units++;
  if (at[0] == SIZE_MAX || at[1] == SIZE_MAX) {
    p->points++;
    return true;
  }
  const score_total_result *a = &p->side[0]->total[at[0]], *b = &p->side[1]->total[at[1]];
  const bool points = a->basis_micro != b->basis_micro || a->max_micro != b->max_micro;
  const bool rank = a->rank != b->rank || a->tied != b->tied;
  const bool grade = strcmp(grade_key(p->side[0], at[0]), grade_key(p->side[1], at[1])) != 0;
  p->points += points;
  p->ranks += a->rank != b->rank;
  p->grades += grade;
  return points || rank || grade;
}

/* Positions of both sides by code: results are in order of code. */
typedef void (*pair_fn)(score_document *d, score__sheet_table *t, side_pair *p, const size_t at[2]);

static void walk_units(score_document *d, score__sheet_table *t, side_pair *p, pair_fn pair)
{
  const score_result *a = p->side[0], *b = p->side[1];
  for (size_t i = 0, k = 0; i < a->count || k < b->count;) {
    const int order = i == a->count ? 1 : k == b->count ? -1 : strcmp(code_at(a, i), code_at(b, k));
    const size_t at[2] = {order <= 0 ? i++ : SIZE_MAX, order >= 0 ? k++ : SIZE_MAX};
    pair(d, t, p, at);
  }
}

static void pair_unit(score_document *d, score__sheet_table *t, side_pair *p, const size_t at[2])
{
  if (has_moved(p, at)) unit_row(d, t, p, at);
}

static void unit_table(score_document *d, side_pair *p)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
      {.key = "before", .title = SCORE__PH_PUB_COL_BEFORE, .right = true, .stays = true},
      {.key = "after", .title = SCORE__PH_PUB_COL_AFTER, .right = true, .stays = true},
      {.key = "difference", .title = SCORE__PH_COL_DIFFERENCE, .right = true},
      {.key = "old_rank", .title = SCORE__PH_COL_OLD_RANK, .right = true, .machine_only = true},
      {.key = "new_rank", .title = SCORE__PH_COL_NEW_RANK, .right = true, .machine_only = true},
      {.key = "old_rank_shown", .title = SCORE__PH_COL_OLD_RANK, .right = true, .table_only = true},
      {.key = "new_rank_shown", .title = SCORE__PH_COL_NEW_RANK, .right = true, .table_only = true},
      {.key = "old_grade", .title = SCORE__PH_COL_OLD_GRADE, .machine_only = true},
      {.key = "new_grade", .title = SCORE__PH_COL_NEW_GRADE, .machine_only = true},
      {.key = "old_grade_shown", .title = SCORE__PH_COL_OLD_GRADE, .table_only = true},
      {.key = "new_grade_shown", .title = SCORE__PH_COL_NEW_GRADE, .table_only = true}};
  score__sheet_table *t = score__sheet_table_add(d, "units", SCORE__PH_PUB_TABLE_UNITS_MOVED);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  walk_units(d, t, p, pair_unit);
}

static void pair_points(score_document *d, score__sheet_table *t, side_pair *p, const size_t at[2])
{
  if (at[0] == SIZE_MAX || at[1] == SIZE_MAX) return;
  const score_result *a = p->side[0], *b = p->side[1];
  for (size_t k = 1; k < b->set->node_count; k++) {
    const score__node *n = &b->set->node[k];
    const size_t old = score__dict_get(&a->set->by_node, n->key);
    if (old == SIZE_MAX || strcmp(a->set->node[old].key, n->key) != 0) continue;
    const int64_t before = a->node[old].points_micro[at[0]], after = b->node[k].points_micro[at[1]];
    const uint8_t was = a->node[old].outcome[at[0]], is = b->node[k].outcome[at[1]];
    /* Where only the group above was given points, there are none to show. */
    const bool had = !(a->node[old].flags[at[0]] & SCORE__FLAG_COVERED);
    const bool has = !(b->node[k].flags[at[1]] & SCORE__FLAG_COVERED);
    if (before == after && was == is && had == has) continue;
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, code_at(b, at[1]));
    row[1] = score__cell_code(d, n->key);
    row[2] = score__cell_text(d, n->code);
    row[3] = score__cell_words(d, &n->name);
    if (had) row[4] = score__report_points(a->set, old, before);
    if (has) row[5] = score__report_points(b->set, k, after);
    if (had && has) row[6] = score__report_gain(after - before, -1);
    row[7] = score__cell_code(d, score_outcome_string((score_outcome)was));
    row[8] = score__cell_code(d, score_outcome_string((score_outcome)is));
    row[9] = score__report_outcome(is);
  }
}

static void points_table(score_document *d, side_pair *p)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "before", .title = SCORE__PH_PUB_COL_BEFORE, .right = true, .stays = true},
      {.key = "after", .title = SCORE__PH_PUB_COL_AFTER, .right = true, .stays = true},
      {.key = "difference", .title = SCORE__PH_COL_DIFFERENCE, .right = true},
      {.key = "old_outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "new_outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "outcome_shown", .title = SCORE__PH_COL_OUTCOME, .table_only = true}};
  score__sheet_table *t = score__sheet_table_add(d, "points", SCORE__PH_PUB_TABLE_POINTS_MOVED);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  walk_units(d, t, p, pair_points);
}

/* ---- the document ---- */

static void side_facts(score_document *d, const score_result *r, bool old)
{
  const score_release_head *head = r->release;
  const int title = old ? SCORE__PH_PUB_FACT_BEFORE : SCORE__PH_PUB_FACT_AFTER;
  if (!head) {
    score__sheet_fact_add(d, NULL, title, score__cell_phrase(SCORE__PH_PUB_FACT_AFTER_LIVE));
    score__sheet_fact_add(d, "live", 0, score__cell_bool(true));
    return;
  }
  score__report_release(d, head, title);
  score__sheet_fact_add(d, old ? "before_sha256" : "after_sha256", 0, score__cell_code(d, head->sha256));
  score__sheet_fact_add(d, old ? "before_at" : "after_at", 0, score__cell_text(d, head->released_at));
  score__sheet_fact_add(d, old ? "before_by" : "after_by", 0, score__cell_text(d, head->released_by));
  score__sheet_fact_add(d, old ? "before_reason" : "after_reason", 0, score__cell_text(d, head->reason));
  if (*head->reason && !old)
    score__sheet_fact_add(d, NULL, SCORE__PH_PUB_COL_REASON, score__cell_text(d, head->reason));
}

static void count_facts(score_document *d, const side_pair *p)
{
  static const char *const keys[] = {"inputs_moved",   "rules_moved", "points_moved",
                                     "units_compared", "ranks_moved", "grades_moved"};
  const score__cell counts[] = {score__cell_int(p->inputs), score__cell_int(p->rules), score__cell_int(p->points),
                                score__cell_int(p->units),  score__cell_int(p->ranks), score__cell_int(p->grades)};
  for (int k = 0; k < 6; k++) score__sheet_fact_add(d, keys[k], 0, counts[k]);
  score__sheet_fact_add(d, NULL, SCORE__PH_PUB_FACT_MOVED,
                        score__cell_phrase_args(d, SCORE__PH_PUB_FACT_MOVED_OF, counts, 6));
  if (p->inputs + p->rules + p->points + p->ranks + p->grades == 0)
    score__sheet_line_add(d, score__cell_phrase(SCORE__PH_RELEASE_DIFFERENCE_NONE), 0, false);
}

static int check_pair(const score_result *a, const score_result *b, score_error *err)
{
  if (strcmp(a->set->id, b->set->id) != 0)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_RELEASE_OTHER_SETS, a->set->id, b->set->id, (const char *)NULL);
  if (score__period_equal(a->frame->period, b->frame->period)) return SCORE_OK;
  return score__fail(err, SCORE_E_USAGE, SCORE__PH_RELEASE_OTHER_PERIODS, a->frame->name, b->frame->name,
                     (const char *)NULL);
}

int score__document_movement(score_document **out, const score_result *before, const score_result *after,
                             const score__amendments *inputs, int title, score_error *err)
{
  side_pair p = {.side = {before, after}};
  *out = NULL;
  int status = check_pair(before, after, err);
  if (status != SCORE_OK) return status;
  score_document *d = score__sheet_new("release_difference");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(title);
  if (before->synthetic || after->synthetic) {
    score__cell mark = score__cell_phrase(SCORE__PH_SYNTHETIC);
    mark.emphasis = 2;
    score__sheet_line_add(d, mark, 0, false);
    d->synthetic = true;
  }
  score__report_set(d, after->set);
  score__sheet_fact_add(d, "period", SCORE__PH_FACT_PERIOD, score__cell_text(d, after->frame->name));
  side_facts(d, before, true);
  side_facts(d, after, false);
  input_table(d, &p, inputs);
  status = rule_table(d, &p, err);
  if (status != SCORE_OK) {
    score_document_free(d);
    return status;
  }
  unit_table(d, &p);
  points_table(d, &p);
  count_facts(d, &p);
  return score__report_finish(out, d, err);
}
