#include "criteria_verb.h"

int criteria_schema(cli *c)
{
  score_document *document = NULL;
  score_error err = {0};
  if (c->args.words.count > 2) return cli_usage(c, W_WORD_UNWANTED, c->args.words.item[2], NULL);
  const int rc = score_document_schema(&document, c->lang, &err);
  return cli_job_deliver(c, rc, document, &err);
}
