/* The files that were named on the command line, with those of the directories among them. */
#ifndef CLI_INBOX_H
#define CLI_INBOX_H

#include "program.h"

typedef struct cli_inbox {
  char **path; /* [count], owned */
  size_t count, room;
  bool folder; /* a directory was among them */
} cli_inbox;

/* The words from `first` on; of a directory its *.csv and *.xlsx, sorted, without hidden files and the locks that
 * spreadsheets leave. The exit code. Free it always. */
int cli_inbox_open(cli_inbox *inbox, const cli *c, size_t first);
void cli_inbox_free(cli_inbox *inbox);
/* Whether a path ends in `tail`, whatever the case. */
bool cli_inbox_ends(const char *path, const char *tail);

#endif
