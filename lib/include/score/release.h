/* Releases: a period frozen in one canonical, self-contained file (JSON Lines), that anyone can recompute. */
#ifndef SCORE_RELEASE_H
#define SCORE_RELEASE_H

#include "score/document.h"
#include "score/store.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_release score_release;

#define SCORE_SHA256_TEXT 65

typedef struct score_release_head { /* texts borrowed, "" when not said */
  const char *period, *criteria, *version;
  score_stage stage;
  int fallback;
  const char *scope;
  const char *released_at, *released_by, *reason;
  const char *supersedes; /* SHA-256 of the release it takes the place of */
  const char *library;    /* version of libscore that computed it */
  int synthetic;
  const char *sha256; /* of the whole release: of all its bytes before the last line, which says it */
} score_release_head;

typedef struct score_release_options {
  score_act act;
  const char *supersedes; /* SHA-256 of the release it takes the place of; NULL = none */
} score_release_options;

/* Writes a result with all it rests on. Line by line, in bounded memory; the same result and options give the same
 * bytes. sha256: of the whole. SCORE_E_USAGE without act.when or of a result that is a supposition (what_if.h),
 * SCORE_E_OUTPUT. */
SCORE_API int score_release_write(const score_result *result, const score_release_options *options,
                                  score_write_fn write, void *context, char sha256[SCORE_SHA256_TEXT],
                                  score_error *err);
/* Reads a release as it stands; every digest is checked, nothing is recomputed. All faults go to findings with their
 * line and part. Owned by the caller. SCORE_E_INPUT, SCORE_E_LIMIT. */
SCORE_API int score_release_open(score_release **out, const char *path, score_findings *findings, score_error *err);
/* The same from memory; `name` stands for the file in messages. */
SCORE_API int score_release_parse(score_release **out, const void *bytes, size_t size, const char *name,
                                  score_findings *findings, score_error *err);
SCORE_API void score_release_free(score_release *release);
SCORE_API const score_release_head *score_release_about(const score_release *release);
/* The definition it holds; borrowed. */
SCORE_API const score_criteria *score_release_criteria(const score_release *release);
/* The numbers as released, for score_document_rank and the others; borrowed, like its data and its criteria. */
SCORE_API const score_result *score_release_result(const score_release *release);
/* The same numbers for some of its units: as score_eval_options.scope, NULL = all that were released; ranks are those
 * within the scope. Owned by the caller; the release must outlive it. SCORE_E_USAGE, SCORE_E_NOT_FOUND. */
SCORE_API int score_release_select(score_result **out, const score_release *release, const char *scope,
                                   score_error *err);
/* Recomputes everything from the release alone and compares every number and every digest of a trace. Each difference
 * is an error finding. SCORE_E_INPUT when there is any. */
SCORE_API int score_release_verify(const score_release *release, score_findings *findings, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
