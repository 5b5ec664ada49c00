/* Model §8: the cheapest way up. Which levers may move, the search, and what the plan comes to.
 * Worked: 54.36 with the target 60: 5.64 wanted; what gives most for its effort is taken, nothing of it can be left out. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "compute/plan_search.h"
#include "model/units.h"

enum { BUDGET = 200000 };

static int find_unit(size_t *out, const score_result *r, const char *text, score_error *err)
{
  const size_t unit = score__units_search(&r->data->units, text, err);
  if (unit == SIZE_MAX) return SCORE_E_NOT_FOUND;
  for (size_t i = 0; i < r->count; i++) {
    if (r->unit[i] != unit) continue;
    *out = i;
    return SCORE_OK;
  }
  return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_UNIT_UNKNOWN, text, NULL);
}

/* ---- which levers may move ---- */

/* Inputs of the criteria that stay as they are. */
static int mark_fixed(uint8_t *fixed, const score_criteria *set, const score_plan_options *options, score_error *err)
{
  for (size_t f = 0; f < options->fix_count; f++) {
    const size_t node = score__dict_get(&set->by_node, options->fix[f]);
    if (node == SIZE_MAX)
      return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_CRITERION_UNKNOWN, options->fix[f], NULL);
    for (uint32_t k = (uint32_t)node; k < set->node[node].end; k++)
      for (size_t m = 0; set->node[k].kind == SCORE__NODE_CRITERION && m < set->node[k].measure_count; m++)
        fixed[set->node[k].measure[m]] = 1;
  }
  return SCORE_OK;
}

static bool may_move(const score__lever *lever, const uint8_t *fixed, const score_plan_options *options)
{
  if (lever->kind == SCORE__LEVER_PAST || (options->only_mine && lever->mover != SCORE__MOVER_UNIT)) return false;
  for (size_t e = 0; e < lever->effect_count; e++)
    if (fixed[lever->effect[e].measure]) return false;
  return true;
}

/* What a lever costs, by the caller's list; also that every entry of it is one. */
static int find_efforts(int64_t *effort, const score__levers *l, const score_plan_options *options, score_error *err)
{
  for (size_t k = 0; k < l->count; k++) effort[k] = l->item[k].effort_micro;
  for (size_t e = 0; e < options->effort_count; e++) {
    const score_plan_effort *o = &options->effort[e];
    bool found = false;
    for (size_t k = 0; k < l->count; k++) {
      if (strcmp(l->item[k].key, o->lever) != 0) continue;
      effort[k] = o->effort_micro;
      found = true;
    }
    if (!found && (l->declared || score__dict_get(&l->trial->base->set->by_measure, o->lever) == SIZE_MAX))
      return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_PLAN_LEVER, o->lever, NULL);
    if (o->effort_micro <= 0 || o->effort_micro > SCORE__MAX_VALUE)
      return score__fail(err, SCORE_E_USAGE, SCORE__PH_PLAN_EFFORT, o->lever, NULL);
  }
  return SCORE_OK;
}

static int gather(score__plan_search *s, const score_plan_options *options, score_error *err)
{
  const score__levers *l = &s->levers;
  const score_criteria *set = s->trial.base->set;
  uint8_t *fixed = score__arena_alloc(&s->arena, set->measure_count + 1, 1);
  int64_t *effort = score__arena_alloc(&s->arena, l->count + 1, sizeof *effort);
  s->lever = score__arena_alloc(&s->arena, l->count + 1, sizeof *s->lever);
  s->most = score__arena_alloc(&s->arena, l->count + 1, sizeof *s->most);
  s->effort = score__arena_alloc(&s->arena, l->count + 1, sizeof *s->effort);
  s->full = score__arena_alloc(&s->arena, l->count + 1, sizeof *s->full);
  s->best = score__arena_alloc(&s->arena, l->count + 1, sizeof *s->best);
  if (!fixed || !effort || !s->lever || !s->most || !s->effort || !s->full || !s->best) return score__fail_memory(err);
  int code = find_efforts(effort, l, options, err);
  if (!code) code = mark_fixed(fixed, set, options, err);
  for (size_t k = 0; !code && k < l->count; k++) {
    int64_t most = l->most[k], whole;
    if (options->max_per_lever && most > options->max_per_lever) most = options->max_per_lever;
    if (most <= 0 || !may_move(&l->item[k], fixed, options)) continue;
    if (__builtin_mul_overflow(most, effort[k], &whole) || whole > INT64_MAX / 256)
      continue; /* no effort of this world */
    s->lever[s->count] = (uint32_t)k;
    s->most[s->count] = most;
    s->effort[s->count++] = effort[k];
    for (size_t e = 0; e < l->item[k].effect_count; e++)
      if (s->trial.shared[l->item[k].effect[e].measure])
        s->weight = 1 + (int64_t)s->trial.base->all / 8; /* many at a time are quicker */
  }
  return code;
}

