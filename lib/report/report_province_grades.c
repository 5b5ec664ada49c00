/* How many units have each grade. */
#include "report/report_province.h"

int64_t score__province_graded(const score_result *r, int32_t grade)
{
  int64_t n = 0;
  for (size_t i = 0; i < r->count; i++) n += r->total[i].rank && r->total[i].grade == grade;
  return n;
}

void score__province_grades(score__province *p)
{
  enum { NAME = 1, COUNT = 3 }; /* of the columns of score__rank_grades */
  const score_result *r = p->result;
  const int64_t ranked = (int64_t)p->rank.ranked;
  if (!r->set->grade_count || !ranked) return;
  score__province_section(p, "grades", SCORE__PH_PROVINCE_GRADES);
  score__rank_grades(p->d, &p->rank);
  if (p->d->failed) return;
  score__sheet_table *t = &p->d->table[p->d->table_count - 1];
  int32_t most = 0;
  for (int32_t g = 1; g < (int32_t)r->set->grade_count; g++)
    if (score__province_graded(r, g) > score__province_graded(r, most)) most = g;
  const score__cell args[] = {p->grade[most], score__cell_int(score__province_graded(r, most)),
                              score__cell_int(ranked)};
  score__figure f = {.kind = SCORE__FIGURE_BARS,
                     .key = "grades",
                     .title = score__cell_phrase(SCORE__PH_PROVINCE_FIGURE_GRADES),
                     .said = score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_FIGURE_GRADES_SAID, args, 3),
                     .table = score__sheet_table_index(p->d, t),
                     .label = NAME,
                     .first = COUNT,
                     .count = 1,
                     .category = p->grade,
                     .category_count = r->set->grade_count,
                     .by = NAME};
  score__sheet_figure_add(p->d, f);
}
