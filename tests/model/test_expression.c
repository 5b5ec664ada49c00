/* What expressions mean (docs/criteria-format.md, "Expressions"; model §§2, 5): each row worked by hand. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "model/batch.h"
#include "score/data.h"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"T\", \"measures\": {"
    "\"n\": {\"name\": \"N\", \"type\": \"count\"}, \"z\": {\"name\": \"Z\", \"type\": \"count\"},"
    "\"blank\": {\"name\": \"B\", \"type\": \"count\"}, \"na\": {\"name\": \"B\", \"type\": \"count\"},"
    "\"preset\": {\"name\": \"P\", \"type\": \"count\", \"default\": 4},"
    "\"k\": {\"name\": \"K\", \"type\": \"amount\"}, \"p\": {\"name\": \"P\", \"type\": \"percent\"},"
    "\"yes\": {\"name\": \"Y\", \"type\": \"boolean\"}, \"no\": {\"name\": \"N\", \"type\": \"boolean\"},"
    "\"maybe\": {\"name\": \"M\", \"type\": \"boolean\"}, \"d\": {\"name\": \"D\", \"type\": \"date\"},"
    "\"dx\": {\"name\": \"D\", \"type\": \"date\"}, \"c\": {\"name\": \"C\", \"type\": \"choice\", \"options\": ["
    "{\"key\": \"x\", \"name\": {\"vi\": \"Giỏi\", \"en\": \"Good\"}}, {\"key\": \"y\", \"name\": \"Bad\"}]},"
    "\"cx\": {\"name\": \"C\", \"type\": \"choice\", \"options\": [{\"key\": \"x\", \"name\": \"X\"}]}},"
    "\"conditions\": {\"busy\": \"n > 0\", \"lost\": \"blank > 0\", \"calm\": \"not busy\"},"
    "\"groups\": [{\"key\": \"G\", \"code\": \"1\", \"name\": \"G\", \"max\": \"8\", \"criteria\": ["
    "{\"key\": \"A\", \"code\": \"1.1\", \"name\": \"A\", \"max\": \"4\", \"rule\": {\"kind\": \"reported\"}},"
    "{\"key\": \"B\", \"code\": \"1.2\", \"name\": \"B\", \"max\": \"2\", \"rule\": {\"kind\": \"reported\"}},"
    "{\"key\": \"C\", \"code\": \"1.3\", \"name\": \"C\", \"max\": \"1\", \"rule\": {\"kind\": \"reported\"}},"
    "{\"key\": \"D\", \"code\": \"1.4\", \"name\": \"D\", \"max\": \"1\", \"rule\": {\"kind\": \"reported\"}},"
    "{\"key\": \"E\", \"code\": \"1.5\", \"name\": \"E\", \"max\": \"2\", \"rule\": {\"kind\": \"reported\"}}]}],"
    "\"total\": {\"max\": \"8\"}}";

enum { NONE = SCORE__V_MISSING, OK = SCORE__V_OK, BAD = SCORE__V_INVALID };

static const struct number {
  const char *text;
  int state;
  int64_t num, den;
} numbers[] = {
    /* Precedence, exactness */
    {"1 + 2 * 3", OK, 7, 1},
    {"(1 + 2) * 3", OK, 9, 1},
    {"10 - 4 - 3", OK, 3, 1},
    {"24 / 4 / 3", OK, 2, 1},
    {"-2 * -3", OK, 6, 1},
    {"2 - -3", OK, 5, 1},
    {"-n + 1", OK, -6, 1},
    {"0.5", OK, 1, 2},
    {"80%", OK, 4, 5},
    {"12.50%", OK, 1, 8},
    {"100% - 1/3", OK, 2, 3},
    {"999999999999999999 + 1", OK, INT64_C(1000000000000000000), 1},
    /* Measures */
    {"n", OK, 7, 1},
    {"k", OK, 5, 2},
    {"p", OK, 171, 200},
    {"n / 2 + k", OK, 6, 1},
    {"preset", OK, 4, 1},
    {"blank", NONE, 0, 1},
    {"na", NONE, 0, 1},
    {"blank + 1", NONE, 0, 1},
    {"blank * 0", NONE, 0, 1},
    {"n / z", BAD, 0, 1},
    {"n / z + blank", BAD, 0, 1},
    {"blank / z", NONE, 0, 1},
    {"n * 999999999999999999 * 999999999999999999 * 999999999999999999", BAD, 0, 1},
    /* Functions */
    {"if(yes, 1, 2)", OK, 1, 1},
    {"if(no, 1, 2)", OK, 2, 1},
    {"if(maybe, 1, 2)", NONE, 0, 1},
    {"if(maybe, 3, 3)", OK, 3, 1},
    {"if(yes, n, blank)", OK, 7, 1},
    {"if(no, n, blank)", NONE, 0, 1},
    {"if(z > 0, n / z, 5)", OK, 5, 1},
    {"min(3, n, 2)", OK, 2, 1},
    {"max(k, 2)", OK, 5, 2},
    {"sum(1, 2, n)", OK, 10, 1},
    {"min(blank, 0)", NONE, 0, 1},
    {"max(4)", OK, 4, 1},
    {"count(yes, no)", OK, 1, 1},
    {"count(maybe)", NONE, 0, 1},
    {"count(yes, maybe) + 1", NONE, 0, 1},
    {"clamp(n, 0, 5)", OK, 5, 1},
    {"clamp(-1, 0, 5)", OK, 0, 1},
    {"clamp(k, 0, 5)", OK, 5, 2},
    {"clamp(blank, 0, 5)", NONE, 0, 1},
    {"round(2.5, 1)", OK, 3, 1},
    {"round(-2.5, 1)", OK, -3, 1},
    {"round(2.4999, 1)", OK, 2, 1},
    {"round(0.125, 0.01)", OK, 13, 100},
    {"round(-0.125, 0.01)", OK, -13, 100},
    {"round(0.25, 0.5)", OK, 1, 2},
    {"round(0.24, 0.5)", OK, 0, 1},
    {"round(0.75, 0.5)", OK, 1, 1},
    {"round(1/3, 0.01)", OK, 33, 100},
    {"round(n, 2)", OK, 8, 1},
    {"round(blank, 1)", NONE, 0, 1},
    /* Dates */
    {"days(date(\"2026-09-01\"), d)", OK, 29, 1},
    {"days(d, date(\"2026-09-01\"))", OK, -29, 1},
    {"d - date('2026-09-01')", OK, 29, 1},
    {"days(date('2024-02-28'), date('2024-03-01'))", OK, 2, 1},
    {"days(d, dx)", NONE, 0, 1},
    /* Unit, period, other nodes */
    {"unit.size + 1", OK, 29, 2},
    {"unit.kind + 1", BAD, 0, 1},
    {"unit.nothing + 1", NONE, 0, 1},
    {"period.year", OK, 2026, 1},
    {"period.quarter", OK, 3, 1},
    {"period.months", OK, 3, 1},
    {"points('A')", OK, 7, 2},
    {"points('1.1') * 2", OK, 7, 1},
    {"points('B')", NONE, 0, 1},
    {"points('C')", OK, 0, 1},
    {"points('D')", BAD, 0, 1},
    {"points('E')", NONE, 0, 1},
    {"group('G')", OK, 7, 2},
    {"group('1') / 8", OK, 7, 16},
};

