/* Model §7: two versions on one set of data. Units are matched by code, nodes by key; what only one side has counts 0 on
 * the other. A criterion is not comparable when one of the sets does not know a measure that it reads on either side,
 * also in other periods or of other units, or has another type or list of options under this name: then its difference
 * is one of data, not of rules. */
#include "score/impact.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "compute/account.h"
#include "model/operation.h"

const char *score_line_string(score_line line)
{
  static const char *const names[SCORE_LINES] = {"points",   "highest", "split",   "rescale", "clamp",
                                                 "rounding", "given",   "outcome", "percent"};
  return (unsigned)line < SCORE_LINES ? names[line] : "";
}

/* ---- units: both are in order of code ---- */

static bool match_units(score_impact *m)
{
  const score_result *a = m->side[0], *b = m->side[1];
  size_t i = 0, k = 0;
  m->unit = score__arena_alloc(&m->arena, a->count + b->count, sizeof *m->unit);
  if (!m->unit) return false;
  while (i < a->count || k < b->count) {
    const char *left = i < a->count ? a->data->units.code[a->unit[i]] : NULL;
    const char *right = k < b->count ? b->data->units.code[b->unit[k]] : NULL;
    const int order = !left ? 1 : !right ? -1 : strcmp(left, right);
    score__impact_unit *u = &m->unit[m->unit_count++];
    u->code = order <= 0 ? left : right;
    u->position[0] = order <= 0 ? (uint32_t)i++ : UINT32_MAX;
    u->position[1] = order >= 0 ? (uint32_t)k++ : UINT32_MAX;
  }
  return true;
}

/* ---- lines ---- */

static uint32_t node_by_key(const score_criteria *set, const char *key)
{
  const size_t i = score__dict_get(&set->by_node, key); /* keys stand before codes */
  return i != SIZE_MAX && !strcmp(set->node[i].key, key) ? (uint32_t)i : UINT32_MAX;
}

static bool same_measure(const score__measure *a, const score__measure *b)
{
  if (a->type != b->type || a->option_count != b->option_count) return false;
  for (size_t k = 0; k < a->option_count; k++)
    if (strcmp(a->option_key[k], b->option_key[k]) != 0) return false;
  return true;
}

static bool knows(const score_criteria *own, const score_criteria *other, size_t measure)
{
  const score__measure *m = &own->measure[measure];
  const size_t at = score__dict_get(&other->by_measure, m->key);
  return at != SIZE_MAX && same_measure(m, &other->measure[at]);
}

/* All that an expression over other units reads. */
static bool knows_expr(const score_criteria *own, const score_criteria *other, const score__expr *e)
{
  if (e->op == SCORE__OP_MEASURE || e->op == SCORE__OP_HAS) return knows(own, other, e->index);
  if (e->op == SCORE__OP_EARLIER || e->op == SCORE__OP_HAS_EARLIER)
    return knows(own, other, own->earlier[e->index].measure);
  if (e->op == SCORE__OP_CHILDREN) return knows_expr(own, other, own->children[e->index].a);
  for (uint16_t i = 0; i < e->arg_count; i++)
    if (!knows_expr(own, other, e->arg[i])) return false;
  return true;
}

static bool is_known(const score__node *n, const score_criteria *own, const score_criteria *other)
{
  const score__beyond *beyond = &n->beyond;
  for (size_t k = 0; k < n->measure_count; k++)
    if (!knows(own, other, n->measure[k])) return false;
  for (size_t k = 0; k < beyond->earlier.count; k++)
    if (!knows(own, other, own->earlier[beyond->earlier.item[k]].measure)) return false;
  for (size_t k = 0; k < beyond->children.count; k++)
    if (!knows_expr(own, other, own->children[beyond->children.item[k]].a)) return false;
  for (size_t k = 0; k < beyond->cohort.count; k++) { /* what they are computed from stands among all these */
    const score__cohort_stat *stat = &own->cohort[beyond->cohort.item[k]];
    if (stat->has_given && !knows(own, other, stat->given)) return false;
  }
  return true;
}

