/* How points are spread over the ranked units, by group and in all; and which criteria do not tell units apart. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/limits.h"
#include "compute/analysis_figures.h"
#include "paper/report_province.h"
#include "report/sheet_analysis.h"

static const score__cell nothing = {.kind = SCORE__CELL_EMPTY};

static const int quarter_titles[] = {SCORE__PH_ANALYSIS_COL_LEAST, SCORE__PH_ANALYSIS_COL_LOWER,
                                     SCORE__PH_ANALYSIS_COL_MEDIAN, SCORE__PH_ANALYSIS_COL_UPPER,
                                     SCORE__PH_ANALYSIS_COL_GREATEST};
static const char *const quarter_keys[] = {"lowest", "lower_quartile", "median", "upper_quartile", "highest"};

/* Between two printed numbers there may be some digits more. */
static score__cell between(int64_t micro, int digits)
{
  int64_t unit = SCORE__MICRO;
  for (int k = 0; k < digits; k++) unit /= 10;
  return score__cell_points(micro, digits >= 0 && micro % unit ? -1 : digits);
}

int score__province_spread_open(score__province *p, score_error *err)
{
  p->spread = calloc(1, sizeof *p->spread);
  return p->spread ? score__analysis_spread(p->spread, p->result, err) : score__fail_memory(err);
}

void score__province_spread_close(score__province *p)
{
  if (p->spread) score__analysis_close(p->spread);
  free(p->spread);
}

static const score__analysis_node *node_of(const score__province *p, uint32_t node)
{
  for (size_t k = 0; k < p->spread->count; k++)
    if (p->spread->node[k].node == node) return &p->spread->node[k];
  return NULL;
}

static score__cell mean_of(const score__statistic *s)
{
  const score__fraction v = {s->micro, SCORE__MICRO};
  int64_t micro = 0;
  if (!s->known || score__fraction_round(&micro, &v, SCORE__MICRO / 100)) return nothing;
  return score__cell_points(micro, 2);
}

score__cell score__province_quarter(const score__province *p, unsigned quarter)
{
  const score__analysis_node *n = node_of(p, 0);
  if (!n || !n->in) return nothing;
  return between(n->quartile[quarter], score__report_basis(p->result->set, 0).digits);
}

score__cell score__province_average(const score__province *p)
{
  const score__analysis_node *n = node_of(p, 0);
  return n && n->in ? mean_of(&n->mean) : nothing;
}

/* ---- distribution ---- */

static score__cell *put_node(score__province *p, score__cell *at, uint32_t node)
{
  const score__node *n = &p->result->set->node[node];
  *at++ = node ? score__cell_code(p->d, n->code) : nothing;
  *at++ = node ? score__cell_words(p->d, &n->name) : score__cell_phrase(SCORE__PH_FACT_TOTAL);
  return at;
}

static void node_columns(score__province *p, score__sheet_table *t)
{
  score__sheet_column_add(p->d, t, score__report_column("code", SCORE__PH_COL_CODE, false));
  score__sheet_column c = score__report_column("name", SCORE__PH_ANALYSIS_COL_GROUP, false);
  c.shrinks = true;
  score__sheet_column_add(p->d, t, c);
}

static void point_row(score__province *p, score__sheet_table *t, uint32_t node)
{
  const score__analysis_node *n = node_of(p, node);
  score__cell *at = n && n->in ? score__sheet_row_add(p->d, t, 0) : NULL;
  if (!at) return;
  const int digits = node ? p->digits[node] : score__report_basis(p->result->set, 0).digits;
  at = put_node(p, at, node);
  *at++ = score__cell_points(node ? p->result->set->node[node].max_micro : p->full, -1);
  *at++ = score__cell_int((int64_t)n->in);
  for (int q = 0; q < 5; q++) *at++ = between(n->quartile[q], digits);
  *at = mean_of(&n->mean);
}

static int64_t maximum_of(const score__province *p, uint32_t node, size_t i)
{
  const score_result *r = p->result;
  if (node) return r->node[node].max_micro[i] > 0 ? r->node[node].max_micro[i] : r->set->node[node].max_micro;
  return r->set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : r->total[i].max_micro;
}

