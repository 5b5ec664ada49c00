/* What was lost, by whom it can be moved, the way up, and what only the province and the centre can mend. */
#include <string.h>

#include "base/limits.h"
#include "report/plan_tables.h"
#include "paper/report_ward.h"

#define SHOWN 15u /* criteria that lost most; all of them stand in the table of criteria */

/* ---- the gap ---- */

/* "see explain" on a paper: the annex of arithmetic. */
static void reword_cells(score__sheet_table *t)
{
  const size_t cells = t->row_count * t->column_count;
  for (size_t k = 0; k < cells; k++)
    if (t->cell[k].kind == SCORE__CELL_PHRASE && t->cell[k].phrase == SCORE__PH_NEED_CORRECT)
      t->cell[k].phrase = SCORE__PH_WARD_NEED_CORRECT;
}

/* The criteria table says it of every criterion; here stand those that matter most. */
static void shorten(score__ward *w, size_t table)
{
  if (w->d->failed || table >= w->d->table_count) return;
  score__sheet_table *t = &w->d->table[table];
  size_t shown = 0, more = 0;
  reword_cells(t);
  for (size_t k = 0; k < t->row_count; k++) {
    if (t->row_for[k] == SCORE__ROW_MACHINE) continue;
    if (shown++ < SHOWN) continue;
    t->row_for[k] = SCORE__ROW_MACHINE;
    more++;
  }
  const score__cell args[] = {score__cell_int(SHOWN), score__cell_int((int64_t)more)};
  if (more) score__ward_note(w, SCORE__PH_WARD_NOTE_MORE, args, 2);
}

/* To the digits of the total: shares of what only counts when met have no end. */
static int64_t printed(const score__ward *w, int64_t micro)
{
  const score__fraction v = score__fraction_make(micro, SCORE__MICRO);
  const int64_t grid = w->r->set->total_grid_micro;
  int64_t rounded;
  return grid && !score__fraction_round(&rounded, &v, grid) ? rounded : micro;
}

/* "of which 4.04 to 10.04 by the province". */
static score__cell with_part(score__ward *w, score__cell so_far, unsigned movers, int phrase)
{
  score__gap_range range = score__gap_split_below(&w->gap.gap, 0, movers);
  range = (score__gap_range){printed(w, range.low), printed(w, range.high)};
  const score__cell args[] = {so_far, score__gap_span(&w->gap, range, SCORE__PH_GAP_RANGE_OF)};
  return range.high ? score__cell_phrase_args(w->d, phrase, args, 2) : so_far;
}

static void say_lost(score__ward *w)
{
  const score__gap *g = &w->gap.gap;
  int64_t data = 0, faults = 0;
  for (size_t k = 0; k < g->line_count; k++) {
    data += g->line[k].for_data;
    faults += g->line[k].for_faults;
  }
  const score__cell lost = score__gap_points(&w->gap, g->lost);
  score__cell said = score__cell_phrase_args(w->d, SCORE__PH_WARD_SAY_LOST, &lost, 1);
  if (!g->lost) {
    score__ward_say(w, SCORE__PH_WARD_SAY_NOTHING_LOST, NULL, 0);
    return;
  }
  said = with_part(w, said, SCORE__GAP_MOVER(SCORE__MOVER_UNIT), SCORE__PH_WARD_AND_UNIT);
  said = with_part(w, said, SCORE__GAP_MOVER(SCORE__MOVER_PROVINCE), SCORE__PH_WARD_AND_PROVINCE);
  said = with_part(w, said, SCORE__GAP_MOVER(SCORE__MOVER_NATIONAL), SCORE__PH_WARD_AND_NATIONAL);
  said = with_part(w, said, SCORE__GAP_MOVER(SCORE__MOVER_NOBODY), SCORE__PH_WARD_AND_NOBODY);
  score__ward_say(w, SCORE__PH_WARD_END, &said, 1);
  const score__cell for_data = score__gap_points(&w->gap, printed(w, data)),
                    for_faults = score__gap_points(&w->gap, printed(w, faults));
  const score__cell apart[] = {score__gap_points(&w->gap, printed(w, g->told)), lost};
  if (!score__gap_adds_up(g, 0)) score__ward_say(w, SCORE__PH_WARD_SAY_APART_SUM, apart, 2);
  if (data) score__ward_say(w, SCORE__PH_WARD_SAY_FOR_DATA, &for_data, 1);
  if (faults) score__ward_say(w, SCORE__PH_WARD_SAY_FOR_FAULTS, &for_faults, 1);
}

