/* What one unit lost, who can move it, and what full marks need. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/period.h"
#include "base/limits.h"
#include "base/text.h"
#include "compute/parts.h"
#include "report/report.h"
#include "rule/need.h"

typedef struct loss {
  uint32_t node;
  int64_t micro;
} loss;

static int by_loss(const void *a, const void *b)
{
  const loss *x = a, *y = b;
  if (x->micro != y->micro) return x->micro < y->micro ? 1 : -1;
  return x->node < y->node ? -1 : 1;
}

/* A line of the gap: a criterion, or a group whose points were given. */
static bool is_line(const score_result *r, uint32_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  if (!k || n->max_micro == 0 || (r->node[k].flags[i] & SCORE__FLAG_COVERED)) return false;
  return n->end == k + 1 || r->node[k].outcome[i] == SCORE_REPORTED;
}

/* The highest node above that counts what is met; UINT32_MAX = none. Below it only met or not met matters. */
static uint32_t counted_by(const score_result *r, uint32_t k)
{
  uint32_t found = UINT32_MAX;
  for (uint32_t up = r->set->node[k].parent; up != UINT32_MAX; up = r->set->node[up].parent)
    if (r->set->node[up].aggregate == SCORE__AGGREGATE_SHARE_MET) found = up;
  return found;
}

/* What one criterion that is met adds to such a node: max / applicable. */
static int64_t share_of_one(const score_result *r, uint32_t counting, size_t i)
{
  score__parts p;
  int64_t micro = 0;
  score__parts_of(r, counting, i, false, &p);
  score__fraction one = {r->set->node[counting].max_micro, (score__i128)SCORE__MICRO * (p.left ? (int64_t)p.left : 1)};
  return score__fraction_round(&micro, &one, 1) ? 0 : micro;
}

/* Lost points as they are printed: worth / applicable has no end. */
static int64_t shown(const score_result *r, int64_t micro)
{
  const score__fraction v = score__fraction_make(micro, SCORE__MICRO);
  int64_t grid = r->set->total_grid_micro, rounded;
  if (r->set->node[0].aggregate != SCORE__AGGREGATE_SHARE_MET || !grid) return micro;
  return score__fraction_round(&rounded, &v, grid) ? micro : rounded;
}

static int64_t lost(const score_result *r, uint32_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  if (n->group_kind == SCORE__GROUP_PENALTY) return r->node[k].points_micro[i];
  if (n->group_kind == SCORE__GROUP_BONUS) return 0; /* a bonus not won is no loss */
  uint32_t counting = counted_by(r, k);
  if (counting != UINT32_MAX) {
    uint8_t outcome = r->node[k].outcome[i];
    bool out = outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE || n->kind != SCORE__NODE_CRITERION;
    return out || (r->node[k].flags[i] & SCORE__FLAG_MET) ? 0 : share_of_one(r, counting, i);
  }
  int64_t v = r->node[k].max_micro[i] - r->node[k].points_micro[i];
  return v > 0 ? v : 0;
}

/* SIZE_MAX when the parts of a given group have different movers. */
static size_t mover_of(const score_result *r, uint32_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  if (r->node[k].outcome[i] == SCORE_NOT_APPLICABLE) return SCORE__MOVER_NOBODY; /* lost by the set's own policy */
  if (n->kind == SCORE__NODE_CRITERION) return n->controlled_by;
  size_t mover = SIZE_MAX;
  for (uint32_t c = k + 1; c < n->end; c++) {
    const score__node *child = &r->set->node[c];
    if (child->kind != SCORE__NODE_CRITERION || child->max_micro == 0) continue;
    if (mover != SIZE_MAX && mover != child->controlled_by) return SIZE_MAX;
    mover = child->controlled_by;
  }
  return n->end == k + 1 ? SCORE__MOVER_UNIT : mover;
}

