/* The schema, as numbered migrations, each in a transaction of its own. A migration that was released never changes:
 * a change of the schema is a new one at the end. */
#include "store/handle.h"

/* In parts, since a literal has its limit. */
static const char *const migration[SCORE__STORE_SCHEMA][4] = {
    /* 1 */
    {"CREATE TABLE import("
     " id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK(kind IN ('units', 'data', 'published')),"
     " file TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, cells INTEGER NOT NULL,"
     " imported_at TEXT NOT NULL, criteria TEXT, synthetic INTEGER NOT NULL CHECK(synthetic IN (0, 1))) STRICT;"
     "CREATE INDEX import_sha256 ON import(sha256);"
     "CREATE TABLE unit(id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;"
     "CREATE TABLE unit_alias("
     " alias TEXT PRIMARY KEY, unit INTEGER NOT NULL REFERENCES unit, system TEXT NOT NULL,"
     " import INTEGER NOT NULL REFERENCES import) STRICT, WITHOUT ROWID;"
     "CREATE TABLE unit_state("
     " id INTEGER PRIMARY KEY, unit INTEGER NOT NULL REFERENCES unit, import INTEGER NOT NULL REFERENCES import,"
     " valid_from TEXT, valid_to TEXT, name TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT NOT NULL) STRICT;"
     "CREATE INDEX unit_state_unit ON unit_state(unit, import);"
     "CREATE TABLE unit_attribute("
     " state INTEGER NOT NULL REFERENCES unit_state, name TEXT NOT NULL, value TEXT NOT NULL,"
     " PRIMARY KEY(state, name)) STRICT, WITHOUT ROWID;"
     "CREATE TABLE measure(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, type TEXT NOT NULL) STRICT;"
     "CREATE TABLE choice("
     " id INTEGER PRIMARY KEY, measure INTEGER NOT NULL REFERENCES measure, key TEXT NOT NULL,"
     " UNIQUE(measure, key)) STRICT;"
     "CREATE TABLE period(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"
     "CREATE TABLE observation("
     " period INTEGER NOT NULL REFERENCES period, unit INTEGER NOT NULL REFERENCES unit,"
     " measure INTEGER NOT NULL REFERENCES measure, stage INTEGER NOT NULL CHECK(stage BETWEEN 0 AND 2),"
     " import INTEGER NOT NULL REFERENCES import, value INTEGER NOT NULL,"
     " scale INTEGER NOT NULL CHECK(scale BETWEEN 0 AND 18), state INTEGER NOT NULL CHECK(state BETWEEN 1 AND 3),"
     " synthetic INTEGER NOT NULL CHECK(synthetic IN (0, 1)),"
     " PRIMARY KEY(period, unit, measure, stage, import)) STRICT, WITHOUT ROWID;"
     "CREATE TABLE observation_text("
     " period INTEGER NOT NULL, unit INTEGER NOT NULL, measure INTEGER NOT NULL, stage INTEGER NOT NULL,"
     " import INTEGER NOT NULL, source TEXT NOT NULL, evidence TEXT NOT NULL, note TEXT NOT NULL,"
     " PRIMARY KEY(period, unit, measure, stage, import),"
     " FOREIGN KEY(period, unit, measure, stage, import) REFERENCES observation) STRICT, WITHOUT ROWID;"
     "CREATE TRIGGER observation_kept BEFORE DELETE ON observation"
     " BEGIN SELECT raise(ABORT, 'observations are append-only'); END;"
     "CREATE TRIGGER observation_fixed BEFORE UPDATE ON observation"
     " BEGIN SELECT raise(ABORT, 'observations are append-only'); END;"
     "CREATE TRIGGER observation_text_kept BEFORE DELETE ON observation_text"
     " BEGIN SELECT raise(ABORT, 'observations are append-only'); END;"
     "CREATE TRIGGER observation_text_fixed BEFORE UPDATE ON observation_text"
     " BEGIN SELECT raise(ABORT, 'observations are append-only'); END;"
     /* For people with a SQL shell; the library itself reads the table. */
     "CREATE VIEW current_observation AS"
     " SELECT p.text AS period, u.code AS unit, m.key AS measure,"
     " CASE o.stage WHEN 0 THEN 'self' WHEN 1 THEN 'verified' ELSE 'published' END AS stage,"
     " CASE o.state WHEN 2 THEN 'NA' ELSE coalesce(c.key, o.value) END AS value, o.scale AS scale,"
     " o.state = 3 AS is_override, o.synthetic AS synthetic, o.import AS import,"
     " t.source AS source, t.evidence AS evidence, t.note AS note"
     " FROM observation o JOIN period p ON p.id = o.period JOIN unit u ON u.id = o.unit"
     " JOIN measure m ON m.id = o.measure"
     " LEFT JOIN choice c ON m.type = 'choice' AND c.id = o.value"
     " LEFT JOIN observation_text t ON t.period = o.period AND t.unit = o.unit AND t.measure = o.measure"
     " AND t.stage = o.stage AND t.import = o.import"
     " WHERE o.import = (SELECT max(l.import) FROM observation l WHERE l.period = o.period AND l.unit = o.unit"
     " AND l.measure = o.measure AND l.stage = o.stage);"
     "PRAGMA application_id = 1396920146; PRAGMA user_version = 1;"},
    /* 2: who and why; rows; evidence that expires; successors; withdrawals, locks, releases */
    {"ALTER TABLE import ADD COLUMN imported_by TEXT;"
     "ALTER TABLE import ADD COLUMN reason TEXT;"
     "ALTER TABLE unit_state ADD COLUMN successor TEXT NOT NULL DEFAULT '';"
     "ALTER TABLE observation ADD COLUMN line INTEGER NOT NULL DEFAULT 0;"
     "ALTER TABLE unit ADD COLUMN import INTEGER REFERENCES import;" /* the first that named it */
     "UPDATE unit SET import = (SELECT min(import) FROM (SELECT min(s.import) AS import FROM unit_state s"
     " WHERE s.unit = unit.id UNION ALL SELECT min(o.import) FROM period p JOIN observation o ON o.period = p.id"
     " AND o.unit = unit.id));"
     /* Every import that gives an alias is kept: when one is withdrawn, the alias stands by the others. */
     "ALTER TABLE unit_alias RENAME TO unit_alias_before;"
     "CREATE TABLE unit_alias("
     " alias TEXT NOT NULL, import INTEGER NOT NULL REFERENCES import, unit INTEGER NOT NULL REFERENCES unit,"
     " system TEXT NOT NULL, PRIMARY KEY(alias, import)) STRICT, WITHOUT ROWID;"
     "INSERT INTO unit_alias(alias, import, unit, system) SELECT alias, import, unit, system FROM unit_alias_before;"
     "DROP TABLE unit_alias_before;"
     "ALTER TABLE observation_text ADD COLUMN evidence_expires TEXT NOT NULL DEFAULT '';"
     "CREATE TABLE withdrawal("
     " import INTEGER PRIMARY KEY REFERENCES import, withdrawn_at TEXT NOT NULL, withdrawn_by TEXT,"
     " reason TEXT NOT NULL) STRICT;"
     "CREATE TABLE period_lock("
     " id INTEGER PRIMARY KEY, period TEXT NOT NULL, locked INTEGER NOT NULL CHECK(locked IN (0, 1)),"
     " locked_at TEXT NOT NULL, locked_by TEXT, reason TEXT) STRICT;"
     "CREATE TABLE release("
     " id INTEGER PRIMARY KEY, period TEXT NOT NULL, criteria TEXT NOT NULL, version TEXT NOT NULL,"
     " stage INTEGER NOT NULL CHECK(stage BETWEEN 0 AND 2), scope TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE,"
     " size_bytes INTEGER NOT NULL, last_import INTEGER NOT NULL, last_withdrawals INTEGER NOT NULL,"
     " released_at TEXT NOT NULL, released_by TEXT, reason TEXT, supersedes INTEGER UNIQUE REFERENCES release,"
     " synthetic INTEGER NOT NULL CHECK(synthetic IN (0, 1))) STRICT;"
     "CREATE TABLE release_block("
     " release INTEGER NOT NULL REFERENCES release, part INTEGER NOT NULL, bytes BLOB NOT NULL,"
     " PRIMARY KEY(release, part)) STRICT;",
     "CREATE TRIGGER import_kept BEFORE DELETE ON import"
     " BEGIN SELECT raise(ABORT, 'imports are append-only'); END;"
     "CREATE TRIGGER import_fixed BEFORE UPDATE ON import WHEN old.sha256 <> ''"
     " BEGIN SELECT raise(ABORT, 'imports are append-only'); END;"
     "CREATE TRIGGER unit_alias_kept BEFORE DELETE ON unit_alias"
     " BEGIN SELECT raise(ABORT, 'units are append-only'); END;"
     "CREATE TRIGGER unit_alias_fixed BEFORE UPDATE ON unit_alias"
     " BEGIN SELECT raise(ABORT, 'units are append-only'); END;"
     "CREATE TRIGGER unit_state_kept BEFORE DELETE ON unit_state"
     " BEGIN SELECT raise(ABORT, 'units are append-only'); END;"
     "CREATE TRIGGER unit_state_fixed BEFORE UPDATE ON unit_state"
     " BEGIN SELECT raise(ABORT, 'units are append-only'); END;"
     "CREATE TRIGGER unit_attribute_kept BEFORE DELETE ON unit_attribute"
     " BEGIN SELECT raise(ABORT, 'units are append-only'); END;"
     "CREATE TRIGGER unit_attribute_fixed BEFORE UPDATE ON unit_attribute"
     " BEGIN SELECT raise(ABORT, 'units are append-only'); END;"
     "CREATE TRIGGER withdrawal_kept BEFORE DELETE ON withdrawal"
     " BEGIN SELECT raise(ABORT, 'withdrawals are append-only'); END;"
     "CREATE TRIGGER withdrawal_fixed BEFORE UPDATE ON withdrawal"
     " BEGIN SELECT raise(ABORT, 'withdrawals are append-only'); END;"
     "CREATE TRIGGER period_lock_kept BEFORE DELETE ON period_lock"
     " BEGIN SELECT raise(ABORT, 'locks are append-only'); END;"
     "CREATE TRIGGER period_lock_fixed BEFORE UPDATE ON period_lock"
     " BEGIN SELECT raise(ABORT, 'locks are append-only'); END;"
     "CREATE TRIGGER release_kept BEFORE DELETE ON release"
     " BEGIN SELECT raise(ABORT, 'releases are append-only'); END;"
     "CREATE TRIGGER release_fixed BEFORE UPDATE ON release"
     " BEGIN SELECT raise(ABORT, 'releases are append-only'); END;"
     "CREATE TRIGGER release_block_kept BEFORE DELETE ON release_block"
     " BEGIN SELECT raise(ABORT, 'releases are append-only'); END;"
     "CREATE TRIGGER release_block_fixed BEFORE UPDATE ON release_block"
     " BEGIN SELECT raise(ABORT, 'releases are append-only'); END;",
     "DROP VIEW current_observation;"
     "CREATE VIEW current_observation AS"
     " SELECT p.text AS period, u.code AS unit, m.key AS measure,"
     " CASE o.stage WHEN 0 THEN 'self' WHEN 1 THEN 'verified' ELSE 'published' END AS stage,"
     " CASE o.state WHEN 2 THEN 'NA' ELSE coalesce(c.key, o.value) END AS value, o.scale AS scale,"
     " o.state = 3 AS is_override, o.synthetic AS synthetic, o.import AS import, o.line AS line,"
     " t.source AS source, t.evidence AS evidence, t.evidence_expires AS evidence_expires, t.note AS note"
     " FROM observation o JOIN period p ON p.id = o.period JOIN unit u ON u.id = o.unit"
     " JOIN measure m ON m.id = o.measure"
     " LEFT JOIN choice c ON m.type = 'choice' AND c.id = o.value"
     " LEFT JOIN observation_text t ON t.period = o.period AND t.unit = o.unit AND t.measure = o.measure"
     " AND t.stage = o.stage AND t.import = o.import"
     " WHERE o.import = (SELECT max(l.import) FROM observation l WHERE l.period = o.period AND l.unit = o.unit"
     " AND l.measure = o.measure AND l.stage = o.stage AND l.import NOT IN (SELECT import FROM withdrawal));"
     "CREATE VIEW current_unit AS"
     " SELECT u.code AS code, s.valid_from AS valid_from, s.valid_to AS valid_to, s.name AS name, s.kind AS kind,"
     " s.parent AS parent, s.successor AS successor, s.import AS import"
     " FROM unit u JOIN unit_state s ON s.unit = u.id WHERE s.import = (SELECT max(l.import) FROM unit_state l"
     " WHERE l.unit = u.id AND l.import NOT IN (SELECT import FROM withdrawal));"
     "CREATE VIEW current_alias AS"
     " SELECT DISTINCT a.alias AS alias, u.code AS code, a.system AS system FROM unit_alias a JOIN unit u ON u.id = "
     "a.unit"
     " WHERE a.import NOT IN (SELECT import FROM withdrawal);"
     "CREATE VIEW current_lock AS"
     " SELECT l.period AS period, l.locked_at AS locked_at, l.locked_by AS locked_by, l.reason AS reason"
     " FROM period_lock l WHERE l.locked = 1"
     " AND l.id = (SELECT max(k.id) FROM period_lock k WHERE k.period = l.period);"
     "PRAGMA user_version = 2;"},
};

