#include "sureness.h"

#include <stdlib.h>
#include <string.h>

#define DRAWS         1000u
#define PERTURB_MICRO 100000
#define MANY_UNITS    500u             /* beyond, weights are perturbed only when asked for */
#define MANY_RUNS     UINT64_C(200000) /* the same for errors in inputs: well below a second */
#define MOST_RUNS     UINT64_C(3000000)

/* Digits up to `most`; false = it is none. */
static bool read_whole(const char *text, uint64_t most, uint64_t *out)
{
  *out = 0;
  if (!*text) return false;
  for (; *text >= '0' && *text <= '9'; text++) {
    const uint64_t digit = (uint64_t)(*text - '0');
    if (*out > (most - digit) / 10) return false;
    *out = *out * 10 + digit;
  }
  return *text == '\0';
}

/* "10", "12.5", "12,5", "10%": as a share in millionths. */
static bool read_share(const char *text, int64_t *out)
{
  int64_t whole = 0, part = 0, unit = 10000;
  const char *at = text;
  for (; *at >= '0' && *at <= '9' && whole < 100; at++) whole = whole * 10 + (*at - '0');
  if (at == text || whole >= 100) return false;
  if (*at == '.' || *at == ',') {
    const char *first = ++at;
    for (; *at >= '0' && *at <= '9' && unit > 1; at++) part += (unit /= 10) * (*at - '0');
    if (at == first) return false;
  }
  if (*at == '%') at++;
  *out = whole * 10000 + part;
  return *at == '\0';
}

static const char *trim(char *text)
{
  char *end = text + strlen(text);
  while (*text == ' ') text++;
  while (end > text && end[-1] == ' ') *--end = '\0';
  return text;
}

static int read_pair(cli_sureness *s, const cli *c)
{
  const char *text = c->args.pair;
  if (!text) return 0;
  const size_t size = strlen(text) + 1;
  s->pair_text = malloc(size);
  if (!s->pair_text) return EXIT_BROKEN;
  memcpy(s->pair_text, text, size);
  char *comma = strchr(s->pair_text, ',');
  if (comma) {
    *comma = '\0';
    s->pair[0] = trim(s->pair_text);
    s->pair[1] = trim(comma + 1);
    if (*s->pair[0] && *s->pair[1]) return 0;
  }
  return cli_usage(c, W_PAIR_WRONG, text, NULL);
}

int cli_sureness_read(cli_sureness *s, const cli *c)
{
  static const int asks[] = {OPT_DRAWS, OPT_SEED, OPT_PERTURB, OPT_PERTURB_ON, OPT_PAIR};
  const cli_args *a = &c->args;
  uint64_t draws = DRAWS;
  *s = (cli_sureness){.none = cli_given(a, OPT_NO_INTERVAL)};
  for (size_t k = 0; k < sizeof asks / sizeof *asks; k++) {
    if (!cli_given(a, asks[k])) continue;
    s->asked = true;
    if (s->none) return cli_usage(c, W_INTERVAL_NONE, cli_options[asks[k]].name, NULL);
  }
  s->options = (score_uncertainty_options){.seed = 1, .perturb_micro = PERTURB_MICRO};
  s->options.level = a->perturb_groups ? SCORE_WEIGHT_GROUPS : SCORE_WEIGHT_CRITERIA;
  if (a->draws && !read_whole(a->draws, SCORE_DRAWS_MAX, &draws)) return cli_usage(c, W_DRAWS_WRONG, a->draws, NULL);
  if (a->seed && !read_whole(a->seed, UINT64_MAX, &s->options.seed)) return cli_usage(c, W_SEED_WRONG, a->seed, NULL);
  if (a->perturb && !read_share(a->perturb, &s->options.perturb_micro))
    return cli_usage(c, W_PERTURB_WRONG, a->perturb, NULL);
  s->options.draws = (uint32_t)draws;
  if (a->pair && draws == 0) return cli_usage(c, W_PAIR_DRAWS, NULL, NULL);
  return read_pair(s, c);
}

int cli_sureness_open(cli_sureness *s, cli *c, const cli_job *job)
{
  score_error err = {0};
  if (s->none) return 0;
  if (!s->asked && score_result_units(job->result) > MANY_UNITS) s->options.draws = 0;
  s->options.record = score_uncertainty_effort(job->result) <= (s->asked ? MOST_RUNS : MANY_RUNS);
  return score_uncertainty_new(&s->uncertainty, job->result, &s->options, &err) ? cli_failed(c, NULL, &err) : 0;
}

void cli_sureness_close(cli_sureness *s)
{
  score_uncertainty_free(s->uncertainty);
  free(s->pair_text);
}
