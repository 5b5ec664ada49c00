/* One unit: its periods, its criteria in each, and what moved them between two versions. */
#include <string.h>

#include "base/limits.h"
#include "definition/change.h"
#include "report/account_line.h"
#include "report/sheet_trend.h"

static const int outcome_titles[] = {SCORE__PH_OUTCOME_SCORED,         SCORE__PH_OUTCOME_REPORTED,
                                     SCORE__PH_OUTCOME_NOT_APPLICABLE, SCORE__PH_OUTCOME_NOT_DUE,
                                     SCORE__PH_OUTCOME_MISSING,        SCORE__PH_OUTCOME_INVALID};

static int32_t count_of(const score_total_result *t, int outcome)
{
  const int32_t counts[] = {t->scored, t->reported, t->not_applicable, t->not_due, t->missing, t->invalid};
  return counts[outcome];
}

static const score__course_point *point_in(const score_trend *t, size_t period)
{
  return score__course_point_of(t, t->period[period].unit, period);
}

/* ---- periods ---- */

/* Percent, cut to two digits: 99.999 % is not all. */
static score__cell complete_cell(int64_t micro)
{
  return score__cell_points(micro * 100 / 10000 * 10000, 2);
}

static void plain_column(score_document *d, score__sheet_table *table, const char *key, int title, bool right)
{
  score__sheet_column c = score__report_column(key, title, right);
  c.table_only = true;
  score__sheet_column_add(d, table, c);
}

typedef struct layout {
  bool grades, remarks, versions, count[6];
} layout;

static layout layout_of(score_document *d, const score_trend *t)
{
  layout l = {0};
  for (size_t p = 0; p < t->period_count; p++) {
    const score__course_point *point = point_in(t, p);
    l.versions |= t->period[p].set != t->period[0].set;
    if (!point) continue;
    l.grades |= t->period[p].set->grade_count > 0;
    l.remarks |= score__trend_remark(d, t, t->shown[0], p).kind != SCORE__CELL_EMPTY;
    for (int k = 0; k < 6; k++) l.count[k] |= count_of(&point->total, k) > 0;
  }
  return l;
}

static void history_row(score_document *d, score__sheet_table *table, const score_trend *t, const layout *l, size_t p)
{
  const score__course_period *own = &t->period[p];
  const score__course_point *point = point_in(t, p);
  score__cell *row = score__sheet_row_add(d, table, 0);
  size_t c = 0;
  if (!row) return;
  row[c++] = score__cell_text(d, own->name);
  if (!point) {
    row[c] = score__trend_nothing(d);
    return;
  }
  const score__course_point *before = score__course_before(t, point, p);
  const score__cell rank[] = {score__trend_rank(d, &point->total), score__cell_int((int64_t)own->ranked)};
  row[c] = score__report_basis(own->set, point->total.basis_micro);
  row[c++].emphasis = 4;
  row[c++] =
      score__cell_points(own->set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : point->total.max_micro, -1);
  row[c++] =
      score__course_bridged(point)
          ? score__trend_move(d, score__cell_points(point->data_micro + point->rules_micro, score__trend_digits(t)))
          : score__trend_nothing(d);
  row[c++] = point->total.rank ? score__cell_phrase_args(d, SCORE__PH_OF_RANKED, rank, 2) : rank[0];
  row[c++] = before && before->total.rank && point->total.rank
                 ? score__trend_move(d, score__cell_int(before->total.rank - point->total.rank))
                 : score__trend_nothing(d);
  if (l->grades && point->total.grade >= 0) row[c] = score__cell_words(d, &own->set->grade[point->total.grade].name);
  c += l->grades;
  if (l->versions) row[c++] = score__cell_code(d, own->set->version);
  row[c++] = complete_cell(point->total.completeness_micro);
  for (int k = 0; k < 6; k++)
    if (l->count[k]) row[c++] = score__cell_int(count_of(&point->total, k));
  if (l->remarks) row[c] = score__trend_remark(d, t, t->shown[0], p);
}

