#include "assumption.h"

#include <stdlib.h>
#include <string.h>

/* "MEASURE=VALUE" cut at its first '=': the measure in `text`, which has room for it. */
static bool cut(score_input_change *out, char *text, const char *said)
{
  const char *mark = strchr(said, '=');
  if (!mark || mark == said) return false;
  const size_t size = (size_t)(mark - said);
  memcpy(text, said, size);
  text[size] = '\0';
  *out = (score_input_change){text, mark + 1};
  return true;
}

/* "--set hs_tre: what was found; what was wanted" */
static void show_faults(const cli *c, const score_findings *findings)
{
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_severity severity = SCORE_NOTE;
    score_error one = *score_findings_get(findings, i, &severity);
    char text[2048], measure[sizeof one.field];
    if (severity != SCORE_ERROR) continue;
    memcpy(measure, one.field, sizeof measure);
    one.field[0] = '\0';
    score_error_text(text, sizeof text, &one, c->lang);
    cli_usage(c, W_SET_FAULT, measure, text);
  }
}

/* All that is wrong with --set, the form of some and the contents of others, is said before the run ends. */
static int open(score_what_if **out, cli_job *job, cli *c, const char *unit, const score_input_change *changes,
                size_t count)
{
  score_findings *findings = NULL;
  score_error err = {0};
  if (score_findings_new(&findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  int code = 0;
  if (score_what_if_new(out, job->result, unit, changes, count, findings, &err) == 0) {
    cli_show_new_findings(c, findings, job->findings);
    c->contested |= score_findings_count(findings, SCORE_ERROR) > 0;
  } else if (score_findings_count(findings, SCORE_ERROR) > 0) {
    show_faults(c, findings);
    code = EXIT_USAGE;
  } else {
    code = cli_failed(c, findings, &err);
    if (err.code == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  }
  score_findings_free(findings);
  return code;
}

int cli_suppose(score_what_if **out, cli_job *job, cli *c, const char *unit)
{
  const cli_list *set = &c->args.set;
  *out = NULL;
  if (set->count == 0) return 0;
  size_t room = 0, count = 0;
  for (size_t i = 0; i < set->count; i++) room += strlen(set->item[i]) + 1;
  score_input_change *change = calloc(set->count, sizeof *change);
  char *text = malloc(room), *at = text;
  bool bad = false;
  int code = 0;
  if (!change || !text) {
    const score_error err = {.code = SCORE_E_MEMORY};
    code = cli_failed(c, NULL, &err);
  }
  for (size_t i = 0; code == 0 && i < set->count; i++) {
    if (cut(&change[count], at, set->item[i])) {
      at += strlen(at) + 1;
      count++;
    } else {
      cli_usage(c, W_SET_FORM, set->item[i], NULL);
      bad = true;
    }
  }
  if (code == 0) code = open(out, job, c, unit, change, count);
  free(change);
  free(text);
  if (!bad) return code;
  score_what_if_free(*out);
  *out = NULL;
  return EXIT_USAGE;
}

const score_result *cli_supposed(const score_what_if *what_if, const cli_job *job)
{
  return what_if ? score_what_if_result(what_if) : job->result;
}
