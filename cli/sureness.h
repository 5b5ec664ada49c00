/* --draws, --seed, --perturb, --perturb-on, --pair, --no-interval: how sure the ranks of a result are. */
#ifndef CLI_SURENESS_H
#define CLI_SURENESS_H

#include "job.h"

#define OPT_SURENESS                                                                                                   \
  (OPT_BIT(OPT_NO_INTERVAL) | OPT_BIT(OPT_DRAWS) | OPT_BIT(OPT_SEED) | OPT_BIT(OPT_PERTURB) |                          \
   OPT_BIT(OPT_PERTURB_ON) | OPT_BIT(OPT_PAIR))

typedef struct cli_sureness {
  bool asked;      /* by an option; else what takes long is left out */
  bool none;       /* --no-interval */
  char *pair_text; /* pair points into it */
  const char *pair[2];
  score_uncertainty_options options;
  score_uncertainty *uncertainty;
} cli_sureness;

/* What the options say, whatever the data: 0 or EXIT_USAGE, EXIT_BROKEN. Close it always, before the job. */
int cli_sureness_read(cli_sureness *out, const cli *c);
/* The uncertainty of the job's result, NULL with --no-interval. 0, or the exit code after all has been said. */
int cli_sureness_open(cli_sureness *sureness, cli *c, const cli_job *job);
void cli_sureness_close(cli_sureness *sureness);

#endif
