/* A definition as a table of its nodes. */
#include <string.h>

#include "definition/definition.h"
#include "report/report.h"
#include "rule/rule.h"

static void columns_of(score_document *d, score__sheet_table *t)
{
  static const score__sheet_column columns[] = {
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "max", .title = SCORE__PH_COL_MAX, .right = true},
      {.key = "rule", .title = SCORE__PH_COL_RULE},
      {.key = "controlled_by", .title = SCORE__PH_COL_MOVER, .machine_only = true},
      {.key = "mover", .title = SCORE__PH_COL_MOVER, .table_only = true},
      {.key = "source", .title = SCORE__PH_COL_SOURCE, .shrinks = true},
      {.key = "mark", .title = SCORE__PH_COL_MARK}};
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
}

static void add_row(score_document *d, score__sheet_table *t, const score__node *n)
{
  static const char *const movers[] = {"unit", "province", "national", "nobody"};
  score__cell *row = score__sheet_row_add(d, t, n->depth ? n->depth - 1u : 0);
  if (!row) return;
  row[0] = score__cell_code(d, n->key);
  row[1] = score__cell_text(d, n->code);
  row[2] = score__cell_words(d, &n->name);
  row[3] = score__cell_points(n->max_micro, -1);
  row[7] = score__cell_text(d, n->source.document ? n->source.document : "");
  row[8] = score__cell_text(d, n->source.mark ? n->source.mark : "");
  if (n->kind != SCORE__NODE_CRITERION) {
    row[2].emphasis = 4;
    return;
  }
  row[4] = score__cell_code(d, n->rule_kind->name);
  row[5] = score__cell_code(d, movers[n->controlled_by]);
  row[6] = score__report_mover(n->controlled_by);
}

/* What a data file may hold: the columns of a sheet. */
static void measures_table(score_document *d, const score_criteria *set)
{
  static const score__sheet_column columns[] = {{.key = "measure", .title = SCORE__PH_COL_KEY},
                                                {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
                                                {.key = "type", .title = SCORE__PH_COL_KIND},
                                                {.key = "unit", .title = SCORE__PH_COL_UNIT_OF},
                                                {.key = "over_time", .title = SCORE__PH_COL_OVER_TIME}};
  static const char *const types[] = {"count", "amount", "percent", "boolean", "choice", "date"};
  static const char *const over_time[] = {"sum", "last", "ytd", "none"};
  if (!set->measure_count) return;
  score__sheet_table *t = score__sheet_table_add(d, "measures", SCORE__PH_TABLE_MEASURES);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t m = 0; m < set->measure_count; m++) {
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, set->measure[m].key);
    row[1] = score__cell_words(d, &set->measure[m].name);
    row[2] = score__cell_code(d, types[set->measure[m].type]);
    row[3] = score__cell_words(d, &set->measure[m].unit);
    row[4] = score__cell_code(d, over_time[set->measure[m].over_time]);
  }
}

/* "hs_dung_han +1, hs_hai_long +1", as written. */
static score__cell effect_of(score_document *d, const score__tree *lever)
{
  const score__tree *effect = score__tree_get(lever, "effect");
  score__buffer b = {0};
  for (const score__tree *m = effect ? effect->first : NULL; m; m = m->next) {
    if (!strcmp(m->key, "comment")) continue;
    if (b.size) score__buffer_text(&b, ", ");
    score__buffer_text(&b, m->key);
    score__buffer_char(&b, ' ');
    score__buffer_text(&b, m->text ? m->text : "");
  }
  return score__cell_buffer(d, &b);
}

static void levers_table(score_document *d, const score_criteria *set)
{
  static const score__sheet_column columns[] = {
      {.key = "lever", .title = SCORE__PH_COL_KEY},
      {.key = "name", .title = SCORE__PH_LEVER_COL_NAME, .shrinks = true},
      {.key = "kind", .title = SCORE__PH_COL_KIND, .machine_only = true},
      {.key = "kind_name", .title = SCORE__PH_COL_KIND, .table_only = true},
      {.key = "controlled_by", .title = SCORE__PH_COL_MOVER, .machine_only = true},
      {.key = "mover", .title = SCORE__PH_COL_MOVER, .table_only = true, .gives_way = 1},
      {.key = "effort", .title = SCORE__PH_LEVER_COL_EFFORT, .right = true},
      {.key = "effect", .title = SCORE__PH_LEVER_COL_EFFECT, .shrinks = true},
      {.key = "most", .title = SCORE__PH_LEVER_COL_MOST, .machine_only = true},
      {.key = "note", .title = SCORE__PH_COL_NOTE, .machine_only = true}};
  static const char *const kinds[] = {"convert", "add", "past"};
  static const int kind_names[] = {SCORE__PH_LEVER_KIND_CONVERT, SCORE__PH_LEVER_KIND_ADD, SCORE__PH_LEVER_KIND_PAST};
  const score__tree *list = score__tree_get(set->node_tree[0]->parent, "levers"), *at = list ? list->first : NULL;
  if (!set->lever_count) return;
  score__sheet_table *t = score__sheet_table_add(d, "levers", SCORE__PH_TABLE_LEVERS);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t k = 0; k < set->lever_count; k++, at = at ? at->next : NULL) {
    const score__lever *lever = &set->lever[k];
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, lever->key);
    row[1] = score__cell_words(d, &lever->name);
    row[2] = score__cell_code(d, kinds[lever->kind]);
    row[3] = score__cell_phrase(kind_names[lever->kind]);
    row[4] = score__cell_code(d, score__movers[lever->mover]);
    row[5] = score__report_mover(lever->mover);
    if (lever->kind != SCORE__LEVER_PAST) row[6] = score__cell_points(lever->effort_micro, -1);
    row[7] = effect_of(d, at);
    row[8] = score__cell_text(d, lever->most.text ? lever->most.text : "");
    row[9] = score__cell_words(d, &lever->note);
  }
}

int score_document_criteria(score_document **out, const score_criteria *set, score_error *err)
{
  score_document *d = score__sheet_new("criteria");
  if (!d) return score__report_finish(out, d, err);
  const score__cell args[] = {score__cell_text(d, set->id)};
  d->title = score__cell_phrase_args(d, SCORE__PH_DOC_CRITERIA, args, 1);
  score__report_set(d, set);
  score__sheet_fact_add(d, "max", SCORE__PH_COL_MAX, score__cell_points(set->node[0].max_micro, -1));
  score__sheet_table *t = score__sheet_table_add(d, "nodes", 0);
  columns_of(d, t);
  for (size_t k = 1; k < set->node_count; k++) add_row(d, t, &set->node[k]);
  measures_table(d, set);
  levers_table(d, set);
  for (size_t k = 0; k < set->note_count; k++) score__sheet_line_add(d, score__cell_words(d, &set->note[k]), 0, true);
  return score__report_finish(out, d, err);
}
