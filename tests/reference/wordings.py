"""Rules as decisions word them, worked by hand: one definition each, units with their cells, and what they get.

    for case in CASES: case.definition, case.units, case.data, case.want

Cells are written "a=3 2025:a=4 verified:p=1": measure, optionally behind a period and a stage. What a unit gets is
written "15.56" or "0 missing", for the criterion K or for the nodes named.
"""
from collections import namedtuple

PERIOD = "2026-Q3"
STAGES = ("self", "verified", "published")
Case = namedtuple("Case", "title definition units data want")
CASES = []

MEASURES = {m: {"name": m, "type": "count"} for m in "abcdefgh"}
MEASURES |= {m: {"name": m, "type": "boolean"} for m in ("p", "q", "r", "s", "t", "v", "w")}
MEASURES |= {m: {"name": m, "type": "amount", "digits": 2} for m in "xyz"}
MEASURES |= {m: {"name": m, "type": "percent", "digits": 2} for m in ("rate", "online")}
MEASURES |= {m: {"name": m, "type": "date"} for m in ("asked", "done")}
MEASURES["head"] = {"name": "head", "type": "choice", "options": [
    {"key": k, "name": k} for k in ("chairman", "deputy", "none", "later", "no_task")]}


def cells(unit, text):
    for word in text.split():
        name, value = word.split("=")
        period, stage, parts = PERIOD, "self", name.split(":")
        if parts[0][0].isdigit():
            period = parts.pop(0)
        if parts[0] in STAGES:
            stage = parts.pop(0)
        yield (unit, period, ":".join(parts), stage, value, "")


def read(text):
    points, _, outcome = text.partition(" ")
    return points, outcome or "scored"


def case(title, rule, *rows, limit=10, units=None, group=None, criterion=None, **members):
    """rows: (cells, what is wanted[, facts of the unit]); units: others with their cells, below u0; t is the parent of all."""
    k = {"key": "K", "name": "K", "max": str(limit), "rule": rule, **(criterion or {})}
    groups = members.pop("groups", [{"key": "G", "name": "G", "max": str(limit), "criteria": [k], **(group or {})}])
    definition = {"format": 1, "id": "any", "version": "1", "status": "draft", "name": "any",
                  "measures": MEASURES | members.pop("measures", {}), "groups": groups,
                  "total": {"max": str(sum(int(g["max"]) for g in groups if "kind" not in g)), "basis": "points"}, **members}
    listed, data, want = [], [], {}
    for i, (text, wanted, *facts) in enumerate(rows):
        unit = {"code": f"u{i}", "kind": "phuong", "parent": "t", "mountainous": "", **(facts[0] if facts else {})}
        listed.append(unit)
        data += [(unit["code"], PERIOD, "h", "self", "1", ""), *cells(unit["code"], text)]
        for node, said in (wanted if isinstance(wanted, dict) else {"K": wanted}).items():
            want[unit["code"], node] = read(said)
    top = {"code": "t", "kind": "tinh", "parent": "", "mountainous": ""}
    for unit in units or []:
        if unit["code"] != "t":
            listed.append({**top, "kind": "thon", "parent": "u0", **{k: v for k, v in unit.items() if k != "cells"}})
        data += cells(unit["code"], unit.get("cells", ""))
    CASES.append(Case(title, definition, [top, *listed], data, want))


def met(when):
    return {"kind": "met", "when": when}


def ratio(num, den, zero="zero", **more):
    return {"kind": "ratio", "num": num, "den": den, "zero_denominator": zero, **more}


def part(limit, rule, name="part"):
    return {"name": name, "max": str(limit), "rule": rule}


# 1: 7 of 9 meetings chaired by the head, of 20 points: 140/9 = 15.555...
case("1 ratio of max", ratio("a", "b"), ("a=7 b=9", "15.56"), ("a=10 b=9", "0 invalid"), ("b=9", "0 missing"),
     ("a=0 b=0", "0"), limit=20)
