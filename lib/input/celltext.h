/* The text of a cell as every reader gives it: NFC, trimmed, NUL-terminated. */
#ifndef SCORE__CELLTEXT_H
#define SCORE__CELLTEXT_H

#include "base/arena.h"
#include "base/buffer.h"

/* True when a valid text stands in NFC for sure, seen without work. */
bool score__celltext_is_nfc(const char *text, size_t size);

/* A text that comes in pieces, with the escapes of workbooks: _x000D_. */
typedef struct score__celltext {
  score__buffer raw;
  score__arena arena;
} score__celltext; /* {0} is empty */

void score__celltext_clear(score__celltext *t);
/* False when the text grows longer than a cell may be, or memory is out (raw.failed). */
bool score__celltext_add(score__celltext *t, const char *piece, size_t size);
/* The whole, until the next clear. -1 = memory. */
int score__celltext_finish(score__celltext *t, const char **text, size_t *size);
void score__celltext_free(score__celltext *t);

#endif
