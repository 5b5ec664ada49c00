"""score gap: what a unit lost against the published figures of Phú Thọ; who can move it, worked by hand; and what whole
changes bring, each of them evaluated again on changed data by the exact reference evaluator (tests/reference).

Worked, Phù Ninh 2026-Q3, of which two groups are known only as a whole:
  CKMB 7.96 of 18: 10.04 lost; the province moves 12 of it, the unit 6: the unit 0 to 6, the province 10.04 - 6 = 4.04 to 10.04
  CLGQ 6.49 of 12: 5.51 lost; the unit moves 10, nobody 2: the unit 5.51 - 2 = 3.51 to 5.51, nobody 0 to 2
  together not the unit's: 4.04 to 12.04. Every unit with components lost 6 + 4 + 0.04 of CKMB to the province: 10.04 to 12.04
  4.1: 3200 of 4551, 6 points: 4.21885, printed 4.22. 4.23 wants 4.225 / 6 x 4551 = 3204.7: 5 more. 0.10 is
  0.10 x 4551 / 6 = 75.85: 76. 6.00 is printed from 5.995 / 6 x 4551 = 4547.2: 4548, so 1348 more for 1.78.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal as D
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "house"), os.path.join(os.path.dirname(HERE), "reference")]
sys.dont_write_bytecode = True
import reference  # noqa: E402
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402
from tally import BIN, SOURCE, Tally  # noqa: E402

tally = Tally()
check = tally.check
SLOW = bool(os.environ.get("SCORE_SANITIZE"))
LONG = os.environ.get("SCORE_LONG") == "1"
PERIOD = "2026-Q3"
PHUTHO = ["--criteria-dir", os.path.join(SOURCE, "criteria"), "--criteria", "766@2026-portal",
          "--units", os.path.join(SOURCE, "fixtures", "units", "phutho.csv"),
          "--data", os.path.join(SOURCE, "fixtures", "766", "phutho-2026q3.csv")]


def same(what, got, want):
    check(got == want, f"{what}: {got}; wanted {want}")


def rows(*path):
    with open(os.path.join(SOURCE, "fixtures", *path), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def gap(unit, *options, lang="en"):
    done = subprocess.run([BIN, "gap", unit, *PHUTHO, *options, "--lang", lang, "--quiet"], capture_output=True, check=False)
    check(done.returncode == 0, f"gap {unit}: {done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8")


def tree(unit):
    return json.loads(gap(unit, "--format", "json"), parse_float=str, parse_int=str)


# ---- the published figures ------------------------------------------------------------------------------------------

def published():
    listed = {u["portal_code"]: u["code"] for u in rows("units", "phutho.csv")}
    nodes = {}
    with open(os.path.join(SOURCE, "criteria", "766", "2026-portal.json"), encoding="utf-8") as f:
        for g in json.load(f)["groups"]:
            for n in [g] + g["criteria"]:
                nodes[n["key"]] = nodes[n["code"]] = (n["key"], F(n["max"]))
    want = {}
    for r in rows("766", "phutho-2026q3-published.csv"):
        key, most = nodes[r["measure"][len("points:"):]]
        want.setdefault(listed.get(r["unit"], r["unit"]), {})[key] = most - F(r["value"])
    seen = 0
    for unit in sorted(want)[::5 if SLOW else 1]:
        g = tree(unit)
        lost = {r["node"]: F(r["lost"]) for r in g["criteria"]} | {r["node"]: F(r["lost"]) for r in g["groups"]}
        for key, value in want[unit].items():
            if value == F(0) and key not in lost and key != "CKMB":
                continue
            same(f"{unit} {key} lost", lost.get(key), value)
            seen += 1
        same(f"{unit} lost in all", F(g["lost"]), F(g["max"]) - F(g["total"]))
        same(f"{unit} groups and total", sum(F(r["lost"]) for r in g["groups"][:-1]), F(g["groups"][-1]["lost"]))
    same("published nodes", seen >= 60 if SLOW else seen, True if SLOW else 427)  # 275 components, 19 constants, 133 groups


def petitions():
    for unit, steps in (("phù ninh", 1), ("lâm thao", 2), ("việt trì", 3)):
        g = tree(unit)
        first = g["levers"][0]
        same(f"{unit}: the lever that costs most", (first["lever"], first["kind"], first["best"]["steps"]),
             ("kien_nghi", "past", str(steps)))
        same(f"{unit}: its points", F(first["best"]["gain"]), F(12))
        same(f"{unit}: its changes", first["best"]["set"], [f"pakn_dung_han=+{steps}", f"pakn_hai_long=+{steps}"])
        same(f"{unit}: what it moves", {c["node"]: F(c["gain"]) for c in first["criteria"]},
             {"PETITION_PROCESSING_ON_TIME": F(6), "PETITION_HANDLING_SATISFACTION": F(6)})
        gains = [F(v["best"]["gain"]) if v["best"] else F(0) for v in g["levers"]]
        same(f"{unit}: most to be gained first", gains, sorted(gains, reverse=True))


def by_hand():
    g = tree("phù ninh")
    line = {r["node"]: r for r in g["criteria"]}
    moved = {r["controlled_by"]: (F(r["lost_low"]), F(r["lost_high"])) for r in g["movers"]}

    def span(r, mover):
        return F(r[f"lost_{mover}_low"]), F(r[f"lost_{mover}_high"])
    same("CKMB, the unit", span(line["CKMB"], "unit"), (0, 6))
    same("CKMB, the province", span(line["CKMB"], "province"), (F("4.04"), F("10.04")))
    same("CLGQ, the unit", span(line["CLGQ"], "unit"), (F("3.51"), F("5.51")))
    same("CLGQ, nobody", span(line["CLGQ"], "nobody"), (0, 2))
    same("others", moved["others"], (F("4.04"), F("12.04")))
    same("others as elsewhere", (F(g["lost_others_likely_low"]), F(g["lost_others_likely_high"])), (F("10.04"), F("12.04")))
    inputs = ("tthc_cong_bo", "tthc_phai_cong_khai", "tthc_da_cong_khai", "hs_phai_dong_bo")
    parts = [r["unit"] for r in rows("766", "phutho-2026q3.csv") if all(r[m] for m in inputs) and r["unit"] != "H44"]
    same("elsewhere", int(g["likely_as_units"]), len(parts))
    own = sum(F(r["lost"]) for r in g["criteria"] if r["controlled_by"] == "unit")
    same("the unit's", moved["unit"], (own + F("3.51"), own + 6 + F("5.51")))
    one = {(r["node"], r["measure"]): r for r in g["inputs"]}["ORIGINAL_RESULT_AVAILABLE", "hs_ket_qua_dt"]
    same("4.1", (one["value"], one["step_exact"], one["most"], one["full"]), ("3200", "2/1517", "1351", True))
    for move, steps, gain in (("one", 1, "0"), ("next", 5, "0.01"), ("tenth", 76, "0.10"), ("point", 759, "1"), ("best", 1348, "1.78")):
        same(f"4.1 {move}", (one[move]["steps"], F(one[move]["gain"]), one[move]["set"]),
             (str(steps), F(gain), [f"hs_ket_qua_dt=+{steps}"]))
    check(all(r["takes_from_whole"] for r in g["inputs"] if r["measure"] == "hs_tiep_nhan"), "the number of dossiers is no work")
    totals = sorted(F(r["total"]) for r in ranked())
    same("median of 19", F(g["groups"][-1]["cohort_median"]), totals[9])
    same("best of 19", F(g["groups"][-1]["cohort_best"]), totals[-1])
    same("next grade", (g["next_grade"], F(g["next_grade_lacks"])), ("kha", 70 - F("54.36")))
    # An even number: the mean of the two in the middle.
    few = json.loads(gap("phù ninh", "--scope", "kind:xa", "--format", "json"), parse_float=str, parse_int=str)
    some = sorted(F(r["total"]) for r in ranked("--scope", "kind:xa"))
    middle = (some[(len(some) - 1) // 2] + some[len(some) // 2]) / 2
    same("median of the scope", (int(few["groups"][-1]["cohort_units"]), F(few["groups"][-1]["cohort_median"])), (len(some), middle))


def ranked(*options):
    done = subprocess.run([BIN, "rank", *PHUTHO, *options, "--format", "csv", "--quiet"], capture_output=True, check=True)
    return [r for r in csv.DictReader(done.stdout.decode("utf-8").splitlines()) if r["rank"]]


def explained():
    """What a figure supposes is what explain takes."""
    g = tree("phù ninh")
    dice = random.Random(7)
    for c in dice.sample([c for c in g["inputs"] if c["best"]], 4):
        for move in (c["next"], c["best"]):
            sets = [w for s in move["set"] for w in ("--set", s)]
            done = subprocess.run([BIN, "explain", "phù ninh", c["node"], *PHUTHO, *sets, "--format", "json", "--quiet"],
                                  capture_output=True, check=False)
            text = json.loads(done.stdout, parse_float=str, parse_int=str)["tree"]
            was = next(r for r in g["criteria"] if r["node"] == c["node"])["points"]
            same(f"explain {c['node']} {sets}", F(find(text, c["node"])["points"]), F(was) + F(move["gain"]))


def find(at, key):
    if at.get("key") == key:
        return at
    return next((n for n in (find(c, key) for c in at.get("children", ())) if n), None)


# ---- every move again, by the reference -----------------------------------------------------------------------------

def cell_text(measure, before, change):
    """What a cell says after one change "+5", "yes"; before = its text."""
    if change[0] not in "+-" or measure["type"] in ("boolean", "choice", "date"):
        return change
    was = before.strip().rstrip("%").replace(",", ".") or measure["default"].rstrip("%")
    return format(D(was) + D(change), "f")


def changed(definition, data, unit, stage, changes):
    out, todo = [], {c.split("=", 1)[0]: c.split("=", 1)[1] for c in changes}
    for row in data:
        who, when, measure, at, text, note = row
        if (who, when, at) == (unit[0], unit[1], stage) and measure in todo:
            row = (who, when, measure, at, cell_text(definition["measures"][measure], text, todo.pop(measure)), note)
        out.append(row)
    out += [(*unit, m, stage, cell_text(definition["measures"][m], "", c), "") for m, c in todo.items()]
    return out


def scaled(changes, steps, of):
    """The same changes for fewer steps; None where they are no multiples: the last step was a short one."""
    out = []
    for c in changes:
        key, by = c.split("=", 1)
        if by[0] not in "+-":
            return None
        one = D(by) / of * steps
        out.append(f"{key}={'+' if one > 0 else ''}{format(one.normalize(), 'f')}")
    return out


class Again:
    """A unit's points on changed data, by the reference."""

    def __init__(self, definition, data, units, unit, period, stage):
        self.set, self.definition, self.data, self.units = reference.compile_set(definition), definition, data, units
        self.unit, self.period, self.stage = unit, period, stage
        self.penalty, self.counted = set(), set()
        self.walk(definition, False, definition.get("total", {}).get("aggregate") == "share_met")
        self.before = self.result([])

    def walk(self, tree_, penalty, counted):
        for g in tree_.get("groups", []):
            bad = penalty or g.get("kind") == "penalty"
            met = counted or g.get("aggregate") == "share_met"
            for c in g.get("criteria", []):
                if bad:
                    self.penalty.add(c["key"])
                if met:
                    self.counted.add(c["key"])
            self.walk(g, bad, met)

    def result(self, changes):
        data = changed(self.definition, self.data, (self.unit, self.period), self.stage, changes)
        return reference.evaluate(self.set, data, self.units, self.period, self.stage)[self.unit]

    def gain(self, changes, node=None):
        after = self.result(changes)
        if node is None:
            return after["total"]["basis"] - self.before["total"]["basis"]
        a, b = after["nodes"][node], self.before["nodes"][node]
        if node in self.counted:
            return (self.met(after, node) - self.met(self.before, node)) * (-1 if node in self.penalty else 1)
        return (a[0] - b[0]) * (-1 if node in self.penalty else 1)

    def met(self, result, node):
        points, most, outcome, stage, met = result["nodes"][node]
        return int(met or (node in self.penalty and outcome in ("missing", "invalid")))

    def judge(self, where, course, node, dice):
        """Gains of all moves; a step less does not do it, nor do a few others below."""
        for key, least in (("one", None), ("next", None), ("tenth", F(1, 10)), ("point", F(1)), ("best", None)):
            move = course[key]
            if not move:
                continue
            counted = node in self.counted
            got = self.gain(move["set"], node)
            want = F(move["gain"])
            check((got > 0) == (want > 0) if counted else got == want, f"{where} {key} {move}: {got}")
            if key == "one" or not int(move["steps"]) > 1:
                continue
            bar = least or (F(1, 10 ** 9) if key == "next" else got)
            check(got >= bar, f"{where} {key} {move}: too few")
            for n in {int(move["steps"]) - 1, dice.randrange(1, int(move["steps"]))}:
                fewer = scaled(move["set"], n, int(move["steps"]))
                if fewer is None or (least and (node is None or n < int(move["steps"]) - 1)):
                    continue  # before rounding is not what the reference prints
                short = self.gain(fewer, node)
                check(short < bar or (least and short < bar + F(1, 100)), f"{where} {key} {move}: {n} will do, {short}")


