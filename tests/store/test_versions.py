"""A store holds what was reported under several versions: of an earlier period only what the set reads there counts;
what today's definition would refuse elsewhere is nobody's concern."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SCORE_SOURCE"], "tests", "house"))
from tally import BIN, Tally  # noqa: E402

TALLY = Tally()


def definition(version, points, limit, **measures):
    """a, b, level and yes are measures; X reads a, Z b, Y level, and `given` is given from outside."""
    kinds = {"a": {"type": "count"}, "b": {"type": "count"}, "yes": {"type": "boolean"},
             "level": {"type": "choice", "options": [{"key": "low", "name": "low"}, {"key": "high", "name": "high"}]}}
    rules = {"X": (100, {"kind": "expr", "points": points}), "Z": (10, {"kind": "met", "when": "b > 0"}),
             "Y": (10, {"kind": "met", "when": 'level == "high"'}), "given": (limit, {"kind": "reported"})}
    criteria = [{"key": k, "name": k, "max": str(top), "rule": rule} for k, (top, rule) in rules.items()]
    return {"format": 1, "id": "case", "version": version, "status": "draft", "name": "case",
            "measures": {k: {"name": k, **kind, **measures.get(k, {})} for k, kind in kinds.items()},
            "groups": [{"key": "G", "name": "G", "max": str(120 + limit), "criteria": criteria}],
            "total": {"max": str(120 + limit)}}


def score(*words):
    return subprocess.run([BIN, *words, "--lang", "en"], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                          text=True)


def stored(folder, new):
    """The store, and the path of the new version."""
    names = {name: os.path.join(folder, name) for name in ("s.db", "1.json", "2.json", "1.csv", "2.csv")}
    texts = {"1.json": json.dumps(definition("1", "a", 9)), "2.json": json.dumps(new),
             "1.csv": "unit,period,a,b,level,yes,points:given\nu,2025,4,50,low,1,9\n",
             "2.csv": "unit,period,a,b,level,points:given\nu,2026,7,5,high,4\n"}
    for name, text in texts.items():
        with open(names[name], "w", encoding="utf-8") as file:
            file.write(text)
    score("init", "--db", names["s.db"])
    for k in "12":
        done = score("import", "data", names[f"{k}.csv"], "--criteria", names[f"{k}.json"], "--db", names["s.db"])
        TALLY.check(done.returncode == 0, f"import {k}: {done.stderr}")
    return names["s.db"], names["2.json"]


def points_of(new, *more):
    with tempfile.TemporaryDirectory() as folder:
        db, criteria = stored(folder, new)
        done = score("eval", "--criteria", criteria, "--db", db, "--period", "2026", "--format", "json", *more)
        rows = json.loads(done.stdout, parse_float=str, parse_int=str)["nodes"] if done.returncode == 0 else []
        return {r["node"]: r["points"] for r in rows if r["kind"] == "criterion"}, done.stderr


STRICTER = {"b": {"max": "10"}, "yes": {"type": "count"}, "level": {"options": [{"key": "high", "name": "high"}]}}
for words in ([], ["--unit", "u"]):
    found, told = points_of(definition("2", "a - prev(a)", 4, **STRICTER), *words)
    TALLY.check(found == {"X": "3.00", "Z": "10.00", "Y": "10.00", "given": "4.00"}, f"{words}: {found} {told}")
    found, told = points_of(definition("2", "a - prev(a)", 4, a={"min": "5"}), *words)
    TALLY.check(not found and "a stored value 4 is out of the bounds of 'a'" in told, f"{words}: {found} {told}")
    found, told = points_of(definition("2", "if(prev(level) == \"high\", 1, 0)", 4, **STRICTER), *words)
    TALLY.check(not found and "low" in told, f"an option that is read: {words}: {found} {told}")

# Who sent is told, whatever an earlier version let into the same period.
with tempfile.TemporaryDirectory() as home:
    base, stricter = stored(home, definition("2", "a", 4, **STRICTER))
    os.mkdir(os.path.join(home, "sent"))
    for place, text in (("late.csv", "unit,period,b,level\nv,2026,50,low\n"), ("sent/w.csv", "unit,period,a\nw,2026,3\n")):
        with open(os.path.join(home, place), "w", encoding="utf-8") as sheet:
            sheet.write(text)
    first = os.path.join(home, "1.json")
    TALLY.check(score("import", "data", os.path.join(home, "late.csv"), "--criteria", first, "--db", base).returncode == 0, "late")
    sent = score("import", "data", os.path.join(home, "sent"), "--criteria", stricter, "--db", base)
    TALLY.check(sent.returncode == 0 and "w.csv" in sent.stdout, f"arrivals: {sent.returncode} {sent.stdout} {sent.stderr}")
TALLY.close()
