/* Observations that wait to be written: a batch of bounded size, sorted as the table is before it goes in, by
 * statements of many rows. A sorted batch fills the pages one after the other, and a statement of 64 rows costs a third
 * of 64 statements. */
#ifndef SCORE__BACKLOG_H
#define SCORE__BACKLOG_H

#include "store/handle.h"

/* The key of a row: period, unit, measure, stage, as the primary key has them. */
#define SCORE__PERIOD_BITS  16
#define SCORE__UNIT_BITS    24
#define SCORE__MEASURE_BITS 22
#define SCORE__STAGE_BITS   2

typedef struct score__backlog_row {
  uint64_t key;
  int64_t value;
  uint32_t line; /* of the file, 0 = none */
  uint32_t text; /* 1 + offset of four texts, 0 = none; the backlog sets it */
  uint8_t scale, state, synthetic;
} score__backlog_row;

typedef struct score__backlog {
  score_store *store;
  score__backlog_row *row, *other; /* other: where sorting puts them */
  size_t count;
  score__buffer text;
  sqlite3_stmt *many, *one, *text_one;
} score__backlog; /* zero it; score__backlog_free also after a failed start */

/* Ids as bits of a key; each must be below 1 << its bits. */
static inline uint64_t score__backlog_key(int64_t period, int64_t unit, int64_t measure, uint8_t stage)
{
  uint64_t key = ((uint64_t)period << SCORE__UNIT_BITS) | (uint64_t)unit;
  return (((key << SCORE__MEASURE_BITS) | (uint64_t)measure) << SCORE__STAGE_BITS) | stage;
}

int score__backlog_start(score__backlog *b, score_store *store, score_error *err);
/* Takes one row with its texts ("" = none), and writes the batch when it is full. */
int score__backlog_add(score__backlog *b, const score__backlog_row *row, const score__observation *o, score_error *err);
/* Writes what waits. */
int score__backlog_flush(score__backlog *b, score_error *err);
void score__backlog_free(score__backlog *b);

#endif
