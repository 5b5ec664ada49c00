#include "job.h"

int cmd_due(cli *c)
{
  cli_job job;
  c->args.given |= OPT_BIT(OPT_LIVE); /* what is missing is missing now, released or not */
  int code = cli_job_open(&job, c, 1);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = score_document_due(&document, job.result, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  cli_job_close(&job);
  return code;
}
