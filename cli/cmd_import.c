#include <inttypes.h>
#include <string.h>

#include "job.h"

enum { IMPORT_UNITS, IMPORT_DATA, IMPORT_PUBLISHED };

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

static void report(const cli *c, const char *path, int kind, const score_import_report *r)
{
  char rows[32], cells[32];
  if (cli_given(&c->args, OPT_QUIET)) return;
  snprintf(rows, sizeof rows, "%" PRId64, r->rows);
  snprintf(cells, sizeof cells, "%" PRId64, r->cells);
  cli_word_print(stdout, c->lang, kind == IMPORT_UNITS ? W_UNITS_TAKEN : W_CELLS_TAKEN, path, rows, cells, NULL);
  fputc('\n', stdout);
}

/* One file, one transaction. A file with faults is left out and the next one is tried; the first failure counts. */
static int import_file(cli *c, score_store *store, const score_criteria *criteria, int kind, const char *path)
{
  score_read_options options = cli_read_options(c);
  if (kind == IMPORT_PUBLISHED && options.stage == SCORE_STAGE_NONE) options.stage = SCORE_STAGE_PUBLISHED;
  char when[32];
  score_findings *findings = NULL;
  score_import_report r = {0};
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  const score_import_options import = {
      .act = {.when = c->args.at ? c->args.at : cli_time_now(when), .by = c->args.by, .reason = c->args.reason}};
  cli_progress progress;
  cli_progress_start(&progress, path, c->lang, cli_given(&c->args, OPT_QUIET), &options);
  const int rc = kind == IMPORT_UNITS
                     ? score_store_import_units(store, path, &options, &import, &r, findings, &err)
                     : score_store_import_data(store, criteria, path, &options, &import, &r, findings, &err);
  int code = 0;
  cli_progress_end(&progress);
  if (rc != 0) {
    code = cli_failed(c, findings, &err);
  } else {
    cli_show_findings(c, findings);
    report(c, path, kind, &r);
  }
  score_findings_free(findings);
  return code;
}

static int run(cli *c, int kind)
{
  const cli_list *words = &c->args.words;
  score_criteria *criteria = NULL;
  score_findings *findings = NULL;
  score_store *store = NULL;
  score_error err = {0};
  int code = 0;
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  if (kind != IMPORT_UNITS) {
    char period[16];
    cli_peek_period(c, words->item[2], period);
    code = cli_criteria_open(c, c->args.criteria, period[0] ? period : NULL, &criteria, findings);
  }
  if (code == 0) {
    cli_show_findings(c, findings);
    code = cli_store_open(c, &store);
  }
  for (size_t i = 2; i < words->count && store; i++) {
    const int got = import_file(c, store, criteria, kind, words->item[i]);
    if (code == 0) code = got;
    if (got != 0 && got != EXIT_INPUT) break;
  }
  score_store_close(store);
  score_criteria_free(criteria);
  score_findings_free(findings);
  return code;
}

int cmd_import(cli *c)
{
  const cli_list *words = &c->args.words;
  int kind = 0;
  if (words->count < 2) return cli_usage(c, W_IMPORT_WHAT, NULL, NULL);
  int code = kind_of(c, words->item[1], &kind);
  if (code) return code;
  if (words->count < 3) return cli_usage(c, W_NEED_FILE, words->item[0], words->item[1]);
  if (!c->args.db) return cli_usage(c, W_NEED_DB, words->item[0], NULL);
  if (kind != IMPORT_UNITS && !c->args.criteria) {
    cli_usage(c, W_NEED_CRITERIA, NULL, NULL);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  return run(c, kind);
}
