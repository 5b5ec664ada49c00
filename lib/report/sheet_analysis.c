/* What a set measures, in words: what to talk about first, then how each criterion and each group stands. One long table
 * with every figure for machines, narrow ones for people. */
#include <string.h>

#include "base/limits.h"
#include "report/sheet_analysis.h"
#include "score/analysis.h"

#define LISTED 12 /* codes named in a sentence */

static const score__cell empty = {.kind = SCORE__CELL_EMPTY};

static const char *const findings[] = {"all_missing", "all_max",  "all_zero",  "all_equal", "negative", "dominant",
                                       "mover",       "near_max", "near_zero", "",          "no_points"};

/* ---- for machines ---- */

static score__cell statistic(const score__statistic *s)
{
  return s->known ? score__cell_points(s->micro, -1) : empty;
}

static score__cell unit_code(score_document *d, const score__analysis *a, const score__analysis_node *n)
{
  return n->shift_most ? score__cell_code(d, a->result->data->units.code[a->result->unit[n->shift_unit]]) : empty;
}

static void machine_columns(score_document *d, score__sheet_table *t)
{
  static const score__sheet_column columns[] = {
      {.key = "level", .title = SCORE__PH_COL_KIND},
      {.key = "node", .title = SCORE__PH_COL_KEY},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_COL_CRITERION},
      {.key = "finding", .title = SCORE__PH_ANALYSIS_COL_FINDING},
      {.key = "max", .title = SCORE__PH_COL_MAX, .right = true},
      {.key = "units", .title = SCORE__PH_ANALYSIS_COL_IN, .right = true},
      {.key = "at_max", .title = SCORE__PH_ANALYSIS_COL_AT_MAX, .right = true},
      {.key = "at_zero", .title = SCORE__PH_ANALYSIS_COL_AT_ZERO, .right = true},
      {.key = "missing", .title = SCORE__PH_ANALYSIS_COL_MISSING, .right = true},
      {.key = "invalid", .title = SCORE__PH_ANALYSIS_COL_INVALID, .right = true},
      {.key = "not_applicable", .title = SCORE__PH_ANALYSIS_COL_NA, .right = true},
      {.key = "not_due", .title = SCORE__PH_ANALYSIS_COL_NOT_DUE, .right = true},
      {.key = "covered", .title = SCORE__PH_ANALYSIS_COL_COVERED, .right = true},
      {.key = "least", .title = SCORE__PH_ANALYSIS_COL_LEAST, .right = true},
      {.key = "lower_quartile", .title = SCORE__PH_ANALYSIS_COL_LOWER, .right = true},
      {.key = "median", .title = SCORE__PH_ANALYSIS_COL_MEDIAN, .right = true},
      {.key = "upper_quartile", .title = SCORE__PH_ANALYSIS_COL_UPPER, .right = true},
      {.key = "greatest", .title = SCORE__PH_ANALYSIS_COL_GREATEST, .right = true},
      {.key = "mean", .title = SCORE__PH_ANALYSIS_COL_MEAN, .right = true},
      {.key = "deviation", .title = SCORE__PH_ANALYSIS_COL_DEVIATION, .right = true},
      {.key = "share_of_max", .title = SCORE__PH_ANALYSIS_COL_SHARE, .right = true},
      {.key = "below_20", .title = SCORE__PH_ANALYSIS_COL_FIFTH0, .right = true},
      {.key = "from_20", .title = SCORE__PH_ANALYSIS_COL_FIFTH1, .right = true},
      {.key = "from_40", .title = SCORE__PH_ANALYSIS_COL_FIFTH2, .right = true},
      {.key = "from_60", .title = SCORE__PH_ANALYSIS_COL_FIFTH3, .right = true},
      {.key = "from_80", .title = SCORE__PH_ANALYSIS_COL_FIFTH4, .right = true},
      {.key = "weight", .title = SCORE__PH_ANALYSIS_COL_WEIGHT, .right = true},
      {.key = "importance", .title = SCORE__PH_ANALYSIS_COL_IMPORTANCE, .right = true},
      {.key = "importance_share", .title = SCORE__PH_ANALYSIS_COL_IMPORTANCE, .right = true},
      {.key = "r_total", .title = SCORE__PH_ANALYSIS_COL_WITH_TOTAL, .right = true},
      {.key = "r_rest", .title = SCORE__PH_ANALYSIS_COL_WITH_REST, .right = true},
      {.key = "r_ranks", .title = SCORE__PH_ANALYSIS_COL_OF_RANKS, .right = true},
      {.key = "ranks_changed", .title = SCORE__PH_ANALYSIS_COL_CHANGED, .right = true},
      {.key = "shift_mean", .title = SCORE__PH_ANALYSIS_COL_SHIFT_MEAN, .right = true},
      {.key = "shift_most", .title = SCORE__PH_ANALYSIS_COL_SHIFT_MOST, .right = true},
      {.key = "shift_most_unit", .title = SCORE__PH_ANALYSIS_COL_SHIFT_UNIT},
      {.key = "r_ranks_without", .title = SCORE__PH_ANALYSIS_COL_OF_RANKS, .right = true}};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    score__sheet_column c = columns[i];
    c.machine_only = true;
    score__sheet_column_add(d, t, c);
  }
}

