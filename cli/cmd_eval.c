#include "job.h"

int cmd_eval(cli *c)
{
  cli_job job;
  int code = cli_job_open(&job, c, 1);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = score_document_eval(&document, job.result, c->args.unit, &err);
    code = cli_job_deliver(c, rc, document, &err);
    if (rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  }
  cli_job_close(&job);
  return code;
}
