/* One line per unit: {"unit":CODE,"aliases":[[SYSTEM,ALIAS]],"states":[[FROM,TO,NAME,KIND,PARENT,SUCCESSOR,[ATTRIBUTES]]]}.
 * Aliases in order of system and text, states in order of time, attributes in order of their names. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/period.h"
#include "release/canonical.h"
#include "release/frozen.h"

void score__line_attributes(score__buffer *out, const score__units *units, const uint32_t *order)
{
  score__buffer_text(out, "{\"attributes\":[");
  for (size_t a = 0; a < units->attribute_count; a++) {
    if (a) score__buffer_char(out, ',');
    score__canonical_word(out, units->attribute_name[order[a]]);
  }
  score__buffer_text(out, "],\"listed\":");
  score__canonical_bool(out, units->listed);
  score__buffer_text(out, "}\n");
}

static bool lack_memory(score__cursor *c)
{
  c->memory = true;
  return score__cursor_refuse(c, c->at, SCORE__PH_MEMORY, "");
}

bool score__read_attributes(score__cursor *c, score__units *units)
{
  const char *before = NULL;
  if (!score__cursor_expect(c, "{\"attributes\":[")) return false;
  while (!c->failed && !score__cursor_take(c, "]")) {
    if (before && !score__cursor_expect(c, ",")) return false;
    const char *at = c->at, *name = score__cursor_text(c, NULL);
    if (!name) return false;
    if (before && strcmp(before, name) >= 0) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_ORDER, before);
    if (units->attribute_count >= SCORE__MAX_CSV_COLUMNS)
      return score__cursor_refuse(c, at, SCORE__PH_RELEASE_FOUND, "]");
    if (score__units_attribute(units, name) == SIZE_MAX) return lack_memory(c);
    before = name;
  }
  return score__cursor_expect(c, ",\"listed\":") && score__cursor_bool(c, &units->listed) &&
         score__cursor_expect(c, "}") && score__cursor_end(c);
}

/* ---- writing ---- */

static int by_system(const void *a, const void *b)
{
  const struct score__unit_alias *x = *(const struct score__unit_alias *const *)a;
  const struct score__unit_alias *y = *(const struct score__unit_alias *const *)b;
  if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
  const int order = strcmp(x->system, y->system);
  return order ? order : strcmp(x->text, y->text);
}

const struct score__unit_alias **score__aliases_sorted(score__arena *arena, const score__units *units, size_t from)
{
  const size_t count = units->alias_count - from;
  const struct score__unit_alias **list = score__arena_alloc(arena, count, sizeof(void *));
  for (size_t i = 0; list && i < count; i++) list[i] = &units->alias[from + i];
  if (list && count) qsort(list, count, sizeof(void *), by_system);
  return list;
}

static int by_day(const void *a, const void *b)
{
  const score__unit_state *x = *(const score__unit_state *const *)a, *y = *(const score__unit_state *const *)b;
  return (x->first_day > y->first_day) - (x->first_day < y->first_day);
}

static void put_aliases(score__buffer *out, const struct score__unit_alias *const *list, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    score__buffer_text(out, i ? ",[" : "[");
    score__canonical_word(out, list[i]->system);
    score__buffer_char(out, ',');
    score__canonical_word(out, list[i]->text);
    score__buffer_char(out, ']');
  }
}

static void put_day(score__buffer *out, int32_t day)
{
  char text[SCORE__DATE_TEXT];
  if (day == INT32_MIN || day == INT32_MAX) {
    score__buffer_text(out, "null,");
    return;
  }
  score__date_print(text, sizeof text, day);
  score__canonical_word(out, text);
  score__buffer_char(out, ',');
}

static void put_state(score__buffer *out, const score__units *units, const score__unit_state *s, const uint32_t *order)
{
  const uint32_t text[] = {s->name, s->kind, s->parent, s->successor};
  score__buffer_char(out, '[');
  put_day(out, s->first_day);
  put_day(out, s->last_day);
  for (size_t k = 0; k < 4; k++) {
    score__canonical_word(out, units->text[text[k]]);
    score__buffer_char(out, ',');
  }
  score__buffer_char(out, '[');
  for (size_t a = 0; a < units->attribute_count; a++) {
    if (a) score__buffer_char(out, ',');
    score__canonical_word(out, order[a] < s->attributes ? units->text[s->attribute[order[a]]] : "");
  }
  score__buffer_text(out, "]]");
}

static void put_states(score__buffer *out, const score__units *units, uint32_t unit, const uint32_t *order)
{
  size_t count = 0, at = 0;
  for (uint32_t i = units->latest[unit]; i != UINT32_MAX; i = units->state[i].before) count++;
  const score__unit_state **list = count ? calloc(count, sizeof(void *)) : NULL;
  if (count && !list) out->failed = true;
  for (uint32_t i = units->latest[unit]; list && i != UINT32_MAX; i = units->state[i].before)
    list[at++] = &units->state[i];
  if (list) qsort(list, count, sizeof *list, by_day);
  for (size_t i = 0; i < at; i++) {
    if (i) score__buffer_char(out, ',');
    put_state(out, units, list[i], order);
  }
  free(list);
}

