"""score trend by hand: two versions of a small set over three quarters, a unit that another took over, a merger, a unit
that was silent once; what has no bridge; releases; the store unchanged.

Worked. Version 1: A = 10 x a/b, B = cu (at most 5). Version 2: A = 10 x a/b / 80 %, B is gone, C = moi (at most 5).

             2025-Q4 (v1)             2026-Q1 under v1       2026-Q1 (v2)              2026-Q2 (v2)
  u1    a 6/10 -> 6, cu 5: 11    8/10 -> 8, cu -: 8     10, moi 4: 14             7/10 -> 8.75, moi 5: 13.75
  u2    a 9/10 -> 9, cu 3: 12    9/10 -> 9, cu -: 9     10, moi 1: 11             absent
  u3    a 5/10 -> 5, cu 2: 7     (taken over by u9)
  u9                             4/10 -> 4, cu -: 4     5, moi 2: 7               8/10 -> 10, moi 2: 12
  u4, u5: 8 and 4 (cu 0)         u4 2/10 -> 2           2.5, moi 0: 2.5           merged into u8: 6/10 -> 7.5, moi 1: 8.5
                                 u5 3/10 -> 3           3.75, moi 0: 3.75

u1, first step: data 8 - 11 = -3, rules 14 - 8 = +6. u9 after u3: data 4 - 7 = -3, rules 7 - 4 = +3.
"""
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "house"))
sys.dont_write_bytecode = True
from tally import BIN, SOURCE, Tally  # noqa: E402

tally = Tally()
check = tally.check


def definition(version, groups, measures, window, supersedes=None, basis="points"):
    return {"format": 1, "id": "tay", "version": version, "status": "draft",
            "name": {"vi": "Bộ tính tay", "en": "By hand"}, "in_force": window, "measures": measures,
            "grids": {"criterion": "0.01", "group": "0.01", "total": "0.01"},
            "total": {"max": "15", "basis": basis},
            "grades": {"bands": [{"key": "kha", "name": {"vi": "Khá", "en": "Fair"}, "at_least": "10"},
                                 {"key": "yeu", "name": {"vi": "Yếu", "en": "Weak"}, "at_least": "0"}]},
            "groups": [{"key": "G", "name": {"vi": "Nhóm", "en": "Group"}, "max": "15", "criteria": groups}]}


def count(name, **more):
    return {"name": {"vi": name, "en": name}, "type": "count", **more}


A = {"key": "A", "code": "1", "name": {"vi": "Đúng hạn", "en": "On time"}, "max": "10"}
B = {"key": "B", "code": "2", "name": {"vi": "Cũ", "en": "Old"}, "max": "5", "rule": {"kind": "expr", "points": "min(cu, 5)"}}
C = {"key": "C", "code": "3", "name": {"vi": "Mới", "en": "New"}, "max": "5", "rule": {"kind": "expr", "points": "min(moi, 5)"}}
RATIO = {"kind": "ratio", "num": "a", "den": "b", "zero_denominator": "zero"}
SETS = {"1": definition("1", [dict(A, rule=dict(RATIO, target="100%")), B],
                        {"a": count("a"), "b": count("b"), "cu": count("cu")}, {"to": "2025-12-31"}),
        "2": definition("2", [dict(A, rule=dict(RATIO, target="80%")), C],
                        {"a": count("a"), "b": count("b"), "moi": count("moi")}, {"from": "2026-01-01"})}
