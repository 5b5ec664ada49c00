/* Model §4 steps 10 to 13 for one group: does it apply, what its parts add up to, what was given for it. */
#include "compute/parts.h"

typedef struct verdict {
  int64_t points, high, max;
  uint8_t outcome, flags;
  uint16_t reason; /* of invalid */
} verdict;

static verdict without_parts(const score__node *g, uint8_t outcome)
{
  bool penalty = g->group_kind == SCORE__GROUP_PENALTY;
  verdict v = {.outcome = outcome};
  if (outcome == SCORE_MISSING || outcome == SCORE_INVALID) {
    v.points = penalty ? g->max_micro : 0;
    v.high = penalty ? 0 : g->max_micro;
    v.max = g->max_micro;
  } else if (outcome == SCORE_NOT_APPLICABLE) {
    v.points = v.high = g->na_policy == SCORE__NA_FULL && !penalty ? g->max_micro : 0;
    v.max = score__parts_leaves(g, outcome) ? 0 : g->max_micro;
  }
  return v;
}

static void trace_rounding(score__trace *t, const score__node *g, const score__parts *p, int64_t points)
{
  score__fraction v = p->exact, zero = {0, 1}, max = score__fraction_make(g->max_micro, SCORE__MICRO);
  if (!t) return;
  score__trace_clamp(t, &v, g->max_micro);
  if (score__fraction_cmp(&v, &zero) < 0) v = zero;
  if (score__fraction_cmp(&v, &max) > 0) v = max;
  score__trace_round(t, &v, g->grid_micro, points);
}

static verdict from_parts(const score_result *r, uint32_t group, size_t i, score__trace *trace)
{
  const score__node *g = &r->set->node[group];
  if (g->end == group + 1) return without_parts(g, SCORE_MISSING);
  score__parts p;
  score__parts_of(r, group, i, false, &p);
  if (p.left == 0) return without_parts(g, p.not_due ? SCORE_NOT_DUE : SCORE_NOT_APPLICABLE);
  if (!score__parts_known(g, &p)) {
    verdict large = without_parts(g, SCORE_INVALID);
    large.reason = SCORE__PH_INVALID_LARGE;
    return large;
  }
  verdict v = {.outcome = SCORE_SCORED, .points = score__parts_round(g, &p), .max = p.kept_max};
  /* 0 because nothing is known is not 0 because nothing was done. */
  if (!p.told && p.missing + p.invalid) v.outcome = p.missing ? SCORE_MISSING : SCORE_INVALID;
  if (v.outcome == SCORE_INVALID) v.reason = SCORE__PH_INVALID_PARTS;
  score__parts_trace(trace, g, &p);
  trace_rounding(trace, g, &p, v.points);
  v.high = v.points;
  if (!p.open) return v;
  score__parts_of(r, group, i, true, &p);
  v.high = score__parts_known(g, &p) ? score__parts_round(g, &p) : without_parts(g, SCORE_INVALID).high;
  return v;
}

static verdict judge(const score_result *r, uint32_t group, size_t i, const score__value *applies, score__trace *trace)
{
  const score__node *g = &r->set->node[group];
  const bool open = applies && applies->state != SCORE__V_OK;
  if (open || (applies && applies->v.num == 0)) {
    score__trace_step_add(trace, open ? SCORE__PH_TRACE_APPLIES_OPEN : SCORE__PH_TRACE_APPLIES_NOT);
    score__trace_text(trace, g->applies_when.text, g->applies_when.text);
  }
  if (open) {
    verdict v = without_parts(g, applies->state == SCORE__V_INVALID ? SCORE_INVALID : SCORE_MISSING);
    v.reason = applies->reason;
    return v;
  }
  if (applies && applies->v.num == 0) return without_parts(g, SCORE_NOT_APPLICABLE);
  return from_parts(r, group, i, trace);
}

