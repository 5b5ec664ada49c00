"""Corners of the meaning that a careful reader asked about; every expected value worked by hand."""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction as F

SCORE = os.environ["SCORE_BIN"]
passed = failed = 0


def check(what, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}: {got!r}; wanted {want!r}")


def criterion(key, limit, rule, **more):
    return {"key": key, "name": key, "max": str(limit), "rule": rule, **more}


def expr(key, limit, points, **more):
    return criterion(key, limit, {"kind": "expr", "points": points}, **more)


def group(limit, criteria, **more):
    return {"key": more.pop("key", "G"), "name": "G", "max": str(limit), "criteria": criteria, **more}


def definition(groups, limit, **more):
    measures = {m: {"name": m, "type": "count"} for m in "abcd"}
    measures.update({m: {"name": m, "type": "boolean"} for m in "pqrst"})
    measures.update(more.pop("measures", {}))
    total = {"max": str(limit), "basis": "points"}
    total.update(more.pop("total", {}))
    return {"format": 1, "id": "case", "version": "1", "status": "draft", "name": "case", "measures": measures,
            "groups": groups, "total": total, **more}


def run(command, tree, data, *options, units=None):
    """exit code, standard output, standard error"""
    with tempfile.TemporaryDirectory() as folder:
        texts = {"case.json": json.dumps(tree), "data.csv": data, "units.csv": units}
        for name, text in texts.items():
            if text is not None:
                with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                    f.write(text)
        line = [SCORE, *command, "--criteria", os.path.join(folder, "case.json"), "--data",
                os.path.join(folder, "data.csv"), "--lang", "en", *options]
        if units:
            line += ["--units", os.path.join(folder, "units.csv")]
        done = subprocess.run(line, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def table(tree, data, *options, command=("eval",), units=None):
    code, out, err = run(command, tree, data, "--format", "csv", *options, units=units)
    check(f"exit {err}", code, 0)
    return list(csv.DictReader(io.StringIO(out)))


def nodes(tree, data, *options, **more):
    return {r["node"]: (r["points"], r["max"], r["outcome"]) for r in table(tree, data, *options, **more)}


def nested_deep():
    """The deepest expression holds seven columns at each level of its parentheses."""
    text, found = "a", []
    for depth in range(1, 30):
        text = f"1 + a * if(p or q and a < 1 + a * {text if depth == 1 else text.split('+ a * ', 1)[1]}, a, 1)"
        got = run(["eval"], definition([group(9, [expr("X", 9, f"min(9, 3 + 0 * ({text}))")])], 9),
                  "unit,period,a,p,q\nu,2026-Q3,1,0,1\n", "--format", "csv")
        if got[0] == 3:
            check("told", "nested deeper" in got[2], True)
            break
        check(f"depth {depth}", (got[0], ",X,criterion,3.00,9" in got[1]), (0, True))
        found.append(depth)
    check("the bound was met", 3 < len(found) < 29, True)


def unlike_denominators():
    """Twelve shares over twelve primes: their exact sum has no room in 128 bits, the rounded points are known."""
    primes = [10007, 10009, 10037, 10039, 10061, 10067, 10069, 10079, 10091, 10093, 10099, 10103]
    counts = {f"n{i}": 5000 + 7 * i for i in range(12)}
    rules = [expr(f"K{i}", 2, f"2 * n{i} / {p}") for i, p in enumerate(primes)]
    tree = definition([group(28, [*rules, expr("N", 4, "4", applies_when="false")], not_applicable="split",
                             grid="0.01")], 28, measures={m: {"name": m, "type": "count"} for m in counts})
    r = nodes(tree, "unit,period,%s\nu,2026-Q3,%s\n" % (",".join(counts), ",".join(map(str, counts.values()))))
    shares = [F(n, p) for n, p in zip(counts.values(), primes)]
    points = sum(F(int(2 * s * 100 + F(1, 2)), 100) for s in shares) + F(4, 12) * sum(shares)
    check("split", r["G"], (f"{float(F(int(points * 100 + F(1, 2)), 100)):.2f}", "28", "scored"))
    check("split by hand", r["G"][0], "14.01")


def given_total():
    tree = definition([group(10, [expr("X", 10, "a")])], 10)
    code, out, err = run(["eval"], tree, "unit,period,a,points:total\nu,2026-Q3,4,7\n", "--format", "csv")
    check("computed stands", ("total,total,4.00,10,scored" in out, "7.00 differ from the computed 4.00" in err),
          (True, True))
    lines = "unit,period,stage,measure,value,note\nu,2026-Q3,verified,a,4,\nu,2026-Q3,verified,points:total,7,found\n"
    check("override", nodes(tree, lines)["total"], ("7.00", "10", "reported"))
    check("both are shown", "given points 7.00 override the computed 4.00" in run(["explain", "u"], tree, lines)[1], True)


def total_in_a_gate():
    """group("total") is points, also where the basis is percent."""
    bands = [{"key": "good", "name": "good", "at_least": "10", "gates": [{"when": 'group("total") >= 4'}]},
             {"key": "poor", "name": "poor", "at_least": "0"}]
    tree = definition([group(10, [expr("X", 10, "a")])], 20, total={"basis": "percent"}, grades={"bands": bands})
    for a, want in ((5, "good"), (3, "poor")):
        check(f"a = {a}", table(tree, f"unit,period,a\nu,2026-Q3,{a}\n", command=["rank"])[0]["grade"], want)


def deduction_before_its_day():
    """What a blank does not cost, a full deduction does not cost either."""
    late = criterion("D", 3, {"kind": "met", "when": "p"}, due="2026-12-31")
    tree = definition([group(10, [expr("X", 10, "10")]), group(3, [late], kind="penalty", key="P")], 10)
    for p, want in (("1", "not_due"), ("", "not_due"), ("0", "scored")):
        r = nodes(tree, f"unit,period,a,p\nu,2026-Q3,1,{p}\n")
        check(f"p = {p}", (r["D"][2], r["total"][0]), (want, "10.00"))


def grid_of_given_points():
    tree = definition([group(5, [criterion("C", 5, {"kind": "reported", "grid": "0.5"})])], 5)
    code, out, err = run(["eval"], tree, "unit,period,points:C\nu,2026-Q3,3.25\n", "--format", "csv")
    check("off the grid", (code, "a multiple of 0.5 wanted" in err), (3, True))
    check("on the grid", nodes(tree, "unit,period,points:C\nu,2026-Q3,3.5\n")["C"], ("3.50", "5", "reported"))


def words_of_unit_lists():
    tree = definition([group(9, [criterion("X", 9, {"kind": "met", "when": "unit.upland"})])], 9)
    for word, want in (("có", "9.00"), ("Có", "9.00"), ("TRUE", "9.00"), ("Không", "0.00"), ("0", "0.00")):
        r = nodes(tree, "unit,period,a\nu,2026-Q3,1\n", units=f"code,name,kind,upland\nu,U,xa,{word}\n")
        check(word, r["X"], (want, "9", "scored"))
    for word, want in (("perhaps", "invalid"), ("", "missing")):
        r = nodes(tree, "unit,period,a\nu,2026-Q3,1\n", units=f"code,name,kind,upland\nu,U,xa,{word}\n")
        check(word, r["X"], ("0.00", "9", want))


def fallback_is_marked():
    tree = definition([group(10, [criterion("X", 10, {"kind": "ratio", "num": "a", "den": "b",
                                                      "zero_denominator": "zero"}), expr("Y", 0, "c")])], 10)
    lines = "unit,period,stage,measure,value\nu,2026-Q3,verified,a,80\nu,2026-Q3,verified,c,0\n" \
            "u,2026-Q3,self,a,85\nu,2026-Q3,self,b,90\n"
    options = ("--stage", "verified", "--fallback")
    stages = {r["node"]: (r["points"], r["stage"]) for r in table(tree, lines, *options)}
    check("rows", (stages["X"], stages["Y"]), (("9.44", "self"), ("0.00", "verified")))
    found = json.loads(run(["eval"], tree, lines, *options, "--format", "json")[1])
    check("json", (found["fallback"], [r["stage"] for r in found["nodes"] if r["node"] == "X"]), (True, ["self"]))
    shown = run(["eval"], tree, lines, *options, "--format", "table")[1].splitlines()
    check("table", [line.split()[-1] for line in shown if line.split()[1:2] == ["X"]], ["self"])
    check("head", [line.split() for line in shown if line.startswith("Fallback")], [["Fallback", "yes"]])


def synthetic_travels():
    """Also into a CSV, which has rows only."""
    tree = definition([group(10, [expr("X", 10, "a")])], 10)
    data = "unit,period,a,source\nu,2026-Q3,4,%s\n"
    for command in (["eval"], ["rank"], ["explain", "u"], ["gap", "u"]):
        check(command[0], {r.get("synthetic") for r in table(tree, data % "synthetic", command=command)}, {"yes"})
        check(command[0], {r.get("synthetic") for r in table(tree, data % "a report", command=command)}, {None})


def options_are_no_numbers():
    """Options of unlike lists, their numbers, and texts of unit lists say nothing of one another."""
    choices = {m: {"name": m, "type": "choice", "options": [{"key": k, "name": k} for k in keys]}
               for m, keys in (("one", "xy"), ("other", "yx"), ("twin", "xy"))}
    data = "unit,period,one,other,twin\nu,2026-Q3,x,y,y\n"
    for when, want in (("one == other", None), ("one == 0", None), ("one == unit.kind", None), ("one == twin", "0.00"),
                       ("one != twin", "9.00"), ("one == 'x'", "9.00"), ("'y' == twin", "9.00")):
        tree = definition([group(9, [criterion("X", 9, {"kind": "met", "when": when})])], 9, measures=choices)
        if want:
            check(when, nodes(tree, data)["X"][0], want)
        else:
            code, out, err = run(["eval"], tree, data)
            check(when, (code, "cannot be compared" in err), (3, True))


def rescaled_beyond_the_maximum():
    """6 of 6 rescaled to 20 is clamped to the group's 10, which is all that there is to win: 15 of 20."""
    tree = definition([group(10, [expr("A", 6, "6"), expr("N", 4, "4", applies_when="false")], rescale_to="20",
                             not_applicable="rescale_group", grid="0.01"), group(10, [expr("B", 10, "5")], key="H")],
                      20, total={"basis": "percent"})
    r = nodes(tree, "unit,period,a\nu,2026-Q3,1\n")
    check("rescaled", (r["G"], r["total"]), (("10.00", "10", "scored"), ("15.00", "20", "scored")))


def parents_by_alias():
    """A parent given by an alias is the same parent: one cohort, one comparison."""
    units = "code,name,kind,parent,alias\n75,P,tinh,,H44\nu,U,xa,75,\nv,V,xa,H44,\nw,W,xa,76,\n"
    data = "unit,period,a\nu,2026-Q3,1\nv,2026-Q3,2\nw,2026-Q3,3\n"
    for when, want in (("rank(a) <= 1", {"u": "0.00", "v": "9.00", "w": "0.00"}),
                       ("unit.parent == '75'", {"u": "9.00", "v": "9.00", "w": "0.00"}),
                       ("unit.parent == 'H44'", {"u": "9.00", "v": "9.00", "w": "0.00"})):
        tree = definition([group(9, [criterion("X", 9, {"kind": "met", "when": when})])], 9, cohort={"same": ["parent"]})
        check(when, {r["unit"]: r["points"] for r in table(tree, data, units=units) if r["node"] == "X"}, want)


def a_scope_moves_no_points():
    """Cohorts are the set's: who is looked at changes nothing. Mean of 1, 2, 6 is 3: only w reaches it, also alone."""
    units = "code,name,kind,parent\nu,U,xa,75\nv,V,xa,75\nw,W,phuong,75\n"
    data = "unit,period,a\nu,2026-Q3,1\nv,2026-Q3,2\nw,2026-Q3,6\n"
    tree = definition([group(9, [criterion("X", 9, {"kind": "met", "when": "a >= mean(a)"})])], 9)
    want = {"u": "0.00", "v": "0.00", "w": "9.00"}
    for scope in ((), ("--scope", "kind:xa"), ("--scope", "kind:phuong")):
        got = {r["unit"]: r["points"] for r in table(tree, data, *scope, units=units) if r["node"] == "X"}
        check(f"units of {scope}", len(got), (3, 2, 1)[(scope > ()) + ("kind:phuong" in scope)])
        check(f"points under {scope}", got, {u: want[u] for u in got})
    ranks = {r["unit"]: r["rank"] for r in table(tree, data, "--scope", "kind:xa", command=("rank",), units=units)}
    check("ranks in scope", ranks, {"u": "1", "v": "1"})


def a_refused_na_is_no_input():
    """NA where no criterion takes it is missing: the given points stand."""
    tree = definition([group(9, [criterion("X", 9, {"kind": "expr", "points": "a"})])], 9)
    data = "unit,period,a,points:X\nu,2026-Q3,NA,5\nv,2026-Q3,7,5\nw,2026-Q3,,5\n"
    got = {r["unit"]: (r["points"], r["outcome"]) for r in table(tree, data) if r["node"] == "X"}
    check("given beside NA", got, {"u": ("5.00", "reported"), "v": ("7.00", "scored"), "w": ("5.00", "reported")})


def nothing_known_is_not_zero():
    """A group of blanks is missing, not 0; one known part makes it scored; contradictions alone make it invalid."""
    ratio = {"kind": "ratio", "num": "a", "den": "b", "zero_denominator": "zero"}
    more = [criterion("Y", 3, {"kind": "expr", "points": "c"}), expr("I", 0, "0")]
    tree = definition([group(9, [criterion("X", 6, ratio), *more])], 9)
    data = "unit,period,a,b,c\nu,2026-Q3,,2,\nv,2026-Q3,1,2,\nw,2026-Q3,3,2,\nx,2026-Q3,0,2,0\n"
    got = {r["unit"]: (r["points"], r["max"], r["outcome"]) for r in table(tree, data) if r["kind"] == "group"}
    check("groups", got, {"u": ("0.00", "9", "missing"), "v": ("3.00", "9", "scored"), "w": ("0.00", "9", "missing"),
                          "x": ("0.00", "9", "scored")})
    tree = definition([group(6, [criterion("X", 6, ratio), expr("I", 0, "0")])], 6)
    check("invalid", nodes(tree, "unit,period,a,b\nw,2026-Q3,3,2\n")["X"][2], "invalid")
    check("invalid group", [r["outcome"] for r in table(tree, "unit,period,a,b\nw,2026-Q3,3,2\n") if r["kind"] == "group"],
          ["invalid"])


def contradictions_are_told():
    """An item that is contradictory is told of, also where it is worth nothing."""
    for points in ("0", "1"):
        rule = {"kind": "count", "each": "1", "items": [{"when": "a / b > 1", "points": points}, {"when": "p"}]}
        code, out, err = run(["eval"], definition([group(2, [criterion("X", 2, rule)])], 2),
                             "unit,period,a,b,p\nu,2026-Q3,1,0,1\n", "--format", "csv")
        check(f"an item of {points}", (code, ",X,criterion,1.00,2" in out, "contradict" in err), (0, True, True))


for test in (nothing_known_is_not_zero, contradictions_are_told, a_refused_na_is_no_input, a_scope_moves_no_points, parents_by_alias, rescaled_beyond_the_maximum, fallback_is_marked, synthetic_travels, options_are_no_numbers, nested_deep, unlike_denominators, given_total, total_in_a_gate, deduction_before_its_day,
             grid_of_given_points, words_of_unit_lists):
    test()
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
