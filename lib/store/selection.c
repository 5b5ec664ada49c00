/* Reads current observations. The key ends in the import, so the last row of each run of equal (period, unit,
 * measure, stage) is the current one, and one period is one stretch of the table. */
#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

enum { COLUMN_NONE, COLUMN_MEASURE, COLUMN_GIVEN, COLUMN_TYPE };

typedef struct stored_column { /* a measure of the store, as the set knows it */
  uint8_t kind;
  uint32_t index;
} stored_column;

typedef struct selection {
  score_store *store;
  score_data *data;
  score__store_row_fn row;
  void *context;
  score__store_ids ids;
  uint32_t *unit_index; /* [unit_room] by id; UINT32_MAX = none */
  size_t unit_room;
  stored_column *column; /* [column_room] by id of the measure */
  size_t column_room;
  uint32_t *option; /* [option_room] by id of the choice */
  size_t option_room;
  bool *contributed, *withdrawn; /* [import_room] by id */
  size_t import_room;
  const score__store_period *periods; /* [period_count], each once; NULL = all */
  size_t period_count;
  unsigned wanted;    /* of the period at hand */
  sqlite3_stmt *text; /* what was said of the cells of the period at hand, in the order of the cells */
  bool text_left;     /* it stands on a row */
  bool with_line;
} selection;

const char *score__store_type(const score__measure *measure)
{
  static const char *const name[] = {"count", "amount", "percent", "boolean", "choice", "date"};
  return name[measure->type];
}

/* Room for ids 0..max of a table; the query yields the highest. */
static int make_room(const selection *sel, const char *sql, size_t size, void *items, size_t *room, score_error *err)
{
  int64_t most = 0;
  int status = score__store_int(sel->store, sql, &most, err);
  if (status != SCORE_OK) return status;
  if (most < 0 || most > INT64_C(1) << 31) return score__store_fail(sel->store, SQLITE_CORRUPT, err);
  *room = (size_t)most + 1;
  void *block = calloc(*room, size);
  if (!block) return score__fail_memory(err);
  memcpy(items, &block, sizeof block);
  return SCORE_OK;
}

static stored_column column_of(const score_criteria *set, const char *key, const char *type)
{
  stored_column none = {.kind = COLUMN_NONE};
  if (strncmp(key, "points:", 7) == 0) {
    size_t n = strlen(set->id);
    if (strncmp(key + 7, set->id, n) != 0 || key[7 + n] != '/') return none;
    size_t node = score__dict_get(&set->by_node, key + 8 + n);
    /* by_node holds codes too: only the key itself is the same node. */
    if (node == SIZE_MAX || strcmp(set->node[node].key, key + 8 + n) != 0) return none;
    return (stored_column){.kind = COLUMN_GIVEN, .index = (uint32_t)node};
  }
  size_t i = score__dict_get(&set->by_measure, key);
  if (i == SIZE_MAX) return none;
  bool same = strcmp(score__store_type(&set->measure[i]), type) == 0;
  return (stored_column){.kind = same ? COLUMN_MEASURE : COLUMN_TYPE, .index = (uint32_t)i};
}

static uint32_t option_of(const selection *sel, int64_t measure, const char *key)
{
  if (measure < 0 || (uint64_t)measure >= sel->column_room) return UINT32_MAX;
  stored_column c = sel->column[measure];
  if (c.kind != COLUMN_MEASURE) return UINT32_MAX;
  const score__measure *m = &sel->data->criteria->measure[c.index];
  for (size_t i = 0; i < m->option_count; i++) {
    if (strcmp(m->option_key[i], key) == 0) return (uint32_t)i;
  }
  return UINT32_MAX;
}

