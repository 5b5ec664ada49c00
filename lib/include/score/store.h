/* The store: one SQLite file with units and observations, append-only. A store belongs to one thread at a time. */
#ifndef SCORE_STORE_H
#define SCORE_STORE_H

#include "score/data.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_store score_store;

/* Makes a new store; SCORE_E_STORE if the file exists. */
SCORE_API int score_store_create(const char *path, score_error *err);
/* Opens an existing store, migrating an older schema; a newer one, or a file that is no store, is refused. */
SCORE_API int score_store_open(score_store **out, const char *path, score_error *err);
/* The same for reading: nothing of the store is ever written, but that an older schema is migrated first where the file
 * and its folder may be written (SCORE_E_STORE where not). Works on a read-only file in a read-only folder. */
SCORE_API int score_store_open_read(score_store **out, const char *path, score_error *err);
SCORE_API void score_store_close(score_store *store);

/* Who did something to a store, when and why. */
typedef struct score_act {
  const char *when;   /* ISO 8601; the library reads no clock */
  const char *by;     /* free text in UTF-8, NULL = not said */
  const char *reason; /* free text in UTF-8, NULL = not said */
} score_act;

typedef struct score_import_options {
  score_act act;
  int dry_run;       /* 1 = all checks, nothing written */
  int pass_repeated; /* 1 = a file whose bytes were imported before, and not withdrawn, is passed over */
  /* Warn where a value is more than so many times the last period's, or less than its share; 0 = off. */
  int64_t jump_micro;
  struct score_arrivals *arrivals; /* NULL, or the list this file is noted in (arrivals.h) */
} score_import_options;

typedef struct score_import_report {
  int64_t import_id;
  int64_t rows;    /* data rows read */
  int64_t cells;   /* observations, or units, written */
  int64_t skipped; /* rows left out under skip_bad; what is wrong with them is among the findings */
  int repeated;    /* 1 = passed over: its bytes were imported before */
} score_import_report;

/* One file = one transaction: with any error finding nothing is written and SCORE_E_INPUT is returned; under skip_bad
 * the rows with errors are left out, and only what is wrong with the whole file refuses it. options and report may be
 * NULL, import not: SCORE_E_USAGE without act.when. A dry run has import_id 0. */
SCORE_API int score_store_import_units(score_store *store, const char *path, const score_read_options *options,
                                       const score_import_options *import, score_import_report *report,
                                       score_findings *findings, score_error *err);
SCORE_API int score_store_import_data(score_store *store, const score_criteria *criteria, const char *path,
                                      const score_read_options *options, const score_import_options *import,
                                      score_import_report *report, score_findings *findings, score_error *err);

/* The period of a store that holds only one, else "". */
SCORE_API int score_store_only_period(char out[16], score_store *store, score_error *err);
/* The current observations of one period (NULL = all), and of earlier ones those measures that `criteria` reads there,
 * with all units as they are. Owned by the caller. */
SCORE_API int score_store_read(score_data **out, score_store *store, const score_criteria *criteria, const char *period,
                               score_error *err);
/* The same with the observations of one unit (by code, alias or name; NULL = all): all that explaining this unit
 * takes. Where the set has statistics of cohorts or over children, the observations of all units are read.
 * SCORE_E_NOT_FOUND. */
SCORE_API int score_store_read_unit(score_data **out, score_store *store, const score_criteria *criteria,
                                    const char *period, const char *unit, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