def communes():
    """Phú Thọ, every input and every lever of some communes."""
    with open(os.path.join(SOURCE, "criteria", "766", "2026-portal.json"), encoding="utf-8") as f:
        definition = json.load(f)
    units = rows("units", "phutho.csv")
    code = {u["portal_code"]: u["code"] for u in units}
    dice, done = random.Random(5), 0
    for r in dice.sample(rows("766", "phutho-2026q3.csv"), 3 if SLOW else 37 if LONG else 6):
        unit = code.get(r["unit"], r["unit"])
        data = [(unit, PERIOD, k, "self", v, "") for k, v in r.items() if k not in ("unit", "name", "period") and v]
        again = Again(definition, data, [u for u in units if u["code"] == unit], unit, PERIOD, "self")
        g = tree(unit)
        for c in g["inputs"]:
            again.judge(f"{unit} {c['node']} {c['measure']}", c, c["node"], dice)
        for c in g["levers"]:
            again.judge(f"{unit} {c['lever']}", c, None, dice)
        done += len(g["inputs"]) + len(g["levers"])
    check(done > (40 if SLOW else 110), f"only {done} courses")


def random_sets():
    seed, done, end = int(os.environ.get("SCORE_SEED", "20261122")), 0, time.monotonic() + (60 if LONG else 2 if SLOW else 3)
    dice = random.Random(seed)
    while time.monotonic() < end:
        seed += 1
        m = Maker(seed, units=3, cohorts=seed % 3 == 0)
        if m.fallback:
            continue
        units = m.units if m.listed else []
        try:
            want = reference.evaluate(m.definition, m.data, units, m.period, m.stage)
            unit = sorted(want)[0]
            with Program(m.definition, m.data, m.units) as program:
                g = program.tree("gap", unit, "--period", m.period, "--stage", m.stage)
        except (Refusal, IndexError):
            continue
        known = {u.get("portal_code"): u["code"] for u in m.units if u.get("portal_code")}
        data = [(known.get(d[0], d[0]), *d[1:]) for d in m.data]
        again = Again(m.definition, data, units, unit, m.period, m.stage)
        for c in g["inputs"]:
            again.judge(f"seed {seed} {unit} {c['node']} {c['measure']}", c, c["node"], dice)
        for c in g["levers"]:
            again.judge(f"seed {seed} {unit} {c['lever']}", c, None, dice)
        done += len(g["inputs"]) + len(g["levers"])
    check(done > 40, f"only {done} courses of random sets")


