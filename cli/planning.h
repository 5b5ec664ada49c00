/* --target and what narrows it: the cheapest way up of one unit. */
#ifndef CLI_PLANNING_H
#define CLI_PLANNING_H

#include "job.h"

#define OPT_PLANNING                                                                                                   \
  (OPT_BIT(OPT_TARGET) | OPT_BIT(OPT_FIX) | OPT_BIT(OPT_ONLY_MINE) | OPT_BIT(OPT_MAX_PER_LEVER) | OPT_BIT(OPT_EFFORT))

/* What is wrong with these options whatever the data: 0 or EXIT_USAGE. */
int cli_plan_check(cli *c);
/* The plan of a unit, NULL without --target. 0, or the exit code after all has been said. Free it before the job is
 * closed. */
int cli_plan_open(score_plan **out, cli_job *job, cli *c, const char *unit);

#endif