static void history_table(score_document *d, const score_trend *t)
{
  const layout l = layout_of(d, t);
  const bool percent = t->period[t->period_count - 1].set->basis == SCORE__BASIS_PERCENT;
  score__sheet_table *table = score__sheet_table_add(d, "history", SCORE__PH_TABLE_PERIODS);
  if (table) table->not_json = true;
  plain_column(d, table, "period", SCORE__PH_COL_PERIOD, false);
  plain_column(d, table, "total", percent ? SCORE__PH_COL_PERCENT : SCORE__PH_COL_TOTAL, true);
  plain_column(d, table, "max", SCORE__PH_COL_MAX, true);
  plain_column(d, table, "change", SCORE__PH_COL_CHANGE, true);
  plain_column(d, table, "rank", SCORE__PH_COL_RANK, true);
  plain_column(d, table, "movement", SCORE__PH_COL_MOVEMENT, true);
  if (l.grades) plain_column(d, table, "grade", SCORE__PH_COL_GRADE, false);
  if (l.versions) plain_column(d, table, "version", SCORE__PH_COL_VERSION, false);
  plain_column(d, table, "completeness", SCORE__PH_COL_COMPLETE, true);
  for (int k = 0; k < 6; k++)
    if (l.count[k]) plain_column(d, table, score_outcome_string((score_outcome)k), outcome_titles[k], true);
  if (l.remarks) {
    score__sheet_column c = score__report_column("remark", SCORE__PH_COL_REMARK, false);
    c.table_only = c.shrinks = true;
    score__sheet_column_add(d, table, c);
  }
  for (size_t p = 0; p < t->period_count; p++) history_row(d, table, t, &l, p);
}

/* ---- criteria ---- */

/* Index in the set of a period; UINT32_MAX = it does not have it. */
static uint32_t node_in(const score_trend *t, size_t period, const char *key)
{
  const score_criteria *set = t->period[period].set;
  if (!set || !set->node) return UINT32_MAX;
  const size_t at = score__dict_get(&set->by_node, key);
  return at != SIZE_MAX && !strcmp(set->node[at].key, key) ? (uint32_t)at : UINT32_MAX;
}

static const score_node_result *result_in(const score_trend *t, size_t period, const char *key, uint32_t *node)
{
  if (!t->period[period].node) return NULL;
  *node = node_in(t, period, key);
  return *node == UINT32_MAX ? NULL : &t->period[period].node[*node];
}

static score__cell node_cell(score_document *d, const score_trend *t, size_t period, const char *key)
{
  uint32_t node = 0;
  const score_node_result *r = result_in(t, period, key, &node);
  if (!r || r->covered) return score__trend_nothing(d);
  if (r->outcome > SCORE_REPORTED) return score__report_outcome((uint8_t)r->outcome);
  return score__report_points(t->period[period].set, node, r->points_micro);
}

static unsigned depth_of(const score_criteria *set, uint32_t node)
{
  unsigned depth = 0;
  for (uint32_t k = set->node[node].parent; k; k = set->node[k].parent) depth++;
  return depth;
}

/* Points as a share of the maximum there was. */
static score__cell line_cell(score_document *d, const score_trend *t, const char *key)
{
  score__cell line[SCORE__TREND_LINE] = {{0}};
  const size_t first = t->period_count > SCORE__TREND_LINE ? t->period_count - SCORE__TREND_LINE : 0;
  uint32_t node = 0;
  for (size_t p = first; p < t->period_count; p++) {
    const score_node_result *r = result_in(t, p, key, &node);
    if (r && !r->covered && r->outcome <= SCORE_REPORTED)
      line[p - first] = score__cell_bar(r->points_micro, r->max_micro);
  }
  return score__cell_spark(d, line, t->period_count - first);
}

