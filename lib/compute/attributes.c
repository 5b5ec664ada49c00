/* Model §4 step 1: attributes of units and of their parents as of the period's end. */
#include <string.h>

#include "compute/engine.h"

static uint32_t attribute_of(const score__units *units, size_t unit, const char *name, int32_t day)
{
  const score__unit_state *s = score__units_on(units, unit, day);
  if (!s) return 0;
  if (!strcmp(name, "kind")) return s->kind;
  if (!strcmp(name, "parent")) return s->parent;
  if (!strcmp(name, "name")) return s->name;
  for (uint32_t a = 0; a < s->attributes; a++)
    if (!strcmp(units->attribute_name[a], name)) return s->attribute[a];
  return 0;
}

/* A parent by its code, whichever alias it was given by. */
static uint32_t by_code(const score__units *units, uint32_t parent)
{
  size_t p = parent ? score__units_find(units, units->text[parent]) : SIZE_MAX;
  size_t id = p == SIZE_MAX ? SIZE_MAX : score__dict_get(&units->by_text, units->code[p]);
  return id == SIZE_MAX ? parent : (uint32_t)id;
}

size_t score__engine_parent(const score__units *units, size_t unit, int32_t day)
{
  const score__unit_state *s = score__units_on(units, unit, day);
  return s && s->parent ? score__units_find(units, units->text[s->parent]) : SIZE_MAX;
}

bool score__engine_attributes(score_result *r, const uint32_t *unit, size_t count, uint32_t ***own, uint32_t ***parent)
{
  const score_criteria *set = r->set;
  const score__units *units = &r->data->units;
  int32_t day = score__set_last_day(set, r->frame->period);
  *own = score__arena_alloc(&r->arena, set->attribute_count, sizeof **own);
  *parent = score__arena_alloc(&r->arena, set->attribute_count, sizeof **parent);
  if (!*own || !*parent) return false;
  for (size_t a = 0; a < set->attribute_count; a++) {
    uint32_t *mine = score__arena_alloc(&r->arena, count, sizeof *mine);
    uint32_t *above = score__arena_alloc(&r->arena, count, sizeof *above);
    if (!mine || !above) return false;
    for (size_t i = 0; i < count; i++) {
      size_t p = score__engine_parent(units, unit[i], day);
      mine[i] = attribute_of(units, unit[i], set->attribute[a], day);
      above[i] = p == SIZE_MAX ? 0 : attribute_of(units, p, set->attribute[a], day);
      if (strcmp(set->attribute[a], "parent") != 0) continue;
      mine[i] = by_code(units, mine[i]);
      above[i] = by_code(units, above[i]);
    }
    (*own)[a] = mine;
    (*parent)[a] = above;
  }
  return true;
}
