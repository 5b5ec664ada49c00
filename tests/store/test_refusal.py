"""Files that are no store are refused with one line and stay as they are; an unfinished schema is brought up to date;
what was written cannot be changed behind the program's back by accident.
"""
import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, Tally  # noqa: E402

APPLICATION = 1396920146


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def command(folder, *words, lang="C.UTF-8"):
    return subprocess.run([BIN, *words], cwd=folder, env={**os.environ, "LC_ALL": lang}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", check=False)


def database(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def schema(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()


def refused(path, statement):
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        try:
            db.execute(statement)
        except sqlite3.Error:
            return True
    return False


def main():
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="score-refusal-")
    try:
        def at(name):
            return os.path.join(folder, name)

        with open(at("units.csv"), "w", encoding="utf-8") as file:
            file.write("code,name,kind,parent\n001,Một,xa,25\n")
        done = command(folder, "init", "--db", "s.db")
        tally.check(done.returncode == 0, f"init: {done.stderr}")
        tally.check(sorted(os.listdir(folder)) == ["s.db", "units.csv"], f"init leaves {os.listdir(folder)}")
        made = digest(at("s.db"))
        done = command(folder, "init", "--db", "s.db")
        tally.check(done.returncode == 4 and digest(at("s.db")) == made, f"init over a store: {done.stderr}")
        with contextlib.closing(sqlite3.connect(at("s.db"))) as db:
            tally.check(db.execute("PRAGMA application_id").fetchone() == (APPLICATION,), "application_id")
            version = db.execute("PRAGMA user_version").fetchone()[0]
            for table, without in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall():
                tally.check(without.rstrip().upper().endswith(("STRICT", "STRICT, WITHOUT ROWID")),
                            f"table {table} is not STRICT")

        shutil.copyfile(at("s.db"), at("newer.db"))
        database(at("newer.db"), f"PRAGMA user_version = {version + 1}")
        shutil.copyfile(at("s.db"), at("negative.db"))
        database(at("negative.db"), "PRAGMA user_version = -1")
        database(at("foreign.db"), "CREATE TABLE unit(id INTEGER PRIMARY KEY, code TEXT)",
                 f"PRAGMA user_version = {version}")
        with open(at("text.db"), "w", encoding="utf-8") as file:
            file.write("unit,period,a\n001,2026,1\n" * 500)
        with open(at("empty.db"), "wb"):
            pass
        with open(at("head.db"), "wb") as file, open(at("s.db"), "rb") as whole:
            file.write(whole.read()[:100])
        with open(at("torn.db"), "wb") as file, open(at("s.db"), "rb") as whole:
            data = bytearray(whole.read())
            data[16384:] = os.urandom(len(data) - 16384)
            file.write(data)
        for name, word in (("newer.db", str(version + 1)), ("negative.db", ""), ("foreign.db", ""), ("text.db", ""),
                           ("empty.db", ""), ("head.db", ""), ("torn.db", ""), ("absent.db", "init"), (".", "")):
            was = digest(at(name)) if os.path.isfile(at(name)) else None
            for lang in ("C.UTF-8", "vi_VN.UTF-8"):
                done = command(folder, "import", "units", "units.csv", "--db", name, lang=lang)
                lines = [line for line in done.stderr.splitlines() if name in line]
                tally.check(done.returncode == 4, f"{name}: exit {done.returncode}, wanted 4\n{done.stderr}")
                tally.check(len(lines) >= 1 and word in done.stderr, f"{name}: {done.stderr}")
            if name != "torn.db":
                tally.check(was == (digest(at(name)) if was else None), f"{name} was changed")
        tally.check(not os.path.exists(at("absent.db")), "a store came into being by itself")

        # Schema 0 under our application_id: the migrations run, and end where a new store begins.
        database(at("old.db"), f"PRAGMA application_id = {APPLICATION}")
        done = command(folder, "import", "units", "units.csv", "--db", "old.db")
        tally.check(done.returncode == 0, f"migration: {done.stderr}")
        tally.check(schema(at("old.db")) == schema(at("s.db")), "the migrated schema is not the new one")

        # Names that SQLite would take for something else are files here.
        for name in (":memory:", "file:x?mode=memory", "a b#c.db"):
            done = command(folder, "init", "--db", name)
            tally.check(done.returncode == 0 and os.path.exists(at(name)), f"init {name}: {done.stderr}")
            done = command(folder, "import", "units", "units.csv", "--db", name)
            tally.check(done.returncode == 0, f"import into {name}: {done.stderr}")

        # Append-only, and no row that leads nowhere.
        done = command(folder, "import", "units", "units.csv", "--db", "s.db")
        database(at("s.db"), "INSERT INTO period VALUES(1, '2026')", "INSERT INTO measure VALUES(1, 'a', 'count')",
                 "INSERT INTO observation VALUES(1, 1, 1, 0, 1, 5, 0, 1, 0, 7)",
                 "INSERT INTO observation_text VALUES(1, 1, 1, 0, 1, 's', '', '', '')",
                 "INSERT INTO period_lock VALUES(1, '2026', 1, 't', NULL, NULL)",
                 "INSERT INTO unit_alias VALUES('x', 1, 1, 'c')")
        for statement in ("DELETE FROM observation", "UPDATE observation SET value = 6", "DELETE FROM observation_text",
                          "UPDATE observation_text SET note = 'x'", "DELETE FROM import",
                          "UPDATE import SET file = 'x'", "DELETE FROM unit_state",
                          "UPDATE unit_state SET name = 'x'", "DELETE FROM unit_alias",
                          "UPDATE period_lock SET locked = 0", "DELETE FROM period_lock",
                          "INSERT INTO observation VALUES(1, 1, 1, 3, 1, 5, 0, 1, 0, 0)",
                          "INSERT INTO observation VALUES(1, 2, 1, 0, 1, 5, 0, 1, 0, 0)",
                          "INSERT INTO observation VALUES(1, 1, 1, 1, 9, 5, 0, 1, 0, 0)",
                          "INSERT INTO observation VALUES(1, 1, 1, 1, 1, 'five', 0, 1, 0, 0)"):
            tally.check(refused(at("s.db"), statement), f"taken: {statement}")
        with contextlib.closing(sqlite3.connect(at("s.db"))) as db:
            tally.check(db.execute("SELECT period, unit, measure, stage, value, source FROM current_observation")
                        .fetchall() == [("2026", "001", "a", "self", 5, "s")], "the view for people")
            tally.check(db.execute("SELECT code, name FROM current_unit").fetchall() == [("001", "Một")], "current_unit")
            tally.check(db.execute("SELECT alias, code FROM current_alias").fetchall() == [("x", "001")], "current_alias")
            tally.check(db.execute("SELECT period FROM current_lock").fetchall() == [("2026",)], "current_lock")
            db.execute("INSERT INTO withdrawal VALUES(1, 't', NULL, 'r')")
            for view in ("current_observation", "current_unit", "current_alias"):
                tally.check(db.execute(f"SELECT * FROM {view}").fetchall() == [], f"{view} shows what was withdrawn")

        # What is kept for good is text.
        for words in (("import", "units", "units.csv"), ("lock", "2027"), ("unlock", "2026")):
            for option in ("--by", "--reason"):
                done = command(folder, *words, "--db", "s.db", option, b"Tr\xe7n")
                tally.check(done.returncode == 2 and "UTF-8" in done.stderr, f"{words} {option}: {done.stderr}")

        # Another program that writes: this one waits, then says so. (Ten seconds: not in the quick run.)
        if os.environ.get("SCORE_LONG") == "1":
            with contextlib.closing(sqlite3.connect(at("s.db"))) as db:
                db.execute("BEGIN IMMEDIATE")
                done = command(folder, "import", "units", "units.csv", "--db", "s.db")
                tally.check(done.returncode == 4 and "another program" in done.stderr, f"busy: {done.stderr}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


main()
