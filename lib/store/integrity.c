/* Is the file whole? Pages and indices, rows that lead nowhere, the schema with its triggers, imports without an end,
 * cells, dates and periods that are none, digests of releases. */
#include <string.h>

#include "base/period.h"
#include "score/history.h"
#include "store/handle.h"
#include "store/releases.h"

typedef struct checkup {
  score_store *store;
  score_findings *findings;
} checkup;

static void tell(checkup *c, const char *place, int phrase, const char *a, const char *b)
{
  score_error e;
  score__fail(&e, SCORE_E_STORE, phrase, a, b, (const char *)NULL);
  score__fail_at(&e, c->store->path, 0, 0, place);
  score__finding_add(c->findings, SCORE_ERROR, &e);
}

typedef void (*row_fn)(checkup *c, sqlite3_stmt *s);

static int each(checkup *c, const char *sql, row_fn row, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(c->store, &s, sql, err);
  while (status >= 0 && s && (status = score__store_step_row(c->store, s, err)) == 1) row(c, s);
  sqlite3_finalize(s);
  return status;
}

static void on_page(checkup *c, sqlite3_stmt *s)
{
  if (strcmp(score__store_text(s, 0), "ok") != 0) tell(c, "", SCORE__PH_CHECK_PAGES, score__store_text(s, 0), NULL);
}

static void on_key(checkup *c, sqlite3_stmt *s)
{
  tell(c, score__store_text(s, 0), SCORE__PH_CHECK_KEYS, score__store_text(s, 1), score__store_text(s, 2));
}

static void on_import(checkup *c, sqlite3_stmt *s)
{
  tell(c, "import", SCORE__PH_CHECK_UNENDED, score__store_text(s, 0), score__store_text(s, 1));
}

static void on_cells(checkup *c, sqlite3_stmt *s)
{
  if (sqlite3_column_int64(s, 0)) tell(c, "observation", SCORE__PH_CHECK_STATES, score__store_text(s, 0), NULL);
}

static void on_period(checkup *c, sqlite3_stmt *s)
{
  score__period period;
  const char *text = score__store_text(s, 1);
  if (score__period_parse(&period, text, strlen(text)) != 0)
    tell(c, score__store_text(s, 0), SCORE__PH_CHECK_PERIOD, text, NULL);
}

static void on_date(checkup *c, sqlite3_stmt *s)
{
  int32_t day;
  const char *text = score__store_text(s, 1);
  if (score__date_parse_iso(&day, text) != 0) tell(c, score__store_text(s, 0), SCORE__PH_CHECK_DATE, text, NULL);
}

static const struct {
  const char *sql;
  row_fn row;
} checks[] = {
    {"PRAGMA integrity_check(100)", on_page},
    {"SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2", on_key},
    {"SELECT id, file FROM import WHERE length(sha256) <> 64 ORDER BY id", on_import},
    {"SELECT count(*) FROM observation WHERE stage NOT BETWEEN 0 AND 2 OR state NOT BETWEEN 1 AND 3"
     " OR scale NOT BETWEEN 0 AND 18 OR synthetic NOT IN (0, 1)",
     on_cells},
    {"SELECT 'period', text FROM period UNION ALL SELECT 'period_lock', period FROM period_lock"
     " UNION ALL SELECT 'release', period FROM release",
     on_period},
    {"SELECT 'unit_state', valid_from FROM unit_state WHERE valid_from IS NOT NULL"
     " UNION ALL SELECT 'unit_state', valid_to FROM unit_state WHERE valid_to IS NOT NULL",
     on_date},
};

/* Against a schema made new, in memory: a trigger that was dropped is a promise that no longer holds. */
static int check_schema(checkup *c, score_error *err)
{
  static const char all[] = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
  static const char one[] = "SELECT sql FROM sqlite_schema WHERE name = ?1";
  score_store fresh = {.path = c->store->path};
  sqlite3_stmt *want = NULL, *have = NULL;
  int rc = sqlite3_open_v2(":memory:", &fresh.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  int status = rc == SQLITE_OK ? score__store_migrate(&fresh, err) : score__store_fail(&fresh, rc, err);
  if (status == SCORE_OK) status = score__store_prepare(&fresh, &want, all, err);
  if (status == SCORE_OK) status = score__store_prepare(c->store, &have, one, err);
  while (status >= 0 && have && (status = score__store_step_row(&fresh, want, err)) == 1) {
    const char *name = score__store_text(want, 0);
    score__store_bind_text(have, 1, name);
    status = score__store_step_row(c->store, have, err);
    bool same = status == 1 && strcmp(score__store_text(have, 0), score__store_text(want, 1)) == 0;
    sqlite3_reset(have);
    if (status >= 0 && !same) tell(c, "sqlite_schema", SCORE__PH_CHECK_SCHEMA, name, NULL);
  }
  sqlite3_finalize(have);
  sqlite3_finalize(want);
  sqlite3_close(fresh.db);
  return status;
}

/* ---- releases: the last line names the digest of all bytes before it ---- */

typedef struct digest {
  score__sha256 state;
  score__buffer line; /* from the beginning of what may be the last line */
} digest;

static int on_bytes(void *context, const void *bytes, size_t size)
{
  digest *d = context;
  score__buffer_add(&d->line, bytes, size);
  if (d->line.failed) return -1;
  size_t last = d->line.size ? d->line.size - 1 : 0;
  while (last > 0 && d->line.data[last - 1] != '\n') last--;
  score__sha256_add(&d->state, d->line.data, last);
  memmove(d->line.data, d->line.data + last, d->line.size - last);
  d->line.size -= last;
  d->line.data[d->line.size] = '\0';
  return 0;
}

/* What stands in the blocks is what the head says. */
static int check_releases(checkup *c, score_error *err)
{
  score_store *store = c->store;
  score__stored_releases all = {0};
  int status = score__stored_releases_load(&all, store, err);
  for (size_t i = 0; i < all.count && status == SCORE_OK; i++) {
    digest d = {0};
    char hex[SCORE__SHA256_HEX] = "";
    score_error fault = {0};
    score__sha256_start(&d.state);
    int got = score__store_release_read(store, &all.item[i], on_bytes, &d, &fault);
    score__sha256_end(&d.state, hex);
    if (d.line.failed) status = score__fail_memory(err);
    bool same = got == SCORE_OK && strcmp(hex, all.item[i].sha256) == 0 && d.line.data &&
                strstr(d.line.data, all.item[i].sha256) != NULL;
    score__buffer_free(&d.line);
    if (status == SCORE_OK && !same) {
      tell(c, "release", SCORE__PH_CHECK_RELEASE, all.item[i].sha256, all.item[i].period);
    }
  }
  score__stored_releases_free(&all);
  return status;
}

int score_store_check(score_store *store, score_findings *findings, score_error *err)
{
  checkup c = {.store = store, .findings = findings};
  int status = SCORE_OK;
  for (size_t i = 0; i < sizeof checks / sizeof *checks && status == SCORE_OK; i++)
    status = each(&c, checks[i].sql, checks[i].row, err);
  if (status == SCORE_OK) status = check_schema(&c, err);
  return status == SCORE_OK ? check_releases(&c, err) : status;
}
