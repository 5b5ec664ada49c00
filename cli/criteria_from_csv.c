#include "criteria_verb.h"

int criteria_from_csv(cli *c)
{
  const cli_list *words = &c->args.words;
  score_document *document = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  if (words->count < 3) return cli_usage(c, W_NEED_SHEET, NULL, NULL);
  if (words->count > 3) return cli_usage(c, W_WORD_UNWANTED, words->item[3], NULL);
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  const score_read_options options = cli_read_options(c);
  const int rc = score_document_from_csv(&document, words->item[2], c->args.criteria, &options, findings, &err);
  int code = 0;
  if (rc != 0) {
    code = cli_failed(c, findings, &err);
  } else {
    cli_show_findings(c, findings);
    code = cli_job_deliver(c, 0, document, &err);
  }
  score_findings_free(findings);
  return code;
}
