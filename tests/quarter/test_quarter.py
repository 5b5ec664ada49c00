"""A quarter of Đồng Nai's 95 units (made-up figures), from the templates to a superseding release, as the offices do it:
templates, filled sheets (three of them written by LibreOffice), import at self, verification with overrides and reasons,
reconciliation, release, verification of the release, a correction, a new release, the difference of both. What each step
prints is compared with fixtures/quarter; SCORE_WRITE_GOLDENS=1 writes these files."""
import csv
import hashlib
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

for room in ("cli", "house"):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", room))
from calc import Calc  # noqa: E402
from tally import BIN, SOURCE, Tally  # noqa: E402

GOLDEN = os.path.join(SOURCE, "fixtures", "quarter")
UNITS = os.path.join(SOURCE, "fixtures", "units", "dongnai.csv")
DATA = os.path.join(SOURCE, "fixtures", "766", "dongnai-2026q3-synthetic.csv")
SET, PERIOD = "766@2026-portal", "2026-Q3"
BY_OFFICE = ("25210", "25195", "26041")  # whose sheets LibreOffice writes
WRONG = "26020"                          # sends a sheet with a mistake first
SILENT = "26068"                         # sends nothing


class Quarter:
    def __init__(self, tally, folder):
        self.tally, self.folder = tally, folder
        self.db = "ward.db"
        self.day = 0

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def run(self, *words, code=0, lang="vi"):
        done = subprocess.run([BIN, *words, "--lang", lang],
                              capture_output=True, text=True, encoding="utf-8", cwd=self.folder,
                              env={**os.environ, "COLUMNS": "150"})
        self.tally.check(done.returncode == code,
                         f"score {' '.join(words)}: exit {done.returncode}, wanted {code}\n{done.stdout}{done.stderr}")
        return done

    def act(self, *words, **more):
        """A command that changes the store, a day after the last one."""
        self.day += 1
        return self.run(*words, "--db", self.db, "--at", f"2026-10-{self.day:02}T08:00:00Z", **more)

    def ask(self, *words, **more):
        return self.run(*words, "--db", self.db, "--criteria", SET, "--period", PERIOD, **more)

    def golden(self, name, text):
        path = os.path.join(GOLDEN, name)
        if os.environ.get("SCORE_WRITE_GOLDENS"):
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        with open(path, encoding="utf-8", newline="") as file:
            self.tally.check(file.read() == text, f"{name} is not what fixtures/quarter holds:\n{text[:3000]}")


