#!/usr/bin/env python3
"""The notation of rules: pairs of text and definition worked by hand, and random definitions of every kind of rule, with
hostile texts, that must come back from their spreadsheet as they were."""
import json
import os
import random
import tempfile

from sheets import STYLES, differences, rows, score, through
from tally import Tally

# What is typed, and what it must mean.
PAIRS = [
    ("ratio: a; b; full; target = 80%",
     {"kind": "ratio", "num": "a", "den": "b", "zero_denominator": "full", "target": "80%"}),
    ("ratio: a; b; zero_denominator = full; target = 80%",
     {"kind": "ratio", "num": "a", "den": "b", "zero_denominator": "full", "target": "80%"}),
    ("ratio:max(a,b);a+b;zero;may_exceed=yes;",
     {"kind": "ratio", "num": "max(a,b)", "den": "a+b", "zero_denominator": "zero", "may_exceed": True}),
    ("ratio: a; b; zero; may_exceed = không",
     {"kind": "ratio", "num": "a", "den": "b", "zero_denominator": "zero", "may_exceed": False}),
    ("ratio: if(unit.kind == \"phuong\", a, b); b; zero",
     {"kind": "ratio", "num": "if(unit.kind == \"phuong\", a, b)", "den": "b", "zero_denominator": "zero"}),
    ("bands: a; bands = [from = 4 | points = 2] [from = 3 | to = 4 | points = 1]",
     {"kind": "bands", "value": "a", "bands": [{"from": "4", "points": "2"}, {"from": "3", "to": "4", "points": "1"}]}),
    ("bands: a; >= 4: 2 | >= 3: 1",
     {"kind": "bands", "value": "a", "bands": [{"from": "4", "points": "2"}, {"from": "3", "to": "4", "points": "1"}]}),
    ("bands: a; > 4: 2 | > 3: 1",
     {"kind": "bands", "value": "a", "bands": [{"from": "4", "from_open": True, "points": "2"},
                                               {"from": "3", "from_open": True, "to": "4", "to_open": False,
                                                "points": "1"}]}),
    ("bands: a; ≥ 4: 2 | ≥ 3 < 4: 1 | = 0: share = 10%",
     {"kind": "bands", "value": "a", "bands": [{"from": "4", "points": "2"}, {"from": "3", "to": "4", "points": "1"},
                                               {"from": "0", "to": "0", "to_open": False, "share": "10%"}]}),
    ("bands: a; >= 4: 2 | < 3: 1",
     {"kind": "bands", "value": "a", "bands": [{"from": "4", "points": "2"}, {"to": "3", "points": "1"}]}),
    ("bands: a * 2; > 50% <= 80%: 1; ",
     {"kind": "bands", "value": "a * 2", "bands": [{"from": "50%", "from_open": True, "to": "80%", "to_open": False,
                                                    "points": "1"}]}),
    ("choice: c; co: 3 | khong: 0",
     {"kind": "choice", "value": "c", "options": [{"option": "co", "points": "3"}, {"option": "khong", "points": "0"}]}),
    ("choice: c; co: share = 100% | khong: outcome = not_due",
     {"kind": "choice", "value": "c", "options": [{"option": "co", "share": "100%"},
                                                  {"option": "khong", "outcome": "not_due"}]}),
    ("met: a >= 4", {"kind": "met", "when": "a >= 4"}),
    ("met: d == \"x;y|z\"", {"kind": "met", "when": "d == \"x;y|z\""}),
    ("met: `d == 'x;y|z'`", {"kind": "met", "when": "d == 'x;y|z'"}),
    ("count: items = e | f: 2; each = 1",
     {"kind": "count", "items": [{"when": "e"}, {"when": "f", "points": "2"}], "each": "1"}),
    ("count: items = [e] [f | points = 2]; each = 1",
     {"kind": "count", "items": [{"when": "e"}, {"when": "f", "points": "2"}], "each": "1"}),
    ("count: value = a; each = 0.4; cap = 2", {"kind": "count", "value": "a", "each": "0.4", "cap": "2"}),
    ("steps: a; 80%; 2; slopes = [1% | 0.5] [5% | 1 | mode = prorate | cap = 1]; cap = 3",
     {"kind": "steps", "value": "a", "level": "80%", "base": "2", "cap": "3",
      "slopes": [{"every": "1%", "add": "0.5"}, {"every": "5%", "add": "1", "mode": "prorate", "cap": "1"}]}),
    ("sum: [Họp dân | 1 | {met: e}] [{vi = Hai; en = Two} | 2 | {bands: a; >= 4: 2 | >= 3: 1}]",
     {"kind": "sum", "parts": [{"name": "Họp dân", "max": "1", "rule": {"kind": "met", "when": "e"}},
                               {"name": {"vi": "Hai", "en": "Two"}, "max": "2",
                                "rule": {"kind": "bands", "value": "a", "bands": [
                                    {"from": "4", "points": "2"}, {"from": "3", "to": "4", "points": "1"}]}}]}),
    ("best: [\"a \"\"b\"\" | c\" | 3 | {sum: [x | 3 | {met: e}]}]",
     {"kind": "best", "parts": [{"name": "a \"b\" | c", "max": "3", "rule": {"kind": "sum", "parts": [
         {"name": "x", "max": "3", "rule": {"kind": "met", "when": "e"}}]}}]}),
    ("reported", {"kind": "reported"}),
    ("reported: grid = 0.5", {"kind": "reported", "grid": "0.5"}),
    ("expr: clamp(a / b, 0, 1)", {"kind": "expr", "points": "clamp(a / b, 0, 1)"}),
    ("  met :  e  ", {"kind": "met", "when": "e"}),
]

