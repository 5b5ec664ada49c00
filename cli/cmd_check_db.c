#include "job.h"

int cmd_check_db(cli *c)
{
  const cli_list *words = &c->args.words;
  if (c->args.db && words->count > 1) return cli_usage(c, W_WORD_UNWANTED, words->item[1], NULL);
  if (words->count > 1) c->args.db = words->item[1];
  int code = cli_report_check(c);
  if (code == 0 && !c->args.db) code = cli_usage(c, W_NEED_DB, words->item[0], NULL);
  if (code) return code;
  score_store *store = NULL;
  score_findings *findings = NULL;
  score_document *document = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  code = cli_store_open_read(c, &store);
  if (code == 0) {
    if (score_store_check(store, findings, &err) != 0) {
      code = cli_failed(c, findings, &err);
    } else {
      const int rc = score_document_check_db(&document, store, findings, &err);
      code = cli_job_deliver(c, rc, document, &err);
      if (code == 0 && score_findings_count(findings, SCORE_ERROR) > 0) code = EXIT_FINDINGS;
    }
  }
  score_store_close(store);
  score_findings_free(findings);
  return code;
}
