"""score rank by hand: movement over two quarters with ties, a unit that is new, one that left, one under a new code, one
that lacks data; the rank within a scope and overall; another version; releases; a part of the table; percentiles.

Worked. Points = a (at most 10) + b (at most 10); version 2, from 2026-Q3 on, counts b twice, at most 10.
A unit is ranked with data of at least 80 % of the points.

            2026-Q1        2026-Q2               2026-Q3 (version 2)
  u1 xa     9+9=18  1      9+8=17   2 =  down 1  9+10=19  1
  u2 xa     8+9=17  2      9+8=17   2 =          4+10=14  3
  u3 phuong 8+8=16  3=     9+9=18   1  up 2      9+10=19  1
  u4 phuong 8+8=16  3=     8+8=16   5  down 2    6+10=16  2
  u5 xa     7+7=14  5      (taken over by u9)
  u9 xa                    8+9=17   2 =  up 3, as u5 was 5
  u6 phuong 5+5=10  6      (gone)
  u7 xa                    4+4=8    6  new       2+4=6    4
  u8 xa     3+3=6   7      1+-: not ranked
Version 2 ranks densely: 1, 1, 2, 3, 4.
"""
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "house"))
sys.dont_write_bytecode = True
from tally import BIN, SOURCE, Tally  # noqa: E402

tally = Tally()
check = tally.check
ROUNDS = 400 if os.environ.get("SCORE_LONG") else 0 if os.environ.get("SCORE_SKIP_RANDOM") else 6 if os.environ.get("SCORE_SANITIZE") else 25


def definition(version, points_b, window, ranking=None):
    count = {"type": "count", "name": {"vi": "Số", "en": "Number"}}
    groups = [{"key": key, "name": {"vi": "Nhóm " + key, "en": "Group " + key}, "max": "10",
               "criteria": [{"key": key + "1", "code": code, "name": {"vi": "Tiêu chí " + key, "en": "Criterion " + key},
                             "max": "10", "rule": {"kind": "expr", "points": points}}]}
              for key, code, points in (("A", "1", "min(a, 10)"), ("B", "2", points_b))]
    return {"format": 1, "id": "tay", "version": version, "status": "draft",
            "name": {"vi": "Bộ tính tay", "en": "By hand"}, "in_force": window, "measures": {"a": count, "b": count},
            "grids": {"criterion": "0.01", "group": "0.01", "total": "0.01"}, "total": {"max": "20", "basis": "points"},
            "grades": {"bands": [{"key": "tot", "name": {"vi": "Tốt", "en": "Good"}, "at_least": "17"},
                                 {"key": "kha", "name": {"vi": "Khá", "en": "Fair"}, "at_least": "10"},
                                 {"key": "yeu", "name": {"vi": "Yếu", "en": "Weak"}, "at_least": "0"}]},
            "ranking": ranking or {"method": "competition", "completeness": "80%"}, "groups": groups}


SETS = {"1": definition("1", "min(b, 10)", {"to": "2026-06-30"}),
        "2": definition("2", "min(2 * b, 10)", {"from": "2026-07-01"}, {"method": "dense", "completeness": "80%", "tie_break": [
            {"node": "B"}, {"measure": "a", "order": "ascending"}]})}
UNITS = """code,name,kind,parent,valid_from,valid_to,successor
u1,Xã Một,xa,t,,,
u2,Xã Hai,xa,t,,,
u3,Phường Ba,phuong,t,,,
u4,Phường Bốn,phuong,t,,,
u5,Xã Năm,xa,t,,2026-03-31,u9
u9,Xã Chín,xa,t,2026-04-01,,
u6,Phường Sáu,phuong,t,,2026-04-15,
u7,Xã Bảy,xa,t,,,
u8,Xã Tám,xa,t,,,
"""
Q1 = "unit,period,a,b\nu1,2026-Q1,9,9\nu2,2026-Q1,8,9\nu3,2026-Q1,8,8\nu4,2026-Q1,8,8\nu5,2026-Q1,7,7\nu6,2026-Q1,5,5\nu8,2026-Q1,3,3\n"
Q2 = "unit,period,a,b\nu1,2026-Q2,9,8\nu2,2026-Q2,9,8\nu3,2026-Q2,9,9\nu4,2026-Q2,8,8\nu9,2026-Q2,8,9\nu7,2026-Q2,4,4\nu8,2026-Q2,1,\n"
Q3 = "unit,period,a,b\nu1,2026-Q3,9,9\nu2,2026-Q3,4,9\nu3,2026-Q3,9,8\nu4,2026-Q3,6,8\nu7,2026-Q3,2,2\n"
# unit: rank, tied, previous rank, movement, grade then
BY_HAND = {"u3": ("1", "no", "3", "2", "kha"), "u1": ("2", "yes", "1", "-1", "tot"), "u2": ("2", "yes", "2", "0", "tot"),
           "u9": ("2", "yes", "5", "3", "kha"), "u4": ("5", "no", "3", "-2", "kha"), "u7": ("6", "no", "", "", ""),
           "u8": ("", "no", "7", "", "yeu")}


