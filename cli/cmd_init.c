#include "program.h"

int cmd_init(cli *c)
{
  const cli_list *words = &c->args.words;
  if (c->args.db && words->count > 1) return cli_usage(c, W_WORD_UNWANTED, words->item[1], NULL);
  const char *path = c->args.db ? c->args.db : words->count > 1 ? words->item[1] : NULL;
  if (!path) {
    cli_usage(c, W_NEED_DB, words->item[0], NULL);
    cli_hint(c, W_HINT_HELP, words->item[0]);
    return EXIT_USAGE;
  }
  score_error err = {0};
  if (score_store_create(path, &err) != 0) return cli_failed(c, NULL, &err);
  if (!cli_given(&c->args, OPT_QUIET)) {
    cli_word_print(stdout, c->lang, W_STORE_MADE, path, NULL);
    fputc('\n', stdout);
  }
  return 0;
}
