#include "program.h"

int cmd_help(cli *c)
{
  const cli_list *words = &c->args.words;
  if (words->count < 2) {
    cli_page_overview(c);
    return 0;
  }
  const cli_command *command = cli_command_find(words->item[1]);
  if (command) {
    cli_page_command(c, command);
    return 0;
  }
  const char *near = cli_command_nearest(words->item[1]);
  return cli_usage(c, near ? W_COMMAND_NEAREST : W_COMMAND_UNKNOWN, words->item[1], near);
}
