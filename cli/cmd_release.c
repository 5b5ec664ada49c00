/* Makes a release, lists those of a store, or writes one out again. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "publish.h"

/* ---- a list ---- */

static int list_all(cli *c, score_store *store)
{
  score_publications *list = NULL;
  score_document *document = NULL;
  score_error err = {0};
  int code = cli_report_check(c);
  if (code) return code;
  if (score_publications_read(&list, store, &err) != 0) return cli_failed(c, NULL, &err);
  const int rc = score_document_publications(&document, list, &err);
  code = cli_job_deliver(c, rc, document, &err);
  score_publications_free(list);
  return code;
}

/* ---- what was done ---- */

static void say(const cli *c, cli_word word, const char *a, const char *b, const char *d)
{
  if (cli_given(&c->args, OPT_QUIET)) return;
  cli_word_print(stdout, c->lang, word, a, b, d, NULL);
  fputc('\n', stdout);
}

static void say_files(const cli *c, const cli_parcel *p, const char *sha256)
{
  say(c, W_RELEASE_FILE, p->path, sha256, "");
  if (p->signature_path) say(c, W_RELEASE_SIGNED, p->signature_path, p->path, "");
}

static void say_result(const cli *c, const score_criteria *set, const score_result *result)
{
  char units[32], ranked[32], name[256];
  size_t count = 0;
  for (size_t i = 0; i < score_result_units(result); i++) {
    score_total_result total;
    count += score_result_total(&total, result, i) == 0 && total.rank > 0;
  }
  snprintf(units, sizeof units, "%zu", score_result_units(result));
  snprintf(ranked, sizeof ranked, "%zu", count);
  snprintf(name, sizeof name, "%s@%s %s", score_criteria_id(set), score_criteria_version(set),
           score_result_period(result));
  say(c, W_RELEASE_MADE, name, units, ranked);
}

/* ---- again ---- */

static int write_again(cli *c, score_store *store, const score_publication *p, const char *when)
{
  cli_parcel parcel;
  score_error err = {0};
  int code = cli_parcel_open(&parcel, c, p->criteria, p->period, p->generation);
  if (code == 0) {
    const int rc = score_store_release_export(store, p, cli_outfile_write, &parcel.file, &err);
    if (rc == SCORE_E_OUTPUT)
      code = cli_output_failed(c, parcel.path, parcel.file.error);
    else if (rc != 0)
      code = cli_failed(c, NULL, &err);
  }
  if (code == 0) code = cli_parcel_seal(&parcel, c, p->criteria, p->version, p->period, p->sha256, when);
  if (code == 0) code = cli_parcel_keep(&parcel, c);
  if (code == 0) say_files(c, &parcel, p->sha256);
  cli_parcel_close(&parcel);
  return code;
}

static int export_one(cli *c, score_store *store, const char *text, const char *when)
{
  score_publications *list = NULL;
  score_error err = {0};
  if (score_publications_read(&list, store, &err) != 0) return cli_failed(c, NULL, &err);
  const score_publication *p = score_publications_find(list, text, &err);
  const int code = p ? write_again(c, store, p, when) : cli_failed(c, NULL, &err);
  score_publications_free(list);
  return code;
}

/* ---- a new one ---- */

/* What is released stands for good: with errors, and under --strict with warnings, nothing is. */
static int check_findings(cli *c)
{
  if (c->contested) {
    cli_usage(c, W_RELEASE_CONTESTED, NULL, NULL);
    return EXIT_FINDINGS;
  }
  if (!cli_given(&c->args, OPT_STRICT) || c->warnings == 0) return 0;
  cli_usage(c, W_RELEASE_WARNED, NULL, NULL);
  return EXIT_FINDINGS;
}

