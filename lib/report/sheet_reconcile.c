/* Reconciliation: what differs, the inputs behind it, sums by criterion. */
#include <stdlib.h>

#include "base/limits.h"
#include "report/sheet_reconcile.h"

static const score__cell empty = {.kind = SCORE__CELL_EMPTY};

static bool is_shown(uint8_t agreement)
{
  return agreement != SCORE_AGREE_EQUAL && agreement != SCORE_AGREE_WITHIN;
}

score__cell score__reconcile_agreement(uint8_t agreement)
{
  static const int phrases[SCORE_AGREEMENTS] = {SCORE__PH_AGREE_EQUAL, SCORE__PH_AGREE_WITHIN,
                                                SCORE__PH_AGREE_OPEN,  SCORE__PH_AGREE_DIFFERS,
                                                SCORE__PH_AGREE_FIRST, SCORE__PH_AGREE_SECOND};
  score__cell c = score__cell_phrase(phrases[agreement]);
  if (agreement == SCORE_AGREE_DIFFERS) c.emphasis = 3;
  if (agreement >= SCORE_AGREE_FIRST || agreement == SCORE_AGREE_OPEN) c.emphasis = 2;
  return c;
}

score__cell score__reconcile_points(const score_criteria *set, const score__reconcile_line *l, int side)
{
  if (!l->has[side]) return empty;
  return l->node ? score__report_points(set, l->node, l->micro[side]) : score__report_basis(set, l->micro[side]);
}

/* A difference has the digits of what it is the difference of, or more where given points are finer. */
score__cell score__reconcile_difference(const score_criteria *set, uint32_t node, int64_t micro)
{
  score__cell c = node ? score__report_points(set, node, micro) : score__report_basis(set, micro);
  int64_t unit = SCORE__MICRO;
  for (int k = 0; k < c.digits; k++) unit /= 10;
  for (; c.digits >= 0 && unit > 1 && micro % unit; unit /= 10) c.digits++;
  c.emphasis = 4;
  return c;
}

const char *score__reconcile_unit(const score_reconciliation *c, uint32_t unit)
{
  const score_result *r = c->side[0];
  const score__unit_state *s = score__units_on(&r->data->units, unit, score__set_last_day(r->set, r->frame->period));
  return s ? r->data->units.text[s->name] : "";
}

/* What was said where the second side has points of its own: an override has its reason there. */
static const score__origin *said_of(const score_reconciliation *r, const score__reconcile_line *l)
{
  const score_result *a = r->side[0];
  return score__data_origin(a->data, a->frame, score__reconcile_stage(r, 1), true, l->node, l->unit);
}

static void differences_table(score_document *d, const score_reconciliation *r)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "node_name", .title = SCORE__PH_COL_CRITERION, .shrinks = true, .table_only = true},
      {.key = "first", .title = SCORE__PH_COL_FIRST, .right = true, .stays = true},
      {.key = "second", .title = SCORE__PH_COL_SECOND, .right = true, .stays = true},
      {.key = "difference", .title = SCORE__PH_COL_DIFFERENCE, .right = true},
      {.key = "agreement", .title = SCORE__PH_COL_AGREEMENT, .machine_only = true},
      {.key = "agreement_shown", .title = SCORE__PH_COL_AGREEMENT, .table_only = true},
      {.key = "first_outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "second_outcome", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "source", .title = SCORE__PH_COL_SOURCE, .shrinks = true},
      {.key = "note", .title = SCORE__PH_COL_NOTE, .shrinks = true},
  };
  const score_criteria *set = r->side[0]->set;
  score__sheet_table *t = score__sheet_table_add(d, "differences", SCORE__PH_TABLE_DIFFERENCES);
  bool said_any[2] = {false, false};
  for (size_t i = 0; i < r->line_count; i++) {
    if (!is_shown(r->line[i].agreement)) continue;
    said_any[0] |= *said_of(r, &r->line[i])->source != 0;
    said_any[1] |= *said_of(r, &r->line[i])->note != 0;
  }
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    score__sheet_column c = columns[i];
    c.machine_only |= i >= 12 && !said_any[i - 12];
    score__sheet_column_add(d, t, c);
  }
  for (size_t i = 0; i < r->line_count; i++) {
    const score__reconcile_line *l = &r->line[i];
    if (!is_shown(l->agreement)) continue;
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    const score__node *n = &set->node[l->node];
    const score__origin *said = said_of(r, l);
    const bool both = l->has[0] && l->has[1];
    row[0] = score__cell_code(d, r->side[0]->data->units.code[l->unit]);
    row[1] = score__cell_text(d, score__reconcile_unit(r, l->unit));
    row[2] = score__cell_code(d, n->key);
    row[3] = score__cell_code(d, n->code);
    row[4] = l->node ? score__cell_words(d, &n->name) : score__cell_phrase(SCORE__PH_FACT_TOTAL);
    row[5] = score__reconcile_points(set, l, 0);
    row[6] = score__reconcile_points(set, l, 1);
    row[7] = both ? score__reconcile_difference(set, l->node, l->micro[1] - l->micro[0]) : empty;
    row[8] = score__cell_code(d, score_agreement_string((score_agreement)l->agreement));
    row[9] = score__reconcile_agreement(l->agreement);
    row[10] = score__cell_code(d, score_outcome_string((score_outcome)l->outcome[0]));
    row[11] = score__cell_code(d, score_outcome_string((score_outcome)l->outcome[1]));
    row[12] = score__cell_text(d, said->source);
    row[13] = score__cell_text(d, said->note);
  }
}

