/* CSV file -> rows of cells, streamed through libcsv in strict mode. Knows nothing of what the cells mean. */
#ifndef SCORE__CSV_H
#define SCORE__CSV_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/hash.h"
#include "score/error.h"

/* How a cell came to its text. */
enum {
  SCORE__CELL_TYPED = 0,  /* text as somebody typed it: all of a CSV file, the text cells of a workbook */
  SCORE__CELL_NUMBER = 1, /* a workbook's number: a decimal with a point, whatever mark is declared; "85.5%" where the
                             cell is shown as a percent */
  SCORE__CELL_DATE = 2,   /* a workbook's date: "2026-09-30" */
  SCORE__CELL_FAULT = 3   /* a formula's error, a formula without a result: the text says which, "#DIV/0!" or "=" */
};

typedef struct score__csv_cell {
  const char *text; /* NUL-terminated, valid UTF-8, NFC, trimmed; valid during the call */
  size_t size;
  uint8_t kind; /* SCORE__CELL_* as above */
} score__csv_cell;

/* line = physical line on which the row begins. Returns 0 to go on, else a SCORE_E_* that ends the reading (err is
 * then the caller's to fill). */
typedef int (*score__csv_row_fn)(void *context, uint32_t line, const score__csv_cell *cell, size_t count,
                                 score_error *err);

typedef struct score__csv_info {
  char delimiter;
  char sha256[SCORE__SHA256_HEX];
  uint64_t rows, size_bytes;
} score__csv_info;

/* delimiter 0 = decided from the first line (';' ',' or tab, the most frequent outside quotes). Rows that are wholly
 * empty are passed over. A structural error (stray quote, invalid UTF-8, NUL, too long a cell) ends the file with
 * SCORE_E_INPUT and the line. info (may be NULL): delimiter is set before the first row, the rest at the end. */
int score__csv_read(const char *path, char delimiter, score__csv_row_fn row, void *context, score__csv_info *info,
                    score_error *err);
/* The same over a file that is open, whose first bytes were read already, and in another encoding (NULL = UTF-8; a
 * byte order mark says more than it). The file is not closed. Bytes that the encoding does not have end the file; an
 * encoding that is not known is a SCORE_E_USAGE. */
int score__csv_read_open(FILE *file, const char *head, size_t head_size, const char *name, char delimiter,
                         const char *encoding, score__csv_row_fn row, void *context, score__csv_info *info,
                         score_error *err);
/* The same over bytes in memory; `name` stands for the file in messages. */
int score__csv_parse(const void *bytes, size_t size, const char *name, char delimiter, score__csv_row_fn row,
                     void *context, score__csv_info *info, score_error *err);

#endif
