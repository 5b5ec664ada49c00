/* The units of a ranking, a row each. */
#include <stdlib.h>

#include "base/limits.h"
#include "compute/percentile.h"
#include "report/rank_interval.h"

enum { BEFORE_GIVES_WAY = 1, GROUPS_GIVE_WAY, PERCENTILE_GIVES_WAY, BAR_GIVES_WAY };

static bool is_column_group(const score_criteria *set, uint32_t k)
{
  return k && set->node[k].parent == 0;
}

static bool counts_met(const score_criteria *set)
{
  return set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET;
}

/* ---- columns ---- */

static void machine_column(score_document *d, score__sheet_table *t, const char *key)
{
  score__sheet_column c = score__report_column(key, SCORE__PH_COL_RANK, true);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
}

static void shown_column(score_document *d, score__sheet_table *t, const char *key, int title, bool right)
{
  score__sheet_column c = score__report_column(key, title, right);
  c.table_only = true;
  score__sheet_column_add(d, t, c);
}

static void pair_columns(score_document *d, score__sheet_table *t, const char *before, int before_title,
                         const char *change)
{
  score__sheet_column c = score__report_column(before, before_title, true);
  c.table_only = true;
  c.gives_way = BEFORE_GIVES_WAY;
  score__sheet_column_add(d, t, c);
  shown_column(d, t, change, SCORE__PH_RANKING_COL_MOVE, true);
}

static void columns_for_people(score_document *d, score__sheet_table *t, const score__ranking *k)
{
  if (k->overall.result) shown_column(d, t, "overall_shown", SCORE__PH_RANKING_COL_OVERALL, true);
  if (k->previous.result) pair_columns(d, t, "previous_shown", SCORE__PH_RANKING_COL_PREVIOUS, "movement_shown");
  if (k->released_apart)
    pair_columns(d, t, "released_shown", SCORE__PH_RANKING_COL_RELEASED, "released_movement_shown");
}

static void columns_for_machines(score_document *d, score__sheet_table *t, const score__ranking *k)
{
  score__sheet_column c = score__report_column("percentile", SCORE__PH_RANKING_COL_PERCENTILE, true);
  c.gives_way = PERCENTILE_GIVES_WAY;
  score__sheet_column_add(d, t, c);
  machine_column(d, t, "quarter");
  if (k->previous.result) {
    machine_column(d, t, "previous_rank");
    machine_column(d, t, "movement");
    machine_column(d, t, "previous_total");
    machine_column(d, t, "change");
    machine_column(d, t, "previous_grade");
  }
  if (k->released.result) {
    machine_column(d, t, "released_rank");
    machine_column(d, t, "released_movement");
  }
  if (k->overall.result) machine_column(d, t, "overall_rank");
}

