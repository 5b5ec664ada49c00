/* Model §9: what a careful author wants to know beyond errors. One table of rules (lint.c), one file per theme. */
#ifndef SCORE__LINT_H
#define SCORE__LINT_H

#include "definition/definition.h"
#include "rule/rule.h"

typedef struct score__lint {
  const score_criteria *set;
  const score__tree *root;
  const char **kind; /* texts that the set compares with unit.kind; of one alone, "" = all others; or one NULL */
  size_t kind_count;
  struct score__lint_best *best; /* [kind_count][node_count], see score__lint_reach */
  uint8_t *option_named;         /* [options of all measures] a rule or a condition names it */
  size_t *option_at;             /* [measure_count] the first option of a measure in option_named */
  uint8_t *measure_used;         /* [measure_count] */
  score__arena arena;
  bool *failed; /* memory ran out: what was found is not all there is */
  score__definition_fault fault;
  void *context;
} score__lint;

/* What a formula is for, so that a theme knows whether "true" is good for the unit. */
enum {
  SCORE__LINT_RULE, /* a parameter of a rule: `param` */
  SCORE__LINT_APPLIES,
  SCORE__LINT_REQUIRES,
  SCORE__LINT_CAP,
  SCORE__LINT_GATE,
  SCORE__LINT_CEILING,
  SCORE__LINT_FORCED,
  SCORE__LINT_CHECK
};

typedef struct score__lint_formula {
  const score__expr *expr;
  const char *text;
  const score__tree *at; /* the object that holds it */
  const char *member;
  uint32_t node; /* UINT32_MAX outside of nodes */
  uint8_t role;
  const score__param *param;
} score__lint_formula;

typedef struct score__lint_rule_use { /* a rule, of a criterion or inside another rule */
  const score__rule_kind *kind;
  const void *rule;
  const score__tree *at;
  uint32_t node;
  int64_t max_micro; /* of the criterion or of the part */
} score__lint_rule_use;

/* One finding; its severity is the table's. member (may be NULL) is appended to the place; column: inside a text, from
 * 1, 0 = none. a, b, c: arguments or NULL. */
void score__lint_say(const score__lint *l, const score__tree *at, const char *member, uint32_t column, int phrase,
                     const char *a, const char *b, const char *c);
/* The same for what a note of the author's explains: then it is a note that prints his words. */
void score__lint_say_unless(const score__lint *l, const score__tree *at, const score__words *note, int phrase,
                            const char *a, const char *b, const char *c);

/* Fills tree, kinds, what is named and used. 0 or -1. */
int score__lint_prepare(score__lint *l);
void score__lint_each_formula(const score__lint *l, void (*see)(void *context, const score__lint_formula *f),
                              void *context);
void score__lint_each_rule(const score__lint *l, void (*see)(void *context, const score__lint_rule_use *u),
                           void *context);
/* Every part of an expression, also inside statistics over other units. */
void score__lint_each_part(const score_criteria *set, const score__expr *e,
                           void (*see)(void *context, const score__expr *part), void *context);
/* The condition that stands at the node itself, without those of the groups above; no expression when there is none. */
score__formula score__lint_applies(const score__lint *l, uint32_t node);
/* The parameter of this name in a struct read by a table; NULL when the table has none. */
const void *score__lint_param(const score__param *table, const char *name, const void *base);

/* What can be said without data of a unit of this kind (NULL = whatever kind): 1 true, 0 false, -1 undecided. */
int score__lint_decide(const score_criteria *set, const score__expr *e, const char *kind);
/* An upper bound of a number, whatever the data: 1 and *out, 0 when it can grow without one, -1 when nothing is known. */
int score__lint_highest(const score_criteria *set, const score__expr *e, score__fraction *out);
/* What a unit of a kind can come to at most in a node. */
typedef struct score__lint_best {
  int64_t points, full; /* full: the max that the points are out of; 0 when the node is left out */
  int8_t applies;       /* as score__lint_decide */
  bool leaves, lacks;   /* leaves: not applicable, and its max with it; lacks: it or a part is short of its own max */
} score__lint_best;

/* Fills l->best. 0 or -1. */
int score__lint_find_best(score__lint *l);
static inline const score__lint_best *score__lint_reach(const score__lint *l, uint32_t node, size_t kind)
{
  return &l->best[kind * l->set->node_count + node];
}

void score__lint_maxima(const score__lint *l);
void score__lint_measures(const score__lint *l);
void score__lint_bands(const score__lint *l);
void score__lint_steps(const score__lint *l);
void score__lint_groups(const score__lint *l);
void score__lint_grades(const score__lint *l);
void score__lint_absence(const score__lint *l);
void score__lint_words(const score__lint *l);
void score__lint_dates(const score__lint *l);
void score__lint_levers(const score__lint *l);

#endif
