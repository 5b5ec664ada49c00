/* What one criterion came to, in the words of a report: from its inputs, what it is worth, what proves it. */
#include <string.h>

#include "base/limits.h"
#include "paper/report_ward.h"

#define MOST_INPUTS 4u /* told beside a criterion; all of them stand in the annex */

/* ---- where values came from ---- */

const score__origin *score__ward_origin(const score__ward *w, uint32_t measure)
{
  const score_result *r = w->r;
  const uint32_t unit = r->unit[w->i];
  for (int s = r->stage; s >= score__engine_lowest(r); s--) {
    const uint8_t *state = r->frame->layer[s].state[measure];
    if (state && state[unit] != SCORE__CELL_MISSING)
      return score__data_origin(r->data, r->frame, s, false, measure, unit);
  }
  return NULL;
}

const score__origin *score__ward_given(const score__ward *w, uint32_t node)
{
  const score_result *r = w->r;
  const score__given_column *g = r->given ? &r->given[node] : NULL;
  if (!g || !g->use || g->use[w->i] == SCORE__GIVEN_NONE || g->use[w->i] == SCORE__GIVEN_COMPARED) return NULL;
  return score__data_origin(r->data, r->frame, g->stage[w->i], true, node, r->unit[w->i]);
}

bool score__ward_expires(const score__origin *said, int32_t *day)
{
  return said && *said->expires && score__date_parse_iso(day, said->expires) == 0;
}

/* ---- result ---- */

/* num / den as a percentage with two digits; false where it has none. */
static bool percent_of(score__cell *out, const score__fraction *share)
{
  score__fraction hundred = score__fraction_make(100, 1), v;
  int64_t micro;
  if (score__fraction_mul(&v, share, &hundred) || score__fraction_round(&micro, &v, SCORE__MICRO / 100)) return false;
  *out = score__cell_points(micro, 2);
  return true;
}

static bool number_of(score__cell *out, const score__fraction *v)
{
  int64_t micro;
  if (score__fraction_round(&micro, v, 1)) return false;
  *out = score__cell_points(micro, -1);
  return true;
}

/* "3200/4551 = 70.31%", where the rule divides. */
static bool ratio_cell(score__ward *w, uint32_t k, score__cell *out)
{
  const score__trace_step *found = NULL;
  for (const score__trace_step *s = w->one.trace[k].first; s; s = s->next) {
    if (s->phrase != SCORE__PH_TRACE_RATIO) continue;
    if (found) return false; /* several parts: no one of them is the result */
    found = s;
  }
  score__cell args[3];
  score__fraction share;
  if (!found || found->arg_count < 2 || found->arg[0].kind != SCORE__ARG_NUMBER) return false;
  if (!number_of(&args[0], &found->arg[0].exact) || !number_of(&args[1], &found->arg[1].exact)) return false;
  if (score__fraction_div(&share, &found->arg[0].exact, &found->arg[1].exact) || !percent_of(&args[2], &share))
    return false;
  *out = score__cell_phrase_args(w->d, SCORE__PH_WARD_RATIO, args, 3);
  return true;
}

score__cell score__ward_bare(score__ward *w, uint32_t m, bool *blank)
{
  const score_result *r = w->r;
  const score__measure *measure = &r->set->measure[m];
  const score__layer *layer = &r->frame->layer[r->stage];
  const uint32_t unit = r->unit[w->i];
  for (int s = r->stage; s >= score__engine_lowest(r); s--) {
    layer = &r->frame->layer[s];
    if (layer->state[m] && layer->state[m][unit] != SCORE__CELL_MISSING) break;
  }
  const uint8_t state = layer->state[m] ? layer->state[m][unit] : SCORE__CELL_MISSING;
  *blank = state == SCORE__CELL_MISSING && !measure->has_initial;
  if (*blank) return score__cell_phrase(SCORE__PH_WARD_NO_DATA);
  if (state == SCORE__CELL_NA) return score__cell_phrase(SCORE__PH_OUTCOME_NOT_APPLICABLE);
  const int64_t value = state == SCORE__CELL_MISSING ? measure->initial : layer->value[m][unit];
  if (measure->type == SCORE__MEASURE_BOOLEAN)
    return score__cell_phrase(value ? SCORE__PH_WARD_YES : SCORE__PH_WARD_NO);
  if (measure->type == SCORE__MEASURE_DATE) return score__paper_day(w->d, (int32_t)value);
  score__cell shown = score__report_value(w->d, measure, SCORE__CELL_VALUE, value);
  if (shown.kind == SCORE__CELL_DECIMAL) shown.digits = -1;
  return measure->type == SCORE__MEASURE_PERCENT ? score__cell_phrase_args(w->d, SCORE__PH_NEED_PERCENT, &shown, 1)
                                                 : shown;
}

