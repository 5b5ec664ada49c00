/* Releases: heads in `release`, bytes in `release_block`, both append-only. */
#include "store/releases.h"

#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

#define BLOCK_BYTES ((size_t)1 << 20)

/* ---- reading ---- */

static const char *text_of(score__arena *arena, sqlite3_stmt *s, int column)
{
  const char *copy = score__arena_text(arena, score__store_text(s, column));
  return copy ? copy : "";
}

int score__stored_releases_load(score__stored_releases *out, score_store *store, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s,
                                    "SELECT r.id, r.period, r.criteria, r.version, r.stage, r.scope, r.sha256,"
                                    " r.size_bytes, r.last_import, r.last_withdrawals, r.released_at, r.released_by,"
                                    " r.reason, coalesce(r.supersedes, 0), coalesce(n.id, 0), r.synthetic"
                                    " FROM release r LEFT JOIN release n ON n.supersedes = r.id ORDER BY r.id",
                                    err);
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    score__arena *a = &out->arena;
    if (score__grow(&out->item, &out->cap, out->count + 1, sizeof *out->item) != 0) {
      status = score__fail_memory(err);
      break;
    }
    out->item[out->count++] = (score__stored_release){.id = sqlite3_column_int64(s, 0),
                                                      .period = text_of(a, s, 1),
                                                      .criteria = text_of(a, s, 2),
                                                      .version = text_of(a, s, 3),
                                                      .stage = sqlite3_column_int64(s, 4),
                                                      .scope = text_of(a, s, 5),
                                                      .sha256 = text_of(a, s, 6),
                                                      .size_bytes = sqlite3_column_int64(s, 7),
                                                      .last_import = sqlite3_column_int64(s, 8),
                                                      .last_withdrawals = sqlite3_column_int64(s, 9),
                                                      .released_at = text_of(a, s, 10),
                                                      .released_by = text_of(a, s, 11),
                                                      .reason = text_of(a, s, 12),
                                                      .supersedes = sqlite3_column_int64(s, 13),
                                                      .superseded_by = sqlite3_column_int64(s, 14),
                                                      .synthetic = sqlite3_column_int(s, 15) != 0};
  }
  sqlite3_finalize(s);
  if (status == SCORE_OK && out->arena.failed) status = score__fail_memory(err);
  return status;
}

void score__stored_releases_free(score__stored_releases *releases)
{
  score__arena_free(&releases->arena);
  free(releases->item);
  *releases = (score__stored_releases){0};
}

static int count_acts(score_store *store, int64_t *imports, int64_t *withdrawals, score_error *err)
{
  int status = score__store_int(store, "SELECT coalesce(max(id), 0) FROM import", imports, err);
  if (status == SCORE_OK) status = score__store_int(store, "SELECT count(*) FROM withdrawal", withdrawals, err);
  return status;
}

int score__store_is_unchanged(score_store *store, const score__stored_release *release, bool *unchanged,
                              score_error *err)
{
  int64_t imports = 0, withdrawals = 0;
  int status = count_acts(store, &imports, &withdrawals, err);
  *unchanged = imports == release->last_import && withdrawals == release->last_withdrawals;
  return status;
}

int score__store_release_read(score_store *store, const score__stored_release *release, score_write_fn write,
                              void *context, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int64_t part = 0, size = 0;
  int status =
      score__store_prepare(store, &s, "SELECT part, bytes FROM release_block WHERE release = ?1 ORDER BY part", err);
  if (status == SCORE_OK) sqlite3_bind_int64(s, 1, release->id);
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    const void *bytes = sqlite3_column_blob(s, 1);
    const int n = sqlite3_column_bytes(s, 1);
    if (sqlite3_column_int64(s, 0) != part++ || n <= 0) break;
    size += n;
    if (write(context, bytes, (size_t)n) != 0) {
      status = score__fail(err, SCORE_E_OUTPUT, SCORE__PH_OUTPUT, (const char *)NULL);
      break;
    }
  }
  sqlite3_finalize(s);
  if (status < 0) return status;
  if (status == SCORE_OK && size == release->size_bytes) return SCORE_OK;
  return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_RELEASE_BLOCKS, release->sha256, NULL, err);
}

/* ---- writing ---- */

int score__store_release_hold(score_store *store, score_error *err)
{
  return score__store_run(store, "BEGIN IMMEDIATE", err);
}

int score__store_release_keep(score_store *store, score_error *err)
{
  return score__store_run(store, "COMMIT", err);
}

