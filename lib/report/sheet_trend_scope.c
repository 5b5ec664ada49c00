/* All units of the scope: totals and ranks period by period, in the order of the last ranking. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "report/sheet_trend.h"

#define MOST_SHOWN 5u /* who rose, and who fell; more only where they are equal */

typedef struct standing {
  uint32_t unit;
  const score__course_point *last;
  const char *code;
  int64_t change;
} standing;

/* Ranked ones first, then who has no rank, then who is absent; codes order the page. */
static int by_rank(const void *a, const void *b)
{
  const standing *x = a, *y = b;
  const int32_t rank_x = !x->last ? INT32_MAX : x->last->total.rank ? x->last->total.rank : INT32_MAX - 1;
  const int32_t rank_y = !y->last ? INT32_MAX : y->last->total.rank ? y->last->total.rank : INT32_MAX - 1;
  if (rank_x != rank_y) return rank_x < rank_y ? -1 : 1;
  return strcmp(x->code, y->code);
}

static int by_change(const void *a, const void *b)
{
  const standing *x = a, *y = b;
  if (x->change != y->change) return x->change > y->change ? -1 : 1;
  return strcmp(x->code, y->code);
}

static void plain_column(score_document *d, score__sheet_table *table, const char *key, int title, bool right)
{
  score__sheet_column c = score__report_column(key, title, right);
  c.table_only = true;
  score__sheet_column_add(d, table, c);
}

/* ---- units ---- */

typedef struct layout {
  bool effects, grades, remarks;
} layout;

static const score__course_point *point_in(const score_trend *t, uint32_t unit, size_t period)
{
  return score__course_point_of(t, score__course_unit_in(t, unit, period), period);
}

static layout layout_of(score_document *d, const score_trend *t)
{
  const size_t last = t->period_count - 1;
  layout l = {.effects = t->period[last].step == SCORE_STEP_BRIDGE, .grades = t->period[last].set->grade_count > 0};
  for (size_t u = 0; u < t->shown_count && !l.remarks; u++)
    for (size_t p = 0; p < t->period_count && !l.remarks; p++)
      l.remarks = score__trend_remark(d, t, t->shown[u], p).kind != SCORE__CELL_EMPTY;
  return l;
}

/* The unit's own course, from its lowest to its highest; the numbers stand beside it. */
static score__cell line_cell(score_document *d, const score_trend *t, uint32_t unit)
{
  score__cell line[SCORE__TREND_LINE] = {{0}};
  const size_t first = t->period_count > SCORE__TREND_LINE ? t->period_count - SCORE__TREND_LINE : 0;
  int64_t low = INT64_MAX, high = INT64_MIN;
  for (size_t p = first; p < t->period_count; p++) {
    const score__course_point *point = point_in(t, unit, p);
    if (point && point->total.basis_micro < low) low = point->total.basis_micro;
    if (point && point->total.basis_micro > high) high = point->total.basis_micro;
  }
  for (size_t p = first; p < t->period_count; p++) {
    const score__course_point *point = point_in(t, unit, p);
    if (point)
      line[p - first] =
          low == high ? score__cell_bar(1, 2) : score__cell_bar(point->total.basis_micro - low, high - low);
  }
  return score__cell_spark(d, line, t->period_count - first);
}

static void unit_columns(score_document *d, score__sheet_table *table, const score_trend *t, const layout *l)
{
  plain_column(d, table, "rank", SCORE__PH_COL_RANK, true);
  plain_column(d, table, "unit", SCORE__PH_COL_UNIT, false);
  score__sheet_column name = score__report_column("name", SCORE__PH_COL_NAME, false);
  name.table_only = name.shrinks = true;
  score__sheet_column_add(d, table, name);
  for (size_t p = 0; p < t->period_count; p++) score__trend_column(d, table, t->period[p].name, true);
  score__report_picture(d, table, 1);
  plain_column(d, table, "change", SCORE__PH_COL_CHANGE, true);
  plain_column(d, table, "movement", SCORE__PH_COL_MOVEMENT, true);
  if (l->effects) {
    plain_column(d, table, "data_effect", SCORE__PH_COL_DATA_EFFECT, true);
    plain_column(d, table, "rules_effect", SCORE__PH_COL_RULES_EFFECT, true);
  }
  if (l->grades) plain_column(d, table, "grade", SCORE__PH_COL_GRADE, false);
  if (l->remarks) {
    score__sheet_column c = score__report_column("remark", SCORE__PH_COL_REMARK, false);
    c.table_only = c.shrinks = true;
    score__sheet_column_add(d, table, c);
  }
}

/* The latest thing there is to say of its history. */
static score__cell latest_remark(score_document *d, const score_trend *t, uint32_t unit)
{
  score__cell c = {.kind = SCORE__CELL_EMPTY};
  for (size_t p = t->period_count; p-- > 0 && c.kind == SCORE__CELL_EMPTY;) c = score__trend_remark(d, t, unit, p);
  return c;
}

