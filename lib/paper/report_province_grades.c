/* How many units have each grade. */
#include "paper/report_province.h"

int64_t score__province_graded(const score_result *r, int32_t grade)
{
  int64_t n = 0;
  for (size_t i = 0; i < r->count; i++) n += r->total[i].rank && r->total[i].grade == grade;
  return n;
}

/* "Tốt: 3 (60.00%); Khá: 2 (40.00%)" */
score__cell score__province_grade_counts(score__province *p)
{
  const score_result *r = p->result;
  const int64_t all = (int64_t)p->rank.ranked;
  score__cell said = {.kind = SCORE__CELL_EMPTY};
  for (int32_t g = 0; all && g <= (int32_t)r->set->grade_count; g++) {
    const bool none = g == (int32_t)r->set->grade_count;
    const int64_t count = score__province_graded(r, none ? -1 : g);
    const int64_t share = (2 * 10000 * count + all) / (2 * all) * 10000; /* hundredths of a percent, half up */
    const score__cell args[] = {none ? score__cell_phrase(SCORE__PH_RANKING_NO_GRADE) : p->grade[g],
                                score__cell_int(count), score__cell_points(share, 2)};
    if (!count) continue;
    const score__cell both[] = {said, score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_GRADE_OF, args, 3)};
    said = said.kind == SCORE__CELL_EMPTY ? both[1] : score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_BOTH, both, 2);
  }
  return said;
}

void score__province_grades(score__province *p)
{
  enum { NAME = 1, COUNT = 3 }; /* of the columns of score__rank_grades */
  const score_result *r = p->result;
  if (!r->set->grade_count || !p->rank.ranked) return;
  score__province_section(p, "grades", SCORE__PH_PROVINCE_GRADES);
  score__rank_grades(p->d, &p->rank);
  if (p->d->failed) return;
  score__sheet_table *t = &p->d->table[p->d->table_count - 1];
  score__figure f = {.kind = SCORE__FIGURE_BARS,
                     .key = "grades",
                     .title = score__cell_phrase(SCORE__PH_PROVINCE_FIGURE_GRADES),
                     .said = score__province_grade_counts(p),
                     .table = score__sheet_table_index(p->d, t),
                     .label = NAME,
                     .first = COUNT,
                     .count = 1,
                     .category = p->grade,
                     .category_count = r->set->grade_count,
                     .by = NAME};
  score__sheet_figure_add(p->d, f);
}