class Room:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="score-rank-")
        for name, text in (("units.csv", UNITS), ("q1.csv", Q1), ("q2.csv", Q2), ("q3.csv", Q3)):
            self.write(name, text)
        for version, d in SETS.items():
            self.write(f"sets/tay/{version}.json", json.dumps(d, ensure_ascii=False))
        self.q2 = ["--units", "units.csv", "--data", "q1.csv", "q2.csv", "--period", "2026-Q2"]

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def run(self, *words, code=0, lang="en", width=None, sets=None):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "COLUMNS"))}
        env.update(SCORE_CRITERIA_DIR=sets or os.path.join(self.folder, "sets"), LANG="C.UTF-8")
        if width:
            env["COLUMNS"] = str(width)
        done = subprocess.run([BIN, *words, "--lang", lang], cwd=self.folder, env=env, capture_output=True, check=False)
        said = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        check(done.returncode == code, f"{words}: exit {done.returncode}, not {code}: {said[1]}")
        return said

    def rank(self, *words, **more):
        return self.run("rank", "--no-interval", "--criteria", "tay", *words, **more)

    def rows(self, *words, **more):
        text = self.rank(*words, "--quiet", "--format", "csv", **more)[0]
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def tree(self, *words, **more):
        return json.loads(self.rank(*words, "--quiet", "--format", "json", **more)[0])


def is_by_hand(rows, what):
    got = {r["unit"]: (r["rank"], r["tied"], r["previous_rank"], r["movement"], r["previous_grade"]) for r in rows}
    check(got == BY_HAND, f"{what}: {got}")


def movement(room):
    rows = room.rows(*room.q2)
    is_by_hand(rows, "movement from files")
    check(list(rows[0])[:9] == ["rank", "tied", "unit", "name", "total", "max", "grade", "A", "B"], "the first columns of CSV")
    one = {r["unit"]: r for r in rows}
    check((one["u3"]["previous_total"], one["u3"]["change"]) == ("16.00", "2.00"), "points then, and the change")
    check((one["u9"]["previous_total"], one["u9"]["change"]) == ("14.00", "3.00"), "the same unit under another code")
    d = room.tree(*room.q2)
    told = {k: d["previous"][k] for k in ("period", "criteria", "same_rules", "release_sha256", "ranked", "rose", "fell", "same", "new",
                                          "left", "grade_rose", "grade_fell", "grade_same")}
    check(told == {"period": "2026-Q1", "criteria": "tay@1", "same_rules": True, "release_sha256": None, "ranked": 7, "rose": 2,
                   "fell": 2, "same": 1, "new": 1, "left": 2, "grade_rose": 2, "grade_fell": 0, "grade_same": 3},
          f"what has moved: {told}")
    check([u["unit"] for u in d["left_units"]] == ["u6"], "who is gone")
    check(d["not_ranked_units"] == [{"unit": "u8", "name": "Xã Tám", "total": 1.0, "completeness": 50.0, "missing": 1,
                                     "invalid": None, "previous_rank": 7, "why": "data of fewer than 80 % of the points"}],
          f"who is not ranked: {d['not_ranked_units']}")
    check([u["unit"] for u in d["units"]] == ["u3", "u1", "u2", "u9", "u4", "u7", "u8"], "machines read all of them")
    check("released" not in d and "overall_ranked" not in d, "what is not there is not told")
    check([(g["grade"], g["count"], g["share"], g["previous_count"]) for g in d["grades"]] ==
          [("tot", 4, 66.67, 2), ("kha", 1, 16.67, 4), ("yeu", 1, 16.67, 1)], f"grades: {d['grades']}")
    # one period alone has nothing beside it
    alone = room.rows("--units", "units.csv", "--data", "q2.csv")
    check("previous_rank" not in alone[0] and [r["rank"] for r in alone] == [r["rank"] for r in rows], "a period alone")
    # a single file of both, later rows first
    room.write("both.csv", Q2 + Q1.split("\n", 1)[1])
    is_by_hand(room.rows("--units", "units.csv", "--data", "both.csv", "--period", "2026-Q2"), "one file of two periods")


