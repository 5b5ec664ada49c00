/* One file of observations while it is read: what its parts (units, cells, rows) share. Units, periods and stages repeat
 * from row to row, so the last ones are remembered by their text. */
#ifndef SCORE__INTAKE_ROW_H
#define SCORE__INTAKE_ROW_H

#include "input/rows.h"
#include "run/header.h"
#include "run/intake.h"
#include "run/tally.h"

/* What score__intake_unit says of a row of totals; 1 of any other row whose unit is wrong. */
enum { SCORE__INTAKE_TOTAL = 2 };

typedef struct score__memo { /* the text last seen in a column */
  char *text;
  size_t size, room;
  bool known;
} score__memo;

typedef struct score__pending { /* a checked cell of the row at hand */
  int64_t value;
  size_t at; /* its column in the file */
  uint32_t column;
  uint8_t state;
  bool given;
} score__pending;

typedef struct score__intake {
  score__units *units;
  const score_criteria *set;
  const score_read_options *options;
  const score__intake_sink *sink;
  score__arrival *arrival;
  score__tally tally;
  score__rows_info file;
  score__header header;
  bool has_header, broken; /* broken: not only rows are wrong */
  unsigned titles;         /* rows before the header */
  char mark;
  bool marked;     /* a fraction with the mark was read */
  bool mark_asked; /* whether the whole file proves the other mark */
  bool tab_told, has_option_period;
  score__period option_period;
  bool *na_somewhere; /* [measures] a criterion that reads it takes NA */
  score__memo unit_memo, period_memo, stage_memo, source_memo, expires_memo;
  score__observation o; /* of the row at hand */
  char expires[16];     /* ISO */
  bool source_synthetic;
  bool valued;   /* the arrival knows that the unit of the last row has values */
  bool unit_new; /* the row's unit comes into being with the row */
  score__pending *pending;
  size_t pending_count, pending_room;
  score__csv_cell *padded; /* a short row of a workbook */
  size_t padded_room;
  size_t *described, described_room; /* [units] */
  uint32_t *no_attributes;
  size_t unlisted, named, searched;
  char unlisted_code[160], named_text[160], named_code[160];
  score__arena name_arena;
  score__dict by_name; /* folded names of listed units, made when first asked for */
  size_t *name_unit;   /* [names] SIZE_MAX = several */
  bool has_names;
  uint64_t cells, rows_seen, skipped;
} score__intake;

/* ---- places ---- */

void score__intake_tell(score__intake *in, score_error *e, uint32_t line, size_t column);
/* At the column of a role, else at the row. */
void score__intake_tell_role(score__intake *in, score_error *e, uint32_t line, size_t role);
void score__intake_warn_role(score__intake *in, score_error *e, uint32_t line, size_t role);
/* The row's cell of a role; never NULL. */
const score__csv_cell *score__intake_cell_of(const score__intake *in, const score__csv_cell *cell, size_t role);
bool score__memo_holds(const score__memo *m, const score__csv_cell *cell);
int score__memo_keep(score__memo *m, const score__csv_cell *cell); /* 0 or -1 */
/* Told as an error when the cell is a formula's error. */
bool score__intake_fault(score__intake *in, const score__csv_cell *cell, uint32_t line, size_t column,
                         const char *field);

/* ---- a row: 0 to go on, negative = SCORE_E_* ---- */

int score__intake_row(score__intake *in, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err);
/* The values of a row, checked, into in->pending. */
int score__intake_values(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err);
/* At the cell of a value; `measure` names it in a long file. */
void score__intake_tell_value(score__intake *in, score_severity severity, score_error *e, uint32_t line, size_t column,
                              const char *measure);

/* ---- units ---- */

/* 0 with in->o.unit, or in->unit_new; 1 when the row cannot be used (told); negative = SCORE_E_*. */
int score__intake_unit(score__intake *in, const score__csv_cell *row, uint32_t line, score_error *err);
/* name, kind and parent of a data file describe a unit that no list has described. */
int score__intake_prepare_description(score__intake *in, score_error *err);
/* Tells what contradicts an earlier row or the list; then, of a good row, takes the description. */
void score__intake_compare(score__intake *in, const score__csv_cell *cell, uint32_t line);
int score__intake_describe(score__intake *in, const score__csv_cell *cell, score_error *err);
void score__intake_warn_units(score__intake *in);
/* The unit a text leads to where it is no code of the list: told, or *unit filled. 0, 1 or negative as above. */
int score__intake_stranger(score__intake *in, const score__csv_cell *row, const score__csv_cell *cell, uint32_t line,
                           size_t *unit, score_error *err);

#endif
