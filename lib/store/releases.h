/* Releases in the store: the bytes of each in blocks, its head in a row. A release is written in one transaction, which
 * begins before the data it rests on are read: what is imported later comes later. */
#ifndef SCORE__RELEASES_H
#define SCORE__RELEASES_H

#include "base/arena.h"
#include "base/hash.h"
#include "score/document.h"
#include "score/store.h"

typedef struct score__stored_release { /* texts never NULL */
  int64_t id;
  const char *period, *criteria, *version, *scope, *sha256, *released_at, *released_by, *reason;
  int64_t stage, size_bytes;
  int64_t last_import, last_withdrawals; /* what the store held then: its highest import, how many withdrawals */
  int64_t supersedes, superseded_by;     /* ids, 0 = none */
  bool synthetic;
} score__stored_release;

typedef struct score__stored_releases { /* {0} is empty */
  score__arena arena;
  score__stored_release *item; /* [count] in the order they were made */
  size_t count, cap;
} score__stored_releases;

int score__stored_releases_load(score__stored_releases *out, score_store *store, score_error *err);
void score__stored_releases_free(score__stored_releases *releases);
/* Nothing was imported or withdrawn since. */
int score__store_is_unchanged(score_store *store, const score__stored_release *release, bool *unchanged,
                              score_error *err);
/* The bytes of one, in order. SCORE_E_OUTPUT where `write` stops; SCORE_E_STORE where blocks are absent. */
int score__store_release_read(score_store *store, const score__stored_release *release, score_write_fn write,
                              void *context, score_error *err);

/* Begins the transaction, or waits until it can. score__store_undo leaves it. */
int score__store_release_hold(score_store *store, score_error *err);
/* Commits it. */
int score__store_release_keep(score_store *store, score_error *err);
/* As it was opened. */
const char *score__store_path(const score_store *store);

typedef struct score__release_writer score__release_writer;

/* Within score__store_release_hold. */
int score__release_writer_new(score__release_writer **out, score_store *store, score_error *err);
/* A score_write_fn; what went wrong is said by score__release_writer_end. */
int score__release_writer_add(void *writer, const void *bytes, size_t size);
/* Writes the last block and the head, whose id, size and last_* are set here; head NULL = only says what went wrong. */
int score__release_writer_end(score__release_writer *writer, score__stored_release *head, score_error *err);
void score__release_writer_free(score__release_writer *writer);

#endif
