#include <string.h>
#include <sys/stat.h>

#include "reporting.h"

enum { LONGEST_NAME = 160 };

static int make(const cli *c, const cli_job *job, const cli_reporting *r, score_document **out, score_error *err)
{
  if (r->ward) {
    const score_ward_report_options options = {
        .beside = r->beside.beside, .office = r->office, .plan = r->plan, .trend = r->trend};
    return score_document_ward_report(out, job->result, c->args.unit, &options, err);
  }
  const score_province_report_options options = {.beside = r->beside.beside,
                                                 .office = r->office,
                                                 .map = r->map,
                                                 .map_by = c->args.map_by,
                                                 .reconciliation = r->reconciliation,
                                                 .trend = r->trend,
                                                 .uncertainty = r->sureness.uncertainty};
  return score_document_province_report(out, job->result, &options, err);
}

/* One word as a part of a file's name: letters of any alphabet stay. */
static void append(char *name, size_t size, const char *word)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.";
  size_t used = strlen(name);
  for (; *word && used + 1 < size; word++)
    name[used++] = (unsigned char)*word >= 0x80 || strchr(plain, *word) ? *word : '-';
  while (*word && used > 0 && ((unsigned char)*word & 0xC0) == 0x80) word = name + --used; /* no half letter */
  name[used] = '\0';
}

/* "bao-cao-25210-2026-Q3.html", for --open without --output. */
static int name_page(cli *c, const cli_job *job, char *name, size_t size)
{
  struct stat st;
  score_error unseen = {0};
  size_t unit = SIZE_MAX;
  *name = '\0';
  append(name, LONGEST_NAME, c->lang == SCORE_LANG_VI ? "bao-cao" : "report");
  if (c->args.unit) {
    if (job->data) unit = score_data_find_unit(job->data, c->args.unit, &unseen);
    append(name, LONGEST_NAME, "-");
    append(name, LONGEST_NAME, unit == SIZE_MAX ? c->args.unit : score_data_unit_code(job->data, unit));
  }
  append(name, LONGEST_NAME, "-");
  append(name, LONGEST_NAME, score_result_period(job->result));
  append(name, size, ".html");
  c->args.output = name;
  if (lstat(name, &st) != 0) return 0;
  cli_usage(c, W_PAGE_THERE, name, NULL);
  cli_hint(c, W_HINT_OUTPUT, NULL);
  return EXIT_USAGE;
}

static int deliver(cli *c, const cli_job *job, const cli_reporting *r)
{
  char name[LONGEST_NAME + 8];
  score_document *document = NULL;
  score_error err = {0};
  const bool open = cli_given(&c->args, OPT_OPEN);
  int code = open && !c->args.output ? name_page(c, job, name, sizeof name) : 0;
  if (code == 0) {
    const int rc = make(c, job, r, &document, &err);
    code = cli_job_deliver(c, rc, document, &err);
    if (r->ward && rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  }
  if (code == 0 && open) cli_view(c, c->args.output);
  return code;
}

/* What is wrong whatever the data: 0 or EXIT_USAGE. */
static int check(cli *c, bool ward)
{
  static const int of_province[] = {OPT_MAP,  OPT_MAP_BY,  OPT_NO_INTERVAL, OPT_DRAWS,
                                    OPT_SEED, OPT_PERTURB, OPT_PERTURB_ON};
  cli_args *a = &c->args;
  if (ward && !a->unit) return cli_usage(c, W_REPORT_UNIT, NULL, NULL);
  if (!ward && a->unit) return cli_usage(c, W_REPORT_UNIT_UNWANTED, NULL, NULL);
  for (size_t k = 0; ward && k < sizeof of_province / sizeof *of_province; k++)
    if (cli_given(a, of_province[k]))
      return cli_usage(c, W_OPTION_ELSEWHERE, cli_options[of_province[k]].name, "report ward");
  if (a->figure && cli_given(a, OPT_OPEN)) return cli_usage(c, W_FIGURE_OPEN, a->figure, NULL);
  if (a->figure) {
    const score_format format = cli_format(a);
    const bool named = cli_given(a, OPT_FORMAT) || cli_given(a, OPT_CSV) || format != SCORE_FORMAT_TABLE;
    if (named && format != SCORE_FORMAT_SVG) return cli_usage(c, W_FIGURE_FORMAT, a->figure, NULL);
    a->given |= OPT_BIT(OPT_FORMAT);
    a->format = SCORE_FORMAT_SVG;
  }
  if (cli_given(a, OPT_OPEN)) {
    const bool page = cli_format(a) == SCORE_FORMAT_HTML;
    if (!page && (a->output || cli_given(a, OPT_FORMAT) || cli_given(a, OPT_CSV)))
      return cli_usage(c, W_OPEN_FORMAT, NULL, NULL);
    a->given |= OPT_BIT(OPT_FORMAT);
    a->format = SCORE_FORMAT_HTML;
  }
  return 0;
}

int cmd_report(cli *c)
{
  const cli_list *words = &c->args.words;
  cli_reporting reporting = {.ward = words->count > 1 && strcmp(words->item[1], "ward") == 0};
  if (!cli_given(&c->args, OPT_LANG)) c->lang = SCORE_LANG_VI;
  if (!reporting.ward && (words->count < 2 || strcmp(words->item[1], "province") != 0))
    return cli_usage(c, words->count > 1 ? W_REPORT_KIND : W_REPORT_WHAT, words->count > 1 ? words->item[1] : "", NULL);
  cli_job job = {0};
  int code = check(c, reporting.ward);
  if (code == 0) code = cli_reporting_read(&reporting, c);
  if (code == 0) code = cli_job_open(&job, c, 2);
  if (code == 0) code = cli_reporting_open(&reporting, c, &job);
  if (code == 0) code = deliver(c, &job, &reporting);
  cli_reporting_close(&reporting);
  cli_job_close(&job);
  return code;
}
