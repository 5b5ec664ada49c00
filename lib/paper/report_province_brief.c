/* The page for the leader: how many, how good, who is first and last, whom to remind, and a sentence for each matter that
 * the parts behind it go into. */
#include "base/limits.h"
#include "compute/reconciliation.h"
#include "paper/report_province.h"

static const score__cell nothing = {.kind = SCORE__CELL_EMPTY};

static void say(score__province *p, int phrase, const score__cell *args, size_t count, bool after)
{
  score__sheet_line_add(p->d, score__cell_phrase_args(p->d, phrase, args, count), 0, after);
}

/* ---- totals ---- */

static void add_counts(score__province *p)
{
  static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  const score_result *r = p->result;
  const score__cell count = score__cell_int((int64_t)r->count), ranked = score__cell_int((int64_t)p->rank.ranked);
  const score__cell args[] = {score__paper_period(p->d, r->frame->period), count, ranked,
                              score__cell_words(p->d, &r->set->name), score__cell_phrase(stages[r->stage])};
  say(p, SCORE__PH_PROVINCE_BRIEF, args, 5, false);
  score__sheet_fact_add(p->d, "count", 0, count);
  score__sheet_fact_add(p->d, "ranked", 0, ranked);
  score__sheet_fact_add(p->d, "not_ranked", 0, score__cell_int((int64_t)(r->count - p->rank.ranked)));
  score__sheet_fact_add(p->d, "without_data", 0,
                        r->data->units.listed ? score__cell_int((int64_t)p->silent_count) : nothing);
}

static void add_spread(score__province *p)
{
  static const char *const keys[] = {"lowest", "lower_quartile", "median", "upper_quartile", "highest"};
  score__cell args[6];
  for (unsigned q = 0; q < 5; q++) {
    args[q] = score__province_quarter(p, q);
    score__sheet_fact_add(p->d, keys[q], 0, args[q]);
  }
  args[5] = score__report_basis(p->result->set, args[4].value - args[0].value);
  score__sheet_fact_add(p->d, "spread", 0, args[5]);
  if (p->rank.ranked > 1)
    score__sheet_fact_add(p->d, NULL, SCORE__PH_RANKING_SPREAD,
                          score__cell_phrase_args(p->d, SCORE__PH_RANKING_SPREAD_OF, args, 6));
  score__sheet_fact_add(p->d, "mean", SCORE__PH_ANALYSIS_COL_MEAN, score__province_average(p));
}

static void add_grades(score__province *p)
{
  if (p->result->set->grade_count)
    score__sheet_fact_add(p->d, NULL, SCORE__PH_FACT_GRADE, score__province_grade_counts(p));
}

/* ---- who moved ---- */

static score__cell moved(score__province *p, bool up)
{
  enum { NAMED = 3, MOST = 6 };
  const size_t count = up ? score__province_risen(p, NAMED) : score__province_fallen(p, NAMED);
  score__cell said = nothing;
  for (size_t k = 0; k < count; k++) {
    const score__province_mover *m = &p->mover[up ? k : p->mover_count - 1 - k];
    const score__cell args[] = {*p->name[m->position].words.text[0] ? p->name[m->position] : p->code[m->position],
                                score__cell_int(up ? m->places : -m->places)};
    if (count > MOST && k == NAMED - 1) {
      const score__cell many[] = {score__cell_int((int64_t)count), args[1]};
      return score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_MANY_MOVED, many, 2);
    }
    const score__cell both[] = {
        said, score__cell_phrase_args(p->d, up ? SCORE__PH_PROVINCE_MOVED_UP : SCORE__PH_PROVINCE_MOVED_DOWN, args, 2)};
    said = said.kind == SCORE__CELL_EMPTY ? both[1] : score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_BOTH, both, 2);
  }
  return said;
}

static void add_moves(score__province *p)
{
  if (!p->rank.previous.result) return;
  const score__rank_moves m = score__rank_moves_since(&p->rank, &p->rank.previous);
  const score__cell args[] = {score__cell_int(m.rose), score__cell_int(m.fell), score__cell_int(m.same),
                              score__cell_int(m.entered), score__cell_int(m.left)};
  score__sheet_fact_add(p->d, NULL, SCORE__PH_RANKING_MOVES,
                        score__cell_phrase_args(p->d, SCORE__PH_RANKING_MOVES_OF, args, 5));
  if (p->rank.previous.result->synthetic && !p->d->synthetic) {
    const score__cell made_up = score__paper_period_of(p->d, p->rank.previous.result);
    score__sheet_fact_add(p->d, NULL, SCORE__PH_RANKING_PREVIOUS, made_up);
  }
  const score__cell rose = moved(p, true), fell = moved(p, false);
  if (rose.kind != SCORE__CELL_EMPTY) score__sheet_fact_add(p->d, NULL, SCORE__PH_PROVINCE_TABLE_RISE, rose);
  if (fell.kind != SCORE__CELL_EMPTY) score__sheet_fact_add(p->d, NULL, SCORE__PH_PROVINCE_TABLE_FALL, fell);
}

/* ---- first and last ---- */

