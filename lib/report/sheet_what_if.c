/* What if: inputs, points, total, grade and rank of one unit before and after; who is overtaken; whose points move
 * because a statistic of all units does. */
#include "report/sheet_what_if.h"

#include <stdlib.h>
#include <string.h>

#include "report/explanation.h"
#include "report/sheet_trend.h"

typedef struct sides {
  const score_result *before, *after;
  size_t was, now; /* the unit's positions; now SIZE_MAX = without any data it is not evaluated */
} sides;

/* ---- what changed ---- */

static bool node_moves(const score_result *a, size_t i, const score_result *b, size_t k, size_t node)
{
  const score__node_column *x = &a->node[node], *y = &b->node[node];
  return x->points_micro[i] != y->points_micro[k] || x->max_micro[i] != y->max_micro[k] ||
         x->outcome[i] != y->outcome[k] || x->stage[i] != y->stage[k];
}

static bool unit_moves(const score_result *a, size_t i, const score_result *b, size_t k)
{
  for (size_t node = 0; node < a->set->node_count; node++)
    if (node_moves(a, i, b, k, node)) return true;
  return a->total[i].basis_micro != b->total[k].basis_micro || a->total[i].grade != b->total[k].grade;
}

/* ---- facts ---- */

static score__cell moved(score_document *d, score__cell from, score__cell to, bool same)
{
  const score__cell args[] = {from, to};
  return same ? score__cell_phrase_args(d, SCORE__PH_WHATIF_SAME, args, 1)
              : score__cell_phrase_args(d, SCORE__PH_WHATIF_MOVE, args, 2);
}

/* One number where both ends are the same. */
static score__cell range(score_document *d, const score__cell ends[2])
{
  return ends[0].value == ends[1].value ? ends[0] : score__cell_phrase_args(d, SCORE__PH_WHATIF_RANGE, ends, 2);
}

/* A total of percents says so: the table below may count points. */
static score__cell shown_total(score_document *d, const score_criteria *set, int64_t micro)
{
  const score__cell number = score__report_basis(set, micro);
  return set->basis == SCORE__BASIS_PERCENT ? score__cell_phrase_args(d, SCORE__PH_WHATIF_PERCENT, &number, 1) : number;
}

static void total_facts(score_document *d, const sides *s)
{
  const score_criteria *set = s->before->set;
  const score_total_result *a = &s->before->total[s->was], *b = &s->after->total[s->now];
  const int64_t gain = b->basis_micro - a->basis_micro;
  const score__cell gained = score__report_basis(set, gain);
  const score__cell args[] = {shown_total(d, set, a->basis_micro), shown_total(d, set, b->basis_micro),
                              score__trend_signed(d, gained)};
  score__cell total = gain ? score__cell_phrase_args(d, SCORE__PH_WHATIF_MOVE_BY, args, 3)
                           : score__cell_phrase_args(d, SCORE__PH_WHATIF_SAME, args, 1);
  total.emphasis = 4;
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_TOTAL, total);
  score__sheet_fact_add(d, "total_before", 0, score__report_basis(set, a->basis_micro));
  score__sheet_fact_add(d, "total_after", 0, score__report_basis(set, b->basis_micro));
  score__sheet_fact_add(d, "gain", 0, gained);
  const score__cell low[] = {score__report_basis(set, a->low_micro), score__report_basis(set, a->high_micro),
                             score__report_basis(set, b->low_micro), score__report_basis(set, b->high_micro)};
  static const char *const keys[] = {"low_before", "high_before", "low_after", "high_after"};
  for (int k = 0; k < 4; k++) score__sheet_fact_add(d, keys[k], 0, low[k]);
  if (a->low_micro == a->high_micro && b->low_micro == b->high_micro) return;
  score__sheet_fact_add(
      d, NULL, SCORE__PH_FACT_INTERVAL,
      moved(d, range(d, low), range(d, low + 2), a->low_micro == b->low_micro && a->high_micro == b->high_micro));
}

