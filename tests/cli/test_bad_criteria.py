#!/usr/bin/env python3
"""Broken definitions: fixtures/bad/criteria against its EXPECT.csv, which was written by hand from
docs/criteria-format.md (test_large_criteria.py makes larger ones). Each fault is one line with file, line, column and
JSON pointer, in both languages; nothing crashes, takes more than 5 seconds or 500 MB, or changes a store."""
import csv
import hashlib
import os
import re
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

BAD = os.path.join(SOURCE, "fixtures", "bad", "criteria")
SECONDS, BYTES = 8, 500 << 20
DATA = "unit,period,done,all\nA,2026,1,2\n"


def sanitized():
    with open(BIN, "rb") as file:
        return b"__asan_init" in file.read()


SANITIZED = sanitized()
HINT = {"en": "hint: ", "vi": "gợi ý: "}
# A sanitizer watches memory, not words: one language is enough there, but in the long run.
LANGUAGES = ("en",) if SANITIZED and not os.environ.get("SCORE_LONG") else ("en", "vi")


def limit():
    """A sanitizer's shadow memory counts as address space, so only its program goes without this limit."""
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def processor_time():
    """Of all that was run so far: a busy machine makes waiting longer, work hardly."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(tally, folder, lang, *words):
    begin = processor_time()
    try:
        done = subprocess.run([BIN, *words, "--lang", lang], cwd=folder, capture_output=True,
                              preexec_fn=limit, timeout=200)
    except subprocess.TimeoutExpired:
        tally.check(False, f"{words}: more than 200 s")
        return -1, b"", []
    took = processor_time() - begin
    said = done.stderr.decode("utf-8", "replace")
    tally.check(0 <= done.returncode < 128, f"{words}: exit {done.returncode}\n{said[:2000]}")
    tally.check(took <= SECONDS * (4 if SANITIZED else 1), f"{words}: {took:.1f} s")
    lines = said.split("\n")
    tally.check(lines.pop() == "" and all(lines) and "\x1b" not in said and "\0" not in said, f"{words}: lines {said[:500]!r}")
    if words[:2] == ("criteria", "check"):  # what to do, once for each lint rule, comes after the findings
        hints = [line for line in lines if line.startswith(HINT[lang])]
        tally.check(lines[len(lines) - len(hints):] == hints and len(hints) < 40, f"{words}: hints {hints[:3]}")
        lines = lines[:len(lines) - len(hints)]
    return done.returncode, done.stdout, lines


def place(name, pointer, line):
    """What a line of this finding begins with; every column will do."""
    text = re.escape(name)
    if line:
        text += ":" + line + r":[1-9][0-9]*"
    if pointer:
        text += " " + re.escape(pointer)
    return re.compile(text + r": (\S.*)")


def check_lines(tally, name, lang, lines, findings):
    what = f"{name} ({lang}): " + "\n".join(lines[:20])
    tally.check(len(lines) == len(findings), f"{len(findings)} lines wanted, {what}")
    for row in findings:
        wanted = place(name, row["pointer"], row["line"])
        found = [m.group(1) for m in map(wanted.fullmatch, lines) if m]
        if lang == "en":
            found = [text for text in found if row["message"] in text]
        tally.check(len(found) == 1, f"wanted {wanted.pattern} {row['message']}, {what}")


def expectations():
    expect = {}
    with open(os.path.join(BAD, "EXPECT.csv"), encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            code, findings = expect.setdefault(row["file"], (int(row["exit"]), []))
            assert code == int(row["exit"]), row
            if row["message"]:
                findings.append(row)
    return expect


def check_file(tally, folder, name, code, findings, data):
    """Findings are the answer of `criteria check`; to any other command the definition is faulty input."""
    both = []
    for lang in LANGUAGES:
        got, out, lines = run(tally, folder, lang, "criteria", "check", name)
        tally.check(got == code, f"criteria check {name} ({lang}): exit {got}, {code} wanted\n" + "\n".join(lines[:5]))
        if code == 0:  # warnings, and they are many: only their form is looked at
            tally.check(all(re.match(r"(warning|cảnh báo): " + place(name, "", "").pattern[:-8], x) for x in lines), f"{name}: {lines[:3]}")
            lines = []
        else:
            tally.check(out == b"", f"{name}: {out[:80]!r} on stdout")
        check_lines(tally, name, lang, lines, findings)
        both.append(lines)
        got, out, lines = run(tally, folder, lang, "eval", "--criteria", name, "--data", data)
        tally.check(got == (3 if code else 0), f"eval {name} ({lang}): exit {got}\n" + "\n".join(lines[:5]))
        if code:
            check_lines(tally, name, lang, lines, findings)
            tally.check(out == b"", f"eval {name}: {out[:80]!r} on stdout")
    tally.check(len(both) < 2 or not set(both[0]) & set(both[1]), f"{name}: a line is the same in both languages")


def check_paths(tally, folder, data):
    os.mkdir(os.path.join(folder, "folder.json"))
    for name, text in (("folder.json", {"en": "a folder; ", "vi": "là thư mục; "}),
                       ("absent.json", {"en": "no such file", "vi": "không có tệp này"})):
        for lang in LANGUAGES:
            for words in (("criteria", "check", name), ("eval", "--criteria", name, "--data", data)):
                got, out, lines = run(tally, folder, lang, *words)
                good = got == 3 and out == b"" and len(lines) == 1 and lines[0].startswith(f"{name}: {text[lang]}")
                tally.check(good, f"{words} ({lang}): exit {got} {lines}")


def check_strict(tally):
    got, out, lines = run(tally, BAD, "en", "criteria", "check", "good.json")
    tally.check(got == 0 and lines and all(line.startswith("warning: good.json:") for line in lines), f"warnings: exit {got} {lines}")
    got, out, strict = run(tally, BAD, "en", "criteria", "check", "good.json", "--strict")
    tally.check(got == 1 and strict == lines, f"--strict: exit {got} {strict}")


def check_store(tally, folder, data):
    """A broken definition leaves no trace of what should have been imported with it."""
    def digest():
        with open(os.path.join(folder, "s.db"), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    good = os.path.join(BAD, "good.json")
    got, _, lines = run(tally, folder, "en", "init", "--db", "s.db")
    tally.check(got == 0, f"init: {lines}")
    got, _, lines = run(tally, folder, "en", "import", "data", data, "--criteria", good, "--db", "s.db")
    tally.check(got == 0, f"import: {lines}")
    before = digest()
    for name in ("empty.json", "many_faults.json", "cycle_pair.json", "truncated.json", "utf16le.json", "condition_self.json"):
        got, out, lines = run(tally, folder, "en", "import", "data", data, "--criteria", os.path.join(BAD, name), "--db", "s.db")
        tally.check(got == 3 and lines, f"import with {name}: exit {got} {lines}")
        tally.check(digest() == before, f"import with {name} changed the store")
    tally.check(sorted(x for x in os.listdir(folder) if x.startswith("s.db")) == ["s.db"], "files beside the store")


def main():
    tally = Tally()
    expect = expectations()
    files = sorted(name for name in os.listdir(BAD) if name != "EXPECT.csv")
    tally.check(files == sorted(expect), f"files and expectations differ: {set(files) ^ set(expect)}")
    with tempfile.TemporaryDirectory(prefix="score-criteria-") as folder:
        data = os.path.join(folder, "data.csv")
        with open(data, "w", encoding="utf-8") as file:
            file.write(DATA)
        for name, (code, findings) in sorted(expect.items()):
            check_file(tally, BAD, name, code, findings, data)
        check_strict(tally)
        check_paths(tally, folder, data)
        check_store(tally, folder, data)
    tally.close()


if __name__ == "__main__":
    main()
