/* Model §8: which inputs and levers of a unit are followed, and in which direction. An input goes up or down, whichever
 * brings points; an option is tried against every other. */
#include <stdlib.h>

#include "compute/gap.h"

/* ---- inputs ---- */

static bool is_whole(const score__gap *g, uint32_t measure)
{
  for (size_t k = 0; k < g->levers.expected.pair_count; k++)
    if (g->levers.expected.pair[k].whole == measure) return true;
  return false;
}

/* A whole one: a record, a percent point, a day. */
static int64_t step_of(const score__measure *m)
{
  if (m->step) return m->step;
  int64_t one = 1;
  for (int k = m->type == SCORE__MEASURE_PERCENT ? 2 : 0; k < m->scale; k++) one *= 10;
  return one;
}

static int try_input(score__gap *g, uint32_t node, uint32_t measure, bool sets, int64_t amount, score__gap_course *out)
{
  const score__measure *m = &g->result->set->measure[measure];
  score__lever *lever = score__arena_alloc(&g->arena, 1, sizeof *lever);
  score__lever_effect *effect = score__arena_alloc(&g->arena, 1, sizeof *effect);
  if (!lever || !effect) return SCORE_E_MEMORY;
  *effect = (score__lever_effect){.measure = measure, .sets = sets, .amount = amount};
  *lever = (score__lever){.key = m->key,
                          .name = m->name,
                          .note = {{"", ""}},
                          .kind = SCORE__LEVER_CONVERT,
                          .mover = g->result->set->node[node].controlled_by,
                          .effort_micro = SCORE__MICRO,
                          .clips = !sets,
                          .effect_count = 1,
                          .effect = effect};
  *out = (score__gap_course){.lever = lever, .node = node, .shrinks = !sets && amount < 0 && is_whole(g, measure)};
  return score__gap_follow(g, out, -1);
}

/* The best of two ways to move one input; of an option, the nearest one up as the next step. */
static void keep(score__gap_course *best, const score__gap_course *other)
{
  if (!best->lever) {
    *best = *other;
    return;
  }
  score__gap_move next = best->next;
  if (other->next.steps && (!next.steps || other->next.gain < next.gain)) next = other->next;
  const bool sets = other->lever->effect[0].sets;
  if (other->best.gain > best->best.gain) *best = *other;
  if (sets) best->next = next;
}

/* 0 or SCORE_E_MEMORY; out->lever NULL = nothing moves it. */
static int move_input(score__gap *g, uint32_t node, uint32_t measure, score__gap_course *out)
{
  const score__measure *m = &g->result->set->measure[measure];
  score__gap_course one;
  *out = (score__gap_course){0};
  if (m->is_statistic) return 0;
  const int64_t options = m->type == SCORE__MEASURE_CHOICE ? (int64_t)m->option_count : 2;
  const bool sets = m->type == SCORE__MEASURE_CHOICE || m->type == SCORE__MEASURE_BOOLEAN;
  for (int64_t k = 0; k < options; k++) {
    const int64_t amount = sets ? k : k ? -step_of(m) : step_of(m);
    if (try_input(g, node, measure, sets, amount, &one)) return SCORE_E_MEMORY;
    keep(out, &one);
  }
  return 0;
}

/* Beside an input that is to grow, fewer of another kind of records is a smaller whole, declared so or not. */
static void mark_shrinking(score__gap *g, size_t first)
{
  bool grows = false;
  for (size_t k = first; k < g->input_count; k++)
    grows |= g->input[k].best.steps && g->input[k].lever->effect[0].amount > 0;
  for (size_t k = first; grows && k < g->input_count; k++) {
    const score__lever_effect *e = &g->input[k].lever->effect[0];
    if (!e->sets && e->amount < 0 && g->result->set->measure[e->measure].type == SCORE__MEASURE_COUNT)
      g->input[k].shrinks = true;
  }
}

static int find_inputs(score__gap *g)
{
  const score_result *r = g->result;
  size_t room = 1;
  for (size_t k = 0; k < g->line_count; k++) room += r->set->node[g->line[k].node].measure_count;
  g->input = score__arena_alloc(&g->arena, room, sizeof *g->input);
  if (!g->input) return SCORE_E_MEMORY;
  for (size_t k = 0; k < g->line_count; k++) {
    const uint32_t node = g->line[k].node;
    const score__node *n = &r->set->node[node];
    const uint8_t outcome = r->node[node].outcome[g->position];
    const bool bonus = n->group_kind == SCORE__GROUP_BONUS && r->node[node].points_micro[g->position] < n->max_micro;
    if (n->kind != SCORE__NODE_CRITERION || (!g->line[k].lost && !bonus)) continue;
    if (outcome == SCORE_REPORTED || outcome == SCORE_NOT_APPLICABLE) continue;
    const size_t first = g->input_count;
    for (size_t m = 0; m < n->measure_count; m++) {
      score__gap_course *c = &g->input[g->input_count];
      if (move_input(g, node, n->measure[m], c)) return SCORE_E_MEMORY;
      g->input_count += c->lever && (c->blank || c->best.steps);
    }
    mark_shrinking(g, first);
  }
  return 0;
}

/* ---- levers ---- */

static int by_gain(const void *a, const void *b)
{
  const score__gap_course *x = a, *y = b;
  if (x->best.gain != y->best.gain) return x->best.gain < y->best.gain ? 1 : -1;
  return (x->lever > y->lever) - (x->lever < y->lever);
}

int score__gap_courses(score__gap *g)
{
  g->declared = g->levers.declared;
  g->lever = score__arena_alloc(&g->arena, g->levers.count + 1, sizeof *g->lever);
  if (!g->lever || find_inputs(g)) return SCORE_E_MEMORY;
  for (size_t k = 0; k < g->levers.count; k++) {
    score__gap_course *c = &g->lever[g->lever_count++];
    *c = (score__gap_course){.lever = &g->levers.item[k], .blank = g->levers.blanked[k] != 0};
    if (score__gap_follow(g, c, g->levers.most[k])) return SCORE_E_MEMORY;
  }
  if (g->lever_count) qsort(g->lever, g->lever_count, sizeof *g->lever, by_gain);
  return score__trial_reset(&g->trial) ? SCORE_E_MEMORY : 0;
}
