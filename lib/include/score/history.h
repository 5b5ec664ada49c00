/* History: what became of every value, imports that were withdrawn, periods that were closed, and whether the file is
 * whole. In the documents nothing is left out: what was superseded or withdrawn is shown as that. */
#ifndef SCORE_HISTORY_H
#define SCORE_HISTORY_H

#include "score/document.h"
#include "score/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From now on nothing of an import counts: its values, units and aliases give way to what stood before. Nothing is
 * deleted. report (may be NULL): what the import held. SCORE_E_USAGE without act->when or act->reason and when it was
 * withdrawn before, SCORE_E_NOT_FOUND for an id that is none, SCORE_E_INPUT when it holds values of a locked period. */
SCORE_API int score_store_withdraw(score_store *store, int64_t import, const score_act *act,
                                   score_import_report *report, score_error *err);
/* Closes a period, and those within it, to imports and withdrawals. SCORE_E_USAGE without act->when, for a text that is
 * no period, and when it is locked (not locked) already. */
SCORE_API int score_store_lock(score_store *store, const char *period, const score_act *act, score_error *err);
SCORE_API int score_store_unlock(score_store *store, const char *period, const score_act *act, score_error *err);

typedef struct score_log_options {
  const char *measure; /* key, or points:SET/KEY; NULL = all */
  const char *period;  /* NULL = all */
  score_stage stage;   /* SCORE_STAGE_NONE = all */
} score_log_options;

/* Every value a unit (code, alias or name) ever had, with who reported it, when, why and from which row of which file.
 * criteria gives measures their names and units; NULL = as they are stored. SCORE_E_NOT_FOUND for a unit or a measure
 * the store does not know. */
SCORE_API int score_document_log(score_document **out, score_store *store, const score_criteria *criteria,
                                 const char *unit, const score_log_options *options, score_error *err);
/* Every import and every lock. */
SCORE_API int score_document_imports(score_document **out, score_store *store, score_error *err);
/* The periods that are locked. */
SCORE_API int score_document_locks(score_document **out, score_store *store, score_error *err);

/* Reads the whole file: pages, foreign keys, digests of releases, imports that never ended, cells of no known state.
 * Every fault is an error finding; SCORE_E_STORE where the file cannot be read any further. */
SCORE_API int score_store_check(score_store *store, score_findings *findings, score_error *err);
/* What the store holds, and these findings. */
SCORE_API int score_document_check_db(score_document **out, score_store *store, const score_findings *findings,
                                      score_error *err);

#ifdef __cplusplus
}
#endif
#endif
