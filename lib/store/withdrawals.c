/* Imports taken back. A withdrawal is one row beside the import; whoever reads passes over what it brought. */
#include <string.h>

#include "base/period.h"
#include "score/history.h"
#include "store/handle.h"

/* What the import held; it must be there, and stand. */
static int find_import(const score_store *store, int64_t import, score_import_report *report, score_error *err)
{
  char number[24];
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s,
                                    "SELECT i.rows, i.cells, w.import, w.withdrawn_at, w.reason FROM import i"
                                    " LEFT JOIN withdrawal w ON w.import = i.id WHERE i.id = ?1",
                                    err);
  if (status != SCORE_OK) return status;
  sqlite3_bind_int64(s, 1, import);
  status = score__store_step_row(store, s, err);
  if (status == 0) {
    status = score__store_fail_phrase(store, SCORE_E_NOT_FOUND, SCORE__PH_WITHDRAW_ABSENT,
                                      score__int_text(number, import), NULL, err);
  } else if (status == 1 && sqlite3_column_type(s, 2) != SQLITE_NULL) {
    status = score__fail(err, SCORE_E_USAGE, SCORE__PH_WITHDRAW_TWICE, score__int_text(number, import),
                         score__store_text(s, 3), score__store_text(s, 4), (const char *)NULL);
    score__fail_at(err, store->path, 0, 0, NULL);
  } else if (status == 1) {
    *report = (score_import_report){
        .import_id = import, .rows = sqlite3_column_int64(s, 0), .cells = sqlite3_column_int64(s, 1)};
    status = SCORE_OK;
  }
  sqlite3_finalize(s);
  return status;
}

/* SCORE_E_INPUT when a locked period holds a value of the import. Only where something is locked its rows are looked
 * through: the key of an observation ends in the import. */
static int check_periods(const score_store *store, int64_t import, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s,
                                    "SELECT p.text FROM period p WHERE EXISTS(SELECT 1 FROM current_lock)"
                                    " AND EXISTS(SELECT 1 FROM observation o WHERE o.period = p.id AND o.import = ?1)",
                                    err);
  if (status == SCORE_OK) sqlite3_bind_int64(s, 1, import);
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    score__period period;
    const char *text = score__store_text(s, 0);
    if (score__period_parse(&period, text, strlen(text)) != 0) {
      status = score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_PERIOD, text, NULL, err);
    } else {
      status = score__store_check_lock(store, period, err);
    }
  }
  sqlite3_finalize(s);
  return status;
}

static int write_withdrawal(const score_store *store, int64_t import, const score_act *act, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(
      store, &s, "INSERT INTO withdrawal(import, withdrawn_at, withdrawn_by, reason) VALUES(?1, ?2, ?3, ?4)", err);
  if (status != SCORE_OK) return status;
  sqlite3_bind_int64(s, 1, import);
  score__store_bind_text(s, 2, act->when);
  score__store_bind_text(s, 3, act->by);
  score__store_bind_text(s, 4, act->reason);
  status = score__store_step_done(store, s, err);
  sqlite3_finalize(s);
  return status;
}

int score_store_withdraw(score_store *store, int64_t import, const score_act *act, score_import_report *report,
                         score_error *err)
{
  score_import_report held = {0};
  int status = score__store_check_act(store, act, SCORE__PH_HISTORY_WHEN, err);
  if (status != SCORE_OK) return status;
  if (!act->reason || !*act->reason) {
    return score__store_fail_phrase(store, SCORE_E_USAGE, SCORE__PH_WITHDRAW_REASON, NULL, NULL, err);
  }
  status = score__store_run(store, "BEGIN IMMEDIATE", err);
  if (status != SCORE_OK) return status;
  status = find_import(store, import, &held, err);
  if (status == SCORE_OK) status = check_periods(store, import, err);
  if (status == SCORE_OK) status = write_withdrawal(store, import, act, err);
  if (status == SCORE_OK) status = score__store_run(store, "COMMIT", err);
  if (status != SCORE_OK) score__store_undo(store);
  if (status == SCORE_OK && report) *report = held;
  return status;
}
