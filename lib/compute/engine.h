/* Inside of the evaluation: the parts that evaluate.c runs in order. All work on positions from .. from + count of a
 * result; with a trace count is 1. */
#ifndef SCORE__ENGINE_H
#define SCORE__ENGINE_H

#include "base/limits.h"
#include "model/scores.h"
#include "rule/rule.h"

/* Each level of parentheses or calls is three of depth (or, not, unary) and holds at most seven columns at once: those
 * of if, or, and, a comparison, a sum and a product. The rest is the rule's own. */
#define SCORE__SCRATCH_COLUMNS ((SCORE__MAX_EXPR_DEPTH + 2u) / 3u * 7u + 24u)

/* Stages tried for a criterion: from the evaluated one down to the lowest allowed. */
static inline int score__engine_lowest(const score_result *r)
{
  return r->fallback ? 0 : r->stage;
}

score__batch score__engine_batch(const score_result *r, int stage, size_t from, size_t count, score__trace *trace);
/* Model §4 steps 2: which given points stand, override or are compared. 0 or SCORE_E_MEMORY. */
int score__engine_given(score_result *r);
/* The same again in the same columns, after cells came or went or criteria fell back. */
void score__engine_given_settle(const score_result *r);
/* What points given at one stage are for a unit: SCORE__GIVEN_*; take: let them be those of the result. */
uint8_t score__engine_given_at(const score_result *r, size_t node, int stage, size_t position);
void score__engine_given_take(const score_result *r, size_t node, int stage, size_t position);
/* Whether the points of a node above stand for this unit: then the node is covered by them. */
bool score__engine_covered(const score_result *r, size_t node, size_t position, size_t *by);
/* The attributes that the set reads of these units and of their parents as of the period's end, one column each. False
 * when memory is out. */
bool score__engine_attributes(score_result *r, const uint32_t *unit, size_t count, uint32_t ***own, uint32_t ***parent);
/* A unit's parent on a day, by code or alias; SIZE_MAX when it has none or an unknown one. */
size_t score__engine_parent(const score__units *units, size_t unit, int32_t day);
/* Model §5: statistics over children and of cohorts, of every stage in use. 0 or SCORE_E_MEMORY. */
int score__engine_children(score_result *r);
int score__engine_cohort(score_result *r);
/* Whether a check of the set holds for a unit; true where it cannot be decided. */
bool score__engine_check(const score_result *r, size_t check, size_t position);
/* Steps 2 to 9. */
void score__engine_criterion(const score_result *r, size_t node, size_t from, size_t count, score__trace *trace);
/* What one criterion, evaluated before, came to before it was rounded; its points where it was not scored. */
void score__engine_exact(const score_result *r, size_t node, size_t position, score__fraction *out);
/* Steps 10 to 13. */
void score__engine_group(const score_result *r, size_t node, size_t from, size_t count, score__trace *trace);
/* Steps 14 to 16, counts, interval. */
void score__engine_total(const score_result *r, size_t from, size_t count, score__trace *trace);
/* Model §6. */
void score__engine_grades(const score_result *r, size_t from, size_t count);
bool score__engine_gate(const score_result *r, const score__gate *gate, size_t position);
/* Whether the gate "no criterion at 0" looks at this node. */
bool score__engine_counts(const score_result *r, uint32_t node, size_t position);
/* A condition of grades; false where it is not decided. */
bool score__engine_condition(const score_result *r, const score__expr *expr, size_t position, bool *decided);
int score__engine_rank(score_result *r);
/* What a key of the set makes of a unit: more is better, INT64_MIN = nothing to go by. */
int64_t score__engine_tie_value(const score_result *r, const score__tie_key *key, size_t position);
/* The rank that the unit at `position` of a ranked result would have among its others, were it `one` at `at`. */
int32_t score__engine_place(const score_result *r, size_t position, const score_result *one, size_t at);

/* Steps of explain that are not a rule's own: what a node reads. trace may be NULL. */
void score__engine_trace_inputs(score__trace *trace, const score_data *data, score__batch *batch,
                                const score__node *node, int stage);
/* Policy, given points, rounding: how the printed points of a criterion came from its exact ones. */
void score__engine_trace_outcome(score__trace *trace, const score_result *r, size_t node, size_t position,
                                 int64_t computed_micro, int reason);

/* All that comes before the nodes are evaluated, over the units in r->unit: columns, still empty, other periods,
 * attributes, given points, statistics. */
int score__engine_prepare(score_result *r);
/* The whole evaluation of a period over the units in r->unit. */
int score__engine_run(score_result *r);

/* The same evaluation on a frame of one unit, with a recorder: one trace per node. */
typedef struct score__engine_one {
  score_result result; /* one position */
  score__trace *trace; /* [nodes] */
} score__engine_one;

/* Its two halves, without a recorder: the columns of a result of one position, filled in but for the nodes' own, with
 * attributes, given points and statistics of `r`; then the nodes. */
int score__engine_one_columns(score_result *one, const score_result *r, size_t position);
/* The same columns for another unit of `r`; 0 or SCORE_E_MEMORY. */
int score__engine_one_move(score_result *one, const score_result *r, size_t position);
void score__engine_one_nodes(const score_result *one);
/* Only the nodes whose byte is set, and no grades. */
void score__engine_one_some(const score_result *one, const uint8_t *which);
int score__engine_one_run(score__engine_one *out, const score_result *r, size_t position);
void score__engine_one_free(score__engine_one *one);

#endif
