#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/period.h"
#include "base/phrase.h"
#include "model/frame.h"
#include "score/criteria.h"
#include "score/data.h"
#include "score/result.h"

static const char definition[] =
    "{\"format\": 1, \"id\": \"tiny\", \"version\": \"1\", \"status\": \"local\", \"name\": \"Tiny\","
    " \"measures\": {"
    "  \"ho_so\": {\"name\": \"ho so\", \"type\": \"count\"},"
    "  \"dung_han\": {\"name\": \"dung han\", \"type\": \"count\"},"
    "  \"dien_tich\": {\"name\": \"dien tich\", \"type\": \"amount\", \"digits\": 3},"
    "  \"ty_le\": {\"name\": \"ty le\", \"type\": \"percent\"}},"
    " \"groups\": [{\"key\": \"G\", \"code\": \"1\", \"name\": \"G\", \"max\": \"10\", \"criteria\": ["
    "  {\"key\": \"A\", \"code\": \"1.1\", \"name\": \"A\", \"max\": \"6\", \"rule\": {\"kind\": \"ratio\","
    "   \"num\": \"dung_han\", \"den\": \"ho_so\", \"zero_denominator\": \"zero\"},"
    "   \"source\": {\"document\": \"d\", \"clause\": \"1\"}},"
    "  {\"key\": \"B\", \"code\": \"1.2\", \"name\": \"B\", \"max\": \"4\", \"na_from_data\": true,"
    "   \"rule\": {\"kind\": \"met\", \"when\": \"dien_tich + ty_le > 1\"},"
    "   \"source\": {\"document\": \"d\", \"clause\": \"2\"}}]}],"
    " \"total\": {\"max\": \"10\", \"basis\": \"points\"}}";

static score_criteria *set;
static score_data *data;
static score_findings *findings;
static char path[64];