static score__cell grade_name(score_document *d, const score_criteria *set, int32_t grade)
{
  return grade < 0 ? score__cell_phrase(SCORE__PH_WHATIF_NO_GRADE) : score__cell_words(d, &set->grade[grade].name);
}

static score__cell grade_key(score_document *d, const score_criteria *set, int32_t grade)
{
  return grade < 0 ? (score__cell){.kind = SCORE__CELL_EMPTY} : score__cell_code(d, set->grade[grade].key);
}

static void grade_facts(score_document *d, const sides *s)
{
  const score_criteria *set = s->before->set;
  const int32_t a = s->before->total[s->was].grade, b = s->after->total[s->now].grade;
  score__sheet_fact_add(d, "grade_before", 0, grade_key(d, set, a));
  score__sheet_fact_add(d, "grade_after", 0, grade_key(d, set, b));
  if (!set->grade_count) return;
  score__cell c = moved(d, grade_name(d, set, a), grade_name(d, set, b), a == b);
  if (a != b) c.emphasis = a < 0 || (b >= 0 && b < a) ? 1 : 3;
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_GRADE, c);
}

static score__cell rank_number(const score_total_result *t)
{
  return t->rank ? score__cell_int(t->rank) : (score__cell){.kind = SCORE__CELL_EMPTY};
}

static void rank_facts(score_document *d, const sides *s)
{
  const score_total_result *a = &s->before->total[s->was], *b = &s->after->total[s->now];
  score__sheet_fact_add(d, "rank_before", 0, rank_number(a));
  score__sheet_fact_add(d, "rank_after", 0, rank_number(b));
  score__cell c = moved(d, score__report_rank(d, s->before, s->was), score__report_rank(d, s->after, s->now),
                        a->rank == b->rank && a->tied == b->tied && a->decided == b->decided);
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_RANK, c);
}

/* Of a unit without any data then. */
static void gone_facts(score_document *d, const sides *s)
{
  static const char *const keys[] = {"total_after", "gain", "low_after", "high_after", "grade_after", "rank_after"};
  const score_total_result *a = &s->before->total[s->was];
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_TOTAL, score__cell_phrase(SCORE__PH_WHATIF_GONE));
  score__sheet_fact_add(d, "total_before", 0, score__report_basis(s->before->set, a->basis_micro));
  score__sheet_fact_add(d, "low_before", 0, score__report_basis(s->before->set, a->low_micro));
  score__sheet_fact_add(d, "high_before", 0, score__report_basis(s->before->set, a->high_micro));
  score__sheet_fact_add(d, "grade_before", 0, grade_key(d, s->before->set, a->grade));
  score__sheet_fact_add(d, "rank_before", 0, rank_number(a));
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
    score__sheet_fact_add(d, keys[k], 0, (score__cell){.kind = SCORE__CELL_EMPTY});
}

/* ---- nodes ---- */

static const char *const kind_names[] = {"total", "group", "criterion"};

static score__cell points(const score_result *r, size_t node, size_t i)
{
  if (i == SIZE_MAX || (r->node[node].flags[i] & SCORE__FLAG_COVERED)) return (score__cell){.kind = SCORE__CELL_EMPTY};
  return node ? score__report_points(r->set, node, r->node[node].points_micro[i])
              : score__report_basis(r->set, r->total[i].points_micro);
}

