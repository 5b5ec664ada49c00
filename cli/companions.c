#include "companions.h"

#include <string.h>
#include <sys/stat.h>

typedef struct search {
  cli *c;
  const cli_job *job;
  score_store *store;      /* NULL = files */
  score_publications *all; /* of the store */
  score_stage stage;
  bool fallback;
} search;

/* What keeps a companion away is no fault of the result: said where it is more than "there is none". */
static int pass_over(const search *s, const char *period, const score_error *err)
{
  char text[2048];
  if (err->code == SCORE_OK || err->code == SCORE_E_NOT_FOUND) return 0;
  if (err->code == SCORE_E_MEMORY || err->code == SCORE_E_STORE || err->code == SCORE_E_INTERNAL)
    return cli_failed(s->c, NULL, err);
  if (cli_given(&s->c->args, OPT_QUIET)) return 0;
  score_error_text(text, sizeof text, err, s->c->lang);
  cli_word_print(stderr, s->c->lang, W_NOTE, NULL);
  cli_word_print(stderr, s->c->lang, W_NOT_COMPARED, period, text, NULL);
  fputc('\n', stderr);
  return 0;
}

static int take_release(const search *s, cli_companion *out, const score_publication *p)
{
  score_findings *told = NULL; /* they are of another day */
  score_error err = {0};
  if (score_findings_new(&told, 0, &err) == 0) score_store_release_open(&out->release, s->store, p, told, &err);
  score_findings_free(told);
  if (!out->release) return pass_over(s, p->period, &err);
  if (s->fallback && !score_release_about(out->release)->fallback) {
    score_release_free(out->release);
    out->release = NULL;
    return 0;
  }
  const char *scope = s->c->args.scope;
  score_release_select(&out->result, out->release, scope && strcmp(scope, p->scope) != 0 ? scope : NULL, &err);
  return pass_over(s, p->period, &err);
}

static int evaluate(const search *s, cli_companion *out, const score_data *data, const char *period, const char *scope,
                    bool live)
{
  const score_eval_options options = {
      .period = period, .stage = s->stage, .fallback = s->fallback, .scope = scope, .live = live};
  score_error err = {0};
  score_evaluate(&out->result, data, &options, NULL, &err);
  if (out->result && score_result_is_background(out->result)) {
    score_result_free(out->result);
    out->result = NULL;
  }
  return pass_over(s, period, &err);
}

