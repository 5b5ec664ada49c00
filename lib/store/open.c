/* Making, opening and closing a store, and the settings every connection has. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/handle.h"

#define BUSY_MILLISECONDS 10000
#define FLAGS             (SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE)

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

/* The file beside the store that a writer leaves when it does not finish: its size, -1 when there is none. */
static int64_t log_size(const char *place)
{
  struct stat st;
  score__buffer name = {0};
  score__buffer_text(&name, place);
  score__buffer_text(&name, "-wal");
  int64_t size = !name.failed && stat(name.data, &st) == 0 ? (int64_t)st.st_size : -1;
  score__buffer_free(&name);
  return size;
}

/* Whether files can be made beside it, as SQLite's index of the write-ahead log must be. */
static bool has_open_folder(const char *place)
{
  const char *slash = strrchr(place, '/'); /* there is one: place_of saw to it */
  score__buffer folder = {0};
  score__buffer_add(&folder, place, (size_t)(slash - place) + 1);
  bool open = !folder.failed && access(folder.data, W_OK) == 0;
  score__buffer_free(&folder);
  return open;
}

/* "file:" with what SQLite reads in it escaped. No lock is taken and nothing is made beside it. */
static int open_fixed(sqlite3 **db, const char *place)
{
  static const char hex[] = "0123456789abcdef";
  score__buffer uri = {0};
  score__buffer_text(&uri, "file:");
  for (const unsigned char *at = (const unsigned char *)place; *at; at++) {
    if (strchr("%?# ", *at)) {
      score__buffer_char(&uri, '%');
      score__buffer_char(&uri, hex[*at >> 4]);
      score__buffer_char(&uri, hex[*at & 15]);
    } else {
      score__buffer_char(&uri, (char)*at);
    }
  }
  score__buffer_text(&uri, "?immutable=1");
  int rc = SQLITE_NOMEM;
  if (!uri.failed) rc = sqlite3_open_v2(uri.data, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | FLAGS, NULL);
  score__buffer_free(&uri);
  return rc;
}

/* For reading the log that a writer left stays as it is: it is part of what is read, and the next writer's to clear. */
static int open_place(score_store *store, const char *place, bool read_only, score_error *err)
{
  int64_t log = read_only ? log_size(place) : -1;
  int rc = SQLITE_CANTOPEN;
  const bool there = access(place, F_OK) == 0, closed = there && read_only && !has_open_folder(place);
  /* Who may not write the store would leave an index beside it that its owner may not write: locked out for good. */
  const bool foreign = there && access(place, W_OK) != 0;
  if (foreign && !read_only) return score__store_fail(store, SQLITE_READONLY, err);
  if (closed || (foreign && log <= 0)) {
    if (log > 0) {
      return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_UNFINISHED, store->path, NULL, err);
    }
    rc = open_fixed(&store->db, place);
    store->fixed = true;
  } else {
    rc = sqlite3_open_v2(place, &store->db, SQLITE_OPEN_READWRITE | FLAGS, NULL);
  }
  bool absent = rc == SQLITE_CANTOPEN && access(place, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
  if (absent) return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_ABSENT, NULL, NULL, err);
  if (rc != SQLITE_OK) return score__store_fail(store, rc, err);
  /* Before the first reading: who closes the store last holds it for a moment. */
  sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
  if (log > 0) sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
  return SCORE_OK;
}

static int connect(score_store **out, const char *path, bool read_only, score_error *err)
{
  score_store *store = calloc(1, sizeof *store);
  char *place = place_of(path);
  if (store) store->path = malloc(strlen(path) + 1);
  *out = store;
  int status = SCORE_OK;
  if (!store || !store->path || !place) {
    status = score__fail_memory(err);
  } else {
    memcpy(store->path, path, strlen(path) + 1);
    status = open_place(store, place, read_only, err);
  }
  free(place);
  return status;
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

/* An older schema is brought up to date where that may be: what reads it needs the newer one. */
static int prepare_reading(const score_store *store, score_error *err)
{
  int64_t version = 0;
  int status = score__store_int(store, "PRAGMA user_version", &version, err);
  if (status != SCORE_OK) return status;
  bool old = version >= 0 && version < SCORE__STORE_SCHEMA;
  if (old && (store->fixed || sqlite3_db_readonly(store->db, "main") != 0)) {
    char have[24], known[24];
    return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_OLDER, score__int_text(have, version),
                                    score__int_text(known, SCORE__STORE_SCHEMA), err);
  }
  status = score__store_migrate(store, err);
  return status == SCORE_OK ? score__store_run(store, "PRAGMA query_only = ON", err) : status;
}

static int open_store(score_store **out, const char *path, bool read_only, score_error *err)
{
  score_store *store = NULL;
  *out = NULL;
  int status = connect(&store, path, read_only, err);
  if (status == SCORE_OK) status = check_owner(store, err);
  if (status == SCORE_OK) status = set_up(store, err);
  if (status == SCORE_OK) status = read_only ? prepare_reading(store, err) : score__store_migrate(store, err);
  if (status == SCORE_OK)
    *out = store;
  else
    score_store_close(store);
  return status;
}

int score_store_open(score_store **out, const char *path, score_error *err)
{
  return open_store(out, path, false, err);
}

int score_store_open_read(score_store **out, const char *path, score_error *err)
{
  return open_store(out, path, true, err);
}

/* A store that could not be made, and what SQLite left beside it. */
static void forget(const char *path)
{
  static const char *const tail[] = {"", "-journal", "-wal", "-shm"};
  for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
    score__buffer name = {0};
    score__buffer_text(&name, path);
    score__buffer_text(&name, tail[i]);
    if (!name.failed) unlink(name.data);
    score__buffer_free(&name);
  }
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
  int status = connect(&store, path, false, err);
  /* Both outlive the connection. With WAL those who read are not held up by a long import. */
  if (status == SCORE_OK) status = score__store_run(store, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL", err);
  if (status == SCORE_OK) status = set_up(store, err);
  if (status == SCORE_OK) status = score__store_migrate(store, err);
  score_store_close(store);
  if (status != SCORE_OK) forget(path);
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
