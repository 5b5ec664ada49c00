/* A disk that fails once: every write, sync, truncation, lock-file mapping, opening and deletion that an import, a
 * withdrawal or a migration makes is made to fail, one after the other. Afterwards the store is whole, and holds all of
 * it or nothing. */
#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "score/history.h"
#include "store/archive.h"

static const score_import_options IMPORT = {.act = {.when = "2026-10-01T08:00:00Z"}};
static const score_act ACT = {.when = "2026-10-02T08:00:00Z", .reason = "r"};

static const char definition[] =
    "{\"format\":1,\"id\":\"t\",\"version\":\"1\",\"status\":\"draft\",\"name\":\"t\",\"measures\":{"
    "\"a\":{\"name\":\"a\",\"type\":\"count\"},\"b\":{\"name\":\"b\",\"type\":\"count\"}},"
    "\"groups\":[{\"key\":\"G\",\"code\":\"1\",\"name\":\"g\",\"max\":\"10\",\"criteria\":["
    "{\"key\":\"K\",\"code\":\"1.1\",\"name\":\"k\",\"max\":\"10\",\"rule\":{\"kind\":\"expr\",\"points\":\"a + "
    "b\"}}]}],"
    "\"total\":{\"max\":\"10\",\"basis\":\"points\"}}";

static char folder[64], path[128], file[128], base[128];
static score_error err = {0};

/* ---- the shim: an sqlite3_file that leads to the real one ---- */

typedef struct shim_file {
  sqlite3_file shim;
  sqlite3_file *real; /* in the memory behind */
} shim_file;

static sqlite3_vfs shim_vfs, *real_vfs;
static sqlite3_io_methods shim_methods;
static int calls, fail_at; /* fail_at 0 = never */
static int fail_code;
static bool stays; /* every call from then on fails too */

static bool fails(void)
{
  calls++;
  return fail_at && (calls == fail_at || (stays && calls > fail_at));
}

static sqlite3_file *real_of(sqlite3_file *f)
{
  return ((shim_file *)f)->real;
}

static int shim_close(sqlite3_file *f)
{
  return real_of(f)->pMethods ? real_of(f)->pMethods->xClose(real_of(f)) : SQLITE_OK;
}
static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
  return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}
static int shim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
  if (!fails()) return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
  /* Half of it arrives, as when the disk fills up. */
  real_of(f)->pMethods->xWrite(real_of(f), from, n / 2, at);
  return fail_code;
}
static int shim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
  return fails() ? SQLITE_IOERR_TRUNCATE : real_of(f)->pMethods->xTruncate(real_of(f), size);
}
static int shim_sync(sqlite3_file *f, int flags)
{
  (void)f; /* the real one would only take its time: the power stays on */
  (void)flags;
  return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}
static int shim_size(sqlite3_file *f, sqlite3_int64 *size)
{
  return real_of(f)->pMethods->xFileSize(real_of(f), size);
}
static int shim_lock(sqlite3_file *f, int lock)
{
  return real_of(f)->pMethods->xLock(real_of(f), lock);
}
static int shim_unlock(sqlite3_file *f, int lock)
{
  return real_of(f)->pMethods->xUnlock(real_of(f), lock);
}
static int shim_reserved(sqlite3_file *f, int *out)
{
  return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
static int shim_control(sqlite3_file *f, int op, void *arg)
{
  return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}
static int shim_sector(sqlite3_file *f)
{
  return real_of(f)->pMethods->xSectorSize(real_of(f));
}
static int shim_device(sqlite3_file *f)
{
  return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}
static int shim_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
  return fails() ? SQLITE_IOERR_SHMMAP : real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}
static int shim_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
  return real_of(f)->pMethods->xShmLock(real_of(f), at, n, flags);
}
static void shim_barrier(sqlite3_file *f)
{
  real_of(f)->pMethods->xShmBarrier(real_of(f));
}
static int shim_unmap(sqlite3_file *f, int erase)
{
  return real_of(f)->pMethods->xShmUnmap(real_of(f), erase);
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
  shim_file *s = (shim_file *)f;
  (void)vfs;
  s->real = (sqlite3_file *)(s + 1);
  s->shim.pMethods = NULL;
  /* Only what is made anew: a file that does not open is another test. */
  if ((flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) && fails()) return SQLITE_CANTOPEN;
  int rc = real_vfs->xOpen(real_vfs, name, s->real, flags, out);
  if (s->real->pMethods) s->shim.pMethods = &shim_methods;
  return rc;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
  (void)vfs;
  return fails() ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync);
}

