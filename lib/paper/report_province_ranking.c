/* All units in order of rank; how their totals are spread where they are too many to draw one by one. */
#include "base/limits.h"
#include "report/rank_interval.h"
#include "paper/report_province.h"

enum { GROUPS_GIVE_WAY = 1, BAR_GIVES_WAY, MAX_GIVES_WAY }; /* the last one first */

/* ---- table ---- */

static void machine_column(score__province *p, score__sheet_table *t, const char *key)
{
  score__sheet_column c = score__report_column(key, SCORE__PH_COL_RANK, true);
  c.machine_only = true;
  score__sheet_column_add(p->d, t, c);
}

static void shown_column(score__province *p, score__sheet_table *t, const char *key, int title, bool right)
{
  score__sheet_column c = score__report_column(key, title, right);
  c.table_only = true;
  score__sheet_column_add(p->d, t, c);
}

typedef struct places { /* of columns that the figure reads */
  uint16_t name, total, grade;
} places;

static places add_columns(score__province *p, score__sheet_table *t)
{
  const score_criteria *set = p->result->set;
  places at = {0};
  machine_column(p, t, "rank");
  machine_column(p, t, "tied");
  shown_column(p, t, "rank_shown", SCORE__PH_COL_RANK, true);
  score__rank_interval_column(p->d, t, &p->rank);
  if (p->rank.previous.result) {
    machine_column(p, t, "movement");
    shown_column(p, t, "movement_shown", SCORE__PH_RANKING_COL_MOVE, true);
  }
  if (t) at.name = (uint16_t)(t->column_count + 1);
  score__province_unit_columns(p, t);
  if (t) at.total = (uint16_t)t->column_count;
  score__province_total_column(p, t, "total", true);
  score__report_picture(p->d, t, BAR_GIVES_WAY);
  score__sheet_column c = score__report_column("max", SCORE__PH_COL_MAX, true);
  c.gives_way = MAX_GIVES_WAY;
  score__sheet_column_add(p->d, t, c);
  if (set->grade_count) {
    machine_column(p, t, "grade");
    if (t) at.grade = (uint16_t)t->column_count;
    shown_column(p, t, "grade_shown", SCORE__PH_COL_GRADE, false);
  }
  const size_t first = t ? t->column_count : 0;
  for (size_t g = 0; g < p->group_count; g++) score__province_node_column(p, t, p->group[g], false);
  for (size_t k = first; t && k < t->column_count; k++) t->column[k].gives_way = GROUPS_GIVE_WAY;
  return at;
}

static void add_row(score__province *p, score__sheet_table *table, size_t place)
{
  const score_result *r = p->result;
  const size_t i = r->by_rank[place];
  const score_total_result *t = &r->total[i];
  const score__cell nothing = {.kind = SCORE__CELL_EMPTY};
  score__cell *at = score__sheet_row_add(p->d, table, 0);
  if (!at) return;
  *at++ = t->rank ? score__cell_int(t->rank) : nothing;
  *at++ = score__cell_bool(t->tied);
  *at++ = score__province_rank(p, i);
  at = score__rank_interval_put(p->d, at, &p->rank, place);
  if (p->rank.previous.result) {
    const score_total_result *before = score__rank_other(&p->rank.previous, i);
    *at++ = before && before->rank && t->rank ? score__cell_int(before->rank - t->rank) : nothing;
    *at++ = score__rank_move_shown(p->d, before, t);
  }
  at = score__province_put_unit(p, at, i);
  *at = score__province_total(p, i);
  at++->emphasis = 4;
  const int64_t full = r->set->basis == SCORE__BASIS_PERCENT ? p->full : t->max_micro;
  *at++ = t->rank ? score__cell_bar(t->basis_micro, full) : nothing;
  *at++ = score__cell_points(full, -1);
  if (r->set->grade_count) {
    *at++ = t->grade >= 0 ? p->grade_code[t->grade] : nothing;
    *at++ = score__province_grade(p, i);
  }
  for (size_t g = 0; g < p->group_count; g++) *at++ = score__province_points(p, p->group[g], i);
  if (!t->rank) score__sheet_row_for(table, SCORE__ROW_MACHINE); /* people read elsewhere why */
}

static score__figure figure_of(const score__province *p, const score__sheet_table *t, const places *at)
{
  const score_result *r = p->result;
  score__figure f = {.kind = SCORE__FIGURE_BARS,
                     .key = "ranking",
                     .title = score__cell_phrase(SCORE__PH_PROVINCE_FIGURE_RANKING),
                     .table = score__sheet_table_index(p->d, t),
                     .label = at->name,
                     .first = at->total,
                     .count = 1,
                     .high_micro = p->full,
                     .category = p->grade,
                     .category_count = r->set->grade_count,
                     .by = at->grade};
  const size_t best = r->by_rank[0], worst = r->by_rank[p->rank.ranked - 1];
  const score__cell args[] = {score__province_called(p, best), score__province_total(p, best),
                              score__province_called(p, worst), score__province_total(p, worst),
                              score__cell_int((int64_t)p->rank.ranked)};
  const bool shared = r->total[best].tied || r->total[worst].tied;
  f.said = score__cell_phrase_args(
      p->d, shared ? SCORE__PH_PROVINCE_FIGURE_RANKING_SHARED : SCORE__PH_PROVINCE_FIGURE_RANKING_SAID, args, 5);
  return f;
}

/* ---- classes ---- */

#define MOST_CLASSES 64

typedef struct classes {
  int64_t width, lowest;
  size_t count;
  int64_t units[MOST_CLASSES];
} classes;

