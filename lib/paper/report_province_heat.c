/* The heat map: units by criteria where both can be seen at a glance, else units by groups. */
#include "paper/report_province.h"

static void add_row(score__province *p, score__sheet_table *t, size_t i, const uint32_t *column, size_t count)
{
  score__cell *at = score__sheet_row_add(p->d, t, 0);
  if (!at) return;
  *at++ = score__province_rank(p, i);
  *at++ = p->code[i];
  *at++ = p->name[i];
  for (size_t k = 0; k < count; k++) *at++ = score__province_points(p, column[k], i);
}

void score__province_heat(score__province *p)
{
  enum { NAME = 2, FIRST };
  const score_result *r = p->result;
  const bool few = r->count <= SCORE__PROVINCE_FEW;
  const uint32_t *column = few ? p->column : p->group;
  const size_t count = few ? p->column_count : p->group_count, plain = few ? p->column_plain : p->group_plain;
  if (!count) return;
  score__province_section(p, "heat", SCORE__PH_PROVINCE_HEAT);
  score__sheet_table *t = score__sheet_table_add(p->d, "heat", 0);
  if (t) t->behind = true;
  score__sheet_column rank = score__report_column("rank", SCORE__PH_COL_RANK, true);
  rank.table_only = true;
  score__sheet_column_add(p->d, t, rank);
  score__sheet_column_add(p->d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column name = score__report_column("name", SCORE__PH_COL_NAME, false);
  name.shrinks = true;
  score__sheet_column_add(p->d, t, name);
  for (size_t k = 0; k < count; k++) score__province_node_column(p, t, column[k], false);
  for (size_t k = 0; k < r->count; k++) add_row(p, t, r->by_rank[k], column, count);
  const score__cell args[] = {score__cell_int((int64_t)r->count), score__cell_int((int64_t)plain)};
  const int said = few ? SCORE__PH_PROVINCE_FIGURE_HEAT_SAID : SCORE__PH_PROVINCE_FIGURE_HEAT_GROUPS_SAID;
  if (plain)
    score__sheet_figure_add(p->d,
                            (score__figure){.kind = SCORE__FIGURE_HEAT,
                                            .key = "heat",
                                            .title = score__cell_phrase(few ? SCORE__PH_PROVINCE_FIGURE_HEAT
                                                                            : SCORE__PH_PROVINCE_FIGURE_HEAT_GROUPS),
                                            .said = score__cell_phrase_args(p->d, said, args, 2),
                                            .table = score__sheet_table_index(p->d, t),
                                            .label = NAME,
                                            .first = FIRST,
                                            .count = (uint16_t)plain});
  score__province_say_codes(p, column, count);
  score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_HEAT_BLANK), 0, true);
  if (count > plain) score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_HEAT_TAKEN), 0, true);
}
