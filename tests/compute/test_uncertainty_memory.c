/* Rank intervals where memory runs out at every single allocation: an error or all of it, never a crash; weights of draws
 * by hand; what is refused. malloc and its kin are this program's own. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "compute/uncertainty_parts.h"
#include "score/score.h"

#include "../refusing.h"

#define CRITERION(key, max, measure)                                                                                   \
  "{\"key\": \"" key "\", \"name\": \"" key "\", \"max\": \"" max                                                      \
  "\", \"rule\": {\"kind\": \"expr\", \"points\": \"" measure "\"}}"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"not_applicable\": "
    "\"exclude\", \"measures\": {\"a\": {\"type\": \"count\", \"name\": \"a\"}, \"b\": {\"type\": \"count\", \"name\": "
    "\"b\"}}, \"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"10\", \"criteria\": [" CRITERION(
        "x", "4", "a") ", " CRITERION("y", "6",
                                      "b") "]}, {\"key\": \"H\", \"name\": \"h\", \"max\": \"3\", \"criteria\": "
                                           "[" CRITERION("z", "3",
                                                         "min(a, mean(b))") "]}], \"total\": {\"max\": "
                                                                            "\"13\", \"basis\": \"percent\"}, "
                                                                            "\"ranking\": {\"tie_break\": "
                                                                            "[{\"measure\": \"b\"}]}}";

typedef struct scene {
  score_criteria *set;
  score_data *data;
  score_result *result;
} scene;

static int open_scene(scene *s, score_error *err)
{
  static const char *const cells[][3] = {{"u", "1", "5"}, {"v", "4", "2"}, {"w", "2", "2"}, {"n", "0", "6"}};
  *s = (scene){0};
  int code = score_criteria_parse(&s->set, definition, sizeof definition - 1, "t.json", NULL, err);
  if (!code) code = score_data_new(&s->data, s->set, err);
  for (size_t i = 0; !code && i < sizeof cells / sizeof *cells; i++) {
    code = score_data_set(s->data, cells[i][0], "2026-Q3", "a", SCORE_STAGE_SELF, cells[i][1], err);
    if (!code) code = score_data_set(s->data, cells[i][0], "2026-Q3", "b", SCORE_STAGE_SELF, cells[i][2], err);
  }
  return code ? code : score_evaluate(&s->result, s->data, NULL, NULL, err);
}

static void close_scene(scene *s)
{
  score_result_free(s->result);
  score_data_free(s->data);
  score_criteria_free(s->set);
}

static const score_uncertainty_options everything = {.draws = 21, .seed = 1, .perturb_micro = 300000, .record = 1};

START_TEST(every_allocation)
{
  scene s;
  score_error err = {0};
  score_uncertainty *u = NULL;
  ck_assert_int_eq(open_scene(&s, &err), 0);
  seen = 0;
  ck_assert_int_eq(score_uncertainty_new(&u, s.result, &everything, &err), 0);
  const long allocations = seen;
  score_rank_interval want[4], got;
  for (size_t i = 0; i < 4; i++) ck_assert_int_eq(score_uncertainty_rank(&want[i], u, i), 0);
  score_uncertainty_free(u);
  for (long n = 0; n < allocations; n++) {
    countdown = n;
    hit = false;
    const int code = score_uncertainty_new(&u, s.result, &everything, &err);
    countdown = -1;
    ck_assert_msg(code == (hit ? SCORE_E_MEMORY : 0), "allocation %ld: %d", n, code);
    for (size_t i = 0; u && i < 4; i++) {
      ck_assert_int_eq(score_uncertainty_rank(&got, u, i), 0);
      ck_assert(memcmp(&got, &want[i], sizeof got) == 0);
    }
    score_uncertainty_free(u);
  }
  ck_assert(WATCHED || allocations > 20);
  close_scene(&s);
}
END_TEST

START_TEST(weights_by_hand)
{
  /* 1,000,000 each, times 1 - 10^-6, 1 or 1 + 10^-6. Draw 1 is (-1, -1, 0): two equal rests, and the one millionth
   * that is left goes to the first of them. */
  static const int64_t want[][3] = {
      {999999, 1000001, 1000000}, {1000000, 999999, 1000001}, {999999, 1000001, 1000000}, {1000000, 1000000, 1000000}};
  uint32_t node[3] = {0};
  int64_t declared[3] = {1000000, 1000000, 1000000}, sum[4];
  struct score__remainder rest[3];
  const score__weights w = {.count = 3, .node = node, .declared = declared, .sum = 3000000, .rest = rest};
  const score_uncertainty u = {.options = {.seed = 3, .perturb_micro = 1}};
  for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
    score__weights_draw(&w, &u, k, sum);
    for (size_t i = 0; i < 3; i++) ck_assert_int_eq(sum[i + 1] - sum[i], want[k][i]);
  }
  ck_assert(score__generator_number(1234567, 0) == UINT64_C(6457827717110365317));
}
END_TEST

START_TEST(refused)
{
  scene s;
  score_error err = {0};
  score_uncertainty *u = NULL;
  score_rank_interval v;
  int64_t share;
  score_uncertainty_options o = everything;
  ck_assert_int_eq(open_scene(&s, &err), 0);
  o.draws = SCORE_DRAWS_MAX + 1;
  ck_assert_int_eq(score_uncertainty_new(&u, s.result, &o, &err), SCORE_E_USAGE);
  o = everything;
  o.perturb_micro = 1000000;
  ck_assert_int_eq(score_uncertainty_new(&u, s.result, &o, &err), SCORE_E_USAGE);
  o.perturb_micro = -1;
  ck_assert_int_eq(score_uncertainty_new(&u, s.result, &o, &err), SCORE_E_USAGE);
  ck_assert_ptr_null(u);
  ck_assert_int_eq(score_uncertainty_new(&u, s.result, NULL, &err), 0);
  ck_assert_int_eq(score_uncertainty_rank(&v, u, 0), 0);
  ck_assert_int_eq(v.weights_low, 0);
  ck_assert_int_eq(v.record_worst, 0);
  ck_assert_int_eq(v.best, v.missing_best);
  ck_assert_int_eq(score_uncertainty_rank(&v, u, 4), SCORE_E_USAGE);
  ck_assert_int_eq(score_uncertainty_above(&share, u, 0, 1), SCORE_E_USAGE);
  score_uncertainty_free(u);
  ck_assert_int_eq(score_uncertainty_new(&u, s.result, &everything, &err), 0);
  ck_assert_int_eq(score_uncertainty_above(&share, u, 0, 4), SCORE_E_USAGE);
  ck_assert_int_eq(score_uncertainty_above(&share, u, 2, 2), 0);
  ck_assert_int_eq(share, 500000);
  int64_t other;
  ck_assert_int_eq(score_uncertainty_above(&share, u, 0, 1), 0);
  ck_assert_int_eq(score_uncertainty_above(&other, u, 1, 0), 0);
  ck_assert(share + other >= 999999 && share + other <= 1000000); /* both are cut to the millionth */
  score_uncertainty_free(u);
  score_uncertainty_free(NULL);
  /* 4 units x 2 inputs x 2, one of them in a statistic of all */
  ck_assert_uint_eq(score_uncertainty_effort(s.result), 4 * (2 + 2 * 4));
  close_scene(&s);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("uncertainty");
  TCase *c = tcase_create("uncertainty");
  tcase_set_timeout(c, 120);
  tcase_add_test(c, every_allocation);
  tcase_add_test(c, weights_by_hand);
  tcase_add_test(c, refused);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