UNITS = """code,name,kind,parent,valid_from,valid_to,successor
u1,Xã Một,xa,t,,,
u2,Xã Hai,xa,t,,,
u3,Xã Ba,xa,t,,2026-01-31,u9
u4,Xã Bốn,xa,t,,2026-04-30,u8
u5,Xã Năm,xa,t,,2026-04-30,u8
u8,Phường Tám,phuong,t,2026-05-01,,
u9,Phường Chín,phuong,t,2026-02-01,,
"""
DATA = {"q4": "unit,period,a,b,cu\nu1,2025-Q4,6,10,5\nu2,2025-Q4,9,10,3\nu3,2025-Q4,5,10,2\nu4,2025-Q4,8,10,0\nu5,2025-Q4,4,10,0\n",
        "q1": "unit,period,a,b,moi\nu1,2026-Q1,8,10,4\nu2,2026-Q1,9,10,1\nu9,2026-Q1,4,10,2\nu4,2026-Q1,2,10,0\nu5,2026-Q1,3,10,0\n",
        "q2": "unit,period,a,b,moi\nu1,2026-Q2,7,10,5\nu9,2026-Q2,8,10,2\nu8,2026-Q2,6,10,1\n"}


class Room:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="score-trend-")
        self.write("units.csv", UNITS)
        for name, text in DATA.items():
            self.write(name + ".csv", text)
        for version, d in SETS.items():
            self.write(f"sets/tay/{version}.json", json.dumps(d, ensure_ascii=False))
        self.files = ["--units", "units.csv", "--data", "q4.csv", "q1.csv", "q2.csv"]

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def run(self, *words, code=0, lang="en"):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "COLUMNS"))}
        env.update(SCORE_CRITERIA_DIR=os.path.join(self.folder, "sets"), LANG="C.UTF-8")
        done = subprocess.run([BIN, *words, "--lang", lang], cwd=self.folder, env=env, capture_output=True, check=False)
        said = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        check(done.returncode == code, f"{words}: exit {done.returncode}, not {code}: {said[1]}")
        return said

    def trend(self, *words, **more):
        return self.run("trend", *words, "--criteria", "tay", **more)

    def rows(self, *words):
        return list(csv.DictReader(io.StringIO(self.trend(*words, "--quiet", "--format", "csv")[0], newline="")))


def by_hand(room):
    rows = {(r["unit"], r["period"]): r for r in room.rows(*room.files)}
    want = {  # points, rank, step, change, data, rules, places, code then, merged
        ("u1", "2025-Q4"): ("11", "2", "first", "", "", "", "", "u1", ""),
        ("u1", "2026-Q1"): ("14", "1", "bridge", "3", "-3", "6", "1", "u1", ""),
        ("u1", "2026-Q2"): ("13.75", "1", "same", "-0.25", "-0.25", "0", "0", "u1", ""),
        ("u2", "2025-Q4"): ("12", "1", "first", "", "", "", "", "u2", ""),
        ("u2", "2026-Q1"): ("11", "2", "bridge", "-1", "-3", "2", "-1", "u2", ""),
        ("u9", "2025-Q4"): ("7", "4", "first", "", "", "", "", "u3", ""),
        ("u9", "2026-Q1"): ("7", "3", "bridge", "0", "-3", "3", "1", "u9", ""),
        ("u9", "2026-Q2"): ("12", "2", "same", "5", "5", "0", "1", "u9", ""),
        ("u4", "2025-Q4"): ("8", "3", "first", "", "", "", "", "u4", ""),
        ("u4", "2026-Q1"): ("2.5", "5", "bridge", "-5.5", "-6", "0.5", "-2", "u4", ""),
        ("u5", "2025-Q4"): ("4", "5", "first", "", "", "", "", "u5", ""),
        ("u5", "2026-Q1"): ("3.75", "4", "bridge", "-0.25", "-1", "0.75", "1", "u5", ""),
        ("u8", "2026-Q2"): ("8.5", "3", "merged", "", "", "", "", "u8", "u4, u5")}
    check(set(rows) == set(want), f"rows {sorted(set(rows) ^ set(want))}")
    for key, (points, rank, step, change, data, rules, places, code, merged) in want.items():
        r = rows[key]
        plain = [float(r[k]) if r[k] else None for k in ("points", "change", "data_effect", "rules_effect")]
        told = [float(x) if x else None for x in (points, change, data, rules)]
        check(plain == told, f"{key}: {plain}, not {told}")
        got = (r["rank"], r["step"], r["movement"], r["code"], r["merged_from"])
        check(got == (rank, step, places, code, merged), f"{key}: {got}, not {(rank, step, places, code, merged)}")
        check(r["grade"] == ("kha" if float(points) >= 10 else "yeu"), f"{key}: grade {r['grade']}")