static score__cell value_cell(score_document *d, const score__measure *m, int64_t value)
{
  char text[48];
  if (m->type == SCORE__MEASURE_BOOLEAN) return score__cell_phrase(value ? SCORE__PH_TRACE_YES : SCORE__PH_TRACE_NO);
  if (m->type == SCORE__MEASURE_CHOICE) return score__cell_words(d, &m->option_name[value]);
  if (m->type == SCORE__MEASURE_DATE) {
    score__date_print(text, sizeof text, (int32_t)value);
    return score__cell_text(d, text);
  }
  bool percent = m->type == SCORE__MEASURE_PERCENT;
  int digits = percent ? m->scale - 2 : m->scale;
  score__decimal_print(text, sizeof text, value, digits, -1, '.');
  int64_t micro = 0; /* the writer knows the mark of the language; what does not fit is a whole number or nearly so */
  score__cell number = score__decimal_parse(&micro, text, strlen(text), 6, '.') == 0 ? score__cell_points(micro, -1)
                                                                                     : score__cell_text(d, text);
  return percent ? score__cell_phrase_args(d, SCORE__PH_NEED_PERCENT, &number, 1) : number;
}

static bool is_named(const score__measure *m)
{
  return m->type == SCORE__MEASURE_BOOLEAN || m->type == SCORE__MEASURE_CHOICE;
}

static score__cell need_cell(score_document *d, const score_result *r, const score__need *need)
{
  const score__measure *m = &r->set->measure[need->measure];
  score__cell args[3] = {score__cell_words(d, &m->name), value_cell(d, m, need->want)};
  int phrase = is_named(m) ? SCORE__PH_NEED_ITEM_SET : SCORE__PH_NEED_ITEM_BLANK;
  if (!need->has_have) return score__cell_phrase_args(d, phrase, args, 2);
  if (is_named(m)) {
    args[2] = value_cell(d, m, need->have);
    return score__cell_phrase_args(d, SCORE__PH_NEED_ITEM_OF, args, 3);
  }
  args[2] = args[1];
  args[1] = value_cell(d, m, need->have);
  return score__cell_phrase_args(d, need->want < need->have ? SCORE__PH_NEED_ITEM_DOWN : SCORE__PH_NEED_ITEM, args, 3);
}

/* All that is needed, "a; b; c". */
static score__cell needs_cell(score_document *d, const score_result *r, const score__needs *needs)
{
  score__cell all = need_cell(d, r, &needs->item[0]);
  for (size_t k = 1; k < needs->count; k++) {
    const score__cell args[] = {all, need_cell(d, r, &needs->item[k])};
    all = score__cell_phrase_args(d, SCORE__PH_NEED_AND, args, 2);
  }
  return all;
}

/* The same of what lies beyond the unit's own cells: the period before, the units below. */
static score__cell missing_beyond(score_document *d, const score_result *r, const score__node *n, size_t i)
{
  const score__beyond *beyond = &n->beyond;
  for (size_t k = 0; k < beyond->earlier.count; k++) {
    const score__earlier *e = &r->set->earlier[beyond->earlier.item[k]];
    const score__frame *frame = r->earlier[beyond->earlier.item[k]];
    const uint8_t *state = frame ? frame->layer[r->stage].state[e->measure] : NULL;
    score__period period;
    char name[SCORE__PERIOD_TEXT];
    if (state && state[r->unit[i]] == SCORE__CELL_VALUE) continue;
    if (!score__set_earlier_period(e, r->frame->period, &period)) continue;
    score__period_print(name, sizeof name, period);
    const score__cell args[] = {score__cell_words(d, &r->set->measure[e->measure].name), score__cell_text(d, name)};
    return score__cell_phrase_args(d, SCORE__PH_NEED_REPORT_PERIOD, args, 2);
  }
  for (size_t k = 0; k < beyond->children.count; k++) {
    uint32_t at = beyond->children.item[k];
    if (!r->children[r->stage][at].blank[i]) continue;
    const score__cell args[] = {score__cell_text(d, r->set->children[at].text)};
    return score__cell_phrase_args(d, SCORE__PH_NEED_REPORT_BELOW, args, 1);
  }
  return (score__cell){.kind = SCORE__CELL_EMPTY};
}

