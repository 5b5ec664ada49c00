"""A release that is killed, or meets a full disk, leaves all of it or nothing: in the store, as a file, as a signature.

The store is looked at with Python's own sqlite3; what whole means is a release of the same data that nobody disturbed.
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
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, Tally  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
KILLS = 500 if LONG else 6 if os.environ.get("SCORE_SANITIZE") else 20
UNITS = 200 if os.environ.get("SCORE_SANITIZE") else 400
MEASURES = 12
SEED = 20261122
DEFINITION = """{"format": 1, "id": "crash", "version": "1", "status": "draft", "name": "crash",
"measures": {%s},
"groups": [{"key": "G", "code": "1", "name": "g", "max": "10", "criteria": [{"key": "K", "code": "1.1", "name": "k",
"max": "10", "rule": {"kind": "met", "when": "%s > 0"}}]}], "total": {"max": "10", "basis": "points"}}
"""
DATA = ["--criteria", "crash@1", "--criteria-dir", "criteria", "--db", "s.db"]
RELEASE = ["release", *DATA, "--period", "2026-Q1", "--sign", "k.key"]
FIRST = [*RELEASE, "--at", "2026-04-10T08:00:00Z", "--output", "first.jsonl"]
SECOND = [*RELEASE, "--at", "2026-05-10T08:00:00Z", "--supersede", "--reason", "x", "--output", "second.jsonl"]


def write_inputs(folder, rng):
    keys = [f"m{i:02d}" for i in range(MEASURES)]
    os.makedirs(os.path.join(folder, "criteria", "crash"))
    with open(os.path.join(folder, "criteria", "crash", "1.json"), "w", encoding="utf-8") as file:
        file.write(DEFINITION % (",".join(f'"{k}": {{"name": "m", "type": "count"}}' for k in keys), " + ".join(keys)))
    for name in ("data.csv", "more.csv"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("unit,period," + ",".join(keys) + "\n")
            for unit in range(UNITS):
                file.write(f"{unit:05d},2026-Q1," + ",".join(str(rng.randrange(100000)) for _ in keys) + "\n")


def stored(path):
    """{id: bytes} of every release; what is in the store beside them, as a digest."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and \
            db.execute("PRAGMA foreign_key_check").fetchall() == []
        releases = {}
        for number, size in db.execute("SELECT id, size_bytes FROM release ORDER BY id").fetchall():
            data = b"".join(b for (b,) in db.execute("SELECT bytes FROM release_block WHERE release = ? ORDER BY part",
                                                     (number,)))
            releases[number] = data if len(data) == size else b"another size"
        loose = db.execute("SELECT count(*) FROM release_block WHERE release NOT IN (SELECT id FROM release)").fetchall()
        rest = hashlib.sha256("\n".join(l for l in db.iterdump() if '"release' not in l).encode()).hexdigest()
    return sound and loose == [(0,)], releases, rest


class Room:
    def __init__(self, tally, folder):
        self.tally = tally
        self.folder = folder
        self.env = {**os.environ, "LC_ALL": "C.UTF-8"}

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *words, want=0, **more):
        done = subprocess.run([BIN, *words], cwd=self.folder, env=self.env, capture_output=True, text=True, check=False,
                              encoding="utf-8", errors="replace", **more)
        self.tally.check(want is None or done.returncode == want, f"{words}: exit {done.returncode}\n{done.stderr}")
        return done

    def read(self, name):
        if not os.path.exists(self.path(name)):
            return None
        with open(self.path(name), "rb") as file:
            return file.read()

    def start_from(self, base):
        for name in os.listdir(self.folder):
            if name.startswith(("s.db", "first.jsonl", "second.jsonl")):
                os.unlink(self.path(name))
        shutil.copyfile(self.path(base), self.path("s.db"))

    def check(self, before, whole, names, what):
        """Whole is {id: bytes} with all of it. Returns whether the last release is in the store."""
        sound, releases, rest = stored(self.path("s.db"))
        self.tally.check(sound, f"{what}: the store is not sound")
        self.tally.check(rest == before, f"{what}: something else in the store has changed")
        last = max(whole)
        complete = last in releases
        want = whole if complete else {k: v for k, v in whole.items() if k != last}
        self.tally.check(releases == want, f"{what}: releases {[(k, len(v)) for k, v in releases.items()]}")
        file, signature = self.read(names), self.read(names + ".minisig")
        self.tally.check(file in (None, whole[last]), f"{what}: half a file")
        self.tally.check(file is None or complete, f"{what}: a file of a release that the store does not hold")
        self.tally.check(signature is None or file is not None, f"{what}: a signature of nothing")
        if signature is not None:
            self.run("verify", names, "--key", "k.pub")
        return complete


