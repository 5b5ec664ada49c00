/* A sheet that people fill in, or get back: rows of cells, some open, some with a rule for what may stand in them.
 * Before any format; writers know nothing of scoring. */
#ifndef SCORE__FORM_H
#define SCORE__FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
  SCORE__FORM_TEXT,
  SCORE__FORM_NUMBER, /* text is a decimal with a point: a workbook gets a number, CSV the text */
  SCORE__FORM_DATE    /* text is ISO: a workbook gets a date */
};

enum { SCORE__FORM_ANY, SCORE__FORM_WHOLE, SCORE__FORM_DECIMAL, SCORE__FORM_LIST, SCORE__FORM_DAY };

typedef struct score__form_rule { /* what may be typed into a cell */
  uint8_t kind;                   /* SCORE__FORM_ANY .. _DAY */
  const char *min, *max;          /* decimals or ISO dates; NULL = open */
  const char *const *option;      /* of a list */
  size_t option_count;
  const char *other;  /* a word that may stand instead: "KAD"; NULL = none */
  const char *prompt; /* one line beside the cell when it is entered; NULL = none */
} score__form_rule;

typedef struct score__form_cell {
  const char *text; /* "" = empty */
  uint8_t kind;
  bool open;                    /* may be filled in; all others are locked */
  bool bad;                     /* something is wrong with it: stands out */
  const score__form_rule *rule; /* NULL = none */
} score__form_cell;

typedef struct score__form_column {
  const char *title; /* of the header row */
  uint16_t width;    /* characters */
  bool wraps;
} score__form_column;

typedef struct score__form {
  score__arena arena;
  const char *name;        /* of the worksheet */
  const char *const *line; /* texts above the header row: a workbook only */
  size_t line_count;
  const char *const *help; /* lines of a second worksheet, help_name; "# ..." is a heading; none = no such sheet */
  size_t help_count;
  const char *help_name;
  const char *lists_name; /* of the hidden worksheet that holds lists too long for a rule; NULL = "Lists" */
  size_t freeze;          /* columns that stay in sight */
  size_t column_count, row_count;
  size_t cell_cap;
  score__form_column *column;
  score__form_cell *cell; /* [row_count][column_count] */
  bool locked;            /* cells that are not open are protected (without a password) */
} score__form;            /* {0} is empty */

/* Makes it a form without rows; to be freed even when it fails. 0 or -1. */
int score__form_start(score__form *form, size_t columns);
/* The columns of a form that has been {0} and has an arena in use, but no rows. 0 or -1. */
int score__form_columns(score__form *form, size_t columns);
/* A new row of empty locked cells; NULL when memory is out. Valid until the next row is added. */
score__form_cell *score__form_row(score__form *form);
void score__form_free(score__form *form);

#endif
