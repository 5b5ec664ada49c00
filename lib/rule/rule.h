/* Rule kinds behind one table. A kind declares its parameters; loader, lint, schema, notation and manual come from
 * that declaration. It evaluates a batch, records its own trace, and says what full marks need. */
#ifndef SCORE__RULE_H
#define SCORE__RULE_H

#include "model/batch.h"
#include "model/set.h"
#include "model/tree.h"

enum {
  SCORE__PARAM_NUMBER,    /* constant: score__fraction */
  SCORE__PARAM_EXPR,      /* number expression: const score__expr * */
  SCORE__PARAM_CONDITION, /* const score__expr * */
  SCORE__PARAM_CHOICE,    /* uint8_t, index into choices */
  SCORE__PARAM_BOOLEAN,   /* uint8_t */
  SCORE__PARAM_ROWS       /* score__rows of objects with parameters of their own */
};

typedef struct score__rows {
  size_t count;
  void *item; /* [count] of row_size bytes */
} score__rows;

typedef struct score__param {
  const char *name;
  uint8_t type;
  bool required;
  size_t offset;                   /* where the value stands in the kind's struct or in the row */
  const char *const *choices;      /* NULL-terminated */
  const char *initial;             /* value when absent, as text; NULL = zero (absent) */
  const struct score__param *rows; /* terminated by a NULL name */
  size_t row_size;
  score__words doc; /* one line for manual and schema */
} score__param;

/* A row "measure must go from `have` to `want`" of what full marks need. */
typedef struct score__need {
  uint32_t measure;
  bool has_have;
  int64_t have, want; /* scaled as the measure */
} score__need;

typedef struct score__needs {
  size_t count;
  score__need item[8];
  int phrase; /* said instead of or beside the items; 0 = none */
} score__needs;

typedef struct score__rule_kind {
  const char *name;
  score__words doc;
  const score__param *params; /* terminated by a NULL name */
  size_t size;                /* of the kind's struct */
  /* Checks what one parameter alone cannot say. tree = the rule's object, for the place. 0 or SCORE_E_INPUT. */
  int (*check)(const void *rule, const score__node *node, const char **param, score_error *err);
  /* Exact points of each unit of the batch, before caps, clamp and rounding; V_OK, V_MISSING, V_NA or V_INVALID.
   * met[i] = 1 where the kind itself says met (NULL-safe: the caller always gives it). */
  void (*evaluate)(const void *rule, const score__node *node, score__batch *batch, score__value *out, uint8_t *met);
  /* What one unit (batch->count 1) needs for full marks. */
  void (*full)(const void *rule, const score__node *node, score__batch *batch, score__needs *out);
} score__rule_kind;

/* NULL when there is no such kind. */
const score__rule_kind *score__rule_find(const char *name);
/* For lists and messages: NULL past the end. */
const score__rule_kind *score__rule_at(size_t i);

#endif
