#include "compute/bridge.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

typedef struct builder {
  const score_result *const *side;
  int64_t *account[SCORE__BRIDGE_SIDES]; /* of the unit, under each */
  uint16_t *listed;                      /* bits of the lines of the old set that stand in the bridge */
  score__bridge *out;
} builder;

static bool add_accounts(builder *b, const size_t *position)
{
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) {
    b->account[s] = calloc(b->side[s]->set->node_count, SCORE_LINES * sizeof **b->account);
    if (!b->account[s]) return false;
    score__account_unit(b->side[s], position[s], b->account[s]);
  }
  b->listed = calloc(b->side[SCORE__BRIDGE_OLD]->set->node_count, sizeof *b->listed);
  return b->listed != NULL;
}

static void add_line(builder *b, const score__impact_line *of)
{
  score__bridge_line l = {.of = *of};
  bool any = of->line == SCORE_LINE_POINTS;
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) {
    const uint32_t node = of->node[s == SCORE__BRIDGE_NEW];
    if (node == UINT32_MAX) continue;
    l.micro[s] = b->account[s][(size_t)node * SCORE_LINES + of->line];
    any |= l.micro[s] != 0;
  }
  if (of->node[0] != UINT32_MAX) b->listed[of->node[0]] |= (uint16_t)(1u << of->line);
  if (any) b->out->line[b->out->count++] = l;
}

/* What groups did with the old data alone: no line of the two sets on the new data. */
static void add_old(builder *b)
{
  const score_criteria *old = b->side[SCORE__BRIDGE_OLD]->set, *now = b->side[SCORE__BRIDGE_NEW]->set;
  for (uint32_t k = 0; k < old->node_count; k++) {
    for (unsigned line = 0; line < SCORE_LINES; line++) {
      if (!b->account[SCORE__BRIDGE_OLD][(size_t)k * SCORE_LINES + line] || b->listed[k] & 1u << line) continue;
      const size_t at = k ? score__dict_get(&now->by_node, old->node[k].key) : 0;
      const bool there = at != SIZE_MAX && (!k || !strcmp(now->node[at].key, old->node[k].key));
      const score__impact_line of = {.key = old->node[k].key,
                                     .node = {k, there ? (uint32_t)at : UINT32_MAX},
                                     .line = (uint8_t)line,
                                     .comparable = true};
      add_line(b, &of);
    }
  }
}

/* A group with nothing below in one set that has criteria in the other, and points given for it: one line. */
static bool join_given(builder *b, const score__bridge_line *own)
{
  const int absent = own->of.node[0] == UINT32_MAX ? 0 : 1;
  const score_criteria *other = b->side[absent ? SCORE__BRIDGE_NEW : SCORE__BRIDGE_OLD]->set;
  if (own->of.line != SCORE_LINE_POINTS || own->of.node[absent] != UINT32_MAX) return false;
  if (score__dict_get(&other->by_node, own->of.key) == SIZE_MAX) return false;
  for (size_t k = 0; k < b->out->count; k++) {
    score__bridge_line *l = &b->out->line[k];
    if (l->of.line != SCORE_LINE_GIVEN || strcmp(l->of.key, own->of.key) != 0) continue;
    for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) l->micro[s] += own->micro[s];
    l->of.comparable &= own->of.comparable;
    return true;
  }
  return false;
}

static void join_lines(builder *b)
{
  size_t kept = 0;
  for (size_t k = 0; k < b->out->count; k++) {
    const score__bridge_line l = b->out->line[k];
    if (!join_given(b, &l)) b->out->line[kept++] = l;
  }
  b->out->count = kept;
}

/* 0 = of the new set, 1 = of the old one alone, 2 = the total. */
static int place_of(const score__impact_line *l)
{
  if (l->node[0] == 0 || l->node[1] == 0) return 2;
  return l->node[1] == UINT32_MAX;
}

static int by_place(const void *a, const void *b)
{
  const score__impact_line *x = &((const score__bridge_line *)a)->of, *y = &((const score__bridge_line *)b)->of;
  const int place = place_of(x);
  if (place != place_of(y)) return place < place_of(y) ? -1 : 1;
  const uint32_t node_x = x->node[place == 0], node_y = y->node[place == 0];
  if (place < 2 && node_x != node_y) return node_x < node_y ? -1 : 1;
  return (x->line > y->line) - (x->line < y->line);
}

static int check_sums(const builder *b, const size_t *position)
{
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) {
    int64_t sum = 0;
    for (size_t k = 0; k < b->out->count; k++) sum += b->out->line[k].micro[s];
    if (sum != b->side[s]->total[position[s]].basis_micro) return SCORE_E_INTERNAL;
  }
  return 0;
}

static int build(builder *b, const size_t *position, score_error *err)
{
  score_impact *m = NULL;
  int code = score_impact_new(&m, b->side[SCORE__BRIDGE_MIXED], b->side[SCORE__BRIDGE_NEW], err);
  if (code) return code;
  const size_t most = m->line_count + b->side[SCORE__BRIDGE_OLD]->set->node_count * SCORE_LINES;
  b->out->line = calloc(most ? most : 1, sizeof *b->out->line);
  if (b->out->line && add_accounts(b, position)) {
    for (size_t k = 0; k < m->line_count; k++) add_line(b, &m->line[k]);
    add_old(b);
    join_lines(b);
    if (b->out->count) qsort(b->out->line, b->out->count, sizeof *b->out->line, by_place);
    code = check_sums(b, position);
    if (code) score__fail(err, code, SCORE__PH_INTERNAL, "score__bridge_new", NULL);
  } else {
    code = score__fail_memory(err);
  }
  score_impact_free(m);
  return code;
}

int score__bridge_new(score__bridge *out, const score_result *const side[SCORE__BRIDGE_SIDES],
                      const size_t position[SCORE__BRIDGE_SIDES], score_error *err)
{
  *out = (score__bridge){0};
  builder b = {.side = side, .out = out};
  const int code = build(&b, position, err);
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) free(b.account[s]);
  free(b.listed);
  return code;
}

void score__bridge_free(score__bridge *bridge)
{
  free(bridge->line);
  *bridge = (score__bridge){0};
}
