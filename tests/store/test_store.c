#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/archive.h"

static const score_import_options IMPORT = {.act = {.when = "2026-10-01T08:00:00Z"}};

static char folder[64], path[128], file[128];
static score_store *store;
static score_error err = {0};

static const char *const definition =
    "{\"format\":1,\"id\":\"t\",\"version\":\"%s\",\"status\":\"draft\",\"name\":\"t\",\"measures\":{"
    "\"a\":{\"name\":\"a\",\"type\":\"%s\"},\"b\":{\"name\":\"b\",\"type\":\"amount\",\"digits\":%s},"
    "\"c\":{\"name\":\"c\",\"type\":\"percent\"},\"d\":{\"name\":\"d\",\"type\":\"choice\",\"options\":[%s]}},"
    "\"groups\":[{\"key\":\"G\",\"code\":\"1\",\"name\":\"g\",\"max\":\"10\",\"criteria\":["
    "{\"key\":\"K\",\"code\":\"1.1\",\"name\":\"k\",\"max\":\"10\",\"na_from_data\":true,\"rule\":{\"kind\":\"expr\","
    "\"points\":\"a + b + c + if(d == \\\"x\\\", 1, 0)\"}}]}],\"total\":{\"max\":\"10\",\"basis\":\"points\"}}";

#define OPTIONS    "{\"key\":\"x\",\"name\":\"x\"},{\"key\":\"y\",\"name\":\"y\"}"
#define OPTIONS_YX "{\"key\":\"y\",\"name\":\"y\"},{\"key\":\"x\",\"name\":\"x\"}"
#define OPTIONS_X  "{\"key\":\"x\",\"name\":\"x\"},{\"key\":\"z\",\"name\":\"z\"}"

static score_criteria *set_of(const char *version, const char *type, const char *digits, const char *options)
{
  static char text[4096];
  score_criteria *set = NULL;
  snprintf(text, sizeof text, definition, version, type, digits, options);
  if (score_criteria_parse(&set, text, strlen(text), "t.json", NULL, &err) != 0) {
    char line[512];
    score_error_text(line, sizeof line, &err, SCORE_LANG_EN);
    ck_abort_msg("%s", line);
  }
  return set;
}

static score_criteria *plain(void)
{
  return set_of("1", "count", "2", OPTIONS);
}

static void write_file(const char *name, const char *text)
{
  FILE *f = fopen(name, "wb");
  ck_assert_ptr_nonnull(f);
  ck_assert_uint_eq(fwrite(text, 1, strlen(text), f), strlen(text));
  ck_assert_int_eq(fclose(f), 0);
}

static void set_up(void)
{
  snprintf(folder, sizeof folder, "/tmp/score-store-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/s.db", folder);
  snprintf(file, sizeof file, "%s/f.csv", folder);
  ck_assert_int_eq(score_store_create(path, &err), 0);
  ck_assert_int_eq(score_store_open(&store, path, &err), 0);
}

static void tear_down(void)
{
  static const char *const names[] = {"s.db", "s.db-wal", "s.db-shm", "f.csv", "other"};
  score_store_close(store);
  store = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char name[128];
    snprintf(name, sizeof name, "%s/%s", folder, names[i]);
    unlink(name);
  }
  rmdir(folder);
}

static int import_units(const char *text, score_findings *findings)
{
  write_file(file, text);
  return score_store_import_units(store, file, NULL, &IMPORT, NULL, findings, &err);
}

static int import_data(const score_criteria *set, const char *text, score_findings *findings)
{
  write_file(file, text);
  return score_store_import_data(store, set, file, NULL, &IMPORT, NULL, findings, &err);
}

static score_data *read_all(const score_criteria *set)
{
  score_data *data = NULL;
  int status = score_store_read(&data, store, set, NULL, &err);
  char line[512] = "";
  if (status) score_error_text(line, sizeof line, &err, SCORE_LANG_EN);
  ck_assert_msg(status == 0, "%s", line);
  return data;
}

