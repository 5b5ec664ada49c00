/* Reports: whole documents that are signed, printed and shown. Sections of text, tables and figures; written by
 * score_document_write in every format. */
#ifndef SCORE_REPORTS_H
#define SCORE_REPORTS_H

#include "score/document.h"
#include "score/map.h"
#include "score/office.h"
#include "score/plan.h"
#include "score/reconcile.h"
#include "score/trend.h"
#include "score/uncertainty.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All may be NULL, all but `beside` must outlive the call only. */
typedef struct score_ward_report_options {
  score_beside beside;
  const score_office *office; /* NULL = blanks to be filled in by hand */
  const score_plan *plan;     /* of this result and unit: the way to the next grade; NULL = no such part */
  const score_trend *trend;   /* of this unit, up to this period; NULL = no line over time */
} score_ward_report_options;

/* The quarterly report of one unit, by code, alias or name, of a result of its whole scope: it has a rank there. Layout
 * as Nghị định 30/2020/NĐ-CP, Annex I. options may be NULL. SCORE_E_NOT_FOUND. */
SCORE_API int score_document_ward_report(score_document **out, const score_result *result, const char *unit,
                                         const score_ward_report_options *options, score_error *err);

typedef struct score_province_report_options {
  score_beside beside;
  const score_office *office;
  const score_map *map;                       /* must outlive the document; NULL = no map */
  const char *map_by;                         /* NULL or "total", "grade", or a group or criterion by key or code */
  const score_reconciliation *reconciliation; /* of this period; NULL = no such part */
  const score_trend *trend;                   /* of all units, from the period before to this one; NULL = no bridge */
  const score_uncertainty *uncertainty;       /* of this result; NULL = no intervals */
} score_province_report_options;

/* The report on all units of the result's scope: ranking, grades, heat map, map, distribution, movers, who has not
 * reported, reconciliation, bridge, and a page for the leader. options may be NULL. SCORE_E_NOT_FOUND for a map_by that
 * is none. */
SCORE_API int score_document_province_report(score_document **out, const score_result *result,
                                             const score_province_report_options *options, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
