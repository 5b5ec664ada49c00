/* Model §8, the lost points and who could move them.
 * Worked: CLGQ was given as a whole, 6.49 of 12: 5.51 lost. Of its criteria the unit moves 10 points, nobody 2. Nobody's
 * share lies between 5.51 - 10, so 0, and 2; the unit's between 5.51 - 2 = 3.51 and 5.51. */
#include "compute/gap.h"

#include <stdlib.h>
#include <string.h>

#include "compute/parts.h"

/* A line of the gap: a criterion, or a group whose points were given. */
static bool is_line(const score_result *r, uint32_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  if (!k || n->max_micro == 0 || (r->node[k].flags[i] & SCORE__FLAG_COVERED)) return false;
  return n->end == k + 1 || r->node[k].outcome[i] == SCORE_REPORTED;
}

/* The highest node above that counts what is met. Below it only met or not met matters. */
uint32_t score__gap_counted_by(const score_result *r, uint32_t k)
{
  uint32_t found = UINT32_MAX;
  for (uint32_t up = r->set->node[k].parent; up != UINT32_MAX; up = r->set->node[up].parent)
    if (r->set->node[up].aggregate == SCORE__AGGREGATE_SHARE_MET) found = up;
  return found;
}

/* max / applicable. */
int64_t score__gap_share(const score_result *r, uint32_t counting, size_t i)
{
  score__parts p;
  int64_t micro = 0;
  score__parts_of(r, counting, i, false, &p);
  score__fraction one = {r->set->node[counting].max_micro, (score__i128)SCORE__MICRO * (p.left ? (int64_t)p.left : 1)};
  return score__fraction_round(&micro, &one, 1) ? 0 : micro;
}

bool score__gap_counts(const score_result *r, uint32_t k, size_t i)
{
  const uint8_t outcome = r->node[k].outcome[i];
  if (outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE) return false;
  if (outcome >= SCORE_MISSING) return r->set->node[k].group_kind == SCORE__GROUP_PENALTY;
  return r->node[k].flags[i] & SCORE__FLAG_MET;
}

static int64_t lost_of_counted(const score_result *r, uint32_t k, size_t i, uint32_t counting)
{
  const uint8_t outcome = r->node[k].outcome[i];
  const bool penalty = r->set->node[k].group_kind == SCORE__GROUP_PENALTY;
  const bool out = outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE;
  if (out || r->set->node[k].kind != SCORE__NODE_CRITERION) return 0;
  return score__gap_counts(r, k, i) == penalty ? score__gap_share(r, counting, i) : 0;
}

static int64_t lost(const score_result *r, uint32_t k, size_t i)
{
  const score__node *n = &r->set->node[k];
  const uint32_t counting = score__gap_counted_by(r, k);
  if (n->group_kind == SCORE__GROUP_BONUS) return 0; /* a bonus not won is no loss */
  if (counting != UINT32_MAX) return lost_of_counted(r, k, i, counting);
  if (n->group_kind == SCORE__GROUP_PENALTY) return r->node[k].points_micro[i];
  int64_t v = r->node[k].max_micro[i] - r->node[k].points_micro[i];
  return v > 0 ? v : 0;
}

/* What blank parts of a criterion that is scored could still bring counts as well. */
static void find_cause(const score_result *r, size_t i, score__gap_line *line)
{
  const score__node_column *c = &r->node[line->node];
  const bool counted = score__gap_counted_by(r, line->node) != UINT32_MAX;
  const bool penalty = r->set->node[line->node].group_kind == SCORE__GROUP_PENALTY;
  int64_t open = penalty ? c->points_micro[i] - c->high_micro[i] : c->high_micro[i] - c->points_micro[i];
  if (open > line->lost || (counted && open > 0)) open = line->lost;
  if (c->outcome[i] == SCORE_MISSING) line->for_data = line->lost;
  if (c->outcome[i] == SCORE_INVALID) line->for_faults = line->lost;
  if (c->outcome[i] != SCORE_SCORED || open <= 0) return;
  if (counted && c->high_micro[i] != c->max_micro[i]) return; /* at its best it is not met either */
  if (c->flags[i] & SCORE__FLAG_CONTRADICTED)
    line->for_faults = open;
  else
    line->for_data = open;
}

