/* Every unit with every criterion: at thousands of units each is a part of its own, to be opened. */
#include "paper/report_province.h"

static score__cell criterion(const score__province *p, uint32_t node, size_t i)
{
  const score__node_column *c = &p->result->node[node];
  if ((c->flags[i] & SCORE__FLAG_COVERED) || score__province_has(p, node, i) ||
      p->result->set->node[node].end > node + 1)
    return score__province_points(p, node, i);
  return score__report_outcome(c->outcome[i]);
}

static void add_row(score__province *p, score__sheet_table *t, size_t i)
{
  score__cell *at = score__sheet_row_add(p->d, t, 0);
  if (!at) return;
  *at++ = p->code[i];
  *at++ = p->name[i];
  *at++ = score__province_total(p, i);
  at = score__province_put_rank(p, at, i);
  if (p->result->set->grade_count) *at++ = score__province_grade(p, i);
  for (size_t k = 0; k < p->column_count; k++) *at++ = criterion(p, p->column[k], i);
}

void score__province_units(score__province *p)
{
  const score_result *r = p->result;
  if (!p->column_count) return;
  score__paper_annex(&p->paper, "units", SCORE__PH_PROVINCE_UNITS);
  score__sheet_table *t = score__sheet_table_add(p->d, "units", 0);
  score__sheet_column_add(p->d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column c = score__report_column("name", SCORE__PH_COL_NAME, false);
  c.shrinks = true;
  score__sheet_column_add(p->d, t, c);
  score__province_total_column(p, t, "total", true);
  score__province_rank_columns(p, t);
  if (r->set->grade_count) score__sheet_column_add(p->d, t, score__report_column("grade", SCORE__PH_COL_GRADE, false));
  if (t) {
    t->records = true;
    t->record_head = (uint16_t)t->column_count;
  }
  for (size_t k = 0; k < p->column_count; k++) score__province_node_column(p, t, p->column[k], true);
  for (size_t k = 0; k < r->count; k++) add_row(p, t, r->by_rank[k]);
}