static void machine_row(score_document *d, score__sheet_table *t, const score__analysis *a,
                        const score__analysis_node *n)
{
  const score__node *node = &a->result->set->node[n->node];
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  *row++ = score__cell_code(d, n->is_total ? "total" : n->is_group ? "group" : "criterion");
  *row++ = score__cell_code(d, node->key);
  *row++ = score__cell_code(d, node->code);
  *row++ = score__cell_words(d, &node->name);
  *row++ = score__cell_code(d, findings[n->finding]);
  const bool percent = n->is_total && a->result->set->basis == SCORE__BASIS_PERCENT;
  *row++ = score__cell_points(percent ? 100 * SCORE__MICRO : node->max_micro, -1);
  const size_t counts[] = {n->in,      n->at_max,         n->at_zero, n->missing,
                           n->invalid, n->not_applicable, n->not_due, n->covered};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) *row++ = score__cell_int((int64_t)counts[i]);
  for (int q = 0; q < 5; q++) *row++ = n->in ? score__cell_points(n->quartile[q], -1) : empty;
  *row++ = statistic(&n->mean);
  *row++ = statistic(&n->deviation);
  *row++ = statistic(&n->share);
  for (int k = 0; k < SCORE__ANALYSIS_FIFTHS; k++) *row++ = score__cell_int((int64_t)n->fifth[k]);
  *row++ = statistic(&n->weight);
  *row++ = statistic(&n->importance);
  *row++ = statistic(&n->importance_share);
  *row++ = statistic(&n->with_total);
  *row++ = statistic(&n->with_rest);
  *row++ = statistic(&n->of_ranks);
  *row++ = n->can_leave ? score__cell_int((int64_t)n->changed) : empty;
  *row++ = statistic(&n->shift_mean);
  *row++ = n->can_leave ? score__cell_int(n->shift_most) : empty;
  *row++ = unit_code(d, a, n);
  *row = statistic(&n->same_order);
}

/* ---- for people ---- */

static score__cell dash(score_document *d)
{
  return score__cell_text(d, "–");
}

/* micro to so many digits, half away from zero. */
static score__cell shown(int64_t micro, int digits)
{
  int64_t unit = SCORE__MICRO;
  for (int k = 0; k < digits; k++) unit /= 10;
  const score__fraction v = {micro, SCORE__MICRO};
  int64_t rounded = 0;
  if (score__fraction_round(&rounded, &v, unit)) rounded = micro;
  return score__cell_points(rounded, digits);
}

static score__cell shown_statistic(score_document *d, const score__statistic *s, int digits)
{
  return s->known ? shown(s->micro, digits) : dash(d);
}

/* A share as percent. */
static score__cell shown_share(score_document *d, const score__statistic *s)
{
  return s->known ? shown(s->micro * 100, 1) : dash(d);
}

score__cell score__analysis_part(size_t part, size_t all)
{
  const score__fraction share = {(score__i128)part * 100, (score__i128)all};
  int64_t micro = 0;
  if (all == 0 || score__fraction_round(&micro, &share, SCORE__MICRO / 10)) return empty;
  return score__cell_points(micro, 1);
}

static score__cell count_or_none(size_t count)
{
  return count ? score__cell_int((int64_t)count) : empty;
}

