/* Model §5: contradictions between cells are warnings at import. Worked: 95 of 90 dossiers on time is told; with the
 * factor 3, 301 after 100 is told and 300 is not, 33 is told and 34 is not. */
#include "compute/plausibility.h"

#include <stdlib.h>
#include <string.h>

#include "base/fraction.h"
#include "rule/rule.h"

/* ---- what a set expects ---- */

static void add_pair(void *context, size_t part, size_t whole)
{
  score__expectation *e = context;
  for (size_t i = 0; i < e->pair_count; i++)
    if (e->pair[i].part == part && e->pair[i].whole == whole) return;
  if (score__grow(&e->pair, &e->pair_cap, e->pair_count + 1, sizeof *e->pair) != 0) {
    e->failed = true;
    return;
  }
  e->pair[e->pair_count++] = (struct score__whole){(uint32_t)part, (uint32_t)whole};
}

int score__expectation_of(score__expectation *out, const score_criteria *set)
{
  out->proven = calloc(set->measure_count + 1, sizeof *out->proven);
  if (!out->proven) return -1;
  for (size_t k = 0; k < set->node_count; k++) {
    const score__node *n = &set->node[k];
    if (n->kind != SCORE__NODE_CRITERION) continue;
    if (n->rule_kind && n->rule_kind->within) n->rule_kind->within(n->rule, add_pair, out);
    if (!n->evidence.text[0] || !*n->evidence.text[0]) continue;
    for (size_t i = 0; i < n->measure_count; i++) out->proven[n->measure[i]] = 1;
  }
  return out->failed ? -1 : 0;
}

void score__expectation_free(score__expectation *expectation)
{
  free(expectation->pair);
  free(expectation->proven);
  *expectation = (score__expectation){0};
}

/* ---- one period ---- */

/* Units that the columns of a frame have room for. */
static size_t room(const score__survey *s, const score__frame *frame)
{
  return frame->cap < s->units->count ? frame->cap : s->units->count;
}

static bool has_value(const score__layer *layer, size_t measure, size_t unit)
{
  return layer->state[measure] && layer->state[measure][unit] == SCORE__CELL_VALUE;
}

static bool is_fresh(const score__survey *s, size_t measure, size_t unit)
{
  const uint8_t *state = s->brought->layer[s->stage].state[measure];
  return state && unit < s->brought->cap && state[unit] != SCORE__CELL_MISSING;
}

static score__i128 raised(int64_t value, int digits)
{
  score__i128 v = value;
  for (; digits > 0; digits--) v *= 10;
  return v;
}

static bool is_above(const score__measure *a, int64_t x, const score__measure *b, int64_t y)
{
  return raised(x, b->scale - a->scale) > raised(y, a->scale - b->scale);
}

static void find_exceeding(const score__survey *s, score__oddity_fn tell, void *context)
{
  const score__layer *layer = &s->now->layer[s->stage];
  const score__measure *measure = s->set->measure;
  for (size_t i = 0; i < s->expects->pair_count; i++) {
    const uint32_t part = s->expects->pair[i].part, whole = s->expects->pair[i].whole;
    if (!layer->state[part] || !layer->state[whole]) continue;
    for (size_t u = 0; u < room(s, s->now); u++) {
      if (!has_value(layer, part, u) || !has_value(layer, whole, u)) continue;
      int64_t value = layer->value[part][u], than = layer->value[whole][u];
      if (!is_above(&measure[part], value, &measure[whole], than)) continue;
      if (!is_fresh(s, part, u) && !is_fresh(s, whole, u)) continue;
      tell(context, &(score__oddity){SCORE__ODD_EXCEEDS, (uint32_t)u, part, whole, value, than});
    }
  }
}

static bool may_jump(const score__survey *s, const score__measure *m)
{
  if (m->type != SCORE__MEASURE_COUNT && m->type != SCORE__MEASURE_AMOUNT) return false;
  /* What adds up from 1 January begins anew each year. */
  return m->over_time != SCORE__OVER_YTD || s->now->period.year == s->before->period.year;
}