static void add_columns(score_document *d, score__sheet_table *t, const score__ranking *k)
{
  const score_criteria *set = k->result->set;
  const bool percent = set->basis == SCORE__BASIS_PERCENT;
  machine_column(d, t, "rank");
  machine_column(d, t, "tied");
  if (score__rank_decision(set)) machine_column(d, t, "decided");
  shown_column(d, t, "rank_shown", SCORE__PH_COL_RANK, true);
  score__rank_interval_column(d, t, k);
  score__sheet_column_add(d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column c = score__report_column("name", SCORE__PH_COL_NAME, false);
  c.shrinks = true;
  score__sheet_column_add(d, t, c);
  score__sheet_column_add(d, t,
                          score__report_column("total", percent ? SCORE__PH_COL_PERCENT : SCORE__PH_COL_TOTAL, true));
  score__report_picture(d, t, BAR_GIVES_WAY);
  machine_column(d, t, "max");
  machine_column(d, t, "grade");
  shown_column(d, t, "grade_shown", SCORE__PH_COL_GRADE, false);
  columns_for_people(d, t, k);
  for (uint32_t n = 1; n < set->node_count; n++) {
    if (!is_column_group(set, n)) continue;
    c = score__report_column(set->node[n].key, 0, true);
    c.title_words = (score__words){{set->node[n].code, set->node[n].code}};
    c.gives_way = GROUPS_GIVE_WAY;
    score__sheet_column_add(d, t, c);
  }
  if (counts_met(set)) score__sheet_column_add(d, t, score__report_column("met", SCORE__PH_FACT_MET, false));
  columns_for_machines(d, t, k);
  score__rank_interval_columns(d, t, k);
}

/* ---- rows ---- */

static score__cell nothing(void)
{
  return (score__cell){.kind = SCORE__CELL_EMPTY};
}

score__cell score__rank_shown(score_document *d, const score_total_result *t)
{
  score__buffer b = {0};
  if (!t->rank) return score__cell_text(d, "–");
  score__buffer_int(&b, t->rank);
  if (t->tied) score__buffer_char(&b, '=');
  if (t->decided) score__buffer_text(&b, "†");
  return score__cell_buffer(d, &b);
}

/* "▲3", "▼2", "="; what was not there is new, what had no rank is not comparable. */
score__cell score__rank_move_shown(score_document *d, const score_total_result *before, const score_total_result *now)
{
  if (!before) return score__cell_phrase(SCORE__PH_RANKING_NEW);
  if (!before->rank || !now->rank) return score__cell_text(d, "–");
  const int32_t change = before->rank - now->rank;
  if (change == 0) return score__cell_text(d, "=");
  score__buffer b = {0};
  score__buffer_text(&b, change > 0 ? "▲" : "▼");
  score__buffer_int(&b, change > 0 ? change : -change);
  score__cell c = score__cell_buffer(d, &b);
  c.emphasis = change > 0 ? 1 : 3;
  return c;
}

static score__cell *put_shown_pair(score_document *d, score__cell *at, const score_total_result *before,
                                   const score_total_result *now)
{
  *at++ = before ? score__report_place(d, before) : score__cell_text(d, "–");
  *at++ = score__rank_move_shown(d, before, now);
  return at;
}

static score__cell *put_for_people(score_document *d, score__cell *at, const score__ranking *k, size_t i)
{
  const score_total_result *now = &k->result->total[i];
  if (k->overall.result) {
    const score_total_result *all = score__rank_other(&k->overall, i);
    *at++ = all ? score__report_place(d, all) : score__cell_text(d, "–");
  }
  if (k->previous.result) at = put_shown_pair(d, at, score__rank_other(&k->previous, i), now);
  if (k->released_apart) at = put_shown_pair(d, at, score__rank_other(&k->released, i), now);
  return at;
}

static score__cell rank_of(const score_total_result *t)
{
  return t && t->rank ? score__cell_int(t->rank) : nothing();
}

static score__cell *put_move(score__cell *at, const score_total_result *before, const score_total_result *now)
{
  *at++ = rank_of(before);
  *at++ = before && before->rank && now->rank ? score__cell_int(before->rank - now->rank) : nothing();
  return at;
}

static score__cell *put_for_machines(score_document *d, score__cell *at, const score__ranking *k, size_t place)
{
  const score_result *r = k->result;
  const size_t i = r->by_rank[place];
  const bool ranked = place < k->ranked;
  *at++ = ranked ? score__cell_points(score__percentile(k->worse[place], k->equal[place], k->ranked), 2) : nothing();
  *at++ = ranked ? score__cell_int(score__percentile_quarter(k->worse[place], k->equal[place], k->ranked)) : nothing();
  if (k->previous.result) {
    const score_criteria *set = k->previous.result->set;
    const score_total_result *before = score__rank_other(&k->previous, i);
    at = put_move(at, before, &r->total[i]);
    *at++ = before ? score__report_basis(set, before->basis_micro) : nothing();
    *at++ = before && k->previous.same_rules
                ? score__report_basis(r->set, r->total[i].basis_micro - before->basis_micro)
                : nothing();
    *at++ = before && before->grade >= 0 ? score__cell_code(d, set->grade[before->grade].key) : nothing();
  }
  if (k->released.result) at = put_move(at, score__rank_other(&k->released, i), &r->total[i]);
  if (k->overall.result) *at++ = rank_of(score__rank_other(&k->overall, i));
  return at;
}

static void add_row(score_document *d, score__sheet_table *table, const score__ranking *k, size_t place)
{
  const score_result *r = k->result;
  const score_criteria *set = r->set;
  const size_t i = r->by_rank[place];
  const score_total_result *t = &r->total[i];
  score__cell *at = score__sheet_row_add(d, table, 0);
  if (!at) return;
  *at++ = rank_of(t);
  *at++ = score__cell_bool(t->tied);
  if (score__rank_decision(set)) *at++ = score__cell_bool(t->decided);
  *at++ = score__rank_shown(d, t);
  at = score__rank_interval_put(d, at, k, place);
  *at++ = score__cell_code(d, r->data->units.code[r->unit[i]]);
  *at++ = score__cell_text(d, score__report_unit_name(r, i));
  *at = score__report_basis(set, t->basis_micro);
  at++->emphasis = 4;
  const int64_t full = set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : t->max_micro;
  *at++ = t->rank ? score__cell_bar(t->basis_micro, full) : nothing();
  *at++ = score__cell_points(full, -1);
  *at++ = t->grade >= 0 ? score__cell_code(d, set->grade[t->grade].key) : nothing();
  *at++ = t->grade >= 0 ? score__cell_words(d, &set->grade[t->grade].name) : nothing();
  at = put_for_people(d, at, k, i);
  for (uint32_t n = 1; n < set->node_count; n++)
    if (is_column_group(set, n)) *at++ = score__report_points(set, n, r->node[n].points_micro[i]);
  if (counts_met(set)) *at++ = score__report_met(d, t);
  at = put_for_machines(d, at, k, place);
  score__rank_interval_put_parts(at, k, place);
  if (!t->rank) score__sheet_row_for(table, SCORE__ROW_MACHINE); /* people read below why */
}

/* Units between two that are shown. */
static void add_gap(score_document *d, score__sheet_table *table, const score__ranking *k)
{
  score__cell *row = score__sheet_row_add(d, table, 0);
  if (!row) return;
  row[score__rank_decision(k->result->set) ? 3 : 2] = score__cell_text(d, "…");
  score__sheet_row_for(table, SCORE__ROW_TABLE);
}

void score__rank_units(score_document *d, const score__ranking *k)
{
  const score_result *r = k->result;
  score__sheet_table *t = score__sheet_table_add(d, "units", 0);
  size_t next = 0; /* the place after the last one that is shown */
  add_columns(d, t, k);
  for (size_t p = 0; p < r->count; p++) {
    if (k->chosen && !k->chosen[p]) continue;
    if (p > next && p < k->ranked) add_gap(d, t, k);
    add_row(d, t, k, p);
    next = p + 1;
  }
  if (k->chosen && next < k->ranked && k->shown) add_gap(d, t, k);
}
