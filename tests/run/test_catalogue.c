/* Which version of a set is taken (model §7): by period, by what supersedes what, by a pin; what is said otherwise. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/phrase.h"
#include "run/catalogue.h"
#include "score/criteria.h"

static char dir[64];

/* A definition as short as one can be, at dir/<id>/<file>.json. */
static void put_as(const char *id, const char *file, const char *version, const char *window, const char *supersedes)
{
  char path[256];
  snprintf(path, sizeof path, "%s/%s", dir, id);
  mkdir(path, 0700);
  snprintf(path, sizeof path, "%s/%s/%s.json", dir, id, file);
  FILE *f = fopen(path, "w");
  ck_assert_ptr_nonnull(f);
  fprintf(f,
          "{\"format\": 1, \"id\": \"%s\", \"version\": \"%s\", \"status\": \"draft\", \"name\": \"T\","
          " \"in_force\": {%s}, \"supersedes\": [%s], \"groups\": [], \"total\": {\"max\": \"0\"}}",
          id, version, window, supersedes);
  ck_assert_int_eq(fclose(f), 0);
}

static void put(const char *id, const char *version, const char *window, const char *supersedes)
{
  put_as(id, version, version, window, supersedes);
}

#define YEAR(y) "\"from\": \"" y "-01-01\", \"to\": \"" y "-12-31\""

