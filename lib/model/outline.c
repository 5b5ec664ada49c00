/* The part of a document that has depth: objects, lists and cells. */
#include "model/sheet.h"

static score__outline *make(score_document *d, const char *key, uint8_t kind)
{
  score__outline *o = score__arena_alloc(&d->arena, 1, sizeof *o);
  const char *copy = key ? score__arena_text(&d->arena, key) : NULL;
  if (!o || (key && !copy)) {
    d->failed = true;
    return NULL;
  }
  o->kind = kind;
  o->key = copy;
  return o;
}

score__outline *score__outline_add(score_document *d, score__outline *parent, const char *key, uint8_t kind)
{
  if (!d || d->failed) return NULL;
  score__outline **root = d->section_count ? &d->section[d->section_count - 1].outline : &d->outline;
  if (!parent && !*root) *root = make(d, NULL, SCORE__OUTLINE_OBJECT);
  score__outline *o = d->failed ? NULL : make(d, key, kind);
  if (!o) return NULL;
  score__outline *above = parent ? parent : *root;
  if (above->last)
    above->last->next = o;
  else
    above->first = o;
  above->last = o;
  return o;
}

void score__outline_cell(score_document *d, score__outline *parent, const char *key, score__cell cell)
{
  score__outline *o = score__outline_add(d, parent, key, SCORE__OUTLINE_CELL);
  if (o) o->cell = cell;
}