# ---- as it is printed -----------------------------------------------------------------------------------------------

def golden(name, text):
    tally.golden(os.path.join(HERE, "gap", name), text)


def goldens():
    os.environ["COLUMNS"] = "100"
    golden("phu-ninh.vi.txt", gap("phù ninh", lang="vi"))
    golden("phu-ninh.en.txt", gap("phù ninh"))
    golden("phu-ninh.csv", gap("phù ninh", "--format", "csv"))
    g = json.loads(gap("phù ninh", "--format", "json", lang="vi"))
    g.pop("library_version")
    same("digests", (len(g.pop("criteria_sha256")), len(g.pop("inputs_sha256"))), (64, 64))
    golden("phu-ninh.json", json.dumps({k: v if not isinstance(v, list) else v[:3] for k, v in g.items()},
                                       ensure_ascii=False, indent=1) + "\n")
    for line in gap("phù ninh", lang="vi").splitlines():
        check(len(line) <= 100, f"wider than 100 columns: {line}")


def before():
    """The period before stands beside: by key, only where the maximum is the same."""
    with tempfile.TemporaryDirectory() as folder:
        path, db = os.path.join(folder, "old.csv"), os.path.join(folder, "s.db")
        with open(path, "w", encoding="utf-8") as f:
            f.write("unit,period,hs_dung_han,hs_tiep_nhan,pakn,pakn_dung_han\nH44.112,2026-Q2,3000,4000,2,2\n")
        every = ["--criteria", "766@2026-portal", "--criteria-dir", os.path.join(SOURCE, "criteria"), "--db", db, "--quiet"]
        for words in (["init", db], ["import", "units", PHUTHO[5], "--db", db], ["import", "data", path, *every],
                      ["import", "data", PHUTHO[7], *every]):
            subprocess.run([BIN, *words], capture_output=True, check=True)
        done = subprocess.run([BIN, "gap", "phù ninh", *every, "--period", PERIOD, "--format", "json"], capture_output=True, check=False)
        g = json.loads(done.stdout, parse_float=str)
        line = {r["node"]: r for r in g["criteria"]}
        same("2.1 before", (line["DVC_PROGRESS"]["previous"], line["DVC_PROGRESS"]["change"]), ("15.00", "3.35"))
        same("5.2 before", (line["PETITION_PROCESSING_ON_TIME"]["previous"], line["PETITION_PROCESSING_ON_TIME"]["change"]), ("6.00", "-6.00"))
        same("4.1 was blank", line["ORIGINAL_RESULT_AVAILABLE"]["previous"], None)


