/* Sheets that go back to who sent them, into the directory of --return. */
#ifndef CLI_SENDBACK_H
#define CLI_SENDBACK_H

#include "program.h"

typedef struct cli_sendback {
  const char *dir;
  char **name; /* [count] written so far, owned */
  size_t count;
} cli_sendback;

/* Makes the directory where it is not there; the exit code. Free it always. */
int cli_sendback_open(cli_sendback *s, const cli *c, const char *dir);
/* The file with what is wrong in its rows, under its own name, or the next that is free; the exit code. One that is no table cannot go back. */
int cli_sendback_file(cli_sendback *s, cli *c, const char *path, const score_read_options *options,
                      const score_findings *findings);
void cli_sendback_free(cli_sendback *s);

#endif
