/* A definition file -> a set (docs/criteria-format.md): what is written, what is left out and stands for something,
 * what is handed down from set to group to criterion. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/period.h"
#include "base/phrase.h"
#include "model/set.h"
#include "rule/rule.h"

static const char definition[] =
    "\xef\xbb\xbf"
    "{\"format\": 1, \"id\": \"whole\", \"version\": \"2026-1.a\", \"status\": \"as-implemented\", \"comment\": [1],\n"
    "\"name\": {\"vi\": \"Bộ\", \"en\": \"Set\"}, \"in_force\": {\"from\": \"2026-01-01\", \"to\": \"2026-12-31\"},\n"
    "\"supersedes\": [\"2025\", \"2024\"], \"grids\": {\"criterion\": \"0.05\", \"group\": \"0.1\", \"total\": "
    "\"none\"},\n"
    "\"not_applicable\": \"exclude\", \"cohort\": {\"same\": [\"kind\", \"cluster\"], \"min_n\": 5},\n"
    "\"measures\": {\"comment\": \"c\",\n"
    " \"n\": {\"name\": {\"vi\": \"Số\"}, \"type\": \"count\", \"unit\": \"x\", \"over_time\": \"sum\"},\n"
    " \"a\": {\"name\": \"A\", \"type\": \"amount\", \"min\": \"-1.5\", \"max\": 10, \"step\": \"0.5\", \"default\": "
    "\"2\"},\n"
    " \"f\": {\"name\": \"F\", \"type\": \"amount\", \"digits\": 6, \"over_time\": \"ytd\"},\n"
    " \"p\": {\"name\": \"P\", \"type\": \"percent\", \"min\": \"10%\", \"max\": \"100%\", \"over_time\": \"last\"},\n"
    " \"q\": {\"name\": \"Q\", \"type\": \"percent\", \"digits\": 0, \"default\": \"5%\"},\n"
    " \"b\": {\"name\": \"B\", \"type\": \"boolean\", \"default\": true},\n"
    " \"c\": {\"name\": \"C\", \"type\": \"choice\", \"default\": \"y\", \"options\":"
    "  [{\"key\": \"x\", \"name\": \"X\"}, {\"key\": \"y\", \"name\": {\"vi\": \"Ý\", \"en\": \"Y\"}}]},\n"
    " \"d\": {\"name\": \"D\", \"type\": \"date\", \"min\": \"2026-01-01\"}},\n"
    "\"conditions\": {\"big\": \"n > 10\"},\n"
    "\"groups\": [\n"
    " {\"key\": \"G1\", \"code\": \"1\", \"name\": \"G1\", \"max\": \"6.5\", \"not_applicable\": \"rescale_group\",\n"
    "  \"rescale_to\": \"7\", \"grid\": \"0.01\", \"applies_when\": \"big\", \"groups\": [\n"
    "   {\"key\": \"G2\", \"code\": \"1.1\", \"name\": \"G2\", \"max\": \"6.5\", \"criteria\": [\n"
    "    {\"key\": \"C1\", \"code\": \"1.1.1\", \"name\": \"C1\", \"max\": \"4\", \"applies_when\": \"a > 1\", "
    "\"grid\": \"none\",\n"
    "     \"controlled_by\": \"province\", \"due\": \"2026-11-30\", \"na_from_data\": true, \"requires\": \"b\",\n"
    "     \"cap_when\": [{\"when\": \"p < 50%\", \"cap\": \"3.5\"}, {\"when\": true, \"cap\": 4}], \"evidence\": "
    "\"e\",\n"
    "     \"source\": {\"document\": \"QD 1\", \"clause\": \"2\", \"mark\": \"b\"}, \"weight\": \"0.25\",\n"
    "     \"rule\": {\"kind\": \"expr\", \"points\": \"points('later') + n\"}},\n"
    "    {\"key\": \"C2\", \"name\": \"C2\", \"max\": \"2.5\", \"not_applicable\": \"full\",\n"
    "     \"rule\": {\"kind\": \"ratio\", \"num\": \"n\", \"den\": \"f\", \"target\": \"80%\", \"zero_denominator\": "
    "\"full\"}}]}]},\n"
    " {\"key\": \"BO\", \"name\": \"BO\", \"max\": \"3\", \"kind\": \"bonus\", \"aggregate\": \"highest\", \"groups\": "
    "[\n"
    "   {\"key\": \"IN\", \"name\": \"IN\", \"max\": \"3\", \"criteria\": [{\"key\": \"1\", \"code\": \"9\", \"name\": "
    "\"K\", \"max\": 3,\n"
    "     \"rule\": {\"kind\": \"bands\", \"value\": \"q\", \"bands\": [{\"to\": \"10%\", \"share\": \"50%\"},"
    " {\"from\": \"10%\", \"points\": \"3\"}]}}]}]},\n"
    " {\"key\": \"PE\", \"name\": \"PE\", \"max\": \"2\", \"kind\": \"penalty\", \"criteria\": [\n"
    "   {\"key\": \"later\", \"name\": \"L\", \"max\": \"2\", \"rule\": {\"kind\": \"met\", \"when\": \"unit.size > 1 "
    "and c == 'x'\"}}]},\n"
    " {\"key\": \"EM\", \"name\": \"EM\", \"max\": \"3.5\"}],\n"
    "\"total\": {\"max\": \"10\", \"basis\": \"percent\"},\n"
    "\"grades\": {\"basis\": \"without_bonus\", \"bands\": [\n"
    " {\"key\": \"top\", \"name\": \"Top\", \"at_least\": \"90.5\", \"mark\": \"a\", \"basis\": \"with_bonus\", "
    "\"gates\": [{\"no_zero\": true},\n"
    "  {\"met\": \"1.1.1\"}, {\"group\": \"G1\", \"at_least\": \"50%\"}, {\"when\": \"big\"}]},\n"
    " {\"key\": \"low\", \"name\": \"Low\", \"at_least\": 0}], \"ceilings\": [{\"when\": \"not big\", \"at_most\": "
    "\"low\"}],\n"
    " \"forced\": [{\"when\": \"n == 0\", \"grade\": \"low\"}]},\n"
    "\"ranking\": {\"method\": \"dense\", \"tie_break\": [{\"node\": \"C2\"}, {\"measure\": \"a\", \"order\": "
    "\"ascending\"}],\n"
    " \"completeness\": \"80%\"},\n"
    "\"notes\": [\"one\", {\"vi\": \"hai\", \"en\": \"two\"}]}";

static score_criteria *set;

static void setup(void)
{
  score_findings *findings;
  score_error err = {0};
  char text[512];
  ck_assert_int_eq(score_findings_new(&findings, 0, NULL), 0);
  int status = score_criteria_parse(&set, definition, sizeof definition - 1, "whole.json", findings, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(status == 0, "%s", text);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_NOTE), 0);
  score_findings_free(findings);
}

static void teardown(void)
{
  score_criteria_free(set);
}

static const score__node *node(const char *key)
{
  size_t i = score_criteria_node(set, key);
  ck_assert_msg(i != SIZE_MAX, "%s", key);
  return &set->node[i];
}

START_TEST(test_head)
{
  ck_assert_str_eq(score_criteria_id(set), "whole");
  ck_assert_str_eq(score_criteria_version(set), "2026-1.a");
  ck_assert_str_eq(score_criteria_status(set), "as-implemented");
  ck_assert_str_eq(score_criteria_name(set, SCORE_LANG_EN), "Set");
  ck_assert_str_eq(score_criteria_name(set, SCORE_LANG_VI), "Bộ");
  ck_assert(set->has_from && set->has_to);
  ck_assert_int_eq(set->from_day, score__date_days(2026, 1, 1));
  ck_assert_int_eq(set->to_day, score__date_days(2026, 12, 31));
  ck_assert_uint_eq(set->supersedes_count, 2);
  ck_assert_str_eq(set->supersedes[1], "2024");
  ck_assert_uint_eq(set->cohort_attribute_count, 2);
  ck_assert_str_eq(set->cohort_attribute[1], "cluster");
  ck_assert_uint_eq(set->cohort_min_n, 5);
  ck_assert_uint_eq(set->note_count, 2);
  ck_assert_str_eq(set->note[0].text[SCORE_LANG_VI], "one");
  ck_assert_str_eq(set->note[1].text[SCORE_LANG_VI], "hai");
  ck_assert_int_eq(set->total_grid_micro, 0);
  ck_assert_int_eq(set->basis, SCORE__BASIS_PERCENT);
}
END_TEST

static const struct measure {
  const char *key;
  int type, over_time, digits, scale;
  bool has_min, has_max, has_initial;
  int64_t min, max, initial, step;
} measures[] = {
    {"n", SCORE__MEASURE_COUNT, SCORE__OVER_SUM, 0, 0, true, false, false, 0, 0, 0, 0},
    {"a", SCORE__MEASURE_AMOUNT, SCORE__OVER_NONE, 2, 2, true, true, true, -150, 1000, 200, 50},
    {"f", SCORE__MEASURE_AMOUNT, SCORE__OVER_YTD, 6, 6, false, false, false, 0, 0, 0, 0},
    {"p", SCORE__MEASURE_PERCENT, SCORE__OVER_LAST, 2, 4, true, true, false, 1000, 10000, 0, 0},
    {"q", SCORE__MEASURE_PERCENT, SCORE__OVER_NONE, 0, 2, true, false, true, 0, 0, 5, 0},
    {"b", SCORE__MEASURE_BOOLEAN, SCORE__OVER_NONE, 0, 0, false, false, true, 0, 0, 1, 0},
    {"c", SCORE__MEASURE_CHOICE, SCORE__OVER_NONE, 0, 0, false, false, true, 0, 0, 1, 0},
    {"d", SCORE__MEASURE_DATE, SCORE__OVER_NONE, 0, 0, true, false, false, 20454, 0, 0, 0}, /* 2026-01-01 */
};

