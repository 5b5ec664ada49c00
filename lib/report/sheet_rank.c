/* The ranking table: ties shown as ties; who moved; who is not ranked and why; who has no data. Of a part of it the
 * ranks are those of the whole. */
#include "report/rank_interval.h"

#include <string.h>

#include "base/fail.h"

const score__tie_key *score__rank_decision(const score_criteria *set)
{
  for (size_t k = 0; k < set->tie_count; k++)
    if (set->tie[k].is_decision) return &set->tie[k];
  return NULL;
}

const score_total_result *score__rank_other(const score__rank_beside *beside, size_t position)
{
  if (!beside->result || beside->position[position] == SIZE_MAX) return NULL;
  return &beside->result->total[beside->position[position]];
}

static bool has_same_grades(const score_criteria *a, const score_criteria *b)
{
  if (!a->grade_count || a->grade_count != b->grade_count) return false;
  for (size_t g = 0; g < a->grade_count; g++)
    if (strcmp(a->grade[g].key, b->grade[g].key) != 0) return false;
  return true;
}

/* Where units stand, by code; SIZE_MAX = not in the result. NULL when memory is out. */
static size_t *places_of(score_document *d, const score_result *r)
{
  size_t *at = score__arena_alloc(&d->arena, r->data->units.count + 1, sizeof *at);
  for (size_t u = 0; at && u <= r->data->units.count; u++) at[u] = SIZE_MAX;
  for (size_t i = 0; at && i < r->count; i++) at[r->unit[i]] = i;
  return at;
}

/* The code of the unit that took over from one that ended before a day; "" = nobody. It need not be in the list: a
 * release has only its own units. */
static const char *heir_of(const score__units *units, uint32_t unit, int32_t day)
{
  if (unit >= units->latest_cap || units->latest[unit] == UINT32_MAX) return "";
  const score__unit_state *s = &units->state[units->latest[unit]];
  return s->last_day < day ? units->text[s->successor] : "";
}

/* A unit that took over one alone is the same unit under another code; a merger is a new one. */
static void follow_heirs(score_document *d, const score_result *r, const score_result *other, const size_t *there,
                         size_t *position)
{
  const int32_t day = score__set_last_day(r->set, r->frame->period);
  const score__units *own = &r->data->units, *units = &other->data->units;
  const size_t *here = places_of(d, r);
  uint32_t *from = score__arena_alloc(&d->arena, r->count + 1, sizeof *from);
  uint32_t *count = score__arena_alloc(&d->arena, r->count + 1, sizeof *count);
  if (!here || !from || !count) {
    d->failed = true;
    return;
  }
  for (uint32_t u = 0; u < units->count; u++) {
    const char *code = heir_of(units, u, day);
    const size_t heir = *code ? score__units_find(own, code) : SIZE_MAX;
    if (heir == SIZE_MAX || here[heir] == SIZE_MAX) continue;
    from[here[heir]] = u;
    count[here[heir]]++;
  }
  for (size_t i = 0; i < r->count; i++)
    if (position[i] == SIZE_MAX && count[i] == 1 && score__units_predecessors(own, r->unit[i], day, NULL, 0) <= 1)
      position[i] = there[from[i]];
}

static bool ranks_somebody(const score_result *r)
{
  for (size_t i = 0; i < r->count; i++)
    if (r->total[i].rank) return true;
  return false;
}

static void stand_beside(score_document *d, const score_result *r, const score_result *other, score__rank_beside *out)
{
  *out = (score__rank_beside){0};
  if (!other || d->failed || !ranks_somebody(other)) return;
  const score__units *units = &other->data->units;
  const size_t *there = places_of(d, other);
  size_t *position = score__arena_alloc(&d->arena, r->count + 1, sizeof *position);
  bool all = true;
  if (!there || !position) {
    d->failed = true;
    return;
  }
  for (size_t i = 0; i < r->count; i++) {
    const size_t unit = score__units_find(units, r->data->units.code[r->unit[i]]);
    position[i] = unit == SIZE_MAX ? SIZE_MAX : there[unit];
    all = all && position[i] != SIZE_MAX;
  }
  if (!all) follow_heirs(d, r, other, there, position);
  *out = (score__rank_beside){.result = other,
                              .position = position,
                              .same_rules = strcmp(r->set->sha256, other->set->sha256) == 0,
                              .same_grades = has_same_grades(r->set, other->set)};
}

static void compare_grades(score__rank_moves *m, const score_total_result *before, const score_total_result *now)
{
  if (before->grade < 0 || now->grade < 0) return; /* the best is 0 */
  m->grade_rose += now->grade < before->grade;
  m->grade_fell += now->grade > before->grade;
  m->grade_same += now->grade == before->grade;
}