def causes():
    """Blank data and contradictory data are not the same; blank inputs are to be reported, not moved."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write("unit,period,hs_dung_han,hs_tiep_nhan,hs_thanh_toan,hs_co_phi\nH44.112,2026-Q3,,100,9,8\n")
        done = subprocess.run([BIN, "gap", "phù ninh", *PHUTHO[:6], "--data", path, "--quiet", "--format", "json"], capture_output=True, check=False)
        g = json.loads(done.stdout)
        line = {r["node"]: r for r in g["criteria"]}
        moved = {r["controlled_by"]: (r["lost_low"], r["lost_high"]) for r in g["movers"]}
        same("for want of data", (line["DVC_PROGRESS"]["lost_for_data"], line["DVC_PROGRESS"]["lost_for_contradictions"]), (20, 0))
        same("contradictory", (line["ONLINE_PAYMENT.dossier"]["lost_for_data"], line["ONLINE_PAYMENT.dossier"]["lost_for_contradictions"]), (0, 6))
        same("contradictory in all", moved["contradictions"], (6, 6))
        same("for want of data in all", moved["data"][1], sum(r["lost_for_data"] for r in g["criteria"]))
        blank = [r for r in g["inputs"] if (r["node"], r["measure"]) == ("DVC_PROGRESS", "hs_dung_han")]
        same("blank input", [(r["blank"], r["value"], r["best"]) for r in blank], [(True, None, None)])


published()
petitions()
by_hand()
explained()
causes()
before()
goldens()
communes()
if os.environ.get("SCORE_SKIP_RANDOM") != "1":
    random_sets()
tally.close()