static int by_value(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* Each unit's share of its own maximum, sorted, in millionths of a percent; where all have the same maximum that, in *max,
 * else 0. */
static size_t shares_of(const score__province *p, uint32_t node, int64_t *list, int64_t *max)
{
  const score_result *r = p->result;
  size_t count = 0;
  for (size_t k = 0; k < p->rank.ranked; k++) {
    const size_t i = r->by_rank[k];
    const uint8_t outcome = r->node[node].outcome[i];
    const int64_t own = maximum_of(p, node, i);
    if ((r->node[node].flags[i] & SCORE__FLAG_COVERED) || own <= 0) continue;
    if (outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE) continue;
    const int64_t points = node ? r->node[node].points_micro[i] : r->total[i].basis_micro;
    const score__fraction share = {(score__i128)points * 100, own};
    if (score__fraction_round(&list[count], &share, 1)) continue;
    *max = count == 0 || *max == own ? own : 0;
    count++;
  }
  if (count) qsort(list, count, sizeof *list, by_value);
  return count;
}

/* In hundredths of a percent of the maximum, half away from zero. */
static void share_row(score__province *p, score__sheet_table *t, uint32_t node, int64_t *list)
{
  const score__analysis_node *n = node_of(p, node);
  int64_t max = 0;
  const size_t count = n ? shares_of(p, node, list, &max) : 0;
  score__cell *at = count ? score__sheet_row_add(p->d, t, 0) : NULL;
  if (!at) return;
  at = put_node(p, at, node);
  for (unsigned q = 0; q < 5; q++) {
    const score__fraction share = max ? (score__fraction){(score__i128)n->quartile[q] * 100, max}
                                      : (score__fraction){score__quartile(list, count, q), SCORE__MICRO};
    int64_t micro = 0;
    if (score__fraction_round(&micro, &share, SCORE__MICRO / 100) == 0) *at = score__cell_points(micro, 2);
    at++;
  }
}

static void quarter_columns(score__province *p, score__sheet_table *t)
{
  for (int q = 0; q < 5; q++)
    score__sheet_column_add(p->d, t, score__report_column(quarter_keys[q], quarter_titles[q], true));
}

void score__province_distribution(score__province *p)
{
  if (!p->rank.ranked) return;
  score__province_section(p, "distribution", SCORE__PH_PROVINCE_DISTRIBUTION);
  score__sheet_table *t = score__sheet_table_add(p->d, "distribution", SCORE__PH_PROVINCE_TABLE_POINTS);
  node_columns(p, t);
  score__sheet_column_add(p->d, t, score__report_column("max", SCORE__PH_COL_MAX, true));
  score__sheet_column_add(p->d, t, score__report_column("units", SCORE__PH_ANALYSIS_COL_IN, true));
  quarter_columns(p, t);
  score__sheet_column_add(p->d, t, score__report_column("mean", SCORE__PH_ANALYSIS_COL_MEAN, true));
  point_row(p, t, 0);
  for (size_t g = 0; g < p->group_count; g++) point_row(p, t, p->group[g]);
  t = score__sheet_table_add(p->d, "shares", SCORE__PH_PROVINCE_TABLE_SHARES);
  if (t) t->behind = true;
  node_columns(p, t);
  quarter_columns(p, t);
  int64_t *list = score__arena_alloc(&p->d->arena, p->result->count + 1, sizeof *list);
  p->d->failed |= !list;
  for (size_t g = 0; list && g <= p->group_plain; g++) share_row(p, t, g ? p->group[g - 1] : 0, list);
  const score__analysis_node *total = node_of(p, 0);
  const score__cell args[] = {score__province_quarter(p, 1), score__province_quarter(p, 3)};
  if (total && total->in && !p->d->failed)
    score__sheet_figure_add(
        p->d, (score__figure){.kind = SCORE__FIGURE_BOXES,
                              .key = "distribution",
                              .title = score__cell_phrase(SCORE__PH_PROVINCE_FIGURE_BOXES),
                              .said = score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_FIGURE_BOXES_SAID, args, 2),
                              .table = score__sheet_table_index(p->d, t),
                              .label = 1,
                              .first = 2,
                              .count = 5});
}