static void node_row(score_document *d, score__sheet_table *t, const sides *s, size_t k)
{
  const score__node *n = &s->before->set->node[k];
  const bool gone = s->now == SIZE_MAX;
  score__cell *row = score__sheet_row_add(d, t, n->depth ? n->depth - 1u : 0);
  if (!row) return;
  const uint8_t was = s->before->node[k].outcome[s->was];
  const uint8_t now = gone ? (uint8_t)SCORE_MISSING : s->after->node[k].outcome[s->now];
  const score__cell from = points(s->before, k, s->was), to = points(s->after, k, s->now);
  row[0] = score__cell_code(d, n->key);
  row[1] = score__cell_text(d, n->code);
  row[2] = score__cell_words(d, &n->name);
  row[3] = score__cell_code(d, kind_names[n->kind]);
  row[4] = from;
  row[5] = to;
  if (from.kind == SCORE__CELL_DECIMAL && to.kind == SCORE__CELL_DECIMAL) {
    score__cell gain = to;
    gain.value = to.value - from.value;
    row[6] = gain;
    row[7] = score__trend_move(d, gain);
  }
  if (!gone) row[8] = score__cell_points(s->after->node[k].max_micro[s->now], -1);
  row[9] = score__cell_code(d, score_outcome_string((score_outcome)was));
  row[10] = score__cell_code(d, gone ? "" : score_outcome_string((score_outcome)now));
  if (gone)
    row[11] = score__report_outcome(SCORE_MISSING);
  else if (was == now)
    row[11] = score__report_outcome(now);
  else
    row[11] = moved(d, score__report_outcome(was), score__report_outcome(now), false);
  if (n->kind != SCORE__NODE_CRITERION) row[2].emphasis = row[4].emphasis = row[5].emphasis = 4;
}

static void nodes_table(score_document *d, const sides *s)
{
  static const score__sheet_column columns[] = {
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "code", .title = SCORE__PH_COL_CODE, .table_only = true},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "kind", .title = SCORE__PH_COL_KIND, .machine_only = true},
      {.key = "before", .title = SCORE__PH_WHATIF_COL_BEFORE, .right = true},
      {.key = "after", .title = SCORE__PH_WHATIF_COL_AFTER, .right = true},
      {.key = "gain", .title = SCORE__PH_WHATIF_COL_GAIN, .right = true, .machine_only = true},
      {.key = "gain_text", .title = SCORE__PH_WHATIF_COL_GAIN, .right = true, .table_only = true},
      {.key = "max", .title = SCORE__PH_COL_MAX, .right = true},
      {.key = "outcome_before", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "outcome_after", .title = SCORE__PH_COL_OUTCOME, .machine_only = true},
      {.key = "outcome_text", .title = SCORE__PH_COL_OUTCOME, .table_only = true, .shrinks = true}};
  score__sheet_table *t = score__sheet_table_add(d, "nodes", SCORE__PH_WHATIF_TABLE_NODES);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  size_t moving = 0;
  for (size_t k = 1; k < s->before->set->node_count; k++) {
    if (s->now != SIZE_MAX && !node_moves(s->before, s->was, s->after, s->now, k)) continue;
    node_row(d, t, s, k);
    moving++;
  }
  node_row(d, t, s, 0);
  if (!moving) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_WHATIF_NOTHING_MOVES), 0, true);
}

/* ---- the others ---- */

/* 1 = the unit stands above the other, 0 = level, -1 = below; 2 = one of them is not ranked. */
static int stands(const score_result *r, size_t unit, size_t other)
{
  const int32_t a = r->total[unit].rank, b = r->total[other].rank;
  if (!a || !b) return 2;
  return a < b ? 1 : a > b ? -1 : 0;
}

static void unit_cells(score_document *d, score__cell *row, const sides *s, size_t i, size_t k)
{
  row[0] = score__cell_code(d, s->after->data->units.code[s->after->unit[k]]);
  row[1] = score__cell_text(d, score__report_unit_name(s->after, k));
  row[2] = score__report_basis(s->before->set, s->before->total[i].basis_micro);
  row[3] = score__report_basis(s->before->set, s->after->total[k].basis_micro);
  row[4] = rank_number(&s->before->total[i]);
  row[5] = rank_number(&s->after->total[k]);
  row[6] = score__report_place(d, &s->before->total[i]);
  row[7] = score__report_place(d, &s->after->total[k]);
}

