#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "inbox.h"
#include "job.h"
#include "outfile.h"
#include "sendback.h"

enum { IMPORT_UNITS, IMPORT_DATA, IMPORT_PUBLISHED };
enum { MOST_FINDINGS = 20000 }; /* of a file, where they are written down */

typedef struct import {
  int kind;
  cli_inbox inbox;
  cli_sendback sendback;
  score_store *store;
  score_criteria *criteria; /* of the first file; of a later one, the version in force in its period */
  score_criteria *version;  /* NULL = the same */
  char period[16], version_period[16];
  score_findings **findings; /* [files] */
  score_arrivals *arrivals;  /* NULL = one file, told in a line */
  int64_t jump_micro;
  bool faulty; /* some file was refused, or rows of it */
} import;

static int kind_of(cli *c, const char *word, int *kind)
{
  static const char *const kinds[] = {"units", "data", "published"};
  for (int i = 0; i < 3; i++) {
    if (strcmp(word, kinds[i]) != 0) continue;
    *kind = i;
    return 0;
  }
  const size_t near = cli_nearest(word, kinds, 3);
  if (near == SIZE_MAX) return cli_usage(c, W_IMPORT_KIND, word, NULL);
  return cli_usage(c, W_WORD_NEAREST, word, kinds[near]);
}

/* "10", "2.5", "0" = off. */
static int read_jump(const cli *c, int64_t *micro)
{
  const char *at = c->args.jump ? c->args.jump : "10";
  int64_t value = 0;
  size_t digits = 0, decimals = 0;
  bool mark = false;
  for (; *at; at++) {
    if ((*at == '.' || *at == ',') && !mark && digits > 0) {
      mark = true;
      continue;
    }
    if (*at < '0' || *at > '9' || digits == 9 || decimals == 6) break;
    value = value * 10 + (*at - '0');
    digits++;
    decimals += mark;
  }
  if (*at || digits == 0 || (mark && decimals == 0)) return cli_usage(c, W_JUMP_WRONG, c->args.jump, NULL);
  for (; decimals < 6; decimals++) value *= 10;
  *micro = value;
  if (value > 0 && value < 1000000) return cli_usage(c, W_JUMP_WRONG, c->args.jump, NULL);
  return 0;
}

static void report(const cli *c, const char *path, int kind, const score_import_report *r)
{
  char rows[32], cells[32];
  if (cli_given(&c->args, OPT_QUIET) || r->repeated) return;
  snprintf(rows, sizeof rows, "%" PRId64, r->rows);
  snprintf(cells, sizeof cells, "%" PRId64, r->cells);
  const bool dry = cli_given(&c->args, OPT_DRY_RUN);
  const cli_word word = kind == IMPORT_UNITS ? dry ? W_UNITS_WOULD : W_UNITS_TAKEN
                        : dry                ? W_CELLS_WOULD
                                             : W_CELLS_TAKEN;
  cli_word_print(stdout, c->lang, word, path, rows, cells, NULL);
  fputc('\n', stdout);
}

/* Files of several years in one folder: each by the version of its own period, where none was named. */
static void choose_version(import *im, cli *c, const char *path)
{
  char period[16] = "", buf[CLI_PATH_SIZE];
  score_error err = {0};
  if (im->kind == IMPORT_UNITS || c->args.period || strchr(c->args.criteria, '@')) return;
  cli_peek_period(c, path, period);
  const bool first = !period[0] || strcmp(period, im->period) == 0;
  if (!first && strcmp(period, im->version_period) == 0) return;
  score_criteria_free(im->version);
  im->version = NULL;
  im->version_period[0] = '\0';
  if (first) return;
  memcpy(im->version_period, period, sizeof period);
  /* Where no version is in force, the first file's says what does not fit. */
  (void)score_criteria_find(&im->version, cli_criteria_dir(&c->args, buf), c->args.criteria, period, NULL, &err);
}