static int load_columns(selection *sel, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = make_room(sel, "SELECT coalesce(max(id), 0) FROM measure", sizeof *sel->column, &sel->column,
                         &sel->column_room, err);
  if (status == SCORE_OK) status = score__store_prepare(sel->store, &s, "SELECT id, key, type FROM measure", err);
  while (status >= 0 && s && (status = score__store_step_row(sel->store, s, err)) == 1) {
    int64_t id = sqlite3_column_int64(s, 0);
    if (id < 0) continue;
    sel->column[id] = column_of(sel->data->criteria, score__store_text(s, 1), score__store_text(s, 2));
  }
  sqlite3_finalize(s);
  s = NULL;
  if (status == SCORE_OK) {
    status = make_room(sel, "SELECT coalesce(max(id), 0) FROM choice", sizeof *sel->option, &sel->option,
                       &sel->option_room, err);
  }
  if (status == SCORE_OK) status = score__store_prepare(sel->store, &s, "SELECT id, measure, key FROM choice", err);
  while (status >= 0 && s && (status = score__store_step_row(sel->store, s, err)) == 1) {
    int64_t id = sqlite3_column_int64(s, 0);
    if (id < 0) continue;
    sel->option[id] = option_of(sel, sqlite3_column_int64(s, 1), score__store_text(s, 2));
  }
  sqlite3_finalize(s);
  return status;
}

static int load_withdrawals(selection *sel, score_error *err)
{
  static const char last_import[] = "SELECT coalesce(max(id), 0) FROM import";
  sqlite3_stmt *s = NULL;
  int status = make_room(sel, last_import, sizeof *sel->contributed, &sel->contributed, &sel->import_room, err);
  if (status == SCORE_OK) {
    status = make_room(sel, last_import, sizeof *sel->withdrawn, &sel->withdrawn, &sel->import_room, err);
  }
  if (status == SCORE_OK) status = score__store_prepare(sel->store, &s, "SELECT import FROM withdrawal", err);
  while (status >= 0 && s && (status = score__store_step_row(sel->store, s, err)) == 1) {
    int64_t id = sqlite3_column_int64(s, 0);
    if (id >= 0 && (uint64_t)id < sel->import_room) sel->withdrawn[id] = true;
  }
  sqlite3_finalize(s);
  return status;
}

static int load_units(selection *sel, score_error *err)
{
  int status = score__store_load_units(sel->store, &sel->data->units, &sel->ids, err);
  if (status == SCORE_OK) {
    status = make_room(sel, "SELECT coalesce(max(id), 0) FROM unit", sizeof *sel->unit_index, &sel->unit_index,
                       &sel->unit_room, err);
  }
  if (status != SCORE_OK) return status;
  memset(sel->unit_index, 0xff, sel->unit_room * sizeof *sel->unit_index);
  for (size_t i = 0; i < sel->ids.count; i++) {
    if (sel->ids.id[i] >= 0) sel->unit_index[sel->ids.id[i]] = (uint32_t)i;
  }
  return SCORE_OK;
}

/* What the store holds but the set cannot take. */
static int fail_row(const selection *sel, const score__observation *o, stored_column c, int64_t value, score_error *err)
{
  const score__measure *m = &sel->data->criteria->measure[c.index];
  sqlite3_stmt *s = NULL;
  const char *sql = c.kind == COLUMN_TYPE ? "SELECT type FROM measure WHERE key = ?1"
                                          : "SELECT key FROM choice WHERE id = ?2 AND ?1 IS NOT NULL";
  int status = score__store_prepare(sel->store, &s, sql, err);
  if (status != SCORE_OK) return status;
  score__store_bind_text(s, 1, m->key);
  if (c.kind != COLUMN_TYPE) sqlite3_bind_int64(s, 2, value);
  status = score__store_step_row(sel->store, s, err);
  if (status == 1 && c.kind == COLUMN_TYPE) {
    score__fail(err, SCORE_E_INPUT, SCORE__PH_STORE_TYPE, m->key, score__store_text(s, 0), score__store_type(m),
                (const char *)NULL);
  } else if (status >= 0) {
    score__fail(err, SCORE_E_INPUT, SCORE__PH_STORE_OPTION, status == 1 ? score__store_text(s, 0) : "?", m->key,
                (const char *)NULL);
  }
  sqlite3_finalize(s);
  if (status < 0) return status;
  score__fail_at(err, sel->store->path, 0, 0, sel->data->units.code[o->unit]);
  return SCORE_E_INPUT;
}