static int migrate_one(const score_store *store, int64_t *version, score_error *err)
{
  int status = score__store_run(store, "BEGIN IMMEDIATE", err);
  if (status != SCORE_OK) return status;
  /* Another program may have been faster while this one waited for the lock. */
  status = score__store_int(store, "PRAGMA user_version", version, err);
  for (size_t i = 0; status == SCORE_OK && *version < SCORE__STORE_SCHEMA && i < 4 && migration[*version][i]; i++)
    status = score__store_run(store, migration[*version][i], err);
  if (status == SCORE_OK) status = score__store_run(store, "COMMIT", err);
  if (status != SCORE_OK)
    score__store_rollback(store);
  else
    ++*version;
  return status;
}

int score__store_migrate(const score_store *store, score_error *err)
{
  int64_t version = 0;
  int status = score__store_int(store, "PRAGMA user_version", &version, err);
  if (status != SCORE_OK) return status;
  if (version < 0) return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_FOREIGN, NULL, NULL, err);
  if (version > SCORE__STORE_SCHEMA) {
    char have[24], known[24];
    return score__store_fail_phrase(store, SCORE_E_STORE, SCORE__PH_STORE_NEWER, score__int_text(have, version),
                                    score__int_text(known, SCORE__STORE_SCHEMA), err);
  }
  while (version < SCORE__STORE_SCHEMA && status == SCORE_OK) status = migrate_one(store, &version, err);
  return status;
}
