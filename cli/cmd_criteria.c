#include <stdio.h>
#include <string.h>

#include "criteria_verb.h"

static const struct verb {
  const char *name;
  int (*run)(cli *c);
  cli_options_set options; /* beside those that every verb takes */
} verbs[] = {
    {"list", criteria_list, 0},
    {"show", criteria_show, OPT_BIT(OPT_CRITERIA) | OPT_BIT(OPT_PERIOD)},
    {"check", criteria_check, OPT_BIT(OPT_CRITERIA) | OPT_BIT(OPT_PERIOD)},
    {"diff", criteria_diff, OPT_BIT(OPT_PERIOD)},
    {"impact", criteria_impact, OPT_JOB & ~OPT_BIT(OPT_CRITERIA)},
    {"from-csv", criteria_from_csv,
     OPT_BIT(OPT_CRITERIA) | OPT_BIT(OPT_DELIMITER) | OPT_BIT(OPT_DECIMAL) | OPT_BIT(OPT_ENCODING) |
         OPT_BIT(OPT_SHEET)},
    {"kinds", criteria_kinds, 0},
    {"schema", criteria_schema, 0},
};
enum { VERBS = sizeof verbs / sizeof *verbs };
#define OPT_EVERY_VERB (OPT_EVERYWHERE | OPT_BIT(OPT_CRITERIA_DIR) | OPT_BIT(OPT_STRICT) | OPT_REPORT)

int criteria_spec(const cli *c, const char **out)
{
  const cli_list *words = &c->args.words;
  *out = c->args.criteria ? c->args.criteria : words->count > 2 ? words->item[2] : NULL;
  if (!*out) {
    cli_usage(c, W_NEED_SET, words->item[0], words->item[1]);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  const size_t wanted = c->args.criteria ? 2 : 3;
  return words->count > wanted ? cli_usage(c, W_WORD_UNWANTED, words->item[wanted], NULL) : 0;
}

int criteria_pair(const cli *c, const char *out[2])
{
  const cli_list *words = &c->args.words;
  if (words->count > 4) return cli_usage(c, W_WORD_UNWANTED, words->item[4], NULL);
  if (words->count < 4) {
    cli_usage(c, W_NEED_SETS, words->item[0], words->item[1]);
    cli_hint(c, W_HINT_LIST, NULL);
    return EXIT_USAGE;
  }
  out[0] = words->item[2];
  out[1] = words->item[3];
  return 0;
}

static int unknown_verb(const cli *c, const char *word)
{
  const char *names[VERBS];
  char all[256] = "";
  size_t used = 0;
  for (size_t i = 0; i < VERBS; i++) {
    names[i] = verbs[i].name;
    const int n = snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
    if (n > 0 && used + (size_t)n < sizeof all) used += (size_t)n;
  }
  if (!word) return cli_usage(c, W_CRITERIA_WHAT, all, NULL);
  const size_t near = cli_nearest(word, names, VERBS);
  return near == SIZE_MAX ? cli_usage(c, W_CRITERIA_VERB, word, all) : cli_usage(c, W_WORD_NEAREST, word, names[near]);
}

int cmd_criteria(cli *c)
{
  const cli_list *words = &c->args.words;
  const int code = cli_report_check(c);
  if (code) return code;
  if (words->count < 2) return unknown_verb(c, NULL);
  const struct verb *verb = NULL;
  for (size_t i = 0; i < VERBS; i++)
    if (strcmp(words->item[1], verbs[i].name) == 0) verb = &verbs[i];
  if (!verb) return unknown_verb(c, words->item[1]);
  for (int i = 0; i < OPT_COUNT; i++) {
    if (!cli_given(&c->args, i) || ((verb->options | OPT_EVERY_VERB) & OPT_BIT(i))) continue;
    char name[64];
    snprintf(name, sizeof name, "criteria %s", verb->name);
    cli_usage(c, W_OPTION_ELSEWHERE, cli_options[i].name, name);
    cli_hint(c, W_HINT_HELP, words->item[0]);
    return EXIT_USAGE;
  }
  return verb->run(c);
}