/* ---- the inputs behind ---- */

static score__cell value_at(score_document *d, const score_result *r, int stage, uint32_t measure, uint32_t unit)
{
  const score__layer *layer = &r->frame->layer[stage];
  const uint8_t *state = layer->state[measure];
  const uint8_t cell = state ? state[unit] : SCORE__CELL_MISSING;
  return score__report_value(d, &r->set->measure[measure], cell,
                             cell == SCORE__CELL_MISSING ? 0 : layer->value[measure][unit]);
}

/* The stage that a side took a criterion's inputs from. */
static int stage_of(const score_result *r, const score__reconcile_line *l, int side)
{
  const uint32_t at = l->position[side];
  return at == UINT32_MAX ? r->stage : r->node[l->node].stage[at];
}

static void input_rows(score_document *d, score__sheet_table *t, const score_reconciliation *r,
                       const score__reconcile_line *l)
{
  const score_result *a = r->side[0];
  const score__node *n = &a->set->node[l->node];
  const int first = stage_of(a, l, 0), second = r->side[1] ? stage_of(r->side[1], l, 1) : first;
  for (size_t k = 0; k < n->measure_count; k++) {
    const uint32_t m = n->measure[k];
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, a->data->units.code[l->unit]);
    row[1] = score__cell_code(d, n->code);
    row[2] = score__cell_code(d, a->set->measure[m].key);
    row[3] = score__cell_words(d, &a->set->measure[m].name);
    row[4] = value_at(d, a, first, m, l->unit);
    if (!r->side[1]) {
      const score__origin *said = score__data_origin(a->data, a->frame, first, false, m, l->unit);
      row[6] = score__cell_text(d, said->source);
      row[7] = score__cell_text(d, said->note);
      continue;
    }
    const score__origin *said = score__data_origin(a->data, r->side[1]->frame, second, false, m, l->unit);
    row[5] = value_at(d, r->side[1], second, m, l->unit);
    row[6] = score__cell_text(d, said->source);
    row[7] = score__cell_text(d, said->note);
  }
}

static void inputs_table(score_document *d, const score_reconciliation *r)
{
  static const score__sheet_column columns[] = {
      {.key = "unit", .title = SCORE__PH_COL_UNIT},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "measure", .title = SCORE__PH_COL_MEASURE, .machine_only = true},
      {.key = "measure_name", .title = SCORE__PH_COL_MEASURE, .shrinks = true},
      {.key = "first", .title = SCORE__PH_COL_FIRST, .right = true, .stays = true},
      {.key = "second", .title = SCORE__PH_COL_SECOND, .right = true, .stays = true},
      {.key = "source", .title = SCORE__PH_COL_SOURCE, .shrinks = true},
      {.key = "note", .title = SCORE__PH_COL_NOTE, .shrinks = true},
  };
  score__sheet_table *t = score__sheet_table_add(d, "inputs", SCORE__PH_TABLE_INPUTS_BEHIND);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; i < r->line_count; i++) {
    const uint8_t a = r->line[i].agreement;
    if (a == SCORE_AGREE_DIFFERS || a == SCORE_AGREE_OPEN) input_rows(d, t, r, &r->line[i]);
  }
}

/* ---- sums ---- */

typedef struct sums { /* of one node */
  int64_t count[SCORE_AGREEMENTS], sum[2], lines;
} sums;

static sums *add_up(const score_reconciliation *r)
{
  sums *list = calloc(r->side[0]->set->node_count, sizeof *list);
  for (size_t i = 0; list && i < r->line_count; i++) {
    const score__reconcile_line *l = &r->line[i];
    sums *s = &list[l->node];
    s->lines++;
    s->count[l->agreement]++;
    if (l->agreement >= SCORE_AGREE_FIRST) continue; /* only what stands on both sides adds up */
    s->sum[0] += l->micro[0];
    s->sum[1] += l->micro[1];
  }
  return list;
}

static void sums_row(score_document *d, score__sheet_table *t, const score_criteria *set, uint32_t node, const sums *s)
{
  if (!s->lines) return;
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  const score__node *n = &set->node[node];
  row[0] = score__cell_code(d, n->key);
  row[1] = score__cell_code(d, n->code);
  row[2] = node ? score__cell_words(d, &n->name) : score__cell_phrase(SCORE__PH_FACT_TOTAL);
  row[3] = score__cell_int(s->lines);
  for (int k = 0; k < SCORE_AGREEMENTS; k++) {
    row[4 + k] = score__cell_int(s->count[k]);
    if (k == SCORE_AGREE_DIFFERS && s->count[k]) row[4 + k].emphasis = 3;
  }
  row[4 + SCORE_AGREEMENTS] = score__reconcile_difference(set, node, s->sum[0]);
  row[5 + SCORE_AGREEMENTS] = score__reconcile_difference(set, node, s->sum[1]);
  row[6 + SCORE_AGREEMENTS] = score__reconcile_difference(set, node, s->sum[1] - s->sum[0]);
}