score__rank_moves score__rank_moves_since(const score__ranking *k, const score__rank_beside *beside)
{
  score__rank_moves m = {0};
  int64_t both = 0;
  for (size_t i = 0; i < beside->result->count; i++) m.ranked += beside->result->total[i].rank != 0;
  for (size_t p = 0; p < k->ranked; p++) {
    const size_t i = k->result->by_rank[p];
    const score_total_result *now = &k->result->total[i], *before = score__rank_other(beside, i);
    if (!before || !before->rank) {
      m.entered++;
      continue;
    }
    both++;
    m.rose += now->rank < before->rank;
    m.fell += now->rank > before->rank;
    m.same += now->rank == before->rank;
    if (beside->same_grades) compare_grades(&m, before, now);
  }
  m.left = m.ranked - both;
  return m;
}

/* ---- which of them ---- */

static void choose(score__ranking *k, size_t from, size_t to)
{
  for (size_t p = from; p < to && p < k->result->count; p++) k->chosen[p] = true;
}

/* Whoever is equal to the last one that is shown is shown too: only the codes would set them apart. */
static void choose_ends(score__ranking *k)
{
  const score_rank_options *o = k->options;
  const score_result *r = k->result;
  size_t top = o->top < k->ranked ? o->top : k->ranked, bottom = o->bottom < k->ranked ? o->bottom : k->ranked;
  while (top > 0 && top < k->ranked && r->total[r->by_rank[top]].rank == r->total[r->by_rank[top - 1]].rank) top++;
  size_t from = k->ranked - bottom;
  while (bottom > 0 && from > 0 && r->total[r->by_rank[from]].rank == r->total[r->by_rank[from - 1]].rank) from--;
  choose(k, 0, top);
  choose(k, from, k->ranked);
}

static int choose_around(score__ranking *k, score_error *err)
{
  const score_rank_options *o = k->options;
  size_t unit, place = 0;
  const int code = score__report_find(&unit, k->result, o->around, err);
  if (code) return code;
  while (k->result->by_rank[place] != unit) place++;
  if (place >= k->ranked) /* it has no place, and so no neighbours */
    choose(k, place, place + 1);
  else
    choose(k, place > o->span ? place - o->span : 0, o->span < k->ranked - place - 1 ? place + o->span + 1 : k->ranked);
  return 0;
}

static int select_units(score_document *d, score__ranking *k, score_error *err)
{
  const score_rank_options *o = k->options;
  k->shown = k->ranked;
  if (!o->around && !o->top && !o->bottom) return 0;
  k->chosen = score__arena_alloc(&d->arena, k->result->count + 1, sizeof *k->chosen);
  if (!k->chosen) return score__fail_memory(err);
  choose_ends(k);
  const int code = o->around ? choose_around(k, err) : 0;
  k->shown = 0;
  for (size_t p = 0; p < k->ranked; p++) k->shown += k->chosen[p];
  return code;
}

/* ---- places ---- */

static void count_equals(score_document *d, score__ranking *k)
{
  const score_result *r = k->result;
  while (k->ranked < r->count && r->total[r->by_rank[k->ranked]].rank) k->ranked++;
  k->equal = score__arena_alloc(&d->arena, k->ranked + 1, sizeof *k->equal);
  k->worse = score__arena_alloc(&d->arena, k->ranked + 1, sizeof *k->worse);
  if (!k->equal || !k->worse) {
    d->failed = true;
    return;
  }
  for (size_t from = 0, to; from < k->ranked; from = to) {
    for (to = from + 1; to < k->ranked && r->total[r->by_rank[to]].rank == r->total[r->by_rank[from]].rank;) to++;
    for (size_t p = from; p < to; p++) {
      k->equal[p] = to - from;
      k->worse[p] = k->ranked - to;
    }
  }
}

int score__ranking_open(score_document *d, score__ranking *k, score_error *err)
{
  const score_beside *beside = &k->options->beside;
  count_equals(d, k);
  const int code = d->failed ? 0 : select_units(d, k, err);
  if (code) return code;
  stand_beside(d, k->result, beside->previous, &k->previous);
  stand_beside(d, k->result, beside->released, &k->released);
  stand_beside(d, k->result, beside->overall, &k->overall);
  k->released_apart = k->released.result && k->released.result != k->previous.result;
  return d->failed ? score__fail_memory(err) : 0;
}

static int fill(score_document *d, score__ranking *k, score_error *err)
{
  int code = score__ranking_open(d, k, err);
  if (code) return code;
  d->title = score__cell_phrase(SCORE__PH_DOC_RANK);
  score__report_head(d, k->result);
  score__rank_head(d, k);
  code = score__rank_interval_pair(d, k, err);
  if (code) return code;
  score__rank_units(d, k);
  score__rank_tail(d, k);
  return 0;
}

int score_document_rank(score_document **out, const score_result *r, const score_rank_options *options,
                        score_error *err)
{
  static const score_rank_options plain = {0};
  score__ranking k = {.result = r, .options = options ? options : &plain};
  score_document *d = score__sheet_new("rank");
  *out = NULL;
  if (!d) return score__fail_memory(err);
  const int code = fill(d, &k, err);
  if (!code) return score__report_finish(out, d, err);
  score_document_free(d);
  return code;
}