static void criterion_row(score_document *d, score__sheet_table *table, const score_trend *t, size_t of, uint32_t node)
{
  const score_criteria *set = t->period[of].set;
  const score__node *n = &set->node[node];
  const size_t last = t->period_count - 1;
  score__cell *row = score__sheet_row_add(d, table, depth_of(set, node));
  if (!row) return;
  row[0] = score__cell_code(d, n->code);
  row[1] = score__cell_words(d, &n->name);
  row[2] = score__cell_points(n->max_micro, -1);
  for (size_t p = 0; p <= last; p++) row[3 + p] = node_cell(d, t, p, n->key);
  uint32_t own = 0, then = 0;
  const score_node_result *now = result_in(t, last, n->key, &own);
  const score_node_result *before = last ? result_in(t, last - 1, n->key, &then) : NULL;
  row[4 + last] = line_cell(d, t, n->key);
  row[5 + last] = score__trend_nothing(d);
  if (!now || !before || now->covered || before->covered || !score__course_bridged(point_in(t, last))) return;
  if (now->outcome > SCORE_REPORTED && before->outcome > SCORE_REPORTED) return;
  score__cell now_points = score__report_points(t->period[last].set, own, now->points_micro);
  const score__cell old_points = score__report_points(t->period[last - 1].set, then, before->points_micro);
  if (old_points.digits > now_points.digits) now_points.digits = old_points.digits;
  now_points.value -= old_points.value;
  row[5 + last] = score__trend_move(d, now_points);
}

/* In the order of the last version, then what it no longer has. */
static void criterion_table(score_document *d, const score_trend *t)
{
  score__sheet_table *table = score__sheet_table_add(d, "criteria", SCORE__PH_TABLE_BY_CRITERION);
  if (table) table->not_json = true;
  plain_column(d, table, "code", SCORE__PH_COL_CODE, false);
  score__sheet_column name = score__report_column("name", SCORE__PH_COL_CRITERION, false);
  name.table_only = name.shrinks = true;
  score__sheet_column_add(d, table, name);
  plain_column(d, table, "max", SCORE__PH_COL_MAX, true);
  for (size_t p = 0; p < t->period_count; p++) score__trend_column(d, table, t->period[p].name, true);
  score__report_picture(d, table, 1);
  plain_column(d, table, "change", SCORE__PH_COL_CHANGE, true);
  for (size_t of = t->period_count; of-- > 0;) {
    const score_criteria *set = t->period[of].set;
    if (of + 1 < t->period_count && t->period[of + 1].set == set) continue;
    for (uint32_t k = 1; k < set->node_count; k++) {
      bool later = false;
      for (size_t p = of + 1; p < t->period_count && !later; p++) later = node_in(t, p, set->node[k].key) != UINT32_MAX;
      if (!later) criterion_row(d, table, t, of, k);
    }
  }
}

/* ---- bridges ---- */

/* As many digits, at least so many, as show a value exactly. */
static int digits_for(int64_t micro, int digits)
{
  int64_t unit = SCORE__MICRO;
  if (digits < 0) digits = 0;
  for (int k = 0; k < digits; k++) unit /= 10;
  for (; micro % unit; unit /= 10) digits++;
  return digits;
}

static int fine_digits(const score__course_period *p, int digits)
{
  for (size_t k = 0; k < p->line_count; k++) {
    digits = digits_for(p->line[k].before_micro, digits);
    digits = digits_for(p->line[k].data_micro, digits);
    digits = digits_for(p->line[k].rules_micro, digits);
  }
  return digits;
}

