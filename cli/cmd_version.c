#include <string.h>

#include "program.h"

int cmd_version(cli *c)
{
  printf("score %s\n", SCORE_VERSION);
  if (cli_given(&c->args, OPT_VERBOSE) || strcmp(SCORE_VERSION, score_version()) != 0)
    printf("libscore %s\n", score_version());
  return 0;
}