static bool is_comparable(const score_impact *m, const uint32_t node[2])
{
  for (int s = 0; s < 2; s++) {
    const score_criteria *own = m->side[s]->set, *other = m->side[!s]->set;
    if (node[s] != UINT32_MAX && !is_known(&own->node[node[s]], own, other)) return false;
  }
  return true;
}

/* Bits of the lines that some unit has, per node of each set. */
typedef struct survey {
  uint16_t *seen[2];
  int64_t *micro[2]; /* the account of one unit */
} survey;

static bool look(const score_impact *m, survey *v)
{
  for (int s = 0; s < 2; s++) {
    const score_result *r = m->side[s];
    const size_t nodes = r->set->node_count, room = nodes * SCORE_LINES; /* at most 20,000 nodes */
    v->seen[s] = calloc(nodes, sizeof **v->seen);
    v->micro[s] = calloc(room, sizeof **v->micro);
    if (!v->seen[s] || !v->micro[s]) return false;
    for (size_t i = 0; i < r->count; i++) {
      memset(v->micro[s], 0, room * sizeof **v->micro);
      score__account_unit(r, i, v->micro[s]);
      for (size_t k = 0; k < room; k++)
        if (v->micro[s][k]) v->seen[s][k / SCORE_LINES] |= (uint16_t)(1u << k % SCORE_LINES);
    }
  }
  return true;
}

static void add_lines(score_impact *m, const survey *v, uint32_t before, uint32_t after)
{
  const uint32_t node[2] = {before, after};
  unsigned seen = 0;
  const char *key = NULL;
  for (int s = 0; s < 2; s++) {
    if (node[s] == UINT32_MAX) continue;
    const score_criteria *set = m->side[s]->set;
    key = set->node[node[s]].key;
    seen |= v->seen[s][node[s]];
    if (score__account_leaf(set, node[s]) && set->node[node[s]].max_micro) seen |= 1u << SCORE_LINE_POINTS;
  }
  for (unsigned line = 0; line < SCORE_LINES; line++) {
    if (!(seen & 1u << line)) continue;
    score__impact_line *l = &m->line[m->line_count++];
    *l = (score__impact_line){.key = key, .node = {before, after}, .line = (uint8_t)line, .comparable = true};
    for (int s = 0; line == SCORE_LINE_POINTS && s < 2; s++)
      if (node[s] != UINT32_MAX && !score__account_leaf(m->side[s]->set, node[s])) l->node[s] = UINT32_MAX;
    if (line == SCORE_LINE_POINTS) l->comparable = is_comparable(m, l->node);
  }
}

/* In the order of the new set; what is no longer there behind it, the total at the end. */
static bool list_lines(score_impact *m, const survey *v)
{
  const score_criteria *a = m->side[0]->set, *b = m->side[1]->set;
  m->line = score__arena_alloc(&m->arena, (a->node_count + b->node_count) * SCORE_LINES, sizeof *m->line);
  if (!m->line) return false;
  for (uint32_t k = 1; k < b->node_count; k++) {
    const uint32_t old = node_by_key(a, b->node[k].key);
    add_lines(m, v, old ? old : UINT32_MAX, k);
  }
  for (uint32_t k = 1; k < a->node_count; k++) {
    const uint32_t now = node_by_key(b, a->node[k].key);
    if (!now || now == UINT32_MAX) add_lines(m, v, k, UINT32_MAX);
  }
  add_lines(m, v, 0, 0);
  return true;
}

