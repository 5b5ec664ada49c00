/* What stands below a ranking: grades, who is not ranked and why, who is gone, who has no data. */
#include <stdlib.h>

#include "base/limits.h"
#include "report/rank_interval.h"

static score__cell nothing(void)
{
  return (score__cell){.kind = SCORE__CELL_EMPTY};
}

static void unit_columns(score_document *d, score__sheet_table *t)
{
  score__sheet_column_add(d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column name = score__report_column("name", SCORE__PH_COL_NAME, false);
  name.shrinks = true;
  score__sheet_column_add(d, t, name);
}

/* ---- grades ---- */

static int64_t count_grade(const score_result *r, int32_t grade)
{
  int64_t n = 0;
  for (size_t i = 0; i < r->count; i++) n += r->total[i].rank && r->total[i].grade == grade;
  return n;
}

/* Hundredths of a percent, half up. */
static score__cell share_of(int64_t count, size_t all)
{
  const int64_t of = (int64_t)all;
  return score__cell_points((2 * 10000 * count + of) / (2 * of) * 10000, 2);
}

static void grade_row(score_document *d, score__sheet_table *t, const score__ranking *k, int32_t grade, bool compared)
{
  const score_criteria *set = k->result->set;
  const int64_t count = count_grade(k->result, grade);
  if (grade < 0 && count == 0) return;
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  size_t c = 0;
  row[c++] = grade >= 0 ? score__cell_code(d, set->grade[grade].key) : nothing();
  row[c++] =
      grade >= 0 ? score__cell_words(d, &set->grade[grade].name) : score__cell_phrase(SCORE__PH_RANKING_NO_GRADE);
  row[c++] = grade >= 0 ? score__cell_points(set->grade[grade].at_least_micro, -1) : nothing();
  row[c++] = score__cell_int(count);
  row[c++] = share_of(count, k->ranked);
  if (compared) row[c] = score__cell_int(count_grade(k->previous.result, grade));
}

void score__rank_grades(score_document *d, const score__ranking *k)
{
  const score_criteria *set = k->result->set;
  const bool compared = k->previous.result && k->previous.same_grades;
  if (!set->grade_count || !k->ranked) return;
  score__sheet_table *t = score__sheet_table_add(d, "grades", SCORE__PH_RANKING_TABLE_GRADES);
  score__sheet_column c = score__report_column("grade", SCORE__PH_COL_GRADE, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  score__sheet_column_add(d, t, score__report_column("name", SCORE__PH_COL_GRADE, false));
  score__sheet_column_add(d, t, score__report_column("at_least", SCORE__PH_RANKING_COL_FROM, true));
  score__sheet_column_add(d, t, score__report_column("count", SCORE__PH_FACT_UNITS, true));
  score__sheet_column_add(d, t, score__report_column("share", SCORE__PH_RANKING_COL_SHARE, true));
  if (compared) score__sheet_column_add(d, t, score__report_column("previous_count", SCORE__PH_RANKING_PREVIOUS, true));
  for (int32_t g = 0; g < (int32_t)set->grade_count; g++) grade_row(d, t, k, g, compared);
  grade_row(d, t, k, -1, compared);
}

/* ---- not ranked ---- */

static int reason_of(const score_result *r, size_t i)
{
  const uint8_t outcome = r->node[0].outcome[i];
  if (outcome == SCORE_NOT_APPLICABLE) return SCORE__PH_RANKING_WHY_NONE;
  return outcome == SCORE_NOT_DUE ? SCORE__PH_RANKING_WHY_DUE : SCORE__PH_RANKING_WHY_DATA;
}

score__cell score__rank_why(score_document *d, const score_result *r, size_t i)
{
  const int why = reason_of(r, i);
  const score__cell threshold = score__cell_points(r->set->completeness_micro * 100, -1);
  return why == SCORE__PH_RANKING_WHY_DATA ? score__cell_phrase_args(d, why, &threshold, 1) : score__cell_phrase(why);
}

static bool lacks_data(const score_result *r, size_t i)
{
  return reason_of(r, i) == SCORE__PH_RANKING_WHY_DATA;
}

static void total_column(score_document *d, score__sheet_table *t, const char *key, const score_criteria *set)
{
  const int title = set->basis == SCORE__BASIS_PERCENT ? SCORE__PH_COL_PERCENT : SCORE__PH_COL_TOTAL;
  score__sheet_column_add(d, t, score__report_column(key, title, true));
}

static void unranked_columns(score_document *d, score__sheet_table *t, const score_criteria *set, bool compared)
{
  unit_columns(d, t);
  total_column(d, t, "total", set);
  score__sheet_column_add(d, t, score__report_column("completeness", SCORE__PH_RANKING_COL_COMPLETE, true));
  score__sheet_column c = score__report_column("missing", SCORE__PH_RANKING_COL_MISSING, true);
  score__sheet_column_add(d, t, c);
  c = score__report_column("invalid", SCORE__PH_RANKING_COL_INVALID, true);
  score__sheet_column_add(d, t, c);
  if (compared) {
    c = score__report_column("previous_rank", SCORE__PH_RANKING_COL_PREVIOUS, true);
    score__sheet_column_add(d, t, c);
  }
  c = score__report_column("why", SCORE__PH_RANKING_COL_WHY, false);
  c.shrinks = true;
  score__sheet_column_add(d, t, c);
}

static void unranked_row(score_document *d, score__sheet_table *t, const score__ranking *k, size_t i)
{
  const score_result *r = k->result;
  const score_total_result *now = &r->total[i];
  const int why = reason_of(r, i);
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  size_t c = 0;
  row[c++] = score__cell_code(d, r->data->units.code[r->unit[i]]);
  row[c++] = score__cell_text(d, score__report_unit_name(r, i));
  row[c++] = score__report_basis(r->set, now->basis_micro);
  if (why == SCORE__PH_RANKING_WHY_DATA) { /* never rounded up to the threshold */
    row[c] = score__cell_points(now->completeness_micro / 100 * 10000, 2);
    row[c + 1] = score__cell_int(now->missing);
  }
  c += 2;
  row[c++] = now->invalid ? score__cell_int(now->invalid) : nothing();
  if (k->previous.result) {
    const score_total_result *before = score__rank_other(&k->previous, i);
    row[c++] = before && before->rank ? score__cell_int(before->rank) : nothing();
  }
  row[c] = score__rank_why(d, r, i);
}

/* Who lacks data stands first. Of a part of the ranking only those that were asked for. */
void score__rank_unranked(score_document *d, const score__ranking *k)
{
  const score_result *r = k->result;
  score__sheet_table *t = NULL;
  for (int lacking = 1; lacking >= 0; lacking--)
    for (size_t p = k->ranked; p < r->count; p++) {
      if (k->chosen && !k->chosen[p]) continue;
      if (lacks_data(r, r->by_rank[p]) != lacking) continue;
      if (!t) {
        t = score__sheet_table_add(d, "not_ranked_units", SCORE__PH_RANKING_TABLE_UNRANKED);
        unranked_columns(d, t, r->set, k->previous.result != NULL);
      }
      unranked_row(d, t, k, r->by_rank[p]);
    }
}

/* ---- ranked before, and not there now ---- */

static void left_row(score_document *d, score__sheet_table *t, const score_result *before, size_t i)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_code(d, before->data->units.code[before->unit[i]]);
  row[1] = score__cell_text(d, score__report_unit_name(before, i));
  row[2] = score__report_basis(before->set, before->total[i].basis_micro);
  row[3] = score__cell_int(before->total[i].rank);
}

void score__rank_left(score_document *d, const score__ranking *k)
{
  const score_result *before = k->previous.result, *r = k->result;
  if (!before) return;
  bool *there = score__arena_alloc(&d->arena, before->count + 1, sizeof *there);
  if (!there) {
    d->failed = true;
    return;
  }
  for (size_t i = 0; i < r->count; i++)
    if (k->previous.position[i] != SIZE_MAX) there[k->previous.position[i]] = true;
  score__sheet_table *t = NULL;
  for (size_t p = 0; p < before->count; p++) {
    const size_t i = before->by_rank[p];
    if (there[i] || !before->total[i].rank) continue;
    if (!t) {
      t = score__sheet_table_add(d, "left_units", SCORE__PH_RANKING_TABLE_LEFT);
      unit_columns(d, t);
      total_column(d, t, "previous_total", before->set);
      score__sheet_column_add(d, t, score__report_column("previous_rank", SCORE__PH_RANKING_COL_PREVIOUS, true));
    }
    left_row(d, t, before, i);
  }
}

/* ---- without data ---- */

static bool stands_beside(const score_result *r, const score__unit_state *s, int32_t day)
{
  for (size_t i = 0; i < r->count; i++) {
    const score__unit_state *other = score__units_on(&r->data->units, r->unit[i], day);
    if (other && other->parent && other->parent == s->parent && other->kind == s->kind) return true;
  }
  return false;
}

const score__unit_state *score__report_absent(const score_result *r, uint32_t unit)
{
  int32_t day = score__set_last_day(r->set, r->frame->period);
  const score__unit_state *s = score__units_on(&r->data->units, unit, day);
  if (!s || (r->in_scope && !r->in_scope[unit])) return NULL;
  if (score__frame_has(r->frame, r->set, r->fallback ? 0 : r->stage, r->stage, unit)) return NULL;
  return stands_beside(r, s, day) ? s : NULL;
}

static int by_number(const void *a, const void *b)
{
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static uint64_t parent_and_kind(const score__unit_state *s)
{
  return (uint64_t)s->parent << 32 | s->kind;
}

/* Parents and kinds of those evaluated, sorted; how many. */
static size_t neighbourhoods(uint64_t *out, const score_result *r, int32_t day)
{
  size_t count = 0;
  for (size_t i = 0; i < r->count; i++) {
    const score__unit_state *s = score__units_on(&r->data->units, r->unit[i], day);
    const uint64_t key = s && s->parent ? parent_and_kind(s) : 0;
    if (key && (!count || out[count - 1] != key)) out[count++] = key;
  }
  if (count) qsort(out, count, sizeof *out, by_number);
  return count;
}

size_t score__report_absentees(uint32_t **out, score_document *d, const score_result *r)
{
  const score__units *units = &r->data->units;
  const int32_t day = score__set_last_day(r->set, r->frame->period);
  uint64_t *beside = calloc(r->count + 1, sizeof *beside);
  *out = score__arena_alloc(&d->arena, units->count + 1, sizeof **out);
  d->failed |= !beside || !*out;
  size_t count = 0;
  const size_t known = d->failed ? 0 : neighbourhoods(beside, r, day);
  for (uint32_t u = 0; known && u < units->count; u++) {
    const score__unit_state *s = score__units_on(units, u, day);
    if (!s || !s->parent || (r->in_scope && !r->in_scope[u])) continue;
    if (score__frame_has(r->frame, r->set, r->fallback ? 0 : r->stage, r->stage, u)) continue;
    const uint64_t key = parent_and_kind(s);
    if (bsearch(&key, beside, known, sizeof key, by_number)) (*out)[count++] = u;
  }
  free(beside);
  return count;
}

void score__rank_absent(score_document *d, const score_result *r)
{
  const score__units *units = &r->data->units;
  const int32_t day = score__set_last_day(r->set, r->frame->period);
  score__sheet_table *t = NULL;
  uint32_t *list;
  const size_t count = score__report_absentees(&list, d, r);
  for (size_t k = 0; k < count; k++) {
    const uint32_t u = list[k];
    const score__unit_state *s = score__units_on(units, u, day);
    if (!t) {
      t = score__sheet_table_add(d, "without_data", SCORE__PH_TABLE_ABSENT);
      unit_columns(d, t);
    }
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (!row) return;
    row[0] = score__cell_code(d, units->code[u]);
    row[1] = score__cell_text(d, units->text[s->name]);
  }
}

/* ---- notes ---- */

static void add_notes(score_document *d, const score__ranking *k)
{
  const score_result *r = k->result;
  const int64_t unranked = (int64_t)(r->count - k->ranked);
  int64_t ties = 0, tied = 0, decided = 0, lacking = 0;
  for (size_t p = k->ranked; p < r->count; p++) lacking += lacks_data(r, r->by_rank[p]);
  for (size_t p = 0; p < k->ranked; p++) {
    const score_total_result *t = &r->total[r->by_rank[p]];
    tied += t->tied;
    decided += t->decided;
    ties += t->tied && (p == 0 || r->total[r->by_rank[p - 1]].rank != t->rank);
  }
  score__sheet_fact_add(d, "tie_groups", 0, score__cell_int(ties));
  score__sheet_fact_add(d, "tied_units", 0, score__cell_int(tied));
  score__sheet_fact_add(d, "not_ranked", 0, score__cell_int(unranked));
  const score__cell tie_args[] = {score__cell_int(ties), score__cell_int(tied)};
  if (ties) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_RANK_TIES, tie_args, 2), 0, true);
  const score__tie_key *decision = score__rank_decision(r->set);
  const score__cell decision_args[] = {
      score__cell_int(decided), decision ? score__cell_words(d, &r->set->measure[decision->index].name) : nothing()};
  if (decided) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_RANK_DECIDED, decision_args, 2), 0, true);
  const score__cell args[] = {score__cell_int(lacking), score__cell_points(r->set->completeness_micro * 100, -1)};
  if (lacking && r->set->has_completeness)
    score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_RANK_NOT_RANKED, args, 2), 0, true);
  if (k->ranked) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_RANKING_PERCENTILE), 0, true);
  if (k->previous.result || k->released.result)
    score__sheet_line_add(d, score__cell_phrase(SCORE__PH_RANKING_MARKS), 0, true);
  score__rank_interval_notes(d, k);
}

void score__rank_tail(score_document *d, const score__ranking *k)
{
  score__rank_grades(d, k);
  score__rank_unranked(d, k);
  if (!k->chosen) {
    score__rank_left(d, k);
    score__rank_absent(d, k->result);
  }
  add_notes(d, k);
}
