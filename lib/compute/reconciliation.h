/* Two sides, line by line; the public face is score/reconcile.h. */
#ifndef SCORE__RECONCILIATION_H
#define SCORE__RECONCILIATION_H

#include "model/scores.h"
#include "score/reconcile.h"

typedef struct score__reconcile_line {
  uint32_t unit, node;  /* unit: index in the data */
  uint32_t position[2]; /* in the results; UINT32_MAX = not in it */
  uint8_t agreement;
  uint8_t outcome[2];
  bool has[2]; /* points of its own: not only those given for a node above */
  int64_t micro[2];
} score__reconcile_line;

struct score_reconciliation {
  const score_result *side[2]; /* [1] NULL = given points */
  int given_stage;             /* of these */
  int64_t tolerance_micro;
  size_t line_count, line_cap;
  score__reconcile_line *line;
  size_t count[SCORE_AGREEMENTS];
};

/* The stage that a side is read at. */
int score__reconcile_stage(const score_reconciliation *r, int side);

#endif