def nameless(room):
    """Units of the data alone have no names: a pair is called by its codes."""
    text = room.run("rank", "--criteria", "tay", "--data", "q2.csv", "--pair", "u1,u4", "--quiet")[0]
    check("u1 stands above u4 in" in text, f"a pair without names: {text}")


def background(room):
    """A period that is there only because the next one reads it is no period to be compared with."""
    here = ["--units", os.path.join(SOURCE, "fixtures/mau/units.csv"), "--data", os.path.join(SOURCE, "fixtures/mau/data.csv")]
    text = room.run("rank", "--no-interval", "--criteria", "mau@1", *here, "--period", "2026-Q3", "--stage", "verified", "--fallback",
                    "--quiet", "--format", "json", sets=OWN_SETS)[0]
    d = json.loads(text)
    check("previous" not in d and "previous_rank" not in d["units"][0], "values of a quarter that only prev() reads")
    check(d["not_ranked_units"][0]["unit"] == "90105" and d["not_ranked_units"][0]["missing"] == 10, "who lacks data stands first")
    check([k for t in d["tie_break"] for k in t if k != "order"] == ["node", "measure", "decision"], "three kinds of keys")
    room.write("few.csv", "unit,period,a,b\nu1,2026-Q1,9,\nu2,2026-Q1,8,\n")
    check("previous" not in room.tree("--units", "units.csv", "--data", "few.csv", "q2.csv", "--period", "2026-Q2"), "nobody was ranked then")


def scope(room):
    rows = {r["unit"]: r for r in room.rows(*room.q2, "--scope", "kind:phuong")}
    got = {u: (r["rank"], r["previous_rank"], r["movement"], r["overall_rank"]) for u, r in rows.items()}
    check(got == {"u3": ("1", "1", "0", "1"), "u4": ("2", "1", "-1", "5")}, f"in scope and overall: {got}")
    d = room.tree(*room.q2, "--scope", "kind:phuong")
    check(d["overall_ranked"] == 6 and d["ranked"] == 2, "how many are ranked, in scope and overall")


def versions(room):
    files = ["--units", "units.csv", "--data", "q2.csv", "q3.csv", "--period", "2026-Q3"]
    rows = {r["unit"]: r for r in room.rows(*files)}
    # dense; equal points by B, then by less of a: u1 and u3 have 19, B 10 and a 9 both
    want = {"u1": ("1", "yes", "2", "1"), "u3": ("1", "yes", "1", "0"), "u4": ("2", "no", "5", "3"), "u2": ("3", "no", "2", "-1"),
            "u7": ("4", "no", "6", "2")}
    got = {u: (r["rank"], r["tied"], r["previous_rank"], r["movement"]) for u, r in rows.items()}
    check(got == want, f"another version: {got}")
    check(all(r["change"] == "" for r in rows.values()), "points of two versions are not subtracted")
    d = room.tree(*files)
    check(d["previous"]["criteria"] == "tay@1" and d["previous"]["same_rules"] is False, "which version was in force")
    check(d["method"] == "dense" and d["tie_break"] == [{"node": "B", "order": "descending"}, {"measure": "a", "order": "ascending"}],
          f"method and keys: {d['tie_break']}")
    text = room.rank(*files, "--quiet")[0]
    check("dense ranks 1, 2, 2, 3; equal points are told apart by: Group B; Number (less is better)" in text, "the method in words")
    check("6 units ranked, by tay@1; ranks can be compared, points cannot" in text, "the version then in words")
    # a named version stands for every period
    text = room.run("rank", "--no-interval", "--criteria", "tay@1", *files, "--quiet", "--format", "csv")[0]
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    check({r["unit"]: r["change"] for r in rows} == {"u1": "1.00", "u2": "-4.00", "u3": "-1.00", "u4": "-2.00", "u7": "-4.00"},
          "one version for both periods")


