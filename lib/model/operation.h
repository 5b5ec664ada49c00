/* Operations of compiled expressions, and the table of functions. */
#ifndef SCORE__OPERATION_H
#define SCORE__OPERATION_H

#include "model/expression.h"

typedef enum score__op {
  SCORE__OP_CONSTANT,
  SCORE__OP_TEXT,
  SCORE__OP_MEASURE,        /* index = measure */
  SCORE__OP_UNIT_ATTRIBUTE, /* index = attribute of the set */
  SCORE__OP_PARENT_ATTRIBUTE,
  SCORE__OP_YEAR,
  SCORE__OP_QUARTER,
  SCORE__OP_MONTHS,
  SCORE__OP_ADD,
  SCORE__OP_SUBTRACT,
  SCORE__OP_MULTIPLY,
  SCORE__OP_DIVIDE,
  SCORE__OP_NEGATE,
  SCORE__OP_IF,
  SCORE__OP_MIN,
  SCORE__OP_MAX,
  SCORE__OP_SUM,
  SCORE__OP_COUNT,
  SCORE__OP_CLAMP,
  SCORE__OP_ROUND,
  SCORE__OP_EQUAL,
  SCORE__OP_NOT_EQUAL,
  SCORE__OP_LESS,
  SCORE__OP_LESS_EQUAL,
  SCORE__OP_GREATER,
  SCORE__OP_GREATER_EQUAL,
  SCORE__OP_SAME_TEXT, /* attribute against text or attribute */
  SCORE__OP_OTHER_TEXT,
  SCORE__OP_TRUTH,  /* an attribute as a condition */
  SCORE__OP_FIGURE, /* an attribute as a number */
  SCORE__OP_AND,
  SCORE__OP_OR,
  SCORE__OP_NOT,
  SCORE__OP_HAS,    /* index = measure */
  SCORE__OP_POINTS, /* index = node */
  SCORE__OP_MET,
  SCORE__OP_COHORT,      /* index = cohort statistic of the set */
  SCORE__OP_CHILDREN,    /* index = statistic over children of the set */
  SCORE__OP_EARLIER,     /* index = earlier value of the set */
  SCORE__OP_HAS_EARLIER, /* index = the same */
  SCORE__OP_HAS_STAGE,   /* index = stage */
  SCORE__OP_WORKDAYS     /* of two days */
} score__op;

#endif