START_TEST(test_measures)
{
  const struct measure *want = &measures[_i];
  ck_assert_uint_eq(set->measure_count, sizeof measures / sizeof *measures);
  const score__measure *m = &set->measure[_i];
  ck_assert_str_eq(m->key, want->key);
  ck_assert_uint_eq(score__dict_get(&set->by_measure, want->key), (size_t)_i);
  ck_assert_int_eq(m->type, want->type);
  ck_assert_int_eq(m->over_time, want->over_time);
  ck_assert_int_eq(m->digits, want->digits);
  ck_assert_int_eq(m->scale, want->scale);
  ck_assert(m->has_min == want->has_min && m->has_max == want->has_max && m->has_initial == want->has_initial);
  if (m->has_min) ck_assert_int_eq(m->min, want->min);
  if (m->has_max) ck_assert_int_eq(m->max, want->max);
  if (m->has_initial) ck_assert_int_eq(m->initial, want->initial);
  ck_assert_int_eq(m->step, want->step);
}
END_TEST

START_TEST(test_words)
{
  ck_assert_str_eq(set->measure[0].name.text[SCORE_LANG_EN], "Số"); /* what is not translated is said all the same */
  ck_assert_str_eq(set->measure[0].unit.text[SCORE_LANG_VI], "x");
  ck_assert_str_eq(set->measure[1].unit.text[SCORE_LANG_VI], "");
  const score__measure *c = &set->measure[6];
  ck_assert_uint_eq(c->option_count, 2);
  ck_assert_str_eq(c->option_key[1], "y");
  ck_assert_str_eq(c->option_name[1].text[SCORE_LANG_VI], "Ý");
}
END_TEST

