/* What expressions read beyond the unit's own cells (docs/criteria-format.md, "Expressions"; model §5): other periods,
 * other stages, working days, children; each row worked by hand. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "model/batch.h"
#include "score/data.h"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"T\", \"measures\": {"
    "\"n\": {\"name\": \"N\", \"type\": \"count\"}, \"z\": {\"name\": \"Z\", \"type\": \"count\"},"
    "\"blank\": {\"name\": \"B\", \"type\": \"count\"},"
    "\"preset\": {\"name\": \"P\", \"type\": \"count\", \"default\": 4},"
    "\"k\": {\"name\": \"K\", \"type\": \"amount\"}, \"p\": {\"name\": \"P\", \"type\": \"percent\"},"
    "\"yes\": {\"name\": \"Y\", \"type\": \"boolean\"}, \"maybe\": {\"name\": \"M\", \"type\": \"boolean\"},"
    "\"d\": {\"name\": \"D\", \"type\": \"date\"}, \"dx\": {\"name\": \"D\", \"type\": \"date\"},"
    "\"c\": {\"name\": \"C\", \"type\": \"choice\", \"options\": ["
    "{\"key\": \"x\", \"name\": \"X\"}, {\"key\": \"y\", \"name\": \"Y\"}]}},"
    "\"conditions\": {\"busy\": \"n > 0\"},"
    "\"groups\": [{\"key\": \"G\", \"code\": \"1\", \"name\": \"G\", \"max\": \"4\", \"criteria\": ["
    "{\"key\": \"A\", \"code\": \"1.1\", \"name\": \"A\", \"max\": \"4\", \"rule\": {\"kind\": \"reported\"}}]}],"
    "\"calendar\": {\"weekend\": [\"sunday\"], \"years\": {\"2026\": {\"holidays\": [\"2026-09-02\"]}}},"
    "\"total\": {\"max\": \"4\"}}";

enum { NONE = SCORE__V_MISSING, OK = SCORE__V_OK, BAD = SCORE__V_INVALID };

static const struct number {
  const char *text;
  int state;
  int64_t num, den;
} numbers[] = {
    /* Other periods: 2026-Q2 has n = 4 and p = 50 %, 2025 has k = 1.25, and nothing else is there */
    {"n - prev(n)", OK, 3, 1},
    {"prev(p) * 2", OK, 1, 1},
    {"at(k, \"2025\") * 4", OK, 5, 1},
    {"at(n, '2026-Q2') + prev(n)", OK, 8, 1},
    {"at(n, '2026-Q3')", OK, 7, 1},
    {"prev(k)", NONE, 0, 1},
    {"prev(preset)", NONE, 0, 1},
    {"at(n, '2019')", NONE, 0, 1},
    {"sum(n, prev(k))", NONE, 0, 1},
    {"if(has(prev(k)), prev(k), n)", OK, 7, 1},
    /* Working days: Tuesday 1 September 2026, a holiday on the 2nd, Sundays off */
    {"workdays(date('2026-09-01'), date('2026-09-07'))", OK, 4, 1},
    {"workdays(date('2026-09-07'), date('2026-09-01'))", OK, -4, 1},
    {"workdays(date('2026-09-05'), date('2026-09-06'))", OK, 0, 1},
    {"workdays(d, d)", OK, 0, 1},
    {"workdays(date('2025-12-31'), d) - workdays(date('2026-01-01'), d)", OK, 1, 1},
    {"workdays(date('2025-12-30'), d)", NONE, 0, 1},
    {"workdays(d, date('2027-01-01'))", NONE, 0, 1},
    {"workdays(d, dx)", NONE, 0, 1},
    {"workdays(d, d + 0.5)", BAD, 0, 1},
    {"workdays(d, d + 1000000)", BAD, 0, 1},
    {"workdays(d, n / z)", BAD, 0, 1},
    /* Children: 3 of 5 are yes, 1 is blank */
    {"children.count(yes)", NONE, 0, 1},
    {"children.share(yes) + 0", NONE, 0, 1},
};

enum { F = 0, T = 1, U = 2, X = 3 };

