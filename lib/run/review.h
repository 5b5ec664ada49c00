/* A look at what a file brought, before it is committed: what is unlikely becomes warnings with the row they came
 * from. See compute/plausibility.h for what is looked for. */
#ifndef SCORE__REVIEW_H
#define SCORE__REVIEW_H

#include "store/archive.h"

typedef struct score__review_request {
  score_store *store;
  const score__store_writer *writer; /* ended, not yet freed: knows what the file gave */
  const score_criteria *set;
  const score__units *units; /* those of the writer */
  const char *file, *sheet;  /* for the place; sheet NULL = none */
  int64_t jump_micro;        /* 0 = off */
} score__review_request;

/* Within the import. Nothing unlikely makes it fail: only memory and the store do. findings NULL = nothing to do. */
int score__review(const score__review_request *request, score_findings *findings, score_error *err);

#endif