static const struct {
  const char *key, *code, *parent;
  int kind, group_kind, policy, depth;
  int64_t max, grid, rescale;
} nodes[] = {
    {"total", "", NULL, SCORE__NODE_TOTAL, SCORE__GROUP_NORMAL, SCORE__NA_EXCLUDE, 0, 10000000, 0, 10000000},
    {"G1", "1", "total", SCORE__NODE_GROUP, SCORE__GROUP_NORMAL, SCORE__NA_RESCALE, 1, 6500000, 10000, 7000000},
    {"G2", "1.1", "G1", SCORE__NODE_GROUP, SCORE__GROUP_NORMAL, SCORE__NA_RESCALE, 2, 6500000, 100000, 6500000},
    {"C1", "1.1.1", "G2", SCORE__NODE_CRITERION, SCORE__GROUP_NORMAL, SCORE__NA_RESCALE, 3, 4000000, 0, 4000000},
    {"C2", "C2", "G2", SCORE__NODE_CRITERION, SCORE__GROUP_NORMAL, SCORE__NA_FULL, 3, 2500000, 50000, 2500000},
    {"BO", "BO", "total", SCORE__NODE_GROUP, SCORE__GROUP_BONUS, SCORE__NA_EXCLUDE, 1, 3000000, 100000, 3000000},
    {"IN", "IN", "BO", SCORE__NODE_GROUP, SCORE__GROUP_BONUS, SCORE__NA_EXCLUDE, 2, 3000000, 100000, 3000000},
    {"1", "9", "IN", SCORE__NODE_CRITERION, SCORE__GROUP_BONUS, SCORE__NA_EXCLUDE, 3, 3000000, 50000, 3000000},
    {"PE", "PE", "total", SCORE__NODE_GROUP, SCORE__GROUP_PENALTY, SCORE__NA_EXCLUDE, 1, 2000000, 100000, 2000000},
    {"later", "later", "PE", SCORE__NODE_CRITERION, SCORE__GROUP_PENALTY, SCORE__NA_EXCLUDE, 2, 2000000, 50000,
     2000000},
    {"EM", "EM", "total", SCORE__NODE_GROUP, SCORE__GROUP_NORMAL, SCORE__NA_EXCLUDE, 1, 3500000, 100000, 3500000},
};