static bool has_given(const score_result *r, uint32_t group)
{
  for (uint32_t up = group; r->given && up != UINT32_MAX; up = r->set->node[up].parent)
    if (r->given[up].use) return true;
  return false;
}

/* A group that only adds up what all counts in full. */
static void store_sum(const score_result *r, size_t group, size_t i, int64_t sum, int64_t high)
{
  const score__node *g = &r->set->node[group];
  score__node_column *c = &r->node[group];
  int64_t points = score__parts_round_sum(g, sum);
  c->points_micro[i] = points;
  c->high_micro[i] = high == sum ? points : score__parts_round_sum(g, high);
  c->max_micro[i] = g->max_micro;
  c->outcome[i] = SCORE_SCORED;
  c->flags[i] = g->max_micro > 0 && points == g->max_micro ? SCORE__FLAG_MET : 0;
  c->stage[i] = (uint8_t)r->stage;
}

void score__engine_group(const score_result *r, size_t group, size_t from, size_t count, score__trace *trace)
{
  const score__node *g = &r->set->node[group];
  score__node_column *c = &r->node[group];
  score__sums sums;
  bool plain = !trace && !g->applies_when.expr && !c->share && !has_given(r, (uint32_t)group) &&
               score__parts_add(r, (uint32_t)group, from, count, &sums);
  score__batch batch = score__engine_batch(r, r->stage, from, count, NULL);
  score__value *applies = score__batch_push(&batch);
  if (g->applies_when.expr) score__expr_column(g->applies_when.expr, &batch, applies);
  for (size_t k = 0; k < count; k++) {
    size_t i = from + k, by;
    if (plain && !sums.odd[k]) {
      store_sum(r, group, i, sums.points[k], sums.high[k]);
      continue;
    }
    uint8_t stage = (uint8_t)r->stage,
            use = r->given && r->given[group].use ? r->given[group].use[i] : SCORE__GIVEN_NONE;
    const bool covered = r->given && score__engine_covered(r, group, i, &by);
    score__trace *own = covered || use == SCORE__GIVEN_STANDS ? NULL : trace;
    if (g->applies_when.expr) score__engine_trace_inputs(own, r->data, &batch, g, r->stage);
    verdict v = judge(r, (uint32_t)group, i, g->applies_when.expr ? &applies[k] : NULL, own);
    int64_t computed = v.points;
    if (own) {
      own->computed_outcome = v.outcome;
      own->computed_micro = v.points;
    }
    if (covered) {
      v = (verdict){.outcome = SCORE_REPORTED, .flags = SCORE__FLAG_COVERED};
      stage = r->given[by].stage[i];
    } else if (use == SCORE__GIVEN_STANDS || use == SCORE__GIVEN_OVERRIDES) {
      int64_t given = r->given[group].micro[i];
      v = (verdict){.points = given, .high = given, .max = g->max_micro, .outcome = SCORE_REPORTED};
      if (use == SCORE__GIVEN_OVERRIDES) v.flags |= SCORE__FLAG_OVERRIDDEN;
      stage = r->given[group].stage[i];
    } else if (use == SCORE__GIVEN_COMPARED && v.points != r->given[group].micro[i]) {
      v.flags |= SCORE__FLAG_DIFFERS;
    }
    if (g->max_micro > 0 && v.points == g->max_micro && v.outcome <= SCORE_REPORTED) v.flags |= SCORE__FLAG_MET;
    c->points_micro[i] = v.points;
    c->high_micro[i] = v.high;
    c->max_micro[i] = v.max;
    c->outcome[i] = v.outcome;
    c->flags[i] = v.flags;
    c->stage[i] = stage;
    if (c->share)
      c->share[i] = g->max_micro ? score__fraction_make(v.points, g->max_micro) : score__fraction_make(0, 1);
    if (trace && (v.outcome != SCORE_SCORED || (v.flags & SCORE__FLAG_DIFFERS)))
      score__engine_trace_outcome(trace, r, group, i, computed, v.reason);
  }
}
