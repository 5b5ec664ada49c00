/* Documents: what a person reads, as text, tables and numbers, before any format. Built from a result, written by one
 * writer per format. A document copies what it shows. */
#ifndef SCORE_DOCUMENT_H
#define SCORE_DOCUMENT_H

#include "score/result.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_document score_document;

/* Every node of every unit, long; of one unit (code, alias or name) when `unit` is not NULL. SCORE_E_NOT_FOUND. */
SCORE_API int score_document_eval(score_document **out, const score_result *result, const char *unit, score_error *err);
/* Other results of the same set, or of the version in force then, that a document compares with; NULL = none. */
typedef struct score_beside {
  const score_result *previous; /* the period before */
  const score_result *released; /* the last release: of this period where `result` is not it, else of an earlier one */
  const score_result *overall;  /* the same period and stage without the scope */
} score_beside;

typedef struct score_rank_options {
  score_beside beside;
  const struct score_uncertainty *uncertainty; /* score/uncertainty.h, of this result; NULL = no column of intervals */
  const char *around; /* only this unit, by code, alias or name, and `span` places on each side */
  size_t span;
  size_t top, bottom;  /* only so many from the top, from the bottom, and who is equal to the last of them; 0 = all */
  const char *pair[2]; /* two units: how often the first stands above the second; NULL = none */
} score_rank_options;

/* Ranking table; options may be NULL: the plain one. SCORE_E_NOT_FOUND for units that are not there. */
SCORE_API int score_document_rank(score_document **out, const score_result *result, const score_rank_options *options,
                                  score_error *err);
/* What comes next, one row per item: criteria whose day is after the period and how many units are not yet at the
 * maximum, units that have not reported, criteria that still lack data, evidence that has expired or will by the end of
 * the following period. */
SCORE_API int score_document_due(score_document **out, const score_result *result, score_error *err);
typedef struct score_gap_options {
  score_beside beside;
  const struct score_plan *plan; /* score/plan.h, of this result and unit, printed with it; NULL = none */
} score_gap_options;

/* One unit. A few sentences; every criterion with what it lost, most to be gained first; who can move it, from and to
 * where only a group's points are known; what is lost for want of data, and what because data contradict one another; the
 * groups and the total beside the median and the best of the ranked units of the scope and beside the period before; the
 * next grade. Levers and inputs: whole changes by themselves, within their bounds, evaluated by the engine: one step, the
 * next printed step of the points, 0.1 and 1 more before rounding, the fewest steps for the most there is; in JSON each
 * with the changes that score_what_if_new takes. A plan, where one is given, stands first. `unit` by code, alias or name;
 * options may be NULL. Units of a result that move a statistic are all evaluated each time: a set with such statistics
 * takes longer. SCORE_E_NOT_FOUND. */
SCORE_API int score_document_gap(score_document **out, const score_result *result, const char *unit,
                                 const score_gap_options *options, score_error *err);
/* One unit's arithmetic, line by line; criterion NULL = all. SCORE_E_NOT_FOUND. */
SCORE_API int score_document_explain(score_document **out, const score_result *result, const char *unit,
                                     const char *criterion, score_error *err);
/* The definition of a set as a table of its nodes. */
SCORE_API int score_document_criteria(score_document **out, const score_criteria *criteria, score_error *err);
/* The same definition as a spreadsheet, one row per criterion, that score_document_from_csv reads back to the same
 * definition: CSV of it is what it is for. */
SCORE_API int score_document_authoring(score_document **out, const score_criteria *criteria, score_error *err);
/* Reads a definition from a spreadsheet as in score(1), "criteria from-csv": the document is the text of the definition
 * file (JSON), in every format. `spec` = "ID@VERSION" or "ID" beats what the rows say; NULL = by the rows, else the
 * file's name and "1". Of the options delimiter, decimal mark, encoding and sheet are
 * read. All faults go to findings with
 * row and column, also those of the definition itself; with any error there is no document. SCORE_E_INPUT,
 * SCORE_E_LIMIT, SCORE_E_USAGE for a `spec` that is none. */
SCORE_API int score_document_from_csv(score_document **out, const char *path, const char *spec,
                                      const score_read_options *options, score_findings *findings, score_error *err);
/* The sets found under dir/<id>/<version>.json. */
SCORE_API int score_document_criteria_list(score_document **out, const char *dir, score_error *err);
/* Findings about definitions: file, line, column, JSON pointer, severity, lint rule, text and hint. */
SCORE_API int score_document_findings(score_document **out, const score_findings *findings, score_error *err);
/* The manual of rule kinds (kind NULL = all) from what each declares of its parameters. SCORE_E_NOT_FOUND. */
SCORE_API int score_document_kinds(score_document **out, const char *kind, score_error *err);
/* The JSON Schema (draft 2020-12) of definition files, its descriptions in one language; a text, the same in every
 * format. */
SCORE_API int score_document_schema(score_document **out, score_lang lang, score_error *err);
SCORE_API void score_document_free(score_document *document);

typedef enum score_format {
  SCORE_FORMAT_TABLE = 0,
  SCORE_FORMAT_CSV = 1, /* the first table only; of a document in sections all of it, a cell a line */
  SCORE_FORMAT_JSON = 2,
  SCORE_FORMAT_MARKDOWN = 3,
  SCORE_FORMAT_HTML = 4, /* one page that needs no other file and no network */
  SCORE_FORMAT_DOCX = 5, /* Office Open XML (ECMA-376), A4, laid out as Nghị định 30/2020/NĐ-CP */
  SCORE_FORMAT_XLSX = 6,
  SCORE_FORMAT_SVG = 7 /* one figure */
} score_format;

typedef struct score_write_options {
  score_format format;
  score_lang lang;    /* words; numbers in Vietnamese style but in CSV and JSON */
  int excel_vi;       /* CSV: BOM, ';', decimal comma, CRLF */
  int width;          /* table: columns of the terminal; 0 = as wide as needed */
  int color;          /* table: 1 = ANSI colours */
  int bars;           /* table: 1 = bars and lines beside numbers, in block characters */
  const char *figure; /* SVG: which, by its key; NULL = the first. SCORE_E_NOT_FOUND names those there are */
} score_write_options;

/* Receives bytes in order; returns 0, or anything else to stop with SCORE_E_OUTPUT. */
typedef int (*score_write_fn)(void *context, const void *bytes, size_t size);

SCORE_API int score_document_write(const score_document *document, const score_write_options *options,
                                   score_write_fn write, void *context, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