static void find_jumps(const score__survey *s, score__oddity_fn tell, void *context)
{
  const score_criteria *set = s->set;
  if (!s->before || s->jump_micro <= 0) return;
  const score__layer *now = &s->now->layer[s->stage], *before = &s->before->layer[s->stage];
  size_t units = room(s, s->now);
  if (units > s->before->cap) units = s->before->cap;
  for (size_t m = 0; m < set->measure_count; m++) {
    if (!now->state[m] || !before->state[m] || !may_jump(s, &set->measure[m])) continue;
    for (size_t u = 0; u < units; u++) {
      if (!has_value(now, m, u) || !has_value(before, m, u)) continue;
      int64_t value = now->value[m][u], than = before->value[m][u];
      if (value <= 0 || than <= 0) continue;
      bool rose = (score__i128)value * 1000000 > (score__i128)than * s->jump_micro;
      bool fell = (score__i128)value * s->jump_micro < (score__i128)than * 1000000;
      if ((!rose && !fell) || !is_fresh(s, m, u)) continue;
      tell(context, &(score__oddity){.kind = rose ? SCORE__ODD_ROSE : SCORE__ODD_FELL,
                                     .unit = (uint32_t)u,
                                     .measure = (uint32_t)m,
                                     .value = value,
                                     .than = than});
    }
  }
}

static bool is_reporting(const score__survey *s, uint32_t unit)
{
  return score__frame_has(s->brought, s->set, s->stage, s->stage, unit);
}

static void find_ended(const score__survey *s, score__oddity_fn tell, void *context)
{
  const score__units *units = s->units;
  const int32_t first = score__set_first_day(s->set, s->now->period);
  for (uint32_t u = 0; u < units->count; u++) {
    if (!is_reporting(s, u)) continue;
    size_t successor = score__units_successor(units, u, first);
    if (successor == SIZE_MAX) continue;
    int32_t last = INT32_MIN;
    for (uint32_t i = units->latest[u]; i != UINT32_MAX; i = units->state[i].before)
      if (units->state[i].last_day > last) last = units->state[i].last_day;
    tell(context, &(score__oddity){.kind = SCORE__ODD_ENDED, .unit = u, .other = (uint32_t)successor, .than = last});
  }
}

/* ---- who is absent ---- */

typedef struct family { /* units that are asked the same: one kind under one parent */
  uint32_t kind, parent;
} family;

static bool in_family(const family *list, size_t count, const score__unit_state *state)
{
  for (size_t i = 0; i < count; i++)
    if (list[i].kind == state->kind && list[i].parent == state->parent) return true;
  return false;
}

static int find_absent(const score__survey *s, score__oddity_fn tell, void *context)
{
  const score__units *units = s->units;
  const int32_t day = score__set_last_day(s->set, s->now->period);
  family *list = NULL;
  size_t count = 0, cap = 0, reporting = 0;
  if (!s->before) return 0;
  for (uint32_t u = 0; u < units->count; u++) {
    if (!is_reporting(s, u)) continue;
    const score__unit_state *state = score__units_on(units, u, day);
    reporting++;
    if (!state || in_family(list, count, state)) continue;
    if (score__grow(&list, &cap, count + 1, sizeof *list) != 0) {
      free(list);
      return -1;
    }
    list[count++] = (family){state->kind, state->parent};
  }
  /* A file of one unit says nothing of the others. */
  for (uint32_t u = 0; u < units->count && reporting > 1; u++) {
    const score__unit_state *state = score__units_on(units, u, day);
    if (!state || !in_family(list, count, state)) continue;
    if (score__frame_has(s->before, s->set, s->stage, s->stage, u) &&
        !score__frame_has(s->now, s->set, s->stage, s->stage, u))
      tell(context, &(score__oddity){.kind = SCORE__ODD_ABSENT, .unit = u});
  }
  free(list);
  return 0;
}

/* ---- evidence ---- */

size_t score__oddity_of_cell(const score__expectation *expects, const score_criteria *set, const score__observation *o,
                             score__oddity out[2])
{
  size_t count = 0;
  int32_t expires;
  if (o->given || o->state != SCORE__CELL_VALUE) return 0;
  /* What is published is its own evidence. */
  if (expects->proven[o->column] && o->stage != SCORE_STAGE_PUBLISHED && !*o->said.source && !*o->said.evidence)
    out[count++] = (score__oddity){.kind = SCORE__ODD_BARE, .unit = o->unit, .measure = o->column};
  if (!*o->said.expires || score__date_parse_iso(&expires, o->said.expires) != 0) return count;
  const int32_t last = score__set_last_day(set, o->period);
  if (expires < last)
    out[count++] = (score__oddity){
        .kind = SCORE__ODD_EXPIRED, .unit = o->unit, .measure = o->column, .value = expires, .than = last};
  return count;
}

int score__survey_run(const score__survey *survey, score__oddity_fn tell, void *context)
{
  find_exceeding(survey, tell, context);
  find_jumps(survey, tell, context);
  find_ended(survey, tell, context);
  return find_absent(survey, tell, context);
}