score__cell score__analysis_finding(uint8_t finding)
{
  static const int phrases[] = {SCORE__PH_ANALYSIS_ALL_MISSING, SCORE__PH_ANALYSIS_ALL_MAX,
                                SCORE__PH_ANALYSIS_ALL_ZERO,    SCORE__PH_ANALYSIS_ALL_EQUAL,
                                SCORE__PH_ANALYSIS_NEGATIVE,    SCORE__PH_ANALYSIS_DOMINANT,
                                SCORE__PH_ANALYSIS_MOVER,       SCORE__PH_ANALYSIS_NEARLY_MAX,
                                SCORE__PH_ANALYSIS_NEARLY_ZERO, SCORE__PH_NONE,
                                SCORE__PH_ANALYSIS_OUT};
  if (finding == SCORE__ANALYSIS_NONE) return empty;
  score__cell c = score__cell_phrase(phrases[finding]);
  c.emphasis = finding <= SCORE__ANALYSIS_MOVER ? 2 : 0;
  return c;
}

static score__sheet_table *people_table(score_document *d, const char *key, int title, bool groups)
{
  score__sheet_table *t = score__sheet_table_add(d, key, title);
  if (!t) return NULL;
  t->not_json = true;
  score__sheet_column_add(d, t, score__report_column("code", SCORE__PH_COL_CODE, false));
  score__sheet_column c =
      score__report_column("name", groups ? SCORE__PH_ANALYSIS_COL_GROUP : SCORE__PH_COL_CRITERION, false);
  c.shrinks = true;
  score__sheet_column_add(d, t, c);
  return t;
}