/* "12", "NA", "-" of a cell. */
static const char *cell(const score_data *data, const char *unit, const char *period, int stage, const char *measure)
{
  static char text[4][32];
  static int turn;
  char *out = text[turn++ % 4];
  score__period p;
  size_t u = score__units_find(&data->units, unit);
  ck_assert_uint_ne(u, SIZE_MAX);
  ck_assert_int_eq(score__period_parse(&p, period, strlen(period)), 0);
  const score__frame *f = score__data_find_frame(data, p);
  if (!f) return "-";
  const score__layer *l = &f->layer[stage];
  bool given = strncmp(measure, "points:", 7) == 0;
  size_t i =
      given ? score_criteria_node(data->criteria, measure + 7) : score__dict_get(&data->criteria->by_measure, measure);
  ck_assert_uint_ne(i, SIZE_MAX);
  const int64_t *value = given ? l->given[i] : l->value[i];
  const uint8_t *state = given ? l->given_state[i] : l->state[i];
  if (!value || state[u] == SCORE__CELL_MISSING) return "-";
  if (state[u] == SCORE__CELL_NA) return "NA";
  snprintf(out, 32, "%lld%s", (long long)value[u], state[u] == SCORE__CELL_OVERRIDE ? "!" : "");
  return out;
}

static void same_data(const score_data *a, const score_data *b)
{
  size_t cells = 0;
  ck_assert_str_eq(a->input_sha256, b->input_sha256);
  ck_assert_uint_eq(a->units.count, b->units.count);
  ck_assert_uint_eq(a->frame_count, b->frame_count);
  for (size_t f = 0; f < a->frame_count; f++) {
    const score__frame *x = a->frame[f], *y = b->frame[f];
    ck_assert(score__period_equal(x->period, y->period));
    ck_assert_int_eq(x->synthetic, y->synthetic);
    for (int s = 0; s < SCORE__STAGES; s++) {
      for (size_t m = 0; m < a->criteria->measure_count; m++) {
        for (size_t u = 0; u < a->units.count; u++) {
          size_t v = score__units_find(&b->units, a->units.code[u]);
          ck_assert_uint_ne(v, SIZE_MAX);
          uint8_t p = x->layer[s].state[m] ? x->layer[s].state[m][u] : SCORE__CELL_MISSING;
          uint8_t q = y->layer[s].state[m] ? y->layer[s].state[m][v] : SCORE__CELL_MISSING;
          ck_assert_int_eq(p, q);
          if (p == SCORE__CELL_VALUE) ck_assert_int_eq(x->layer[s].value[m][u], y->layer[s].value[m][v]);
          cells += p != SCORE__CELL_MISSING;
        }
      }
    }
  }
  ck_assert_uint_gt(cells, 0);
}

static const char *const units_csv = "code,name,kind,parent,portal_code,valid_from,valid_to,mountainous\n"
                                     "25,Tỉnh,tinh,,H44,,,\n"
                                     "001,Một,xa,25,H44.1,2020-01-01,2025-06-30,1\n"
                                     "001,Phường Một,phuong,25,,2025-07-01,,\n"
                                     "002,Hai,xa,25,H44.2,,,0\n";
static const char *const data_csv = "unit,period,a,b,c,d\n"
                                    "001,2026-Q3,12,3.25,85%,x\n"
                                    "H44.2,2026-Q3,NA,,50,y\n"
                                    "001,2026-Q2,7,1,1%,y\n";

START_TEST(files_that_are_no_store)
{
  char other[128];
  score_store *s = NULL;
  ck_assert_int_eq(score_store_create(path, &err), SCORE_E_STORE);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_EXISTS);
  snprintf(other, sizeof other, "%s/other", folder);
  ck_assert_int_eq(score_store_open(&s, other, &err), SCORE_E_STORE);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_ABSENT);
  ck_assert_ptr_null(s);
  static const char *const texts[] = {"", "unit,period\n1,2\n", "SQLite format 3"};
  for (size_t i = 0; i < 3; i++) {
    write_file(other, texts[i]);
    ck_assert_int_eq(score_store_open(&s, other, &err), SCORE_E_STORE);
    ck_assert_int_eq(err.phrase, SCORE__PH_STORE_FOREIGN);
    ck_assert_str_eq(err.file, other);
    ck_assert_ptr_null(s);
  }
  ck_assert_int_eq(score_store_create("/nowhere/at/all.db", &err), SCORE_E_STORE);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_MAKE);
  ck_assert_int_eq(score_store_open(&s, folder, &err), SCORE_E_STORE);
}
END_TEST

