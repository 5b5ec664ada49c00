/* Whom the leader should remind: the last ten that are ranked, who is not ranked, who has not reported; each with what it
 * lost most points on, and how far it fell. */
#include "base/limits.h"
#include "paper/report_province.h"

enum { WANTED = 10, MORE = 10 };

static int32_t rank_at(const score__province *p, size_t place)
{
  return p->result->total[p->result->by_rank[place]].rank;
}

size_t score__province_first(const score__province *p, size_t wanted, size_t *left)
{
  size_t to = wanted < p->rank.ranked ? wanted : p->rank.ranked;
  *left = 0;
  while (to > 0 && to < p->rank.ranked && rank_at(p, to) == rank_at(p, to - 1)) to++;
  if (to <= wanted + MORE) return to;
  const int32_t rank = rank_at(p, to - 1);
  for (; to > 0 && rank_at(p, to - 1) == rank; to--) ++*left;
  return to;
}

size_t score__province_last(const score__province *p, size_t wanted, size_t *left)
{
  const size_t ranked = p->rank.ranked;
  size_t from = wanted < ranked ? ranked - wanted : 0;
  *left = 0;
  if (!ranked || !wanted) return ranked;
  while (from > 0 && rank_at(p, from - 1) == rank_at(p, from)) from--;
  const int32_t rank = rank_at(p, from);
  const bool many = ranked - from > wanted + MORE;
  for (; from < ranked && rank_at(p, from) == rank && (many || rank == 1); from++) *left += rank != 1;
  return from;
}

/* ---- why ---- */

/* Nobody is reminded of what others have to move: a criterion of the unit's, a group that holds one. */
static bool is_movable(const score_criteria *set, uint32_t node)
{
  for (uint32_t n = node; n < set->node[node].end; n++)
    if (set->node[n].end == n + 1 && set->node[n].controlled_by == SCORE__MOVER_UNIT) return true;
  return false;
}

static bool is_own(const score_result *r, uint32_t node, size_t i)
{
  const score__node *n = &r->set->node[node];
  const uint8_t outcome = r->node[node].outcome[i];
  if (outcome == SCORE_NOT_APPLICABLE || outcome == SCORE_NOT_DUE) return false; /* by the set's own rules */
  if ((r->node[node].flags[i] & SCORE__FLAG_COVERED) || n->group_kind == SCORE__GROUP_BONUS) return false;
  if (n->end != node + 1 && !(r->node[node + 1].flags[i] & SCORE__FLAG_COVERED)) return false;
  return is_movable(r->set, node);
}

static int64_t lost_on(const score_result *r, uint32_t node, size_t i)
{
  const score__node_column *c = &r->node[node];
  const bool penalty = r->set->node[node].group_kind == SCORE__GROUP_PENALTY;
  return penalty ? c->points_micro[i] : c->max_micro[i] - c->points_micro[i];
}

/* What it lost most points on, the first of those that are equal; 0 = on nothing. */
static uint32_t worst_node(const score_result *r, size_t i, int64_t *lost, size_t *equal)
{
  uint32_t worst = 0;
  *lost = 0;
  *equal = 0;
  for (uint32_t n = 1; n < r->set->node_count; n++) {
    const int64_t own = is_own(r, n, i) ? lost_on(r, n, i) : 0;
    if (own <= 0 || own < *lost) continue;
    *equal = own == *lost ? *equal + 1 : 1;
    if (own == *lost) continue;
    *lost = own;
    worst = n;
  }
  return worst;
}

static score__cell and_also(score__province *p, score__cell said, score__cell more)
{
  const score__cell args[] = {said, more};
  return said.kind == SCORE__CELL_EMPTY ? more : score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_BOTH, args, 2);
}

static score__cell counted(score__province *p, int phrase, int64_t count)
{
  const score__cell number = score__cell_int(count);
  return score__cell_phrase_args(p->d, phrase, &number, 1);
}

static score__cell lost_most(score__province *p, size_t i)
{
  int64_t lost;
  size_t equal;
  const uint32_t n = worst_node(p->result, i, &lost, &equal);
  if (!n) return score__cell_phrase(SCORE__PH_PROVINCE_WHY_NOTHING);
  const score__node *node = &p->result->set->node[n];
  const uint8_t outcome = p->result->node[n].outcome[i];
  const score__cell args[] = {score__cell_points(lost, p->digits[n]), score__cell_text(p->d, node->code),
                              score__cell_words(p->d, &node->name), score__cell_int((int64_t)equal - 1)};
  const int phrase = equal > 1                                  ? SCORE__PH_PROVINCE_WHY_SEVERAL
                     : outcome == SCORE_MISSING                 ? SCORE__PH_PROVINCE_WHY_MISSING
                     : outcome == SCORE_INVALID                 ? SCORE__PH_PROVINCE_WHY_INVALID
                     : node->group_kind == SCORE__GROUP_PENALTY ? SCORE__PH_PROVINCE_WHY_PENALTY
                                                                : SCORE__PH_PROVINCE_WHY_LOST;
  return score__cell_phrase_args(p->d, phrase, args, 4);
}

static bool is_unmet(const score_result *r, uint32_t n, size_t i)
{
  const score__node_column *c = &r->node[n];
  const uint8_t outcome = c->outcome[i];
  return r->set->node[n].kind == SCORE__NODE_CRITERION && r->set->node[n].max_micro > 0 &&
         outcome != SCORE_NOT_APPLICABLE && outcome != SCORE_NOT_DUE && !(c->flags[i] & SCORE__FLAG_MET);
}

