"""A release read and checked by another program, which knows docs/release.md and nothing of the library: digests, the one
spelling, the definition, the inputs against the files they came from, the points against those that were published and
against `score eval`, and the digest of each explanation from `score explain`."""
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, BUILD, SOURCE, Tally  # noqa: E402

DRIVER = os.path.join(BUILD, "driver", "release_lines")
SET = os.path.join(SOURCE, "criteria", "766", "2026-portal.json")
UNITS = os.path.join(SOURCE, "fixtures", "units", "phutho.csv")
DATA = os.path.join(SOURCE, "fixtures", "766", "phutho-2026q3.csv")
PUBLISHED = os.path.join(SOURCE, "fixtures", "766", "phutho-2026q3-published.csv")
PARTS = ["head", "definition", "units", "inputs", "results"]
tally = Tally()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def once(pairs):
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"a member twice: {names}"
    return dict(pairs)


def spelled(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read(data):
    """Parts -> their lines as trees; every line and digest checked on the way."""
    parts, part, begin, at = {}, [], 0, 0
    lines = data.decode("utf-8").split("\n")
    tally.check(lines.pop() == "", "the file ends with a line feed")
    for number, line in enumerate(lines, 1):
        tree = json.loads(line, object_pairs_hook=once)
        if spelled(tree) != line:
            tally.check(False, f"line {number} is not in the one spelling")
        if "definition" not in tree and unicodedata.normalize("NFC", line) != line:
            tally.check(False, f"line {number} is not in NFC")
        size = len(line.encode("utf-8")) + 1
        if "part" in tree:
            tally.check(tree["part"] == PARTS[len(parts)], f"part {tree['part']} in its place")
            tally.check(tree["lines"] == len(part), f"lines of {tree['part']}")
            tally.check(tree["sha256"] == sha256(data[begin:at]), f"digest of {tree['part']}")
            parts[tree["part"]] = part
            part, begin = [], at + size
        elif "release" in tree:
            tally.check(number == len(lines), "the release's own digest is the last line")
            tally.check(tree["lines"] == number - 1, "lines of the release")
            tally.check(tree["release"] == sha256(data[:at]), "digest of the release")
        else:
            part.append(tree)
        at += size
    tally.check(list(parts) == PARTS, f"all parts: {list(parts)}")
    return parts


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def score(*arguments):
    done = subprocess.run([BIN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    tally.check(done.returncode == 0, f"score {arguments}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8-sig")


def check_head(parts):
    head = parts["head"][0]
    with open(SET, "rb") as file:
        definition = file.read()
    tally.check(parts["definition"][0]["definition"].encode("utf-8") == definition, "the definition's own bytes")
    tally.check(head["criteria"]["sha256"] == sha256(definition), "the digest of the definition")
    known = json.loads(definition)
    for name in ("id", "version", "status"):
        tally.check(head["criteria"][name] == known[name], f"{name} of the definition")
    tally.check(head["period"] == "2026-Q3" and head["stage"] == "self" and head["supersedes"] is None, f"head: {head}")


def check_inputs(parts, code):
    """Every cell of the file is in the release and nothing else is."""
    have, want = {}, {}
    for line in parts["inputs"]:
        for cell in line.get("values", []):
            have[line["unit"], cell[0]] = Decimal(cell[1])
        for cell in line.get("given", []):
            have[line["unit"], "points:" + cell[0]] = Decimal(cell[1])
    for row in rows(DATA):
        for name, text in row.items():
            if name not in ("unit", "name", "period") and text:
                want[code[row["unit"]], name] = Decimal(text)
    tally.check(have == want and len(want) > 600, f"inputs: {len(have)} of {len(want)} cells")


def check_results(parts, code):
    definition = json.loads(parts["definition"][0]["definition"])
    key = {"total": "total"}
    for group in definition["groups"]:
        for node in [group] + group.get("criteria", []):
            key[node["key"]] = key[node["code"]] = node["key"]
    points, total = {}, {}
    for line in parts["results"]:
        total[line["unit"]] = line["total"]
        for node in line["nodes"]:
            points[line["unit"], node[0]] = node
    published = rows(PUBLISHED)
    wrong = [r for r in published
             if Decimal(points[code[r["unit"]], key[r["measure"][7:]]][1]) != Decimal(r["value"])]
    tally.check(not wrong and len(published) > 400, f"published and not released: {wrong[:3]}")
    where = ["--criteria", SET, "--units", UNITS, "--data", DATA, "--period", "2026-Q3", "--format", "csv"]
    count = 0
    for row in csv.DictReader(score("eval", *where).splitlines()):
        node = points[row["unit"], "total" if row["kind"] == "total" else key[row["node"]]]
        count += 1
        same = node[3] == row["outcome"] and node[4] == row["stage"]
        same &= row["points"] in ("", None) or Decimal(node[1]) == Decimal(row["points"])
        if not same:
            tally.check(False, f"eval says {row}, the release {node}")
    tally.check(count == len(points), f"{count} rows of eval, {len(points)} nodes released")
    for row in csv.DictReader(score("rank", *where).splitlines()):
        t = total[row["unit"]]
        tally.check(str(t["rank"] or "") == row["rank"] and Decimal(t["basis"]) == Decimal(row["total"]) and
                    t["grade"] == row["grade"], f"rank says {row}, the release {t}")


class Number(str):
    """A number as it is written."""


def wordless(vi, en):
    """The machine form of an explanation: what differs between the languages, and sentences, are null."""
    if isinstance(vi, dict):
        return "{" + ",".join(spelled(name) + ":" + ("null" if name == "text" or name.endswith("_text")
                                                     else wordless(value, en[name]))
                              for name, value in vi.items() if name != "rule_words") + "}"
    if isinstance(vi, list):
        return "[" + ",".join(wordless(a, b) for a, b in zip(vi, en)) + "]"
    if isinstance(vi, Number):
        return str(vi)
    return spelled(vi) if vi == en else "null"


def check_traces(parts):
    where = ["--criteria", SET, "--units", UNITS, "--data", DATA, "--period", "2026-Q3", "--format", "json"]
    for line in parts["results"][::9]:
        tree = [json.loads(score("explain", "--unit", line["unit"], *where, "--lang", lang), parse_float=Number,
                           parse_int=Number)["tree"] for lang in ("vi", "en")]
        tally.check(sha256(wordless(*tree).encode("utf-8")) == line["trace"], f"explanation of {line['unit']}")


def check_document(folder):
    """The commands that docs/release.md gives for checking by hand: each digest is the one written on the next line."""
    with open(os.path.join(SOURCE, "docs", "release.md"), encoding="utf-8") as file:
        block = file.read().split("```console\n")[1].split("```")[0]
    said = subprocess.run(["sh", "-c", block], cwd=folder, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    tally.check(len(said) == 8, f"the document's commands say {said}")
    for digest, line in zip(said[::2], said[1::2]):
        tally.check(len(digest.split()[0]) == 64 and f'"{digest.split()[0]}"' in line, f"by hand {digest}, written {line}")


def write(path, data, units=UNITS):
    with open(path, "wb") as file:
        done = subprocess.run([DRIVER, "write", SET, units, data, "2026-Q3", "-", "-", "0"], stdout=file,
                              stderr=subprocess.PIPE, check=False)
    tally.check(done.returncode == 0, done.stderr.decode())
    with open(path, "rb") as file:
        return file.read()


def main():
    code = {}
    for row in rows(UNITS):
        code[row["code"]] = code[row["portal_code"]] = row["code"]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "q3.jsonl")
        data = write(path, DATA)
        parts = read(data)
        for row in parts["units"][1:]:
            code.setdefault(row["unit"], row["unit"])
        check_head(parts)
        check_inputs(parts, code)
        check_results(parts, code)
        check_traces(parts)
        check_document(folder)
        done = subprocess.run([DRIVER, "verify", path], stderr=subprocess.PIPE, check=False)
        tally.check(done.returncode == 0, f"verify: {done.stderr.decode()}")
        # The rows of the file in another order are the same release.
        with open(DATA, encoding="utf-8") as file:
            lines = file.read().splitlines()
        turned = os.path.join(folder, "turned.csv")
        with open(turned, "w", encoding="utf-8") as file:
            file.write("\n".join(lines[:1] + lines[:0:-1]) + "\n")
        tally.check(write(os.path.join(folder, "again.jsonl"), turned) == data, "rows in another order: another release")
    tally.close()


main()