START_TEST(test_nodes)
{
  const score__node *n = &set->node[_i];
  ck_assert_uint_eq(score_criteria_nodes(set), sizeof nodes / sizeof *nodes);
  ck_assert_str_eq(n->key, nodes[_i].key);
  ck_assert_str_eq(n->code, nodes[_i].code);
  ck_assert_int_eq(n->kind, nodes[_i].kind);
  ck_assert_int_eq(n->group_kind, nodes[_i].group_kind);
  ck_assert_int_eq(n->na_policy, nodes[_i].policy);
  ck_assert_int_eq(n->depth, nodes[_i].depth);
  ck_assert_int_eq(n->max_micro, nodes[_i].max);
  ck_assert_int_eq(n->grid_micro, nodes[_i].grid);
  ck_assert_int_eq(n->rescale_to_micro, nodes[_i].rescale);
  if (nodes[_i].parent)
    ck_assert_uint_eq(n->parent, score_criteria_node(set, nodes[_i].parent));
  else
    ck_assert_uint_eq(n->parent, UINT32_MAX);
}
END_TEST

START_TEST(test_below)
{
  static const uint32_t ends[] = {11, 5, 5, 4, 5, 8, 8, 8, 10, 10, 11};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) ck_assert_uint_eq(set->node[i].end, ends[i]);
  ck_assert_int_eq(node("BO")->aggregate, SCORE__AGGREGATE_HIGHEST);
  ck_assert_int_eq(node("EM")->aggregate, SCORE__AGGREGATE_SUM);
  /* A key wins over the code of another node: "1" is the key of a criterion and the code of G1. */
  ck_assert_str_eq(node("1")->key, "1");
  ck_assert_str_eq(node("1.1")->key, "G2");
  ck_assert_str_eq(node("9")->key, "1");
  ck_assert_uint_eq(score_criteria_node(set, "g1"), SIZE_MAX);
}
END_TEST

START_TEST(test_criterion)
{
  const score__node *c = node("C1");
  ck_assert(c->has_due && c->due_day == score__date_days(2026, 11, 30));
  ck_assert(c->na_from_data && c->controlled_by == SCORE__MOVER_PROVINCE);
  ck_assert(c->weight.num * 4 == c->weight.den);
  ck_assert_uint_eq(c->caps.count, 2);
  ck_assert_int_eq(c->caps.item[0].cap_micro, 3500000);
  ck_assert_str_eq(c->caps.item[0].when.text, "p < 50%");
  ck_assert_int_eq(c->caps.item[1].cap_micro, 4000000);
  ck_assert_str_eq(c->requires.text, "b");
  ck_assert_str_eq(c->evidence.text[SCORE_LANG_VI], "e");
  ck_assert_str_eq(c->source.document, "QD 1");
  ck_assert_str_eq(c->source.clause, "2");
  ck_assert_str_eq(c->source.mark, "b");
  /* What is below a group applies only where the group does. */
  ck_assert_str_eq(c->applies_when.text, "(big) and (a > 1)");
  ck_assert_str_eq(node("C2")->applies_when.text, "big");
  ck_assert_ptr_null(node("later")->applies_when.expr);
  const score__node *plain = node("C2");
  ck_assert(!plain->has_due && !plain->na_from_data && plain->controlled_by == SCORE__MOVER_UNIT && !plain->caps.count);
  ck_assert(plain->weight.num == plain->weight.den && plain->weight.num > 0);
  ck_assert_str_eq(plain->source.document, "");
  ck_assert_ptr_null(plain->requires.expr);
  ck_assert_str_eq(plain->rule_kind->name, "ratio");
  ck_assert_str_eq(node("later")->rule_kind->name, "met");
}
END_TEST