static const score__sheet_column unit_columns[] = {
    {.key = "unit", .title = SCORE__PH_COL_UNIT},
    {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
    {.key = "total_before", .title = SCORE__PH_WHATIF_COL_TOTAL_BEFORE, .right = true},
    {.key = "total_after", .title = SCORE__PH_WHATIF_COL_TOTAL_AFTER, .right = true},
    {.key = "rank_before", .title = SCORE__PH_WHATIF_COL_RANK_BEFORE, .right = true, .machine_only = true},
    {.key = "rank_after", .title = SCORE__PH_WHATIF_COL_RANK_AFTER, .right = true, .machine_only = true},
    {.key = "rank_before_text", .title = SCORE__PH_WHATIF_COL_RANK_BEFORE, .right = true, .table_only = true},
    {.key = "rank_after_text", .title = SCORE__PH_WHATIF_COL_RANK_AFTER, .right = true, .table_only = true}};
enum { UNIT_COLUMNS = sizeof unit_columns / sizeof *unit_columns };

typedef struct meeting { /* a unit on both sides */
  size_t was, now;
} meeting;

/* Both results are in order of code. NULL when memory is out. */
static meeting *meet(const sides *s, size_t *count)
{
  meeting *list = calloc(s->before->count + 1, sizeof *list);
  size_t k = 0;
  *count = 0;
  for (size_t i = 0; list && i < s->before->count; i++) {
    while (k < s->after->count &&
           strcmp(s->after->data->units.code[s->after->unit[k]], s->before->data->units.code[s->before->unit[i]]) < 0)
      k++;
    if (k == s->after->count || s->after->unit[k] != s->before->unit[i] || i == s->was) continue;
    list[(*count)++] = (meeting){i, k};
  }
  return list;
}

typedef struct places {
  int64_t passed, passed_by;
} places;

static void place_row(score_document *d, score__sheet_table *t, const sides *s, const meeting *m, places *sum)
{
  const int was = stands(s->before, s->was, m->was), now = stands(s->after, s->now, m->now);
  if (was == now || was == 2 || now == 2) return;
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  unit_cells(d, row, s, m->was, m->now);
  sum->passed += now == 1;
  sum->passed_by += now == -1;
  row[8] = score__cell_code(d, now == 1 ? "overtaken" : now == -1 ? "overtakes" : "level");
  row[9] = score__cell_phrase(now == 1    ? SCORE__PH_WHATIF_OVERTAKEN
                              : now == -1 ? SCORE__PH_WHATIF_OVERTAKES
                                          : SCORE__PH_WHATIF_CAUGHT_UP);
}

static places places_table(score_document *d, const sides *s, const meeting *list, size_t count)
{
  places sum = {0, 0};
  score__sheet_table *t = score__sheet_table_add(d, "places", SCORE__PH_WHATIF_TABLE_PLACES);
  score__report_columns(d, t, unit_columns, UNIT_COLUMNS);
  score__sheet_column c = score__report_column("place", SCORE__PH_WHATIF_COL_PLACE, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  c = score__report_column("place_text", SCORE__PH_WHATIF_COL_PLACE, false);
  c.table_only = true;
  score__sheet_column_add(d, t, c);
  for (size_t k = 0; s->now != SIZE_MAX && k < s->after->count; k++) { /* best first */
    const size_t at = s->after->by_rank[k];
    for (size_t m = 0; m < count; m++)
      if (list[m].now == at) place_row(d, t, s, &list[m], &sum);
  }
  return sum;
}

static int64_t others_table(score_document *d, const sides *s, const meeting *list, size_t count)
{
  int64_t moving = 0;
  score__sheet_table *t = score__sheet_table_add(d, "others", SCORE__PH_WHATIF_TABLE_OTHERS);
  score__report_columns(d, t, unit_columns, UNIT_COLUMNS);
  for (size_t m = 0; m < count; m++) {
    if (!unit_moves(s->before, list[m].was, s->after, list[m].now)) continue;
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (row) unit_cells(d, row, s, list[m].was, list[m].now);
    moving++;
  }
  return moving;
}

static void count_fact(score_document *d, const char *key, int title, int64_t n)
{
  const score__cell number = score__cell_int(n);
  score__sheet_fact_add(d, key, 0, number);
  if (n)
    score__sheet_fact_add(d, NULL, title,
                          n == 1 ? score__cell_phrase(SCORE__PH_WHATIF_UNIT_ONE)
                                 : score__cell_phrase_args(d, SCORE__PH_WHATIF_UNITS, &number, 1));
}

/* ---- the grade ---- */

static bool says_more(int phrase)
{
  return phrase != SCORE__PH_TRACE_GRADE_SHORT && phrase != SCORE__PH_TRACE_GRADE_REACHED;
}

/* Bands and gates as they are then, where the grade changes or more than the points decides it. */
static bool grade_lines(score_document *d, const sides *s)
{
  score__engine_one one;
  if (!s->before->set->grade_count || s->now == SIZE_MAX) return true;
  if (score__engine_one_run(&one, s->after, s->now)) return false;
  score__trace t = {.arena = &one.result.arena};
  score__explain_verdicts(&t, &one.result);
  bool wanted = s->before->total[s->was].grade != s->after->total[s->now].grade;
  for (const score__trace_step *step = t.first; step; step = step->next) wanted |= says_more(step->phrase);
  if (wanted && t.first) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_WHATIF_GRADE_THEN), 0, true);
  for (const score__trace_step *step = t.first; wanted && step; step = step->next)
    score__sheet_line_add(d, score__report_step(d, s->before->set, step), 1, true);
  d->failed |= t.failed;
  score__engine_one_free(&one);
  return true;
}

