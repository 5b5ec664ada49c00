"""The bridge over time against the reference: random definitions, a changed copy as the next version, data of two
periods; and the four quarters of the 92 criteria. Data effect = old rules on new data - old rules on old data, rules effect
= new rules on new data - old rules on new data, each computed by the reference alone; they add up to the millionth.

SCORE_SKIP_RANDOM=1 skips the random part, SCORE_LONG=1 runs 1,500 pairs, SCORE_SEED=n starts elsewhere.
"""
import csv
import datetime
import json
import multiprocessing
import os
import sys
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "reference"))
sys.dont_write_bytecode = True
import reference  # noqa: E402
import window  # noqa: E402
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402
from test_random_impact import Change, known, plain_sums  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
SEED = int(os.environ.get("SCORE_SEED", "20270101"))
SOURCE = os.environ["SCORE_SOURCE"]
MICRO = F(1, 10 ** 6)


def old_data(m, change):
    """What the units reported in the period before: what the maker gave, given points and some more."""
    r = change.r
    codes = {u.get("portal_code"): u["code"] for u in m.units}
    have = {(codes.get(d[0], d[0]), d[2], d[3]) for d in m.data if d[1] == m.before}
    out = []
    for d in m.data:
        cell = (codes.get(d[0], d[0]), d[2], d[3])
        if d[1] != m.period or cell in have or r.random() < 0.4:
            continue
        have.add(cell)
        keep = d[2].startswith("points:") or d[4] == "NA" or r.random() < 0.6
        out.append((d[0], m.before, d[2], d[3], d[4] if keep else m.value(d[2]), d[5]))
    return out


def versions(m, change):
    """Both definitions with the windows in which they are in force."""
    m.definition["version"], change.definition["version"] = "1", "2"
    ends_on = m.definition.get("period", {}).get("ends_on_day")
    last = window.dates(m.before, ends_on)[1]
    m.definition["in_force"] = {"to": datetime.date.fromordinal(last).isoformat()}
    change.definition["in_force"] = {"from": datetime.date.fromordinal(last + 1).isoformat()}
    return m.definition, change.definition


class Judge:
    def __init__(self):
        self.same, self.found = 0, []

    def check(self, good, what):
        if good:
            self.same += 1
        else:
            self.found.append(what)


def number(text):
    return F(text) if text not in (None, "") else None


def check_total(judge, row, want, unit, before, mixed, now, comparable_basis):
    """The row of one unit in the new period."""
    t = now[unit]["total"]
    got = (number(row["points"]), row["grade"], row["rank"])
    judge.check(got == (t["basis"], t["grade_key"] or "", str(t["rank"]) if t["rank"] else ""),
                f"{unit} {want}: {got}; the reference has {t['basis']} {t['grade_key']} {t['rank']}")
    effects = [number(row[k]) for k in ("change", "data_effect", "rules_effect")]
    if before is None or unit not in before or unit not in mixed or not comparable_basis:
        step = ("first" if before is None else "absent" if unit not in before else
                "basis" if not comparable_basis else "old_rules")
        judge.check(effects == [None] * 3 and row["step"] == step, f"{unit}: {row['step']} {effects}; wanted {step}")
        return
    a, b, c = (x[unit]["total"]["basis"] for x in (before, mixed, now))
    judge.check(effects == [c - a, b - a, c - b], f"{unit}: {effects}; the reference has {c - a} {b - a} {c - b}")
    ranks = [x[unit]["total"]["rank"] for x in (before, now)]
    moved = str(ranks[0] - ranks[1]) if all(ranks) else ""
    judge.check(row["movement"] == moved, f"{unit}: {row['movement']} places; the reference has {moved}")


def worth(want, sums, unit, node):
    """What a criterion below plain sums adds to the total."""
    own, (sign, above) = want[unit], sums[node]
    if "reported" in (own["total"]["outcome"], *(own["nodes"][g][2] for g in above)):
        return F(0)  # the points given for the whole are what counts
    return sign * (own["nodes"][node][0] or 0)


def check_lines(judge, rows, unit, sides, sums):
    """sums: of the old and the new definition."""
    total = next(r for r in rows if r["line"] == "total")
    for column in ("points", "change", "data_effect", "rules_effect"):
        if total[column]:
            parts = sum(F(r[column]) for r in rows if r["line"] != "total" and r[column])
            judge.check(parts == F(total[column]), f"{unit} {column}: lines add up to {parts}, not {total[column]}")
    for r in rows:
        if r["line"] != "points" or not r["change"] or not all(r["node"] in s for s in sums):
            continue
        a, b = (worth(want, sums[0], unit, r["node"]) for want in sides[:2])
        c = worth(sides[2], sums[1], unit, r["node"])
        got = [F(r[k]) for k in ("data_effect", "rules_effect")]
        judge.check(got == [b - a, c - b], f"{unit} {r['node']}: {got}; the reference has {b - a} {c - b}")


