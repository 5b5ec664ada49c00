/* One unit with other data, again and again: the trial says what a new evaluation of the changed data says, for points,
 * outcomes, interval, grade and rank, whether the unit is evaluated alone or, where statistics move, with everybody.
 * And levers: how far they go is found by counting. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "compute/lever.h"

typedef struct scene {
  score_criteria *set;
  score_data *data;
  score_result *result;
} scene;

static uint64_t state = 20261122;

static uint32_t next(uint32_t below)
{
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % below;
}

static void open_files(scene *s, const char *criteria, const char *units, const char *observations)
{
  score_error err = {0};
  char path[512];
  const score_read_options options = {.stage = SCORE_STAGE_NONE};
  *s = (scene){0};
  snprintf(path, sizeof path, "%s/criteria/%s.json", SCORE_SOURCE_DIR, criteria);
  ck_assert_int_eq(score_criteria_load(&s->set, path, NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&s->data, s->set, &err), 0);
  snprintf(path, sizeof path, "%s/fixtures/%s.csv", SCORE_SOURCE_DIR, units);
  ck_assert_int_eq(score_data_read_units(s->data, path, &options, NULL, &err), 0);
  snprintf(path, sizeof path, "%s/fixtures/%s.csv", SCORE_SOURCE_DIR, observations);
  ck_assert_int_eq(score_data_read(s->data, path, &options, NULL, &err), 0);
}

static void close_all(scene *s)
{
  score_result_free(s->result);
  score_data_free(s->data);
  score_criteria_free(s->set);
}

static void compare(const score__trial *t, const score_result *want)
{
  const score_result *got = t->result;
  for (size_t k = 0; k < want->set->node_count; k++) {
    const score__node_column *a = &want->node[k], *b = &got->node[k];
    const char *key = want->set->node[k].key;
    ck_assert_msg(a->points_micro[t->position] == b->points_micro[t->at], "%s: points", key);
    ck_assert_msg(a->max_micro[t->position] == b->max_micro[t->at], "%s: max", key);
    ck_assert_msg(a->high_micro[t->position] == b->high_micro[t->at], "%s: at best", key);
    ck_assert_msg(a->outcome[t->position] == b->outcome[t->at], "%s: outcome", key);
    ck_assert_msg(a->flags[t->position] == b->flags[t->at], "%s: flags", key);
  }
  const score_total_result *a = &want->total[t->position], *b = &got->total[t->at];
  ck_assert_int_eq(a->basis_micro, b->basis_micro);
  ck_assert_int_eq(a->high_micro, b->high_micro);
  ck_assert_int_eq(a->grade, b->grade);
  ck_assert_int_eq(a->completeness_micro, b->completeness_micro);
  ck_assert_int_eq(a->rank, score__trial_rank(t));
}

/* The text of a value, as a data file says it; a percent says percent points. */
static void print(char text[48], const score__measure *m, int64_t value)
{
  if (m->type == SCORE__MEASURE_CHOICE)
    snprintf(text, 48, "%s", m->option_key[value]);
  else
    score__decimal_print(text, 48, value, m->type == SCORE__MEASURE_PERCENT ? m->scale - 2 : m->scale, -1, '.');
}

static int64_t some_value(const score__measure *m)
{
  if (m->type == SCORE__MEASURE_BOOLEAN) return next(2);
  if (m->type == SCORE__MEASURE_CHOICE) return next((uint32_t)m->option_count);
  const int64_t low = m->has_min ? m->min : 0, most = m->has_max && m->max - low < 4000 ? m->max - low : 4000;
  return low + next((uint32_t)most + 1);
}

