/* U+2588..258F: a cell from full down to an eighth of its width; U+2581..2588: from an eighth of its height up to full. */
#include "output/blocks.h"

#include "base/limits.h"

enum { EIGHTHS = 8 };

static void put_block(score__buffer *out, unsigned low)
{
  const char block[] = {(char)0xE2, (char)0x96, (char)low};
  score__buffer_add(out, block, sizeof block);
}

/* What is not nothing is seen, and what is not all is not shown as all. */
static int64_t eighths(int64_t share, int64_t whole)
{
  const int64_t n = (share * whole + SCORE__MICRO / 2) / SCORE__MICRO;
  if (share > 0 && n == 0) return 1;
  return share < SCORE__MICRO && n == whole ? whole - 1 : n;
}

static void put_bar(score__buffer *out, int64_t share)
{
  int64_t n = eighths(share, SCORE__BAR_WIDE * EIGHTHS);
  for (; n >= EIGHTHS; n -= EIGHTHS) put_block(out, 0x88);
  if (n > 0) put_block(out, 0x90u - (unsigned)n);
}

static void put_spark(score__buffer *out, const score__cell *cell)
{
  for (size_t k = 0; k < cell->arg_count; k++) {
    if (cell->arg[k].kind != SCORE__CELL_BAR) {
      score__buffer_char(out, ' ');
      continue;
    }
    put_block(out, 0x81u + (unsigned)(cell->arg[k].value * (EIGHTHS - 1) / SCORE__MICRO));
  }
}

void score__blocks_put(score__buffer *out, const score__cell *cell)
{
  if (cell->kind == SCORE__CELL_BAR)
    put_bar(out, cell->value);
  else if (cell->kind == SCORE__CELL_SPARK)
    put_spark(out, cell);
}
