"""What an expression reads beyond the unit's own cells: earlier periods, stages, working days, children, statistics
given as data; checks of a set, periods that end within a month, ranks by decision. Every value worked by hand."""
import csv
import io
import json
import os
import subprocess
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


MEASURES = {**{m: {"name": m, "type": "count"} for m in ("a", "b", "place")},
            **{m: {"name": m, "type": "boolean"} for m in ("yes", "done")},
            **{m: {"name": m, "type": "date"} for m in ("asked", "sent")},
            "rate": {"name": "rate", "type": "percent"}, "preset": {"name": "p", "type": "count", "default": 4},
            "level": {"name": "level", "type": "choice", "options": [{"key": k, "name": k} for k in ("low", "high")]}}


def expr(points, key="X", limit=100, **more):
    return {"key": key, "name": key, "max": str(limit), "rule": {"kind": "expr", "points": points}, **more}


def met(when, key="X", limit=10, **more):
    return {"key": key, "name": key, "max": str(limit), "rule": {"kind": "met", "when": when}, **more}


def definition(criteria, measures=None, **more):
    limit = str(sum(int(c["max"]) for c in criteria))
    return {"format": 1, "id": "case", "version": "1", "status": "draft", "name": "case",
            "measures": {**MEASURES, **(measures or {})}, "total": {"max": limit, "basis": "points"},
            "groups": [{"key": "G", "name": "G", "max": limit, "criteria": criteria}], **more}


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def table(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def data_text(lines):
    """"u 2026-Q3 a=1 b=2 verified:a=3": one line for each unit and period."""
    rows = [("unit", "period", "measure", "stage", "value")]
    for line in lines:
        unit, period, *cells = line.split()
        for cell in cells:
            name, value = cell.split("=", 1)
            stage, name = name.split(":", 1) if ":" in name and not name.startswith("points:") else ("self", name)
            rows.append((unit, period, name, stage, value))
    return table(rows)


def start(command, tree, lines, *options, units=None, store=False, language="en"):
    with tempfile.TemporaryDirectory() as folder:
        criteria = write(folder, "case.json", json.dumps(tree))
        data = write(folder, "data.csv", data_text(lines))
        said = ["--lang", language]
        source = ["--data", data]
        if units:
            units = write(folder, "units.csv", table(units))
            source += ["--units", units]
        if store:
            db = os.path.join(folder, "s.db")
            steps = [["init", "--db", db]]
            steps += [["import", "units", units, "--db", db]] if units else []
            steps += [["import", "data", data, "--criteria", criteria, "--db", db]]
            for step in steps:
                done = subprocess.run([SCORE, *step, *said], capture_output=True, check=False, text=True)
                if done.returncode:
                    return done
            source = ["--db", db]
        return subprocess.run([SCORE, *command, "--criteria", criteria, *source, *said, *options],
                              capture_output=True, check=False, text=True)


def run(command, tree, lines, *options, **more):
    done = start(command, tree, lines, "--format", "json", "--quiet", *options, **more)
    if done.returncode or not done.stdout:
        check(f"{command} {lines}", done.stderr, "")
        return {"units": [], "nodes": []}
    return json.loads(done.stdout, parse_float=str, parse_int=str)


def node(tree, lines, *options, unit="u", key="X", **more):
    """(points, outcome) of one node of one unit"""
    for r in run(["eval"], tree, lines, "--unit", unit, *options, **more)["nodes"]:
        if r["node"] == key:
            return r["points"], r["outcome"]
    return None


def ranks(tree, lines, *options, **more):
    return {r["unit"]: r["rank"] for r in run(["rank"], tree, lines, *options, **more)["units"]}


MISSING = ("0.00", "missing")


def scored(points):
    return points, "scored"


def earlier_periods():
    prev = definition([expr("a - prev(a)")])
    lines = ["u 2026-Q3 a=9", "u 2026-Q2 a=4", "u 2026-Q1 a=1"]
    check("the quarter before", node(prev, lines, "--period", "2026-Q3"), scored("5.00"))
    check("the quarter before that", node(prev, lines, "--period", "2026-Q2"), scored("3.00"))
    check("no such period", node(prev, lines, "--period", "2026-Q1"), MISSING)
    check("without --period the latest", node(prev, lines), scored("5.00"))
    check("whatever the order of the rows", node(prev, lines[::-1]), scored("5.00"))
    for now, before in (("2026-01", "2025-12"), ("2026-Q1", "2025-Q4"), ("2026-H1", "2025-H2"), ("2026-H2", "2026-H1"),
                        ("2026-9M", "2025-9M"), ("2026", "2025")):
        check(f"before {now}", node(prev, [f"u {now} a=7", f"u {before} a=5"], "--period", now), scored("2.00"))
    check("another kind is not the one before", node(prev, ["u 2026-Q3 a=9", "u 2026-06 a=4"], "--period", "2026-Q3"),
          MISSING)
    check("of the same stage", node(prev, ["u 2026-Q3 a=9 verified:a=9", "u 2026-Q2 a=4"], "--stage", "verified",
                                    "--period", "2026-Q3"), MISSING)
    check("falls back with the rest", node(prev, ["u 2026-Q3 a=9 verified:b=9", "u 2026-Q2 a=4"], "--stage", "verified",
                                           "--fallback", "--period", "2026-Q3"), scored("5.00"))
    at = definition([expr('at(a, "2025") + at(b, "2024-Q4")')])
    check("named periods", node(at, ["u 2026-Q3 a=1", "u 2025 a=30", "u 2024-Q4 b=12"]), scored("42.00"))
    check("a named one that is blank", node(at, ["u 2026-Q3 a=1", "u 2025 a=30", "u 2024-Q4 a=12"]), MISSING)
    check("a default does not reach back", node(definition([expr("preset + prev(preset)")]),
                                                ["u 2026-Q3 a=1", "u 2026-Q2 a=1", "v 2026-Q2 preset=1"],
                                                "--period", "2026-Q3"), MISSING)
    check("has(prev(x))", node(definition([met("has(prev(a)) and not has(prev(b))")]),
                               ["u 2026-Q3 a=1 b=1", "u 2026-Q2 a=1"]), scored("10.00"))
    check("conditions, options and days", node(definition([met(
        'prev(yes) and prev(level) == "high" and prev(level) != level and prev(asked) < "2026-06-01"')]),
        ["u 2026-Q3 level=low", "u 2026-Q2 yes=1 level=high asked=2026-05-31"]), scored("10.00"))
    check("in a statistic", node(definition([expr("mean(prev(a))")]),
                                 ["u 2026-Q3 a=1", "v 2026-Q3 a=1", "u 2026-Q2 a=10", "v 2026-Q2 a=20"]),
          scored("15.00"))
    # Given points stand where the unit has no input of the period; what it had before is none.
    given = definition([{"key": "X", "name": "X", "max": "100", "rule": {"kind": "expr", "points": "prev(a)"}}])
    check("no input of the node", node(given, ["u 2026-Q3 points:X=7", "u 2026-Q2 a=4"], "--period", "2026-Q3"),
          ("7.00", "reported"))
    done = start(["eval"], definition([expr("a")]), lines)
    check("a set that reads no earlier period asks", (done.returncode, "2026-Q1, 2026-Q2, 2026-Q3" in done.stderr),
          (2, True))
    done = start(["eval"], prev, ["u 2026-Q4 a=9", "u 2026 a=4"])
    check("two periods that end together are asked for", (done.returncode, "--period" in done.stderr), (2, True))
    done = start(["eval"], definition([expr("prev(a)")], in_force={"to": "2026-06-30"}), lines[:2])
    check("the latest, not one out of force", (done.returncode, "--period" in done.stderr), (2, True))
    for period in ("2026-Q3", None):
        options = ["--period", period] if period else []
        check(f"from a store, {period}", node(prev, lines, *options, store=True), scored("5.00"))
    # Of one unit a store yields its own rows only, but also those of the period before.
    said = start(["explain", "u", "X"], prev, lines, "--period", "2026-Q3", store=True).stdout
    check("explained from a store", "5.00" in said, True)
    done = start(["explain", "v"], prev, ["u 2026-Q3 a=9", "v 2026-Q2 a=4", "v 2026-Q1 a=3"], store=True)
    check("the latest period is that of all units", (done.returncode, done.stdout), (2, ""))
    with tempfile.TemporaryDirectory() as folder:
        criteria, db = write(folder, "case.json", json.dumps(prev)), os.path.join(folder, "s.db")
        files = [write(folder, f"{k}.csv", data_text([line])) for k, line in enumerate(lines[:2])]
        for step in (["init"], ["import", "data", files[0], "--criteria", criteria],
                     ["import", "data", files[1], "--criteria", criteria, "--synthetic"]):
            subprocess.run([SCORE, *step, "--db", db], capture_output=True, check=True)
        done = subprocess.run([SCORE, "eval", "--db", db, "--criteria", criteria, "--format", "json"],
                              capture_output=True, check=False, text=True)
        check("made-up data of an earlier period mark the result", json.loads(done.stdout)["synthetic"], True)


def what_is_missing():
    tree = definition([expr("prev(a)"), expr("children.sum(a)", "Y"), expr("at(b, '2025') + a", "Z")])
    lines = ["u 2026-Q3 b=1", "h1 2026-Q3 a=1"]
    for language, want in (("en", ["a: report it for 2026-Q2", "the units below have to report: children.sum(a)",
                                   "a: report it"]),
                           ("vi", ["a: cần báo cáo số liệu kỳ 2026-Q2",
                                   "các đơn vị trực thuộc cần báo cáo: children.sum(a)", "a: cần báo cáo số liệu"])):
        found = run(["gap", "u"], tree, lines, units=VILLAGES, language=language).get("criteria", [])
        check(f"gap in {language}", [r["need"] for r in found if r["node"] in "XYZ"], want)


def stages():
    tree = definition([met('has_stage("self")', "S"), met('has_stage("verified")', "V"),
                       met('not has_stage("published")', "P")])
    lines = ["u 2026-Q3 a=1 verified:a=1", "v 2026-Q3 verified:a=1", "w 2026-Q3 a=NA verified:b=1"]
    for unit, want in (("u", ["10.00", "10.00", "10.00"]), ("v", ["0.00", "10.00", "10.00"]),
                       ("w", ["10.00", "10.00", "10.00"])):
        check(f"stages of {unit}", [node(tree, lines, "--stage", "verified", unit=unit, key=k)[0] for k in "SVP"], want)
    check("never undecided", node(tree, ["u 2026-Q3 a=1"], "--stage", "self", key="V"), scored("0.00"))


# 2026: 1 January is a Thursday, 30 April a Thursday, 1 May a Friday.
CALENDAR = {"years": {"2026": {"holidays": ["2026-01-01", "2026-01-02", "2026-04-26", "2026-04-30", "2026-05-01"],
                               "make_up": ["2026-01-10"], "source": {"document": "Thông báo về lịch nghỉ 2026"}},
                      "2025": {"holidays": ["2025-12-31"]}}}


def working_days():
    def count(a, b, calendar=None, unit="u"):
        tree = definition([expr("workdays(asked, sent) + 50")], calendar=calendar or CALENDAR)
        return node(tree, [f"{unit} 2026-Q3 asked={a} sent={b}"])

    for a, b, n in (("2026-03-02", "2026-03-06", 4),    # Monday to Friday: Tue Wed Thu Fri
                    ("2026-03-06", "2026-03-09", 1),    # Friday to Monday
                    ("2026-03-06", "2026-03-08", 0),    # over a weekend
                    ("2026-03-02", "2026-03-02", 0),
                    ("2026-03-02", "2026-03-30", 20),   # four weeks
                    ("2026-03-01", "2026-03-30", 21),
                    ("2026-04-28", "2026-05-05", 3),    # Wed, holidays Thu Fri, weekend, Mon, Tue
                    ("2026-04-24", "2026-04-27", 1),    # the holiday of Sunday 26 April takes nothing away
                    ("2026-01-02", "2026-01-12", 7),    # 5..9, the made-up Saturday 10, Monday 12
                    ("2025-12-30", "2026-01-05", 1),    # over the year's end: only Monday
                    ("2026-01-05", "2025-12-30", -1),
                    ("2026-03-09", "2026-03-06", -1)):
        check(f"working days {a} to {b}", count(a, b), scored(f"{n + 50}.00"))
    check("a year without a list", count("2026-12-31", "2027-01-04"), MISSING)
    check("a year that is not counted needs none", count("2024-12-31", "2025-01-03"), scored("53.00"))
    check("backwards into a year without a list", count("2025-01-03", "2024-12-30"), MISSING)
    check("no calendar at all", node(definition([expr("workdays(asked, sent)")]),
                                     ["u 2026-Q3 asked=2026-03-02 sent=2026-03-06"]), MISSING)
    check("a blank day", node(definition([expr("workdays(asked, sent)")], calendar=CALENDAR),
                              ["u 2026-Q3 asked=2026-03-02"]), MISSING)
    friday = {**CALENDAR, "weekend": ["friday"], "years": {"2026": {"holidays": []}}}
    check("another weekend", count("2026-03-02", "2026-03-09", friday), scored("56.00"))
    check("no weekend", count("2026-03-02", "2026-03-09", {**friday, "weekend": []}), scored("57.00"))
    check("no whole day", node(definition([expr("workdays(asked, sent + 0.5)")], calendar=CALENDAR),
                               ["u 2026-Q3 asked=2026-03-02 sent=2026-03-06"]), ("0.00", "invalid"))

    def fault(calendar, pointer, *words):
        done = start(["eval"], definition([expr("workdays(asked, sent)")], calendar=calendar), ["u 2026-Q3 a=1"])
        check(f"{pointer}: {words}", (done.returncode, pointer in done.stderr, [w for w in words if w not in done.stderr]),
              (3, True, []))

    def year(holidays, make_up=(), number="2026"):
        return {"years": {number: {"holidays": list(holidays), "make_up": list(make_up)}}}

    fault(year(["2026-01-01", "2026-01-01"]), "/calendar/years/2026/holidays/1", "2026-01-01", "twice")
    fault(year(["2026-01-03"], ["2026-01-03"]), "/calendar/years/2026/make_up/0", "twice")
    fault(year(["2025-01-01"]), "/calendar/years/2026/holidays/0", "2025-01-01", "2026")
    fault(year(["2026-02-30"]), "/calendar/years/2026/holidays/0", "2026-02-30", "no date")
    fault(year([20260101]), "/calendar/years/2026/holidays/0", "YYYY-MM-DD")
    fault(year([], ["2026-01-05"]), "/calendar/years/2026/make_up/0", "2026-01-05", "no weekend day")
    fault(year([], number="26"), "/calendar/years/26", "26")
    fault(year([], number="1800"), "/calendar/years/1800", "1800")
    fault({**year([]), "weekend": ["caturday"]}, "/calendar/weekend/0", "caturday", "saturday")
    fault({**year([]), "weekend": ["sunday", "sunday"]}, "/calendar/weekend/1", "twice")
    fault({**year([]), "weekend": "sunday"}, "/calendar/weekend", "list")
    fault({"years": []}, "/calendar/years", "object")
    fault({"years": {"2026": {"holidays": {}}}}, "/calendar/years/2026/holidays", "list")
    fault({"years": {"2026": {}}}, "/calendar/years/2026", "holidays")
    fault({"year": {}}, "/calendar", "years")
    fault([], "/calendar", "object")


VILLAGES = [("code", "name", "kind", "parent", "poor", "valid_from", "valid_to"),
            ("u", "U", "xa", "t", "", "", ""), ("v", "V", "xa", "t", "", "", ""), ("t", "T", "tinh", "", "", "", "")] + [
    (h, h, "thon", "u", "1" if h == "h1" else "0", "", "") for h in ("h1", "h2", "h3", "h4", "h5")] + [
    ("h6", "h6", "thon", "v", "0", "", "2026-06-30"), ("h6", "h6", "thon", "u", "0", "2026-10-01", "")]


def children():
    def ask(points, *lines, unit="u", **more):
        return node(definition([expr(points)]), ["u 2026-Q3 b=1", "v 2026-Q3 b=1", *lines], unit=unit, units=VILLAGES,
                    **more)

    def holds(when, *lines, unit="u"):
        return node(definition([met(when)]), ["u 2026-Q3 b=1", "v 2026-Q3 b=1", *lines], unit=unit, units=VILLAGES)

    full = [f"h{k} 2026-Q3 done={int(k < 4)} a={k}" for k in range(1, 6)]
    check("count", ask("children.count(done)", *full), scored("3.00"))
    check("share", ask("children.share(done) * 100", *full), scored("60.00"))
    check("sum", ask("children.sum(a)", *full), scored("15.00"))
    check("of an expression", ask("children.sum(if(done, 2 * a, 0)) + children.count(a > 1 and unit.poor)", *full),
          scored("12.00"))
    check("of the child's parent", ask('children.count(parent.kind == "xa")', *full), scored("5.00"))
    check("none at the period's end", ask("children.count(done) + 7", *full, unit="v"), scored("7.00"))
    check("no share of none", ask("children.share(done)", *full, unit="v"), MISSING)
    check("the sum of none", ask("children.sum(a) + 3", *full, unit="v"), scored("3.00"))
    check("from a store", ask("children.count(done)", *full, store=True), scored("3.00"))
    said = start(["explain", "u", "X"], definition([expr("children.count(done)")]), ["u 2026-Q3 b=1", *full], "--period",
                 "2026-Q3", units=VILLAGES, store=True).stdout
    check("explained from a store", "3.00" in said, True)
    # h1..h3 done, h4 not, h5 blank: 3 to 4 of 5, 60 % to 80 %
    open_ = full[:4]
    for when, want in (("children.count(done) >= 3", "10.00"), ("children.count(done) >= 4", None),
                       ("children.count(done) >= 5", "0.00"), ("children.count(done) == 5", "0.00"),
                       ("children.count(done) == 4", None), ("children.share(done) >= 60%", "10.00"),
                       ("children.share(done) >= 80%", None), ("children.share(done) > 80%", "0.00"),
                       ("children.share(done) == 70%", "0.00"), ("children.share(done) != 70%", "10.00"),
                       ("children.share(done) == 80%", None), ("children.share(done) <= 0.8", "10.00"),
                       ("children.share(done) == children.share(not done)", "0.00"),
                       ("children.share(done) == children.count(done)", "0.00"),
                       ("children.count(done) > children.count(not done)", "10.00"),
                       ("children.share(done) + 0 >= 60%", None), ("children.sum(a) >= 1", None)):
        check(when, holds(when, *open_), scored(want) if want else MISSING)
    check("all of the list count, with data or without", holds("children.count(true) == 5", "h1 2026-Q3 a=1"),
          scored("10.00"))
    check("without any data", holds("children.share(done) <= 1"), scored("10.00"))
    check("contradictory ones are open", holds("children.count(a / b > 1) >= 0", "h1 2026-Q3 a=1 b=0"), scored("10.00"))
    check("and where it matters, contradictory", holds("children.count(a / b > 1) >= 5", "h1 2026-Q3 a=1 b=0",
                                                       *[f"h{k} 2026-Q3 a=2 b=1" for k in range(2, 6)]),
          ("0.00", "invalid"))
    check("of the same stage", node(definition([expr("children.sum(a)")]), [
        *full, *[f"h{k} 2026-Q3 verified:a=10" for k in range(1, 6)], "u 2026-Q3 b=1 verified:b=1"], "--stage", "verified",
        units=VILLAGES), scored("50.00"))
    check("of the period before", node(definition([expr("children.sum(prev(a))")]),
                                       ["u 2026-Q3 b=1", *[f"h{k} 2026-Q2 a=2" for k in range(1, 6)]],
                                       "--period", "2026-Q3", units=VILLAGES), scored("10.00"))
    check("in a statistic of the cohort", node(definition([expr("mean(children.share(done) * 100)")],
                                                          cohort={"same": ["kind"]}),
                                               ["u 2026-Q3 b=1", "v 2026-Q3 b=1", *full, "k 2026-Q3 done=1"],
                                               units=VILLAGES + [("k", "k", "thon", "v", "", "", "")]), scored("80.00"))
    # What a child reports is no input of the parent: given points stand.
    check("no own input", ask("children.sum(a)", *full, "v 2026-Q3 points:X=2"), scored("15.00"))
    check("given points stand", node(definition([expr("children.sum(a)")]), ["u 2026-Q3 points:X=7", *full],
                                     units=VILLAGES), ("7.00", "reported"))
    kinds = ranks(definition([expr("children.count(done)")]), ["u 2026-Q3 b=1", "v 2026-Q3 b=1", *full], "--scope",
                  "kind:xa", units=VILLAGES)
    check("children out of scope are not ranked", kinds, {"u": "1", "v": "2"})
    for text, word in (("children.count(a)", "condition"), ("children.sum(done == done)", "number"),
                       ("children.sum(children.sum(a))", "inside another"), ("children.sum(mean(a))", "inside another"),
                       ("mean(mean(a))", "inside another"), ("children.sum(points('Y'))", "cannot be used here"),
                       ("prev(a + 1)", "measure"), ("at(a, '2026-Q5')", "2026-Q5"), ("at(a, b)", "text"),
                       ("prev(a, b)", "1 arguments"), ("has_stage('later')", "later"), ("workdays(asked)", "2 arguments"),
                       ("children.mean(a)", "children."), ("prev(children.sum(a))", "measure")):
        tree = definition([expr("if(has_stage('later'), 1, 0)" if "stage" in text else text), expr("1", "Y")])
        done = start(["eval"], tree, ["u 2026-Q3 a=1"])
        check(text, (done.returncode, "/groups/0/criteria/0/rule/points" in done.stderr, word in done.stderr),
              (3, True, True))


def given_statistics():
    told = {"mean_told": {"name": "m", "type": "amount", "statistic": "mean(a)"},
            "rate_told": {"name": "r", "type": "percent", "statistic": "highest( rate )"}}
    units = [("code", "name", "kind", "parent", "other_code")] + [
        (u, u, "xa", p, "") for u, p in (("u", "t"), ("v", "T2"), ("w", "s"))] + [
        ("t", "t", "tinh", "", "T2"), ("s", "s", "tinh", "", "")]
    tree = definition([expr("mean(a)"), expr("100 * highest(rate)", "Y")], told)
    lines = ["u 2026-Q3 a=1", "v 2026-Q3 a=2 rate=70", "w 2026-Q3 a=6 rate=80"]

    def both(*more, unit="u", options=(), **named):
        r = {x["node"]: (x["points"], x["outcome"]) for x in run(
            ["eval"], tree, lines + list(more), "--unit", unit, *options, units=units, **named)["nodes"]}
        return r.get("X"), r.get("Y")

    check("computed", both(), (scored("3.00"), MISSING))
    check("given, also for a unit without own figure", both("t 2026-Q3 mean_told=4.25 rate_told=61.4"),
          (scored("4.25"), scored("61.40")))
    check("given by an alias of the parent", both("t 2026-Q3 mean_told=4.25", unit="v"), (scored("4.25"), scored("80.00")))
    check("not for the units of another parent", both("t 2026-Q3 mean_told=4.25", unit="w")[0], scored("3.00"))
    check("the highest stage wins, and asks for none", both("t 2026-Q3 mean_told=4 published:mean_told=5"),
          (scored("5.00"), MISSING))
    check("from a store", both("t 2026-Q3 mean_told=4 published:mean_told=5", store=True), (scored("5.00"), MISSING))
    check("on another row it says nothing", both("u 2026-Q3 mean_told=4")[0], scored("3.00"))
    found = run(["rank"], tree, lines + ["t 2026-Q3 mean_told=4.25"], units=units)
    check("the parent is no unit to be scored", sorted(r["unit"] for r in found["units"]), ["u", "v", "w"])
    check("nor a stage of its own", node(definition([met('has_stage("published")')], told),
                                         lines + ["t 2026-Q3 published:mean_told=5"], units=units), scored("0.00"))
    other = definition([expr("if(rank(a) <= 2, 5, 0)"), expr("if(rank( a ) <= 1, 5, 1)", "Y"), expr("rank(b) + 0", "Z")])
    check("the same statistic twice", (node(other, lines, unit="v"), node(other, lines, unit="v", key="Y")),
          (scored("5.00"), scored("1.00")))
    for more, pointer, word in (
            ({"z": {"name": "z", "type": "amount", "statistic": "mean(q)"}}, "/measures/z/statistic", "q"),
            ({"z": {"name": "z", "type": "amount", "statistic": "a + 1"}}, "/measures/z/statistic", "no statistic"),
            ({"z": {"name": "z", "type": "boolean", "statistic": "mean(a)"}}, "/measures/z/statistic", "amount"),
            ({"z": {"name": "z", "type": "amount", "statistic": "mean(z)"}}, "/measures/z/statistic", "itself"),
            ({"z": {"name": "z", "type": "amount", "statistic": 5}}, "/measures/z/statistic", "text"),
            ({k: {"name": k, "type": "amount", "statistic": "mean(a)"} for k in "yz"}, "/measures/z/statistic", "twice")):
        done = start(["eval"], definition([expr("mean(a)")], more), ["u 2026-Q3 a=1"])
        check(f"{more}", (done.returncode, pointer in done.stderr, word in done.stderr), (3, True, True))


def checks():
    tree = definition([expr("a")], checks=[
        {"when": "a <= b", "message": {"vi": "a không được lớn hơn b", "en": "a must not be above b"}},
        {"when": 'points("X") < 9', "message": "nine", "severity": "error"}])

    def said(lines, *options, language="en"):
        done = start(["rank"], tree, lines, *options, language=language)
        return done.returncode, [s for s in done.stderr.splitlines() if "unit list" not in s and "danh sách" not in s], (
            "Total" in done.stdout or "Tổng" in done.stdout)

    check("all hold", said(["u 2026-Q3 a=1 b=1"]), (0, [], True))
    check("undecided is no finding", said(["u 2026-Q3 a=1"]), (0, [], True))
    code, lines, shown = said(["u 2026-Q3 a=2 b=1", "v 2026-Q3 a=3 b=1", "w 2026-Q3 a=1 b=1"])
    check("one for each unit", (code, len(lines), "unit u: a must not be above b" in lines[0], shown), (0, 2, True, True))
    check("in Vietnamese", "đơn vị u: a không được lớn hơn b" in said(["u 2026-Q3 a=2 b=1"], language="vi")[1][0], True)
    code, lines, shown = said(["u 2026-Q3 a=9 b=9", "v 2026-Q3 a=3 b=9"])
    check("an error: 1 after the results", (code, len(lines), "unit u: nine" in lines[0], shown), (1, 1, True, True))
    check("a warning under --strict", said(["u 2026-Q3 a=2 b=1"], "--strict")[0], 1)
    check("explain too", start(["explain", "u"], tree, ["u 2026-Q3 a=9 b=9"]).returncode, 1)
    check("out of scope, nothing is asked", said(["u 2026-Q3 a=9 b=9", "v 2026-Q3 a=3 b=9"], "--scope", "unit:v")[0], 0)
    for bad, pointer in (([{"when": "a", "message": "m"}], "/checks/0/when"), ([{"message": "m"}], "/checks/0"),
                         ([{"when": "yes"}], "/checks/0"), ({}, "/checks"),
                         ([{"when": "yes", "message": "m", "severity": "fatal"}], "/checks/0/severity")):
        done = start(["eval"], definition([expr("a")], checks=bad), ["u 2026-Q3 a=1"])
        check(f"checks {bad}", (done.returncode, pointer in done.stderr), (3, True))


def windows():
    # Periods of months that end on the 14th: 2026-Q3 ends on 14 September, 2026 on 14 December.
    def due(day, when, **more):
        return node(definition([expr("a", due=day)], **more), [f"u {when} a=1"])

    mid = {"period": {"ends_on_day": 14}}
    for day, period, calendar, own in (("2026-09-14", "2026-Q3", "scored", "scored"),
                                       ("2026-09-15", "2026-Q3", "scored", "not_due"),
                                       ("2026-10-01", "2026-Q3", "not_due", "not_due"),
                                       ("2026-12-14", "2026", "scored", "scored"),
                                       ("2026-12-15", "2026", "scored", "not_due"),
                                       ("2026-02-14", "2026-02", "scored", "scored"),
                                       ("2026-02-15", "2026-02", "scored", "not_due")):
        check(f"due {day} in {period}", (due(day, period)[1], due(day, period, **mid)[1]), (calendar, own))
    for more, want in (({}, (None, None, False)), (mid, ("2026-06-15", "2026-09-14", True))):
        head = run(["rank"], definition([expr("a")], **more), ["u 2026-Q3 a=1"])
        said = start(["rank"], definition([expr("a")], **more), ["u 2026-Q3 a=1"], language="vi").stdout
        check(f"the days are said, {more}", (head.get("first_day"), head.get("last_day"),
                                             "từ 2026-06-15 đến 2026-09-14" in said), want)
    units = [("code", "name", "kind", "parent", "valid_from", "valid_to"),
             ("u", "U", "xa", "t", "", "2026-09-20"), ("u", "U", "phuong", "t", "2026-09-21", "")]
    for more, want in (({}, "0.00"), (mid, "10.00")):
        check(f"kind at the end, {more}", node(definition([met('unit.kind == "xa"')], **more), ["u 2026-Q3 a=1"],
                                               units=units), scored(want))
        check(f"scope at the end, {more}", start(["rank"], definition([expr("a")], **more), ["u 2026-Q3 a=1"], "--scope",
                                                 "kind:xa", units=units).returncode, 0 if more else 2)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "case"))
        for version, window in (("1", {"to": "2026-09-20"}), ("2", {"from": "2026-09-21"})):
            tree = {**definition([expr("a")], in_force=window, **mid), "version": version}
            write(os.path.join(folder, "case"), f"{version}.json", json.dumps(tree))
        data = write(folder, "data.csv", data_text(["u 2026-Q3 a=1"]))
        done = subprocess.run([SCORE, "eval", "--criteria", "case", "--criteria-dir", folder, "--data", data, "--format",
                               "json"], capture_output=True, check=False, text=True)
        check("the version in force at the end of the set's own period",
              json.loads(done.stdout or "{}").get("criteria_version"), "1")
    for bad in ({"ends_on_day": 0}, {"ends_on_day": 29}, {"ends_on_day": "14"}, {}, 14):
        done = start(["eval"], definition([expr("a")], period=bad), ["u 2026-Q3 a=1"])
        check(f"period {bad}", (done.returncode, "/period" in done.stderr), (3, True))


