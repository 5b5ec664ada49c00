/* Model §1, over_time. `sum`: months add up to quarters, quarters to halves, and so on; `last`: the value of the part
 * that ends with the period; `ytd`: months and the periods that begin with the year say how much there is since 01/01,
 * and a period is a difference of two of them. A missing part makes the derived value missing; one given directly wins.
 *
 * By hand, a ytd measure: 2026-06 says 600, 2026-09 says 900. The third quarter is 900 - 600 = 300, the half-year 600,
 * nine months 900. A sum: July 10, August 20, September 30 make 60 in the quarter. */
#include "compute/derivation.h"

#include <string.h>

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/fail.h"

/* Places in a year. */
enum { MONTHS = 0, QUARTERS = 12, HALVES = 16, NINE = 18, YEAR = 19, NOWHERE = 20 };
enum { DIFFERENCES_TOLD = 50 };

typedef struct value {
  uint8_t state; /* SCORE__CELL_* */
  int64_t number;
  score__recipe recipe;
} value;

typedef struct column { /* one measure at one stage */
  const score__measure *measure;
  const int64_t *number[SCORE__YEAR_PERIODS]; /* NULL = nothing there */
  const uint8_t *state[SCORE__YEAR_PERIODS];
} column;

typedef struct derivation {
  const score_data *data;
  score__arena *arena;
  score_findings *findings;
  int place; /* of the period asked for */
  score__period period;
  const score__frame *part[SCORE__YEAR_PERIODS]; /* NULL = no data; that of the period itself too */
  score__frame *frame;                           /* the one being made */
  size_t told;
} derivation;

static int place_of(score__period p)
{
  switch (p.kind) {
  case SCORE__PERIOD_MONTH: return MONTHS + p.index - 1;
  case SCORE__PERIOD_QUARTER: return QUARTERS + p.index - 1;
  case SCORE__PERIOD_HALF: return HALVES + p.index - 1;
  case SCORE__PERIOD_NINE: return NINE;
  case SCORE__PERIOD_YEAR: return YEAR;
  default: return NOWHERE;
  }
}

static score__period period_at(int year, int place)
{
  score__period p = {.year = (int16_t)year, .kind = SCORE__PERIOD_YEAR};
  if (place < QUARTERS)
    p = (score__period){(int16_t)year, SCORE__PERIOD_MONTH, (uint8_t)(place - MONTHS + 1)};
  else if (place < HALVES)
    p = (score__period){(int16_t)year, SCORE__PERIOD_QUARTER, (uint8_t)(place - QUARTERS + 1)};
  else if (place < NINE)
    p = (score__period){(int16_t)year, SCORE__PERIOD_HALF, (uint8_t)(place - HALVES + 1)};
  else if (place == NINE)
    p.kind = SCORE__PERIOD_NINE;
  return p;
}

/* Months, from 1, with which a period begins and ends. */
static int first_month(int place)
{
  if (place < QUARTERS) return place + 1;
  if (place < HALVES) return (place - QUARTERS) * 3 + 1;
  return place == HALVES + 1 ? 7 : 1;
}

static int last_month(int place)
{
  if (place < QUARTERS) return place + 1;
  if (place < HALVES) return (place - QUARTERS) * 3 + 3;
  if (place == NINE) return 9;
  return place == HALVES ? 6 : 12;
}

static bool is_within(int place, int whole)
{
  return place != whole && first_month(place) >= first_month(whole) && last_month(place) <= last_month(whole);
}

size_t score__derivation_periods(score__period out[SCORE__YEAR_PERIODS], const score_criteria *set,
                                 score__period period)
{
  const int whole = place_of(period);
  size_t count = 0;
  bool any = false, since = false;
  for (size_t m = 0; m < set->measure_count; m++) {
    if (!score__derivation_allowed(&set->measure[m])) continue;
    any = true;
    since |= set->measure[m].over_time == SCORE__OVER_YTD;
  }
  if (whole == NOWHERE || whole < QUARTERS || !any) return 0;
  for (int i = 0; i < SCORE__YEAR_PERIODS; i++) {
    /* What adds up or ends with it, and what says how much there was before it or at its end. */
    const bool since_january = since && (i < QUARTERS || first_month(i) == 1);
    const bool cumulative =
        since_january && (last_month(i) == last_month(whole) || last_month(i) == first_month(whole) - 1);
    if (i != whole && (is_within(i, whole) || cumulative)) out[count++] = period_at(period.year, i);
  }
  return count;
}

