/* Files that people send: what a number of them brought, who is absent, what is wrong in all of them, and the sheet
 * that goes back to be corrected. */
#ifndef SCORE_ARRIVALS_H
#define SCORE_ARRIVALS_H

#include "score/document.h"
#include "score/store.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_arrivals score_arrivals;

SCORE_API int score_arrivals_new(score_arrivals **out, score_error *err);
SCORE_API void score_arrivals_free(score_arrivals *arrivals);
/* Notes a file that could not be tried at all. Imports note themselves (score_import_options.arrivals). */
SCORE_API int score_arrivals_refuse(score_arrivals *arrivals, const char *file, score_error *err);

/* One row per file: units, period, stage, rows, values, rows left out, accepted, refused or repeated, errors, warnings.
 * Then the units of the list that have no data in the period: those of `scope` ("kind:phuong,parent:75"), or with NULL
 * those of a parent and a kind that somebody has who sent. store NULL = nobody is looked for. Changes `arrivals`. */
SCORE_API int score_document_arrivals(score_document **out, score_arrivals *arrivals, score_store *store,
                                      const score_criteria *criteria, const char *scope, score_error *err);

/* Findings about data, those of several files one after the other: file, sheet, row, column letter, field, severity,
 * text. */
SCORE_API int score_document_data_findings(score_document **out, const score_findings *const *findings, size_t count,
                                           score_error *err);

/* The rows of a file with a last column "lỗi" that says what is wrong with each, in the words of `findings` (those of
 * this file): a workbook for a workbook, else CSV; *workbook (may be NULL) is set before the first bytes. Corrected, it
 * is imported again as it is. Of a file of more than 65,536 rows only those with errors. SCORE_E_INPUT when the file
 * cannot be read as a table to its end. */
SCORE_API int score_return_write(const char *path, const score_read_options *options, const score_findings *findings,
                                 score_lang lang, int *workbook, score_write_fn write, void *context, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
