/* Who moved most since the period before, who is new, who is gone. */
#include <stdlib.h>

#include "paper/report_province.h"

static int by_move(const void *a, const void *b)
{
  const score__province_mover *x = a, *y = b;
  if (x->places != y->places) return x->places > y->places ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

bool score__province_find_movers(score__province *p)
{
  const score_result *r = p->result;
  if (!p->rank.previous.result) return true;
  p->mover = score__arena_alloc(&p->d->arena, p->rank.ranked + 1, sizeof *p->mover);
  if (!p->mover) return false;
  for (size_t k = 0; k < p->rank.ranked; k++) {
    const size_t i = r->by_rank[k];
    const score_total_result *before = score__rank_other(&p->rank.previous, i);
    if (before && before->rank)
      p->mover[p->mover_count++] = (score__province_mover){k, i, before->rank - r->total[i].rank};
  }
  if (p->mover_count) qsort(p->mover, p->mover_count, sizeof *p->mover, by_move);
  return true;
}

size_t score__province_risen(const score__province *p, size_t most)
{
  const score__province_mover *m = p->mover;
  size_t n = 0;
  while (n < p->mover_count && m[n].places > 0 && (n < most || m[n].places == m[most - 1].places)) n++;
  return n;
}

size_t score__province_fallen(const score__province *p, size_t most)
{
  const score__province_mover *last = p->mover + p->mover_count;
  size_t n = 0;
  while (n < p->mover_count && last[-1 - (ptrdiff_t)n].places < 0 &&
         (n < most || last[-1 - (ptrdiff_t)n].places == last[-(ptrdiff_t)most].places))
    n++;
  return n;
}

/* ---- tables ---- */

static void columns(score__province *p, score__sheet_table *t, bool points)
{
  score__province_unit_columns(p, t);
  score__sheet_column c = score__report_column("previous_rank", SCORE__PH_RANKING_COL_PREVIOUS, true);
  c.machine_only = true;
  score__sheet_column_add(p->d, t, c);
  c = score__report_column("previous_shown", SCORE__PH_RANKING_COL_PREVIOUS, true);
  c.table_only = true;
  score__sheet_column_add(p->d, t, c);
  score__province_rank_columns(p, t);
  c = score__report_column("movement", SCORE__PH_COL_MOVEMENT, true);
  c.machine_only = true;
  score__sheet_column_add(p->d, t, c);
  c = score__report_column("movement_shown", SCORE__PH_RANKING_COL_MOVE, true);
  c.table_only = true;
  score__sheet_column_add(p->d, t, c);
  score__province_total_column(p, t, "total", false);
  if (points) score__sheet_column_add(p->d, t, score__report_column("change", SCORE__PH_COL_CHANGE, true));
}

static void row(score__province *p, score__sheet_table *t, const score__province_mover *m, bool points)
{
  const score_total_result *now = &p->result->total[m->position];
  const score_total_result *before = score__rank_other(&p->rank.previous, m->position);
  score__cell *at = score__sheet_row_add(p->d, t, 0);
  if (!at) return;
  at = score__province_put_unit(p, at, m->position);
  *at++ = score__cell_int(before->rank);
  *at++ = score__report_place(p->d, before);
  at = score__province_put_rank(p, at, m->position);
  *at++ = score__cell_int(m->places);
  *at++ = score__rank_move_shown(p->d, before, now);
  *at++ = score__province_total(p, m->position);
  if (points)
    *at = score__report_gain(now->basis_micro - before->basis_micro, score__report_basis(p->result->set, 0).digits);
}

static void moved_table(score__province *p, const char *key, int title, bool up)
{
  const size_t count = up ? score__province_risen(p, 10) : score__province_fallen(p, 10);
  const bool points = p->rank.previous.same_rules;
  if (!count) return;
  score__sheet_table *t = score__sheet_table_add(p->d, key, title);
  columns(p, t, points);
  for (size_t k = 0; k < count; k++) row(p, t, &p->mover[up ? k : p->mover_count - 1 - k], points);
}

/* Ranked now, and not in the period before: a new unit, one that is out of a merger, or one that did not report then. */
static void new_table(score__province *p)
{
  score__sheet_table *t = NULL;
  for (size_t k = 0; k < p->rank.ranked; k++) {
    const size_t i = p->result->by_rank[k];
    const score_total_result *before = score__rank_other(&p->rank.previous, i);
    if (before && before->rank) continue;
    if (!t) {
      t = score__sheet_table_add(p->d, "new", SCORE__PH_PROVINCE_TABLE_NEW);
      score__province_unit_columns(p, t);
      score__province_rank_columns(p, t);
      score__province_total_column(p, t, "total", false);
    }
    score__cell *at = score__sheet_row_add(p->d, t, 0);
    if (!at) return;
    at = score__province_put_unit(p, at, i);
    at = score__province_put_rank(p, at, i);
    *at = score__province_total(p, i);
  }
}

void score__province_movers(score__province *p)
{
  if (!p->rank.previous.result) return;
  const score__rank_moves m = score__rank_moves_since(&p->rank, &p->rank.previous);
  const score__cell args[] = {score__cell_int(m.rose), score__cell_int(m.fell),
                              score__cell_int(m.same), score__cell_int(m.entered),
                              score__cell_int(m.left), score__paper_period_of(p->d, p->rank.previous.result)};
  score__province_section(p, "movers", SCORE__PH_PROVINCE_MOVERS);
  score__sheet_line_add(p->d, score__cell_phrase_args(p->d, SCORE__PH_PROVINCE_MOVES, args, 6), 0, false);
  if (!p->rank.previous.same_rules)
    score__sheet_line_add(p->d, score__cell_phrase(SCORE__PH_PROVINCE_OTHER_RULES), 0, false);
  moved_table(p, "rise", SCORE__PH_PROVINCE_TABLE_RISE, true);
  moved_table(p, "fall", SCORE__PH_PROVINCE_TABLE_FALL, false);
  new_table(p);
  score__rank_left(p->d, &p->rank);
}
