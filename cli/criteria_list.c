#include "criteria_verb.h"

int criteria_list(cli *c)
{
  char buf[CLI_PATH_SIZE];
  score_document *document = NULL;
  score_error err = {0};
  if (c->args.words.count > 2) return cli_usage(c, W_WORD_UNWANTED, c->args.words.item[2], NULL);
  const char *dir = cli_criteria_dir(&c->args, buf);
  const int rc = score_document_criteria_list(&document, dir, &err);
  return cli_job_deliver(c, rc, document, &err);
}
