"""Losing data never helps: deleting observations of a unit raises neither its points, its share nor its grade, and moves
other units only through statistics of their cohort. On random sets with penalties, caps, gates and statistics, and on the
shipped fixtures.

Not of the property, and kept out: has(), which asks for the blank itself; measures with a default; fallback; cells NA; and
given points, which stand once nothing below them is left. A due date makes what is read from its criterion, and the share
where bonus can exceed the maximum, depend on what is not due yet: such sets have none. Nor have penalties. rescale_group is kept apart from what is excluded
or not due in the same group, whose maximum it takes in as well, and weighted means from both.
"""
import csv
import multiprocessing
import os
import random
import sys
from fractions import Fraction as F

SOURCE = os.environ.get("SCORE_SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(SOURCE, "tests", "reference"))
sys.dont_write_bytecode = True
import json  # noqa: E402

from maker import FLAGS, Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402

SEED = int(os.environ.get("SCORE_SEED", "766"))
SETS = int(os.environ.get("SCORE_LOST_SETS", "3000" if os.environ.get("SCORE_LONG") == "1" else "40" if os.environ.get("SCORE_SANITIZE") else "120"))


class Loser(Maker):
    """A maker of sets that the property is about."""

    def make_measures(self):
        out = super().make_measures()
        out["c3"].pop("default", None)
        return out

    def condition(self, depth, nodes=True):
        for again in range(100):
            text = super().condition(depth, nodes)
            if "has(" not in text:
                return text
        return FLAGS[0]

    def number(self, depth, nodes=True):
        for again in range(100):
            text = super().number(depth, nodes)
            if "has(" not in text:
                return text
        return "c0"

    def make_definition(self):
        out = super().make_definition()
        for g in self.every:
            g.pop("rescale_to", None)  # to less than what is still in, it would punish what does not apply
        for g in self.every:  # parts of unequal maxima: what is excluded moves the mean of the maxima
            for n in (g.get("groups", []) + g.get("criteria", [])) if g.get("aggregate") == "weighted" else []:
                n.pop("due", None)
                if n.get("not_applicable") == "exclude":
                    n["not_applicable"] = "zero"
        whole = json.dumps(out)
        if "rescale_group" in whole:  # it takes in what is excluded or not due beside it: kept apart
            for n in [out, *self.every]:
                if n.get("not_applicable") == "exclude":
                    n["not_applicable"] = "zero"
                n.pop("due", None)
        reads = any(word in whole for word in ("points(", "met(", "group(", '"bonus"'))
        for c in self.every:
            if reads or self.kind_of(c, out) == "penalty":
                c.pop("due", None)
        return out

    @staticmethod
    def kind_of(criterion, definition):
        return next((g.get("kind") for g in definition["groups"] if '"key": "%s"' % criterion["key"] in json.dumps(g)), None)

    def make_data(self):
        super().make_data()
        self.fallback = False
        self.data = [d for d in self.data if not d[2].startswith("points:") and d[3] == self.stage]


def standing(program, options):
    """unit -> (points, basis, place of the grade), and the eval rows of each unit"""
    cells = {}
    for r in program.rows("eval", *options):
        cells.setdefault(r["unit"], {})[r["node"]] = (r["points"], r["max"], r["outcome"])
    found = {r["unit"]: (F(r["total"]), r["grade"]) for r in program.rows("rank", *options)}
    return cells, found


def compare(before, after, unit, places, statistics, told):
    """What the loss of data of one unit did that it may not do."""
    wrong = []
    points, share, grade = F(before[0][unit]["total"][0]), *before[1][unit]
    now, now_share, now_grade = F(after[0][unit]["total"][0]), *after[1][unit]
    if now > points or now_share > share or places.index(now_grade) < places.index(grade):
        wrong.append(f"{told}: {unit} rises from {points}, {share}, {grade} to {now}, {now_share}, {now_grade}")
    if not statistics:
        for other in before[0]:
            if other != unit and (before[0][other], before[1][other]) != (after[0].get(other), after[1].get(other)):
                wrong.append(f"{told}: {other} moves with the data of {unit}")
    return wrong


def one_set(seed):
    m = Loser(seed, units=8, cohorts=seed % 2 == 0)
    r = random.Random(seed)
    places = [b["key"] for b in m.definition.get("grades", {}).get("bands", [])] + [""]
    options = ["--period", m.period, "--stage", m.stage]
    statistics = any(w in json.dumps(m.definition) for w in ("mean(", "lowest(", "highest(", "rank(", "pooled(", "children."))
    wrong, count = [], 0
    if not m.data:  # all of it was at other stages
        return 0, []
    try:
        with Program(m.definition, m.data, m.units) as program:
            before = standing(program, options)
        for turn in range(6):
            unit = r.choice([u["code"] for u in m.units])
            own = [d for d in m.data if d[0] == unit and d[4] != "NA"]
            lost = set(r.sample(own, min(len(own), r.choice((1, 1, 2, len(own) // 2, max(len(own) - 1, 0))))))
            data = [d for d in m.data if d not in lost]
            if not any(d[:2] == (unit, m.period) for d in data):
                continue  # without any data of the period the unit is not there
            with Program(m.definition, data, m.units) as program:
                after = standing(program, options)
            if unit not in before[0] or unit not in after[0]:
                continue  # nothing but statistics for the units below it
            count += 1
            told = f"seed {seed}, lost {sorted(d[2] + '=' + d[4] for d in lost)}"
            wrong += compare(before, after, unit, places, statistics, told)
    except Refusal as e:
        if not any(words in str(e) for words in ("the constant part cannot be computed", "no data for")):
            wrong.append(f"seed {seed}: refused: {e}")
    return count, wrong


def fixture(job):
    """Random cells of the shipped data go, those of several units at once: no unit may rise."""
    version, units, observations, seed = job
    r = random.Random(seed)
    with open(os.path.join(SOURCE, "criteria", "766", version + ".json"), encoding="utf-8") as f:
        definition = json.load(f)
    with open(os.path.join(SOURCE, "fixtures", "units", units + ".csv"), encoding="utf-8", newline="") as f:
        listed = list(csv.DictReader(f))
    with open(os.path.join(SOURCE, "fixtures", "766", observations + ".csv"), encoding="utf-8", newline="") as f:
        table = list(csv.DictReader(f))
    if "measure" in table[0]:
        data = [(t["unit"], t["period"], t["measure"], "self", t["value"], "") for t in table]
    else:
        data = [(t["unit"], t["period"], m, "self", v, "") for t in table for m, v in t.items()
                if m not in ("unit", "name", "period") and v != ""]
    # given points that lose all that stands below them would stand: only those that stand already may stay
    computed = any(not d[2].startswith("points:") for d in data)
    data = [d for d in data if d[4] != "" and not (computed and d[2].startswith("points:"))]
    share = r.choice((0.02, 0.2, 0.6))
    kept = [d for d in data if r.random() > share]
    places = [b["key"] for b in definition.get("grades", {}).get("bands", [])] + [""]
    with Program(definition, data, listed) as program:
        before = standing(program, [])
    with Program(definition, kept, listed) as program:
        after = standing(program, [])
    wrong, there = [], {d[0] for d in kept}
    for unit in before[0]:
        if unit in after[0] and there:
            wrong += compare(before, after, unit, places, True, f"{observations}, seed {seed}")
    return len(before[0]), wrong


def main():
    fixtures = [(version, units, name, SEED + i) for i in range(3) for version, units, name in (
        ("2026-portal", "phutho", "phutho-2026q3"), ("2025-portal", "angiang", "angiang-2025"),
        ("2026-portal", "dongnai", "dongnai-2026q3-synthetic"))]
    passed, failures = 0, []
    with multiprocessing.Pool(2) as pool:
        for work, jobs in ((fixture, fixtures), (one_set, range(SEED, SEED + SETS))):
            for count, wrong in pool.imap_unordered(work, jobs):
                passed += count
                failures += wrong
    for f in failures[:8]:
        print("FAILED:", f)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
