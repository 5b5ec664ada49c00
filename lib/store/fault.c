#include <errno.h>

#include "store/handle.h"

int score__store_fail_phrase(const score_store *store, int code, int phrase, const char *a, const char *b,
                             score_error *err)
{
  score__fail(err, code, phrase, a, b, (const char *)NULL);
  score__fail_at(err, store->path, 0, 0, NULL);
  return code;
}

/* SQLite says "I/O error" of a disk, a quota or a limit on files that leaves no room for its log or its index. */
static bool has_no_room(const score_store *store)
{
  const int error = sqlite3_system_errno(store->db);
  return sqlite3_extended_errcode(store->db) == SQLITE_IOERR_SHMSIZE || error == ENOSPC || error == EDQUOT ||
         error == EFBIG;
}

int score__store_fail(const score_store *store, int rc, score_error *err)
{
  const char *text = sqlite3_errmsg(store->db);
  int phrase = SCORE__PH_STORE_SQLITE;
  switch (rc & 0xff) {
  case SQLITE_NOMEM: return score__fail_memory(err);
  case SQLITE_BUSY:
  case SQLITE_LOCKED: phrase = SCORE__PH_STORE_BUSY; break;
  case SQLITE_FULL: phrase = SCORE__PH_STORE_FULL; break;
  case SQLITE_READONLY: phrase = SCORE__PH_STORE_READONLY; break;
  case SQLITE_CORRUPT: phrase = SCORE__PH_STORE_BROKEN; break;
  case SQLITE_NOTADB: phrase = SCORE__PH_STORE_FOREIGN; break;
  case SQLITE_CANTOPEN: phrase = SCORE__PH_STORE_OPEN; break;
  case SQLITE_IOERR:
    if (has_no_room(store)) phrase = SCORE__PH_STORE_FULL;
    break;
  default: break;
  }
  return score__store_fail_phrase(store, SCORE_E_STORE, phrase, text, NULL, err);
}

int score__store_prepare(const score_store *store, sqlite3_stmt **out, const char *sql, score_error *err)
{
  int rc = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
  return rc == SQLITE_OK ? SCORE_OK : score__store_fail(store, rc, err);
}

int score__store_run(const score_store *store, const char *sql, score_error *err)
{
  int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK ? SCORE_OK : score__store_fail(store, rc, err);
}

int score__store_step_done(const score_store *store, sqlite3_stmt *s, score_error *err)
{
  int rc = sqlite3_step(s), status = SCORE_OK;
  if (rc != SQLITE_DONE && rc != SQLITE_ROW) status = score__store_fail(store, rc, err);
  sqlite3_reset(s);
  return status;
}

int score__store_step_row(const score_store *store, sqlite3_stmt *s, score_error *err)
{
  int rc = sqlite3_step(s);
  if (rc == SQLITE_ROW) return 1;
  return rc == SQLITE_DONE ? 0 : score__store_fail(store, rc, err);
}

int score__store_int(const score_store *store, const char *sql, int64_t *out, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s, sql, err);
  if (status == SCORE_OK) status = score__store_step_row(store, s, err);
  if (status == 1) *out = sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  return status == 1 ? SCORE_OK : status == 0 ? score__store_fail(store, SQLITE_CORRUPT, err) : status;
}

void score__store_bind_text(sqlite3_stmt *s, int i, const char *text)
{
  if (text)
    sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_null(s, i);
}

const char *score__store_text(sqlite3_stmt *s, int column)
{
  const unsigned char *text = sqlite3_column_text(s, column);
  return text ? (const char *)text : "";
}
