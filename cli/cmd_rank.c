#include "companions.h"

int cmd_rank(cli *c)
{
  cli_job job;
  cli_companions beside = {0};
  int code = cli_job_open(&job, c, 1);
  if (code == 0) code = cli_companions_open(&beside, c, &job, CLI_PREVIOUS | CLI_RELEASED | CLI_OVERALL);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const score_rank_options options = {.beside = beside.beside};
    const int rc = score_document_rank(&document, job.result, &options, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  cli_companions_close(&beside);
  cli_job_close(&job);
  return code;
}
