#include <errno.h>
#include <string.h>

#include "program.h"

int cli_usage(const cli *c, cli_word word, const char *a, const char *b)
{
  fputs("score: ", stderr);
  cli_word_print(stderr, c->lang, word, a ? a : "", b ? b : "", NULL);
  fputc('\n', stderr);
  return EXIT_USAGE;
}

void cli_hint(const cli *c, cli_word word, const char *a)
{
  if (cli_given(&c->args, OPT_QUIET)) return;
  cli_word_print(stderr, c->lang, W_HINT, NULL);
  cli_word_print(stderr, c->lang, word, a ? a : "", NULL);
  fputc('\n', stderr);
}

int cli_exit_code(const score_error *err)
{
  switch (err->code) {
  case SCORE_OK: return 0;
  case SCORE_E_USAGE:
  case SCORE_E_NOT_FOUND: return EXIT_USAGE;
  case SCORE_E_INPUT:
  case SCORE_E_LIMIT: return EXIT_INPUT;
  case SCORE_E_STORE: return EXIT_STORE;
  default: return EXIT_BROKEN;
  }
}

static void print_error(const cli *c, const score_error *err, cli_word prefix)
{
  char text[2048];
  score_error_text(text, sizeof text, err, c->lang);
  if (prefix) {
    cli_word_print(stderr, c->lang, prefix, NULL);
  } else if (err->file[0] == '\0') {
    fputs("score: ", stderr);
  }
  cli_text_print(stderr, text);
  fputc('\n', stderr);
}

static bool is_among(const score_findings *findings, const score_error *err, score_severity want, score_lang lang)
{
  char text[2048], other[2048];
  score_error_text(text, sizeof text, err, lang);
  for (size_t i = 0; findings && i < score_findings_size(findings); i++) {
    score_severity severity = SCORE_NOTE;
    const score_error *one = score_findings_get(findings, i, &severity);
    if (severity != want || one->phrase != err->phrase || one->line != err->line) continue;
    score_error_text(other, sizeof other, one, lang);
    if (strcmp(text, other) == 0) return true;
  }
  return false;
}

enum { MOST_SHOWN = 1000 };

static void print_severity(const cli *c, const score_findings *findings, const score_findings *shown,
                           score_severity want, cli_word prefix, size_t *printed)
{
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_severity severity = SCORE_NOTE;
    const score_error *err = score_findings_get(findings, i, &severity);
    if (severity != want || *printed >= MOST_SHOWN || is_among(shown, err, want, c->lang)) continue;
    print_error(c, err, prefix);
    ++*printed;
  }
}

void cli_show_findings(cli *c, const score_findings *findings)
{
  cli_show_new_findings(c, findings, NULL);
}

void cli_show_new_findings(cli *c, const score_findings *findings, const score_findings *shown)
{
  if (!findings) return;
  const bool quiet = cli_given(&c->args, OPT_QUIET);
  const size_t errors = score_findings_count(findings, SCORE_ERROR);
  const size_t warnings = score_findings_count(findings, SCORE_WARNING) - errors;
  c->warnings += warnings;
  size_t printed = 0;
  print_severity(c, findings, shown, SCORE_ERROR, W_NONE, &printed);
  if (!quiet) print_severity(c, findings, shown, SCORE_WARNING, W_WARNING, &printed);
  if (cli_given(&c->args, OPT_VERBOSE)) print_severity(c, findings, shown, SCORE_NOTE, W_NOTE, &printed);
  const size_t all = score_findings_count(findings, SCORE_NOTE), size = score_findings_size(findings);
  const size_t kept = size > MOST_SHOWN ? MOST_SHOWN : size;
  if (all > kept && (!quiet || errors > 0)) {
    char more[32];
    snprintf(more, sizeof more, "%zu", all - kept);
    cli_word_print(stderr, c->lang, W_MORE_FINDINGS, more, NULL);
    fputc('\n', stderr);
  }
}

int cli_failed(cli *c, const score_findings *findings, const score_error *err)
{
  cli_show_findings(c, findings);
  if (!is_among(findings, err, SCORE_ERROR, c->lang)) print_error(c, err, W_NONE);
  return cli_exit_code(err);
}

static const char *error_words(const cli *c, int error)
{
  static const struct {
    int error;
    cli_word word;
  } known[] = {{ENOSPC, W_ERR_FULL},   {EFBIG, W_ERR_FULL},        {EACCES, W_ERR_ACCESS}, {EPERM, W_ERR_ACCESS},
               {ENOENT, W_ERR_ABSENT}, {ENOTDIR, W_ERR_ABSENT},    {EISDIR, W_ERR_FOLDER}, {EROFS, W_ERR_READONLY},
               {EBADF, W_ERR_CLOSED},  {ENAMETOOLONG, W_ERR_LONG}, {EPIPE, W_ERR_PIPE}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].error == error) return cli_word_text(known[i].word, c->lang);
  return strerror(error);
}

int cli_output_failed(const cli *c, const char *path, int error)
{
  cli_usage(c, W_OUTPUT_FAILED, path ? path : cli_word_text(W_STDOUT, c->lang), error_words(c, error));
  return EXIT_BROKEN;
}