/* ---- the document ---- */

static void name_unit(score_document *d, const sides *s)
{
  const char *code = s->before->data->units.code[s->before->unit[s->was]];
  const char *name = score__report_unit_name(s->before, s->was);
  score__report_unit_itself(d, s->before, s->was);
  const score__cell title = score__cell_text(d, *name ? name : code);
  d->title = score__cell_phrase_args(d, SCORE__PH_DOC_WHATIF, &title, 1);
}

static bool fill(score_document *d, const sides *s)
{
  size_t count;
  meeting *list = meet(s, &count);
  if (!list) return false;
  score__report_head(d, s->before);
  score__report_supposed(d, s->after);
  name_unit(d, s);
  if (s->now == SIZE_MAX) {
    gone_facts(d, s);
  } else {
    total_facts(d, s);
    grade_facts(d, s);
    rank_facts(d, s);
  }
  nodes_table(d, s);
  const places sum = places_table(d, s, list, count);
  const int64_t others = others_table(d, s, list, count);
  count_fact(d, "overtaken", SCORE__PH_WHATIF_FACT_PASSED, sum.passed);
  count_fact(d, "overtaken_by", SCORE__PH_WHATIF_FACT_PASSED_BY, sum.passed_by);
  count_fact(d, "others_moved", SCORE__PH_WHATIF_FACT_OTHERS, others);
  free(list);
  return grade_lines(d, s);
}

int score__report_what_if(score_document **out, const score_result *before, const score_result *after, score_error *err)
{
  const uint32_t unit = after->supposed->unit;
  sides s = {.before = before, .after = after, .was = SIZE_MAX, .now = SIZE_MAX};
  for (size_t i = 0; i < before->count; i++)
    if (before->unit[i] == unit) s.was = i;
  for (size_t i = 0; i < after->count; i++)
    if (after->unit[i] == unit) s.now = i;
  score_document *d = score__sheet_new("what-if");
  if (d && !fill(d, &s)) d->failed = true;
  return score__report_finish(out, d, err);
}