# 2: full at 80 %; 2 x (8/32)/0.8 = 0.625; times a second ratio 3/4: 0.46875; of the larger of two counts; less a union
case("2 against a target", ratio("a", "b", target="80%"), ("a=8 b=32", "0.63"), ("a=28 b=32", "2"), limit=2)
case("2 times a second ratio", ratio("a", "b", target="80%", factor="c / d"), ("a=8 b=32 c=3 d=4", "0.47"),
     ("a=8 b=32 c=3 d=0", "0 invalid"), limit=2)
case("2 the larger of two counts", ratio("a", "max(b, c)"), ("a=3 b=4 c=6", "5"), ("a=3 b=4", "0 missing"))
case("2 less a union", ratio("a - (b + c - d)", "a"), ("a=20 b=3 c=4 d=2", "7.5"))
# 3: bands of a count, the top one open upwards; 1 point each of nine kinds while eight count; all or nothing
case("3 bands of a count", {"kind": "bands", "value": "a", "bands": [
    {"from": "4", "points": "20"}, {"from": "3", "to": "4", "points": "15"}, {"from": "2", "to": "3", "share": "50%"},
    {"from": "1", "to": "2", "points": "5"}]},
     ("a=5", "20"), ("a=4", "20"), ("a=3", "15"), ("a=2", "10"), ("a=1", "5"), ("a=0", "0"), limit=20)
case("3 one point each, at most eight", {"kind": "count", "value": "a", "each": "1", "cap": "8"},
     ("a=7", "7"), ("a=8", "8"), ("a=9", "8"), ("", "0 missing"), limit=9)
case("3 items of their own points", {"kind": "count", "each": "1.5", "items": [
    {"when": "p"}, {"when": "q", "points": "3"}, {"when": "a / b >= 2/3"}]},
     ("p=1 q=1 a=2 b=3", "6"), ("p=1 q=0 a=1 b=3", "1.5"), ("q=1", "3"), ("", "0 missing"), ("p=0 q=0 a=0 b=1", "0"),
     ("p=1 a=1 b=0", "1.5"), ("a=1 b=0", "0 invalid"), limit=6)
case("3 all or nothing", met("p and q and r"), ("p=1 q=1 r=1", "10"), ("p=1 q=1 r=0", "0"), ("p=1 q=1", "0 missing"),
     ("p=1 q=0", "0"))
# 4: 88-90: 2; 90-95: 3; 95-<100: 4; 100: 5, the upper bound belonging to the band above; or-ed measures
case("4 threshold bands", {"kind": "bands", "value": "rate", "bands": [
    {"from": "88%", "to": "90%", "points": "2"}, {"from": "90%", "to": "95%", "points": "3"},
    {"from": "95%", "to": "100%", "points": "4"}, {"from": "100%", "points": "5"}]},
     ("rate=87.99", "0"), ("rate=88", "2"), ("rate=90", "3"), ("rate=95", "4"), ("rate=99.99", "4"), ("rate=100", "5"),
     limit=5)
case("4 two measures joined by or", met("rate >= 90% or online >= 70%"), ("rate=95", "10"), ("online=70", "10"),
     ("rate=89", "0 missing"), ("rate=89 online=69", "0"))
# 5: 3 points at 80 %, above it 0.25 for every 2 percentage points, at most 4: 87 % is three whole steps, 3.5 pro rata
UP = {"kind": "steps", "value": "rate", "level": "80%", "base": "3"}
case("5 whole steps", {**UP, "slopes": [{"every": "2%", "add": "0.25"}], "cap": "4"},
     ("rate=79.99", "0"), ("rate=80", "3"), ("rate=81.99", "3"), ("rate=82", "3.25"), ("rate=87", "3.75"),
     ("rate=88", "4"), ("rate=90", "4"), ("", "0 missing"), limit=5)
case("5 pro rata", {**UP, "slopes": [{"every": "2%", "add": "0.25", "mode": "prorate"}], "cap": "4"},
     ("rate=80", "3"), ("rate=81", "3.13"), ("rate=87", "3.88"), ("rate=95", "4"), limit=5)
case("5 fewer is better", {"kind": "steps", "value": "rate", "level": "5%", "base": "2", "direction": "down",
                           "slopes": [{"every": "1%", "add": "0.5"}]},
     ("rate=5.01", "0"), ("rate=5", "2"), ("rate=4.01", "2"), ("rate=4", "2.5"), ("rate=0", "4"), limit=4)
