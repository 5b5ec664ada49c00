/* Settings of an office: a file that says it well, one in which everything is wrong, and single ones. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/letterhead.h"
#include "score/score.h"

#include "../refusing.h"

static char path[] = "office-XXXXXX";

static void put(const char *text)
{
  strcpy(path, "office-XXXXXX");
  const int file = mkstemp(path);
  ck_assert_int_ge(file, 0);
  FILE *f = fdopen(file, "w");
  ck_assert_ptr_nonnull(f);
  fputs(text, f);
  fclose(f);
}

static int read_text(score_office *office, const char *text, score_findings *findings, score_error *err)
{
  put(text);
  const int code = score_office_read(office, path, findings, err);
  unlink(path);
  return code;
}

static score_office *fresh(void)
{
  score_office *office = NULL;
  ck_assert_int_eq(score_office_new(&office, NULL), 0);
  return office;
}

static const char good[] = "{\n"
                           " \"office\": {\"above\": {\"vi\": \"UBND TỈNH\", \"en\": \"PROVINCE\"},\n"
                           "  \"name\": \"UBND XÃ A\", \"number\": \"12/BC-UBND\", \"place\": {\"vi\": \"A\"},\n"
                           "  \"date\": \"2026-10-05\", \"comment\": 7,\n"
                           "  \"recipients\": [\"- Sở B;\", {\"vi\": \"Lưu: VT\", \"en\": \"Filed\"}],\n"
                           "  \"capacity\": [\"TM. UBND\", \"CHỦ TỊCH\"], \"signer\": \"\"},\n"
                           " \"headings\": {\"gap\": {\"vi\": \"Điểm mất\"}, \"ranking\": \"Xếp hạng\"}}\n";

START_TEST(a_file)
{
  score_error err = {0};
  score_office *office = fresh();
  ck_assert_int_eq(read_text(office, good, NULL, &err), 0);
  ck_assert_str_eq(office->setting[SCORE__OFFICE_ABOVE].text[SCORE_LANG_EN], "PROVINCE");
  ck_assert_str_eq(office->setting[SCORE__OFFICE_ABOVE].text[SCORE_LANG_VI], "UBND TỈNH");
  ck_assert_str_eq(office->setting[SCORE__OFFICE_PLACE].text[SCORE_LANG_EN], "A");
  ck_assert_str_eq(office->setting[SCORE__OFFICE_DATE].text[SCORE_LANG_VI], "2026-10-05");
  ck_assert_str_eq(office->setting[SCORE__OFFICE_RECIPIENTS].text[SCORE_LANG_EN], "- Sở B;\nFiled");
  ck_assert_str_eq(office->setting[SCORE__OFFICE_RECIPIENTS].text[SCORE_LANG_VI], "- Sở B;\nLưu: VT");
  ck_assert_str_eq(office->setting[SCORE__OFFICE_SIGNER].text[SCORE_LANG_VI], "");
  ck_assert_ptr_null(office->setting[SCORE__OFFICE_SUBJECT].text[SCORE_LANG_VI]);
  ck_assert_str_eq(score__office_heading(office, "gap")->text[SCORE_LANG_VI], "Điểm mất");
  ck_assert_str_eq(score__office_heading(office, "ranking")->text[SCORE_LANG_EN], "Xếp hạng");
  ck_assert_ptr_null(score__office_heading(office, "plan"));
  ck_assert_ptr_null(score__office_heading(NULL, "gap"));
  /* what comes later beats what was there */
  ck_assert_int_eq(read_text(office, "{\"office\": {\"signer\": \"B\"}, \"headings\": {\"gap\": \"C\"}}", NULL, &err),
                   0);
  ck_assert_str_eq(office->setting[SCORE__OFFICE_SIGNER].text[SCORE_LANG_VI], "B");
  ck_assert_str_eq(office->setting[SCORE__OFFICE_NAME].text[SCORE_LANG_VI], "UBND XÃ A");
  ck_assert_str_eq(score__office_heading(office, "gap")->text[SCORE_LANG_VI], "C");
  ck_assert_uint_eq(office->heading_count, 2);
  score_office_free(office);
}
END_TEST

/* Each fault at its line and column, by its pointer; none of the file is taken over. */
START_TEST(all_faults)
{
  static const char bad[] = "{\n"
                            " \"offise\": 1,\n"
                            " \"office\": {\"nmae\": \"x\", \"zzzzzz\": 1,\n"
                            "  \"name\": 3,\n"
                            "  \"date\": \"31/02/2026\",\n"
                            "  \"place\": {\"fr\": \"x\"},\n"
                            "  \"signer\": \"kept out\",\n"
                            "  \"recipients\": [\"a\", [\"b\"]]},\n"
                            " \"headings\": {\"grup\": \"x\", \"gap\": {\"vi\": 1}}}\n";
  static const struct {
    unsigned line, column;
    const char *field, *says;
  } want[] = {{2, 12, "/offise", "\"office\" is meant"},
              {3, 21, "/office/nmae", "\"name\" is meant"},
              {3, 36, "/office/zzzzzz", "unknown member \"zzzzzz\""},
              {4, 11, "/office/name", "no text"},
              {5, 11, "/office/date", "30/09/2026 wanted"},
              {6, 19, "/office/place/fr", "unknown member \"fr\""},
              {8, 23, "/office/recipients/1", "no text"},
              {9, 23, "/headings/grup", "unknown member \"grup\""},
              {9, 42, "/headings/gap/vi", "no text"}};
  enum { FAULTS = sizeof want / sizeof *want };
  score_error err = {0};
  score_findings *findings = NULL;
  score_office *office = fresh();
  ck_assert_int_eq(score_findings_new(&findings, 50, NULL), 0);
  ck_assert_int_eq(read_text(office, bad, findings, &err), SCORE_E_INPUT);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), FAULTS);
  for (size_t k = 0; k < FAULTS; k++) {
    char text[512];
    const score_error *f = score_findings_get(findings, k, NULL);
    ck_assert_ptr_nonnull(f);
    score_error_text(text, sizeof text, f, SCORE_LANG_EN);
    ck_assert_msg(f->line == want[k].line && f->column == want[k].column, "%s", text);
    ck_assert_msg(strstr(text, want[k].field) != NULL, "%s is not at %s", text, want[k].field);
    ck_assert_msg(strstr(text, want[k].says) != NULL, "%s does not say %s", text, want[k].says);
    score_error_text(text, sizeof text, f, SCORE_LANG_VI);
    ck_assert_msg(strstr(text, want[k].field) != NULL, "%s", text);
  }
  ck_assert_ptr_null(office->setting[SCORE__OFFICE_SIGNER].text[SCORE_LANG_VI]);
  ck_assert_uint_eq(office->heading_count, 0);
  ck_assert_int_lt(err.code, 0);
  score_findings_free(findings);
  score_office_free(office);
}
END_TEST

