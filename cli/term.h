/* What the terminal and the environment say; read here and nowhere else. */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include <stdbool.h>
#include <time.h>

#include "opt.h"

/* LC_ALL, LC_MESSAGES, LANG, in this order: Vietnamese where the first that is set says vi. */
score_lang cli_term_lang(void);
/* Columns to fit a table into; 0 = as wide as needed. COLUMNS, when set, else the terminal behind stdout. */
int cli_term_width(void);
bool cli_term_color(cli_color wish);
/* Whether stdout goes to a person's screen. */
bool cli_term_is_screen(void);
/* Whether a window can be opened. */
bool cli_term_desktop(void);
/* Whether stdout is a terminal that draws block characters. */
bool cli_term_bars(void);
/* Room for a path that is found beside the program. */
#define CLI_PATH_SIZE 4096
/* Where the criteria sets are: --criteria-dir, SCORE_CRITERIA_DIR, the source tree for a program run from its build
 * tree, ../share/score/criteria beside the program, the directory it was built for. */
const char *cli_criteria_dir(const cli_args *args, char buf[CLI_PATH_SIZE]);
/* A line on stderr that says how far a file is read, when stderr is a terminal and it takes longer than a moment. */
typedef struct cli_progress {
  const char *path;
  score_lang lang;
  double size_bytes; /* of the file; 0 = not known */
  struct timespec begin, last;
  bool shown;
} cli_progress;

/* Fills options->progress, or leaves it alone where nothing is to be shown. */
void cli_progress_start(cli_progress *p, const char *path, score_lang lang, bool quiet, score_read_options *options);
/* Clears the line. */
void cli_progress_end(cli_progress *p);
/* The time now, ISO 8601, UTC. */
const char *cli_time_now(char buf[32]);

#endif