# Undeclared measures of the pairs: what they are taken for.
TYPES = {"a": "count", "b": "count", "c": "choice", "e": "boolean", "f": "boolean"}


# What undeclared names are taken for, by what is done with them.
GUESSES = [
    ("met: a", {"a": "boolean"}),
    ("met: a >= 4 and not b", {"a": "count", "b": "boolean"}),
    ("met: a >= 80% or 50% < b", {"a": "percent", "b": "percent"}),
    ("met: a / b >= 80%", {"a": "count", "b": "count"}),
    ("met: 80% <= a / b or a + b < 5%", {"a": "count", "b": "count"}),
    ("met: a <= date(\"2026-06-30\")", {"a": "date"}),
    ("met: days(a, b) <= 5", {"a": "date", "b": "date"}),
    ("met: count(a, b > 2, c) >= 2", {"a": "boolean", "b": "count", "c": "boolean"}),
    ("expr: if(a, b, c) / max(d, 1)", {"a": "boolean", "b": "count", "c": "count", "d": "count"}),
    ("bands: a; >= 88%: 2", {"a": "percent"}),
    ("bands: a * b; >= 88%: 2", {"a": "count", "b": "count"}),
    ("bands: a; >= 4: 2", {"a": "count"}),
    ("steps: a; 80%; 1; slopes = [1% | 1]", {"a": "percent"}),
    ("choice: a; x: 1 | y: 0", {"a": "choice"}),
    ("count: items = a | b > 1: 1; each = 1", {"a": "boolean", "b": "count"}),
    ("sum: [x | 1 | {met: a}] [y | 1 | {bands: b; >= 50%: 1}]", {"a": "boolean", "b": "percent"}),
]

# What a lever's row says in the column rule, and what it must mean beside its key and name.
LEVERS = [
    ("convert; a +1", {"kind": "convert", "effect": {"a": "+1"}}),
    ("convert; a+1,b -2", {"kind": "convert", "effect": {"a": "+1", "b": "-2"}}),
    ("add; {a +1; b + 1}; effort = 2; most = min(b - a, 3)",
     {"kind": "add", "effect": {"a": "+1", "b": "+1"}, "effort": "2", "most": "min(b - a, 3)"}),
    ("past; e =yes", {"kind": "past", "effect": {"e": "=yes"}}),
    ("past; {e =yes}", {"kind": "past", "effect": {"e": "=yes"}}),
    ("past; e = yes, a = +1, b = 3; controlled_by = province",
     {"kind": "past", "effect": {"e": "=yes", "a": "+1", "b": "=3"}, "controlled_by": "province"}),
    ("kind = past; effect = e =no, p +2.5%", {"kind": "past", "effect": {"e": "=no", "p": "+2.5%"}}),
    ("effect = {e = \"=yes\"; comment = \"x, y\"}; kind = past",
     {"kind": "past", "effect": {"e": "=yes", "comment": "x, y"}}),
    ("convert; c =co; note = {vi = Lời; en = Word}",
     {"kind": "convert", "effect": {"c": "=co"}, "note": {"vi": "Lời", "en": "Word"}}),
]
LEVER_ROWS = [["row", "code", "group", "name", "max", "rule"], ["measure", "a", "", "A", "", "count"],
              ["measure", "b", "", "B", "", "count"], ["measure", "e", "", "E", "", "boolean"],
              ["measure", "p", "", "P", "", "percent"], ["measure", "c", "", "C", "", "choice"],
              ["option", "co", "c", "Có", "", ""], ["option", "khong", "c", "Không", "", ""],
              ["", "1", "G", "x", "3", "met: e and a > 1 and b > 1 and p > 50% and c == \"co\""]]


