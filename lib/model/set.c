/* What a caller may ask of a criteria set. */
#include "model/set.h"

#include <string.h>

void score_criteria_free(score_criteria *set)
{
  if (!set) return;
  score__dict_free(&set->by_measure);
  score__dict_free(&set->by_node);
  score__arena arena = set->arena; /* the set itself lies in its arena */
  score__arena_free(&arena);
}

const char *score_criteria_id(const score_criteria *set)
{
  return set->id;
}

const char *score_criteria_version(const score_criteria *set)
{
  return set->version;
}

const char *score_criteria_status(const score_criteria *set)
{
  return set->status;
}

const char *score_criteria_name(const score_criteria *set, score_lang lang)
{
  return set->name.text[lang];
}

const char *score_criteria_sha256(const score_criteria *set)
{
  return set->sha256;
}

size_t score_criteria_nodes(const score_criteria *set)
{
  return set->node_count;
}

size_t score_criteria_node(const score_criteria *set, const char *key)
{
  return score__dict_get(&set->by_node, key);
}

const char *score_criteria_node_key(const score_criteria *set, size_t node)
{
  return node < set->node_count ? set->node[node].key : NULL;
}

const char *score_criteria_node_name(const score_criteria *set, size_t node, score_lang lang)
{
  return node < set->node_count ? set->node[node].name.text[lang] : NULL;
}

int64_t score_criteria_node_max_micro(const score_criteria *set, size_t node)
{
  return node < set->node_count ? set->node[node].max_micro : 0;
}

int32_t score__set_first_day(const score_criteria *set, score__period period)
{
  return score__period_first_day_of(period, set->ends_on_day);
}

int32_t score__set_last_day(const score_criteria *set, score__period period)
{
  return score__period_last_day_of(period, set->ends_on_day);
}

bool score__set_earlier_period(const score__earlier *earlier, score__period period, score__period *out)
{
  *out = earlier->period;
  return earlier->period.kind != SCORE__PERIOD_NONE || score__period_previous(out, period) == 0;
}

size_t score__set_attribute(score_criteria *set, score__arena *arena, const char *name)
{
  for (size_t i = 0; i < set->attribute_count; i++)
    if (!strcmp(set->attribute[i], name)) return i;
  /* The list lives in the arena: grown by copying, since sets have few attributes. */
  if (set->attribute_count == set->attribute_cap) {
    size_t cap = set->attribute_cap ? set->attribute_cap * 2 : 8;
    const char **grown = score__arena_alloc(arena, cap, sizeof *grown);
    if (!grown) return SIZE_MAX;
    if (set->attribute_count) memcpy(grown, set->attribute, set->attribute_count * sizeof *grown);
    set->attribute = grown;
    set->attribute_cap = cap;
  }
  set->attribute[set->attribute_count] = name;
  return set->attribute_count++;
}