static void number_columns(score_document *d, score__sheet_table *t, const int *titles, size_t count)
{
  static const char *const keys[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
  for (size_t i = 0; i < count; i++) score__sheet_column_add(d, t, score__report_column(keys[i], titles[i], true));
}

static score__cell *people_row(score_document *d, score__sheet_table *t, const score__analysis *a,
                               const score__analysis_node *n)
{
  const score__node *node = &a->result->set->node[n->node];
  const unsigned depth = n->is_group && node->depth > 0 ? node->depth - 1u : 0;
  score__cell *row = score__sheet_row_add(d, t, depth);
  if (!row) return NULL;
  row[0] = n->is_total ? empty : score__cell_code(d, node->code);
  row[1] = n->is_total ? score__cell_phrase(SCORE__PH_FACT_TOTAL) : score__cell_words(d, &node->name);
  return row + 2;
}

static void power_table(score_document *d, const score__analysis *a)
{
  static const int titles[] = {SCORE__PH_ANALYSIS_COL_IN, SCORE__PH_ANALYSIS_COL_AT_MAX, SCORE__PH_ANALYSIS_COL_AT_ZERO,
                               SCORE__PH_ANALYSIS_COL_MISSING, SCORE__PH_ANALYSIS_COL_NA};
  score__sheet_table *t = people_table(d, "power", SCORE__PH_ANALYSIS_TABLE_POWER, false);
  if (!t) return;
  score__sheet_column c = score__report_column("finding", SCORE__PH_ANALYSIS_COL_FINDING, false);
  c.shrinks = true;
  score__sheet_column_add(d, t, c);
  number_columns(d, t, titles, sizeof titles / sizeof *titles);
  for (size_t k = 0; k < a->count; k++) {
    const score__analysis_node *n = &a->node[k];
    score__cell *row = n->is_total || n->is_group ? NULL : people_row(d, t, a, n);
    if (!row) continue;
    row[0] = score__analysis_finding(n->finding);
    row[1] = score__cell_int((int64_t)n->in);
    row[2] = score__analysis_part(n->at_max, n->in);
    row[3] = score__analysis_part(n->at_zero, n->in);
    row[4] = count_or_none(n->missing + n->invalid);
    row[5] = count_or_none(n->not_applicable + n->not_due);
  }
}

static void influence_table(score_document *d, const score__analysis *a, bool groups)
{
  static const int titles[] = {SCORE__PH_ANALYSIS_COL_WEIGHT,     SCORE__PH_ANALYSIS_COL_IMPORTANCE,
                               SCORE__PH_ANALYSIS_COL_WITH_TOTAL, SCORE__PH_ANALYSIS_COL_WITH_REST,
                               SCORE__PH_ANALYSIS_COL_OF_RANKS,   SCORE__PH_ANALYSIS_COL_CHANGED,
                               SCORE__PH_ANALYSIS_COL_SHIFT_MEAN, SCORE__PH_ANALYSIS_COL_SHIFT_MOST};
  score__sheet_table *t =
      people_table(d, groups ? "group_influence" : "influence",
                   groups ? SCORE__PH_ANALYSIS_TABLE_GROUP_INFLUENCE : SCORE__PH_ANALYSIS_TABLE_INFLUENCE, groups);
  if (!t) return;
  number_columns(d, t, titles, sizeof titles / sizeof *titles);
  score__sheet_column_add(d, t, score__report_column("unit", SCORE__PH_ANALYSIS_COL_SHIFT_UNIT, false));
  for (size_t k = 0; k < a->count; k++) {
    const score__analysis_node *n = &a->node[k];
    score__cell *row = n->is_total || n->is_group != groups || n->in == 0 ? NULL : people_row(d, t, a, n);
    if (!row) continue;
    row[0] = shown_share(d, &n->weight);
    row[1] = shown_share(d, &n->importance_share);
    row[2] = shown_statistic(d, &n->with_total, 2);
    row[3] = shown_statistic(d, &n->with_rest, 2);
    row[4] = shown_statistic(d, &n->of_ranks, 2);
    row[5] = n->can_leave ? score__cell_int((int64_t)n->changed) : dash(d);
    row[6] = shown_statistic(d, &n->shift_mean, 2);
    row[7] = n->can_leave ? score__cell_int(n->shift_most) : dash(d);
    row[8] = unit_code(d, a, n);
  }
}

static void spread_table(score_document *d, const score__analysis *a, bool groups)
{
  static const int titles[] = {SCORE__PH_COL_MAX,
                               SCORE__PH_ANALYSIS_COL_LEAST,
                               SCORE__PH_ANALYSIS_COL_LOWER,
                               SCORE__PH_ANALYSIS_COL_MEDIAN,
                               SCORE__PH_ANALYSIS_COL_UPPER,
                               SCORE__PH_ANALYSIS_COL_GREATEST,
                               SCORE__PH_ANALYSIS_COL_MEAN,
                               SCORE__PH_ANALYSIS_COL_DEVIATION,
                               SCORE__PH_ANALYSIS_COL_SHARE};
  score__sheet_table *t =
      people_table(d, groups ? "group_spread" : "spread",
                   groups ? SCORE__PH_ANALYSIS_TABLE_GROUP_SPREAD : SCORE__PH_ANALYSIS_TABLE_SPREAD, groups);
  if (!t) return;
  number_columns(d, t, titles, sizeof titles / sizeof *titles);
  for (size_t k = 0; k < a->count; k++) {
    const score__analysis_node *n = &a->node[k];
    score__cell *row = n->in == 0 || (n->is_total || n->is_group) != groups ? NULL : people_row(d, t, a, n);
    if (!row) continue;
    const bool percent = n->is_total && a->result->set->basis == SCORE__BASIS_PERCENT;
    row[0] = score__cell_points(percent ? 100 * SCORE__MICRO : a->result->set->node[n->node].max_micro, -1);
    for (int q = 0; q < 5; q++) row[1 + q] = shown(n->quartile[q], 2);
    row[6] = shown_statistic(d, &n->mean, 2);
    row[7] = shown_statistic(d, &n->deviation, 2);
    row[8] = shown_share(d, &n->share);
  }
}

static void fifths_table(score_document *d, const score__analysis *a)
{
  static const int titles[] = {SCORE__PH_ANALYSIS_COL_IN,     SCORE__PH_ANALYSIS_COL_FIFTH0,
                               SCORE__PH_ANALYSIS_COL_FIFTH1, SCORE__PH_ANALYSIS_COL_FIFTH2,
                               SCORE__PH_ANALYSIS_COL_FIFTH3, SCORE__PH_ANALYSIS_COL_FIFTH4};
  score__sheet_table *t = people_table(d, "fifths", SCORE__PH_ANALYSIS_TABLE_FIFTHS, true);
  if (!t) return;
  number_columns(d, t, titles, sizeof titles / sizeof *titles);
  for (size_t k = 0; k < a->count; k++) {
    const score__analysis_node *n = &a->node[k];
    score__cell *row = n->in == 0 || !(n->is_total || n->is_group) ? NULL : people_row(d, t, a, n);
    if (!row) continue;
    row[0] = score__cell_int((int64_t)n->in);
    for (int f = 0; f < SCORE__ANALYSIS_FIFTHS; f++) row[1 + f] = score__cell_int((int64_t)n->fifth[f]);
  }
}

static void unranked_table(score_document *d, const score__analysis *a)
{
  const score_result *r = a->result;
  score__sheet_table *t = score__sheet_table_add(d, "not_ranked_units", SCORE__PH_ANALYSIS_TABLE_UNRANKED);
  if (!t) return;
  score__sheet_column_add(d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column_add(d, t, score__report_column("name", SCORE__PH_COL_NAME, false));
  for (size_t i = 0; i < r->count; i++) {
    score__cell *row = r->total[i].rank ? NULL : score__sheet_row_add(d, t, 0);
    if (!row) continue;
    row[0] = score__cell_code(d, r->data->units.code[r->unit[i]]);
    row[1] = score__cell_text(d, score__report_unit_name(r, i));
  }
}

/* ---- sentences ---- */

static score__cell codes_of(score_document *d, const score__analysis *a, uint8_t finding, size_t count)
{
  score__buffer list = {0};
  size_t named = 0;
  for (size_t k = 0; k < a->count && named < LISTED; k++) {
    const score__analysis_node *n = &a->node[k];
    if (n->is_total || n->is_group || n->finding != finding) continue;
    score__buffer_text(&list, named++ ? ", " : "");
    score__buffer_text(&list, a->result->set->node[n->node].code);
  }
  const score__cell args[] = {score__cell_text(d, list.data ? list.data : ""),
                              score__cell_int((int64_t)(count - named))};
  if (list.failed) d->failed = true;
  score__buffer_free(&list);
  return count > named ? score__cell_phrase_args(d, SCORE__PH_ANALYSIS_LIST_MORE, args, 2) : args[0];
}

void score__analysis_say(score_document *d, const score__analysis *a)
{
  static const int phrases[] = {SCORE__PH_ANALYSIS_SAY_ALL_MISSING, SCORE__PH_ANALYSIS_SAY_ALL_MAX,
                                SCORE__PH_ANALYSIS_SAY_ALL_ZERO,    SCORE__PH_ANALYSIS_SAY_ALL_EQUAL,
                                SCORE__PH_ANALYSIS_SAY_NEGATIVE,    SCORE__PH_ANALYSIS_SAY_DOMINANT,
                                SCORE__PH_ANALYSIS_SAY_MOVER,       SCORE__PH_ANALYSIS_SAY_NEARLY_MAX,
                                SCORE__PH_ANALYSIS_SAY_NEARLY_ZERO, SCORE__PH_NONE,
                                SCORE__PH_ANALYSIS_SAY_OUT};
  for (uint8_t f = 0; f <= SCORE__ANALYSIS_OUT; f++) {
    size_t count = 0;
    for (size_t k = 0; k < a->count; k++)
      count += !a->node[k].is_total && !a->node[k].is_group && a->node[k].finding == f;
    if (count == 0 || f == SCORE__ANALYSIS_NONE) continue;
    const score__cell args[] = {score__cell_int((int64_t)count), codes_of(d, a, f, count),
                                score__cell_int(SCORE__ANALYSIS_NEARLY)};
    score__sheet_line_add(d, score__cell_phrase_args(d, phrases[f], args, 3), 0, true);
  }
}

/* "name (code)"; the name alone where there is no other code. */
static score__cell named(score_document *d, const char *code, const score__words *name)
{
  const score__cell args[] = {score__cell_words(d, name), score__cell_code(d, code)};
  if (!*name->text[0]) return args[1];
  if (!strcmp(code, name->text[0]) || !strcmp(code, name->text[1])) return args[0];
  return score__cell_phrase_args(d, SCORE__PH_ANALYSIS_UNIT_NAMED, args, 2);
}

/* Groups with something to be said of them. */
static void say_groups(score_document *d, const score__analysis *a)
{
  for (size_t k = 0; k < a->count; k++) {
    const score__analysis_node *n = &a->node[k];
    if (!n->is_group || n->finding == SCORE__ANALYSIS_NONE) continue;
    const score__node *node = &a->result->set->node[n->node];
    const score__cell args[] = {named(d, node->code, &node->name), score__analysis_finding(n->finding)};
    score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_ANALYSIS_SAY_GROUP, args, 2), 0, true);
  }
}