static void setup(void)
{
  strcpy(dir, "/tmp/score_test_catalogue_XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(dir));
  put("years", "2024", YEAR("2024"), "");
  put("years", "2025", YEAR("2025"), "");
  put("years", "2026", YEAR("2026"), "");
  put("open", "old", "\"to\": \"2025-06-30\"", "");
  put("open", "new", "\"from\": \"2025-07-01\"", "");
  put("open", "always", "", "\"old\"");
  put("twins", "a", YEAR("2026"), "");
  put("twins", "b", YEAR("2026"), "");
  put("mended", "1", YEAR("2026"), "");
  put("mended", "2", YEAR("2026"), "\"1\"");
  /* A chain whose names run against it: every link counts, whatever the order of the files. */
  put("chain", "1-last", YEAR("2026"), "\"2-middle\"");
  put("chain", "2-middle", YEAR("2026"), "\"3-first\"");
  put("chain", "3-first", YEAR("2026"), "");
  put("ring", "a", YEAR("2026"), "\"b\"");
  put("ring", "b", YEAR("2026"), "\"a\"");
  put("self", "a", YEAR("2026"), "\"a\"");
  /* What corrects is itself not in force: what it corrects stays. */
  put("future", "now", YEAR("2026"), "");
  put("future", "later", YEAR("2027"), "\"now\"");
  put_as("moved", "here", "there", "", "");
  /* Versions that follow one another within a year, the last one open; corrections of several, and several of one. */
  put("halves", "2026-h1", "\"from\": \"2026-01-01\", \"to\": \"2026-06-30\"", "");
  put("halves", "2026-h2", "\"from\": \"2026-07-01\", \"to\": \"2026-12-31\"", "");
  put("halves", "2027", "\"from\": \"2027-01-01\"", "");
  put("both", "1", YEAR("2026"), "");
  put("both", "2", YEAR("2026"), "");
  put("both", "3", "\"from\": \"2026-07-01\"", "\"1\", \"2\"");
  put("fork", "1", YEAR("2026"), "");
  put("fork", "2", YEAR("2026"), "\"1\"");
  put("fork", "3", YEAR("2026"), "\"1\"");
  put("absent", "2", YEAR("2026"), "\"1\"");
  put("day", "one", "\"from\": \"2026-09-30\", \"to\": \"2026-09-30\"", "");
  /* Months of the first end on the 14th: the day that counts is each set's own. */
  put("window", "a", "\"to\": \"2026-09-20\"}, \"period\": {\"ends_on_day\": 14", "");
  put("window", "b", "\"from\": \"2026-09-21\"", "");
  put("window", "c", "\"from\": \"2026-10-15\"}, \"period\": {\"ends_on_day\": 14", "\"b\"");
}

static void teardown(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", dir);
  ck_assert_int_eq(system(command), 0);
}

static const struct find {
  const char *spec, *period, *version; /* version NULL: `code` and `phrase`, and the words in the message */
  int code, phrase;
  const char *said, *also;
} finds[] = {
    {"years", "2025", "2025", 0, 0, NULL, NULL},
    {"years", "2025-12", "2025", 0, 0, NULL, NULL},
    {"years", "2026-Q1", "2026", 0, 0, NULL, NULL},
    {"years", "2026-9M", "2026", 0, 0, NULL, NULL},
    {"years", NULL, "2026", 0, 0, NULL, NULL},
    {"years@2024", NULL, "2024", 0, 0, NULL, NULL},
    {"years@2024", "2026", "2024", 0, 0, NULL, NULL}, /* a pin wins over the window */
    {"years", "2023", NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_PERIOD, "years@2024, years@2025, years@2026", "2023"},
    {"years", "2023-13", NULL, SCORE_E_USAGE, SCORE__PH_FIND_PERIOD_TEXT, "2023-13", "2026-Q3"},
    {"years@2027", NULL, NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NEAR, "years@2027", "\"years@202"},
    {"open@old", "2026", "old", 0, 0, NULL, NULL},
    {"open", "2025-Q2", "always", 0, 0, NULL, NULL}, /* at 2025-06-30: old is superseded, new not begun */
    {"open", "2025-Q3", NULL, SCORE_E_USAGE, SCORE__PH_FIND_SEVERAL, "open@always, open@new", "type one"},
    {"open", NULL, "new", 0, 0, NULL, NULL},
    {"twins", "2026", NULL, SCORE_E_USAGE, SCORE__PH_FIND_SEVERAL, "twins@a, twins@b", "type one"},
    {"twins", NULL, NULL, SCORE_E_USAGE, SCORE__PH_FIND_SEVERAL, "twins@a, twins@b", "type one"},
    {"twins@b", "2026", "b", 0, 0, NULL, NULL},
    {"mended", "2026", "2", 0, 0, NULL, NULL},
    {"mended", NULL, "2", 0, 0, NULL, NULL},
    {"mended@1", "2026", "1", 0, 0, NULL, NULL},
    {"chain", "2026", "1-last", 0, 0, NULL, NULL},
    {"ring", "2026", NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_PERIOD, "ring@a, ring@b", NULL},
    {"self", "2026", "a", 0, 0, NULL, NULL},
    {"self@a", "2026", "a", 0, 0, NULL, NULL},
    {"future", "2026", "now", 0, 0, NULL, NULL},
    {"future", "2027", "later", 0, 0, NULL, NULL},
    {"halves", "2026-Q1", "2026-h1", 0, 0, NULL, NULL},
    {"halves", "2026-06", "2026-h1", 0, 0, NULL, NULL}, /* its last day is the last in force */
    {"halves", "2026-H1", "2026-h1", 0, 0, NULL, NULL},
    {"halves", "2026-07", "2026-h2", 0, 0, NULL, NULL}, /* a period is never split: its end decides */
    {"halves", "2026-9M", "2026-h2", 0, 0, NULL, NULL},
    {"halves", "2026", "2026-h2", 0, 0, NULL, NULL},
    {"halves", "2027-01", "2027", 0, 0, NULL, NULL},
    {"halves", "2035", "2027", 0, 0, NULL, NULL},
    {"halves", NULL, "2027", 0, 0, NULL, NULL},
    {"halves", "2025-12", NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_PERIOD, "halves@2026-h1, halves@2026-h2, halves@2027",
     NULL},
    {"halves@2026-h1", "2027", "2026-h1", 0, 0, NULL, NULL},
    {"both", "2026-Q2", NULL, SCORE_E_USAGE, SCORE__PH_FIND_SEVERAL, "both@1, both@2;",
     "type one"}, /* 3 has not begun */
    {"both", "2026-Q3", "3", 0, 0, NULL, NULL},
    {"both", "2027", "3", 0, 0, NULL, NULL},
    {"both", NULL, "3", 0, 0, NULL, NULL},
    {"both@2", "2026-Q3", "2", 0, 0, NULL, NULL}, /* superseded, but asked for */
    {"fork", "2026", NULL, SCORE_E_USAGE, SCORE__PH_FIND_SEVERAL, "fork@2, fork@3;", "type one"},
    {"absent", "2026", "2", 0, 0, NULL, NULL}, /* what it corrects is no longer there */
    {"day", "2026-Q3", "one", 0, 0, NULL, NULL},
    {"day", "2026-10", NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_PERIOD, "day@one", "2026-10"},
    {"window", "2026-09", NULL, SCORE_E_USAGE, SCORE__PH_FIND_SEVERAL, "window@a, window@b", "type one"},
    {"window", "2026-08", "a", 0, 0, NULL, NULL},
    {"window", "2026-10", "b", 0, 0, NULL, NULL}, /* ends on 14/10 for c, on 31/10 for b */
    {"window", "2026-11", "c", 0, 0, NULL, NULL},
    {"yaers", NULL, NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NEAR, "\"yaers\"", "\"years\" is meant?"},
    {"nothing-like-it", NULL, NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NONE, "nothing-like-it", "/tmp/"},
    {"year", "2025", NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NEAR, "\"year\"", "\"years\""},
    {"", NULL, NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NONE, "\"\"", NULL},
    {"moved", NULL, NULL, SCORE_E_INPUT, SCORE__PH_FIND_ID, "moved@there", "moved@here"},
    {"moved@there", NULL, NULL, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NEAR, "moved@there", "moved@here"},
};

START_TEST(test_find)
{
  const struct find *row = &finds[_i];
  score_criteria *set = NULL;
  score_error err = {0};
  char said[1024] = "";
  int code = score_criteria_find(&set, dir, row->spec, row->period, NULL, &err);
  if (code) score_error_text(said, sizeof said, &err, SCORE_LANG_EN);
  const char *period = row->period ? row->period : "-";
  ck_assert_msg(code == row->code, "%s in %s: %d %s", row->spec, period, code, said);
  if (row->version) {
    ck_assert_msg(!strcmp(score_criteria_version(set), row->version), "%s in %s: %s", row->spec, period,
                  score_criteria_version(set));
  } else {
    ck_assert_ptr_null(set);
    ck_assert_msg(err.phrase == row->phrase && err.code == row->code, "%s: %s", row->spec, said);
    ck_assert_msg(strstr(said, row->said) && (!row->also || strstr(said, row->also)), "%s: %s", row->spec, said);
    char vi[1024];
    score_error_text(vi, sizeof vi, &err, SCORE_LANG_VI);
    ck_assert_str_ne(said, vi);
  }
  score_criteria_free(set);
}
END_TEST

START_TEST(test_path)
{
  score_criteria *set = NULL;
  score_error err = {0};
  char path[128];
  snprintf(path, sizeof path, "%s/years/2024.json", dir);
  ck_assert_int_eq(score_criteria_find(&set, "/nowhere", path, "2026", NULL, &err), 0); /* a file is a pin */
  ck_assert_str_eq(score_criteria_version(set), "2024");
  score_criteria_free(set);
  /* A file may lie anywhere under any name: only a directory of sets promises what lies where. */
  snprintf(path, sizeof path, "%s/moved/here.json", dir);
  ck_assert_int_eq(score_criteria_find(&set, dir, path, NULL, NULL, &err), 0);
  score_criteria_free(set);
  ck_assert_int_eq(score_criteria_find(&set, "/nowhere", "years", NULL, NULL, &err), SCORE_E_INPUT);
  ck_assert_ptr_null(set);
  ck_assert_str_eq(err.file, "/nowhere");
}
END_TEST

/* A broken version of the set that is asked for is told; one of another set is nobody's business. */
START_TEST(test_broken)
{
  score_criteria *set = NULL;
  score_findings *findings;
  score_error err = {0};
  char path[128];
  ck_assert_int_eq(score_findings_new(&findings, 0, NULL), 0);
  snprintf(path, sizeof path, "%s/years/2025.json", dir);
  FILE *f = fopen(path, "w");
  ck_assert_ptr_nonnull(f);
  fputs("{", f);
  fclose(f);
  ck_assert_int_eq(score_criteria_find(&set, dir, "twins@a", NULL, findings, &err), 0);
  score_criteria_free(set);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), 0);
  ck_assert_int_eq(score_criteria_find(&set, dir, "years@2026", NULL, findings, &err), 0);
  score_criteria_free(set);
  ck_assert_int_eq(score_criteria_find(&set, dir, "years", "2026", findings, &err), SCORE_E_INPUT);
  ck_assert_ptr_null(set);
  ck_assert_str_eq(err.file, path);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), 1);
  score_findings_free(findings);
}
END_TEST