/* Which input is missing: the first blank measure of the criterion. */
static score__cell missing_cell(score_document *d, const score_result *r, const score__node *n, size_t i)
{
  const score__layer *layer = &r->frame->layer[r->stage];
  for (size_t k = 0; k < n->measure_count; k++) {
    const uint8_t *state = layer->state[n->measure[k]];
    if (state && state[r->unit[i]] == SCORE__CELL_VALUE) continue;
    const score__cell args[] = {score__cell_words(d, &r->set->measure[n->measure[k]].name)};
    return score__cell_phrase_args(d, SCORE__PH_NEED_REPORT, args, 1);
  }
  return missing_beyond(d, r, n, i);
}

/* What keeps points away first, then the rule: its most, which may be below the maximum. */
static void ask_full(const score__node *n, score__batch *b, score__needs *needs)
{
  score__fraction full = score__fraction_make(n->max_micro, SCORE__MICRO);
  if (n->requires.expr) score__need_condition(needs, b, &n->requires, true);
  for (size_t k = 0; k < n->caps.count; k++)
    if (n->caps.item[k].cap_micro < n->max_micro) score__need_condition(needs, b, &n->caps.item[k].when, false);
  if (n->rule_kind->attainable) n->rule_kind->attainable(n->rule, n, &full);
  uint8_t said = 0;
  score__value *now = score__batch_push(b);
  n->rule_kind->evaluate(n->rule, n, b, now, &said);
  bool enough = now->state == SCORE__V_OK && score__fraction_cmp(&now->v, &full) >= 0;
  score__batch_pop(b);
  if (enough) return;
  score__needs more = {0};
  n->rule_kind->reach(n->rule, n, b, &full, &more);
  score__need_append(needs, &more);
}

/* A computed statistic of the units moves with the unit's own figure: what is asked for holds while it does not. */
static score__cell beside_others(score_document *d, const score_result *r, uint32_t k, size_t i, score__cell needs)
{
  const score__index_list *read = &r->set->node[k].beyond.cohort;
  const score__cohort_column *column = r->cohort[r->node[k].stage[i]];
  for (size_t at = 0; column && at < read->count; at++) {
    const score__cohort_column *c = &column[read->item[at]];
    if (c->given && c->given[i]) continue;
    const score__cell args[] = {needs, score__cell_text(d, r->set->cohort[read->item[at]].text)};
    return score__cell_phrase_args(d, SCORE__PH_NEED_BESIDE, args, 2);
  }
  return needs;
}

static score__cell full_cell(score_document *d, const score_result *r, uint32_t k, size_t i, score__value *scratch)
{
  const score__node *n = &r->set->node[k];
  if (lost(r, k, i) == 0) return (score__cell){.kind = SCORE__CELL_EMPTY};
  if (r->node[k].outcome[i] == SCORE_NOT_APPLICABLE) return score__cell_phrase(SCORE__PH_NEED_NOT_APPLICABLE);
  if (n->kind == SCORE__NODE_CRITERION && n->controlled_by == SCORE__MOVER_NOBODY)
    return score__cell_phrase(SCORE__PH_NEED_NOTHING);
  if (r->node[k].outcome[i] == SCORE_INVALID) return score__cell_phrase(SCORE__PH_NEED_CORRECT);
  if (n->end != k + 1) return score__cell_phrase(SCORE__PH_NEED_GROUP);
  if (n->kind != SCORE__NODE_CRITERION || r->node[k].outcome[i] == SCORE_REPORTED)
    return score__cell_phrase(SCORE__PH_NEED_REPORTED);
  if (n->group_kind == SCORE__GROUP_PENALTY) return score__cell_phrase(SCORE__PH_NEED_AVOID);
  score__batch batch = score__engine_batch(r, r->node[k].stage[i], i, 1, NULL);
  batch.scratch = scratch; /* the result's own is not this document's alone */
  score__needs needs = {0};
  ask_full(n, &batch, &needs);
  if (needs.count && !needs.phrase) return beside_others(d, r, k, i, needs_cell(d, r, &needs));
  if (r->node[k].outcome[i] == SCORE_MISSING) {
    score__cell c = missing_cell(d, r, n, i);
    if (c.kind != SCORE__CELL_EMPTY) return c;
  }
  if (!needs.phrase) return (score__cell){.kind = SCORE__CELL_EMPTY};
  const score__cell args[] = {score__cell_text(d, needs.text ? needs.text : "")};
  const score__cell words = score__cell_phrase_args(d, needs.phrase, args, 1);
  if (!needs.count) return words;
  const score__cell both[] = {needs_cell(d, r, &needs), words};
  return score__cell_phrase_args(d, SCORE__PH_NEED_AND, both, 2);
}

