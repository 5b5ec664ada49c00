/* A province's report where memory runs out at every single allocation: an error or the whole of it, never a crash. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "score/score.h"

#include "../refusing.h"

/* Version 2 counts b twice. */
static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"%s\", \"status\": \"draft\", \"name\": \"t\", \"in_force\": {%s},"
    "\"measures\": {\"a\": {\"type\": \"count\", \"name\": \"a\"}, \"b\": {\"type\": \"count\", \"name\": \"b\"}},"
    "\"grids\": {\"criterion\": \"0.01\", \"total\": \"0.01\"}, \"total\": {\"max\": \"20\", \"basis\": \"points\"},"
    "\"grades\": {\"bands\": [{\"key\": \"p\", \"name\": \"p\", \"at_least\": \"10\"},"
    "{\"key\": \"q\", \"name\": \"q\", \"at_least\": \"0\"}]}, \"ranking\": {\"completeness\": \"80%%\"},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"20\", \"criteria\": ["
    "{\"key\": \"x\", \"name\": \"x\", \"max\": \"10\", \"rule\": {\"kind\": \"expr\", \"points\": \"min(a, 10)\"}},"
    "{\"key\": \"y\", \"name\": \"y\", \"max\": \"10\", \"rule\": {\"kind\": \"expr\", \"points\": \"min(%s, "
    "10)\"}}]}]}";

static const char units[] = "code,name,kind,parent\nu,U,xa,t\nv,V,xa,t\nw,W,xa,t\ns,S,xa,t\n";
static const char data_text[] = "unit,period,a,b,points:x\nu,2026-Q1,1,2,\nv,2026-Q1,5,5,\nw,2026-Q1,3,,\n"
                                "u,2026-Q2,9,8,7\nv,2026-Q2,2,4,\nw,2026-Q2,3,,\n";
static const char land[] =
    "{\"type\": \"FeatureCollection\", \"features\": ["
    "{\"type\": \"Feature\", \"properties\": {\"code\": \"u\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\":"
    " [[[100, 10], [101, 10], [101, 11], [100, 10]]]}},"
    "{\"type\": \"Feature\", \"properties\": {\"code\": \"z\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\":"
    " [[[102, 10], [103, 10], [103, 11], [102, 10]]]}}]}";

static char folder[] = "/tmp/province_memory_XXXXXX";
static size_t written;
static score_result *now, *before, *computed;
static score_map *map;
static score_reconciliation *reconciliation;
static score_trend *trend;
static score_uncertainty *uncertainty;
static score_office *office;

static int count_bytes(void *context, const void *bytes, size_t size)
{
  (void)context;
  (void)bytes;
  written += size;
  return 0;
}

static int whole(score_error *err)
{
  const score_province_report_options all = {.beside = {.previous = before},
                                             .office = office,
                                             .map = map,
                                             .map_by = "grade",
                                             .reconciliation = reconciliation,
                                             .trend = trend,
                                             .uncertainty = uncertainty};
  score_document *document = NULL;
  int code = 0;
  for (int k = 0; !code && k < 2; k++) {
    code = score_document_province_report(&document, now, k ? &all : NULL, err);
    const score_write_options how = {.format = SCORE_FORMAT_JSON, .lang = SCORE_LANG_VI};
    if (!code) code = score_document_write(document, &how, count_bytes, NULL, err);
    score_document_free(document);
    document = NULL;
  }
  return code;
}

/* A path of the folder; valid until the next but three. */
static const char *path_of(const char *name)
{
  static char paths[4][128];
  static unsigned next;
  char *path = paths[next++ % 4];
  snprintf(path, sizeof paths[0], "%s/%s", folder, name);
  return path;
}

static void put(const char *name, const char *text)
{
  FILE *file = fopen(path_of(name), "w");
  ck_assert_ptr_nonnull(file);
  fputs(text, file);
  ck_assert_int_eq(fclose(file), 0);
}

