/* What whole changes bring: levers, and each input of each criterion; on paper as short rows, in JSON with the changes
 * that `score explain --set` and `score what-if --set` take. */
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/period.h"
#include "report/sheet_gap.h"

static const score__cell nothing = {.kind = SCORE__CELL_EMPTY};

static const score__measure *measure_of(const score__gap_sheet *s, const score__gap_course *c)
{
  return &s->r->set->measure[c->lever->effect[0].measure];
}

static bool is_named(const score__measure *m)
{
  return m->type == SCORE__MEASURE_BOOLEAN || m->type == SCORE__MEASURE_CHOICE;
}

/* ---- cells ---- */

static score__cell value_cell(score__gap_sheet *s, const score__measure *m, int64_t value)
{
  if (m->type == SCORE__MEASURE_BOOLEAN) return score__cell_phrase(value ? SCORE__PH_TRACE_YES : SCORE__PH_TRACE_NO);
  score__cell cell = score__report_value(s->d, m, SCORE__CELL_VALUE, value);
  if (cell.kind == SCORE__CELL_DECIMAL) cell.digits = -1;
  return m->type == SCORE__MEASURE_PERCENT ? score__cell_phrase_args(s->d, SCORE__PH_GAP_PERCENT, &cell, 1) : cell;
}

score__cell score__gap_steps(score__gap_sheet *s, const score__gap_course *c, const score__gap_move *move)
{
  const score__measure *m = measure_of(s, c);
  int64_t now = 0;
  if (!c->node) return score__cell_int(move->steps);
  if (is_named(m) || m->type == SCORE__MEASURE_DATE) return value_cell(s, m, move->to);
  score__trial_before(&s->gap.trial, c->lever->effect[0].measure, &now);
  const score__cell by = value_cell(s, m, move->to - now);
  return move->to > now ? score__cell_phrase_args(s->d, SCORE__PH_GAP_STEPS, &by, 1) : by;
}

score__cell score__gap_way(score__gap_sheet *s, const score__gap_course *c)
{
  const score__measure *m = measure_of(s, c);
  int64_t now;
  const bool has = score__trial_before(&s->gap.trial, c->lever->effect[0].measure, &now);
  const score__cell args[] = {has ? value_cell(s, m, now) : nothing, value_cell(s, m, c->best.to)};
  return has ? score__cell_phrase_args(s->d, SCORE__PH_GAP_FROM_TO, args, 2) : args[1];
}

static score__cell gain_cell(score__gap_sheet *s, const score__gap_course *c, int64_t gain)
{
  const bool counted = c->node && score__gap_counted_by(s->r, c->node) != UINT32_MAX;
  return c->node && !counted ? score__report_points(s->r->set, c->node, gain) : score__gap_points(s, gain);
}

static score__cell move_cell(score__gap_sheet *s, const score__gap_course *c, const score__gap_move *move)
{
  if (!move->steps) return nothing;
  const score__cell args[] = {score__gap_steps(s, c, move), score__gap_signed(s->d, gain_cell(s, c, move->gain))};
  return score__cell_phrase_args(s->d, SCORE__PH_GAP_MOVE, args, 2);
}

static score__cell steps_cell(score__gap_sheet *s, const score__gap_course *c, const score__gap_move *move)
{
  return move->steps ? score__gap_steps(s, c, move) : nothing;
}

/* Points of one step, to four digits: of one dossier in thousands little is left. */
static score__cell rate_cell(const score__gap_course *c)
{
  int64_t micro;
  if (!c->has_rate || score__fraction_round(&micro, &c->rate, 100)) return nothing;
  return score__cell_points(micro, micro % 10000 ? 4 : 2);
}

/* ---- JSON ---- */

static void put_change(score__gap_sheet *s, score__outline *list, uint32_t measure)
{
  const score__measure *m = &s->r->set->measure[measure];
  const bool percent = m->type == SCORE__MEASURE_PERCENT;
  char text[64] = "";
  int64_t before = 0, now = 0;
  score__buffer b = {0};
  const bool had = score__trial_before(&s->gap.trial, measure, &before);
  if (!score__trial_value(&s->gap.trial, measure, &now) || (had && before == now)) return;
  score__buffer_text(&b, m->key);
  score__buffer_char(&b, '=');
  if (m->type == SCORE__MEASURE_BOOLEAN)
    score__buffer_text(&b, now ? "yes" : "no");
  else if (m->type == SCORE__MEASURE_CHOICE)
    score__buffer_text(&b, m->option_key[now]);
  else if (m->type == SCORE__MEASURE_DATE)
    score__date_print(text, sizeof text, (int32_t)now);
  else
    score__decimal_print(text, sizeof text, had ? now - before : now, percent ? m->scale - 2 : m->scale, -1, '.');
  if (*text && had && now > before && m->type != SCORE__MEASURE_DATE) score__buffer_char(&b, '+');
  score__buffer_text(&b, text);
  if (b.failed)
    s->d->failed = true;
  else
    score__outline_cell(s->d, list, NULL, score__cell_code(s->d, b.data));
  score__buffer_free(&b);
}