/* "the unit itself 6, the province 12": how the maximum of a given group divides. */
static score__cell shares_cell(score_document *d, const score_result *r, uint32_t k)
{
  static const int phrases[] = {SCORE__PH_MOVER_UNIT, SCORE__PH_MOVER_PROVINCE, SCORE__PH_MOVER_NATIONAL,
                                SCORE__PH_MOVER_NOBODY};
  int64_t max[4] = {0};
  for (uint32_t c = k + 1; c < r->set->node[k].end; c++) {
    const score__node *n = &r->set->node[c];
    if (n->kind == SCORE__NODE_CRITERION) max[n->controlled_by] += n->max_micro;
  }
  score__words words = {{"", ""}};
  for (int lang = 0; lang < 2; lang++) {
    score__buffer b = {0};
    char points[32];
    for (int m = 0; m < 4; m++) {
      if (!max[m]) continue;
      score__points_print(points, sizeof points, max[m], 0, lang ? ',' : '.');
      score__buffer_text(&b, b.size ? ", " : "");
      score__buffer_text(&b, score__phrase_text(phrases[m], (score_lang)lang));
      score__buffer_char(&b, ' ');
      score__buffer_text(&b, points);
    }
    const char *copy = b.data ? score__arena_text(&d->arena, b.data) : NULL;
    if (copy) words.text[lang] = copy;
    d->failed |= b.failed || !copy;
    score__buffer_free(&b);
  }
  const score__cell args[] = {score__cell_words(d, &words)};
  return score__cell_phrase_args(d, SCORE__PH_MOVER_SHARES, args, 1);
}

static void gap_row(score_document *d, score__sheet_table *t, const score_result *r, uint32_t k, size_t i,
                    score__value *scratch)
{
  const score__node *n = &r->set->node[k];
  static const char *const movers[] = {"unit", "province", "national", "nobody"};
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  size_t mover = mover_of(r, k, i);
  row[0] = score__cell_code(d, n->key);
  row[1] = score__cell_text(d, n->code);
  row[2] = score__cell_words(d, &n->name);
  row[3] = score__report_points(r->set, k, r->node[k].points_micro[i]);
  row[4] = score__cell_points(r->node[k].max_micro[i], -1);
  row[5] = score__report_points(r->set, k, shown(r, lost(r, k, i)));
  row[5].emphasis = row[5].value ? 4 : 0;
  row[6] = score__cell_code(d, mover == SIZE_MAX ? "mixed" : movers[mover]);
  row[7] = mover == SIZE_MAX ? shares_cell(d, r, k) : score__report_mover((uint8_t)mover);
  row[8] = score__cell_code(d, score_outcome_string((score_outcome)r->node[k].outcome[i]));
  row[9] = full_cell(d, r, k, i, scratch);
}

