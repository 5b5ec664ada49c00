"""The reference evaluator itself: the published figures, and the cases of the model worked by hand."""
import csv
import datetime
import json
import os
import sys
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("SCORE_SOURCE") or os.path.join(HERE, "..", "..")
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import reference  # noqa: E402
import window  # noqa: E402
import wordings  # noqa: E402

passed = failed = 0


def check(what, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}: {got}; wanted {want}")


def rows(*path):
    with open(os.path.join(SOURCE, "fixtures", *path), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def published():
    def load(version):
        with open(os.path.join(SOURCE, "criteria", "766", version + ".json"), encoding="utf-8") as f:
            return json.load(f)

    def wide(*path):
        return [(r["unit"], r["period"], m, "self", v, "") for r in rows(*path) for m, v in r.items()
                if m not in ("unit", "name", "period")]
    units = rows("units", "phutho.csv")
    code = {u["portal_code"] or u["code"]: u["code"] for u in units}
    found = reference.evaluate(load("2026-portal"), wide("766", "phutho-2026q3.csv"), units, "2026-Q3", "self")
    for r in rows("766", "phutho-2026q3-published.csv"):
        key = r["measure"][len("points:"):]
        check(f"{r['unit']} {key}", found[code[r["unit"]]]["nodes"][key][0], F(r["value"]))
    units = rows("units", "angiang.csv")
    code = {u["portal_code"]: u["code"] for u in units}
    found = reference.evaluate(load("2025-portal"), wide("766", "angiang-2025.csv"), units, "2025", "self")
    for r in rows("766", "angiang-2025-published.csv"):
        check(r["unit"], found[code[r["unit"]]]["total"]["points"], F(r["total"]))
    check("tied communes", sum(r["total"]["tied"] for r in found.values()), 40)


def small(criteria, group=None, **members):
    """A set of one group over measures a to h."""
    g = {"key": "G", "name": "G", "max": str(sum(int(c["max"]) for c in criteria)), "criteria": criteria}
    g.update(group or {})
    names = {m: {"name": m, "type": "count", "over_time": "none"} for m in "abcdefgh"}
    names.update({m: {"name": m, "type": "boolean", "over_time": "none"} for m in ("p", "q", "r", "s", "t")})
    out = {"format": 1, "id": "case", "version": "1", "status": "draft", "name": "case", "measures": names,
           "groups": [g], "total": {"max": g["max"], "basis": "points"}}
    out.update(members)
    return out


def ratio(key, limit, num, den, **more):
    rule = {"kind": "ratio", "num": num, "den": den, "zero_denominator": more.pop("zero", "zero")}
    return {"key": key, "code": key, "name": key, "max": str(limit), "rule": rule, **more}


def run(definition, values, stage="self", **options):
    data = [("u", "2026-Q3", m, at, v, "") for m, at, v in
            [(x[0], x[1], x[2]) if len(x) == 3 else (x[0], stage, x[1]) for x in values]]
    data.append(("u", "2026-Q3", "h", stage, "1", ""))
    return reference.evaluate(definition, data, [], "2026-Q3", stage, **options)["u"]


def expr(key, limit, points, **more):
    return {"key": key, "code": key, "name": key, "max": str(limit), "rule": {"kind": "expr", "points": points}, **more}


def cases():
    never = {"applies_when": "false"}
    r = run(small([expr(k, 2, "2") for k in "XYZ"] + [expr("N", 4, "4", **never)],
                  {"not_applicable": "rescale_group"}), [])
    check("case 1", r["nodes"]["G"][:2], (F(10), F(10)))
    r = run(small([expr(k, 10, "10") for k in "XYZ"] + [expr("N", 5, "5", **never)], {"not_applicable": "split"}), [])
    check("case 2", r["nodes"]["G"][:2], (F(35), F(35)))
    r = run(small([ratio("X", 3, "a", "b"), ratio("Y", 3, "c", "b"), expr("N", 4, "4", **never)],
                  {"not_applicable": "rescale_group", "grid": "0.01"}), [("a", "1"), ("b", "7"), ("c", "3")])
    check("case 3", [r["nodes"][k][0] for k in "XYG"], [F("0.43"), F("1.29"), F("2.87")])
    r = run(small([expr("X", 89, "89"), expr("Y", 1, "0"), expr("N", 10, "10", **never)], {"not_applicable": "exclude"},
                  total={"max": "100", "basis": "percent"},
                  grades={"bands": [{"key": "top", "at_least": "90"}, {"key": "low", "at_least": "0"}]}), [])
    check("case 4", (r["total"]["basis"], r["total"]["grade_key"]), (F("98.89"), "top"))
    r = run(small([ratio("X", 1, "a", "b")]), [("a", "1999"), ("b", "2000")])
    check("case 5", (r["nodes"]["X"][0], r["nodes"]["X"][4]), (F(1), False))
    for n, values, want in ((6, [("a", "3"), ("b", "0")], (F(0), "invalid")), (7, [("b", "0")], (F(0), "missing")),
                            (8, [("a", "0"), ("b", "0")], (F(6), "scored"))):
        r = run(small([ratio("X", 6, "a", "b", zero="full")]), values)
        check(f"case {n}", (r["nodes"]["X"][0], r["nodes"]["X"][2]), want)
    d = small([expr("X", 10, "10")])
    d["groups"].append({"key": "P", "name": "P", "max": "3", "kind": "penalty", "criteria": [expr("L", 3, "a")]})
    r = run(d, [])
    check("case 9", (r["total"]["points"], r["total"]["high"]), (F(7), F(10)))
    need = {"key": "X", "code": "X", "name": "X", "max": "1", "rule": {"kind": "met", "when": "count(p,q,r,s,t) >= 3"}}
    for values, want in (("1110", "scored"), ("1100", "missing")):
        r = run(small([need]), list(zip("pqrs", values)))
        check("case 10", r["nodes"]["X"][2], want)
    d = small([expr("X", 100, "a"), expr("Y", 100, "b")], {"not_applicable": "exclude"}, total={"max": "200"},
              ranking={"completeness": "80%"})
    data = [(u, "2026-Q3", m, "self", v, "") for u, v in zip("ABCDE", ("90", "90", "88", "95", "80"))
            for m in ("a", "b") if (u, m) != ("D", "b")]
    r = reference.evaluate(d, [(u, p, m, s, "0" if m == "b" else v, n) for u, p, m, s, v, n in data], [], "2026-Q3",
                           "self")
    check("case 11", [r[u]["total"]["rank"] for u in "ABCDE"], [1, 1, 3, None, 4])
    for value, want in (("10", "scored"), ("5", "not_due"), ("", "not_due")):
        r = run(small([expr("X", 10, "a", due="2026-12-31")]), [("a", value)])
        check("case 12", r["nodes"]["X"][2], want)
    r = run(small([{"key": f"K{i}", "code": f"K{i}", "name": "K", "max": "1", "rule": {"kind": "met", "when": "p"},
                    **({"due": "2026-12-31", "requires": "q"} if i < 12 else {})} for i in range(92)],
                  {"aggregate": "share_met"}), [("p", "1")])
    check("case 13", (r["total"]["points"], r["total"]["met"], r["total"]["applicable"],
                      r["total"]["counts"]["not_due"]), (F(92), 80, 80, 12))
    r = run(small([ratio("X", 6, "a", "b")]), [("a", "verified", "80"), ("a", "self", "85"), ("b", "self", "90")],
            stage="verified", fallback=True)
    check("case 14", r["nodes"]["X"][:4], (F("5.67"), F(6), "scored", "self"))
    d = small([{"key": "X", "code": "X", "name": "X", "max": "1", "rule": {"kind": "met", "when": "rank(a) <= 10"}}])
    data = [(f"u{i}", "2026-Q3", "a", "self", str(v), "") for i, v in enumerate([99 - i for i in range(9)] + [50] * 3
                                                                              + [40])]
    r = reference.evaluate(d, data, [], "2026-Q3", "self")
    check("case 15", sum(x["nodes"]["X"][4] for x in r.values()), 12)
    for x, grid, want in (("-0.125", "0.01", "-0.13"), ("0.625", "0.01", "0.63"), ("0.25", "0.5", "0.5")):
        check("case 16", reference.formula.half_away(F(x), F(grid)), F(want))


def periods():
    for text, want in (("2026-Q3", "2026-Q2"), ("2026-Q1", "2025-Q4"), ("2026-01", "2025-12"), ("2026-10", "2026-09"),
                       ("2026", "2025"), ("2026-H2", "2026-H1"), ("2026-H1", "2025-H2"), ("2026-9M", "2025-9M")):
        check("before " + text, window.before(text), want)
    for text, last, first_day, last_day in (("2026-Q1", None, "2026-01-01", "2026-03-31"), ("2026-Q1", 14, "2025-12-15", "2026-03-14"),
                                            ("2026", 14, "2025-12-15", "2026-12-14"), ("2026-03", 28, "2026-03-01", "2026-03-28"),
                                            ("2026-12", 14, "2026-11-15", "2026-12-14"), ("2026-9M", 20, "2025-12-21", "2026-09-20")):
        found = [datetime.date.fromordinal(d).isoformat() for d in window.dates(text, last)[:2]]
        check(f"{text} with months to the {last}", found, [first_day, last_day])


def decided():
    """Equal totals are parted by the place that a decision gives, 1 first; who has none stays behind. And checks."""
    d = small([expr("X", 10, "a")], ranking={"tie_break": [{"decision": "b"}]},
              checks=[{"when": "a >= c", "message": "m", "severity": "error"}, {"when": "p", "message": "n"}])
    data = [(u, "2026-Q3", m, "self", v, "") for u, a, b, p in (("A", "5", "2", "1"), ("B", "5", "1", ""), ("C", "7", "9", "0"),
                                                               ("D", "5", "", "1")) for m, v in zip("abp", (a, b, p))]
    data.append(("C", "2026-Q3", "c", "self", "8", ""))
    r = reference.evaluate(d, data, [], "2026-Q3", "self")
    check("decision", [r[u]["total"]["rank"] for u in "ABCD"], [3, 2, 1, 4])
    check("checks", [r[u]["checks"] for u in "ABCD"], [[], [], [0, 1], []])
    r = reference.evaluate(d, [x for x in data if x[2] != "b"], [], "2026-Q3", "self")
    check("no decision", [r[u]["total"]["rank"] for u in "ABCD"], [2, 2, 1, 2])
    # A unit with nothing but a given statistic is not scored; the interval of a count with a blank item
    d = small([{"key": "X", "code": "X", "name": "X", "max": "4", "rule": {"kind": "count", "each": "2", "items": [
        {"when": "p"}, {"when": "q"}]}}, expr("Y", 1, '10 - points("X")')])
    d["measures"]["e"]["statistic"] = "mean(a)"
    r = reference.evaluate(d, [("t", "2026-Q3", "e", "self", "1", ""), ("u", "2026-Q3", "p", "self", "1", "")], [], "2026-Q3", "self")
    check("who is scored", list(r), ["u"])
    check("interval", (r["u"]["total"]["low"], r["u"]["total"]["high"]), (F(2), F(5)))
    check("points of what may come out better", r["u"]["nodes"]["Y"][2], "missing")
    deduction = {"key": "P", "name": "P", "max": "9", "kind": "penalty", "criteria": [
        {"key": "D", "code": "D", "name": "D", "max": "9", "rule": {"kind": "count", "each": "2", "items": [{"when": "p"}, {"when": "q"}]}}]}
    d = small([expr("X", 10, "10")])
    d["groups"].append(deduction)
    r = run(d, [("p", "0")])
    check("deduction", (r["nodes"]["D"][0], r["total"]["low"], r["total"]["high"]), (F(2), F(8), F(10)))
    # Excellent needs the points and no criterion at 0; discipline limits to good; who did not score itself is knocked down
    d = small([expr("X", 60, "a"), expr("Y", 40, "b")], grades={
        "bands": [{"key": k, "name": k, "at_least": v, **({"gates": [{"no_zero": True}]} if k == "excellent" else {})}
                  for k, v in (("excellent", "60"), ("good", "50"), ("fair", "40"), ("weak", "0"))],
        "ceilings": [{"when": "p", "at_most": "good"}], "forced": [{"when": 'not has_stage("self")', "grade": "weak"}]})
    for cells, want in (([("a", "60"), ("b", "1"), ("p", "0")], "excellent"), ([("a", "60"), ("b", "0"), ("p", "0")], "good"),
                        ([("a", "60"), ("b", "40"), ("p", "1")], "good"), ([("a", "60"), ("b", "40")], "good"),
                        ([("a", "30"), ("b", "10"), ("p", "1")], "fair")):
        check(f"grade {cells}", run(d, cells)["total"]["grade_key"], want)
    found = run(d, [(m, "verified", v) for m, v in (("a", "60"), ("b", "40"), ("p", "0"))], stage="verified")
    check("grade without self-scoring", found["total"]["grade_key"], "weak")
    # Met of what applies: 1 of 2 of 16 points, whatever the policy of the third
    for policy in ("exclude", "rescale_group", "split"):
        rules = [{"key": k, "code": k, "name": k, "max": v, "rule": {"kind": "met", "when": m}} for k, v, m in
                 (("X", "6", "p"), ("Y", "5", "q"), ("Z", "5", "r"))]
        rules[2]["applies_when"] = "s"
        d = small(rules, {"aggregate": "share_met", "grid": "0.01", "not_applicable": policy})
        r = run(d, [("p", "1"), ("q", "0"), ("r", "1"), ("s", "0")])
        check(f"share met, {policy}", (r["nodes"]["G"][0], r["total"]["met"], r["total"]["applicable"]), (F(8), 1, 2))
    # An option that is not due is left out where one that does not apply follows its policy
    options = [{"option": o, "outcome": w} for o, w in (("later", "not_due"), ("none", "not_applicable"))]
    d = small([{"key": "X", "code": "X", "name": "X", "max": "4", "rule": {"kind": "choice", "value": "o", "options": options}},
               expr("Y", 6, "6")], {"not_applicable": "full"}, total={"max": "10", "basis": "percent"})
    d["measures"]["o"] = {"name": "o", "type": "choice", "options": [{"key": k, "name": k} for k in ("later", "none")]}
    for value, want in (("later", (F(6), F(6), F(100))), ("none", (F(10), F(10), F(100)))):
        t = run(d, [("o", value)])["total"]
        check("option " + value, (t["points"], t["max"], t["basis"]), want)


def worded():
    for c in wordings.CASES:
        found = reference.evaluate(c.definition, c.data, c.units, wordings.PERIOD, "self")
        for (unit, node), (points, outcome) in c.want.items():
            r = found[unit]["total"] if node == "total" else found[unit]["nodes"][node]
            check(f"{c.title}, {unit} {node}", (r["points"], r["outcome"]) if node == "total" else (r[0], r[2]),
                  (F(points), outcome))


published()
cases()
periods()
decided()
worded()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