case("5 fewer is better, from and to", {"kind": "steps", "value": "rate", "level": "5%", "base": "2", "direction": "down",
                                        "slopes": [{"every": "1%", "add": "0.5", "from": "4%", "to": "2%", "mode": "prorate"}]},
     ("rate=4.5", "2"), ("rate=3.5", "2.25"), ("rate=2", "3"), ("rate=0", "3"), limit=4)
case("5 short of the level", {**UP, "below": "base"}, ("rate=10", "3"), limit=5)
case("5 points below the level", {**UP, "below": "points", "below_points": "1.5"}, ("rate=79.99", "1.5"), ("rate=80", "3"),
     limit=5)
# 0.1 per 1 % up to 85 %, at most 0.3; 0.5 per 5 % from 85 %: 96 % gives 3 + 0.3 + 2 x 0.5
case("5 two slopes", {**UP, "slopes": [{"every": "1%", "add": "0.1", "to": "85%", "cap": "0.3"},
                                       {"every": "5%", "add": "0.5", "from": "85%"}]},
     ("rate=82.5", "3.2"), ("rate=84.99", "3.3"), ("rate=96", "4.3"), ("rate=120", "5"), limit=5)
case("5 a slope that takes away", {**UP, "slopes": [{"every": "1%", "add": "-0.5", "from": "90%", "cap": "1.2"}]},
     ("rate=90.5", "3"), ("rate=91", "2.5"), ("rate=92", "2"), ("rate=95", "1.8"), limit=5)
case("5 the level of a mountainous commune", {"kind": "steps", "value": "a", "base": "4", "slopes": [
    {"every": "10", "add": "1"}], "level": 'if(unit.mountainous == "1", 75%, 1) * 100'},
     ("a=75", "4", {"mountainous": "1"}), ("a=85", "5", {"mountainous": "1"}), ("a=85", "0", {"mountainous": "0"}),
     ("a=85", "0 missing"))
# 6: yes or no; chairman full, deputy half, none 0; two independent halves; not yet due; no task
HEAD = {"kind": "choice", "value": "head", "options": [
    {"option": "chairman", "points": "5"}, {"option": "deputy", "share": "50%"}, {"option": "none", "points": "0"},
    {"option": "later", "outcome": "not_due"}, {"option": "no_task", "outcome": "not_applicable"}]}
case("6 partial credit", HEAD, ("head=chairman", "5"), ("head=deputy", "2.5"), ("head=none", "0"), ("", "0 missing"),
     ("head=later", "0 not_due"), ("head=no_task", "0 not_applicable"), limit=5)
case("6 an outcome follows its policy", HEAD, ("head=no_task", "5 not_applicable"), ("head=later", "0 not_due"), limit=5,
     not_applicable="full")
HALVES = {"kind": "sum", "parts": [part(5, met("p")), part(5, ratio("a", "b"))]}
case("6 two halves", HALVES, ("p=1 a=2 b=3", "8.33"), ("p=0 a=2 b=3", "3.33"), ("p=1", "5"), ("", "0 missing"),
     ("p=1 a=4 b=3", "5"), ("a=4 b=3", "0 invalid"))
# Neither half is rounded: 1/3 + 2/3 of 5 is 5
case("6 parts are not rounded", {"kind": "sum", "parts": [part(5, ratio("a", "c")), part(5, ratio("b", "c"))]},
     ("a=1 b=2 c=3", "5"), ("a=1 b=1 c=7", "1.43"))
case("6 a part keeps to its maximum", {"kind": "sum", "parts": [part(2, {"kind": "expr", "points": "x"}), part(8, met("p"))]},
     ("x=7 p=1", "10"), ("x=7 p=0", "2"), ("x=1.5 p=0", "1.5"))
case("6 parts that do not apply", {"kind": "sum", "parts": [part(5, HEAD), part(5, ratio("a", "b", "not_applicable"))]},
     ("head=no_task a=1 b=2", "2.5"), ("head=later a=1 b=2", "2.5"), ("head=no_task a=0 b=0", "0 not_applicable"),
     ("head=later a=0 b=0", "0 not_due"), ("head=later", "0 missing"), ("head=deputy a=0 b=0", "2.5"))
