#include "job.h"

static int log_unit(cli *c, score_store *store, const score_criteria *criteria, const char *unit, const char *measure)
{
  const score_log_options options = {.measure = measure, .period = c->args.period, .stage = c->args.stage};
  score_document *document = NULL;
  score_error err = {0};
  const int rc = score_document_log(&document, store, criteria, unit, &options, &err);
  const int code = cli_job_deliver(c, rc, document, &err);
  if (rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_LOG, NULL);
  return code;
}

static int log_imports(cli *c, score_store *store)
{
  score_document *document = NULL;
  score_error err = {0};
  const int rc = score_document_imports(&document, store, &err);
  return cli_job_deliver(c, rc, document, &err);
}

/* What a command line asks of the list of imports, which has neither stage nor period. */
static int check_list(cli *c)
{
  static const int unit_only[] = {OPT_PERIOD, OPT_STAGE, OPT_CRITERIA};
  for (size_t i = 0; i < sizeof unit_only / sizeof *unit_only; i++)
    if (cli_given(&c->args, unit_only[i])) return cli_usage(c, W_NEED_UNIT, c->args.words.item[0], NULL);
  return 0;
}

int cmd_log(cli *c)
{
  const cli_list *words = &c->args.words;
  size_t next = 1; /* with --unit the first word is the measure */
  const char *unit = c->args.unit;
  if (!unit && words->count > next) unit = words->item[next++];
  const char *measure = words->count > next ? words->item[next++] : NULL;
  if (words->count > next) return cli_usage(c, W_WORD_UNWANTED, words->item[next], NULL);
  int code = cli_report_check(c);
  if (code == 0 && !c->args.db) code = cli_usage(c, W_NEED_DB, words->item[0], NULL);
  if (code == 0 && !unit) code = check_list(c);
  if (code) return code;
  score_store *store = NULL;
  score_criteria *criteria = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  code = cli_store_open_read(c, &store);
  if (code == 0 && c->args.criteria) code = cli_criteria_open(c, c->args.criteria, NULL, &criteria, findings);
  if (code == 0) code = unit ? log_unit(c, store, criteria, unit, measure) : log_imports(c, store);
  score_store_close(store);
  score_criteria_free(criteria);
  score_findings_free(findings);
  return code;
}
