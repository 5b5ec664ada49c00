/* The cells of one worksheet row, gathered from those that are there. */
#ifndef SCORE__ROWCELLS_H
#define SCORE__ROWCELLS_H

#include <stdbool.h>

#include "input/csv.h"

typedef struct score__rowcells {
  score__csv_cell *cell; /* all columns up to the last; those without a cell are empty */
  size_t cap, count;     /* count: up to the last cell with text */
  struct score__rowcell *kept;
  size_t kept_cap, kept_count;
  char *bytes; /* texts of this row */
  size_t room, used;
} score__rowcells; /* {0} is empty */

/* Puts a text into column (from 0). `lasting`: the text stays where it is, else it is copied. -1 = memory, -2 = the row
 * is too large. */
int score__rowcells_put(score__rowcells *r, size_t column, const char *text, size_t size, uint8_t kind, bool lasting);
/* The row as it is handed out; -1 = memory. */
int score__rowcells_finish(score__rowcells *r);
void score__rowcells_clear(score__rowcells *r);
void score__rowcells_free(score__rowcells *r);

#endif