enum { F = 0, T = 1, U = 2, X = 3 };

static const struct condition {
  const char *text;
  int truth;
} conditions[] = {
    {"true", T},
    {"false", F},
    {"0.1 + 0.2 == 0.3", T},
    {"1/3 + 1/3 + 1/3 == 1", T},
    {"not true or true", T},
    {"not (true or true)", F},
    {"true or false and false", T},
    {"(true or false) and false", F},
    {"not 1 > 2", T},
    {"not not yes", T},
    {"1 + 1 == 2 and 2 > 1", T},
    {"n >= 7", T},
    {"n > 7", F},
    {"n <= 7", T},
    {"n < 7", F},
    {"n != 7", F},
    {"p >= 85.5%", T},
    {"p > 85.5%", F},
    {"k == 2.5", T},
    /* Three values */
    {"yes and yes", T},
    {"yes and no", F},
    {"no and yes", F},
    {"yes and maybe", U},
    {"maybe and yes", U},
    {"no and maybe", F},
    {"maybe and no", F},
    {"maybe and maybe", U},
    {"yes or maybe", T},
    {"maybe or yes", T},
    {"no or no", F},
    {"no or maybe", U},
    {"maybe or no", U},
    {"maybe or maybe", U},
    {"not maybe", U},
    {"not no", T},
    {"yes == no", F},
    {"yes != no", T},
    {"yes == maybe", U},
    {"blank > 3", U},
    {"na > 3", U},
    {"blank > 3 or n > 3", T},
    {"blank > 3 and n > 9", F},
    {"n / z > 1", X},
    {"if(yes, no, yes)", F},
    {"if(maybe, no, no)", F},
    {"if(maybe, no, yes)", U},
    /* Counts with blanks are ranges: model §10, case 10 */
    {"count(yes, yes, yes, no, maybe) >= 3", T},
    {"count(yes, yes, no, no, maybe) >= 3", U},
    {"count(yes, yes, yes, no, maybe) >= 4", U},
    {"count(yes, yes, yes, no, maybe) >= 5", F},
    {"count(yes, yes, yes, no, maybe) == 3", U},
    {"count(yes, yes, yes, no, maybe) == 5", F},
    {"count(yes, yes, yes, no, maybe) != 5", T},
    {"count(yes, yes, yes, no, maybe) != 4", U},
    {"count(yes, yes, yes, no, maybe) < 3", F},
    {"3 <= count(yes, yes, yes, maybe)", T},
    {"3 < count(yes, yes, yes, maybe)", U},
    {"count(yes, maybe) < count(yes, yes, yes)", T},
    {"count(yes, maybe) <= count(maybe, yes, yes)", T},
    {"count(yes, maybe) < count(maybe, yes, yes)", U},
    {"count(yes, maybe) + 1 >= 1", U},
    {"count(yes, maybe) > blank", U},
    {"count(n > 3, z > 3, blank > 3) >= 1", T},
    /* Values that are there */
    {"has(n)", T},
    {"has(z)", T},
    {"has(blank)", F},
    {"has(na)", F},
    {"not has(blank)", T},
    /* Dates, choices, texts, attributes */
    {"d == '2026-09-30'", T},
    {"d < date('2026-10-01')", T},
    {"d <= '2026-09-29'", F},
    {"dx < d", U},
    {"c == 'x'", T},
    {"'x' == c", T},
    {"c != 'x'", F},
    {"c == 'y'", F},
    {"c == \"Giỏi\"", T},
    {"c == 'Good'", T},
    {"cx == 'x'", U},
    {"unit.kind == 'xa'", T},
    {"\"xa\" == unit.kind", T},
    {"unit.kind != 'xa'", F},
    {"unit.kind == 'phuong'", F},
    {"unit.kind == 'Xa'", F},
    {"unit.nothing == 'xa'", U},
    {"unit.nothing != 'xa'", U},
    {"unit.size > 13", T},
    {"unit.size == 13.50", T},
    {"unit.hard", T},
    {"not unit.hard", F},
    {"unit.easy", F},
    {"unit.nothing", U},
    {"parent.kind == 'tinh'", T},
    {"parent.kind == unit.kind", F},
    {"parent.nothing == 'x'", U},
    {"period.year == 2026 and period.quarter == 3", T},
    /* Other nodes, named conditions */
    {"met('A')", T},
    {"met('B')", U},
    {"met('C')", F},
    {"met('D')", X},
    {"met('E')", U},
    {"met('D') or yes", T},
    {"points('A') >= 3.5", T},
    {"busy", T},
    {"lost", U},
    {"calm", F},
    {"busy or lost", T},
    {"not lost and busy", U},
};

