#include "compute/passage.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"

#define NONE SCORE__COURSE_NONE

typedef struct passage {
  score_trend *trend;
  score__course_period *period;
  const score_result *const *side;
  const score__units *units;         /* of the new data */
  uint32_t *at[SCORE__BRIDGE_SIDES]; /* [units of the trend] position in each result */
  uint32_t *of, *in;                 /* [units of the new result] unit of the trend; of `units`, NONE = not there */
  uint32_t *known;                   /* [units] unit of the trend */
  uint32_t *successor;               /* [units] who took over since the old period */
} passage;

/* ---- units of the trend ---- */

static uint32_t enlist(score_trend *t, const char *code)
{
  const size_t have = score__dict_get(&t->by_code, code);
  if (have != SIZE_MAX) return (uint32_t)have;
  const char *own = score__arena_text(&t->arena, code);
  if (!own || score__grow(&t->unit, &t->unit_cap, t->unit_count + 1, sizeof *t->unit) ||
      score__dict_add(&t->by_code, own, t->unit_count))
    return NONE;
  t->unit[t->unit_count] = (score__course_unit){.code = own, .name = ""};
  return (uint32_t)t->unit_count++;
}

static const char *name_on(const score__units *units, size_t unit, int32_t day)
{
  const score__unit_state *s = score__units_on(units, unit, day);
  return s ? units->text[s->name] : "";
}

static bool enlist_units(passage *w)
{
  const score_result *now = w->side[SCORE__BRIDGE_NEW];
  const score__units *units = &now->data->units;
  const int32_t day = score__set_last_day(now->set, w->period->period);
  score_trend *t = w->trend;
  w->of = calloc(now->count + 1, sizeof *w->of);
  w->in = calloc(now->count + 1, sizeof *w->in);
  for (size_t i = 0; w->of && w->in && i < now->count; i++) {
    const char *code = units->code[now->unit[i]], *name = name_on(units, now->unit[i], day);
    const size_t in = score__units_find(w->units, code);
    const uint32_t u = enlist(t, code);
    if (u == NONE) return false;
    if (*name && strcmp(name, t->unit[u].name) != 0) t->unit[u].name = score__arena_text(&t->arena, name);
    if (!t->unit[u].name) return false;
    t->unit[u].taken_over = false;
    w->of[i] = u;
    w->in[i] = in == SIZE_MAX ? NONE : (uint32_t)in;
  }
  return w->of && w->in;
}

/* Positions of all units in all results. */
static bool locate(passage *w)
{
  score_trend *t = w->trend;
  w->known = calloc(w->units->count + 1, sizeof *w->known);
  w->successor = calloc(w->units->count + 1, sizeof *w->successor);
  if (!w->known || !w->successor) return false;
  for (size_t v = 0; v < w->units->count; v++) {
    const size_t u = score__dict_get(&t->by_code, w->units->code[v]);
    w->known[v] = u == SIZE_MAX ? NONE : (uint32_t)u;
  }
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) {
    w->at[s] = malloc((t->unit_count + 1) * sizeof **w->at);
    if (!w->at[s]) return false;
    memset(w->at[s], 0xff, (t->unit_count + 1) * sizeof **w->at);
    for (size_t i = 0; w->side[s] && i < w->side[s]->count; i++) {
      const size_t u = score__dict_get(&t->by_code, w->side[s]->data->units.code[w->side[s]->unit[i]]);
      if (u != SIZE_MAX) w->at[s][u] = (uint32_t)i;
    }
  }
  return true;
}

/* ---- who continues whom ---- */

static bool was_there(const passage *w, uint32_t unit)
{
  return unit != NONE && w->at[SCORE__BRIDGE_OLD][unit] != UINT32_MAX;
}

/* A unit is taken over when it ended between the ends of both periods; also earlier, where it reported in the old one
 * all the same and its successor did not. Who still reports is not taken over. */