static void install_shim(void)
{
  real_vfs = sqlite3_vfs_find(NULL);
  ck_assert_ptr_nonnull(real_vfs);
  shim_methods = (sqlite3_io_methods){2,           shim_close, shim_read,     shim_write,    shim_truncate, shim_sync,
                                      shim_size,   shim_lock,  shim_unlock,   shim_reserved, shim_control,  shim_sector,
                                      shim_device, shim_map,   shim_shm_lock, shim_barrier,  shim_unmap,    NULL,
                                      NULL};
  shim_vfs = *real_vfs;
  shim_vfs.zName = "failing";
  shim_vfs.szOsFile = (int)sizeof(shim_file) + real_vfs->szOsFile;
  shim_vfs.xOpen = shim_open;
  shim_vfs.xDelete = shim_delete;
  ck_assert_int_eq(sqlite3_vfs_register(&shim_vfs, 1), SQLITE_OK);
}

/* ---- stores ---- */

static void write_file(const char *name, const char *text)
{
  FILE *f = fopen(name, "wb");
  ck_assert_ptr_nonnull(f);
  ck_assert_uint_eq(fwrite(text, 1, strlen(text), f), strlen(text));
  ck_assert_int_eq(fclose(f), 0);
}

static void remove_store(void)
{
  static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
  for (size_t i = 0; i < 4; i++) {
    char name[160];
    snprintf(name, sizeof name, "%s%s", path, tails[i]);
    unlink(name);
  }
}

static void copy_base(void)
{
  static char block[1 << 16];
  remove_store();
  FILE *from = fopen(base, "rb"), *to = fopen(path, "wb");
  ck_assert(from && to);
  size_t n;
  while ((n = fread(block, 1, sizeof block, from)) > 0) ck_assert_uint_eq(fwrite(block, 1, n, to), n);
  ck_assert_int_eq(fclose(from) | fclose(to), 0);
}

static sqlite3 *open_plain(void)
{
  sqlite3 *db = NULL;
  ck_assert_int_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix"), SQLITE_OK);
  return db;
}

static int64_t number(sqlite3 *db, const char *sql)
{
  sqlite3_stmt *s = NULL;
  ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
  ck_assert_msg(sqlite3_step(s) == SQLITE_ROW, "%s: %s", sql, sqlite3_errmsg(db));
  int64_t n = sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  return n;
}

/* What a store holds, in one number that the acts below change: -1 when it is not whole. */
static int64_t state(void)
{
  static const char *const counts[] = {"SELECT count(*) FROM observation", "SELECT count(*) FROM import",
                                       "SELECT count(*) FROM unit", "SELECT count(*) FROM withdrawal",
                                       "SELECT count(*) FROM period_lock"};
  sqlite3 *db = open_plain();
  sqlite3_stmt *s = NULL;
  ck_assert_int_eq(sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL), SQLITE_OK);
  ck_assert_int_eq(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &s, NULL), SQLITE_OK);
  bool whole = sqlite3_step(s) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
  sqlite3_finalize(s);
  if (whole) whole = number(db, "SELECT count(*) FROM pragma_foreign_key_check") == 0;
  int64_t version = number(db, "PRAGMA user_version"), held = version;
  for (size_t i = 0; i < sizeof counts / sizeof *counts && version > 0; i++)
    held = held * 1000 + (i < 3 || version > 1 ? number(db, counts[i]) : 0);
  if (version > 0) whole &= number(db, "SELECT count(*) FROM import WHERE sha256 = ''") == 0;
  sqlite3_close(db);
  return whole ? held : -1;
}

/* ---- what is done to them ---- */

static score_criteria *set;

static int import_data(void)
{
  score_store *store = NULL;
  int status = score_store_open(&store, path, &err);
  if (status == 0) status = score_store_import_data(store, set, file, NULL, &IMPORT, NULL, NULL, &err);
  score_store_close(store);
  return status;
}

static int withdraw(void)
{
  score_store *store = NULL;
  int status = score_store_open(&store, path, &err);
  if (status == 0) status = score_store_withdraw(store, 1, &ACT, NULL, &err);
  score_store_close(store);
  return status;
}