START_TEST(test_listed)
{
  score__catalogue all;
  score_error err = {0};
  char path[128];
  snprintf(path, sizeof path, "%s/README", dir); /* beside the sets, and no set */
  FILE *f = fopen(path, "w");
  ck_assert_ptr_nonnull(f);
  fclose(f);
  put_as(".hidden", "1", "1", "", "");
  ck_assert_int_eq(score__catalogue_read(&all, dir, &err), 0);
  static const char *const wanted[] = {
      "absent@2",       "both@1",      "both@2",     "both@3",     "chain@1-last", "chain@2-middle", "chain@3-first",
      "day@one",        "fork@1",      "fork@2",     "fork@3",     "future@later", "future@now",     "halves@2026-h1",
      "halves@2026-h2", "halves@2027", "mended@1",   "mended@2",   "moved@here",   "open@always",    "open@new",
      "open@old",       "ring@a",      "ring@b",     "self@a",     "twins@a",      "twins@b",        "window@a",
      "window@b",       "window@c",    "years@2024", "years@2025", "years@2026"};
  ck_assert_uint_eq(all.count, sizeof wanted / sizeof *wanted);
  for (size_t i = 0; i < all.count; i++) {
    char name[128];
    snprintf(name, sizeof name, "%s@%s", all.entry[i].id, all.entry[i].version);
    ck_assert_str_eq(name, wanted[i]);
  }
  score__catalogue_free(&all);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("catalogue");
  TCase *cases = tcase_create("catalogue");
  tcase_add_checked_fixture(cases, setup, teardown);
  tcase_add_loop_test(cases, test_find, 0, (int)(sizeof finds / sizeof *finds));
  tcase_add_test(cases, test_path);
  tcase_add_test(cases, test_broken);
  tcase_add_test(cases, test_listed);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