static int fill(score_impact *m, survey *v)
{
  const size_t lines = m->line_count ? m->line_count : 1;
  if (m->unit_count > SIZE_MAX / sizeof **m->micro / lines) return SCORE_E_MEMORY;
  for (int s = 0; s < 2; s++) {
    const score_result *r = m->side[s];
    const size_t room = r->set->node_count * SCORE_LINES;
    m->micro[s] = score__arena_alloc(&m->arena, m->unit_count * lines, sizeof **m->micro);
    if (!m->micro[s]) return SCORE_E_MEMORY;
    for (size_t u = 0; u < m->unit_count; u++) {
      const uint32_t position = m->unit[u].position[s];
      if (position == UINT32_MAX) continue;
      int64_t sum = 0;
      memset(v->micro[s], 0, room * sizeof **v->micro);
      score__account_unit(r, position, v->micro[s]);
      for (size_t k = 0; k < m->line_count; k++) {
        const uint32_t node = m->line[k].node[s];
        if (node == UINT32_MAX) continue;
        m->micro[s][u * lines + k] = v->micro[s][(size_t)node * SCORE_LINES + m->line[k].line];
        sum += m->micro[s][u * lines + k];
      }
      if (sum != r->total[position].basis_micro) return SCORE_E_INTERNAL;
    }
  }
  return 0;
}

int score_impact_new(score_impact **out, const score_result *before, const score_result *after, score_error *err)
{
  *out = NULL;
  if (!score__period_equal(before->frame->period, after->frame->period) || before->stage != after->stage)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_IMPACT_OTHER_DATA, before->frame->name, after->frame->name, NULL);
  score_impact *m = calloc(1, sizeof *m);
  if (!m) return score__fail_memory(err);
  m->side[0] = before;
  m->side[1] = after;
  survey v = {0};
  int code = match_units(m) && look(m, &v) && list_lines(m, &v) ? fill(m, &v) : SCORE_E_MEMORY;
  for (int s = 0; s < 2; s++) {
    free(v.seen[s]);
    free(v.micro[s]);
  }
  if (code) {
    score_impact_free(m);
    return code == SCORE_E_MEMORY ? score__fail_memory(err)
                                  : score__fail(err, code, SCORE__PH_INTERNAL, "score_impact_new", NULL);
  }
  *out = m;
  return 0;
}

void score_impact_free(score_impact *m)
{
  if (!m) return;
  score__arena_free(&m->arena);
  free(m);
}

/* ---- what a caller may ask ---- */

size_t score_impact_units(const score_impact *m)
{
  return m->unit_count;
}

int score_impact_unit_get(score_impact_unit *out, const score_impact *m, size_t unit)
{
  if (unit >= m->unit_count) return SCORE_E_USAGE;
  const score__impact_unit *u = &m->unit[unit];
  const bool in[2] = {u->position[0] != UINT32_MAX, u->position[1] != UINT32_MAX};
  *out = (score_impact_unit){.code = u->code, .in_before = in[0], .in_after = in[1]};
  if (in[0]) out->before_micro = m->side[0]->total[u->position[0]].basis_micro;
  if (in[1]) out->after_micro = m->side[1]->total[u->position[1]].basis_micro;
  return 0;
}

size_t score_impact_lines(const score_impact *m)
{
  return m->line_count;
}

int score_impact_line_get(score_impact_line *out, const score_impact *m, size_t line)
{
  if (line >= m->line_count) return SCORE_E_USAGE;
  const score__impact_line *l = &m->line[line];
  *out = (score_impact_line){.node = l->key,
                             .line = (score_line)l->line,
                             .in_before = l->node[0] != UINT32_MAX,
                             .in_after = l->node[1] != UINT32_MAX,
                             .comparable = l->comparable};
  return 0;
}

int score_impact_value(int64_t *before_micro, int64_t *after_micro, const score_impact *m, size_t unit, size_t line)
{
  if (unit >= m->unit_count || line >= m->line_count) return SCORE_E_USAGE;
  *before_micro = m->micro[0][unit * m->line_count + line];
  *after_micro = m->micro[1][unit * m->line_count + line];
  return 0;
}