static int lock(void)
{
  score_store *store = NULL;
  int status = score_store_open(&store, path, &err);
  if (status == 0) status = score_store_lock(store, "2026", &ACT, &err);
  score_store_close(store);
  return status;
}

static int migrate(void)
{
  score_store *store = NULL;
  int status = score_store_open(&store, path, &err);
  score_store_close(store);
  return status;
}

static const struct {
  const char *name;
  int (*act)(void);
  bool is_old; /* begins without a schema */
} acts[] = {{"import", import_data, false},
            {"withdrawal", withdraw, false},
            {"lock", lock, false},
            {"migration", migrate, true}};

static void write_rows(const char *first, int units)
{
  static char text[1 << 16];
  size_t used = (size_t)snprintf(text, sizeof text, "unit,period,a,b\n");
  for (int i = 0; i < units; i++)
    used += (size_t)snprintf(text + used, sizeof text - used, "%s%04d,2026-Q3,%d,%d\n", first, i, i, i + 1);
  write_file(file, text);
}

static void set_up(void)
{
  install_shim();
  snprintf(folder, sizeof folder, "/tmp/score-failing-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/s.db", folder);
  snprintf(base, sizeof base, "%s/base.db", folder);
  snprintf(file, sizeof file, "%s/f.csv", folder);
  ck_assert_int_eq(score_criteria_parse(&set, definition, strlen(definition), "t.json", NULL, &err), 0);
}

static void tear_down(void)
{
  remove_store();
  unlink(base);
  unlink(file);
  rmdir(folder);
  score_criteria_free(set);
}

/* The store each act begins with. */
static void make_base(bool is_old)
{
  remove_store();
  unlink(base);
  fail_at = 0;
  ck_assert_int_eq(score_store_create(path, &err), 0);
  write_rows("u", 40);
  ck_assert_int_eq(import_data(), 0);
  if (is_old) { /* as an interrupted `score init` would leave it: nothing but its name */
    remove_store();
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix"), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA application_id = 1396920146", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
  }
  ck_assert_int_eq(rename(path, base), 0);
  write_rows("v", 100);
}

START_TEST(fails_once)
{
  static const int codes[] = {SQLITE_IOERR_WRITE, SQLITE_FULL};
  make_base(acts[_i / 2].is_old);
  fail_code = codes[_i & 1];
  stays = (_i & 1) != 0;
  fail_at = 0;
  copy_base();
  int64_t before = state();
  calls = 0;
  ck_assert_int_eq(acts[_i / 2].act(), 0);
  int all = calls;
  int64_t after = state();
  ck_assert_int_gt(before, 0 - 1);
  ck_assert_msg(before != after, "%s does nothing", acts[_i / 2].name);
  ck_assert_int_gt(all, 5);
  int refused = 0;
  for (int n = 1; n <= all; n++) {
    copy_base();
    calls = 0;
    fail_at = n;
    err = (score_error){0};
    int status = acts[_i / 2].act();
    fail_at = 0;
    int64_t now = state();
    /* Every migration is a transaction of its own. */
    bool between = acts[_i / 2].is_old && now == INT64_C(1000000000000000);
    ck_assert_msg(now == before || now == after || between, "%s, call %d of %d: %lld, before %lld, after %lld",
                  acts[_i / 2].name, n, all, (long long)now, (long long)before, (long long)after);
    ck_assert_msg(status != 0 || now == after, "%s, call %d: ok, but it is not there", acts[_i / 2].name, n);
    ck_assert_msg(status == 0 || status == SCORE_E_STORE, "%s, call %d: %d", acts[_i / 2].name, n, status);
    ck_assert_msg(status == 0 || err.phrase != 0, "%s, call %d: no word of it", acts[_i / 2].name, n);
    refused += status != 0;
    /* And it goes on from there. */
    if (now != after) ck_assert_msg(acts[_i / 2].act() == 0, "%s, call %d: not the second time", acts[_i / 2].name, n);
    ck_assert_msg(state() == after, "%s, call %d: the second time", acts[_i / 2].name, n);
  }
  ck_assert_int_gt(refused, 0);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("failing vfs");
  TCase *t = tcase_create("store");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_add_loop_test(t, fails_once, 0, 2 * (int)(sizeof acts / sizeof *acts));
  tcase_set_timeout(t, 120);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
