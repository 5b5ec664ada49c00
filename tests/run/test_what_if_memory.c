/* Memory that runs out at every single allocation of a what-if, its document in every format and the pure functions:
 * each call ends in an error or goes on without; nothing is lost or half made. */
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>

#include "score/score.h"

#include "../refusing.h"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"measures\": {"
    "\"a\": {\"type\": \"count\", \"name\": {\"en\": \"A\", \"vi\": \"Số A\"}, \"over_time\": \"sum\"},"
    "\"b\": {\"type\": \"percent\", \"digits\": 1, \"name\": \"B\"},"
    "\"t\": {\"type\": \"amount\", \"name\": \"t\", \"statistic\": \"mean(a)\"}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"10\", \"criteria\": ["
    "{\"key\": \"r\", \"name\": \"r\", \"max\": \"5\", \"rule\": {\"kind\": \"met\", \"when\": \"a >= mean(a)\"}},"
    "{\"key\": \"q\", \"name\": \"q\", \"max\": \"5\", \"rule\": {\"kind\": \"ratio\", \"num\": \"b\", \"den\": \"1\","
    "\"zero_denominator\": \"zero\"}}]}], \"total\": {\"max\": \"10\"}, \"grades\": {\"bands\": ["
    "{\"key\": \"x\", \"name\": \"x\", \"at_least\": \"5\", \"gates\": [{\"no_zero\": true}]},"
    "{\"key\": \"y\", \"name\": \"y\", \"at_least\": \"0\"}]}}";

static int swallow(void *context, const void *bytes, size_t size)
{
  (void)context;
  (void)bytes;
  (void)size;
  return 0;
}

static int show(score_document *d, score_error *err)
{
  int code = 0;
  for (int f = 0; !code && f < 4; f++) {
    const score_write_options o = {.format = (score_format)f, .lang = SCORE_LANG_VI, .width = 80};
    code = score_document_write(d, &o, swallow, NULL, err);
  }
  score_document_free(d);
  return code;
}

/* Nothing is asserted while allocations are refused: Check allocates too. */
static int suppose(const score_result *r, score_error *err)
{
  static const score_input_change good[] = {{"a", "+4"}, {"Số A", "-1"}, {"b", "+1,5%"}, {"points:q", "2"}},
                                  bad[] = {{"x", "1"}, {"a", "1.5"}, {"points:z", "1"}, {"points:q", "+1"}};
  score_findings *findings = NULL;
  score_what_if *w = NULL;
  score_document *d = NULL;
  int code = score_findings_new(&findings, 10, err);
  if (!code) code = score_what_if_new(&w, r, "u1", good, 4, findings, err);
  if (!code) code = score_document_what_if(&d, w, err);
  if (!code) code = show(d, err);
  if (!code) code = score_document_explain(&d, score_what_if_result(w), "u1", NULL, err);
  if (!code) code = show(d, err);
  score_what_if_free(w);
  w = NULL;
  if (!code) {
    code = score_what_if_new(&w, r, "u1", bad, 4, findings, err);
    code = w ? SCORE_E_INTERNAL : code == SCORE_E_INPUT ? 0 : code ? code : SCORE_E_INTERNAL;
  }
  score_findings_free(findings);
  return code;
}

static int pure(const score_criteria *set, score_error *err)
{
  static const score_input_change values[] = {{"a", "4"}, {"b", "50%"}, {"t", "3"}},
                                  points[] = {{"r", "5"}, {"q", "1"}};
  score_node_result node;
  score_total_result total;
  int code = score_points_of(&node, set, "G", "2026-Q3", values, 3, err);
  if (!code && node.points_micro != 7500000) code = SCORE_E_INTERNAL;
  if (!code) code = score_total_of(&total, set, "2026-Q3", points, 2, err);
  if (!code && total.points_micro != 6000000) code = SCORE_E_INTERNAL;
  return code;
}

static int whole(score_error *err)
{
  static const char *const cells[][4] = {{"u1", "2026-Q3", "b", "80"}, {"u1", "2026-07", "a", "1"},
                                         {"u1", "2026-08", "a", "2"},  {"u1", "2026-09", "a", "3"},
                                         {"u2", "2026-Q3", "a", "8"},  {"u3", "2026-Q3", "a", "7"}};
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  const score_eval_options options = {.period = "2026-Q3", .stage = SCORE_STAGE_NONE};
  int code = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", NULL, err);
  if (!code) code = score_data_new(&data, set, err);
  for (size_t k = 0; !code && k < sizeof cells / sizeof *cells; k++)
    code = score_data_set(data, cells[k][0], cells[k][1], cells[k][2], SCORE_STAGE_SELF, cells[k][3], err);
  if (!code) code = score_evaluate(&result, data, &options, NULL, err);
  if (!code) code = suppose(result, err);
  if (!code) code = pure(set, err);
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(set);
  return code;
}

START_TEST(every_allocation)
{
  score_error err = {0};
  ck_assert_int_eq(whole(&err), 0);
  long n = 0;
  for (bool again = true; again; n++) {
    hit = false;
    countdown = n;
    const int code = whole(&err);
    countdown = -1;
    again = hit;
    if (hit && code)
      ck_assert_msg(code == SCORE_E_MEMORY || code == SCORE_E_INPUT || code == SCORE_E_LIMIT, "%d at %ld", code, n);
    ck_assert_int_lt(n, 1000000);
  }
  ck_assert_int_gt(n, 100);
}
END_TEST

int main(void)
{
  if (WATCHED) {
    score_error err = {0};
    return whole(&err) != 0;
  }
  Suite *s = suite_create("what_if_memory");
  TCase *t = tcase_create("memory");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, every_allocation);
  suite_add_tcase(s, t);
  SRunner *runner = srunner_create(s);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
