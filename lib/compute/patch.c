#include "compute/patch.h"

#include <string.h>

/* A list of columns of which some will be replaced; NULL stays NULL. */
static void *copy_list(score__arena *arena, const void *list, size_t count, bool wanted)
{
  if (!list && !wanted) return NULL;
  void *copy = score__arena_alloc(arena, count ? count : 1, sizeof(void *));
  if (copy && list) memcpy(copy, list, count * sizeof(void *));
  return copy;
}

static bool copy_layer(score__patch *p, int stage)
{
  score__layer *l = &p->frame.layer[stage];
  const size_t measures = p->set->measure_count, nodes = p->set->node_count;
  const bool has_origin = l->origin != NULL, has_recipe = l->recipe != NULL;
  l->value = copy_list(&p->arena, l->value, measures, true);
  l->state = copy_list(&p->arena, l->state, measures, true);
  l->given = copy_list(&p->arena, l->given, nodes, true);
  l->given_state = copy_list(&p->arena, l->given_state, nodes, true);
  l->origin = copy_list(&p->arena, l->origin, measures + nodes, false);
  l->recipe = copy_list(&p->arena, l->recipe, measures, false);
  p->own[stage] = score__arena_alloc(&p->arena, measures + nodes + 1, 1);
  return l->value && l->state && l->given && l->given_state && p->own[stage] && (l->origin || !has_origin) &&
         (l->recipe || !has_recipe);
}

int score__patch_open(score__patch *p, const score_criteria *set, const score__frame *under, score__period period,
                      size_t units)
{
  *p = (score__patch){.set = set};
  if (under)
    p->frame = *under;
  else
    p->frame = (score__frame){.period = period, .cap = units};
  if (!under) score__period_print(p->frame.name, sizeof p->frame.name, period);
  for (int s = 0; s < SCORE__STAGES; s++) {
    if (copy_layer(p, s)) continue;
    score__patch_close(p);
    return -1;
  }
  return 0;
}

static void *copy_column(score__patch *p, const void *column, size_t size)
{
  void *copy = score__arena_alloc(&p->arena, p->frame.cap ? p->frame.cap : 1, size);
  if (copy && column) memcpy(copy, column, p->frame.cap * size);
  return copy;
}

static bool make_own(score__patch *p, int stage, bool given, size_t column)
{
  score__layer *l = &p->frame.layer[stage];
  const size_t at = given ? p->set->measure_count + column : column;
  int64_t **value = given ? &l->given[column] : &l->value[column];
  uint8_t **state = given ? &l->given_state[column] : &l->state[column];
  if (p->own[stage][at]) return true;
  *value = copy_column(p, *value, sizeof **value);
  *state = copy_column(p, *state, 1);
  if (!*value || !*state) return false;
  if (l->origin && l->origin[at] && !(l->origin[at] = copy_column(p, l->origin[at], sizeof **l->origin))) return false;
  if (!given && l->recipe && l->recipe[column] &&
      !(l->recipe[column] = copy_column(p, l->recipe[column], sizeof **l->recipe)))
    return false;
  p->own[stage][at] = 1;
  return true;
}

int score__patch_put(score__patch *p, int stage, bool given, size_t column, uint32_t unit, uint8_t state, int64_t value)
{
  score__layer *l = &p->frame.layer[stage];
  const size_t at = given ? p->set->measure_count + column : column;
  if (!make_own(p, stage, given, column)) return -1;
  (given ? l->given : l->value)[column][unit] = value;
  (given ? l->given_state : l->state)[column][unit] = state;
  if (l->origin && l->origin[at]) l->origin[at][unit] = 0;
  if (!given && l->recipe && l->recipe[column]) l->recipe[column][unit] = 0;
  l->any |= state != SCORE__CELL_MISSING && (given || !p->set->measure[column].is_statistic);
  return 0;
}

void score__patch_close(score__patch *p)
{
  score__arena_free(&p->arena);
}
