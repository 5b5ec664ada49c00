/* The result that a release holds: its numbers as they were released, and beside them what documents read of the data
 * (given points, statistics), which follows from the release's own inputs. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compute/derivation.h"
#include "compute/engine.h"
#include "release/thaw.h"

/* Behind the units of the result those that only the statistics of their cohort know. */
static bool add_cohort(score_result *r)
{
  const score__units *units = &r->data->units;
  uint8_t *in = calloc(units->count + 1, 1);
  if (!in) return false;
  for (size_t i = 0; i < r->count; i++) in[r->unit[i]] = 1;
  for (uint32_t u = 0; u < units->count; u++) /* the units of a release are in order of code */
    if (!in[u] && score__frame_has(r->frame, r->set, score__engine_lowest(r), r->stage, u)) r->unit[r->all++] = u;
  free(in);
  return true;
}

score_result *score__release_blank(const score_release *release, const uint32_t *unit, size_t count, const char *scope)
{
  const score__release_head *h = &release->head;
  score__period period;
  score_result *r = calloc(1, sizeof *r);
  if (!r || score__period_parse(&period, h->said.period, strlen(h->said.period)) != 0) {
    score_result_free(r);
    return NULL;
  }
  r->data = release->data;
  r->set = release->criteria;
  r->stage = (int)h->said.stage;
  r->fallback = h->said.fallback != 0;
  r->count = r->all = count;
  r->scope = score__arena_text(&r->arena, scope);
  r->unit = score__arena_alloc(&r->arena, r->data->units.count, sizeof *r->unit);
  bool good = r->scope && r->unit && score__derive_frame(&r->frame, r->data, period, &r->arena, NULL) == 0 && r->frame;
  if (good && count) memcpy(r->unit, unit, count * sizeof *unit);
  good = good && (!r->set->cohort_count || add_cohort(r));
  r->contiguous = true;
  for (size_t i = 0; good && i < r->all; i++) r->contiguous &= r->unit[i] == r->unit[0] + i;
  if (good && score__engine_prepare(r) == 0) return r;
  score_result_free(r);
  return NULL;
}

typedef struct place {
  int32_t rank;
  uint32_t position;
} place;

static int by_rank(const void *a, const void *b)
{
  const place *x = a, *y = b;
  if ((x->rank == 0) != (y->rank == 0)) return x->rank == 0 ? 1 : -1;
  if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
  return (x->position > y->position) - (x->position < y->position);
}

bool score__release_order(score_result *r)
{
  place *list = calloc(r->count + 1, sizeof *list);
  r->by_rank = score__arena_alloc(&r->arena, r->count, sizeof *r->by_rank);
  const bool good = list && r->by_rank;
  for (size_t i = 0; good && i < r->count; i++) list[i] = (place){r->total[i].rank, (uint32_t)i};
  if (good) qsort(list, r->count, sizeof *list, by_rank);
  for (size_t i = 0; good && i < r->count; i++) r->by_rank[i] = list[i].position;
  free(list);
  return good;
}

static int refuse_period(score__thaw *t)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_NO_PERIOD, t->release->head.said.period, (const char *)NULL);
  score__fail_at(&e, t->release->name, 0, 0, NULL);
  score__finding_add(t->findings, SCORE_ERROR, &e);
  if (t->err) *t->err = e;
  return SCORE_E_INPUT;
}

int score__thaw_result(score__thaw *t)
{
  score_release *release = t->release;
  const score_criteria *set = release->criteria;
  const size_t count = t->record_count;
  score__period period;
  const score__frame *frame = NULL;
  score__arena scratch = {0};
  const char *text = release->head.said.period;
  const bool good = score__period_parse(&period, text, strlen(text)) == 0 &&
                    score__derive_frame(&frame, release->data, period, &scratch, NULL) == 0;
  const bool there = good && frame;
  score__arena_free(&scratch);
  if (good && !there) return refuse_period(t);
  uint32_t *unit = calloc(count + 1, sizeof *unit);
  for (size_t i = 0; unit && i < count; i++) unit[i] = t->record[i].unit;
  release->trace = score__arena_alloc(&release->arena, count, sizeof *release->trace);
  release->result = unit ? score__release_blank(release, unit, count, release->head.said.scope) : NULL;
  free(unit);
  if (!release->result || !release->trace) return score__fail_memory(t->err);
  for (size_t i = 0; i < count; i++) {
    t->record[i].node = t->node + i * set->node_count;
    score__record_put(release->result, i, &t->record[i]);
    memcpy(release->trace[i], t->record[i].trace, SCORE__SHA256_HEX);
  }
  return score__release_order(release->result) ? 0 : score__fail_memory(t->err);
}