/* The place in the chain that a new release of this result would have. */
static int generation_of(score_store *store, const score_criteria *set, const score_result *result, cli *c)
{
  score_publications *list = NULL;
  score_error err = {0};
  int generation = 1;
  if (!store || score_publications_read(&list, store, &err) != 0) return 1;
  const score_publication *p = score_publications_current(list, score_result_period(result), score_criteria_id(set),
                                                          score_result_stage(result), c->args.scope, &err);
  if (p && strcmp(p->scope, c->args.scope ? c->args.scope : "") == 0) generation = p->generation + 1;
  score_publications_free(list);
  return generation;
}

/* Store first, then names: a release that is in the store can be written out again. */
static int make(cli *c, score_store *store, const score_criteria *set, const score_result *result, const char *when)
{
  const score_release_options options = {.act = {.when = when, .by = c->args.by, .reason = c->args.reason}};
  char sha256[SCORE_SHA256_TEXT] = "";
  cli_parcel parcel;
  score_error err = {0};
  const char *id = score_criteria_id(set), *period = score_result_period(result);
  int code = cli_parcel_open(&parcel, c, id, period, generation_of(store, set, result, c));
  if (code == 0) {
    const int rc = store ? score_store_release(store, result, &options, cli_given(&c->args, OPT_SUPERSEDE),
                                               cli_outfile_write, &parcel.file, sha256, &err)
                         : score_release_write(result, &options, cli_outfile_write, &parcel.file, sha256, &err);
    if (rc == SCORE_E_OUTPUT)
      code = cli_output_failed(c, parcel.path, parcel.file.error);
    else if (rc != 0)
      code = cli_failed(c, NULL, &err);
  }
  if (code == 0) code = cli_parcel_seal(&parcel, c, id, score_criteria_version(set), period, sha256, when);
  if (code == 0 && store && score_store_keep(store, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0) {
    code = cli_parcel_keep(&parcel, c);
    if (code && store) cli_hint(c, W_HINT_RELEASE_AGAIN, sha256);
  }
  if (code == 0) {
    say_result(c, set, result);
    say_files(c, &parcel, sha256);
  }
  cli_parcel_close(&parcel);
  return code;
}

static int make_from_store(cli *c, score_store *store, const char *when)
{
  cli_job job = {0};
  score_error err = {0};
  int code = 0;
  if (score_store_hold(store, &err) != 0) return cli_failed(c, NULL, &err);
  if (score_findings_new(&job.findings, 0, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0) code = cli_job_evaluate_store(&job, c, store);
  if (code == 0) code = check_findings(c);
  if (code == 0) code = make(c, store, job.criteria, job.result, when);
  score_store_let_go(store);
  cli_job_close(&job);
  return code;
}

static int make_from_files(cli *c, const char *when)
{
  cli_job job;
  int code = cli_job_open(&job, c, 1);
  if (code == 0) code = check_findings(c);
  if (code == 0) code = make(c, NULL, job.criteria, job.result, when);
  cli_job_close(&job);
  return code;
}

int cmd_release(cli *c)
{
  const cli_args *a = &c->args;
  char now[32];
  const char *when = a->at ? a->at : cli_time_now(now);
  if (!a->db) {
    if (cli_given(a, OPT_SUPERSEDE) || a->words.count > 1) return cli_usage(c, W_NEED_DB, a->words.item[0], NULL);
    return make_from_files(c, when);
  }
  if (a->data.count || a->units.count) return cli_usage(c, W_DB_OR_DATA, NULL, NULL);
  if (a->period && !a->criteria && a->words.count < 2) {
    cli_usage(c, W_NEED_CRITERIA, NULL, NULL);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  score_store *store = NULL;
  const bool writes = a->criteria && a->words.count < 2;
  int code = writes ? cli_store_open(c, &store) : cli_store_open_read(c, &store);
  if (code == 0) {
    if (a->words.count > 1)
      code = export_one(c, store, a->words.item[1], when);
    else
      code = writes ? make_from_store(c, store, when) : list_all(c, store);
  }
  score_store_close(store);
  return code;
}
