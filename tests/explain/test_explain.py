"""Every number of `score explain --format json` is recounted from the inputs that it shows: on every unit of the shipped
fixtures, at all stages. And the checker itself is checked: each number is changed in turn, and it must see each."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from audit import NUMBER, Audit  # noqa: E402

SCORE, SOURCE = os.environ["SCORE_BIN"], os.environ["SCORE_SOURCE"]
LONG = os.environ.get("SCORE_LONG") == "1"
SHORT = not LONG and any(os.environ.get(name) for name in ("SCORE_SKIP_RANDOM", "SCORE_SANITIZE"))
passed, failed = 0, 0

PORTAL = ["--criteria", "766@2026-portal"]
MAU = ["--criteria", "mau@1", "--units", "fixtures/mau/units.csv", "--data", "fixtures/mau/data.csv", "--period",
       "2026-Q3"]
RUNS = [
    ("phutho-2026q3", [*PORTAL, "--units", "fixtures/units/phutho.csv", "--data", "fixtures/766/phutho-2026q3.csv"], 37),
    ("phutho-2026q3-published", [*PORTAL, "--units", "fixtures/units/phutho.csv", "--data",
                                 "fixtures/766/phutho-2026q3-published.csv"], 37),
    ("angiang-2025", ["--criteria", "766@2025-portal", "--units", "fixtures/units/angiang.csv", "--data",
                      "fixtures/766/angiang-2025.csv"], 102),
    ("dongnai-2026q3", [*PORTAL, "--units", "fixtures/units/dongnai.csv", "--data",
                        "fixtures/766/dongnai-2026q3-synthetic.csv"], 90),
]
for stage in ("self", "verified", "published"):
    RUNS.append((f"mau, {stage}", [*MAU, "--stage", stage], 1))
    RUNS.append((f"mau, {stage} with fallback", [*MAU, "--stage", stage, "--fallback"], 6))
for year, quarter in (("2025", "2025q4"), ("2026", "2026q3")):
    data = f"fixtures/nq57/dongnai-{quarter}-synthetic.csv"
    if os.path.exists(os.path.join(SOURCE, data)):
        RUNS.append((f"nq57@{year}", ["--criteria", f"nq57@{year}", "--units", "fixtures/units/dongnai.csv", "--data",
                                      data], 90 if LONG else 10))
for name in sorted(os.listdir(os.path.join(SOURCE, "fixtures/sets"))) if os.path.isdir(
        os.path.join(SOURCE, "fixtures/sets")) else ():
    with open(os.path.join(SOURCE, "fixtures/sets", name), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not name.endswith(".csv") or not rows or "measure" not in rows[0]:
        continue
    for period in sorted({r["period"] for r in rows}):
        RUNS.append((f"{name}, {period}", ["--criteria", f"{name[:-4]}@2025", "--data", f"fixtures/sets/{name}",
                                           "--period", period], 1))


def check(what, given, want=True):
    global passed, failed
    if given == want:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {given!r}; wanted {want!r}")


def run(*words):
    done = subprocess.run([SCORE, *words, "--lang", "en", "--quiet"], capture_output=True, check=False, cwd=SOURCE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def explain(unit, options):
    code, out, err = run("explain", unit, *options, "--format", "json")
    assert code in (0, 1) and out, f"explain {unit} {options}: {err}"
    return json.loads(out, parse_int=Fraction, parse_float=Fraction)


def units_of(options):
    code, out, err = run("rank", *options, "--format", "csv")
    assert code in (0, 1), err
    return [r["unit"] for r in csv.DictReader(out.splitlines())]


def faults(document):
    try:
        audit = Audit(document)
        return audit.run(), audit.numbers
    except Exception:  # a change may leave nothing that can be read
        return [traceback.format_exc(limit=-2)], 0


def every_unit():
    numbers = 0
    for name, options, least in RUNS:
        units = units_of(options)
        check(f"{name}: units", len(units) >= least)
        if SHORT and not name.startswith("mau") or not LONG and name.startswith(("nq57", "dongnai")):
            units = units[::9]
        for unit in units:
            found, n = faults(explain(unit, options))
            numbers += n
            check(f"{name}, unit {unit}", found[:3], [])
    print(f"{numbers} numbers recounted")


# ---- the checker is checked ----

UNSEEN = ("calendar", "conditions")  # texts of the definition that several nodes may read


def places(at, path=()):
    """Paths to all numbers: numbers, exact texts, and the digits of a rule."""
    items = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
    for key, v in items:
        here = path + (key,)
        if key in UNSEEN or (key == "declared_max" and at["points"] is None):
            continue  # nothing is counted below given points
        if isinstance(v, Fraction):
            yield here
        elif isinstance(v, str) and "rule" in here and re.search(NUMBER, unquoted(v)) and key != "kind":
            yield here
        elif isinstance(v, str) and re.fullmatch(r"-?\d+(/\d+)?", v) and "text" not in here and (
                key in ("value", "exact", "most", "at_least", "weight") or "args" in here):
            yield here
        yield from places(v, here)


def other(v):
    if isinstance(v, Fraction):
        return v + 1
    if re.fullmatch(r"-?\d+(/\d+)?", v):
        return str(Fraction(v) + 1)
    at = re.search(NUMBER, unquoted(v)).start()
    return v[:at] + str((int(v[at]) + 1) % 10) + v[at + 1:]


def unquoted(v):
    """Names of nodes in an expression hold no numbers."""
    return re.sub(r'"[^"]*"', lambda q: "_" * len(q.group()), v)


def tampered(name, unit, options):
    document = explain(unit, options)
    check(f"{name}: as it came", faults(document)[0][:3], [])
    unseen = []
    seen = 0
    for path in list(places(document)):
        if path[0] not in ("tree", "total", "max", "low", "high", "scored", "reported", "not_applicable", "not_due",
                           "missing", "invalid"):
            continue
        at = document
        for key in path[:-1]:
            at = at[key]
        kept = at[path[-1]]
        at[path[-1]] = other(kept)
        if faults(document)[0]:
            seen += 1
        else:
            unseen.append("/".join(map(str, path)) + f": {kept}")
        at[path[-1]] = kept
    check(f"{name}: changes that were not seen", unseen[:50], [])
    print(f"{name}: {seen} changed numbers seen, {len(unseen)} not")


def tampering():
    tampered("phutho", "08230", RUNS[0][1])
    tampered("angiang", "H01.101", RUNS[2][1])
    for unit in ("90102", "90105", "90106") if LONG else ("90105",):
        tampered(f"mau {unit}", unit, [*MAU, "--stage", "verified", "--fallback"])


# ---- where values came from ----

def origins():
    """Source, evidence and the reason of an override stand beside the value, from a file and from a store."""
    rows = """unit,period,measure,value,stage,source,evidence,evidence_expires,note
