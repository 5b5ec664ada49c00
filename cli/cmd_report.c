#include <string.h>

#include "job.h"

static int make(const cli *c, const cli_job *job, score_document **out, score_error *err)
{
  if (strcmp(c->args.words.item[1], "ward") == 0)
    return score_document_ward_report(out, job->result, c->args.unit, NULL, err);
  return score_document_province_report(out, job->result, NULL, err);
}

int cmd_report(cli *c)
{
  const cli_list *words = &c->args.words;
  const bool ward = words->count > 1 && strcmp(words->item[1], "ward") == 0;
  if (!ward && (words->count < 2 || strcmp(words->item[1], "province") != 0))
    return cli_usage(c, W_REPORT_KIND, words->count > 1 ? words->item[1] : "", NULL);
  if (ward && !c->args.unit) return cli_usage(c, W_NEED_UNIT, words->item[0], NULL);
  if (!cli_given(&c->args, OPT_LANG)) c->lang = SCORE_LANG_VI;
  cli_job job;
  int code = cli_job_open(&job, c, 2);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = make(c, &job, &document, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  cli_job_close(&job);
  return code;
}