static void setup(void)
{
  score_error err = {0};
  char text[512];
  score_findings *faults;
  ck_assert_int_eq(score_findings_new(&faults, 0, NULL), 0);
  int status = score_criteria_parse(&set, definition, sizeof definition - 1, "tiny.json", faults, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(status == 0, "%s", text);
  score_findings_free(faults);
  ck_assert_int_eq(score_data_new(&data, set, &err), 0);
  ck_assert_int_eq(score_findings_new(&findings, 0, NULL), 0);
  strcpy(path, "/tmp/score_test_intake_XXXXXX");
  int fd = mkstemp(path);
  ck_assert_int_ge(fd, 0);
  close(fd);
}

static void teardown(void)
{
  remove(path);
  score_findings_free(findings);
  score_data_free(data);
  score_criteria_free(set);
}

static void write_file(const char *text)
{
  FILE *f = fopen(path, "wb");
  ck_assert_ptr_nonnull(f);
  ck_assert_uint_eq(fwrite(text, 1, strlen(text), f), strlen(text));
  fclose(f);
}

static int read_data(const char *text, const score_read_options *options)
{
  score_error err = {0};
  write_file(text);
  return score_data_read(data, path, options, findings, &err);
}

static int read_units(const char *text)
{
  score_error err = {0};
  write_file(text);
  return score_data_read_units(data, path, NULL, findings, &err);
}

/* Stored value of a cell, or -1 missing, -2 NA. */
static int64_t cell(const char *unit, const char *period, int stage, const char *measure)
{
  score__period p;
  ck_assert_int_eq(score__period_parse(&p, period, strlen(period)), 0);
  const score__frame *frame = score__data_find_frame(data, p);
  size_t u = score__units_find(&data->units, unit);
  if (!frame || u == SIZE_MAX) return -1;
  ck_assert_uint_ge(frame->cap, data->units.count);
  const score__layer *l = &frame->layer[stage];
  bool given = strncmp(measure, "points:", 7) == 0;
  size_t i = given ? score__dict_get(&set->by_node, measure + 7) : score__dict_get(&set->by_measure, measure);
  ck_assert(i != SIZE_MAX);
  int64_t *const value = given ? l->given[i] : l->value[i];
  if (!value) return -1;
  uint8_t state = given ? l->given_state[i][u] : l->state[i][u];
  return state == SCORE__CELL_MISSING ? -1 : state == SCORE__CELL_NA ? -2 : value[u];
}

static uint8_t given_state(const char *unit, const char *period, int stage, const char *node)
{
  score__period p;
  score__period_parse(&p, period, strlen(period));
  const score__frame *frame = score__data_find_frame(data, p);
  size_t i = score__dict_get(&set->by_node, node);
  return frame->layer[stage].given_state[i][score__units_find(&data->units, unit)];
}

static void expect(size_t i, score_severity severity, int phrase, uint32_t line, const char *field, const char *text)
{
  score_severity have;
  const score_error *e = score_findings_get(findings, i, &have);
  ck_assert_msg(e != NULL, "finding %zu is not there", i);
  char line_text[1024];
  score_error_text(line_text, sizeof line_text, e, SCORE_LANG_EN);
  ck_assert_msg(e->phrase == phrase && have == severity, "%s", line_text);
  ck_assert_msg(e->line == line, "%s", line_text);
  ck_assert_msg(strcmp(e->field, field) == 0, "%s", line_text);
  ck_assert_msg(strstr(line_text, text) != NULL, "%s", line_text);
}

START_TEST(test_long)
{
  ck_assert_int_eq(read_data("\xef\xbb\xbfunit,period,measure,value,stage,source,evidence,note\n"
                             "25210,2026-Q3,ho_so,120,,,,\n"
                             "25210,2026-Q3,dung_han,110,verified,,,\n"
                             "25210,2026-Q3,dien_tich,1.234,tự chấm,,,\n"
                             "25210,2026-Q3,ty_le,85.5%,,,,\n"
                             "25211,2026-09,ho_so,NA,,,,\n"
                             "25211,2026-09,dien_tich,NA,,,,\n"
                             "25211,2026-09,ty_le,,,,,\n"
                             "25211,2026-09,points:G,9.5,published,,,\n"
                             "25211,2026-09,points:1.1,5.5,published,,,theo biên bản 12\n"
                             "25211,2026-09,points:tiny/B,4,,,,lý do\n"
                             "25211,2026-09,points:766/CLGQ,8,,,,\n",
                             NULL),
                   0);
  ck_assert_int_eq(cell("25210", "2026-Q3", 0, "ho_so"), 120);
  ck_assert_int_eq(cell("25210", "2026-Q3", 1, "dung_han"), 110);
  ck_assert_int_eq(cell("25210", "2026-Q3", 0, "dung_han"), -1);
  ck_assert_int_eq(cell("25210", "2026-Q3", 0, "dien_tich"), 1234);
  ck_assert_int_eq(cell("25210", "2026-Q3", 0, "ty_le"), 8550);
  ck_assert_int_eq(cell("25211", "2026-09", 0, "ho_so"), -2);
  ck_assert_int_eq(cell("25211", "2026-09", 0, "ty_le"), -1);
  ck_assert_int_eq(cell("25211", "2026-09", 2, "points:G"), 9500000);
  ck_assert_int_eq(cell("25211", "2026-09", 2, "points:A"), 5500000);
  ck_assert_int_eq(cell("25211", "2026-09", 0, "points:B"), 4000000);
  /* A reason overrides at verified and published only. */
  ck_assert_int_eq(given_state("25211", "2026-09", 2, "G"), SCORE__CELL_VALUE);
  ck_assert_int_eq(given_state("25211", "2026-09", 2, "A"), SCORE__CELL_OVERRIDE);
  ck_assert_int_eq(given_state("25211", "2026-09", 0, "B"), SCORE__CELL_VALUE);
  /* No criterion that reads ho_so takes NA; the one that reads dien_tich does. */
  ck_assert_uint_eq(score_findings_size(findings), 1);
  expect(0, SCORE_WARNING, SCORE__PH_CELL_NA_NOWHERE, 6, "value (ho_so)", "ho_so");
  ck_assert_uint_eq(score_data_periods(data), 2);
  ck_assert_str_eq(score_data_period(data, 0), "2026-Q3"); /* same end, the longer begins first */
  ck_assert_str_eq(score_data_period(data, 1), "2026-09");
  ck_assert_uint_eq(strlen(data->input_sha256), 64);
}
END_TEST

START_TEST(test_wide)
{
  ck_assert_int_eq(read_data("unit;name;kind;parent;period;ho_so;dien_tich;ty_le;points:G;\r\n"
                             "25210;Đồng Xoài;phuong;75;2026;12;2,5;85,5;9,75;\r\n"
                             "25211;Bình Phước;;;2026-H1;;0,125;;;\r\n",
                             NULL),
                   0);
  ck_assert_uint_eq(score_findings_size(findings), 0);
  ck_assert_int_eq(cell("25210", "2026", 0, "dien_tich"), 2500);
  ck_assert_int_eq(cell("25210", "2026", 0, "ty_le"), 8550);
  ck_assert_int_eq(cell("25210", "2026", 0, "points:G"), 9750000);
  ck_assert_int_eq(cell("25211", "2026-H1", 0, "dien_tich"), 125);
  ck_assert_int_eq(cell("25211", "2026-H1", 0, "ho_so"), -1);
  const score__unit_state *s = score__units_on(&data->units, 0, 0);
  ck_assert_ptr_nonnull(s);
  ck_assert_str_eq(data->units.text[s->kind], "phuong");
  ck_assert_str_eq(data->units.text[s->parent], "75");
  score_error err = {0};
  ck_assert_uint_eq(score_data_find_unit(data, "dong xoai", &err), 0);
}
END_TEST

/* Every fault is told, and nothing of the file is kept. */
START_TEST(test_all_findings)
{
  ck_assert_int_eq(read_data("unit,period,ho_so,dung_han,ty_le\nu1,2026,1,1,1\n", NULL), 0);
  ck_assert_int_eq(read_data("unit,period,ho_so,dug_han,dien_tich,ho_so\n"
                             "u1,2026,7,8,1.5,9\n"
                             "u2,2026,-1,8,1.5,9\n"
                             "u3,2026,7,8,x,9\n"
                             "u3,2026-13,7,8,1,9\n"
                             ",2026,7,8,1,9\n"
                             "u4,2026,1,2,22,5,9\n"
                             "u1,2026,3,8,1,9\n",
                             NULL),
                   SCORE_E_INPUT);
  expect(0, SCORE_ERROR, SCORE__PH_COLUMN_UNKNOWN_NEAR, 1, "D", "dung_han");
  expect(1, SCORE_ERROR, SCORE__PH_COLUMN_TWICE, 1, "F", "ho_so");
  expect(2, SCORE_ERROR, SCORE__PH_CELL_BELOW, 3, "ho_so", "-1");
  expect(3, SCORE_ERROR, SCORE__PH_CELL_NUMBER, 4, "dien_tich", "'x'");
  expect(4, SCORE_ERROR, SCORE__PH_PERIOD_WRONG, 5, "period", "2026-13");
  expect(5, SCORE_ERROR, SCORE__PH_UNIT_EMPTY, 6, "unit", "");
  expect(6, SCORE_ERROR, SCORE__PH_CSV_COUNT_COMMA, 7, "", "7 cells");
  expect(7, SCORE_ERROR, SCORE__PH_CELL_TWICE, 8, "ho_so", "u1");
  ck_assert_uint_eq(score_findings_size(findings), 8);
  ck_assert_uint_eq(score_data_units(data), 1);
  ck_assert_int_eq(cell("u1", "2026", 0, "ho_so"), 1);
  ck_assert_uint_eq(data->file_count, 1);
}
END_TEST

static const struct refused {
  const char *text;
  int phrase;
  uint32_t line;
} refused[] = {
    {"", SCORE__PH_CSV_EMPTY, 0},
    {"unit,period,ho_so\n", SCORE__PH_CSV_NO_ROWS, 0},
    {"name,period,ho_so\nx,2026,1\n", SCORE__PH_COLUMN_MISSING, 1},
    {"unit,ho_so\nx,1\n", SCORE__PH_PERIOD_EMPTY, 1},
    {"unit,period,measure\nx,2026,ho_so\n", SCORE__PH_COLUMN_MISSING, 1},
    {"unit,period,name\nx,2026,y\n", SCORE__PH_COLUMN_NO_DATA, 1},
    {"unit,period,measure,value,ho_so\nx,2026,ho_so,1,2\n", SCORE__PH_COLUMN_LONG_EXTRA, 1},
    {"unit,period,measure,value\nx,2026,ho_soo,1\n", SCORE__PH_MEASURE_UNKNOWN_NEAR, 2},
    {"unit,period,measure,value\nx,2026,zzzzzzzzz,1\n", SCORE__PH_MEASURE_UNKNOWN, 2},
    {"unit,period,measure,value\nx,2026,,1\n", SCORE__PH_MEASURE_EMPTY, 2},
    {"unit,period,measure,value\nx,2026,points:ZZZZZZ,1\n", SCORE__PH_NODE_UNKNOWN, 2},
    {"unit,period,measure,value\nx,2026,points:G,10.5\n", SCORE__PH_CELL_ABOVE, 2},
    {"unit,period,measure,value\nx,2026,points:A,5.555\n", SCORE__PH_CELL_STEP, 2},
    {"unit,period,measure,value,stage\nx,2026,ho_so,1,draft\n", SCORE__PH_STAGE_WRONG, 2},
    {"unit,period,points:1.1,points:tiny/A\nx,2026,1,1\n", SCORE__PH_COLUMN_TWICE, 1},
    {"unit,period,ho_so,\nx,2026,1,2\n", SCORE__PH_CSV_UNNAMED, 2},
    {"unit\tperiod\tdien_tich\nx\t2026\t22,5\n", SCORE__PH_CELL_TAB_MARK, 2},
    {"unit,period,dien_tich\nx,2026,\"1,234\"\n", SCORE__PH_CELL_TWO_READINGS, 2},
    {"unit;period;dien_tich\nx;2026;1.234\n", SCORE__PH_CELL_TWO_READINGS, 2},
    {"unit,period,measure,value\nx,2026,ho_so,1\nx,2026,ho_so,1\n", SCORE__PH_CELL_TWICE, 3},
    {"unit,period,kind,ho_so\nx,2026,xa,1\ny,2026,xa,1\nx,2025,phuong,1\n", SCORE__PH_UNIT_DIFFERS, 4},
    {"unit,period,ho_so\nx,2026,\"1\ny,2026,2\n", SCORE__PH_CSV_QUOTE_OPEN, 2},
};

START_TEST(test_refused)
{
  score_error err = {0};
  write_file(refused[_i].text);
  ck_assert_int_eq(score_data_read(data, path, NULL, findings, &err), SCORE_E_INPUT);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), 1);
  ck_assert_int_eq(err.phrase, refused[_i].phrase);
  ck_assert_uint_eq(err.line, refused[_i].line);
  ck_assert_str_eq(err.file, path);
  expect(0, SCORE_ERROR, refused[_i].phrase, refused[_i].line, err.field, "");
  ck_assert_uint_eq(score_data_units(data), 0);
  ck_assert_uint_eq(score_data_periods(data), 0);
}
END_TEST