START_TEST(store_says_what_files_say)
{
  score_criteria *set = plain();
  score_data *direct = NULL, *stored;
  ck_assert_int_eq(import_units(units_csv, NULL), 0);
  ck_assert_int_eq(score_data_new(&direct, set, &err), 0);
  ck_assert_int_eq(score_data_read_units(direct, file, NULL, NULL, &err), 0);
  ck_assert_int_eq(import_data(set, data_csv, NULL), 0);
  ck_assert_int_eq(score_data_read(direct, file, NULL, NULL, &err), 0);
  stored = read_all(set);
  same_data(direct, stored);
  ck_assert_str_eq(cell(stored, "001", "2026-Q3", 0, "c"), "8500");
  ck_assert_str_eq(cell(stored, "002", "2026-Q3", 0, "a"), "NA");
  ck_assert_str_eq(cell(stored, "002", "2026-Q3", 0, "b"), "-");
  ck_assert_str_eq(cell(stored, "001", "2026-Q3", 0, "d"), "0");
  ck_assert_uint_eq(stored->units.state_count, direct->units.state_count);
  ck_assert_uint_eq(stored->units.alias_count, direct->units.alias_count);
  for (size_t i = 0; i < direct->units.state_count; i++) {
    const score__unit_state *a = &direct->units.state[i], *b = &stored->units.state[i];
    ck_assert_int_eq(a->first_day, b->first_day);
    ck_assert_int_eq(a->last_day, b->last_day);
    ck_assert_str_eq(direct->units.text[a->name], stored->units.text[b->name]);
    ck_assert_str_eq(direct->units.text[a->kind], stored->units.text[b->kind]);
    ck_assert_str_eq(direct->units.text[a->parent], stored->units.text[b->parent]);
    ck_assert_str_eq(direct->units.text[a->attribute[0]], stored->units.text[b->attribute[0]]);
  }
  score_data_free(stored);
  ck_assert_int_eq(score_store_read(&stored, store, set, "2026-Q2", &err), 0);
  ck_assert_uint_eq(score_data_periods(stored), 1);
  ck_assert_str_eq(cell(stored, "001", "2026-Q2", 0, "a"), "7");
  score_data_free(stored);
  ck_assert_int_eq(score_store_read(&stored, store, set, "2026-Q9", &err), SCORE_E_USAGE);
  ck_assert_ptr_null(stored);
  score_data_free(direct);
  score_criteria_free(set);
}
END_TEST

START_TEST(later_import_supersedes)
{
  score_criteria *set = plain();
  score_findings *findings = NULL;
  ck_assert_int_eq(import_data(set, data_csv, NULL), 0);
  ck_assert_int_eq(import_data(set, "unit,period,a,b\n001,2026-Q3,13,\n", NULL), 0);
  score_data *data = read_all(set);
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "a"), "13");
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "b"), "325");
  ck_assert_str_eq(cell(data, "001", "2026-Q2", 0, "a"), "7");
  score_data_free(data);
  ck_assert_int_eq(import_data(set, "unit,period,measure,value,stage\n001,2026-Q3,a,14,verified\n", NULL), 0);
  data = read_all(set);
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "a"), "13");
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 1, "a"), "14");
  score_data_free(data);
  ck_assert_int_eq(score_findings_new(&findings, 0, &err), 0);
  ck_assert_int_eq(import_data(set, data_csv, findings), 0);
  bool told = false;
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    told |= score_findings_get(findings, i, NULL)->phrase == SCORE__PH_STORE_AGAIN;
  }
  ck_assert(told);
  data = read_all(set);
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "a"), "12");
  score_data_free(data);
  score_findings_free(findings);
  score_criteria_free(set);
}
END_TEST

