/* Releases on the command line: what `release`, `verify` and `diff-release` have in common. */
#ifndef CLI_PUBLISH_H
#define CLI_PUBLISH_H

#include "job.h"
#include "outfile.h"

/* A release as a file, with its signature beside it. */
typedef struct cli_parcel {
  cli_outfile file, signature;
  char *path, *signature_path; /* signature_path NULL = not signed */
} cli_parcel;

/* "a" and "b" together; NULL when memory is out. free() it. */
char *cli_text_join(const char *a, const char *b);
/* Opens the file of a release: --output, else a name of set, period and generation. The exit code. Close it always. */
int cli_parcel_open(cli_parcel *parcel, cli *c, const char *set, const char *period, int generation);
/* After all was written: nothing else is overwritten, and with --sign the signature is made. The exit code. */
int cli_parcel_seal(cli_parcel *parcel, cli *c, const char *set, const char *version, const char *period,
                    const char *sha256, const char *when);
/* Gives both their names. The exit code. */
int cli_parcel_keep(cli_parcel *parcel, cli *c);
void cli_parcel_close(cli_parcel *parcel);

#endif
