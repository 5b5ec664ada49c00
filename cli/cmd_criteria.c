#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "job.h"

static int list(cli *c)
{
  char buf[CLI_PATH_SIZE];
  score_document *document = NULL;
  score_error err = {0};
  if (c->args.words.count > 2) return cli_usage(c, W_WORD_UNWANTED, c->args.words.item[2], NULL);
  const char *dir = cli_criteria_dir(&c->args, buf);
  const int rc = score_document_criteria_list(&document, dir, &err);
  return cli_job_deliver(c, rc, document, &err);
}

static int show(cli *c, const char *spec)
{
  score_criteria *criteria = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  int code = cli_criteria_open(c, spec, NULL, &criteria, findings);
  if (code == 0) {
    score_document *document = NULL;
    cli_show_findings(c, findings);
    const int rc = score_document_criteria(&document, criteria, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  score_criteria_free(criteria);
  score_findings_free(findings);
  return code;
}

/* What a definition is found to be is the answer, not a failure: 1, and 0 for warnings. */
static int check(cli *c, const char *spec)
{
  score_criteria *criteria = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  char buf[CLI_PATH_SIZE];
  const char *dir = cli_criteria_dir(&c->args, buf);
  int code = score_criteria_check(&criteria, dir, spec, findings, &err) ? cli_failed(c, findings, &err) : 0;
  if (err.code == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_SETS, dir);
  const size_t size = strlen(spec);
  const bool unreadable = size > 5 && strcmp(spec + size - 5, ".json") == 0 && access(spec, R_OK) != 0;
  if (code == EXIT_INPUT && !unreadable && score_findings_count(findings, SCORE_ERROR) > 0) code = EXIT_FINDINGS;
  if (code == 0) {
    cli_show_findings(c, findings);
    if (!cli_given(&c->args, OPT_QUIET)) {
      const bool clean = score_findings_count(findings, SCORE_WARNING) == 0;
      cli_word_print(stdout, c->lang, clean ? W_CHECKED_CLEAN : W_CHECKED_WARNED, score_criteria_id(criteria),
                     score_criteria_version(criteria), NULL);
      fputc('\n', stdout);
    }
  }
  score_criteria_free(criteria);
  score_findings_free(findings);
  return code;
}

int cmd_criteria(cli *c)
{
  static const char *const verbs[] = {"list", "show", "check"};
  const cli_list *words = &c->args.words;
  int code = cli_report_check(c);
  if (code) return code;
  if (words->count < 2) return cli_usage(c, W_CRITERIA_WHAT, NULL, NULL);
  const char *verb = words->item[1];
  if (strcmp(verb, verbs[0]) == 0) return list(c);
  const bool shows = strcmp(verb, verbs[1]) == 0;
  if (!shows && strcmp(verb, verbs[2]) != 0) {
    const size_t near = cli_nearest(verb, verbs, 3);
    if (near == SIZE_MAX) return cli_usage(c, W_CRITERIA_VERB, verb, NULL);
    return cli_usage(c, W_WORD_NEAREST, verb, verbs[near]);
  }
  if (words->count < 3 && !c->args.criteria) {
    cli_usage(c, W_NEED_SET, words->item[0], verb);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  if (c->args.criteria && words->count > 2) return cli_usage(c, W_WORD_UNWANTED, words->item[2], NULL);
  if (shows && words->count > 3) return cli_usage(c, W_WORD_UNWANTED, words->item[3], NULL);
  if (c->args.criteria) return shows ? show(c, c->args.criteria) : check(c, c->args.criteria);
  if (shows) return show(c, words->item[2]);
  for (size_t i = 2; i < words->count; i++) { /* the worst of all that were named */
    const int got = check(c, words->item[i]);
    if (got > code) code = got;
  }
  return code;
}