static void unit_row(score_document *d, score__sheet_table *table, const score_trend *t, const layout *l,
                     const standing *s)
{
  const size_t last = t->period_count - 1;
  const int digits = score__trend_digits(t);
  const score__course_point *now = s->last, *before = now ? score__course_before(t, now, last) : NULL;
  const bool bridged = now && score__course_bridged(now);
  score__cell *row = score__sheet_row_add(d, table, 0);
  size_t c = 0;
  if (!row) return;
  row[c++] = now ? score__trend_rank(d, &now->total) : score__trend_nothing(d);
  row[c++] = score__cell_code(d, s->code);
  row[c++] = score__cell_text(d, t->unit[s->unit].name);
  for (size_t p = 0; p <= last; p++) {
    const score__course_point *point = point_in(t, s->unit, p);
    row[c] = score__trend_nothing(d);
    if (point) {
      const score__cell args[] = {score__report_basis(t->period[p].set, point->total.basis_micro),
                                  score__trend_rank(d, &point->total)};
      row[c] = score__cell_phrase_args(d, SCORE__PH_POINTS_AND_RANK, args, 2);
      row[c].emphasis = p == last ? 4 : 0;
    }
    c++;
  }
  row[c++] = line_cell(d, t, s->unit);
  row[c++] = bridged ? score__trend_move(d, score__cell_points(now->data_micro + now->rules_micro, digits))
                     : score__trend_nothing(d);
  row[c++] = before && before->total.rank && now->total.rank
                 ? score__trend_move(d, score__cell_int(before->total.rank - now->total.rank))
                 : score__trend_nothing(d);
  if (l->effects) {
    row[c++] = bridged ? score__trend_signed(d, score__cell_points(now->data_micro, digits)) : score__trend_nothing(d);
    row[c++] = bridged ? score__trend_signed(d, score__cell_points(now->rules_micro, digits)) : score__trend_nothing(d);
  }
  if (l->grades && now && now->total.grade >= 0)
    row[c] = score__cell_words(d, &t->period[last].set->grade[now->total.grade].name);
  c += l->grades;
  if (l->remarks) row[c] = latest_remark(d, t, s->unit);
}

static void unit_table(score_document *d, const score_trend *t, standing *list)
{
  const layout l = layout_of(d, t);
  score__sheet_table *table = score__sheet_table_add(d, "units", 0);
  if (table) table->not_json = true;
  unit_columns(d, table, t, &l);
  if (t->shown_count) qsort(list, t->shown_count, sizeof *list, by_rank);
  for (size_t u = 0; u < t->shown_count; u++) unit_row(d, table, t, &l, &list[u]);
}

/* ---- who moved most ---- */

static void mover_row(score_document *d, score__sheet_table *table, const score_trend *t, const standing *s)
{
  const size_t last = t->period_count - 1;
  const score__course_point *before = score__course_before(t, s->last, last);
  const score__cell change = score__cell_points(s->change, score__trend_digits(t));
  score__cell *row = score__sheet_row_add(d, table, 0);
  if (!row) return;
  row[0] = score__cell_code(d, s->change > 0 ? "rise" : "fall");
  row[1] = score__cell_code(d, s->code);
  row[2] = score__cell_text(d, t->unit[s->unit].name);
  row[3] = change;
  row[4] = score__trend_move(d, change);
  if (!before || !before->total.rank || !s->last->total.rank) return;
  row[5] = score__cell_int(before->total.rank - s->last->total.rank);
  row[6] = score__trend_move(d, row[5]);
  row[7] = score__trend_rank(d, &before->total);
  row[8] = score__trend_rank(d, &s->last->total);
}

static void mover_table(score_document *d, const score_trend *t, standing *list)
{
  static const score__sheet_column columns[] = {
      {.key = "direction", .title = SCORE__PH_COL_CHANGE, .machine_only = true},
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
      {.key = "change", .title = SCORE__PH_COL_CHANGE, .right = true, .machine_only = true},
      {.key = "change_shown", .title = SCORE__PH_COL_CHANGE, .right = true, .table_only = true},
      {.key = "movement", .title = SCORE__PH_COL_MOVEMENT, .right = true, .machine_only = true},
      {.key = "movement_shown", .title = SCORE__PH_COL_MOVEMENT, .right = true, .table_only = true},
      {.key = "rank_before", .title = SCORE__PH_COL_OLD_RANK, .right = true, .table_only = true},
      {.key = "rank_shown", .title = SCORE__PH_COL_NEW_RANK, .right = true, .table_only = true}};
  size_t n = 0;
  for (size_t u = 0; u < t->shown_count; u++)
    if (list[u].last && score__course_bridged(list[u].last)) list[n++] = list[u];
  if (n < 2) return;
  qsort(list, n, sizeof *list, by_change);
  score__sheet_table *table = score__sheet_table_add(d, "movers", SCORE__PH_TABLE_RISE_FALL);
  score__report_columns(d, table, columns, sizeof columns / sizeof *columns);
  for (size_t u = 0; u < n && list[u].change > 0 && (u < MOST_SHOWN || list[u].change == list[MOST_SHOWN - 1].change);
       u++)
    mover_row(d, table, t, &list[u]);
  size_t falls = 0;
  while (falls < n && list[n - 1 - falls].change < 0 &&
         (falls < MOST_SHOWN || list[n - 1 - falls].change == list[n - MOST_SHOWN].change))
    falls++;
  for (size_t u = 0; u < falls; u++) mover_row(d, table, t, &list[n - 1 - u]);
}

