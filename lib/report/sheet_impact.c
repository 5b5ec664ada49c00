/* What another version changes on the same data: units, then criteria; long, line by line, for machines. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "compute/account.h"
#include "definition/change.h"
#include "report/account_line.h"
#include "report/report.h"

static const score__cell empty = {.kind = SCORE__CELL_EMPTY};

/* Digits of printed totals; -1 = as many as each has. */
static int total_digits(const score_impact *m)
{
  const int old = score__report_digits(m->side[0]->set->total_grid_micro);
  const int now = score__report_digits(m->side[1]->set->total_grid_micro);
  if (old < 0 || now < 0) return -1;
  return old > now ? old : now;
}

/* As many digits as show every line of the document exactly. */
static int digits_of(const score_impact *m)
{
  int digits = total_digits(m) < 0 ? 0 : total_digits(m);
  for (int s = 0; s < 2; s++) {
    int64_t unit = SCORE__MICRO;
    for (int k = 0; k < digits; k++) unit /= 10;
    for (size_t k = 0; k < m->unit_count * m->line_count && unit > 1; k++)
      for (; m->micro[s][k] % unit; unit /= 10) digits++;
  }
  return digits;
}

static bool in_both(const score__impact_unit *u)
{
  return u->position[0] != UINT32_MAX && u->position[1] != UINT32_MAX;
}

static score__cell points_or_none(bool there, int64_t micro, int digits)
{
  return there ? score__cell_points(micro, digits) : empty;
}

static const score_total_result *total_of(const score_impact *m, const score__impact_unit *u, int s)
{
  return u->position[s] == UINT32_MAX ? NULL : &m->side[s]->total[u->position[s]];
}

static bool all_comparable(const score_impact *m)
{
  for (size_t k = 0; k < m->line_count; k++)
    if (!m->line[k].comparable) return false;
  return true;
}

/* ---- long: unit, node, line ---- */

static void long_row(score_document *d, score__sheet_table *t, const char *unit, const char *node, const char *line,
                     const score__cell *old, const score__cell *now, const score__cell *difference, bool comparable)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_code(d, unit);
  row[1] = score__cell_code(d, node);
  row[2] = score__cell_code(d, line);
  row[3] = *old;
  row[4] = *now;
  row[5] = *difference;
  row[6] = score__cell_bool(comparable);
}

static void long_table(score_document *d, const score_impact *m, int digits)
{
  static const char *const keys[] = {"unit", "node", "line", "old", "new", "difference", "comparable"};
  score__sheet_table *t = score__sheet_table_add(d, "account", 0);
  const bool comparable = all_comparable(m);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    score__sheet_column c = score__report_column(keys[i], SCORE__PH_COL_PART, i >= 3 && i < 6);
    c.machine_only = true;
    score__sheet_column_add(d, t, c);
  }
  for (size_t u = 0; u < m->unit_count; u++) {
    const score__impact_unit *unit = &m->unit[u];
    const bool there[2] = {unit->position[0] != UINT32_MAX, unit->position[1] != UINT32_MAX};
    for (size_t k = 0; k < m->line_count; k++) {
      const score__impact_line *l = &m->line[k];
      const int64_t v[2] = {m->micro[0][u * m->line_count + k], m->micro[1][u * m->line_count + k]};
      if (l->line != SCORE_LINE_POINTS && !v[0] && !v[1]) continue;
      const score__cell old = points_or_none(there[0] && l->node[0] != UINT32_MAX, v[0], digits);
      const score__cell now = points_or_none(there[1] && l->node[1] != UINT32_MAX, v[1], digits);
      const score__cell difference = points_or_none(in_both(unit), v[1] - v[0], digits);
      long_row(d, t, unit->code, l->key, score_line_string((score_line)l->line), &old, &now, &difference,
               l->comparable && in_both(unit));
    }
    const score_total_result *a = total_of(m, unit, 0), *b = total_of(m, unit, 1);
    const int whole = total_digits(m);
    const score__cell old = points_or_none(a, a ? a->basis_micro : 0, whole);
    const score__cell now = points_or_none(b, b ? b->basis_micro : 0, whole);
    const score__cell difference = points_or_none(a && b, a && b ? b->basis_micro - a->basis_micro : 0, whole);
    long_row(d, t, unit->code, "total", "total", &old, &now, &difference, comparable && a && b);
  }
}

/* ---- units ---- */

static void unit_columns(score_document *d, score__sheet_table *t)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
      {.key = "old", .title = SCORE__PH_COL_OLD, .right = true, .stays = true},
      {.key = "new", .title = SCORE__PH_COL_NEW, .right = true, .stays = true},
      {.key = "difference", .title = SCORE__PH_COL_DIFFERENCE, .right = true},
      {.key = "old_grade", .title = SCORE__PH_COL_OLD_GRADE, .machine_only = true},
      {.key = "new_grade", .title = SCORE__PH_COL_NEW_GRADE, .machine_only = true},
      {.key = "old_grade_shown", .title = SCORE__PH_COL_OLD_GRADE, .table_only = true},
      {.key = "new_grade_shown", .title = SCORE__PH_COL_NEW_GRADE, .table_only = true},
      {.key = "old_rank", .title = SCORE__PH_COL_OLD_RANK, .right = true, .machine_only = true},
      {.key = "new_rank", .title = SCORE__PH_COL_NEW_RANK, .right = true, .machine_only = true},
      {.key = "old_rank_shown", .title = SCORE__PH_COL_OLD_RANK, .right = true, .table_only = true},
      {.key = "new_rank_shown", .title = SCORE__PH_COL_NEW_RANK, .right = true, .table_only = true},
      {.key = "comparable", .title = SCORE__PH_COL_COMPARABLE, .machine_only = true}};
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
}