def levers(tally, folder):
    path = os.path.join(folder, "lever.csv")
    for kind in ("lever", "việc làm", "Đòn bẩy"):
        for typed, meant in LEVERS:
            with open(path, "w", encoding="utf-8") as f:
                f.write(rows(LEVER_ROWS + [[kind, "l", "", "Làm", "", typed]]))
            done = score("criteria", "from-csv", path)
            if tally.check(done.returncode == 0, f"{typed}: {done.stderr.decode()}"):
                found = differences([{"key": "l", "name": "Làm", **meant}], json.loads(done.stdout).get("levers"))
                tally.check(not found, f"{typed}: {found}")
    # Columns of their own, in Vietnamese; what only a lever names is declared nowhere and is told.
    head = ["dòng", "mã", "nhóm", "tên", "điểm tối đa", "quy tắc", "thay đổi", "công sức", "nhiều nhất", "ai tác động được"]
    lines = [["", "1", "G", "x", "3", "ratio: a; b; zero", "", "", "", ""],
             ["việc làm", "l", "", "Làm", "", "add", "a +1, b +1", "2,5", "b / 10", "province"]]
    with open(path, "w", encoding="utf-8") as f:
        f.write(rows([head, *lines], ";"))
    done = score("criteria", "from-csv", path)
    made = json.loads(done.stdout or "{}")
    found = differences([{"key": "l", "name": "Làm", "kind": "add", "controlled_by": "province", "effort": "2.5",
                          "most": "b / 10", "effect": {"a": "+1", "b": "+1"}}], made.get("levers"))
    tally.check(not found and sorted(made.get("measures", {})) == ["a", "b"], f"columns: {found} {done.stderr.decode()}")
    for member, typed in ((6, "a +1, d +1"), (8, "b - d")):
        slip = [list(line) for line in lines]
        slip[1][member] = typed
        with open(path, "w", encoding="utf-8") as f:
            f.write(rows([head, *slip], ";"))
        done = score("criteria", "from-csv", path, "--lang", "en")
        told = done.stderr.decode()
        tally.check(done.returncode == 3 and "lever.csv:3 column " + head[member] in told and '"d"' in told,
                    f"a slip in a lever: {done.returncode} {told}")


def guesses(tally, folder):
    path = os.path.join(folder, "guess.csv")
    for typed, types in GUESSES:
        with open(path, "w", encoding="utf-8") as f:
            f.write(rows([["code", "group", "name", "max", "rule"], ["1", "A", "x", "3", typed]]))
        done = score("criteria", "from-csv", path)
        made = {k: m["type"] for k, m in json.loads(done.stdout or "{}").get("measures", {}).items()}
        tally.check(made == types, f"{typed}: {made} {done.stderr.decode()}")


def pairs(tally, folder):
    path = os.path.join(folder, "pair.csv")
    for typed, meant in PAIRS:
        text = rows([["code", "group", "name", "max", "rule"], ["1", "A", "x", "3", typed]])
        if "d ==" in typed:
            text += rows([["", "", "", "", ""]]).strip("\n")
            text = rows([["row", "code", "group", "name", "max", "rule"], ["measure", "d", "", "D", "", "choice"],
                         ["option", "x", "d", "X", "", ""], ["option", "y", "d", "Y", "", ""],
                         ["", "1", "A", "x", "3", typed.replace("x;y|z", "x")]])
            meant = json.loads(json.dumps(meant).replace("x;y|z", "x"))
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        done = score("criteria", "from-csv", path)
        if not tally.check(done.returncode == 0, f"{typed}: {done.stderr.decode()}"):
            continue
        made = json.loads(done.stdout)
        found = differences(meant, made["groups"][0]["criteria"][0]["rule"])
        tally.check(not found, f"{typed}: {found}")
        for key, measure in made.get("measures", {}).items():
            wanted = "percent" if typed.startswith("steps") else TYPES.get(key)
            tally.check(key == "d" or measure["type"] == wanted, f"{typed}: {key} is {measure['type']}")


