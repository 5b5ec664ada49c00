"""The cases that pin the meaning of the model, through the command line; every expected value worked by hand."""
import json
import os
import subprocess
import sys
import tempfile

SCORE = os.environ["SCORE_BIN"]
passed = failed = 0


def check(what, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}: {got}; wanted {want}")


def criterion(key, limit, rule, **more):
    return {"key": key, "name": key, "max": str(limit), "rule": rule, **more}


def expr(key, limit, points, **more):
    return criterion(key, limit, {"kind": "expr", "points": points}, **more)


def ratio(key, limit, zero="zero", **more):
    rule = {"kind": "ratio", "num": "a", "den": "b", "zero_denominator": zero}
    rule.update(more.pop("rule", {}))
    return criterion(key, limit, rule, **more)


def group(limit, criteria, **more):
    return {"key": more.pop("key", "G"), "name": "G", "max": str(limit), "criteria": criteria, **more}


def definition(groups, limit, **more):
    measures = {m: {"name": m, "type": "count"} for m in "abcdh"}
    measures.update({m: {"name": m, "type": "boolean"} for m in "pqrst"})
    total = {"max": str(limit), "basis": "points"}
    total.update(more.pop("total", {}))
    return {"format": 1, "id": "case", "version": "1", "status": "draft", "name": "case", "measures": measures,
            "groups": groups, "total": total, **more}