static void unit_table(score_document *d, const score_impact *m)
{
  const int digits = total_digits(m);
  score__sheet_table *table = score__sheet_table_add(d, "units", SCORE__PH_TABLE_UNITS);
  const bool comparable = all_comparable(m);
  unit_columns(d, table);
  for (size_t u = 0; u < m->unit_count; u++) {
    const score__impact_unit *unit = &m->unit[u];
    score__cell *row = score__sheet_row_add(d, table, 0);
    if (!row) return;
    row[0] = score__cell_code(d, unit->code);
    for (int s = 0; s < 2; s++) {
      const score_total_result *t = total_of(m, unit, s);
      if (!t) continue;
      const score_criteria *set = m->side[s]->set;
      row[1] = score__cell_text(d, score__report_unit_name(m->side[s], unit->position[s]));
      row[2 + s] = score__cell_points(t->basis_micro, digits);
      if (t->grade >= 0) {
        row[5 + s] = score__cell_code(d, set->grade[t->grade].key);
        row[7 + s] = score__cell_words(d, &set->grade[t->grade].name);
      }
      if (t->rank) row[9 + s] = score__cell_int(t->rank);
      row[11 + s] = score__report_place(d, t);
    }
    if (in_both(unit)) row[4] = score__report_gain(row[3].value - row[2].value, digits);
    row[13] = score__cell_bool(comparable && in_both(unit));
  }
}

/* ---- criteria ---- */

static const score__node *node_of(const score_impact *m, const score__impact_line *l)
{
  const int s = l->node[1] != UINT32_MAX;
  return &m->side[s]->set->node[l->node[s]];
}

static score__cell code_shown(score_document *d, const score_impact *m, const score__impact_line *l)
{
  const char *code[2] = {NULL, NULL};
  for (int s = 0; s < 2; s++)
    if (l->node[s] != UINT32_MAX) code[s] = m->side[s]->set->node[l->node[s]].code;
  return score__side_code(d, code[0] ? code[0] : "", code[1] ? code[1] : "");
}

static score__cell remark(const score_impact *m, const score__impact_line *l)
{
  score__cell c = empty;
  const bool both = l->node[0] != UINT32_MAX && l->node[1] != UINT32_MAX;
  if (both && strcmp(m->side[0]->set->node[l->node[0]].code, m->side[1]->set->node[l->node[1]].code) != 0)
    c = score__cell_phrase(SCORE__PH_REMARK_RENUMBERED);
  if (l->node[0] == UINT32_MAX) c = score__cell_phrase(SCORE__PH_REMARK_NEW);
  if (l->node[1] == UINT32_MAX) c = score__cell_phrase(SCORE__PH_REMARK_REMOVED);
  if (l->comparable) return c;
  c = score__cell_phrase(SCORE__PH_REMARK_NOT_COMPARABLE);
  c.emphasis = 2;
  return c;
}

static void criterion_columns(score_document *d, score__sheet_table *t)
{
  static const score__sheet_column columns[] = {
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "line", .title = SCORE__PH_COL_PART, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "gain", .title = SCORE__PH_COL_GAIN, .right = true},
      {.key = "lose", .title = SCORE__PH_COL_LOSE, .right = true},
      {.key = "mean", .title = SCORE__PH_COL_MEAN, .right = true},
      {.key = "largest", .title = SCORE__PH_COL_LARGEST, .right = true},
      {.key = "largest_unit", .title = SCORE__PH_COL_LARGEST_UNIT},
      {.key = "in_old", .title = SCORE__PH_COL_OLD, .machine_only = true},
      {.key = "in_new", .title = SCORE__PH_COL_NEW, .machine_only = true},
      {.key = "comparable", .title = SCORE__PH_COL_COMPARABLE, .machine_only = true},
      {.key = "remark", .title = SCORE__PH_COL_REMARK, .table_only = true}};
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
}