/* Where only what is met counts: how many are not, and in which group most. */
static score__cell unmet_most(score__province *p, size_t i)
{
  const score_result *r = p->result;
  uint32_t worst = 0;
  int64_t all = 0, most = 0;
  for (size_t g = 0; g < p->group_count; g++) {
    const uint32_t group = p->group[g];
    int64_t unmet = 0;
    for (uint32_t n = group; n < r->set->node[group].end; n++) unmet += is_unmet(r, n, i);
    all += unmet;
    if (unmet > most) worst = group;
    if (unmet > most) most = unmet;
  }
  if (!all) return score__cell_phrase(SCORE__PH_PROVINCE_WHY_NOTHING);
  const score__node *node = &r->set->node[worst];
  const score__cell args[] = {score__cell_int(all), score__cell_int(r->total[i].applicable),
                              score__cell_text(p->d, node->code), score__cell_words(p->d, &node->name),
                              score__cell_int(most)};
  return score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_WHY_UNMET, args, 5);
}

static score__cell why(score__province *p, size_t i)
{
  const score_total_result *now = &p->result->total[i], *before = score__rank_other(&p->rank.previous, i);
  const bool met = p->result->set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET;
  score__cell said = met ? unmet_most(p, i) : lost_most(p, i);
  if (now->missing) said = and_also(p, said, counted(p, SCORE__PH_PROVINCE_WHY_BLANK, now->missing));
  if (now->invalid) said = and_also(p, said, counted(p, SCORE__PH_PROVINCE_WHY_CONTRADICTED, now->invalid));
  if (before && before->rank && before->rank < now->rank)
    said = and_also(p, said, counted(p, SCORE__PH_PROVINCE_WHY_FELL, now->rank - before->rank));
  return said;
}

/* ---- table ---- */

enum { UNIT, NAME, TOTAL, WHY, RANKS = 2 };

static score__cell *new_row(score__province *p, score__sheet_table **t)
{
  static const score__sheet_column columns[] = {{.key = "unit", .title = SCORE__PH_COL_UNIT},
                                                {.key = "name", .title = SCORE__PH_COL_NAME}};
  if (!*t) {
    *t = score__sheet_table_add(p->d, "remind", SCORE__PH_PROVINCE_TABLE_REMIND);
    score__province_rank_columns(p, *t);
    const size_t first = *t ? (*t)->column_count : 0;
    score__report_columns(p->d, *t, columns, sizeof columns / sizeof *columns);
    if (*t && first < (*t)->column_count) (*t)->column[first].machine_only = score__province_names_tell(p);
    score__province_total_column(p, *t, "total", false);
    score__sheet_column last = score__report_column("why", SCORE__PH_RANKING_COL_WHY, false);
    last.shrinks = true;
    score__sheet_column_add(p->d, *t, last);
  }
  return score__sheet_row_add(p->d, *t, 0);
}

static void silent_rows(score__province *p, score__sheet_table **t)
{
  const score__units *units = &p->result->data->units;
  const int32_t day = score__set_last_day(p->result->set, p->result->frame->period);
  for (size_t k = 0; k < p->silent_count; k++) {
    const score__unit_state *s = score__units_on(units, p->silent[k], day);
    score__cell *row = new_row(p, t);
    if (!row || !s) return;
    row += RANKS;
    row[UNIT] = score__cell_code(p->d, units->code[p->silent[k]]);
    row[NAME] = score__cell_text(p->d, units->text[s->name]);
    row[WHY] = score__cell_phrase(SCORE__PH_PROVINCE_WHY_SILENT);
  }
}

/* Not ranked for want of data: not where nothing applies to it, or nothing is due. */
static bool lacks_data(const score_result *r, size_t i)
{
  return r->node[0].outcome[i] != SCORE_NOT_APPLICABLE && r->node[0].outcome[i] != SCORE_NOT_DUE;
}

static bool moved_by_others(const score_criteria *set)
{
  for (uint32_t n = 1; n < set->node_count; n++)
    if (!is_movable(set, n)) return true;
  return false;
}

void score__province_remind(score__province *p)
{
  const score_result *r = p->result;
  size_t unranked = 0, left, half = p->rank.ranked / 2;
  score__sheet_table *t = NULL;
  const size_t from = score__province_last(p, half < WANTED ? half : WANTED, &left);
  for (size_t k = from; k < p->rank.ranked; k++) {
    const size_t i = r->by_rank[k];
    score__cell *row = new_row(p, &t);
    if (!row) return;
    row = score__province_put_rank(p, row, i);
    row[UNIT] = p->code[i];
    row[NAME] = p->name[i];
    row[TOTAL] = score__province_total(p, i);
    row[WHY] = why(p, i);
  }
  if (left) {
    const score__cell args[] = {score__cell_int((int64_t)left), score__cell_int(rank_at(p, from - 1))};
    score__sheet_line_add(p->d, score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_REMIND_LEFT, args, 2), 0, true);
  }
  const bool met = r->set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET; /* then all that is not met is told */
  if (from < p->rank.ranked && !met && moved_by_others(r->set))
    score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_REMIND_OWN), 0, true);
  for (size_t k = p->rank.ranked; k < r->count; k++) unranked += lacks_data(r, r->by_rank[k]);
  if (unranked + p->silent_count > WANTED) return; /* a sentence says how many, their own part who */
  for (size_t k = p->rank.ranked; k < r->count; k++) {
    if (!lacks_data(r, r->by_rank[k])) continue;
    score__cell *row = new_row(p, &t);
    if (!row) return;
    row += RANKS;
    row[UNIT] = p->code[r->by_rank[k]];
    row[NAME] = p->name[r->by_rank[k]];
    row[WHY] = score__rank_why(p->d, r, r->by_rank[k]);
  }
  silent_rows(p, &t);
}