START_TEST(refused_file_leaves_nothing)
{
  score_criteria *set = plain();
  static const char *const bad[] = {
      "unit,period,a\n003,2026-Q3,1\n004,2026-Q3,-1\n", "unit,period,a\n003,2026-Q3,1\n003,2026-Q3,2\n",
      "unit,period,a\n003,2026-Q3,1\n003,2026-Q3\n",    "unit,period,a\n003,2026-Q3,\"1\n",
      "unit,period,points:K\n003,2026-Q3,11\n",
  };
  ck_assert_int_eq(import_units(units_csv, NULL), 0);
  ck_assert_int_eq(import_data(set, data_csv, NULL), 0);
  score_data *before = read_all(set);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_int_eq(import_data(set, bad[i], NULL), SCORE_E_INPUT);
    score_data *after = read_all(set);
    same_data(before, after);
    score_data_free(after);
  }
  ck_assert_int_eq(score_store_import_data(store, set, "/nowhere.csv", NULL, &IMPORT, NULL, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(
      score_store_import_data(store, set, file, NULL, &(score_import_options){.jump_micro = 0}, NULL, NULL, &err),
      SCORE_E_USAGE);
  ck_assert_int_eq(import_units("code,name\n003,Ba\n003,Bốn\n", NULL), SCORE_E_INPUT);
  score_data *after = read_all(set);
  same_data(before, after);
  score_data_free(after);
  score_data_free(before);
  score_criteria_free(set);
}
END_TEST

START_TEST(definitions_change)
{
  score_criteria *set = plain(), *next = set_of("2", "count", "3", OPTIONS_YX);
  score_criteria *other = set_of("3", "amount", "2", OPTIONS), *fewer = set_of("4", "count", "2", OPTIONS_X);
  score_criteria *coarse = set_of("5", "count", "1", OPTIONS);
  score_data *data = NULL;
  ck_assert_int_eq(import_data(set, data_csv, NULL), 0);
  data = read_all(next);
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "b"), "3250"); /* 3.25 with three digits */
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "d"), "1");    /* still x */
  score_data_free(data);
  ck_assert_int_eq(score_store_read(&data, store, other, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_TYPE);
  ck_assert_int_eq(import_data(other, data_csv, NULL), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_TYPE);
  ck_assert_int_eq(score_store_read(&data, store, fewer, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_OPTION);
  ck_assert_int_eq(score_store_read(&data, store, coarse, NULL, &err), SCORE_E_INPUT);
  ck_assert_str_eq(err.field, "001");
  ck_assert_ptr_null(data);
  score_criteria_free(coarse);
  score_criteria_free(fewer);
  score_criteria_free(other);
  score_criteria_free(next);
  score_criteria_free(set);
}
END_TEST

START_TEST(given_points)
{
  score_criteria *set = plain();
  ck_assert_int_eq(import_data(set, "unit,period,points:G\n001,2026-Q3,9.5\n", NULL), 0);
  ck_assert_int_eq(import_data(set,
                               "unit,period,measure,value,stage,note\n001,2026-Q3,points:K,4,verified,biên bản\n"
                               "002,2026-Q3,points:t/1.1,3,verified,\n",
                               NULL),
                   0);
  score_data *data = read_all(set);
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "points:G"), "9500000");
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 1, "points:K"), "4000000!");
  ck_assert_str_eq(cell(data, "002", "2026-Q3", 1, "points:K"), "3000000");
  score_data_free(data);
  score_criteria_free(set);
}
END_TEST

START_TEST(one_unit_only)
{
  score_criteria *set = plain();
  score_data *data = NULL;
  ck_assert_int_eq(import_units(units_csv, NULL), 0);
  ck_assert_int_eq(import_data(set, data_csv, NULL), 0);
  ck_assert_int_eq(score_store_read_unit(&data, store, set, "2026-Q3", "hai", &err), 0);
  ck_assert_uint_eq(score_data_units(data), 3);
  ck_assert_str_eq(cell(data, "002", "2026-Q3", 0, "d"), "1");
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "d"), "-");
  score_data_free(data);
  ck_assert_int_eq(score_store_read_unit(&data, store, set, NULL, "H44.1", &err), 0);
  ck_assert_str_eq(cell(data, "001", "2026-Q2", 0, "a"), "7");
  ck_assert_str_eq(cell(data, "001", "2026-Q3", 0, "a"), "12");
  ck_assert_str_eq(cell(data, "002", "2026-Q3", 0, "d"), "-");
  score_data_free(data);
  ck_assert_int_eq(score_store_read_unit(&data, store, set, NULL, "nobody", &err), SCORE_E_NOT_FOUND);
  ck_assert_ptr_null(data);
  score_criteria_free(set);
}
END_TEST

