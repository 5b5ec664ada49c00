#include "run/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "compute/checks.h"
#include "compute/plausibility.h"

#define LISTED 20u /* warnings of one kind; the others are counted */
#define NAMED  5u  /* absent units named */

typedef struct review {
  const score__review_request *request;
  const score_criteria *set;
  const score__units *units; /* of the period at hand */
  score_findings *findings;
  score__expectation expects;
  score_data *now, *before;
  uint8_t *reporting; /* [units] at the stage at hand */
  uint8_t *bare;      /* [units] has values without evidence */
  size_t period;      /* of the writer */
  int stage;
  size_t count[SCORE__ODDITIES];
  size_t absent; /* at the period and stage at hand */
  score__buffer names;
  score__oddity first_bare;
  uint32_t first_bare_line;
  int status;
  score_error *err;
} review;

/* ---- what is told ---- */

static const char *value_text(char buf[40], const score__measure *m, int64_t value)
{
  score__decimal_print(buf, 40, value, m->scale, -1, '.');
  return buf;
}

/* "25210 (Phường Đồng Xoài)" */
static const char *unit_text(score__buffer *out, const score__units *units, uint32_t unit)
{
  const uint32_t latest = units->latest[unit];
  const char *name = latest == UINT32_MAX ? "" : units->text[units->state[latest].name];
  score__buffer_text(out, units->code[unit]);
  if (!*name) return out->data;
  score__buffer_text(out, " (");
  score__buffer_text(out, name);
  score__buffer_text(out, ")");
  return out->data;
}

static void tell(review *r, score_error *e, uint32_t line, const char *field)
{
  e->code = SCORE_OK;
  score__fail_at(e, r->request->file, line, 0, field);
  score__fail_sheet(e, r->request->sheet);
  score__finding_add(r->findings, SCORE_WARNING, e);
}

static bool is_fresh(const void *context, size_t unit, size_t measure)
{
  const review *r = context;
  return score__store_writer_gave(r->request->writer, r->period, r->stage, unit, measure);
}

static uint32_t line_of(review *r, uint32_t unit, uint32_t measure)
{
  uint32_t line = 0;
  if (r->status == SCORE_OK)
    r->status = score__store_writer_line(r->request->writer, r->period, r->stage, unit, measure, &line, r->err);
  return line;
}

/* The first cell that the file gave of a unit. */
static uint32_t line_of_unit(review *r, uint32_t unit)
{
  for (size_t c = 0; c < r->set->measure_count + r->set->node_count; c++)
    if (is_fresh(r, unit, c)) return line_of(r, unit, (uint32_t)c);
  return 0;
}

static void tell_exceeding(review *r, const score__oddity *o, const char *unit)
{
  const score__measure *m = &r->set->measure[o->measure], *whole = &r->set->measure[o->other];
  char value[40], than[40];
  score_error e;
  bool fresh = is_fresh(r, o->unit, o->measure);
  score__fail(&e, SCORE_OK, SCORE__PH_ODD_EXCEEDS, unit, m->key, value_text(value, m, o->value), whole->key,
              value_text(than, whole, o->than), (const char *)NULL);
  tell(r, &e, line_of(r, o->unit, fresh ? o->measure : o->other), fresh ? m->key : whole->key);
}

static void tell_jump(review *r, const score__oddity *o, const char *unit)
{
  const score__measure *m = &r->set->measure[o->measure];
  char value[40], than[40], factor[40];
  score_error e;
  score__decimal_print(factor, sizeof factor, r->request->jump_micro, 6, -1, '.');
  score__fail(&e, SCORE_OK, o->kind == SCORE__ODD_ROSE ? SCORE__PH_ODD_ROSE : SCORE__PH_ODD_FELL, unit,
              value_text(value, m, o->value), value_text(than, m, o->than), r->before->frame[0]->name, factor,
              (const char *)NULL);
  tell(r, &e, line_of(r, o->unit, o->measure), m->key);
}

static void tell_ended(review *r, const score__oddity *o, const char *unit)
{
  char day[SCORE__DATE_TEXT], period[SCORE__PERIOD_TEXT];
  score__buffer successor = {0};
  score_error e;
  score__date_print(day, sizeof day, (int32_t)o->than);
  score__period_print(period, sizeof period, score__store_writer_period(r->request->writer, r->period));
  unit_text(&successor, r->units, o->other);
  score__fail(&e, SCORE_OK, SCORE__PH_ODD_ENDED, unit, day, successor.data ? successor.data : "", period,
              (const char *)NULL);
  tell(r, &e, line_of_unit(r, o->unit), NULL);
  score__buffer_free(&successor);
}

static void tell_expired(review *r, const score__oddity *o, const char *unit)
{
  char day[SCORE__DATE_TEXT], last[SCORE__DATE_TEXT];
  score_error e;
  score__date_print(day, sizeof day, (int32_t)o->value);
  score__date_print(last, sizeof last, (int32_t)o->than);
  score__fail(&e, SCORE_OK, SCORE__PH_ODD_EXPIRED, unit, day, last, (const char *)NULL);
  tell(r, &e, line_of(r, o->unit, o->measure), r->set->measure[o->measure].key);
}

