/* Memory that runs out at every single allocation of keeping a release in a store, listing, reading and comparing: each
 * ends in an error, and the store is as it was. */
#include <check.h>
#include <unistd.h>

#include "../release/small_release.h"

#include "base/phrase.h"

#include "../refusing.h"

static const score_release_options first = {.act = {.when = "2026-10-10T08:00:00Z", .by = "A"}};
static const score_release_options second = {.act = {.when = "2026-11-10T08:00:00Z", .by = "A", .reason = "sai"}};
static small_release made;
static score_store *store;
static score_publications *list;
static score_release *opened;

static int run(int what, score_error *err)
{
  score_release *release = NULL;
  score_publications *again = NULL;
  score_document *document = NULL;
  const score_verdict verdict = {.name = "r", .release = opened};
  char sha256[SCORE_SHA256_TEXT];
  int code;
  switch (what) {
  case 0:
    code = score_store_hold(store, err);
    if (code == SCORE_OK) code = score_store_release(store, made.result, &second, 1, NULL, NULL, sha256, err);
    score_store_let_go(store);
    break;
  case 1: code = score_publications_read(&again, store, err); break;
  case 2: code = score_store_release_open(&release, store, score_publications_get(list, 0), NULL, err); break;
  case 3: code = score_document_release_difference(&document, opened, opened, err); break;
  case 4: code = score_document_release_pending(&document, opened, made.result, err); break;
  case 5: code = score_document_publications(&document, list, err); break;
  default: code = score_document_verdicts(&document, &verdict, 1, err);
  }
  score_release_free(release);
  score_publications_free(again);
  score_document_free(document);
  return code;
}

/* A store with one release, and an import after it that changes nothing of it. */
static void set_up(const char *path, const char *units)
{
  score_error err = {0};
  char sha256[SCORE_SHA256_TEXT];
  const score_import_options import = {.act = first.act};
  FILE *file = fopen(units, "w");
  ck_assert_ptr_nonnull(file);
  fputs("code,name,kind,parent\nZ9,Xa,xa,\n", file);
  fclose(file);
  unlink(path);
  small_make(&made);
  ck_assert_int_eq(score_store_create(path, &err), 0);
  ck_assert_int_eq(score_store_open(&store, path, &err), 0);
  ck_assert_int_eq(score_store_hold(store, &err), 0);
  ck_assert_int_eq(score_store_release(store, made.result, &first, 0, NULL, NULL, sha256, &err), 0);
  ck_assert_int_eq(score_store_keep(store, &err), 0);
  ck_assert_int_eq(score_store_import_units(store, units, NULL, &import, NULL, NULL, &err), 0);
  ck_assert_int_eq(score_publications_read(&list, store, &err), 0);
  ck_assert_uint_eq(score_publications_size(list), 1);
  ck_assert_int_eq(score_store_release_open(&opened, store, score_publications_get(list, 0), NULL, &err), 0);
  ck_assert_str_eq(score_release_about(opened)->sha256, sha256);
}

START_TEST(every_allocation)
{
  char path[64], units[64];
  snprintf(path, sizeof path, "/tmp/score-publication-%ld.db", (long)getpid());
  snprintf(units, sizeof units, "/tmp/score-publication-%ld.csv", (long)getpid());
  set_up(path, units);
  long n = 0;
  for (bool again = true; again; n++) {
    score_error err = {0};
    hit = false;
    countdown = n;
    const int code = run(_i, &err);
    countdown = -1;
    again = hit;
    ck_assert_msg(code == SCORE_OK || hit, "step %d, allocation %ld: code %d, %s", _i, n, code, small_said(&err));
    ck_assert_msg(code == SCORE_OK || code == SCORE_E_MEMORY || code == SCORE_E_STORE || err.phrase == SCORE__PH_MEMORY,
                  "step %d, allocation %ld: code %d, %s", _i, n, code, small_said(&err));
    ck_assert_int_lt(n, 100000);
  }
#if !WATCHED
  ck_assert_int_gt(n, 3);
#endif
  score_publications *after = NULL;
  score_error err = {0};
  ck_assert_int_eq(score_publications_read(&after, store, &err), 0);
  ck_assert_uint_eq(score_publications_size(after), 1);
  score_publications_free(after);
  score_publications_free(list);
  score_release_free(opened);
  score_store_close(store);
  small_drop(&made);
  unlink(path);
  unlink(units);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("publication_memory");
  TCase *tests = tcase_create("memory");
  tcase_set_timeout(tests, 120);
  tcase_add_loop_test(tests, every_allocation, 0, 7);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
