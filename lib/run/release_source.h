/* A release from bytes that come in order from anywhere. */
#ifndef SCORE__RELEASE_SOURCE_H
#define SCORE__RELEASE_SOURCE_H

#include "score/release.h"

/* Hands all bytes to `take`, which returns 0 or anything else to stop; 0, or a negative code with err filled. */
typedef int (*score__release_source)(void *context, score_write_fn take, void *sink, score_error *err);

/* As score_release_open. */
int score__release_read(score_release **out, const char *name, score__release_source source, void *context,
                        score_findings *findings, score_error *err);

#endif