START_TEST(test_options)
{
  score_read_options o = {.period = "2026-Q1", .stage = SCORE_STAGE_VERIFIED, .synthetic = 1};
  ck_assert_int_eq(read_data("unit,ho_so\nx,1\n", &o), 0);
  ck_assert_int_eq(cell("x", "2026-Q1", 1, "ho_so"), 1);
  ck_assert(data->frame[0]->synthetic);
  o = (score_read_options){.decimal_mark = ',', .stage = SCORE_STAGE_NONE};
  ck_assert_int_eq(read_data("unit\tperiod\tdien_tich\nx\t2026\t1,234\n", &o), 0);
  ck_assert_int_eq(cell("x", "2026", 0, "dien_tich"), 1234);
  o = (score_read_options){.ignore_given_points = 1, .stage = SCORE_STAGE_NONE};
  ck_assert_int_eq(read_data("unit,period,ho_so,points:G,points:NONE\nx,2025,1,99,99\n", &o), 0);
  ck_assert_int_eq(cell("x", "2025", 0, "points:G"), -1);
  o = (score_read_options){.period = "last year", .stage = SCORE_STAGE_NONE};
  ck_assert_int_eq(read_data("unit,ho_so\nx,1\n", &o), SCORE_E_USAGE);
}
END_TEST