bool score__derivation_allowed(const score__measure *m)
{
  if (m->is_statistic || m->over_time == SCORE__OVER_NONE) return false;
  return m->over_time == SCORE__OVER_LAST || m->type == SCORE__MEASURE_COUNT || m->type == SCORE__MEASURE_AMOUNT;
}

static value reported(const column *c, int place, uint32_t unit)
{
  if (!c->state[place] || c->state[place][unit] == SCORE__CELL_MISSING) return (value){.state = SCORE__CELL_MISSING};
  return (value){c->state[place][unit], c->number[place][unit], UINT64_C(1) << place};
}

static value minus(value a, value b)
{
  value v = {.state = SCORE__CELL_VALUE, .recipe = a.recipe | b.recipe << 32};
  if (a.state != SCORE__CELL_VALUE || b.state != SCORE__CELL_VALUE ||
      __builtin_sub_overflow(a.number, b.number, &v.number))
    v = (value){.state = SCORE__CELL_MISSING};
  return v;
}

static value plus(value a, value b)
{
  value v = {.state = SCORE__CELL_VALUE, .recipe = a.recipe | b.recipe};
  if (a.state != SCORE__CELL_VALUE || b.state != SCORE__CELL_VALUE ||
      __builtin_add_overflow(a.number, b.number, &v.number))
    v = (value){.state = SCORE__CELL_MISSING};
  return v;
}

/* What a period is made of, the coarser first; ended by NOWHERE. The parts of a tiling may be derived themselves. */
static const struct tiling {
  int whole, part[3];
} tilings[] = {
    {QUARTERS, {MONTHS, MONTHS + 1, MONTHS + 2}},
    {QUARTERS + 1, {MONTHS + 3, MONTHS + 4, MONTHS + 5}},
    {QUARTERS + 2, {MONTHS + 6, MONTHS + 7, MONTHS + 8}},
    {QUARTERS + 3, {MONTHS + 9, MONTHS + 10, MONTHS + 11}},
    {HALVES, {QUARTERS, QUARTERS + 1, NOWHERE}},
    {HALVES + 1, {QUARTERS + 2, QUARTERS + 3, NOWHERE}},
    {NINE, {HALVES, QUARTERS + 2, NOWHERE}},
    {YEAR, {HALVES, HALVES + 1, NOWHERE}},
    {YEAR, {NINE, QUARTERS + 3, NOWHERE}},
};
enum { TILINGS = sizeof tilings / sizeof *tilings };

static value derive(const column *c, int place, uint32_t unit);

/* As reported, else derived. */
static value value_of(const column *c, int place, uint32_t unit)
{
  value v = reported(c, place, unit);
  return v.state == SCORE__CELL_MISSING ? derive(c, place, unit) : v;
}

/* How much there was since 01/01 at the end of a month: 0 before January. */
static value since_january(const column *c, int month, uint32_t unit, int besides)
{
  static const int names[] = {YEAR, NINE, HALVES, QUARTERS};
  if (month == 0) return (value){.state = SCORE__CELL_VALUE};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (names[i] == besides || last_month(names[i]) != month) continue;
    value v = reported(c, names[i], unit);
    if (v.state != SCORE__CELL_MISSING) return v;
  }
  return reported(c, MONTHS + month - 1, unit);
}

/* The last part of a tiling ends with the period. */
static int last_part(const struct tiling *t)
{
  return t->part[2] == NOWHERE ? t->part[1] : t->part[2];
}

