/* Units and observations in memory: what is scored. One score_data is built for one criteria set, which must
 * outlive it; it belongs to one thread while it is built and may be shared for reading afterwards. */
#ifndef SCORE_DATA_H
#define SCORE_DATA_H

#include "score/criteria.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum score_stage {
  SCORE_STAGE_SELF = 0,      /* tự chấm */
  SCORE_STAGE_VERIFIED = 1,  /* thẩm định */
  SCORE_STAGE_PUBLISHED = 2, /* công bố */
  SCORE_STAGE_NONE = -1      /* not said: import = self; eval = the only one present */
} score_stage;

typedef struct score_data score_data;

/* How files are read: CSV and, where no other word is said, workbooks (.xlsx) too. */
typedef struct score_read_options {
  char delimiter;          /* ',' ';' '\t'; 0 = decided once per file from its header */
  char decimal_mark;       /* '.' ','; 0 = decided once per file */
  const char *period;      /* for rows without a period column; NULL = none */
  score_stage stage;       /* for rows without a stage column */
  int synthetic;           /* 1 = every row is made-up data */
  int ignore_given_points; /* 1 = columns and rows "points:..." are passed over */
  /* NULL, or another set that the same file is read for: a measure or node that only this one knows is passed over. */
  const score_criteria *beside;
  const char *encoding; /* of a CSV file that is not UTF-8, as iconv names it; NULL = UTF-8 */
  const char *sheet;    /* worksheet of a workbook; NULL = the first that has data */
  int skip_bad;         /* 1 = rows with an error are left out and listed; else they refuse the file */
  /* NULL, or told now and then how far a file of observations is read. */
  void (*progress)(void *context, uint64_t rows, uint64_t size_bytes);
  void *progress_context;
} score_read_options;

SCORE_API int score_data_new(score_data **out, const score_criteria *criteria, score_error *err);
SCORE_API void score_data_free(score_data *data);

/* Unit list, CSV or a workbook: code,name,kind,parent and optionally aliases (portal_code, ...), valid_from, valid_to, attributes.
 * Read units before observations. options may be NULL. */
SCORE_API int score_data_read_units(score_data *data, const char *path, const score_read_options *options,
                                    score_findings *findings, score_error *err);
/* Observations, CSV or a workbook, long or wide. All cell errors go to findings; with any error nothing of the file is
 * kept and SCORE_E_INPUT or SCORE_E_LIMIT is returned, but under skip_bad the other rows are. Where a unit list was read
 * a row of another unit is an error, unless it says the unit's kind or parent. options may be NULL: nothing is given,
 * rows without a stage are self. */
SCORE_API int score_data_read(score_data *data, const char *path, const score_read_options *options,
                              score_findings *findings, score_error *err);
/* The period of the first row of a file of observations, "" when it has none or cannot be read: with it the version
 * in force can be chosen before the file is read with score_criteria_find. */
SCORE_API void score_data_peek_period(char out[16], const char *path, const score_read_options *options);
/* The period before of the same kind: "2026-Q1" -> "2025-Q4". SCORE_E_USAGE for a text that is no period, SCORE_E_NOT_FOUND
 * where there is none before it. */
SCORE_API int score_period_previous(char out[16], const char *period, score_error *err);
/* One cell, as text in the notation of a CSV cell with a decimal point; `measure` may be "points:KEY". A later set
 * of the same cell replaces it, an empty text takes it back. Units and periods come into being on first use.
 * SCORE_STAGE_NONE is self. SCORE_E_INPUT for an unknown measure, a period or a text that is none; SCORE_E_USAGE for
 * another stage; SCORE_E_LIMIT. After an error the data are as they were. */
SCORE_API int score_data_set(score_data *data, const char *unit, const char *period, const char *measure,
                             score_stage stage, const char *text, score_error *err);

/* What is said of a value beside its figure; every text may be NULL. */
typedef struct score_said {
  const char *source, *evidence;
  const char *note;             /* at verified and published the reason that lets given points override */
  const char *evidence_expires; /* last day of the evidence, "2026-09-30" */
  int synthetic;                /* 1 = made-up data */
} score_said;

/* score_data_set with what is said of the value; said may be NULL. SCORE_E_INPUT also for an expiry that is no date. */
SCORE_API int score_data_set_said(score_data *data, const char *unit, const char *period, const char *measure,
                                  score_stage stage, const char *text, const score_said *said, score_error *err);

/* A row of a unit list; every text but the code may be NULL. Several with one code are its history. */
typedef struct score_unit_entry {
  const char *code, *name, *kind, *parent;
  const char *valid_from, *valid_to; /* dates, both inclusive; NULL = open */
} score_unit_entry;

/* SCORE_E_INPUT for an empty code, the alias of another unit, dates that are none or in the wrong order, and days on
 * which the unit is in the list already; the data are then as they were. */
SCORE_API int score_data_add_unit(score_data *data, const score_unit_entry *unit, score_error *err);

SCORE_API size_t score_data_units(const score_data *data);
SCORE_API const char *score_data_unit_code(const score_data *data, size_t unit);
/* Finds a unit by code, alias or name, also typed without marks; SIZE_MAX and a filled err when none or several. */
SCORE_API size_t score_data_find_unit(const score_data *data, const char *text, score_error *err);
SCORE_API size_t score_data_periods(const score_data *data);
/* "2026-Q3"; borrowed. */
SCORE_API const char *score_data_period(const score_data *data, size_t i);

#ifdef __cplusplus
}
#endif
#endif