/* Units of everybody with one changed. */
static void try_unit(scene *s, size_t i, unsigned rounds)
{
  score__trial t;
  const char *code = score_result_unit_code(s->result, i);
  ck_assert_int_eq(score__trial_open(&t, s->result, i), 0);
  for (unsigned round = 0; round < rounds; round++) {
    scene other = {.set = s->set};
    score_error err = {0};
    uint32_t measure[3];
    int64_t value[3];
    const uint32_t count = next(4);
    char text[48], before[3][48] = {{0}};
    score__trial_reset(&t);
    for (uint32_t c = 0; c < count; c++) {
      measure[c] = next((uint32_t)s->set->measure_count);
      const score__measure *m = &s->set->measure[measure[c]];
      if (m->type == SCORE__MEASURE_DATE || m->is_statistic) {
        measure[c] = UINT32_MAX;
        continue;
      }
      for (uint32_t e = 0; e < c; e++)
        if (measure[e] == measure[c]) measure[e] = UINT32_MAX; /* the later one stands, and is undone once */
      value[c] = some_value(m);
      ck_assert_int_eq(score__trial_put(&t, measure[c], value[c]), 0);
    }
    for (uint32_t c = 0; c < count; c++) {
      if (measure[c] == UINT32_MAX) continue;
      const score__measure *m = &s->set->measure[measure[c]];
      const score__layer *l = &s->result->frame->layer[score__trial_stage(&t, measure[c])];
      const uint32_t unit = s->result->unit[i];
      if (l->state[measure[c]] && l->state[measure[c]][unit] == SCORE__CELL_VALUE)
        print(before[c], m, l->value[measure[c]][unit]);
      if (l->state[measure[c]] && l->state[measure[c]][unit] == SCORE__CELL_NA)
        snprintf(before[c], sizeof before[c], "NA");
    }
    ck_assert_int_eq(score__trial_run(&t), 0);
    for (uint32_t c = 0; c < count; c++) {
      if (measure[c] == UINT32_MAX) continue;
      print(text, &s->set->measure[measure[c]], value[c]);
      ck_assert_int_eq(score_data_set(s->data, code, s->result->frame->name, s->set->measure[measure[c]].key,
                                      (score_stage)score__trial_stage(&t, measure[c]), text, &err),
                       0);
    }
    const score_eval_options options = {
        .period = s->result->frame->name, .stage = (score_stage)s->result->stage, .fallback = s->result->fallback};
    ck_assert_int_eq(score_evaluate(&other.result, s->data, &options, NULL, &err), 0);
    compare(&t, other.result);
    score_result_free(other.result);
    for (uint32_t c = 0; c < count; c++)
      if (measure[c] != UINT32_MAX)
        ck_assert_int_eq(score_data_set(s->data, code, s->result->frame->name, s->set->measure[measure[c]].key,
                                        (score_stage)score__trial_stage(&t, measure[c]), before[c], &err),
                         0);
  }
  score__trial_close(&t);
}

static void try_scene(scene *s, const char *period, score_stage stage, int fallback, unsigned rounds)
{
  score_error err = {0};
  const score_eval_options options = {.period = period, .stage = stage, .fallback = fallback};
  ck_assert_int_eq(score_evaluate(&s->result, s->data, &options, NULL, &err), 0);
  for (unsigned k = 0; k < 12; k++) try_unit(s, next((uint32_t)score_result_units(s->result)), rounds);
  close_all(s);
}

START_TEST(as_a_new_evaluation)
{
  scene s;
  open_files(&s, "766/2026-portal", "units/phutho", "766/phutho-2026q3");
  try_scene(&s, "2026-Q3", SCORE_STAGE_NONE, 0, 30);
}
END_TEST

START_TEST(where_parts_are_met)
{
  scene s;
  open_files(&s, "nq57/2026", "units/dongnai", "nq57/dongnai-2026q3-synthetic");
  try_scene(&s, "2026-Q3", SCORE_STAGE_NONE, 0, 10);
}
END_TEST

START_TEST(where_statistics_move)
{
  scene s;
  open_files(&s, "mau/1", "mau/units", "mau/data");
  try_scene(&s, "2026-Q3", SCORE_STAGE_VERIFIED, 1, 60);
}
END_TEST

/* ---- levers ---- */

static bool fits(score__levers *l, size_t k, int64_t steps)
{
  int64_t list[64] = {0};
  ck_assert(l->count <= 64);
  list[k] = steps;
  return score__levers_put(l, list) == 1;
}

