/* Where points are lost, criterion by criterion, who can move them, and the groups beside the other units. */
#include "report/sheet_gap.h"

static const int movers[] = {SCORE__PH_MOVER_UNIT, SCORE__PH_MOVER_PROVINCE, SCORE__PH_MOVER_NATIONAL,
                             SCORE__PH_MOVER_NOBODY};
static const char *const mover_keys[] = {"unit", "province", "national", "nobody"};

/* ---- what groups and criteria share ---- */

void score__gap_beside_columns(score__gap_sheet *s, score__sheet_table *t)
{
  static const char *const keys[SCORE__GAP_BESIDE] = {"lost_unit_low",
                                                      "lost_unit_high",
                                                      "lost_province_low",
                                                      "lost_province_high",
                                                      "lost_national_low",
                                                      "lost_national_high",
                                                      "lost_nobody_low",
                                                      "lost_nobody_high",
                                                      "cohort_units",
                                                      "cohort_median",
                                                      "cohort_best",
                                                      "previous",
                                                      "change"};
  for (size_t k = 0; k < SCORE__GAP_BESIDE; k++)
    score__sheet_column_add(s->d, t, (score__sheet_column){.key = keys[k], .right = true, .machine_only = true});
}

static score__cell node_points(const score__gap_sheet *s, uint32_t node, int64_t micro)
{
  return node ? score__report_points(s->r->set, node, micro) : score__report_basis(s->r->set, micro);
}

/* The mean of two may have one digit more. */
static bool has_more_digits(const score__cell *c)
{
  int64_t last = SCORE__MICRO;
  for (int k = 0; k < c->digits; k++) last /= 10;
  return c->digits >= 0 && c->value % last != 0;
}

void score__gap_beside(score__gap_sheet *s, score__cell *row, uint32_t node, const score__gap_line *line)
{
  const int64_t now = node ? s->r->node[node].points_micro[s->i] : s->r->total[s->i].basis_micro;
  const bool percent =
      !node && s->r->set->basis == SCORE__BASIS_PERCENT && s->r->total[s->i].max_micro != 100 * SCORE__MICRO;
  score__gap_cohort cohort;
  int64_t before;
  for (unsigned m = 0; m < SCORE__GAP_MOVERS && (line || (score__gap_adds_up(&s->gap, node) && !percent)); m++) {
    const score__gap_range range = line ? score__gap_split(&s->gap, line, SCORE__GAP_MOVER(m))
                                        : score__gap_split_below(&s->gap, node, SCORE__GAP_MOVER(m));
    row[2 * m] = score__gap_points(s, range.low);
    row[2 * m + 1] = score__gap_points(s, range.high);
  }
  score__gap_cohort_of(&cohort, s->r, node, s->values);
  row[8] = score__cell_int((int64_t)cohort.n);
  if (cohort.n > 1) row[10] = node_points(s, node, cohort.best);
  if (cohort.n > 1) row[9] = node_points(s, node, cohort.median);
  if (has_more_digits(&row[9])) row[9].digits = -1;
  if (!score__gap_before(s, node, &before)) return;
  row[11] = node_points(s, node, before);
  row[12] = node_points(s, node, now - before);
}

/* ---- criteria ---- */

/* "several: the unit itself 0.00–6.00, the province 4.04–10.04": how what a given group lost may divide. */
static score__cell shares_cell(score__gap_sheet *s, const score__gap_line *line)
{
  score__cell all = {.kind = SCORE__CELL_EMPTY};
  for (unsigned m = 0; m < SCORE__GAP_MOVERS; m++) {
    const score__gap_range range = score__gap_split(&s->gap, line, SCORE__GAP_MOVER(m));
    if (!range.high) continue;
    const score__cell args[] = {score__cell_phrase(movers[m]), score__gap_span(s, range, SCORE__PH_GAP_RANGE)};
    const score__cell pair[] = {all, score__cell_phrase_args(s->d, SCORE__PH_GAP_PART, args, 2)};
    all = all.kind == SCORE__CELL_EMPTY ? pair[1] : score__cell_phrase_args(s->d, SCORE__PH_GAP_AND, pair, 2);
  }
  return score__cell_phrase_args(s->d, SCORE__PH_GAP_SEVERAL, &all, 1);
}

enum {
  C_NODE,
  C_CODE,
  C_NAME,
  C_POINTS,
  C_MAX,
  C_LOST,
  C_BAR,
  C_BY,
  C_MOVER,
  C_OUTCOME,
  C_DATA,
  C_FAULTS,
  C_NEED,
  C_SAID,
  C_BESIDE
};

/* Short where one input alone does it: the table of inputs names it. */
static score__cell said_cell(score__gap_sheet *s, uint32_t node, score__cell need)
{
  for (size_t k = 0; k < s->gap.input_count; k++) {
    const score__gap_course *c = &s->gap.input[k];
    if (c->node == node && c->full && !c->shrinks) return score__gap_way(s, c);
  }
  return need;
}

static int64_t most_lost(const score__gap_sheet *s)
{
  int64_t most = 0;
  for (size_t k = 0; k < s->gap.line_count; k++)
    if (s->gap.line[k].lost > most) most = s->gap.line[k].lost;
  return most;
}

