#include "model/origin.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static uint32_t add_new(score__origins *o, const char *key, const char *source, const char *evidence, const char *note)
{
  if (o->count >= UINT32_MAX - 1 || score__grow(&o->item, &o->cap, o->count + 2, sizeof *o->item)) return UINT32_MAX;
  if (!o->count) o->item[o->count++] = (score__origin){"", "", ""};
  const char *copy = score__arena_text(&o->arena, key);
  score__origin *it = &o->item[o->count];
  *it = (score__origin){score__arena_text(&o->arena, source), score__arena_text(&o->arena, evidence),
                        score__arena_text(&o->arena, note)};
  if (!copy || !it->source || !it->evidence || !it->note || score__dict_add(&o->by_text, copy, o->count))
    return UINT32_MAX;
  return (uint32_t)o->count++;
}

uint32_t score__origins_add(score__origins *o, const char *source, const char *evidence, const char *note)
{
  if (!*source && !*evidence && !*note) return 0;
  if (o->last) {
    const score__origin *last = &o->item[o->last];
    if (!strcmp(last->source, source) && !strcmp(last->evidence, evidence) && !strcmp(last->note, note)) return o->last;
  }
  score__buffer key = {0};
  score__buffer_int(&key, (int64_t)strlen(source)); /* so that no two combinations read alike */
  score__buffer_char(&key, ':');
  score__buffer_int(&key, (int64_t)strlen(evidence));
  score__buffer_char(&key, ':');
  score__buffer_text(&key, source);
  score__buffer_text(&key, evidence);
  score__buffer_text(&key, note);
  uint32_t found = UINT32_MAX;
  if (!key.failed && key.data) {
    size_t at = score__dict_get(&o->by_text, key.data);
    found = at == SIZE_MAX ? add_new(o, key.data, source, evidence, note) : (uint32_t)at;
  }
  score__buffer_free(&key);
  if (found != UINT32_MAX) o->last = found;
  return found;
}

const score__origin *score__origins_get(const score__origins *o, uint32_t index)
{
  static const score__origin none = {"", "", ""};
  return index < o->count ? &o->item[index] : &none;
}

void score__origins_free(score__origins *o)
{
  free(o->item);
  score__dict_free(&o->by_text);
  score__arena_free(&o->arena);
  *o = (score__origins){0};
}
