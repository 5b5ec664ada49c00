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
  SCORE__PARAM_TREE,      /* const score__tree *: the caller reads on; `shape` says what it wants there */
  SCORE__PARAM_ROWS,      /* score__rows: a list of objects with parameters of their own */
  SCORE__PARAM_RULE,      /* score__rule_use: a rule inside a rule */
  SCORE__PARAM_OPTIONED   /* score__choice_use: the key of a measure of type choice */
};

/* What the caller wants of a SCORE__PARAM_TREE: for those who only describe or compare. */
enum {
  SCORE__SHAPE_ANY,
  SCORE__SHAPE_OBJECT,   /* an object with the parameters `rows` */
  SCORE__SHAPE_LIST,     /* a list of such objects */
  SCORE__SHAPE_MAP,      /* an object of named objects with the parameters `rows` */
  SCORE__SHAPE_TEXTS,    /* a list of texts */
  SCORE__SHAPE_DAYS,     /* a list of dates */
  SCORE__SHAPE_TEXT_MAP, /* an object of named conditions */
  SCORE__SHAPE_EFFECT,   /* an object of measures and what a step does to each, "+1" */
  SCORE__SHAPE_WORDS,    /* a list of texts for people */
  SCORE__SHAPE_GRID,     /* a decimal or "none" */
  SCORE__SHAPE_BOUND,    /* a value of the measure's own type */
  SCORE__SHAPE_RULE      /* an object with `kind` and the parameters of that kind */
};

/* What it means when two versions differ in a member. */
enum {
  SCORE__CHANGE_SCORING,
  SCORE__CHANGE_SCOPE,
  SCORE__CHANGE_EVIDENCE,
  SCORE__CHANGE_WORDING,
  SCORE__CHANGE_STRUCTURE
};

typedef struct score__rows {
  size_t count;
  void *item; /* [count] of row_size bytes */
} score__rows;

typedef struct score__rule_use {
  const struct score__rule_kind *kind; /* NULL when absent or faulty */
  void *rule;
  const score__tree *at;
} score__rule_use;

typedef struct score__choice_use {
  score__formula formula;
  const score__measure *measure;
} score__choice_use;

typedef struct score__param {
  const char *name; /* NULL ends the table */
  uint8_t type;
  uint8_t shape;  /* of SCORE__PARAM_TREE */
  uint8_t change; /* SCORE__CHANGE_* */
  bool required;
  size_t offset;
  size_t present;             /* offset + 1 of a bool that is set when the member is there; 0 = none */
  const char *const *choices; /* NULL-terminated */
  const char *initial;        /* value when absent, as text; NULL = zero bytes */
  const struct score__param *rows;
  size_t row_size;
  score__words doc; /* one line: what it means */
} score__param;

#define SCORE__PRESENT(type, member) (offsetof(type, member) + 1)

/* Where faults go; keeps on reading so that all are found. */
typedef struct score__reader {
  score__arena *arena;
  const score__expr_scope *scope; /* for expressions */
  void (*report)(void *context, const score__tree *at, const char *member, score_severity severity,
                 const score_error *err);
  void *context;
  size_t errors;
  unsigned rules_deep; /* rules inside one another, where it reads */
} score__reader;

/* Fills `base` (zeroed by the caller) from an object. Unknown members are reported but for "comment" and those in
 * `known` (NULL-terminated, may be NULL). */
void score__param_read(score__reader *reader, const score__tree *object, const score__param *table,
                       const char *const *known, void *base);
/* Reads {"kind": ..., parameters}: kind and struct of the rule; 0, or -1 after the faults were reported. The kind's own
 * check is the caller's: it needs the node. */
int score__rule_read(score__reader *reader, const score__tree *tree, score__rule_use *out);
/* One error at `at` (member appended to its pointer when not NULL), a and b arguments or NULL. */
void score__reader_fault(score__reader *reader, const score__tree *at, const char *member, int phrase, const char *a,
                         const char *b);
/* So many faults that reading on would tell nobody anything. */
bool score__reader_full(const score__reader *reader);
/* "a, b, c" in the arena. */
const char *score__reader_list(score__reader *reader, const char *const *words);
const char *score__tree_kind_name(const score__tree *tree);

#endif
