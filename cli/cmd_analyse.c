#include "job.h"

int cmd_analyse(cli *c)
{
  cli_job job;
  int code = cli_job_open(&job, c, 1);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = score_document_analysis(&document, job.result, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  cli_job_close(&job);
  return code;
}
