/* Making, opening and closing a store, and the settings every connection has. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/handle.h"

#define BUSY_MILLISECONDS 10000

/* A relative path gets "./" so that ":memory:" and "file:x" are files like any other. */
static char *place_of(const char *path)
{
  size_t size = strlen(path);
  char *place = malloc(size + 3);
  if (!place) return NULL;
  memcpy(place, "./", 2);
  memcpy(place + (path[0] == '/' ? 0 : 2), path, size + 1);
  return place;
}

static int set_up(const score_store *store, score_error *err)
{
  sqlite3 *db = store->db;
  sqlite3_busy_timeout(db, BUSY_MILLISECONDS);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
  int status = score__store_run(store,
                                "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;"
                                "PRAGMA journal_size_limit = 0",
                                err);
  int64_t on = 0;
  if (status == SCORE_OK) status = score__store_int(store, "PRAGMA foreign_keys", &on, err);
  if (status != SCORE_OK || on) return status;
  return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_FOREIGN_KEYS, NULL, NULL, err);
}

static int connect(score_store **out, const char *path, score_error *err)
{
  score_store *store = calloc(1, sizeof *store);
  char *place = place_of(path);
  if (store) store->path = malloc(strlen(path) + 1);
  *out = store;
  if (!store || !store->path || !place) {
    free(place);
    return score__fail_memory(err);
  }
  memcpy(store->path, path, strlen(path) + 1);
  int rc =
      sqlite3_open_v2(place, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
  bool absent = rc == SQLITE_CANTOPEN && access(place, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
  free(place);
  if (absent) return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_ABSENT, NULL, NULL, err);
  if (rc != SQLITE_OK) return score__store_fail(store, rc, err);
  return SCORE_OK;
}

void score_store_close(score_store *store)
{
  if (!store) return;
  score__store_undo(store);
  sqlite3_close(store->db);
  free(store->path);
  free(store);
}

static int check_owner(const score_store *store, score_error *err)
{
  int64_t owner = 0;
  int status = score__store_int(store, "PRAGMA application_id", &owner, err);
  if (status != SCORE_OK || owner == SCORE__STORE_APPLICATION) return status;
  return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_FOREIGN, NULL, NULL, err);
}

int score_store_open(score_store **out, const char *path, score_error *err)
{
  score_store *store = NULL;
  *out = NULL;
  int status = connect(&store, path, err);
  if (status == SCORE_OK) status = check_owner(store, err);
  if (status == SCORE_OK) status = set_up(store, err);
  if (status == SCORE_OK) status = score__store_migrate(store, err);
  if (status == SCORE_OK)
    *out = store;
  else
    score_store_close(store);
  return status;
}

int score_store_create(const char *path, score_error *err)
{
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) {
    const score_store nameless = {.path = (char *)(uintptr_t)path};
    int phrase = errno == EEXIST ? SCORE__PH_STORE_EXISTS : SCORE__PH_STORE_MAKE;
    return score__store_fail_phrase(&nameless, SCORE_E_STORE, phrase, NULL, NULL, err);
  }
  close(file);
  score_store *store = NULL;
  int status = connect(&store, path, err);
  /* Both outlive the connection. With WAL those who read are not held up by a long import. */
  if (status == SCORE_OK) status = score__store_run(store, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL", err);
  if (status == SCORE_OK) status = set_up(store, err);
  if (status == SCORE_OK) status = score__store_migrate(store, err);
  score_store_close(store);
  if (status != SCORE_OK) unlink(path);
  return status;
}

int score__store_limit_pages(score_store *store, int64_t pages, score_error *err)
{
  char number[24];
  score__buffer sql = {0}; /* a PRAGMA takes no bound parameters */
  score__buffer_text(&sql, "PRAGMA max_page_count = ");
  score__buffer_text(&sql, score__int_text(number, pages));
  int status = sql.failed ? score__fail_memory(err) : score__store_run(store, sql.data, err);
  score__buffer_free(&sql);
  return status;
}

int score__store_check(score_store *store, char text[256], score_error *err)
{
  static const char *const sql[] = {"PRAGMA integrity_check(1)",
                                    "SELECT 'a row of ' || \"table\" || ' that leads nowhere' FROM"
                                    " pragma_foreign_key_check LIMIT 1"};
  memcpy(text, "ok", 3);
  for (size_t i = 0; i < 2; i++) {
    sqlite3_stmt *s = NULL;
    int status = score__store_prepare(store, &s, sql[i], err);
    if (status == SCORE_OK) status = score__store_step_row(store, s, err);
    if (status == 1 && strcmp(score__store_text(s, 0), "ok") != 0) {
      size_t size = strlen(score__store_text(s, 0));
      if (size > 255) size = 255;
      memcpy(text, score__store_text(s, 0), size);
      text[size] = 0;
    }
    sqlite3_finalize(s);
    if (status < 0) return status;
  }
  return SCORE_OK;
}
