/* Inside of the expression compiler: shared by the grammar and by what names and functions mean. */
#ifndef SCORE__PARSER_H
#define SCORE__PARSER_H

#include "base/period.h"
#include "model/expression.h"
#include "model/lexer.h"

#define SCORE__PARSER_ARGS       64
#define SCORE__PARSER_NEAR       500 /* names among which the nearest is looked for */
#define SCORE__PARSER_CONDITIONS 8   /* named conditions inside one another */

/* Inside of which calls an argument stands. */
typedef struct score__parser_place {
  bool in_cohort, in_children, in_earlier;
} score__parser_place;

typedef struct score__parser {
  const score__expr_scope *scope;
  score_error *err; /* never NULL */
  score__lexer lexer;
  size_t behind;                 /* where the token ended that was passed last */
  size_t nodes, depth, outer_at; /* outer_at: inside a named condition, the place of its name */
  size_t conditions;
  size_t condition[SCORE__PARSER_CONDITIONS]; /* the named ones that are being read, outermost first */
  bool failed;
  score__parser_place place;
} score__parser;

/* Keeps the first error; a and b are arguments of the phrase or NULL. */
int score__parser_fail(score__parser *p, size_t at, int phrase, const char *a, const char *b);
/* Fails with the nearest of the names, or else with `phrase`. */
void score__parser_fail_near(score__parser *p, size_t at, int phrase, const char *name, const char *const *names,
                             size_t count);
/* Never NULL; after a failure a harmless constant. Operations on constants are folded. */
const score__expr *score__parser_node(score__parser *p, int op, int type, size_t at, const score__expr *const *args,
                                      size_t count);
const score__expr *score__parser_leaf(score__parser *p, int op, int type, size_t at, size_t index, const char *text);
/* Coerces to a type or fails. */
const score__expr *score__parser_want(score__parser *p, const score__expr *e, int want);
/* A whole text (also of a named condition). */
const score__expr *score__parser_text(score__parser *p, const char *text);
/* What a name and a call mean. */
const score__expr *score__parser_name(score__parser *p, const char *name, size_t at);
const score__expr *score__parser_call(score__parser *p, const char *name, size_t at, const score__expr *const *args,
                                      size_t count);
/* Goes into the arguments of a call: what may not stand there is refused from here on. */
void score__parser_enter(score__parser *p, const char *name, size_t at);
/* Registers a statistic or an earlier value, the same one once. Its text is that of the call. */
const score__expr *score__parser_cohort(score__parser *p, int kind, size_t at, const score__expr *const *args,
                                        size_t count);
const score__expr *score__parser_children(score__parser *p, int kind, size_t at, const score__expr *arg);
const score__expr *score__parser_earlier(score__parser *p, const score__expr *measure, score__period period, size_t at);
/* A date as a constant number of days. */
const score__expr *score__parser_day(score__parser *p, size_t at, int32_t day);

#endif