static void find_successors(passage *w)
{
  const score_result *old = w->side[SCORE__BRIDGE_OLD], *now = w->side[SCORE__BRIDGE_NEW];
  const int32_t day = score__set_last_day(now->set, now->frame->period);
  const int32_t before = old ? score__set_last_day(old->set, old->frame->period) : 0;
  memset(w->successor, 0xff, (w->units->count + 1) * sizeof *w->successor);
  for (size_t v = 0; old && v < w->units->count; v++) {
    const size_t next = score__units_successor(w->units, v, day);
    if (next == SIZE_MAX) continue;
    if (w->known[v] != NONE && w->at[SCORE__BRIDGE_NEW][w->known[v]] != UINT32_MAX) continue;
    const bool fresh = score__units_successor(w->units, v, before) == SIZE_MAX;
    if (fresh || (was_there(w, w->known[v]) && !was_there(w, w->known[next]))) w->successor[v] = (uint32_t)next;
  }
}

/* count: how many each unit of `units` took over; first: one of them. place: of the unit among these. */
static int link_one(passage *w, uint32_t unit, uint32_t place, const uint32_t *count, const uint32_t *first)
{
  score__course_point *p = &w->period->point[unit];
  const bool stayed = was_there(w, unit);
  const uint32_t sources = (place == NONE ? 0 : count[place]) + stayed;
  p->source = NONE;
  p->step = w->side[SCORE__BRIDGE_OLD] ? SCORE_STEP_ABSENT : SCORE_STEP_FIRST;
  if (sources == 1) {
    const uint32_t own = stayed ? unit : w->known[first[place]];
    if (!was_there(w, own)) return 0;
    p->source = own;
    p->step = w->period->step;
  } else if (sources > 1) {
    score__buffer codes = {0};
    if (stayed) score__buffer_text(&codes, w->trend->unit[unit].code);
    for (size_t v = 0; v < w->units->count; v++) {
      if (w->successor[v] != place) continue;
      score__buffer_text(&codes, codes.size ? ", " : "");
      score__buffer_text(&codes, w->units->code[v]);
    }
    p->step = SCORE_STEP_MERGED;
    p->merged = codes.data ? score__arena_text(&w->trend->arena, codes.data) : NULL;
    score__buffer_free(&codes);
    if (!p->merged) return -1;
  }
  return 0;
}

static int link_units(passage *w)
{
  const score_result *now = w->side[SCORE__BRIDGE_NEW];
  uint32_t *count = calloc(w->units->count + 1, sizeof *count), *first = calloc(w->units->count + 1, sizeof *first);
  int status = count && first ? 0 : -1;
  find_successors(w);
  for (size_t v = w->units->count; !status && v-- > 0;) {
    if (w->successor[v] == UINT32_MAX) continue;
    count[w->successor[v]]++;
    first[w->successor[v]] = (uint32_t)v;
  }
  for (size_t i = 0; !status && i < now->count; i++) status = link_one(w, w->of[i], w->in[i], count, first);
  free(count);
  free(first);
  return status;
}

/* ---- points ---- */

static void fill(passage *w)
{
  const score_result *now = w->side[SCORE__BRIDGE_NEW];
  for (size_t i = 0; i < now->count; i++) {
    const uint32_t unit = w->of[i];
    score__course_point *p = &w->period->point[unit];
    p->present = true;
    p->total = now->total[i];
    w->period->ranked += p->total.rank != 0;
    if (p->source != NONE && p->source != unit) w->trend->unit[p->source].taken_over = true;
    if (!score__course_bridged(p)) continue;
    const uint32_t mixed = w->at[SCORE__BRIDGE_MIXED][unit];
    if (mixed == UINT32_MAX) {
      p->step = SCORE_STEP_OLD_RULES;
      continue;
    }
    const int64_t between = w->side[SCORE__BRIDGE_MIXED]->total[mixed].basis_micro;
    p->data_micro = between - w->side[SCORE__BRIDGE_OLD]->total[w->at[SCORE__BRIDGE_OLD][p->source]].basis_micro;
    p->rules_micro = p->total.basis_micro - between;
  }
}

