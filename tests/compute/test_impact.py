"""criteria impact: what another version changes on the same data, every line worked by hand; the lines add up."""
import copy
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction as F

sys.path.insert(0, os.path.join(os.environ["SCORE_SOURCE"], "tests", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

TALLY = Tally()
FOLDER = tempfile.TemporaryDirectory()
CRITERIA = os.path.join(SOURCE, "criteria")


def path_of(name):
    return os.path.join(FOLDER.name, name)


def write(name, text):
    with open(path_of(name), "w", encoding="utf-8") as file:
        file.write(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False))
    return path_of(name)


def run(*words, lang="en"):
    done = subprocess.run([BIN, *words, "--lang", lang], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                          env=dict(os.environ, LANG="C.UTF-8", SCORE_CRITERIA_DIR=CRITERIA))
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def definition(groups, total=None, **members):
    names = sorted(set("abcdefg"))
    return {"format": 1, "id": "case", "version": "1", "status": "draft", "name": "case",
            "measures": {m: {"name": m, "type": "amount", "digits": 2} for m in names},
            "groups": groups, "total": total or {"max": str(sum(int(g["max"]) for g in groups if "kind" not in g))},
            **members}


def group(key, top, criteria, **members):
    return {"key": key, "name": key, "max": str(top), "criteria": criteria, **members}


def points(key, top, expression, **members):
    return {"key": key, "name": key, "max": str(top), "rule": {"kind": "expr", "points": expression}, **members}


def met(key, when, top=1):
    return {"key": key, "name": key, "max": str(top), "rule": {"kind": "met", "when": when}}


def impact(old, new, data, *words):
    code, out, err = run("criteria", "impact", write("old.json", old), write("new.json", new), "--data",
                         write("data.csv", data), "--format", "csv", "--quiet", *words)
    if code != 0:
        return {"exit": (code, err)}
    return rows(out)


def whole(text):
    """A JSON document; a member that stands twice is a fault."""
    def once(pairs):
        TALLY.check(len({k for k, _ in pairs}) == len(pairs), f"a member twice among {[k for k, _ in pairs]}")
        return dict(pairs)
    return json.loads(text, object_pairs_hook=once)


def adds_up(lines, what):
    """Per unit: the lines add up to the total, on both sides and in the difference."""
    units = sorted({r["unit"] for r in lines})
    good = 0
    for unit in units:
        own = [r for r in lines if r["unit"] == unit]
        total = [r for r in own if r["line"] == "total"]
        parts = [r for r in own if r["line"] != "total"]
        sums = [sum(F(r[k]) for r in parts if r[k]) for k in ("old", "new", "difference")]
        want = [F(total[0][k]) if total[0][k] else None for k in ("old", "new", "difference")]
        fine = len(total) == 1 and all(w is None or s == w for s, w in zip(sums, want))
        TALLY.check(fine, f"{what} {unit}: {list(map(str, sums))} of {total}")
        good += fine
    return good, len(units)


def expect(what, old, new, data, want, *words):
    """want: {"node line": (old, new)} of all lines that are not 0 on both sides, of the only unit."""
    got = impact(old, new, data, *words)
    if isinstance(got, dict):
        TALLY.check(False, f"{what}: {got}")
        return []
    found = {f"{r['node']} {r['line']}": (r["old"], r["new"]) for r in got if F(r["old"] or 0) or F(r["new"] or 0)}
    TALLY.check({k: tuple(F(x) if x else None for x in v) for k, v in found.items()}
                == {k: tuple(F(x) if x else None for x in v) for k, v in want.items()}, f"{what}: {found}; wanted {want}")
    adds_up(got, what)
    return got


def head(*names):
    return "unit,period," + ",".join(names) + "\nu,2026-Q3,"


# ---- the lines, one after the other ----

def share_met():
    three = [met("x", "a > 0"), met("y", "b > 0"), met("z", "c > 0")]
    total = {"max": "100", "aggregate": "share_met"}
    old = definition([group("G", 3, three)], total)
    new = definition([group("G", 4, three + [met("w", "d > 0")])], total)
    expect("share_met", old, new, head("a", "b", "c", "d") + "1,1,0,1\n", {
        "x points": ("33.333333", "25"), "y points": ("33.333333", "25"), "w points": ("", "25"),
        "total rounding": ("0.003334", "0"), "total total": ("66.67", "75")})
    # Inside a group: 10 x 2/3 = 6.67 of it; nothing below it is counted twice.
    old = definition([group("G", 10, three, aggregate="share_met", grid="0.01"), group("H", 5, [points("h", 5, "e")])])
    new = copy.deepcopy(old)
    new["groups"][0]["criteria"][2]["rule"]["when"] = "c >= 0"
    expect("share_met in a group", old, new, head("a", "b", "c", "e") + "1,1,0,2.5\n", {
        "x points": ("3.333333", "3.333333"), "y points": ("3.333333", "3.333333"), "z points": ("0", "3.333333"),
        "G rounding": ("0.003334", "0.000001"), "h points": ("2.5", "2.5"), "total total": ("9.17", "12.5")})


def weighted():
    def one(first, second):
        return definition([group("G", 10, [points("x", 10, "a", weight=first), points("y", 10, "b", weight=second)],
                                 aggregate="weighted", grid="0.01")])
    expect("weighted", one("1", "2"), one("1", "1"), head("a", "b") + "4,7\n", {
        "x points": ("1.333333", "2"), "y points": ("4.666667", "3.5"), "total total": ("6", "5.5")})
    expect("weighted, with a rest", one("1", "6"), one("0", "1"), head("a", "b") + "1,1.5\n", {
        "x points": ("0.142857", "0"), "y points": ("1.285714", "1.5"), "G rounding": ("0.001429", "0"),
        "total total": ("1.43", "1.5")})
    # A group inside: what stands below it is weighted with it. (0.5 x (2 + 3.33) + 2)/1.5 = 3.11
    inner = {"key": "I", "name": "I", "max": "10", "weight": "0.5", "aggregate": "highest",
             "criteria": [points("x", 10, "a"), points("y", 10, "b")]}
    def nested(aggregate):
        g = {"key": "G", "name": "G", "max": "10", "aggregate": "weighted", "grid": "0.01",
             "groups": [dict(inner, aggregate=aggregate),
                        {"key": "J", "name": "J", "max": "10", "criteria": [points("z", 10, "c")]}]}
        return definition([g])
    expect("weighted, nested", nested("sum"), nested("highest"), head("a", "b", "c") + "2,3.33,2\n", {
        "x points": ("0.666667", "0.666667"), "y points": ("1.11", "1.11"), "I highest": ("0", "-0.666667"),
        "z points": ("1.333333", "1.333333"), "G rounding": ("0", "-0.003333"), "total total": ("3.11", "2.44")})


def highest():
    def one(x):
        return definition([group("G", 10, [points("x", 10, x), points("y", 10, "b")], aggregate="highest")])
    expect("highest", one("a"), one("2 * a"), head("a", "b") + "4,7\n", {
        "x points": ("4", "8"), "y points": ("7", "7"), "G highest": ("-4", "-7"), "total total": ("7", "8")})


def policies():
    def split(policy):
        return definition([group("G", 35, [points("x", 10, "a"), points("y", 10, "a"), points("z", 10, "a"), points(
            "n", 5, "a", applies_when="b > 0", not_applicable=policy)], grid="0.01")])
    expect("split", split("zero"), split("split"), head("a", "b") + "10,0\n", {
        "x points": ("10", "10"), "y points": ("10", "10"), "z points": ("10", "10"), "G split": ("0", "5"),
        "total total": ("30", "35")})

    def rescale(policy):
        return definition([group("G", 10, [points("x", 3, "3/7"), points("y", 3, "9/7"), points(
            "n", 4, "a", applies_when="b > 0", not_applicable=policy)], grid="0.01")])
    expect("rescale", rescale("zero"), rescale("rescale_group"), head("a", "b") + "1,0\n", {
        "x points": ("0.43", "0.43"), "y points": ("1.29", "1.29"), "G rescale": ("0", "1.146667"),
        "G rounding": ("0", "0.003333"), "total total": ("1.72", "2.87")})

    def percent(policy, basis):
        return definition([group("G", 100, [points("x", 89, "a"), points("y", 1, "0"), points(
            "n", 10, "a", applies_when="b > 0", not_applicable=policy)])], {"max": "100", "basis": basis})
    expect("percent", percent("exclude", "points"), percent("exclude", "percent"), head("a", "b") + "89,0\n", {
        "x points": ("89", "89"), "total percent": ("0", "9.89"), "total total": ("89", "98.89")})

    def outcome(policy):
        g = group("G", 10, [points("x", 10, "a", not_applicable="zero")], applies_when="b > 0", not_applicable=policy)
        return definition([g, group("H", 5, [points("h", 5, "a")])])
    expect("a group that does not apply", outcome("zero"), outcome("full"), head("a", "b") + "2,0\n", {
        "G outcome": ("0", "10"), "h points": ("2", "2"), "total total": ("2", "12")})


def limits_and_sides():
    def one(top, cap, penalty):
        return definition([group("G", top, [points("x", 5, "a"), points("y", 5, "a")]),
                           group("B", cap, [points("p", 3, "b"), points("q", 3, "b")], kind="bonus"),
                           group("P", penalty, [points("r", 3, "c"), points("s", 3, "c")], kind="penalty")],
                          {"max": "10"})
    expect("clamps, bonus and penalty", one(5, 2, 1), one(10, 10, 10), head("a", "b", "c") + "4,2,0.5\n", {
        "x points": ("4", "4"), "y points": ("4", "4"), "G clamp": ("-3", "0"),
        "p points": ("2", "2"), "q points": ("2", "2"), "B clamp": ("-2", "0"),
        "r points": ("-0.5", "-0.5"), "s points": ("-0.5", "-0.5"), "total total": ("6", "11")})
    expect("a cap of penalties", one(10, 2, 1), one(10, 2, 9), head("a", "b", "c") + "1,0,3\n", {
        "x points": ("1", "1"), "y points": ("1", "1"), "r points": ("-3", "-3"), "s points": ("-3", "-3"),
        "P clamp": ("5", "0"), "total clamp": ("0", "4"), "total total": ("1", "0")})
    # A blank penalty deducts all of it.
    expect("a blank penalty", one(10, 2, 6), one(10, 2, 6), head("a", "b") + "5,0\n", {
        "x points": ("5", "5"), "y points": ("5", "5"), "r points": ("-3", "-3"), "s points": ("-3", "-3"),
        "total total": ("4", "4")})


def given():
    def one(rounding):
        return definition([group("G", 10, [points("x", 10, "a")]), group("H", 5, [points("h", 5, "b")])],
                          grids={"criterion": "0.01", "group": "none", "total": rounding})
    data = "unit,period,measure,value\nu,2026-Q3,b,1.23\nu,2026-Q3,points:G,7.5\n"
    expect("points given for a group", one("0.01"), one("0.1"), data, {
        "G given": ("7.5", "7.5"), "h points": ("1.23", "1.23"), "total rounding": ("0", "-0.03"),
        "total total": ("8.73", "8.7")})
    data = "unit,period,measure,value\nu,2026-Q3,points:total,9\n"
    expect("a given total", one("0.01"), one("0.1"), data, {"total given": ("9", "9"), "total total": ("9", "9")})


# ---- what can be compared ----

def comparable():
    old = definition([group("G", 30, [points("x", 10, "a"), points("y", 10, "b"), points("gone", 10, "a")])])
    old["measures"]["only_old"] = {"name": "o", "type": "count"}
    old["groups"][0]["criteria"][1]["rule"]["points"] = "only_old"
    new = definition([group("G", 30, [points("x", 10, "a"), points("y", 10, "b"), points("t", 10, "d"),
                                      points("fresh", 10, "only_new"), points("late", 5, "a")])])
    new["measures"]["only_new"] = {"name": "n", "type": "count"}
    new["measures"]["d"]["type"] = "percent"
    old["groups"][0]["criteria"].append(points("t", 10, "d"))
    new["groups"][0]["criteria"][0]["code"] = "9.9"
    got = impact(old, new, head("a", "b", "d", "only_old", "only_new", "points:fresh", "points:gone")
                 + "1,2,3,4,5,,\n")
    said = {r["node"]: (r["old"], r["new"], r["difference"], r["comparable"]) for r in got if r["line"] in ("points", "total")}
    TALLY.check(said == {"x": ("1.00", "1.00", "0.00", "yes"), "y": ("4.00", "2.00", "-2.00", "no"),
                         "t": ("3.00", "0.03", "-2.97", "no"), "fresh": ("", "5.00", "5.00", "no"),
                         "late": ("", "1.00", "1.00", "yes"), "gone": ("1.00", "", "-1.00", "yes"),
                         "total": ("9.00", "9.03", "0.03", "no")}, str(said))
    adds_up(got, "comparable")
    words = ("criteria", "impact", path_of("old.json"), path_of("new.json"), "--data", path_of("data.csv"), "--quiet")
    code, out, _ = run(*words)
    TALLY.check(code == 0 and "x → 9.9" in out and "renumbered" in out and "removed" in out and
                "3 criteria are not comparable" in out, out)
    code, out, _ = run(*words, lang="vi")
    TALLY.check(code == 0 and "không so sánh được" in out and "3 tiêu chí" in out and "9,03" in out, out)
    code, out, _ = run(*words, "--format", "json")
    tree = whole(out)
    TALLY.check(tree["not_comparable"] == 3 and tree["old_id"] == "case" and len(tree["old_sha256"]) == 64
                and tree["old_sha256"] == hashlib.sha256(open(path_of("old.json"), "rb").read()).hexdigest()
                and [u["difference"] for u in tree["units"]] == [0.03]
                and len(tree["account"]) == len(got) and tree["criteria"][0]["node"] == "x", out)
    code, out, _ = run(*words, "--format", "markdown")
    TALLY.check(code == 0 and "## By criterion" in out and "| u |" in out, out)


def comparable_beyond():
    """A measure that only one side knows, read in another period, of the units below, or given for a statistic."""
    old = definition([group("G", 50, [points(k, 10, "a") for k in ("p", "q", "r", "s", "t")])])
    new = definition([group("G", 50, [points("p", 10, "a + prev(z)"), points("q", 10, "a + children.sum(z)"),
                                      points("r", 10, "a + mean(b)"), points("s", 10, "a + at(c, \"2025-Q1\")"),
                                      points("t", 10, "a + children.count(z > prev(z))")])])
    new["measures"]["z"] = {"name": "z", "type": "count"}
    new["measures"]["given"] = {"name": "g", "type": "count", "statistic": "mean(b)"}
    got = impact(old, new, head("a", "b", "c", "z", "given") + "1,2,3,4,\n", "--period", "2026-Q3")
    TALLY.check({r["node"]: r["comparable"] for r in got if r["line"] == "points"} ==
                {"p": "no", "q": "no", "r": "no", "s": "yes", "t": "no"}, str(got))


def units():
    """Several units: ranks and grades on both sides; who has data under one version only."""
    grades = {"bands": [{"key": "hi", "name": "hi", "at_least": "5"}, {"key": "lo", "name": "lo", "at_least": "0"}]}
    old = definition([group("G", 10, [points("x", 10, "a")])], grades=grades)
    new = definition([group("G", 10, [points("x", 10, "b")])], grades=grades)
    del old["measures"]["b"], new["measures"]["a"]
    write("old.json", old), write("new.json", new)
    write("data.csv", "unit,period,a,b\nu1,2026-Q3,6,1\nu2,2026-Q3,4,7\nu3,2026-Q3,,2\nu4,2026-Q3,2,\nu5,2026-Q3,6,9\n")
    code, out, err = run("criteria", "impact", path_of("old.json"), path_of("new.json"), "--data", path_of("data.csv"),
                         "--format", "json")
    tree = json.loads(out) if code == 0 else {}
    TALLY.check(code == 0 and [(u["unit"], u["old"], u["new"], u["difference"], u["old_grade"], u["new_grade"],
                                u["old_rank"], u["new_rank"]) for u in tree["units"]] == [
        ("u1", 6, 1, -5, "hi", "lo", 1, 4), ("u2", 4, 7, 3, "lo", "hi", 3, 2), ("u3", None, 2, None, None, "lo", None, 3),
        ("u4", 2, None, None, "lo", None, 4, None), ("u5", 6, 9, 3, "hi", "hi", 1, 1)], out + err)
    TALLY.check((tree["units"][0]["comparable"], tree["one_sided"], tree["rise"], tree["fall"], tree["stay"],
                 tree["grades_changed"], tree["ranks_changed"]) == (False, 2, 2, 1, 0, 2, 2), out)
    TALLY.check(tree["criteria"][0]["gain"] == 2 and tree["criteria"][0]["lose"] == 1 and
                tree["criteria"][0]["largest"] == -5 and tree["criteria"][0]["largest_unit"] == "u1" and
                abs(tree["criteria"][0]["mean"] - 0.3333) < 1e-9, out)


# ---- bad input ----

def bad_input():
    old = write("old.json", definition([group("G", 10, [points("x", 10, "a")])]))
    new = write("new.json", definition([group("G", 10, [points("x", 10, "a / 2")])], version="2"))
    good = write("good.csv", "unit,period,a\nu,2026-Q3,4\n")
    two = write("two.csv", "unit,period,a\nu,2026-Q3,4\nu,2026-Q2,8\n")
    neither = write("neither.csv", "unit,period,zzz\nu,2026-Q3,4\n")
    long = write("long.csv", "unit,period,measure,value\nu,2026-Q3,a,4\nu,2026-Q3,zzz,4\n")
    empty = write("empty.csv", "unit,period,a\nu,2026-Q3,\n")
    cell = write("cell.csv", "unit,period,a\nu,2026-Q3,x\n")
    broken = write("broken.json", "{")
    rows_ = [((old, new), 2, "--data"), ((old,), 2, "impact OLD NEW"), ((), 2, "impact OLD NEW"),
             ((old, new, new, "--data", good), 2, "unexpected argument"),
             ((old, broken, "--data", good), 3, "broken.json:1"), ((broken, new, "--data", good), 3, "broken.json:1"),
             ((old, path_of("none.json"), "--data", good), 3, "none.json"),
             ((old, new, "--data", path_of("none.csv")), 3, "none.csv"), ((old, new, "--data", broken), 3, "broken.json"),
             ((old, new, "--data", neither), 3, "zzz"), ((old, new, "--data", long), 3, "zzz"),
             ((old, new, "--data", empty), 3, "no data"), ((old, new, "--data", cell), 3, "cell.csv:2"),
             ((old, new, "--data", two), 2, "2026-Q2, 2026-Q3"), ((old, new, "--data", good, "--period", "2025"), 2, "2025"),
             ((old, new, "--data", good, "--criteria", old), 2, "--criteria"), ((old, new, "--db", path_of("no.db")), 4, "no.db"),
             ((old, new, "--data", good, "--db", path_of("no.db")), 2, "--db"),
             ((old, new, "--data", good, "--scope", "kind:none"), 2, "")]
    for words, want, said in rows_:
        code, out, err = run("criteria", "impact", *words)
        TALLY.check(code == want and said in err and not out, f"{words}: exit {code}\n{out}{err}")
        TALLY.check(len(set(err.splitlines())) == len(err.splitlines()), f"said twice: {err}")
    os.mkfifo(path_of("pipe"))
    for words in (("--data", path_of("pipe")), ("--data", good, "--units", path_of("pipe"))):
        code, out, err = run("criteria", "impact", old, new, *words)
        TALLY.check(code == 2 and "is read once for each version" in err and not out, f"{words}: exit {code}\n{out}{err}")
    code, out, err = run("criteria", "impact", old, new, "--data", two, "--period", "2026-Q2", "--format", "json")
    TALLY.check(code == 0 and json.loads(out)["units"][0]["difference"] == -4 and json.loads(out)["period"] == "2026-Q2",
                out + err)
    code, out, err = run("criteria", "impact", old, old, "--data", good)
    TALLY.check(code == 0 and "no difference for any unit" in out, out + err)
    # A warning of both readings is one warning.
    TALLY.check(err.count("unit list") == 1, err)


# ---- real data ----

def changed():
    """766@2026-portal with other maxima, another target, a criterion less, a new one, a moved and renumbered one."""
    with open(os.path.join(CRITERIA, "766", "2026-portal.json"), encoding="utf-8") as file:
        d = json.load(file)
    d["version"] = "2026-changed"
    by_key = {c["key"]: (g, c) for g in d["groups"] for c in g["criteria"]}
    by_key["PUBLISH_ON_TIME"][1]["max"], by_key["PUBLIC_UPDATE_ON_TIME"][1]["max"] = "5", "5"
    by_key["ONLINE.service_with_dossier"][1]["rule"]["target"] = "0.5"
    g, c = by_key["ONLINE_PAYMENT.dossier"]
    g["criteria"].remove(c)
    c["code"] = "6.9"
    by_key["DVC_PROGRESS"][0]["criteria"].append(c)
    g["max"], by_key["DVC_PROGRESS"][0]["max"] = str(int(g["max"]) - 6), "26"
    g, c = by_key["PETITION_PROCESSING_ON_TIME"]
    g["criteria"].remove(c)
    g["criteria"].append({"key": "NEW", "code": "5.9", "name": "new", "max": "6", "rule": {
        "kind": "expr", "points": "6 * min(1, hs_dung_han / hs_tiep_nhan)"}})
    d["grades"]["basis"] = "with_bonus"
    return write("changed.json", d)


def real():
    units_ = os.path.join(SOURCE, "fixtures", "units", "phutho.csv")
    data = os.path.join(SOURCE, "fixtures", "766", "phutho-2026q3.csv")
    new = changed()
    for words in ((), ("--no-given-points",)):
        options = ("--units", units_, "--data", data, "--format", "csv", "--quiet", *words)
        code, out, err = run("criteria", "impact", "766@2026-portal", new, *options)
        TALLY.check(code == 0, err)
        lines = rows(out)
        good, count = adds_up(lines, f"Phú Thọ {words}")
        ranks = []
        for spec in ("766@2026-portal", new):
            code, out, err = run("rank", "--criteria", spec, *options)
            TALLY.check(code == 0, err)
            ranks.append({r["unit"]: r for r in rows(out)})
        TALLY.check(good == count == len(ranks[0]), f"{good} of {count} add up, {len(ranks[0])} ranked")
        totals = {r["unit"]: r for r in lines if r["line"] == "total"}
        code, out, _ = run("criteria", "impact", "766@2026-portal", new, *options[:4], "--quiet", *words, "--format", "json")
        tree = json.loads(out, parse_float=str, parse_int=str)
        for u in tree["units"]:
            for k, side in enumerate(("old", "new")):
                own = ranks[k][u["unit"]]
                TALLY.check((F(u[side]), u[side + "_grade"] or "", u[side + "_rank"] or "") ==
                            (F(own["total"]), own["grade"], own["rank"]) and F(totals[u["unit"]][side]) == F(own["total"]),
                            f"{u} {side} {own}")
        moved = {F(r["difference"]) for r in lines if r["node"] == "NEW"}
        TALLY.check(words == () or len(moved) > 1, f"the new criterion moves nobody: {moved}")


def quarters():
    """The made-up quarters of nq57: 95 of 95 units add up."""
    for quarter in ("2025q4", "2026q1", "2026q2", "2026q3"):
        data = os.path.join(SOURCE, "fixtures", "nq57", f"dongnai-{quarter}-synthetic.csv")
        code, out, err = run("criteria", "impact", "nq57@2025", "nq57@2026", "--units",
                             os.path.join(SOURCE, "fixtures", "units", "dongnai.csv"), "--data", data, "--format", "csv",
                             "--quiet")
        TALLY.check(code == 0, err)
        lines = rows(out)
        TALLY.check(adds_up(lines, f"nq57 {quarter}") == (95, 95), f"nq57 {quarter}")
        TALLY.check(all(r["synthetic"] == "yes" for r in lines), f"nq57 {quarter}: the mark of made-up data")


def stored():
    """From a store the same, and not a byte of it changes."""
    db = path_of("ward.db")
    units_ = os.path.join(SOURCE, "fixtures", "units", "phutho.csv")
    data = os.path.join(SOURCE, "fixtures", "766", "phutho-2026q3.csv")
    new = changed()
    for words in (("init", db), ("import", "units", "--db", db, units_),
                  ("import", "data", "--db", db, "--criteria", "766@2026-portal", data)):
        code, _, err = run(*words)
        TALLY.check(code == 0, f"{words}: {err}")

    def bytes_of():
        names = sorted(n for n in os.listdir(FOLDER.name) if n.startswith("ward.db"))
        return {n: hashlib.sha256(open(path_of(n), "rb").read()).hexdigest() for n in names}
    before = bytes_of()
    code, stored_, err = run("criteria", "impact", "766@2026-portal", new, "--db", db, "--format", "csv", "--quiet")
    TALLY.check(code == 0 and bytes_of() == before, f"{err}{before} {bytes_of()}")
    code, direct, _ = run("criteria", "impact", "766@2026-portal", new, "--units", units_, "--data", data, "--format",
                          "csv", "--quiet")
    TALLY.check(code == 0 and direct == stored_, "a store and its files differ")
    adds_up(rows(stored_), "from a store")


share_met()
weighted()
highest()
policies()
limits_and_sides()
given()
comparable()
comparable_beyond()
units()
bad_input()
real()
quarters()
stored()
TALLY.close()
