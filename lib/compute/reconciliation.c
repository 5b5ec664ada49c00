/* Model §4, "Given points ... are compared". A line is a unit and a node that either side has points for.
 * By hand: computed 8.41 of 10, published 8.43: differs by 0.02; with a tolerance of 0.05 it is within. Computed 6.00
 * with a criterion of 2 points missing, published 7.50: open, for the data that are missing may be worth 1.50. */
#include "compute/reconciliation.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

const char *score_agreement_string(score_agreement agreement)
{
  static const char *const names[SCORE_AGREEMENTS] = {"equal",   "within",     "open",
                                                      "differs", "first_only", "second_only"};
  return (unsigned)agreement < SCORE_AGREEMENTS ? names[agreement] : "";
}

int score__reconcile_stage(const score_reconciliation *r, int side)
{
  return side && !r->side[1] ? r->given_stage : r->side[side]->stage;
}

/* What a criterion, a group or the total came to; a total reads what rank and grade read. */
static int64_t points_of(const score_result *r, size_t node, size_t position)
{
  return node ? r->node[node].points_micro[position] : r->total[position].basis_micro;
}

static int64_t best_of(const score_result *r, size_t node, size_t position)
{
  if (!node) return r->total[position].high_micro;
  const int64_t high = r->node[node].high_micro[position], now = r->node[node].points_micro[position];
  return high > now ? high : now;
}

static uint8_t compare(const score_reconciliation *r, const score__reconcile_line *l)
{
  const bool first = l->has[0], second = l->has[1];
  const int64_t difference = l->micro[1] - l->micro[0];
  if (first != second) return first ? SCORE_AGREE_FIRST : SCORE_AGREE_SECOND;
  if (difference == 0) return l->outcome[0] == l->outcome[1] || first ? SCORE_AGREE_EQUAL : SCORE_AGREE_DIFFERS;
  if (difference >= -r->tolerance_micro && difference <= r->tolerance_micro) return SCORE_AGREE_WITHIN;
  const bool reachable = difference > 0 && l->micro[1] <= best_of(r->side[0], l->node, l->position[0]);
  return reachable ? SCORE_AGREE_OPEN : SCORE_AGREE_DIFFERS;
}

static int add(score_reconciliation *r, score__reconcile_line line)
{
  if (score__grow(&r->line, &r->line_cap, r->line_count + 1, sizeof *r->line) != 0) return SCORE_E_MEMORY;
  line.agreement = compare(r, &line);
  r->line[r->line_count++] = line;
  r->count[line.agreement]++;
  return 0;
}

static void take(score__reconcile_line *l, int side, const score_result *r, size_t position)
{
  l->position[side] = position < r->count ? (uint32_t)position : UINT32_MAX;
  l->outcome[side] = SCORE_MISSING;
  l->micro[side] = 0;
  if (position >= r->count) return;
  l->outcome[side] = r->node[l->node].outcome[position];
  l->has[side] = l->outcome[side] <= SCORE_REPORTED && !(r->node[l->node].flags[position] & SCORE__FLAG_COVERED);
  if (l->has[side]) l->micro[side] = points_of(r, l->node, position);
}

/* NULL with err filled. */
static score_reconciliation *start(const score_result *first, const score_result *second, int64_t tolerance,
                                   score_error *err)
{
  if (tolerance < 0) {
    score__fail(err, SCORE_E_USAGE, SCORE__PH_RECONCILE_TOLERANCE, (const char *)NULL);
    return NULL;
  }
  score_reconciliation *r = calloc(1, sizeof *r);
  if (r)
    *r = (score_reconciliation){.side = {first, second}, .tolerance_micro = tolerance};
  else
    score__fail_memory(err);
  return r;
}

static int finish(score_reconciliation **out, score_reconciliation *r, int status, score_error *err)
{
  if (status == 0) {
    *out = r;
    return 0;
  }
  score_reconciliation_free(r);
  return score__fail_memory(err);
}

/* ---- computed, and given from outside ---- */

/* Units by code: those of the result, and those that have given points alone. */
typedef struct unit_at {
  const char *code;
  uint32_t unit;
  size_t position; /* SIZE_MAX = not in the result */
} unit_at;

static int by_code(const void *a, const void *b)
{
  return strcmp(((const unit_at *)a)->code, ((const unit_at *)b)->code);
}

static bool has_given(const score_result *r, int stage, uint32_t unit)
{
  const score__layer *layer = &r->frame->layer[stage];
  for (size_t k = 0; k < r->set->node_count; k++)
    if (layer->given_state[k] && layer->given_state[k][unit] != SCORE__CELL_MISSING) return true;
  return false;
}