x,2026-Q3,hs_dung_han,80,verified,Report 12,scan 7,2026-12-31,
x,2026-Q3,hs_tiep_nhan,90,verified,,,,
x,2026-Q3,points:DVC_PROGRESS,12,verified,Minutes 3,,31/01/2027,seen on the spot
"""
    with tempfile.TemporaryDirectory() as folder:
        data, store = os.path.join(folder, "a.csv"), os.path.join(folder, "a.db")
        with open(data, "w", encoding="utf-8") as f:
            f.write(rows)
        run("init", store)
        check("import", run("import", "data", "--db", store, *PORTAL, data)[0], 0)
        trees = []
        for way in (["--data", data], ["--db", store]):
            document = explain("x", [*PORTAL, *way])
            check(f"{way[0]}: recounted", faults(document)[0], [])
            node = find(document["tree"], "DVC_PROGRESS")
            trees.append(node)
            check(f"{way[0]}: source", [node["inputs"][0].get(k) for k in ("source", "evidence", "evidence_expires", "note")],
                  ["Report 12", "scan 7", "2026-12-31", None])
            check(f"{way[0]}: nothing said", "source" in node["inputs"][1], False)
            check(f"{way[0]}: given", [node["given"].get(k) for k in ("use", "source", "evidence_expires", "reason")],
                  ["overrides", "Minutes 3", "2027-01-31", "seen on the spot"])
            check(f"{way[0]}: what was computed", [node["computed"]["points"], node["exact"], node["grid"]],
                  [Fraction("17.78"), "160/9", Fraction(1, 100)])
            out = run("explain", "x", "2.1", *PORTAL, *way)[1]
            for text in ("80 (verified; source: Report 12; evidence: scan 7)", "= 90 (verified)",
                         "reason stated: seen on the spot", "holds until 2026-12-31", "given points holds until 2027-01-31",
                         "160/9 (≈ 17.777778) rounded"):
                check(f"{way[0]}: the table says {text}", text in out)
        check("file and store", trees[0], trees[1])


def find(node, key):
    if node["key"] == key:
        return node
    return next(filter(None, (find(c, key) for c in node.get("children", []))), None)


def alone():
    """One criterion alone is the same node as in the whole tree."""
    whole = find(explain("08230", RUNS[0][1])["tree"], "DVC_PROGRESS")
    code, out, _ = run("explain", "08230", "2.1", *RUNS[0][1], "--format", "json")
    document = json.loads(out, parse_int=Fraction, parse_float=Fraction)
    check("one criterion alone", (code, document["tree"]), (0, whole))
    check("recounted", faults(document)[0], [])


every_unit()
tampering()
origins()
alone()
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
