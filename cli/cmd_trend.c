#include <stdlib.h>
#include <sys/stat.h>

#include "job.h"

typedef struct request {
  const char *unit;
  const char **file; /* all files of data */
  size_t files;
} request;

/* What is read for every version must be a file: a pipe is empty the second time. */
static int check_file(cli *c, const char *path)
{
  struct stat st;
  if (stat(path, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) return 0;
  return cli_usage(c, W_PIPE_TWICE, path, NULL);
}

/* `--data *.csv` leaves all but the first file as words: a word that is a file then is data, any other the unit. */
static int sort_words(cli *c, request *r)
{
  const cli_args *a = &c->args;
  r->unit = a->unit;
  r->file = calloc(a->data.count + a->words.count + 1, sizeof *r->file);
  if (!r->file) return EXIT_BROKEN;
  for (size_t i = 0; i < a->data.count; i++) r->file[r->files++] = a->data.item[i];
  for (size_t i = 1; i < a->words.count; i++) {
    struct stat st;
    if (a->data.count && stat(a->words.item[i], &st) == 0)
      r->file[r->files++] = a->words.item[i];
    else if (r->unit)
      return cli_usage(c, W_WORD_UNWANTED, a->words.item[i], NULL);
    else
      r->unit = a->words.item[i];
  }
  int code = 0;
  for (size_t i = 0; i < r->files && !code; i++) code = check_file(c, r->file[i]);
  for (size_t i = 0; i < a->units.count && !code; i++) code = check_file(c, a->units.item[i]);
  return code;
}

static int check(cli *c)
{
  const cli_args *a = &c->args;
  const int code = cli_report_check(c);
  if (code) return code;
  if (!a->criteria) {
    cli_usage(c, W_NEED_CRITERIA, NULL, NULL);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  if (a->db && (a->data.count || a->units.count)) return cli_usage(c, W_DB_OR_DATA, NULL, NULL);
  if (a->db || a->data.count) return 0;
  cli_usage(c, W_NEED_DATA, NULL, NULL);
  cli_hint(c, W_HINT_HELP, a->words.item[0]);
  return EXIT_USAGE;
}

static int run(cli *c, const request *r, score_store *store, score_findings *findings)
{
  char dir[CLI_PATH_SIZE];
  const cli_args *a = &c->args;
  const score_read_options read = cli_read_options(c);
  const score_trend_source source = {.store = store,
                                     .unit_file = a->units.item,
                                     .unit_files = a->units.count,
                                     .data_file = r->file,
                                     .data_files = r->files,
                                     .read = &read};
  const score_trend_options options = {.dir = cli_criteria_dir(a, dir),
                                       .criteria = a->criteria,
                                       .unit = r->unit,
                                       .period = a->period,
                                       .from = a->from,
                                       .to = a->to,
                                       .stage = a->stage,
                                       .fallback = cli_given(a, OPT_FALLBACK),
                                       .scope = a->scope,
                                       .live = cli_given(a, OPT_LIVE)};
  score_error err = {0};
  score_trend *trend = NULL;
  if (score_trend_new(&trend, &source, &options, findings, &err) != 0) return cli_failed(c, findings, &err);
  cli_show_findings(c, findings);
  c->contested |= score_findings_count(findings, SCORE_ERROR) > 0;
  score_document *document = NULL;
  const int rc = score_document_trend(&document, trend, &err);
  const int code = cli_job_deliver(c, rc, document, &err);
  score_trend_free(trend);
  return code;
}

int cmd_trend(cli *c)
{
  request r = {0};
  score_error err = {0};
  score_store *store = NULL;
  score_findings *findings = NULL;
  int code = check(c);
  if (code == 0) code = sort_words(c, &r);
  if (code == 0 && c->args.db) code = cli_store_open_read(c, &store);
  if (code == 0 && score_findings_new(&findings, 0, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0) code = run(c, &r, store, findings);
  score_findings_free(findings);
  score_store_close(store);
  free(r.file);
  return code;
}
