#!/usr/bin/env python3
"""Lint: every shipped set is clean in strict mode; for every rule of the lint table a broken twin of a shipped set
(twins/twins.csv: edits by JSON pointer, an empty value takes a member out) is told by that rule, at that place, and by
no other; twins without a rule are changes that must stay clean. The table itself is read from lib/definition/lint.c: a rule without a twin fails."""
import csv
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

CRITERIA = os.path.join(SOURCE, "criteria")
TWINS = os.path.join(SOURCE, "tests", "criteria", "twins", "twins.csv")
UNTWINNED = {"explained"}  # not a fault: what an author's own note explains


def run(*words):
    done = subprocess.run([BIN, *words], capture_output=True, text=True, encoding="utf-8", cwd=SOURCE)
    return done.returncode, done.stdout, done.stderr


def findings(path):
    code, out, err = run("criteria", "check", path, "--format", "json", "--strict")
    return code, json.loads(out)["findings"] if out else None, err


def steps(pointer):
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def edit(whole, pointer, text):
    """A member or element is set, a member that is new is added, an empty value takes it out."""
    *way, last = steps(pointer)
    for step in way:
        whole = whole[int(step)] if isinstance(whole, list) else whole[step]
    key = int(last) if isinstance(whole, list) else last
    if not text:
        del whole[key]
    else:
        whole[key] = json.loads(text)


def place(text, pointer):
    """Line and column, from 1, of the value at a pointer: a reader of its own, for the files this test writes."""
    decoder, at = json.JSONDecoder(), 0
    blank = re.compile(r"[ \t\r\n,:]*")
    for step in steps(pointer):
        at = blank.match(text, at).end()
        opened, at = text[at], at + 1
        index = 0
        while True:
            at = blank.match(text, at).end()
            if opened == "{":
                key, at = decoder.raw_decode(text, at)
                at = blank.match(text, at).end()
                found = key == step
            else:
                found = index == int(step)
            if found:
                break
            _, at = decoder.raw_decode(text, at)
            index += 1
    at = blank.match(text, at).end()
    line_start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, len(text[line_start:at].encode("utf-8")) + 1


def check_shipped(tally):
    for path in sorted(glob.glob(os.path.join(CRITERIA, "*", "*.json"))):
        code, out, err = run("criteria", "check", path, "--strict")
        tally.check(code == 0, f"{path}: exit {code}\n{err}")
        code, found, err = findings(path)
        said = [f for f in found or [] if f["severity"] != "note"]
        tally.check(code == 0 and found is not None and not said, f"{path}: {said} {err}")


def check_twin(tally, folder, number, rows):
    rule, spec = rows[0]["rule"], rows[0]["set"]
    name, version = spec.split("@")
    with open(os.path.join(CRITERIA, name, version + ".json"), encoding="utf-8") as file:
        whole = json.load(file)
    try:
        for row in rows:
            edit(whole, row["pointer"], row["value"])
    except (KeyError, IndexError) as fault:
        tally.check(False, f"twin {number} ({rule}): nothing at {fault}")
        return
    path = os.path.join(folder, f"twin-{number}.json")
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    code, found, err = findings(path)
    said = [f for f in found or [] if f["severity"] != "note"]
    told = "; ".join(f"{f['rule']} {f['pointer']}: {f['text']}" for f in said)
    what = f"twin {number} ({rule} in {spec}): exit {code}, {told[:600]} {err[:300]}"
    if not rule:
        tally.check(code == 0 and found is not None and not said, "no finding wanted: " + what)
        return
    if not tally.check(code == 1 and said and all(f["rule"] == rule for f in said), what):
        return
    tally.check(rows[0]["finding_at"] in [f["pointer"] for f in said], "another place: " + what)
    tally.check(all(f["file"] == path and f["text"] and f["hint"] for f in said), "no text or hint: " + what)
    for f in said:
        line, column = place(text, f["pointer"])
        # A fault inside a text stands somewhere in it.
        good = f["line"] == line and (f["column"] == column or f["column"] > column)
        tally.check(good, f"{f['line']}:{f['column']}, not {line}:{column}: " + what)
    loose = [f for f in said if f["severity"] == "error"]
    code, out, err = run("criteria", "check", path)
    tally.check(code == (1 if loose else 0), f"twin {number} ({rule}) without --strict: exit {code}\n{err}")


def check_forms(tally, folder):
    """The same findings as lines with their hints, as CSV, in both languages."""
    path = os.path.join(CRITERIA, "766", "2026-portal.json")
    with open(path, encoding="utf-8") as file:
        whole = json.load(file)
    whole["measures"]["thua"] = {"name": "Thừa", "type": "boolean"}
    other = os.path.join(folder, "forms.json")
    with open(other, "w", encoding="utf-8") as file:
        json.dump(whole, file, ensure_ascii=False)
    code, out, err = run("criteria", "check", other, "--lang", "en")
    lines = err.splitlines()
    tally.check(code == 0 and out.endswith("usable, with warnings\n"), f"lines: exit {code} {out}")
    tally.check(len([x for x in lines if x.startswith("warning: ")]) == 2, f"two findings wanted: {err}")
    hints = [x for x in lines if x.startswith("hint: ")]
    tally.check(sorted(x.split(": ")[1] for x in hints) == ["no-translation", "unused-measure"], f"hints: {err}")
    code, out, _ = run("criteria", "check", other, "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(out.splitlines()))
    wanted = ["file", "line", "column", "pointer", "severity", "rule", "text", "hint"]
    notes = [r["rule"] for r in rows if r["severity"] == "note"]
    tally.check(code == 0 and list(rows[0]) == wanted and len(rows) == 2 + len(notes), f"csv: exit {code} {out}")
    tally.check(notes == ["explained"] * 3 and all(not r["hint"] for r in rows if r["severity"] == "note"), f"notes: {out}")
    _, vietnamese, _ = run("criteria", "check", other, "--format", "csv", "--lang", "vi")
    both = list(csv.DictReader(vietnamese.splitlines()))
    tally.check([r["rule"] for r in both] == [r["rule"] for r in rows], "another order in Vietnamese")
    tally.check(all(a["text"] != b["text"] and (a["hint"] != b["hint"] or a["severity"] == "note")
                    for a, b in zip(rows, both)), "not translated")
    code, out, _ = run("criteria", "check", path, other, "--format", "json")
    tally.check(code == 0 and len(json.loads(out)["findings"]) == 2 + 2 * len(notes), f"two sets, one document: exit {code}")
    code, out, err = run("criteria", "check", other, "--format", "json", "--quiet", "--strict")
    tally.check(code == 1 and not err, f"--strict and a document: exit {code} {err}")


def main():
    tally = Tally()
    with open(os.path.join(SOURCE, "lib", "definition", "lint.c"), encoding="utf-8") as file:
        table = set(re.findall(r'^    \{"([a-z-]+)", SCORE_', file.read(), re.M))
    twins = {}
    with open(TWINS, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            twins.setdefault(row["twin"], []).append(row)
    have = {rows[0]["rule"] for rows in twins.values()} - {""}
    tally.check(len(table) > 25 and table - UNTWINNED == have, f"rules and twins differ: {sorted(table ^ have)}")
    check_shipped(tally)
    with tempfile.TemporaryDirectory(prefix="score-lint-") as folder:
        for number, rows in twins.items():
            check_twin(tally, folder, number, rows)
        check_forms(tally, folder)
    tally.close()


if __name__ == "__main__":
    main()
