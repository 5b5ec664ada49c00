#include <stdlib.h>
#include <string.h>

#include "companions.h"
#include "sureness.h"

#define MOST 1000000u
#define SPAN 5u

/* A whole number up to MOST; SIZE_MAX = it is none. */
static size_t read_number(const char *text)
{
  size_t value = 0;
  if (!*text) return SIZE_MAX;
  for (; *text >= '0' && *text <= '9' && value <= MOST; text++) value = value * 10 + (size_t)(*text - '0');
  return *text || value > MOST ? SIZE_MAX : value;
}

/* "--top 10"; not given = 0. */
static int read_count(const cli *c, int id, const char *text, size_t *out)
{
  *out = text ? read_number(text) : 0;
  if (!text || (*out != SIZE_MAX && *out > 0)) return 0;
  return cli_usage(c, W_NUMBER_WRONG, cli_options[id].name, text);
}

/* "phu ninh:5": *unit is the caller's to free. */
static int read_around(const cli *c, char **unit, size_t *span)
{
  const char *text = c->args.around, *colon = text ? strrchr(text, ':') : NULL;
  *span = SPAN;
  if (!text) return 0;
  const size_t size = colon ? (size_t)(colon - text) : strlen(text);
  if (colon) *span = read_number(colon + 1);
  if (*span == SIZE_MAX) return cli_usage(c, W_SPAN_WRONG, colon + 1, NULL);
  if (size == 0) return cli_usage(c, W_VALUE_ABSENT, cli_options[OPT_AROUND].name, NULL);
  *unit = malloc(size + 1);
  if (!*unit) return EXIT_BROKEN;
  memcpy(*unit, text, size);
  (*unit)[size] = '\0';
  return 0;
}

static int read_options(const cli *c, score_rank_options *out, char **unit)
{
  int code = read_count(c, OPT_TOP, c->args.top, &out->top);
  if (code == 0) code = read_count(c, OPT_BOTTOM, c->args.bottom, &out->bottom);
  if (code == 0) code = read_around(c, unit, &out->span);
  out->around = *unit;
  return code;
}

static int print(cli *c, const cli_job *job, const score_rank_options *options)
{
  score_document *document = NULL;
  score_error err = {0};
  const int rc = score_document_rank(&document, job->result, options, &err);
  const int code = cli_job_deliver(c, rc, document, &err);
  if (rc == SCORE_E_NOT_FOUND) cli_hint(c, W_HINT_UNIT, NULL);
  return code;
}

int cmd_rank(cli *c)
{
  cli_job job = {0};
  cli_companions beside = {0};
  cli_sureness sureness = {0};
  score_rank_options options = {0};
  char *unit = NULL;
  int code = read_options(c, &options, &unit);
  if (code == 0) code = cli_sureness_read(&sureness, c);
  if (code == 0) code = cli_job_open(&job, c, 1);
  if (code == 0) code = cli_companions_open(&beside, c, &job, CLI_PREVIOUS | CLI_RELEASED | CLI_OVERALL);
  if (code == 0) code = cli_sureness_open(&sureness, c, &job);
  options.beside = beside.beside;
  options.uncertainty = sureness.uncertainty;
  for (int s = 0; s < 2; s++) options.pair[s] = sureness.pair[s];
  if (code == 0) code = print(c, &job, &options);
  cli_sureness_close(&sureness);
  cli_companions_close(&beside);
  cli_job_close(&job);
  free(unit);
  return code;
}