START_TEST(as_far_as_the_data_let_them)
{
  scene s;
  score_error err = {0};
  open_files(&s, "766/2026-portal", "units/phutho", "766/phutho-2026q3");
  const score_eval_options options = {.stage = SCORE_STAGE_NONE};
  ck_assert_int_eq(score_evaluate(&s.result, s.data, &options, NULL, &err), 0);
  size_t bounded = 0;
  s.set->lever_count = 0; /* those nobody declared */
  for (size_t i = 0; i < score_result_units(s.result); i++) {
    score__trial t;
    score__levers l;
    ck_assert_int_eq(score__trial_open(&t, s.result, i), 0);
    ck_assert_int_eq(score__levers_open(&l, &t), 0);
    for (size_t k = 0; k < l.count; k++) {
      ck_assert_str_ne(l.item[k].key, "hs_tiep_nhan"); /* six criteria read it */
      if (l.most[k] == 0) continue;
      ck_assert(fits(&l, k, l.most[k]));
      ck_assert(fits(&l, k, 1));
      if (l.most[k] == SCORE__LEVER_MOST) continue;
      ck_assert_msg(!fits(&l, k, l.most[k] + 1), "%s goes further", l.item[k].key);
      bounded++;
    }
    score__levers_close(&l);
    score__trial_close(&t);
  }
  ck_assert_uint_gt(bounded, 20);
  close_all(&s);
}
END_TEST

