#include <stdlib.h>
#include <string.h>

#include "program.h"

static char *with_tail(const char *name, const char *tail)
{
  const size_t size = strlen(name), n = strlen(tail);
  char *path = malloc(size + n + 1);
  if (!path) return NULL;
  memcpy(path, name, size);
  memcpy(path + size, tail, n + 1);
  return path;
}

int cli_password_open(cli *c, char password[SCORE_PASSWORD], const char **out)
{
  score_error err = {0};
  *out = NULL;
  if (!c->args.password_file) return 0;
  if (score_password_read(password, c->args.password_file, &err) != 0) return cli_failed(c, NULL, &err);
  *out = password;
  return 0;
}

static int make(cli *c, const char *name)
{
  char password[SCORE_PASSWORD] = "", id[SCORE_KEY_ID] = "";
  const char *secret_word = NULL;
  score_error err = {0};
  char *secret = with_tail(name, ".key"), *open = with_tail(name, ".pub");
  int code = cli_password_open(c, password, &secret_word);
  if (code == 0 && (!secret || !open)) {
    err.code = SCORE_E_MEMORY;
    code = cli_failed(c, NULL, &err);
  }
  if (code == 0 && score_key_make(secret, open, secret_word, id, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0 && !cli_given(&c->args, OPT_QUIET)) {
    cli_word_print(stdout, c->lang, secret_word ? W_KEY_LOCKED : W_KEY_OPEN, secret, NULL);
    fputc('\n', stdout);
    cli_word_print(stdout, c->lang, W_KEY_PUBLIC, open, id, NULL);
    fputc('\n', stdout);
  }
  score_password_wipe(password);
  free(secret);
  free(open);
  return code;
}

int cmd_key(cli *c)
{
  const cli_list *words = &c->args.words;
  if (words->count > 1 && *words->item[1]) return make(c, words->item[1]);
  cli_usage(c, W_NEED_KEY_NAME, NULL, NULL);
  cli_hint(c, W_HINT_HELP, words->item[0]);
  return EXIT_USAGE;
}