def figures():
    """unit -> measure -> text, as the fixture has them."""
    found = {}
    with open(DATA, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["value"]:
                found.setdefault(row["unit"], {})[row["measure"]] = row["value"]
    return found


def fill_csv(path, values):
    """Types values into the column Giá trị of a template."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    head = next(i for i, row in enumerate(rows) if "Mã số liệu" in row)
    key, value = rows[head].index("Mã số liệu"), rows[head].index("Giá trị")
    for row in rows[head + 1:]:
        if len(row) > value:
            row[value] = values.get(row[key], "").replace(".", ",")
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)


def templates(q, values):
    os.mkdir(q.at("sheets"))
    for unit in values:
        if unit == SILENT:
            continue
        name = f"{unit}.xlsx" if unit in BY_OFFICE else f"{unit}.csv"
        more = [] if unit in BY_OFFICE else ["--csv", "excel-vi"]
        q.ask("template", "--unit", unit, "--output", os.path.join("sheets", name), *more)
    with open(q.at("sheets", "25217.csv"), encoding="utf-8-sig", newline="") as file:
        q.golden("template-25217.csv", file.read())


def cells_of(path):
    """measure -> the cell of a template in which its value is typed, "H8"."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        shared = ["".join(t.text or "" for t in item.iter(space + "t"))
                  for item in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found, columns = {}, {}
    for row in sheet.iter(space + "row"):
        said = {}
        for cell in row:
            value = cell.find(space + "v")
            if value is not None and cell.get("t") == "s":
                said[cell.get("r").rstrip("0123456789")] = shared[int(value.text)]
        if "Mã số liệu" in said.values():
            columns = {title: letters for letters, title in said.items()}
        elif columns and said.get(columns["Mã số liệu"]):
            found[said[columns["Mã số liệu"]]] = columns["Giá trị"] + row.get("r")
    return found


def fill(q, values):
    for unit in values:
        if unit not in BY_OFFICE and unit != SILENT:
            fill_csv(q.at("sheets", f"{unit}.csv"), values[unit])
    calc = Calc(q.at("office"))
    for unit in BY_OFFICE:
        path = q.at("sheets", f"{unit}.xlsx")
        cell = cells_of(path)
        calc.fill(path, {cell[measure]: text for measure, text in values[unit].items()}, path)
    q.tally.check(calc.run(), f"LibreOffice did not save all sheets: {calc.said}")
    wrong = dict(values[WRONG], hs_dung_han="nhiều")  # a word where a number is wanted
    fill_csv(q.at("sheets", f"{WRONG}.csv"), wrong)


def stored(q, stage):
    db = sqlite3.connect(f"file:{q.at(q.db)}?mode=ro", uri=True)
    rows = db.execute("SELECT unit, measure, value, scale FROM current_observation WHERE stage = ? AND period = ?",
                      (stage, PERIOD)).fetchall()
    db.close()
    return {(unit, measure): (value, scale) for unit, measure, value, scale in rows}


def send(q, values):
    done = q.act("import", "data", "sheets", "--criteria", SET, "--stage", "self", "--synthetic", "--by",
                 "Sở Khoa học và Công nghệ", "--return", "returned", code=3)
    q.golden("import.txt", done.stdout)
    q.golden("import-findings.txt", done.stderr)
    # The office corrects the sheet that came back and sends it again as it is.
    back = q.at("returned", f"{WRONG}.csv")
    with open(back, encoding="utf-8-sig", newline="") as file:
        q.golden(f"returned-{WRONG}.csv", file.read())
    fill_csv(back, values[WRONG])
    q.act("import", "data", os.path.join("returned", f"{WRONG}.csv"), "--criteria", SET, "--stage", "self", "--synthetic", "--by", "Phường Long Bình",
          "--reason", "gửi lại sau khi sửa")
    have = stored(q, "self")
    want = {(unit, measure): int(text) for unit in values if unit != SILENT for measure, text in values[unit].items()}
    q.tally.check({k: v for k, (v, scale) in have.items()} == want and all(s == 0 for _, s in have.values()),
                  f"the store holds {len(have)} values, the sheets {len(want)}: "
                  f"{sorted(set(have.items()) ^ set((k, (v, 0)) for k, v in want.items()))[:5]}")
    q.golden("due.txt", q.ask("due", "--stage", "self").stdout)


def verify_data(q):
    """The department corrects two figures and overrides one score, each with its reason."""
    done = q.act("import", "data", os.path.join(GOLDEN, "verified.csv"), "--criteria", SET, "--synthetic", "--by",
                 "Sở Khoa học và Công nghệ", "--reason", "thẩm định quý III")
    q.golden("verified.txt", (done.stdout + done.stderr).replace(GOLDEN, "fixtures/quarter"))
    q.golden("reconcile.csv", q.ask("reconcile", "self", "verified", "--fallback", "--format", "csv", code=1).stdout)
    q.golden("reconcile.txt", q.ask("reconcile", "self", "verified", "--fallback", code=1).stdout)


def ranks(q, *words):
    """The ranking as CSV, without what it is compared with."""
    rows = list(csv.DictReader(io.StringIO(q.ask("rank", *words, "--format", "csv").stdout, newline="")))
    return [{k: v for k, v in row.items() if not k.startswith("released_")} for row in rows]


def release(q):
    one, two = "one.jsonl", "two.jsonl"
    final = ["--stage", "verified", "--fallback"]
    done = q.act("release", "--criteria", SET, "--period", PERIOD, *final, "--by", "UBND tỉnh Đồng Nai", "--output", one)
    q.golden("release.txt", done.stdout)
    q.golden("rank.txt", q.ask("rank").stdout)
    q.golden("verify.txt", q.run("verify", one).stdout)
    frozen = ranks(q)
    # A correction waits: the release stands until a new one takes its place.
    q.act("import", "data", os.path.join(GOLDEN, "correction.csv"), "--criteria", SET, "--synthetic", "--by", "Xã Bù Gia Mập",
          "--reason", "kiến nghị sau công bố")
    q.tally.check(ranks(q) == frozen, "a correction moved the released ranking")
    q.golden("pending.txt", "".join(q.ask("rank").stdout.splitlines(True)[:20]))
    live = ranks(q, "--live", *final)
    q.tally.check(live != frozen, "--live shows the same as the release")
    refused = q.act("release", "--criteria", SET, "--period", PERIOD, *final, "--output", two, code=2)
    q.golden("release-refused.txt", refused.stderr)
    q.tally.check(not os.path.exists(q.at(two)), "a refused release left a file")
    done = q.act("release", "--criteria", SET, "--period", PERIOD, *final, "--supersede", "--reason",
                 "sửa số liệu xã Bù Gia Mập", "--by", "UBND tỉnh Đồng Nai", "--output", two)
    q.golden("supersede.txt", done.stdout)
    q.tally.check(ranks(q) == live, "the new release is not what --live showed")
    q.golden("log.txt", q.run("log", "25222", "hs_dung_han", "--db", q.db, "--criteria", SET).stdout)
    q.golden("diff.txt", q.run("diff-release", one, two).stdout)
    q.golden("diff.csv", q.run("diff-release", one, two, "--format", "csv").stdout)
    q.run("verify", one)
    q.run("verify", two)
    q.golden("verify-db.txt", q.run("verify", "--db", q.db).stdout)
    q.golden("check-db.txt", q.run("check-db", "--db", q.db).stdout)
    with open(q.at(one), "rb") as first, open(q.at(two), "rb") as second:
        digests = [hashlib.sha256(file.read()).hexdigest() for file in (first, second)]
    q.golden("releases.txt", "".join(f"{d}\n" for d in digests))


def main():
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="score-quarter-")
    try:
        q = Quarter(tally, folder)
        q.run("init", q.db)
        q.act("import", "units", UNITS)
        values = figures()
        tally.check(len(values) >= 94, f"{len(values)} units have figures")
        templates(q, values)
        fill(q, values)
        send(q, values)
        verify_data(q)
        release(q)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


main()
