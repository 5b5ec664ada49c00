/* Rule kinds behind one table. A kind declares its parameters; loader, lint, schema, notation and manual come from
 * that declaration. It evaluates a batch, records its own trace, and says what full marks need. */
#ifndef SCORE__RULE_H
#define SCORE__RULE_H

#include "base/fail.h"
#include "model/batch.h"
#include "model/set.h"
#include "rule/param.h"

/* A row "measure must go from `have` to `want`" of what full marks need. */
typedef struct score__need {
  uint32_t measure;
  bool has_have;
  int64_t have, want; /* scaled as the measure */
} score__need;

typedef struct score__needs {
  size_t count;
  score__need item[8];
  int phrase; /* said where the items do not do, with `text` as {0}; 0 = the items are enough */
  const char *text;
} score__needs;

/* What a rule says of a unit beside its value. */
enum {
  SCORE__RULE_MET = 1,         /* the kind itself says met */
  SCORE__RULE_OPEN = 2,        /* with what is blank at its best (batch->at_best) it may come out better */
  SCORE__RULE_CONTRADICTED = 4 /* something in it is contradictory, and counted as the worst case */
};

/* What a rule may say beside points. */
enum { SCORE__YIELDS_NA = 1, SCORE__YIELDS_NOT_DUE = 2 };

/* Told of two measures of which the first is a part of the second, and so never above it. */
typedef void (*score__within_fn)(void *context, size_t part, size_t whole);

/* Points that are nothing but max * clamp((num / den - floor) / (target - floor), 0, 1) of two measures of one scale. */
typedef struct score__rule_share {
  uint32_t num, den; /* measures */
  score__fraction target, floor;
  bool may_exceed; /* else num above den is a contradiction */
} score__rule_share;

typedef struct score__rule_kind {
  const char *name;
  score__words doc;
  const score__param *params; /* terminated by a NULL name */
  size_t size;                /* of the kind's struct */
  /* Checks what one parameter alone cannot say, and prepares what evaluation needs. *param = the parameter to name in
   * the place of the finding. 0 or SCORE_E_INPUT with err filled. NULL = nothing to check. */
  int (*check)(void *rule, const score__node *node, const char **param, score_error *err);
  /* Exact points of each unit of the batch, before caps, clamp and rounding; V_OK, V_MISSING, V_NA, V_NOT_DUE or
   * V_INVALID. said[i], zeroed by the caller: SCORE__RULE_*. */
  void (*evaluate)(const void *rule, const score__node *node, score__batch *batch, score__value *out, uint8_t *said);
  /* Grid of points given from outside; NULL, and 0, = the criterion's own. */
  int64_t (*given_grid)(const void *rule);
  /* SCORE__YIELDS_*; NULL = points only. */
  unsigned (*yields)(const void *rule);
  /* The most exact points it can give, whatever the data. NULL = the criterion's max. */
  void (*attainable)(const void *rule, const score__node *node, score__fraction *out);
  /* The smallest whole changes with which one unit (batch->count 1) comes to `asked` exact points or more. */
  void (*reach)(const void *rule, const score__node *node, score__batch *batch, const score__fraction *asked,
                score__needs *out);
  /* What the rule takes for a part of what, where both are plain measures. NULL = nothing. */
  void (*within)(const void *rule, score__within_fn found, void *context);
  /* False where it is no such share, or with factors and changing bounds. NULL = never one. */
  bool (*share)(const void *rule, const score_criteria *set, score__rule_share *out);
} score__rule_kind;

/* NULL when there is no such kind. */
const score__rule_kind *score__rule_find(const char *name);
/* For lists and messages: NULL past the end. */
const score__rule_kind *score__rule_at(size_t i);

#endif