static void criterion_row(score__gap_sheet *s, score__sheet_table *t, const score__gap_line *line)
{
  score_document *d = s->d;
  const score_result *r = s->r;
  const score__node *n = &r->set->node[line->node];
  const score__node_column *c = &r->node[line->node];
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  const size_t mover = score__gap_mover(&s->gap, line);
  const bool counted = score__gap_counted_by(r, line->node) != UINT32_MAX;
  row[C_NODE] = score__cell_code(d, n->key);
  row[C_CODE] = score__cell_text(d, n->code);
  row[C_NAME] = score__cell_words(d, &n->name);
  row[C_POINTS] = score__report_points(r->set, line->node, c->points_micro[s->i]);
  row[C_MAX] = score__cell_points(c->max_micro[s->i], -1);
  row[C_LOST] = counted ? score__gap_points(s, line->lost) : score__report_points(r->set, line->node, line->lost);
  row[C_LOST].emphasis = line->lost ? 4 : 0;
  if (line->lost) row[C_BAR] = score__cell_bar(line->lost, most_lost(s));
  row[C_BY] = score__cell_code(d, mover == SIZE_MAX ? "mixed" : mover_keys[mover]);
  row[C_MOVER] = mover == SIZE_MAX && line->lost ? shares_cell(s, line)
                 : mover == SIZE_MAX             ? (score__cell){.kind = SCORE__CELL_EMPTY}
                                                 : score__report_mover((uint8_t)mover);
  row[C_OUTCOME] = score__cell_code(d, score_outcome_string((score_outcome)c->outcome[s->i]));
  row[C_DATA] = score__gap_points(s, line->for_data);
  row[C_FAULTS] = score__gap_points(s, line->for_faults);
  row[C_NEED] = score__gap_need(s, line);
  row[C_SAID] = said_cell(s, line->node, row[C_NEED]);
  if (!line->lost) score__sheet_row_for(t, SCORE__ROW_MACHINE);
  score__gap_beside(s, row + C_BESIDE, line->node, line);
}

void score__gap_criteria(score__gap_sheet *s)
{
  static const score__sheet_column columns[] = {
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "points", .title = SCORE__PH_COL_POINTS, .right = true},
      {.key = "max", .title = SCORE__PH_COL_MAX, .right = true},
      {.key = "lost", .title = SCORE__PH_COL_LOST, .right = true},
      {.key = "picture", .table_only = true, .gives_way = 1},
      {.key = "controlled_by", .title = SCORE__PH_COL_MOVER, .machine_only = true},
      {.key = "mover", .title = SCORE__PH_COL_MOVER, .table_only = true, .shrinks = true},
      {.key = "outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "lost_for_data", .right = true, .machine_only = true},
      {.key = "lost_for_contradictions", .right = true, .machine_only = true},
      {.key = "need", .title = SCORE__PH_COL_NEED, .machine_only = true},
      {.key = "said", .title = SCORE__PH_COL_NEED, .shrinks = true, .table_only = true}};
  score__sheet_table *t = score__sheet_table_add(s->d, "criteria", 0);
  score__report_columns(s->d, t, columns, sizeof columns / sizeof *columns);
  score__gap_beside_columns(s, t);
  for (size_t k = 0; k < s->gap.line_count; k++) criterion_row(s, t, &s->gap.line[k]);
}

/* ---- movers ---- */

static void mover_row(score__gap_sheet *s, score__sheet_table *t, const char *key, int phrase, score__gap_range range)
{
  score__cell *row = range.high ? score__sheet_row_add(s->d, t, 0) : NULL;
  if (!row) return;
  row[0] = score__cell_code(s->d, key);
  row[1] = score__cell_phrase(phrase);
  row[2] = score__gap_points(s, range.low);
  row[3] = score__gap_points(s, range.high);
  row[4] = score__gap_span(s, range, SCORE__PH_GAP_RANGE);
}

void score__gap_movers(score__gap_sheet *s)
{
  static const score__sheet_column columns[] = {
      {.key = "controlled_by", .title = SCORE__PH_COL_MOVER, .machine_only = true},
      {.key = "mover", .title = SCORE__PH_COL_MOVER, .table_only = true},
      {.key = "lost_low", .right = true, .machine_only = true},
      {.key = "lost_high", .right = true, .machine_only = true},
      {.key = "lost", .title = SCORE__PH_COL_LOST, .right = true, .table_only = true}};
  const unsigned unit = SCORE__GAP_MOVER(SCORE__MOVER_UNIT);
  score__sheet_table *t = score__sheet_table_add(s->d, "movers", SCORE__PH_TABLE_MOVERS);
  score__report_columns(s->d, t, columns, sizeof columns / sizeof *columns);
  int others = 0;
  for (unsigned m = 0; m < SCORE__GAP_MOVERS; m++) {
    const score__gap_range range = score__gap_split_below(&s->gap, 0, SCORE__GAP_MOVER(m));
    mover_row(s, t, mover_keys[m], movers[m], range);
    others += m != SCORE__MOVER_UNIT && range.high;
  }
  if (others > 1)
    mover_row(s, t, "others", SCORE__PH_GAP_OTHERS, score__gap_split_below(&s->gap, 0, SCORE__GAP_EVERYBODY & ~unit));
  score__gap_range data = {0, 0}, faults = {0, 0};
  for (size_t k = 0; k < s->gap.line_count; k++) {
    data.low = data.high += s->gap.line[k].for_data;
    faults.low = faults.high += s->gap.line[k].for_faults;
  }
  mover_row(s, t, "data", SCORE__PH_MOVER_DATA, data);
  mover_row(s, t, "contradictions", SCORE__PH_GAP_FAULTS, faults);
}

