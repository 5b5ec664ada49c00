"""A store that an earlier program wrote is brought up to date, and says then what it said before.

tests/store/schema1/ holds such a store as SQL, its definition, and what the program of that time printed of it. The
migration is killed at random moments, and done by several programs at once.
"""
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally, text_of  # noqa: E402
from stranger import Stranger  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
KILLS = 200 if LONG else 10
ROUNDS = 50 if LONG else 5
INPUTS = "a77c31b74345b3c1b4cc2a20d3f1247400609728143c85c5912de97dac03e681"
SET = ["--criteria", os.path.join(SOURCE, "tests", "store", "schema1", "migration.json"), "--period", "2026-Q3"]


def command(folder, *words):
    return subprocess.run([BIN, *words], cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", check=False)


def build(path, ballast):
    """The store of schema 1, with some more rows so that the migration takes its time."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA page_size = 8192")
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(text_of("tests/store/schema1/store.sql"))
        db.executemany("INSERT INTO unit VALUES(?, ?)", ((1000 + i, f"b{i}") for i in range(ballast)))
        db.executemany("INSERT INTO unit_alias VALUES(?, ?, 'x', 1)", ((f"a{i}", 1000 + i) for i in range(ballast)))
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fetch(path, sql):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def sound(path):
    return fetch(path, "PRAGMA integrity_check") == [("ok",)] and fetch(path, "PRAGMA foreign_key_check") == []


def schema(path):
    return fetch(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY name")


OLD = {"import": "SELECT id, kind, file, sha256, rows, cells, imported_at, criteria, synthetic FROM import ORDER BY id",
       "unit": "SELECT id, code FROM unit ORDER BY id",
       "unit_alias": "SELECT alias, unit, system, import FROM unit_alias ORDER BY alias",
       "unit_state": "SELECT id, unit, import, valid_from, valid_to, name, kind, parent FROM unit_state ORDER BY id",
       "unit_attribute": "SELECT * FROM unit_attribute ORDER BY state, name",
       "observation": "SELECT period, unit, measure, stage, import, value, scale, state, synthetic FROM observation"
                      " ORDER BY 1, 2, 3, 4, 5",
       "observation_text": "SELECT period, unit, measure, stage, import, source, evidence, note FROM observation_text"
                           " ORDER BY 1, 2, 3, 4, 5"}


def contents(path):
    return {name: fetch(path, sql) for name, sql in OLD.items()}


def evaluated(folder):
    done = [command(folder, "eval", "--db", "s.db", *SET, "--stage", stage, "--fallback", "--format", "csv")
            for stage in ("self", "verified")]
    return "".join(d.stdout for d in done), [d.returncode for d in done]


def copy_store(source, target):
    for tail in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(target + tail)
    shutil.copyfile(source, target)


def main():
    tally = Tally()
    rng = random.Random(20261122)
    folder = tempfile.mkdtemp(prefix="score-migration-")
    store, base, big, new = (os.path.join(folder, name) for name in ("s.db", "base.db", "big.db", "new.db"))
    try:
        build(base, 0)
        before = contents(base)
        tally.check(len(before["observation"]) == 22 and len(before["import"]) == 4, f"schema 1: {before}")
        tally.check(command(folder, "init", "new.db").returncode == 0, "init")

        # A command that only reads migrates too, and the numbers are those of the earlier program.
        wanted = text_of("tests/store/schema1/eval.csv")
        copy_store(base, store)
        printed, codes = evaluated(folder)
        tally.check(codes == [0, 0] and printed == wanted, f"eval of the migrated store, exit {codes}:\n{printed}")
        tally.check(schema(store) == schema(new), "the migrated schema is not the new one")
        tally.check(fetch(store, "PRAGMA user_version") == fetch(new, "PRAGMA user_version"), "user_version")
        tally.check(contents(store) == before, "the migration changed what there was")
        tally.check(sound(store), "the migrated store is not sound")
        tally.check(fetch(store, "SELECT code, import FROM unit ORDER BY id") ==
                    [("01", 1), ("02", 1), ("03", 1), ("99", 2), ("04", 3)], "who named a unit first")
        done = command(folder, "check-db", "s.db")
        tally.check(done.returncode == 0, f"check-db: exit {done.returncode}\n{done.stdout}{done.stderr}")
        done = command(folder, "rank", "--db", "s.db", *SET, "--stage", "self", "--format", "json")
        tally.check(INPUTS in done.stdout, f"the digest of the inputs has changed\n{done.stdout[:800]}")
        done = command(folder, "log", "02", "a", "--db", "s.db", "--format", "csv")
        tally.check(done.returncode == 0 and len(done.stdout.splitlines()) == 3, f"log: {done.stdout}{done.stderr}")

        # It goes on living: what came before is withdrawn, and what stood before that stands again.
        done = command(folder, "withdraw", "4", "--db", "s.db", "--reason", "r", "--at", "2026-12-01")
        tally.check(done.returncode == 0, f"withdraw: {done.stderr}")
        done = command(folder, "eval", "--db", "s.db", *SET, "--format", "csv")
        tally.check("01,2026-Q3,K1,criterion,19.94," in done.stdout, f"after a withdrawal: {done.stdout}{done.stderr}")
        tally.check("04,2026-Q3" not in done.stdout, "the unit of a withdrawn import still has results")

        # Where nothing may be written the older schema is refused, and told what helps.
        locked = os.path.join(folder, "locked")
        os.mkdir(locked)
        shutil.copyfile(base, os.path.join(locked, "s.db"))
        os.chmod(os.path.join(locked, "s.db"), 0o444)
        os.chmod(locked, 0o555)
        os.chmod(folder, 0o755)
        done = Stranger(folder).command(folder, "log", "--db", os.path.join(locked, "s.db"))
        tally.check(done.returncode == 4 and "schema 1" in done.stderr, f"read-only: {done}")

        # A program that is killed leaves the old schema or the new one.
        build(big, 20000)
        before = contents(big)
        copy_store(big, store)
        start = time.monotonic()
        tally.check(command(folder, "lock", "--db", "s.db").returncode == 0, "the migration of a larger store")
        whole = time.monotonic() - start
        killed, left = 0, {1: 0, 2: 0}
        for i in range(KILLS):
            copy_store(big, store)
            child = subprocess.Popen([BIN, "lock", "--db", "s.db"], cwd=folder, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, whole))
            child.kill()
            killed += child.wait() == -signal.SIGKILL
            version = fetch(store, "PRAGMA user_version")[0][0]
            left[version] += 1
            tally.check(contents(store) == before and sound(store), f"kill {i}: contents")
            if version == 2:
                tally.check(schema(store) == schema(new), f"kill {i}: half a schema")
            else:
                tally.check(schema(store) == schema(big), f"kill {i}: half a schema")
            tally.check(command(folder, "lock", "--db", "s.db").returncode == 0, f"kill {i}: the next one")
            tally.check(schema(store) == schema(new) and contents(store) == before, f"kill {i}: after the next one")
        tally.check(killed > 0, f"no kill came in time {left}")

        # Several programs at once: one migrates, the others find it done.
        for i in range(ROUNDS):
            copy_store(big, store)
            children = [subprocess.Popen([BIN, "lock", "--db", "s.db"], cwd=folder, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.PIPE) for _ in range(3)]
            said = [(child.communicate()[1], child.returncode) for child in children]
            tally.check(all(code == 0 for _, code in said), f"round {i}: {said}")
            tally.check(schema(store) == schema(new) and contents(store) == before, f"round {i}: the schema")
    finally:
        subprocess.run(["chmod", "-R", "u+w", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


main()