static score__cell most_of(score__ward *w)
{
  const score__gap *g = &w->gap.gap;
  size_t most = 0, equal = 0; /* lines stand in order of what can be won back */
  for (size_t k = 0; k < g->line_count; k++)
    if (g->line[k].lost > g->line[most].lost) most = k;
  for (size_t k = 0; k < g->line_count; k++) equal += g->line[k].lost == g->line[most].lost;
  if (equal != 1 || !g->line[most].lost) return (score__cell){.kind = SCORE__CELL_EMPTY};
  const score__cell args[] = {score__cell_words(w->d, &w->r->set->node[g->line[most].node].name),
                              score__gap_points(&w->gap, printed(w, g->line[most].lost))};
  return score__cell_phrase_args(w->d, SCORE__PH_WARD_FIGURE_LOST_SAID, args, 2);
}

static void figure(score__ward *w, size_t table)
{
  uint16_t name = 0, lost = 0;
  if (w->d->failed || table >= w->d->table_count) return;
  const score__sheet_table *t = &w->d->table[table];
  for (uint16_t c = 0; c < t->column_count; c++) {
    if (!strcmp(t->column[c].key, "name")) name = c;
    if (!strcmp(t->column[c].key, "lost")) lost = c;
  }
  score__sheet_figure_add(w->d, (score__figure){.kind = SCORE__FIGURE_BARS,
                                                .key = "criteria",
                                                .title = score__cell_phrase(SCORE__PH_WARD_FIGURE_LOST),
                                                .said = most_of(w),
                                                .table = (uint16_t)table,
                                                .label = name,
                                                .first = lost,
                                                .count = 1});
}

/* What the commands say of the gap and of a plan, as a paper says it: full sentences, no option of a command. The
 * arguments are the same. */
static void reword(score__ward *w, size_t from)
{
  static const int pairs[][2] = {{SCORE__PH_GAP_SAY_PAST, SCORE__PH_WARD_SAY_PAST},
                                 {SCORE__PH_GAP_SAY_LEVER, SCORE__PH_WARD_SAY_LEVER},
                                 {SCORE__PH_GAP_SAY_LEVER_ALL, SCORE__PH_WARD_SAY_LEVER_ALL},
                                 {SCORE__PH_GAP_SAY_INPUT, SCORE__PH_WARD_SAY_INPUT},
                                 {SCORE__PH_GAP_GATE, SCORE__PH_WARD_SAY_GATE},
                                 {SCORE__PH_PLAN_EFFORT_NOTE, SCORE__PH_WARD_NOTE_EFFORT}};
  for (size_t k = from; k < w->d->line_count; k++)
    for (size_t q = 0; q < sizeof pairs / sizeof *pairs; q++) {
      score__cell *c = &w->d->line[k].cell;
      if (c->kind == SCORE__CELL_PHRASE && c->phrase == pairs[q][0]) {
        c->phrase = pairs[q][1];
        if (c->phrase == SCORE__PH_WARD_SAY_INPUT && !w->gap.gap.counts_met) c->phrase = SCORE__PH_WARD_SAY_INPUT_OWN;
        break;
      }
    }
}

void score__ward_gap(score__ward *w)
{
  const size_t from = w->d->line_count;
  score__paper_part(&w->paper, "gap", SCORE__PH_WARD_GAP);
  const score__cell lost = score__gap_points(&w->gap, w->gap.gap.lost);
  score__sheet_fact_add(w->d, "lost", 0, lost);
  say_lost(w);
  score__gap_grade(&w->gap);
  score__gap_advice(&w->gap);
  reword(w, from);
  const size_t table = w->d->table_count;
  if (!w->gap.gap.told) return;
  score__gap_criteria(&w->gap);
  shorten(w, table);
  figure(w, table);
  score__gap_movers(&w->gap);
}