START_TEST(test_synthetic)
{
  ck_assert_int_eq(read_data("unit,period,ho_so,source\nx,2025,1,portal\nx,2026,1,mô phỏng\n", NULL), 0);
  ck_assert(!data->frame[0]->synthetic);
  ck_assert(data->frame[1]->synthetic);
}
END_TEST

START_TEST(test_units)
{
  ck_assert_int_eq(read_units("code,name,kind,parent,portal_code,valid_from,valid_to,mountainous\n"
                              "05210,Đồng Xoài,xa,75,H10.1,,2026-04-29,1\n"
                              "05210,Đồng Xoài,phuong,75,H10.1,30/04/2026,,0\n"
                              "75,Đồng Nai,tinh,,,,,\n"),
                   0);
  ck_assert_uint_eq(score_data_units(data), 2);
  ck_assert_uint_eq(score_data_find_unit(data, "H10.1", NULL), 0);
  const score__units *u = &data->units;
  const score__unit_state *before = score__units_on(u, 0, score__date_days(2026, 4, 29));
  const score__unit_state *after = score__units_on(u, 0, score__date_days(2026, 4, 30));
  ck_assert_str_eq(u->text[before->kind], "xa");
  ck_assert_str_eq(u->text[after->kind], "phuong");
  ck_assert_str_eq(u->text[before->attribute[0]], "1");
  ck_assert_str_eq(u->text[after->attribute[0]], "0");
  /* Data by an alias. With a list, a slip of the pen is no new unit: zeros that a spreadsheet lost, a stranger, a row
   * of totals. */
  ck_assert_int_eq(read_data("unit,period,ho_so\nH10.1,2026,5\n5210,2026,6\nnew,2026,7\nTổng cộng,2026,8\n", NULL),
                   SCORE_E_INPUT);
  ck_assert_int_eq(cell("05210", "2026", 0, "ho_so"), -1);
  ck_assert_uint_eq(score_findings_size(findings), 3);
  expect(0, SCORE_ERROR, SCORE__PH_IMPORT_UNIT_ZEROS, 3, "unit", "'05210' wanted");
  expect(1, SCORE_ERROR, SCORE__PH_IMPORT_UNIT_UNLISTED, 4, "unit", "'new'");
  expect(2, SCORE_ERROR, SCORE__PH_IMPORT_TOTAL, 5, "unit", "'Tổng cộng'");
  ck_assert_uint_eq(score_data_units(data), 2);
  /* The name of one listed unit is taken for its code; what the row itself describes is a new unit. */
  ck_assert_int_eq(read_data("unit,kind,period,ho_so\ndong nai,,2026,5\n99999,xa,2026,7\n", NULL), 0);
  ck_assert_int_eq(cell("75", "2026", 0, "ho_so"), 5);
  ck_assert_int_eq(cell("99999", "2026", 0, "ho_so"), 7);
  expect(3, SCORE_WARNING, SCORE__PH_UNITS_UNLISTED, 0, "", "unit list: 1");
  expect(4, SCORE_NOTE, SCORE__PH_IMPORT_UNITS_NAMED, 0, "", "'dong nai' is taken as 75");
}
END_TEST

