/* Open addressing with linear probing, at most half full. */
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

struct score__dict_slot {
  const char *key; /* NULL = free */
  size_t size, value;
  uint64_t hash;
};

static uint64_t hash_of(const char *key, size_t size)
{
  uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
  for (size_t i = 0; i < size; i++) h = (h ^ (unsigned char)key[i]) * UINT64_C(1099511628211);
  h ^= h >> 32; /* the low bits choose the slot */
  return h;
}

/* The key's slot, or the free one where it belongs. */
static struct score__dict_slot *slot_of(struct score__dict_slot *slots, size_t cap, const char *key, size_t size,
                                        uint64_t hash)
{
  for (size_t i = (size_t)hash & (cap - 1);; i = (i + 1) & (cap - 1)) {
    struct score__dict_slot *s = &slots[i];
    if (!s->key || (s->hash == hash && s->size == size && memcmp(s->key, key, size) == 0)) return s;
  }
}

static int make_room(score__dict *d)
{
  if (d->size < d->cap / 2) return 0;
  size_t cap = d->cap ? d->cap * 2 : 16;
  if (d->cap > SIZE_MAX / 4) return -1;
  struct score__dict_slot *slots = calloc(cap, sizeof *slots);
  if (!slots) return -1;
  for (size_t i = 0; i < d->cap; i++) {
    const struct score__dict_slot *s = &d->slots[i];
    if (s->key) *slot_of(slots, cap, s->key, s->size, s->hash) = *s;
  }
  free(d->slots);
  d->slots = slots;
  d->cap = cap;
  return 0;
}

int score__dict_add(score__dict *d, const char *key, size_t value)
{
  if (make_room(d) != 0) return -1;
  size_t size = strlen(key);
  uint64_t hash = hash_of(key, size);
  struct score__dict_slot *s = slot_of(d->slots, d->cap, key, size, hash);
  if (!s->key) {
    *s = (struct score__dict_slot){.key = key, .size = size, .value = value, .hash = hash};
    d->size++;
  }
  return 0;
}

size_t score__dict_get_n(const score__dict *d, const char *key, size_t size)
{
  if (d->size == 0) return SIZE_MAX;
  const struct score__dict_slot *s = slot_of(d->slots, d->cap, key, size, hash_of(key, size));
  return s->key ? s->value : SIZE_MAX;
}

size_t score__dict_get(const score__dict *d, const char *key)
{
  return score__dict_get_n(d, key, strlen(key));
}

void score__dict_free(score__dict *d)
{
  free(d->slots);
  *d = (score__dict){0};
}