static void put_changes(score__gap_sheet *s, score__outline *parent, const score__gap_course *c,
                        const score__gap_move *move)
{
  const score__trial *t = &s->gap.trial;
  score__outline *list = score__outline_add(s->d, parent, "set", SCORE__OUTLINE_LIST);
  if (score__gap_put(&s->gap, c, move)) s->d->failed = true;
  for (size_t k = 0; k < t->listed; k++) put_change(s, list, t->list[k]);
}

static void put_move(score__gap_sheet *s, score__outline *parent, const char *key, const score__gap_course *c,
                     const score__gap_move *move)
{
  if (!move->steps) {
    score__outline_cell(s->d, parent, key, nothing);
    return;
  }
  score__outline *o = score__outline_add(s->d, parent, key, SCORE__OUTLINE_OBJECT);
  score__outline_cell(s->d, o, "steps", score__cell_int(move->steps));
  score__outline_cell(s->d, o, "gain", gain_cell(s, c, move->gain));
  put_changes(s, o, c, move);
}

static void put_moves(score__gap_sheet *s, score__outline *o, const score__gap_course *c)
{
  char text[96];
  int64_t micro = 0;
  score__outline_cell(s->d, o, "blank", score__cell_bool(c->blank));
  score__outline_cell(s->d, o, "most", score__cell_int(c->most));
  score__outline_cell(s->d, o, "step_points", nothing);
  if (c->has_rate && !score__fraction_round(&micro, &c->rate, 1)) {
    score__fraction_print(text, sizeof text, &c->rate);
    o->last->cell = score__cell_points(micro, -1);
    score__outline_cell(s->d, o, "step_exact", score__cell_code(s->d, text));
  } else {
    score__outline_cell(s->d, o, "step_exact", nothing);
  }
  put_move(s, o, "one", c, &c->one);
  put_move(s, o, "next", c, &c->next);
  put_move(s, o, "tenth", c, &c->tenth);
  put_move(s, o, "point", c, &c->point);
  put_move(s, o, "best", c, &c->best);
  score__outline_cell(s->d, o, "full", score__cell_bool(c->full));
}

/* Which criteria a lever moves when it goes as far as it helps. */
static void put_criteria(score__gap_sheet *s, score__outline *o, const score__gap_course *c)
{
  const score__trial *t = &s->gap.trial;
  score__outline *list = score__outline_add(s->d, o, "criteria", SCORE__OUTLINE_LIST);
  if (!c->best.steps) return;
  if (score__gap_put(&s->gap, c, &c->best) || score__trial_run(&s->gap.trial)) {
    s->d->failed = true;
    return;
  }
  for (uint32_t k = 1; k < s->r->set->node_count; k++) {
    const int64_t gain = t->result->node[k].points_micro[t->at] - s->r->node[k].points_micro[s->i];
    if (s->r->set->node[k].kind != SCORE__NODE_CRITERION || !gain) continue;
    score__outline *one = score__outline_add(s->d, list, NULL, SCORE__OUTLINE_OBJECT);
    score__outline_cell(s->d, one, "node", score__cell_code(s->d, s->r->set->node[k].key));
    score__outline_cell(s->d, one, "gain", score__report_points(s->r->set, k, gain));
  }
}

/* "4.4, 4.5": the unit's own criteria that a lever of somebody else moves, as far as it goes. */
static void list_own(score__gap_sheet *s, score__buffer *codes)
{
  const score__trial *t = &s->gap.trial;
  for (uint32_t k = 1; k < s->r->set->node_count; k++) {
    const score__node *n = &s->r->set->node[k];
    if (n->kind != SCORE__NODE_CRITERION || n->controlled_by != SCORE__MOVER_UNIT) continue;
    if (t->result->node[k].points_micro[t->at] <= s->r->node[k].points_micro[s->i]) continue;
    if (codes->size) score__buffer_text(codes, ", ");
    score__buffer_text(codes, n->code);
  }
}

/* A criterion may count as the unit's own while what moves it is not for the unit to do. */
static void say_mover(score__gap_sheet *s, const score__gap_course *c)
{
  score__buffer codes = {0};
  if (c->lever->mover == SCORE__MOVER_UNIT || c->lever->kind == SCORE__LEVER_PAST || !c->best.steps) return;
  if (score__gap_put(&s->gap, c, &c->best) || score__trial_run(&s->gap.trial))
    s->d->failed = true;
  else
    list_own(s, &codes);
  const bool any = codes.size > 0;
  const score__cell own = score__cell_buffer(s->d, &codes);
  const score__cell args[] = {score__cell_words(s->d, &c->lever->name), score__report_mover(c->lever->mover), own};
  if (any) score__sheet_line_add(s->d, score__cell_phrase_args(s->d, SCORE__PH_GAP_NOTE_MOVER, args, 3), 0, true);
}

