/* Bytes -> rows of cells, one physical line at a time, so that a row knows its line and reading stops where a row says
 * so. What the bytes come from is csv.c's affair. */
#ifndef SCORE__LINES_H
#define SCORE__LINES_H

#include <csv.h>
#include <stdbool.h>

#include "base/arena.h"
#include "input/csv.h"

typedef struct score__lines {
  struct csv_parser parser;
  const char *name;
  score__csv_row_fn row;
  void *context;
  score_error *err;
  int status; /* the first failure; nothing is read after it */
  uint64_t rows;
  uint32_t line, row_line; /* physical lines, from 1 */
  bool pending;            /* a row has begun and not ended */
  bool open_end;           /* the last physical line goes on in the next block */
  bool after_cr;           /* the last block ended in CR: LF may follow */
  bool block_ascii, row_ascii;
  const char *block; /* for the guess of an encoding */
  size_t block_size;
  char *bytes; /* the cells of one row, each with its NUL */
  size_t used, room;
  struct score__lines_cell *place;
  size_t places, place_room;
  score__csv_cell *cell;
  size_t cell_room;
  score__arena arena; /* texts that had to be normalized */
  size_t arena_bytes;
} score__lines;

int score__lines_start(score__lines *r, const char *name, char delimiter, score__csv_row_fn row, void *context,
                       score_error *err);
void score__lines_feed(score__lines *r, const char *bytes, size_t size);
/* The last row, where no line end follows it. */
void score__lines_finish(score__lines *r);
void score__lines_free(score__lines *r);
/* Ends the reading with err as filled, at this line (0 = none). */
void score__lines_stop(score__lines *r, int status, uint32_t line, size_t column);
void score__lines_stop_encoding(score__lines *r, const char *bytes, size_t size, uint32_t line, size_t column);

#endif
