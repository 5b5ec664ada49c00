#include "model/units.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

int score__units_init(score__units *units)
{
  return score__units_intern(units, "") == 0 ? 0 : -1;
}

void score__units_free(score__units *units)
{
  free(units->code);
  free(units->latest);
  free(units->alias);
  free(units->state);
  free(units->attribute_name);
  free(units->text);
  score__dict_free(&units->by_code);
  score__dict_free(&units->by_text);
  score__arena_free(&units->arena);
  *units = (score__units){0};
}

size_t score__units_add(score__units *units, const char *code)
{
  size_t at = score__dict_get(&units->by_code, code);
  if (at != SIZE_MAX) return at;
  at = units->count;
  if (at >= NONE) return SIZE_MAX;
  if (score__grow(&units->code, &units->cap, at + 1, sizeof *units->code) != 0) return SIZE_MAX;
  if (score__grow(&units->latest, &units->latest_cap, at + 1, sizeof *units->latest) != 0) return SIZE_MAX;
  const char *copy = score__arena_text(&units->arena, code);
  if (!copy || score__dict_add(&units->by_code, copy, at) != 0) return SIZE_MAX;
  units->code[at] = copy;
  units->latest[at] = NONE;
  units->count++;
  return at;
}

size_t score__units_find(const score__units *units, const char *code)
{
  return score__dict_get(&units->by_code, code);
}

int score__units_alias(score__units *units, size_t unit, const char *system, const char *alias)
{
  size_t known = score__dict_get(&units->by_code, alias);
  if (known != SIZE_MAX) return known == unit ? 0 : 1;
  if (score__grow(&units->alias, &units->alias_cap, units->alias_count + 1, sizeof *units->alias) != 0) return -1;
  const char *text = score__arena_text(&units->arena, alias);
  uint32_t name = score__units_intern(units, system);
  /* The code becomes a text too: a parent given by the alias is the parent given by the code. */
  if (!text || name == NONE || score__units_intern(units, units->code[unit]) == NONE ||
      score__dict_add(&units->by_code, text, unit) != 0)
    return -1;
  units->alias[units->alias_count++] =
      (struct score__unit_alias){.text = text, .unit = (uint32_t)unit, .system = units->text[name]};
  return 0;
}

uint32_t score__units_intern(score__units *units, const char *text)
{
  size_t at = score__dict_get(&units->by_text, text);
  if (at != SIZE_MAX) return (uint32_t)at;
  at = units->text_count;
  if (at >= NONE) return NONE;
  if (score__grow(&units->text, &units->text_cap, at + 1, sizeof *units->text) != 0) return NONE;
  const char *copy = score__arena_text(&units->arena, text);
  if (!copy || score__dict_add(&units->by_text, copy, at) != 0) return NONE;
  units->text[at] = copy;
  units->text_count++;
  return (uint32_t)at;
}

size_t score__units_attribute(score__units *units, const char *name)
{
  for (size_t i = 0; i < units->attribute_count; i++) {
    if (strcmp(units->attribute_name[i], name) == 0) return i;
  }
  size_t at = units->attribute_count;
  if (score__grow(&units->attribute_name, &units->attribute_cap, at + 1, sizeof *units->attribute_name) != 0)
    return SIZE_MAX;
  const char *copy = score__arena_text(&units->arena, name);
  if (!copy) return SIZE_MAX;
  units->attribute_name[at] = copy;
  units->attribute_count++;
  return at;
}

int score__units_state(score__units *units, size_t unit, int32_t first_day, int32_t last_day, const char *name,
                       const char *kind, const char *parent, const uint32_t *attribute)
{
  for (uint32_t i = units->latest[unit]; i != NONE; i = units->state[i].before) {
    if (units->state[i].first_day <= last_day && first_day <= units->state[i].last_day) return 1;
  }
  size_t at = units->state_count;
  if (at >= NONE) return -1;
  if (score__grow(&units->state, &units->state_cap, at + 1, sizeof *units->state) != 0) return -1;
  size_t attributes = units->attribute_count;
  uint32_t *copy = score__arena_alloc(&units->arena, attributes, sizeof *copy);
  score__unit_state s = {.unit = (uint32_t)unit,
                         .first_day = first_day,
                         .last_day = last_day,
                         .name = score__units_intern(units, name),
                         .kind = score__units_intern(units, kind),
                         .parent = score__units_intern(units, parent),
                         .attribute = copy,
                         .attributes = (uint32_t)attributes,
                         .before = units->latest[unit]};
  if (!copy || s.name == NONE || s.kind == NONE || s.parent == NONE) return -1;
  if (attributes && attribute) memcpy(copy, attribute, attributes * sizeof *copy);
  units->state[at] = s;
  units->latest[unit] = (uint32_t)at;
  units->state_count++;
  return 0;
}

const score__unit_state *score__units_on(const score__units *units, size_t unit, int32_t day)
{
  for (uint32_t i = units->latest[unit]; i != NONE; i = units->state[i].before) {
    if (units->state[i].first_day <= day && day <= units->state[i].last_day) return &units->state[i];
  }
  return NULL;
}

int score__units_succeed(score__units *units, size_t unit, const char *successor)
{
  uint32_t text = score__units_intern(units, successor);
  if (text == NONE || units->latest[unit] == NONE) return -1;
  units->state[units->latest[unit]].successor = text;
  return 0;
}

size_t score__units_successor(const score__units *units, size_t unit, int32_t day)
{
  const score__unit_state *last = NULL;
  for (uint32_t i = units->latest[unit]; i != NONE; i = units->state[i].before) {
    const score__unit_state *s = &units->state[i];
    if (s->last_day >= day) return SIZE_MAX;
    if (!last || s->last_day > last->last_day) last = s;
  }
  if (!last || !last->successor) return SIZE_MAX;
  size_t found = score__units_find(units, units->text[last->successor]);
  return found == unit ? SIZE_MAX : found;
}

size_t score__units_predecessors(const score__units *units, size_t unit, int32_t day, uint32_t *out, size_t cap)
{
  size_t count = 0;
  for (size_t u = 0; u < units->count; u++) {
    if (score__units_successor(units, u, day) != unit) continue;
    if (count < cap) out[count] = (uint32_t)u;
    count++;
  }
  return count;
}