static const char pairs[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"measures\": {"
    "\"a\": {\"type\": \"count\", \"name\": \"a\"}, \"n\": {\"type\": \"count\", \"name\": \"n\", \"max\": \"12\"},"
    "\"p\": {\"type\": \"percent\", \"name\": \"p\", \"max\": \"100%\"},"
    "\"c\": {\"type\": \"boolean\", \"name\": \"c\"}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"30\", \"criteria\": ["
    "{\"key\": \"R\", \"name\": \"r\", \"max\": \"10\", \"rule\": {\"kind\": \"ratio\", \"num\": \"a\", \"den\": \"n\","
    "\"zero_denominator\": \"zero\"}},"
    "{\"key\": \"P\", \"name\": \"p\", \"max\": \"10\", \"rule\": {\"kind\": \"ratio\", \"num\": \"p\", \"den\": \"1\","
    "\"target\": \"80%\", \"zero_denominator\": \"zero\"}},"
    "{\"key\": \"C\", \"name\": \"c\", \"max\": \"10\", \"rule\": {\"kind\": \"met\", \"when\": \"c\"}}]}],"
    "\"total\": {\"max\": \"30\"}, \"levers\": ["
    "{\"key\": \"both\", \"name\": \"x\", \"kind\": \"add\", \"effect\": {\"a\": \"+2\", \"n\": \"+1\"}},"
    "{\"key\": \"one\", \"name\": \"x\", \"kind\": \"convert\", \"effect\": {\"a\": \"+1\"}, \"most\": \"n - 5\"},"
    "{\"key\": \"less\", \"name\": \"x\", \"kind\": \"past\", \"effect\": {\"n\": \"-3\"}},"
    "{\"key\": \"yes\", \"name\": \"x\", \"kind\": \"convert\", \"effect\": {\"c\": \"=yes\"}},"
    "{\"key\": \"rate\", \"name\": \"x\", \"kind\": \"convert\", \"effect\": {\"p\": \"+2.5%\"}}]}";

START_TEST(by_hand)
{
  score_criteria *set = NULL;
  score_error err = {0};
  scene s = {0};
  score__trial t;
  score__levers l;
  ck_assert_msg(score_criteria_parse(&set, pairs, sizeof pairs - 1, "pairs", NULL, &err) == 0, "%d", err.phrase);
  s.set = set;
  ck_assert_int_eq(score_data_new(&s.data, set, &err), 0);
  ck_assert_int_eq(score_data_set(s.data, "u", "2026-Q3", "a", SCORE_STAGE_SELF, "3", &err), 0);
  ck_assert_int_eq(score_data_set(s.data, "u", "2026-Q3", "n", SCORE_STAGE_SELF, "9", &err), 0);
  ck_assert_int_eq(score_data_set(s.data, "u", "2026-Q3", "p", SCORE_STAGE_SELF, "91", &err), 0);
  ck_assert_int_eq(score_evaluate(&s.result, s.data, NULL, NULL, &err), 0);
  ck_assert_int_eq(score__trial_open(&t, s.result, 0), 0);
  ck_assert_int_eq(score__levers_open(&l, &t), 0);
  /* both: n to 12 in 3 steps, a 9 of 12; one: n - 5 = 4; less: 9 - 6 = 3, a 3 of 3; yes: once; rate: 91 to 98.5. */
  const int64_t want[] = {3, 4, 2, 1, 3};
  ck_assert_uint_eq(l.count, 5);
  for (size_t k = 0; k < 5; k++) ck_assert_int_eq(l.most[k], want[k]);
  const int64_t together[] = {1, 4, 0, 1, 1}; /* a 3 + 2 + 4 = 9 of 10; p 93.5 */
  ck_assert_int_eq(score__levers_put(&l, together), 1);
  ck_assert_int_eq(score__trial_run(&t), 0);
  ck_assert_int_eq(t.result->total[t.at].points_micro, 9000000 + 10000000 + 10000000);
  const int64_t too_far[] = {1, 4, 1, 0, 0}; /* a 9 of 7 */
  ck_assert_int_eq(score__levers_put(&l, too_far), 0);
  ck_assert_int_eq(score__trial_run(&t), 0);
  ck_assert_int_eq(t.result->total[t.at].points_micro, s.result->total[0].points_micro);
  score__levers_close(&l);
  score__trial_close(&t);
  close_all(&s);
}
END_TEST

/* A step moves what is there: n to 12 in 3 steps, a stays blank; "one" has nothing to move, "less" goes down to 0. */
START_TEST(blanks_stay_blank)
{
  score_criteria *set = NULL;
  score_error err = {0};
  scene s = {0};
  score__trial t;
  score__levers l;
  int64_t value;
  ck_assert_int_eq(score_criteria_parse(&set, pairs, sizeof pairs - 1, "pairs", NULL, &err), 0);
  s.set = set;
  ck_assert_int_eq(score_data_new(&s.data, set, &err), 0);
  ck_assert_int_eq(score_data_set(s.data, "u", "2026-Q3", "n", SCORE_STAGE_SELF, "9", &err), 0);
  ck_assert_int_eq(score_evaluate(&s.result, s.data, NULL, NULL, &err), 0);
  ck_assert_int_eq(score__trial_open(&t, s.result, 0), 0);
  ck_assert_int_eq(score__levers_open(&l, &t), 0);
  const int64_t want[] = {3, 0, 3, 1, 0};
  const uint8_t blank[] = {0, 1, 0, 0, 1};
  for (size_t k = 0; k < 5; k++) {
    ck_assert_int_eq(l.most[k], want[k]);
    ck_assert_uint_eq(l.blanked[k], blank[k]);
  }
  const int64_t all[] = {3, 0, 0, 0, 0};
  ck_assert_int_eq(score__levers_put(&l, all), 1);
  ck_assert(score__trial_value(&t, 1, &value));
  ck_assert_int_eq(value, 12);
  ck_assert(!score__trial_value(&t, 0, &value));
  score__levers_close(&l);
  score__trial_close(&t);
  close_all(&s);
}
END_TEST

/* "one" goes n - 5 = 4 steps: n is reported at a lower stage than the one evaluated. */
START_TEST(bounds_of_a_lower_stage)
{
  scene s = {0};
  score_error err = {0};
  score__trial t;
  score__levers l;
  const score_eval_options options = {.stage = SCORE_STAGE_VERIFIED, .fallback = true};
  ck_assert_int_eq(score_criteria_parse(&s.set, pairs, sizeof pairs - 1, "pairs", NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&s.data, s.set, &err), 0);
  ck_assert_int_eq(score_data_set(s.data, "u", "2026-Q3", "a", SCORE_STAGE_SELF, "3", &err), 0);
  ck_assert_int_eq(score_data_set(s.data, "u", "2026-Q3", "n", SCORE_STAGE_SELF, "9", &err), 0);
  ck_assert_int_eq(score_data_set(s.data, "u", "2026-Q3", "p", SCORE_STAGE_VERIFIED, "91", &err), 0);
  ck_assert_int_eq(score_evaluate(&s.result, s.data, &options, NULL, &err), 0);
  ck_assert_int_eq(score__trial_open(&t, s.result, 0), 0);
  ck_assert_int_eq(score__levers_open(&l, &t), 0);
  ck_assert_int_eq(l.most[1], 4);
  ck_assert_uint_eq(l.blanked[1], 0);
  score__levers_close(&l);
  score__trial_close(&t);
  close_all(&s);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("trial");
  TCase *c = tcase_create("trial");
  tcase_set_timeout(c, 120);
  tcase_add_test(c, as_a_new_evaluation);
  tcase_add_test(c, where_parts_are_met);
  tcase_add_test(c, where_statistics_move);
  tcase_add_test(c, as_far_as_the_data_let_them);
  tcase_add_test(c, by_hand);
  tcase_add_test(c, blanks_stay_blank);
  tcase_add_test(c, bounds_of_a_lower_stage);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
