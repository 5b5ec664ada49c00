/* What full marks of a criterion ask for, in words: the way back through its rule. */
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/period.h"
#include "report/sheet_gap.h"
#include "rule/need.h"

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

score__cell score__gap_need(score__gap_sheet *s, const score__gap_line *line)
{
  score_document *d = s->d;
  const score_result *r = s->r;
  const uint32_t k = line->node;
  const size_t i = s->i;
  const score__node *n = &r->set->node[k];
  if (line->lost == 0) return (score__cell){.kind = SCORE__CELL_EMPTY};
  if (r->node[k].outcome[i] == SCORE_NOT_APPLICABLE) return score__cell_phrase(SCORE__PH_NEED_NOT_APPLICABLE);
  if (n->kind == SCORE__NODE_CRITERION && n->controlled_by == SCORE__MOVER_NOBODY)
    return score__cell_phrase(SCORE__PH_NEED_NOTHING);
  if (r->node[k].outcome[i] == SCORE_INVALID) return score__cell_phrase(SCORE__PH_NEED_CORRECT);
  if (n->end != k + 1) return score__cell_phrase(SCORE__PH_NEED_GROUP);
  if (n->kind != SCORE__NODE_CRITERION || r->node[k].outcome[i] == SCORE_REPORTED)
    return score__cell_phrase(SCORE__PH_NEED_REPORTED);
  if (n->group_kind == SCORE__GROUP_PENALTY) return score__cell_phrase(SCORE__PH_NEED_AVOID);
  score__batch batch = score__engine_batch(r, r->node[k].stage[i], i, 1, NULL);
  batch.scratch = s->scratch; /* the result's own is not this document's alone */
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
