/* Filling errors and findings. */
#ifndef SCORE__FAIL_H
#define SCORE__FAIL_H

#include <stddef.h>

#include "base/phrase.h"
#include "score/error.h"

/* Fills err (may be NULL) with code, phrase and NULL-terminated text arguments, no place; returns code. */
int score__fail(score_error *err, int code, int phrase, ...) __attribute__((sentinel));
/* Adds the place. file and field may be NULL; err may be NULL. */
void score__fail_at(score_error *err, const char *file, uint32_t line, uint32_t column, const char *field);
/* The same for a cell of a table: the letters of its column stand for a field that has no name. */
void score__fail_cell(score_error *err, const char *file, uint32_t line, uint32_t column, const char *field);
/* Adds the worksheet; NULL and "" = none. */
void score__fail_sheet(score_error *err, const char *sheet);
/* Column 1 = A, 27 = AA, as a spreadsheet names it; 0 = "". Returns buf. */
const char *score__column_letters(char buf[8], uint32_t column);
/* Shorthand for "out of memory". */
static inline int score__fail_memory(score_error *err)
{
  score__fail(err, SCORE_E_MEMORY, SCORE__PH_MEMORY, (const char *)NULL);
  return SCORE_E_MEMORY;
}

/* Appends a copy (findings may be NULL). Past the cap it is only counted. */
void score__finding_add(score_findings *findings, score_severity severity, const score_error *err);
/* Formats integers for arguments; returns buf. */
const char *score__int_text(char buf[24], int64_t v);

#endif