# 7: the mean of 60, 70, 80, 90 is 75; 0.25 for each 5 above it; places; twice the national rate; min-max
case("7 at or above the mean", met("rate >= mean(rate)"), *((f"rate={v}", w) for v, w in
                                                              ((60, "0"), (70, "0"), (80, "10"), (90, "10"))))
case("7 steps above the mean", {"kind": "steps", "value": "rate", "level": "mean(rate)", "base": "1", "below": "zero",
                                "slopes": [{"every": "5%", "add": "0.25"}]},
     ("rate=60", "0"), ("rate=70", "0"), ("rate=80", "1.25"), ("rate=90", "1.75"), limit=2)
case("7 the mean as given for the province", met("rate >= mean(rate)"), ("rate=76", "0"), ("rate=78", "10"), ("rate=90", "10"),
     measures={"province_mean": {"name": "m", "type": "percent", "digits": 2, "statistic": "mean(rate)"}},
     units=[{"code": "t", "cells": "self:province_mean=70 verified:province_mean=77.5"}])
case("7 the highest two, the next two, the rest", {"kind": "bands", "value": "rank(a)", "bands": [
    {"to": "2", "to_open": False, "points": "3"}, {"from": "2", "from_open": True, "to": "4", "to_open": False, "points": "2"},
    {"from": "4", "from_open": True, "points": "1"}]},
     ("a=9", "3"), ("a=8", "3"), ("a=8", "3"), ("a=7", "2"), ("a=1", "1"), ("", "0 missing"), limit=3)
case("7 twice the national rate", met("rate >= 2 * 12.5%"), ("rate=25", "10"), ("rate=24.99", "0"))
case("7 min-max", ratio("a - lowest(a)", "highest(a) - lowest(a)"), ("a=2", "0"), ("a=5", "3.75"), ("a=10", "10"))
# 8: only the highest applies; a deduction by choice; what is blank in a deduction is deducted
case("8 only the highest applies", {"kind": "best", "parts": [part(3, met("p")), part(2, met("q")), part(1, met("r"))]},
     ("p=0 q=1 r=1", "2"), ("p=1 q=1 r=1", "3"), ("r=1", "1"), ("p=0 q=0 r=0", "0"), ("", "0 missing"), limit=3)
case("8 a deduction", None, ("p=1 q=0", {"P": "1", "total": "9"}), ("p=1 q=1", {"P": "3", "total": "7"}),
     ("p=0", {"D": "2", "total": "8"}), ("", {"D": "3 missing", "total": "7"}), groups=[
         {"key": "G", "name": "G", "max": "10", "criteria": [
             {"key": "K", "name": "K", "max": "10", "rule": {"kind": "expr", "points": "10"}}]},
         {"key": "P", "name": "P", "max": "3", "kind": "penalty", "criteria": [
             {"key": "D", "name": "D", "max": "3", "rule": {"kind": "count", "items": [
                 {"when": "p", "points": "1"}, {"when": "q", "points": "2"}]}}]}])
case("8 the highest deduction, blank parts in force", None, ("p=1 q=0", {"D": "1"}), ("p=1", {"D": "3"}), ("q=0", {"D": "1"}),
     groups=[{"key": "G", "name": "G", "max": "10", "criteria": [
         {"key": "K", "name": "K", "max": "10", "rule": {"kind": "expr", "points": "10"}}]},
             {"key": "P", "name": "P", "max": "3", "kind": "penalty", "criteria": [
                 {"key": "D", "name": "D", "max": "3", "rule": {"kind": "best", "parts": [
                     part(1, met("p")), part(3, met("q"))]}}]}])
# 10: without the plan no points; no premises of its own: at most 3.5 of 5
case("10 a gate and a cap", ratio("a", "b"), ("a=4 b=5 p=1 q=1", "4"), ("a=4 b=5 p=0 q=1", "0"), ("a=4 b=5 p=1 q=0", "3.5"),
     ("a=3 b=5 p=1 q=0", "3"), ("a=4 b=5 q=1", "0 missing"), limit=5,
     criterion={"requires": "p", "cap_when": [{"when": "not q", "cap": "3.5"}]})