static const char *const kinds[] = {"convert", "add", "past"};
static const char *const movers[] = {"unit", "province", "national", "nobody"};

static void put_lever(score__gap_sheet *s, score__outline *list, const score__gap_course *c)
{
  const score__lever *l = c->lever;
  score__outline *o = score__outline_add(s->d, list, NULL, SCORE__OUTLINE_OBJECT);
  score__outline_cell(s->d, o, "lever", score__cell_code(s->d, l->key));
  score__outline_cell(s->d, o, "name", score__cell_words(s->d, &l->name));
  score__outline_cell(s->d, o, "kind", score__cell_code(s->d, kinds[l->kind]));
  score__outline_cell(s->d, o, "controlled_by", score__cell_code(s->d, movers[l->mover]));
  score__outline_cell(s->d, o, "effort", score__cell_points(l->effort_micro, -1));
  if (o) put_moves(s, o, c);
  put_criteria(s, o, c);
  score__outline_cell(s->d, o, "note", *l->note.text[0] ? score__cell_words(s->d, &l->note) : nothing);
}

/* Rules that give points by steps: their next printed step is the next band. */
static bool has_bands(const score__node *n)
{
  static const char *const stepped[] = {"bands", "steps", "count", "choice", "met"};
  for (size_t k = 0; k < sizeof stepped / sizeof *stepped; k++)
    if (!strcmp(n->rule_kind->name, stepped[k])) return true;
  return false;
}

static void put_input(score__gap_sheet *s, score__outline *list, const score__gap_course *c)
{
  const score__node *n = &s->r->set->node[c->node];
  const score__measure *m = measure_of(s, c);
  int64_t now = 0;
  const bool has = score__trial_before(&s->gap.trial, c->lever->effect[0].measure, &now);
  score__cell value = has ? score__report_value(s->d, m, SCORE__CELL_VALUE, now) : nothing;
  if (has && m->type == SCORE__MEASURE_CHOICE) value = score__cell_code(s->d, m->option_key[now]);
  score__outline *o = score__outline_add(s->d, list, NULL, SCORE__OUTLINE_OBJECT);
  score__outline_cell(s->d, o, "node", score__cell_code(s->d, n->key));
  score__outline_cell(s->d, o, "measure", score__cell_code(s->d, m->key));
  score__outline_cell(s->d, o, "name", score__cell_words(s->d, &m->name));
  score__outline_cell(s->d, o, "value", value);
  score__outline_cell(s->d, o, "takes_from_whole", score__cell_bool(c->shrinks));
  if (o) put_moves(s, o, c);
  if (o) put_move(s, o, "next_band", c, has_bands(n) ? &c->next : &(score__gap_move){0});
}

/* ---- tables ---- */

static void lever_row(score__gap_sheet *s, score__sheet_table *t, const score__gap_course *c)
{
  static const int kind_words[] = {SCORE__PH_GAP_KIND_CONVERT, SCORE__PH_GAP_KIND_ADD, SCORE__PH_GAP_KIND_PAST};
  static const int who[] = {SCORE__PH_GAP_WHO_UNIT, SCORE__PH_GAP_WHO_PROVINCE, SCORE__PH_GAP_WHO_NATIONAL,
                            SCORE__PH_GAP_WHO_NOBODY};
  score__cell *row = score__sheet_row_add(s->d, t, 0);
  if (!row) return;
  row[0] = score__cell_words(s->d, &c->lever->name);
  row[1] = score__cell_phrase(kind_words[c->lever->kind]);
  row[2] = score__cell_phrase(who[c->lever->mover]);
  row[3] = score__cell_int(c->best.steps);
  row[4] = score__gap_signed(s->d, gain_cell(s, c, c->best.gain));
  row[4].emphasis = 4;
  row[5] = rate_cell(c);
  row[6] = move_cell(s, c, &c->next);
  row[7] = steps_cell(s, c, &c->tenth);
  row[1].emphasis = c->lever->kind == SCORE__LEVER_PAST ? 2 : 0;
}