static void bridge_columns(score_document *d, score__sheet_table *table, const score_trend *t, size_t period)
{
  score__buffer title = {0};
  plain_column(d, table, "code", SCORE__PH_COL_CODE, false);
  score__sheet_column name = score__report_column("name", SCORE__PH_COL_CRITERION, false);
  name.table_only = name.shrinks = true;
  score__sheet_column_add(d, table, name);
  for (size_t k = period - 1; k <= period; k++) {
    score__buffer_clear(&title);
    score__buffer_text(&title, t->period[k].name);
    score__buffer_text(&title, " (");
    score__buffer_text(&title, t->period[k].set->version);
    score__buffer_char(&title, ')');
    score__trend_column(d, table, title.data ? title.data : "", true);
    if (k == period) break;
    plain_column(d, table, "data_effect", SCORE__PH_COL_DATA_EFFECT, true);
    plain_column(d, table, "rules_effect", SCORE__PH_COL_RULES_EFFECT, true);
  }
  score__sheet_column remark = score__report_column("remark", SCORE__PH_COL_REMARK, false);
  remark.table_only = remark.shrinks = true;
  score__sheet_column_add(d, table, remark);
  score__buffer_free(&title);
}

/* A group that has become a criterion, or has criteria now, is neither new nor removed. */
static score__cell line_remark(const score_trend *t, size_t period, const score__course_line *l)
{
  score__cell c = {.kind = SCORE__CELL_EMPTY};
  if (node_in(t, period - 1, l->key) == UINT32_MAX) c = score__cell_phrase(SCORE__PH_REMARK_NEW);
  if (node_in(t, period, l->key) == UINT32_MAX) c = score__cell_phrase(SCORE__PH_REMARK_REMOVED);
  if (l->comparable) return c;
  c = score__cell_phrase(SCORE__PH_REMARK_NOT_COMPARABLE);
  c.emphasis = 2;
  return c;
}

static void bridge_row(score_document *d, score__sheet_table *table, const score_trend *t, size_t period,
                       const score__course_line *l, int digits)
{
  const score_criteria *old = t->period[period - 1].set, *now = t->period[period].set;
  const score__node *was = l->node[0] == UINT32_MAX ? NULL : &old->node[l->node[0]];
  const score__node *is = l->node[1] == UINT32_MAX ? NULL : &now->node[l->node[1]];
  score__cell *row = score__sheet_row_add(d, table, 0);
  if (!row) return;
  row[0] = score__side_code(d, was ? was->code : "", is ? is->code : "");
  row[1] = score__account_line_name(d, is ? is : was, l->line);
  row[2] = was ? score__cell_points(l->before_micro, digits) : score__trend_nothing(d);
  row[3] = score__trend_move(d, score__cell_points(l->data_micro, digits));
  row[4] = score__trend_move(d, score__cell_points(l->rules_micro, digits));
  row[5] = is ? score__cell_points(l->after_micro, digits) : score__trend_nothing(d);
  row[6] = line_remark(t, period, l);
}

/* Under weights and shares every criterion moves when one does: what kept its points is one row. */
static bool only_weighs(const score_trend *t, size_t period, const score__course_line *l)
{
  if (!t->period[period - 1].node || l->line != SCORE_LINE_POINTS || !l->comparable || l->node[0] == UINT32_MAX ||
      l->node[1] == UINT32_MAX)
    return false;
  const score_node_result *was = &t->period[period - 1].node[l->node[0]], *is = &t->period[period].node[l->node[1]];
  return was->outcome == is->outcome && was->points_micro == is->points_micro && l->before_micro != was->points_micro &&
         l->before_micro && l->before_micro + l->data_micro && l->after_micro;
}

/* What moved, and what cannot be compared; not what is 0 on all sides. */
static bool is_shown(const score__course_line *l)
{
  const bool odd = !l->comparable || l->node[0] == UINT32_MAX || l->node[1] == UINT32_MAX;
  return l->data_micro || l->rules_micro || (odd && (l->before_micro || l->after_micro));
}

static void sum_row(score_document *d, score__sheet_table *table, score__cell name, const int64_t micro[3], int digits,
                    uint8_t emphasis)
{
  score__cell *row = score__sheet_row_add(d, table, 0);
  if (!row) return;
  row[1] = name;
  row[2] = score__cell_points(micro[0], digits);
  row[3] = score__trend_move(d, score__cell_points(micro[1], digits));
  row[4] = score__trend_move(d, score__cell_points(micro[2], digits));
  row[5] = score__cell_points(micro[0] + micro[1] + micro[2], digits);
  row[1].emphasis = row[2].emphasis = row[5].emphasis = emphasis;
}

