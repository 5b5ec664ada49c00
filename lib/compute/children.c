/* Model §5 "Children": figures over the units whose parent, as of the period's end, is the unit: all of the unit list,
 * with data or without, at the same stage. Undecided children make a range of a count and of a share; a sum with a blank
 * is undecided; of no children there is no share.
 * Worked: 3 of 5 hamlets reached the level, 1 did not, 1 is blank: the count lies between 3 and 4, the share between 3/5
 * and 4/5, so that share >= 60% holds, and share >= 80% is undecided. */
#include "compute/engine.h"

typedef struct family {
  uint32_t *unit;   /* [count] children, in order of their index */
  uint32_t *parent; /* [count] position of the parent */
  size_t count;
  uint32_t **attribute, **parent_attribute;
  score__value *value; /* [count] */
} family;

static bool find_children(score_result *r, family *f)
{
  const score__units *units = &r->data->units;
  int32_t day = score__set_last_day(r->set, r->frame->period);
  uint32_t *position = score__arena_alloc(&r->arena, units->count, sizeof *position); /* of a unit, from 1 */
  f->unit = score__arena_alloc(&r->arena, units->count, sizeof *f->unit);
  f->parent = score__arena_alloc(&r->arena, units->count, sizeof *f->parent);
  if (!position || !f->unit || !f->parent) return false;
  for (size_t i = 0; i < r->all; i++) position[r->unit[i]] = (uint32_t)i + 1;
  for (uint32_t u = 0; u < units->count; u++) {
    size_t p = score__engine_parent(units, u, day);
    if (p == SIZE_MAX || p == u || !position[p]) continue;
    f->unit[f->count] = u;
    f->parent[f->count++] = position[p] - 1;
  }
  f->value = score__arena_alloc(&r->arena, f->count, sizeof *f->value);
  return f->value && score__engine_attributes(r, f->unit, f->count, &f->attribute, &f->parent_attribute);
}

static void evaluate(const score_result *r, int stage, const score__expr *e, const family *f)
{
  for (size_t from = 0; from < f->count; from += SCORE__BATCH_UNITS) {
    size_t count = f->count - from < SCORE__BATCH_UNITS ? f->count - from : SCORE__BATCH_UNITS;
    score__batch batch = score__engine_batch(r, stage, from, count, NULL);
    batch.unit = f->unit;
    batch.contiguous = false;
    batch.attribute = f->attribute;
    batch.parent_attribute = f->parent_attribute;
    batch.node = NULL; /* neither nodes nor statistics stand in what is asked of children */
    batch.cohort = NULL;
    batch.children = NULL;
    score__expr_column(e, &batch, f->value + from);
  }
}

/* out = out + v, or undecided: contradictory before blank. */
static void add(score__value *out, const score__value *v)
{
  if (out->state == SCORE__V_INVALID) return;
  if (v->state == SCORE__V_INVALID)
    *out = (score__value){.v = {0, 1}, .state = SCORE__V_INVALID, .reason = v->reason};
  else if (v->state != SCORE__V_OK)
    *out = (score__value){.v = {0, 1}, .state = SCORE__V_MISSING};
  else if (out->state == SCORE__V_OK && score__fraction_add(&out->v, &out->v, &v->v))
    *out = (score__value){.v = {0, 1}, .state = SCORE__V_INVALID, .reason = SCORE__PH_INVALID_LARGE};
}

static void count_one(score__value *out, const score__value *v)
{
  if (v->state == SCORE__V_OK) {
    out->v.num += v->v.num;
    return;
  }
  out->spread++;
  if (out->state == SCORE__V_INVALID) return;
  out->state = v->state == SCORE__V_INVALID ? SCORE__V_INVALID : SCORE__V_MISSING;
  out->reason = v->reason;
}

static int compute(score_result *r, int stage, const score__child_stat *stat, const family *f, score__child_column *out)
{
  out->value = score__arena_alloc(&r->arena, r->all, sizeof *out->value);
  out->n = score__arena_alloc(&r->arena, r->all, sizeof *out->n);
  out->blank = score__arena_alloc(&r->arena, r->all, sizeof *out->blank);
  if (!out->value || !out->n || !out->blank) return SCORE_E_MEMORY;
  evaluate(r, stage, stat->a, f);
  for (size_t i = 0; i < r->all; i++) out->value[i] = (score__value){.v = {0, 1}, .state = SCORE__V_OK};
  for (size_t k = 0; k < f->count; k++) {
    uint32_t i = f->parent[k];
    out->n[i]++;
    out->blank[i] += f->value[k].state != SCORE__V_OK;
    if (stat->kind == SCORE__CHILDREN_SUM)
      add(&out->value[i], &f->value[k]);
    else
      count_one(&out->value[i], &f->value[k]);
  }
  for (size_t i = 0; stat->kind == SCORE__CHILDREN_SHARE && i < r->all; i++) {
    if (out->n[i])
      out->value[i].v.den = out->n[i]; /* not reduced: a step of its range is one child */
    else
      out->value[i].state = SCORE__V_MISSING;
  }
  return 0;
}

int score__engine_children(score_result *r)
{
  const score_criteria *set = r->set;
  family f = {0};
  if (!set->children_count) return 0;
  int code = find_children(r, &f) ? 0 : SCORE_E_MEMORY;
  for (int stage = score__engine_lowest(r); !code && stage <= r->stage; stage++) {
    r->children[stage] = score__arena_alloc(&r->arena, set->children_count, sizeof **r->children);
    if (!r->children[stage]) return SCORE_E_MEMORY;
    for (size_t k = 0; !code && k < set->children_count; k++)
      code = compute(r, stage, &set->children[k], &f, &r->children[stage][k]);
  }
  return code;
}