void score__reconcile_sums(score_document *d, const score_reconciliation *r)
{
  static const score__sheet_column columns[] = {
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "units", .title = SCORE__PH_COL_COMPARED, .right = true},
      {.key = "equal", .title = SCORE__PH_AGREE_EQUAL, .right = true},
      {.key = "within", .title = SCORE__PH_AGREE_WITHIN, .right = true},
      {.key = "open", .title = SCORE__PH_AGREE_OPEN, .right = true},
      {.key = "differs", .title = SCORE__PH_AGREE_DIFFERS, .right = true},
      {.key = "first_only", .title = SCORE__PH_AGREE_FIRST, .right = true},
      {.key = "second_only", .title = SCORE__PH_AGREE_SECOND, .right = true},
      {.key = "first_sum", .title = SCORE__PH_COL_FIRST_SUM, .right = true},
      {.key = "second_sum", .title = SCORE__PH_COL_SECOND_SUM, .right = true},
      {.key = "difference", .title = SCORE__PH_COL_DIFFERENCE, .right = true},
  };
  score__sheet_table *t = score__sheet_table_add(d, "nodes", SCORE__PH_TABLE_SUMS);
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    score__sheet_column c = columns[i];
    c.machine_only |= i >= 4 && i < 4 + SCORE_AGREEMENTS && r->count[i - 4] == 0; /* what nobody is, needs no column */
    score__sheet_column_add(d, t, c);
  }
  sums *list = add_up(r);
  d->failed |= !list;
  for (uint32_t k = 0; list && k < r->side[0]->set->node_count; k++) sums_row(d, t, r->side[0]->set, k, &list[k]);
  free(list);
}

void score__reconcile_sides(score_document *d, const score_reconciliation *r)
{
  static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  static const char *const names[] = {"self", "verified", "published"};
  const score__cell first = score__cell_phrase(stages[r->side[0]->stage]);
  const score__cell second = score__cell_phrase(stages[score__reconcile_stage(r, 1)]);
  score__sheet_fact_add(d, "first", 0, score__cell_code(d, r->side[1] ? names[r->side[0]->stage] : "computed"));
  score__sheet_fact_add(d, "second", 0, score__cell_code(d, names[score__reconcile_stage(r, 1)]));
  score__sheet_fact_add(
      d, NULL, SCORE__PH_FACT_FIRST,
      score__cell_phrase_args(d, r->side[1] ? SCORE__PH_SIDE_STAGE : SCORE__PH_SIDE_COMPUTED, &first, 1));
  score__sheet_fact_add(
      d, NULL, SCORE__PH_FACT_SECOND,
      score__cell_phrase_args(d, r->side[1] ? SCORE__PH_SIDE_STAGE : SCORE__PH_SIDE_GIVEN, &second, 1));
  score__sheet_fact_add(d, "tolerance", SCORE__PH_FACT_TOLERANCE, score__cell_points(r->tolerance_micro, -1));
  score__cell counts[SCORE_AGREEMENTS + 1];
  counts[0] = score__cell_int((int64_t)r->line_count);
  score__sheet_fact_add(d, "compared", 0, counts[0]);
  for (int k = 0; k < SCORE_AGREEMENTS; k++) {
    counts[k + 1] = score__cell_int((int64_t)r->count[k]);
    score__sheet_fact_add(d, score_agreement_string((score_agreement)k), 0, counts[k + 1]);
  }
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_COMPARED,
                        score__cell_phrase_args(d, SCORE__PH_FACT_COMPARED_OF, counts, SCORE_AGREEMENTS + 1));
}

static void head(score_document *d, const score_reconciliation *r)
{
  score__report_head(d, r->side[0]);
  for (size_t i = 0; i < d->fact_count; i++) /* the stages are those of the sides, below */
    if (d->fact[i].title == SCORE__PH_FACT_STAGE) d->fact[i].title = 0;
  score__reconcile_sides(d, r);
}

int score_document_reconciliation(score_document **out, const score_reconciliation *r, score_error *err)
{
  score_document *d = score__sheet_new("reconcile");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(SCORE__PH_DOC_RECONCILE);
  head(d, r);
  differences_table(d, r);
  if (r->count[SCORE_AGREE_DIFFERS] || r->count[SCORE_AGREE_OPEN]) inputs_table(d, r);
  score__reconcile_sums(d, r);
  if (r->count[SCORE_AGREE_OPEN]) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_RECONCILE_OPEN), 0, true);
  return score__report_finish(out, d, err);
}