/* The measures of a criterion are those of its rule and its conditions, also through named conditions. */
START_TEST(test_reads)
{
  static const struct {
    const char *key, *measures;
  } reads[] = {{"C1", "napb"}, {"C2", "nf"}, {"1", "q"}, {"later", "c"}, {"G1", "n"}, {"EM", ""}};
  for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
    const score__node *n = node(reads[i].key);
    char got[16] = "";
    for (size_t k = 0; k < n->measure_count; k++) strcat(got, set->measure[n->measure[k]].key);
    ck_assert_str_eq(got, reads[i].measures);
  }
  bool size = false;
  for (size_t i = 0; i < set->attribute_count; i++) size |= !strcmp(set->attribute[i], "size");
  ck_assert(size);
}
END_TEST

/* What is read, and what is below, stands before who reads it; every node once. */
START_TEST(test_order)
{
  size_t at[16], count = set->node_count;
  bool seen[16] = {false};
  for (size_t i = 0; i < count; i++) {
    ck_assert(set->order[i] < count && !seen[set->order[i]]);
    seen[set->order[i]] = true;
    at[set->order[i]] = i;
  }
  for (size_t i = 1; i < count; i++) ck_assert_uint_lt(at[i], at[set->node[i].parent]);
  ck_assert_uint_lt(at[score_criteria_node(set, "later")], at[score_criteria_node(set, "C1")]);
  ck_assert_uint_eq(at[0], count - 1);
}
END_TEST

START_TEST(test_grades)
{
  ck_assert_uint_eq(set->grade_count, 2);
  const score__grade *top = &set->grade[0], *low = &set->grade[1];
  ck_assert_str_eq(top->key, "top");
  ck_assert_int_eq(top->at_least_micro, 90500000);
  ck_assert_str_eq(top->mark, "a");
  ck_assert_str_eq(low->mark, "");
  ck_assert(!top->without_bonus && low->without_bonus); /* a band's own basis, else that of all */
  ck_assert_uint_eq(top->gate_count, 4);
  ck_assert_uint_eq(low->gate_count, 0);
  static const uint8_t kinds[] = {SCORE__GATE_NO_ZERO, SCORE__GATE_MET, SCORE__GATE_GROUP, SCORE__GATE_WHEN};
  for (size_t i = 0; i < 4; i++) ck_assert_int_eq(top->gate[i].kind, kinds[i]);
  ck_assert_uint_eq(top->gate[1].node, score_criteria_node(set, "C1"));
  ck_assert_uint_eq(top->gate[2].node, score_criteria_node(set, "G1"));
  ck_assert(top->gate[2].at_least.num * 2 == top->gate[2].at_least.den);
  ck_assert(set->ceiling_count == 1 && set->ceiling[0].grade == 1);
  ck_assert(set->forced_count == 1 && set->forced[0].grade == 1);
  ck_assert_str_eq(set->forced[0].when.text, "n == 0");
  ck_assert(set->rank_dense && set->has_completeness);
  ck_assert_int_eq(set->completeness_micro, 800000);
  ck_assert_uint_eq(set->tie_count, 2);
  ck_assert(set->tie[0].is_node && !set->tie[0].ascending && set->tie[0].index == score_criteria_node(set, "C2"));
  ck_assert(!set->tie[1].is_node && set->tie[1].ascending && set->tie[1].index == 1);
}
END_TEST

