/* Templates: sheets to be filled in and read back as they are (score_store_import_data, score_data_read). */
#ifndef SCORE_TEMPLATE_H
#define SCORE_TEMPLATE_H

#include "score/document.h"
#include "score/store.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_template score_template;

typedef struct score_template_options {
  const char *period; /* "2026-Q4"; always needed */
  /* Whose values are shown; written into a column of its own. SCORE_STAGE_NONE: those of self, no such column. */
  score_stage stage;
  /* Code, alias or name: one row per measure of this unit, with source and evidence. NULL: one row per unit, one column
   * per measure. */
  const char *unit;
  /* Which units, as score_eval_options.scope; only without `unit`. NULL: all units that are there at the period's end, but
   * for those at the top that others belong to (the province). */
  const char *scope;
  score_lang lang; /* of the headings and of everything said */
} score_template_options;

/* What `criteria` reads, prefilled with what `data` (may be NULL) say of the period; beside it, on a sheet of one unit,
 * stands what they say of the period before. The data are not needed once this returns; criteria must outlive the
 * template. A unit is taken as it is typed where the data know no unit at all. Owned by the caller. SCORE_E_USAGE: a
 * period or scope that is none, no unit known; SCORE_E_NOT_FOUND: no such unit, nobody in scope; SCORE_E_MEMORY. */
SCORE_API int score_template_new(score_template **out, const score_criteria *criteria, const score_data *data,
                                 const score_template_options *options, score_error *err);
/* The same from a store, of which only the two periods, and the one unit, are read. SCORE_E_STORE. */
SCORE_API int score_template_of_store(score_template **out, score_store *store, const score_criteria *criteria,
                                      const score_template_options *options, score_error *err);
SCORE_API void score_template_free(score_template *tmpl);
/* Rows to fill in. */
SCORE_API size_t score_template_rows(const score_template *tmpl);

typedef enum score_template_format {
  SCORE_TEMPLATE_XLSX = 0,
  SCORE_TEMPLATE_CSV = 1,         /* RFC 4180, decimal point */
  SCORE_TEMPLATE_CSV_EXCEL_VI = 2 /* BOM, ';', decimal comma, CRLF */
} score_template_format;

/* The same template gives the same bytes. A workbook passes through temporary files without a name. SCORE_E_OUTPUT,
 * SCORE_E_LIMIT: more than a worksheet holds, SCORE_E_USAGE: no such format. */
SCORE_API int score_template_write(const score_template *tmpl, score_template_format format, score_write_fn write,
                                   void *context, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
