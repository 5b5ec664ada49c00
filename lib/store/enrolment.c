/* Units into the store: found by code or alias, or added, with the states and aliases a file gives them. */
#include <stdlib.h>
#include <string.h>

#include "base/period.h"
#include "store/handle.h"

static const char *day_text(char buf[SCORE__DATE_TEXT], int32_t day)
{
  if (day == INT32_MIN || day == INT32_MAX) return NULL;
  score__date_print(buf, SCORE__DATE_TEXT, day);
  return buf;
}

static int write_attributes(const score_store *store, sqlite3_stmt *s, const score__units *units,
                            const score__unit_state *state, int64_t id, score_error *err)
{
  int status = SCORE_OK;
  for (uint32_t i = 0; i < state->attributes && status == SCORE_OK; i++) {
    if (!state->attribute[i]) continue;
    sqlite3_bind_int64(s, 1, id);
    score__store_bind_text(s, 2, units->attribute_name[i]);
    score__store_bind_text(s, 3, units->text[state->attribute[i]]);
    status = score__store_step_done(store, s, err);
  }
  return status;
}

static int write_states(const score_store *store, const score__units *units, const score__store_ids *ids, size_t from,
                        score_error *err)
{
  sqlite3_stmt *s = NULL, *a = NULL;
  char first[SCORE__DATE_TEXT], last[SCORE__DATE_TEXT];
  int status = score__store_prepare(store, &s,
                                    "INSERT INTO unit_state(unit, import, valid_from, valid_to, name, kind, parent,"
                                    " successor) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                                    err);
  if (status == SCORE_OK) {
    status = score__store_prepare(store, &a, "INSERT INTO unit_attribute(state, name, value) VALUES(?1, ?2, ?3)", err);
  }
  for (size_t i = from; i < units->state_count && status == SCORE_OK; i++) {
    const score__unit_state *state = &units->state[i];
    sqlite3_bind_int64(s, 1, ids->id[state->unit]);
    sqlite3_bind_int64(s, 2, store->import_id);
    score__store_bind_text(s, 3, day_text(first, state->first_day));
    score__store_bind_text(s, 4, day_text(last, state->last_day));
    score__store_bind_text(s, 5, units->text[state->name]);
    score__store_bind_text(s, 6, units->text[state->kind]);
    score__store_bind_text(s, 7, units->text[state->parent]);
    score__store_bind_text(s, 8, units->text[state->successor]);
    status = score__store_step_done(store, s, err);
    if (status == SCORE_OK) {
      status = write_attributes(store, a, units, state, sqlite3_last_insert_rowid(store->db), err);
    }
  }
  sqlite3_finalize(s);
  sqlite3_finalize(a);
  return status;
}

typedef struct listener { /* who hears of clashes */
  const char *file;
  score_findings *findings;
  bool told;
} listener;

static void tell(listener *l, score_error *err, int phrase, const char *a, const char *b)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, phrase, a, b, (const char *)NULL);
  score__fail_at(&e, l->file, 0, 0, NULL);
  score__finding_add(l->findings, SCORE_ERROR, &e);
  if (!l->told && err) *err = e;
  l->told = true;
}

/* 0 written or known, 1 a clash (told), or a SCORE_E_*. */
static int write_alias(const score_store *store, sqlite3_stmt *find, sqlite3_stmt *add,
                       const struct score__unit_alias *alias, int64_t unit, listener *l, score_error *err)
{
  score__store_bind_text(find, 1, alias->text);
  int status = score__store_step_row(store, find, err);
  bool known = status == 1, same = known && sqlite3_column_int64(find, 0) == unit;
  bool is_code = known && sqlite3_column_int(find, 2) != 0;
  if (known && !same) {
    tell(l, err, is_code ? SCORE__PH_STORE_ALIAS_CODE : SCORE__PH_UNIT_ALIAS, alias->text, score__store_text(find, 1));
  }
  sqlite3_reset(find);
  if (status < 0 || (known && !same)) return status < 0 ? status : 1;
  if (is_code) return SCORE_OK;
  /* Written also when it is known: it stands by this import when the earlier one is withdrawn. */
  score__store_bind_text(add, 1, alias->text);
  sqlite3_bind_int64(add, 2, unit);
  score__store_bind_text(add, 3, alias->system);
  sqlite3_bind_int64(add, 4, store->import_id);
  return score__store_step_done(store, add, err);
}

