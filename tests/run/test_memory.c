/* Memory that runs out at every single allocation, one after the other: each call must end in an error, never in a
 * crash or a half-made object. malloc and its kin are this program's own, so that the libraries below are met too. */
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "score/score.h"

#include "../refusing.h"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\","
    "\"measures\": {\"a\": {\"type\": \"count\", \"name\": \"a\"}, \"b\": {\"type\": \"count\", \"name\": \"b\"},"
    "\"c\": {\"type\": \"boolean\", \"name\": \"c\"}, \"d\": {\"type\": \"date\", \"name\": \"d\"},"
    "\"t\": {\"type\": \"amount\", \"name\": \"t\", \"statistic\": \"mean(a)\"}},"
    "\"calendar\": {\"years\": {\"2026\": {\"holidays\": [\"2026-01-01\"]}}}, \"period\": {\"ends_on_day\": 14},"
    "\"checks\": [{\"when\": \"a < mean(a)\", \"message\": \"m\"}],"
    "\"conditions\": {\"big\": \"b > 10\"}, \"cohort\": {\"same\": [\"kind\"]},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"10\", \"not_applicable\": \"split\", \"grid\": "
    "\"0.01\", \"criteria\": ["
    "{\"key\": \"r\", \"name\": \"r\", \"max\": \"4\", \"rule\": {\"kind\": \"ratio\", \"num\": \"a\", \"den\": \"b\", "
    "\"zero_denominator\": \"full\"}},"
    "{\"key\": \"m\", \"name\": \"m\", \"max\": \"3\", \"applies_when\": \"unit.kind == \\\"xa\\\"\", \"rule\": "
    "{\"kind\": \"met\", \"when\": \"count(c, big) >= 1\"}},"
    "{\"key\": \"k\", \"name\": \"k\", \"max\": \"3\", \"cap_when\": [{\"when\": \"not c\", \"cap\": \"1\"}], "
    "\"rule\": {\"kind\": \"bands\", \"value\": \"rank(a)\", \"bands\": [{\"to\": \"2\", \"points\": \"3\"}, "
    "{\"from\": \"2\", \"points\": \"1\"}]}},"
    "{\"key\": \"y\", \"name\": \"y\", \"max\": \"0\", \"rule\": {\"kind\": \"expr\", \"points\": "
    "\"prev(a) + children.sum(a) + children.share(c) + mean(a) + if(has_stage('self'), workdays(d, d), "
    "at(b, '2025'))\"}}"
    "]}], \"total\": {\"max\": \"10\"}, \"grades\": {\"bands\": [{\"key\": \"x\", \"name\": \"x\", \"at_least\": "
    "\"0\"}]},"
    "\"ranking\": {\"tie_break\": [{\"node\": \"r\"}, {\"decision\": \"b\"}]}}";

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
    score_write_options o = {.format = (score_format)f, .lang = SCORE_LANG_VI, .width = 80};
    code = score_document_write(d, &o, swallow, NULL, err);
  }
  score_document_free(d);
  return code;
}

static int documents(const score_result *r, score_error *err)
{
  score_document *d = NULL;
  int code = score_document_eval(&d, r, NULL, err);
  if (!code) code = show(d, err);
  if (!code) code = score_document_rank(&d, r, NULL, err);
  if (!code) code = show(d, err);
  const score_rank_options compared = {.beside = {r, r, r}, .around = "u1", .span = 1, .top = 1, .bottom = 1};
  if (!code) code = score_document_rank(&d, r, &compared, err);
  if (!code) code = show(d, err);
  if (!code) code = score_document_gap(&d, r, "u1", NULL, err);
  if (!code) code = show(d, err);
  if (!code) code = score_document_due(&d, r, err);
  if (!code) code = show(d, err);
  if (!code) code = score_document_explain(&d, r, "u1", NULL, err);
  if (!code) code = show(d, err);
  return code;
}

/* Sheets to fill in. The workbook is left out: libxlsxwriter does not survive every refusal. */
static int templates(const score_criteria *set, const score_data *data, score_error *err)
{
  int code = 0;
  for (int one = 0; !code && one < 2; one++) {
    const score_template_options options = {.period = "2026-Q3",
                                            .stage = one ? SCORE_STAGE_SELF : SCORE_STAGE_NONE,
                                            .unit = one ? "u1" : NULL,
                                            .lang = SCORE_LANG_VI};
    score_template *t = NULL;
    code = score_template_new(&t, set, data, &options, err);
    if (!code) code = score_template_write(t, SCORE_TEMPLATE_CSV, swallow, NULL, err);
    if (!code) code = score_template_write(t, SCORE_TEMPLATE_CSV_EXCEL_VI, swallow, NULL, err);
    score_template_free(t);
  }
  return code;
}