HOSTILE = ["=", "\"", "\n", ";", "|", "[", "]", "{", "}", "(", ")", "'", "`", ",", ":", "\\", "~", "/", "%", "=SUM(A1)",
           "'=x", "+1", "-", "@", "\t", "true", "null", "12", "0.5", "x = y", "a: b", "\"\"", "đ", "ế", "–", "≥", " ",
           "\u00a0", "#", "<b>", "&", "bands: x", "[a | b]", "{vi = x}", ">= 4", "ward", "Điểm", "\u200b", "😀"]


def text(r, empty=False):
    if empty and r.random() < 0.05:
        return ""
    if r.random() < 0.06:
        return r.choice(["x = y", "vi = x", "a; b", "a | b", "[x]", "{x}", "\"x\"", "x\"", "null"])
    n = r.choice([1, 1, 2, 3, 5])
    made = "".join(r.choice(HOSTILE) for _ in range(n)) + ("" if r.random() < 0.5 else r.choice(["x", "tên", " y"]))
    return made if r.random() < 0.7 else r.choice(["Tên thường", "Plain name", "Hồ sơ, kết quả"])


def words(r):
    if r.random() < 0.3:
        return text(r)
    return r.choice([{"vi": text(r), "en": text(r)}] * 3 + [{"en": text(r), "vi": text(r)}, {"vi": text(r)},
                                                           {"en": text(r)}])


def value(r):
    return r.choice(["m1", "m2", "m1 + 2", "(m1 + m2) / 2", "max(m1, m2)", "if(b1, m1, 80%)", "p1", " p1 * 2",
                     "if(unit.kind == \"a;b|c]\", m1, m2)", "if(unit.kind == 'x\"y[', 1, m2)", "12", "-1 * m1",
                     "if(unit.kind == '`', 1, 2)", "sum(m1, m2)\n+ 1", "count(b1, b2)", "m1 - m2"])


def condition(r):
    return r.choice(["b1", "b1 and not b2", "m1 >= 4", "c1 == \"co\"", "count(b1, b2) >= 1", "named", "true", "b1 == b2",
                     "unit.kind == \"}{\"", "unit.kind == 'it''s'" if False else "unit.kind == \"it's\"", "(b1 or b2)",
                     "unit.kind == ':' or b1", "m1 < 4 or m2 <= 5", "date(\"2026-01-01\") > date(\"2025-01-01\")"])


def points(r, limit=3):
    return r.choice(["0", "1", str(limit), "0.5", "1.25", r.randint(0, limit)])


def bands(r):
    edges = sorted(r.sample(range(0, 100), r.randint(1, 5)))
    made, unit = [], r.choice(["", "%"])
    for i, low in enumerate(edges):
        band = {"from": f"{low}{unit}"}
        if r.random() < 0.2:
            band["from_open"] = r.random() < 0.7
        if i + 1 < len(edges):
            band["to"] = f"{edges[i + 1]}{unit}"
            follows_open = r.random() < 0.3
            if follows_open:
                band["to_open"] = True
        band[r.choice(["points", "points", "share"])] = r.choice(["0", "1", "0.5"])
        made.append(band)
    if r.random() < 0.3:
        made[0].pop("from")
        made[0].pop("from_open", None)
        if "to" not in made[0]:
            made[0]["to"] = "100"
    if r.random() < 0.6:
        made.reverse()
    if r.random() < 0.2:
        made = [{"from": "5", "to": "5", "to_open": False, "points": "1"}]
    if r.random() < 0.15:
        side = r.choice(["from", "to"])
        made = [{side: "m1", "points": "1"}, {side: "m2", "points": "0"}]
    if r.random() < 0.1:
        made = [{"from": "m1", "to": "if(b1, m2, 3)", "points": "1"}]
    return made


def options(r):
    return [{"option": key, **r.choice([{"points": points(r)}, {"share": "50%"}, {"outcome": "not_due"},
                                        {"outcome": "not_applicable"}])} for key in ("co", "khong", "6")]


