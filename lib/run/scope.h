/* "kind:phuong,parent:75,province:75": which units take part. */
#ifndef SCORE__SCOPE_H
#define SCORE__SCOPE_H

#include "model/scores.h"
#include "model/units.h"

typedef struct score__scope {
  const score__units *units;
  int32_t day;
  char *text; /* own copy, cut at ',' and ':' */
  size_t count;
  struct score__scope_term {
    const char *name, *value;
  } term[16];
} score__scope;

/* text NULL = everybody. SCORE_E_USAGE on a bad term. */
int score__scope_parse(score__scope *out, const score__units *units, const char *text, int32_t day, score_error *err);
bool score__scope_holds(const score__scope *scope, size_t unit);
/* Which units of the data the scope of a result holds; nothing to do where it has none. False when memory is out. */
bool score__scope_mark(score_result *r, const score__scope *scope);
void score__scope_free(score__scope *scope);

#endif
