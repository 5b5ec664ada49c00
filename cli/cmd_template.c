#include <string.h>
#include <strings.h>

#include "job.h"

typedef struct written_template {
  const score_template *form;
  score_template_format format;
} written_template;

static int write_template(void *context, score_write_fn write, void *sink, score_error *err)
{
  const written_template *w = context;
  return score_template_write(w->form, w->format, write, sink, err);
}

/* By the name of --output; what has no name of a kind is CSV. */
static int format_of(const cli *c, score_template_format *out)
{
  const char *path = c->args.output, *slash = path ? strrchr(path, '/') : NULL;
  const char *name = slash ? slash + 1 : path, *dot = name ? strrchr(name, '.') : NULL;
  *out = c->args.excel_vi ? SCORE_TEMPLATE_CSV_EXCEL_VI : SCORE_TEMPLATE_CSV;
  if (!dot || dot == name || strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".txt") == 0) return 0;
  if (strcasecmp(dot, ".xlsx") != 0) return cli_usage(c, W_TEMPLATE_KIND, path, NULL);
  if (cli_given(&c->args, OPT_CSV)) return cli_usage(c, W_TEMPLATE_CSV, path, NULL);
  *out = SCORE_TEMPLATE_XLSX;
  return 0;
}

static int check(const cli *c)
{
  const cli_args *a = &c->args;
  if (a->unit && a->scope) return cli_usage(c, W_TEMPLATE_SCOPE, NULL, NULL);
  if (!a->period) {
    cli_usage(c, W_TEMPLATE_PERIOD, "template", NULL);
    cli_hint(c, W_HINT_HELP, "template");
    return EXIT_USAGE;
  }
  if (!a->unit && !a->db && !a->units.count && !a->data.count) {
    cli_usage(c, W_NEED_UNIT, "template --unit", NULL);
    cli_hint(c, W_HINT_TEMPLATE, NULL);
    return EXIT_USAGE;
  }
  return 0;
}

static int make(cli *c, const cli_job *job, score_template **out)
{
  const cli_args *a = &c->args;
  const score_template_options options = {
      .period = a->period, .stage = a->stage, .unit = a->unit, .scope = a->scope, .lang = c->lang};
  score_error err = {0};
  if (!a->db) {
    const int rc = score_template_new(out, job->criteria, job->data, &options, &err);
    return rc ? cli_failed(c, job->findings, &err) : 0;
  }
  score_store *store = NULL;
  int code = cli_store_open_read(c, &store);
  if (code == 0 && score_template_of_store(out, store, job->criteria, &options, &err) != 0)
    code = cli_failed(c, NULL, &err);
  score_store_close(store);
  return code;
}

int cmd_template(cli *c)
{
  written_template w = {NULL, SCORE_TEMPLATE_CSV};
  cli_job job = {0};
  score_template *form = NULL;
  int code = format_of(c, &w.format);
  if (code == 0) code = check(c);
  if (code == 0) code = cli_job_files(&job, c);
  if (code == 0) code = make(c, &job, &form);
  if (code == 0) {
    w.form = form;
    cli_show_findings(c, job.findings);
    code = cli_deliver_bytes(c, &(cli_delivery){write_template, &w});
  }
  score_template_free(form);
  cli_job_close(&job);
  return code;
}