score__cell score__ward_value(score__ward *w, uint32_t m, bool *blank)
{
  const score__measure *measure = &w->r->set->measure[m];
  const char *unit = measure->unit.text[SCORE_LANG_VI];
  score__cell args[2] = {score__ward_bare(w, m, blank)};
  if ((measure->type != SCORE__MEASURE_COUNT && measure->type != SCORE__MEASURE_AMOUNT) || !unit || !*unit ||
      args[0].kind == SCORE__CELL_PHRASE)
    return args[0];
  args[1] = score__cell_words(w->d, &measure->unit);
  return score__cell_phrase_args(w->d, SCORE__PH_WARD_VALUE, args, 2);
}

static score__cell inputs_cell(score__ward *w, uint32_t k)
{
  const score__node *n = &w->r->set->node[k];
  score__cell all = {.kind = SCORE__CELL_EMPTY};
  bool blank;
  if (n->measure_count == 1) return score__ward_value(w, n->measure[0], &blank);
  for (size_t q = 0; q < n->measure_count && q < MOST_INPUTS; q++) {
    const score__cell value = score__ward_value(w, n->measure[q], &blank);
    const score__cell args[] = {score__cell_words(w->d, &w->r->set->measure[n->measure[q]].name), value};
    const score__cell pair[] = {all, score__cell_phrase_args(w->d, SCORE__PH_NEED_ITEM_SET, args, 2)};
    all = q ? score__cell_phrase_args(w->d, SCORE__PH_NEED_AND, pair, 2) : pair[1];
  }
  return n->measure_count > MOST_INPUTS ? score__cell_phrase_args(w->d, SCORE__PH_WARD_AND_MORE, &all, 1) : all;
}

score__cell score__ward_outcome(score__ward *w, uint32_t k)
{
  const score__node *n = &w->r->set->node[k];
  score__cell c;
  switch (w->r->node[k].outcome[w->i]) {
  case SCORE_REPORTED: return score__cell_phrase(SCORE__PH_WARD_GIVEN);
  case SCORE_NOT_APPLICABLE: return score__cell_phrase(SCORE__PH_OUTCOME_NOT_APPLICABLE);
  case SCORE_NOT_DUE:
    if (!n->has_due) return score__cell_phrase(SCORE__PH_OUTCOME_NOT_DUE);
    c = score__paper_day(w->d, n->due_day);
    return score__cell_phrase_args(w->d, SCORE__PH_WARD_DUE, &c, 1);
  default: break;
  }
  if (ratio_cell(w, k, &c)) return c;
  return inputs_cell(w, k);
}

/* ---- assessment ---- */

static score__cell told(int phrase, uint8_t emphasis)
{
  score__cell c = score__cell_phrase(phrase);
  c.emphasis = emphasis;
  return c;
}

static score__cell amount(score__ward *w, uint32_t k, int phrase, int64_t micro, uint8_t emphasis)
{
  const score__cell points = score__report_points(w->r->set, k, micro);
  score__cell c = score__cell_phrase_args(w->d, phrase, &points, 1);
  c.emphasis = emphasis;
  return c;
}

