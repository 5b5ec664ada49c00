/* Long options by their unique prefix, a few short ones; options and words may be mixed, "--" ends the options. */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include <stdbool.h>
#include <stdint.h>

#include <score/score.h>

#include "word.h"

/* In the order in which a help page lists them. */
enum {
  OPT_DB,
  OPT_CRITERIA,
  OPT_DATA,
  OPT_UNITS,
  OPT_PERIOD,
  OPT_STAGE,
  OPT_FALLBACK,
  OPT_SCOPE,
  OPT_UNIT,
  OPT_NO_GIVEN_POINTS,
  OPT_SYNTHETIC,
  OPT_DELIMITER,
  OPT_DECIMAL,
  OPT_FORMAT,
  OPT_CSV,
  OPT_OUTPUT,
  OPT_COLOR,
  OPT_STRICT,
  OPT_ENCODING,
  OPT_SHEET,
  OPT_SKIP_BAD,
  OPT_DRY_RUN,
  OPT_FINDINGS,
  OPT_RETURN,
  OPT_JUMP,
  OPT_BY,
  OPT_REASON,
  OPT_AT,
  OPT_FROM,
  OPT_TO,
  OPT_TOLERANCE,
  OPT_LIVE,
  OPT_SUPERSEDE,
  OPT_SIGN,
  OPT_KEY,
  OPT_PASSWORD_FILE,
  OPT_TARGET,
  OPT_FIX,
  OPT_ONLY_MINE,
  OPT_MAX_PER_LEVER,
  OPT_EFFORT,
  OPT_SET,
  OPT_AROUND,
  OPT_TOP,
  OPT_BOTTOM,
  OPT_NO_INTERVAL,
  OPT_DRAWS,
  OPT_SEED,
  OPT_PERTURB,
  OPT_PERTURB_ON,
  OPT_PAIR,
  OPT_OFFICE,
  OPT_PUT,
  OPT_MAP,
  OPT_MAP_BY,
  OPT_FIGURE,
  OPT_OPEN,
  OPT_CRITERIA_DIR,
  OPT_LANG,
  OPT_QUIET,
  OPT_VERBOSE,
  OPT_HELP,
  OPT_VERSION,
  OPT_COUNT
};
/* Which of them: up to 128. */
__extension__ typedef unsigned __int128 cli_options_set;
#define OPT_BIT(id) ((cli_options_set)1 << (id))

typedef struct cli_option {
  const char *name; /* without the dashes */
  char letter;      /* 0 = none */
  cli_word value;   /* how its value is called; 0 = takes none */
  cli_word doc;
} cli_option;

extern const cli_option cli_options[OPT_COUNT];

typedef enum cli_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } cli_color;

typedef struct cli_list {
  const char **item; /* [count], borrowed texts in an array of its own */
  size_t count;
} cli_list;

typedef struct cli_args {
  cli_options_set given; /* OPT_BITs seen */
  const char *db, *criteria, *criteria_dir, *period, *scope, *unit, *output;
  const char *encoding, *sheet, *findings, *return_dir, *jump, *by, *reason, *at, *from, *to, *tolerance;
  const char *sign, *key, *password_file;
  const char *target, *max_per_lever, *effort, *around, *top, *bottom, *draws, *seed, *perturb, *pair;
  const char *office, *map, *map_by, *figure;
  cli_list data, units, words; /* words: what is no option, the command first */
  cli_list fix, set, put;
  bool perturb_groups; /* --perturb-on groups; else criteria */
  score_stage stage;
  score_format format;
  score_lang lang;
  cli_color color;
  char delimiter, decimal;
  bool excel_vi;
} cli_args;

/* What is wrong with a command line, said by a word with two arguments. */
typedef struct cli_fault {
  cli_word word, hint; /* hint W_NONE = none */
  const char *arg[2];
  char text[2][256];
} cli_fault;

/* 0; -1 with fault filled. args->lang is left as the caller set it unless --lang is given. */
int cli_args_parse(cli_args *args, int argc, char **argv, cli_fault *fault);
void cli_args_free(cli_args *args);
static inline bool cli_given(const cli_args *args, int id)
{
  return (args->given & OPT_BIT(id)) != 0;
}

/* Whether this is a day or a moment in ISO 8601 (moment.c). */
bool cli_is_moment(const char *text);

/* Index of the candidate nearest to a mistyped word, or SIZE_MAX. */
size_t cli_nearest(const char *word, const char *const *candidate, size_t count);

#endif