def decisions():
    tree = definition([expr("a")], ranking={"tie_break": [{"measure": "b"}, {"decision": "place"}]})
    lines = ["u 2026-Q3 a=9 b=1 place=2", "v 2026-Q3 a=9 b=1 place=1", "w 2026-Q3 a=9 b=2", "x 2026-Q3 a=5 b=1",
             "y 2026-Q3 a=5 b=1"]
    found = run(["rank"], tree, lines)["units"]
    check("the place given, 1 first; whom it does not name stays tied",
          {r["unit"]: (r["rank"], r["tied"], r["decided"]) for r in found},
          {"w": ("1", False, False), "v": ("2", False, True), "u": ("3", False, True), "x": ("4", True, False),
           "y": ("4", True, False)})
    one = run(["rank"], tree, ["u 2026-Q3 a=9 b=1", "v 2026-Q3 a=9 b=1 place=3"])["units"]
    check("a blank place is last", {r["unit"]: r["rank"] for r in one}, {"v": "1", "u": "2"})
    for language, words in (("en", "by decision"), ("vi", "theo quyết định")):
        done = start(["rank"], tree, lines, language=language)
        check(f"said in {language}", words in done.stdout, True)
    plain = definition([expr("a")], ranking={"tie_break": [{"measure": "b"}]})
    check("nothing of it without one", "decided" in run(["rank"], plain, lines)["units"][0], False)
    for bad, pointer in (({"decision": "nobody"}, "/ranking/tie_break/0/decision"),
                         ({"decision": "rate"}, "/ranking/tie_break/0/decision"),
                         ({"decision": "place", "order": "descending"}, "/ranking/tie_break/0/order"),
                         ({"decision": "place", "measure": "a"}, "/ranking/tie_break/0")):
        done = start(["eval"], definition([expr("a")], ranking={"tie_break": [bad]}), ["u 2026-Q3 a=1"])
        check(f"tie break {bad}", (done.returncode, pointer in done.stderr), (3, True))


earlier_periods()
what_is_missing()
stages()
working_days()
children()
given_statistics()
checks()
windows()
decisions()
print(f"{passed} passed, {failed} failed")
raise SystemExit(failed != 0)
