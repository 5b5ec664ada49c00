/* A ward's report where memory runs out at every single allocation: an error or the whole of it, never a crash. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/score.h"

#include "../refusing.h"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"notes\": [\"n\"],"
    "\"measures\": {\"a\": {\"type\": \"count\", \"name\": \"a\", \"unit\": \"hồ sơ\"},"
    "\"n\": {\"type\": \"count\", \"name\": \"n\"}, \"f\": {\"type\": \"boolean\", \"name\": \"f\"},"
    "\"g\": {\"type\": \"boolean\", \"name\": \"g\"}},"
    "\"groups\": [{\"key\": \"GROUP\", \"name\": \"g\", \"max\": \"30\", \"criteria\": ["
    "{\"key\": \"x\", \"name\": \"x\", \"max\": \"10\", \"evidence\": \"e\", \"source\": {\"document\": \"QĐ 1\"},"
    " \"rule\": {\"kind\": \"ratio\", \"num\": \"a\", \"den\": \"n\", \"zero_denominator\": \"zero\"}},"
    "{\"key\": \"y\", \"name\": \"y\", \"max\": \"10\", \"controlled_by\": \"province\","
    " \"rule\": {\"kind\": \"met\", \"when\": \"g\"}},"
    "{\"key\": \"z\", \"name\": \"z\", \"max\": \"10\", \"rule\": {\"kind\": \"met\", \"when\": \"f\"}}]}],"
    "\"total\": {\"max\": \"30\"}, \"grades\": {\"basis\": \"with_bonus\", \"bands\": ["
    "{\"key\": \"p\", \"name\": \"p\", \"at_least\": \"20\", \"gates\": [{\"no_zero\": true}]},"
    "{\"key\": \"q\", \"name\": \"q\", \"at_least\": \"0\"}]}, \"levers\": ["
    "{\"key\": \"l0\", \"name\": \"l\", \"kind\": \"convert\", \"effort\": \"2\", \"most\": \"60\", \"effect\": "
    "{\"a\": "
    "\"+1\"}},"
    "{\"key\": \"l1\", \"name\": \"l\", \"kind\": \"convert\", \"effort\": \"2\", \"most\": \"1\", \"controlled_by\": "
    "\"province\", \"effect\": {\"f\": \"=yes\"}}]}";

static size_t written;
static score_result *now, *before;
static score_plan *plan;
static score_office *office;

static int count_bytes(void *context, const void *bytes, size_t size)
{
  (void)context;
  (void)bytes;
  written += size;
  return 0;
}

/* JSON shows all there is; whether each format bears it is told where the format is tested. */
static int whole(score_error *err)
{
  const score_ward_report_options all = {.beside = {.previous = before}, .office = office, .plan = plan};
  score_document *document = NULL;
  int code = 0;
  for (int k = 0; !code && k < 2; k++) {
    code = score_document_ward_report(&document, now, "u", k ? &all : NULL, err);
    const score_write_options how = {.format = SCORE_FORMAT_JSON, .lang = SCORE_LANG_VI};
    if (!code) code = score_document_write(document, &how, count_bytes, NULL, err);
    score_document_free(document);
    document = NULL;
  }
  return code;
}

static void make(score_criteria **set, score_data **data)
{
  static const char *const cells[][2] = {{"a", "30"}, {"n", "100"}, {"f", "no"}};
  score_error err = {0};
  char text[512];
  int code = score_criteria_parse(set, definition, sizeof definition - 1, "t.json", NULL, &err);
  if (!code) code = score_data_new(data, *set, &err);
  for (size_t i = 0; !code && i < sizeof cells / sizeof *cells; i++) {
    code = score_data_set(*data, "u", "2026-Q3", cells[i][0], SCORE_STAGE_SELF, cells[i][1], &err);
    if (!code) code = score_data_set(*data, "v", "2026-Q3", cells[i][0], SCORE_STAGE_SELF, "1", &err);
    if (!code) code = score_data_set(*data, "u", "2026-Q2", cells[i][0], SCORE_STAGE_SELF, "1", &err);
  }
  const score_eval_options third = {.period = "2026-Q3", .stage = SCORE_STAGE_SELF},
                           second = {.period = "2026-Q2", .stage = SCORE_STAGE_SELF};
  if (!code) code = score_evaluate(&now, *data, &third, NULL, &err);
  if (!code) code = score_evaluate(&before, *data, &second, NULL, &err);
  const score_plan_options options = {.target = "+4", .budget = 3000};
  if (!code) code = score_plan_new(&plan, now, "u", &options, &err);
  if (!code) code = score_office_new(&office, &err);
  if (!code) code = score_office_set(office, "recipients", "A; B", &err);
  if (!code) code = score_office_set(office, "date", "2026-10-05", &err);
  if (!code) code = score_office_set(office, "heading.gap", "G", &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
}

START_TEST(every_allocation)
{
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_error err = {0};
  make(&set, &data);
  written = 0;
  ck_assert_int_eq(whole(&err), 0);
  const size_t all = written;
  ck_assert_uint_gt(all, 5000);
  seen = 0;
  ck_assert_int_eq(whole(&err), 0);
  const long allocations = seen;
  for (long n = 0; n < allocations; n += 1 + n / 200) {
    countdown = n;
    written = 0;
    const int code = whole(&err);
    countdown = -1;
    ck_assert_msg(code < 0 || written == all, "allocation %ld: %d, %zu bytes", n, code, written);
  }
  ck_assert_int_eq(score_document_ward_report(&(score_document *){NULL}, now, "nobody", NULL, &err), SCORE_E_NOT_FOUND);
  score_office_free(office);
  score_plan_free(plan);
  score_result_free(before);
  score_result_free(now);
  score_data_free(data);
  score_criteria_free(set);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("ward_memory");
  TCase *cases = tcase_create("ward_memory");
  tcase_add_test(cases, every_allocation);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
