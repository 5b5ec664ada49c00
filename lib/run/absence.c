/* Who sent, and who did not: the list of arrivals beside the units of the store. */
#include <stdlib.h>

#include "base/fail.h"
#include "model/deliveries.h"
#include "model/frame.h"
#include "report/sheet_arrivals.h"
#include "run/retrieval.h"
#include "run/scope.h"
#include "score/arrivals.h"

enum { MOST_PERIODS = 4 }; /* of a history nobody asks who is absent */

int score_arrivals_new(score_arrivals **out, score_error *err)
{
  *out = calloc(1, sizeof **out);
  return *out ? SCORE_OK : score__fail_memory(err);
}

void score_arrivals_free(score_arrivals *all)
{
  if (!all) return;
  free(all->entry);
  free(all->code);
  free(all->period);
  free(all->absent);
  score__dict_free(&all->by_code);
  score__arena_free(&all->arena);
  free(all);
}

int score_arrivals_refuse(score_arrivals *all, const char *file, score_error *err)
{
  score__arrival *a = score__arrivals_next(all, file);
  if (!a) return score__fail_memory(err);
  a->errors = 1;
  score__arrival_end(a, SCORE__ARRIVAL_REFUSED);
  return SCORE_OK;
}

typedef struct search {
  score_arrivals *all;
  const score_data *data;
  const score__frame *frame; /* NULL = no data at all */
  score__period period;
  int32_t day;
  const score__scope *scope; /* NULL = beside those who sent */
} search;

static size_t sent(const search *s, size_t unit)
{
  return score__dict_get(&s->all->by_code, s->data->units.code[unit]);
}

static bool has_data(const search *s, size_t unit)
{
  if (s->frame && score__frame_has(s->frame, s->data->criteria, 0, SCORE__STAGES - 1, (uint32_t)unit)) return true;
  const size_t at = sent(s, unit); /* of a dry run the store holds nothing */
  return s->all->period_count == 1 && at != SIZE_MAX && s->all->code[at].accepted;
}

/* Whether somebody who sent has this parent and this kind. */
static bool stands_beside(const search *s, const score__unit_state *state)
{
  const score__units *units = &s->data->units;
  if (!state->parent) return false;
  for (size_t u = 0; u < units->count; u++) {
    const score__unit_state *other = score__units_on(units, u, s->day);
    if (!other || other->parent != state->parent || other->kind != state->kind) continue;
    if (sent(s, u) != SIZE_MAX || has_data(s, u)) return true;
  }
  return false;
}

static int look(const search *s)
{
  const score__units *units = &s->data->units;
  const score__unit_state *last = NULL;
  bool beside = false;
  for (size_t u = 0; u < units->count; u++) {
    const score__unit_state *state = score__units_on(units, u, s->day);
    if (!state || has_data(s, u)) continue;
    if (s->scope) {
      if (!score__scope_holds(s->scope, u)) continue;
    } else {
      /* A list is in order: many follow each other who stand in the same place. */
      if (!last || last->parent != state->parent || last->kind != state->kind) beside = stands_beside(s, state);
      last = state;
      if (!beside) continue;
    }
    if (score__arrivals_absent(s->all, units->code[u], units->text[state->name], s->period) != 0) return -1;
  }
  return 0;
}

static int look_in(score_arrivals *all, size_t i, score_store *store, const score_criteria *criteria,
                   const char *scope_text, score_error *err)
{
  char period[SCORE__PERIOD_TEXT];
  score_data *data = NULL;
  score__scope scope = {0};
  score__period_print(period, sizeof period, all->period[i]);
  int status = score__retrieve_fitting(&data, store, criteria, period, NULL, err);
  if (!status && !data) all->looked = false;
  if (status || !data) return status;
  search s = {.all = all, .data = data, .period = all->period[i]};
  s.day = score__set_last_day(criteria, s.period);
  s.frame = score__data_find_frame(data, s.period);
  if (scope_text) status = score__scope_parse(&scope, &data->units, scope_text, s.day, err);
  if (scope_text && status == SCORE_OK) s.scope = &scope;
  if (status == SCORE_OK && data->units.listed && look(&s) != 0) status = score__fail_memory(err);
  for (size_t k = 0; k < all->count && status == SCORE_OK; k++) {
    score__arrival *a = &all->entry[k];
    const size_t unit = a->unit_count == 1 ? score__units_find(&data->units, all->code[a->unit].text) : SIZE_MAX;
    const score__unit_state *state = unit == SIZE_MAX ? NULL : score__units_on(&data->units, unit, s.day);
    if (state) a->name = score__arena_text(&all->arena, data->units.text[state->name]);
  }
  if (scope_text) score__scope_free(&scope);
  score_data_free(data);
  return status;
}

int score_document_arrivals(score_document **out, score_arrivals *all, score_store *store,
                            const score_criteria *criteria, const char *scope, score_error *err)
{
  *out = NULL;
  all->absent_count = 0;
  all->looked = store && criteria && all->period_count > 0 && all->period_count <= MOST_PERIODS;
  for (size_t i = 0; all->looked && i < all->period_count; i++) {
    const int status = look_in(all, i, store, criteria, scope, err);
    if (status) return status;
  }
  return score__report_arrivals(out, all, err);
}
