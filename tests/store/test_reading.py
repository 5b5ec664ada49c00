"""Commands that only read change no byte of a store, leave nothing beside it, and read where nothing may be written.
check-db finds what is wrong with a store.
"""
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402
from stranger import Stranger  # noqa: E402

SET = ["--criteria", "766@2026-portal", "--criteria-dir", os.path.join(SOURCE, "criteria")]
READERS = (["rank", *SET], ["eval", *SET], ["gap", "phu ninh", *SET], ["explain", "phu ninh", *SET],
           ["log", "phu ninh"], ["log"], ["lock"], ["check-db"])


def command(folder, *words, **more):
    return subprocess.run([BIN, *words], cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", check=False, **more)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def change(path, *statements, pragma=""):
    with contextlib.closing(sqlite3.connect(path)) as db:
        for word in pragma.split():
            db.execute(f"PRAGMA {word}")
        for statement in statements:
            db.execute(statement)
        db.commit()


def check_reading(tally, folder):
    store = os.path.join(folder, "s.db")
    made, said = digest(store), {}
    there = sorted(os.listdir(folder))
    for words in READERS:
        done = command(folder, *words, "--db", "s.db")
        tally.check(done.returncode == 0, f"{words[0]}: exit {done.returncode}\n{done.stderr}")
        said[tuple(words)] = done.stdout
        tally.check(digest(store) == made and sorted(os.listdir(folder)) == there, f"{words[0]} leaves a trace")

    # A log that a writer left is read, and stays.
    with contextlib.closing(sqlite3.connect(store)) as db:
        db.execute("INSERT INTO period_lock(period, locked, locked_at) VALUES('2031', 1, 't')")
        db.commit()
        os.mkdir(os.path.join(folder, "left"))
        for tail in ("", "-wal"):
            shutil.copyfile(store + tail, os.path.join(folder, "left", "s.db" + tail))
    left = os.path.join(folder, "left", "s.db")
    was = digest(left), digest(left + "-wal")
    done = command(folder, "lock", "--db", "left/s.db")
    tally.check("2031" in done.stdout, f"what stands in the log is not read: {done}")
    tally.check((digest(left), digest(left + "-wal")) == was, "reading has written what a writer left")
    shutil.rmtree(os.path.join(folder, "left"))

    stranger = Stranger(folder)
    # A read-only file in a read-only folder, then in one where files may be made.
    for mode in (0o555, 0o777):
        place = os.path.join(folder, f"locked{mode:o}")
        os.mkdir(place)
        shutil.copyfile(store, os.path.join(place, "s ?#%.db"))
        os.chmod(os.path.join(place, "s ?#%.db"), 0o444)
        os.chmod(place, mode)
        for words in READERS[:5]:
            done = stranger.command(place, *words, "--db", "s ?#%.db")
            tally.check(done.returncode == 0 and done.stdout == said[tuple(words)],
                        f"{words[0]} in a folder of {mode:o}: {done.returncode} {done.stderr}")
        done = stranger.command(place, "lock", "2026", "--db", "s ?#%.db")
        tally.check(done.returncode == 4 and "may be written" in done.stderr, f"a write into {mode:o}: {done}")
        # What a reader left there, the owner of the store could not write: no more imports.
        tally.check(os.listdir(place) == ["s ?#%.db"], f"left in {mode:o}: {os.listdir(place)}")
    with open(os.path.join(folder, "locked555", "s ?#%.db-wal"), "wb") as file:
        file.write(b"x" * 100)
    done = stranger.command(os.path.join(folder, "locked555"), "log", "--db", "s ?#%.db")
    tally.check(done.returncode == 4 and "-wal" in done.stderr, f"a log nobody can use: {done}")


FAULTS = (
    ("a row that leads nowhere", "foreign_keys=OFF", ["INSERT INTO unit_state(unit, import, name, kind, parent)"
                                                     " VALUES(999999, 1, 'x', 'xa', '')"], "unit_state"),
    ("an import without an end", "", ["INSERT INTO import(kind, file, sha256, rows, cells, imported_at, synthetic)"
                                      " VALUES('data', 'x.csv', '', 0, 0, 't', 0)"], "x.csv"),
    ("a cell of no known state", "ignore_check_constraints=ON",
     ["INSERT INTO observation SELECT period, unit, measure, stage, import + 1, value, scale, 7, synthetic, line"
      " FROM observation WHERE import = 1 + 1 LIMIT 1"], "unknown state"),
    ("a trigger that is gone", "", ["DROP TRIGGER observation_fixed"], "observation_fixed"),
    ("a period that is none", "", ["INSERT INTO period(text) VALUES('autumn')"], "autumn"),
    ("a date that is none", "", ["INSERT INTO unit_state(unit, import, valid_from, name, kind, parent)"
                                 " VALUES(1, 1, '2026-02-30', 'x', 'xa', '')"], "2026-02-30"),
    ("a release of other bytes", "", [
        "INSERT INTO release VALUES(1, '2026', 's', '1', 0, '', '" + "a" * 64 + "', 6, 1, 0, 't', NULL, NULL, NULL, 0)",
        "INSERT INTO release_block VALUES(1, 0, x'7b7d0a7b7d0a')"], "a" * 64),
    ("a release without blocks", "", ["INSERT INTO release VALUES(1, '2026', 's', '1', 0, '', '" + "b" * 64 +
                                      "', 6, 1, 0, 't', NULL, NULL, NULL, 0)"], "b" * 64),
)


def check_faults(tally, folder):
    store, bad = os.path.join(folder, "s.db"), os.path.join(folder, "bad.db")
    done = command(folder, "check-db", "s.db", "--format", "json")
    tally.check(done.returncode == 0 and json.loads(done.stdout)["faults"] == 0, f"a whole store: {done}")
    for what, pragma, statements, word in FAULTS:
        shutil.copyfile(store, bad)
        change(bad, *statements, pragma=pragma)
        done = command(folder, "check-db", "bad.db", "--format", "json")
        found = json.loads(done.stdout) if done.stdout else {}
        texts = [f"{f['place']} {f['text']}" for f in found.get("findings", [])]
        tally.check(done.returncode == 1 and any(word in t for t in texts), f"{what}: exit {done.returncode} {texts}")
        done = command(folder, "check-db", "bad.db", "--lang", "vi")
        tally.check(done.returncode == 1 and "Kiểm tra kho dữ liệu" in done.stdout, f"{what}: {done.stdout}")

    # A release whose last line names the digest of what comes before it is whole.
    body = b'{"a":1}\n{"b":2}\n'
    sha = hashlib.sha256(body).hexdigest()
    whole = body + f'{{"release":"{sha}"}}\n'.encode()
    for cut in (3, 8, len(body), len(whole) - 1):
        shutil.copyfile(store, bad)
        with contextlib.closing(sqlite3.connect(bad)) as db:
            db.execute("INSERT INTO release VALUES(1, '2026', 's', '1', 0, '', ?, ?, 1, 0, 't', NULL, NULL, NULL, 0)",
                       (sha, len(whole)))
            db.executemany("INSERT INTO release_block VALUES(1, ?, ?)", enumerate((whole[:cut], whole[cut:])))
            db.commit()
        done = command(folder, "check-db", "bad.db")
        tally.check(done.returncode == 0, f"a whole release in blocks cut at {cut}: {done.stdout}")

    # Pages that were overwritten: one clear line, or findings; never a crash, never exit 0.
    size = os.path.getsize(store)
    for page in range(1, size // 8192, max(1, size // 8192 // 12)):
        shutil.copyfile(store, bad)
        with open(bad, "r+b") as file:
            file.seek(page * 8192)
            file.write(b"\xa5" * 8192)
        done = command(folder, "check-db", "bad.db")
        tally.check(done.returncode in (1, 4) and (done.returncode == 1 or "bad.db" in done.stderr),
                    f"page {page}: exit {done.returncode}\n{done.stderr}")


def main():
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="score-reading-")
    try:
        os.chmod(folder, 0o755)
        shutil.copyfile(os.path.join(SOURCE, "fixtures", "units", "phutho.csv"), os.path.join(folder, "u.csv"))
        shutil.copyfile(os.path.join(SOURCE, "fixtures", "766", "phutho-2026q3.csv"), os.path.join(folder, "d.csv"))
        for words in (["init", "s.db"], ["import", "units", "u.csv", "--db", "s.db"],
                      ["import", "data", "d.csv", "--db", "s.db", *SET]):
            done = command(folder, *words)
            tally.check(done.returncode == 0, f"{words}: {done.stderr}")
        check_reading(tally, folder)
        check_faults(tally, folder)
    finally:
        subprocess.run(["chmod", "-R", "u+w", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


main()