/* ---- the search ---- */

/* Whether all combinations can be looked at with so many evaluations. */
static bool is_small(const score__plan_search *s, int64_t limit)
{
  int64_t n = s->weight;
  for (size_t k = 0; k < s->count; k++)
    if (__builtin_mul_overflow(n, s->most[k] + 1, &n) || n > limit) return false;
  return n <= limit;
}

/* The least that comes as near as the best did: with its grade or rank, and its total. */
static void settle_for_less(score__plan_search *s)
{
  const score__aim aim = s->aim;
  const score__plan_verdict v = s->verdict;
  const int64_t bound = s->bound_micro;
  const bool none = aim.kind == SCORE__AIM_RANK ? v.rank == 0 : v.grade < 0;
  s->aim = (score__aim){.kind = none ? SCORE__AIM_BASIS : aim.kind,
                        .basis_micro = v.basis_micro,
                        .grade = v.grade,
                        .rank = v.rank,
                        .least_micro = v.basis_micro};
  score__plan_try(s, s->best);
  score__plan_trim(s);
  s->aim = aim;
  s->bound_micro = bound;
  s->verdict.reached = false;
}

static score_plan_state search(score__plan_search *s)
{
  const int64_t small = s->budget / 6 > 30000 ? 30000 : s->budget / 6;
  if (score__plan_try(s, s->best).reached) return SCORE_PLAN_REACHED;
  s->bound_micro = INT64_MAX;
  for (size_t k = 0; k < s->count; k++)
    if (s->effort[k] < s->bound_micro) s->bound_micro = s->effort[k];
  if (!s->count) s->bound_micro = 0;
  if (!is_small(s, small)) {
    score__plan_ascend(s, s->evaluations + s->budget / 10);
    score__plan_relax(s);
  }
  const bool all = is_small(s, small) || score__plan_is_countable(s, s->budget / 4);
  if (!s->complete) score__plan_exhaust(s, all ? INT64_MAX : s->evaluations + s->budget / 20);
  if (s->verdict.reached) {
    score__plan_trim(s);
    if (s->bound_micro > s->cost.effort_micro || s->complete) s->bound_micro = s->cost.effort_micro;
    return s->bound_micro >= s->cost.effort_micro ? SCORE_PLAN_OPTIMAL : SCORE_PLAN_FOUND;
  }
  settle_for_less(s);
  return s->complete ? SCORE_PLAN_UNREACHABLE : SCORE_PLAN_NOT_FOUND;
}

/* ---- what it comes to ---- */

static void change_text(score__buffer *out, const score__measure *m, bool had, int64_t before, int64_t after)
{
  char text[64];
  const int digits = m->type == SCORE__MEASURE_PERCENT ? m->scale - 2 : m->scale;
  switch (m->type) {
  case SCORE__MEASURE_CHOICE: score__buffer_text(out, m->option_key[after]); return;
  case SCORE__MEASURE_BOOLEAN: score__buffer_text(out, after ? "yes" : "no"); return;
  case SCORE__MEASURE_DATE: score__date_print(text, sizeof text, (int32_t)after); break;
  default:
    if (had && after > before) score__buffer_char(out, '+');
    if (!had && after < 0) score__buffer_char(out, '=');
    score__decimal_print(text, sizeof text, had ? after - before : after, digits, -1, '.');
  }
  score__buffer_text(out, text);
}

/* What is put now, in the order of the set's measures. */
static bool list_changes(score__plan_set *out, score__arena *arena, const score__trial *t)
{
  const score_criteria *set = t->base->set;
  score__buffer text = {0};
  out->item = score__arena_alloc(arena, t->listed + 1, sizeof *out->item);
  bool good = out->item != NULL;
  for (size_t m = 0; good && m < set->measure_count; m++) {
    int64_t before = 0, after = 0;
    if (!t->changed[m] || !score__trial_value(t, m, &after)) continue;
    const bool had = score__trial_before(t, m, &before);
    if (had && before == after) continue;
    score__buffer_clear(&text);
    change_text(&text, &set->measure[m], had, before, after);
    score_input_change *change = &out->item[out->count++];
    *change = (score_input_change){set->measure[m].key,
                                   text.failed || !text.data ? NULL : score__arena_text(arena, text.data)};
    good = change->text != NULL;
  }
  score__buffer_free(&text);
  return good;
}