def one_pair(seed):
    m = Maker(seed, units=10, cohorts=seed % 2 == 0)
    change = Change(m, seed)
    old, new = versions(m, change)
    data = m.data + old_data(m, change)
    data = [d for d in data if not (d[2].startswith("points:") and d[2][7:] in change.touched)]
    if "extra" in new["measures"]:
        data += [(u["code"], m.period, "extra", m.stage, m.value("m0"), "") for u in m.units
                 if u["code"] in {d[0] for d in data} and not u.get("valid_from") and not u.get("valid_to")]
    units = m.units if m.listed else []
    options = ["--from", m.before, "--to", m.period, "--stage", m.stage] + (["--fallback"] if m.fallback else [])
    judge = Judge()
    with Program(old, data, m.units) as program:
        os.mkdir(program.path("any"))
        for name, definition in (("1", old), ("2", new)):
            with open(program.path(f"any/{name}.json"), "w", encoding="utf-8") as file:
                json.dump(definition, file)
        at = program.options.index("--criteria")
        program.options[at + 1] = "any"
        program.options += ["--criteria-dir", program.folder]
        try:
            rows = program.rows("trend", *options)  # which also says whether the changed copy is a definition
            want = [reference.evaluate(d, known(d, data), units, p, m.stage, m.fallback)
                    for d, p in ((old, m.before), (old, m.period), (new, m.period))]
            asked = sorted(set(want[0]) & set(want[1]) & set(want[2]))[:3]
            lines = {u: program.rows("trend", u, *options) for u in asked}
        except Refusal as e:
            fine = any(x in str(e) for x in (".json", "no period has data"))
            return 0, 1, [] if fine else [f"seed {seed}: refused: {e}"]
    basis = [d["total"]["basis"] for d in (old, new)]
    for period, now, before in ((m.before, want[0], None), (m.period, want[2], want[0] or None)):
        told = {r["unit"]: r for r in rows if r["period"] == period}
        judge.check(set(told) == set(now), f"{period}: units {sorted(set(told) ^ set(now))}")
        for unit in set(told) & set(now):
            check_total(judge, told[unit], period, unit, before, want[1], now, basis[0] == basis[1])
    if basis[0] == basis[1]:
        sums = [plain_sums(d) for d in (old, new)]
        for unit in asked:
            check_lines(judge, [r for r in lines[unit] if r["period"] == m.period], unit, want, sums)
    told = [f"seed {seed}, stage {m.stage}, fallback {m.fallback}\n  " + "\n  ".join(judge.found[:6])]
    return judge.same, 0, told if judge.found else []


# ---- the four quarters ----

QUARTERS = [("2025-Q4", "2025q4"), ("2026-Q1", "2026q1"), ("2026-Q2", "2026q2"), ("2026-Q3", "2026q3")]


def read_rows(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def long_form(path):
    plain = {"unit", "period", "source", "stage", "name", "note", "evidence"}
    return [(row["unit"], row["period"], k, "self", v, "") for row in read_rows(path) for k, v in row.items()
            if k not in plain and v != ""]


def known_measures(definition, data):
    return [d for d in data if d[2] in definition["measures"]]


def quarters():
    judge = Judge()
    names = [f"fixtures/nq57/dongnai-{q}-synthetic.csv" for _, q in QUARTERS]
    data = [d for n in names for d in long_form(n)]
    units = read_rows("fixtures/units/dongnai.csv")
    rules = {v: json.load(open(os.path.join(SOURCE, f"criteria/nq57/{v}.json"), encoding="utf-8")) for v in ("2025", "2026")}
    program = Program.__new__(Program)
    program.code = 0
    program.options = ["--criteria", "nq57", "--criteria-dir", os.path.join(SOURCE, "criteria"), "--units",
                       os.path.join(SOURCE, "fixtures/units/dongnai.csv")]
    for n in names:
        program.options += ["--data", os.path.join(SOURCE, n)]
    rows = program.rows("trend")
    one = program.rows("trend", "25225")

    def evaluated(version, period):
        return reference.evaluate(rules[version], known_measures(rules[version], data), units, period, "self")
    before = None
    for period, _ in QUARTERS:
        version = period[:4]
        now = evaluated(version, period)
        mixed = evaluated("2025", period) if period == "2026-Q1" else now
        told = {r["unit"]: r for r in rows if r["period"] == period}
        judge.check(set(told) == set(now) and len(now) == 95, f"{period}: {len(told)} units")
        for unit in now:
            check_total(judge, told[unit], period, unit, before, mixed, now, True)
        own = [r for r in one if r["period"] == period]
        for r in own:
            if r["line"] == "points":
                # share_met: what is met is worth its share of 100, to the millionth
                t = now["25225"]["total"]
                share = F(100, t["applicable"]) if now["25225"]["nodes"][r["node"]][4] else F(0)
                judge.check(abs(F(r["points"]) - share) <= MICRO / 2, f"{period} {r['node']}: {r['points']}, not {share}")
        check_lines(judge, own, "25225", (now, now, now), ({}, {}))
        before = now
    return judge


def main():
    judge = quarters()
    passed, refused, failures = judge.same, 0, judge.found
    pairs = int(os.environ.get("SCORE_RANDOM_SETS", 1500 if LONG else 8 if os.environ.get("SCORE_SANITIZE") else 60))
    if os.environ.get("SCORE_SKIP_RANDOM") == "1":
        pairs = 0
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
