/* Model §5: prev(x), at(x, "2025"), has_stage("self"), workdays(a, b).
 * Worked: from Thursday 2026-04-23 to Tuesday 2026-04-28, with Monday 27 April a holiday and Saturday 25 April made
 * up: Friday, Saturday, Tuesday: 3 working days. */
#include "model/reach.h"

#include "base/limits.h"
#include "base/period.h"
#include "base/phrase.h"
#include "model/operation.h"

static void set_state(score__value *v, uint8_t state, uint16_t reason)
{
  *v = (score__value){.v = {0, 1}, .state = state, .reason = reason};
}

void score__reach_earlier(const score__expr *e, const score__batch *b, score__value *out)
{
  uint32_t m = b->set->earlier[e->index].measure;
  const score__frame *frame = b->earlier[e->index];
  const int64_t *value = frame ? frame->layer[b->stage].value[m] : NULL;
  const uint8_t *state = frame ? frame->layer[b->stage].state[m] : NULL;
  int64_t den = 1;
  for (uint8_t k = 0; k < b->set->measure[m].scale; k++) den *= 10;
  for (size_t i = 0; i < b->count; i++) {
    uint32_t u = b->unit[b->from + i];
    bool there = state && state[u] == SCORE__CELL_VALUE;
    if (e->op == SCORE__OP_HAS_EARLIER)
      out[i] = (score__value){.v = {there, 1}, .state = SCORE__V_OK};
    else if (there)
      out[i] = (score__value){.v = {value[u], den}, .state = SCORE__V_OK};
    else
      set_state(&out[i], SCORE__V_MISSING, 0);
  }
}

void score__reach_stage(const score__expr *e, const score__batch *b, score__value *out)
{
  int stage = (int)e->index;
  for (size_t i = 0; i < b->count; i++) {
    bool any = score__frame_has(b->frame, b->set, stage, stage, b->unit[b->from + i]);
    out[i] = (score__value){.v = {any, 1}, .state = SCORE__V_OK};
  }
}

/* ---- working days ---- */

int score__calendar_weekday(int32_t day)
{
  int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
  return w < 0 ? w + 7 : w;
}

/* How many of the ascending days are at most `day`. */
static size_t up_to(const int32_t *days, size_t count, int32_t day)
{
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (days[middle] <= day)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Whether all years from first to last have a list. */
static bool all_listed(const score__calendar *c, int first, int last)
{
  size_t k = 0;
  while (k < c->year_count && c->year[k].year < first) k++;
  for (int year = first; year <= last; year++, k++)
    if (k == c->year_count || c->year[k].year != year) return false;
  return true;
}

bool score__calendar_count(const score__calendar *c, int32_t a, int32_t b, int64_t *out)
{
  *out = 0;
  if (b <= a) return true;
  if (!all_listed(c, score__date_year(a + 1), score__date_year(b))) return false;
  int64_t weeks = (b - a) / 7, n = 0;
  for (int w = 0; w < 7; w++) n += (c->weekend & (1u << w)) == 0;
  n *= weeks;
  for (int32_t day = a + 1 + (int32_t)weeks * 7; day <= b; day++)
    n += (c->weekend & (1u << score__calendar_weekday(day))) == 0;
  n -= (int64_t)(up_to(c->holiday, c->holiday_count, b) - up_to(c->holiday, c->holiday_count, a));
  n += (int64_t)(up_to(c->make_up, c->make_up_count, b) - up_to(c->make_up, c->make_up_count, a));
  *out = n;
  return true;
}

static bool is_day(const score__value *v)
{
  if (v->v.num % v->v.den) return false;
  score__i128 day = v->v.num / v->v.den;
  return day >= score__date_days(1900, 1, 1) && day <= score__date_days(2999, 12, 31);
}

void score__reach_workdays(const score__batch *b, const score__value *to, score__value *out)
{
  for (size_t i = 0; i < b->count; i++) {
    score__value *from = &out[i];
    const score__value *bad = from->state == SCORE__V_INVALID ? from : to[i].state == SCORE__V_INVALID ? &to[i] : NULL;
    int64_t n = 0;
    if (bad) {
      set_state(from, SCORE__V_INVALID, bad->reason);
    } else if (from->state != SCORE__V_OK || to[i].state != SCORE__V_OK) {
      set_state(from, SCORE__V_MISSING, 0);
    } else if (!is_day(from) || !is_day(&to[i])) {
      set_state(from, SCORE__V_INVALID, SCORE__PH_INVALID_DAY);
    } else {
      int32_t x = (int32_t)(from->v.num / from->v.den), y = (int32_t)(to[i].v.num / to[i].v.den);
      bool listed = score__calendar_count(&b->set->calendar, x < y ? x : y, x < y ? y : x, &n);
      *from = (score__value){.v = {x < y ? n : -n, 1}, .state = listed ? SCORE__V_OK : SCORE__V_MISSING};
      if (!listed) from->v.num = 0;
    }
  }
}
