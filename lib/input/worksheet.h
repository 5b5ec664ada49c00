/* One worksheet -> rows of cells, as a stream: memory for one row. */
#ifndef SCORE__WORKSHEET_H
#define SCORE__WORKSHEET_H

#include <stdbool.h>

#include "input/csv.h"
#include "input/package.h"
#include "input/sharedtext.h"
#include "input/styles.h"

typedef struct score__worksheet {
  score__package *package;
  const score__shared *shared;
  const score__styles *styles;
  bool since_1904;
  const char *name;
  score__csv_row_fn row;
  void *context;
} score__worksheet;

/* *rows = rows handed out. What is wrong is told with the sheet's name, row and column. */
int score__worksheet_read(const score__worksheet *sheet, const char *part, uint64_t *rows);
/* The same over the bytes of a part in memory. */
int score__worksheet_parse(const score__worksheet *sheet, const char *bytes, size_t size, uint64_t *rows);
/* Whether any cell has something in it; 0 or what is wrong. */
int score__worksheet_peek(score__package *p, const char *part, bool *any);

#endif
