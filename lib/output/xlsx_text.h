/* Texts within the limits of a workbook. */
#ifndef SCORE__XLSX_TEXT_H
#define SCORE__XLSX_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#define SCORE__XLSX_NAME     31    /* UTF-16 units of a worksheet's name */
#define SCORE__XLSX_MESSAGE  255   /* of a prompt, a formula, a list inside a rule, a head of a page */
#define SCORE__XLSX_CELL     32767 /* of a cell */
#define SCORE__XLSX_DIGITS   15    /* significant digits that a number keeps */
#define SCORE__XLSX_NAME_CAP (SCORE__XLSX_NAME * 4 + 1)

enum { SCORE__XLSX_LINE_HEIGHT = 15, SCORE__XLSX_MAX_LINES = 27 }; /* points; a row has 409 */

/* UTF-16 units of valid UTF-8; *cut (may be NULL) = bytes of the longest prefix of at most `most` units. */
size_t score__xlsx_length(const char *text, size_t most, size_t *cut);
/* A name that a worksheet may have: at most 31 characters, none of []:*?/\, no apostrophe at its ends. */
void score__xlsx_name(char out[SCORE__XLSX_NAME_CAP], const char *wanted, const char *otherwise);
/* Lines that a text takes in a column, broken between words as a spreadsheet does. */
size_t score__xlsx_lines(const char *text, size_t width);

#endif
