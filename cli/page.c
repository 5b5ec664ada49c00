/* Help: composed from the tables of commands and options, so that it cannot drift from what is parsed. */
#include <string.h>

#include "program.h"

#define MARGIN 26 /* where the descriptions of options begin */

static void line(const cli *c, cli_word word)
{
  fputs(cli_word_text(word, c->lang), stdout);
  fputc('\n', stdout);
}

static void put_commands(const cli *c)
{
  for (const cli_command *k = cli_commands; k->name; k++)
    printf("  %-13s %s\n", k->name, cli_word_text(k->summary, c->lang));
}

static void put_option(const cli *c, const cli_option *o)
{
  int used = o->letter ? printf("  -%c, --%s", o->letter, o->name) : printf("  --%s", o->name);
  if (o->value) used += printf(" %s", cli_word_text(o->value, SCORE_LANG_EN));
  if (used + 2 > MARGIN) {
    fputc('\n', stdout);
    used = 0;
  }
  printf("%*s%s\n", MARGIN - used, "", cli_word_text(o->doc, c->lang));
}

static void put_options(const cli *c, cli_options_set options)
{
  for (int i = 0; i < OPT_COUNT; i++)
    if (options & OPT_BIT(i)) put_option(c, &cli_options[i]);
}

void cli_page_orientation(const cli *c)
{
  line(c, W_ORIENTATION);
  put_commands(c);
  line(c, W_ORIENTATION_TAIL);
}

void cli_page_overview(const cli *c)
{
  line(c, W_ORIENTATION);
  put_commands(c);
  fputc('\n', stdout);
  line(c, W_ALL_OPTIONS);
  put_options(c, ~(cli_options_set)0);
  fputc('\n', stdout);
  line(c, W_EXIT_CODES);
}

void cli_page_command(const cli *c, const cli_command *k)
{
  printf("score %s: %s\n\n", k->name, cli_word_text(k->summary, c->lang));
  cli_word_print(stdout, c->lang, W_USAGE, NULL);
  line(c, k->usage);
  if (k->doc) {
    fputc('\n', stdout);
    line(c, k->doc);
  }
  if (k->options) {
    fputc('\n', stdout);
    line(c, W_OPTIONS);
    put_options(c, k->options | OPT_BIT(OPT_LANG) | OPT_BIT(OPT_QUIET) | OPT_BIT(OPT_VERBOSE));
  }
  if (!k->example[0]) return;
  fputc('\n', stdout);
  line(c, W_EXAMPLE);
  for (size_t i = 0; i < sizeof k->example / sizeof *k->example && k->example[i]; i++) printf("  %s\n", k->example[i]);
}
