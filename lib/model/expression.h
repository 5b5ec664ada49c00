/* Expressions: text -> tree, checked against the set's names and types, constants folded; evaluated a column at a
 * time over a batch of units. Values are exact fractions or undecided; conditions are three-valued (model §5). */
#ifndef SCORE__EXPRESSION_H
#define SCORE__EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fraction.h"
#include "score/error.h"

struct score__batch;
struct score_criteria;

/* State of a value. */
enum {
  SCORE__V_MISSING = 0, /* not decidable for want of data; with spread > 0: v <= value <= v + spread / v.den */
  SCORE__V_OK = 1,
  SCORE__V_NA = 2,      /* the cell says not applicable */
  SCORE__V_INVALID = 3, /* contradictory or too large: `reason` is the phrase */
  SCORE__V_NOT_DUE = 4  /* of rules only: the data say that it is not due yet */
};

typedef struct score__value {
  score__fraction v;
  uint32_t spread; /* undecided items of a count or a share: at most v + spread / v.den */
  uint16_t reason; /* score__phrase, for invalid */
  uint8_t state;
} score__value;

enum { SCORE__TYPE_NUMBER = 0, SCORE__TYPE_CONDITION = 1, SCORE__TYPE_TEXT = 2 };

typedef struct score__expr {
  uint8_t op;
  uint8_t type;
  uint16_t arg_count;
  uint32_t at; /* byte offset in the text */
  score__fraction constant;
  uint32_t index;   /* measure, node, attribute, statistic, earlier value, stage or interned text */
  const char *text; /* text constants and names, for explain */
  const struct score__expr *const *arg;
} score__expr;

/* An expression with the text it came from, for explain. */
typedef struct score__formula {
  const score__expr *expr; /* NULL = absent */
  const char *text;
} score__formula;

/* Indices, each once. */
typedef struct score__index_list {
  size_t count, cap;
  uint32_t *item;
} score__index_list;

/* What expressions read beyond the unit's own cells of the period: indices into lists of the set. */
typedef struct score__beyond {
  score__index_list earlier;  /* set->earlier */
  score__index_list cohort;   /* set->cohort */
  score__index_list children; /* set->children */
} score__beyond;

/* What a compilation may use and what it leaves behind. */
typedef struct score__expr_scope {
  score__arena *arena;
  struct score_criteria *set; /* names; statistics and earlier values are registered here */
  uint8_t *measure_used;      /* [measures] set to 1 for each measure of the unit's own that is read; may be NULL */
  uint8_t *node_used;         /* [nodes] set to 1 for each node read; may be NULL */
  score__beyond *beyond;      /* gains what is read beyond the unit's own cells; may be NULL */
  bool no_nodes;              /* points(), met(), group() refused here */
} score__expr_scope;

/* NULL on error; err's field is left to the caller, its column is the place in the text (from 1). want is a type. */
const score__expr *score__expr_compile(const score__expr_scope *scope, const char *text, int want, score_error *err);
/* Both conditions hold; NULL when memory is out. */
const score__expr *score__expr_both(score__arena *arena, const score__expr *a, const score__expr *b);
bool score__expr_is_constant(const score__expr *e, score__fraction *out);
/* Whether two compiled expressions of a set are the same. */
bool score__expr_same(const score__expr *a, const score__expr *b);
/* Measure index when the expression is one plain measure, else SIZE_MAX. */
size_t score__expr_measure(const score__expr *e);

/* Fills out[0..batch->count). A condition's value is 1 or 0. */
void score__expr_column(const score__expr *e, struct score__batch *batch, score__value *out);

#endif
