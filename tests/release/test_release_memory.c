/* Memory that runs out at every single allocation of writing, reading, verifying and choosing from a release: each ends in
 * the error it is, never in a crash, a half-made object or a release that is called altered. */
#include "small_release.h"

#include "base/phrase.h"

#include "../refusing.h"

static int drop(void *context, const void *bytes, size_t size)
{
  (void)context;
  (void)bytes;
  (void)size;
  return 0;
}

static small_release made;
static small_text text;
static score_release *opened;

static int run(int what, score_error *err)
{
  const score_release_options options = {.act = {.when = "2026-10-10T08:00:00Z", .by = "xa\xCC\x81"}};
  score_release *release = NULL;
  score_result *some = NULL;
  int code = SCORE_OK;
  switch (what) {
  case 0: code = score_release_write(made.result, &options, drop, NULL, NULL, err); break;
  case 1: code = score_release_parse(&release, text.bytes, text.size, "r", NULL, err); break;
  case 2: code = score_release_verify(opened, NULL, err); break;
  default: code = score_release_select(&some, opened, "unit:T1,unit:T3", err);
  }
  score_release_free(release);
  score_result_free(some);
  return code;
}

START_TEST(every_allocation)
{
  score_error err = {0};
  small_make(&made);
  text = small_freeze(made.result);
  ck_assert(score_release_parse(&opened, text.bytes, text.size, "r", NULL, &err) == 0);
  long n = 0;
  for (bool again = true; again; n++) {
    hit = false;
    err.code = 0;
    countdown = n;
    const int code = run(_i, &err);
    countdown = -1;
    again = hit;
    /* What was only for a message may be wanting. */
    ck_assert_msg(code == SCORE_OK || (hit && err.phrase == SCORE__PH_MEMORY), "step %d, allocation %ld: code %d: %s",
                  _i, n, code, code ? small_said(&err) : "");
    ck_assert_int_lt(n, 100000);
  }
#if !WATCHED
  ck_assert_int_gt(n, 10);
#endif
  score_release_free(opened);
  free(text.bytes);
  small_drop(&made);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("release_memory");
  TCase *c = tcase_create("memory");
  tcase_set_timeout(c, 120);
  tcase_add_loop_test(c, every_allocation, 0, 4);
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed != 0;
}