def measures_of_two_versions(room):
    """What only the other version knows is passed over, each version reads its own."""
    sets = os.path.join(room.folder, "sets2")
    old, new = json.loads(json.dumps(SETS["1"])), json.loads(json.dumps(SETS["2"]))
    old["measures"]["cu"] = old["measures"].pop("b")
    old["groups"][1]["criteria"][0]["rule"]["points"] = "min(cu, 10)"
    for d in (old, new):
        room.write(f"sets2/tay/{d['version']}.json", json.dumps(d, ensure_ascii=False))
    room.write("old.csv", Q2.replace("a,b", "a,cu"))
    files = ["--units", "units.csv", "--period", "2026-Q3", "--data"]
    got = {r["unit"]: r["previous_rank"] for r in room.rows(*files, "old.csv", "q3.csv", sets=sets)}
    check(got == {"u1": "2", "u3": "1", "u4": "5", "u2": "2", "u7": "6"}, f"measures of two versions: {got}")
    room.write("odd.csv", Q2.replace("a,b", "a,la"))
    check("odd.csv:1" in room.rank(*files, "odd.csv", "q3.csv", code=3, sets=sets)[1], "what no version knows")


def store(room):
    db = ["--db", "s.db"]
    room.run("init", "s.db")
    room.run("import", "units", *db, "units.csv")
    for period, file in (("2026-Q1", "q1.csv"), ("2026-Q2", "q2.csv")):
        room.run("import", "data", *db, "--criteria", "tay", "--period", period, file)
    here = [*db, "--period", "2026-Q2"]
    is_by_hand(room.rows(*here), "movement from a store")
    check("released" not in room.tree(*here), "nothing was released")
    room.run("release", "--criteria", "tay", "--period", "2026-Q1", "--at", "2026-04-10T08:00:00Z", *db)
    # corrected after the release: u2 of Q1 would be first
    room.write("fix.csv", "unit,period,measure,value,source\nu2,2026-Q1,a,10,x\n")
    room.run("import", "data", *db, "--criteria", "tay", "fix.csv")
    is_by_hand(room.rows(*here), "movement since the release, not since what was corrected")
    d = room.tree(*here)
    sha = d["previous"]["release_sha256"]
    check(bool(sha) and d["released"]["release_sha256"] == sha and d["released"]["period"] == "2026-Q1", "the period before was released")
    check(all(u["released_rank"] == u["previous_rank"] and u["released_movement"] == u["movement"] for u in d["units"]), "the same movement")
    live = {r["unit"]: (r["previous_rank"], r["released_rank"]) for r in room.rows(*here, "--live")}
    check(live["u2"] == ("1", "2") and live["u1"] == ("2", "1"), f"the data as they are now beside the release: {live}")
    room.run("release", "--criteria", "tay", "--period", "2026-Q2", "--at", "2026-07-10T08:00:00Z", *db)
    is_by_hand(room.rows(*here), "a release beside a release")
    room.write("fix2.csv", "unit,period,measure,value,source\nu4,2026-Q2,a,10,x\nu4,2026-Q2,b,10,x\n")
    room.run("import", "data", *db, "--criteria", "tay", "fix2.csv")
    d = room.tree(*here, "--live")
    u4 = next(u for u in d["units"] if u["unit"] == "u4")
    check((u4["rank"], u4["previous_rank"], u4["released_rank"], u4["released_movement"]) == (1, 3, 5, 4), f"what a correction moves: {u4}")
    check(d["released"]["period"] == "2026-Q2" and d["released"]["rose"] == 1 and d["released"]["fell"] == 4, f"since the release: {d['released']}")
    text = room.rank(*here, "--live", "--quiet")[0]
    check("Last release" in text and "▲4" in text, "the last release on the table")
    d = room.tree(*here)
    check(d["released"]["period"] == "2026-Q1", "of a release the one before")
    rows = room.rows(*here, "--scope", "kind:phuong")
    check({r["unit"]: (r["rank"], r["overall_rank"]) for r in rows} == {"u3": ("1", "1"), "u4": ("2", "5")}, "a scope of a release")
    # two periods later there is no period before, but a last release
    room.write("q4.csv", Q2.replace("2026-Q2", "2026-Q4"))
    room.run("import", "data", *db, "--criteria", "tay", "--period", "2026-Q4", "q4.csv")
    d = room.tree(*db, "--period", "2026-Q4")
    check("previous" not in d and d["released"]["period"] == "2026-Q2" and d["released"]["same_rules"] is False, "a quarter is missing")


