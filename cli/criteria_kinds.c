#include "criteria_verb.h"

int criteria_kinds(cli *c)
{
  const cli_list *words = &c->args.words;
  score_document *document = NULL;
  score_error err = {0};
  if (words->count > 3) return cli_usage(c, W_WORD_UNWANTED, words->item[3], NULL);
  const int rc = score_document_kinds(&document, words->count > 2 ? words->item[2] : NULL, &err);
  return cli_job_deliver(c, rc, document, &err);
}