static void count_absent(review *r, const score__oddity *o)
{
  if (r->absent++ >= NAMED) return;
  if (r->absent > 1) score__buffer_text(&r->names, ", ");
  unit_text(&r->names, r->units, o->unit);
}

static void count_bare(review *r, const score__oddity *o)
{
  r->bare[o->unit] = 1;
  if (r->count[SCORE__ODD_BARE] > 1) return;
  r->first_bare = *o;
  r->first_bare_line = line_of(r, o->unit, o->measure);
}

static void on_oddity(void *context, const score__oddity *o)
{
  review *r = context;
  /* A rise and a fall are one kind of thing. */
  const size_t kind = o->kind == SCORE__ODD_FELL ? SCORE__ODD_ROSE : o->kind;
  const size_t before = r->count[kind]++;
  if (kind == SCORE__ODD_ABSENT) count_absent(r, o);
  if (kind == SCORE__ODD_BARE) count_bare(r, o);
  if (kind == SCORE__ODD_ABSENT || kind == SCORE__ODD_BARE || before >= LISTED) return;
  score__buffer unit = {0};
  unit_text(&unit, r->units, o->unit);
  const char *name = unit.data ? unit.data : r->units->code[o->unit];
  if (kind == SCORE__ODD_EXCEEDS) tell_exceeding(r, o, name);
  if (kind == SCORE__ODD_ROSE) tell_jump(r, o, name);
  if (kind == SCORE__ODD_ENDED) tell_ended(r, o, name);
  if (kind == SCORE__ODD_EXPIRED) tell_expired(r, o, name);
  score__buffer_free(&unit);
}

static void tell_absent(review *r)
{
  static const char *const stage[] = {"self", "verified", "published"};
  char number[24], period[SCORE__PERIOD_TEXT];
  score_error e;
  if (!r->absent) return;
  if (r->absent > NAMED) score__buffer_text(&r->names, ", ...");
  score__period_print(period, sizeof period, score__store_writer_period(r->request->writer, r->period));
  score__fail(&e, SCORE_OK, SCORE__PH_ODD_ABSENT, score__int_text(number, (int64_t)r->absent),
              r->before->frame[0]->name, period, stage[r->stage], r->names.data ? r->names.data : "",
              (const char *)NULL);
  tell(r, &e, 0, NULL);
  score__buffer_clear(&r->names);
  r->absent = 0;
}

/* Once for the file, at its end. */
static void tell_totals(review *r)
{
  static const struct {
    uint8_t kind;
    int phrase;
  } more[] = {{SCORE__ODD_EXCEEDS, SCORE__PH_ODD_MORE_EXCEEDS},
              {SCORE__ODD_ROSE, SCORE__PH_ODD_MORE_JUMPS},
              {SCORE__ODD_ENDED, SCORE__PH_ODD_MORE_ENDED},
              {SCORE__ODD_EXPIRED, SCORE__PH_ODD_MORE_EXPIRED}};
  char number[24], other[24];
  score_error e;
  for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
    const size_t count = r->count[more[i].kind];
    if (count <= LISTED) continue;
    score__fail(&e, SCORE_OK, more[i].phrase, score__int_text(number, (int64_t)(count - LISTED)), (const char *)NULL);
    tell(r, &e, 0, NULL);
  }
  if (!r->count[SCORE__ODD_BARE]) return;
  int64_t units = 0;
  for (size_t u = 0; u < r->request->units->count; u++) units += r->bare[u];
  score__fail(&e, SCORE_OK, SCORE__PH_ODD_BARE, score__int_text(number, (int64_t)r->count[SCORE__ODD_BARE]),
              score__int_text(other, units), (const char *)NULL);
  tell(r, &e, r->first_bare_line, r->set->measure[r->first_bare.measure].key);
}

/* ---- what is looked at ---- */

/* What today's definition does not take is passed over: it was said when it was imported, or will be when it is read. */
static int take(void *context, const score__observation *o, int scale, score_error *err)
{
  score_data *data = context;
  score__observation now = *o;
  if (!o->given && o->state == SCORE__CELL_VALUE &&
      score__check_stored(&data->criteria->measure[o->column], o->value, scale, &now.value, NULL) != SCORE_OK)
    return SCORE_OK;
  return score__data_observe(data, &now) < 0 ? score__fail_memory(err) : SCORE_OK;
}

/* unit NULL = all. *out NULL when there is nothing. */
static int load(const review *r, score__period period, const char *unit, score_data **out)
{
  *out = NULL;
  score_data *data = NULL;
  int status = score_data_new(&data, r->set, r->err);
  if (status != SCORE_OK) return status;
  const score__store_period asked = {.period = period, .wanted = SCORE__READ_ALL};
  status = score__store_read(r->request->store, data, &asked, 1, unit, false, take, data, r->err);
  if (status == SCORE_OK && score__data_settle(data) != 0) status = score__fail_memory(r->err);
  if (status == SCORE_OK && data->frame_count == 1) {
    *out = data;
    return SCORE_OK;
  }
  score_data_free(data);
  /* A measure that has changed its type since: no comparison, and no reason to refuse the file. */
  return status == SCORE_E_INPUT ? SCORE_OK : status;
}

