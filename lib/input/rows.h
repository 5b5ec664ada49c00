/* A file of rows, whatever it is: CSV or a workbook (.xlsx), told apart by its first bytes. */
#ifndef SCORE__ROWS_H
#define SCORE__ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "input/csv.h"

typedef struct score__rows_options {
  char delimiter;       /* CSV: ',' ';' '\t'; 0 = decided from the first line */
  const char *encoding; /* CSV: as iconv names it; NULL = UTF-8 */
  const char *sheet;    /* workbook: name of the worksheet; NULL = the first visible one with cells */
} score__rows_options;

typedef struct score__rows_info {
  char delimiter; /* 0 in a workbook; set before the first row, as are `workbook` and `sheet` */
  bool workbook;
  char sheet[128];       /* name of the worksheet that is read, "" for CSV */
  unsigned other_sheets; /* visible worksheets with cells that were not read; known at the end */
  char sha256[SCORE__SHA256_HEX];
  uint64_t rows, size_bytes; /* size of the file */
} score__rows_info;

/* options may be NULL; what concerns the other kind of file is passed over. Rows that are wholly empty are passed over;
 * `line` is the physical line of a CSV file, the row's number in a worksheet; a cell's index is its column. A row of a
 * worksheet ends with its last cell that holds something: it may be shorter than the header, and longer. What is wrong with the
 * file ends it: a SCORE_E_* with err and its place. */
int score__rows_read(const char *path, const score__rows_options *options, score__csv_row_fn row, void *context,
                     score__rows_info *info, score_error *err);
/* The same over a workbook in memory; `name` stands for the file in messages. */
int score__rows_parse(const void *bytes, size_t size, const char *name, const score__rows_options *options,
                      score__csv_row_fn row, void *context, score__rows_info *info, score_error *err);

#endif
