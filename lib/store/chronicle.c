/* The past as it was kept: every value with its import, every import, every lock. Nothing is passed over here. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/handle.h"

/* A measure that the store does not hold is told with the nearest one. */
static int check_measure(const score_store *store, const char *key, score_error *err)
{
  sqlite3_stmt *s = NULL;
  score__arena arena = {0};
  const char **keys = NULL;
  size_t count = 0, room = 0;
  bool known = false;
  int status = score__store_prepare(store, &s, "SELECT key FROM measure ORDER BY key", err);
  while (status >= 0 && s && !known && (status = score__store_step_row(store, s, err)) == 1) {
    const char *text = score__arena_text(&arena, score__store_text(s, 0));
    if (!text || score__grow(&keys, &room, count + 1, sizeof *keys) != 0) {
      status = score__fail_memory(err);
      break;
    }
    keys[count++] = text;
    known = strcmp(text, key) == 0;
  }
  sqlite3_finalize(s);
  if (status >= 0 && !known) {
    size_t near = keys ? score__text_nearest(key, keys, count) : SIZE_MAX;
    status = score__fail(err, SCORE_E_NOT_FOUND, near == SIZE_MAX ? SCORE__PH_LOG_MEASURE : SCORE__PH_LOG_MEASURE_NEAR,
                         key, near == SIZE_MAX ? "" : keys[near], (const char *)NULL);
    score__fail_at(err, store->path, 0, 0, NULL);
  }
  free(keys);
  score__arena_free(&arena);
  return status < 0 ? status : SCORE_OK;
}

/* From these columns on: id, kind, file, sha256, synthetic, then two deeds. */
static score__history_import import_of(sqlite3_stmt *s, int at)
{
  return (score__history_import){
      .id = sqlite3_column_int64(s, at),
      .kind = score__store_text(s, at + 1),
      .file = score__store_text(s, at + 2),
      .sha256 = score__store_text(s, at + 3),
      .synthetic = sqlite3_column_int(s, at + 4) != 0,
      .made = {score__store_text(s, at + 5), score__store_text(s, at + 6), score__store_text(s, at + 7)},
      .withdrawn = {score__store_text(s, at + 8), score__store_text(s, at + 9), score__store_text(s, at + 10)},
      .criteria = ""};
}

#define IMPORT_COLUMNS                                                                                                 \
  "i.id, i.kind, i.file, i.sha256, i.synthetic, i.imported_at, i.imported_by, i.reason,"                               \
  " w.withdrawn_at, w.withdrawn_by, w.reason"

static const char history_sql[] =
    "SELECT p.text, m.key, m.type, o.stage, o.value, o.scale, o.state, o.synthetic, o.line, c.key,"
    " o.import IS max(CASE WHEN w.import IS NULL THEN o.import END) OVER (PARTITION BY o.period, o.measure, o.stage),"
    " t.source, t.evidence, t.note, t.evidence_expires, " IMPORT_COLUMNS " FROM period p"
    " CROSS JOIN observation o ON o.period = p.id AND o.unit = ?1 JOIN measure m ON m.id = o.measure"
    " JOIN import i ON i.id = o.import LEFT JOIN withdrawal w ON w.import = i.id"
    " LEFT JOIN choice c ON m.type = 'choice' AND o.state = 1 AND c.id = o.value"
    " LEFT JOIN observation_text t ON t.period = o.period AND t.unit = o.unit AND t.measure = o.measure"
    " AND t.stage = o.stage AND t.import = o.import"
    " WHERE (?2 IS NULL OR m.key = ?2) AND (?3 IS NULL OR p.text = ?3) AND (?4 < 0 OR o.stage = ?4)"
    " ORDER BY p.text, o.measure, o.stage, o.import";

int score__store_history(score_store *store, const score__history_query *q, score__history_value_fn value,
                         void *context, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = q->measure ? check_measure(store, q->measure, err) : SCORE_OK;
  if (status == SCORE_OK) status = score__store_prepare(store, &s, history_sql, err);
  if (status != SCORE_OK) return status;
  sqlite3_bind_int64(s, 1, q->unit);
  score__store_bind_text(s, 2, q->measure);
  score__store_bind_text(s, 3, q->period);
  sqlite3_bind_int(s, 4, q->stage == SCORE_STAGE_NONE ? -1 : q->stage);
  while (status >= 0 && (status = score__store_step_row(store, s, err)) == 1) {
    score__history_value v = {.period = score__store_text(s, 0),
                              .measure = score__store_text(s, 1),
                              .type = score__store_text(s, 2),
                              .stage = sqlite3_column_int(s, 3),
                              .value = sqlite3_column_int64(s, 4),
                              .scale = sqlite3_column_int(s, 5),
                              .state = sqlite3_column_int(s, 6),
                              .synthetic = sqlite3_column_int(s, 7) != 0,
                              .line = sqlite3_column_int64(s, 8),
                              .option = score__store_text(s, 9),
                              .said = {score__store_text(s, 11), score__store_text(s, 12), score__store_text(s, 13),
                                       score__store_text(s, 14)},
                              .import = import_of(s, 15)};
    v.standing = *v.import.withdrawn.when         ? SCORE__STANDING_WITHDRAWN
                 : sqlite3_column_int(s, 10) != 0 ? SCORE__STANDING_CURRENT
                                                  : SCORE__STANDING_SUPERSEDED;
    status = value(context, &v, err);
  }
  sqlite3_finalize(s);
  return status;
}

int score__store_imports(score_store *store, score__history_import_fn import, void *context, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s,
                                    "SELECT i.rows, i.cells, i.criteria, " IMPORT_COLUMNS
                                    " FROM import i LEFT JOIN withdrawal w ON w.import = i.id ORDER BY i.id",
                                    err);
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    score__history_import made = import_of(s, 3);
    made.rows = sqlite3_column_int64(s, 0);
    made.cells = sqlite3_column_int64(s, 1);
    made.criteria = score__store_text(s, 2);
    status = import(context, &made, err);
  }
  sqlite3_finalize(s);
  return status;
}

int score__store_locks(score_store *store, bool only, score__history_lock_fn lock, void *context, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(
      store, &s,
      "SELECT l.period, l.locked, l.locked_at, l.locked_by, l.reason,"
      " l.locked = 1 AND l.id = (SELECT max(k.id) FROM period_lock k WHERE k.period = l.period) AS held"
      " FROM period_lock l WHERE held OR NOT ?1 ORDER BY l.id",
      err);
  if (status == SCORE_OK) sqlite3_bind_int(s, 1, only);
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    const score__history_lock one = {
        .period = score__store_text(s, 0),
        .locked = sqlite3_column_int(s, 1) != 0,
        .in_force = sqlite3_column_int(s, 5) != 0,
        .done = {score__store_text(s, 2), score__store_text(s, 3), score__store_text(s, 4)}};
    status = lock(context, &one, err);
  }
  sqlite3_finalize(s);
  return status;
}

int score__store_count(score_store *store, score__store_census *out, score_error *err)
{
  static const char *const sql[] = {
      "PRAGMA user_version",       "SELECT count(*) FROM import",      "SELECT count(*) FROM withdrawal",
      "SELECT count(*) FROM unit", "SELECT count(*) FROM observation", "SELECT count(*) FROM release"};
  int64_t *const place[] = {&out->schema, &out->imports,      &out->withdrawn,
                            &out->units,  &out->observations, &out->releases};
  int status = SCORE_OK;
  for (size_t i = 0; i < sizeof sql / sizeof *sql && status == SCORE_OK; i++)
    status = score__store_int(store, sql[i], place[i], err);
  return status;
}
