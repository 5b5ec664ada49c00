#include "model/origin.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

bool score__origin_says(const score__origin *said)
{
  return *said->source || *said->evidence || *said->note || *said->expires;
}

static bool same(const score__origin *a, const score__origin *b)
{
  return !strcmp(a->source, b->source) && !strcmp(a->evidence, b->evidence) && !strcmp(a->note, b->note) &&
         !strcmp(a->expires, b->expires);
}

static uint32_t add_new(score__origins *o, const char *key, const score__origin *said)
{
  if (o->count >= UINT32_MAX - 1 || score__grow(&o->item, &o->cap, o->count + 2, sizeof *o->item)) return UINT32_MAX;
  if (!o->count) o->item[o->count++] = SCORE__ORIGIN_NONE;
  const char *copy = score__arena_text(&o->arena, key);
  score__origin *it = &o->item[o->count];
  *it = (score__origin){score__arena_text(&o->arena, said->source), score__arena_text(&o->arena, said->evidence),
                        score__arena_text(&o->arena, said->note), score__arena_text(&o->arena, said->expires)};
  if (!copy || !it->source || !it->evidence || !it->note || !it->expires ||
      score__dict_add(&o->by_text, copy, o->count))
    return UINT32_MAX;
  return (uint32_t)o->count++;
}

uint32_t score__origins_add(score__origins *o, const score__origin *said)
{
  if (!score__origin_says(said)) return 0;
  if (o->last && same(&o->item[o->last], said)) return o->last;
  score__buffer key = {0};
  const char *const text[] = {said->source, said->evidence, said->note, said->expires};
  for (size_t i = 0; i < 4; i++) {
    score__buffer_int(&key, (int64_t)strlen(text[i])); /* so that no two combinations read alike */
    score__buffer_char(&key, ':');
    score__buffer_text(&key, text[i]);
  }
  uint32_t found = UINT32_MAX;
  if (!key.failed && key.data) {
    size_t at = score__dict_get(&o->by_text, key.data);
    found = at == SIZE_MAX ? add_new(o, key.data, said) : (uint32_t)at;
  }
  score__buffer_free(&key);
  if (found != UINT32_MAX) o->last = found;
  return found;
}

const score__origin *score__origins_get(const score__origins *o, uint32_t index)
{
  static const score__origin none = {"", "", "", ""};
  return index < o->count ? &o->item[index] : &none;
}

void score__origins_free(score__origins *o)
{
  free(o->item);
  score__dict_free(&o->by_text);
  score__arena_free(&o->arena);
  *o = (score__origins){0};
}
