/* Units: code, aliases, and rows of name, kind, parent and attributes with dates of validity. */
#ifndef SCORE__UNITS_H
#define SCORE__UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "score/error.h"

/* One state of a unit from first_day to last_day inclusive. Attribute values are ids of interned texts; 0 = none. */
typedef struct score__unit_state {
  uint32_t unit;
  int32_t first_day, last_day; /* days since 1970; INT32_MIN / INT32_MAX = open */
  uint32_t name, kind, parent; /* interned; parent is the parent's code as given */
  uint32_t *attribute;         /* [attributes at the time it was added] */
  uint32_t attributes;
  uint32_t before;    /* the unit's state added before this one; UINT32_MAX = none */
  uint32_t successor; /* interned code of the unit that took over after last_day; 0 = none */
} score__unit_state;

typedef struct score__units {
  score__arena arena;
  size_t count, cap;
  const char **code;   /* [count], as the source gives it, NFC */
  score__dict by_code; /* code or alias -> unit */
  size_t alias_count, alias_cap;
  struct score__unit_alias {
    const char *text;
    uint32_t unit;
    const char *system;
  } * alias;
  size_t state_count, state_cap;
  score__unit_state *state; /* in order of addition */
  size_t latest_cap;
  uint32_t *latest; /* [count] the state added last; UINT32_MAX = none */
  size_t attribute_count, attribute_cap;
  const char **attribute_name; /* extra columns of unit lists */
  size_t text_count, text_cap;
  const char **text; /* interned texts; [0] is "" */
  score__dict by_text;
  bool listed;  /* a unit list was read: a unit outside it is worth a warning */
} score__units; /* zero it, then score__units_init */

int score__units_init(score__units *units);
void score__units_free(score__units *units);
/* Index of the unit with this code, added when new; SIZE_MAX when memory is out. */
size_t score__units_add(score__units *units, const char *code);
/* By code or alias; SIZE_MAX when unknown. */
size_t score__units_find(const score__units *units, const char *code);
/* 0; 1 when the alias already leads to another unit; -1 memory. */
int score__units_alias(score__units *units, size_t unit, const char *system, const char *alias);
uint32_t score__units_intern(score__units *units, const char *text);  /* UINT32_MAX when memory is out */
size_t score__units_attribute(score__units *units, const char *name); /* index, added when new; SIZE_MAX memory */
/* attribute = ids, [attribute_count]. 0; 1 when it overlaps a state of the unit; -1 memory. */
int score__units_state(score__units *units, size_t unit, int32_t first_day, int32_t last_day, const char *name,
                       const char *kind, const char *parent, const uint32_t *attribute);
/* The unit's state added last is taken over by another unit, by code or alias; several may lead to one. 0 or -1. */
int score__units_succeed(score__units *units, size_t unit, const char *successor);
/* The unit that took over from one that ended before a day; SIZE_MAX when it did not end, or nobody known took over. */
size_t score__units_successor(const score__units *units, size_t unit, int32_t day);
/* The units that ended before a day and whose successor it is, in order; at most `cap` are written (out may be NULL
 * with 0). How many there are. */
size_t score__units_predecessors(const score__units *units, size_t unit, int32_t day, uint32_t *out, size_t cap);
/* The state in force on a day; NULL when none. */
const score__unit_state *score__units_on(const score__units *units, size_t unit, int32_t day);
/* By code, alias, then name as of any state, exact, then folded; SIZE_MAX and err when none or several. */
size_t score__units_search(const score__units *units, const char *text, score_error *err);

#endif
