/* Writes observations: what they name (units, measures, options, periods) becomes ids, and a cell given twice is seen,
 * before they join the backlog. */
#include <stdlib.h>
#include <string.h>

#include "store/backlog.h"
#include "store/handle.h"
#include "store/presence.h"

typedef struct period_cells {
  score__period period;
  int64_t id;
  bool is_new; /* the store had nothing of it */
  score__presence stage[SCORE__STAGES];
} period_cells;

struct score__store_writer {
  score_store *store;
  const score_criteria *set;
  const score__units *units;
  score__store_ids *ids;
  size_t state_count, alias_count; /* what units had when they were loaded */
  int64_t *measure_id;             /* [measures + nodes], 0 = not asked for yet */
  int64_t **option_id;             /* [measures][options], of choices */
  period_cells *period;
  size_t period_count, period_cap, last_period;
  score__backlog backlog;
  sqlite3_stmt *unit_add;
  score__store_listen_fn listen; /* NULL = nobody */
  void *listener;
};

int score__store_writer_new(score__store_writer **out, score_store *store, const score_criteria *set,
                            const score__units *units, score__store_ids *ids, score_error *err)
{
  score__store_writer *w = calloc(1, sizeof *w);
  *out = w;
  if (!w) return score__fail_memory(err);
  *w = (score__store_writer){.store = store,
                             .set = set,
                             .units = units,
                             .ids = ids,
                             .state_count = units->state_count,
                             .alias_count = units->alias_count,
                             .measure_id = calloc(set->measure_count + set->node_count, sizeof *w->measure_id),
                             .option_id = calloc(set->measure_count + 1, sizeof *w->option_id)};
  if (!w->measure_id || !w->option_id) return score__fail_memory(err);
  int status = score__backlog_start(&w->backlog, store, err);
  if (status != SCORE_OK) return status;
  return score__store_prepare(store, &w->unit_add,
                              "INSERT INTO unit(code, import) VALUES(?1, ?2) ON CONFLICT(code)"
                              " DO UPDATE SET code = code RETURNING id",
                              err);
}

void score__store_writer_free(score__store_writer *w)
{
  if (!w) return;
  score__backlog_free(&w->backlog);
  sqlite3_finalize(w->unit_add);
  for (size_t i = 0; w->option_id && i < w->set->measure_count; i++) free(w->option_id[i]);
  for (size_t i = 0; i < w->period_count; i++) {
    for (size_t s = 0; s < SCORE__STAGES; s++) score__presence_free(&w->period[i].stage[s]);
  }
  free(w->period);
  free(w->measure_id);
  free(w->option_id);
  free(w);
}

/* ---- ids of what repeats ---- */

/* Finds a row by text, or adds it: both statements take the same parameters. */
static int find_or_add(const score_store *store, const char *find, const char *add, const char *text, const char *more,
                       int64_t number, sqlite3_stmt **found, int64_t *id, score_error *err)
{
  sqlite3_stmt *s = NULL;
  *found = NULL;
  int status = score__store_prepare(store, &s, find, err);
  if (status != SCORE_OK) return status;
  score__store_bind_text(s, 1, text);
  if (number) sqlite3_bind_int64(s, 2, number);
  status = score__store_step_row(store, s, err);
  if (status == 1) {
    *id = sqlite3_column_int64(s, 0);
    *found = s;
    return SCORE_OK;
  }
  sqlite3_finalize(s);
  if (status < 0) return status;
  status = score__store_prepare(store, &s, add, err);
  if (status != SCORE_OK) return status;
  score__store_bind_text(s, 1, text);
  if (number)
    sqlite3_bind_int64(s, 2, number);
  else if (more)
    score__store_bind_text(s, 2, more);
  status = score__store_step_done(store, s, err);
  sqlite3_finalize(s);
  *id = sqlite3_last_insert_rowid(store->db);
  return status;
}

static int check_room(const score_store *store, int64_t id, int bits, const char *what, score_error *err)
{
  if (id < INT64_C(1) << bits) return SCORE_OK;
  return score__store_fail_phrase(store, SCORE_E_LIMIT, SCORE__PH_STORE_LIMIT, what, NULL, err);
}