static const struct condition {
  const char *text;
  int truth;
} conditions[] = {
    {"prev(n) < n", T},
    {"prev(blank) < n", U},
    {"has(prev(n))", T},
    {"has(prev(k))", F},
    {"has(at(k, '2025'))", T},
    {"prev(c) == 'y' and c != prev(c)", T},
    {"prev(yes)", F},
    {"not prev(maybe) or yes", T},
    {"has_stage('self')", T},
    {"has_stage('published')", F},
    {"not has_stage('verified')", F},
    {"children.count(yes) >= 3", T},
    {"children.count(yes) >= 4", U},
    {"children.count(yes) >= 5", F},
    {"children.share(yes) >= 60%", T},
    {"children.share(yes) >= 61%", U},
    {"children.share(yes) == 70%", F},
    {"children.share(yes) != 70%", T},
    {"children.share(yes) == 80%", U},
    {"children.share(yes) == children.count(yes)", F},
    {"children.share(yes) < children.count(yes)", T},
    {"children.count(yes) == count(yes, yes, maybe)", U},
};

static score_criteria *set;
static score_data *data;
static const score__frame *now;
static score__value scratch[SCORE__BATCH_UNITS * (SCORE__MAX_EXPR_DEPTH + 16)];

static void setup(void)
{
  static const char *const cells[][3] = {
      {"2026-Q3", "n", "7"},    {"2026-Q3", "z", "0"}, {"2026-Q3", "yes", "1"}, {"2026-Q3", "d", "2026-09-30"},
      {"2026-Q3", "c", "x"},    {"2026-Q2", "n", "4"}, {"2026-Q2", "p", "50"},  {"2026-Q2", "c", "y"},
      {"2026-Q2", "yes", "no"}, {"2025", "k", "1.25"}, {"2026-Q4", "k", "3"}};
  score_error err = {0};
  char text[512];
  int status = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", NULL, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(status == 0, "%s", text);
  ck_assert_int_eq(score_data_new(&data, set, &err), 0);
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
    ck_assert_int_eq(score_data_set(data, "U", cells[i][0], cells[i][1], SCORE_STAGE_SELF, cells[i][2], &err), 0);
  ck_assert_int_eq(score_data_set(data, "U", "2026-Q3", "n", SCORE_STAGE_VERIFIED, "8", &err), 0);
  score__period period;
  ck_assert_int_eq(score__period_parse(&period, "2026-Q3", 7), 0);
  now = score__data_find_frame(data, period);
}

static void teardown(void)
{
  score_data_free(data);
  score_criteria_free(set);
}

static score__value value_of(const char *text, int want)
{
  score_error err = {0};
  char said[512] = "";
  score__expr_scope scope = {.arena = &set->arena, .set = set};
  const score__expr *e = score__expr_compile(&scope, text, want, &err);
  if (!e) score_error_text(said, sizeof said, &err, SCORE_LANG_EN);
  ck_assert_msg(e != NULL, "%s: %s", text, said);
  const score__frame *earlier[8] = {NULL};
  ck_assert_uint_le(set->earlier_count, 8);
  for (size_t i = 0; i < set->earlier_count; i++) {
    score__period period;
    if (score__set_earlier_period(&set->earlier[i], now->period, &period))
      earlier[i] = score__data_find_frame(data, period);
  }
  score__value kin[8];
  score__child_column children[8];
  ck_assert_uint_le(set->children_count, 8);
  for (size_t i = 0; i < set->children_count; i++) {
    bool share = set->children[i].kind == SCORE__CHILDREN_SHARE;
    kin[i] = (score__value){.v = {3, share ? 5 : 1}, .spread = 1, .state = SCORE__V_MISSING};
    children[i] = (score__child_column){.value = &kin[i]};
  }
  const uint32_t unit = 0;
  score__batch batch = {.set = set,
                        .frame = now,
                        .layer = &now->layer[SCORE_STAGE_SELF],
                        .stage = SCORE_STAGE_SELF,
                        .earlier = earlier,
                        .children = children,
                        .unit = &unit,
                        .count = 1,
                        .units = &data->units,
                        .scratch = scratch,
                        .scratch_columns = SCORE__MAX_EXPR_DEPTH + 16};
  score__value out;
  score__expr_column(e, &batch, &out);
  ck_assert_msg(batch.scratch_used == 0, "%s: scratch columns are not given back", text);
  return out;
}

