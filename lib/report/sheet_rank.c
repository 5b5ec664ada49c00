/* The ranking table: ties shown as ties, who is not ranked, who has no data. */
#include "base/limits.h"
#include "report/report.h"

static bool is_column_group(const score_criteria *set, uint32_t k)
{
  return k && set->node[k].parent == 0;
}

/* The key that is a decision; NULL when there is none. */
static const score__tie_key *decision_of(const score_criteria *set)
{
  for (size_t k = 0; k < set->tie_count; k++)
    if (set->tie[k].is_decision) return &set->tie[k];
  return NULL;
}

static void rank_columns(score_document *d, score__sheet_table *t, const score_criteria *set)
{
  bool percent = set->basis == SCORE__BASIS_PERCENT, share = set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET;
  score__sheet_column c = score__report_column("rank", SCORE__PH_COL_RANK, true);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  c = score__report_column("tied", SCORE__PH_COL_RANK, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  c = score__report_column("decided", SCORE__PH_COL_DECIDED, false);
  c.machine_only = true;
  if (decision_of(set)) score__sheet_column_add(d, t, c);
  c = score__report_column("rank_shown", SCORE__PH_COL_RANK, true);
  c.table_only = true;
  score__sheet_column_add(d, t, c);
  score__sheet_column_add(d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  c = score__report_column("name", SCORE__PH_COL_NAME, false);
  c.shrinks = true;
  score__sheet_column_add(d, t, c);
  score__sheet_column_add(d, t,
                          score__report_column("total", percent ? SCORE__PH_COL_PERCENT : SCORE__PH_COL_TOTAL, true));
  c = score__report_column("max", SCORE__PH_COL_MAX, true);
  c.machine_only = !percent;
  score__sheet_column_add(d, t, c);
  c = score__report_column("grade", SCORE__PH_COL_GRADE, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  c = score__report_column("grade_shown", SCORE__PH_COL_GRADE, false);
  c.table_only = true;
  score__sheet_column_add(d, t, c);
  for (uint32_t k = 1; k < set->node_count; k++) {
    if (!is_column_group(set, k)) continue;
    c = score__report_column(set->node[k].key, 0, true);
    c.title_words = (score__words){{set->node[k].code, set->node[k].code}};
    score__sheet_column_add(d, t, c);
  }
  if (share) score__sheet_column_add(d, t, score__report_column("met", SCORE__PH_FACT_MET, false));
}

static score__cell shown_rank(score_document *d, const score_total_result *t)
{
  score__buffer b = {0};
  if (!t->rank) return score__cell_text(d, "–");
  score__buffer_int(&b, t->rank);
  if (t->tied) score__buffer_char(&b, '=');
  if (t->decided) score__buffer_text(&b, "†");
  score__cell c = score__cell_text(d, b.data ? b.data : "");
  score__buffer_free(&b);
  return c;
}

static void rank_row(score_document *d, score__sheet_table *table, const score_result *r, size_t i)
{
  const score_criteria *set = r->set;
  const score_total_result *t = &r->total[i];
  score__cell *row = score__sheet_row_add(d, table, 0);
  if (!row) return;
  size_t c = 0;
  row[c++] = t->rank ? score__cell_int(t->rank) : (score__cell){.kind = SCORE__CELL_EMPTY};
  row[c++] = score__cell_bool(t->tied);
  if (decision_of(set)) row[c++] = score__cell_bool(t->decided);
  row[c++] = shown_rank(d, t);
  row[c++] = score__cell_code(d, r->data->units.code[r->unit[i]]);
  row[c++] = score__cell_text(d, score__report_unit_name(r, i));
  row[c] = score__report_basis(set, t->basis_micro);
  row[c++].emphasis = 4;
  row[c++] = score__cell_points(set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : t->max_micro, -1);
  if (t->grade >= 0) {
    row[c] = score__cell_code(d, set->grade[t->grade].key);
    row[c + 1] = score__cell_words(d, &set->grade[t->grade].name);
  }
  c += 2;
  for (uint32_t k = 1; k < set->node_count; k++)
    if (is_column_group(set, k)) row[c++] = score__report_points(set, k, r->node[k].points_micro[i]);
  if (set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET) row[c] = score__report_met(d, t);
}

static void rank_notes(score_document *d, const score_result *r)
{
  int64_t ties = 0, tied = 0, unranked = 0, decided = 0;
  for (size_t k = 0; k < r->count; k++) {
    const score_total_result *t = &r->total[r->by_rank[k]];
    tied += t->tied;
    decided += t->decided;
    unranked += t->rank == 0;
    ties += t->tied && (k == 0 || r->total[r->by_rank[k - 1]].rank != t->rank);
  }
  score__sheet_fact_add(d, "tie_groups", 0, score__cell_int(ties));
  score__sheet_fact_add(d, "tied_units", 0, score__cell_int(tied));
  score__sheet_fact_add(d, "not_ranked", 0, score__cell_int(unranked));
  const score__cell tie_args[] = {score__cell_int(ties), score__cell_int(tied)};
  if (ties) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_RANK_TIES, tie_args, 2), 0, true);
  const score__tie_key *decision = decision_of(r->set);
  const score__cell decision_args[] = {score__cell_int(decided),
                                       decision ? score__cell_words(d, &r->set->measure[decision->index].name)
                                                : (score__cell){.kind = SCORE__CELL_EMPTY}};
  if (decided) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_RANK_DECIDED, decision_args, 2), 0, true);
  const score__cell args[] = {score__cell_int(unranked), score__cell_points(r->set->completeness_micro * 100, -1)};
  if (unranked && r->set->has_completeness)
    score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_RANK_NOT_RANKED, args, 2), 0, true);
}

