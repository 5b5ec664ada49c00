/* Rank intervals: who is ranked, then each part, then all of them together. */
#include "score/uncertainty.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/limits.h"
#include "compute/trial.h"
#include "compute/uncertainty_parts.h"

static int check(const score_uncertainty_options *o, score_error *err)
{
  char draws[24];
  if (o->draws > SCORE_DRAWS_MAX)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_SURE_DRAWS, score__int_text(draws, o->draws), (const char *)NULL);
  if (o->perturb_micro < 0 || o->perturb_micro >= SCORE__MICRO)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_SURE_PERTURB, (const char *)NULL);
  return 0;
}

static bool find_ranked(score_uncertainty *u)
{
  const score_result *r = u->result;
  u->position = score__arena_alloc(&u->arena, r->count, sizeof *u->position);
  u->entry = score__arena_alloc(&u->arena, r->count, sizeof *u->entry);
  u->interval = score__arena_alloc(&u->arena, r->count, sizeof *u->interval);
  if (!u->position || !u->entry || !u->interval) return false;
  for (size_t k = 0; k < r->count; k++) {
    const uint32_t i = r->by_rank[k];
    const bool ranked = r->total[i].rank != 0;
    u->entry[i] = ranked ? (uint32_t)u->ranked : UINT32_MAX;
    if (ranked) u->position[u->ranked++] = i;
  }
  return true;
}

static void widen(score_rank_interval *v, int32_t best, int32_t worst)
{
  if (best && best < v->best) v->best = best;
  if (worst > v->worst) v->worst = worst;
}

int score_uncertainty_new(score_uncertainty **out, const score_result *result, const score_uncertainty_options *options,
                          score_error *err)
{
  *out = NULL;
  const score_uncertainty_options none = {0};
  int code = options ? check(options, err) : 0;
  if (code) return code;
  score_uncertainty *u = calloc(1, sizeof *u);
  if (!u) return score__fail_memory(err);
  u->result = result;
  u->options = options ? *options : none;
  code = find_ranked(u) ? score__uncertainty_missing(u) : SCORE_E_MEMORY;
  if (!code && u->options.draws && u->ranked) code = score__uncertainty_draws(u);
  if (!code && u->options.record && u->ranked) code = score__uncertainty_record(u);
  for (size_t e = 0; !code && e < u->ranked; e++) {
    score_rank_interval *v = &u->interval[u->position[e]];
    v->best = v->worst = result->total[u->position[e]].rank;
    widen(v, v->missing_best, v->missing_worst);
    widen(v, v->weights_low, v->weights_high);
    widen(v, v->record_best, v->record_worst);
  }
  if (!code) {
    *out = u;
    return 0;
  }
  score_uncertainty_free(u);
  if (code == SCORE_E_MEMORY) return score__fail_memory(err);
  return score__fail(err, code, SCORE__PH_SURE_LARGE, (const char *)NULL);
}

void score_uncertainty_free(score_uncertainty *u)
{
  if (!u) return;
  score__arena_free(&u->arena);
  free(u);
}

int score_uncertainty_rank(score_rank_interval *out, const score_uncertainty *u, size_t unit)
{
  if (unit >= u->result->count) return SCORE_E_USAGE;
  *out = u->interval[unit];
  return 0;
}

int score_uncertainty_above(int64_t *share_micro, const score_uncertainty *u, size_t first, size_t second)
{
  const size_t count = u->result->count, draws = u->options.draws;
  if (!u->rank || first >= count || second >= count) return SCORE_E_USAGE;
  const uint32_t a = u->entry[first], b = u->entry[second];
  if (a == UINT32_MAX || b == UINT32_MAX) return SCORE_E_USAGE;
  uint64_t halves = 0;
  for (size_t k = 0; k < draws; k++) {
    const int32_t x = u->rank[k * u->ranked + a], y = u->rank[k * u->ranked + b];
    halves += x < y ? 2 : x == y;
  }
  *share_micro = (int64_t)(halves * SCORE__MICRO / (2 * draws));
  return 0;
}