/* Five points wide where full marks are about a hundred; else a twentieth of them. Full marks belong to the class below. */
static void count_classes(classes *c, const score__province *p)
{
  const score_result *r = p->result;
  const int64_t best = r->total[r->by_rank[0]].basis_micro,
                worst = r->total[r->by_rank[p->rank.ranked - 1]].basis_micro;
  c->width = p->full >= 40 * SCORE__MICRO && p->full <= 400 * SCORE__MICRO ? 5 * SCORE__MICRO : p->full / 20;
  if (c->width <= 0) c->width = SCORE__MICRO;
  while ((best - worst) / c->width >= MOST_CLASSES - 2) c->width *= 2;
  c->lowest = worst / c->width * c->width - (worst < 0 && worst % c->width ? c->width : 0);
  for (size_t k = 0; k < p->rank.ranked; k++) {
    const int64_t v = r->total[r->by_rank[k]].basis_micro;
    size_t at = (size_t)((v - c->lowest) / c->width);
    if (v == best && v == p->full && at > 0 && v % c->width == 0) at--;
    c->units[at]++;
    if (at >= c->count) c->count = at + 1;
  }
}

static score__cell class_name(const score__province *p, const classes *c, size_t k)
{
  const score_result *r = p->result;
  const int64_t from = c->lowest + (int64_t)k * c->width;
  const score__cell args[] = {score__cell_points(from, -1), score__cell_points(from + c->width, -1)};
  const int64_t best = r->total[r->by_rank[0]].basis_micro;
  const bool closed = best == p->full && best == from + c->width;
  return score__cell_phrase_args(p->d, closed ? SCORE__PH_PROVINCE_CLASS_CLOSED : SCORE__PH_PROVINCE_CLASS, args, 2);
}

/* Of hundred units and more nobody reads a bar each. */
static void class_table(score__province *p)
{
  classes c = {0};
  count_classes(&c, p);
  score__sheet_table *t = score__sheet_table_add(p->d, "classes", SCORE__PH_PROVINCE_TABLE_CLASSES);
  score__sheet_column_add(p->d, t, score__report_column("class", SCORE__PH_COL_TOTAL, false));
  machine_column(p, t, "from");
  machine_column(p, t, "below");
  score__sheet_column_add(p->d, t, score__report_column("count", SCORE__PH_FACT_UNITS, true));
  size_t most = 0;
  for (size_t k = c.count; k-- > 0;) {
    score__cell *row = score__sheet_row_add(p->d, t, 0);
    if (!row) return;
    row[0] = class_name(p, &c, k);
    row[1] = score__cell_points(c.lowest + (int64_t)k * c.width, -1);
    row[2] = score__cell_points(c.lowest + (int64_t)(k + 1) * c.width, -1);
    row[3] = score__cell_int(c.units[k]);
    if (c.units[k] > c.units[most]) most = k;
  }
  const score__cell args[] = {class_name(p, &c, most), score__cell_int(c.units[most]),
                              score__cell_int((int64_t)p->rank.ranked)};
  score__sheet_figure_add(
      p->d, (score__figure){.kind = SCORE__FIGURE_BARS,
                            .key = "ranking",
                            .title = score__cell_phrase(SCORE__PH_PROVINCE_FIGURE_CLASSES),
                            .said = score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_FIGURE_CLASSES_SAID, args, 3),
                            .table = score__sheet_table_index(p->d, t),
                            .label = 0,
                            .first = 3,
                            .count = 1});
}

/* What = and † beside a rank mean. */
static void say_ties(score__province *p)
{
  const score_result *r = p->result;
  const score__tie_key *decision = score__rank_decision(r->set);
  int64_t ties = 0, tied = 0, decided = 0;
  for (size_t k = 0; k < p->rank.ranked; k++) {
    const score_total_result *t = &r->total[r->by_rank[k]];
    tied += t->tied;
    decided += t->decided;
    ties += t->tied && (k == 0 || r->total[r->by_rank[k - 1]].rank != t->rank);
  }
  const score__cell equal[] = {score__cell_int(ties), score__cell_int(tied)};
  const score__cell apart[] = {score__cell_int(decided),
                               decision ? score__cell_words(p->d, &r->set->measure[decision->index].name)
                                        : (score__cell){.kind = SCORE__CELL_EMPTY}};
  if (ties) score__sheet_line_add(p->d, score__cell_phrase_args(p->d, SCORE__PH_RANK_TIES, equal, 2), 0, true);
  if (decided) score__sheet_line_add(p->d, score__cell_phrase_args(p->d, SCORE__PH_RANK_DECIDED, apart, 2), 0, true);
}

void score__province_ranking(score__province *p)
{
  const score_result *r = p->result;
  score__section *s = score__province_section(p, "ranking", SCORE__PH_REPORT_RANKING);
  if (s) s->new_page = true; /* what stands before it is one page by itself */
  const bool few = p->rank.ranked <= SCORE__PROVINCE_FEW;
  if (!p->rank.ranked) score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_NOBODY), 0, false);
  if (!few) class_table(p);
  score__sheet_table *t = score__sheet_table_add(p->d, "ranking", few ? 0 : SCORE__PH_PROVINCE_TABLE_RANKING);
  const places at = add_columns(p, t);
  for (size_t k = 0; k < r->count; k++) add_row(p, t, k);
  if (few && p->rank.ranked && !p->d->failed) score__sheet_figure_add(p->d, figure_of(p, t, &at));
  score__province_say_codes(p, p->group, p->group_count);
  say_ties(p);
  if (p->rank.previous.result) score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_RANKING_MARKS), 0, true);
  score__rank_interval_notes(p->d, &p->rank);
}