static bool keep_after(score_plan *p, score__plan_search *s)
{
  const size_t nodes = p->result->set->node_count;
  p->after_micro = score__arena_alloc(&p->arena, nodes, sizeof *p->after_micro);
  p->after_outcome = score__arena_alloc(&p->arena, nodes, 1);
  if (!p->after_micro || !p->after_outcome) return false;
  for (size_t k = 0; k < s->count; k++) s->full[s->lever[k]] = s->best[k];
  if (score__levers_put(&s->levers, s->full) < 0 || score__trial_run(&s->trial)) return false;
  const score_result *r = s->trial.result;
  for (size_t k = 0; k < nodes; k++) {
    p->after_micro[k] = r->node[k].points_micro[s->trial.at];
    p->after_outcome[k] = r->node[k].outcome[s->trial.at];
  }
  p->summary.after_micro = r->total[s->trial.at].basis_micro;
  p->summary.grade_after = r->total[s->trial.at].grade;
  p->summary.rank_after = score__trial_rank(&s->trial);
  return list_changes(&p->set, &p->arena, &s->trial);
}

static bool keep_steps(score_plan *p, score__plan_search *s)
{
  p->step = score__arena_alloc(&p->arena, s->count + 1, sizeof *p->step);
  p->alone = score__arena_alloc(&p->arena, s->count + 1, sizeof *p->alone);
  if (!p->step || !p->alone) return false;
  memset(s->full, 0, s->levers.count * sizeof *s->full);
  for (size_t k = 0; k < s->count; k++) {
    const score__lever *lever = &s->levers.item[s->lever[k]];
    if (!s->best[k]) continue;
    score_plan_step *step = &p->step[p->step_count];
    *step = (score_plan_step){.lever = lever->key,
                              .name = {lever->name.text[0], lever->name.text[1]},
                              .steps = s->best[k],
                              .effort_micro = s->best[k] * s->effort[k]};
    s->full[s->lever[k]] = s->best[k];
    const int put = score__levers_put(&s->levers, s->full);
    if (put < 0 || score__trial_run(&s->trial)) return false;
    if (put) step->alone_micro = s->trial.result->total[s->trial.at].basis_micro - p->summary.before_micro;
    if (!list_changes(&p->alone[p->step_count++], &p->arena, &s->trial)) return false;
    s->full[s->lever[k]] = 0;
  }
  return true;
}

static bool keep(score_plan *p, score__plan_search *s, score_plan_state state)
{
  const score_total_result *now = &p->result->total[p->position];
  p->summary = (score_plan_summary){.state = state,
                                    .effort_micro = s->cost.effort_micro,
                                    .bound_micro = state == SCORE_PLAN_REACHED ? 0 : s->bound_micro,
                                    .before_micro = now->basis_micro,
                                    .grade_before = now->grade,
                                    .rank_before = now->rank,
                                    .evaluations = s->evaluations};
  p->nothing = s->count == 0;
  return keep_after(p, s) && keep_steps(p, s);
}

int score_plan_new(score_plan **out, const score_result *r, const char *unit, const score_plan_options *options,
                   score_error *err)
{
  static const score_plan_options plain = {0};
  if (!options) options = &plain;
  score__plan_search s = {.budget = options->budget > 0 ? options->budget : BUDGET, .weight = 1};
  score_plan *p = calloc(1, sizeof *p);
  *out = NULL;
  if (!p) return score__fail_memory(err);
  p->result = r;
  int code = find_unit(&p->position, r, unit, err);
  if (!code) code = score__aim_parse(&s.aim, r, p->position, options->target ? options->target : "grade", err);
  if (!code && score__trial_open(&s.trial, r, p->position)) code = score__fail_memory(err);
  bool open = !code && s.trial.base;
  if (open && score__levers_open(&s.levers, &s.trial)) {
    score__trial_close(&s.trial);
    open = false;
    code = score__fail_memory(err);
  }
  if (!code) code = gather(&s, options, err);
  if (!code) {
    p->aim = s.aim;
    p->target = score__arena_text(&p->arena, options->target ? options->target : "grade");
    const score_plan_state state = search(&s);
    if (s.failed || !p->target || !keep(p, &s, state)) code = score__fail_memory(err);
  }
  if (open) {
    score__levers_close(&s.levers);
    score__trial_close(&s.trial);
  }
  score__arena_free(&s.arena);
  if (code) score_plan_free(p);
  if (!code) *out = p;
  return code;
}

void score_plan_free(score_plan *p)
{
  if (!p) return;
  score__arena_free(&p->arena);
  free(p);
}

score_plan_summary score_plan_summarise(const score_plan *p)
{
  return p->summary;
}

size_t score_plan_steps(const score_plan *p)
{
  return p->step_count;
}

const score_input_change *score_plan_changes(const score_plan *p, size_t *count)
{
  *count = p->set.count;
  return p->set.item;
}

int score_plan_step_get(score_plan_step *out, const score_plan *p, size_t step)
{
  if (step >= p->step_count) return SCORE_E_USAGE;
  *out = p->step[step];
  return SCORE_OK;
}