/* Both files exist before any allocation is refused. */
static int whole(const char *units, const char *data, score_error *err)
{
  score_criteria *set = NULL;
  score_data *d = NULL;
  score_result *r = NULL;
  score_findings *findings = NULL;
  int code = score_findings_new(&findings, 10, err);
  if (!code) code = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", findings, err);
  if (!code) code = score_data_new(&d, set, err);
  if (!code) code = score_data_read_units(d, units, NULL, findings, err);
  if (!code) code = score_data_read(d, data, NULL, findings, err);
  if (!code) code = score_data_set(d, "u3", "2026-Q3", "a", SCORE_STAGE_SELF, "2", err);
  if (!code) code = score_evaluate(&r, d, NULL, findings, err);
  if (!code) code = documents(r, err);
  if (!code) code = templates(set, d, err);
  score_result_free(r);
  score_data_free(d);
  score_criteria_free(set);
  score_findings_free(findings);
  return code;
}

#define VERSION(v, measures, criteria)                                                                                 \
  "{\"format\": 1, \"id\": \"t\", \"version\": \"" v                                                                   \
  "\", \"status\": \"draft\", \"name\": \"t\", \"measures\": {\"a\": "                                                 \
  "{\"type\": \"count\", \"name\": \"a\"}" measures "}, \"groups\": [{\"key\": \"G\", \"name\": \"g\", "               \
  "\"max\": \"10\", \"criteria\": [" criteria "]}], \"total\": {\"max\": \"10\", \"aggregate\": \"share_met\"}}"
#define MET(key, when)                                                                                                 \
  "{\"key\": \"" key "\", \"name\": \"" key "\", \"max\": \"4\", \"rule\": {\"kind\": \"met\", \"when\": \"" when "\"" \
  "}}"
static const char old_version[] = VERSION(
    "1", "",
    MET("x", "a > 1") "," MET(
        "y",
        "a > 2") ","
                 "{\"key\": \"b\", \"name\": \"b\", \"max\": \"2\", \"rule\": {\"kind\": \"bands\", \"value\": \"a\", "
                 "\"bands\": [{\"to\": \"2\", \"points\": \"1\"}, {\"from\": \"2\", \"points\": \"2\"}]}}");
static const char new_version[] = VERSION(
    "2", ", \"n\": {\"type\": \"count\", \"name\": \"n\"}",
    MET("y", "a > 3") "," MET(
        "x",
        "n > 1") ","
                 "{\"key\": \"b\", \"name\": \"c\", \"max\": \"2\", \"rule\": {\"kind\": \"bands\", \"value\": \"a\", "
                 "\"bands\": [{\"from\": \"2\", \"points\": \"2\"}]}}," MET("z", "a > 3"));

/* Two versions: what they differ in, and what that changes. */
static int compared(const char *data, score_error *err)
{
  const char *const text[2] = {old_version, new_version};
  const size_t size[2] = {sizeof old_version - 1, sizeof new_version - 1};
  score_criteria *set[2] = {NULL, NULL};
  score_data *d[2] = {NULL, NULL};
  score_result *r[2] = {NULL, NULL};
  score_difference *difference = NULL;
  score_impact *impact = NULL;
  score_document *document = NULL;
  int code = 0;
  for (int s = 0; !code && s < 2; s++) code = score_criteria_parse(&set[s], text[s], size[s], "t.json", NULL, err);
  for (int s = 0; !code && s < 2; s++) {
    const score_read_options options = {.stage = SCORE_STAGE_NONE, .beside = set[!s]};
    code = score_data_new(&d[s], set[s], err);
    if (!code) code = score_data_read(d[s], data, &options, NULL, err);
    if (!code) code = score_evaluate(&r[s], d[s], NULL, NULL, err);
  }
  if (!code) code = score_difference_new(&difference, set[0], set[1], err);
  if (!code) code = score_document_difference(&document, difference, err);
  if (!code) code = show(document, err);
  if (!code) code = score_impact_new(&impact, r[0], r[1], err);
  if (!code) code = score_document_impact(&document, impact, err);
  if (!code) code = show(document, err);
  score_impact_free(impact);
  score_difference_free(difference);
  for (int s = 0; s < 2; s++) {
    score_result_free(r[s]);
    score_data_free(d[s]);
    score_criteria_free(set[s]);
  }
  return code;
}

/* A spreadsheet -> a definition -> a spreadsheet. */
static int sheet(const char *path, score_error *err)
{
  score_findings *findings = NULL;
  score_document *d = NULL;
  score_criteria *set = NULL;
  int code = score_findings_new(&findings, 10, err);
  if (!code) code = score_document_from_csv(&d, path, "t@1", NULL, findings, err);
  if (!code) code = show(d, err);
  if (!code) code = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", findings, err);
  if (!code) code = score_document_authoring(&d, set, err);
  if (!code) code = show(d, err);
  score_criteria_free(set);
  score_findings_free(findings);
  return code;
}