static int settle_measure(score__store_writer *w, const score__observation *o, int64_t *id, score_error *err)
{
  score__buffer key = {0};
  const char *type = "points";
  if (o->given) {
    score__buffer_text(&key, "points:");
    score__buffer_text(&key, w->set->id);
    score__buffer_text(&key, "/");
    score__buffer_text(&key, w->set->node[o->column].key);
  } else {
    score__buffer_text(&key, w->set->measure[o->column].key);
    type = score__store_type(&w->set->measure[o->column]);
  }
  sqlite3_stmt *found = NULL;
  int status = key.failed
                   ? score__fail_memory(err)
                   : find_or_add(w->store, "SELECT id, type FROM measure WHERE key = ?1",
                                 "INSERT INTO measure(key, type) VALUES(?1, ?2)", key.data, type, 0, &found, id, err);
  if (found && strcmp(score__store_text(found, 1), type) != 0) {
    status = score__fail(err, SCORE_E_INPUT, SCORE__PH_STORE_TYPE, key.data, score__store_text(found, 1), type,
                         (const char *)NULL);
    score__fail_at(err, w->store->path, 0, 0, NULL);
  }
  sqlite3_finalize(found);
  score__buffer_free(&key);
  return status == SCORE_OK ? check_room(w->store, *id, SCORE__MEASURE_BITS, "measures", err) : status;
}

/* A choice is kept by the key of its option: another version may list the options in another order. */
static int settle_option(score__store_writer *w, const score__observation *o, int64_t measure, int64_t *value,
                         score_error *err)
{
  const score__measure *m = &w->set->measure[o->column];
  int64_t **ids = &w->option_id[o->column];
  if (!*ids) *ids = calloc(m->option_count + 1, sizeof **ids);
  if (!*ids) return score__fail_memory(err);
  if (o->value < 0 || (uint64_t)o->value >= m->option_count) {
    return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_INTERNAL, "option of a choice", (const char *)NULL);
  }
  int64_t *id = &(*ids)[o->value];
  if (!*id) {
    sqlite3_stmt *found = NULL;
    int status = find_or_add(w->store, "SELECT id FROM choice WHERE key = ?1 AND measure = ?2",
                             "INSERT INTO choice(key, measure) VALUES(?1, ?2)", m->option_key[o->value], NULL, measure,
                             &found, id, err);
    sqlite3_finalize(found);
    if (status != SCORE_OK) return status;
  }
  *value = *id;
  return SCORE_OK;
}

static int settle_period(score__store_writer *w, score__period period, period_cells **out, score_error *err)
{
  for (size_t i = 0; w->period && i < w->period_count; i++) {
    if (!score__period_equal(w->period[i].period, period)) continue;
    w->last_period = i;
    *out = &w->period[i];
    return SCORE_OK;
  }
  if (score__grow(&w->period, &w->period_cap, w->period_count + 1, sizeof *w->period) != 0) {
    return score__fail_memory(err);
  }
  char text[SCORE__PERIOD_TEXT];
  score__period_print(text, sizeof text, period);
  period_cells *p = &w->period[w->period_count];
  *p = (period_cells){.period = period};
  for (size_t s = 0; s < SCORE__STAGES; s++) p->stage[s].columns = w->set->measure_count + w->set->node_count;
  sqlite3_stmt *found = NULL;
  int status = find_or_add(w->store, "SELECT id FROM period WHERE text = ?1", "INSERT INTO period(text) VALUES(?1)",
                           text, NULL, 0, &found, &p->id, err);
  p->is_new = !found;
  sqlite3_finalize(found);
  if (status == SCORE_OK) status = check_room(w->store, p->id, SCORE__PERIOD_BITS, "periods", err);
  if (status == SCORE_OK) status = score__store_check_lock(w->store, period, err);
  if (status != SCORE_OK) return status;
  w->last_period = w->period_count++;
  *out = p;
  return SCORE_OK;
}

static int settle_units(score__store_writer *w, size_t until, score_error *err)
{
  score__store_ids *ids = w->ids;
  while (ids->count < until) {
    if (score__grow(&ids->id, &ids->cap, ids->count + 1, sizeof *ids->id) != 0) return score__fail_memory(err);
    /* A unit that only withdrawn imports name is in the table, but not among those that were loaded. */
    score__store_bind_text(w->unit_add, 1, w->units->code[ids->count]);
    sqlite3_bind_int64(w->unit_add, 2, w->store->import_id);
    int status = score__store_step_row(w->store, w->unit_add, err);
    int64_t id = status == 1 ? sqlite3_column_int64(w->unit_add, 0) : 0;
    sqlite3_reset(w->unit_add);
    if (status < 0) return status;
    status = check_room(w->store, id, SCORE__UNIT_BITS, "units", err);
    if (status != SCORE_OK) return status;
    ids->id[ids->count++] = id;
  }
  return SCORE_OK;
}

