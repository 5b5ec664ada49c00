#include "job.h"

#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

score_read_options cli_read_options(const cli *c)
{
  return (score_read_options){.delimiter = c->args.delimiter,
                              .decimal_mark = c->args.decimal,
                              .period = c->args.period,
                              .stage = c->args.stage,
                              .synthetic = cli_given(&c->args, OPT_SYNTHETIC),
                              .ignore_given_points = cli_given(&c->args, OPT_NO_GIVEN_POINTS),
                              .encoding = c->args.encoding,
                              .sheet = c->args.sheet,
                              .skip_bad = cli_given(&c->args, OPT_SKIP_BAD)};
}

int cli_report_check(cli *c)
{
  const int code = cli_output_check(c);
  if (code) return code;
  if (!cli_given(&c->args, OPT_CSV) || !cli_given(&c->args, OPT_FORMAT) || c->args.format == SCORE_FORMAT_CSV) return 0;
  return cli_usage(c, W_CSV_FORMAT, NULL, NULL);
}

/* A set that was named by its id lies in a file of the folder of sets. */
static int guard(const cli *c, const char *dir, const score_criteria *set)
{
  char path[CLI_PATH_SIZE + 128];
  snprintf(path, sizeof path, "%s/%s/%s.json", dir, score_criteria_id(set), score_criteria_version(set));
  return cli_safeguard_read(c, path);
}

int cli_criteria_open(cli *c, const char *spec, const char *period, score_criteria **out, score_findings *findings)
{
  char buf[CLI_PATH_SIZE];
  score_error err = {0};
  const char *dir = cli_criteria_dir(&c->args, buf);
  if (score_criteria_find(out, dir, spec, c->args.period ? c->args.period : period, findings, &err) != 0) {
    const int code = cli_failed(c, findings, &err);
    if (err.code == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_SETS, dir);
    return code;
  }
  if (cli_given(&c->args, OPT_VERBOSE)) {
    cli_word_print(stderr, c->lang, W_USING_SET, score_criteria_id(*out), score_criteria_version(*out),
                   score_criteria_status(*out), score_criteria_sha256(*out), NULL);
    fputc('\n', stderr);
  }
  return guard(c, dir, *out);
}

/* A store or files, not both; the words from `extra` on are files too. */
static int check_source(cli *c, size_t extra)
{
  const cli_args *a = &c->args;
  if (a->db && (a->data.count || a->units.count)) return cli_usage(c, W_DB_OR_DATA, NULL, NULL);
  if (!a->db && a->data.count == 0) {
    cli_usage(c, W_NEED_DATA, NULL, NULL);
    cli_hint(c, W_HINT_HELP, a->words.item[0]);
    return EXIT_USAGE;
  }
  if (a->words.count > extra && a->data.count == 0) return cli_usage(c, W_WORD_UNWANTED, a->words.item[extra], NULL);
  return 0;
}

static int check(cli *c, size_t extra)
{
  const int code = cli_report_check(c);
  if (code) return code;
  if (c->args.criteria) return check_source(c, extra);
  cli_usage(c, W_NEED_CRITERIA, NULL, NULL);
  cli_hint(c, W_HINT_LIST, NULL);
  return EXIT_USAGE;
}

const char *cli_job_file(const cli_job *job, const cli *c, size_t i)
{
  const cli_list *data = &c->args.data, *words = &c->args.words;
  if (i < data->count) return data->item[i];
  i -= data->count;
  return job->extra < words->count && i < words->count - job->extra ? words->item[job->extra + i] : NULL;
}

/* A file that begins with another period than the one asked for may have what only the version in force then knows. */
static const score_criteria *find_neighbour(const cli *c, const cli_job *job, const char *path, score_criteria **kept)
{
  char period[16], dir[CLI_PATH_SIZE];
  score_error unseen = {0};
  if (!c->args.period || cli_is_pinned(c->args.criteria)) return NULL;
  cli_peek_period(c, path, period);
  if (!period[0] || strcmp(period, c->args.period) == 0) return NULL;
  if (!*kept) score_criteria_find(kept, cli_criteria_dir(&c->args, dir), c->args.criteria, period, NULL, &unseen);
  return *kept && strcmp(score_criteria_sha256(*kept), score_criteria_sha256(job->criteria)) != 0 ? *kept : NULL;
}

