/* The verbs of `score criteria`: one file each, criteria_<verb>.c, and one row in cmd_criteria.c. */
#ifndef CLI_CRITERIA_VERB_H
#define CLI_CRITERIA_VERB_H

#include "job.h"

/* Words 0 and 1 are `criteria` and the verb; the exit code. */
int criteria_kinds(cli *c);
int criteria_list(cli *c);
int criteria_schema(cli *c);
int criteria_show(cli *c);
int criteria_check(cli *c);
int criteria_diff(cli *c);
int criteria_impact(cli *c);
int criteria_from_csv(cli *c);

/* The only set that is named, as --criteria or as word 2, in *out; 0 or EXIT_USAGE. */
int criteria_spec(const cli *c, const char **out);
/* The two sets that are named as words 2 and 3; 0 or EXIT_USAGE. */
int criteria_pair(const cli *c, const char *out[2]);

#endif
