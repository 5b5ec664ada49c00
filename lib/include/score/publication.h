/* Releases in a store: made, listed, read again, and what was changed in their data since. */
#ifndef SCORE_PUBLICATION_H
#define SCORE_PUBLICATION_H

#include "score/release.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_publication { /* one release in a store; texts borrowed from the list, "" when not said */
  int64_t id;
  const char *period, *criteria, *version;
  score_stage stage;
  const char *scope;
  const char *sha256;
  int64_t size_bytes;
  const char *released_at, *released_by, *reason;
  int64_t supersedes;    /* id of the one it takes the place of, 0 = none */
  int64_t superseded_by; /* id, 0 = this one is current */
  int generation;        /* 1 = the first of its period, set, stage and scope, 2 = takes its place, ... */
  int synthetic;
  int64_t last_import, last_withdrawals; /* what the store held then: its highest import, how many withdrawals */
} score_publication;

typedef struct score_publications score_publications;

/* All of them as they are now, in the order they were made. Owned by the caller. */
SCORE_API int score_publications_read(score_publications **out, score_store *store, score_error *err);
SCORE_API void score_publications_free(score_publications *list);
SCORE_API size_t score_publications_size(const score_publications *list);
/* Borrowed; NULL past the end. */
SCORE_API const score_publication *score_publications_get(const score_publications *list, size_t i);
/* By number or by at least 4 digits its SHA-256 begins with. NULL and SCORE_E_NOT_FOUND, SCORE_E_USAGE for several. */
SCORE_API const score_publication *score_publications_find(const score_publications *list, const char *text,
                                                           score_error *err);
/* The current one of a period and set; of this stage (SCORE_STAGE_NONE = any) and scope, else of all units (a scope
 * may be chosen from it). NULL with err->code 0 when there is none, with SCORE_E_USAGE when there are several. */
SCORE_API const score_publication *score_publications_current(const score_publications *list, const char *period,
                                                              const char *criteria, score_stage stage,
                                                              const char *scope, score_error *err);
/* The current one of the latest period of the same kind that ends before `period`, chosen alike: of this stage and scope,
 * else of all units. NULL when there is none. */
SCORE_API const score_publication *score_publications_before(const score_publications *list, const char *period,
                                                             const char *criteria, score_stage stage,
                                                             const char *scope);

/* A release is made in one transaction: score_store_hold, then score_store_read and score_evaluate, then
 * score_store_release, and at last score_store_keep. Nobody else writes to the store meanwhile: what was read is what is
 * released. score_store_let_go, as score_store_close, leaves the store as it was. SCORE_E_STORE when another program
 * keeps writing. */
SCORE_API int score_store_hold(score_store *store, score_error *err);
SCORE_API int score_store_keep(score_store *store, score_error *err);
SCORE_API void score_store_let_go(score_store *store);
/* Within score_store_hold: a result of this store's data becomes a release, and the same bytes are written out (write
 * NULL = not written). options->supersedes is found here. supersede 1 = in place of the current one of the same period,
 * set, stage and scope, which wants act.reason. SCORE_E_USAGE where there is one and supersede is 0, or none and it is
 * 1; SCORE_E_OUTPUT. After a failure only score_store_let_go may follow. */
SCORE_API int score_store_release(score_store *store, const score_result *result, const score_release_options *options,
                                  int supersede, score_write_fn write, void *context, char sha256[SCORE_SHA256_TEXT],
                                  score_error *err);
/* The same bytes again. */
SCORE_API int score_store_release_export(score_store *store, const score_publication *publication, score_write_fn write,
                                         void *context, score_error *err);
/* Reads one, as score_release_open does, and counts what is pending: its documents say both. */
SCORE_API int score_store_release_open(score_release **out, score_store *store, const score_publication *publication,
                                       score_findings *findings, score_error *err);

/* Inputs that were corrected after score_store_release_open's release: other values now, at any stage. Those that were
 * imported or withdrawn without another value in the end are none; where a later unit list alone moves units or ranks,
 * score_store_release_open warns of it. 1 = at least one, with a warning, where the rules of
 * the release refuse what came later. 0 for a release that is superseded or from a file. */
SCORE_API int64_t score_release_pending(const score_release *release);

/* What two releases of one period differ in: inputs with their sources, rules, points by unit and node, grades and
 * ranks. SCORE_E_USAGE for different sets or periods. */
SCORE_API int score_document_release_difference(score_document **out, const score_release *before,
                                                const score_release *after, score_error *err);
/* The same between a release and a live result of the same period and set: the pending corrections. */
SCORE_API int score_document_release_pending(score_document **out, const score_release *release,
                                             const score_result *live, score_error *err);
typedef struct score_verdict {
  const char *name;             /* the file, or how the store calls it */
  const score_release *release; /* NULL = it could not be read */
  size_t faults;                /* errors found in it */
  int signature;                /* 1 right, 0 not asked for, -1 wrong or absent */
  const char *key_id, *comment; /* of a right signature, "" or NULL else */
} score_verdict;
/* What verification says of some releases, as a table. */
SCORE_API int score_document_verdicts(score_document **out, const score_verdict *list, size_t count, score_error *err);
/* The releases of a store as a table. */
SCORE_API int score_document_publications(score_document **out, const score_publications *list, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
