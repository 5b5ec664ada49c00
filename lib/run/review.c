#include "run/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compute/checks.h"
#include "run/remark.h"

#define KEPT 20u /* warnings about single cells, told when all of the file was good */

typedef struct kept {
  score__oddity oddity;
  score__period period;
  uint32_t line;
} kept;

struct score__review {
  score__review_request request;
  score__remarks remarks;
  score__expectation expects;
  score_data brought; /* values of the file, its units as in the request */
  uint32_t only_unit; /* the one unit of the file; UINT32_MAX = none yet */
  bool several;
  kept expired[KEPT], bare;
  size_t expired_count;
  uint32_t *place;  /* [measures] column of the file, from 1 */
  uint8_t *is_bare; /* [units] has values without evidence */
  size_t is_bare_cap, bare_units;
  /* of the period and stage at hand */
  const score__frame *frame;
  score__period before;
  int stage;
  uint32_t absent[SCORE__REMARK_NAMED];
  size_t absent_count;
  int status;
  score_error *err;
};

/* ---- while the file is read ---- */

static int count_bare(score__review *r, const score__oddity *oddity, const score__observation *o)
{
  if (r->remarks.count[SCORE__ODD_BARE] == 1) r->bare = (kept){*oddity, o->period, o->line};
  size_t old = r->is_bare_cap;
  if (o->unit >= old) {
    if (score__grow(&r->is_bare, &r->is_bare_cap, (size_t)o->unit + 1, 1) != 0) return -1;
    memset(r->is_bare + old, 0, r->is_bare_cap - old);
  }
  r->bare_units += !r->is_bare[o->unit];
  r->is_bare[o->unit] = 1;
  return 0;
}

static int listen(void *context, const score__observation *o, score_error *err)
{
  score__review *r = context;
  score__observation value = *o;
  score__oddity odd[2];
  const size_t count = score__oddity_of_cell(&r->expects, r->request.set, o, odd);
  for (size_t i = 0; i < count; i++) {
    const bool told = score__remarks_count(&r->remarks, &odd[i]);
    if (odd[i].kind == SCORE__ODD_BARE && count_bare(r, &odd[i], o) != 0) return score__fail_memory(err);
    if (odd[i].kind == SCORE__ODD_EXPIRED && told && r->expired_count < KEPT)
      r->expired[r->expired_count++] = (kept){odd[i], o->period, o->line};
  }
  if (!o->given) r->place[o->column] = o->place;
  r->several |= r->only_unit != UINT32_MAX && r->only_unit != o->unit;
  r->only_unit = o->unit;
  value.said = SCORE__ORIGIN_NONE;
  return score__data_observe(&r->brought, &value) < 0 ? score__fail_memory(err) : SCORE_OK;
}

int score__review_new(score__review **out, const score__review_request *request, score_findings *findings,
                      score_error *err)
{
  *out = NULL;
  if (!findings) return SCORE_OK;
  score__review *r = calloc(1, sizeof *r);
  *out = r;
  if (!r) return score__fail_memory(err);
  r->request = *request;
  r->remarks = (score__remarks){.set = request->set,
                                .units = request->units,
                                .file = request->file,
                                .jump_micro = request->jump_micro,
                                .findings = findings};
  r->place = calloc(request->set->measure_count + 1, sizeof *r->place);
  r->remarks.place = r->place;
  r->brought.criteria = request->set;
  r->only_unit = UINT32_MAX;
  if (!r->place || score__expectation_of(&r->expects, request->set) != 0) return score__fail_memory(err);
  score__store_writer_tell(request->writer, listen, r);
  return SCORE_OK;
}

void score__review_free(score__review *review)
{
  if (!review) return;
  score__expectation_free(&review->expects);
  score__data_clear(&review->brought);
  free(review->is_bare);
  free(review->place);
  free(review);
}

/* ---- when it was read ---- */

typedef struct loading { /* a period of the store, its units as in the request */
  const score__review *review;
  score_data *data;   /* what is read, by its own units */
  score_data *values; /* what it becomes */
  uint32_t *unit;     /* [units of data] */
} loading;

static int map_units(loading *l, score_error *err)
{
  const score__units *units = &l->data->units;
  l->unit = calloc(units->count + 1, sizeof *l->unit);
  if (!l->unit) return score__fail_memory(err);
  for (size_t i = 0; i < units->count; i++)
    l->unit[i] = (uint32_t)score__units_find(l->review->request.units, units->code[i]);
  return SCORE_OK;
}

/* What today's definition does not take is passed over: it is told where it is read to be scored. */
static int take(void *context, const score__observation *o, int scale, score_error *err)
{
  loading *l = context;
  score__observation now = *o;
  const score_criteria *set = l->review->request.set;
  if (!l->unit && map_units(l, err) != SCORE_OK) return SCORE_E_MEMORY;
  if (!o->given && o->state == SCORE__CELL_VALUE &&
      score__check_stored(&set->measure[o->column], o->value, scale, &now.value, NULL) != SCORE_OK)
    return SCORE_OK;
  now.unit = l->unit[o->unit];
  if (now.unit == UINT32_MAX) return SCORE_OK;
  now.said = SCORE__ORIGIN_NONE;
  return score__data_observe(l->values, &now) < 0 ? score__fail_memory(err) : SCORE_OK;
}

