#include "assumption.h"

int cmd_what_if(cli *c)
{
  const cli_list *words = &c->args.words;
  if (c->args.unit && words->count > 1) return cli_usage(c, W_WORD_UNWANTED, words->item[1], NULL);
  const char *unit = c->args.unit ? c->args.unit : words->count > 1 ? words->item[1] : NULL;
  if (!unit) return cli_usage(c, W_NEED_UNIT, words->item[0], NULL);
  if (c->args.set.count == 0) return cli_usage(c, W_SET_NONE, NULL, NULL);
  cli_job job;
  score_what_if *what_if = NULL;
  int code = cli_job_open(&job, c, words->count);
  if (code == 0) code = cli_suppose(&what_if, &job, c, unit);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = score_document_what_if(&document, what_if, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  score_what_if_free(what_if);
  cli_job_close(&job);
  return code;
}