static value derive(const column *c, int place, uint32_t unit)
{
  value v = {.state = SCORE__CELL_MISSING};
  if (c->measure->over_time == SCORE__OVER_YTD && place >= QUARTERS) {
    return minus(since_january(c, last_month(place), unit, place),
                 since_january(c, first_month(place) - 1, unit, NOWHERE));
  }
  for (size_t i = 0; i < TILINGS && v.state == SCORE__CELL_MISSING; i++) {
    const struct tiling *t = &tilings[i];
    if (t->whole != place) continue;
    if (c->measure->over_time == SCORE__OVER_LAST) {
      v = value_of(c, last_part(t), unit);
      continue;
    }
    v = (value){.state = SCORE__CELL_VALUE};
    for (size_t k = 0; k < 3 && t->part[k] != NOWHERE && v.state == SCORE__CELL_VALUE; k++)
      v = plus(v, value_of(c, t->part[k], unit));
  }
  return v;
}

/* ---- the frame ---- */

static const char *recipe_text(char buf[SCORE__RECIPE_TEXT], int year, score__recipe recipe)
{
  size_t used = 0;
  buf[0] = 0;
  for (int i = 0; i < 64; i++) {
    const int place = i & 31;
    char name[SCORE__PERIOD_TEXT];
    if (!(recipe >> i & 1) || place >= SCORE__YEAR_PERIODS) continue;
    const size_t size = score__period_print(name, sizeof name, period_at(year, place));
    const char *sign = used == 0 ? "" : i < 32 ? " + " : " - ";
    if (used + strlen(sign) + size >= SCORE__RECIPE_TEXT) break;
    memcpy(buf + used, sign, strlen(sign));
    used += strlen(sign);
    memcpy(buf + used, name, size + 1);
    used += size;
  }
  return buf;
}

const char *score__derivation_text(char buf[SCORE__RECIPE_TEXT], const score__frame *frame, int stage, size_t measure,
                                   uint32_t unit)
{
  uint64_t *const *recipe = frame->layer[stage].recipe;
  buf[0] = 0;
  if (!recipe || !recipe[measure]) return buf;
  return recipe_text(buf, frame->period.year, recipe[measure][unit]);
}

static void tell(derivation *d, const column *c, uint32_t unit, const value *given, const value *derived)
{
  const score__measure *m = c->measure;
  const int keep = m->scale; /* all digits: two numbers that differ must look different */
  char how[SCORE__RECIPE_TEXT], came[40], have[40], period[SCORE__PERIOD_TEXT];
  if (d->told++ >= DIFFERENCES_TOLD) return;
  score__period_print(period, sizeof period, d->period);
  score__decimal_print(came, sizeof came, derived->number, m->scale, keep, '.');
  score_error e;
  if (given) {
    score__decimal_print(have, sizeof have, given->number, m->scale, keep, '.');
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_DERIVED_DIFFERS, d->data->units.code[unit], m->key, period, have,
                recipe_text(how, d->period.year, derived->recipe), came, (const char *)NULL);
  } else {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_DERIVED_BEYOND, d->data->units.code[unit], m->key, period,
                recipe_text(how, d->period.year, derived->recipe), came, (const char *)NULL);
  }
  score__finding_add(d->findings, SCORE_WARNING, &e);
}

static void tell_rest(const derivation *d)
{
  char number[24];
  score_error e;
  if (d->told <= DIFFERENCES_TOLD) return;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_DERIVED_MORE, score__int_text(number, (int64_t)(d->told - DIFFERENCES_TOLD)),
              (const char *)NULL);
  score__finding_add(d->findings, SCORE_WARNING, &e);
}

/* A copy of the frame whose columns are still those of the data. */
static bool make_frame(derivation *d)
{
  const score_criteria *set = d->data->criteria;
  const score__frame *own = d->part[d->place];
  score__frame *f = score__arena_alloc(d->arena, 1, sizeof *f);
  if (!f) return false;
  f->period = d->period;
  score__period_print(f->name, sizeof f->name, d->period);
  if (own) *f = *own;
  f->cap = d->data->units.count;
  for (int s = 0; s < SCORE__STAGES; s++) {
    score__layer *l = &f->layer[s];
    int64_t **number = score__arena_alloc(d->arena, set->measure_count, sizeof *number);
    uint8_t **state = score__arena_alloc(d->arena, set->measure_count, sizeof *state);
    l->recipe = score__arena_alloc(d->arena, set->measure_count, sizeof *l->recipe);
    if (!number || !state || !l->recipe) return false;
    if (own && set->measure_count) {
      memcpy(number, l->value, set->measure_count * sizeof *number);
      memcpy(state, l->state, set->measure_count * sizeof *state);
    } else {
      l->given = score__arena_alloc(d->arena, set->node_count, sizeof *l->given);
      l->given_state = score__arena_alloc(d->arena, set->node_count, sizeof *l->given_state);
      if (!l->given || !l->given_state) return false;
    }
    l->value = number;
    l->state = state;
  }
  d->frame = f;
  return true;
}

