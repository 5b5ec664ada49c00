/* Releases without the command line: writes one from files, opens, verifies and prints it. What is wrong goes to stderr,
 * one line each, and makes the exit code 1. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/score.h"

static int put(void *context, const void *bytes, size_t size)
{
  return fwrite(bytes, 1, size, context) != size;
}

static int complain(const score_findings *findings, const score_error *err, int code)
{
  char text[1200];
  if (!code) return 0;
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_severity severity;
    const score_error *e = score_findings_get(findings, i, &severity);
    if (severity != SCORE_ERROR) continue;
    score_error_text(text, sizeof text, e, SCORE_LANG_EN);
    fprintf(stderr, "%s\n", text);
  }
  if (!score_findings_count(findings, SCORE_ERROR)) {
    score_error_text(text, sizeof text, err, SCORE_LANG_EN);
    fprintf(stderr, "%s\n", text);
  }
  return 1;
}

/* write SET UNITS|- DATA[,DATA...] PERIOD STAGE|- SCOPE|- FALLBACK [SUPERSEDES] */
static int write_release(int argc, char **argv, score_findings *findings, score_error *err)
{
  static const char *const stages[] = {"self", "verified", "published"};
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  if (argc < 9) return SCORE_E_USAGE;
  int code = score_criteria_load(&set, argv[2], findings, err);
  if (!code) code = score_data_new(&data, set, err);
  if (!code && strcmp(argv[3], "-") != 0) code = score_data_read_units(data, argv[3], NULL, findings, err);
  for (char *name = strtok(argv[4], ","); !code && name; name = strtok(NULL, ","))
    code = score_data_read(data, name, NULL, findings, err);
  score_eval_options eval = {.period = strcmp(argv[5], "-") != 0 ? argv[5] : NULL,
                             .stage = SCORE_STAGE_NONE,
                             .scope = strcmp(argv[7], "-") != 0 ? argv[7] : NULL,
                             .fallback = strcmp(argv[8], "1") == 0};
  for (int s = 0; s < 3; s++)
    if (!strcmp(argv[6], stages[s])) eval.stage = (score_stage)s;
  if (!code) code = score_evaluate(&result, data, &eval, findings, err);
  const score_release_options options = {
      .act = {.when = "2026-10-10T08:00:00Z", .by = "Sở Nội vụ", .reason = "công bố quý"},
      .supersedes = argc > 9 ? argv[9] : NULL};
  char sha256[SCORE_SHA256_TEXT];
  if (!code) code = score_release_write(result, &options, put, stdout, sha256, err);
  if (!code) fprintf(stderr, "%s\n", sha256);
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(set);
  return code;
}

static int print_document(const char *what, const char *unit, const score_result *result, score_error *err)
{
  const score_write_options options = {.format = SCORE_FORMAT_JSON};
  score_document *d = NULL;
  int code = SCORE_E_USAGE;
  if (!strcmp(what, "rank")) code = score_document_rank(&d, result, NULL, err);
  if (!strcmp(what, "eval")) code = score_document_eval(&d, result, unit, err);
  if (!strcmp(what, "gap")) code = score_document_gap(&d, result, unit, NULL, err);
  if (!strcmp(what, "explain")) code = score_document_explain(&d, result, unit, NULL, err);
  if (!code) code = score_document_write(d, &options, put, stdout, err);
  score_document_free(d);
  return code;
}

/* open FILE | verify FILE | rank|eval|gap|explain FILE [UNIT|-] [SCOPE] | again FILE */
static int read_release(int argc, char **argv, score_findings *findings, score_error *err)
{
  score_release *release = NULL;
  score_result *chosen = NULL;
  const char *what = argv[1], *unit = argc > 3 && strcmp(argv[3], "-") != 0 ? argv[3] : NULL;
  int code = score_release_open(&release, argv[2], findings, err);
  if (!code && argc > 4) code = score_release_select(&chosen, release, argv[4], err);
  if (!code && !strcmp(what, "verify")) {
    code = score_release_verify(release, findings, err);
  } else if (!code && !strcmp(what, "again")) { /* the same release once more, from itself */
    const score_release_head *h = score_release_about(release);
    const score_release_options options = {.act = {h->released_at, h->released_by, h->reason},
                                           .supersedes = h->supersedes};
    code = score_release_write(score_release_result(release), &options, put, stdout, NULL, err);
  } else if (!code && strcmp(what, "open") != 0) {
    code = print_document(what, unit, chosen ? chosen : score_release_result(release), err);
  }
  score_result_free(chosen);
  score_release_free(release);
  return code;
}

int main(int argc, char **argv)
{
  score_findings *findings = NULL;
  score_error err = {0};
  if (argc < 3 || score_findings_new(&findings, 0, &err)) return 2;
  const bool writes = !strcmp(argv[1], "write");
  const int code = writes ? write_release(argc, argv, findings, &err) : read_release(argc, argv, findings, &err);
  const int status = complain(findings, &err, code);
  score_findings_free(findings);
  return fflush(stdout) ? 2 : status;
}