/* ---- groups ---- */

enum { G_NODE, G_CODE, G_NAME, G_POINTS, G_MAX, G_LOST, G_BY, G_MEDIAN = G_BY + 4, G_BEST, G_BEFORE, G_BESIDE };

static void group_row(score__gap_sheet *s, score__sheet_table *t, uint32_t k)
{
  score_document *d = s->d;
  const score_result *r = s->r;
  const score__node *n = &r->set->node[k];
  const score_total_result *total = &r->total[s->i];
  const bool percent = r->set->basis == SCORE__BASIS_PERCENT;
  score__cell *row = score__sheet_row_add(d, t, n->depth > 1 ? n->depth - 1u : 0);
  if (!row) return;
  row[G_NODE] = score__cell_code(d, n->key);
  row[G_CODE] = score__cell_text(d, k ? n->code : "");
  row[G_NAME] = k ? score__cell_words(d, &n->name) : score__cell_phrase(SCORE__PH_FACT_TOTAL);
  row[G_POINTS] = node_points(s, k, k ? r->node[k].points_micro[s->i] : total->basis_micro);
  row[G_MAX] = score__cell_points(k ? r->node[k].max_micro[s->i] : percent ? 100 * SCORE__MICRO : total->max_micro, -1);
  row[G_LOST] = !k && percent ? score__report_basis(r->set, 100 * SCORE__MICRO - total->basis_micro)
                              : score__gap_points(s, score__gap_of(&s->gap, k));
  score__gap_beside(s, row + G_BESIDE, k, NULL);
  for (unsigned m = 0; m < SCORE__GAP_MOVERS; m++)
    if (row[G_BESIDE + 2 * m].kind != SCORE__CELL_EMPTY)
      row[G_BY + m] = score__gap_span(s, score__gap_split_below(&s->gap, k, SCORE__GAP_MOVER(m)), SCORE__PH_GAP_RANGE);
  row[G_MEDIAN] = row[G_BESIDE + 9];
  row[G_BEST] = row[G_BESIDE + 10];
  row[G_BEFORE] = row[G_BESIDE + 11];
  row[G_LOST].emphasis = row[G_LOST].value ? 4 : 0;
  row[G_NAME].emphasis = k ? 0 : 4;
}

void score__gap_groups(score__gap_sheet *s)
{
  static const score__sheet_column columns[] = {
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE, .machine_only = true},
      {.key = "name", .title = SCORE__PH_GAP_COL_GROUP, .shrinks = true},
      {.key = "points", .title = SCORE__PH_COL_POINTS, .right = true},
      {.key = "max", .title = SCORE__PH_COL_MAX, .right = true},
      {.key = "lost", .title = SCORE__PH_COL_LOST, .right = true},
      {.key = "unit", .title = SCORE__PH_GAP_COL_UNIT, .right = true, .table_only = true},
      {.key = "province", .title = SCORE__PH_GAP_COL_PROVINCE, .right = true, .table_only = true},
      {.key = "national", .title = SCORE__PH_GAP_COL_NATIONAL, .right = true, .table_only = true},
      {.key = "nobody", .title = SCORE__PH_GAP_COL_NOBODY, .right = true, .table_only = true},
      {.key = "median", .title = SCORE__PH_GAP_COL_MEDIAN, .right = true, .table_only = true},
      {.key = "best", .title = SCORE__PH_GAP_COL_BEST, .right = true, .table_only = true},
      {.key = "before", .title = SCORE__PH_GAP_COL_BEFORE, .right = true, .table_only = true}};
  score__sheet_table *t = score__sheet_table_add(s->d, "groups", SCORE__PH_GAP_TABLE_GROUPS);
  score__report_columns(s->d, t, columns, sizeof columns / sizeof *columns);
  score__gap_beside_columns(s, t);
  for (uint32_t k = 1; k < s->r->set->node_count; k++)
    if (s->r->set->node[k].kind == SCORE__NODE_GROUP && !(s->r->node[k].flags[s->i] & SCORE__FLAG_COVERED))
      group_row(s, t, k);
  group_row(s, t, 0);
  score__gap_cohort cohort;
  score__gap_cohort_of(&cohort, s->r, 0, s->values);
  const score__cell n[] = {score__cell_int((int64_t)cohort.n)};
  if (cohort.n > 1)
    score__sheet_line_add(s->d, score__cell_phrase_args(s->d, SCORE__PH_GAP_NOTE_COHORT, n, 1), 0, true);
}
