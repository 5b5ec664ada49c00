#include "planning.h"

#include <stdlib.h>
#include <string.h>

static bool read_most(const cli *c, int64_t *most)
{
  const char *text = c->args.max_per_lever;
  *most = 0;
  for (const char *at = text; at && *at; at++) {
    if (*at < '0' || *at > '9' || *most > 1000000) return false;
    *most = *most * 10 + (*at - '0');
  }
  return !text || (*most > 0 && *most <= 1000000);
}

int cli_plan_check(cli *c)
{
  static const int narrows[] = {OPT_FIX, OPT_ONLY_MINE, OPT_MAX_PER_LEVER, OPT_EFFORT};
  int64_t most;
  for (size_t k = 0; k < sizeof narrows / sizeof *narrows; k++)
    if (cli_given(&c->args, narrows[k]) && !cli_given(&c->args, OPT_TARGET))
      return cli_usage(c, W_NEED_TARGET, cli_options[narrows[k]].name, NULL);
  if (!read_most(c, &most))
    return cli_usage(c, W_NUMBER_WRONG, cli_options[OPT_MAX_PER_LEVER].name, c->args.max_per_lever);
  return 0;
}

static int read_efforts(score_plan_effort **out, size_t *count, cli_job *job, cli *c)
{
  const score_read_options options = {.decimal_mark = c->args.decimal, .encoding = c->args.encoding};
  score_findings *findings = NULL;
  score_error err = {0};
  int code = 0;
  *out = NULL;
  *count = 0;
  if (!c->args.effort) return 0;
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  if (score_plan_efforts_read(out, count, job->result, c->args.effort, &options, findings, &err) != 0)
    code = cli_failed(c, findings, &err);
  score_findings_free(findings);
  return code;
}

int cli_plan_open(score_plan **out, cli_job *job, cli *c, const char *unit)
{
  score_plan_effort *effort = NULL;
  score_error err = {0};
  score_plan_options options = {.target = c->args.target,
                                .fix = c->args.fix.item,
                                .fix_count = c->args.fix.count,
                                .only_mine = cli_given(&c->args, OPT_ONLY_MINE)};
  *out = NULL;
  if (!c->args.target) return 0;
  read_most(c, &options.max_per_lever);
  int code = read_efforts(&effort, &options.effort_count, job, c);
  options.effort = effort;
  if (code == 0 && score_plan_new(out, job->result, unit, &options, &err) != 0) {
    code = cli_failed(c, NULL, &err);
    if (err.code == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  }
  score_plan_efforts_free(effort);
  return code;
}