static int read_files(cli_job *job, cli *c, size_t extra, const score_criteria *beside)
{
  score_criteria *neighbour = NULL;
  const cli_args *a = &c->args;
  score_read_options options = cli_read_options(c);
  options.beside = beside;
  score_error err = {0};
  if (score_data_new(&job->data, job->criteria, &err) != 0) return cli_failed(c, NULL, &err);
  int rc = 0, code = 0;
  for (size_t i = 0; i < a->units.count && rc == 0; i++)
    rc = score_data_read_units(job->data, a->units.item[i], &options, job->findings, &err);
  if (rc != 0) return cli_failed(c, job->findings, &err);
  const char *path;
  job->extra = extra;
  for (size_t i = 0; (path = cli_job_file(job, c, i));
       i++) { /* all files are read, so that all of their faults are said */
    score_error now = {0};
    if (!beside) options.beside = find_neighbour(c, job, path, &neighbour);
    cli_progress progress;
    cli_progress_start(&progress, path, c->lang, cli_given(a, OPT_QUIET), &options);
    const int got = score_data_read(job->data, path, &options, job->findings, &now);
    cli_progress_end(&progress);
    if (got == 0) continue;
    if (rc == 0) err = now;
    rc = got;
    if (got != SCORE_E_INPUT) break;
  }
  score_criteria_free(neighbour);
  if (rc != 0) code = cli_failed(c, job->findings, &err);
  return code;
}

void cli_peek_period(const cli *c, const char *path, char period[16])
{
  const score_read_options options = cli_read_options(c);
  struct stat st;
  period[0] = '\0';
  if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) score_data_peek_period(period, path, &options);
}

static int open_store(cli *c, score_store **store, bool read_only)
{
  score_error err = {0};
  const int rc = read_only ? score_store_open_read(store, c->args.db, &err) : score_store_open(store, c->args.db, &err);
  if (rc == 0) return 0;
  const int code = cli_failed(c, NULL, &err);
  if (err.code == SCORE_E_STORE && access(c->args.db, F_OK) != 0) cli_hint(c, W_HINT_INIT, c->args.db);
  return code;
}

int cli_store_open(cli *c, score_store **store)
{
  return open_store(c, store, false);
}

int cli_store_open_read(cli *c, score_store **store)
{
  return open_store(c, store, true);
}

/* The version in force depends on the period, which only the data say when --period is not given. */
static void peek_period(cli *c, score_store *store, char period[16])
{
  score_error unseen;
  period[0] = '\0';
  if (c->args.period) return;
  if (!store)
    cli_peek_period(c, c->args.data.item[0], period);
  else if (score_store_only_period(period, store, &unseen) != 0)
    period[0] = '\0';
}

static int read_store(cli_job *job, cli *c, score_store *store, const char *unit)
{
  score_error err = {0};
  const int rc = unit ? score_store_read_unit(&job->data, store, job->criteria, c->args.period, unit, &err)
                      : score_store_read(&job->data, store, job->criteria, c->args.period, &err);
  return rc ? cli_failed(c, job->findings, &err) : 0;
}

/* shown: findings already said of the same files. */
static int evaluate(cli_job *job, cli *c, const score_findings *shown)
{
  const cli_args *a = &c->args;
  const score_eval_options options = {.period = a->period,
                                      .stage = a->stage,
                                      .fallback = cli_given(a, OPT_FALLBACK),
                                      .scope = a->scope,
                                      .live = job->live};
  score_error err = {0};
  if (score_evaluate(&job->result, job->data, &options, job->findings, &err) == 0) {
    cli_show_new_findings(c, job->findings, shown);
    c->contested |= score_findings_count(job->findings, SCORE_ERROR) > 0;
    return 0;
  }
  return cli_failed(c, job->findings, &err);
}

int cli_job_open(cli_job *job, cli *c, size_t extra)
{
  return cli_job_open_unit(job, c, extra, NULL);
}

