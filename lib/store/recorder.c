/* Writes observations. They wait in a batch of bounded size, are sorted as the table is, and go in by statements of
 * many rows: a sorted batch fills the pages one after the other, and one statement of 64 rows costs a third of 64. */
#include <stdlib.h>
#include <string.h>

#include "store/handle.h"
#include "store/presence.h"

#define BATCH       262144u
#define TEXT_BYTES  (8u << 20) /* texts that may wait */
#define ROWS        64u
#define ROW_COLUMNS 9

/* Key of a waiting row: period, unit, measure, stage, as the primary key has them. */
#define PERIOD_BITS  16
#define UNIT_BITS    24
#define MEASURE_BITS 22
#define STAGE_BITS   2

typedef struct waiting {
  uint64_t key;
  int64_t value;
  uint32_t text; /* 1 + offset of three texts, 0 = none */
  uint8_t scale, state, synthetic;
} waiting;

typedef struct period_cells {
  score__period period;
  int64_t id;
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
  waiting *row, *other; /* [BATCH] */
  size_t count;
  score__buffer text;
  sqlite3_stmt *many, *one, *text_one, *unit_add;
};

static int make_statements(score__store_writer *w, score_error *err)
{
  /* OR FAIL: a row that fails ends the import anyway, so no statement journal is wanted. */
  score__buffer sql = {0};
  score__buffer_text(&sql, "INSERT OR FAIL INTO observation VALUES(?,?,?,?,?,?,?,?,?)");
  int status = sql.failed ? score__fail_memory(err) : score__store_prepare(w->store, &w->one, sql.data, err);
  for (size_t i = 1; i < ROWS; i++) score__buffer_text(&sql, ",(?,?,?,?,?,?,?,?,?)");
  if (status == SCORE_OK) {
    status = sql.failed ? score__fail_memory(err) : score__store_prepare(w->store, &w->many, sql.data, err);
  }
  score__buffer_free(&sql);
  if (status == SCORE_OK) {
    status = score__store_prepare(w->store, &w->text_one,
                                  "INSERT INTO observation_text VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", err);
  }
  if (status == SCORE_OK) {
    status = score__store_prepare(w->store, &w->unit_add, "INSERT INTO unit(code) VALUES(?1)", err);
  }
  return status;
}

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
                             .option_id = calloc(set->measure_count + 1, sizeof *w->option_id),
                             .row = malloc(BATCH * sizeof *w->row),
                             .other = malloc(BATCH * sizeof *w->other)};
  if (!w->measure_id || !w->option_id || !w->row || !w->other) return score__fail_memory(err);
  return make_statements(w, err);
}

void score__store_writer_free(score__store_writer *w)
{
  if (!w) return;
  sqlite3_finalize(w->many);
  sqlite3_finalize(w->one);
  sqlite3_finalize(w->text_one);
  sqlite3_finalize(w->unit_add);
  for (size_t i = 0; w->option_id && i < w->set->measure_count; i++) free(w->option_id[i]);
  for (size_t i = 0; i < w->period_count; i++) {
    for (size_t s = 0; s < SCORE__STAGES; s++) score__presence_free(&w->period[i].stage[s]);
  }
  free(w->period);
  free(w->measure_id);
  free(w->option_id);
  free(w->row);
  free(w->other);
  score__buffer_free(&w->text);
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
  return status == SCORE_OK ? check_room(w->store, *id, MEASURE_BITS, "measures", err) : status;
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
  for (size_t i = 0; i < w->period_count; i++) {
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
  sqlite3_finalize(found);
  if (status == SCORE_OK) status = check_room(w->store, p->id, PERIOD_BITS, "periods", err);
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
    score__store_bind_text(w->unit_add, 1, w->units->code[ids->count]);
    int status = score__store_step_done(w->store, w->unit_add, err);
    if (status != SCORE_OK) return status;
    int64_t id = sqlite3_last_insert_rowid(w->store->db);
    status = check_room(w->store, id, UNIT_BITS, "units", err);
    if (status != SCORE_OK) return status;
    ids->id[ids->count++] = id;
  }
  return SCORE_OK;
}

/* ---- the batch ---- */

/* By byte, least first; bytes that are the same in all keys are passed over. */
static void sort_batch(score__store_writer *w)
{
  uint64_t differs = 0;
  bool sorted = true;
  for (size_t i = 1; i < w->count; i++) {
    differs |= w->row[i].key ^ w->row[0].key;
    sorted &= w->row[i - 1].key <= w->row[i].key;
  }
  for (int shift = 0; shift < 64 && !sorted; shift += 8) {
    size_t start[257] = {0};
    if (((differs >> shift) & 0xff) == 0) continue;
    for (size_t i = 0; i < w->count; i++) start[((w->row[i].key >> shift) & 0xff) + 1]++;
    for (size_t i = 0; i < 256; i++) start[i + 1] += start[i];
    for (size_t i = 0; i < w->count; i++) w->other[start[(w->row[i].key >> shift) & 0xff]++] = w->row[i];
    waiting *swap = w->row;
    w->row = w->other;
    w->other = swap;
  }
}

