#include <string.h>

#include "job.h"

static int list(cli *c)
{
  score_store *store = NULL;
  int code = cli_report_check(c);
  if (code == 0) code = cli_store_open_read(c, &store);
  if (code == 0) {
    score_document *document = NULL;
    score_error err = {0};
    const int rc = score_document_locks(&document, store, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  score_store_close(store);
  return code;
}

static int set(cli *c, const char *period, bool lock)
{
  const cli_args *a = &c->args;
  char when[32];
  const score_act act = {.when = a->at ? a->at : cli_time_now(when), .by = a->by, .reason = a->reason};
  score_store *store = NULL;
  score_error err = {0};
  int code = cli_store_open(c, &store);
  if (code == 0) {
    const int rc = lock ? score_store_lock(store, period, &act, &err) : score_store_unlock(store, period, &act, &err);
    if (rc != 0) code = cli_failed(c, NULL, &err);
  }
  if (code == 0 && !cli_given(a, OPT_QUIET)) {
    cli_word_print(stdout, c->lang, lock ? W_LOCKED : W_UNLOCKED, period, NULL);
    fputc('\n', stdout);
  }
  score_store_close(store);
  return code;
}

static int run(cli *c, bool lock)
{
  const cli_list *words = &c->args.words;
  if (!c->args.db) return cli_usage(c, W_NEED_DB, words->item[0], NULL);
  if (words->count > 1) return set(c, words->item[1], lock);
  return lock ? list(c) : cli_usage(c, W_NEED_PERIOD, words->item[0], NULL);
}

int cmd_lock(cli *c)
{
  return run(c, true);
}

int cmd_unlock(cli *c)
{
  return run(c, false);
}
