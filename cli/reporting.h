/* What a report shows beside a result: the office that signs, the plan, the line over time, the map, what was reconciled. */
#ifndef CLI_REPORTING_H
#define CLI_REPORTING_H

#include "companions.h"
#include "sureness.h"

typedef struct cli_reporting {
  bool ward; /* else province */
  cli_companions beside;
  score_office *office; /* NULL without --office and --put */
  score_plan *plan;
  score_trend *trend;
  score_map *map;
  score_result *computed; /* what is reconciled */
  score_reconciliation *reconciliation;
  cli_sureness sureness;
} cli_reporting;

/* What the options say whatever the data, --office and --put among it: 0 or the exit code. */
int cli_reporting_read(cli_reporting *out, cli *c);
/* All that the sources give; what they do not give stays NULL. 0, or the exit code after all has been said. */
int cli_reporting_open(cli_reporting *out, cli *c, const cli_job *job);
/* Always, before the job. */
void cli_reporting_close(cli_reporting *reporting);

/* Shows a page that is written in whatever shows pages here, and says on stderr where it is (viewer.c). */
void cli_view(const cli *c, const char *path);

#endif
