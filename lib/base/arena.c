#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct score__arena_chunk {
  _Alignas(16) struct score__arena_chunk *next;
  size_t used, cap;
};

#ifdef SCORE__DEBUG_ARENA
static const bool one_block_per_chunk = true;
#else
static const bool one_block_per_chunk = false;
#endif

#define FIRST_CHUNK (size_t)4096
#define LAST_CHUNK  ((size_t)1 << 20)

static char *chunk_bytes(struct score__arena_chunk *c)
{
  return (char *)(c + 1);
}

static struct score__arena_chunk *chunk_new(size_t cap)
{
  if (cap > SIZE_MAX - sizeof(struct score__arena_chunk)) return NULL;
  struct score__arena_chunk *c = calloc(1, sizeof *c + cap);
  if (c) c->cap = cap;
  return c;
}

/* A chunk of its own, behind the chunk that is being filled. */
static void *block_alone(score__arena *arena, size_t bytes)
{
  struct score__arena_chunk *c = chunk_new(bytes);
  if (!c) return NULL;
  c->used = bytes;
  if (arena->chunks) {
    c->next = arena->chunks->next;
    arena->chunks->next = c;
  } else {
    arena->chunks = c;
  }
  return chunk_bytes(c);
}

static void *block_of(score__arena *arena, size_t count, size_t size)
{
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - 15) return NULL;
  if (bytes == 0) bytes = 1;
  if (one_block_per_chunk) return block_alone(arena, bytes);
  bytes = (bytes + 15) & ~(size_t)15;
  struct score__arena_chunk *c = arena->chunks;
  if (!c || c->cap - c->used < bytes) {
    size_t cap = c ? c->cap : FIRST_CHUNK / 2;
    cap = cap < LAST_CHUNK ? cap * 2 : LAST_CHUNK;
    if (cap < FIRST_CHUNK) cap = FIRST_CHUNK;
    if (cap > LAST_CHUNK) cap = LAST_CHUNK;
    if (bytes > cap / 4) return block_alone(arena, bytes);
    c = chunk_new(cap);
    if (!c) return NULL;
    c->next = arena->chunks;
    arena->chunks = c;
  }
  void *block = chunk_bytes(c) + c->used;
  c->used += bytes;
  return block;
}

int score__arena_reserve(score__arena *arena, size_t bytes)
{
  if (one_block_per_chunk) return 0;
  struct score__arena_chunk *c = chunk_new(bytes);
  if (!c) return -1;
  c->next = arena->chunks;
  arena->chunks = c;
  return 0;
}

void *score__arena_alloc(score__arena *arena, size_t count, size_t size)
{
  void *block = block_of(arena, count, size);
  if (!block) arena->failed = true;
  return block;
}

char *score__arena_copy(score__arena *arena, const char *text, size_t size)
{
  if (size == SIZE_MAX) return NULL;
  char *copy = score__arena_alloc(arena, size + 1, 1);
  if (copy && size) memcpy(copy, text, size);
  return copy;
}

char *score__arena_text(score__arena *arena, const char *text)
{
  return score__arena_copy(arena, text, strlen(text));
}

void score__arena_free(score__arena *arena)
{
  struct score__arena_chunk *c = arena->chunks;
  while (c) {
    struct score__arena_chunk *next = c->next;
    free(c);
    c = next;
  }
  arena->chunks = NULL;
}

int score__grow(void *items, size_t *cap, size_t want, size_t size)
{
  if (want <= *cap) return 0;
  size_t grown = *cap > SIZE_MAX / 2 ? want : *cap * 2, bytes;
  if (grown < 8) grown = 8;
  if (grown < want) grown = want;
  if (__builtin_mul_overflow(grown, size, &bytes)) return -1;
  /* Any object pointer may be behind `items`: its bytes are copied, not its type guessed. */
  char *old, *block;
  memcpy(&old, items, sizeof old);
  block = realloc(old, bytes ? bytes : 1);
  if (!block) return -1;
  memset(block + *cap * size, 0, bytes - *cap * size);
  memcpy(items, &block, sizeof block);
  *cap = grown;
  return 0;
}