size_t score__gap_mover(const score__gap *g, const score__gap_line *line)
{
  const score_criteria *set = g->result->set;
  const score__node *n = &set->node[line->node];
  if (g->result->node[line->node].outcome[g->position] == SCORE_NOT_APPLICABLE)
    return SCORE__MOVER_NOBODY; /* lost by the set's own policy */
  if (n->kind == SCORE__NODE_CRITERION) return n->controlled_by;
  size_t mover = SIZE_MAX;
  for (uint32_t c = line->node + 1; c < n->end; c++) {
    const score__node *child = &set->node[c];
    if (child->kind != SCORE__NODE_CRITERION || child->max_micro == 0) continue;
    if (mover != SIZE_MAX && mover != child->controlled_by) return SIZE_MAX;
    mover = child->controlled_by;
  }
  return n->end == line->node + 1 ? SCORE__MOVER_UNIT : mover;
}

score__gap_range score__gap_split(const score__gap *g, const score__gap_line *line, unsigned movers)
{
  const score_criteria *set = g->result->set;
  const size_t mover = score__gap_mover(g, line);
  int64_t own = 0, others = 0;
  if (mover != SIZE_MAX) {
    const int64_t all = movers & SCORE__GAP_MOVER(mover) ? line->lost : 0;
    return (score__gap_range){all, all};
  }
  for (uint32_t c = line->node + 1; c < set->node[line->node].end; c++) {
    const score__node *n = &set->node[c];
    if (n->kind != SCORE__NODE_CRITERION) continue;
    *(movers & SCORE__GAP_MOVER(n->controlled_by) ? &own : &others) += n->max_micro;
  }
  score__gap_range range = {line->lost - others, own < line->lost ? own : line->lost};
  if (range.low < 0) range.low = 0;
  return range;
}

static bool is_below(const score__gap *g, const score__gap_line *line, uint32_t node)
{
  return line->node >= node && line->node < g->result->set->node[node].end;
}

score__gap_range score__gap_split_below(const score__gap *g, uint32_t node, unsigned movers)
{
  score__gap_range sum = {0, 0};
  for (size_t k = 0; k < g->line_count; k++) {
    if (!is_below(g, &g->line[k], node)) continue;
    const score__gap_range one = score__gap_split(g, &g->line[k], movers);
    sum.low += one.low;
    sum.high += one.high;
  }
  return sum;
}

/* What another unit lost in a group by these movers; false where its components are not all known. */
static bool lost_elsewhere(const score_result *r, uint32_t group, size_t i, unsigned movers, int64_t *sum)
{
  *sum = 0;
  for (uint32_t c = group + 1; c < r->set->node[group].end; c++) {
    const score__node *n = &r->set->node[c];
    if (n->kind != SCORE__NODE_CRITERION || !n->max_micro) continue;
    const uint8_t outcome = r->node[c].outcome[i];
    if ((outcome != SCORE_SCORED && outcome != SCORE_REPORTED) || (r->node[c].flags[i] & SCORE__FLAG_COVERED))
      return false;
    if (movers & SCORE__GAP_MOVER(n->controlled_by)) *sum += r->node[c].max_micro[i] - r->node[c].points_micro[i];
  }
  return true;
}

score__gap_range score__gap_split_likely(const score__gap *g, unsigned movers, size_t *units)
{
  const score_result *r = g->result;
  const score__units *u = &r->data->units;
  const int32_t day = score__set_last_day(r->set, r->frame->period);
  const size_t parent = score__engine_parent(u, r->unit[g->position], day);
  score__gap_range sum = score__gap_split_below(g, 0, movers);
  *units = 0;
  for (size_t k = 0; k < g->line_count; k++) {
    const score__gap_line *line = &g->line[k];
    if (parent == SIZE_MAX || !line->lost || score__gap_mover(g, line) != SIZE_MAX) continue;
    const score__gap_range strict = score__gap_split(g, line, movers);
    score__gap_range seen = {INT64_MAX, INT64_MIN};
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++) {
      int64_t there;
      if (i == g->position || score__engine_parent(u, r->unit[i], day) != parent) continue;
      if (!lost_elsewhere(r, line->node, i, movers, &there)) continue;
      if (there < seen.low) seen.low = there;
      if (there > seen.high) seen.high = there;
      n++;
    }
    if (seen.low < strict.low) seen.low = strict.low;
    if (seen.high > strict.high) seen.high = strict.high;
    if (n < 2 || seen.low > seen.high) continue; /* one alone shows nothing; none that fits neither */
    sum.low += seen.low - strict.low;
    sum.high += seen.high - strict.high;
    if (!*units || n < *units) *units = n;
  }
  return sum;
}

