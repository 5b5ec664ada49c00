/* Model §5 "Cohort": statistics over the units of the same cohort, at the same stage, with the operand decided;
 * operands are rounded to 6 decimals before they enter. A unit whose own operand is undecided gets no statistic
 * (deleting data never helps the one who deletes it), and fewer than min_n units give none.
 * Worked: rank(x) over 9, 9, 7: 1, 1, 3.
 * A statistic given on the parent's row beats the computed one for every unit of that parent, whoever has x: where the
 * province says that its mean is 61.4 %, it is 61.4 %. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/engine.h"

typedef struct work {
  score__value *a, *b; /* operands by position */
  int64_t *micro, *micro_b;
  uint32_t *cohort; /* class of each position */
  uint32_t classes;
  uint32_t *n; /* [classes] */
  score__i128 *sum, *sum_b;
  int64_t *low, *high;
  uint32_t *sorted; /* positions in order of class, then value from the top */
} work;

static bool make_work(score_result *r, work *w)
{
  size_t n = r->all ? r->all : 1;
  w->a = score__arena_alloc(&r->arena, n, sizeof *w->a);
  w->b = score__arena_alloc(&r->arena, n, sizeof *w->b);
  w->micro = score__arena_alloc(&r->arena, n, sizeof *w->micro);
  w->micro_b = score__arena_alloc(&r->arena, n, sizeof *w->micro_b);
  w->cohort = score__arena_alloc(&r->arena, n, sizeof *w->cohort);
  w->n = score__arena_alloc(&r->arena, n, sizeof *w->n);
  w->sum = score__arena_alloc(&r->arena, n, sizeof *w->sum);
  w->sum_b = score__arena_alloc(&r->arena, n, sizeof *w->sum_b);
  w->low = score__arena_alloc(&r->arena, n, sizeof *w->low);
  w->high = score__arena_alloc(&r->arena, n, sizeof *w->high);
  w->sorted = score__arena_alloc(&r->arena, n, sizeof *w->sorted);
  return w->a && w->b && w->micro && w->micro_b && w->cohort && w->n && w->sum && w->sum_b && w->low && w->high &&
         w->sorted;
}

/* Classes: equal values of the declared attributes. */
static int classify(const score_result *r, work *w)
{
  const score_criteria *set = r->set;
  score__dict dict = {0};
  score__arena keys = {0};
  int code = 0;
  for (size_t i = 0; !code && i < r->all; i++) {
    score__buffer key = {0};
    for (size_t k = 0; k < set->cohort_attribute_count; k++) {
      for (size_t a = 0; a < set->attribute_count; a++)
        if (!strcmp(set->attribute[a], set->cohort_attribute[k])) score__buffer_int(&key, r->attribute[a][i]);
      score__buffer_char(&key, '|');
    }
    const char *text = key.data ? key.data : "";
    size_t found = key.failed ? SIZE_MAX : score__dict_get(&dict, text);
    if (found == SIZE_MAX) {
      const char *copy = score__arena_text(&keys, text);
      found = w->classes++;
      if (!copy || key.failed || score__dict_add(&dict, copy, found)) code = SCORE_E_MEMORY;
    }
    w->cohort[i] = (uint32_t)found;
    score__buffer_free(&key);
  }
  score__dict_free(&dict);
  score__arena_free(&keys);
  return code;
}

static void evaluate_operand(const score_result *r, int stage, const score__expr *e, score__value *out, int64_t *micro)
{
  for (size_t from = 0; from < r->all; from += SCORE__BATCH_UNITS) {
    size_t count = r->all - from < SCORE__BATCH_UNITS ? r->all - from : SCORE__BATCH_UNITS;
    score__batch batch = score__engine_batch(r, stage, from, count, NULL);
    score__expr_column(e, &batch, out + from);
  }
  for (size_t i = 0; i < r->all; i++)
    if (out[i].state == SCORE__V_OK && score__fraction_round(&micro[i], &out[i].v, 1))
      out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_INVALID, .reason = SCORE__PH_INVALID_LARGE};
}

static bool enters(const score__cohort_stat *stat, const work *w, size_t i)
{
  return w->a[i].state == SCORE__V_OK && (!stat->b || w->b[i].state == SCORE__V_OK);
}

static void gather(const score_result *r, const score__cohort_stat *stat, work *w)
{
  memset(w->n, 0, w->classes * sizeof *w->n);
  memset(w->sum, 0, w->classes * sizeof *w->sum);
  memset(w->sum_b, 0, w->classes * sizeof *w->sum_b);
  for (size_t i = 0; i < r->all; i++) {
    if (!enters(stat, w, i)) continue;
    uint32_t c = w->cohort[i];
    if (!w->n[c] || w->micro[i] < w->low[c]) w->low[c] = w->micro[i];
    if (!w->n[c] || w->micro[i] > w->high[c]) w->high[c] = w->micro[i];
    w->n[c]++;
    w->sum[c] += w->micro[i];
    if (stat->b) w->sum_b[c] += w->micro_b[i];
  }
}

