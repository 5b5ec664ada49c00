/* Parameters as declared data: one table says name, type, place and default of each member of an object; one reader
 * fills a struct from the tree. Rules, measures, groups and grades are all read this way. */
#ifndef SCORE__PARAM_H
#define SCORE__PARAM_H

#include "model/set.h"
#include "model/tree.h"

enum {
  SCORE__PARAM_NUMBER,    /* score__fraction */
  SCORE__PARAM_MICRO,     /* int64_t, millionths: a decimal with at most six digits */
  SCORE__PARAM_INTEGER,   /* int64_t */
  SCORE__PARAM_EXPR,      /* score__formula of a number */
  SCORE__PARAM_CONDITION, /* score__formula of a condition */
  SCORE__PARAM_CHOICE,    /* uint8_t, index into choices */
  SCORE__PARAM_BOOLEAN,   /* bool */
  SCORE__PARAM_TEXT,      /* const char *; NULL when absent */
  SCORE__PARAM_WORDS,     /* score__words; both "" when absent */
  SCORE__PARAM_DAY,       /* int32_t */
  SCORE__PARAM_TREE,      /* const score__tree *: the caller reads on */
  SCORE__PARAM_ROWS       /* score__rows: a list of objects with parameters of their own */
};

typedef struct score__rows {
  size_t count;
  void *item; /* [count] of row_size bytes */
} score__rows;

typedef struct score__param {
  const char *name; /* NULL ends the table */
  uint8_t type;
  bool required;
  size_t offset;
  const char *const *choices; /* NULL-terminated */
  const char *initial;        /* value when absent, as text; NULL = zero bytes */
  const struct score__param *rows;
  size_t row_size;
} score__param;

/* Where faults go; keeps on reading so that all are found. */
typedef struct score__reader {
  score__arena *arena;
  const score__expr_scope *scope; /* for expressions */
  void (*report)(void *context, const score__tree *at, const char *member, score_severity severity,
                 const score_error *err);
  void *context;
  size_t errors;
} score__reader;

/* Fills `base` (zeroed by the caller) from an object. Unknown members are reported but for "comment" and those in
 * `known` (NULL-terminated, may be NULL). */
void score__param_read(score__reader *reader, const score__tree *object, const score__param *table,
                       const char *const *known, void *base);
/* One error at `at` (member appended to its pointer when not NULL), a and b arguments or NULL. */
void score__reader_fault(score__reader *reader, const score__tree *at, const char *member, int phrase, const char *a,
                         const char *b);
/* So many faults that reading on would tell nobody anything. */
bool score__reader_full(const score__reader *reader);
/* "a, b, c" in the arena. */
const char *score__reader_list(score__reader *reader, const char *const *words);
const char *score__tree_kind_name(const score__tree *tree);

#endif