def main():
    tally = Tally()
    rng = random.Random(SEED)
    folder = tempfile.mkdtemp(prefix="score-release-crash-")
    room = Room(tally, folder)
    try:
        write_inputs(folder, rng)
        room.run("key", "k")
        room.run("init", "--db", "s.db")
        room.run("import", "data", "data.csv", *DATA)
        shutil.copyfile(room.path("s.db"), room.path("base1"))
        start = time.monotonic()
        room.run(*FIRST)
        took = time.monotonic() - start
        whole = {1: room.read("first.jsonl")}
        room.run("import", "data", "more.csv", *DATA)
        shutil.copyfile(room.path("s.db"), room.path("base2"))
        room.run(*SECOND)
        both = {**whole, 2: room.read("second.jsonl")}
        tally.check(stored(room.path("s.db"))[1] == both and both[1] != both[2], "undisturbed")
        cases = [("base1", FIRST, whole, "first.jsonl", stored(room.path("base1"))[2]),
                 ("base2", SECOND, both, "second.jsonl", stored(room.path("base2"))[2])]

        killed = there = 0
        for i in range(KILLS):
            base, words, want, name, before = cases[i % 2]
            room.start_from(base)
            child = subprocess.Popen([BIN, *words], cwd=folder, env=room.env, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            # Every other time in the last stretch, where it commits and renames.
            time.sleep(rng.uniform(0, took) if i % 4 < 2 else rng.uniform(took * 0.6, took * 1.1))
            child.kill()
            killed += child.wait() == -signal.SIGKILL
            complete = room.check(before, want, name, f"kill {i}")
            there += complete
            if i % 5 == 0: # it goes on from there: what is in the store is written out, what is not is made
                if complete:
                    room.run("release", str(max(want)), "--db", "s.db", "--sign", "k.key", "--output", name)
                else:
                    room.run(*words)
                tally.check(room.check(before, want, name, f"after kill {i}") and room.read(name) == want[max(want)],
                            f"after kill {i}")
        tally.check(killed > 0, "no kill came in time")

        # Files that may not grow: first the release itself, then the log of the store.
        stopped = 0
        for share in (0.0, 0.3, 0.9, 1.01, 1.5, 40.0):
            base, words, want, name, before = cases[0]
            room.start_from(base)
            limit = int(len(want[1]) * share) + 1

            def prepare(size=limit):
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            done = room.run(*words, want=None, preexec_fn=prepare)
            tally.check(done.returncode in (0, 4, 5), f"limit {limit}: exit {done.returncode}\n{done.stderr}")
            complete = room.check(before, want, name, f"limit {limit}")
            tally.check(complete == (done.returncode == 0), f"limit {limit}: exit {done.returncode}, all: {complete}")
            stopped += done.returncode != 0
            left = [n for n in os.listdir(folder) if n.startswith("first.jsonl.") and n != "first.jsonl.minisig"]
            tally.check(not left, f"limit {limit}: left behind {left}")
        tally.check(stopped >= 3, f"only {stopped} limits were met")

        # Somebody else is writing: the release waits.
        room.start_from("base1")
        with contextlib.closing(sqlite3.connect(room.path("s.db"), check_same_thread=False, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            threading.Timer(0.5, lambda: db.execute("ROLLBACK")).start()
            start = time.monotonic()
            room.run(*FIRST)
            tally.check(time.monotonic() - start > 0.4, "it did not wait")
        tally.check(room.check(cases[0][4], whole, "first.jsonl", "after waiting"), "after waiting")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


main()
