/* How a document says that its numbers rest on a supposition. */
#include "report/report.h"

static const char *const stage_names[] = {"self", "verified", "published"};

static score__cell exact(score_document *d, const score_criteria *set, const score__supposed *s, uint8_t state,
                         int64_t value)
{
  if (!s->given) return score__report_value(d, &set->measure[s->column], state, value);
  if (state == SCORE__CELL_MISSING) return (score__cell){.kind = SCORE__CELL_EMPTY};
  return score__report_points(set, s->column, value);
}

/* For people: with the sign of a percent, and what stands for a blank. */
static score__cell shown(score_document *d, const score_criteria *set, const score__supposed *s, uint8_t state,
                         int64_t value)
{
  const score__measure *m = s->given ? NULL : &set->measure[s->column];
  if (state == SCORE__CELL_NA) return score__cell_phrase(SCORE__PH_WHATIF_NA);
  if (state == SCORE__CELL_MISSING && (!m || !m->has_initial)) return score__cell_phrase(SCORE__PH_WHATIF_BLANK);
  const bool initial = state == SCORE__CELL_MISSING;
  score__cell c = initial ? exact(d, set, s, SCORE__CELL_VALUE, m->initial) : exact(d, set, s, state, value);
  if (m && m->type == SCORE__MEASURE_PERCENT) c = score__cell_phrase_args(d, SCORE__PH_WHATIF_PERCENT, &c, 1);
  return initial ? score__cell_phrase_args(d, SCORE__PH_WHATIF_DEFAULT, &c, 1) : c;
}

static void add_line(score_document *d, const score_result *r, const score__supposed *s)
{
  static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  const score_criteria *set = r->set;
  score__cell name = score__cell_words(d, s->given ? &set->node[s->column].name : &set->measure[s->column].name);
  if (s->given) name = score__cell_phrase_args(d, SCORE__PH_WHATIF_POINTS_OF, &name, 1);
  const score__cell args[] = {name,
                              score__cell_text(d, s->given ? set->node[s->column].code : set->measure[s->column].key),
                              shown(d, set, s, s->was_state, s->was), shown(d, set, s, s->state, s->value),
                              score__cell_phrase(stages[s->stage])};
  const bool elsewhere = s->stage != r->stage;
  score__sheet_line_add(d,
                        score__cell_phrase_args(d, elsewhere ? SCORE__PH_WHATIF_INPUT_STAGE : SCORE__PH_WHATIF_INPUT,
                                                args, elsewhere ? 5 : 4),
                        1, false);
  if (!s->only_beside) return;
  const score__cell node = score__cell_words(d, &set->node[s->column].name);
  score__cell beside = score__cell_phrase_args(d, SCORE__PH_WHATIF_ONLY_BESIDE, &node, 1);
  beside.emphasis = 2;
  score__sheet_line_add(d, beside, 2, false);
}

static void add_object(score_document *d, score__outline *list, const score_result *r, const score__supposed *s)
{
  const score_criteria *set = r->set;
  score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
  if (s->given)
    score__outline_cell(d, o, "points", score__cell_code(d, set->node[s->column].key));
  else
    score__outline_cell(d, o, "measure", score__cell_code(d, set->measure[s->column].key));
  score__outline_cell(d, o, "name",
                      score__cell_words(d, s->given ? &set->node[s->column].name : &set->measure[s->column].name));
  score__outline_cell(d, o, "stage", score__cell_code(d, stage_names[s->stage]));
  score__outline_cell(d, o, "from", exact(d, set, s, s->was_state, s->was));
  score__outline_cell(d, o, "to", exact(d, set, s, s->state, s->value));
}

void score__report_supposed(score_document *d, const score_result *r)
{
  const score__supposition *all = r->supposed;
  if (!all) return;
  d->supposed = true;
  score__cell mark = score__cell_phrase(SCORE__PH_WHATIF_MARK);
  mark.emphasis = 2;
  score__sheet_line_add(d, mark, 0, false);
  score__outline *list = score__outline_add(d, NULL, "supposed", SCORE__OUTLINE_LIST);
  for (size_t k = 0; k < all->count; k++) {
    add_line(d, r, &all->item[k]);
    add_object(d, list, r, &all->item[k]);
  }
}
