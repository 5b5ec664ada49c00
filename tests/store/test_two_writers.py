"""Two programs write into one store at once: one waits for the other, or says that it is busy. What a program said it
took is there, all of it, and nothing of what it did not take.
"""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, Tally  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
ROUNDS = 100 if LONG else 4 if os.environ.get("SCORE_SANITIZE") or os.environ.get("SCORE_SKIP_RANDOM") else 20
UNITS = 400
KEYS = [f"m{i:02d}" for i in range(10)]
DEFINITION = """{"format": 1, "id": "two", "version": "1", "status": "draft", "name": "two", "measures": {%s},
"groups": [{"key": "G", "code": "1", "name": "g", "max": "10", "criteria": [{"key": "K", "code": "1.1", "name": "k",
"max": "10", "rule": {"kind": "met", "when": "%s > 0"}}]}], "total": {"max": "10", "basis": "points"}}
"""
DATA = ["--criteria", "two.json", "--db", "s.db"]


def start(folder, *words):
    return subprocess.Popen([BIN, *words], cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def end(child):
    out, err = child.communicate()
    return child.returncode, out, err


def cells(name, period):
    """What a file says, by who wrote it: no two files have a value in common."""
    shift = {"a": 1, "b": 2}[name] * 1000
    return {(f"{name}{unit:04d}" if unit % 2 else f"{unit:04d}", period, key): shift + unit * 3 + k
            for unit in range(UNITS) for k, key in enumerate(KEYS)}


def write(folder, name, values):
    units = sorted({unit for unit, _, _ in values})
    period = next(iter(values))[1]
    with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
        file.write("unit,period," + ",".join(KEYS) + "\n")
        for unit in units:
            file.write(f"{unit},{period}," + ",".join(str(values[unit, period, key]) for key in KEYS) + "\n")


def held(db):
    """By import: what it left."""
    found = {}
    for file, unit, period, key, value in db.execute(
            "SELECT i.file || i.id, u.code, p.text, m.key, o.value FROM observation o JOIN import i ON i.id = o.import"
            " JOIN unit u ON u.id = o.unit JOIN period p ON p.id = o.period JOIN measure m ON m.id = o.measure"):
        found.setdefault(file, {})[unit, period, key] = value
    return found


def check_store(tally, store, wanted, what):
    """wanted: for each import that was taken, its file and values."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        tally.check(db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], f"{what}: not sound")
        tally.check(db.execute("PRAGMA foreign_key_check").fetchall() == [], f"{what}: rows lead nowhere")
        found = held(db)
    names = sorted(name.split(".csv")[0] for name in found)
    tally.check(names == sorted(name for name, _ in wanted), f"{what}: imports {names}, wanted {wanted and len(wanted)}")
    for name, values in wanted:
        tally.check(any(key.startswith(name + ".csv") and got == values for key, got in found.items()),
                    f"{what}: the values of {name} are not all there")


def main():
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="score-two-")
    store = os.path.join(folder, "s.db")
    try:
        with open(os.path.join(folder, "two.json"), "w", encoding="utf-8") as file:
            file.write(DEFINITION % (",".join(f'"{k}": {{"name": "m", "type": "count"}}' for k in KEYS), KEYS[0]))
        values = {name: cells(name, "2026-Q3") for name in "ab"}
        for name in "ab":
            write(folder, name, values[name])
        code, _, err = end(start(folder, "init", "s.db"))
        tally.check(code == 0, f"init: {err}")
        empty = os.path.join(folder, "empty.db")
        shutil.copyfile(store, empty)
        busy = 0
        for i in range(ROUNDS):
            for tail in ("-wal", "-shm"):
                tally.check(not os.path.exists(store + tail), f"round {i}: s.db{tail} was left")
            shutil.copyfile(empty, store)
            children = {name: start(folder, "import", "data", name + ".csv", *DATA) for name in "ab"}
            reader = start(folder, "log", "--db", "s.db") if i % 3 == 0 else None
            wanted = []
            for name, child in children.items():
                code, out, err = end(child)
                busy += code == 4
                tally.check(code == 0 or (code == 4 and "another program" in err), f"round {i}, {name}: {code} {err}")
                if code == 0:
                    tally.check(f"{len(values[name])} values" in out, f"round {i}, {name}: {out}")
                    wanted.append((name, values[name]))
            if reader:
                code, _, err = end(reader)
                tally.check(code == 0, f"round {i}: a reader beside two writers: {code} {err}")
            tally.check(len(wanted) >= 1, f"round {i}: nobody came through")
            check_store(tally, store, wanted, f"round {i}")

        # Whoever holds the store longer than a program waits: it says so, and has written nothing.
        shutil.copyfile(empty, store)
        if LONG:
            with contextlib.closing(sqlite3.connect(store)) as db:
                db.execute("BEGIN IMMEDIATE")
                begin = time.monotonic()
                code, _, err = end(start(folder, "import", "data", "a.csv", *DATA))
                tally.check(code == 4 and "another program" in err and time.monotonic() - begin < 60, f"busy: {code} {err}")
            check_store(tally, store, [], "a busy store")

        # The same unit withdrawn, locked and imported by three programs.
        for i in range(max(1, ROUNDS // 10)):
            shutil.copyfile(empty, store)
            end(start(folder, "import", "data", "a.csv", *DATA))
            done = [end(child) for child in [
                start(folder, "withdraw", "1", "--reason", "r", "--db", "s.db"),
                start(folder, "lock", "2026-Q3", "--db", "s.db"),
                start(folder, "import", "data", "b.csv", *DATA)]]
            codes = [code for code, _, _ in done]
            # Locked first, the two others are refused; else both may be in time.
            tally.check(codes[1] == 0 and codes[0] in (0, 3) and codes[2] in (0, 3), f"three at once {i}: {done}")
            with contextlib.closing(sqlite3.connect(store)) as db:
                tally.check(db.execute("SELECT count(*) FROM withdrawal").fetchone()[0] == (codes[0] == 0) and
                            db.execute("SELECT count(*) FROM import").fetchone()[0] == 1 + (codes[2] == 0),
                            f"three at once {i}: {codes}, but the store says another thing")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{ROUNDS} rounds, {busy} times busy")
    tally.close()


main()
