#!/usr/bin/env python3
"""Broken workbooks and foreign encodings, made by fixtures/bad/workbooks/make_workbooks.py, against its EXPECT.csv, which was
written by hand: one line with file, sheet, row, column, what was found, in both languages; the exit code; a store that
is as it was, to the byte."""
import csv
import hashlib
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, BUILD, SOURCE, Tally  # noqa: E402

BAD = os.path.join(SOURCE, "fixtures", "bad", "workbooks")
ROWS = os.path.join(BUILD, "driver", "rows_lines")
COLUMN = {"en": " column ", "vi": " cột "}
SLOWEST = 20 if os.environ.get("SCORE_SANITIZE") or os.environ.get("SCORE_LONG") else 5


def place(row, lang):
    text = row["file"] + (f"[{row['sheet']}]" if row["sheet"] else "") + (":" + row["row"] if row["row"] else "")
    return text + (COLUMN[lang] + row["column"] if row["column"] else "") + ": "


def digest(folder):
    with open(os.path.join(folder, "ward.db"), "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def read_alone(tally, folder, row, lang):
    """The reader by itself: rows before the fault, and then the fault."""
    started = time.monotonic()
    done = subprocess.run([ROWS, row["file"], row["sheet_option"], row["encoding"], lang], cwd=folder,
                          capture_output=True, timeout=60)
    said = done.stdout.decode("utf-8").split("\n")[-2]
    usage = row["exit"] == "2"
    said = said.partition(": ")[2]
    good = done.returncode == 1 and said.startswith("" if usage else place(row, lang)) and row[lang] in said
    tally.check(good, f"{row['file']} ({lang}): wanted {place(row, lang)}{row[lang]}; {said}")
    tally.check(time.monotonic() - started < SLOWEST, f"{row['file']}: took {time.monotonic() - started:.1f} s")


def import_it(tally, folder, row, lang):
    command = [BIN, "import", "data", row["file"], "--db", "ward.db", "--criteria", "766@2026-portal", "--lang", lang,
               "--color", "never"]
    command += ["--sheet", row["sheet_option"]] if row["sheet_option"] else []
    command += ["--encoding", row["encoding"]] if row["encoding"] else []
    before = digest(folder)
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60)
    said = done.stderr.decode("utf-8", "replace")
    what = f"{row['file']} ({lang}): exit {done.returncode}, stderr:\n{said}"
    usage = row["exit"] == "2"
    found = [line for line in said.split("\n") if row[lang] in line and (usage or line.startswith(place(row, lang)))]
    tally.check(done.returncode == int(row["exit"]), what)
    tally.check(len(found) == 1, f"wanted {place(row, lang)}{row[lang]}, {what}")
    tally.check(digest(folder) == before, f"{row['file']}: the store has changed")


def main():
    tally = Tally()
    with open(os.path.join(BAD, "EXPECT.csv"), encoding="utf-8", newline="") as f:
        expect = list(csv.DictReader(f))
    with tempfile.TemporaryDirectory(prefix="score-bad-workbooks-") as folder:
        made = subprocess.run([sys.executable, os.path.join(BAD, "make_workbooks.py"), folder], capture_output=True, text=True)
        tally.check(made.returncode == 0, made.stderr)
        files = sorted(os.listdir(folder))
        tally.check(files == sorted(row["file"] for row in expect), f"{set(files) ^ {r['file'] for r in expect}}")
        tally.run([BIN, "init", "--db", "ward.db", "--quiet"], "init", cwd=folder)
        for i, row in enumerate(expect):
            for lang in ("vi" if i % 2 else "en",) if os.environ.get("SCORE_SANITIZE") else ("en", "vi"):
                read_alone(tally, folder, row, lang)
            import_it(tally, folder, row, "vi" if i % 2 else "en")
    tally.close()


if __name__ == "__main__":
    main()
