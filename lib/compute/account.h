/* The printed total of one unit as a sum of lines: one for each criterion, and one for each thing that groups and the
 * total do. Two such accounts under two sets, subtracted line by line, are what a change of the set does. */
#ifndef SCORE__ACCOUNT_H
#define SCORE__ACCOUNT_H

#include "model/scores.h"
#include "score/impact.h"

/* Lines of all nodes: micro[node * SCORE_LINES + line], zeroed by the caller. Their sum is the total's basis. */
void score__account_unit(const score_result *r, size_t position, int64_t *micro);
/* Whether a node has a SCORE_LINE_POINTS of its own: criteria, and groups with nothing below. */
static inline bool score__account_leaf(const score_criteria *set, uint32_t node)
{
  return node > 0 && set->node[node].end == node + 1;
}

typedef struct score__impact_line {
  const char *key;
  uint32_t node[2]; /* before, after; UINT32_MAX = not there */
  uint8_t line;
  bool comparable;
} score__impact_line;

typedef struct score__impact_unit {
  const char *code;
  uint32_t position[2]; /* UINT32_MAX = not in that result */
} score__impact_unit;

struct score_impact {
  score__arena arena;
  const score_result *side[2]; /* before, after */
  size_t unit_count, line_count;
  score__impact_unit *unit;
  score__impact_line *line;
  int64_t *micro[2]; /* [unit][line] */
};

#endif