/* ---- what tells no units apart ---- */

/* Criteria, and groups whose points were given as one. */
static bool is_column(const score__province *p, const score__analysis_node *n)
{
  for (size_t k = 0; k < p->column_count; k++)
    if (p->column[k] == n->node) return n->finding != SCORE__ANALYSIS_OUT;
  return false;
}

static bool is_alike(const score__province *p, const score__analysis_node *n)
{
  return n->finding < SCORE__ANALYSIS_NONE && is_column(p, n);
}

size_t score__province_alike(const score__province *p)
{
  size_t count = 0;
  for (size_t k = 0; k < p->spread->count; k++)
    count += p->spread->node[k].finding <= SCORE__ANALYSIS_ALL_EQUAL && is_column(p, &p->spread->node[k]);
  return count;
}

size_t score__province_told(const score__province *p)
{
  size_t count = 0;
  for (size_t k = 0; k < p->spread->count; k++) count += is_column(p, &p->spread->node[k]);
  return count;
}

static size_t count_criteria(const score__province *p)
{
  size_t count = 0;
  for (size_t k = 0; k < p->spread->count; k++)
    count += !p->spread->node[k].is_group && !p->spread->node[k].is_total && is_column(p, &p->spread->node[k]);
  return count;
}

static void alike_rows(score__province *p, score__sheet_table *t, uint8_t finding)
{
  for (size_t k = 0; k < p->spread->count; k++) {
    const score__analysis_node *n = &p->spread->node[k];
    score__cell *at = is_alike(p, n) && n->finding == finding ? score__sheet_row_add(p->d, t, 0) : NULL;
    if (!at) continue;
    at = put_node(p, at, n->node);
    *at++ = score__analysis_finding(n->finding);
    *at++ = score__cell_int((int64_t)n->in);
    *at++ = score__analysis_part(n->at_max, n->in);
    *at++ = score__analysis_part(n->at_zero, n->in);
    *at++ = score__cell_points(n->quartile[0], p->digits[n->node]);
    *at++ = between(n->quartile[2], p->digits[n->node]);
    *at = score__cell_points(n->quartile[4], p->digits[n->node]);
  }
}

void score__province_discrimination(score__province *p)
{
  static const int titles[] = {SCORE__PH_ANALYSIS_COL_IN,      SCORE__PH_ANALYSIS_COL_AT_MAX,
                               SCORE__PH_ANALYSIS_COL_AT_ZERO, SCORE__PH_ANALYSIS_COL_LEAST,
                               SCORE__PH_ANALYSIS_COL_MEDIAN,  SCORE__PH_ANALYSIS_COL_GREATEST};
  static const char *const keys[] = {"units", "at_max", "at_zero", "lowest", "median", "highest"};
  size_t any = 0;
  if (p->rank.ranked < 2) return;
  for (size_t k = 0; k < p->spread->count; k++) any += is_alike(p, &p->spread->node[k]);
  score__province_section(p, "discrimination", SCORE__PH_PROVINCE_DISCRIMINATION);
  if (count_criteria(p))
    score__analysis_say(p->d, p->spread);
  else
    score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_ONLY_GROUPS), 0, false);
  if (!any && score__province_told(p))
    score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_ALL_TELL), 0, false);
  if (!any) return;
  score__sheet_table *t = score__sheet_table_add(p->d, "alike", SCORE__PH_PROVINCE_TABLE_ALIKE);
  score__sheet_column_add(p->d, t, score__report_column("code", SCORE__PH_COL_CODE, false));
  score__sheet_column c = score__report_column("name", SCORE__PH_COL_CRITERION, false);
  c.shrinks = true;
  score__sheet_column_add(p->d, t, c);
  score__sheet_column_add(p->d, t, score__report_column("finding", SCORE__PH_ANALYSIS_COL_FINDING, false));
  for (size_t k = 0; k < sizeof titles / sizeof *titles; k++)
    score__sheet_column_add(p->d, t, score__report_column(keys[k], titles[k], true));
  for (uint8_t f = 0; f < SCORE__ANALYSIS_NONE; f++) alike_rows(p, t, f);
}
