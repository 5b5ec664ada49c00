#include "criteria_verb.h"

int criteria_show(cli *c)
{
  const char *spec;
  int code = criteria_spec(c, &spec);
  if (code) return code;
  score_criteria *criteria = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  code = cli_criteria_open(c, spec, NULL, &criteria, findings);
  if (code == 0) {
    score_document *document = NULL;
    cli_show_findings(c, findings);
    const bool sheet = cli_format(&c->args) == SCORE_FORMAT_CSV; /* for who edits the set in a spreadsheet */
    const int rc = sheet ? score_document_authoring(&document, criteria, &err)
                         : score_document_criteria(&document, criteria, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  score_criteria_free(criteria);
  score_findings_free(findings);
  return code;
}
