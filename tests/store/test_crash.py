"""An import that is killed, or runs into a full disk, leaves a store that opens and holds all of the file or nothing;
so does a withdrawal. (Migrations: test_migration.py; releases: test_release_crash.py; each write that fails:
test_failing_vfs.c.)

The store is looked at with Python's own sqlite3, never with the program under test.
"""
import contextlib
import hashlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, Tally  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
BRIEF = os.environ.get("SCORE_SANITIZE") or os.environ.get("SCORE_SKIP_RANDOM")
KILLS = 300 if LONG else 3 if BRIEF else 6
ACTS = 100 if LONG else 2 if BRIEF else 5 # kills of each of the shorter acts
LIMITS = (0.0, 0.4, 4.0) if BRIEF else (0.0, 0.1, 0.4, 0.8, 1.2, 4.0)
UNITS = 2300 # more cells than the program holds back before it writes
MEASURES = 40
SEED = 20261121

DEFINITION = """{"format": 1, "id": "crash", "version": "1", "status": "draft", "name": "crash",
"measures": {%s},
"groups": [{"key": "G", "code": "1", "name": "g", "max": "10", "criteria": [{"key": "K", "code": "1.1", "name": "k",
"max": "10", "rule": {"kind": "met", "when": "%s > 0"}}]}], "total": {"max": "10", "basis": "points"}}
"""


def write_inputs(folder, rng):
    keys = [f"m{i:02d}" for i in range(MEASURES)]
    os.makedirs(os.path.join(folder, "criteria", "crash"))
    with open(os.path.join(folder, "criteria", "crash", "1.json"), "w", encoding="utf-8") as file:
        file.write(DEFINITION % (",".join(f'"{k}": {{"name": "m", "type": "count"}}' for k in keys),
                                 " + ".join(keys)))
    values = {}
    rows = []
    for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
        for unit in range(UNITS):
            cells = [rng.randrange(100000) for _ in keys]
            for key, value in zip(keys, cells):
                values[(f"{unit:05d}", period, key)] = value
            rows.append(f"{unit:05d},{period}," + ",".join(map(str, cells)))
    rng.shuffle(rows)
    with open(os.path.join(folder, "big.csv"), "w", encoding="utf-8") as file:
        file.write("unit,period," + ",".join(keys) + "\n" + "\n".join(rows) + "\n")
    with open(os.path.join(folder, "small.csv"), "w", encoding="utf-8") as file:
        file.write("unit,period,m00,m01\n00000,2026-Q1,1,2\n00001,2026-Q1,3,4\n")
    with open(os.path.join(folder, "bad.csv"), "w", encoding="utf-8") as file:
        file.write("unit,period,m00\n00000,2026-Q1,5\n90000,2026-Q4,6\n00001,2026-Q1,-7\n")
    with open(os.path.join(folder, "units.csv"), "w", encoding="utf-8") as file:
        file.write("code,name,kind,parent,portal_code\n" +
                   "".join(f"{unit:05d},Xã {unit},xa,75,H19.{unit}\n" for unit in range(UNITS)))
    with open(os.path.join(folder, "badunits.csv"), "w", encoding="utf-8") as file:
        file.write("code,name,portal_code\n00000,Khác,H19.0\n99999,Mới,H19.1\n")
    return values


def command(folder, *words):
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run([BIN, *words], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          encoding="utf-8", errors="replace", check=False)


DATA = ["--criteria", "crash@1", "--criteria-dir", "criteria", "--db", "s.db"]


def dump(path):
    """Digest of all the store holds, as SQL."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        return hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()


def sound(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and \
            db.execute("PRAGMA foreign_key_check").fetchall() == []


def holdings(path):
    """What the second import left: (period, unit, measure) -> value."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        return {(u, p, m): v for p, u, m, v in db.execute(
            "SELECT p.text, u.code, m.key, o.value FROM observation o JOIN period p ON p.id = o.period"
            " JOIN unit u ON u.id = o.unit JOIN measure m ON m.id = o.measure WHERE o.import > 2")}


def copy_store(source, target):
    """A store nobody has open is one file."""
    for tail in ("", "-wal", "-shm", "-journal"):
        if os.path.exists(target + tail):
            os.unlink(target + tail)
    shutil.copyfile(source, target)


def limited(size_bytes):
    def prepare():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))
    return prepare


def check_state(tally, store, before, values, what):
    """All or nothing; returns True when all of it is there."""
    tally.check(sound(store), f"{what}: the store is not sound")
    held = holdings(store)
    if held:
        tally.check(held == values, f"{what}: {len(held)} of {len(values)} cells")
    else:
        tally.check(dump(store) == before, f"{what}: nothing of the file, yet the store has changed")
    return bool(held)


