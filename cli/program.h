/* One run of the program: what it was asked, what it has said, and how it ends. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "opt.h"
#include "term.h"

enum { EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_INPUT = 3, EXIT_STORE = 4, EXIT_BROKEN = 5 };

typedef struct cli {
  cli_args args;
  score_lang lang;
  size_t warnings;  /* shown or not */
  bool contested;   /* a check of the set failed as an error: 1 after the results */
  int stdout_error; /* errno of the first write that failed */
} cli;

typedef struct cli_command {
  const char *name;
  int (*run)(cli *c);      /* exit code; words[0] is the command itself */
  cli_options_set options; /* OPT_BITs beside those that stand everywhere */
  size_t least, most;      /* words after the command */
  cli_word usage, summary, doc;
  const char *example[3]; /* commands that run on the shipped fixtures */
} cli_command;

#define OPT_EVERYWHERE                                                                                                 \
  (OPT_BIT(OPT_LANG) | OPT_BIT(OPT_QUIET) | OPT_BIT(OPT_VERBOSE) | OPT_BIT(OPT_HELP) | OPT_BIT(OPT_VERSION))

/* In the order of the overview; ended by a NULL name. */
extern const cli_command cli_commands[];
const cli_command *cli_command_find(const char *name);
/* The command nearest to a mistyped word, or NULL. */
const char *cli_command_nearest(const char *name);

int cmd_init(cli *c);
int cmd_import(cli *c);
int cmd_criteria(cli *c);
int cmd_eval(cli *c);
int cmd_rank(cli *c);
int cmd_gap(cli *c);
int cmd_explain(cli *c);
int cmd_what_if(cli *c);
int cmd_trend(cli *c);
int cmd_analyse(cli *c);
int cmd_due(cli *c);
int cmd_release(cli *c);
int cmd_verify(cli *c);
int cmd_diff_release(cli *c);
int cmd_key(cli *c);
int cmd_reconcile(cli *c);
int cmd_log(cli *c);
int cmd_withdraw(cli *c);
int cmd_lock(cli *c);
int cmd_unlock(cli *c);
int cmd_check_db(cli *c);
int cmd_report(cli *c);
int cmd_template(cli *c);
int cmd_help(cli *c);
int cmd_version(cli *c);

/* The password that --password-file holds, NULL without; 0 or the exit code (cmd_key.c). */
int cli_password_open(cli *c, char password[SCORE_PASSWORD], const char **out);

/* Pages on stdout (page.c). */
void cli_page_orientation(const cli *c);
void cli_page_overview(const cli *c);
void cli_page_command(const cli *c, const cli_command *command);

/* Complaints on stderr (complaint.c). A word takes up to two arguments. */
int cli_usage(const cli *c, cli_word word, const char *a, const char *b); /* EXIT_USAGE */
void cli_hint(const cli *c, cli_word word, const char *a);
int cli_exit_code(const score_error *err);
/* Says what went wrong: the findings, then err unless it is one of them. The exit code. findings may be NULL. */
int cli_failed(cli *c, const score_findings *findings, const score_error *err);
/* Findings of a call that went well. */
void cli_show_findings(cli *c, const score_findings *findings);
/* The same without those that are in `shown` too (NULL = none). */
void cli_show_new_findings(cli *c, const score_findings *findings, const score_findings *shown);
/* errno in words. */
int cli_output_failed(const cli *c, const char *path, int error);

/* By --format, --csv or the name of --output. */
score_format cli_format(const cli_args *args);
/* What is to be written: bytes in order to a sink. 0, or SCORE_E_* with err filled. */
typedef struct cli_delivery {
  int (*write)(void *context, score_write_fn write, void *sink, score_error *err);
  void *context;
} cli_delivery;
/* Writes to --output, whole or not at all, or to stdout; the exit code (delivery.c). */
int cli_deliver_bytes(cli *c, const cli_delivery *what);
/* The same for a document. */
int cli_deliver(cli *c, const score_document *document);
/* What --output and --findings name is nothing that the command reads: 0 or EXIT_USAGE (safeguard.c). */
int cli_safeguard(const cli *c);
/* The same for a file that is read without having been named. */
int cli_safeguard_read(const cli *c, const char *path);
/* The same for a store, a release or a key, whoever made it. */
int cli_safeguard_kind(const cli *c, const char *path);
/* --output FILE.xlsx and its like are refused before any work is done; 0 or EXIT_USAGE. */
int cli_output_check(const cli *c);
/* Ends stdout: 0, or EXIT_BROKEN when not all of it was taken. */
int cli_finish(cli *c);

#endif