START_TEST(unit_lists_follow_each_other)
{
  score_criteria *set = plain();
  score_data *data;
  ck_assert_int_eq(import_units(units_csv, NULL), 0);
  ck_assert_int_eq(import_units("code,name,kind,parent\nH44.2,Hai Mới,phuong,25\n003,Ba,xa,25\n", NULL), 0);
  data = read_all(set);
  ck_assert_uint_eq(data->units.count, 4);
  ck_assert_uint_eq(data->units.state_count, 5);
  const score__unit_state *s = score__units_on(&data->units, score__units_find(&data->units, "002"), 20000);
  ck_assert_str_eq(data->units.text[s->name], "Hai Mới");
  s = score__units_on(&data->units, score__units_find(&data->units, "001"), 20000);
  ck_assert_str_eq(data->units.text[s->name], "Một");
  score_data_free(data);
  ck_assert_int_eq(import_units("code,name,portal_code\n004,Bốn,H44.2\n", NULL), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_UNIT_ALIAS);
  ck_assert_int_eq(import_units("code,name,portal_code\n004,Bốn,001\n", NULL), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_ALIAS_CODE);
  ck_assert_int_eq(import_units("code,name\n002,Hai\nH44.2,Hai\n", NULL), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_STORE_UNIT_TWICE);
  data = read_all(set);
  ck_assert_uint_eq(data->units.count, 4);
  score_data_free(data);
  /* A data file describes units no list knows. */
  ck_assert_int_eq(import_data(set, "unit,name,kind,period,a\n009,Chín,xa,2026,1\n001,Khác,xa,2026,1\n", NULL), 0);
  data = read_all(set);
  s = score__units_on(&data->units, score__units_find(&data->units, "009"), 20000);
  ck_assert_str_eq(data->units.text[s->name], "Chín");
  s = score__units_on(&data->units, score__units_find(&data->units, "001"), 20000);
  ck_assert_str_eq(data->units.text[s->name], "Một");
  score_data_free(data);
  score_criteria_free(set);
}
END_TEST

/* More cells than one batch holds, in an order of their own. */
static void write_many(size_t rows, uint32_t seed)
{
  FILE *f = fopen(file, "wb");
  ck_assert_ptr_nonnull(f);
  fprintf(f, "unit,period,d,a,c,b\n");
  for (size_t i = 0; i < rows; i++) {
    size_t k = (i * 7919 + seed) % rows; /* rows has no factor 7919 */
    fprintf(f, "%05zu,20%02zu-Q%zu,%s,%zu,%zu%%,%zu.%02zu\n", k % 5000, 20 + k / 20000, k / 5000 % 4 + 1,
            k % 3 ? "x" : "y", k % 977, k % 101, k % 31, k % 100);
  }
  ck_assert_int_eq(fclose(f), 0);
}

START_TEST(many_cells)
{
  score_criteria *set = plain();
  score_data *direct = NULL;
  score_import_report report;
  char text[256];
  write_many(100000, 5);
  ck_assert_int_eq(score_store_import_data(store, set, file, NULL, &IMPORT, &report, NULL, &err), 0);
  ck_assert_int_eq(report.rows, 100000);
  ck_assert_int_eq(report.cells, 400000);
  ck_assert_int_eq(score_data_new(&direct, set, &err), 0);
  ck_assert_int_eq(score_data_read(direct, file, NULL, NULL, &err), 0);
  score_data *stored = read_all(set);
  same_data(direct, stored);
  ck_assert_int_eq(score__store_check(store, text, &err), 0);
  ck_assert_str_eq(text, "ok");
  score_data_free(stored);
  score_data_free(direct);
  score_criteria_free(set);
}
END_TEST

START_TEST(full_disk)
{
  score_criteria *set = plain();
  char text[256];
  ck_assert_int_eq(import_data(set, data_csv, NULL), 0);
  score_data *before = read_all(set);
  static const int64_t pages[] = {16, 30, 100, 400};
  write_many(100000, 3);
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    ck_assert_int_eq(score__store_limit_pages(store, pages[i], &err), 0);
    ck_assert_int_eq(score_store_import_data(store, set, file, NULL, &IMPORT, NULL, NULL, &err), SCORE_E_STORE);
    ck_assert_int_eq(err.phrase, SCORE__PH_STORE_FULL);
    ck_assert_int_eq(score__store_check(store, text, &err), 0);
    ck_assert_str_eq(text, "ok");
    score_data *after = read_all(set);
    same_data(before, after);
    score_data_free(after);
  }
  score_store_close(store);
  ck_assert_int_eq(score_store_open(&store, path, &err), 0);
  ck_assert_int_eq(score_store_import_data(store, set, file, NULL, &IMPORT, NULL, NULL, &err), 0);
  score_data_free(before);
  score_criteria_free(set);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("store");
  TCase *c = tcase_create("store");
  tcase_add_checked_fixture(c, set_up, tear_down);
  tcase_set_timeout(c, 120);
  tcase_add_test(c, files_that_are_no_store);
  tcase_add_test(c, store_says_what_files_say);
  tcase_add_test(c, later_import_supersedes);
  tcase_add_test(c, refused_file_leaves_nothing);
  tcase_add_test(c, definitions_change);
  tcase_add_test(c, given_points);
  tcase_add_test(c, one_unit_only);
  tcase_add_test(c, unit_lists_follow_each_other);
  tcase_add_test(c, many_cells);
  tcase_add_test(c, full_disk);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
