"""score analyse against a reference of its own: exact rationals over the points that `score eval` and `score rank` print;
totals without a criterion from definitions that do not have it, really evaluated. A hand-worked case, random small sets
of every kind, and the shipped fixtures, figure by figure."""
import copy
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction as F

sys.path.insert(0, os.path.join(os.environ["SCORE_SOURCE"], "tests", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402
from yardstick import below, in_order, levels, nearest, places, reference, shown  # noqa: E402

TALLY = Tally()
FOLDER = tempfile.TemporaryDirectory()
CRITERIA = os.path.join(SOURCE, "criteria")
LONG = os.environ.get("SCORE_LONG") == "1"
FEWER = bool(os.environ.get("SCORE_SANITIZE"))
SKIP = os.environ.get("SCORE_SKIP_RANDOM") == "1"


def path_of(name):
    return os.path.join(FOLDER.name, name)


def write(name, text):
    with open(path_of(name), "w", encoding="utf-8", newline="") as file:
        file.write(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False))
    return path_of(name)


def run(*words):
    done = subprocess.run([BIN, *words, "--lang", "en", "--quiet"], stdin=subprocess.DEVNULL, capture_output=True,
                          check=False, env=dict(os.environ, LANG="C.UTF-8", SCORE_CRITERIA_DIR=CRITERIA))
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def table(*words):
    code, out, err = run(*words, "--format", "csv")
    TALLY.check(code == 0, f"{' '.join(words)}: exit {code}\n{err}")
    return list(csv.DictReader(io.StringIO(out, newline=""))) if code == 0 else []


WORDS = ("level", "finding", "shift_most_unit")
COLUMNS = ("units", "max", "at_max", "at_zero", "missing", "invalid", "not_applicable", "not_due", "covered", "least",
           "lower_quartile", "median", "upper_quartile", "greatest", "mean", "deviation", "share_of_max", "below_20",
           "from_20", "from_40", "from_60", "from_80", "weight", "importance", "importance_share", "r_total", "r_rest",
           "r_ranks", "ranks_changed", "shift_mean", "shift_most", "r_ranks_without")


def compare(what, definition, words, leave, columns=COLUMNS + WORDS):
    rows = table("analyse", *words)
    want = reference(definition, table("eval", *words), table("rank", *words), leave)
    keys = ["total"] + [k for k, *_ in levels(definition)]
    if not TALLY.check(sorted(r["node"] for r in rows) == sorted(keys), f"{what}: nodes {[r['node'] for r in rows]}"):
        return rows
    for r in rows:
        e = want[r["node"]]
        wrong = []
        for c in columns:
            said = (r[c] if c in WORDS else F(r[c])) if r[c] != "" or c == "finding" else None
            if said != e[c]:
                wrong.append(f"{c}: {r[c]!r}, wanted {e[c] if e[c] is None or c in WORDS else float(e[c])}")
        TALLY.check(not wrong, f"{what} {r['node']}: {'; '.join(wrong)}")
    if set(WORDS) <= set(columns):
        TALLY.check(in_order(rows, want, keys), f"{what}: order {[r['node'] for r in rows]}")
    return rows


# ---- definitions without a node ----

def pruned(definition, key):
    """The same set without a node; None where nothing of the kind stays. Maxima of sums fall with it."""
    d = copy.deepcopy(definition)
    for member in ("grades", "ranking", "levers", "checks", "notes"):
        d.pop(member, None)

    def cut(nodes, whole):
        for n in list(nodes):
            parts = [n[m] for m in ("groups", "criteria") if n.get(m)]
            if n["key"] == key or (parts and sum(map(len, parts)) == 1 and only(n)):
                nodes.remove(n)
                return n if whole else None, F(n["max"]), n.get("kind")
            for part in parts:
                found = cut(part, whole)
                if found:
                    if n.get("aggregate", "sum") == "sum":
                        n["max"] = str(F(n["max"]) - found[1])
                        return found[0], found[1], n.get("kind")
                    return found[0], F(0), n.get("kind")
        return None

    def only(n):
        return any(k["key"] == key for k in below(n)) and all(
            len(g.get("groups", []) + g.get("criteria", [])) <= 1 for g in [n, *below(n)])
    found = cut(d["groups"], True)
    if not [g for g in d["groups"] if "kind" not in g]:
        return None
    if d["total"].get("aggregate", "sum") == "sum" and found[2] is None:
        d["total"]["max"] = plain(F(d["total"]["max"]) - found[1])
    for n in (k for g in d["groups"] for k in [g, *below(g)]):
        n["max"] = plain(F(n["max"]))
    return d


def plain(v):
    text = f"{v.numerator * 10 ** 6 // v.denominator:07d}"
    return (text[:-6] + "." + text[-6:]).rstrip("0").rstrip(".")


def leaving(definition, data, words, drop=False):
    """leave(key): the totals of the set without it, really evaluated."""
    def leave(key):
        smaller = pruned(definition, key)
        if smaller is None:
            return None
        text = data
        if drop:  # points given for a node that is no more
            gone = {k["key"] for g in definition["groups"] for k in [g, *below(g)]} - \
                {k["key"] for g in smaller["groups"] for k in [g, *below(g)]}
            rows = list(csv.DictReader(io.StringIO(data)))
            keep = [c for c in rows[0] if c[7:] not in gone or not c.startswith("points:")]
            out = io.StringIO()
            csv.DictWriter(out, keep, extrasaction="ignore", lineterminator="\n").writeheader()
            csv.DictWriter(out, keep, extrasaction="ignore", lineterminator="\n").writerows(rows)
            text = out.getvalue()
        ranking = table("rank", "--criteria", write("smaller.json", smaller), "--data", write("smaller.csv", text), *words)
        return {r["unit"]: F(r["total"]) for r in ranking if r["rank"]}
    return leave


# ---- cases ----

def definition_of(groups, total, **members):
    names = [f"m{i}" for i in range(12)]
    return {"format": 1, "id": "case", "version": "1", "status": "draft", "name": "case",
            "measures": {m: {"name": m, "type": "amount", "digits": 2} for m in names},
            "groups": groups, "total": total, **members}


def criterion(key, top, measure, **members):
    return {"key": key, "name": key, "max": str(top), "rule": {"kind": "expr", "points": measure}, **members}


def by_hand():
    """x 3, 2, 0; y 0, 1, 1; totals 3, 3, 1: r(x, total) = 10 / sqrt(14 x 8), r(y, total) = -2 / sqrt(2 x 8), r(x, y) =
    -4 / sqrt(14 x 2); the squares of the first two are 100 / 112 and 1 / 4, so x has 0.892857 / 1.142857 of them."""
    d = definition_of([{"key": "G", "name": "G", "max": "3", "criteria": [criterion("x", 3, "m0")]},
                       {"key": "H", "name": "H", "max": "1", "criteria": [criterion("y", 1, "m1")]}], {"max": "4"})
    data = write("hand.csv", "unit,period,m0,m1\na,2026-Q3,3,0\nb,2026-Q3,2,1\nc,2026-Q3,0,1\n")
    rows = {r["node"]: r for r in table("analyse", "--criteria", write("hand.json", d), "--data", data)}
    want = {"x": {"r_total": "0.944911", "importance": "0.892857", "importance_share": "0.78125", "weight": "0.75",
                  "r_rest": "-0.755929", "r_ranks": "0.866025", "ranks_changed": "2", "shift_mean": "1.333333",
                  "shift_most": "2", "shift_most_unit": "a", "r_ranks_without": "-0.5", "median": "2",
                  "lower_quartile": "1", "upper_quartile": "2.5", "mean": "1.666667", "deviation": "1.247219",
                  "finding": "negative", "at_max": "1", "at_zero": "1", "share_of_max": "0.555556"},
            "y": {"r_total": "-0.5", "r_rest": "-0.755929", "importance": "0.25", "weight": "0.25"},
            "total": {"least": "1", "median": "3", "mean": "2.333333", "deviation": "0.942809", "from_60": "2",
                      "from_20": "1"}}
    for key, cells in want.items():
        for c, v in cells.items():
            TALLY.check(rows[key][c] == v, f"by hand: {key} {c} is {rows[key][c]!r}, wanted {v!r}")


def refusals():
    d = definition_of([{"key": "G", "name": "G", "max": "3", "criteria": [criterion("x", 3, "m0")]}], {"max": "3"})
    one = write("one.csv", "unit,period,m0\na,2026-Q3,3\n")
    code, out, err = run("analyse", "--criteria", write("one.json", d), "--data", one)
    TALLY.check((code, out) == (3, "") and "1 ranked units; at least two wanted" in err, f"a single unit: {code} {err}")
    two = write("two.csv", "unit,period,m0,m1\na,2026-Q3,3,\nb,2026-Q3,,1\n")
    d["groups"][0]["criteria"].append(criterion("note", 0, "m1"))
    d["ranking"] = {"method": "competition", "completeness": "50%"}
    code, out, err = run("analyse", "--criteria", write("one.json", d), "--data", two)
    TALLY.check(code == 3 and "1 ranked units" in err, f"one of two is ranked: {code} {err}")
    third = write("three.csv", "unit,period,m0,m1\na,2026-Q3,3,\nb,2026-Q3,,1\nc,2026-Q3,3,\n")
    rows = {r["node"]: r for r in table("analyse", "--criteria", write("one.json", d), "--data", third)}
    TALLY.check(rows["x"]["units"] == "2" and rows["x"]["finding"] == "all_max" and rows["x"]["missing"] == "0",
                f"who is not ranked is in no figure: {rows['x']}")
    TALLY.check(rows["x"]["ranks_changed"] == "", f"nothing stays of a set without its only criterion: {rows['x']}")
    code, out, _ = run("analyse", "--criteria", path_of("one.json"), "--data", third, "--format", "json")
    whole = json.loads(out)
    TALLY.check([u["unit"] for u in whole["not_ranked_units"]] == ["b"] and whole["ranked"] == 2 and
                whole["not_ranked"] == 1 and whole["few_units"] is True, f"not ranked, by name: {out[-300:]}")
    code, out, _ = run("analyse", "--criteria", path_of("one.json"), "--data", third, "--scope", "unit:a,unit:c",
                       "--format", "json")
    TALLY.check(code == 0 and json.loads(out)["count"] == 2, "a scope applies")


def boundaries():
    """Nineteen of twenty are 95 %: nearly all; eighteen are not. Negative ones stand before those."""
    parts = [criterion("x", 2, "m0"), criterion("y", 2, "m1"), criterion("z", 1, "m2"), criterion("w", 9, "m3")]
    d = definition_of([{"key": "G", "name": "G", "max": "14", "criteria": parts}], {"max": "14"})
    rows = [f"u{k:02d},2026-Q3,{1 if k == 0 else 2},{1 if k < 2 else 2},{1 if k == 19 else 0},{k / 4:.2f}" for k in range(20)]
    words = ["--criteria", write("edge.json", d), "--data",
             write("edge.csv", "unit,period,m0,m1,m2,m3\n" + "\n".join(rows) + "\n")]
    said = {r["node"]: r["finding"] for r in table("analyse", *words)}
    TALLY.check((said["x"], said["y"], said["z"], said["w"]) == ("near_max", "", "near_zero", "mover"), f"findings: {said}")


def random_set(rng, kind):
    """A set of two to four groups: sum, percent (with exclude), share_met, sides (bonus and penalty), weighted apart."""
    groups, measure = [], 0
    for g in range(rng.randint(2, 3)):
        parts = []
        for _ in range(rng.randint(1, 3)):
            key, name = f"c{measure}", f"m{measure}"
            if kind == "share_met":
                parts.append({"key": key, "name": key, "max": "1", "rule": {"kind": "met", "when": f"{name} > 1"}})
            else:
                more = {"applies_when": "m11 > 1"} if kind == "percent" and rng.random() < .3 else {}
                parts.append(criterion(key, rng.randint(1, 4), name, **more))
            measure += 1
        top = sum(int(c["max"]) for c in parts)
        groups.append({"key": f"G{g}", "name": f"G{g}", "max": str(top), "criteria": parts})
    total = {"max": str(sum(int(g["max"]) for g in groups))}
    members = {}
    if kind == "percent":
        total["basis"] = "percent"
        members["not_applicable"] = rng.choice(["exclude", "zero", "split", "rescale_group"])
        members["grids"] = {"group": "0.01"}
    if kind == "share_met":
        total = {"max": "100", "aggregate": "share_met", "basis": "percent"}
    if kind == "sides":
        for name in ("bonus", "penalty"):
            groups.append({"key": name, "name": name, "kind": name, "max": "4", "criteria":
                           [criterion(f"{name}1", 2, "m9"), criterion(f"{name}2", 2, "m10")]})
    return definition_of(groups, total, **members)


def random_data(rng, units, blank):
    coarse = rng.random() < .5
    rows = ["unit,period," + ",".join(f"m{i}" for i in range(12))]
    equal = {i: rng.choice(["0", "1", "4"]) for i in range(11) if rng.random() < .15}
    for u in range(units):
        cells = []
        for i in range(12):
            v = str(rng.randint(0, 4)) if coarse else f"{rng.randint(0, 400) / 100:.2f}"
            cells.append("" if rng.random() < blank and i != 11 else equal.get(i, v))
        rows.append(f"u{u:02d},2026-Q3," + ",".join(cells))
    return "\n".join(rows) + "\n"


def random_cases():
    rng = random.Random(20261122)
    rounds = 40 if LONG else 3 if FEWER else 6
    for kind in ("sum", "percent", "share_met", "sides"):
        for k in range(rounds):
            d = random_set(rng, kind)
            data = random_data(rng, rng.choice([2, 3, 5, 8, 13]), rng.choice([0, 0, .1, .6]))
            words = ["--criteria", write("case.json", d), "--data", write("case.csv", data)]
            compare(f"random {kind} {k}", d, words, leaving(d, data, []))


def scaled():
    """Quotients beyond small numbers: random integers against integers of any size."""
    rng = random.Random(5)
    d = definition_of([{"key": "G", "name": "G", "max": "1000000", "criteria":
                        [criterion("x", 500000, "m0"), criterion("y", 500000, "m1")]}],
                      {"max": "1000000"}, grids={"criterion": "0.000001", "total": "0.000001"})
    for m in d["measures"].values():
        m["digits"] = 6
    rows = ["unit,period,m0,m1"]
    for u in range(40):
        rows.append(f"u{u:02d},2026-Q3,{rng.randint(0, 5 * 10 ** 11) / 10 ** 6:.6f},{rng.randint(0, 5 * 10 ** 11) / 10 ** 6:.6f}")
    data = "\n".join(rows) + "\n"
    compare("large and fine numbers", d, ["--criteria", write("case.json", d), "--data", write("case.csv", data)],
            leaving(d, data, []))


def shipped(name, units, data, columns=COLUMNS + WORDS, every=1, options=()):
    with open(os.path.join(CRITERIA, name), encoding="utf-8") as file:
        d = json.load(file)
    with open(os.path.join(SOURCE, "fixtures", data), encoding="utf-8") as file:
        text = file.read()
    more = ["--units", os.path.join(SOURCE, "fixtures", units)] if units else []
    words = ["--criteria", os.path.join(CRITERIA, name), "--data", os.path.join(SOURCE, "fixtures", data), *more, *options]
    keys = [k for k, *_ in levels(d)]
    if every > 1:  # leaving out is the slow part: some of it
        columns = tuple(c for c in columns if c not in ("r_rest", "ranks_changed", "shift_mean", "shift_most",
                                                        "shift_most_unit", "r_ranks_without", "finding"))
    leave = leaving(d, text, more, drop=True)
    compare(data, d, words, leave if every == 1 else lambda key: None, columns)
    if 1 < every < len(keys):
        rows = {r["node"]: r for r in table("analyse", *words)}
        basis = {r["unit"]: F(r["total"]) for r in table("rank", *words) if r["rank"]}
        order = sorted(basis)
        for key in keys[::every]:
            without = leave(key)
            old, new = places([basis[u] for u in order])[0], places([without[u] for u in order])[0]
            moved = [b - a for a, b in zip(old, new)]
            TALLY.check((int(rows[key]["ranks_changed"]), F(rows[key]["shift_mean"])) ==
                        (sum(m != 0 for m in moved), shown(nearest(F(sum(map(abs, moved)), len(order))))),
                        f"{data} without {key}: {rows[key]['ranks_changed']} changed")


def main():
    by_hand()
    refusals()
    boundaries()
    scaled()
    if not SKIP:
        random_cases()
    shipped("766/2025-portal.json", "units/angiang.csv", "766/angiang-2025.csv")
    shipped("766/2026-portal.json", "units/phutho.csv", "766/phutho-2026q3.csv")
    shipped("nq57/2026.json", "units/dongnai.csv", "nq57/dongnai-2026q3-synthetic.csv",
            every=1 if LONG else 40 if FEWER or SKIP else 12)
    for name in ("hoc-tap-cong-dong-hcm", "khong-tien-mat-can-tho", "dong-nai-binh-dan-hoc-vu-so"):
        shipped(f"{name}/2025.json", None, f"sets/{name}.csv")
    # Its criteria read one another, so no set without one can be made: but for leaving out, every kind of group.
    shipped("mau/1.json", "mau/units.csv", "mau/data.csv", every=1000, options=("--stage", "verified", "--fallback",
                                                                               "--period", "2026-Q3"))
    TALLY.close()


main()
