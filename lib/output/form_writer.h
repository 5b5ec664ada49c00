/* Forms as files: a workbook (libxlsxwriter) or CSV. */
#ifndef SCORE__FORM_WRITER_H
#define SCORE__FORM_WRITER_H

#include "base/buffer.h"
#include "model/form.h"
#include "score/error.h"

/* Appends the whole file to `out`; the same form gives the same bytes. 0, SCORE_E_LIMIT (more rows, columns or
 * characters than a worksheet holds), SCORE_E_OUTPUT (no room for temporary files), SCORE_E_MEMORY. */
int score__write_form_xlsx(score__buffer *out, const score__form *form, score_error *err);
/* Header row and rows, no titles and no help. Plain is RFC 4180 with '\n', decimal point and ISO dates; excel_vi has
 * BOM, ';', decimal comma, day/month/year, CRLF, and an apostrophe before a text that a spreadsheet would take for a
 * formula. 0 or SCORE_E_MEMORY. */
int score__write_form_csv(score__buffer *out, const score__form *form, bool excel_vi, score_error *err);

#endif
