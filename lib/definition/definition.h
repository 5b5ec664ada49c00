/* Tree -> criteria set: reads, checks and compiles a definition. Every fault is a finding. */
#ifndef SCORE__DEFINITION_H
#define SCORE__DEFINITION_H

#include "model/set.h"
#include "model/tree.h"
#include "rule/param.h"

/* One fault: pointer = JSON pointer of the place. The caller adds file, line and column. */
typedef void (*score__definition_fault)(void *context, const char *pointer, score_severity severity, score_error *err);

/* NULL when there was an error. The set owns what it needs: the tree's arena must become the set's (`arena`). */
score_criteria *score__definition_compile(score__arena *arena, const score__tree *root, score__definition_fault fault,
                                          void *context);
/* What a careful author wants to know beyond errors (lint.h). -1 when memory ran out. */
int score__definition_review(const score_criteria *set, const score__tree *root, score__definition_fault fault,
                             void *context);

/* Tables of the members of a definition: the whole file, and its parts. Who describes, compares or writes definitions
 * walks a tree and these side by side. */
extern const score__param score__definition_root[], score__measure_params[], score__option_params[],
    score__group_params[], score__criterion_params[], score__total_params[], score__source_params[],
    score__cap_params[], score__grades_params[], score__ranking_params[], score__calendar_params[],
    score__period_params[], score__check_params[], score__lever_params[];

/* ---- inside ---- */

typedef struct score__definition_reads { /* nodes that a node's expressions read */
  uint32_t *node;
  size_t count;
} score__definition_reads;

typedef struct score__definition {
  score_criteria *set;
  score__reader reader;
  score__expr_scope scope;
  const score__tree **node_tree;  /* [node_count] where each node was read */
  score__definition_reads *reads; /* [node_count] */
  uint8_t *node_used;
  uint8_t *measure_used;
  int64_t criterion_grid, group_grid;
  uint8_t na_policy;
  bool uses_exclude_or_due;
  size_t joined; /* bytes of conditions joined with those of groups above */
  score__definition_fault fault;
  void *context;
} score__definition;

extern const char *const score__na_policies[];
extern const char *const score__movers[];
extern const char *const score__statuses[];
bool score__definition_key(const char *text, bool node);
/* Whether a member that may be absent is a list of at most so many; else, but for absence, a fault. */
bool score__definition_list(score__definition *d, const score__tree *list, size_t most, const char *what);
/* score__reader's report: context is the score__definition. */
void score__definition_report(void *context, const score__tree *at, const char *member, score_severity severity,
                              const score_error *err);
void score__definition_measures(score__definition *d, const score__tree *measures);
void score__definition_conditions(score__definition *d, const score__tree *conditions);
/* Measures that give a statistic: after the measures and the conditions. */
void score__definition_statistics(score__definition *d, const score__tree *measures);
void score__definition_calendar(score__definition *d, const score__tree *calendar);
void score__definition_period(score__definition *d, const score__tree *period);
void score__definition_checks(score__definition *d, const score__tree *checks);
/* What one unit can do: after measures and conditions. */
void score__definition_levers(score__definition *d, const score__tree *levers);
/* All empty when there is none. */
score__source score__definition_source(score__definition *d, const score__tree *source);
void score__definition_nodes(score__definition *d, const score__tree *groups, const score__tree *total);
void score__definition_order(score__definition *d);
void score__definition_grades(score__definition *d, const score__tree *grades);
void score__definition_ranking(score__definition *d, const score__tree *ranking);
/* "0.01" or "none" -> millionths or 0. */
int64_t score__definition_grid(score__definition *d, const score__tree *t, int64_t initial);

#endif