static const score__analysis_node *mover_of(const score__analysis *a, bool groups)
{
  const score__analysis_node *most = NULL;
  for (size_t k = 0; k < a->count; k++) {
    const score__analysis_node *n = &a->node[k];
    if (n->is_total || n->is_group != groups || !n->can_leave || n->changed == 0) continue;
    if (!most || n->shift_sum > most->shift_sum) most = n;
  }
  return most;
}

static void say_mover(score_document *d, const score__analysis *a, bool groups)
{
  const score__analysis_node *n = mover_of(a, groups);
  bool tried = false;
  for (size_t k = 0; k < a->count; k++) tried |= !a->node[k].is_group && a->node[k].can_leave;
  if (!n) {
    if (!groups && tried) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_ANALYSIS_SAY_NO_MOVES), 0, true);
    return;
  }
  const score_result *r = a->result;
  const score__node *node = &r->set->node[n->node];
  const char *name = score__report_unit_name(r, n->shift_unit);
  const score__words unit = {{name, name}};
  const score__cell args[] = {named(d, node->code, &node->name), score__cell_int((int64_t)n->changed),
                              score__cell_int((int64_t)a->ranked),
                              named(d, r->data->units.code[r->unit[n->shift_unit]], &unit),
                              score__cell_int(n->shift_most < 0 ? -n->shift_most : n->shift_most)};
  const int phrase = groups ? SCORE__PH_ANALYSIS_SAY_GROUP_MOVES : SCORE__PH_ANALYSIS_SAY_MOVES;
  score__sheet_line_add(d, score__cell_phrase_args(d, phrase, args, 5), 0, true);
}

