#include <string.h>
#include <unistd.h>

#include "criteria_verb.h"

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

int criteria_check(cli *c)
{
  const cli_list *words = &c->args.words;
  const char *spec;
  int code = 0;
  if (words->count <= 3) return criteria_spec(c, &spec) ? EXIT_USAGE : check(c, spec);
  if (c->args.criteria) return cli_usage(c, W_WORD_UNWANTED, words->item[2], NULL);
  for (size_t i = 2; i < words->count; i++) { /* the worst of all that were named */
    const int got = check(c, words->item[i]);
    if (got > code) code = got;
  }
  return code;
}
