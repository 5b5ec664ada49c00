/* Definitions in one line of text each, as they are typed into a spreadsheet, from the declared parameters:
 *
 *   rule     kind: value; value; name = value        bands: so_hop; >= 4: 20 | >= 3: 15
 *   members  value; name = value                     first the required ones in the table's order, then by name
 *   list     [value | name = value] [..]             or short: "first member: points | first member: points"
 *   band     >= 4 | > 4 | >= 3 < 4 | < 3 | = 5       a row with one bound ends where the row before it begins
 *   object   {name = value; name = value}            a rule inside a rule stands in braces too
 *   texts    [one | two]
 *   effect   hs_dung_han +1, hs_hai_long +1          {truong_ban =chu_tich; ke_hoach =yes}: braces where a first "=" would
 *                                                    read as a name; "comment = text" is no measure
 *   quoting  "text with "" ; | = [ ]" for texts, `text` for formulas; all else is taken as written
 *
 * What no table declares: null, true, whole numbers, "texts", {objects}, (lists; of; values). */
#ifndef SCORE__NOTATION_H
#define SCORE__NOTATION_H

#include "rule/param.h"

typedef struct score__span {
  const char *text;
  size_t size;
} score__span;

typedef struct score__notation {
  score__arena *arena;
  /* err->column = byte in the text that was given, from 1. */
  void (*report)(void *context, score_error *err);
  void *context;
  const char *start; /* of that text */
  size_t errors;
  unsigned depth;
} score__notation;

/* Each adds what it reads to `parent`; faults are reported, and what could be read stands there all the same. */
score__tree *score__notation_rule(score__notation *n, score__tree *parent, const char *key, score__span text);
void score__notation_members(score__notation *n, score__tree *object, const score__param *table,
                             const char *const *taken, score__span text);
/* p NULL = undeclared. */
score__tree *score__notation_value(score__notation *n, score__tree *parent, const char *key, const score__param *p,
                                   score__span text);

/* The same text again. taken (NULL-terminated, may be NULL): members that are said elsewhere. */
void score__notation_print_rule(score__buffer *out, const score__tree *rule);
void score__notation_print_members(score__buffer *out, const score__tree *object, const score__param *table,
                                   const char *const *taken);
void score__notation_print_value(score__buffer *out, const score__tree *value, const score__param *p);

/* The declared parameter of this name, NULL when there is none. */
const score__param *score__param_find(const score__param *table, const char *name);

/* ---- inside ---- */

bool score__notation_taken(const char *const *taken, const char *name);
/* Offset of the first of `marks` outside quotes and brackets from `at` on; size when there is none; SIZE_MAX where a
 * quote or a bracket does not fit (*bad = its offset). */
size_t score__notation_find(score__span text, size_t at, const char *marks, size_t *bad);
score__span score__notation_trim(score__span text);
/* Length of "name" or "\"name\"" before a single '=', 0 when the text does not begin so; *value = offset behind '='. */
size_t score__notation_name(score__span text, size_t *value);
/* A table whose rows may be written "first: points": *first and *second, NULL where there is none; interval: the first
 * is a pair of bounds. */
bool score__notation_short(const score__param *table, const score__param **first, const score__param **second,
                           bool *interval);

#endif