static void put_all(void)
{
  char text[2048];
  ck_assert_ptr_nonnull(mkdtemp(folder));
  ck_assert_int_eq(mkdir(path_of("t"), 0700), 0);
  snprintf(text, sizeof text, definition, "1", "\"to\": \"2026-03-31\"", "b");
  put("t/1.json", text);
  snprintf(text, sizeof text, definition, "2", "\"from\": \"2026-04-01\"", "2 * b");
  put("t/2.json", text);
  put("units.csv", units);
  put("data.csv", data_text);
  put("land.geojson", land);
}

static void remove_all(void)
{
  static const char *const names[] = {"t/1.json", "t/2.json", "t", "units.csv", "data.csv", "land.geojson", "."};
  for (size_t i = 0; i + 1 < sizeof names / sizeof *names; i++) remove(path_of(names[i]));
  rmdir(folder);
}

static int open_trend(score_findings *findings, score_error *err)
{
  const char *const unit_file[] = {path_of("units.csv")}, *const data_file[] = {path_of("data.csv")};
  const score_trend_source source = {.unit_file = unit_file, .unit_files = 1, .data_file = data_file, .data_files = 1};
  const score_trend_options options = {.dir = folder, .criteria = "t", .stage = SCORE_STAGE_SELF};
  return score_trend_new(&trend, &source, &options, findings, err);
}

static void make(score_criteria **set, score_data **data)
{
  score_error err = {0};
  score_findings *findings = NULL;
  char text[512];
  int code = score_findings_new(&findings, 10, &err);
  if (!code) code = score_criteria_load(set, path_of("t/2.json"), findings, &err);
  if (!code) code = score_data_new(data, *set, &err);
  if (!code) code = score_data_read_units(*data, path_of("units.csv"), NULL, findings, &err);
  if (!code) code = score_data_read(*data, path_of("data.csv"), NULL, findings, &err);
  const score_eval_options second = {.period = "2026-Q2", .stage = SCORE_STAGE_SELF},
                           first = {.period = "2026-Q1", .stage = SCORE_STAGE_SELF},
                           own = {.period = "2026-Q2", .stage = SCORE_STAGE_SELF, .ignore_given = 1};
  if (!code) code = score_evaluate(&now, *data, &second, NULL, &err);
  if (!code) code = score_evaluate(&before, *data, &first, NULL, &err);
  if (!code) code = score_evaluate(&computed, *data, &own, NULL, &err);
  if (!code) code = score_reconcile_given(&reconciliation, computed, SCORE_STAGE_SELF, 0, &err);
  if (!code) code = score_uncertainty_new(&uncertainty, now, NULL, &err);
  if (!code) code = score_map_read(&map, path_of("land.geojson"), findings, &err);
  if (!code) code = open_trend(findings, &err);
  if (!code) code = score_office_new(&office, &err);
  if (!code) code = score_office_set(office, "heading.brief", "B", &err);
  score_findings_free(findings);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
}

START_TEST(every_allocation)
{
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_error err = {0};
  put_all();
  make(&set, &data);
  remove_all();
  written = 0;
  ck_assert_int_eq(whole(&err), 0);
  const size_t all = written;
  ck_assert_uint_gt(all, 9000);
  seen = 0;
  ck_assert_int_eq(whole(&err), 0);
  const long allocations = seen;
  for (long n = 0; n < allocations; n++) {
    countdown = n;
    written = 0;
    const int code = whole(&err);
    countdown = -1;
    ck_assert_msg(code < 0 || written == all, "allocation %ld: %d, %zu bytes", n, code, written);
  }
  const score_province_report_options wrong = {.map_by = "nothing"};
  score_document *none = NULL;
  ck_assert_int_eq(score_document_province_report(&none, now, &wrong, &err), SCORE_E_NOT_FOUND);
  ck_assert_ptr_null(none);
  score_office_free(office);
  score_trend_free(trend);
  score_map_free(map);
  score_uncertainty_free(uncertainty);
  score_reconciliation_free(reconciliation);
  score_result_free(computed);
  score_result_free(before);
  score_result_free(now);
  score_data_free(data);
  score_criteria_free(set);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("province_memory");
  TCase *cases = tcase_create("province_memory");
  tcase_set_timeout(cases, 60);
  tcase_add_test(cases, every_allocation);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