static int64_t below(const score__gap *g, uint32_t node)
{
  int64_t sum = 0;
  for (size_t k = 0; k < g->line_count; k++)
    if (is_below(g, &g->line[k], node)) sum += g->line[k].lost;
  return sum;
}

int64_t score__gap_of(const score__gap *g, uint32_t node)
{
  const score_result *r = g->result;
  const score__node *n = &r->set->node[node];
  if (!node) return g->lost;
  if (n->group_kind == SCORE__GROUP_BONUS) return 0;
  if (n->group_kind == SCORE__GROUP_PENALTY) return r->node[node].points_micro[g->position];
  if (n->aggregate == SCORE__AGGREGATE_SHARE_MET || score__gap_counted_by(r, node) != UINT32_MAX) return below(g, node);
  const int64_t v = r->node[node].max_micro[g->position] - r->node[node].points_micro[g->position];
  return v > 0 ? v : 0;
}

/* Worth / applicable has no end: under share_met within a millionth of each line. */
bool score__gap_adds_up(const score__gap *g, uint32_t node)
{
  const int64_t apart = below(g, node) - score__gap_of(g, node);
  if (!apart) return true;
  return g->counts_met && llabs(apart) <= (g->result->set->total_grid_micro + 1) / 2 + (int64_t)g->line_count;
}

static int by_gain(const void *a, const void *b)
{
  const score__gap_line *x = a, *y = b;
  if (x->movable != y->movable) return x->movable < y->movable ? 1 : -1;
  if (x->lost != y->lost) return x->lost < y->lost ? 1 : -1;
  return x->node < y->node ? -1 : 1;
}

static int find_lines(score__gap *g)
{
  const score_result *r = g->result;
  const size_t i = g->position;
  const score_total_result *t = &r->total[i];
  g->line = score__arena_alloc(&g->arena, r->set->node_count, sizeof *g->line);
  if (!g->line) return SCORE_E_MEMORY;
  for (uint32_t k = 0; k < r->set->node_count; k++) {
    if (!is_line(r, k, i)) continue;
    score__gap_line *line = &g->line[g->line_count++];
    *line = (score__gap_line){.node = k, .lost = lost(r, k, i)};
    find_cause(r, i, line);
    line->movable = score__gap_split(g, line, SCORE__GAP_EVERYBODY & ~SCORE__GAP_MOVER(SCORE__MOVER_NOBODY)).high;
    g->told += line->lost;
  }
  if (g->line_count) qsort(g->line, g->line_count, sizeof *g->line, by_gain);
  g->counts_met = r->set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET;
  g->lost = t->max_micro > t->points_micro ? t->max_micro - t->points_micro : 0;
  return 0;
}

int score__gap_open(score__gap *g, const score_result *r, size_t position)
{
  *g = (score__gap){.result = r, .position = position};
  int code = find_lines(g);
  if (!code) code = score__trial_open(&g->trial, r, position);
  if (!code) code = score__levers_open(&g->levers, &g->trial);
  if (!code) code = score__gap_courses(g);
  if (code) score__gap_close(g);
  return code;
}

void score__gap_close(score__gap *g)
{
  score__levers_close(&g->levers);
  score__trial_close(&g->trial);
  score__arena_free(&g->arena);
}

/* ---- beside others ---- */

static int by_value(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

void score__gap_cohort_of(score__gap_cohort *out, const score_result *r, uint32_t node, int64_t *values)
{
  const bool penalty = r->set->node[node].group_kind == SCORE__GROUP_PENALTY;
  *out = (score__gap_cohort){0};
  for (size_t i = 0; i < r->count; i++) {
    if (!r->total[i].rank) continue;
    const uint8_t outcome = r->node[node].outcome[i];
    if (node &&
        ((outcome != SCORE_SCORED && outcome != SCORE_REPORTED) || (r->node[node].flags[i] & SCORE__FLAG_COVERED)))
      continue;
    values[out->n++] = node ? r->node[node].points_micro[i] : r->total[i].basis_micro;
  }
  if (!out->n) return;
  qsort(values, out->n, sizeof *values, by_value);
  const int64_t a = values[(out->n - 1) / 2], b = values[out->n / 2];
  out->median = a + (b - a) / 2;
  out->best = penalty ? values[0] : values[out->n - 1];
}
