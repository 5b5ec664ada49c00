#include "store/timetable.h"

#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

static bool is_of(const score_criteria *set, const char *key)
{
  const size_t n = strlen(set->id);
  if (strncmp(key, "points:", 7) != 0) return score__dict_get(&set->by_measure, key) != SIZE_MAX;
  return !strncmp(key + 7, set->id, n) && key[7 + n] == '/';
}

/* ",3,7,12,": the ids of the set's measures, for instr(). */
static int list_measures(score_store *store, const score_criteria *set, score__buffer *out, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(store, &s, "SELECT id, key FROM measure", err);
  score__buffer_char(out, ',');
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    if (!is_of(set, score__store_text(s, 1))) continue;
    score__buffer_int(out, sqlite3_column_int64(s, 0));
    score__buffer_char(out, ',');
  }
  sqlite3_finalize(s);
  if (status >= 0 && out->failed) status = score__fail_memory(err);
  return status;
}

static int take(sqlite3_stmt *s, score_store *store, score__period **list, size_t *count, size_t *cap, score_error *err)
{
  score__period period;
  const char *text = score__store_text(s, 0);
  if (score__period_parse(&period, text, strlen(text)) != 0)
    return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_PERIOD, text, NULL, err);
  if (score__grow(list, cap, *count + 1, sizeof **list) != 0) return score__fail_memory(err);
  (*list)[(*count)++] = period;
  return SCORE_OK;
}

int score__store_periods(score_store *store, const score_criteria *set, score__period **out, size_t *count,
                         score_error *err)
{
  static const char *const sql =
      "SELECT text FROM period p WHERE EXISTS(SELECT 1 FROM observation o WHERE o.period = p.id"
      " AND (?1 IS NULL OR instr(?1, ',' || o.measure || ','))"
      " AND o.import NOT IN (SELECT import FROM withdrawal))";
  sqlite3_stmt *s = NULL;
  score__buffer measures = {0};
  size_t cap = 0;
  *out = NULL;
  *count = 0;
  int status = set ? list_measures(store, set, &measures, err) : SCORE_OK;
  if (status == SCORE_OK) status = score__store_prepare(store, &s, sql, err);
  if (status == SCORE_OK) score__store_bind_text(s, 1, measures.data);
  while (status >= 0 && s && (status = score__store_step_row(store, s, err)) == 1) {
    status = take(s, store, out, count, &cap, err);
    if (status < 0) break;
  }
  sqlite3_finalize(s);
  score__buffer_free(&measures);
  if (status == SCORE_OK) return SCORE_OK;
  free(*out);
  *out = NULL;
  *count = 0;
  return status;
}