static int write_aliases(const score_store *store, const score__units *units, const score__store_ids *ids, size_t from,
                         listener *l, score_error *err)
{
  sqlite3_stmt *find = NULL, *add = NULL;
  int status =
      score__store_prepare(store, &find,
                           "SELECT a.unit, u.code, 0 FROM unit_alias a JOIN unit u ON u.id = a.unit WHERE a.alias = ?1"
                           " AND a.import NOT IN (SELECT import FROM withdrawal) UNION ALL"
                           " SELECT u.id, u.code, 1 FROM unit u WHERE u.code = ?1"
                           " AND (u.import IS NULL OR u.import NOT IN (SELECT import FROM withdrawal)"
                           " OR EXISTS(SELECT 1 FROM unit_state s WHERE s.unit = u.id"
                           " AND s.import NOT IN (SELECT import FROM withdrawal))"
                           " OR EXISTS(SELECT 1 FROM period p JOIN observation o ON o.period = p.id"
                           " AND o.unit = u.id WHERE o.import NOT IN (SELECT import FROM withdrawal)))",
                           err);
  if (status == SCORE_OK) {
    status = score__store_prepare(
        store, &add, "INSERT OR IGNORE INTO unit_alias(alias, unit, system, import) VALUES(?1, ?2, ?3, ?4)", err);
  }
  for (size_t i = from; i < units->alias_count && status >= 0; i++) {
    const struct score__unit_alias *alias = &units->alias[i];
    status = write_alias(store, find, add, alias, ids->id[alias->unit], l, err);
  }
  sqlite3_finalize(find);
  sqlite3_finalize(add);
  return status < 0 ? status : l->told ? SCORE_E_INPUT : SCORE_OK;
}

int score__store_write_states(const score_store *store, const score__units *units, const score__store_ids *ids,
                              size_t from_state, size_t from_alias, const char *file, score_findings *findings,
                              score_error *err)
{
  listener l = {.file = file, .findings = findings};
  int status = write_states(store, units, ids, from_state, err);
  return status == SCORE_OK ? write_aliases(store, units, ids, from_alias, &l, err) : status;
}

/* Id of the unit with this code or alias, added when new; *code = its code in the store, in the arena. */
static int settle_one(const score_store *store, sqlite3_stmt *find, sqlite3_stmt *add, score__arena *arena,
                      const char *given, int64_t *id, const char **code, score_error *err)
{
  score__store_bind_text(find, 1, given);
  int status = score__store_step_row(store, find, err);
  *code = given;
  if (status == 1) {
    *id = sqlite3_column_int64(find, 0);
    *code = score__arena_text(arena, score__store_text(find, 1));
  }
  sqlite3_reset(find);
  if (status < 0) return status;
  if (!*code) return score__fail_memory(err);
  if (status == 1) return SCORE_OK;
  score__store_bind_text(add, 1, given);
  sqlite3_bind_int64(add, 2, store->import_id);
  status = score__store_step_done(store, add, err);
  *id = sqlite3_last_insert_rowid(store->db);
  return status;
}

/* The list's units found in the store or added to it. Two rows of a list may not lead to one unit, one by its code
 * and one by an alias it had before. */
static int settle_ids(const score_store *store, const score__units *units, score__store_ids *ids, listener *l,
                      score_error *err)
{
  sqlite3_stmt *find = NULL, *add = NULL;
  score__dict taken = {0};
  score__arena arena = {0};
  int status =
      score__store_prepare(store, &find,
                           "SELECT a.unit, u.code FROM unit_alias a JOIN unit u ON u.id = a.unit WHERE a.alias = ?1"
                           " AND a.import NOT IN (SELECT import FROM withdrawal) UNION ALL"
                           " SELECT id, code FROM unit WHERE code = ?1",
                           err);
  if (status == SCORE_OK)
    status = score__store_prepare(store, &add, "INSERT INTO unit(code, import) VALUES(?1, ?2)", err);
  for (size_t i = 0; i < units->count && status == SCORE_OK; i++) {
    const char *code = NULL;
    status = settle_one(store, find, add, &arena, units->code[i], &ids->id[i], &code, err);
    if (status != SCORE_OK) break;
    size_t first = score__dict_get(&taken, code);
    if (first != SIZE_MAX) {
      tell(l, err, SCORE__PH_STORE_UNIT_TWICE, units->code[first], units->code[i]);
    } else if (score__dict_add(&taken, code, i) != 0) {
      status = score__fail_memory(err);
    }
  }
  score__dict_free(&taken);
  score__arena_free(&arena);
  sqlite3_finalize(find);
  sqlite3_finalize(add);
  return status != SCORE_OK ? status : l->told ? SCORE_E_INPUT : SCORE_OK;
}

int score__store_write_units(score_store *store, const score__units *units, const char *file, score_findings *findings,
                             score_error *err)
{
  listener l = {.file = file, .findings = findings};
  score__store_ids ids = {.id = calloc(units->count + 1, sizeof *ids.id), .count = units->count};
  if (!ids.id) return score__fail_memory(err);
  int status = settle_ids(store, units, &ids, &l, err);
  if (status == SCORE_OK) status = score__store_write_states(store, units, &ids, 0, 0, file, findings, err);
  free(ids.id);
  return status;
}