/* Findings, store and criteria. */
static int begin(cli_job *job, cli *c, size_t extra, score_store **store, char period[16])
{
  *job = (cli_job){0};
  *store = NULL;
  int code = check(c, extra);
  if (code) return code;
  score_error err = {0};
  if (score_findings_new(&job->findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  if (c->args.db) code = cli_store_open_read(c, store);
  if (code == 0) peek_period(c, *store, period);
  if (code == 0)
    code = cli_criteria_open(c, c->args.criteria, period[0] ? period : NULL, &job->criteria, job->findings);
  return code;
}

int cli_job_gather(cli_job *job, cli *c, size_t extra, const char *unit)
{
  score_store *store;
  char period[16];
  int code = begin(job, c, extra, &store, period);
  if (code == 0) code = store ? read_store(job, c, store, unit) : read_files(job, c, extra, NULL);
  score_store_close(store);
  return code;
}

int cli_job_evaluate_store(cli_job *job, cli *c, score_store *store)
{
  char period[16];
  peek_period(c, store, period);
  int code = cli_criteria_open(c, c->args.criteria, period[0] ? period : NULL, &job->criteria, job->findings);
  if (code == 0) code = read_store(job, c, store, NULL);
  return code ? code : evaluate(job, c, NULL);
}

/* Where no period was said, only the evaluation knows which it is. */
static int reconsider(cli_job *job, cli *c, score_store *store)
{
  score_result *computed = job->result;
  job->result = NULL;
  int code = cli_job_release(job, c, store, score_result_period(computed));
  if (code == 0 && !job->result && !job->live) {
    job->result = computed;
    return 0;
  }
  score_result_free(computed);
  return code == 0 && !job->result ? evaluate(job, c, job->findings) : code;
}

int cli_job_files(cli_job *job, cli *c)
{
  *job = (cli_job){0};
  const cli_args *a = &c->args;
  score_error err = {0};
  if (!a->criteria) {
    cli_usage(c, W_NEED_CRITERIA, NULL, NULL);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  if (a->db && (a->data.count || a->units.count)) return cli_usage(c, W_DB_OR_DATA, NULL, NULL);
  if (score_findings_new(&job->findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  int code = cli_criteria_open(c, a->criteria, NULL, &job->criteria, job->findings);
  if (code == 0 && (a->data.count || a->units.count)) code = read_files(job, c, SIZE_MAX, NULL);
  return code;
}

int cli_job_open_unit(cli_job *job, cli *c, size_t extra, const char *unit)
{
  score_store *store = NULL;
  char period[16] = "";
  int code = begin(job, c, extra, &store, period);
  const char *asked = c->args.period ? c->args.period : period[0] ? period : NULL;
  if (code == 0 && store) code = cli_job_release(job, c, store, asked);
  if (code == 0 && !job->result) {
    code = store ? read_store(job, c, store, unit) : read_files(job, c, extra, NULL);
    if (code == 0) code = evaluate(job, c, NULL);
    if (code == 0 && store && !asked) code = reconsider(job, c, store);
  }
  score_store_close(store);
  return code;
}

/* What is read twice must be a file: a pipe is empty the second time. */
static int check_files(cli *c, const cli_list *list)
{
  struct stat st;
  for (size_t i = 0; i < list->count; i++)
    if (stat(list->item[i], &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
      return cli_usage(c, W_PIPE_TWICE, list->item[i], NULL);
  return 0;
}

int cli_job_open_pair(cli_job pair[2], cli *c, const char *const spec[2])
{
  for (int s = 0; s < 2; s++) pair[s] = (cli_job){0};
  int code = check_source(c, SIZE_MAX);
  if (code == 0) code = check_files(c, &c->args.data);
  if (code == 0) code = check_files(c, &c->args.units);
  score_error err = {0};
  for (int s = 0; s < 2 && code == 0; s++)
    if (score_findings_new(&pair[s].findings, 0, &err) != 0) code = cli_failed(c, NULL, &err);
  score_store *store = NULL;
  char period[16] = "";
  if (code == 0 && c->args.db) code = cli_store_open_read(c, &store);
  if (code == 0) peek_period(c, store, period);
  for (int s = 0; s < 2 && code == 0; s++)
    code = cli_criteria_open(c, spec[s], period[0] ? period : NULL, &pair[s].criteria, pair[s].findings);
  for (int s = 0; s < 2 && code == 0; s++)
    code = store ? read_store(&pair[s], c, store, NULL) : read_files(&pair[s], c, SIZE_MAX, pair[!s].criteria);
  score_store_close(store);
  for (int s = 0; s < 2 && code == 0; s++) code = evaluate(&pair[s], c, s ? pair[0].findings : NULL);
  return code;
}

void cli_job_close(cli_job *job)
{
  score_result_free(job->result);
  score_release_free(job->release);
  score_data_free(job->data);
  score_criteria_free(job->criteria);
  score_findings_free(job->findings);
}

int cli_job_deliver(cli *c, int rc, score_document *document, const score_error *err)
{
  if (rc != 0) return cli_failed(c, NULL, err);
  const int code = cli_deliver(c, document);
  score_document_free(document);
  return code;
}