def one_unit(room):
    rows = [r for r in room.rows("u1", *room.files) if r["period"] == "2026-Q1"]
    lines = {r["node"]: (r["points"], r["data_effect"], r["rules_effect"], r["comparable"]) for r in rows}
    check(lines == {"total": ("14.00", "-3.00", "6.00", "no"), "A": ("10", "2", "2", "yes"), "B": ("", "-5", "0", "no"),
                    "C": ("4", "0", "4", "no")}, f"lines of u1: {lines}")
    text = room.trend("u1", *room.files)[0]
    check("2025-Q4 to 2026-Q1, version 1 to 2: +3.00 = -3.00 by the data +6.00 by the rules" in text, "the sentence")
    check("without them +2.00 by the data +2.00 by the rules" in text, "without what is not comparable")
    # who was taken over by one alone is one history, under either code; a merger ends it
    for name in ("u9", "u3", "Xã Ba", "phuong chin"):
        told = [(r["period"], r["code"], r["points"]) for r in room.rows(name, *room.files) if r["node"] == "total"]
        check(told == [("2025-Q4", "u3", "7.00"), ("2026-Q1", "u9", "7.00"), ("2026-Q2", "u9", "12.00")], f"{name}: {told}")
    check("was u3" in room.trend("u9", *room.files)[0], "the code it had")
    told = [(r["period"], r["step"]) for r in room.rows("u8", *room.files) if r["node"] == "total"]
    check(told == [("2026-Q2", "merged")], f"u8: {told}")
    check("merged from u4, u5: not comparable" in room.trend("u8", *room.files)[0], "the merger is said")
    check("nhập từ u4, u5: không so sánh được" in room.trend("u8", *room.files, lang="vi")[0], "in Vietnamese")


def successions(room):
    """Taken over by one that was there already; ended before the period it still reported for."""
    room.write("late_units.csv", UNITS.replace("u2,Xã Hai,xa,t,,,", "u2,Xã Hai,xa,t,,2026-04-30,u1")
               .replace("u3,Xã Ba,xa,t,,2026-01-31,u9", "u3,Xã Ba,xa,t,,2025-11-30,u9"))
    rows = {(r["unit"], r["period"]): r for r in room.rows("--units", "late_units.csv", *room.files[2:])}
    got = rows["u1", "2026-Q2"]
    check((got["step"], got["merged_from"], got["change"]) == ("merged", "u1, u2", ""), f"u1 took over u2: {got}")
    got = rows["u9", "2026-Q1"]
    check((got["step"], got["change"], rows["u9", "2025-Q4"]["code"]) == ("bridge", "0.00", "u3"), f"u9 continues u3: {got}")


def golden(name, text):
    tally.golden(os.path.join(HERE, "trend", name), text)


def goldens(room):
    golden("units.vi.txt", room.trend(*room.files, "--to", "2026-Q1", lang="vi")[0])
    golden("units.en.txt", room.trend(*room.files)[0])
    golden("unit.vi.txt", room.trend("u9", *room.files, lang="vi")[0])
    golden("unit.en.txt", room.trend("u9", *room.files)[0])
    golden("units.csv", room.trend(*room.files, "--format", "csv")[0])
    golden("unit.csv", room.trend("u9", *room.files, "--csv", "excel-vi")[0])
    tree = json.loads(room.trend("u1", *room.files, "--format", "json")[0])
    check(len(tree.pop("library_version")) > 0 and tree["document"] == "trend", "the head of JSON")
    for p in tree["periods"]:
        check(p["sha256"] == hashlib.sha256(open(os.path.join(room.folder, f"sets/tay/{p['version']}.json"), "rb").read()).hexdigest(),
              f"{p['period']}: digest of the definition")
    golden("unit.json", json.dumps(tree, ensure_ascii=False, indent=1) + "\n")


