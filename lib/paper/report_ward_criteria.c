/* The table that a report is asked for: No. | criterion | result | points | maximum | assessment | evidence. */
#include <string.h>

#include "base/limits.h"
#include "paper/report_ward.h"

enum { NODE, KIND, STT, CODE, NAME, RESULT, POINTS, MAX, VERDICT, OUTCOME, LOST, EVIDENCE };

static const score__sheet_column columns[] = {
    [NODE] = {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
    [KIND] = {.key = "kind", .title = SCORE__PH_COL_KIND, .machine_only = true},
    [STT] = {.key = "number", .title = SCORE__PH_WARD_COL_NUMBER},
    [CODE] = {.key = "code", .title = SCORE__PH_COL_CODE, .machine_only = true},
    [NAME] = {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
    [RESULT] = {.key = "result", .title = SCORE__PH_WARD_COL_RESULT, .shrinks = true},
    [POINTS] = {.key = "points", .title = SCORE__PH_COL_POINTS, .right = true},
    [MAX] = {.key = "max", .title = SCORE__PH_WARD_COL_MAX, .right = true},
    [VERDICT] = {.key = "verdict", .title = SCORE__PH_WARD_COL_VERDICT, .shrinks = true},
    [OUTCOME] = {.key = "outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
    [LOST] = {.key = "lost", .title = SCORE__PH_COL_LOST, .right = true, .machine_only = true},
    [EVIDENCE] = {.key = "evidence", .title = SCORE__PH_WARD_COL_EVIDENCE, .shrinks = true, .stays = true}};

/* "18.00/20 points": a group's points stand here, so that the column of points adds up. */
static score__cell group_points(score__ward *w, uint32_t k)
{
  const score__node_column *c = &w->r->node[k];
  const score__cell args[] = {score__report_points(w->r->set, k, c->points_micro[w->i]),
                              score__cell_points(c->max_micro[w->i], -1)};
  return score__cell_phrase_args(w->d, SCORE__PH_WARD_GROUP_POINTS, args, 2);
}

/* A code of the set, or I, II, ... for groups and 1, 2, ... for criteria: keys such as CKMB say nothing to a reader. */
static score__cell number_of(score__ward *w, uint32_t k, int64_t count[2])
{
  const score__node *n = &w->r->set->node[k];
  const bool group = n->kind == SCORE__NODE_GROUP;
  if (!group || n->depth == 1) ++count[group];
  if (group && n->depth == 1 && strlen(n->code) > 2 && !strcmp(n->code, n->key))
    return score__paper_roman(w->d, count[1]);
  if (*n->code) return score__cell_text(w->d, n->code);
  return !group ? score__cell_int(count[0]) : (score__cell){.kind = SCORE__CELL_EMPTY};
}

static void node_row(score__ward *w, score__sheet_table *t, uint32_t k, int64_t count[2])
{
  score_document *d = w->d;
  const score__node *n = &w->r->set->node[k];
  const score__node_column *c = &w->r->node[k];
  score__cell *row = score__sheet_row_add(d, t, n->depth > 1 ? n->depth - 1u : 0);
  if (!row) return;
  row[NODE] = score__cell_code(d, n->key);
  row[KIND] = score__cell_code(d, n->kind == SCORE__NODE_GROUP ? "group" : "criterion");
  row[STT] = number_of(w, k, count);
  row[CODE] = score__cell_text(d, n->code);
  row[NAME] = score__cell_words(d, &n->name);
  row[OUTCOME] = score__cell_code(d, score_outcome_string((score_outcome)c->outcome[w->i]));
  if (n->kind == SCORE__NODE_GROUP) row[NAME].emphasis = 4;
  if (score__ward_leaf(w, k)) {
    row[RESULT] = score__ward_outcome(w, k);
    row[POINTS] = score__report_points(w->r->set, k, c->points_micro[w->i]);
    row[MAX] = score__cell_points(c->max_micro[w->i], -1);
    row[VERDICT] = score__ward_verdict(w, k);
    row[LOST] = score__report_points(w->r->set, k, score__gap_of(&w->gap.gap, k));
    row[EVIDENCE] = score__ward_evidence(w, k);
  } else if (c->flags[w->i] & SCORE__FLAG_COVERED) {
    row[RESULT] = score__cell_phrase(SCORE__PH_WARD_COVERED);
    row[EVIDENCE] = score__ward_evidence(w, k);
  } else {
    row[RESULT] = group_points(w, k);
    row[RESULT].emphasis = 4;
  }
}

static void total_row(score__ward *w, score__sheet_table *t)
{
  score__cell *row = score__sheet_row_add(w->d, t, 0);
  if (!row) return;
  row[NODE] = score__cell_code(w->d, w->r->set->node[0].key);
  row[KIND] = score__cell_code(w->d, "total");
  row[NAME] = score__cell_phrase(SCORE__PH_WARD_TOTAL_ROW);
  row[POINTS] = score__report_basis(w->r->set, w->r->total[w->i].basis_micro);
  row[MAX] = score__cell_points(score__ward_full(w), -1);
  row[LOST] = score__gap_points(&w->gap, w->gap.gap.lost);
  for (int k = NAME; k <= MAX; k++) row[k].emphasis = 4;
}

/* Whether a column comes to what its last row says, to the last printed digit. */
static bool sums(const score__sheet_table *t, size_t column)
{
  int64_t sum = 0;
  for (size_t k = 0; k + 1 < t->row_count; k++) {
    const score__cell *c = &t->cell[k * t->column_count + column];
    if (c->kind == SCORE__CELL_DECIMAL && __builtin_add_overflow(sum, c->value, &sum)) return false;
  }
  return t->row_count > 1 && sum == t->cell[(t->row_count - 1) * t->column_count + column].value;
}

void score__ward_criteria(score__ward *w)
{
  int64_t count[2] = {0, 0};
  score__paper_part(&w->paper, "criteria", SCORE__PH_WARD_CRITERIA);
  score__sheet_table *t = score__sheet_table_add(w->d, "criteria", 0);
  score__report_columns(w->d, t, columns, sizeof columns / sizeof *columns);
  for (uint32_t k = 1; k < w->r->set->node_count; k++) node_row(w, t, k, count);
  total_row(w, t);
  if (w->d->failed || !t) return;
  t->column[POINTS].adds_up = sums(t, POINTS);
  t->column[MAX].adds_up = sums(t, MAX);
  if (t->column[POINTS].adds_up) return;
  const int phrase = w->gap.gap.counts_met ? SCORE__PH_WARD_NOTE_MET : SCORE__PH_WARD_NOTE_SUM;
  score__sheet_line_add(w->d, score__cell_phrase(phrase), 0, true);
}