/* Columns of its own for a measure that gains a value. */
static bool own_column(derivation *d, int stage, size_t measure)
{
  score__layer *l = &d->frame->layer[stage];
  const size_t count = d->data->units.count;
  if (l->recipe[measure]) return true;
  int64_t *number = score__arena_alloc(d->arena, count, sizeof *number);
  uint8_t *state = score__arena_alloc(d->arena, count, sizeof *state);
  l->recipe[measure] = score__arena_alloc(d->arena, count, sizeof **l->recipe);
  if (!number || !state || !l->recipe[measure]) return false;
  if (l->state[measure]) {
    memcpy(number, l->value[measure], count * sizeof *number);
    memcpy(state, l->state[measure], count * sizeof *state);
  }
  l->value[measure] = number;
  l->state[measure] = state;
  return true;
}

static bool derive_column(derivation *d, int stage, size_t measure, const column *c)
{
  const score__measure *m = c->measure;
  for (uint32_t u = 0; u < d->data->units.count; u++) {
    const value given = reported(c, d->place, u), v = derive(c, d->place, u);
    if (v.state == SCORE__CELL_MISSING) continue;
    if (given.state != SCORE__CELL_MISSING) {
      if (given.state == SCORE__CELL_VALUE && v.state == SCORE__CELL_VALUE && given.number != v.number)
        tell(d, c, u, &given, &v);
      continue;
    }
    if (v.state == SCORE__CELL_VALUE && ((m->has_min && v.number < m->min) || (m->has_max && v.number > m->max))) {
      tell(d, c, u, NULL, &v);
      continue;
    }
    if ((!d->frame && !make_frame(d)) || !own_column(d, stage, measure)) return false;
    score__layer *l = &d->frame->layer[stage];
    l->value[measure][u] = v.number;
    l->state[measure][u] = v.state;
    l->recipe[measure][u] = v.recipe;
    l->any = true;
  }
  return true;
}

static bool derive_stage(derivation *d, int stage)
{
  const score_criteria *set = d->data->criteria;
  for (size_t m = 0; m < set->measure_count; m++) {
    column c = {.measure = &set->measure[m]};
    bool any = false;
    if (!score__derivation_allowed(c.measure)) continue;
    for (int i = 0; i < SCORE__YEAR_PERIODS; i++) {
      const score__layer *l = d->part[i] ? &d->part[i]->layer[stage] : NULL;
      if (!l || !l->state[m]) continue;
      c.number[i] = l->value[m];
      c.state[i] = l->state[m];
      any |= i != d->place;
    }
    if (any && !derive_column(d, stage, m, &c)) return false;
  }
  return true;
}

int score__derive_frame(const score__frame **out, const score_data *data, score__period period, score__arena *arena,
                        score_findings *findings)
{
  derivation d = {.data = data, .arena = arena, .findings = findings, .place = place_of(period), .period = period};
  score__period parts[SCORE__YEAR_PERIODS];
  const size_t count = score__derivation_periods(parts, data->criteria, period);
  bool any = false;
  *out = score__data_find_frame(data, period);
  if (d.place == NOWHERE) return 0;
  d.part[d.place] = *out;
  for (size_t i = 0; i < count; i++) {
    const score__frame *part = score__data_find_frame(data, parts[i]);
    d.part[place_of(parts[i])] = part;
    any |= part != NULL;
  }
  for (int s = 0; any && s < SCORE__STAGES; s++)
    if (!derive_stage(&d, s)) return SCORE_E_MEMORY;
  tell_rest(&d);
  if (!d.frame) return 0;
  for (int i = 0; i < SCORE__YEAR_PERIODS; i++) d.frame->synthetic |= d.part[i] && d.part[i]->synthetic;
  *out = d.frame;
  return 0;
}