static void gap_columns(score_document *d, score__sheet_table *t)
{
  static const score__sheet_column columns[] = {
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "points", .title = SCORE__PH_COL_POINTS, .right = true},
      {.key = "max", .title = SCORE__PH_COL_MAX, .right = true},
      {.key = "lost", .title = SCORE__PH_COL_LOST, .right = true},
      {.key = "controlled_by", .title = SCORE__PH_COL_MOVER, .machine_only = true},
      {.key = "mover", .title = SCORE__PH_COL_MOVER, .table_only = true, .shrinks = true},
      {.key = "outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "need", .title = SCORE__PH_COL_NEED, .shrinks = true}};
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
}

static void mover_row(score_document *d, score__sheet_table *t, const char *key, int phrase, int64_t micro, int digits)
{
  score__cell *row = micro ? score__sheet_row_add(d, t, 0) : NULL;
  if (!row) return;
  row[0] = score__cell_code(d, key);
  row[1] = score__cell_phrase(phrase);
  row[2] = score__cell_points(micro, digits);
}

static void movers_table(score_document *d, const score_result *r, const loss *list, size_t count, size_t i)
{
  int64_t sum[5] = {0}, for_data = 0;
  for (size_t k = 0; k < count; k++) {
    size_t mover = mover_of(r, list[k].node, i);
    sum[mover == SIZE_MAX ? 4 : mover] += list[k].micro;
    if (r->node[list[k].node].outcome[i] >= SCORE_MISSING) for_data += list[k].micro;
  }
  score__sheet_table *t = score__sheet_table_add(d, "movers", SCORE__PH_TABLE_MOVERS);
  score__sheet_column c = score__report_column("controlled_by", SCORE__PH_COL_MOVER, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  c = score__report_column("mover", SCORE__PH_COL_MOVER, false);
  c.table_only = true;
  score__sheet_column_add(d, t, c);
  score__sheet_column_add(d, t, score__report_column("lost", SCORE__PH_COL_LOST, true));
  int digits = score__report_digits(r->set->total_grid_micro);
  mover_row(d, t, "unit", SCORE__PH_MOVER_UNIT, shown(r, sum[0]), digits);
  mover_row(d, t, "province", SCORE__PH_MOVER_PROVINCE, shown(r, sum[1]), digits);
  mover_row(d, t, "national", SCORE__PH_MOVER_NATIONAL, shown(r, sum[2]), digits);
  mover_row(d, t, "nobody", SCORE__PH_MOVER_NOBODY, shown(r, sum[3]), digits);
  mover_row(d, t, "mixed", SCORE__PH_MOVER_MIXED, shown(r, sum[4]), digits);
  mover_row(d, t, "data", SCORE__PH_MOVER_DATA, shown(r, for_data), digits);
}

/* Why lost points are not max less points: only met counts. */
static void say_share(score_document *d, const score_result *r, size_t i)
{
  if (r->set->node[0].aggregate != SCORE__AGGREGATE_SHARE_MET) return;
  const score__cell args[] = {score__report_basis(r->set, shown(r, share_of_one(r, 0, i)))};
  score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_GAP_SHARE, args, 1), 0, true);
}

static void name_title(score_document *d, const score_result *r, size_t i, int phrase)
{
  const char *name = score__report_unit_name(r, i);
  const score__cell args[] = {score__cell_text(d, *name ? name : r->data->units.code[r->unit[i]])};
  d->title = score__cell_phrase_args(d, phrase, args, 1);
}

int score_document_gap(score_document **out, const score_result *r, const char *unit, const score_gap_options *options,
                       score_error *err)
{
  (void)options;
  size_t i, count = 0;
  *out = NULL;
  if (score__report_find(&i, r, unit, err)) return SCORE_E_NOT_FOUND;
  score_document *d = score__sheet_new("gap");
  loss *list = calloc(r->set->node_count, sizeof *list);
  score__value *scratch = calloc((size_t)SCORE__SCRATCH_COLUMNS * SCORE__BATCH_UNITS, sizeof *scratch);
  if (!d || !list || !scratch) {
    free(list);
    free(scratch);
    score_document_free(d);
    return score__fail_memory(err);
  }
  int64_t total = 0;
  for (uint32_t k = 0; k < r->set->node_count; k++)
    if (is_line(r, k, i)) list[count++] = (loss){k, lost(r, k, i)};
  if (count) qsort(list, count, sizeof *list, by_loss);
  for (size_t k = 0; k < count; k++) total += list[k].micro;
  name_title(d, r, i, SCORE__PH_DOC_GAP);
  score__report_head(d, r);
  score__report_unit(d, r, i, true);
  score__sheet_fact_add(d, "lost", SCORE__PH_FACT_LOST, score__report_basis(r->set, shown(r, total)));
  score__sheet_table *t = score__sheet_table_add(d, "criteria", 0);
  gap_columns(d, t);
  for (size_t k = 0; k < count; k++) gap_row(d, t, r, list[k].node, i, scratch);
  movers_table(d, r, list, count, i);
  say_share(d, r, i);
  free(list);
  free(scratch);
  return score__report_finish(out, d, err);
}