def rule(r, deep=0, limit=3):
    kind = r.choice(["ratio", "bands", "steps", "choice", "met", "count", "expr"] + ([] if deep > 1 else ["sum", "best"])
                    + ([] if deep else ["reported"]))
    if kind == "ratio":
        made = {"num": value(r), "den": value(r), "zero_denominator": r.choice(["zero", "full", "not_applicable"])}
        extra = {"target": r.choice(["80%", "1", "if(b1, 90%, 80%)"]), "factor": value(r), "may_exceed": r.random() < 0.5,
                 "floor": "0"}
    elif kind == "bands":
        made, extra = {"value": value(r), "bands": bands(r)}, {}
    elif kind == "steps":
        made = {"value": value(r), "level": value(r), "base": r.choice(["0", "0.5"]),
                "slopes": [{"every": r.choice(["1", "0.5%"]), "add": r.choice(["1", "0.25"]),
                            **({"to": value(r)} if r.random() < 0.3 else {}),
                            **({"mode": "prorate"} if r.random() < 0.3 else {})} for _ in range(r.randint(1, 3))]}
        extra = {"below": r.choice(["zero", "base"]), "cap": "1"}
    elif kind == "choice":
        made, extra = {"value": "c1", "options": options(r)}, {}
    elif kind == "met":
        made, extra = {"when": condition(r)}, {}
    elif kind == "count" and r.random() < 0.5:
        made, extra = {"value": value(r), "each": r.choice(["1", "0.4"])}, {"cap": "1"}
    elif kind == "count":
        made = {"items": [{"when": condition(r), **({"points": "1"} if r.random() < 0.5 else {})}
                          for _ in range(r.randint(1, 4))], "each": "0.5"}
        extra = {"cap": "1"}
    elif kind == "expr":
        made, extra = {"points": value(r)}, {}
    elif kind == "reported":
        made, extra = {}, {"grid": "0.5"}
    else:
        made = {"parts": [{"name": words(r), "max": "1", "rule": rule(r, deep + 1, 1)} for _ in range(r.randint(1, 3))]}
        extra = {}
    for name in extra:
        if r.random() < 0.4:
            made[name] = extra[name]
    names = list(made)
    if r.random() < 0.3:
        r.shuffle(names)
    out = {"kind": kind, **{name: made[name] for name in names}}
    if r.random() < 0.1:
        out["comment"] = r.choice([text(r), {"a b": [1, True, None, text(r)], "=": {}}, [], 7])
    return out


def criterion(r, key):
    made = {"key": key, "name": words(r), "max": r.choice(["3", 3, "3.0"]), "rule": rule(r)}
    extra = {"code": text(r), "evidence": words(r), "note": words(r), "applies_when": condition(r),
             "requires": condition(r), "due": "2026-10-31", "controlled_by": r.choice(["unit", "province", "nobody"]),
             "not_applicable": r.choice(["zero", "full", "exclude"]), "grid": r.choice(["0.5", "none", "0.01"]),
             "weight": r.choice(["2", "0.5", 3]), "open": r.random() < 0.5, "na_from_data": r.random() < 0.5,
             "cap_when": [{"when": condition(r), "cap": points(r)} for _ in range(r.randint(1, 2))],
             "source": r.choice([{"document": text(r)}, {"document": text(r), "clause": text(r), "mark": "a"},
                                 {"document": "x", "clause": ""}])}
    for name in extra:
        if r.random() < 0.3:
            made[name] = extra[name]
    return made


def lever(r, i):
    moves = {"m1": ["+1", "-2", "=5"], "m2": ["+0.5", "-1.125", "=-1"], "p1": ["+1%", "-0.5%", "+2", "=80%"],
             "b1": ["=yes", "=no"], "c1": ["=co", "=6"], "d1": ["=2026-09-30"], "comment": [text(r), {"x": [1, text(r)]}]}
    names = r.sample(sorted(moves), r.randint(1, 4))
    effect = {name: r.choice(moves[name]) for name in names if name != "comment" or len(names) > 1}
    made = {"key": f"L{i}", "name": words(r), "kind": r.choice(["convert", "add", "past"]), "effect": effect}
    extra = {"controlled_by": r.choice(["unit", "province", "national"]), "effort": r.choice(["2", "0.5", 3]),
             "most": value(r), "note": words(r), "comment": text(r)}
    for name in extra:
        if r.random() < 0.4:
            made[name] = extra[name]
    return made


