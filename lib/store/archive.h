/* The store: one SQLite file; units and observations, append-only. What it holds is described in docs/store.md.
 * Its callers see no SQL: they see units, observations and imports. */
#ifndef SCORE__ARCHIVE_H
#define SCORE__ARCHIVE_H

#include "model/frame.h"
#include "model/chronicle.h"
#include "score/store.h"

/* ---- imports: one transaction each, ended or undone ---- */

enum { SCORE__IMPORT_UNITS, SCORE__IMPORT_DATA, SCORE__IMPORT_PUBLISHED };

typedef struct score__store_import {
  int kind;
  const char *file; /* only its last part is kept */
  score_act act;
  const score_criteria *set;
  bool synthetic;
} score__store_import;

int score__store_begin(score_store *store, const score__store_import *import, score_error *err);
/* Within an import: an earlier one, not withdrawn, of the same kind and set and these bytes; 0 = none. */
int score__store_earlier(const score_store *store, const char *sha256, int64_t *earlier, score_error *err);
/* Writes what the import was made of: all but the commit. *earlier = an import of the same kind, set and bytes,
 * 0 = none. */
int score__store_seal(score_store *store, const char *sha256, uint64_t rows, uint64_t cells, int64_t *earlier,
                      score_error *err);
int score__store_commit(score_store *store, int64_t *id, score_error *err);
/* Leaves the store as it was before score__store_begin. */
void score__store_undo(score_store *store);

/* ---- units ---- */

/* Ids of units in the store, by index in a score__units. */
typedef struct score__store_ids {
  int64_t *id;
  size_t count, cap;
} score__store_ids; /* {0} is empty; free(ids.id) */

/* Appends all units as they are to an empty `units`: in order of first appearance, with their current states. */
int score__store_load_units(score_store *store, score__units *units, score__store_ids *ids, score_error *err);
/* Within an import: a unit list read into `units` on its own. States of a unit given now take the place of all
 * earlier ones of that unit. `file` stands for the list in findings. A clash with the store is an error finding and SCORE_E_INPUT. */
int score__store_write_units(score_store *store, const score__units *units, const char *file, score_findings *findings,
                             score_error *err);

/* ---- observations ---- */

typedef struct score__store_writer score__store_writer;

/* Within an import. `units` are those of score__store_load_units, may grow while data are read, and like `set` must
 * outlive the writer. */
int score__store_writer_new(score__store_writer **out, score_store *store, const score_criteria *set,
                            const score__units *units, score__store_ids *ids, score_error *err);
/* A score__observe_fn: 0 kept, 1 the cell was already given in this import, negative an error. */
int score__store_observe(void *writer, const score__observation *o, score_error *err);
/* Whether the cell was already given in this import. */
bool score__store_holds(void *writer, const score__observation *o);
/* Writes what still waits, and the states and aliases that `units` gained since they were loaded. */
int score__store_writer_end(score__store_writer *writer, score_error *err);
void score__store_writer_free(score__store_writer *writer);

/* ---- for those who look at what an import gives ---- */

/* Told of every observation that is kept. 0 or a SCORE_E_*, which ends the import. */
typedef int (*score__store_listen_fn)(void *context, const score__observation *o, score_error *err);
void score__store_writer_tell(score__store_writer *writer, score__store_listen_fn listen, void *context);
/* Whether the store knew nothing of a period before this import. */
bool score__store_writer_alone(const score__store_writer *writer, score__period period);
/* The line of the file that a cell it gave came from (o names the cell), after score__store_writer_end; 0 = not known. */
int score__store_writer_line(const score__store_writer *writer, const score__observation *o, uint32_t *line,
                             score_error *err);

/* ---- reading ---- */

/* One current observation; its value has `scale` decimals as stored (for a choice: the option's index in the set).
 * 0 or a SCORE_E_*. */
typedef int (*score__store_row_fn)(void *context, const score__observation *o, int scale, score_error *err);

/* What is wanted of a period. Of periods beside the one evaluated no more than is needed is read: the rest was reported
 * under the rules of its time, and may be what today's definition would refuse. */
enum {
  SCORE__READ_ALL = 1,
  SCORE__READ_EARLIER = 2, /* measures that the set reads of earlier periods */
  SCORE__READ_PARTS = 4    /* measures whose values may add up to those of another period */
};

typedef struct score__store_period {
  score__period period;
  uint8_t wanted; /* SCORE__READ_* together */
} score__store_period;

/* Fills data->units, notes the digests of the imports that contributed in the order of import, and calls `row` for
 * each current observation of the set's measures and nodes. periods NULL = all
 * of them whole; unit NULL = all, else by code, alias or name
 * (SCORE_E_NOT_FOUND), and then only this unit's observations, unless all_units. One consistent view of the store; within
 * an import that of the import. */
int score__store_read(score_store *store, score_data *data, const score__store_period *periods, size_t period_count,
                      const char *unit, bool all_units, score__store_row_fn row, void *context, score_error *err);

/* ---- history ---- */

typedef struct score__history_query {
  int64_t unit;                 /* id */
  const char *measure, *period; /* NULL = all */
  int stage;                    /* SCORE_STAGE_NONE = all */
} score__history_query;

/* 0 or a SCORE_E_*, which ends the reading. */
typedef int (*score__history_value_fn)(void *context, const score__history_value *value, score_error *err);
typedef int (*score__history_import_fn)(void *context, const score__history_import *import, score_error *err);
typedef int (*score__history_lock_fn)(void *context, const score__history_lock *lock, score_error *err);

/* By period, measure, stage and import. SCORE_E_NOT_FOUND for a measure that the store does not hold. */
int score__store_history(score_store *store, const score__history_query *query, score__history_value_fn value,
                         void *context, score_error *err);
int score__store_imports(score_store *store, score__history_import_fn import, void *context, score_error *err);
/* Every lock and unlocking in order; only = those in force. */
int score__store_locks(score_store *store, bool only, score__history_lock_fn lock, void *context, score_error *err);

typedef struct score__store_census {
  int64_t schema, imports, withdrawn, units, observations, releases;
} score__store_census;

int score__store_count(score_store *store, score__store_census *out, score_error *err);

/* ---- for tests ---- */

/* Most pages the file may have, for this connection. */
int score__store_limit_pages(score_store *store, int64_t pages, score_error *err);
/* "ok", or the first fault PRAGMA integrity_check or foreign_key_check names. */
int score__store_check(score_store *store, char text[256], score_error *err);

#endif
