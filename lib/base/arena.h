/* Blocks that live and die together. Zeroed, aligned to 16. Sizes go through checked arithmetic.
 * With SCORE__DEBUG_ARENA defined every block is its own malloc, so that sanitizers see overruns. */
#ifndef SCORE__ARENA_H
#define SCORE__ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct score__arena {
  struct score__arena_chunk *chunks;
  bool failed;  /* an allocation was refused: who builds much checks once at the end */
} score__arena; /* {0} is an empty arena */

/* Room for `bytes` of blocks to come, in one piece: what is freed in one piece is quick to have again. -1 memory. */
int score__arena_reserve(score__arena *arena, size_t bytes);
/* NULL when memory is out or count * size overflows. count or size 0 gives a valid pointer. */
void *score__arena_alloc(score__arena *arena, size_t count, size_t size);
char *score__arena_copy(score__arena *arena, const char *text, size_t size); /* adds the NUL */
char *score__arena_text(score__arena *arena, const char *text);
void score__arena_free(score__arena *arena);

/* Growable plain arrays: makes *items hold at least `want` items of `size`, doubling *cap. New items are zeroed.
 * 0, or -1 when memory is out (the array is as before). Free with free(). */
int score__grow(void *items, size_t *cap, size_t want, size_t size);

#endif
