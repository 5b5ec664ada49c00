/* A plan and its document where memory runs out at every single allocation: an error or the whole of it, never a crash.
 * malloc and its kin are this program's own. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/score.h"

#include "../refusing.h"

#define CRITERION(key, num, den)                                                                                       \
  "{\"key\": \"" key "\", \"name\": \"c\", \"max\": \"10\", \"rule\": {\"kind\": \"ratio\", \"num\": \"" num           \
  "\", \"den\": \"" den "\", \"zero_denominator\": \"zero\"}}"
#define LEVER(key, most, effect)                                                                                       \
  "{\"key\": \"" key "\", \"name\": \"l\", \"kind\": \"convert\", \"effort\": \"2\", \"most\": \"" most                \
  "\", \"effect\": {" effect "}}"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"measures\": {"
    "\"a\": {\"type\": \"count\", \"name\": \"a\"}, \"b\": {\"type\": \"count\", \"name\": \"b\"},"
    "\"n\": {\"type\": \"count\", \"name\": \"n\"}, \"f\": {\"type\": \"boolean\", \"name\": \"f\"}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"30\", \"criteria\": [" CRITERION(
        "x", "a", "n") ", " CRITERION("y", "b",
                                      "n") ", {\"key\": \"z\", \"name\": \"z\", \"max\": \"10\", \"rule\": {\"kind\": "
                                           "\"met\", \"when\": "
                                           "\"f\"}}]}], \"total\": {\"max\": \"30\"}, \"grades\": {\"basis\": "
                                           "\"with_bonus\", \"bands\": ["
                                           "{\"key\": \"p\", \"name\": \"p\", \"at_least\": \"20\", \"gates\": "
                                           "[{\"no_zero\": true}]},"
                                           "{\"key\": \"q\", \"name\": \"q\", \"at_least\": \"0\"}]}, \"levers\": "
                                           "[" LEVER("l0", "60", "\"a\": \"+1\"") ", " LEVER(
                                               "l1", "70",
                                               "\"b\": \"+1\", \"n\": \"+1\"") ", " LEVER("l2", "1",
                                                                                          "\"f\": \"=yes\"") "]}";

static size_t written;

static int count_bytes(void *context, const void *bytes, size_t size)
{
  (void)context;
  (void)bytes;
  written += size;
  return 0;
}

static int write_all(const score_result *result, const score_plan *plan, score_error *err)
{
  const score_gap_options options = {.plan = plan};
  score_document *document = NULL;
  int code = score_document_gap(&document, result, "u", &options, err);
  for (int f = 0; !code && f < 4; f++) {
    const score_write_options how = {.format = (score_format)f, .lang = SCORE_LANG_VI, .width = 100};
    code = score_document_write(document, &how, count_bytes, NULL, err);
  }
  score_document_free(document);
  return code;
}

static const char *effort_path;

static int plan_all(const score_result *result, score_error *err)
{
  static const char *const targets[] = {"grade", "+4", "full", "rank 1"};
  const score_read_options read = {.decimal_mark = '.'};
  score_plan_effort *effort = NULL;
  size_t count = 0;
  score_findings *findings = NULL;
  int code = score_findings_new(&findings, 10, err);
  if (!code) code = score_plan_efforts_read(&effort, &count, result, effort_path, &read, findings, err);
  for (int k = 0; !code && k < 4; k++) {
    const score_plan_options options = {
        .target = targets[k], .effort = effort, .effort_count = count, .budget = k % 2 ? 300 : 3000};
    score_plan *plan = NULL;
    code = score_plan_new(&plan, result, "u", &options, err);
    if (!code) code = write_all(result, plan, err);
    score_plan_free(plan);
  }
  score_plan_efforts_free(effort);
  score_findings_free(findings);
  return code;
}

static int whole(score_error *err)
{
  static const char *const cells[][2] = {{"a", "30"}, {"b", "10"}, {"n", "100"}, {"f", "no"}};
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  int code = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", NULL, err);
  if (!code) code = score_data_new(&data, set, err);
  for (size_t i = 0; !code && i < sizeof cells / sizeof *cells; i++) {
    code = score_data_set(data, "u", "2026-Q3", cells[i][0], SCORE_STAGE_SELF, cells[i][1], err);
    if (!code) code = score_data_set(data, "v", "2026-Q3", cells[i][0], SCORE_STAGE_SELF, "1", err);
  }
  if (!code) code = score_evaluate(&result, data, NULL, NULL, err);
  if (!code) code = plan_all(result, err);
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(set);
  return code;
}

START_TEST(every_allocation)
{
  char path[] = "plan-effort-XXXXXX", text[512];
  score_error err = {0};
  const int file = mkstemp(path);
  ck_assert_int_ge(file, 0);
  FILE *f = fdopen(file, "w");
  ck_assert_ptr_nonnull(f);
  fputs("lever,effort\nl1,3\n", f);
  fclose(f);
  effort_path = path;
  written = 0;
  int code = whole(&err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
  const size_t all = written;
  ck_assert_uint_gt(all, 5000);
  seen = 0;
  ck_assert_int_eq(whole(&err), 0);
  const long allocations = seen;
  for (long n = 0; n < allocations; n += 1 + n / 200) {
    countdown = n;
    written = 0;
    code = whole(&err);
    countdown = -1;
    ck_assert_msg(code < 0 || written == all, "allocation %ld: %d, %zu bytes", n, code, written);
  }
  remove(path);
  ck_assert(WATCHED || allocations > 50);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("plan");
  TCase *t = tcase_create("memory");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, every_allocation);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? 1 : 0;
}
