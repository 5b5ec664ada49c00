#!/usr/bin/env python3
"""Broken data files: fixtures/bad/data against fixtures/bad/data/EXPECT.csv, which was written by hand. Each file leads
to its exit code, to one line of stderr for each finding that is expected and to no other, in both languages, and to
nothing on stdout where it was refused."""
import csv
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

BAD = os.path.join(SOURCE, "fixtures", "bad")
NO_LIST = ("no unit list was read", "chưa có danh sách đơn vị")  # none of these files comes with one
WARNING = {"en": "warning: ", "vi": "cảnh báo: "}
COLUMN = {"en": " column ", "vi": " cột "}


def letters(number):
    """1 = A, 27 = AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def header(path):
    """The names of the columns, as far as the file can be read."""
    with open(path, "rb") as f:
        first = f.read().removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n").split(b"\n")
    first = next(filter(None, first), b"").decode("utf-8", "replace")
    mark = max(";,\t", key=first.count)
    return [name.strip() for name in next(csv.reader([first], delimiter=mark), [])]


def place(path, line, column, lang):
    """`column` in EXPECT.csv is a name, or the number of a column that is told by its letters alone."""
    text = path
    if line:
        text += ":" + line
    if column.isdigit():
        text += COLUMN[lang] + letters(int(column))
    elif column:
        names = header(path)
        known = next((n for n in (column, column.split(" ")[0]) if n in names), None)
        text += COLUMN[lang] + column + (f" ({letters(names.index(known) + 1)})" if known else "")
    return text + ": "


def expectations():
    expect = {}
    with open(os.path.join(BAD, "data", "EXPECT.csv"), encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            code, findings = expect.setdefault(row["file"], (int(row["exit"]), []))
            assert code == int(row["exit"]), row
            if row["message"]:
                findings.append(row)
    return expect


def run(tally, name, code, findings, lang):
    path = os.path.join(BAD, "data", name)
    done = subprocess.run([BIN, "eval", "--criteria", os.path.join(SOURCE, "criteria", "766", "2026-portal.json"),
                           "--data", path, "--lang", lang, "--color", "never"], capture_output=True, timeout=60)
    said = done.stderr.decode("utf-8", "replace")
    what = f"{name} ({lang}): exit {done.returncode}, stderr:\n{said}"
    tally.check(done.returncode == code, what)
    lines = [line for line in said.split("\n") if not any(words in line for words in NO_LIST)]
    whole = lines.pop() == "" and all(lines) and "\x1b" not in said and "\0" not in said
    tally.check(whole and len(lines) == len(findings), f"{len(findings)} lines wanted, {what}")
    for row in findings:
        prefix = ("" if code else WARNING[lang]) + place(path, row["line"], row["column"], lang)
        found = [line for line in lines if line.startswith(prefix)]
        if lang == "en":
            found = [line for line in found if row["message"] in line]
        tally.check(len(found) >= 1, f"wanted {prefix}{row['message']}, {what}")
    tally.check((done.stdout == b"") == (code != 0), f"{name} ({lang}): {len(done.stdout)} bytes on stdout")
    return lines


def main():
    tally = Tally()
    expect = expectations()
    files = sorted(name for name in os.listdir(os.path.join(BAD, "data")) if name != "EXPECT.csv")
    tally.check(files == sorted(expect), f"files and expectations differ: {set(files) ^ set(expect)}")
    made = subprocess.run([sys.executable, os.path.join(BAD, "make.py"), "--check"], capture_output=True, text=True)
    tally.check(made.returncode == 0, "make.py --check: " + made.stdout)
    for name, (code, findings) in sorted(expect.items()):
        english = run(tally, name, code, findings, "en")
        vietnamese = run(tally, name, code, findings, "vi")
        tally.check(not set(english) & set(vietnamese), f"{name}: a line is the same in both languages")
    tally.close()


if __name__ == "__main__":
    main()