/* The least there can be, and what it stands for; its digest was made with sha256sum. */
START_TEST(test_least)
{
  static const char text[] = "{\"format\":1,\"id\":\"a\",\"version\":\"1\",\"status\":\"draft\",\"name\":\"A\","
                             "\"groups\":[],\"total\":{\"max\":\"0\"}}";
  score_criteria *least = NULL;
  ck_assert_int_eq(score_criteria_parse(&least, text, sizeof text - 1, "a.json", NULL, NULL), 0);
  ck_assert_str_eq(score_criteria_sha256(least), "b8b22f34a129e20ea006dfafa7c30a34adaf166ae061b8aef1b0c13fbf11b563");
  ck_assert_uint_eq(score_criteria_nodes(least), 1);
  ck_assert(!least->has_from && !least->has_to && !least->has_completeness && !least->rank_dense);
  ck_assert_uint_eq(least->cohort_min_n, 2);
  ck_assert_int_eq(least->total_grid_micro, 10000);
  ck_assert_int_eq(least->basis, SCORE__BASIS_POINTS);
  ck_assert_int_eq(least->node[0].na_policy, SCORE__NA_ZERO);
  ck_assert_str_eq(score_criteria_node_name(least, 0, SCORE_LANG_VI), "Tổng điểm");
  score_criteria_free(least);
}
END_TEST

/* Faults are told in the order of the parts, all of them; err holds the first; nothing comes out. */
START_TEST(test_faults)
{
  static const char text[] =
      "{\"format\": 2, \"id\": \"a\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"A\",\n"
      "\"measures\": {\"n\": {\"name\": \"N\", \"type\": \"cuont\"}, \"a\": {\"name\": \"A\", \"type\": \"count\", "
      "\"digits\": 1}},\n"
      "\"groups\": [{\"key\": \"G\", \"name\": \"G\", \"max\": \"1\", \"criteria\": [\n"
      "{\"key\": \"C\", \"name\": \"C\", \"max\": \"1\", \"rule\": {\"kind\": \"met\", \"when\": \"unit.k == "
      "\\\"\\u00e9\\\" "
      "or nn\"}}]}],\n"
      "\"total\": {\"max\": \"1\"}, \"ranking\": {\"tie_break\": [{\"measure\": \"m\"}]}}";
  static const struct {
    int phrase;
    uint32_t line, column;
    const char *field;
  } wanted[] = {
      {SCORE__PH_DEF_FORMAT, 1, 12, "/format"},
      {SCORE__PH_DEF_CHOICE, 2, 41, "/measures/n/type"},
      {SCORE__PH_DEF_RANGE, 2, 97, "/measures/a/digits"},
      {SCORE__PH_EXPR_NAME, 4, 96, "/groups/0/criteria/0/rule/when"},
      {SCORE__PH_DEF_NO_REFERENCE, 5, 62, "/ranking/tie_break/0/measure"},
  };
  score_criteria *none = NULL;
  score_findings *findings;
  score_error err = {0};
  ck_assert_int_eq(score_findings_new(&findings, 0, NULL), 0);
  ck_assert_int_eq(score_criteria_parse(&none, text, sizeof text - 1, "f.json", findings, &err), SCORE_E_INPUT);
  ck_assert_ptr_null(none);
  ck_assert_int_eq(err.phrase, SCORE__PH_DEF_FORMAT);
  ck_assert_uint_eq(score_findings_size(findings), sizeof wanted / sizeof *wanted);
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    score_severity severity;
    char said[1024];
    const score_error *e = score_findings_get(findings, i, &severity);
    score_error_text(said, sizeof said, e, SCORE_LANG_EN);
    ck_assert_int_eq(severity, SCORE_ERROR);
    ck_assert_msg(e->phrase == wanted[i].phrase && !strcmp(e->field, wanted[i].field), "%s", said);
    ck_assert_msg(e->line == wanted[i].line && e->column == wanted[i].column, "%s", said);
    ck_assert_str_eq(e->file, "f.json");
  }
  score_findings_free(findings);
  ck_assert_int_eq(score_criteria_parse(&none, text, sizeof text - 1, "f.json", NULL, NULL), SCORE_E_INPUT);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("definition");
  TCase *cases = tcase_create("definition");
  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_add_test(cases, test_head);
  tcase_add_loop_test(cases, test_measures, 0, (int)(sizeof measures / sizeof *measures));
  tcase_add_test(cases, test_words);
  tcase_add_loop_test(cases, test_nodes, 0, (int)(sizeof nodes / sizeof *nodes));
  tcase_add_test(cases, test_below);
  tcase_add_test(cases, test_criterion);
  tcase_add_test(cases, test_reads);
  tcase_add_test(cases, test_order);
  tcase_add_test(cases, test_grades);
  tcase_add_test(cases, test_least);
  tcase_add_test(cases, test_faults);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
