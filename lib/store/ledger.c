/* Imports: one transaction each, and the list of what was imported. */
#include <string.h>

#include "store/handle.h"

static const char *const kind_name[] = {"units", "data", "published"};

static int insert_import(score_store *store, const score__store_import *import, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s,
                                    "INSERT INTO import(kind, file, sha256, rows, cells, imported_at, criteria,"
                                    " synthetic, imported_by, reason)"
                                    " VALUES(?1, ?2, '', 0, 0, ?3, ?4 || '@' || ?5, ?6, ?7, ?8)",
                                    err);
  if (status != SCORE_OK) return status;
  const char *slash = strrchr(import->file, '/');
  score__store_bind_text(s, 1, kind_name[import->kind]);
  score__store_bind_text(s, 2, slash ? slash + 1 : import->file);
  score__store_bind_text(s, 3, import->act.when);
  score__store_bind_text(s, 4, import->set ? import->set->id : NULL);
  score__store_bind_text(s, 5, import->set ? import->set->version : NULL);
  sqlite3_bind_int(s, 6, import->synthetic);
  score__store_bind_text(s, 7, import->act.by);
  score__store_bind_text(s, 8, import->act.reason);
  status = score__store_step_done(store, s, err);
  sqlite3_finalize(s);
  store->import_id = sqlite3_last_insert_rowid(store->db);
  store->import_file = import->file;
  return status;
}

int score__store_begin(score_store *store, const score__store_import *import, score_error *err)
{
  int status = score__store_check_act(store, &import->act, SCORE__PH_STORE_WHEN, err);
  if (status == SCORE_OK) status = score__store_run(store, "BEGIN IMMEDIATE", err);
  if (status != SCORE_OK) return status;
  status = insert_import(store, import, err);
  if (status != SCORE_OK) score__store_undo(store);
  return status;
}

int score__store_earlier(const score_store *store, const char *sha256, int64_t *earlier, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s,
                                    "SELECT max(a.id) FROM import a, import b WHERE b.id = ?1 AND a.id < b.id"
                                    " AND a.sha256 = ?2 AND a.kind = b.kind AND a.criteria IS b.criteria"
                                    " AND a.id NOT IN (SELECT import FROM withdrawal)",
                                    err);
  if (status != SCORE_OK) return status;
  sqlite3_bind_int64(s, 1, store->import_id);
  score__store_bind_text(s, 2, sha256);
  status = score__store_step_row(store, s, err);
  *earlier = status == 1 ? sqlite3_column_int64(s, 0) : 0;
  sqlite3_finalize(s);
  return status < 0 ? status : SCORE_OK;
}

int score__store_seal(score_store *store, const char *sha256, uint64_t rows, uint64_t cells, int64_t *earlier,
                      score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status =
      score__store_prepare(store, &s, "UPDATE import SET sha256 = ?2, rows = ?3, cells = ?4 WHERE id = ?1", err);
  if (status == SCORE_OK) {
    sqlite3_bind_int64(s, 1, store->import_id);
    score__store_bind_text(s, 2, sha256);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)rows);
    sqlite3_bind_int64(s, 4, (sqlite3_int64)cells);
    status = score__store_step_done(store, s, err);
    sqlite3_finalize(s);
  }
  return status == SCORE_OK ? score__store_earlier(store, sha256, earlier, err) : status;
}

int score__store_commit(score_store *store, int64_t *id, score_error *err)
{
  int status = score__store_run(store, "COMMIT", err);
  if (status == SCORE_OK) {
    *id = store->import_id;
    store->import_id = 0;
    store->import_file = NULL;
  }
  return status;
}

void score__store_rollback(const score_store *store)
{
  /* A full disk has already rolled back by itself. A rollback may be refused for want of memory, and is asked for again:
   * whoever comes next must not find this transaction open. */
  for (int i = 0; i < 3 && store->db && !sqlite3_get_autocommit(store->db); i++)
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

void score__store_undo(score_store *store)
{
  score__store_rollback(store);
  store->import_id = 0;
  store->import_file = NULL;
}