/* ---- the one unit ---- */

/* Who was typed; who took over from it alone by the last period stands for it. */
static int find_asked(passage *w, score_error *err)
{
  score_trend *t = w->trend;
  size_t unit = score__units_search(w->units, t->asked, err);
  if (unit == SIZE_MAX) return SCORE_E_NOT_FOUND;
  for (size_t steps = 0; steps < w->units->count; steps++) {
    const size_t next = score__units_successor(w->units, unit, t->last_day);
    if (next == SIZE_MAX || score__units_predecessors(w->units, next, t->last_day, NULL, 0) != 1) break;
    unit = next;
  }
  const uint32_t own = enlist(t, w->units->code[unit]);
  if (own == NONE) return score__fail_memory(err);
  t->asked = t->unit[own].code;
  if (!*t->unit[own].name) {
    t->unit[own].name = score__arena_text(&t->arena, name_on(w->units, unit, t->last_day));
    if (!t->unit[own].name) return score__fail_memory(err);
  }
  return 0;
}

/* The one asked for, or the only unit with data that it took over. */
static uint32_t asked_now(const passage *w)
{
  const score_trend *t = w->trend;
  const size_t own = score__dict_get(&t->by_code, t->asked);
  if (own != SIZE_MAX && w->at[SCORE__BRIDGE_NEW][own] != UINT32_MAX) return (uint32_t)own;
  const size_t target = score__units_find(w->units, t->asked);
  const score_result *now = w->side[SCORE__BRIDGE_NEW];
  uint32_t found = NONE;
  for (size_t i = 0; i < now->count && target != SIZE_MAX; i++) {
    size_t unit = w->in[i] == NONE ? SIZE_MAX : w->in[i];
    for (size_t steps = 0; unit != SIZE_MAX && unit != target && steps < w->units->count; steps++) {
      const size_t next = score__units_successor(w->units, unit, t->last_day);
      const bool alone = next != SIZE_MAX && score__units_predecessors(w->units, next, t->last_day, NULL, 0) == 1;
      unit = alone ? next : SIZE_MAX;
    }
    if (unit == target) found = w->of[i];
  }
  return found;
}

/* As the trend has it: the set of a result may go with its release. */
static const char *key_of(const passage *w, const score__impact_line *l)
{
  if (l->node[1] != UINT32_MAX) return w->period->set->node[l->node[1]].key;
  return w->period[-1].set->node[l->node[0]].key;
}

static int keep_lines(passage *w, uint32_t unit, score_error *err)
{
  const score__course_point *p = &w->period->point[unit];
  const bool bridged = score__course_bridged(p);
  const score_result *side[SCORE__BRIDGE_SIDES];
  size_t position[SCORE__BRIDGE_SIDES];
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) {
    const int of = bridged ? s : SCORE__BRIDGE_NEW;
    side[s] = w->side[of];
    position[s] = w->at[of][s == SCORE__BRIDGE_OLD && bridged ? p->source : unit];
  }
  score__bridge bridge;
  int code = score__bridge_new(&bridge, side, position, err);
  if (!code) {
    w->period->line = calloc(bridge.count + 1, sizeof *w->period->line);
    if (!w->period->line) code = score__fail_memory(err);
  }
  for (size_t k = 0; !code && k < bridge.count; k++) {
    const score__bridge_line *l = &bridge.line[k];
    w->period->line[w->period->line_count++] =
        (score__course_line){.key = key_of(w, &l->of),
                             .node = {l->of.node[0], l->of.node[1]},
                             .line = l->of.line,
                             .comparable = l->of.comparable,
                             .before_micro = l->micro[SCORE__BRIDGE_OLD],
                             .data_micro = l->micro[SCORE__BRIDGE_MIXED] - l->micro[SCORE__BRIDGE_OLD],
                             .rules_micro = l->micro[SCORE__BRIDGE_NEW] - l->micro[SCORE__BRIDGE_MIXED],
                             .after_micro = l->micro[SCORE__BRIDGE_NEW]};
  }
  score__bridge_free(&bridge);
  return code;
}