def definition(r):
    count = 0

    def group(deep):
        nonlocal count
        count += 1
        made = {"key": f"G{count}", "name": words(r), "max": "9"}
        if r.random() < 0.4:
            made["code"] = text(r)
        if r.random() < 0.4:
            made["grid"] = "0.01"
        if deep < 2 and r.random() < 0.3:
            made["groups"] = [group(deep + 1) for _ in range(r.randint(1, 2))]
        if r.random() < 0.8:
            made["criteria"] = []
            for _ in range(r.randint(0, 3)):
                count += 1
                made["criteria"].append(criterion(r, f"K{count}"))
        return made

    boolean = {"type": "boolean"}
    measures = {"m1": {"type": "count", "name": words(r), "unit": words(r), "max": "100"},
                "m2": {"type": "amount", "name": words(r), "digits": 3, "min": "-1.5", "default": 0},
                "p1": {"type": "percent", "name": words(r), "over_time": "last", "step": "0.5%"},
                "b1": {**boolean, "name": words(r), "default": r.random() < 0.5}, "b2": {**boolean, "name": text(r)},
                "c1": {"type": "choice", "name": words(r), "options": [
                    {"key": key, "name": words(r)} for key in ("co", "khong", "6")]},
                "d1": {"type": "date", "name": words(r), "min": "2020-01-01"}}
    made = {"format": 1, "id": "x", "version": "1", "status": "draft", "name": words(r), "measures": measures,
            "conditions": {"named": condition(r).replace("named", "b1"), "other": "m1 > 0"},
            "groups": [group(0) for _ in range(r.randint(1, 3))],
            "total": {"max": "27", "basis": "points"}, "not_applicable": "zero",
            "grids": {"criterion": "0.01", "group": "0.01"}}
    extra = {"supersedes": r.choice([[], ["0.9"], ["0.8", "0.9"]]), "in_force": {"from": "2026-01-01"},
             "cohort": {"same": ["kind", "parent"], "min_n": 3},
             "notes": [words(r) for _ in range(r.randint(0, 3))], "comment": r.choice([text(r), {"x": [text(r)]}]),
             "grades": {"basis": "without_bonus", "bands": [
                 {"key": "a", "name": words(r), "at_least": "20", "gates": [{"no_zero": True}, {"when": condition(r)}]},
                 {"key": "b", "name": words(r), "at_least": 0, "mark": "b"}],
                 "ceilings": [{"when": condition(r), "at_most": "b"}], "forced": []},
             "ranking": {"method": "dense", "tie_break": [{"measure": "m1", "order": "ascending"}, {"node": "G1"}],
                         "completeness": "80%"},
             "checks": [{"when": condition(r), "message": words(r)}, {"when": condition(r), "message": words(r),
                                                                     "severity": "error"}],
             "levers": [lever(r, i) for i in range(r.randint(0, 4))],
             "calendar": {"weekend": ["sunday"], "years": {"2026": {"holidays": ["2026-01-01", "2026-09-02"],
                                                                    "source": {"document": text(r)}}}}}
    for name in extra:
        if r.random() < 0.5:
            made[name] = extra[name]
    return made


def randomly(tally, folder, count):
    path = os.path.join(folder, "random.json")
    tried = 0
    for seed in range(count):
        r = random.Random(seed)
        before = definition(r)
        with open(path, "w", encoding="utf-8") as f:
            json.dump(before, f, ensure_ascii=False)
        loaded = score("criteria", "show", path, "--format", "json")
        if loaded.returncode:  # the generator is not the loader: what it refuses is no definition
            tally.check(loaded.returncode == 3 and loaded.stderr.count(b"\n") < 20, f"seed {seed}: {loaded.stderr.decode()}")
            continue
        tried += 1
        with open(path, encoding="utf-8") as f:
            before = json.load(f)
        style = list(STYLES)[seed % 2]
        back, wrong = through(path, folder, style)
        if tally.check(back is not None, f"seed {seed} {style}: {wrong}"):
            found = differences(before, json.loads(back))
            tally.check(not found, f"seed {seed} {style}: {found[:4]}")
    tally.check(tried * 2 > count, f"only {tried} of {count} random definitions load")


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        pairs(tally, folder)
        guesses(tally, folder)
        levers(tally, folder)
        randomly(tally, folder, 2000 if os.environ.get("SCORE_LONG") else 40 if os.environ.get("SCORE_SANITIZE") else 150)
    tally.close()


if __name__ == "__main__":
    main()
