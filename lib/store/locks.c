/* Periods closed to changes. A lock is never taken away: an unlocking is written after it, and the last word counts. */
#include <string.h>

#include "base/period.h"
#include "score/history.h"
#include "store/handle.h"

static bool lies_within(score__period inner, score__period outer)
{
  return score__period_first_day(inner) >= score__period_first_day(outer) &&
         score__period_last_day(inner) <= score__period_last_day(outer);
}

int score__store_check_lock(const score_store *store, score__period period, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s, "SELECT period, locked_at, locked_by FROM current_lock", err);
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    const char *text = score__store_text(s, 0), *by = score__store_text(s, 2);
    score__period lock;
    if (score__period_parse(&lock, text, strlen(text)) != 0) {
      status = score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_PERIOD, text, NULL, err);
    } else if (lies_within(period, lock)) {
      char asked[SCORE__PERIOD_TEXT];
      score__period_print(asked, sizeof asked, period);
      status = score__fail(err, SCORE_E_INPUT, *by ? SCORE__PH_LOCK_HELD_BY : SCORE__PH_LOCK_HELD, asked, text,
                           score__store_text(s, 1), by, (const char *)NULL);
      score__fail_at(err, store->path, 0, 0, NULL);
    }
  }
  sqlite3_finalize(s);
  return status;
}

/* 1 when the period itself is locked, 0 when not; since when goes to err where that is wrong. */
static int find_lock(const score_store *store, const char *period, bool wanted, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s, "SELECT locked_at FROM current_lock WHERE period = ?1", err);
  if (status == SCORE_OK) {
    score__store_bind_text(s, 1, period);
    status = score__store_step_row(store, s, err);
  }
  if (status == 1 && !wanted) {
    status = score__store_fail_phrase(store, SCORE_E_USAGE, SCORE__PH_LOCK_TWICE, period, score__store_text(s, 0), err);
  } else if (status == 0 && wanted) {
    status = score__store_fail_phrase(store, SCORE_E_USAGE, SCORE__PH_LOCK_NONE, period, NULL, err);
  }
  sqlite3_finalize(s);
  return status < 0 ? status : SCORE_OK;
}

static int write_lock(const score_store *store, const char *period, bool lock, const score_act *act, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s,
                                    "INSERT INTO period_lock(period, locked, locked_at, locked_by, reason)"
                                    " VALUES(?1, ?2, ?3, ?4, ?5)",
                                    err);
  if (status != SCORE_OK) return status;
  score__store_bind_text(s, 1, period);
  sqlite3_bind_int(s, 2, lock);
  score__store_bind_text(s, 3, act->when);
  score__store_bind_text(s, 4, act->by);
  score__store_bind_text(s, 5, act->reason);
  status = score__store_step_done(store, s, err);
  sqlite3_finalize(s);
  return status;
}

static int set_lock(score_store *store, const char *text, bool lock, const score_act *act, score_error *err)
{
  score__period period;
  char name[SCORE__PERIOD_TEXT];
  if (score__period_parse(&period, text, strlen(text)) != 0) {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PERIOD_WRONG, text, (const char *)NULL);
  }
  int status = score__store_check_act(store, act, SCORE__PH_HISTORY_WHEN, err);
  if (status != SCORE_OK) return status;
  score__period_print(name, sizeof name, period);
  status = score__store_run(store, "BEGIN IMMEDIATE", err);
  if (status != SCORE_OK) return status;
  status = find_lock(store, name, !lock, err);
  if (status == SCORE_OK) status = write_lock(store, name, lock, act, err);
  if (status == SCORE_OK) status = score__store_run(store, "COMMIT", err);
  if (status != SCORE_OK) score__store_undo(store);
  return status;
}

int score_store_lock(score_store *store, const char *period, const score_act *act, score_error *err)
{
  return set_lock(store, period, true, act, err);
}

int score_store_unlock(score_store *store, const char *period, const score_act *act, score_error *err)
{
  return set_lock(store, period, false, act, err);
}
