#include "assumption.h"

int cmd_eval(cli *c)
{
  cli_job job;
  score_what_if *what_if = NULL;
  if (c->args.set.count && !c->args.unit) return cli_usage(c, W_SET_UNIT, NULL, NULL);
  int code = cli_job_open(&job, c, 1);
  if (code == 0) code = cli_suppose(&what_if, &job, c, c->args.unit);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = score_document_eval(&document, cli_supposed(what_if, &job), c->args.unit, &err);
    code = cli_job_deliver(c, rc, document, &err);
    if (rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  }
  score_what_if_free(what_if);
  cli_job_close(&job);
  return code;
}
