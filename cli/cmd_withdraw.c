#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"

/* A whole number above 0, else 0. */
static int64_t number_of(const char *text)
{
  const size_t size = strlen(text);
  if (size == 0 || size > 18 || strspn(text, "0123456789") != size) return 0;
  return (int64_t)strtoll(text, NULL, 10);
}

int cmd_withdraw(cli *c)
{
  const cli_list *words = &c->args.words;
  const cli_args *a = &c->args;
  if (words->count < 2) {
    cli_usage(c, W_NEED_IMPORT, NULL, NULL);
    cli_hint(c, W_HINT_HELP, words->item[0]);
    return EXIT_USAGE;
  }
  const int64_t import = number_of(words->item[1]);
  if (!import) return cli_usage(c, W_IMPORT_NUMBER, words->item[1], NULL);
  if (!a->db) return cli_usage(c, W_NEED_DB, words->item[0], NULL);
  if (!a->reason) return cli_usage(c, W_NEED_REASON, words->item[0], NULL);
  char when[32];
  const score_act act = {.when = a->at ? a->at : cli_time_now(when), .by = a->by, .reason = a->reason};
  score_store *store = NULL;
  score_import_report held = {0};
  score_error err = {0};
  int code = cli_store_open(c, &store);
  if (code == 0 && score_store_withdraw(store, import, &act, &held, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0 && !cli_given(a, OPT_QUIET)) {
    char cells[32];
    snprintf(cells, sizeof cells, "%" PRId64, held.cells);
    cli_word_print(stdout, c->lang, W_WITHDRAWN, words->item[1], cells, NULL);
    fputc('\n', stdout);
  }
  score_store_close(store);
  return code;
}
