/* Errors and findings. A fallible function returns 0 or a negative SCORE_E_* and fills a score_error owned by
 * the caller; there is no global "last error". Many findings of one file are a list, not the first of them. */
#ifndef SCORE_ERROR_H
#define SCORE_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "score/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Append-only. */
enum {
  SCORE_OK = 0,
  SCORE_E_USAGE = -1,     /* a wrong argument or a wrong combination of options */
  SCORE_E_INPUT = -2,     /* a file or a cell that cannot be read as what it should be */
  SCORE_E_STORE = -3,     /* the SQLite store: open, schema, write, busy, full */
  SCORE_E_MEMORY = -4,    /* allocation failed */
  SCORE_E_OUTPUT = -5,    /* the sink refused bytes */
  SCORE_E_NOT_FOUND = -6, /* no such unit, criterion, criteria set, period */
  SCORE_E_LIMIT = -7,     /* a size limit of limits.h was passed */
  SCORE_E_INTERNAL = -8   /* a broken promise inside the library */
};

typedef enum score_lang { SCORE_LANG_EN = 0, SCORE_LANG_VI = 1 } score_lang;

typedef enum score_severity { SCORE_NOTE = 0, SCORE_WARNING = 1, SCORE_ERROR = 2 } score_severity;

/* One error or finding. Plain data: copy it freely. `file` as the caller named it; `line` from 1, 0 = none;
 * `column` from 1, 0 = none; `field` a column of a table or a JSON pointer, "" = none; `sheet` the worksheet of a
 * workbook, "" = none. */
typedef struct score_error {
  int code;
  int phrase;
  uint32_t line;
  uint32_t column;
  char file[256];
  char field[160];
  char sheet[96];
  char args[512]; /* NUL-separated arguments of the phrase, ended by an empty one */
} score_error;

/* Writes one line without newline, "file.csv:31 column NAME (D): what was found; what was wanted", cut to size bytes with
 * the terminating NUL; returns the length it wanted (as snprintf). */
SCORE_API size_t score_error_text(char *buf, size_t size, const score_error *err, score_lang lang);

/* A growing list of findings. `cap` = most findings kept (0 = 1000); later ones are only counted. */
typedef struct score_findings score_findings;

SCORE_API int score_findings_new(score_findings **out, size_t cap, score_error *err);
SCORE_API void score_findings_free(score_findings *findings);
/* Findings kept. */
SCORE_API size_t score_findings_size(const score_findings *findings);
/* Findings of at least this severity, also those past the cap. */
SCORE_API size_t score_findings_count(const score_findings *findings, score_severity at_least);
/* Borrowed; NULL past the end. */
SCORE_API const score_error *score_findings_get(const score_findings *findings, size_t i, score_severity *severity);

#ifdef __cplusplus
}
#endif
#endif
