/* What a node, or any expression, reads: measures of the unit's own, and facts (attributes, the period, statistics,
 * earlier values, points of other nodes), each once. */
#ifndef SCORE__READINGS_H
#define SCORE__READINGS_H

#include "model/scores.h"
#include "model/set.h"

typedef struct score__readings { /* zero it but for arena and set */
  score__arena *arena;
  const score_criteria *set;
  size_t measure_count, measure_cap;
  size_t own; /* the first so many are the node's own inputs */
  uint32_t *measure;
  size_t fact_count, fact_cap;
  const score__expr **fact; /* leaves: an attribute, a statistic, ... */
  bool failed;
} score__readings;

void score__readings_expr(score__readings *out, const score__expr *expr);
/* The criterion's own measures first, in its order. */
void score__readings_node(score__readings *out, const score__node *node);

/* Kinds of facts by their machine names: "attribute", "period", "points", "cohort", ... */
const char *score__readings_kind(const score__expr *fact);
/* The fact as the definition writes it: unit.kind, mean(x), points("K"). */
void score__readings_text(score__buffer *out, const score_criteria *set, const score__expr *fact);
/* Of one unit (batch->count 1). An attribute's text goes to *text, anything else to *out and *text is NULL. */
void score__readings_value(const score__expr *fact, score__batch *batch, score__value *out, const char **text);
/* Whether the note beside given points is the reason for which they may override. */
bool score__readings_is_reason(const score_result *r, size_t node, size_t position);
/* An earlier value in the measure's own scale. */
int64_t score__readings_scaled(const score_criteria *set, const score__expr *fact, const score__value *value);
/* A cell as the definition reads it: exact, and its state as a machine name: value, missing, na, default. */
const char *score__readings_cell(const score__measure *measure, uint8_t state, int64_t value, score__fraction *out);

#endif
