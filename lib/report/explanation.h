/* The explanation of a score as data: one object per node with its inputs, rule, steps and parts, for JSON. */
#ifndef SCORE__EXPLANATION_H
#define SCORE__EXPLANATION_H

#include "compute/engine.h"
#include "compute/readings.h"
#include "model/sheet.h"

/* Of one node and what is below it; position = that of the unit in `all`. */
void score__explanation_add(score_document *d, const score__engine_one *one, const score_result *all, size_t position,
                            uint32_t node);

/* Named conditions, the calendar and the window of the period: what expressions of all nodes may read. */
void score__explain_period(score_document *d, const score_result *r);
/* The table "steps": each node below `node`, 0 = all and the total last, with its steps as the recorder took them. NULL
 * once failed. */
score__sheet_table *score__explain_steps(score_document *d, const score__engine_one *one, uint32_t node);
/* The lines of the grade, after those of the total. */
void score__explain_verdicts(score__trace *trace, const score_result *one);

/* ---- inside ---- */

void score__explain_exact(score_document *d, score__outline *parent, const char *key, const score__fraction *v);
void score__explain_points(score_document *d, score__outline *parent, const char *key, int64_t micro);
void score__explain_text(score_document *d, score__outline *parent, const char *key, const char *text);
/* A sentence of up to two arguments; second NULL = one. */
void score__explain_sentence(score_document *d, score__outline *parent, const char *key, int phrase, score__cell first,
                             const score__cell *second);
/* "inputs" and "facts", as members of `parent`, read at `stage`. */
void score__explain_readings(score_document *d, score__outline *parent, const score_result *one,
                             const score__readings *readings, int stage);
/* The definition's own object or list. */
void score__explain_tree(score_document *d, score__outline *parent, const char *key, const score__tree *tree);
/* Grade with the verdict of each gate, and what the rank rests on. */
void score__explain_grade(score_document *d, score__outline *total, const score_result *one);
void score__explain_rank(score_document *d, score__outline *total, const score_result *all, size_t position);
/* An expression with the names of measures in place of their keys. */
void score__explain_expression(score__buffer *out, const score_criteria *set, const char *text, int lang);
/* The rule in words, in a language. */
void score__explain_rule(score__buffer *out, const score_criteria *set, const score__tree *rule, int lang);

#endif
