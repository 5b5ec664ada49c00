/* Groups and criteria as they are read, before they become nodes. */
#ifndef SCORE__DRAFT_H
#define SCORE__DRAFT_H

#include "definition/definition.h"

typedef struct score__draft_raw { /* members that do not go into the node as they are */
  const score__tree *grid, *source, *rule, *groups, *criteria;
  int64_t rescale_to_micro;
  bool has_kind, has_na, has_due, has_rescale;
  uint8_t na_value, group_kind;
} score__draft_raw;

/* A node and what is read beside it, in one struct so that one table describes both. */
typedef struct score__draft {
  score__node node;
  score__draft_raw raw;
} score__draft;

typedef struct score__draft_source {
  const char *document, *clause;
  uint8_t mark;
} score__draft_source;

extern const char *const score__certainty_marks[];

#endif
