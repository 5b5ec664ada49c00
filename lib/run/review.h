/* A look at what a file brings, while it is read and before it is committed: what is unlikely becomes warnings with
 * the row they came from. See compute/plausibility.h for what is looked for. What the file brings is kept as it goes
 * by; the store is read only for the periods that it knew of before. */
#ifndef SCORE__REVIEW_H
#define SCORE__REVIEW_H

#include "store/archive.h"

typedef struct score__review score__review;

typedef struct score__review_request {
  score_store *store;
  score__store_writer *writer;
  const score_criteria *set;
  const score__units *units; /* those of the writer */
  const char *file;
  int64_t jump_micro; /* 0 = off */
} score__review_request;

/* Listens to the writer from now on. findings NULL = there is nothing to do, and *out is NULL. */
int score__review_new(score__review **out, const score__review_request *request, score_findings *findings,
                      score_error *err);
/* After score__store_writer_end. sheet: the worksheet, NULL or "" = none. Nothing unlikely makes an import fail: only
 * memory and the store do. review NULL = nothing to do. */
int score__review_end(score__review *review, const char *sheet, score_error *err);
void score__review_free(score__review *review);

#endif