# 12: 3 of 5, one of which is 2 of 4 (q, r, s, t); exactly two thirds of the hamlets
case("12 n of m, nested", met("count(p, v, w, a >= 1, count(q, r, s, t) >= 2) >= 3"), ("p=1 v=1 w=0 a=0 q=1 r=0 s=1 t=0", "10"),
     ("p=1 v=1 w=0 a=0 q=1 r=0 s=0 t=0", "0"), ("p=1 v=1 w=0 a=0 q=1 r=0 s=0", "0 missing"), ("p=1 v=1 w=1", "10"))
case("12 two thirds", met("a / b >= 2/3"), ("a=2 b=3", "10"), ("a=6666 b=10000", "0"), ("a=6667 b=10000", "10"))
# 13: within 5 working days. Asked on Friday 28/08/2026; 31/08 to 02/09 are off, Saturday 05/09 is made up for.
DAYS = {"years": {"2026": {"holidays": ["2026-08-31", "2026-09-01", "2026-09-02"], "make_up": ["2026-09-05"]}}}
case("13 working days", {"kind": "expr", "points": "workdays(asked, done)"},
     ("asked=2026-08-28 done=2026-08-28", "0"), ("asked=2026-08-28 done=2026-09-02", "0"),
     ("asked=2026-08-28 done=2026-09-04", "2"), ("asked=2026-08-28 done=2026-09-05", "3"),
     ("asked=2026-08-28 done=2026-09-06", "3"), ("asked=2026-08-28 done=2026-09-07", "4"),
     ("asked=2026-08-28", "0 missing"), ("asked=2026-12-30 done=2027-01-04", "0 missing"),
     ("asked=2026-08-29 done=2026-09-03", "1"), calendar=DAYS)
case("13 working days backwards", {"kind": "expr", "points": "0 - workdays(done, asked)"},
     ("asked=2026-08-28 done=2026-09-07", "4"), calendar=DAYS)
case("13 another weekend", {"kind": "expr", "points": "workdays(asked, done)"}, ("asked=2026-08-27 done=2026-09-07", "6"),
     calendar={"years": {"2026": {"holidays": DAYS["years"]["2026"]["holidays"]}}, "weekend": ["sunday"]})
case("13 calendar days", met("days(asked, done) <= 5"), ("asked=2026-08-28 done=2026-09-02", "10"),
     ("asked=2026-08-28 done=2026-09-03", "0"))
# 14: 50 people x 0.4; council scores on a grid of 0.5
case("14 people asked", {"kind": "count", "value": "a", "each": "0.4"}, ("a=50", "20"), ("a=37", "14.8"), limit=20)
case("14 a council's score", {"kind": "reported", "grid": "0.5"}, ("points:K=7.5", "7.5 reported"), ("", "0 missing"))
# 15: of no points
case("15 informational", ratio("a", "b"), ("a=1 b=2", "0"), limit=0, groups=[
    {"key": "G", "name": "G", "max": "10", "criteria": [
        {"key": "K", "name": "K", "max": "0", "rule": ratio("a", "b")},
        {"key": "L", "name": "L", "max": "10", "rule": met("p")}]}])
# 16: (2 x 0.5 + 1 x 1/3) / 3 = 0.4444
case("16 weighted index", None, ("a=1 b=2 c=1 d=3", {"total": "0.4444"}), groups=[
    {"key": "G", "name": "G", "max": "1", "weight": "2", "criteria": [
        {"key": "K", "name": "K", "max": "1", "rule": ratio("a", "b")}]},
    {"key": "H", "name": "H", "max": "1", "weight": "1", "criteria": [
        {"key": "L", "name": "L", "max": "1", "rule": ratio("c", "d")}]}],
     total={"max": "1", "aggregate": "weighted", "basis": "points"}, grids={"criterion": "0.0001", "total": "0.0001"})