static score_criteria *set;
static score_data *data;
static score__value scratch[SCORE__BATCH_UNITS * (SCORE__MAX_EXPR_DEPTH + 16)];

static void setup(void)
{
  static const char *const cells[][2] = {{"n", "7"},   {"z", "0"},  {"k", "2.5"},        {"p", "85.5"},
                                         {"yes", "1"}, {"no", "0"}, {"d", "2026-09-30"}, {"c", "x"}};
  score_error err = {0};
  char text[512];
  int status = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", NULL, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(status == 0, "%s", text);
  ck_assert_int_eq(score_data_new(&data, set, &err), 0);
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
    ck_assert_int_eq(score_data_set(data, "U", "2026-Q3", cells[i][0], SCORE_STAGE_SELF, cells[i][1], &err), 0);
  size_t na = score__dict_get(&set->by_measure, "na");
  score__observation o = {.unit = 0,
                          .period = data->frame[0]->period,
                          .stage = SCORE_STAGE_SELF,
                          .state = SCORE__CELL_NA,
                          .column = (uint32_t)na,
                          .said = SCORE__ORIGIN_NONE};
  ck_assert_int_eq(score__data_observe(data, &o), 0);
  ck_assert_int_eq(score__data_settle(data), 0);
}

static void teardown(void)
{
  score_data_free(data);
  score_criteria_free(set);
}