static void criterion_table(score_document *d, const score_impact *m, int digits)
{
  const int fine = digits > 4 ? 6 : digits + 2; /* of means */
  int64_t grid = SCORE__MICRO;
  for (int k = 0; k < fine; k++) grid /= 10;
  score__sheet_table *table = score__sheet_table_add(d, "criteria", SCORE__PH_TABLE_BY_CRITERION);
  criterion_columns(d, table);
  for (size_t k = 0; k < m->line_count; k++) {
    const score__impact_line *l = &m->line[k];
    int64_t gain = 0, lose = 0, units = 0, sum = 0, largest = 0, mean = 0;
    const char *unit = NULL;
    for (size_t u = 0; u < m->unit_count; u++) {
      if (!in_both(&m->unit[u])) continue;
      const int64_t v = m->micro[1][u * m->line_count + k] - m->micro[0][u * m->line_count + k];
      units++;
      gain += v > 0;
      lose += v < 0;
      sum += v;
      if ((v < 0 ? -v : v) <= (largest < 0 ? -largest : largest)) continue;
      largest = v;
      unit = m->unit[u].code;
    }
    const score__fraction exact = {sum, (score__i128)SCORE__MICRO * (units ? units : 1)};
    score__cell *row = score__sheet_row_add(d, table, 0);
    if (!row) return;
    row[0] = score__cell_code(d, l->key);
    row[1] = score__cell_code(d, score_line_string((score_line)l->line));
    row[2] = code_shown(d, m, l);
    row[3] = score__account_line_name(d, node_of(m, l), l->line);
    row[4] = score__cell_int(gain);
    row[5] = score__cell_int(lose);
    if (units && score__fraction_round(&mean, &exact, grid) == 0) row[6] = score__cell_points(mean, fine);
    if (units) row[7] = score__report_gain(largest, digits);
    if (unit) row[8] = score__cell_code(d, unit);
    row[9] = score__cell_bool(l->node[0] != UINT32_MAX);
    row[10] = score__cell_bool(l->node[1] != UINT32_MAX);
    row[11] = score__cell_bool(l->comparable);
    row[12] = remark(m, l);
  }
}

/* ---- head ---- */

static bool same_grade(const score_impact *m, const score_total_result *a, const score_total_result *b)
{
  const char *old = a->grade < 0 ? "" : m->side[0]->set->grade[a->grade].key;
  const char *now = b->grade < 0 ? "" : m->side[1]->set->grade[b->grade].key;
  return !strcmp(old, now);
}

static void summary(score_document *d, const score_impact *m)
{
  int64_t rise = 0, fall = 0, stay = 0, grades = 0, ranks = 0, one_sided = 0, odd = 0;
  bool moved = false;
  for (size_t u = 0; u < m->unit_count; u++) {
    const score_total_result *a = total_of(m, &m->unit[u], 0), *b = total_of(m, &m->unit[u], 1);
    one_sided += !a || !b;
    if (!a || !b) continue;
    rise += b->basis_micro > a->basis_micro;
    fall += b->basis_micro < a->basis_micro;
    stay += b->basis_micro == a->basis_micro;
    grades += !same_grade(m, a, b);
    ranks += a->rank != b->rank;
  }
  for (size_t k = 0; k < m->line_count; k++) odd += !m->line[k].comparable;
  for (size_t k = 0; k < m->unit_count * m->line_count; k++) moved |= m->micro[0][k] != m->micro[1][k];
  const score__cell moves[] = {score__cell_int(rise), score__cell_int(fall), score__cell_int(stay)};
  const score__cell compared = score__cell_int(rise + fall + stay);
  const score__cell grade_args[] = {score__cell_int(grades), compared},
                    rank_args[] = {score__cell_int(ranks), compared};
  const score__cell odd_arg = score__cell_int(odd), side_arg = score__cell_int(one_sided);
  score__sheet_fact_add(d, "count", SCORE__PH_FACT_UNITS, compared);
  score__sheet_fact_add(d, "rise", 0, moves[0]);
  score__sheet_fact_add(d, "fall", 0, moves[1]);
  score__sheet_fact_add(d, "stay", 0, moves[2]);
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_MOVES, score__cell_phrase_args(d, SCORE__PH_FACT_MOVES_OF, moves, 3));
  score__sheet_fact_add(d, "grades_changed", 0, grade_args[0]);
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_GRADE_MOVES,
                        score__cell_phrase_args(d, SCORE__PH_FACT_CHANGED_OF, grade_args, 2));
  score__sheet_fact_add(d, "ranks_changed", 0, rank_args[0]);
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_RANK_MOVES,
                        score__cell_phrase_args(d, SCORE__PH_FACT_CHANGED_OF, rank_args, 2));
  score__sheet_fact_add(d, "not_comparable", 0, odd_arg);
  score__sheet_fact_add(d, "one_sided", 0, side_arg);
  if (!moved && !odd && !one_sided) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_IMPACT_NONE), 0, false);
  if (odd) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_IMPACT_NOT_COMPARABLE, &odd_arg, 1), 0, true);
  if (one_sided)
    score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_IMPACT_ONE_SIDED, &side_arg, 1), 0, true);
}

int score_document_impact(score_document **out, const score_impact *m, score_error *err)
{
  score_document *d = score__sheet_new("impact");
  if (!d) return score__report_finish(out, d, err);
  const int digits = digits_of(m);
  d->title = score__cell_phrase(SCORE__PH_DOC_IMPACT);
  score__side_set(d, m->side[0]->set, true);
  score__side_set(d, m->side[1]->set, false);
  score__report_run(d, m->side[1]);
  summary(d, m);
  long_table(d, m, digits);
  unit_table(d, m);
  criterion_table(d, m, digits);
  return score__report_finish(out, d, err);
}