static score__value statistic(const score_result *r, const score__cohort_stat *stat, const work *w, uint32_t c)
{
  score__value v = {.v = {0, 1}, .state = SCORE__V_OK};
  if (w->n[c] < r->set->cohort_min_n || (stat->kind == SCORE__COHORT_POOLED && w->sum_b[c] == 0)) {
    v.state = SCORE__V_MISSING;
    return v;
  }
  switch (stat->kind) {
  case SCORE__COHORT_MEAN: v.v = (score__fraction){w->sum[c], (score__i128)w->n[c] * SCORE__MICRO}; break;
  case SCORE__COHORT_POOLED:
    v.v = w->sum_b[c] > 0 ? (score__fraction){w->sum[c], w->sum_b[c]} : (score__fraction){-w->sum[c], -w->sum_b[c]};
    break;
  case SCORE__COHORT_LOWEST: v.v = score__fraction_make(w->low[c], SCORE__MICRO); break;
  default: v.v = score__fraction_make(w->high[c], SCORE__MICRO);
  }
  return v;
}

typedef struct entry {
  uint32_t cohort, position;
  int64_t micro;
} entry;

static int from_the_top(const void *a, const void *b)
{
  const entry *x = a, *y = b;
  if (x->cohort != y->cohort) return x->cohort < y->cohort ? -1 : 1;
  return (x->micro < y->micro) - (x->micro > y->micro);
}

static int rank_column(score_result *r, const score__cohort_stat *stat, const work *w, score__cohort_column *out)
{
  entry *list = score__arena_alloc(&r->arena, r->all, sizeof *list);
  size_t n = 0;
  if (!list) return SCORE_E_MEMORY;
  for (size_t i = 0; i < r->all; i++)
    if (enters(stat, w, i)) list[n++] = (entry){w->cohort[i], (uint32_t)i, w->micro[i]};
  if (n) qsort(list, n, sizeof *list, from_the_top);
  int64_t rank = 0;
  for (size_t k = 0, first = 0; k < n; k++) {
    if (!k || list[k].cohort != list[k - 1].cohort) first = k;
    if (k == first || list[k].micro != list[k - 1].micro) rank = (int64_t)(k - first) + 1;
    if (w->n[list[k].cohort] >= r->set->cohort_min_n)
      out->value[list[k].position] = (score__value){.v = {rank, 1}, .state = SCORE__V_OK};
  }
  return 0;
}

/* 1 + the highest stage that has the measure on the parent's row, 0 = none. */
static uint8_t given_at(const score_result *r, uint32_t m, size_t parent, int64_t *value)
{
  for (int s = SCORE__STAGES - 1; s >= 0; s--) {
    const score__layer *layer = &r->frame->layer[s];
    if (!layer->state[m] || layer->state[m][parent] != SCORE__CELL_VALUE) continue;
    *value = layer->value[m][parent];
    return (uint8_t)(s + 1);
  }
  return 0;
}

static int take_given(score_result *r, const score__cohort_stat *stat, score__cohort_column *out)
{
  const score__units *units = &r->data->units;
  int32_t day = score__set_last_day(r->set, r->frame->period);
  int64_t den = 1, value = 0;
  for (uint8_t k = 0; k < r->set->measure[stat->given].scale; k++) den *= 10;
  out->given = score__arena_alloc(&r->arena, r->all, 1);
  if (!out->given) return SCORE_E_MEMORY;
  for (size_t i = 0; i < r->all; i++) {
    size_t parent = score__engine_parent(units, r->unit[i], day);
    if (parent != SIZE_MAX) out->given[i] = given_at(r, stat->given, parent, &value);
    if (out->given[i]) out->value[i] = (score__value){.v = {value, den}, .state = SCORE__V_OK};
  }
  return 0;
}

static int compute(score_result *r, int stage, const score__cohort_stat *stat, work *w, score__cohort_column *out)
{
  out->value = score__arena_alloc(&r->arena, r->all, sizeof *out->value);
  out->n = score__arena_alloc(&r->arena, r->all, sizeof *out->n);
  if (!out->value || !out->n) return SCORE_E_MEMORY;
  evaluate_operand(r, stage, stat->a, w->a, w->micro);
  if (stat->b) evaluate_operand(r, stage, stat->b, w->b, w->micro_b);
  gather(r, stat, w);
  for (size_t i = 0; i < r->all; i++) {
    const score__value *own = w->a[i].state != SCORE__V_OK || !stat->b ? &w->a[i] : &w->b[i];
    out->n[i] = w->n[w->cohort[i]];
    out->value[i] = (score__value){.v = {0, 1}, .state = SCORE__V_MISSING};
    if (own->state == SCORE__V_INVALID)
      out->value[i] = *own;
    else if (enters(stat, w, i) && stat->kind != SCORE__COHORT_RANK)
      out->value[i] = statistic(r, stat, w, w->cohort[i]);
  }
  int code = stat->kind == SCORE__COHORT_RANK ? rank_column(r, stat, w, out) : 0;
  return !code && stat->has_given ? take_given(r, stat, out) : code;
}

int score__engine_cohort(score_result *r)
{
  const score_criteria *set = r->set;
  work w = {0};
  if (!set->cohort_count) return 0;
  if (!make_work(r, &w)) return SCORE_E_MEMORY;
  int code = classify(r, &w);
  for (int stage = score__engine_lowest(r); !code && stage <= r->stage; stage++) {
    r->cohort[stage] = score__arena_alloc(&r->arena, set->cohort_count, sizeof **r->cohort);
    if (!r->cohort[stage]) return SCORE_E_MEMORY;
    for (size_t k = 0; !code && k < set->cohort_count; k++)
      code = compute(r, stage, &set->cohort[k], &w, &r->cohort[stage][k]);
  }
  return code;
}
