/* --set MEASURE=VALUE: a result as it would be. */
#ifndef CLI_ASSUMPTION_H
#define CLI_ASSUMPTION_H

#include "job.h"

/* What the job's result would be, were one unit's data as --set says: *out, NULL without --set. 0, or the exit code
 * after all has been said. Free *out before the job is closed. */
int cli_suppose(score_what_if **out, cli_job *job, cli *c, const char *unit);
/* The result that is to be shown: the supposed one where there is one. */
const score_result *cli_supposed(const score_what_if *what_if, const cli_job *job);

#endif