static const struct bad_units {
  const char *text;
  int phrase;
  uint32_t line;
} bad_units[] = {
    {"code,name\n", SCORE__PH_CSV_NO_ROWS, 0},
    {"name,kind\nx,xa\n", SCORE__PH_COLUMN_MISSING, 1},
    {"code,name,name\nx,y,z\n", SCORE__PH_COLUMN_TWICE, 1},
    {"code,name\nx,y\nx,z\n", SCORE__PH_UNIT_OVERLAP, 3},
    {"code,name\n,y\n", SCORE__PH_UNIT_EMPTY, 2},
    {"code,name\nx,y,z\n", SCORE__PH_CSV_COUNT, 2},
    {"code,alias\nx,y\nz,y\n", SCORE__PH_UNIT_ALIAS, 3},
    {"code,alias\nx,y\ny,\n", SCORE__PH_UNIT_ALIAS, 3},
    {"code,valid_from,valid_to\nx,2026-02-01,2026-01-01\n", SCORE__PH_UNIT_DATES, 2},
    {"code,valid_from\nx,2026-02-30\n", SCORE__PH_CELL_DATE, 2},
};

START_TEST(test_bad_units)
{
  score_error err = {0};
  ck_assert_int_eq(read_units("code,name\nold,Old\n"), 0);
  write_file(bad_units[_i].text);
  ck_assert_int_eq(score_data_read_units(data, path, NULL, findings, &err), SCORE_E_INPUT);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), 1);
  expect(0, SCORE_ERROR, bad_units[_i].phrase, bad_units[_i].line, err.field, "");
  ck_assert_uint_eq(score_data_units(data), 1);
  ck_assert_uint_eq(data->units.state_count, 1);
}
END_TEST