/* A pipe is empty the second time. */
static bool is_read_again(const char *path)
{
  struct stat st;
  return stat(path, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

/* The same files as another version reads them. */
static int read_again(const search *s, cli_companion *out, const char *period)
{
  const cli_list *units = &s->c->args.units;
  score_read_options options = cli_read_options(s->c);
  score_error err = {0};
  score_data *data = NULL;
  const char *path;
  options.beside = s->job->criteria;
  for (size_t i = 0; i < units->count; i++)
    if (!is_read_again(units->item[i])) return 0;
  for (size_t i = 0; (path = cli_job_file(s->job, s->c, i)); i++)
    if (!is_read_again(path)) return 0;
  int rc = score_data_new(&data, out->criteria, &err);
  for (size_t i = 0; rc == 0 && i < units->count; i++)
    rc = score_data_read_units(data, units->item[i], &options, NULL, &err);
  for (size_t i = 0; rc == 0 && (path = cli_job_file(s->job, s->c, i)); i++)
    rc = score_data_read(data, path, &options, NULL, &err);
  if (rc == 0)
    out->data = data;
  else
    score_data_free(data);
  return pass_over(s, period, &err);
}

/* The version in force in another period, where it is not that of the job. */
static int find_version(const search *s, const char *period, cli_companion *out, const score_criteria **set)
{
  char dir[CLI_PATH_SIZE];
  const cli_args *a = &s->c->args;
  score_error err = {0};
  *set = s->job->criteria;
  if (cli_is_pinned(a->criteria)) return 0;
  score_criteria_find(&out->criteria, cli_criteria_dir(a, dir), a->criteria, period, NULL, &err);
  *set = out->criteria;
  if (*set && strcmp(score_criteria_sha256(*set), score_criteria_sha256(s->job->criteria)) == 0) {
    score_criteria_free(out->criteria);
    out->criteria = NULL;
    *set = s->job->criteria;
  }
  return pass_over(s, period, &err);
}

static int compute(const search *s, cli_companion *out, const char *period, bool live)
{
  const score_criteria *set;
  const score_data *data = s->job->data;
  score_error err = {0};
  if (!s->store && score_data_periods(data) < 2) return 0;
  int code = find_version(s, period, out, &set);
  if (code || !set) return code;
  if (s->store) {
    score_store_read(&out->data, s->store, set, period, &err);
    code = pass_over(s, period, &err);
    data = out->data;
  } else if (set != s->job->criteria) {
    code = read_again(s, out, period);
    data = out->data;
  }
  return code || !data ? code : evaluate(s, out, data, period, s->c->args.scope, live);
}

static const score_publication *release_of(const search *s, const char *period)
{
  score_error unseen = {0};
  if (!s->all) return NULL;
  return score_publications_current(s->all, period, score_criteria_id(s->job->criteria), s->stage, s->c->args.scope,
                                    &unseen);
}

static int find_previous(const search *s, cli_companion *out, const score_publication **taken)
{
  char period[16];
  score_error err = {0};
  *taken = NULL;
  if (score_period_previous(period, score_result_period(s->job->result), &err) != 0) return pass_over(s, period, &err);
  const score_publication *p = release_of(s, period);
  const bool fits =
      !cli_is_pinned(s->c->args.criteria) || (p && strcmp(p->version, score_criteria_version(s->job->criteria)) == 0);
  int code = 0;
  if (p && fits && !cli_given(&s->c->args, OPT_LIVE)) {
    code = take_release(s, out, p);
    if (out->result) *taken = p;
  }
  return code || out->result ? code : compute(s, out, period, p != NULL);
}

static int find_released(const search *s, cli_companion *out, const score_publication *previous, score_beside *beside)
{
  const char *period = score_result_period(s->job->result);
  const score_publication *p = s->job->release ? NULL : release_of(s, period);
  if (!p)
    p = score_publications_before(s->all, period, score_criteria_id(s->job->criteria), s->stage, s->c->args.scope);
  if (!p) return 0;
  if (p == previous) {
    beside->released = beside->previous;
    return 0;
  }
  const int code = take_release(s, out, p);
  beside->released = out->result;
  return code;
}

/* Beside some of the units of a release stand those that were released with them, and no others. */
static int find_overall(const search *s, cli_companion *out, score_beside *beside)
{
  const score_release *release = s->job->release;
  if (release) {
    if (!*score_release_about(release)->scope) beside->overall = score_release_result(release);
    return 0;
  }
  const int code = evaluate(s, out, s->job->data, score_result_period(s->job->result), NULL, s->job->live);
  beside->overall = out->result;
  return code;
}

static int find(const search *s, cli_companions *out, unsigned which)
{
  const score_publication *previous = NULL;
  int code = 0;
  if (which & CLI_PREVIOUS) code = find_previous(s, &out->previous, &previous);
  out->beside.previous = out->previous.result;
  if (code == 0 && (which & CLI_RELEASED) && s->store) code = find_released(s, &out->released, previous, &out->beside);
  if (code == 0 && (which & CLI_OVERALL) && s->c->args.scope) code = find_overall(s, &out->overall, &out->beside);
  return code;
}

int cli_companions_open(cli_companions *out, cli *c, const cli_job *job, unsigned which)
{
  search s = {.c = c,
              .job = job,
              .stage = score_result_stage(job->result),
              .fallback =
                  job->release ? score_release_about(job->release)->fallback : cli_given(&c->args, OPT_FALLBACK)};
  score_error err = {0};
  *out = (cli_companions){0};
  int code = c->args.db ? cli_store_open_read(c, &s.store) : 0;
  if (code == 0 && s.store && score_publications_read(&s.all, s.store, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0) code = find(&s, out, which);
  score_publications_free(s.all);
  score_store_close(s.store);
  return code;
}

static void leave(cli_companion *one)
{
  score_result_free(one->result);
  score_release_free(one->release);
  score_data_free(one->data);
  score_criteria_free(one->criteria);
}

void cli_companions_close(cli_companions *companions)
{
  leave(&companions->previous);
  leave(&companions->released);
  leave(&companions->overall);
}
