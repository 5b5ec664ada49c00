/* A workbook that is being written, between its files: the file (xlsx_form.c), its sheets (xlsx_sheet.c), what may be
 * typed (xlsx_rule.c). */
#ifndef SCORE__XLSX_BOOK_H
#define SCORE__XLSX_BOOK_H

#include <xlsxwriter.h>

#include "model/form.h"
#include "output/xlsx_text.h"

#define SCORE__XLSX_FORMATS 96

typedef struct score__xlsx_book {
  const score__form *form;
  lxw_workbook *workbook;
  lxw_worksheet *sheet, *lists; /* lists: made when the first one is needed */
  char name[3][SCORE__XLSX_NAME_CAP];
  lxw_format *format[SCORE__XLSX_FORMATS];
  size_t list_count, list_cap;
  const score__form_rule **list; /* [list_count] the rule whose options stand in that column of `lists` */
} score__xlsx_book;

/* False when a workbook could not hold it to its last digit. */
bool score__xlsx_number(double *out, const char *text);
bool score__xlsx_date(lxw_datetime *out, const char *iso);
/* Puts a rule on rows `first` to `last` of a column, rows of the worksheet. */
lxw_error score__xlsx_rule_put(score__xlsx_book *book, lxw_row_t first, lxw_row_t last, lxw_col_t column,
                               const score__form_rule *rule);
/* The sheet of the form, then the sheet of its help, if any. */
lxw_error score__xlsx_sheet_put(score__xlsx_book *book);
lxw_error score__xlsx_help_put(score__xlsx_book *book);

#endif