def kill_act(tally, rng, folder, store, base, words, what):
    """An act on a whole store: it is done, or the store is as it was."""
    copy_store(base, store)
    before = dump(base)
    start = time.monotonic()
    done = command(folder, *words)
    whole = time.monotonic() - start
    after = dump(store)
    if not tally.check(done.returncode == 0 and after != before, f"{what}: exit {done.returncode}\n{done.stderr}"):
        return
    killed = 0
    for i in range(ACTS):
        copy_store(base, store)
        child = subprocess.Popen([BIN, *words], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, whole))
        child.kill()
        killed += child.wait() == -signal.SIGKILL
        now = dump(store)
        tally.check(sound(store) and now in (before, after), f"{what}, kill {i}: half of it")
        if now == before:
            tally.check(command(folder, *words).returncode == 0 and dump(store) == after, f"{what}, kill {i}: again")
    tally.check(killed > 0, f"{what}: no kill came in time")

    # A file that may not grow.
    size = os.path.getsize(base)
    for limit in (4096, size // 2, size, size + 8192):
        copy_store(base, store)
        done = subprocess.run([BIN, *words], cwd=folder, preexec_fn=limited(limit), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        wanted = after if done.returncode == 0 else before
        tally.check(done.returncode in (0, 4) and sound(store) and dump(store) == wanted,
                    f"{what} with {limit} bytes: exit {done.returncode}\n{done.stderr}")


def main():
    tally = Tally()
    rng = random.Random(SEED)
    folder = tempfile.mkdtemp(prefix="score-crash-")
    store, base = os.path.join(folder, "s.db"), os.path.join(folder, "base.db")
    try:
        values = write_inputs(folder, rng)
        for words in (["init", "--db", "s.db"], ["import", "units", "units.csv", "--db", "s.db"],
                      ["import", "data", "small.csv", *DATA]):
            done = command(folder, *words)
            if not tally.check(done.returncode == 0, f"{words}: exit {done.returncode}\n{done.stderr}"):
                tally.close()
        copy_store(store, base)
        before = dump(base)

        # A refused file, of data or of units, leaves every byte of the content.
        for words in (["data", "bad.csv", *DATA], ["units", "badunits.csv", "--db", "s.db"]):
            done = command(folder, "import", *words)
            tally.check(done.returncode == 3, f"{words}: exit {done.returncode}, wanted 3\n{done.stderr}")
            tally.check(dump(store) == before, f"{words}: the store has changed")

        # How long one whole import takes, and that it holds what the file says.
        copy_store(base, store)
        start = time.monotonic()
        done = command(folder, "import", "data", "big.csv", *DATA)
        whole = time.monotonic() - start
        tally.check(done.returncode == 0, f"whole import: exit {done.returncode}\n{done.stderr}")
        tally.check(holdings(store) == values, "whole import: the cells are not those of the file")
        tally.check(sound(store), "whole import: the store is not sound")

        killed = 0
        for i in range(KILLS):
            copy_store(base, store)
            child = subprocess.Popen([BIN, "import", "data", "big.csv", *DATA], cwd=folder, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            # The last stretch, where it commits, is the one to hit.
            time.sleep(rng.uniform(0, whole) if i % 2 else rng.uniform(whole * 0.8, whole * 1.05))
            child.kill()
            killed += child.wait() == -signal.SIGKILL
            check_state(tally, store, before, values, f"kill {i}")
            if i % 10 == 0:
                # The program itself goes on from there.
                done = command(folder, "import", "data", "small.csv", *DATA)
                tally.check(done.returncode == 0, f"after kill {i}: exit {done.returncode}\n{done.stderr}")
        tally.check(killed > 0, "no kill came in time")

        # A file that may not grow: beside the store's pages this meets the log before and at the commit.
        copy_store(base, store)
        size = os.path.getsize(base)
        stopped = 0
        for share in LIMITS:
            copy_store(base, store)
            limit = size + int(len(values) * 20 * share) // 4096 * 4096
            done = subprocess.run([BIN, "import", "data", "big.csv", *DATA], cwd=folder, preexec_fn=limited(limit),
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
            tally.check(done.returncode in (0, 4), f"limit {limit}: exit {done.returncode}\n{done.stderr}")
            complete = check_state(tally, store, before, values, f"limit {limit}")
            tally.check(complete == (done.returncode == 0), f"limit {limit}: exit {done.returncode}, all: {complete}")
            if done.returncode == 4:
                stopped += 1
                tally.check(len(done.stderr.strip().splitlines()) >= 1 and "s.db" in done.stderr,
                            f"limit {limit}: {done.stderr}")
        tally.check(stopped >= 1, f"only {stopped} limits were met")

        # On a store with an import of some size: its withdrawal.
        with open(os.path.join(folder, "middle.csv"), "w", encoding="utf-8") as file:
            file.write("unit,period,m00,m01\n" + "".join(f"{unit:05d},2026-Q1,{unit},2\n" for unit in range(400)))
        copy_store(base, store)
        done = command(folder, "import", "data", "middle.csv", *DATA)
        tally.check(done.returncode == 0, f"middle.csv: {done.stderr}")
        copy_store(store, base)
        kill_act(tally, rng, folder, store, base,
                 ["withdraw", "3", "--reason", "r", "--at", "2026-12-01", "--db", "s.db"], "withdrawal")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


main()