START_TEST(test_set)
{
  score_error err = {0};
  ck_assert_int_eq(score_data_set(data, "x", "2026", "ho_so", SCORE_STAGE_NONE, "5", &err), 0);
  ck_assert_int_eq(score_data_set(data, "y", "2026", "points:A", SCORE_STAGE_PUBLISHED, "5.25", &err), 0);
  ck_assert_int_eq(cell("x", "2026", 0, "ho_so"), 5);
  ck_assert_int_eq(cell("y", "2026", 2, "points:1.1"), 5250000);
  ck_assert_int_eq(score_data_set(data, "x", "2026", "ho_so", SCORE_STAGE_SELF, "6", &err), 0);
  ck_assert_int_eq(cell("x", "2026", 0, "ho_so"), 6);
  ck_assert_int_eq(score_data_set(data, "x", "2026", "ho_so", SCORE_STAGE_SELF, "", &err), 0);
  ck_assert_int_eq(cell("x", "2026", 0, "ho_so"), -1);
  ck_assert_int_eq(score_data_set(data, "x", "2026", "ho_so", SCORE_STAGE_SELF, "5,5", &err), SCORE_E_INPUT);
  ck_assert_str_eq(err.field, "ho_so");
  ck_assert_int_eq(score_data_set(data, "x", "26", "ho_so", SCORE_STAGE_SELF, "5", &err), SCORE_E_INPUT);
  ck_assert_int_eq(score_data_set(data, "x", "2026", "nothing", SCORE_STAGE_SELF, "5", &err), SCORE_E_INPUT);
}
END_TEST

START_TEST(test_entry)
{
  score_error err = {0};
  const score_unit_entry units[] = {{"05210", "Đồng Xoài", "xa", "75", NULL, "2026-04-29"},
                                    {"05210", "Đồng Xoài", "phuong", "75", "30/04/2026", NULL},
                                    {"05211", NULL, NULL, NULL, NULL, NULL}};
  for (size_t i = 0; i < 3; i++) ck_assert_int_eq(score_data_add_unit(data, &units[i], &err), 0);
  ck_assert_uint_eq(score_data_units(data), 2);
  ck_assert(data->units.listed);
  const score__unit_state *after = score__units_on(&data->units, 0, score__date_days(2026, 4, 30));
  ck_assert_str_eq(data->units.text[after->kind], "phuong");
  const score_unit_entry bad[] = {{"", "x", NULL, NULL, NULL, NULL},
                                  {"x", NULL, NULL, NULL, "2026-13-01", NULL},
                                  {"x", NULL, NULL, NULL, "2026-02-01", "2026-01-01"},
                                  {"05210", NULL, NULL, NULL, "2026-05-01", NULL}};
  for (size_t i = 0; i < 4; i++) ck_assert_int_eq(score_data_add_unit(data, &bad[i], &err), SCORE_E_INPUT);
  ck_assert_uint_eq(score_data_units(data), 2);
  ck_assert_uint_eq(data->units.state_count, 3);

  score_said said = {"sổ", "tờ trình 5", "biên bản", "31/12/2026", 1};
  ck_assert_int_eq(score_data_set_said(data, "05210", "2026", "ho_so", SCORE_STAGE_SELF, "5", &said, &err), 0);
  ck_assert_int_eq(score_data_set_said(data, "05210", "2026", "points:A", SCORE_STAGE_VERIFIED, "5", &said, &err), 0);
  ck_assert_uint_eq(given_state("05210", "2026", 1, "A"), SCORE__CELL_OVERRIDE);
  const score__origin *origin = score__data_origin(data, data->frame[0], 0, false, 0, 0);
  ck_assert_str_eq(origin->source, "sổ");
  ck_assert_str_eq(origin->evidence, "tờ trình 5");
  ck_assert_str_eq(origin->note, "biên bản");
  ck_assert_str_eq(origin->expires, "2026-12-31");
  ck_assert(data->frame[0]->synthetic);
  said.evidence_expires = "khi khác";
  ck_assert_int_eq(score_data_set_said(data, "05210", "2026", "ho_so", SCORE_STAGE_SELF, "6", &said, &err),
                   SCORE_E_INPUT);
  ck_assert_int_eq(cell("05210", "2026", 0, "ho_so"), 5);
}
END_TEST

