#include "criteria_verb.h"

/* Differences are the answer, not a failure: 0, and 1 under --strict. */
int criteria_diff(cli *c)
{
  const char *spec[2];
  int code = criteria_pair(c, spec);
  if (code) return code;
  score_criteria *set[2] = {NULL, NULL};
  score_findings *findings = NULL;
  score_difference *difference = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  for (int s = 0; s < 2 && code == 0; s++) code = cli_criteria_open(c, spec[s], NULL, &set[s], findings);
  if (code == 0 && score_difference_new(&difference, set[0], set[1], &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0) {
    score_document *document = NULL;
    cli_show_findings(c, findings);
    const int rc = score_document_difference(&document, difference, &err);
    code = cli_job_deliver(c, rc, document, &err);
    if (code == 0 && cli_given(&c->args, OPT_STRICT) && score_difference_changes(difference) > 0) code = EXIT_FINDINGS;
  }
  score_difference_free(difference);
  score_criteria_free(set[0]);
  score_criteria_free(set[1]);
  score_findings_free(findings);
  return code;
}
