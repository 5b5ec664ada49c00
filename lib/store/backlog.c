#include "store/backlog.h"

#include <stdlib.h>
#include <string.h>

#define BATCH       262144u
#define TEXT_BYTES  (8u << 20) /* texts that may wait */
#define ROWS        64u
#define ROW_COLUMNS 10

int score__backlog_start(score__backlog *b, score_store *store, score_error *err)
{
  b->store = store;
  b->row = malloc(BATCH * sizeof *b->row);
  b->other = malloc(BATCH * sizeof *b->other);
  if (!b->row || !b->other) return score__fail_memory(err);
  /* OR FAIL: a row that fails ends the import anyway, so no statement journal is wanted. */
  score__buffer sql = {0};
  score__buffer_text(&sql, "INSERT OR FAIL INTO observation VALUES(?,?,?,?,?,?,?,?,?,?)");
  int status = sql.failed ? score__fail_memory(err) : score__store_prepare(store, &b->one, sql.data, err);
  for (size_t i = 1; i < ROWS; i++) score__buffer_text(&sql, ",(?,?,?,?,?,?,?,?,?,?)");
  if (status == SCORE_OK) {
    status = sql.failed ? score__fail_memory(err) : score__store_prepare(store, &b->many, sql.data, err);
  }
  score__buffer_free(&sql);
  if (status != SCORE_OK) return status;
  return score__store_prepare(store, &b->text_one,
                              "INSERT INTO observation_text VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", err);
}

void score__backlog_free(score__backlog *b)
{
  sqlite3_finalize(b->many);
  sqlite3_finalize(b->one);
  sqlite3_finalize(b->text_one);
  free(b->row);
  free(b->other);
  score__buffer_free(&b->text);
}

/* By byte, least first; bytes that are the same in all keys are passed over. */
static void sort_batch(score__backlog *b)
{
  uint64_t differs = 0;
  bool sorted = true;
  for (size_t i = 1; i < b->count; i++) {
    differs |= b->row[i].key ^ b->row[0].key;
    sorted &= b->row[i - 1].key <= b->row[i].key;
  }
  for (int shift = 0; shift < 64 && !sorted; shift += 8) {
    size_t start[257] = {0};
    if (((differs >> shift) & 0xff) == 0) continue;
    for (size_t i = 0; i < b->count; i++) start[((b->row[i].key >> shift) & 0xff) + 1]++;
    for (size_t i = 0; i < 256; i++) start[i + 1] += start[i];
    for (size_t i = 0; i < b->count; i++) b->other[start[(b->row[i].key >> shift) & 0xff]++] = b->row[i];
    score__backlog_row *swap = b->row;
    b->row = b->other;
    b->other = swap;
  }
}

static inline int64_t key_part(uint64_t key, int below, int bits)
{
  return (int64_t)((key >> below) & ((UINT64_C(1) << bits) - 1));
}

static void bind_key(sqlite3_stmt *s, int at, uint64_t key, int64_t import)
{
  sqlite3_bind_int64(s, at + 1,
                     key_part(key, SCORE__UNIT_BITS + SCORE__MEASURE_BITS + SCORE__STAGE_BITS, SCORE__PERIOD_BITS));
  sqlite3_bind_int64(s, at + 2, key_part(key, SCORE__MEASURE_BITS + SCORE__STAGE_BITS, SCORE__UNIT_BITS));
  sqlite3_bind_int64(s, at + 3, key_part(key, SCORE__STAGE_BITS, SCORE__MEASURE_BITS));
  sqlite3_bind_int64(s, at + 4, key_part(key, 0, SCORE__STAGE_BITS));
  sqlite3_bind_int64(s, at + 5, import);
}

static void bind_row(sqlite3_stmt *s, int at, const score__backlog_row *r, int64_t import)
{
  bind_key(s, at, r->key, import);
  sqlite3_bind_int64(s, at + 6, r->value);
  sqlite3_bind_int(s, at + 7, r->scale);
  sqlite3_bind_int(s, at + 8, r->state);
  sqlite3_bind_int(s, at + 9, r->synthetic);
  sqlite3_bind_int64(s, at + 10, r->line);
}

static int write_texts(score__backlog *b, score_error *err)
{
  int status = SCORE_OK;
  for (size_t i = 0; i < b->count && status == SCORE_OK; i++) {
    const score__backlog_row *r = &b->row[i];
    if (!r->text) continue;
    bind_key(b->text_one, 0, r->key, b->store->import_id);
    const char *text = b->text.data + r->text - 1;
    for (int k = 6; k <= 9; k++) {
      score__store_bind_text(b->text_one, k, text);
      text += strlen(text) + 1;
    }
    status = score__store_step_done(b->store, b->text_one, err);
  }
  return status;
}

int score__backlog_flush(score__backlog *b, score_error *err)
{
  sort_batch(b);
  size_t at = 0;
  int status = SCORE_OK;
  for (; b->count - at >= ROWS && status == SCORE_OK; at += ROWS) {
    for (size_t i = 0; i < ROWS; i++) bind_row(b->many, (int)i * ROW_COLUMNS, &b->row[at + i], b->store->import_id);
    status = score__store_step_done(b->store, b->many, err);
  }
  for (; at < b->count && status == SCORE_OK; at++) {
    bind_row(b->one, 0, &b->row[at], b->store->import_id);
    status = score__store_step_done(b->store, b->one, err);
  }
  if (status == SCORE_OK && b->text.size) status = write_texts(b, err);
  b->count = 0;
  score__buffer_clear(&b->text);
  return status;
}

static void keep_texts(score__backlog *b, score__backlog_row *r, const score__observation *o)
{
  const char *const text[] = {o->said.source, o->said.evidence, o->said.note, o->said.expires};
  if (!score__origin_says(&o->said)) return;
  r->text = (uint32_t)b->text.size + 1;
  for (size_t i = 0; i < 4; i++) score__buffer_add(&b->text, text[i], strlen(text[i]) + 1);
}

int score__backlog_add(score__backlog *b, const score__backlog_row *row, const score__observation *o, score_error *err)
{
  score__backlog_row *r = &b->row[b->count++];
  *r = *row;
  keep_texts(b, r, o);
  if (b->text.failed) return score__fail_memory(err);
  return b->count == BATCH || b->text.size > TEXT_BYTES ? score__backlog_flush(b, err) : SCORE_OK;
}