static score__sheet_table *place_table(score__province *p, const char *key, int title, size_t from, size_t to)
{
  const score_result *r = p->result;
  if (from >= to) return NULL;
  score__sheet_table *t = score__sheet_table_add(p->d, key, title);
  score__province_rank_columns(p, t);
  const size_t first = t ? t->column_count : 0;
  score__province_unit_columns(p, t);
  for (size_t c = first; t && c < t->column_count; c++) /* a name says which, and of what kind */
    t->column[c].machine_only = c == first ? score__province_names_tell(p) : c > first + 1;
  score__province_total_column(p, t, "total", false);
  if (r->set->grade_count) score__sheet_column_add(p->d, t, score__report_column("grade", SCORE__PH_COL_GRADE, false));
  for (size_t k = from; k < to; k++) {
    const size_t i = r->by_rank[k];
    score__cell *at = score__sheet_row_add(p->d, t, 0);
    if (!at) return NULL;
    at = score__province_put_rank(p, at, i);
    at = score__province_put_unit(p, at, i);
    *at++ = score__province_total(p, i);
    if (r->set->grade_count) *at = score__province_grade(p, i);
  }
  return p->d->failed ? NULL : t;
}

static void left_line(score__province *p, int phrase, size_t left, size_t place)
{
  if (!left) return;
  const score_result *r = p->result;
  const score__cell args[] = {score__cell_int((int64_t)left), score__cell_int(r->total[r->by_rank[place]].rank)};
  say(p, phrase, args, 2, true);
}

/* Of few units the better half, and the other. */
static void add_places(score__province *p)
{
  const size_t ranked = p->rank.ranked, half = ranked / 2;
  const size_t top = ranked - half < 5 ? ranked - half : 5, bottom = half < 5 ? half : 5;
  size_t left, left_last;
  const size_t to = score__province_first(p, top, &left), from = score__province_last(p, bottom, &left_last);
  const bool first = place_table(p, "top", SCORE__PH_PROVINCE_TABLE_TOP, 0, to) != NULL;
  left_line(p, SCORE__PH_PROVINCE_TOP_LEFT, left, to);
  score__sheet_table *last = place_table(p, "bottom", SCORE__PH_PROVINCE_TABLE_BOTTOM, from > to ? from : to, ranked);
  if (last) last->beside = first;
  if (from > to) left_line(p, SCORE__PH_PROVINCE_TOP_LEFT, left_last, from - 1);
}

/* ---- matters ---- */

static void say_who_is_missing(score__province *p)
{
  const score__cell args[] = {score__cell_int((int64_t)p->silent_count),
                              score__cell_int((int64_t)(p->result->count - p->rank.ranked))};
  if (!p->silent_count && p->result->count == p->rank.ranked) return;
  say(p, p->result->data->units.listed ? SCORE__PH_PROVINCE_SAY_ABSENT : SCORE__PH_PROVINCE_SAY_UNRANKED, args, 2,
      true);
}

/* Of the figures that are known from both sides. */
static void say_reconciled(score__province *p, const score_reconciliation *c)
{
  const size_t differ = c->count[SCORE_AGREE_DIFFERS],
               both = c->count[SCORE_AGREE_EQUAL] + c->count[SCORE_AGREE_WITHIN] + differ;
  const score__cell args[] = {score__cell_int((int64_t)differ), score__cell_int((int64_t)both),
                              score__cell_int((int64_t)score__province_differing(c)),
                              score__cell_int((int64_t)(c->line_count - both))};
  if (both)
    say(p, c->line_count > both ? SCORE__PH_PROVINCE_SAY_RECONCILED_PART : SCORE__PH_PROVINCE_SAY_RECONCILED, args, 4,
        true);
}

static void say_matters(score__province *p)
{
  const score_reconciliation *c = p->options->reconciliation;
  score__cell effects[3];
  say_who_is_missing(p);
  if (c) say_reconciled(p, c);
  if (p->rank.ranked > 1) {
    const score__cell args[] = {score__cell_int((int64_t)score__province_alike(p)),
                                score__cell_int((int64_t)score__province_told(p))};
    if (args[0].value) say(p, SCORE__PH_PROVINCE_SAY_ALIKE, args, 2, true);
  }
  if (score__province_effects(p, effects)) {
    const score__cell args[] = {effects[2], effects[0], effects[1]};
    say(p, SCORE__PH_PROVINCE_SAY_BRIDGE, args, 3, true);
  }
  if (p->options->map) {
    const size_t without = score__province_without_boundary(p);
    const score__cell count = score__cell_int((int64_t)without);
    if (without) say(p, SCORE__PH_PROVINCE_SAY_MAP, &count, 1, true);
  }
}

void score__province_brief(score__province *p)
{
  score__section *s = score__province_section(p, "brief", SCORE__PH_PROVINCE_BRIEF_TITLE);
  if (s) s->one_page = true;
  add_counts(p);
  if (!p->rank.ranked) {
    say(p, SCORE__PH_PROVINCE_NOBODY, NULL, 0, false);
  } else {
    add_spread(p);
    add_grades(p);
    add_moves(p);
    add_places(p);
  }
  score__province_remind(p);
  say_matters(p);
}