/* Units with anything in the file at a period and stage; how many. */
static size_t find_reporting(review *r, size_t units)
{
  const size_t columns = r->set->measure_count + r->set->node_count;
  size_t count = 0;
  for (size_t u = 0; u < units; u++) {
    r->reporting[u] = 0;
    for (size_t c = 0; c < columns && !r->reporting[u]; c++) r->reporting[u] = is_fresh(r, u, c);
    count += r->reporting[u];
  }
  return count;
}

/* The one unit of the file, or NULL: of a ward's file only the ward is read, not its whole country. */
static const char *only_unit(review *r)
{
  const score__units *units = r->request->units;
  size_t only = SIZE_MAX;
  for (r->period = 0; r->period < score__store_writer_periods(r->request->writer); r->period++) {
    for (r->stage = 0; r->stage < SCORE__STAGES; r->stage++) {
      size_t count = find_reporting(r, units->count);
      for (size_t u = 0; count == 1 && u < units->count; u++) {
        if (!r->reporting[u]) continue;
        if (only != SIZE_MAX && only != u) return NULL;
        only = u;
      }
      if (count > 1) return NULL;
    }
  }
  return only == SIZE_MAX ? NULL : units->code[only];
}

static int review_period(review *r, const char *unit, score_data **last)
{
  const score__period period = score__store_writer_period(r->request->writer, r->period);
  score__period previous;
  score_data *before = NULL;
  const bool compares = (!unit || r->request->jump_micro > 0) && score__period_previous(&previous, period) == 0;
  int status = SCORE_OK;
  if (compares && *last && score__period_equal((*last)->frame[0]->period, previous))
    before = *last;
  else
    score_data_free(*last);
  *last = NULL;
  if (compares && !before) status = load(r, previous, unit, &before);
  if (status == SCORE_OK) status = load(r, period, unit, &r->now);
  r->before = before;
  if (status == SCORE_OK && r->now) {
    r->units = &r->now->units;
    for (r->stage = 0; r->stage < SCORE__STAGES && status == SCORE_OK; r->stage++) {
      if (find_reporting(r, r->units->count) == 0) continue;
      const score__survey survey = {.data = r->now,
                                    .expects = &r->expects,
                                    .now = r->now->frame[0],
                                    .before = before ? before->frame[0] : NULL,
                                    .stage = r->stage,
                                    .jump_micro = r->request->jump_micro,
                                    .fresh = is_fresh,
                                    .context = r,
                                    .reporting = r->reporting};
      if (score__survey_run(&survey, on_oddity, r) != 0) status = score__fail_memory(r->err);
      if (status == SCORE_OK) status = r->status;
      if (status == SCORE_OK) tell_absent(r);
    }
  }
  score_data_free(before);
  *last = r->now;
  r->now = r->before = NULL;
  return status;
}

/* In their own order, so that each is often the one before the next. */
static int review_periods(review *r)
{
  const score__store_writer *w = r->request->writer;
  const size_t count = score__store_writer_periods(w);
  const char *unit = only_unit(r);
  size_t *order = calloc(count + 1, sizeof *order);
  if (!order) return score__fail_memory(r->err);
  for (size_t i = 0; i < count; i++) {
    size_t at = i;
    for (; at > 0; at--) {
      if (score__period_cmp(score__store_writer_period(w, order[at - 1]), score__store_writer_period(w, i)) <= 0) break;
      order[at] = order[at - 1];
    }
    order[at] = i;
  }
  score_data *last = NULL;
  int status = SCORE_OK;
  for (size_t i = 0; i < count && status == SCORE_OK; i++) {
    r->period = order[i];
    status = review_period(r, unit, &last);
  }
  score_data_free(last);
  free(order);
  return status;
}

int score__review(const score__review_request *request, score_findings *findings, score_error *err)
{
  if (!findings || score__store_writer_periods(request->writer) == 0) return SCORE_OK;
  review r = {.request = request, .set = request->set, .findings = findings, .err = err};
  r.reporting = calloc(request->units->count + 1, 1);
  r.bare = calloc(request->units->count + 1, 1);
  int status = r.reporting && r.bare && score__expectation_of(&r.expects, request->set) == 0 ? SCORE_OK
                                                                                             : score__fail_memory(err);
  if (status == SCORE_OK) status = review_periods(&r);
  if (status == SCORE_OK) tell_totals(&r);
  if (status == SCORE_OK && r.names.failed) status = score__fail_memory(err);
  score__expectation_free(&r.expects);
  score__buffer_free(&r.names);
  free(r.reporting);
  free(r.bare);
  return status;
}