static inline int64_t key_part(uint64_t key, int below, int bits)
{
  return (int64_t)((key >> below) & ((UINT64_C(1) << bits) - 1));
}

static void bind_key(sqlite3_stmt *s, int at, uint64_t key, int64_t import)
{
  sqlite3_bind_int64(s, at + 1, key_part(key, UNIT_BITS + MEASURE_BITS + STAGE_BITS, PERIOD_BITS));
  sqlite3_bind_int64(s, at + 2, key_part(key, MEASURE_BITS + STAGE_BITS, UNIT_BITS));
  sqlite3_bind_int64(s, at + 3, key_part(key, STAGE_BITS, MEASURE_BITS));
  sqlite3_bind_int64(s, at + 4, key_part(key, 0, STAGE_BITS));
  sqlite3_bind_int64(s, at + 5, import);
}

static void bind_row(sqlite3_stmt *s, int at, const waiting *r, int64_t import)
{
  bind_key(s, at, r->key, import);
  sqlite3_bind_int64(s, at + 6, r->value);
  sqlite3_bind_int(s, at + 7, r->scale);
  sqlite3_bind_int(s, at + 8, r->state);
  sqlite3_bind_int(s, at + 9, r->synthetic);
}

static int write_texts(score__store_writer *w, score_error *err)
{
  int status = SCORE_OK;
  for (size_t i = 0; i < w->count && status == SCORE_OK; i++) {
    const waiting *r = &w->row[i];
    if (!r->text) continue;
    bind_key(w->text_one, 0, r->key, w->store->import_id);
    const char *text = w->text.data + r->text - 1;
    for (int k = 6; k <= 8; k++) {
      score__store_bind_text(w->text_one, k, text);
      text += strlen(text) + 1;
    }
    status = score__store_step_done(w->store, w->text_one, err);
  }
  return status;
}

static int flush(score__store_writer *w, score_error *err)
{
  sort_batch(w);
  size_t at = 0;
  int status = SCORE_OK;
  for (; w->count - at >= ROWS && status == SCORE_OK; at += ROWS) {
    for (size_t i = 0; i < ROWS; i++) bind_row(w->many, (int)i * ROW_COLUMNS, &w->row[at + i], w->store->import_id);
    status = score__store_step_done(w->store, w->many, err);
  }
  for (; at < w->count && status == SCORE_OK; at++) {
    bind_row(w->one, 0, &w->row[at], w->store->import_id);
    status = score__store_step_done(w->store, w->one, err);
  }
  if (status == SCORE_OK && w->text.size) status = write_texts(w, err);
  w->count = 0;
  score__buffer_clear(&w->text);
  return status;
}

static void keep_texts(score__store_writer *w, waiting *r, const score__observation *o)
{
  const char *const text[] = {o->source, o->evidence, o->note};
  if (!*o->source && !*o->evidence && !*o->note) return;
  r->text = (uint32_t)w->text.size + 1;
  for (size_t i = 0; i < 3; i++) score__buffer_add(&w->text, text[i], strlen(text[i]) + 1);
}

int score__store_observe(void *writer, const score__observation *o, score_error *err)
{
  score__store_writer *w = writer;
  size_t column = o->given ? w->set->measure_count + o->column : o->column;
  int status = o->unit < w->ids->count ? SCORE_OK : settle_units(w, (size_t)o->unit + 1, err);
  if (status != SCORE_OK) return status;
  period_cells *p = w->period_count ? &w->period[w->last_period] : NULL;
  if (!p || !score__period_equal(p->period, o->period)) status = settle_period(w, o->period, &p, err);
  if (status != SCORE_OK) return status;
  int taken = score__presence_take(&p->stage[o->stage], o->unit, column);
  if (taken != 0) return taken < 0 ? score__fail_memory(err) : 1;
  int64_t *measure = &w->measure_id[column];
  if (!*measure) status = settle_measure(w, o, measure, err);
  waiting r = {.value = o->state == SCORE__CELL_NA ? 0 : o->value,
               .scale = o->given ? 6 : w->set->measure[o->column].scale,
               .state = o->state,
               .synthetic = o->synthetic};
  if (status == SCORE_OK && !o->given && o->state == SCORE__CELL_VALUE &&
      w->set->measure[o->column].type == SCORE__MEASURE_CHOICE) {
    status = settle_option(w, o, *measure, &r.value, err);
  }
  if (status != SCORE_OK) return status;
  r.key = (((((uint64_t)p->id << UNIT_BITS) | (uint64_t)w->ids->id[o->unit]) << MEASURE_BITS | (uint64_t)*measure)
           << STAGE_BITS) |
          o->stage;
  keep_texts(w, &r, o);
  if (w->text.failed) return score__fail_memory(err);
  w->row[w->count++] = r;
  return w->count == BATCH || w->text.size > TEXT_BYTES ? flush(w, err) : SCORE_OK;
}

int score__store_writer_end(score__store_writer *w, score_error *err)
{
  int status = settle_units(w, w->units->count, err);
  if (status == SCORE_OK) status = flush(w, err);
  if (status != SCORE_OK) return status;
  return score__store_write_states(w->store, w->units, w->ids, w->state_count, w->alias_count, w->store->path, NULL,
                                   err);
}
