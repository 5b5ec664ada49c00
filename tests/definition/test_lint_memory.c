/* The lint where memory runs out at every single allocation, on the set that has everything: it ends in an error or in
 * findings, never in a crash. malloc and its kin are this program's own. */
#define _DEFAULT_SOURCE 1 /* mkstemps */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/score.h"

#include "../refusing.h"

#define WORDS "{\"vi\": \"v\", \"en\": \"e\"}"

static const char definition[] =
    "{\"format\": 1, \"id\": \"lint\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"One\","
    "\"measures\": {\"n\": {\"type\": \"count\", \"name\": " WORDS "}, \"left\": {\"type\": \"count\", \"name\": " WORDS
    "},"
    "\"sort\": {\"type\": \"choice\", \"name\": " WORDS ", \"options\": [{\"key\": \"a\", \"name\": " WORDS "},"
    "{\"key\": \"b\", \"name\": " WORDS "}, {\"key\": \"c\", \"name\": " WORDS "}]}},"
    "\"conditions\": {\"idle\": \"n > 1\", \"ward\": \"unit.kind == 'phuong'\"},"
    "\"groups\": [{\"key\": \"G\", \"name\": " WORDS ", \"max\": \"9\", \"note\": " WORDS ", \"criteria\": ["
    "{\"key\": \"A\", \"name\": " WORDS
    ", \"max\": \"4\", \"applies_when\": \"ward\", \"requires\": \"not has(n)\", \"rule\":"
    "{\"kind\": \"bands\", \"value\": \"n\", \"bands\": [{\"from\": \"1\", \"to\": \"2\", \"points\": \"1\"},"
    "{\"from\": \"3\", \"to\": \"5\", \"points\": \"3\"}]}},"
    "{\"key\": \"B\", \"name\": " WORDS
    ", \"max\": \"4\", \"cap_when\": [{\"when\": \"sort == 'a'\", \"cap\": \"4\"}], \"rule\":"
    "{\"kind\": \"steps\", \"value\": \"n\", \"level\": \"5\", \"base\": \"4\", \"slopes\": [{\"every\": \"1\", "
    "\"add\": \"1\"}]}}"
    "]}], \"total\": {\"max\": \"9\"}, \"grades\": {\"bands\": [{\"key\": \"top\", \"name\": " WORDS
    ", \"at_least\": \"20\","
    "\"gates\": [{\"met\": \"A\"}, {\"when\": \"false\"}]}, {\"key\": \"low\", \"name\": \"from 1\", \"at_least\": "
    "\"0\"}]}}";

static size_t warnings;

static int lint(const char *path, score_error *err)
{
  score_criteria *set = NULL;
  score_findings *findings = NULL;
  score_document *document = NULL;
  int code = score_findings_new(&findings, 0, err);
  if (!code) code = score_criteria_check(&set, ".", path, findings, err);
  if (!code) warnings = score_findings_count(findings, SCORE_WARNING);
  if (!code) code = score_document_findings(&document, findings, err);
  score_document_free(document);
  score_criteria_free(set);
  score_findings_free(findings);
  return code;
}

START_TEST(every_allocation)
{
  char path[] = "/tmp/score-lint-XXXXXX.json";
  int fd = mkstemps(path, 5);
  FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
  ck_assert_ptr_nonnull(file);
  fputs(definition, file);
  fclose(file);
  score_error err = {0};
  char text[512];
  int code = lint(path, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
  const size_t all = warnings;
  ck_assert_uint_gt(all, 12);
  seen = 0;
  ck_assert_int_eq(lint(path, &err), 0);
  const long allocations = seen;
  for (long n = 0; n < allocations; n++) {
    countdown = n;
    warnings = 0;
    code = lint(path, &err);
    countdown = -1;
    ck_assert_msg(code < 0 || warnings == all, "allocation %ld: %d, %zu warnings", n, code, warnings);
  }
  remove(path);
  ck_assert(WATCHED || allocations > 50);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("lint");
  TCase *t = tcase_create("memory");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, every_allocation);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? 1 : 0;
}