/* One file, one transaction; the exit code. */
static int import_file(import *im, cli *c, size_t i)
{
  const char *path = im->inbox.path[i];
  score_read_options options = cli_read_options(c);
  if (im->kind == IMPORT_PUBLISHED && options.stage == SCORE_STAGE_NONE) options.stage = SCORE_STAGE_PUBLISHED;
  char when[32];
  score_import_report r = {0};
  score_error err = {0};
  const size_t most = c->args.findings || c->args.return_dir ? MOST_FINDINGS : 0;
  if (score_findings_new(&im->findings[i], most, &err) != 0) return cli_failed(c, NULL, &err);
  score_findings *findings = im->findings[i];
  const score_import_options how = {
      .act = {.when = c->args.at ? c->args.at : cli_time_now(when), .by = c->args.by, .reason = c->args.reason},
      .dry_run = cli_given(&c->args, OPT_DRY_RUN),
      .pass_repeated = im->inbox.folder,
      .jump_micro = im->jump_micro,
      .arrivals = im->arrivals};
  choose_version(im, c, path);
  const score_criteria *criteria = im->version ? im->version : im->criteria;
  cli_progress progress;
  cli_progress_start(&progress, path, c->lang, cli_given(&c->args, OPT_QUIET), &options);
  const int rc = im->kind == IMPORT_UNITS
                     ? score_store_import_units(im->store, path, &options, &how, &r, findings, &err)
                     : score_store_import_data(im->store, criteria, path, &options, &how, &r, findings, &err);
  int code = 0;
  cli_progress_end(&progress);
  if (rc != 0) {
    code = cli_failed(c, findings, &err);
  } else {
    cli_show_findings(c, findings);
    if (!im->arrivals) report(c, path, im->kind, &r);
    if (r.skipped > 0) code = EXIT_FINDINGS;
  }
  if (code != EXIT_INPUT && code != EXIT_FINDINGS) return code;
  im->faulty = true;
  if (!c->args.return_dir) return code;
  const int sent = cli_sendback_file(&im->sendback, c, path, &options, findings);
  return sent ? sent : code;
}

/* A fault of the store or of the output ends it: the files that are left were not tried. */
static int import_files(import *im, cli *c)
{
  int code = 0;
  for (size_t i = 0; i < im->inbox.count; i++) {
    const int got = import_file(im, c, i);
    if (got > code) code = got;
    if (got == 0 || got == EXIT_INPUT || got == EXIT_FINDINGS) continue;
    score_error err;
    while (im->arrivals && ++i < im->inbox.count) score_arrivals_refuse(im->arrivals, im->inbox.path[i], &err);
    break;
  }
  return code;
}

static int write_findings(const import *im, cli *c)
{
  score_document *document = NULL;
  score_error err = {0};
  cli_outfile file;
  const score_write_options options = {.format = SCORE_FORMAT_CSV, .lang = c->lang, .excel_vi = c->args.excel_vi};
  size_t count = 0;
  while (count < im->inbox.count && im->findings[count]) count++;
  int rc = score_document_data_findings(&document, (const score_findings *const *)im->findings, count, &err);
  if (rc != 0) return cli_failed(c, NULL, &err);
  rc = cli_outfile_open(&file, c->args.findings);
  if (rc == 0) rc = score_document_write(document, &options, cli_outfile_write, &file, &err);
  if (rc == 0) rc = cli_outfile_keep(&file);
  int code = 0;
  if (rc != 0) code = file.error ? cli_output_failed(c, c->args.findings, file.error) : cli_failed(c, NULL, &err);
  cli_outfile_close(&file);
  score_document_free(document);
  return code;
}