typedef struct stored_row {
  int64_t unit, measure, stage, import, value, line;
  int scale, state, synthetic;
} stored_row;

static int next_text(selection *sel, score_error *err)
{
  int status = score__store_step_row(sel->store, sel->text, err);
  sel->text_left = status == 1;
  return status < 0 ? status : SCORE_OK;
}

/* Both stand in one order, so each text is passed once. */
static int take_texts(selection *sel, const stored_row *r, score__observation *o, score_error *err)
{
  const int64_t key[] = {r->unit, r->measure, r->stage, r->import};
  int status = SCORE_OK;
  while (sel->text_left && status == SCORE_OK) {
    int order = 0;
    for (int k = 0; k < 4 && !order; k++) {
      int64_t have = sqlite3_column_int64(sel->text, k);
      order = (have > key[k]) - (have < key[k]);
    }
    if (order == 0) {
      o->said = (score__origin){score__store_text(sel->text, 4), score__store_text(sel->text, 5),
                                score__store_text(sel->text, 6), score__store_text(sel->text, 7)};
    }
    if (order >= 0) break;
    status = next_text(sel, err);
  }
  return status;
}

/* SCORE__READ_*: what is wanted of a period; 0 = nothing. */
static unsigned wanted_of(const selection *sel, score__period period)
{
  for (size_t i = 0; i < sel->period_count; i++)
    if (score__period_equal(sel->periods[i].period, period)) return sel->periods[i].wanted;
  return sel->periods ? 0 : SCORE__READ_ALL;
}

static bool is_asked(const selection *sel, stored_column c, unsigned wanted)
{
  const score_criteria *set = sel->data->criteria;
  if (wanted & SCORE__READ_ALL) return true;
  if (c.kind == COLUMN_GIVEN) return false;
  if ((wanted & SCORE__READ_PARTS) && set->measure[c.index].over_time != SCORE__OVER_NONE) return true;
  for (size_t k = 0; (wanted & SCORE__READ_EARLIER) && k < set->earlier_count; k++)
    if (set->earlier[k].measure == c.index) return true;
  return false;
}

static int emit(selection *sel, const stored_row *r, score__period period, score_error *err)
{
  bool known = r->unit >= 0 && (uint64_t)r->unit < sel->unit_room && sel->unit_index[r->unit] != UINT32_MAX &&
               r->import >= 0 && (uint64_t)r->import < sel->import_room && r->stage >= 0 && r->stage < SCORE__STAGES &&
               r->state >= SCORE__CELL_VALUE && r->state <= SCORE__CELL_OVERRIDE;
  if (!known) {
    return score__store_fail_phrase(sel->store, SCORE_E_STORE, SCORE__PH_STORE_STATE, NULL, NULL, err);
  }
  stored_column c = sel->column[r->measure];
  if (!is_asked(sel, c, sel->wanted)) return score__data_frame(sel->data, period) ? SCORE_OK : score__fail_memory(err);
  score__observation o = {.unit = sel->unit_index[r->unit],
                          .period = period,
                          .given = c.kind == COLUMN_GIVEN,
                          .synthetic = r->synthetic != 0,
                          .stage = (uint8_t)r->stage,
                          .state = (uint8_t)r->state,
                          .column = c.index,
                          .value = r->value,
                          .line = (uint32_t)r->line,
                          .said = SCORE__ORIGIN_NONE};
  if (c.kind == COLUMN_TYPE) return fail_row(sel, &o, c, r->value, err);
  if (!o.given && o.state == SCORE__CELL_VALUE && sel->data->criteria->measure[c.index].type == SCORE__MEASURE_CHOICE) {
    uint64_t id = (uint64_t)r->value;
    if (id >= sel->option_room || sel->option[id] == UINT32_MAX) return fail_row(sel, &o, c, r->value, err);
    o.value = sel->option[id];
  }
  sel->contributed[r->import] = true;
  int status = take_texts(sel, r, &o, err);
  return status < 0 ? status : sel->row(sel->context, &o, r->scale, err);
}

