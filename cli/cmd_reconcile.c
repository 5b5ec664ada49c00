#include <stdlib.h>
#include <string.h>

#include "job.h"

static int stage_of(const cli *c, const char *word, score_stage *out)
{
  static const char *const stages[] = {"self", "verified", "published"};
  for (int i = 0; i < 3; i++) {
    if (strcmp(word, stages[i]) != 0) continue;
    *out = (score_stage)i;
    return 0;
  }
  const size_t near = cli_nearest(word, stages, 3);
  if (near == SIZE_MAX) return cli_usage(c, W_RECONCILE_STAGE, word, NULL);
  return cli_usage(c, W_WORD_NEAREST, word, stages[near]);
}

/* "0.05" or "0,05" in millionths of a point. */
static int tolerance_of(const cli *c, int64_t *out)
{
  const char *text = c->args.tolerance, *at = text;
  int64_t whole = 0, part = 0, unit = 1000000;
  *out = 0;
  if (!text) return 0;
  for (; *at >= '0' && *at <= '9' && whole < 1000000; at++) whole = whole * 10 + (*at - '0');
  bool good = at > text && whole < 1000000;
  if (good && (*at == '.' || *at == ',')) {
    for (at++; *at >= '0' && *at <= '9' && unit > 1; at++) {
      unit /= 10;
      part += (*at - '0') * unit;
    }
    good = at[-1] >= '0' && at[-1] <= '9';
  }
  if (!good || *at) return cli_usage(c, W_RECONCILE_TOLERANCE, text, NULL);
  *out = whole * 1000000 + part;
  return 0;
}

/* shown: what was said of the other side. */
static int evaluate(cli *c, score_stage stage, bool ignore_given, const cli_job *job, score_findings *findings,
                    const score_findings *shown, score_result **out)
{
  const score_eval_options options = {.period = c->args.period,
                                      .stage = stage,
                                      .fallback = cli_given(&c->args, OPT_FALLBACK),
                                      .ignore_given = ignore_given,
                                      .scope = c->args.scope};
  score_error err = {0};
  if (score_evaluate(out, job->data, &options, findings, &err) != 0) return cli_failed(c, findings, &err);
  cli_show_new_findings(c, findings, shown);
  return 0;
}

static int reconcile(cli *c, const cli_job *job, const score_stage stage[2], size_t stages, int64_t tolerance)
{
  score_result *side[2] = {NULL, NULL};
  score_findings *second = NULL;
  score_reconciliation *reconciliation = NULL;
  score_error err = {0};
  const bool given = stages < 2;
  int code = evaluate(c, given ? c->args.stage : stage[0], given, job, job->findings, NULL, &side[0]);
  if (code == 0 && !given && score_findings_new(&second, 0, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0 && !given) code = evaluate(c, stage[1], false, job, second, job->findings, &side[1]);
  if (code == 0) {
    const int rc = given ? score_reconcile_given(&reconciliation, side[0], stage[0], tolerance, &err)
                         : score_reconcile_results(&reconciliation, side[0], side[1], tolerance, &err);
    if (rc != 0) code = cli_failed(c, NULL, &err);
  }
  if (code == 0) {
    score_document *document = NULL;
    const int rc = score_document_reconciliation(&document, reconciliation, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  if (code == 0 && score_reconciliation_count(reconciliation, SCORE_AGREE_DIFFERS) > 0) code = EXIT_FINDINGS;
  score_reconciliation_free(reconciliation);
  score_findings_free(second);
  score_result_free(side[0]);
  score_result_free(side[1]);
  return code;
}

int cmd_reconcile(cli *c)
{
  const cli_list *words = &c->args.words;
  score_stage stage[2] = {SCORE_STAGE_PUBLISHED, SCORE_STAGE_NONE};
  const size_t stages = words->count - 1;
  int64_t tolerance = 0;
  int code = tolerance_of(c, &tolerance);
  for (size_t i = 0; i < stages && code == 0; i++) code = stage_of(c, words->item[i + 1], &stage[i]);
  if (code == 0 && stages == 2 && stage[0] == stage[1]) code = cli_usage(c, W_RECONCILE_SAME, words->item[1], NULL);
  if (code == 0 && stages == 2 && cli_given(&c->args, OPT_STAGE))
    code = cli_usage(c, W_RECONCILE_STAGES, words->item[1], words->item[2]);
  if (code) return code;
  cli_job job;
  code = cli_job_gather(&job, c, words->count, NULL);
  if (code == 0) code = reconcile(c, &job, stage, stages, tolerance);
  cli_job_close(&job);
  return code;
}