START_TEST(test_number)
{
  const struct number *row = &numbers[_i];
  score__value v = value_of(row->text, SCORE__TYPE_NUMBER);
  ck_assert_msg(v.state == row->state, "%s: state %d", row->text, v.state);
  if (row->state != OK) return;
  score__fraction want = score__fraction_make(row->num, row->den);
  char got[64];
  score__fraction_print(got, sizeof got, &v.v);
  ck_assert_msg(score__fraction_cmp(&v.v, &want) == 0, "%s: %s", row->text, got);
}
END_TEST

START_TEST(test_condition)
{
  const struct condition *row = &conditions[_i];
  score__value v = value_of(row->text, SCORE__TYPE_CONDITION);
  int truth = v.state == SCORE__V_OK ? (v.v.num != 0 ? T : F) : v.state == SCORE__V_MISSING ? U : X;
  ck_assert_msg(truth == row->truth, "%s: %d", row->text, truth);
}
END_TEST

static void expect_lists(size_t earlier, size_t cohort, size_t children)
{
  ck_assert_uint_eq(set->earlier_count, earlier);
  ck_assert_uint_eq(set->cohort_count, cohort);
  ck_assert_uint_eq(set->children_count, children);
}

/* What is read beyond the unit's own cells is listed once, with its text, and is no input of the node. */
START_TEST(test_beyond)
{
  score_error err = {0};
  uint8_t measures[32] = {0};
  score__beyond beyond = {0};
  score__expr_scope scope = {.arena = &set->arena, .set = set, .measure_used = measures, .beyond = &beyond};
  const char *text = "prev(n) + prev( n ) + at(n, '2025') + mean(k) + mean( k ) + mean(k + 1) + children.sum(z)"
                     " + children.count(busy) + children.count(n > 0) + children.sum(prev(z))";
  ck_assert_ptr_nonnull(score__expr_compile(&scope, text, SCORE__TYPE_NUMBER, &err));
  expect_lists(3, 2, 3); /* a condition by its name is the same as by its words */
  ck_assert_uint_eq(beyond.earlier.count, 2);
  ck_assert_uint_eq(beyond.cohort.count, 2);
  ck_assert_uint_eq(beyond.children.count, 3);
  ck_assert_str_eq(set->earlier[0].text, "prev(n)");
  ck_assert_str_eq(set->earlier[1].text, "at(n, '2025')");
  ck_assert_str_eq(set->cohort[1].text, "mean(k + 1)");
  ck_assert_str_eq(set->children[1].text, "children.count(busy)");
  for (size_t m = 0; m < set->measure_count; m++)
    ck_assert_int_eq(measures[m], m == score__dict_get(&set->by_measure, "k"));
  memset(&beyond, 0, sizeof beyond);
  ck_assert_ptr_nonnull(score__expr_compile(&scope, "prev(n) + n", SCORE__TYPE_NUMBER, &err));
  expect_lists(3, 2, 3);
  ck_assert_uint_eq(beyond.earlier.count, 1);
  ck_assert_uint_eq(beyond.earlier.item[0], 0);
  ck_assert_int_eq(measures[score__dict_get(&set->by_measure, "n")], 1);
}
END_TEST

/* More of them than a set may have is refused, not cut. */
START_TEST(test_too_many)
{
  score_error err = {0};
  score__expr_scope scope = {.arena = &set->arena, .set = set};
  char text[64];
  for (unsigned i = 0; i < SCORE__MAX_STATISTICS; i++) {
    snprintf(text, sizeof text, "mean(k + %u)", i);
    ck_assert_ptr_nonnull(score__expr_compile(&scope, text, SCORE__TYPE_NUMBER, &err));
  }
  ck_assert_ptr_null(score__expr_compile(&scope, "mean(k + 1000000)", SCORE__TYPE_NUMBER, &err));
  ck_assert_ptr_nonnull(score__expr_compile(&scope, "mean(k + 1)", SCORE__TYPE_NUMBER, &err));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("horizon");
  TCase *cases = tcase_create("horizon");
  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_add_loop_test(cases, test_number, 0, (int)(sizeof numbers / sizeof *numbers));
  tcase_add_loop_test(cases, test_condition, 0, (int)(sizeof conditions / sizeof *conditions));
  tcase_add_test(cases, test_beyond);
  tcase_add_test(cases, test_too_many);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