static int read_period(selection *sel, sqlite3_stmt *s, score__period period, score_error *err)
{
  stored_row last = {.unit = -1};
  int status;
  while ((status = score__store_step_row(sel->store, s, err)) == 1) {
    int64_t measure = sqlite3_column_int64(s, 1);
    if (measure < 0 || (uint64_t)measure >= sel->column_room || sel->column[measure].kind == COLUMN_NONE) continue;
    stored_row r = {.unit = sqlite3_column_int64(s, 0),
                    .measure = measure,
                    .stage = sqlite3_column_int64(s, 2),
                    .import = sqlite3_column_int64(s, 3),
                    .value = sqlite3_column_int64(s, 4),
                    .scale = sqlite3_column_int(s, 5),
                    .state = sqlite3_column_int(s, 6),
                    .synthetic = sqlite3_column_int(s, 7),
                    .line = sel->with_line ? sqlite3_column_int64(s, 8) : 0};
    /* A withdrawn import counts no more: the value before it stands again. */
    if (r.import >= 0 && (uint64_t)r.import < sel->import_room && sel->withdrawn[r.import]) continue;
    bool same = last.unit == r.unit && last.measure == r.measure && last.stage == r.stage;
    if (!same && last.unit >= 0 && (status = emit(sel, &last, period, err)) != SCORE_OK) return status;
    last = r;
  }
  return status == 0 && last.unit >= 0 ? emit(sel, &last, period, err) : status;
}

static int read_observations(selection *sel, int64_t unit, score_error *err)
{
  sqlite3_stmt *periods = NULL, *s = NULL;
  /* Every column costs: the row of the file is only of use to who looks at an import under way. */
#define COLUMNS "unit, measure, stage, import, value, scale, state, synthetic"
#define ORDER   " ORDER BY period, unit, measure, stage, import"
  static const char *const statement[2][2] = {
      {"SELECT " COLUMNS " FROM observation WHERE period = ?1" ORDER,
       "SELECT " COLUMNS " FROM observation WHERE period = ?1 AND unit = ?2" ORDER},
      {"SELECT " COLUMNS ", line FROM observation WHERE period = ?1" ORDER,
       "SELECT " COLUMNS ", line FROM observation WHERE period = ?1 AND unit = ?2" ORDER}};
  const char *sql = statement[sel->with_line][unit >= 0];
  const char *text_sql = unit >= 0 ? "SELECT unit, measure, stage, import, source, evidence, note, evidence_expires"
                                     " FROM observation_text"
                                     " WHERE period = ?1 AND unit = ?2 ORDER BY period, unit, measure, stage, import"
                                   : "SELECT unit, measure, stage, import, source, evidence, note, evidence_expires"
                                     " FROM observation_text"
                                     " WHERE period = ?1 ORDER BY period, unit, measure, stage, import";
  int status = score__store_prepare(sel->store, &periods, "SELECT id, text FROM period ORDER BY id", err);
  if (status == SCORE_OK) status = score__store_prepare(sel->store, &s, sql, err);
  if (status == SCORE_OK) status = score__store_prepare(sel->store, &sel->text, text_sql, err);
  while (status >= 0 && sel->text && (status = score__store_step_row(sel->store, periods, err)) == 1) {
    score__period period;
    const char *text = score__store_text(periods, 1);
    if (score__period_parse(&period, text, strlen(text)) != 0) {
      status = score__store_fail_phrase(sel->store, SCORE_E_STORE, SCORE__PH_STORE_PERIOD, text, NULL, err);
      break;
    }
    sel->wanted = wanted_of(sel, period);
    if (!sel->wanted) continue;
    sqlite3_bind_int64(s, 1, sqlite3_column_int64(periods, 0));
    if (unit >= 0) sqlite3_bind_int64(s, 2, unit);
    sqlite3_bind_int64(sel->text, 1, sqlite3_column_int64(periods, 0));
    if (unit >= 0) sqlite3_bind_int64(sel->text, 2, unit);
    status = next_text(sel, err);
    if (status >= 0) status = read_period(sel, s, period, err);
    sqlite3_reset(s);
    sqlite3_reset(sel->text);
  }
  sqlite3_finalize(sel->text);
  sqlite3_finalize(s);
  sqlite3_finalize(periods);
  return status;
}

