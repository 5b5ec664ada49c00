/* What a result is compared with: the period before, the last release, the same period without the scope. Only what a
 * command asks for is looked for; what is not there stays NULL. */
#ifndef CLI_COMPANIONS_H
#define CLI_COMPANIONS_H

#include "job.h"

enum { CLI_PREVIOUS = 1, CLI_RELEASED = 2, CLI_OVERALL = 4 };

typedef struct cli_companion { /* a result and what it rests on, each NULL where it is another's */
  score_criteria *criteria;
  score_data *data;
  score_release *release;
  score_result *result;
} cli_companion;

typedef struct cli_companions {
  score_beside beside;
  cli_companion previous, released, overall;
} cli_companions;

/* `which` = CLI_*; of a job with a result, which must outlive them. 0 or the exit code after all has been said. Close it
 * always. */
int cli_companions_open(cli_companions *out, cli *c, const cli_job *job, unsigned which);
void cli_companions_close(cli_companions *companions);

#endif