score__cell score__ward_verdict(score__ward *w, uint32_t k)
{
  const score__node *n = &w->r->set->node[k];
  const score__node_column *c = &w->r->node[k];
  const int64_t points = c->points_micro[w->i], max = c->max_micro[w->i];
  switch (c->outcome[w->i]) {
  case SCORE_NOT_APPLICABLE:
    if (max <= 0) return told(SCORE__PH_OUTCOME_NOT_APPLICABLE, 0);
    return points >= max ? told(SCORE__PH_WARD_NA_FULL, 0) : amount(w, k, SCORE__PH_WARD_NA_LOST, max - points, 2);
  case SCORE_NOT_DUE: return told(SCORE__PH_OUTCOME_NOT_DUE, 0);
  case SCORE_MISSING: return told(SCORE__PH_OUTCOME_MISSING, 2);
  case SCORE_INVALID: return told(SCORE__PH_WARD_CONTRADICTED, 3);
  default: break;
  }
  if (n->group_kind == SCORE__GROUP_PENALTY)
    return points ? amount(w, k, SCORE__PH_WARD_TAKEN, points < 0 ? -points : points, 3)
                  : told(SCORE__PH_WARD_NOT_TAKEN, 1);
  if (n->group_kind == SCORE__GROUP_BONUS)
    return points ? amount(w, k, SCORE__PH_WARD_BONUS, points, 1) : told(SCORE__PH_WARD_NO_BONUS, 0);
  if (score__gap_counted_by(w->r, k) != UINT32_MAX)
    return score__gap_counts(w->r, k, w->i) ? told(SCORE__PH_WARD_MET, 1) : told(SCORE__PH_WARD_NOT_MET, 3);
  if (max <= 0) return told(SCORE__PH_WARD_WORTH_NOTHING, 0);
  if (points >= max) return told(SCORE__PH_WARD_FULL, 1);
  return amount(w, k, points > 0 ? SCORE__PH_WARD_LOST : SCORE__PH_WARD_LOST_ALL, max - points, points > 0 ? 2 : 3);
}

/* ---- evidence ---- */

static score__cell evidence_cell(score__ward *w, const score__origin *said, bool *expired)
{
  const int32_t last = score__set_last_day(w->r->set, w->r->frame->period);
  int32_t day;
  const bool ends = score__ward_expires(said, &day);
  const score__cell args[] = {score__cell_text(w->d, said->evidence),
                              ends ? score__paper_day(w->d, day) : (score__cell){.kind = SCORE__CELL_EMPTY}};
  if (!ends) return args[0];
  *expired |= day < last;
  return score__cell_phrase_args(w->d, day < last ? SCORE__PH_WARD_EXPIRED : SCORE__PH_WARD_VALID, args, 2);
}

/* The same paper often proves several values. */
static bool told_before(score__ward *w, const score__node *n, size_t q)
{
  const score__origin *said = score__ward_origin(w, n->measure[q]);
  for (size_t k = 0; k < q; k++) {
    const score__origin *other = score__ward_origin(w, n->measure[k]);
    if (other && !strcmp(other->evidence, said->evidence) && !strcmp(other->expires, said->expires)) return true;
  }
  return false;
}

score__cell score__ward_evidence(score__ward *w, uint32_t k)
{
  const score__node *n = &w->r->set->node[k];
  score__cell all = {.kind = SCORE__CELL_EMPTY};
  bool expired = false;
  const score__origin *given = score__ward_given(w, k);
  if (given && *given->evidence) all = evidence_cell(w, given, &expired);
  for (size_t q = 0; q < n->measure_count; q++) {
    const score__origin *said = score__ward_origin(w, n->measure[q]);
    if (!said || !*said->evidence || told_before(w, n, q)) continue;
    const score__cell pair[] = {all, evidence_cell(w, said, &expired)};
    all = all.kind == SCORE__CELL_EMPTY ? pair[1] : score__cell_phrase_args(w->d, SCORE__PH_NEED_AND, pair, 2);
  }
  if (all.kind != SCORE__CELL_EMPTY) {
    all.emphasis = expired ? 3 : 0;
    return all;
  }
  const uint8_t outcome = w->r->node[k].outcome[w->i];
  const char *wanted = n->evidence.text[SCORE_LANG_VI];                        /* of a criterion alone */
  const bool covered = (w->r->node[k].flags[w->i] & SCORE__FLAG_COVERED) != 0; /* the group's points are proved */
  const bool asks = wanted && *wanted && !covered && outcome != SCORE_NOT_APPLICABLE && outcome != SCORE_NOT_DUE;
  return asks ? told(SCORE__PH_WARD_NO_EVIDENCE, 2) : all;
}
