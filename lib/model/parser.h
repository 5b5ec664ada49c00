/* Inside of the expression compiler: shared by the grammar and by what names and functions mean. */
#ifndef SCORE__PARSER_H
#define SCORE__PARSER_H

#include "model/expression.h"
#include "model/lexer.h"

#define SCORE__PARSER_ARGS       64
#define SCORE__PARSER_CONDITIONS 8 /* named conditions inside one another */

typedef struct score__parser {
  const score__expr_scope *scope;
  score_error *err; /* never NULL */
  score__lexer lexer;
  size_t nodes, depth, outer_at; /* outer_at: inside a named condition, the place of its name */
  size_t conditions;
  size_t condition[SCORE__PARSER_CONDITIONS]; /* the named ones that are being read, outermost first */
  bool failed, in_cohort;
} score__parser;

/* Keeps the first error; a and b are arguments of the phrase or NULL. */
int score__parser_fail(score__parser *p, size_t at, int phrase, const char *a, const char *b);
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
bool score__parser_is_cohort(const char *name);
/* A date as a constant number of days. */
const score__expr *score__parser_day(score__parser *p, size_t at, int32_t day);

#endif