/* More units than the first room, over two files, with one cell given twice. */
START_TEST(test_growth)
{
  static char text[200000];
  size_t used = (size_t)sprintf(text, "unit,period,ho_so\n");
  for (int i = 0; i < 5000; i++) used += (size_t)sprintf(text + used, "u%d,2026,%d\n", i, i);
  ck_assert_int_eq(read_data(text, NULL), 0);
  used = (size_t)sprintf(text, "unit,period,ho_so,dung_han\n");
  for (int i = 4999; i < 9000; i++) used += (size_t)sprintf(text + used, "u%d,2026,%d,%d\n", i, i + 1, i);
  ck_assert_int_eq(read_data(text, NULL), 0);
  expect(0, SCORE_WARNING, SCORE__PH_CELLS_REPLACED, 0, "", "1 cells");
  for (int i = 0; i < 9000; i++) {
    char unit[16];
    sprintf(unit, "u%d", i);
    ck_assert_int_eq(cell(unit, "2026", 0, "ho_so"), i < 4999 ? i : i + 1);
    ck_assert_int_eq(cell(unit, "2026", 0, "dung_han"), i < 4999 ? -1 : i);
  }
  ck_assert_uint_eq(data->file_count, 2);
}
END_TEST

START_TEST(test_cap)
{
  static char text[200000];
  size_t used = (size_t)sprintf(text, "unit,period,measure,value\n");
  for (int i = 0; i < 5000; i++) used += (size_t)sprintf(text + used, "u%d,2026,ho_soo,%d\n", i, i);
  ck_assert_int_eq(read_data(text, NULL), SCORE_E_INPUT);
  ck_assert_uint_eq(score_findings_size(findings), SCORE__MAX_FINDINGS);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), 5000);
}
END_TEST

START_TEST(test_stage_range)
{
  score_error err = {0};
  score_result *result = NULL;
  for (int stage = -3; stage < 9; stage++) {
    const bool known = stage >= SCORE_STAGE_NONE && stage <= SCORE_STAGE_PUBLISHED;
    int rc = score_data_set(data, "A", "2026-Q3", "ho_so", (score_stage)stage, "4", &err);
    ck_assert_int_eq(rc, known ? 0 : SCORE_E_USAGE);
  }
  for (int stage = -3; stage < 9; stage++) {
    const bool known = stage >= SCORE_STAGE_SELF && stage <= SCORE_STAGE_PUBLISHED;
    const score_eval_options options = {.stage = (score_stage)stage};
    ck_assert_int_eq(score_evaluate(&result, data, &options, NULL, &err), known ? 0 : SCORE_E_USAGE);
    score_result_free(result);
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("intake");
  TCase *tc = tcase_create("intake");
  tcase_add_checked_fixture(tc, setup, teardown);
  tcase_add_test(tc, test_long);
  tcase_add_test(tc, test_wide);
  tcase_add_test(tc, test_all_findings);
  tcase_add_loop_test(tc, test_refused, 0, sizeof refused / sizeof *refused);
  tcase_add_test(tc, test_options);
  tcase_add_test(tc, test_synthetic);
  tcase_add_test(tc, test_units);
  tcase_add_loop_test(tc, test_bad_units, 0, sizeof bad_units / sizeof *bad_units);
  tcase_add_test(tc, test_set);
  tcase_add_test(tc, test_entry);
  tcase_add_test(tc, test_growth);
  tcase_add_test(tc, test_stage_range);
  tcase_add_test(tc, test_cap);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
