#include "companions.h"
#include "planning.h"

int cmd_gap(cli *c)
{
  const cli_list *words = &c->args.words;
  if (c->args.unit && words->count > 1) return cli_usage(c, W_WORD_UNWANTED, words->item[1], NULL);
  const char *unit = c->args.unit ? c->args.unit : words->count > 1 ? words->item[1] : NULL;
  if (!unit) return cli_usage(c, W_NEED_UNIT, words->item[0], NULL);
  const int wrong = cli_plan_check(c);
  if (wrong) return wrong;
  cli_job job;
  cli_companions beside = {0};
  score_plan *plan = NULL;
  int code = cli_job_open(&job, c, words->count);
  if (code == 0) code = cli_companions_open(&beside, c, &job, CLI_PREVIOUS);
  if (code == 0) code = cli_plan_open(&plan, &job, c, unit);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const score_gap_options options = {.beside = beside.beside, .plan = plan};
    const int rc = score_document_gap(&document, job.result, unit, &options, &err);
    code = cli_job_deliver(c, rc, document, &err);
    if (rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  }
  score_plan_free(plan);
  cli_companions_close(&beside);
  cli_job_close(&job);
  return code;
}
