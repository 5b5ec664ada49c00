/* What if one unit had other data: the data with these cells replaced, evaluated as they were evaluated before. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compute/derivation.h"
#include "compute/overlay.h"
#include "compute/trial.h"
#include "report/sheet_what_if.h"
#include "run/what_if_change.h"

struct score_what_if {
  const score_result *base;
  score__overlay overlay;
  bool is_open;
  score_result *result;
  score__supposition supposed;
};

/* ---- where a change stands ---- */

static bool has_given(const score_result *r, int stage, uint32_t node, uint32_t unit)
{
  const uint8_t *state = r->frame->layer[stage].given_state[node];
  return state && state[unit] != SCORE__CELL_MISSING;
}

static int stage_of(const score_result *r, size_t position, const score__change *c)
{
  if (!c->given) return score__input_stage(r, position, c->column);
  const score__given_column *g = r->given ? &r->given[c->column] : NULL;
  if (g && g->use && g->use[position] != SCORE__GIVEN_NONE) return g->stage[position];
  for (int s = r->stage; s >= score__engine_lowest(r); s--)
    if (has_given(r, s, c->column, r->unit[position])) return s;
  return r->stage;
}

static void read_cell(const score__frame *frame, const score__supposed *s, uint32_t unit, uint8_t *state,
                      int64_t *value)
{
  const score__layer *l = &frame->layer[s->stage];
  const uint8_t *states = (s->given ? l->given_state : l->state)[s->column];
  *state = states ? states[unit] : SCORE__CELL_MISSING;
  *value =
      *state == SCORE__CELL_MISSING || *state == SCORE__CELL_NA ? 0 : (s->given ? l->given : l->value)[s->column][unit];
}

/* The entry of what a change is of, made when it is the first one of it. */
static score__supposed *entry(score__supposition *all, const score_result *r, size_t position, const score__change *c)
{
  for (size_t k = 0; k < all->count; k++)
    if (all->item[k].given == c->given && all->item[k].column == c->column) return &all->item[k];
  score__supposed *s = &all->item[all->count++];
  *s = (score__supposed){.given = c->given, .column = c->column, .stage = (uint8_t)stage_of(r, position, c)};
  read_cell(r->frame, s, all->unit, &s->was_state, &s->was);
  s->state = s->was_state;
  s->value = s->was;
  return s;
}

/* ---- what stands in the way ---- */

static int refuse(score_error *err, int phrase, const char *measure, const char *a)
{
  score__fail(err, SCORE_E_INPUT, phrase, measure, a, (const char *)NULL);
  score__fail_at(err, NULL, 0, 0, measure);
  return SCORE_E_INPUT;
}

/* A value put together from other periods cannot be taken away in this one. */
static int check_derived(const score_result *r, const score__supposed *s, uint32_t unit, score_error *err)
{
  char how[SCORE__RECIPE_TEXT];
  if (s->given || s->state != SCORE__CELL_MISSING || s->was_state == SCORE__CELL_MISSING) return 0;
  if (!*score__derivation_text(how, r->frame, s->stage, s->column, unit)) return 0;
  return refuse(err, SCORE__PH_WHATIF_DERIVED, r->set->measure[s->column].key, how);
}

static int take(score_what_if *w, size_t position, const score_input_change *said, score_error *err)
{
  const score_result *r = w->base;
  score__change c;
  int code = score__change_read(&c, r->set, said->measure, said->text, err);
  if (!code && c.given && r->ignores_given) code = refuse(err, SCORE__PH_WHATIF_LEFT_ASIDE, said->measure, NULL);
  if (code) return code;
  score__supposed *s = entry(&w->supposed, r, position, &c);
  code = score__change_apply(&c, r->set, &s->state, &s->value, err);
  return code ? code : check_derived(r, s, w->supposed.unit, err);
}

/* All that is wrong is told, the first of it to err too. */
static int take_all(score_what_if *w, size_t position, const score_input_change *changes, size_t count,
                    score_findings *findings, score_error *err)
{
  int status = 0;
  for (size_t k = 0; k < count; k++) {
    score_error one = {0};
    const int code = take(w, position, &changes[k], &one);
    if (!code) continue;
    score__finding_add(findings, SCORE_ERROR, &one);
    if (!status && err) *err = one;
    if (!status || code == SCORE_E_MEMORY) status = code;
    if (code == SCORE_E_MEMORY) break;
  }
  return status;
}