static void bridge_lines(score_document *d, const score_trend *t, size_t period, const int64_t all[3],
                         const int64_t rest[3], int64_t odd)
{
  const int whole = score__trend_digits(t);
  const score_criteria *old = t->period[period - 1].set, *now = t->period[period].set;
  const score__cell args[] = {score__cell_text(d, t->period[period - 1].name),
                              score__cell_text(d, t->period[period].name),
                              score__cell_text(d, old->version),
                              score__cell_text(d, now->version),
                              score__trend_signed(d, score__cell_points(all[1] + all[2], whole)),
                              score__trend_signed(d, score__cell_points(all[1], whole)),
                              score__trend_signed(d, score__cell_points(all[2], whole))};
  score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_BRIDGE_SENTENCE, args, 7), 0, true);
  const score__cell odd_args[] = {args[0], args[1], score__cell_int(odd),
                                  score__trend_signed(d, score__cell_points(rest[1], digits_for(rest[1], whole))),
                                  score__trend_signed(d, score__cell_points(rest[2], digits_for(rest[2], whole)))};
  if (odd) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_BRIDGE_REST, odd_args, 5), 0, true);
}

static void bridge_table(score_document *d, const score_trend *t, size_t period)
{
  const score__course_period *own = &t->period[period];
  const score__course_point *point = point_in(t, period);
  const int digits = fine_digits(own, score__trend_digits(t));
  const int64_t all[3] = {point->total.basis_micro - point->data_micro - point->rules_micro, point->data_micro,
                          point->rules_micro};
  int64_t rest[3] = {0}, weights[3] = {0}, odd = 0, weighed = 0;
  score__sheet_table *table = score__sheet_table_add(d, "bridge", SCORE__PH_TABLE_BRIDGE);
  if (table) table->not_json = true;
  bridge_columns(d, table, t, period);
  for (size_t k = 0; k < own->line_count; k++) {
    const score__course_line *l = &own->line[k];
    const int64_t micro[3] = {l->before_micro, l->data_micro, l->rules_micro};
    const bool weighs = is_shown(l) && only_weighs(t, period, l);
    odd += !l->comparable;
    weighed += weighs;
    for (int i = 0; i < 3; i++) {
      if (l->comparable) rest[i] += micro[i];
      if (weighs) weights[i] += micro[i];
    }
    if (is_shown(l) && !weighs) bridge_row(d, table, t, period, l, digits);
  }
  const score__cell count = score__cell_int(weighed);
  if (weighed) sum_row(d, table, score__cell_phrase_args(d, SCORE__PH_BRIDGE_WEIGHTS, &count, 1), weights, digits, 0);
  sum_row(d, table, score__cell_phrase(SCORE__PH_BRIDGE_TOTAL), all, digits, 4);
  bridge_lines(d, t, period, all, rest, odd);
}

void score__trend_one(score_document *d, const score_trend *t)
{
  const score__course_unit *unit = &t->unit[t->shown[0]];
  score__buffer shown = {0};
  score__buffer_text(&shown, unit->name);
  score__buffer_text(&shown, *unit->name ? " (" : "");
  score__buffer_text(&shown, unit->code);
  score__buffer_text(&shown, *unit->name ? ")" : "");
  score__sheet_fact_add(d, "unit", 0, score__cell_code(d, unit->code));
  score__sheet_fact_add(d, "name", 0, score__cell_text(d, unit->name));
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_UNIT, score__cell_text(d, shown.data ? shown.data : unit->code));
  score__buffer_free(&shown);
  history_table(d, t);
  criterion_table(d, t);
  for (size_t p = 1; p < t->period_count; p++) {
    const score__course_point *point = point_in(t, p);
    if (point && point->step == SCORE_STEP_BRIDGE) bridge_table(d, t, p);
  }
}