static void put(char path[], const char *text)
{
  int fd = mkstemp(path);
  ck_assert_int_ge(fd, 0);
  ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
  close(fd);
}

START_TEST(every_allocation)
{
  char units[] = "/tmp/score-units-XXXXXX", data[] = "/tmp/score-data-XXXXXX";
  put(units, "code,name,kind,parent\nu1,Xã Một,xa,75\nu2,Phường Hai,phuong,75\nu3,Xã Ba,xa,75\nh,Thôn,thon,u1\n");
  put(data, "unit,period,a,b,c,points:m,source\nu1,2026-Q3,3,4,1,,S\nu2,2026-Q3,0,0,0,,\nu3,2026-Q3,,,,2,T\n"
            "u1,2026-Q2,2,4,1,,S\nh,2026-Q3,1,,1,,\n");
  score_error err = {0};
  ck_assert_int_eq(whole(units, data, &err), 0);
  long n = 0;
  for (bool again = true; again; n++) {
    hit = false;
    countdown = n;
    int code = whole(units, data, &err);
    countdown = -1;
    again = hit;
    /* A refused allocation that a library below can do without (a buffer of stdio) may leave the call a success. */
    if (hit && code)
      ck_assert_msg(code == SCORE_E_MEMORY || code == SCORE_E_INPUT || code == SCORE_E_LIMIT, "%d at %ld", code, n);
    ck_assert_int_lt(n, 1000000);
  }
  unlink(units);
  unlink(data);
  ck_assert_int_gt(n, 100);
}
END_TEST

START_TEST(every_allocation_of_two_versions)
{
  char data[] = "/tmp/score-data-XXXXXX";
  put(data, "unit,period,a,n\nu1,2026-Q3,3,4\nu2,2026-Q3,1,\n");
  score_error err = {0};
  ck_assert_int_eq(compared(data, &err), 0);
  long n = 0;
  for (bool again = true; again; n++) {
    hit = false;
    countdown = n;
    int code = compared(data, &err);
    countdown = -1;
    again = hit;
    if (hit && code)
      ck_assert_msg(code == SCORE_E_MEMORY || code == SCORE_E_INPUT || code == SCORE_E_LIMIT, "%d at %ld", code, n);
    ck_assert_int_lt(n, 1000000);
  }
  unlink(data);
  ck_assert_int_gt(n, 100);
}
END_TEST

START_TEST(every_allocation_of_a_sheet)
{
  char path[] = "/tmp/score-sheet-XXXXXX";
  put(path, "row,code,group,name,name_en,max,rule,source,due,detail\n"
            "set,total,,,,,basis = points,,,\nset,in_force,,,,,{from = 2026-01-01},,,\n"
            "measure,m,,M,N,,count; unit = {vi = a; en = b},,,\nmeasure,o,,O,,,choice,,,\noption,x,o,X,,,,,,\n"
            "condition,big,,,,,m > 10,,,\ngroup,A,,A,,,,,,\ngroup,B,A,B,,,,,,\n"
            ",1,B,Một,One,2.5,bands: m; >= 4: 2 | >= 3: 1 | = 0: share = 10%,QD,,na_from_data = yes\n"
            ",2,,Hai,,\"2,5\",\"sum: [a | 1 | {met: big}] [\"\"b;\"\" | 1 | {choice: o; x: 1}]\",QD,31/12/2026,\n"
            ",3,A,Ba,,,,,,cap_when = m > 3: 1 | n > 1: 0\n"
            "note,,,n,e,,,,,\ngrade,g,,G,,1,gates = [no_zero = true],,,\nceiling,,,,,,m > 3; g,,,\n");
  score_error err = {0};
  ck_assert_int_eq(sheet(path, &err), 0);
  long n = 0;
  for (bool again = true; again; n++) {
    hit = false;
    countdown = n;
    int code = sheet(path, &err);
    countdown = -1;
    again = hit;
    if (hit && code)
      ck_assert_msg(code == SCORE_E_MEMORY || code == SCORE_E_INPUT || code == SCORE_E_LIMIT, "%d at %ld", code, n);
    ck_assert_int_lt(n, 1000000);
  }
  unlink(path);
  ck_assert_int_gt(n, 100);
}
END_TEST

int main(void)
{
  if (WATCHED) return 0;
  Suite *s = suite_create("memory");
  TCase *t = tcase_create("memory");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, every_allocation);
  tcase_add_test(t, every_allocation_of_two_versions);
  tcase_add_test(t, every_allocation_of_a_sheet);
  suite_add_tcase(s, t);
  SRunner *runner = srunner_create(s);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