def digest(room, name):
    with open(os.path.join(room.folder, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stored(room):
    """From a store the same as from files; a release stands, whatever is corrected later."""
    at = ["--at", "2026-10-10T08:00:00Z"]
    db = ["--db", "w.db"]
    room.run("init", "w.db")
    room.run("import", "units", *db, "units.csv", *at)
    for name, version in (("q4", "1"), ("q1", "2"), ("q2", "2")):
        room.run("import", "data", *db, "--criteria", f"tay@{version}", name + ".csv", *at, "--quiet")
    before = digest(room, "w.db")
    text = room.trend(*room.files, "--format", "csv")[0]
    check(room.trend(*db, "--format", "csv")[0] == text, "a store and its files say the same")
    check(digest(room, "w.db") == before, "trend changed the store")
    for period in ("2025-Q4", "2026-Q1"):
        room.run("release", *db, "--criteria", "tay", "--period", period, *at, "--quiet")
    room.write("fix.csv", "unit,period,a,b,moi\nu1,2026-Q1,1,10,0\n")
    room.run("import", "data", *db, "--criteria", "tay@2", "fix.csv", *at, "--quiet")
    rows = {(r["unit"], r["period"]): r for r in room.rows(*db)}
    check([rows["u1", p]["released"] for p in ("2025-Q4", "2026-Q1", "2026-Q2")] == ["yes", "yes", "no"], "the mark of a release")
    now = rows["u1", "2026-Q1"]
    check((now["points"], now["data_effect"], now["rules_effect"]) == ("14.00", "-3.00", "6.00"), f"as released: {now}")
    check(room.trend(*db, "--format", "csv")[0].replace("self,yes,no,", "self,no,no,") == text, "released numbers are the same numbers")
    said = room.trend("u1", *db)[0]
    check("2026-Q1: 2 values corrected after the release are not counted" in said and "2026-Q1  14.00" in said, "what waits")
    live = {(r["unit"], r["period"]): r for r in room.rows(*db, "--live")}["u1", "2026-Q1"]
    # a 1/10: 1.00 under version 1, 1.25 under version 2, moi 0
    check((live["points"], live["data_effect"], live["rules_effect"], live["released"]) == ("1.25", "-10.00", "0.25", "no"),
          f"live: {live}")
    check("DATA AS THEY ARE NOW, NOT THE RELEASE" in room.trend(*db, "--live")[0], "live is marked")
    check(room.trend(*db, lang="vi")[0].count("công bố") >= 1, "released in Vietnamese")


def refused(room):
    for words, text in (
            (["--from", "2026", "--to", "2026-Q1"], "periods '2026' and '2026-Q1' are of two kinds"),
            (["--from", "2026-Q2", "--to", "2026-Q1"], "the first period '2026-Q2' is after the last one, '2026-Q1'"),
            (["--from", "2026-13"], "2026-13"),
            (["--period", "2019"], "no period has data of 'tay'"),
            (["u77"], "u77"),
            (["u8", "--to", "2026-Q1"], "unit 'u8' has no data in these periods"),
            (["u1", "u2"], "u2")):
        out, err = room.trend(*room.files, *words, code=2)
        check(out == "" and text in err, f"{words}: {err}")
    out, err = room.trend("--units", "units.csv", "--data", "/dev/stdin", code=2)
    check(out == "", "a pipe is refused")
    room.write("late.csv", "unit,period,a,b\nu1,2027-Q1,5,10\n")
    room.write("sets/tay/2.json", json.dumps(dict(SETS["2"], in_force={"from": "2026-01-01", "to": "2026-12-31"})))
    out, err = room.trend(*room.files, "late.csv")
    check("2027-Q1" not in out and "2027-Q1: no version of 'tay' is in force; the period is passed over" in err, f"late: {err}")
    room.write("sets/tay/2b.json", json.dumps(dict(SETS["2"], version="2b")))
    out, err = room.trend(*room.files, code=2)
    check("tay@2, tay@2b" in err, f"two in force: {err}")
    os.remove(os.path.join(room.folder, "sets/tay/2b.json"))


def other_ways(room):
    # one version for all: nothing to bridge
    rows = list(csv.DictReader(io.StringIO(room.run("trend", "--criteria", "tay@2", "--units", "units.csv", "--data", "q1.csv",
                                                    "q2.csv", "--format", "csv", "--quiet")[0], newline="")))
    check({r["step"] for r in rows} == {"first", "same", "merged"}, f"pinned: {[r['step'] for r in rows]}")
    # points under one version, percent under the other
    for version, basis in (("1", "points"), ("2", "percent")):
        room.write(f"sets/hai/{version}.json", json.dumps(dict(SETS[version], id="hai", total={"max": "15", "basis": basis})))
    out = room.run("trend", "--criteria", "hai", *room.files)[0]
    check("2026-Q1: not comparable with 2025-Q4: points under one version, percent under the other" in out, out)
    out = room.run("trend", "u1", "--criteria", "hai", *room.files)[0]
    check(out.count("not comparable") >= 2 and "by the rules" not in out, out)
    # old rules that refuse the new data: no bridge, said why
    room.write("sets/ba/1.json", json.dumps(dict(SETS["1"], id="ba", measures=dict(SETS["1"]["measures"], a=count("a", max="7")))))
    room.write("sets/ba/2.json", json.dumps(dict(SETS["2"], id="ba")))
    room.write("ba4.csv", "unit,period,a,b,cu\nu1,2025-Q4,6,10,5\n")
    room.run("init", "ba.db")
    for name, version in (("ba4", "1"), ("q1", "2")):
        room.run("import", "data", "--db", "ba.db", "--criteria", f"ba@{version}", name + ".csv", "--at", "2026-10-10T08:00:00Z", "--quiet")
    out, err = room.run("trend", "--criteria", "ba", "--db", "ba.db")
    check("the old rules cannot be applied to the new data" in out and "the rules of 1 cannot be applied" in err, out + err)
    # a released period under old rules of fewer digits: 7.5 is 7.5, and 7.25 is refused
    for version, digits in (("1", 1), ("2", 2)):
        d = dict(SETS[version], id="bon", measures={"a": dict(count("a"), type="amount", digits=digits)})
        rule = {"kind": "expr", "points": "min(a, 10)" if version == "1" else "min(2 * a, 10)"}
        d["groups"] = [dict(d["groups"][0], criteria=[dict(A, rule=rule, max="15")])]
        room.write(f"sets/bon/{version}.json", json.dumps(d))
    for name, value, want in (("fine", "7.5", ("10.00", "3.50", "1.00", "2.50")), ("finer", "7.25", ("10.00", "", "", ""))):
        at = ["--db", name + ".db", "--at", "2026-10-10T08:00:00Z", "--quiet"]
        room.write(name + "4.csv", "unit,period,a\nu1,2025-Q4,6.5\n")
        room.write(name + "1.csv", f"unit,period,a\nu1,2026-Q1,{value}\n")
        room.run("init", name + ".db")
        room.run("import", "data", "--criteria", "bon@1", name + "4.csv", *at)
        room.run("import", "data", "--criteria", "bon@2", name + "1.csv", *at)
        for released in ("no", "yes"):
            text = room.run("trend", "--criteria", "bon", "--db", name + ".db", "--format", "csv", "--quiet")[0]
            r = list(csv.DictReader(io.StringIO(text, newline="")))[-1]
            got = (r["points"], r["change"], r["data_effect"], r["rules_effect"])
            check(got == want and r["released"] == released, f"{name}, released {released}: {got}, not {want}")
            if released == "no":
                room.run("release", "--criteria", "bon", "--period", "2026-Q1", "--output", name + ".jsonl", *at)
    # months and quarters are two tables; quarters that only months make up
    months = {k: dict(v, over_time="sum") for k, v in SETS["2"]["measures"].items()}
    room.write("sets/thang/1.json", json.dumps(dict(SETS["2"], id="thang", version="1", measures=months, in_force={})))
    room.write("m.csv", "unit,period,a,b,moi\n" + "".join(f"u1,2026-{k:02},{k},10,1\n" for k in range(1, 7)))
    text = ["trend", "--criteria", "thang", "--units", "units.csv", "--data", "m.csv", "--format", "csv", "--quiet"]
    rows = list(csv.DictReader(io.StringIO(room.run(*text)[0], newline="")))
    check([r["period"] for r in rows] == [f"2026-{k:02}" for k in range(1, 7)], f"months: {[r['period'] for r in rows]}")
    rows = list(csv.DictReader(io.StringIO(room.run(*text, "--from", "2026-Q1")[0], newline="")))
    # a 6/30 and 15/30 of 80 %: 2.50 and 6.25, and 3 for moi each
    check([(r["period"], r["points"], r["change"]) for r in rows] == [("2026-Q1", "5.50", ""), ("2026-Q2", "9.25", "3.75")], f"{rows}")
    # points given for whole groups under 766@2025-portal, where groups have nothing below, and under 766@2026-portal
    with open(os.path.join(SOURCE, "fixtures/766/angiang-2025.csv"), encoding="utf-8") as file:
        text = file.read()
    room.write("ag5.csv", text)
    room.write("ag6.csv", text.replace(",2025,18,18.58,", ",2026,18,18.08,").replace(",2025,", ",2026,"))
    out = room.run("trend", "30307", "--criteria", "766", "--criteria-dir", os.path.join(SOURCE, "criteria"), "--data", "ag5.csv",
                   "ag6.csv", "--units", os.path.join(SOURCE, "fixtures/units/angiang.csv"), "--format", "csv", "--quiet")[0]
    rows = [r for r in csv.DictReader(io.StringIO(out, newline="")) if r["period"] == "2026"]
    got = {(r["node"], r["line"]): (r["points"], r["data_effect"], r["rules_effect"]) for r in rows if r["change"] not in ("", "0")}
    check(got == {("total", "total"): ("90.96", "-0.50", "0.00"), ("TDGQ", "given"): ("18.08", "-0.5", "0")}, f"766: {got}")
    # what reads the period before has it, from a store too
    groups = [dict(A, rule={"kind": "expr", "points": "clamp(a - prev(a), 0, 10)"}), C]
    room.write("sets/truoc/1.json", json.dumps(dict(definition("1", groups, SETS["2"]["measures"], {}), id="truoc")))
    room.run("init", "p.db")
    for name in ("q1", "q2", "m"):
        room.run("import", "data", "--db", "p.db", "--criteria", "truoc", name + ".csv", "--at", "2026-10-10T08:00:00Z", "--quiet")
    rows = list(csv.DictReader(io.StringIO(room.run("trend", "--criteria", "truoc", "--db", "p.db", "--format", "csv", "--quiet",
                                                    "--from", "2026-03", "--to", "2026-04")[0], newline="")))
    check([(r["period"], r["points"]) for r in rows] == [("2026-03", "2.00"), ("2026-04", "2.00")], f"prev: {rows}")


def main():
    room = Room()
    by_hand(room)
    one_unit(room)
    successions(room)
    goldens(room)
    stored(room)
    refused(room)
    other_ways(room)
    tally.close()


if __name__ == "__main__":
    main()