static int keep_unit(passage *w, score_error *err)
{
  const uint32_t unit = asked_now(w);
  const score_result *now = w->side[SCORE__BRIDGE_NEW];
  w->period->unit = unit;
  if (unit == NONE) return 0;
  w->period->node = score__arena_alloc(&w->trend->arena, now->set->node_count, sizeof *w->period->node);
  if (!w->period->node) return score__fail_memory(err);
  for (size_t k = 0; k < now->set->node_count; k++)
    score_result_node(&w->period->node[k], now, w->at[SCORE__BRIDGE_NEW][unit], k);
  return keep_lines(w, unit, err);
}

/* How many criteria the two versions read differently. */
static int count_odd(passage *w, score_error *err)
{
  score_impact *m = NULL;
  if (w->period->step != SCORE_STEP_BRIDGE) return 0;
  const int code = score_impact_new(&m, w->side[SCORE__BRIDGE_MIXED], w->side[SCORE__BRIDGE_NEW], err);
  for (size_t k = 0; !code && k < m->line_count; k++) w->period->odd += !m->line[k].comparable;
  score_impact_free(m);
  return code;
}

int score__passage_add(score_trend *trend, score__course_period *period,
                       const score_result *const side[SCORE__BRIDGE_SIDES], const score__units *units, score_error *err)
{
  passage w = {.trend = trend, .period = period, .side = side, .units = units};
  if (!units) w.units = &side[SCORE__BRIDGE_NEW]->data->units;
  int code = trend->asked ? find_asked(&w, err) : 0;
  if (!code && (!enlist_units(&w) || !locate(&w))) code = score__fail_memory(err);
  if (!code) {
    period->point_count = trend->unit_count;
    period->point = score__arena_alloc(&trend->arena, trend->unit_count, sizeof *period->point);
    if (!period->point || link_units(&w)) code = score__fail_memory(err);
  }
  if (!code) fill(&w);
  if (!code) code = count_odd(&w, err);
  if (!code && trend->asked) code = keep_unit(&w, err);
  for (int s = 0; s < SCORE__BRIDGE_SIDES; s++) free(w.at[s]);
  free(w.of);
  free(w.in);
  free(w.known);
  free(w.successor);
  return code;
}

/* ---- the end ---- */

static int show_one(score_trend *t, score_error *err)
{
  bool any = false;
  for (size_t p = 0; p < t->period_count; p++) any |= t->period[p].unit != NONE;
  if (!any) return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_TREND_UNIT_NEVER, t->asked, NULL);
  t->shown[t->shown_count++] = (uint32_t)score__dict_get(&t->by_code, t->asked);
  return 0;
}

typedef struct coded {
  const char *code;
  uint32_t unit;
} coded;

static int by_code(const void *a, const void *b)
{
  return strcmp(((const coded *)a)->code, ((const coded *)b)->code);
}

int score__passage_end(score_trend *t, score_error *err)
{
  t->shown = score__arena_alloc(&t->arena, t->unit_count, sizeof *t->shown);
  if (!t->shown) return score__fail_memory(err);
  if (t->asked) return show_one(t, err);
  coded *list = calloc(t->unit_count + 1, sizeof *list);
  if (!list) return score__fail_memory(err);
  for (size_t u = 0; u < t->unit_count; u++)
    if (!t->unit[u].taken_over) list[t->shown_count++] = (coded){t->unit[u].code, (uint32_t)u};
  if (t->shown_count) qsort(list, t->shown_count, sizeof *list, by_code);
  for (size_t u = 0; u < t->shown_count; u++) t->shown[u] = list[u].unit;
  free(list);
  return 0;
}