/* ---- the plan ---- */

void score__ward_plan(score__ward *w)
{
  const score_plan *plan = w->options.plan;
  if (!plan) return;
  score__paper_part(&w->paper, "plan", SCORE__PH_WARD_PLAN);
  const score_plan_summary s = plan->summary;
  const score__cell aim[] = {score__ward_amount(w, s.before_micro), score__ward_amount(w, s.after_micro),
                             score__cell_int((int64_t)plan->step_count)};
  if (s.state == SCORE_PLAN_REACHED)
    score__ward_say(w, SCORE__PH_WARD_PLAN_REACHED, NULL, 0);
  else if (s.state == SCORE_PLAN_OPTIMAL || s.state == SCORE_PLAN_FOUND)
    score__ward_say(w, SCORE__PH_WARD_PLAN_FOUND, aim, 3);
  else if (plan->nothing)
    score__ward_say(w, SCORE__PH_WARD_PLAN_NOTHING, NULL, 0);
  else if (!plan->step_count)
    score__ward_say(w, s.state == SCORE_PLAN_UNREACHABLE ? SCORE__PH_WARD_PLAN_NO_WAY : SCORE__PH_WARD_PLAN_NONE, NULL,
                    0);
  else
    score__ward_say(w, s.state == SCORE_PLAN_UNREACHABLE ? SCORE__PH_WARD_PLAN_NOT : SCORE__PH_WARD_PLAN_NOT_FOUND, aim,
                    2);
  const size_t from = w->d->line_count, facts = w->d->fact_count;
  score__plan_tables(w->d, plan);
  for (size_t k = facts; k < w->d->fact_count; k++) /* the sentence says it */
    if (w->d->fact[k].title == SCORE__PH_PLAN_FACT_PLAN) w->d->fact[k].title = 0;
  reword(w, from);
}

/* ---- what others must mend ---- */

enum { NODE, CODE, NAME, POINTS, MAX, LOST, LOW, HIGH, BY, WHO, NEED };