const char *score__store_path(const score_store *store)
{
  return store->path;
}

struct score__release_writer {
  score_store *store;
  sqlite3_stmt *insert;
  unsigned char *block; /* [BLOCK_BYTES] */
  size_t used;
  int64_t id, part, size_bytes;
  int status;
  score_error error;
};

int score__release_writer_new(score__release_writer **out, score_store *store, score_error *err)
{
  *out = NULL;
  score__release_writer *w = calloc(1, sizeof *w);
  if (w) w->block = malloc(BLOCK_BYTES);
  if (!w || !w->block) {
    score__release_writer_free(w);
    return score__fail_memory(err);
  }
  w->store = store;
  /* Blocks come before their head, whose digest is known only at the end. */
  int status = score__store_run(store, "PRAGMA defer_foreign_keys = ON", err);
  if (status == SCORE_OK) status = score__store_int(store, "SELECT coalesce(max(id), 0) + 1 FROM release", &w->id, err);
  if (status == SCORE_OK) {
    status = score__store_prepare(store, &w->insert,
                                  "INSERT INTO release_block(release, part, bytes) VALUES(?1, ?2, ?3)", err);
  }
  if (status == SCORE_OK)
    *out = w;
  else
    score__release_writer_free(w);
  return status;
}

static void write_block(score__release_writer *w)
{
  if (w->status != SCORE_OK || w->used == 0) return;
  sqlite3_bind_int64(w->insert, 1, w->id);
  sqlite3_bind_int64(w->insert, 2, w->part);
  sqlite3_bind_blob(w->insert, 3, w->block, (int)w->used, SQLITE_STATIC);
  w->status = score__store_step_done(w->store, w->insert, &w->error);
  w->size_bytes += (int64_t)w->used;
  w->used = 0;
  w->part++;
}

int score__release_writer_add(void *writer, const void *bytes, size_t size)
{
  score__release_writer *w = writer;
  const unsigned char *at = bytes;
  while (size > 0 && w->status == SCORE_OK) {
    size_t n = BLOCK_BYTES - w->used;
    if (n > size) n = size;
    memcpy(w->block + w->used, at, n);
    w->used += n;
    at += n;
    size -= n;
    if (w->used == BLOCK_BYTES) write_block(w);
  }
  return w->status == SCORE_OK ? 0 : -1;
}

static int write_head(score__release_writer *w, score__stored_release *head, score_error *err)
{
  sqlite3_stmt *s = NULL;
  head->id = w->id;
  head->size_bytes = w->size_bytes;
  int status = count_acts(w->store, &head->last_import, &head->last_withdrawals, err);
  if (status == SCORE_OK) {
    status = score__store_prepare(w->store, &s,
                                  "INSERT INTO release(id, period, criteria, version, stage, scope, sha256, size_bytes,"
                                  " last_import, last_withdrawals, released_at, released_by, reason, supersedes,"
                                  " synthetic) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, nullif(?12, ''),"
                                  " nullif(?13, ''), nullif(?14, 0), ?15)",
                                  err);
  }
  if (status != SCORE_OK) return status;
  const int64_t numbers[][2] = {{1, head->id},
                                {5, head->stage},
                                {8, head->size_bytes},
                                {9, head->last_import},
                                {10, head->last_withdrawals},
                                {14, head->supersedes},
                                {15, head->synthetic}};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    sqlite3_bind_int64(s, (int)numbers[i][0], numbers[i][1]);
  score__store_bind_text(s, 2, head->period);
  score__store_bind_text(s, 3, head->criteria);
  score__store_bind_text(s, 4, head->version);
  score__store_bind_text(s, 6, head->scope);
  score__store_bind_text(s, 7, head->sha256);
  score__store_bind_text(s, 11, head->released_at);
  score__store_bind_text(s, 12, head->released_by);
  score__store_bind_text(s, 13, head->reason);
  status = score__store_step_done(w->store, s, err);
  sqlite3_finalize(s);
  return status;
}

int score__release_writer_end(score__release_writer *w, score__stored_release *head, score_error *err)
{
  if (head) write_block(w);
  if (w->status != SCORE_OK && err) *err = w->error;
  if (w->status != SCORE_OK || !head) return w->status;
  return write_head(w, head, err);
}

void score__release_writer_free(score__release_writer *w)
{
  if (!w) return;
  sqlite3_finalize(w->insert);
  free(w->block);
  free(w);
}