/* ---- the evaluation ---- */

static score_eval_options options_of(const score_result *r)
{
  return (score_eval_options){.period = r->frame->name,
                              .stage = (score_stage)r->stage,
                              .ignore_given = r->ignores_given,
                              .fallback = r->fallback,
                              .scope = *r->scope ? r->scope : NULL,
                              .live = r->live};
}

/* Where the numbers are those of a release they must be what its own data make here and now: else the differences shown
 * would not be those of the change alone. */
static int check_release(const score_result *r, score_error *err)
{
  const score_eval_options options = options_of(r);
  score_result *again = NULL;
  if (!r->release) return 0;
  const int code = score_evaluate(&again, r->data, &options, NULL, err);
  bool same = !code && again->count == r->count;
  for (size_t i = 0; same && i < r->count; i++) {
    const score_total_result *a = &r->total[i], *b = &again->total[i];
    same =
        r->unit[i] == again->unit[i] && a->basis_micro == b->basis_micro && a->rank == b->rank && a->grade == b->grade;
    for (size_t k = 0; same && k < r->set->node_count; k++)
      same = r->node[k].points_micro[i] == again->node[k].points_micro[i] &&
             r->node[k].outcome[i] == again->node[k].outcome[i];
  }
  score_result_free(again);
  if (code == SCORE_E_MEMORY) return code;
  return same ? 0 : score__fail(err, SCORE_E_INPUT, SCORE__PH_WHATIF_RELEASE, r->release->sha256, (const char *)NULL);
}

static int evaluate(score_what_if *w, score_findings *findings, score_error *err)
{
  const score_eval_options options = options_of(w->base);
  if (score__overlay_open(&w->overlay, w->base->data, w->base->frame->period)) return score__fail_memory(err);
  w->is_open = true;
  for (size_t k = 0; k < w->supposed.count; k++) {
    const score__supposed *s = &w->supposed.item[k];
    if (s->state == s->was_state && s->value == s->was) continue;
    if (score__patch_put(&w->overlay.patch, s->stage, s->given, s->column, w->supposed.unit, s->state, s->value))
      return score__fail_memory(err);
  }
  const int code = score_evaluate(&w->result, &w->overlay.data, &options, findings, err);
  if (code) return code;
  w->result->supposed = &w->supposed;
  return 0;
}

/* What the evaluation found there: a value taken away may have left one put together from other periods. */
static void settle(score_what_if *w)
{
  const score_result *r = w->result;
  const size_t at = score_result_find(r, r->data->units.code[w->supposed.unit]);
  for (size_t k = 0; k < w->supposed.count; k++) {
    score__supposed *s = &w->supposed.item[k];
    read_cell(r->frame, s, w->supposed.unit, &s->state, &s->value);
    const score__given_column *g = s->given && r->given ? &r->given[s->column] : NULL;
    s->only_beside = at != SIZE_MAX && g && g->use && g->use[at] == SCORE__GIVEN_COMPARED && g->stage[at] == s->stage;
  }
}

int score_what_if_new(score_what_if **out, const score_result *base, const char *unit,
                      const score_input_change *changes, size_t count, score_findings *findings, score_error *err)
{
  size_t position = 0;
  *out = NULL;
  int code = score__report_find(&position, base, unit, err);
  if (code) return code;
  score_what_if *w = calloc(1, sizeof *w);
  if (!w) return score__fail_memory(err);
  w->base = base;
  w->supposed =
      (score__supposition){.unit = base->unit[position], .item = calloc(count ? count : 1, sizeof *w->supposed.item)};
  code = w->supposed.item ? take_all(w, position, changes, count, findings, err) : score__fail_memory(err);
  if (!code) code = check_release(base, err);
  if (!code) code = evaluate(w, findings, err);
  if (code) {
    score_what_if_free(w);
    return code;
  }
  settle(w);
  *out = w;
  return 0;
}

const score_result *score_what_if_result(const score_what_if *w)
{
  return w->result;
}

int score_document_what_if(score_document **out, const score_what_if *w, score_error *err)
{
  return score__report_what_if(out, w->base, w->result, err);
}

void score_what_if_free(score_what_if *w)
{
  if (!w) return;
  score_result_free(w->result);
  if (w->is_open) score__overlay_close(&w->overlay);
  free(w->supposed.item);
  free(w);
}
