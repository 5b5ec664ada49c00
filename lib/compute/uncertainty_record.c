/* Ranks if one record of one input is wrong: each value that a unit has reported, one whole step down and up (a record, a
 * percent point, yes for no, the option or the day beside it), kept within its bounds and never a part above its whole;
 * the others as they are. Only the nodes that follow from the input are evaluated again; where it enters a statistic of
 * the cohort or over children, everybody is. */
#include <stdlib.h>
#include <string.h>

#include "compute/lever.h"
#include "compute/uncertainty_parts.h"

typedef struct checker {
  score_uncertainty *u;
  score__trial trial;
  score__expectation expected;
  score__arena arena;
  uint32_t *start, *reader; /* criteria that read measure m: reader[start[m] .. start[m + 1]) */
  uint8_t *always;          /* [nodes] evaluated in any case: they ask for points of others */
  uint8_t *which;           /* [nodes] that the input moves */
  size_t width;
  int64_t *key, *best, *worst; /* [width] standings: basis, then the keys of the set */
} checker;

static void mark_up(const score_criteria *set, uint8_t *which, uint32_t k)
{
  for (; k != UINT32_MAX && !which[k]; k = set->node[k].parent) which[k] = 1;
}

static bool index_readers(checker *c)
{
  const score_criteria *set = c->u->result->set;
  size_t count = 0;
  for (size_t k = 0; k < set->node_count; k++) count += set->node[k].measure_count;
  c->start = score__arena_alloc(&c->arena, set->measure_count + 2, sizeof *c->start);
  c->reader = score__arena_alloc(&c->arena, count, sizeof *c->reader);
  c->always = score__arena_alloc(&c->arena, set->node_count, 1);
  c->which = score__arena_alloc(&c->arena, set->node_count, 1);
  if (!c->start || !c->reader || !c->always || !c->which) return false;
  for (size_t k = 0; k < set->node_count; k++)
    for (size_t m = 0; m < set->node[k].measure_count; m++) c->start[set->node[k].measure[m] + 2]++;
  for (size_t m = 2; m < set->measure_count + 2; m++) c->start[m] += c->start[m - 1];
  for (uint32_t k = 0; k < set->node_count; k++)
    for (size_t m = 0; m < set->node[k].measure_count; m++) c->reader[c->start[set->node[k].measure[m] + 1]++] = k;
  for (uint32_t k = 0; k < set->node_count; k++)
    if (set->node[k].reads_nodes || (set->node[k].kind == SCORE__NODE_GROUP && set->node[k].applies_when.expr))
      mark_up(set, c->always, k);
  return true;
}

/* The nodes as they were. */
static void restore(checker *c, bool all)
{
  const score_result *r = c->u->result;
  const size_t i = c->trial.position;
  for (size_t k = 0; k < r->set->node_count; k++) {
    const score__node_column *from = &r->node[k];
    score__node_column *to = &c->trial.alone.node[k];
    if (!all && !c->which[k]) continue;
    to->points_micro[0] = from->points_micro[i];
    to->max_micro[0] = from->max_micro[i];
    to->high_micro[0] = from->high_micro[i];
    to->outcome[0] = from->outcome[i];
    to->flags[0] = from->flags[i];
    to->stage[0] = from->stage[i];
    if (to->share && from->share) to->share[0] = from->share[i];
  }
}

static void read_key(const checker *c, const score_result *r, size_t i, int64_t *key)
{
  key[0] = r->total[i].basis_micro;
  for (size_t k = 1; k < c->width; k++) key[k] = score__engine_tie_value(r, &r->set->tie[k - 1], i);
}

static int compare(const int64_t *x, const int64_t *y, size_t width)
{
  for (size_t k = 0; k < width; k++)
    if (x[k] != y[k]) return x[k] > y[k] ? -1 : 1;
  return 0;
}

static void note(score_rank_interval *v, int32_t rank)
{
  if (rank == 0) return; /* no longer ranked: that is no rank */
  if (rank < v->record_best) v->record_best = rank;
  if (rank > v->record_worst) v->record_worst = rank;
}

static int run(checker *c, score_rank_interval *v)
{
  score__trial *t = &c->trial;
  if (t->together) {
    if (score__trial_run(t)) return SCORE_E_MEMORY;
    note(v, score__trial_rank(t));
    return 0;
  }
  t->result = &t->alone;
  t->at = 0;
  if (c->u->result->fallback) score__engine_given_settle(&t->alone);
  score__engine_one_some(&t->alone, c->which);
  read_key(c, &t->alone, 0, c->key);
  int64_t *const end = compare(c->key, c->best, c->width) < 0    ? c->best
                       : compare(c->key, c->worst, c->width) > 0 ? c->worst
                                                                 : NULL;
  if (!end) return 0;
  const int32_t rank = score__trial_rank(t);
  if (rank) memcpy(end, c->key, c->width * sizeof *end);
  note(v, rank);
  return 0;
}

