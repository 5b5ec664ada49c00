/* One file of observations while it is read: what its parts (units, cells, rows) share. Units, periods and stages repeat
 * from row to row, so the last ones are remembered by their text. */
#ifndef SCORE__INTAKE_ROW_H
#define SCORE__INTAKE_ROW_H

#include "run/header.h"
#include "run/intake.h"
#include "run/tally.h"

typedef struct score__memo { /* the text last seen in a column */
  char *text;
  size_t size, room;
  bool known;
} score__memo;

typedef struct score__intake {
  score__units *units;
  const score_criteria *set;
  const score_read_options *options;
  score__observe_fn observe;
  void *context;
  score__tally tally;
  score__csv_info csv;
  score__header header;
  bool has_header;
  char mark;
  bool tab_told, has_option_period;
  score__period option_period;
  bool *na_somewhere; /* [measures] a criterion that reads it takes NA */
  score__memo unit_memo, period_memo, stage_memo, source_memo;
  score__observation o; /* of the row at hand */
  bool source_synthetic;
  bool cell_twice_told;
  size_t *described, described_room; /* [units] */
  uint32_t *no_attributes;
  size_t listed_units; /* units there were before */
  size_t unlisted, zeros;
  char unlisted_code[160], zeros_code[160], zeros_other[160];
  uint64_t cells;
  uint64_t rows_seen;
} score__intake;

/* ---- places ---- */

void score__intake_tell(score__intake *in, score_error *e, uint32_t line, size_t column);
/* At the column of a role, else at the row. */
void score__intake_tell_role(score__intake *in, score_error *e, uint32_t line, size_t role);
/* The row's cell of a role; never NULL. */
const score__csv_cell *score__intake_cell_of(const score__intake *in, const score__csv_cell *cell, size_t role);
bool score__memo_holds(const score__memo *m, const score__csv_cell *cell);
int score__memo_keep(score__memo *m, const score__csv_cell *cell); /* 0 or -1 */

/* ---- a row: 0 to go on, negative = SCORE_E_* ---- */

int score__intake_row(score__intake *in, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err);
/* 0; 1 when the row cannot be used (told); negative = SCORE_E_*. */
int score__intake_unit(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err);
/* name, kind and parent of a data file describe a unit that no list has described. */
int score__intake_prepare_description(score__intake *in, score_error *err);
int score__intake_describe(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err);
void score__intake_warn_units(score__intake *in);
/* The values of a row whose unit, period and stage are known. */
int score__intake_values(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err);

#endif