int score__store_observe(void *writer, const score__observation *o, score_error *err)
{
  score__store_writer *w = writer;
  size_t column = o->given ? w->set->measure_count + o->column : o->column;
  int status = o->unit < w->ids->count ? SCORE_OK : settle_units(w, (size_t)o->unit + 1, err);
  if (status != SCORE_OK) return status;
  period_cells *p = w->period_count ? &w->period[w->last_period] : NULL;
  if (!p || !score__period_equal(p->period, o->period)) status = settle_period(w, o->period, &p, err);
  if (status == SCORE_E_INPUT) score__fail_at(err, w->store->import_file, o->line, 0, NULL);
  if (status != SCORE_OK) return status;
  int taken = score__presence_take(&p->stage[o->stage], o->unit, column);
  if (taken != 0) return taken < 0 ? score__fail_memory(err) : 1;
  int64_t *measure = &w->measure_id[column];
  if (!*measure) status = settle_measure(w, o, measure, err);
  score__backlog_row r = {.value = o->state == SCORE__CELL_NA ? 0 : o->value,
                          .scale = o->given ? 6 : w->set->measure[o->column].scale,
                          .state = o->state,
                          .synthetic = o->synthetic,
                          .line = o->line};
  if (status == SCORE_OK && !o->given && o->state == SCORE__CELL_VALUE &&
      w->set->measure[o->column].type == SCORE__MEASURE_CHOICE) {
    status = settle_option(w, o, *measure, &r.value, err);
  }
  if (status != SCORE_OK) return status;
  r.key = score__backlog_key(p->id, w->ids->id[o->unit], *measure, o->stage);
  status = score__backlog_add(&w->backlog, &r, o, err);
  return status == SCORE_OK && w->listen ? w->listen(w->listener, o, err) : status;
}

bool score__store_holds(void *writer, const score__observation *o)
{
  const score__store_writer *w = writer;
  const size_t column = o->given ? w->set->measure_count + o->column : o->column;
  for (size_t i = 0; i < w->period_count; i++) {
    if (score__period_equal(w->period[i].period, o->period))
      return score__presence_has(&w->period[i].stage[o->stage], o->unit, column);
  }
  return false;
}

int score__store_writer_end(score__store_writer *w, score_error *err)
{
  int status = settle_units(w, w->units->count, err);
  if (status == SCORE_OK) status = score__backlog_flush(&w->backlog, err);
  if (status != SCORE_OK) return status;
  return score__store_write_states(w->store, w->units, w->ids, w->state_count, w->alias_count, w->store->path, NULL,
                                   err);
}

/* ---- for those who look at what an import gives ---- */

void score__store_writer_tell(score__store_writer *w, score__store_listen_fn listen, void *context)
{
  w->listen = listen;
  w->listener = context;
}

static const period_cells *find_period(const score__store_writer *w, score__period period)
{
  for (size_t i = 0; i < w->period_count; i++)
    if (score__period_equal(w->period[i].period, period)) return &w->period[i];
  return NULL;
}

bool score__store_writer_alone(const score__store_writer *w, score__period period)
{
  const period_cells *p = find_period(w, period);
  return p && p->is_new;
}

int score__store_writer_line(const score__store_writer *w, const score__observation *o, uint32_t *line,
                             score_error *err)
{
  sqlite3_stmt *s = NULL;
  *line = 0;
  const period_cells *p = find_period(w, o->period);
  if (!p) return SCORE_OK;
  int status = score__store_prepare(w->store, &s,
                                    "SELECT line FROM observation WHERE period = ?1 AND unit = ?2 AND measure = ?3"
                                    " AND stage = ?4 AND import = ?5",
                                    err);
  if (status != SCORE_OK) return status;
  const size_t column = o->given ? w->set->measure_count + o->column : o->column;
  const int64_t key[] = {p->id, w->ids->id[o->unit], w->measure_id[column], o->stage, w->store->import_id};
  for (int k = 0; k < 5; k++) sqlite3_bind_int64(s, k + 1, key[k]);
  status = score__store_step_row(w->store, s, err);
  if (status == 1) *line = (uint32_t)sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  return status < 0 ? status : SCORE_OK;
}