void score__line_unit(score__buffer *out, const score__units *units, uint32_t unit, const uint32_t *order,
                      const struct score__unit_alias *const *alias, size_t aliases)
{
  score__buffer_text(out, "{\"unit\":");
  score__canonical_word(out, units->code[unit]);
  score__buffer_text(out, ",\"aliases\":[");
  put_aliases(out, alias, aliases);
  score__buffer_text(out, "],\"states\":[");
  put_states(out, units, unit, order);
  score__buffer_text(out, "]}\n");
}

/* ---- reading ---- */

static bool read_aliases(score__cursor *c, score__units *units, uint32_t unit)
{
  bool any = false;
  while (!c->failed && !score__cursor_take(c, "]")) {
    if (any && !score__cursor_expect(c, ",")) return false;
    any = true;
    const char *at = c->at, *system, *text;
    if (!score__cursor_expect(c, "[") || !(system = score__cursor_text(c, NULL)) || !score__cursor_expect(c, ",") ||
        !(text = score__cursor_text(c, NULL)) || !score__cursor_expect(c, "]"))
      return false;
    const size_t known = score__units_find(units, text);
    if (!*text || known != SIZE_MAX) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_OTHER, "");
    if (score__units_alias(units, unit, system, text) != 0) return lack_memory(c);
  }
  return !c->failed;
}

static bool read_day(score__cursor *c, int32_t open, int32_t *out)
{
  const char *at = c->at;
  *out = open;
  if (!score__cursor_take(c, "null")) {
    const char *text = score__cursor_text(c, NULL);
    if (!text) return false;
    if (score__date_parse_iso(out, text) != 0) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_DATE, "");
  }
  return score__cursor_expect(c, ",");
}

static bool read_values(score__cursor *c, score__units *units, uint32_t *attribute)
{
  if (!score__cursor_expect(c, "[")) return false;
  for (size_t a = 0; a < units->attribute_count; a++) {
    if (a && !score__cursor_expect(c, ",")) return false;
    const char *text = score__cursor_text(c, NULL);
    if (!text) return false;
    attribute[a] = score__units_intern(units, text);
    if (attribute[a] == UINT32_MAX) return lack_memory(c);
  }
  return score__cursor_expect(c, "]]");
}

static bool read_state(score__cursor *c, score__units *units, uint32_t unit, uint32_t *attribute)
{
  const char *at = c->at, *text[4];
  int32_t first, last;
  if (!score__cursor_expect(c, "[") || !read_day(c, INT32_MIN, &first) || !read_day(c, INT32_MAX, &last)) return false;
  for (size_t k = 0; k < 4; k++)
    if (!(text[k] = score__cursor_text(c, NULL)) || !score__cursor_expect(c, ",")) return false;
  if (!read_values(c, units, attribute)) return false;
  if (last < first) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_APART, "");
  const int status = score__units_state(units, unit, first, last, text[0], text[1], text[2], attribute);
  if (status > 0) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_APART, "");
  if (status < 0 || (*text[3] && score__units_succeed(units, unit, text[3]) != 0)) return lack_memory(c);
  return true;
}

static bool read_states(score__cursor *c, score__units *units, uint32_t unit)
{
  size_t count = 0;
  uint32_t *attribute = score__arena_alloc(c->arena, units->attribute_count, sizeof *attribute);
  if (!attribute) return lack_memory(c);
  while (!c->failed && !score__cursor_take(c, "]")) {
    if (count && !score__cursor_expect(c, ",")) return false;
    if (count++ == SCORE__MAX_UNIT_STATES) return score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_FOUND, "]");
    if (!read_state(c, units, unit, attribute)) return false;
  }
  return !c->failed;
}

bool score__read_unit(score__cursor *c, score__units *units)
{
  if (!score__cursor_expect(c, "{\"unit\":")) return false;
  const char *at = c->at, *code = score__cursor_text(c, NULL);
  const char *before = units->count ? units->code[units->count - 1] : "";
  if (!code) return false;
  if (strcmp(before, code) >= 0) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_ORDER, before);
  if (score__units_find(units, code) != SIZE_MAX || units->count >= SCORE__MAX_UNITS)
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_OTHER, "");
  const size_t unit = score__units_add(units, code);
  if (unit == SIZE_MAX) return lack_memory(c);
  return score__cursor_expect(c, ",\"aliases\":[") && read_aliases(c, units, (uint32_t)unit) &&
         score__cursor_expect(c, ",\"states\":[") && read_states(c, units, (uint32_t)unit) &&
         score__cursor_expect(c, "}") && score__cursor_end(c);
}