def run(command, tree, lines, *options):
    """The command's JSON. Every unit reports h = 1, which nothing reads."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, n) for n in ("case.json", "data.csv")]
        with open(names[0], "w", encoding="utf-8") as f:
            json.dump(tree, f)
        with open(names[1], "w", encoding="utf-8") as f:
            f.write("unit,period,measure,stage,value\n" + "".join(
                "%s,2026-Q3,%s,%s,%s\n" % line for line in lines))
        done = subprocess.run([SCORE, *command, "--criteria", names[0], "--data", names[1], "--format", "json",
                               "--lang", "en", "--quiet", *options], capture_output=True, check=False)
    if done.returncode != 0:
        check(" ".join(command), done.stderr.decode("utf-8", "replace"), "")
        sys.exit(1)
    return json.loads(done.stdout, parse_float=str, parse_int=str)


def rows(values, unit="u", stage="self"):
    return [(unit, m, stage, v) for m, v in {"h": "1", **values}.items()]


def nodes(tree, values, *options):
    """node -> (points, max, outcome) of one unit"""
    found = run(["eval"], tree, values if isinstance(values, list) else rows(values), *options)["nodes"]
    return {r["node"]: (r["points"], r["max"], r["outcome"]) for r in found}


def texts(page, node):
    """What explain says of one node, step by step."""
    def find(n):
        return n["steps"] if n["key"] == node else next(filter(None, map(find, n.get("children", []))), [])
    return [s["text"] for s in find(page["tree"])]


NEVER = {"applies_when": "false"}


def not_applicable():
    r = nodes(definition([group(10, [expr(k, 2, "2") for k in "XYZ"] + [expr("N", 4, "4", **NEVER)], grid="0.01",
                                not_applicable="rescale_group")], 10), {})
    check("case 1", [r[k] for k in "XYZNG"], [("2.00", "2", "scored")] * 3 + [
        ("0.00", "0", "not_applicable"), ("10.00", "10", "scored")])
    tree = definition([group(35, [expr(k, 10, "10") for k in "XYZ"] + [expr("N", 5, "5", **NEVER)], grid="0.01",
                             not_applicable="split")], 35)
    r = nodes(tree, {})
    check("case 2", [r[k] for k in "XYZNG"], [("10.00", "10", "scored")] * 3 + [
        ("0.00", "0", "not_applicable"), ("35.00", "35", "scored")])
    told = texts(run(["explain", "u"], tree, rows({})), "G")
    check("case 2 prints its line", any("5 / 3 x 3 = 5" in s for s in told), True)
    tree = definition([group(10, [ratio("X", 3), ratio("Y", 3, rule={"num": "c"}), expr("N", 4, "4", **NEVER)],
                             grid="0.01", not_applicable="rescale_group")], 10)
    r = nodes(tree, {"a": "1", "b": "7", "c": "3"})
    check("case 3", [r[k][0] for k in "XYG"], ["0.43", "1.29", "2.87"])
    tree = definition([group(89, [expr("X", 89, "89")]), group(11, [expr("Y", 1, "0"), expr("N", 10, "10", **NEVER)],
                                                               key="H")],
                      100, not_applicable="exclude", total={"basis": "percent"},
                      grades={"bands": [{"key": "top", "name": "top", "at_least": "90"},
                                        {"key": "low", "name": "low", "at_least": "0"}]})
    r = nodes(tree, {})
    check("case 4", (r["H"][:2], r["total"][:2]), (("0.00", "1"), ("89.00", "90")))
    r = run(["rank"], tree, rows({}))["units"][0]
    check("case 4 in percent", (r["total"], r["grade"]), ("98.89", "top"))


def rules():
    # the seventh criterion asks whether the first is met
    tree = definition([group(2, [ratio("X", 1), criterion("M", 1, {"kind": "met", "when": "met(\"X\")"})])], 2)
    r = nodes(tree, {"a": "1999", "b": "2000"})
    check("case 5", (r["X"], r["M"]), (("1.00", "1", "scored"), ("0.00", "1", "scored")))
    r = nodes(tree, {"a": "2000", "b": "2000"})
    check("case 5, at its target", r["M"], ("1.00", "1", "scored"))
    tree = definition([group(6, [ratio("X", 6, "full")])], 6)
    for case, values, want in ((6, {"a": "3", "b": "0"}, ("0.00", "6", "invalid")),
                               (7, {"b": "0"}, ("0.00", "6", "missing")),
                               (8, {"a": "0", "b": "0"}, ("6.00", "6", "scored"))):
        check(f"case {case}", nodes(tree, values)["X"], want)
    tree = definition([group(10, [expr("X", 10, "10")]),
                       group(3, [expr("L", 3, "a")], key="P", kind="penalty")], 10)
    r = nodes(tree, {})
    check("case 9", (r["L"], r["P"][0], r["total"][0]), (("3.00", "3", "missing"), "3.00", "7.00"))
    r = run(["explain", "u"], tree, rows({}))
    check("case 9, interval", (r["low"], r["high"], r["missing"]), ("7.00", "10.00", "1"))
    tree = definition([group(1, [criterion("X", 1, {"kind": "met", "when": "count(p, q, r, s, t) >= 3"})])], 1)
    check("case 10, decided", nodes(tree, dict(zip("pqrs", "1110")))["X"], ("1.00", "1", "scored"))
    check("case 10, open", nodes(tree, dict(zip("pqrs", "1100")))["X"], ("0.00", "1", "missing"))
    for grid, points, want in (("0.01", "0.625", "0.63"), ("0.5", "0.25", "0.5"), ("0.01", "2 * (8 / 32) / 80%", "0.63"),
                               ("0.01", "2 + round(0 - 0.125, 0.01)", "1.87")):
        tree = definition([group(2, [expr("X", 2, points, grid=grid)])], 2)
        check(f"case 16, {points}", nodes(tree, {})["X"][0], want)
    tree = definition([group(2, [ratio("X", 2, rule={"target": "80%"})])], 2)
    check("case 16, ratio", nodes(tree, {"a": "8", "b": "32"})["X"][0], "0.63")


def ranking():
    tree = definition([group(200, [expr("X", 100, "a"), expr("Y", 100, "b")])], 200,
                      ranking={"completeness": "80%"})
    data = [(u, m, "self", v) for u, v in zip("ABCDE", ("90", "90", "88", "95", "80"))
            for m, v in (("a", v), ("b", "0")) if (u, m) != ("D", "b")]
    found = run(["rank"], tree, data)["units"]
    check("case 11", [(r["unit"], r["rank"], r["tied"], r["total"]) for r in found],
          [("A", "1", True, "90.00"), ("B", "1", True, "90.00"), ("C", "3", False, "88.00"), ("E", "4", False, "80.00"),
           ("D", None, False, "95.00")])
    tree = definition([group(1, [criterion("X", 1, {"kind": "met", "when": "rank(a) <= 10"})])], 1)
    data = [(f"u{i:02}", "a", "self", str(v)) for i, v in enumerate([99, 98, 97, 96, 95, 94, 93, 92, 91, 50, 50, 50, 40])]
    found = run(["eval"], tree, data)["nodes"]
    check("case 15", sorted(r["unit"] for r in found if r["node"] == "X" and r["points"] == "1.00"),
          [f"u{i:02}" for i in range(12)])


def time_and_stages():
    tree = definition([group(10, [expr("X", 10, "a", due="2026-12-31")])], 10)
    for value, want in (("10", ("10.00", "10", "scored")), ("5", ("0.00", "0", "not_due")), ("", ("0.00", "0", "not_due"))):
        check(f"case 12 at {value!r}", nodes(tree, {"a": value})["X"], want)
    many = [criterion(f"K{i}", 1, {"kind": "met", "when": "p" if i >= 12 else "q"},
                      **({"due": "2026-12-31"} if i < 12 else {})) for i in range(92)]
    tree = definition([group(92, many, aggregate="share_met")], 92, total={"aggregate": "share_met"})
    r = run(["rank"], tree, rows({"p": "1"}), "--lang", "vi")["units"][0]
    check("case 13", (r["met"], r["total"]), ("80/80, chưa đến hạn 12", "92.00"))
    tree = definition([group(6, [ratio("X", 6)])], 6)
    data = [("u", "a", "verified", "80"), ("u", "a", "self", "85"), ("u", "b", "self", "90")]
    r = nodes(tree, data, "--stage", "verified", "--fallback")
    check("case 14", r["X"], ("5.67", "6", "scored"))
    r = nodes(tree, data, "--stage", "verified")
    check("case 14 without fallback", r["X"], ("0.00", "6", "missing"))
    text = "\n".join(texts(run(["explain", "u"], tree, data, "--stage", "verified", "--fallback"), "X"))
    check("case 14 is marked", ("85" in text, "80" in text, "self" in text), (True, False, True))


CHOICE = {"name": "x", "type": "choice", "options": [{"key": k, "name": k} for k in ("yes", "exempt", "later")]}


def chosen(key, limit, **more):
    """The whole where x is yes; otherwise not applicable, or not due."""
    return criterion(key, limit, {"kind": "choice", "value": "x", "options": [
        {"option": "yes", "share": "100%"}, {"option": "exempt", "outcome": "not_applicable"},
        {"option": "later", "outcome": "not_due"}]}, **more)


def steps(base="0", level="0", **slope):
    return {"kind": "steps", "value": "a / b", "level": level, "base": base, "slopes": [slope]}


def with_choice(tree):
    tree["measures"]["x"] = CHOICE
    return tree


def with_the_other_kinds():
    """The same cases where another kind of rule comes to the same figure."""
    for policy, limit, extra, want in (("rescale_group", 10, 4, "10.00"), ("split", 35, 5, "35.00")):
        each = (limit - extra) // 3
        tree = with_choice(definition([group(limit, [expr(k, each, str(each)) for k in "XYZ"] + [chosen("N", extra)],
                                             grid="0.01", not_applicable=policy)], limit))
        r = nodes(tree, {"x": "exempt"})
        check(f"case 1 and 2 by choice, {policy}", (r["N"], r["G"][0]), (("0.00", "0", "not_applicable"), want))
        r = nodes(tree, {"x": "later"})  # what is not due is neither scaled up nor shared
        check(f"case 1 and 2, not due, {policy}", (r["N"], r["G"][:2]),
              (("0.00", "0", "not_due"), (f"{3 * each}.00", str(3 * each))))
    tree = definition([group(2, [criterion("X", 1, steps(every="1", add="1", mode="prorate")),
                                 criterion("M", 1, {"kind": "met", "when": "met(\"X\")"})])], 2)
    for a, want in (("1999", "0.00"), ("2000", "1.00")):
        r = nodes(tree, {"a": a, "b": "2000"})
        check(f"case 5 by steps, {a}", (r["X"][0], r["M"][0]), ("1.00", want))
    half = {"name": "h", "max": "6", "rule": {"kind": "ratio", "num": "a", "den": "b", "zero_denominator": "full"}}
    other = {"name": "o", "max": "4", "rule": {"kind": "met", "when": "p"}}
    for kind, want in (("sum", ("10.00", "0.00", "4.00")), ("best", ("6.00", "0.00", "4.00"))):
        tree = definition([group(10, [criterion("X", 10, {"kind": kind, "parts": [half, other]})])], 10)
        for values, points, outcome in (({"a": "0", "b": "0", "p": "1"}, want[0], "scored"),
                                        ({"a": "3", "b": "0", "p": "1"}, want[2], "scored"),  # as if left out: a contradiction
                                        ({"a": "3", "b": "0"}, want[1], "invalid"),         # never costs more than a blank
                                        ({"b": "0", "p": "1"}, want[2], "scored"),
                                        ({"b": "0"}, "0.00", "missing")):
            check(f"case 6 to 8 in a {kind}, {values}", nodes(tree, values)["X"], (points, "10", outcome))
    for rule, want in (({"kind": "count", "value": "a", "each": "1"}, "missing"),
                       ({"kind": "count", "each": "3", "items": [{"when": "p"}]}, "missing"),
                       ({"kind": "sum", "parts": [{"name": "l", "max": "3", "rule": {"kind": "met", "when": "p"}},
                                                  {"name": "k", "max": "1", "rule": {"kind": "met", "when": "h > 1"}}]},
                        "scored"),
                       ({"kind": "best", "parts": [{"name": "l", "max": "3", "rule": {"kind": "met", "when": "p"}},
                                                   {"name": "k", "max": "1", "rule": {"kind": "met", "when": "h > 1"}}]},
                        "scored")):
        tree = definition([group(10, [expr("X", 10, "10")]),
                           group(3, [criterion("L", 3, rule)], key="P", kind="penalty")], 10)
        r = nodes(tree, {})
        check(f"case 9 by {rule['kind']}", (r["L"], r["total"][0]), (("3.00", "3", want), "7.00"))
        r = run(["explain", "u"], tree, rows({}))
        check(f"case 9 by {rule['kind']}, interval", (r["low"], r["high"]), ("7.00", "10.00"))


def counting():
    nested = "count(p, q, count(r, s, t) >= 2) >= 2"  # the third condition is itself 2 of 3
    tree = definition([group(1, [criterion("X", 1, {"kind": "met", "when": nested})])], 1)
    for given, want in ((("1", "0", "1", "1", ""), ("1.00", "1", "scored")), (("1", "0", "1", "0", ""), ("0.00", "1", "missing")),
                        (("1", "0", "0", "0", ""), ("0.00", "1", "scored")), (("1", "1", "", "", ""), ("1.00", "1", "scored"))):
        check(f"case 10 nested, {given}", nodes(tree, dict(zip("pqrst", given)))["X"], want)
    items = [{"when": "count(p, q, r, s, t) >= 3", "points": "2"}, {"when": nested}]
    tree = definition([group(4, [criterion("X", 3, {"kind": "count", "each": "1", "items": items}),
                                 criterion("M", 1, {"kind": "met", "when": "points(\"X\") >= 2"})])], 4)
    for given, want, above in ((("1", "1", "1", "0", ""), ("3.00", "3", "scored"), ("1.00", "1", "scored")),
                               # 3 of 5 is open: a blank item gives 0 and the other counts; it may still be 3
                               (("1", "1", "0", "0", ""), ("1.00", "3", "scored"), ("0.00", "1", "missing")),
                               (("1", "0", "1", "", ""), ("0.00", "3", "missing"), ("0.00", "1", "missing"))):
        r = nodes(tree, dict(zip("pqrst", given)))
        check(f"case 10 by count, {given}", (r["X"], r["M"]), (want, above))
    tree = definition([group(3, [criterion("X", 3, {"kind": "bands", "value": "rank(a)", "bands": [
        {"to": "10", "to_open": False, "points": "3"},
        {"from": "10", "from_open": True, "to": "20", "to_open": False, "points": "2"},
        {"from": "20", "from_open": True, "points": "1"}]})])], 3)
    data = [(f"u{i:02}", "a", "self", str(v)) for i, v in enumerate(
        [99, 98, 97, 96, 95, 94, 93, 92, 91, 50, 50, 50, 40, 39, 38, 37, 36, 35, 34, 20, 20, 10])]
    found = {r["unit"]: r["points"] for r in run(["eval"], tree, data)["nodes"] if r["node"] == "X"}
    # twelve are within the ten; those tied at 20 both get 2
    check("case 15 in bands", [found[f"u{i:02}"] for i in range(22)], ["3.00"] * 12 + ["2.00"] * 9 + ["1.00"])


def rounding():
    for grid, rule, values, want in (
            ("0.01", steps(every="80%", add="2", mode="prorate"), ("8", "32"), "0.63"),
            ("0.01", steps(base="2", every="1", add="-0.125"), ("1", "1"), "1.88"),
            ("0.01", steps(base="2", every="1", add="-0.125", mode="prorate"), ("1", "2"), "1.94"),
            ("0.5", steps(every="1", add="0.25"), ("1", "1"), "0.5"),
            ("0.5", {"kind": "count", "value": "a", "each": "0.25"}, ("1", "1"), "0.5"),
            ("0.01", {"kind": "count", "value": "a", "each": "0.005"}, ("1", "1"), "0.01"),
            # parts are not rounded: 0.625 + 0.625 is 1.25, not 0.63 + 0.63
            ("0.01", {"kind": "sum", "parts": [{"name": "l", "max": "2", "rule": {"kind": "expr", "points": "2 * (a / b) / 80%"}},
                                               {"name": "k", "max": "2", "rule": {"kind": "expr", "points": "2 * (a / b) / 80%"}}]},
             ("8", "32"), "1.25")):
        tree = definition([group(2, [criterion("X", 2, rule, grid=grid)])], 2)
        check(f"case 16 by {rule['kind']} on {grid}", nodes(tree, dict(zip("ab", values)))["X"][0], want)
    tree = definition([group(2, [criterion("X", 2, steps(every="0.05", add="0.1"))])], 2)
    for a, want in (("99", "0.10"), ("100", "0.20"), ("101", "0.20")):  # whole steps are exact, also at 0.1 / 0.05
        check(f"case 16, whole steps at {a}", nodes(tree, {"a": a, "b": "1000"})["X"][0], want)


def due_and_shares():
    tree = definition([group(10, [criterion("X", 10, {"kind": "count", "value": "a", "each": "1"}, due="2026-12-31")])], 10)
    for value, want in (("10", ("10.00", "10", "scored")), ("11", ("10.00", "10", "scored")),
                        ("5", ("0.00", "0", "not_due")), ("", ("0.00", "0", "not_due"))):
        check(f"case 12 by count at {value!r}", nodes(tree, {"a": value})["X"], want)
    many = [chosen(f"K{i}", 1) if i < 12 else criterion(f"K{i}", 1, {"kind": "count", "value": "a", "each": "1"})
            for i in range(92)]
    tree = with_choice(definition([group(92, many, aggregate="share_met")], 92, total={"aggregate": "share_met"}))
    r = run(["rank"], tree, rows({"a": "1", "x": "later"}), "--lang", "vi")["units"][0]
    check("case 13 by choice", (r["met"], r["total"]), ("80/80, chưa đến hạn 12", "92.00"))
    parts = [{"name": n, "max": "3", "rule": {"kind": "ratio", "num": n, "den": "b", "zero_denominator": "zero"}} for n in "ac"]
    tree = definition([group(6, [criterion("X", 6, {"kind": "sum", "parts": parts})])], 6)
    data = [("u", "a", "verified", "80"), ("u", "a", "self", "45"), ("u", "c", "self", "90"), ("u", "b", "self", "90")]
    r = nodes(tree, data, "--stage", "verified", "--fallback")  # nothing is decided at verified: all of it at self
    check("case 14 by sum", r["X"], ("4.50", "6", "scored"))


not_applicable()
rules()
ranking()
time_and_stages()
with_the_other_kinds()
counting()
rounding()
due_and_shares()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
