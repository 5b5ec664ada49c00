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
    steps = [s["step"] for s in run(["explain", "u"], tree, rows({}))["steps"] if s["node"] == "G"]
    check("case 2 prints its line", any("5" in s and "3" in s for s in steps[2:3]), True)
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
    steps = run(["explain", "u"], tree, data, "--stage", "verified", "--fallback")["steps"]
    text = "\n".join(s["step"] for s in steps if s["node"] == "X")
    check("case 14 is marked", ("85" in text, "80" in text, "self" in text), (True, False, True))


not_applicable()
rules()
ranking()
time_and_stages()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
