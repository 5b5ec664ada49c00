#include "input/rowcells.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

typedef struct score__rowcell {
  const char *lasting; /* NULL = at `at` of the row's bytes */
  size_t column, at, size;
  uint8_t kind;
} rowcell;

int score__rowcells_put(score__rowcells *r, size_t column, const char *text, size_t size, uint8_t kind, bool lasting)
{
  if (size == 0) return 0;
  if (!lasting && size + 1 > SCORE__MAX_SHEET_ROW_BYTES - r->used) return -2;
  if (score__grow(&r->kept, &r->kept_cap, r->kept_count + 1, sizeof *r->kept) != 0) return -1;
  if (!lasting) {
    if (score__grow(&r->bytes, &r->room, r->used + size + 1, 1) != 0) return -1;
    memcpy(r->bytes + r->used, text, size);
    r->bytes[r->used + size] = 0;
  }
  r->kept[r->kept_count++] = (rowcell){lasting ? text : NULL, column, r->used, size, kind};
  if (!lasting) r->used += size + 1;
  return 0;
}

int score__rowcells_finish(score__rowcells *r)
{
  size_t had = r->cap, last = r->kept_count ? r->kept[r->kept_count - 1].column + 1 : 0;
  if (score__grow(&r->cell, &r->cap, last, sizeof *r->cell) != 0) return -1;
  for (size_t i = had; i < r->cap; i++) r->cell[i].text = "";
  for (size_t i = 0; i < r->kept_count; i++) {
    const rowcell *k = &r->kept[i];
    r->cell[k->column] = (score__csv_cell){k->lasting ? k->lasting : r->bytes + k->at, k->size, k->kind};
  }
  r->count = last;
  return 0;
}

void score__rowcells_clear(score__rowcells *r)
{
  for (size_t i = 0; r->count && i < r->kept_count; i++) {
    r->cell[r->kept[i].column] = (score__csv_cell){"", 0, SCORE__CELL_TYPED};
  }
  r->kept_count = r->used = r->count = 0;
}

void score__rowcells_free(score__rowcells *r)
{
  free(r->cell);
  free(r->kept);
  free(r->bytes);
}
