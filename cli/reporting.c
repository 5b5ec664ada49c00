#include "reporting.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_code(const char *text)
{
  static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
  return *text && text[strspn(text, good)] == '\0';
}

static bool is_file(const char *path)
{
  struct stat st;
  return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static int put(const cli *c, score_office *office, const char *setting)
{
  score_error err = {0};
  const char *equals = strchr(setting, '=');
  char key[64];
  const size_t size = equals ? (size_t)(equals - setting) : 0;
  if (size == 0 || size >= sizeof key) return cli_usage(c, W_PUT_FORM, setting, NULL);
  memcpy(key, setting, size);
  key[size] = '\0';
  if (score_office_set(office, key, equals + 1, &err) == 0) return 0;
  char text[2048];
  score_error_text(text, sizeof text, &err, c->lang);
  cli_usage(c, W_PUT_FAULT, setting, text);
  return cli_exit_code(&err);
}

static int read_office(cli_reporting *out, cli *c)
{
  const cli_args *a = &c->args;
  score_findings *findings = NULL;
  score_error err = {0};
  if (!a->office && a->put.count == 0) return 0;
  if (score_office_new(&out->office, &err) != 0 || score_findings_new(&findings, 0, &err) != 0)
    return cli_failed(c, NULL, &err);
  int code = 0;
  if (a->office && score_office_read(out->office, a->office, findings, &err) != 0)
    code = cli_failed(c, findings, &err);
  else
    cli_show_findings(c, findings);
  for (size_t i = 0; i < a->put.count && code == 0; i++) code = put(c, out->office, a->put.item[i]);
  score_findings_free(findings);
  return code;
}

int cli_reporting_read(cli_reporting *out, cli *c)
{
  const int code = cli_sureness_read(&out->sureness, c);
  return code ? code : read_office(out, c);
}

/* What the data do not give is no fault of the report. */
static int pass_over(cli *c, const score_error *err)
{
  const bool grave = err->code == SCORE_E_MEMORY || err->code == SCORE_E_STORE || err->code == SCORE_E_INTERNAL;
  return grave ? cli_failed(c, NULL, err) : 0;
}

static int find_plan(cli_reporting *r, cli *c, const cli_job *job)
{
  score_error err = {0};
  if (score_plan_new(&r->plan, job->result, c->args.unit, NULL, &err) == 0) return 0;
  if (err.code != SCORE_E_NOT_FOUND) return pass_over(c, &err);
  const int code = cli_failed(c, NULL, &err);
  cli_hint(c, W_HINT_UNIT, NULL);
  return code;
}

/* All files of data, each of which can be read again; NULL = not all of them. */
static const char **list_files(const cli *c, const cli_job *job, size_t *count)
{
  const cli_args *a = &c->args;
  const char *path, **file = calloc(a->data.count + a->words.count + 1, sizeof *file);
  bool again = file != NULL;
  *count = 0;
  for (size_t i = 0; again && (path = cli_job_file(job, c, i)); i++) {
    again = is_file(path);
    file[(*count)++] = path;
  }
  for (size_t i = 0; again && i < a->units.count; i++) again = is_file(a->units.item[i]);
  if (again) return file;
  free(file);
  return NULL;
}

/* The unit over the periods there are; of all units this one and the one before. */
static int follow(cli_reporting *r, cli *c, const cli_job *job, score_store *store, const char *const *file,
                  size_t files)
{
  char dir[CLI_PATH_SIZE], previous[16];
  const cli_args *a = &c->args;
  const char *period = score_result_period(job->result);
  const score_read_options read = cli_read_options(c);
  const score_trend_source source = {.store = store,
                                     .unit_file = a->units.item,
                                     .unit_files = a->units.count,
                                     .data_file = file,
                                     .data_files = files,
                                     .read = &read};
  score_trend_options options = {.dir = cli_criteria_dir(a, dir),
                                 .criteria = a->criteria,
                                 .unit = r->ward ? a->unit : NULL,
                                 .period = period,
                                 .stage = score_result_stage(job->result),
                                 .fallback = cli_given(a, OPT_FALLBACK),
                                 .scope = a->scope,
                                 .live = job->live};
  score_error err = {0};
  if (!r->ward && score_period_previous(previous, period, &err) == 0) options.from = previous;
  if (score_trend_new(&r->trend, &source, &options, NULL, &err) != 0) return pass_over(c, &err);
  if (score_trend_periods(r->trend) > 1) return 0;
  score_trend_free(r->trend);
  r->trend = NULL;
  return 0;
}

static int find_trend(cli_reporting *r, cli *c, const cli_job *job)
{
  score_store *store = NULL;
  size_t files = 0;
  if (!r->ward && !r->beside.beside.previous) return 0;
  if (c->args.db) {
    int code = cli_store_open_read(c, &store);
    if (code == 0) code = follow(r, c, job, store, NULL, 0);
    score_store_close(store);
    return code;
  }
  if (score_data_periods(job->data) < 2) return 0;
  const char **file = list_files(c, job, &files);
  const int code = file ? follow(r, c, job, NULL, file, files) : 0;
  free(file);
  return code;
}

static int read_map(cli_reporting *r, cli *c, const char *path)
{
  score_findings *findings = NULL;
  score_error err = {0};
  int code = 0;
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  if (score_map_read(&r->map, path, findings, &err) != 0)
    code = cli_failed(c, findings, &err);
  else
    cli_show_findings(c, findings);
  score_findings_free(findings);
  return code;
}

/* The one unit that all of them belong to; NULL = there is none. */
static const char *common_parent(const score_result *result)
{
  const char *common = NULL;
  for (size_t i = 0; i < score_result_units(result); i++) {
    const char *parent = score_result_unit_parent(result, i);
    if (!parent || !*parent) continue; /* the province itself */
    if (common && strcmp(common, parent) != 0) return NULL;
    common = parent;
  }
  return common;
}

/* Those of --map, else those shipped for the province. */
static int find_map(cli_reporting *r, cli *c, const cli_job *job)
{
  char dir[CLI_PATH_SIZE], path[CLI_PATH_SIZE + 64];
  if (c->args.map) return read_map(r, c, c->args.map);
  const char *parent = common_parent(job->result);
  if (!parent || !is_code(parent) || strlen(parent) > 32) return 0;
  snprintf(path, sizeof path, "%s/boundaries/%s.geojson", cli_criteria_dir(&c->args, dir), parent);
  if (!is_file(path)) return 0;
  const int code = cli_safeguard_read(c, path);
  return code ? code : read_map(r, c, path);
}

/* Whether any unit has both sides. */
static bool tells(const score_reconciliation *reconciliation)
{
  static const score_agreement both[] = {SCORE_AGREE_EQUAL, SCORE_AGREE_WITHIN, SCORE_AGREE_DIFFERS};
  for (size_t k = 0; k < sizeof both / sizeof *both; k++)
    if (score_reconciliation_count(reconciliation, both[k]) > 0) return true;
  return false;
}

/* What is computed from the inputs beside the points that were published, else those that came with the inputs. */
static int reconcile(cli_reporting *r, cli *c, const cli_job *job)
{
  const score_stage stage = score_result_stage(job->result), given[] = {SCORE_STAGE_PUBLISHED, stage};
  const score_eval_options options = {.period = score_result_period(job->result),
                                      .stage = stage,
                                      .fallback = cli_given(&c->args, OPT_FALLBACK),
                                      .ignore_given = 1,
                                      .scope = c->args.scope,
                                      .live = job->live};
  score_error err = {0};
  if (!job->data || cli_given(&c->args, OPT_NO_GIVEN_POINTS)) return 0;
  if (score_evaluate(&r->computed, job->data, &options, NULL, &err) != 0) return pass_over(c, &err);
  for (size_t k = 0; k < sizeof given / sizeof *given; k++) {
    if (score_reconcile_given(&r->reconciliation, r->computed, given[k], 0, &err) != 0) return pass_over(c, &err);
    if (tells(r->reconciliation)) return 0;
    score_reconciliation_free(r->reconciliation);
    r->reconciliation = NULL;
  }
  return 0;
}

static bool is_open(const score_uncertainty *uncertainty, const score_result *result)
{
  score_rank_interval interval;
  for (size_t i = 0; i < score_result_units(result); i++)
    if (score_uncertainty_rank(&interval, uncertainty, i) == 0 && interval.best != interval.worst) return true;
  return false;
}

/* What missing data may do to a rank, where they may do something; what is estimated beyond that, when asked for. */
static int find_sureness(cli_reporting *r, cli *c, const cli_job *job)
{
  cli_sureness *s = &r->sureness;
  score_error err = {0};
  if (s->asked) return cli_sureness_open(s, c, job);
  if (s->none) return 0;
  if (score_uncertainty_new(&s->uncertainty, job->result, NULL, &err) != 0) return pass_over(c, &err);
  if (is_open(s->uncertainty, job->result)) return 0;
  score_uncertainty_free(s->uncertainty);
  s->uncertainty = NULL;
  return 0;
}

int cli_reporting_open(cli_reporting *r, cli *c, const cli_job *job)
{
  int code = cli_companions_open(&r->beside, c, job, CLI_PREVIOUS | CLI_RELEASED | CLI_OVERALL);
  if (code == 0 && r->ward) code = find_plan(r, c, job);
  if (code == 0) code = find_trend(r, c, job);
  if (code == 0 && !r->ward) code = find_map(r, c, job);
  if (code == 0 && !r->ward) code = reconcile(r, c, job);
  if (code == 0 && !r->ward) code = find_sureness(r, c, job);
  return code;
}

void cli_reporting_close(cli_reporting *r)
{
  cli_sureness_close(&r->sureness);
  score_reconciliation_free(r->reconciliation);
  score_result_free(r->computed);
  score_map_free(r->map);
  score_trend_free(r->trend);
  score_plan_free(r->plan);
  score_office_free(r->office);
  cli_companions_close(&r->beside);
}