/* Digests of the imports that units and observations came from, in the order of import. */
static int note_imports(selection *sel, score_error *err)
{
  sqlite3_stmt *s = NULL;
  int status = score__store_prepare(sel->store, &s,
                                    "WITH used(id) AS (SELECT min(import) FROM unit_alias"
                                    " WHERE import NOT IN (SELECT import FROM withdrawal) GROUP BY alias"
                                    " UNION SELECT s.import FROM unit_state s"
                                    " WHERE s.import = (SELECT max(l.import) FROM unit_state l WHERE l.unit = s.unit"
                                    " AND l.import NOT IN (SELECT import FROM withdrawal)))"
                                    " SELECT i.id, i.sha256, i.id IN used FROM import i ORDER BY i.id",
                                    err);
  while (status >= 0 && s && (status = score__store_step_row(sel->store, s, err)) == 1) {
    int64_t id = sqlite3_column_int64(s, 0);
    bool wanted = sqlite3_column_int(s, 2) != 0 || (id >= 0 && (uint64_t)id < sel->import_room && sel->contributed[id]);
    const char *hex = score__store_text(s, 1);
    if (!wanted || strlen(hex) != SCORE__SHA256_HEX - 1) continue;
    char copy[SCORE__SHA256_HEX];
    memcpy(copy, hex, sizeof copy);
    if (score__data_note_file(sel->data, copy) != 0) status = score__fail_memory(err);
  }
  sqlite3_finalize(s);
  return status;
}

int score__store_read(score_store *store, score_data *data, const score__store_period *periods, size_t period_count,
                      const char *unit, bool all_units, score__store_row_fn row, void *context, score_error *err)
{
  selection sel = {
      .store = store, .data = data, .row = row, .context = context, .periods = periods, .period_count = period_count};
  int64_t only = -1;
  /* Within an import its own transaction is the view: it sees what it wrote. */
  bool own = sqlite3_get_autocommit(store->db) != 0;
  sel.with_line = !own;
  int status = own ? score__store_run(store, "BEGIN", err) : SCORE_OK;
  if (status != SCORE_OK) return status;
  status = load_units(&sel, err);
  if (status == SCORE_OK && unit) {
    size_t at = score__units_search(&data->units, unit, err);
    if (at == SIZE_MAX)
      status = SCORE_E_NOT_FOUND;
    else if (!all_units)
      only = sel.ids.id[at];
  }
  if (status == SCORE_OK) status = load_columns(&sel, err);
  if (status == SCORE_OK) status = load_withdrawals(&sel, err);
  if (status == SCORE_OK) status = read_observations(&sel, only, err);
  if (status == SCORE_OK) status = note_imports(&sel, err);
  if (own) score__store_rollback(store); /* nothing was written */
  free(sel.ids.id);
  free(sel.unit_index);
  free(sel.column);
  free(sel.option);
  free(sel.contributed);
  free(sel.withdrawn);
  return status;
}