void score__gap_levers(score__gap_sheet *s)
{
  static const score__sheet_column columns[] = {{.key = "lever", .title = SCORE__PH_GAP_COL_LEVER, .shrinks = true},
                                                {.key = "kind", .title = SCORE__PH_GAP_COL_KIND, .shrinks = true},
                                                {.key = "who", .title = SCORE__PH_GAP_COL_WHO},
                                                {.key = "steps", .title = SCORE__PH_GAP_COL_STEPS, .right = true},
                                                {.key = "gain", .title = SCORE__PH_GAP_COL_ALL, .right = true},
                                                {.key = "one", .title = SCORE__PH_GAP_COL_RATE, .right = true},
                                                {.key = "next", .title = SCORE__PH_GAP_COL_NEXT, .right = true},
                                                {.key = "tenth", .title = SCORE__PH_GAP_COL_TENTH, .right = true}};
  const score__gap *g = &s->gap;
  score__outline *list = score__outline_add(s->d, NULL, "levers", SCORE__OUTLINE_LIST);
  for (size_t k = 0; k < g->lever_count; k++) put_lever(s, list, &g->lever[k]);
  score__outline_cell(s->d, NULL, "levers_declared", score__cell_bool(g->declared));
  if (!g->declared) return; /* nothing that the table of inputs does not say */
  score__sheet_table *t = score__sheet_table_add(s->d, "levers", SCORE__PH_GAP_TABLE_LEVERS);
  score__report_columns(s->d, t, columns, sizeof columns / sizeof *columns);
  if (t) t->not_json = true;
  for (size_t k = 0; k < g->lever_count; k++) {
    const score__gap_course *c = &g->lever[k];
    const score__cell lesson[] = {score__cell_words(s->d, &c->lever->name), score__cell_words(s->d, &c->lever->note)};
    if (!c->best.steps) continue;
    lever_row(s, t, c);
    say_mover(s, c);
    if (c->lever->kind == SCORE__LEVER_PAST && *c->lever->note.text[0])
      score__sheet_line_add(s->d, score__cell_phrase_args(s->d, SCORE__PH_GAP_LESSON, lesson, 2), 0, true);
  }
}

static void input_row(score__gap_sheet *s, score__sheet_table *t, const score__gap_course *c)
{
  const score__measure *m = measure_of(s, c);
  int64_t now;
  score__cell *row = score__sheet_row_add(s->d, t, 0);
  if (!row) return;
  row[0] = score__cell_text(s->d, s->r->set->node[c->node].code);
  row[1] = score__cell_words(s->d, &m->name);
  if (score__trial_before(&s->gap.trial, c->lever->effect[0].measure, &now)) row[2] = value_cell(s, m, now);
  row[3] = rate_cell(c);
  row[4] = c->blank && !c->best.steps ? score__cell_phrase(SCORE__PH_GAP_REPORT) : move_cell(s, c, &c->next);
  row[5] = steps_cell(s, c, &c->tenth);
  row[6] = steps_cell(s, c, &c->point);
  row[7] = move_cell(s, c, &c->best);
}

void score__gap_inputs(score__gap_sheet *s)
{
  static const score__sheet_column columns[] = {
      {.key = "code", .title = SCORE__PH_COL_CODE},
      {.key = "name", .title = SCORE__PH_GAP_COL_INPUT, .shrinks = true},
      {.key = "value", .title = SCORE__PH_GAP_COL_NOW, .right = true, .shrinks = true},
      {.key = "one", .title = SCORE__PH_GAP_COL_RATE, .right = true},
      {.key = "next", .title = SCORE__PH_GAP_COL_NEXT, .right = true, .shrinks = true},
      {.key = "tenth", .title = SCORE__PH_GAP_COL_TENTH, .right = true},
      {.key = "point", .title = SCORE__PH_GAP_COL_POINT, .right = true},
      {.key = "best", .title = SCORE__PH_GAP_COL_MOST, .right = true, .shrinks = true}};
  const score__gap *g = &s->gap;
  score__outline *list = score__outline_add(s->d, NULL, "inputs", SCORE__OUTLINE_LIST);
  score__sheet_table *t = score__sheet_table_add(s->d, "inputs", SCORE__PH_GAP_TABLE_INPUTS);
  score__report_columns(s->d, t, columns, sizeof columns / sizeof *columns);
  if (t) t->not_json = true;
  bool rates = false;
  for (size_t k = 0; k < g->input_count; k++) {
    put_input(s, list, &g->input[k]);
    if (g->input[k].shrinks) continue;
    rates |= g->input[k].has_rate;
    input_row(s, t, &g->input[k]);
  }
  score__outline_cell(s->d, NULL, "inputs_partly", score__cell_bool(g->partly));
  const score__cell units[] = {score__cell_int((int64_t)s->r->all)};
  if (g->partly)
    score__sheet_line_add(s->d, score__cell_phrase_args(s->d, SCORE__PH_GAP_NOTE_PARTLY, units, 1), 0, true);
  if (rates) score__sheet_line_add(s->d, score__cell_phrase(SCORE__PH_GAP_NOTE_RATE), 0, true);
}