START_TEST(no_settings_at_all)
{
  static const char *const texts[] = {"",
                                      "[]",
                                      "{\"office\": []}",
                                      "{\"headings\": \"x\"}",
                                      "{\"office\": {\"place\": {}}}",
                                      "{\"office\": {\"place\": null}}",
                                      "{\"office\": {}} x"};
  score_error err;
  score_office *office = fresh();
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    memset(&err, 0, sizeof err);
    ck_assert_msg(read_text(office, texts[k], NULL, &err) == SCORE_E_INPUT, "%s", texts[k]);
    ck_assert_int_eq(err.code, SCORE_E_INPUT);
  }
  ck_assert_int_lt(score_office_read(office, "no/such/file.json", NULL, &err), 0);
  ck_assert_int_eq(read_text(office, "{}", NULL, &err), 0);
  score_office_free(office);
}
END_TEST

START_TEST(one_by_one)
{
  char text[512];
  score_error err = {0};
  score_office *office = fresh();
  ck_assert_int_eq(score_office_set(office, "signer", "Nguyễn Văn A", &err), 0);
  ck_assert_str_eq(office->setting[SCORE__OFFICE_SIGNER].text[SCORE_LANG_EN], "Nguyễn Văn A");
  ck_assert_int_eq(score_office_set(office, "recipients", "UBND tỉnh; Sở B\nLưu: VT", &err), 0);
  ck_assert_str_eq(office->setting[SCORE__OFFICE_RECIPIENTS].text[SCORE_LANG_VI], "UBND tỉnh\nSở B\nLưu: VT");
  ck_assert_int_eq(score_office_set(office, "signer", "A; B", &err), 0);
  ck_assert_str_eq(office->setting[SCORE__OFFICE_SIGNER].text[SCORE_LANG_VI], "A; B");
  ck_assert_int_eq(score_office_set(office, "date", "2026-02-28", &err), 0);
  ck_assert_int_eq(score_office_set(office, "date", "2026-02-30", &err), SCORE_E_USAGE);
  ck_assert_int_eq(score_office_set(office, "date", "5/10/2026", &err), 0); /* as everybody writes it */
  ck_assert_str_eq(office->setting[SCORE__OFFICE_DATE].text[SCORE_LANG_VI], "2026-10-05");
  ck_assert_int_eq(score_office_set(office, "heading.gap", "x", &err), 0);
  ck_assert_str_eq(score__office_heading(office, "gap")->text[SCORE_LANG_VI], "x");
  ck_assert_int_eq(score_office_set(office, "singer", "x", &err), SCORE_E_USAGE);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(strstr(text, "\"signer\" is meant") != NULL, "%s", text);
  ck_assert_int_eq(score_office_set(office, "heading.rankin", "x", &err), SCORE_E_USAGE);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(strstr(text, "\"heading.ranking\" is meant") != NULL, "%s", text);
  ck_assert_int_eq(score_office_set(office, "qqqqqqqqq", "x", &err), SCORE_E_USAGE);
  ck_assert_int_eq(score_office_set(office, "", "x", &err), SCORE_E_USAGE);
  ck_assert_int_eq(score_office_set(office, "signer", "\xff", &err), SCORE_E_USAGE);
  score_office_free(office);
  score_office_free(NULL);
}
END_TEST

/* Memory that runs out anywhere is told, if only as a file that cannot be opened; or all of it is there, where a buffer
 * could be done without. */
START_TEST(every_allocation)
{
  if (WATCHED) return;
  put(good);
  long allocations = -1;
  for (long n = -1; n < allocations || n < 0; n++) {
    score_error err = {0};
    score_office *office = NULL;
    seen = 0;
    countdown = n;
    int code = score_office_new(&office, &err);
    if (!code) code = score_office_read(office, path, NULL, &err);
    if (!code) code = score_office_set(office, "heading.plan", "a", &err);
    if (!code) code = score_office_set(office, "capacity", "a; b", &err);
    countdown = -1;
    if (n < 0) allocations = seen;
    const bool all = !code && office->setting[SCORE__OFFICE_CAPACITY].text[0] && office->heading_count == 3;
    ck_assert_msg(n < 0 ? all : all || code < 0, "allocation %ld: %d", n, code);
    score_office_free(office);
  }
  ck_assert_int_gt(allocations, 10);
  unlink(path);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("office");
  TCase *cases = tcase_create("office");
  tcase_add_test(cases, a_file);
  tcase_add_test(cases, all_faults);
  tcase_add_test(cases, no_settings_at_all);
  tcase_add_test(cases, one_by_one);
  tcase_add_test(cases, every_allocation);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