/* Fills `values` with one period of the store: all of it, or of the one unit of the file. */
static int load(const score__review *r, score__period period, score_data *values)
{
  const score__store_period asked = {.period = period, .wanted = SCORE__READ_ALL};
  const char *unit = r->several ? NULL : r->request.units->code[r->only_unit];
  loading l = {.review = r, .values = values};
  int status = score_data_new(&l.data, r->request.set, r->err);
  if (status != SCORE_OK) return status;
  *values = (score_data){.criteria = r->request.set};
  status = score__store_read(r->request.store, l.data, &asked, 1, unit, false, take, &l, r->err);
  score_data_free(l.data);
  free(l.unit);
  if (status != SCORE_OK) score__data_clear(values);
  /* A measure that has changed its type since: nothing to compare with, and no reason to refuse the file. */
  return status == SCORE_E_INPUT ? SCORE_OK : status;
}

static uint32_t line_of(score__review *r, uint32_t unit, bool given, size_t column)
{
  const score__observation o = {
      .unit = unit, .period = r->frame->period, .stage = (uint8_t)r->stage, .given = given, .column = (uint32_t)column};
  uint32_t line = 0;
  if (r->status == SCORE_OK) r->status = score__store_writer_line(r->request.writer, &o, &line, r->err);
  return line;
}

static bool is_brought(uint8_t *const *state, size_t column, uint32_t unit)
{
  return state[column] && state[column][unit] != SCORE__CELL_MISSING;
}

/* The first cell that the file gave of a unit. */
static uint32_t line_of_unit(score__review *r, uint32_t unit)
{
  const score__layer *layer = &r->frame->layer[r->stage];
  for (size_t m = 0; m < r->request.set->measure_count; m++)
    if (is_brought(layer->state, m, unit)) return line_of(r, unit, false, m);
  for (size_t k = 0; k < r->request.set->node_count; k++)
    if (is_brought(layer->given_state, k, unit)) return line_of(r, unit, true, k);
  return 0;
}

static void on_oddity(void *context, const score__oddity *o)
{
  score__review *r = context;
  if (o->kind == SCORE__ODD_ABSENT) {
    if (r->absent_count < SCORE__REMARK_NAMED) r->absent[r->absent_count] = o->unit;
    r->absent_count++;
  } else if (score__remarks_count(&r->remarks, o)) {
    const bool whole = o->kind == SCORE__ODD_ENDED;
    size_t measure = o->measure;
    if (o->kind == SCORE__ODD_EXCEEDS && !is_brought(r->frame->layer[r->stage].state, measure, o->unit))
      measure = o->other;
    const uint32_t line = whole ? line_of_unit(r, o->unit) : line_of(r, o->unit, false, measure);
    score__remark(&r->remarks, o, r->frame->period, r->before, line, whole ? SIZE_MAX : measure);
  }
}

/* What is known of a period: what the file brought where it is alone, else what the store now holds, in *loaded. */
static int find_frame(score__review *r, score__period period, score_data *loaded, const score__frame **out)
{
  int status = SCORE_OK;
  if (score__store_writer_alone(r->request.writer, period)) {
    *out = score__data_find_frame(&r->brought, period);
  } else {
    status = load(r, period, loaded);
    *out = status == SCORE_OK ? score__data_find_frame(loaded, period) : NULL;
  }
  return status;
}

/* *last: the period looked at before this one, often the one before it; it becomes this one. */
static int review_period(score__review *r, score_data *last)
{
  const score__period period = r->frame->period;
  const score__frame *now = NULL, *before = NULL;
  score_data older = {0}, newer = {0};
  int status = SCORE_OK;
  if ((r->several || r->request.jump_micro > 0) && score__period_previous(&r->before, period) == 0) {
    before = score__data_find_frame(last, r->before);
    if (!before) status = find_frame(r, r->before, &older, &before);
  }
  if (status == SCORE_OK) status = find_frame(r, period, &newer, &now);
  for (r->stage = 0; r->stage < SCORE__STAGES && status == SCORE_OK && now; r->stage++) {
    const score__survey survey = {.set = r->request.set,
                                  .units = r->request.units,
                                  .expects = &r->expects,
                                  .brought = r->frame,
                                  .now = now,
                                  .before = before,
                                  .stage = r->stage,
                                  .jump_micro = r->request.jump_micro};
    r->absent_count = 0;
    if (!r->frame->layer[r->stage].any) continue;
    if (score__survey_run(&survey, on_oddity, r) != 0) r->status = score__fail_memory(r->err);
    status = r->status;
    if (r->absent_count && status == SCORE_OK)
      score__remark_absent(&r->remarks, r->absent, r->absent_count, period, r->before, r->stage);
  }
  score__data_clear(&older);
  score__data_clear(last);
  *last = newer;
  return status;
}

int score__review_end(score__review *r, const char *sheet, score_error *err)
{
  if (!r || r->only_unit == UINT32_MAX) return SCORE_OK;
  score_data last = {.criteria = r->request.set};
  int status = SCORE_OK;
  r->err = err;
  r->remarks.sheet = sheet;
  for (size_t i = 0; i < r->brought.frame_count && status == SCORE_OK; i++) {
    r->frame = r->brought.frame[i];
    status = review_period(r, &last);
  }
  score__data_clear(&last);
  for (size_t i = 0; i < r->expired_count && status == SCORE_OK; i++)
    score__remark(&r->remarks, &r->expired[i].oddity, r->expired[i].period, r->before, r->expired[i].line,
                  r->expired[i].oddity.measure);
  if (status != SCORE_OK) return status;
  score__remarks_end(&r->remarks);
  if (r->bare_units) score__remark_bare(&r->remarks, &r->bare.oddity, r->bare.line, r->bare_units);
  return SCORE_OK;
}