/* Who sent, what was refused, who is absent. */
static int write_arrivals(const import *im, cli *c)
{
  score_document *document = NULL;
  score_error err = {0};
  score_store *store = im->kind == IMPORT_UNITS ? NULL : im->store;
  const int rc = score_document_arrivals(&document, im->arrivals, store, im->criteria, c->args.scope, &err);
  const int code = cli_job_deliver(c, rc, document, &err);
  if (code == 0 && cli_given(&c->args, OPT_DRY_RUN)) cli_hint(c, W_DRY_RUN, NULL);
  return code;
}

static int open_criteria(import *im, cli *c)
{
  char period[16] = "";
  score_findings *findings = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  for (size_t i = 0; i < im->inbox.count && !period[0]; i++) cli_peek_period(c, im->inbox.path[i], period);
  memcpy(im->period, period, sizeof period);
  const int code = cli_criteria_open(c, c->args.criteria, period[0] ? period : NULL, &im->criteria, findings);
  if (code == 0) cli_show_findings(c, findings);
  score_findings_free(findings);
  return code;
}

/* A file that is not there, or no table at all, cannot go back. */
static bool has_faulty_rows(const import *im)
{
  for (size_t i = 0; i < im->inbox.count && im->findings[i]; i++) {
    for (size_t n = 0; n < score_findings_size(im->findings[i]); n++) {
      score_severity severity;
      const score_error *e = score_findings_get(im->findings[i], n, &severity);
      if (severity == SCORE_ERROR && e->line > 0) return true;
    }
  }
  return false;
}

static int run(import *im, cli *c)
{
  score_error err = {0};
  const bool table = im->inbox.folder || im->inbox.count > 1 || (c->args.given & OPT_REPORT);
  im->findings = calloc(im->inbox.count + 1, sizeof(score_findings *));
  if (!im->findings) return cli_output_failed(c, NULL, ENOMEM);
  int code = im->kind == IMPORT_UNITS ? 0 : open_criteria(im, c);
  if (code == 0) code = cli_store_open(c, &im->store);
  if (code == 0 && c->args.return_dir) code = cli_sendback_open(&im->sendback, c, c->args.return_dir);
  if (code == 0 && table && score_arrivals_new(&im->arrivals, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code != 0) return code;
  code = import_files(im, c);
  const int listed = c->args.findings ? write_findings(im, c) : 0;
  const int told = im->arrivals ? write_arrivals(im, c) : 0;
  if (im->faulty && !c->args.return_dir && has_faulty_rows(im)) cli_hint(c, W_HINT_RETURN, NULL);
  return listed ? listed : told ? told : code;
}

int cmd_import(cli *c)
{
  const cli_list *words = &c->args.words;
import im = {0 };
  if (words->count < 2) return cli_usage(c, W_IMPORT_WHAT, NULL, NULL);
  int code = kind_of(c, words->item[1], &im.kind);
  if (code == 0) code = read_jump(c, &im.jump_micro);
  if (code == 0 && im.kind == IMPORT_UNITS && cli_given(&c->args, OPT_SKIP_BAD))
    code = cli_usage(c, W_SKIP_UNITS, NULL, NULL);
  if (code == 0) code = cli_report_check(c);
  if (code) return code;
  if (words->count < 3) return cli_usage(c, W_NEED_FILE, words->item[0], words->item[1]);
  if (!c->args.db) return cli_usage(c, W_NEED_DB, words->item[0], NULL);
  if (im.kind != IMPORT_UNITS && !c->args.criteria) {
    cli_usage(c, W_NEED_CRITERIA, NULL, NULL);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  code = cli_inbox_open(&im.inbox, c, 2);
  if (code == 0) code = run(&im, c);
  for (size_t i = 0; im.findings && i < im.inbox.count; i++) score_findings_free(im.findings[i]);
  free(im.findings);
  score_arrivals_free(im.arrivals);
  score_store_close(im.store);
  score_criteria_free(im.criteria);
  score_criteria_free(im.version);
  cli_sendback_free(&im.sendback);
  cli_inbox_free(&im.inbox);
  return code;
}
