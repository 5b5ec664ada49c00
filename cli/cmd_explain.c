#include "assumption.h"

int cmd_explain(cli *c)
{
  const cli_list *words = &c->args.words;
  size_t next = 1; /* with --unit the first word is the criterion */
  const char *unit = c->args.unit;
  if (!unit && words->count > next) unit = words->item[next++];
  if (!unit) return cli_usage(c, W_NEED_UNIT, words->item[0], NULL);
  const char *criterion = words->count > next ? words->item[next++] : NULL;
  if (words->count > next) return cli_usage(c, W_WORD_UNWANTED, words->item[next], NULL);
  cli_job job;
  score_what_if *what_if = NULL;
  int code = cli_job_open_unit(&job, c, words->count, unit);
  if (code == 0) code = cli_suppose(&what_if, &job, c, unit);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = score_document_explain(&document, cli_supposed(what_if, &job), unit, criterion, &err);
    code = cli_job_deliver(c, rc, document, &err);
    if (rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  }
  score_what_if_free(what_if);
  cli_job_close(&job);
  return code;
}
