#include <string.h>
#include <unistd.h>

#include "criteria_verb.h"

/* What a definition is found to be is the answer, not a failure: 1, and 0 for warnings. Another code was told. */
static int find_all(cli *c, const char *spec, score_criteria **criteria, score_findings *findings)
{
  char buf[CLI_PATH_SIZE];
  score_error err = {0};
  const char *dir = cli_criteria_dir(&c->args, buf);
  const size_t before = score_findings_count(findings, SCORE_ERROR), size = strlen(spec);
  const int rc = score_criteria_check(criteria, dir, spec, findings, &err);
  if (rc == 0) return 0;
  const int code = cli_exit_code(&err);
  const bool unreadable = size > 5 && strcmp(spec + size - 5, ".json") == 0 && access(spec, R_OK) != 0;
  if (code == EXIT_INPUT && !unreadable && score_findings_count(findings, SCORE_ERROR) > before) return EXIT_FINDINGS;
  cli_failed(c, NULL, &err);
  if (rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_SETS, dir);
  return code;
}

/* Once for each rule, under the findings. */
static void show_hints(const cli *c, const score_findings *findings)
{
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_severity severity = SCORE_NOTE;
    const score_error *finding = score_findings_get(findings, i, &severity);
    const char *hint = score_criteria_lint_hint(finding, c->lang);
    bool said = *hint == '\0' || severity == SCORE_NOTE;
    for (size_t k = 0; k < i && !said; k++)
      said = score_criteria_lint_hint(score_findings_get(findings, k, NULL), c->lang) == hint;
    if (said) continue;
    char text[512];
    snprintf(text, sizeof text, "%s: %s", score_criteria_lint_rule(finding), hint);
    cli_hint(c, W_HINT_LINT, text);
  }
}

/* What an author explained is shown with his words, asked for or not. */
static void show_notes(const cli *c, const score_findings *findings)
{
  if (cli_given(&c->args, OPT_QUIET) || cli_given(&c->args, OPT_VERBOSE)) return;
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_severity severity = SCORE_NOTE;
    const score_error *finding = score_findings_get(findings, i, &severity);
    if (severity != SCORE_NOTE) continue;
    char text[2048];
    score_error_text(text, sizeof text, finding, c->lang);
    cli_word_print(stderr, c->lang, W_NOTE, NULL);
    cli_text_print(stderr, text);
    fputc('\n', stderr);
  }
}

static int check(cli *c, const char *spec)
{
  score_criteria *criteria = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  const int code = find_all(c, spec, &criteria, findings);
  cli_show_findings(c, findings);
  show_notes(c, findings);
  show_hints(c, findings);
  if (code == 0 && !cli_given(&c->args, OPT_QUIET)) {
    const bool clean = score_findings_count(findings, SCORE_WARNING) == 0;
    cli_word_print(stdout, c->lang, clean ? W_CHECKED_CLEAN : W_CHECKED_WARNED, score_criteria_id(criteria),
                   score_criteria_version(criteria), NULL);
    fputc('\n', stdout);
  }
  score_criteria_free(criteria);
  score_findings_free(findings);
  return code;
}

/* The findings of all sets that are named, as one document. */
static int report(cli *c, const char *const *spec, size_t count)
{
  score_findings *findings = NULL;
  score_document *document = NULL;
  score_error err = {0};
  int code = 0;
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  for (size_t i = 0; i < count; i++) {
    score_criteria *criteria = NULL;
    const int got = find_all(c, spec[i], &criteria, findings);
    score_criteria_free(criteria);
    if (got > code) code = got;
  }
  c->warnings += score_findings_count(findings, SCORE_WARNING) - score_findings_count(findings, SCORE_ERROR);
  const int rc = score_document_findings(&document, findings, &err);
  const int delivered = cli_job_deliver(c, rc, document, &err);
  score_findings_free(findings);
  return delivered > code ? delivered : code;
}

int criteria_check(cli *c)
{
  const cli_list *words = &c->args.words;
  const bool document = cli_given(&c->args, OPT_FORMAT) || cli_given(&c->args, OPT_CSV) || c->args.output;
  const char *spec;
  int code = 0;
  if (words->count <= 3) {
    if (criteria_spec(c, &spec)) return EXIT_USAGE;
    return document ? report(c, &spec, 1) : check(c, spec);
  }
  if (c->args.criteria) return cli_usage(c, W_WORD_UNWANTED, words->item[2], NULL);
  if (document) return report(c, words->item + 2, words->count - 2);
  for (size_t i = 2; i < words->count; i++) { /* the worst of all that were named */
    const int got = check(c, words->item[i]);
    if (got > code) code = got;
  }
  return code;
}
