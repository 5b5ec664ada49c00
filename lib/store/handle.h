/* The open store and its statements, for the files of this folder only. */
#ifndef SCORE__HANDLE_H
#define SCORE__HANDLE_H

#include <sqlite3.h>

#include "base/fail.h"
#include "store/archive.h"

struct score_store {
  sqlite3 *db;
  char *path;
  bool fixed;              /* opened as a file that nobody can change */
  int64_t import_id;       /* of the import under way, 0 = none */
  const char *import_file; /* its file as the caller named it; NULL = none */
};

/* Turns the database's last error into one of ours. */
int score__store_fail(const score_store *store, int rc, score_error *err);
/* The same with any phrase, code SCORE_E_STORE or another, and the store's path as its place. */
int score__store_fail_phrase(const score_store *store, int code, int phrase, const char *a, const char *b,
                             score_error *err);
int score__store_prepare(const score_store *store, sqlite3_stmt **out, const char *sql, score_error *err);
/* Constant SQL without rows or parameters. */
int score__store_run(const score_store *store, const char *sql, score_error *err);
/* Ends a transaction, if one is open, without what it wrote. */
void score__store_rollback(const score_store *store);
/* Steps a statement that yields no row, and resets it. */
int score__store_step_done(const score_store *store, sqlite3_stmt *s, score_error *err);
/* 1 a row, 0 the end, or a negative SCORE_E_*. */
int score__store_step_row(const score_store *store, sqlite3_stmt *s, score_error *err);
/* First column of the one row of a query without parameters. */
int score__store_int(const score_store *store, const char *sql, int64_t *out, score_error *err);
/* Binds a text that stays where it is until the statement is reset; NULL binds NULL. */
void score__store_bind_text(sqlite3_stmt *s, int i, const char *text);
/* Never NULL; valid until the next step. */
const char *score__store_text(sqlite3_stmt *s, int column);

/* SCORE_E_USAGE without a time (phrase no_time), and for texts that are no UTF-8. */
int score__store_check_act(const score_store *store, const score_act *act, int no_time, score_error *err);
/* Brings the schema up to date; a newer one is refused. */
int score__store_migrate(const score_store *store, score_error *err);
/* SCORE_OK when a period may still change, SCORE_E_INPUT when it or one that holds it is locked: who, when, how to open
 * it. */
int score__store_check_lock(const score_store *store, score__period period, score_error *err);
/* "count", "amount", ...; of a node "points". */
const char *score__store_type(const score__measure *measure);

/* Writes states and aliases of `units` from these positions on; ids as in the store. */
int score__store_write_states(const score_store *store, const score__units *units, const score__store_ids *ids,
                              size_t from_state, size_t from_alias, const char *file, score_findings *findings,
                              score_error *err);

#define SCORE__STORE_APPLICATION 1396920146 /* "SCOR" */
#define SCORE__STORE_SCHEMA      2

#endif
