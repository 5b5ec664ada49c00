/* Every node of every unit, long. */
#include "report/report.h"

static const char *kind_name(uint8_t kind)
{
  static const char *const names[] = {"total", "group", "criterion"};
  return names[kind];
}

/* The stage a node was taken from: with fallback it is told to people too. */
static void stage_columns(score_document *d, score__sheet_table *t, bool fallback)
{
  score__sheet_column c = score__report_column("stage", SCORE__PH_FACT_STAGE, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  if (!fallback) return;
  c = score__report_column("stage_text", SCORE__PH_FACT_STAGE, false);
  c.table_only = true;
  score__sheet_column_add(d, t, c);
}

static void put_stage(score_document *d, score__cell *cell, const score_result *r, uint8_t stage)
{
  static const int phrases[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  static const char *const names[] = {"self", "verified", "published"};
  cell[0] = score__cell_code(d, names[stage]);
  if (!r->fallback) return;
  cell[1] = score__cell_phrase(phrases[stage]);
  if (stage != r->stage) cell[1].emphasis = 2;
}

static void eval_columns(score_document *d, score__sheet_table *t, bool fallback)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "period", .title = SCORE__PH_COL_PERIOD, .machine_only = true},
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE, .table_only = true},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .table_only = true, .shrinks = true},
      {.key = "kind", .title = SCORE__PH_COL_KIND, .machine_only = true},
      {.key = "points", .title = SCORE__PH_COL_POINTS, .right = true},
      {.key = "max", .title = SCORE__PH_COL_MAX, .right = true},
      {.key = "outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "outcome_text", .title = SCORE__PH_COL_OUTCOME, .table_only = true}};
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  stage_columns(d, t, fallback);
}

/* Points below given ones are not known: the cell stays empty. */
static bool has_points(const score_result *r, size_t node, size_t i)
{
  return !(r->node[node].flags[i] & SCORE__FLAG_COVERED);
}

static void eval_row(score_document *d, score__sheet_table *t, const score_result *r, size_t i, uint32_t k,
                     const char *period)
{
  const score__node *n = &r->set->node[k];
  const score__node_column *c = &r->node[k];
  score__cell *row = score__sheet_row_add(d, t, n->depth ? n->depth - 1u : 0);
  if (!row) return;
  row[0] = score__cell_code(d, r->data->units.code[r->unit[i]]);
  row[1] = score__cell_text(d, period);
  row[2] = score__cell_code(d, n->key);
  row[3] = score__cell_text(d, n->code);
  row[4] = score__cell_words(d, &n->name);
  row[5] = score__cell_code(d, kind_name(n->kind));
  if (has_points(r, k, i)) {
    row[6] =
        k ? score__report_points(r->set, k, c->points_micro[i]) : score__report_basis(r->set, r->total[i].points_micro);
    row[7] = score__cell_points(c->max_micro[i], -1);
  }
  row[8] = score__cell_code(d, score_outcome_string((score_outcome)c->outcome[i]));
  row[9] = score__report_outcome(c->outcome[i]);
  put_stage(d, &row[10], r, c->stage[i]);
  if (n->kind != SCORE__NODE_CRITERION) row[4].emphasis = row[6].emphasis = 4;
}

int score_document_eval(score_document **out, const score_result *r, const char *unit, score_error *err)
{
  size_t only = SIZE_MAX;
  *out = NULL;
  if (unit && score__report_find(&only, r, unit, err)) return SCORE_E_NOT_FOUND;
  score_document *d = score__sheet_new("eval");
  char period[SCORE__PERIOD_TEXT];
  if (!d) return score__report_finish(out, d, err);
  score__period_print(period, sizeof period, r->frame->period);
  d->title = score__cell_phrase(SCORE__PH_DOC_EVAL);
  score__report_head(d, r);
  score__sheet_fact_add(d, "units", SCORE__PH_FACT_UNITS, score__cell_int(unit ? 1 : (int64_t)r->count));
  score__sheet_table *t = score__sheet_table_add(d, "nodes", 0);
  eval_columns(d, t, r->fallback);
  for (size_t i = unit ? only : 0; i < (unit ? only + 1 : r->count); i++) {
    for (uint32_t k = 1; k < r->set->node_count; k++) eval_row(d, t, r, i, k, period);
    eval_row(d, t, r, i, 0, period);
  }
  return score__report_finish(out, d, err);
}
