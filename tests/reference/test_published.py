"""The program against the published figures: Phú Thọ 2026-Q3 score by score, An Giang 2025 total by total."""
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from fractions import Fraction as F

SCORE = os.environ["SCORE_BIN"]
SOURCE = os.environ["SCORE_SOURCE"]
GROUPS = {"CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"}
CONSTANT = "ELECTRONIC_CERTIFIED_COPY"

passed = failed = 0


def check(what, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        if failed <= 20:
            print(f"FAILED: {what}: {got}; wanted {want}")


def fixture(*path):
    return os.path.join(SOURCE, "fixtures", *path)


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def score(command, version, data, units):
    """Rows of the command's CSV."""
    done = subprocess.run([SCORE, command, "--criteria-dir", os.path.join(SOURCE, "criteria"),
                           "--criteria", "766@" + version, "--data", data, "--units", units, "--format", "csv"],
                          capture_output=True, check=False)
    if done.returncode != 0:
        print(done.stderr.decode("utf-8", "replace"))
        print(f"{passed} passed, {failed + 1} failed")
        sys.exit(1)
    return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"), newline="")))


def aliases(path):
    """Portal code and code of a unit -> its code."""
    found = {}
    for r in rows(path):
        found[r["code"]] = found[r["portal_code"] or r["code"]] = r["code"]
    return found


def keys(version):
    """Key and printed code of a node -> its key."""
    with open(os.path.join(SOURCE, "criteria", "766", version + ".json"), encoding="utf-8") as f:
        tree = json.load(f)
    found = {}
    for g in tree["groups"]:
        for n in [g] + g.get("criteria", []):
            found[n["key"]] = found[n["code"]] = n["key"]
    return found


def phutho():
    units = fixture("units", "phutho.csv")
    code, key = aliases(units), keys("2026-portal")
    cell = {}
    for r in score("eval", "2026-portal", fixture("766", "phutho-2026q3.csv"), units):
        unit = code[r["unit"]]
        cell[unit, "total" if r["kind"] == "total" else key[r["node"]]] = r
    seen = Counter()
    sums = {}
    for r in rows(fixture("766", "phutho-2026q3-published.csv")):
        unit, node = code[r["unit"]], key[r["measure"][len("points:"):]]
        got = cell[unit, node]
        check(f"phutho {r['unit']} {node}", F(got["points"]), F(r["value"]))
        if node in GROUPS:
            sums.setdefault(unit, []).append(F(r["value"]))
            if got["outcome"] == "reported":
                seen["given"] += 1
            elif node != "TDGQ":  # of one component, and published as it
                seen["groups"] += 1
        else:
            seen["constants" if node == CONSTANT else "components"] += 1
    check("phutho counts", dict(seen), {"components": 275, "constants": 19, "groups": 93, "given": 21})
    whole = {u: sum(v) for u, v in sums.items() if len(v) == len(GROUPS)}
    check("phutho units with six published groups", len(whole), 19)
    for unit, want in whole.items():
        check(f"phutho total of {unit}", F(cell[unit, "total"]["points"]), want)


def angiang():
    units = fixture("units", "angiang.csv")
    data = fixture("766", "angiang-2025.csv")
    code = aliases(units)
    want = {code[r["unit"]]: F(r["total"]) for r in rows(fixture("766", "angiang-2025-published.csv"))}
    ranking = score("rank", "2025-portal", data, units)
    got = {code[r["unit"]]: r for r in ranking}
    check("angiang units", len(ranking), 102)
    check("angiang units are the published ones", set(got), set(want))
    count = Counter(want.values())
    for unit, total in want.items():
        r = got[unit]
        check(f"angiang total of {unit}", F(r["total"]), total)
        check(f"angiang rank of {unit}", int(r["rank"]), 1 + sum(n for t, n in count.items() if t > total))
        check(f"angiang tie of {unit}", r["tied"], "yes" if count[total] > 1 else "no")
    groups = Counter(r["rank"] for r in ranking if r["tied"] == "yes")
    check("angiang tie groups", (len(groups), sum(groups.values())), (17, 40))
    evaluation = score("eval", "2025-portal", data, units)
    n = random.Random(766)
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(3):
            shuffled = []
            for name, path in (("data", data), ("units", units)):
                with open(path, encoding="utf-8", newline="") as f:
                    head, *body = f.read().splitlines(keepends=True)
                n.shuffle(body)
                shuffled.append(os.path.join(folder, name + ".csv"))
                with open(shuffled[-1], "w", encoding="utf-8", newline="") as f:
                    f.write(head + "".join(body))
            check(f"angiang ranking, shuffled {turn}", score("rank", "2025-portal", *shuffled), ranking)
            check(f"angiang scores, shuffled {turn}", score("eval", "2025-portal", *shuffled), evaluation)


phutho()
angiang()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