static void limits(const score__measure *m, int64_t *low, int64_t *high)
{
  *low = m->has_min ? m->min : INT64_MIN;
  *high = m->has_max ? m->max : INT64_MAX;
  if (m->type == SCORE__MEASURE_BOOLEAN || m->type == SCORE__MEASURE_CHOICE) {
    *low = 0;
    *high = m->type == SCORE__MEASURE_BOOLEAN ? 1 : (int64_t)m->option_count - 1;
  }
}

static bool has_cell(const checker *c, size_t m)
{
  const score_result *r = c->u->result;
  const score__layer *layer = &r->frame->layer[score__trial_stage(&c->trial, m)];
  return layer->state[m] && layer->state[m][c->trial.unit] == SCORE__CELL_VALUE;
}

static int try_measure(checker *c, size_t m, score_rank_interval *v)
{
  const score_criteria *set = c->u->result->set;
  const score__measure *measure = &set->measure[m];
  const int64_t step = score__measure_step(measure);
  int64_t now, low, high;
  if (!has_cell(c, m) || !score__trial_before(&c->trial, m, &now)) return 0;
  limits(measure, &low, &high);
  memcpy(c->which, c->always, set->node_count);
  for (uint32_t k = c->start[m]; k < c->start[m + 1]; k++) mark_up(set, c->which, c->reader[k]);
  int code = 0;
  for (int side = 0; side < 2 && !code; side++) {
    int64_t value;
    if (side ? __builtin_add_overflow(now, step, &value) : __builtin_sub_overflow(now, step, &value)) continue;
    if (value < low || value > high) continue;
    code = score__trial_put(&c->trial, m, value);
    if (!code && score__trial_parts_hold(&c->trial, &c->expected)) code = run(c, v);
    if (!code) code = score__trial_reset(&c->trial);
  }
  restore(c, false);
  return code;
}

static bool moves(const score_criteria *set, const uint32_t *start, const uint8_t *shared, size_t m)
{
  return (start[m + 1] > start[m] || shared[m]) && !set->measure[m].is_statistic;
}

static int check_all(checker *c)
{
  score_uncertainty *u = c->u;
  const score_result *r = u->result;
  int code = 0;
  for (size_t e = 0; e < u->ranked && !code; e++) {
    const size_t i = u->position[e];
    score_rank_interval *v = &u->interval[i];
    code = e ? score__trial_move(&c->trial, i) : score__trial_open(&c->trial, r, i);
    if (code) break;
    v->record_best = v->record_worst = r->total[i].rank;
    restore(c, true);
    read_key(c, r, i, c->best);
    memcpy(c->worst, c->best, c->width * sizeof *c->worst);
    for (size_t m = 0; m < r->set->measure_count && !code; m++)
      if (moves(r->set, c->start, c->trial.shared, m)) code = try_measure(c, m, v);
  }
  if (c->trial.base) score__trial_close(&c->trial);
  return code;
}

int score__uncertainty_record(score_uncertainty *u)
{
  checker c = {.u = u, .width = u->result->set->tie_count + 1};
  c.key = score__arena_alloc(&c.arena, c.width, sizeof *c.key);
  c.best = score__arena_alloc(&c.arena, c.width, sizeof *c.best);
  c.worst = score__arena_alloc(&c.arena, c.width, sizeof *c.worst);
  const bool good =
      c.key && c.best && c.worst && index_readers(&c) && score__expectation_of(&c.expected, u->result->set) == 0;
  const int code = good ? check_all(&c) : SCORE_E_MEMORY;
  score__expectation_free(&c.expected);
  score__arena_free(&c.arena);
  return code;
}

uint64_t score_uncertainty_effort(const score_result *r)
{
  const score_criteria *set = r->set;
  uint8_t *shared = calloc(set->measure_count + 1, 1), *read = calloc(set->measure_count + 1, 1);
  uint64_t runs = 0;
  if (shared && read) score__trial_shared(shared, set);
  for (size_t k = 0; read && k < set->node_count; k++)
    for (size_t m = 0; m < set->node[k].measure_count; m++) read[set->node[k].measure[m]] = 1;
  for (size_t m = 0; shared && read && m < set->measure_count; m++)
    if ((read[m] || shared[m]) && !set->measure[m].is_statistic) runs += shared[m] ? 2 * (uint64_t)r->all : 2;
  const bool good = shared && read;
  free(shared);
  free(read);
  return good ? runs * r->count : UINT64_MAX;
}
