"""Random definitions and a changed copy of each, on the same random data: totals, grades and ranks of both sides of
criteria impact are those of the reference, every line of a plain sum is the points of its criterion, and the lines add up
to the millionth. criteria diff of the two is empty only where the copy says the same.

SCORE_SKIP_RANDOM=1 skips it, SCORE_LONG=1 runs 2,000 pairs, SCORE_SEED=n starts elsewhere.
"""
import copy
import csv
import io
import json
import multiprocessing
import os
import random
import sys
from fractions import Fraction as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import reference  # noqa: E402
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
SEED = int(os.environ.get("SCORE_SEED", "20261001"))


def every_node(definition):
    """(list it stands in, node, its top group, its group) of all groups and criteria."""
    def walk(items, top, parent):
        for n in items:
            yield items, n, top or n, parent
            yield from walk(n.get("groups", []), top or n, n)
            yield from walk(n.get("criteria", []), top or n, n)
    yield from walk(definition["groups"], None, None)


class Change:
    """A copy of a definition with a few changes; touched: nodes whose given points may no longer fit."""

    def __init__(self, m, seed):
        self.r = random.Random(seed)
        self.m, self.touched, self.changes = m, set(), []
        self.definition = copy.deepcopy(m.definition)
        self.definition["version"] = "2"
        for _ in range(self.r.randrange(1, 6)):
            self.r.choice((self.limit, self.policy, self.aggregate, self.weight, self.remove, self.add, self.scope,
                           self.grid, self.basis, self.order, self.code, self.rule, self.measure))()
        self.only_sums_share(self.definition["total"], self.definition["groups"], self.definition.get("not_applicable", "zero"))

    def only_sums_share(self, node, parts, above):
        """One line of a group shares or rescales only sums: elsewhere no part asks for it."""
        for n in parts:
            own = n.get("not_applicable", above)
            if node.get("aggregate", "sum") != "sum" and own in ("rescale_group", "split"):
                own = n["not_applicable"] = "zero"
            if "rule" not in n:
                self.only_sums_share(n, n.get("groups", []) + n.get("criteria", []), own)

    def pick(self, criteria):
        found = [x for x in every_node(self.definition) if ("rule" in x[1]) == criteria]
        return self.r.choice(found) if found else (None, {}, None, None)

    def limit(self):
        node = self.pick(self.r.random() < 0.7)[1]
        if node:
            node["max"] = str(self.r.choice((1, 2, 3, 5, 8)))
            node.pop("rescale_to", None)
            self.touched.add(node["key"])

    def policy(self):
        target = self.r.choice((self.definition, self.pick(True)[1], self.pick(False)[1]))
        target["not_applicable"] = self.r.choice(("zero", "full", "exclude", "rescale_group", "split"))

    def aggregate(self):
        target = self.r.choice((self.definition["total"], self.pick(False)[1]))
        target["aggregate"] = self.r.choice(("sum", "weighted", "share_met", "highest"))

    def weight(self):
        self.pick(self.r.random() < 0.6)[1]["weight"] = self.r.choice(("1", "2", "0.3", "7"))

    def remove(self):
        items, node, _, _ = self.pick(True)
        if items and f'"{node["key"]}"' not in json.dumps(self.definition).replace('"key": "%s"' % node["key"], ""):
            items.remove(node)

    def add(self):
        items, _, _, _ = self.pick(True)
        if items is not None:
            key = f"New{self.r.randrange(1000)}"
            items.insert(self.r.randrange(len(items) + 1), {"key": key, "name": "new", "max": "2", "rule": {
                "kind": "expr", "points": self.r.choice(("c0 / 3", "min(2, m0)", "1.37"))}})

    def scope(self):
        self.pick(True)[1]["applies_when"] = self.r.choice(("q0", "c0 > 3", "not q1"))

    def grid(self):
        if self.r.random() < 0.5:
            self.definition["grids"]["total"] = self.r.choice(("0.01", "0.1", "0.5", "0.001"))
            return
        node = self.pick(True)[1]
        if node and node["rule"]["kind"] != "reported":
            node["grid"] = self.r.choice(("0.01", "0.5", "none", "0.001"))
            self.touched.add(node["key"])

    def basis(self):
        self.definition["total"]["basis"] = self.r.choice(("points", "percent"))

    def order(self):
        items = self.pick(self.r.random() < 0.7)[0]
        if items:
            self.r.shuffle(items)

    def code(self):
        self.pick(True)[1]["code"] = f"9.{self.r.randrange(100)}x"

    def rule(self):
        node = self.pick(True)[1]
        if node:
            node["rule"] = {"kind": "expr", "points": self.r.choice(("c1 / 7", "m1", "max(0, m0 - 1)"))}
            self.touched.add(node["key"])

    def measure(self):
        """A measure that only the new version knows, with figures."""
        self.definition["measures"]["extra"] = {"name": "extra", "type": "amount", "digits": 2}
        node = self.pick(True)[1]
        if node:
            node["rule"] = {"kind": "expr", "points": "extra"}
            self.touched.add(node["key"])


def known(definition, data):
    names = set(definition["measures"]) | {"points:" + n["key"] for _, n, _, _ in every_node(definition)} | {"points:total"}
    return [d for d in data if d[2] in names]


