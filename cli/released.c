/* Where a period was released, its numbers are those of the release; data as they are now only when asked for. */
#include <string.h>

#include "job.h"

bool cli_is_pinned(const char *spec)
{
  const size_t size = strlen(spec);
  return strchr(spec, '@') || (size > 5 && strcmp(spec + size - 5, ".json") == 0);
}

/* Said once, since what is asked for is not what was released. */
static void note_live(cli_job *job, cli *c, cli_word word, const char *released)
{
  job->live = true;
  if (cli_given(&c->args, OPT_QUIET)) return;
  cli_word_print(stderr, c->lang, W_NOTE, NULL);
  cli_word_print(stderr, c->lang, word, score_criteria_id(job->criteria), released,
                 score_criteria_version(job->criteria), NULL);
  fputc('\n', stderr);
}

static int take(cli_job *job, cli *c, score_store *store, const score_publication *p)
{
  score_findings *findings = NULL; /* its own: those of the job may have been said */
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  const int rc = score_store_release_open(&job->release, store, p, findings, &err);
  const int code = rc ? cli_failed(c, findings, &err) : 0;
  if (code == 0) cli_show_findings(c, findings);
  score_findings_free(findings);
  if (code) return code;
  if (cli_given(&c->args, OPT_FALLBACK) && !score_release_about(job->release)->fallback) {
    score_release_free(job->release);
    job->release = NULL;
    note_live(job, c, W_RELEASE_FALLBACK, p->version);
    return 0;
  }
  /* The scope that was released needs no choosing. */
  const char *scope = c->args.scope && strcmp(c->args.scope, p->scope) != 0 ? c->args.scope : NULL;
  if (score_release_select(&job->result, job->release, scope, &err) != 0) return cli_failed(c, NULL, &err);
  return 0;
}

int cli_job_release(cli_job *job, cli *c, score_store *store, const char *period)
{
  const cli_args *a = &c->args;
  score_publications *list = NULL;
  score_error err = {0};
  if (!period) return 0;
  if (score_publications_read(&list, store, &err) != 0) return cli_failed(c, NULL, &err);
  int code = 0;
  const score_publication *p =
      score_publications_current(list, period, score_criteria_id(job->criteria), a->stage, a->scope, &err);
  if (!p && err.code && !cli_given(a, OPT_LIVE))
    code = cli_failed(c, NULL, &err);
  else if (cli_given(a, OPT_LIVE))
    job->live = p || err.code;
  else if (p && cli_is_pinned(a->criteria) && strcmp(p->version, score_criteria_version(job->criteria)) != 0)
    note_live(job, c, W_RELEASE_OTHER_VERSION, p->version);
  else if (p)
    code = take(job, c, store, p);
  score_publications_free(list);
  return code;
}