static uint32_t attribute_of(const char *name, bool parent)
{
  static const char *const values[][3] = {
      {"kind", "xa", "tinh"}, {"size", "13.5", ""}, {"hard", "có", ""}, {"easy", "0", ""}};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    const char *value = values[i][parent ? 2 : 1];
    if (!strcmp(values[i][0], name)) return *value ? score__units_intern(&data->units, value) : 0;
  }
  return 0;
}

/* The node results that the rows on points() and met() read. */
static void fill_nodes(score__node_column *node, int64_t *points, int64_t *high, uint8_t *outcome, uint8_t *flags)
{
  for (size_t i = 0; i < set->node_count; i++) {
    outcome[i] = SCORE_SCORED;
    node[i] = (score__node_column){
        .points_micro = &points[i], .high_micro = &high[i], .outcome = &outcome[i], .flags = &flags[i]};
  }
  size_t a = score_criteria_node(set, "A"), g = score_criteria_node(set, "G");
  points[a] = points[g] = high[a] = high[g] = 3500000;
  points[score_criteria_node(set, "E")] = 1000000; /* at best 2: something below it is lacking */
  high[score_criteria_node(set, "E")] = 2000000;
  flags[a] = SCORE__FLAG_MET;
  outcome[score_criteria_node(set, "B")] = SCORE_MISSING;
  outcome[score_criteria_node(set, "C")] = SCORE_NOT_APPLICABLE;
  outcome[score_criteria_node(set, "D")] = SCORE_INVALID;
}

static score__value value_of(const char *text, int want)
{
  score_error err = {0};
  char said[512] = "";
  score__expr_scope scope = {.arena = &set->arena, .set = set};
  const score__expr *e = score__expr_compile(&scope, text, want, &err);
  if (!e) score_error_text(said, sizeof said, &err, SCORE_LANG_EN);
  ck_assert_msg(e != NULL, "%s: %s", text, said);
  uint32_t own[64], parent[64], *own_column[64], *parent_column[64];
  ck_assert_uint_le(set->attribute_count, 64);
  for (size_t i = 0; i < set->attribute_count; i++) {
    own[i] = attribute_of(set->attribute[i], false);
    parent[i] = attribute_of(set->attribute[i], true);
    own_column[i] = &own[i];
    parent_column[i] = &parent[i];
  }
  score__node_column node[8];
  int64_t points[8] = {0}, high[8] = {0};
  uint8_t outcome[8], flags[8] = {0};
  ck_assert_uint_le(set->node_count, 8);
  fill_nodes(node, points, high, outcome, flags);
  const uint32_t unit = 0;
  score__batch batch = {.set = set,
                        .frame = data->frame[0],
                        .layer = &data->frame[0]->layer[SCORE_STAGE_SELF],
                        .unit = &unit,
                        .count = 1,
                        .attribute = own_column,
                        .parent_attribute = parent_column,
                        .units = &data->units,
                        .node = node,
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

/* Constants fold, one measure is known as such, and what is read is left behind. */
START_TEST(test_compiled)
{
  score_error err = {0};
  score__fraction v;
  uint8_t measures[32] = {0}, nodes[8] = {0};
  score__expr_scope scope = {.arena = &set->arena, .set = set, .measure_used = measures, .node_used = nodes};
  const score__expr *e = score__expr_compile(&scope, "round(2/3, 0.01) * 100%", SCORE__TYPE_NUMBER, &err);
  ck_assert(e && score__expr_is_constant(e, &v));
  ck_assert(v.num * 100 == v.den * 67);
  e = score__expr_compile(&scope, "k", SCORE__TYPE_NUMBER, &err);
  ck_assert_uint_eq(score__expr_measure(e), score__dict_get(&set->by_measure, "k"));
  e = score__expr_compile(&scope, "n + 0", SCORE__TYPE_NUMBER, &err);
  ck_assert_uint_eq(score__expr_measure(e), SIZE_MAX);
  memset(measures, 0, sizeof measures);
  ck_assert_ptr_nonnull(score__expr_compile(&scope, "lost or met('C')", SCORE__TYPE_CONDITION, &err));
  for (size_t m = 0; m < set->measure_count; m++)
    ck_assert_int_eq(measures[m], m == score__dict_get(&set->by_measure, "blank"));
  for (size_t i = 0; i < set->node_count; i++) ck_assert_int_eq(nodes[i], i == score_criteria_node(set, "C"));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("expression");
  TCase *cases = tcase_create("expression");
  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_add_loop_test(cases, test_number, 0, (int)(sizeof numbers / sizeof *numbers));
  tcase_add_loop_test(cases, test_condition, 0, (int)(sizeof conditions / sizeof *conditions));
  tcase_add_test(cases, test_compiled);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
