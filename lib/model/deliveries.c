#include "model/deliveries.h"

#include <stdlib.h>

score__arrival *score__arrivals_next(score_arrivals *all, const char *file)
{
  if (score__grow(&all->entry, &all->cap, all->count + 1, sizeof *all->entry) != 0) return NULL;
  const char *copy = score__arena_text(&all->arena, file);
  if (!copy) return NULL;
  score__arrival *a = &all->entry[all->count++];
  *a = (score__arrival){.all = all, .file = copy, .sheet = "", .unit = SIZE_MAX};
  return a;
}

int score__arrival_unit(score__arrival *a, const char *code)
{
  score_arrivals *all = a->all;
  const size_t own = (size_t)(a - all->entry);
  size_t at = score__dict_get(&all->by_code, code);
  if (at == SIZE_MAX) {
    at = all->code_count;
    if (score__grow(&all->code, &all->code_cap, at + 1, sizeof *all->code) != 0) return -1;
    const char *copy = score__arena_text(&all->arena, code);
    if (!copy || score__dict_add(&all->by_code, copy, at) != 0) return -1;
    all->code[all->code_count++] = (struct score__arrival_code){.text = copy, .entry = SIZE_MAX, .gave = SIZE_MAX};
  }
  if (all->code[at].entry == own) return 0;
  all->code[at].entry = own;
  if (a->unit_count++ == 0) a->unit = at;
  return 0;
}

void score__arrival_value(score__arrival *a, const char *code)
{
  const size_t at = score__dict_get(&a->all->by_code, code);
  if (at != SIZE_MAX) a->all->code[at].gave = (size_t)(a - a->all->entry);
}

int score__arrival_period(score__arrival *a, score__period period)
{
  score_arrivals *all = a->all;
  size_t at = 0;
  while (at < all->period_count && !score__period_equal(all->period[at], period)) at++;
  if (at == all->period_count) {
    if (score__grow(&all->period, &all->period_cap, at + 1, sizeof *all->period) != 0) return -1;
    all->period[all->period_count++] = period;
  }
  if (a->period_count == 0) a->period = period;
  if (a->period_count == 0 || !score__period_equal(a->period, period)) a->period_count++;
  return 0;
}

int score__arrival_sheet(score__arrival *a, const char *sheet)
{
  const char *copy = score__arena_text(&a->all->arena, sheet);
  if (copy) a->sheet = copy;
  return copy ? 0 : -1;
}

void score__arrival_end(score__arrival *a, int status)
{
  score_arrivals *all = a->all;
  const size_t own = (size_t)(a - all->entry);
  a->status = (uint8_t)status;
  for (size_t i = 0; i < all->code_count && status != SCORE__ARRIVAL_REFUSED; i++) {
    if (all->code[i].gave == own) all->code[i].accepted = true;
  }
}

int score__arrivals_absent(score_arrivals *all, const char *code, const char *name, score__period period)
{
  if (score__grow(&all->absent, &all->absent_cap, all->absent_count + 1, sizeof *all->absent) != 0) return -1;
  score__absentee x = {.code = score__arena_text(&all->arena, code),
                       .name = score__arena_text(&all->arena, name),
                       .period = period,
                       .sent = SIZE_MAX};
  const size_t at = score__dict_get(&all->by_code, code);
  if (at != SIZE_MAX && !all->code[at].accepted) x.sent = all->code[at].entry;
  if (!x.code || !x.name) return -1;
  all->absent[all->absent_count++] = x;
  return 0;
}