# 20: 60 % in 2025, 70 % from 2026; twice the quarter before; twice the year 2025; only wards; self-scored or not
case("20 thresholds by year", met("rate >= if(period.year >= 2026, 70%, 60%)"), ("rate=70", "10"), ("rate=69.99", "0"))
case("20 against the quarter before", met("a >= 2 * prev(a)"), ("a=8 2026-Q2:a=4", "10"), ("a=7 2026-Q2:a=4", "0"),
     ("a=8 2025-Q3:a=4", "0 missing"), ("a=8 2026-Q2:verified:a=4", "0 missing"), ("2026-Q2:a=4", "0 missing"))
case("20 against the year 2025", ratio("a", 'at(a, "2025")', may_exceed=True), ("a=8 2025:a=10", "8"), ("a=12 2025:a=10", "10"),
     ("a=8", "0 missing"))
case("20 only wards", met("p"), ("p=1", "10"), ("p=1", "0 not_applicable", {"kind": "xa"}),
     criterion={"applies_when": 'unit.kind == "phuong"'})
case("11 who did not score itself", met('has_stage("self") and not has_stage("verified")'), ("", "10"), ("verified:a=1", "0"))
# 21: of four hamlets three reached 80 %, one is not known
HAMLETS = [{"code": f"h{i}", "cells": f"rate={v} a={a}"} for i, (v, a) in enumerate(((80, 5), (90, 6), (85, 7)))]
case("21 share of the hamlets", met("children.share(rate >= 80%) >= 75%"), ("", "10"), ("", "0 missing"),
     units=[*HAMLETS, {"code": "h3"}])
case("21 too many hamlets unknown", met("children.share(rate >= 80%) >= 80%"), ("", "0 missing"), units=[*HAMLETS, {"code": "h3"}])
case("21 the number of hamlets", {"kind": "expr", "points": "children.count(rate >= 85%)"}, ("", "2"), ("", "0"), units=HAMLETS)
case("21 the sum over the hamlets", {"kind": "expr", "points": "children.sum(a) / 2"}, ("", "9"), ("", "0"), units=HAMLETS)
case("21 the sum with a blank", {"kind": "expr", "points": "children.sum(a) / 2"}, ("", "0 missing"),
     units=[*HAMLETS, {"code": "h3", "cells": "p=1"}])
case("21 hamlets of the day", met("children.count(rate >= 80%) == 1"), ("", "10"), units=[
    {"code": "h0", "cells": "rate=80", "valid_to": "2026-09-30"}, {"code": "h1", "cells": "rate=80", "valid_to": "2026-09-29"},
    {"code": "h2", "cells": "rate=80", "valid_from": "2026-10-01"}])
# What is read of other periods or of children is no input of the unit's own: given points stand beside it
case("21 given points beside cells that only children are asked for", {"kind": "expr", "points": "children.count(rate >= 85%)"},
     ("points:K=7 rate=90", "7 reported"), units=HAMLETS)
case("20 given points beside a cell of the quarter before", {"kind": "expr", "points": "prev(a)"},
     ("points:K=7 2026-Q2:a=3", "7 reported"), ("points:K=7 a=2 2026-Q2:a=3", "7 reported"), ("2026-Q2:a=3", "3"))
# A month that ends on the 14th: the quarter ends on 14/09
case("a window of its own", met("p"), ("p=1", "10"), criterion={"due": "2026-09-14"}, period={"ends_on_day": 14})
case("a window of its own, due after it", met("p"), ("p=0", "0 not_due"), criterion={"due": "2026-09-15"}, period={"ends_on_day": 14})
# Parts in parts, four deep: 1 + the better of 2 and (1 + 1.5)
DEEP = {"kind": "sum", "parts": [part(1, met("p")), part(4, {"kind": "best", "parts": [part(2, met("q")), part(4, {
    "kind": "sum", "parts": [part(1, met("r")), part(3, {"kind": "best", "parts": [
        part(3, ratio("a", "b")), part(1, met("s"))]})]})]})]}
case("parts in parts", DEEP, ("p=1 q=1 r=1 a=1 b=2 s=1", "3.5"), ("p=1 q=1 r=0 a=1 b=2 s=0", "3"), ("q=1", "2"),
     ("a=3 b=2 p=1 q=1 r=1 s=1", "3"), ("a=3 b=2", "0 invalid"))
