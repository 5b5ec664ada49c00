/* What one unit lost, who can move it, and what whole changes bring: one document. */
#include <stdlib.h>

#include "base/fail.h"
#include "report/plan_tables.h"
#include "report/sheet_gap.h"

score__cell score__gap_points(const score__gap_sheet *s, int64_t micro)
{
  const score__fraction v = score__fraction_make(micro, SCORE__MICRO);
  const int64_t grid = s->r->set->total_grid_micro;
  int64_t rounded;
  /* worth / applicable has no end */
  if (s->gap.counts_met && grid && !score__fraction_round(&rounded, &v, grid)) micro = rounded;
  return score__report_basis(s->r->set, micro);
}

score__cell score__gap_signed(score_document *d, score__cell number)
{
  return number.value > 0 ? score__cell_phrase_args(d, SCORE__PH_SIGNED, &number, 1) : number;
}

score__cell score__gap_span(score__gap_sheet *s, score__gap_range range, int phrase)
{
  const score__cell ends[] = {score__gap_points(s, range.low), score__gap_points(s, range.high)};
  if (!range.high) return (score__cell){.kind = SCORE__CELL_EMPTY};
  return range.low == range.high ? ends[1] : score__cell_phrase_args(s->d, phrase, ends, 2);
}

bool score__gap_before(const score__gap_sheet *s, uint32_t node, int64_t *micro)
{
  const score_result *p = s->previous;
  const score__node *n = &s->r->set->node[node];
  if (!p) return false;
  if (!node) {
    *micro = p->total[s->was].basis_micro;
    return p->set->basis == s->r->set->basis && p->set->node[0].max_micro == n->max_micro;
  }
  const size_t at = score__dict_get(&p->set->by_node, n->key);
  if (at == SIZE_MAX || p->set->node[at].max_micro != n->max_micro) return false;
  const score__node_column *c = &p->node[at];
  if (c->outcome[s->was] > SCORE_REPORTED || (c->flags[s->was] & SCORE__FLAG_COVERED)) return false;
  *micro = c->points_micro[s->was];
  return true;
}

static void name_title(score__gap_sheet *s)
{
  const char *name = score__report_unit_name(s->r, s->i);
  const score__cell args[] = {score__cell_text(s->d, *name ? name : s->r->data->units.code[s->r->unit[s->i]])};
  s->d->title = score__cell_phrase_args(s->d, SCORE__PH_DOC_GAP, args, 1);
}

/* Why lost points are not max less points: only met counts; or groups do more than add up. */
static void say_how(score__gap_sheet *s)
{
  if (s->gap.counts_met) {
    const score__cell one[] = {score__gap_points(s, score__gap_share(s->r, 0, s->i))};
    score__sheet_line_add(s->d, score__cell_phrase_args(s->d, SCORE__PH_GAP_SHARE, one, 1), 0, true);
  }
  if (score__gap_adds_up(&s->gap, 0)) return;
  const score__cell args[] = {score__gap_points(s, s->gap.told), score__gap_points(s, s->gap.lost)};
  score__sheet_line_add(s->d, score__cell_phrase_args(s->d, SCORE__PH_GAP_NOTE_APART, args, 2), 0, true);
}

static void write_all(score__gap_sheet *s, const score_plan *plan)
{
  name_title(s);
  score__report_head(s->d, s->r);
  score__report_unit(s->d, s->r, s->i, true);
  score__sheet_fact_add(s->d, "lost", SCORE__PH_FACT_LOST, score__gap_points(s, s->gap.lost));
  score__gap_grade(s);
  score__gap_summary(s);
  if (plan) score__plan_tables(s->d, plan);
  score__gap_criteria(s);
  score__gap_movers(s);
  score__gap_groups(s);
  score__gap_levers(s);
  score__gap_inputs(s);
  say_how(s);
}

int score__gap_sheet_open(score__gap_sheet *s, score_document *d, const score_result *r, size_t i,
                          const score_result *previous)
{
  *s = (score__gap_sheet){.d = d, .r = r, .i = i, .previous = previous};
  s->scratch = calloc((size_t)SCORE__SCRATCH_COLUMNS * SCORE__BATCH_UNITS, sizeof *s->scratch);
  s->values = calloc(r->count + 1, sizeof *s->values);
  s->was = previous ? score_result_find(previous, r->data->units.code[r->unit[i]]) : SIZE_MAX;
  if (s->was == SIZE_MAX || !previous->total[s->was].completeness_micro) s->previous = NULL;
  if (s->scratch && s->values && !score__gap_open(&s->gap, r, i)) return 0;
  free(s->scratch);
  free(s->values);
  return -1;
}

void score__gap_sheet_close(score__gap_sheet *s)
{
  score__gap_close(&s->gap);
  free(s->scratch);
  free(s->values);
}

int score_document_gap(score_document **out, const score_result *r, const char *unit, const score_gap_options *options,
                       score_error *err)
{
  score__gap_sheet s;
  size_t i;
  *out = NULL;
  if (score__report_find(&i, r, unit, err)) return SCORE_E_NOT_FOUND;
  score_document *d = score__sheet_new("gap");
  if (!d || score__gap_sheet_open(&s, d, r, i, options ? options->beside.previous : NULL)) {
    score_document_free(d);
    return score__fail_memory(err);
  }
  d->lines_first = true;
  write_all(&s, options ? options->plan : NULL);
  score__gap_sheet_close(&s);
  return score__report_finish(out, d, err);
}