# ---- An Giang: 102 communes against the published points ----

ANGIANG = ["--units", os.path.join(SOURCE, "fixtures/units/angiang.csv"), "--data", os.path.join(SOURCE, "fixtures/766/angiang-2025.csv")]
OWN_SETS = os.path.join(SOURCE, "criteria")


def angiang(room, *words):
    text = room.run("rank", "--no-interval", "--criteria", "766@2025-portal", *ANGIANG, *words, "--quiet", "--format", "csv", sets=OWN_SETS)[0]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def published():
    """Totals as the portal published them, by the codes of the unit list."""
    def table(name):
        with open(os.path.join(SOURCE, name), encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    code = {r["portal_code"]: r["code"] for r in table("fixtures/units/angiang.csv")}
    return {code[r["unit"]]: Fraction(r["total"]) for r in table("fixtures/766/angiang-2025-published.csv")}


def parts(room):
    totals = published()
    rows = angiang(room)
    order = [r["unit"] for r in rows]
    check(len(totals) == 102 and order == sorted(totals, key=lambda u: (-totals[u], u)), "the published order")
    n = len(rows)
    for r in rows:
        worse = sum(t < totals[r["unit"]] for t in totals.values())
        equal = sum(t == totals[r["unit"]] for t in totals.values())
        exact = Fraction(100) * (worse + Fraction(equal, 2)) / n
        want = (exact * 100 + Fraction(1, 2)) // 1 / Fraction(100)
        check(Fraction(r["percentile"]) == want, f"percentile of {r['unit']}: {r['percentile']}, not {float(want)}")
        check(int(r["quarter"]) == (1 if exact >= 75 else 2 if exact >= 50 else 3 if exact >= 25 else 4), f"quarter of {r['unit']}")
        check(int(r["rank"]) == 1 + sum(t > totals[r["unit"]] for t in totals.values()), f"rank of {r['unit']}")
    ranks = [int(r["rank"]) for r in rows]

    def top(k):
        return {i for i in range(n) if ranks[i] <= ranks[min(k, n) - 1]}

    def bottom(k):
        return {i for i in range(n) if ranks[i] >= ranks[max(n - k, 0)]}

    def around(unit, span):
        at = order.index(unit)
        return set(range(max(0, at - span), min(n, at + span + 1)))

    rng = random.Random(7)
    cases = [(["--top", "4"], top(4)), (["--bottom", "3"], bottom(3)), (["--around", "30307"], around("30307", 5)),
             (["--around", "long xuyen:0"], around("30307", 0)), (["--top", "200"], top(200)),
             (["--top", "1", "--bottom", "1", "--around", "30307:1"], top(1) | bottom(1) | around("30307", 1))]
    for _ in range(ROUNDS):
        words, want = [], set()
        if rng.random() < 0.5:
            k = rng.randint(1, 60)
            words, want = words + ["--top", str(k)], want | top(k)
        if rng.random() < 0.5:
            k = rng.randint(1, 60)
            words, want = words + ["--bottom", str(k)], want | bottom(k)
        if rng.random() < 0.5 or not words:
            unit, span = rng.choice(order), rng.randint(0, 30)
            words, want = words + ["--around", f"{unit}:{span}"], want | around(unit, span)
        cases.append((words, want))
    for words, want in cases:
        check(angiang(room, *words) == [rows[i] for i in sorted(want)], f"a part of the table: {words}")
    # people see where units are left out; what they read are the rows of the whole
    whole = room.run("rank", "--no-interval", "--criteria", "766@2025-portal", *ANGIANG, "--quiet", lang="vi", sets=OWN_SETS)[0].splitlines()
    part = room.run("rank", "--no-interval", "--criteria", "766@2025-portal", *ANGIANG, "--quiet", "--top", "2", "--around", "long xuyen:1", lang="vi",
                    sets=OWN_SETS)[0].splitlines()
    first = next(i for i, line in enumerate(part) if "Xã Đông Thái" in line)
    shown = [" ".join(line.split()) for line in part[first:first + 7]]
    check(shown[2] == "…" and shown[6] == "…" and all(s in {" ".join(line.split()) for line in whole} for s in shown[:2] + shown[3:6]),
          f"gaps: {shown}")
    check("…" not in "\n".join(whole), "the whole has no gaps")


def quartiles(room):
    totals = sorted(published().values())
    text = room.run("rank", "--no-interval", "--criteria", "766@2025-portal", *ANGIANG, "--quiet", "--format", "json", sets=OWN_SETS)[0]
    d = json.loads(text, parse_float=Fraction)

    def seven(q):  # Hyndman and Fan (1996), definition 7
        h = Fraction(len(totals) - 1) * q / 4
        low = int(h)
        return totals[low] + (h - low) * (totals[min(low + 1, len(totals) - 1)] - totals[low])

    for q, key in enumerate(("worst", "lower_quartile", "median", "upper_quartile", "best")):
        check(Fraction(d[key]) == seven(q), f"{key}: {d[key]}, not {seven(q)}")
    check(Fraction(d["spread"]) == totals[-1] - totals[0], "spread")
    check(sum(d["quarter_counts"]) == 102, "units by quarter")
    check(sum(g["count"] for g in d["grades"]) == 102 and [g["count"] for g in d["grades"]][:3] == [
        sum(t >= 90 for t in totals), sum(80 <= t < 90 for t in totals), sum(70 <= t < 80 for t in totals)], "grade counts")


def wrong(room):
    for words, told in ((["--top", "0"], "--top: '0' is not a whole number from 1"), (["--top", "-3"], "'-3' is not a whole number"),
                        (["--bottom", "ten"], "--bottom: 'ten'"), (["--bottom", "1000001"], "1000001"), (["--top", ""], "--top has an empty value"),
                        (["--around", "u1:x"], "--around: 'x' is not a whole number"), (["--around", "u1:"], "--around: ''"),
                        (["--around", ":2"], "--around"), (["--around", "nowhere"], 'no unit "nowhere"'),
                        (["--around", "u1:99999999999999999999999"], "--around")):
        out, err = room.rank(*room.q2, *words, code=2)
        check(told in err and not out, f"{words}: {err}")
    room.write("same.csv", UNITS.replace("Xã Hai", "Xã Một"))
    err = room.rank("--units", "same.csv", "--data", "q2.csv", "--around", "xa mot", code=2)[1]
    check("u1" in err and "u2" in err, f"a name of two: {err}")
    # a unit without a rank has no neighbours, and why it has none is told
    d = room.tree(*room.q2, "--around", "u8:3")
    check([u["unit"] for u in d["units"]] == ["u8"] and d["not_ranked_units"][0]["unit"] == "u8", "around a unit that is not ranked")


# ---- how it looks ----

GOLDENS = [("units", [], None), ("part", ["--top", "1", "--around", "u4:0"], None), ("scope", ["--scope", "kind:xa"], None),
           ("narrow", [], 60)]


def goldens(room):
    renew = os.environ.get("SCORE_RENEW")
    for name, words, width in GOLDENS:
        kinds = [(".vi.txt", ["--lang", "vi"]), (".en.txt", ["--lang", "en"])]
        if name == "units":
            kinds += [(".csv", ["--format", "csv"]), (".json", ["--format", "json"]), (".vi.md", ["--format", "markdown", "--lang", "vi"])]
        for suffix, more in kinds:
            env = dict(os.environ, SCORE_CRITERIA_DIR=os.path.join(room.folder, "sets"), LANG="C.UTF-8", COLUMNS=str(width or 100))
            done = subprocess.run([BIN, "rank", "--no-interval", "--criteria", "tay", *room.q2, *words, *(["--lang", "en"] if "--lang" not in more else []), *more],
                                  cwd=room.folder, env=env, capture_output=True, check=False)
            text = done.stdout.decode("utf-8")
            text = "\n".join(line for line in text.split("\n") if "sha256" not in line and '"library_version"' not in line)
            path = os.path.join(HERE, "rank", name + suffix)
            if renew:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            with open(path, encoding="utf-8") as file:
                check(file.read() == text, f"{name}{suffix}:\n{text}")
            if suffix.endswith(".txt"):
                check(all(len(line) <= (width or 100) for line in text.split("\n")), f"{name}{suffix} is wider than the terminal")


def main():
    room = Room()
    movement(room)
    nameless(room)
    background(room)
    scope(room)
    versions(room)
    measures_of_two_versions(room)
    store(room)
    quartiles(room)
    wrong(room)
    parts(room)
    goldens(room)
    tally.close()


main()