/* ---- grades ---- */

/* Grades of all versions by key, those of the last one first; SIZE_MAX when it is none of them. */
typedef struct ladder {
  const score__grade **grade;
  size_t count;
} ladder;

static size_t step_of(const ladder *l, const char *key)
{
  for (size_t i = 0; i < l->count; i++)
    if (!strcmp(l->grade[i]->key, key)) return i;
  return SIZE_MAX;
}

static bool find_grades(ladder *l, const score_trend *t)
{
  size_t most = 0;
  for (size_t p = 0; p < t->period_count; p++) most += t->period[p].set->grade_count;
  l->grade = calloc(most + 1, sizeof *l->grade);
  for (size_t p = t->period_count; l->grade && p-- > 0;) {
    const score_criteria *set = t->period[p].set;
    for (size_t k = 0; k < set->grade_count; k++)
      if (step_of(l, set->grade[k].key) == SIZE_MAX) l->grade[l->count++] = &set->grade[k];
  }
  return l->grade != NULL;
}

static int64_t count_grade(const score_trend *t, size_t period, const char *key)
{
  const score__course_period *p = &t->period[period];
  int64_t n = 0;
  for (size_t u = 0; u < p->point_count; u++) {
    if (!p->point[u].present) continue;
    const int32_t grade = p->point[u].total.grade;
    n += key ? grade >= 0 && !strcmp(p->set->grade[grade].key, key) : grade < 0;
  }
  return n;
}

static void grade_tables(score_document *d, const score_trend *t)
{
  ladder l = {0};
  if (!find_grades(&l, t)) d->failed = true;
  if (l.count) {
    score__sheet_table *table = score__sheet_table_add(d, "grades", SCORE__PH_TABLE_GRADES);
    score__sheet_column c = score__report_column("grade", SCORE__PH_COL_GRADE, false);
    c.machine_only = true;
    score__sheet_column_add(d, table, c);
    plain_column(d, table, "grade_shown", SCORE__PH_COL_GRADE, false);
    for (size_t p = 0; p < t->period_count; p++) {
      c = score__report_column(t->period[p].name, 0, true);
      c.title_words = (score__words){{t->period[p].name, t->period[p].name}};
      c.key = score__arena_text(&d->arena, c.key);
      c.title_words = (score__words){{c.key, c.key}};
      if (!c.key) d->failed = true;
      score__sheet_column_add(d, table, c);
    }
    for (size_t k = 0; k <= l.count; k++) {
      const char *key = k < l.count ? l.grade[k]->key : NULL;
      int64_t any = 0;
      for (size_t p = 0; p < t->period_count; p++) any += count_grade(t, p, key);
      if (!key && !any) break;
      score__cell *row = score__sheet_row_add(d, table, 0);
      if (!row) break;
      row[0] = key ? score__cell_code(d, key) : (score__cell){.kind = SCORE__CELL_EMPTY};
      row[1] = key ? score__cell_words(d, &l.grade[k]->name) : score__cell_phrase(SCORE__PH_GRADE_NONE);
      for (size_t p = 0; p < t->period_count; p++) row[2 + p] = score__cell_int(count_grade(t, p, key));
    }
  }
  free(l.grade);
}

/* ---- */

static void explain(score_document *d, const score_trend *t)
{
  const size_t last = t->period_count - 1;
  if (!last) return;
  const score__cell args[] = {score__cell_text(d, t->period[last - 1].name), score__cell_text(d, t->period[last].name),
                              score__cell_text(d, t->period[last - 1].set->version),
                              score__cell_text(d, t->period[last].set->version)};
  score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_TREND_CELLS, args, 2), 0, true);
  if (t->period[last].step != SCORE_STEP_BRIDGE) return;
  const score__cell odd = score__cell_int((int64_t)t->period[last].odd);
  score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_TREND_EFFECTS, args, 4), 0, true);
  if (odd.value) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_TREND_ODD, &odd, 1), 0, true);
}

void score__trend_all(score_document *d, const score_trend *t)
{
  const size_t last = t->period_count - 1;
  standing *list = calloc(t->shown_count + 1, sizeof *list);
  if (!list) {
    d->failed = true;
    return;
  }
  for (size_t u = 0; u < t->shown_count; u++) {
    const uint32_t unit = t->shown[u];
    const score__course_point *p = score__course_point_of(t, unit, last);
    list[u] = (standing){unit, p, t->unit[unit].code, p ? p->data_micro + p->rules_micro : 0};
  }
  score__sheet_fact_add(d, "count", SCORE__PH_FACT_UNITS, score__cell_int((int64_t)t->shown_count));
  unit_table(d, t, list);
  grade_tables(d, t);
  mover_table(d, t, list);
  explain(d, t);
  free(list);
}
