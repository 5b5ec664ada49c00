/* Who has not reported, or too little; and how the points stand to those given from outside. */
#include <stdlib.h>

#include "base/limits.h"
#include "paper/report_province.h"
#include "report/sheet_reconcile.h"

/* ---- not reported ---- */

void score__province_absent(score__province *p)
{
  const score_result *r = p->result;
  score__province_section(p, "absent", SCORE__PH_PROVINCE_ABSENT);
  if (!r->data->units.listed)
    score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_NO_LIST), 0, false);
  else if (!p->silent_count)
    score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_ALL_REPORTED), 0, false);
  score__rank_unranked(p->d, &p->rank);
  score__rank_absent(p->d, r);
}

/* ---- reconciliation ---- */

typedef struct difference {
  const score__reconcile_line *line;
  int64_t size;
} difference;

static int by_size(const void *a, const void *b)
{
  const difference *x = a, *y = b;
  if (x->size != y->size) return x->size > y->size ? -1 : 1;
  return (x->line > y->line) - (x->line < y->line);
}

static void count_table(score__province *p, const score_reconciliation *c)
{
  score__sheet_table *t = score__sheet_table_add(p->d, "agreement", 0);
  score__sheet_column k = score__report_column("agreement", SCORE__PH_COL_AGREEMENT, false);
  k.machine_only = true;
  score__sheet_column_add(p->d, t, k);
  k = score__report_column("agreement_shown", SCORE__PH_COL_AGREEMENT, false);
  k.table_only = true;
  score__sheet_column_add(p->d, t, k);
  score__sheet_column_add(p->d, t, score__report_column("count", SCORE__PH_COL_COMPARED, true));
  for (int a = 0; a < SCORE_AGREEMENTS; a++) {
    score__cell *row = score__sheet_row_add(p->d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(p->d, score_agreement_string((score_agreement)a));
    row[1] = score__reconcile_agreement((uint8_t)a);
    row[2] = score__cell_int((int64_t)c->count[a]);
  }
}

static void difference_table(score__province *p, const score_reconciliation *c, const difference *list, size_t count)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "node_name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "first", .title = SCORE__PH_COL_FIRST, .right = true},
      {.key = "second", .title = SCORE__PH_COL_SECOND, .right = true},
      {.key = "difference", .title = SCORE__PH_COL_DIFFERENCE, .right = true}};
  const score_criteria *set = c->side[0]->set;
  score__sheet_table *t = score__sheet_table_add(p->d, "differences", SCORE__PH_PROVINCE_TABLE_DIFFERENCES);
  score__report_columns(p->d, t, columns, sizeof columns / sizeof *columns);
  for (size_t k = 0; k < count; k++) {
    const score__reconcile_line *l = list[k].line;
    score__cell *row = score__sheet_row_add(p->d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(p->d, c->side[0]->data->units.code[l->unit]);
    row[1] = score__cell_text(p->d, score__reconcile_unit(c, l->unit));
    row[2] = score__cell_code(p->d, set->node[l->node].code);
    row[3] = l->node ? score__cell_words(p->d, &set->node[l->node].name) : score__cell_phrase(SCORE__PH_FACT_TOTAL);
    row[4] = score__reconcile_points(set, l, 0);
    row[5] = score__reconcile_points(set, l, 1);
    row[6] = score__reconcile_difference(set, l->node, l->micro[1] - l->micro[0]);
  }
}

/* The ten largest, and what equals the last of them: but no more than so many. */
static void largest(score__province *p, const score_reconciliation *c)
{
  enum { WANTED = 10, MOST = 40 };
  difference *list = calloc(c->line_count + 1, sizeof *list);
  size_t count = 0, shown;
  p->d->failed |= !list;
  for (size_t k = 0; list && k < c->line_count; k++) {
    const score__reconcile_line *l = &c->line[k];
    const int64_t size = l->micro[1] - l->micro[0];
    if (l->agreement == SCORE_AGREE_DIFFERS) list[count++] = (difference){l, size < 0 ? -size : size};
  }
  if (count) qsort(list, count, sizeof *list, by_size);
  for (shown = 0; shown < count && shown < MOST && (shown < WANTED || list[shown].size == list[WANTED - 1].size);)
    shown++;
  const score__cell args[] = {score__cell_int((int64_t)shown), score__cell_int((int64_t)count)};
  if (shown) difference_table(p, c, list, shown);
  if (shown < count)
    score__sheet_line_add(p->d, score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_DIFFERENCES_OF, args, 2), 0, true);
  free(list);
}

size_t score__province_differing(const score_reconciliation *c)
{
  size_t count = 0;
  uint32_t last = UINT32_MAX; /* lines of a unit stand together */
  for (size_t k = 0; k < c->line_count; k++) {
    if (c->line[k].agreement != SCORE_AGREE_DIFFERS || c->line[k].unit == last) continue;
    last = c->line[k].unit;
    count++;
  }
  return count;
}

void score__province_reconciliation(score__province *p)
{
  const score_reconciliation *c = p->options->reconciliation;
  if (!c) return;
  score__province_section(p, "reconciliation", SCORE__PH_PROVINCE_RECONCILIATION);
  score__reconcile_sides(p->d, c);
  if (!c->line_count) {
    score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_NOTHING_GIVEN), 0, false);
    return;
  }
  count_table(p, c);
  largest(p, c);
  score__reconcile_sums(p->d, c);
  if (c->count[SCORE_AGREE_OPEN]) score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_RECONCILE_OPEN), 0, true);
}