static const score__sheet_column columns[] = {
    [NODE] = {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
    [CODE] = {.key = "code", .title = SCORE__PH_COL_CODE},
    [NAME] = {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
    [POINTS] = {.key = "points", .title = SCORE__PH_COL_POINTS, .right = true},
    [MAX] = {.key = "max", .title = SCORE__PH_WARD_COL_MAX, .right = true},
    [LOST] = {.key = "lost", .title = SCORE__PH_COL_LOST, .right = true, .table_only = true},
    [LOW] = {.key = "lost_low", .right = true, .machine_only = true},
    [HIGH] = {.key = "lost_high", .right = true, .machine_only = true},
    [BY] = {.key = "controlled_by", .title = SCORE__PH_GAP_COL_WHO, .machine_only = true},
    [WHO] = {.key = "who", .title = SCORE__PH_WARD_COL_WHO, .table_only = true},
    [NEED] = {.key = "need", .title = SCORE__PH_WARD_COL_ASK, .shrinks = true}};

static const char *const keys[] = {"unit", "province", "national", "nobody"};
static const int who[] = {SCORE__PH_GAP_WHO_UNIT, SCORE__PH_GAP_WHO_PROVINCE, SCORE__PH_GAP_WHO_NATIONAL,
                          SCORE__PH_GAP_WHO_NOBODY};
static const unsigned above = SCORE__GAP_MOVER(SCORE__MOVER_PROVINCE) | SCORE__GAP_MOVER(SCORE__MOVER_NATIONAL);

static void line_row(score__ward *w, score__sheet_table *t, const score__gap_line *line, score__gap_range range)
{
  const score_result *r = w->r;
  const score__node *n = &r->set->node[line->node];
  const size_t mover = score__gap_mover(&w->gap.gap, line);
  score__cell *row = score__sheet_row_add(w->d, t, 0);
  if (!row) return;
  row[NODE] = score__cell_code(w->d, n->key);
  row[CODE] = score__cell_text(w->d, n->code);
  row[NAME] = score__cell_words(w->d, &n->name);
  row[POINTS] = score__report_points(r->set, line->node, r->node[line->node].points_micro[w->i]);
  row[MAX] = score__cell_points(r->node[line->node].max_micro[w->i], -1);
  row[LOST] = score__gap_span(&w->gap, range, SCORE__PH_GAP_RANGE);
  row[LOW] = score__gap_points(&w->gap, range.low);
  row[HIGH] = score__gap_points(&w->gap, range.high);
  row[BY] = score__cell_code(w->d, mover == SIZE_MAX ? "mixed" : keys[mover]);
  row[WHO] = score__cell_phrase(mover == SIZE_MAX ? SCORE__PH_WARD_WHO_ABOVE : who[mover]);
  row[NEED] = score__gap_need(&w->gap, line);
}

static size_t add_lines(score__ward *w)
{
  const score__gap *g = &w->gap.gap;
  score__sheet_table *t = score__sheet_table_add(w->d, "criteria", SCORE__PH_WARD_TABLE_ABOVE);
  score__report_columns(w->d, t, columns, sizeof columns / sizeof *columns);
  for (size_t k = 0; k < g->line_count; k++) {
    const score__gap_range range = score__gap_split(g, &g->line[k], above);
    if (range.high) line_row(w, t, &g->line[k], range);
  }
  if (!t || w->d->failed) return 0;
  reword_cells(t);
  return t->row_count;
}

static size_t add_levers(score__ward *w)
{
  static const score__sheet_column levers[] = {
      {.key = "lever", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "name", .title = SCORE__PH_GAP_COL_LEVER, .shrinks = true},
      {.key = "controlled_by", .title = SCORE__PH_GAP_COL_WHO, .machine_only = true},
      {.key = "who", .title = SCORE__PH_WARD_COL_WHO, .table_only = true},
      {.key = "steps", .title = SCORE__PH_GAP_COL_STEPS, .right = true},
      {.key = "gain", .title = SCORE__PH_WARD_COL_GAIN, .right = true}};
  const score__gap *g = &w->gap.gap;
  score__sheet_table *t = NULL;
  size_t count = 0;
  for (size_t k = 0; g->declared && k < g->lever_count; k++) {
    const score__gap_course *c = &g->lever[k];
    if (!(SCORE__GAP_MOVER(c->lever->mover) & above) || !c->best.steps) continue;
    if (!t) {
      t = score__sheet_table_add(w->d, "levers", SCORE__PH_WARD_TABLE_LEVERS);
      score__report_columns(w->d, t, levers, sizeof levers / sizeof *levers);
    }
    score__cell *row = score__sheet_row_add(w->d, t, 0);
    if (!row) return 0;
    row[0] = score__cell_code(w->d, c->lever->key);
    row[1] = score__cell_words(w->d, &c->lever->name);
    row[2] = score__cell_code(w->d, keys[c->lever->mover]);
    row[3] = score__cell_phrase(who[c->lever->mover]);
    row[4] = score__cell_int(c->best.steps);
    row[5] = score__gap_points(&w->gap, c->best.gain);
    count++;
  }
  return count;
}

void score__ward_province(score__ward *w)
{
  score__gap_range all = {0, 0};
  score__paper_part(&w->paper, "province", SCORE__PH_WARD_PROVINCE);
  const size_t lines = add_lines(w), levers = add_levers(w);
  if (!lines && !levers) {
    score__ward_say(w, SCORE__PH_WARD_ASK_NOTHING, NULL, 0);
    return;
  }
  if (lines) all = score__gap_split_below(&w->gap.gap, 0, above);
  all = (score__gap_range){printed(w, all.low), printed(w, all.high)};
  const score__cell span = score__gap_span(&w->gap, all, SCORE__PH_GAP_RANGE_OF);
  if (all.high) score__ward_say(w, SCORE__PH_WARD_ASK, &span, 1);
  if (levers) score__ward_say(w, SCORE__PH_WARD_ASK_LEVERS, NULL, 0);
  if (all.low != all.high) score__ward_note(w, SCORE__PH_WARD_NOTE_RANGE, NULL, 0);
}