static void head(score_document *d, const score__analysis *a)
{
  const score_result *r = a->result;
  const score__cell counts[] = {score__cell_int((int64_t)a->ranked), score__cell_int((int64_t)r->count),
                                score__cell_int(SCORE__ANALYSIS_FEW)};
  const bool few = a->ranked < SCORE__ANALYSIS_FEW;
  score__report_head(d, r);
  score__sheet_fact_add(d, "count", 0, counts[1]);
  score__sheet_fact_add(d, "ranked", 0, counts[0]);
  score__sheet_fact_add(d, "not_ranked", 0, score__cell_int((int64_t)(r->count - a->ranked)));
  score__sheet_fact_add(d, "few_units", 0, score__cell_bool(few));
  score__sheet_fact_add(d, NULL, SCORE__PH_ANALYSIS_FACT_RANKED,
                        score__cell_phrase_args(d, SCORE__PH_ANALYSIS_RANKED_OF, counts, 2));
  score__sheet_line_add(d, score__cell_phrase(SCORE__PH_ANALYSIS_ESTIMATE), 0, false);
  const score__cell args[] = {counts[0], counts[2]};
  if (few) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_ANALYSIS_FEW, args, 2), 0, false);
}

static void fill(score_document *d, const score__analysis *a)
{
  d->title = score__cell_phrase(SCORE__PH_ANALYSIS_DOC);
  head(d, a);
  score__sheet_table *t = score__sheet_table_add(d, "nodes", 0);
  if (t) machine_columns(d, t);
  for (size_t k = 0; t && k < a->count; k++) machine_row(d, t, a, &a->node[k]);
  power_table(d, a);
  influence_table(d, a, false);
  influence_table(d, a, true);
  spread_table(d, a, true);
  fifths_table(d, a);
  spread_table(d, a, false);
  unranked_table(d, a);
  score__analysis_say(d, a);
  say_groups(d, a);
  say_mover(d, a, false);
  say_mover(d, a, true);
  score__sheet_line_add(d, score__cell_phrase(SCORE__PH_ANALYSIS_SAY_HOW), 0, true);
}

int score_document_analysis(score_document **out, const score_result *r, score_error *err)
{
  score__analysis a;
  *out = NULL;
  int code = score__analysis_open(&a, r, err);
  if (!code) {
    score_document *d = score__sheet_new("analysis");
    if (d) fill(d, &a);
    code = score__report_finish(out, d, err);
  }
  score__analysis_close(&a);
  return code;
}
