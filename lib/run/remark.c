#include "run/remark.h"

#include "base/decimal.h"
#include "base/fail.h"

#define LISTED 20u /* warnings of one kind; the others are counted */

/* A rise and a fall are one kind of thing. */
static size_t kind_of(const score__oddity *o)
{
  return o->kind == SCORE__ODD_FELL ? SCORE__ODD_ROSE : o->kind;
}

bool score__remarks_count(score__remarks *remarks, const score__oddity *oddity)
{
  return remarks->count[kind_of(oddity)]++ < LISTED;
}

/* "25210 (Phường Đồng Xoài)" */
static void add_unit(score__buffer *out, const score__units *units, uint32_t unit)
{
  const uint32_t latest = units->latest[unit];
  const char *name = latest == UINT32_MAX ? "" : units->text[units->state[latest].name];
  score__buffer_text(out, units->code[unit]);
  if (!*name) return;
  score__buffer_text(out, " (");
  score__buffer_text(out, name);
  score__buffer_text(out, ")");
}

static const char *text_of(const score__buffer *b)
{
  return b->data ? b->data : "";
}

/* measure: SIZE_MAX = no cell of its own. */
static void tell(const score__remarks *r, score_error *e, uint32_t line, size_t measure)
{
  const bool cell = measure != SIZE_MAX;
  e->code = SCORE_OK;
  score__fail_at(e, r->file, line, cell && line ? r->place[measure] : 0, cell ? r->set->measure[measure].key : NULL);
  score__fail_sheet(e, r->sheet);
  score__finding_add(r->findings, SCORE_WARNING, e);
}

static const char *value_text(char buf[40], const score__measure *m, int64_t value)
{
  score__decimal_print(buf, 40, value, m->scale, -1, '.');
  return buf;
}

static void word_exceeding(const score__remarks *r, const score__oddity *o, const char *unit, score_error *e)
{
  const score__measure *part = &r->set->measure[o->measure], *whole = &r->set->measure[o->other];
  char value[40], than[40];
  score__fail(e, SCORE_OK, SCORE__PH_ODD_EXCEEDS, unit, part->key, value_text(value, part, o->value), whole->key,
              value_text(than, whole, o->than), (const char *)NULL);
}

static void word_jump(const score__remarks *r, const score__oddity *o, const char *unit, score__period before,
                      score_error *e)
{
  const score__measure *m = &r->set->measure[o->measure];
  char value[40], than[40], factor[40], period[SCORE__PERIOD_TEXT];
  score__decimal_print(factor, sizeof factor, r->jump_micro, 6, -1, '.');
  score__period_print(period, sizeof period, before);
  score__fail(e, SCORE_OK, o->kind == SCORE__ODD_ROSE ? SCORE__PH_ODD_ROSE : SCORE__PH_ODD_FELL, unit,
              value_text(value, m, o->value), value_text(than, m, o->than), period, factor, (const char *)NULL);
}

static void word_ended(const score__remarks *r, const score__oddity *o, const char *unit, score__period at,
                       score_error *e)
{
  char day[SCORE__DATE_TEXT], period[SCORE__PERIOD_TEXT];
  score__buffer successor = {0};
  score__date_print(day, sizeof day, (int32_t)o->than);
  score__period_print(period, sizeof period, at);
  add_unit(&successor, r->units, o->other);
  score__fail(e, SCORE_OK, SCORE__PH_ODD_ENDED, unit, day, text_of(&successor), period, (const char *)NULL);
  score__buffer_free(&successor);
}

static void word_expired(const score__oddity *o, const char *unit, score_error *e)
{
  char day[SCORE__DATE_TEXT], last[SCORE__DATE_TEXT];
  score__date_print(day, sizeof day, (int32_t)o->value);
  score__date_print(last, sizeof last, (int32_t)o->than);
  score__fail(e, SCORE_OK, SCORE__PH_ODD_EXPIRED, unit, day, last, (const char *)NULL);
}

void score__remark(const score__remarks *remarks, const score__oddity *oddity, score__period period,
                   score__period before, uint32_t line, size_t measure)
{
  score_error e = {0};
  score__buffer name = {0};
  add_unit(&name, remarks->units, oddity->unit);
  const char *unit = text_of(&name);
  if (oddity->kind == SCORE__ODD_EXCEEDS)
    word_exceeding(remarks, oddity, unit, &e);
  else if (oddity->kind == SCORE__ODD_ENDED)
    word_ended(remarks, oddity, unit, period, &e);
  else if (oddity->kind == SCORE__ODD_EXPIRED)
    word_expired(oddity, unit, &e);
  else
    word_jump(remarks, oddity, unit, before, &e);
  tell(remarks, &e, line, measure);
  score__buffer_free(&name);
}

void score__remark_absent(const score__remarks *remarks, const uint32_t *unit, size_t count, score__period period,
                          score__period before, int stage)
{
  static const char *const name[] = {"self", "verified", "published"};
  char number[24], now[SCORE__PERIOD_TEXT], then[SCORE__PERIOD_TEXT];
  score_error e;
  score__buffer list = {0};
  for (size_t i = 0; i < count && i < SCORE__REMARK_NAMED; i++) {
    score__buffer_text(&list, i ? ", " : "");
    add_unit(&list, remarks->units, unit[i]);
  }
  if (count > SCORE__REMARK_NAMED) score__buffer_text(&list, ", ...");
  score__period_print(now, sizeof now, period);
  score__period_print(then, sizeof then, before);
  score__fail(&e, SCORE_OK, SCORE__PH_ODD_ABSENT, score__int_text(number, (int64_t)count), then, now, name[stage],
              text_of(&list), (const char *)NULL);
  tell(remarks, &e, 0, SIZE_MAX);
  score__buffer_free(&list);
}

void score__remark_bare(const score__remarks *remarks, const score__oddity *first, uint32_t line, size_t units)
{
  char values[24], number[24];
  score_error e;
  score__fail(&e, SCORE_OK, SCORE__PH_ODD_BARE, score__int_text(values, (int64_t)remarks->count[SCORE__ODD_BARE]),
              score__int_text(number, (int64_t)units), (const char *)NULL);
  tell(remarks, &e, line, first->measure);
}

void score__remarks_end(const score__remarks *remarks)
{
  static const struct {
    uint8_t kind;
    int phrase;
  } more[] = {{SCORE__ODD_EXCEEDS, SCORE__PH_ODD_MORE_EXCEEDS},
              {SCORE__ODD_ROSE, SCORE__PH_ODD_MORE_JUMPS},
              {SCORE__ODD_ENDED, SCORE__PH_ODD_MORE_ENDED},
              {SCORE__ODD_EXPIRED, SCORE__PH_ODD_MORE_EXPIRED}};
  char number[24];
  score_error e;
  for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
    const size_t count = remarks->count[more[i].kind];
    if (count <= LISTED) continue;
    score__fail(&e, SCORE_OK, more[i].phrase, score__int_text(number, (int64_t)(count - LISTED)), (const char *)NULL);
    tell(remarks, &e, 0, SIZE_MAX);
  }
}
