/* A file that appears whole or not at all: written beside its goal, then renamed over it. */
#ifndef CLI_OUTFILE_H
#define CLI_OUTFILE_H

#include "program.h"

typedef struct cli_outfile {
  int fd;     /* -1 = closed */
  int error;  /* errno of what failed, 0 = nothing */
  char *goal; /* through a symbolic link, not over it */
  char *name; /* until it is kept; NULL: the goal itself is written, a device or a pipe */
} cli_outfile;

/* 0, or -1 with error. Close it always. */
int cli_outfile_open(cli_outfile *f, const char *path);
/* A score_write_fn. */
int cli_outfile_write(void *outfile, const void *bytes, size_t size);
/* All bytes are on the disk under the other name. 0, or -1 with error. */
int cli_outfile_settle(cli_outfile *f);
/* 1 the goal holds other bytes than were settled, 0 the same or it is not there, -1 with error. */
int cli_outfile_differs(cli_outfile *f);
/* Settles it and gives it its name. 0, or -1 with error. */
int cli_outfile_keep(cli_outfile *f);
/* Another name for it, in the same folder. 0, or -1 with error. */
int cli_outfile_rename(cli_outfile *f, const char *path);
/* What was not kept is gone. */
void cli_outfile_close(cli_outfile *f);

#endif