def plain_sums(definition):
    """Criteria that only sums stand above: key -> (1, or -1 below a penalty; the groups above)."""
    out = {}

    def walk(n, sign, above):
        if n.get("aggregate", "sum") != "sum":
            return
        for c in n.get("criteria", []):
            out[c["key"]] = (sign, (*above, n["key"]))
        for g in n.get("groups", []):
            walk(g, sign, (*above, n["key"]))
    if definition["total"].get("aggregate", "sum") == "sum":
        for g in definition["groups"]:
            walk(g, -1 if g.get("kind") == "penalty" else 1, ())
    return out


def one_pair(seed):
    m = Maker(seed, units=12, cohorts=seed % 2 == 0)
    change = Change(m, seed)
    old, new = m.definition, change.definition
    data = [d for d in m.data if not (d[2].startswith("points:") and d[2][7:] in change.touched)]
    if "extra" in new["measures"]:
        data += [(u["code"], m.period, "extra", m.stage, m.value("m0"), "") for u in m.units
                 if u["code"] in {d[0] for d in data} and not u.get("valid_from") and not u.get("valid_to")]
    units = m.units if m.listed else []
    options = ["--period", m.period, "--stage", m.stage] + (["--fallback"] if m.fallback else [])
    found, same = [], 0
    with Program(old, data, m.units) as program:
        with open(program.path("new.json"), "w", encoding="utf-8") as file:
            json.dump(new, file)
        at = program.options.index("--criteria")
        specs = [program.options[at + 1], program.path("new.json")]
        del program.options[at:at + 2]
        try:
            text = program.run("criteria", "impact", *specs, *options, "--format", "csv")
            tree = program.tree("criteria", "impact", *specs, *options)
        except Refusal as e:
            words = str(e)
            # what makes a changed copy no definition, or leaves one side without data
            fine = any(x in words for x in (".json", "no data", "not in", "no period"))
            return 0, 1, [] if fine else [f"seed {seed}: refused: {words}"]
        saved, program.options = program.options, []
        differs = program.tree("criteria", "diff", *specs)
        program.options = saved
    want = [reference.evaluate(d, known(d, data), units, m.period, m.stage, m.fallback) for d in (old, new)]
    sums = [plain_sums(d) for d in (old, new)]

    def check(good, what):
        nonlocal same
        if good:
            same += 1
        else:
            found.append(what)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for u in tree["units"]:
        for k, side in enumerate(("old", "new")):
            t = want[k].get(u["unit"], {}).get("total")
            got = (u[side], u[side + "_grade"], u[side + "_rank"])
            if t is None:
                check(got == (None, None, None), f"{u['unit']} {side}: {got}; the reference has no such unit")
            else:
                check((F(got[0] or -1), got[1], got[2]) == (t["basis"], t["grade_key"], str(t["rank"]) if t["rank"] else None),
                      f"{u['unit']} {side}: {got}; the reference has {t['basis']} {t['grade_key']} {t['rank']}")
        own = [r for r in rows if r["unit"] == u["unit"]]
        total = [r for r in own if r["line"] == "total"][0]
        for column in ("old", "new", "difference"):
            if total[column]:
                parts = sum(F(r[column]) for r in own if r["line"] != "total" and r[column])
                check(parts == F(total[column]), f"{u['unit']} {column}: lines add up to {parts}, not {total[column]}")
        for r in own:
            if r["line"] != "points":
                continue
            for k, side in enumerate(("old", "new")):
                if r["node"] not in sums[k] or u["unit"] not in want[k]:
                    continue
                own_want, (sign, above) = want[k][u["unit"]], sums[k][r["node"]]
                points = sign * (own_want["nodes"][r["node"]][0] or 0)
                if "reported" in (own_want["total"]["outcome"], *(own_want["nodes"][g][2] for g in above)):
                    points = 0  # the points given for the whole are what counts
                check(F(r[side] or 0) == points, f"{r}: the reference has {points} points ({side})")
    check({u["unit"] for u in tree["units"]} == set(want[0]) | set(want[1]), "units")
    plain = [{k: v for k, v in d.items() if k != "version"} for d in (old, new)]
    check(plain[0] != plain[1] or differs["count"] == "0", f"diff of equal definitions: {differs['changes']}")
    told = [f"seed {seed}, stage {m.stage}, fallback {m.fallback}\n  " + "\n  ".join(found[:6]) + "\n" +
            json.dumps(old) + "\n" + json.dumps(new)]
    return same, 0, told if found else []


def main():
    if os.environ.get("SCORE_SKIP_RANDOM") == "1":
        print("0 passed, 0 failed (skipped)")
        return 0
    pairs = int(os.environ.get("SCORE_RANDOM_SETS", 2000 if LONG else 60))
    passed, refused, failures = 0, 0, []
    with multiprocessing.Pool(2) as pool:
        for same, no, found in pool.imap_unordered(one_pair, range(SEED, SEED + pairs)):
            passed += same
            refused += no
            failures += found
            if len(failures) >= 5:
                pool.terminate()
                break
    if refused > pairs * 2 // 3:
        failures.append(f"{refused} of {pairs} changed copies were refused: too few are compared")
    for f in failures[:5]:
        print("FAILED:", f)
    print(f"seed {SEED}; {pairs} pairs, {refused} of them no definition after the change")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
