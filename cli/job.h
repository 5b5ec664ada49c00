/* The way from the options to a result: criteria, then data from a store or from files, then the evaluation. */
#ifndef CLI_JOB_H
#define CLI_JOB_H

#include "program.h"

typedef struct cli_job {
  score_criteria *criteria;
  score_data *data;
  score_result *result;
  score_findings *findings;
  score_release *release; /* the result is its; NULL = computed from data */
  bool live;              /* computed, where there is a release */
  size_t extra;           /* words from this one on are data files */
} cli_job;

/* Bits a command that opens a job takes. */
#define OPT_JOB                                                                                                        \
  (OPT_BIT(OPT_DB) | OPT_BIT(OPT_CRITERIA) | OPT_BIT(OPT_CRITERIA_DIR) | OPT_BIT(OPT_DATA) | OPT_BIT(OPT_UNITS) |      \
   OPT_BIT(OPT_PERIOD) | OPT_BIT(OPT_STAGE) | OPT_BIT(OPT_FALLBACK) | OPT_BIT(OPT_SCOPE) |                             \
   OPT_BIT(OPT_NO_GIVEN_POINTS) | OPT_BIT(OPT_SYNTHETIC) | OPT_BIT(OPT_DELIMITER) | OPT_BIT(OPT_DECIMAL) |             \
   OPT_BIT(OPT_STRICT) | OPT_BIT(OPT_ENCODING) | OPT_BIT(OPT_SHEET) | OPT_REPORT)
#define OPT_REPORT (OPT_BIT(OPT_FORMAT) | OPT_BIT(OPT_CSV) | OPT_BIT(OPT_OUTPUT) | OPT_BIT(OPT_COLOR))

/* 0, or the exit code after all has been said. The words from `extra` on are further data files. Close it always. */
int cli_job_open(cli_job *job, cli *c, size_t extra);
/* The same for what is said of one unit alone, without its rank: from a store only its rows are read. */
int cli_job_open_unit(cli_job *job, cli *c, size_t extra, const char *unit);
/* The result of the current release of a period (NULL = not known), if there is one and --live was not said (released.c);
 * else job->live. */
int cli_job_release(cli_job *job, cli *c, score_store *store, const char *period);
/* Whether --criteria names one version for all periods. */
bool cli_is_pinned(const char *spec);
/* Criteria, data and evaluation from a store as it is, released or not; job->findings is there. */
int cli_job_evaluate_store(cli_job *job, cli *c, score_store *store);
/* Criteria and data without an evaluation; unit NULL = all. */
int cli_job_gather(cli_job *job, cli *c, size_t extra, const char *unit);
/* Criteria, and what --data and --units name, which may be nothing; --db is left to the caller. */
int cli_job_files(cli_job *job, cli *c);
void cli_job_close(cli_job *job);
/* The same data under two sets; what only one of them knows is passed over for the other. Close both always. */
int cli_job_open_pair(cli_job pair[2], cli *c, const char *const spec[2]);
/* The exit code of a run whose document is due: writes and frees it; rc and err are what made it. */
int cli_job_deliver(cli *c, int rc, score_document *document, const score_error *err);
/* The set that --criteria names, for a period (NULL: --period, else the newest); the exit code. */
int cli_criteria_open(cli *c, const char *spec, const char *period, score_criteria **out, score_findings *findings);
/* The exit code; a store that is not there gets the hint that makes one. */
int cli_store_open(cli *c, score_store **store);
/* The same for a command that only reads: works on a read-only file too. */
int cli_store_open_read(cli *c, score_store **store);
score_read_options cli_read_options(const cli *c);
/* Data file i, of --data first, then of the words; NULL past the last. */
const char *cli_job_file(const cli_job *job, const cli *c, size_t i);
/* The period of a file's first row, "" when it has none, and of a pipe, which can be read only once. */
void cli_peek_period(const cli *c, const char *path, char period[16]);
/* --csv and --format must go together, --output must be of a kind that is written; 0 or EXIT_USAGE. */
int cli_report_check(cli *c);

#endif