/* In order of code. */
static unit_at *list_units(const score_result *r, int stage, size_t *count)
{
  const score__units *units = &r->data->units;
  unit_at *list = calloc(units->count + 1, sizeof *list);
  bool *evaluated = calloc(units->count + 1, sizeof *evaluated);
  *count = 0;
  for (size_t i = 0; list && evaluated && i < r->count; i++) {
    evaluated[r->unit[i]] = true;
    list[(*count)++] = (unit_at){units->code[r->unit[i]], r->unit[i], i};
  }
  for (uint32_t u = 0; list && evaluated && u < units->count; u++) {
    const bool held = !r->in_scope || r->in_scope[u];
    if (held && !evaluated[u] && has_given(r, stage, u)) list[(*count)++] = (unit_at){units->code[u], u, SIZE_MAX};
  }
  if (list && evaluated) qsort(list, *count, sizeof *list, by_code);
  if (!evaluated) {
    free(list);
    list = NULL;
  }
  free(evaluated);
  return list;
}

int score_reconcile_given(score_reconciliation **out, const score_result *computed, score_stage given,
                          int64_t tolerance_micro, score_error *err)
{
  *out = NULL;
  if (given < SCORE_STAGE_SELF || given > SCORE_STAGE_PUBLISHED) {
    char number[24];
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_STAGE_WRONG, score__int_text(number, (int64_t)given),
                       (const char *)NULL);
  }
  score_reconciliation *r = start(computed, NULL, tolerance_micro, err);
  if (!r) return tolerance_micro < 0 ? SCORE_E_USAGE : SCORE_E_MEMORY;
  size_t count;
  unit_at *list = list_units(computed, (int)given, &count);
  int status = list ? 0 : SCORE_E_MEMORY;
  const score__layer *layer = &computed->frame->layer[given];
  r->given_stage = (int)given;
  for (size_t i = 0; status == 0 && i < count; i++) {
    for (uint32_t k = 0; k < computed->set->node_count && status == 0; k++) {
      if (!layer->given_state[k] || layer->given_state[k][list[i].unit] == SCORE__CELL_MISSING) continue;
      score__reconcile_line l = {.unit = list[i].unit, .node = k};
      take(&l, 0, computed, list[i].position);
      l.position[1] = UINT32_MAX;
      l.outcome[1] = SCORE_REPORTED;
      l.has[1] = true;
      l.micro[1] = layer->given[k][list[i].unit];
      status = add(r, l);
    }
  }
  free(list);
  return finish(out, r, status, err);
}

/* ---- two stages ---- */

static int add_unit(score_reconciliation *r, uint32_t unit, size_t first, size_t second)
{
  int status = 0;
  for (uint32_t k = 0; k < r->side[0]->set->node_count && status == 0; k++) {
    score__reconcile_line l = {.unit = unit, .node = k};
    take(&l, 0, r->side[0], first);
    take(&l, 1, r->side[1], second);
    if (l.has[0] || l.has[1] || l.outcome[0] != l.outcome[1]) status = add(r, l);
  }
  return status;
}

int score_reconcile_results(score_reconciliation **out, const score_result *first, const score_result *second,
                            int64_t tolerance_micro, score_error *err)
{
  *out = NULL;
  if (first->set != second->set || first->data != second->data ||
      !score__period_equal(first->frame->period, second->frame->period)) {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_RECONCILE_SIDES, (const char *)NULL);
  }
  score_reconciliation *r = start(first, second, tolerance_micro, err);
  if (!r) return tolerance_micro < 0 ? SCORE_E_USAGE : SCORE_E_MEMORY;
  int status = 0;
  const score__units *units = &first->data->units;
  size_t i = 0, k = 0; /* both are in order of code */
  while (status == 0 && (i < first->count || k < second->count)) {
    const char *left = i < first->count ? units->code[first->unit[i]] : NULL;
    const char *right = k < second->count ? units->code[second->unit[k]] : NULL;
    const int order = !left ? 1 : !right ? -1 : strcmp(left, right);
    const uint32_t unit = order <= 0 ? first->unit[i] : second->unit[k];
    status = add_unit(r, unit, order <= 0 ? i : SIZE_MAX, order >= 0 ? k : SIZE_MAX);
    i += order <= 0;
    k += order >= 0;
  }
  return finish(out, r, status, err);
}

void score_reconciliation_free(score_reconciliation *r)
{
  if (!r) return;
  free(r->line);
  free(r);
}

size_t score_reconciliation_lines(const score_reconciliation *r)
{
  return r->line_count;
}

int score_reconciliation_line(score_reconcile_line *out, const score_reconciliation *r, size_t line)
{
  *out = (score_reconcile_line){0};
  if (line >= r->line_count) return SCORE_E_USAGE;
  const score__reconcile_line *l = &r->line[line];
  *out = (score_reconcile_line){.unit = r->side[0]->data->units.code[l->unit],
                                .node = l->node,
                                .points_micro = {l->micro[0], l->micro[1]},
                                .outcome = {(score_outcome)l->outcome[0], (score_outcome)l->outcome[1]},
                                .agreement = (score_agreement)l->agreement};
  return SCORE_OK;
}

size_t score_reconciliation_count(const score_reconciliation *r, score_agreement agreement)
{
  return (unsigned)agreement < SCORE_AGREEMENTS ? r->count[agreement] : 0;
}
