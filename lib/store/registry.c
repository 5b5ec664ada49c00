/* Units out of the store. A unit's states are those of the last import that gave it any and was not withdrawn: a new
 * list takes the place of the old one unit by unit, and what it said before stays in the file. */
#include <stdlib.h>
#include <string.h>

#include "base/period.h"
#include "store/handle.h"

static int day_of(const score_store *store, sqlite3_stmt *s, int column, int32_t open, int32_t *day, score_error *err)
{
  *day = open;
  if (sqlite3_column_type(s, column) == SQLITE_NULL) return SCORE_OK;
  const char *text = score__store_text(s, column);
  if (score__date_parse(day, text, strlen(text)) == 0) return SCORE_OK;
  return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_DATE, text, NULL, err);
}

/* Index of a unit by its id; the ids rise. SIZE_MAX when there is none. */
static size_t index_of(const score__store_ids *ids, int64_t id)
{
  size_t low = 0, high = ids->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (ids->id[middle] < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < ids->count && ids->id[low] == id ? low : SIZE_MAX;
}

static int load_codes(const score_store *store, sqlite3_stmt *s, score__units *units, score__store_ids *ids,
                      score_error *err)
{
  int status;
  while ((status = score__store_step_row(store, s, err)) == 1) {
    if (score__grow(&ids->id, &ids->cap, ids->count + 1, sizeof *ids->id) != 0) return score__fail_memory(err);
    if (score__units_add(units, score__store_text(s, 1)) != ids->count) return score__fail_memory(err);
    ids->id[ids->count++] = sqlite3_column_int64(s, 0);
  }
  return status;
}

static int load_aliases(const score_store *store, sqlite3_stmt *s, score__units *units, const score__store_ids *ids,
                        score_error *err)
{
  int status;
  while ((status = score__store_step_row(store, s, err)) == 1) {
    size_t unit = index_of(ids, sqlite3_column_int64(s, 0));
    if (unit == SIZE_MAX) return score__store_fail(store, SQLITE_CORRUPT, err);
    char *alias = score__arena_text(&units->arena, score__store_text(s, 1));
    if (!alias || score__units_alias(units, unit, score__store_text(s, 2), alias) < 0) return score__fail_memory(err);
  }
  return status;
}

static int load_attribute_names(const score_store *store, sqlite3_stmt *s, score__units *units, score_error *err)
{
  int status;
  while ((status = score__store_step_row(store, s, err)) == 1) {
    if (score__units_attribute(units, score__store_text(s, 0)) == SIZE_MAX) return score__fail_memory(err);
  }
  return status;
}

/* One row per state and attribute, by state: those of one state follow each other. */
static int load_states(const score_store *store, sqlite3_stmt *s, score__units *units, const score__store_ids *ids,
                       score_error *err)
{
  uint32_t *attribute = calloc(units->attribute_count + 1, sizeof *attribute);
  if (!attribute) return score__fail_memory(err);
  int64_t last = 0;
  int status;
  while ((status = score__store_step_row(store, s, err)) == 1) {
    int64_t id = sqlite3_column_int64(s, 0);
    if (id != last) {
      size_t unit = index_of(ids, sqlite3_column_int64(s, 1));
      int32_t first_day = INT32_MIN, last_day = INT32_MAX;
      if (unit == SIZE_MAX) status = score__store_fail(store, SQLITE_CORRUPT, err);
      if (status > 0) status = day_of(store, s, 2, INT32_MIN, &first_day, err);
      if (status == 0) status = day_of(store, s, 3, INT32_MAX, &last_day, err);
      if (status < 0) break;
      if (score__units_state(units, unit, first_day, last_day, score__store_text(s, 4), score__store_text(s, 5),
                             score__store_text(s, 6), attribute) < 0 ||
          score__units_succeed(units, unit, score__store_text(s, 9)) < 0) {
        status = score__fail_memory(err);
        break;
      }
      last = id;
    }
    if (sqlite3_column_type(s, 7) == SQLITE_NULL) continue;
    size_t name = score__units_attribute(units, score__store_text(s, 7));
    uint32_t text = score__units_intern(units, score__store_text(s, 8));
    if (name == SIZE_MAX || text == UINT32_MAX) {
      status = score__fail_memory(err);
      break;
    }
    units->state[units->state_count - 1].attribute[name] = text;
  }
  free(attribute);
  return status;
}

int score__store_load_units(score_store *store, score__units *units, score__store_ids *ids, score_error *err)
{
  static const char *const sql[] = {
      /* A unit that only withdrawn imports name is as if it had never been named. */
      "SELECT u.id, u.code FROM unit u WHERE u.import IS NULL OR u.import NOT IN (SELECT import FROM withdrawal)"
      " OR EXISTS(SELECT 1 FROM unit_state s WHERE s.unit = u.id AND s.import NOT IN (SELECT import FROM withdrawal))"
      " OR u.id IN (SELECT unit FROM unit_alias WHERE import NOT IN (SELECT import FROM withdrawal))"
      " OR EXISTS(SELECT 1 FROM period p JOIN observation o ON o.period = p.id AND o.unit = u.id"
      " WHERE o.import NOT IN (SELECT import FROM withdrawal)) ORDER BY u.id",
      /* Of several imports that give an alias the first names its system. */
      "SELECT unit, alias, system, min(import) FROM unit_alias WHERE import NOT IN (SELECT import FROM withdrawal)"
      " GROUP BY alias ORDER BY unit, alias",
      "SELECT DISTINCT a.name FROM unit_attribute a JOIN unit_state s ON s.id = a.state"
      " WHERE s.import NOT IN (SELECT import FROM withdrawal) ORDER BY a.name",
      "SELECT s.id, s.unit, s.valid_from, s.valid_to, s.name, s.kind, s.parent, a.name, a.value, s.successor"
      " FROM unit_state s LEFT JOIN unit_attribute a ON a.state = s.id"
      " WHERE s.import = (SELECT max(t.import) FROM unit_state t WHERE t.unit = s.unit"
      " AND t.import NOT IN (SELECT import FROM withdrawal)) ORDER BY s.id, a.name"};
  int status = SCORE_OK;
  for (size_t i = 0; i < 4 && status == SCORE_OK; i++) {
    sqlite3_stmt *s = NULL;
    status = score__store_prepare(store, &s, sql[i], err);
    if (status == SCORE_OK && i == 0)
      status = load_codes(store, s, units, ids, err);
    else if (status == SCORE_OK && i == 1)
      status = load_aliases(store, s, units, ids, err);
    else if (status == SCORE_OK && i == 2)
      status = load_attribute_names(store, s, units, err);
    else if (status == SCORE_OK)
      status = load_states(store, s, units, ids, err);
    sqlite3_finalize(s);
  }
  int64_t listed = 0;
  if (status == SCORE_OK) {
    status = score__store_int(store,
                              "SELECT EXISTS(SELECT 1 FROM import WHERE kind = 'units'"
                              " AND id NOT IN (SELECT import FROM withdrawal))",
                              &listed, err);
  }
  units->listed = listed != 0;
  return status;
}