static bool stands_beside(const score_result *r, const score__unit_state *s, int32_t day)
{
  for (size_t i = 0; i < r->count; i++) {
    const score__unit_state *other = score__units_on(&r->data->units, r->unit[i], day);
    if (other && other->parent && other->parent == s->parent && other->kind == s->kind) return true;
  }
  return false;
}

const score__unit_state *score__report_absent(const score_result *r, uint32_t unit)
{
  int32_t day = score__set_last_day(r->set, r->frame->period);
  const score__unit_state *s = score__units_on(&r->data->units, unit, day);
  if (!s || score__frame_has(r->frame, r->set, r->fallback ? 0 : r->stage, r->stage, unit)) return NULL;
  return stands_beside(r, s, day) ? s : NULL;
}

static void absent_table(score_document *d, const score_result *r)
{
  const score__units *units = &r->data->units;
  score__sheet_table *t = NULL;
  for (uint32_t u = 0; u < units->count; u++) {
    const score__unit_state *s = score__report_absent(r, u);
    if (!s) continue;
    if (!t) {
      t = score__sheet_table_add(d, "without_data", SCORE__PH_TABLE_ABSENT);
      score__sheet_column_add(d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
      score__sheet_column_add(d, t, score__report_column("name", SCORE__PH_COL_NAME, false));
    }
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, units->code[u]);
    row[1] = score__cell_text(d, units->text[s->name]);
  }
}

int score_document_rank(score_document **out, const score_result *r, const score_rank_options *options,
                        score_error *err)
{
  (void)options;
  score_document *d = score__sheet_new("rank");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(SCORE__PH_DOC_RANK);
  score__report_head(d, r);
  score__sheet_fact_add(d, "count", SCORE__PH_FACT_UNITS, score__cell_int((int64_t)r->count));
  score__sheet_table *t = score__sheet_table_add(d, "units", 0);
  rank_columns(d, t, r->set);
  for (size_t k = 0; k < r->count; k++) rank_row(d, t, r, r->by_rank[k]);
  rank_notes(d, r);
  absent_table(d, r);
  return score__report_finish(out, d, err);
}
