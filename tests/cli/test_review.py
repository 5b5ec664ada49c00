"""What is unlikely in a file is a warning of its import, with the row it came from; the file is taken all the same.
Every expectation is worked by hand from the few figures of its case."""
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SCORE_SOURCE"], "tests", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

TALLY = Tally()
UNITS = """code,name,kind,parent,valid_from,valid_to,successor
1,Xã Một,xa,75,,2026-06-30,3
2,Xã Hai,xa,75,,2026-06-30,3
3,Phường Ba,phuong,75,2026-07-01,,
4,Xã Bốn,xa,75,,,
5,Xã Năm,xa,75,,,
6,Xã Sáu,xa,75,,,
7,Phường Bảy,phuong,75,,,
8,Xã Tám,xa,80,,,
"""


def definition():
    """dung of nhan is a share; thu may exceed its plan; y adds up from 1 January."""
    measures = {"dung": {"type": "count", "name": "đúng hạn"}, "nhan": {"type": "count", "name": "tiếp nhận"},
                "thu": {"type": "amount", "digits": 1, "name": "thu"}, "giao": {"type": "amount", "name": "giao"},
                "y": {"type": "count", "name": "lũy kế", "over_time": "ytd"}}
    def ratio(num, den, **more):
        return {"kind": "ratio", "num": num, "den": den, "zero_denominator": "zero", **more}
    criteria = [{"key": "A", "name": "a", "max": "5", "rule": ratio("dung", "nhan")},
                {"key": "B", "name": "b", "max": "5", "rule": ratio("thu", "giao", may_exceed=True),
                 "evidence": "biên bản quyết toán"},
                {"key": "C", "name": "c", "max": "5", "rule": {"kind": "met", "when": "y > 0"}}]
    return {"format": 1, "id": "nho", "version": "1", "status": "draft", "name": "nhỏ", "measures": measures,
            "groups": [{"key": "G", "name": "g", "max": "15", "criteria": criteria}], "total": {"max": "15"}}


class Store:
    def __init__(self, folder):
        self.folder = folder
        self.db = os.path.join(folder, "s.db")
        self.number = 0
        self.set = self.write("nho.json", json.dumps(definition()))
        self.run("init", "--db", self.db)
        self.run("import", "units", self.write("u.csv", UNITS), "--db", self.db)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run(self, *words, lang="en"):
        done = subprocess.run([BIN, *words, "--lang", lang], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              text=True, encoding="utf-8")
        if not TALLY.check(done.returncode == 0, f"{words}: {done.returncode} {done.stderr}"):
            sys.exit(1)
        return done

    def take(self, text, *more, lang="en"):
        """The warnings of a file, without its folder."""
        self.number += 1
        path = self.write(f"{self.number}.csv", text)
        done = self.run("import", "data", path, "--criteria", self.set, "--db", self.db, *more, lang=lang)
        lines = [line.split(": ", 1)[1] for line in done.stderr.splitlines() if line.startswith(("warning: ", "cảnh báo: "))]
        return [line.replace(self.folder + "/", "") for line in lines]


def expect(found, wanted, what):
    TALLY.check(found == wanted, f"{what}:\n  found  {found}\n  wanted {wanted}")


def fresh(case):
    with tempfile.TemporaryDirectory() as folder:
        case(Store(folder))


def shares(store):
    found = store.take("unit,period,dung,nhan\n4,2026-Q3,95,90\n5,2026-Q3,90,90\n6,2026-Q3,1,\n")
    expect(found, ["1.csv:2 column dung (C): unit 4 (Xã Bốn): dung = 95 is above nhan = 90; a part is at most its whole"],
           "above its whole")
    # The whole comes in a file of its own, beside a part that is there: the row is that of what is new.
    found = store.take("unit,period,measure,value\n5,2026-Q3,nhan,91\n6,2026-Q3,nhan,0\n")
    expect(found, ["2.csv:3 column nhan (D): unit 6 (Xã Sáu): dung = 1 is above nhan = 0; a part is at most its whole"],
           "the whole alone is new")
    # What was told once is not told again with what has nothing to do with it; and stages stand each for itself.
    expect(store.take("unit,period,y\n4,2026-Q3,7\n6,2026-Q3,7\n"), [], "told before")
    expect(store.take("unit,period,nhan\n4,2026-Q3,1\n5,2026-Q3,1\n", "--stage", "verified"), [], "another stage")
    found = store.take("unit,period,dung,nhan\n4,2026-Q4,93,92\n", lang="vi")
    expect(found, ["5.csv:2 cột dung (C): đơn vị 4 (Xã Bốn): dung = 93 lớn hơn nhan = 92; tử số không được vượt mẫu số"],
           "in Vietnamese")


def jumps(store):
    store.take("unit,period,nhan,thu,giao,source,y\n4,2026-Q3,100,1.5,10,x,50\n5,2026-Q3,100,1.5,10,x,50\n")
    rows = "unit,period,nhan,thu,giao,source,y\n4,2026-Q4,1001,0.1,10,x,501\n5,2026-Q4,1000,15,99999,x,5\n"
    found = store.take(rows)
    expect(found, ["2.csv:2 column nhan (C): unit 4 (Xã Bốn): 1001 after 100 in 2026-Q3, more than 10 times as much; "
                   "wanted a look at the figure",
                   "2.csv:2 column thu (D): unit 4 (Xã Bốn): 0.1 after 1.5 in 2026-Q3, less than 1/10 of it; "
                   "wanted a look at the figure",
                   "2.csv:3 column giao (E): unit 5 (Xã Năm): 99999 after 10 in 2026-Q3, more than 10 times as much; "
                   "wanted a look at the figure",
                   "2.csv:2 column y (G): unit 4 (Xã Bốn): 501 after 50 in 2026-Q3, more than 10 times as much; "
                   "wanted a look at the figure"], "jumps")
    expect([w for w in store.take(rows, "--jump", "0") if "wanted a look" in w], [], "--jump 0")
    found = [w for w in store.take(rows, "--jump", "10.02") if "wanted a look" in w]
    TALLY.check(len(found) == 2, f"--jump 10.02: {found}")
    # What adds up from 1 January begins anew; the rest does not.
    found = store.take("unit,period,nhan,y\n4,2027-Q1,100,1\n5,2027-Q1,99,1\n")
    TALLY.check([re.match(r"\S+ column \S+ \S+", w).group() for w in found] == ["5.csv:2 column nhan (C):", "5.csv:3 column nhan (C):"],
                f"a new year: {found}")
    # Both periods in one file, the later first, and a unit alone.
    found = store.take("unit,period,nhan\n6,2026-08,1\n6,2026-07,11\n")
    expect(found, ["6.csv:2 column nhan (C): unit 6 (Xã Sáu): 1 after 11 in 2026-07, less than 1/10 of it; "
                   "wanted a look at the figure"], "both in one file")
    # A correction of the earlier one is compared with the one before it alone.
    expect(store.take("unit,period,nhan\n6,2026-07,9\n"), [], "earlier corrected")


def many(store):
    rows = "".join(f"{100 + i},2026-Q3,2,1\n" for i in range(45))
    store.write("u.csv", "code,name,kind,parent\n" + "".join(f"{100 + i},Xã {i},xa,75\n" for i in range(45)))
    store.run("import", "units", os.path.join(store.folder, "u.csv"), "--db", store.db)
    found = store.take("unit,period,dung,nhan\n" + rows)
    TALLY.check(len(found) == 21 and found[-1] == "1.csv: 25 more values are above their whole", f"45 of a kind: {found}")


def absent(store):
    last = "".join(f"{u},2026-Q3,10\n" for u in "45678")
    store.take("unit,period,nhan\n" + last)
    found = store.take("unit,period,nhan\n4,2026-Q4,10\n5,2026-Q4,10\n")
    expect(found, ["2.csv: missing 1 of the units that reported 2026-Q3, with nothing for 2026-Q4 at stage self either: "
                   "6 (Xã Sáu)"], "one of the kind and parent is absent")
    expect(store.take("unit,period,nhan\n4,2026-Q4,11\n"), [], "a file of one unit")
    store.take("unit,period,nhan\n6,2026-Q4,10\n")
    expect(store.take("unit,period,nhan\n4,2026-Q4,12\n5,2026-Q4,12\n"), [], "sent by itself before")
    found = store.take("unit,period,nhan\n4,2026-Q4,13\n5,2026-Q4,12\n", "--stage", "verified")
    expect(found, [], "nobody had that stage before")


def evidence(store):
    text = ("unit,period,measure,value,source,evidence,evidence_expires\n4,2026-Q3,nhan,1,,,\n4,2026-Q3,thu,1,,,\n"
            "5,2026-Q3,thu,1,,,\n5,2026-Q3,giao,1,,BB-1,2026-09-29\n6,2026-Q3,giao,1,sổ,,30/09/2026\n6,2026-Q3,thu,1,,,\n")
    found = store.take(text)
    expect(found, ["1.csv:5 column giao (D): unit 5 (Xã Năm): the evidence expired on 2026-09-29, before the period ended on "
                   "2026-09-30",
                   "1.csv:3 column thu (D): neither source nor evidence where a criterion asks for evidence, first here; "
                   "values: 3, units: 3"], "evidence")
    kept = sqlite3.connect(store.db).execute("SELECT evidence_expires FROM observation_text ORDER BY 1").fetchall()
    TALLY.check(kept == [("2026-09-29",), ("2026-09-30",)], f"kept: {kept}")
    expect(store.take("unit,period,thu\n4,2026-Q3,1\n5,2026-Q3,1\n", "--stage", "published"), [], "published figures")
    shown = store.run("explain", "5", "B", "--criteria", store.set, "--db", store.db, "--stage", "self")
    TALLY.check("2026-09-29" in shown.stdout, f"explain: {shown.stdout}")
    shown = json.loads(store.run("explain", "5", "B", "--criteria", store.set, "--db", store.db, "--stage", "self",
                                 "--format", "json").stdout)
    TALLY.check('"evidence_expires": "2026-09-29"' in json.dumps(shown), "explain as JSON")


def ended(store):
    found = store.take("unit,period,nhan\n1,2026-Q3,10\n4,2026-Q3,10\n")
    expect(found, ["1.csv:2: unit 1 (Xã Một) ended on 2026-06-30 and 3 (Phường Ba) took over; wanted the data of 2026-Q3 "
                   "under the successor"], "data of a unit that is no more")
    expect(store.take("unit,period,nhan\n1,2026-Q2,10\n2,2026-Q2,10\n"), [], "while it was")


def refused(store):
    """A file with an error is refused, and nothing that it brought is reviewed."""
    path = store.write("bad.csv", "unit,period,dung,nhan\n4,2026-Q3,95,90\n5,2026-Q3,x,90\n")
    done = subprocess.run([BIN, "import", "data", path, "--criteria", store.set, "--db", store.db, "--lang", "en"],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True)
    TALLY.check(done.returncode == 3 and "whole" not in done.stderr, f"refused: {done.returncode} {done.stderr}")
    count = sqlite3.connect(store.db).execute("SELECT count(*) FROM observation").fetchone()[0]
    TALLY.check(count == 0, f"{count} observations of a refused file")


def strict(store):
    path = store.write("s.csv", "unit,period,dung,nhan\n4,2026-Q3,95,90\n")
    done = subprocess.run([BIN, "import", "data", path, "--criteria", store.set, "--db", store.db, "--strict"],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True)
    TALLY.check(done.returncode == 1, f"--strict: {done.returncode}")
    count = sqlite3.connect(store.db).execute("SELECT count(*) FROM observation").fetchone()[0]
    TALLY.check(count == 2, f"{count} observations of a file with warnings")


def kinds_in_time(store):
    """A commune that became a ward on 30/4/2026 is of the scope of its kind as of each period's end."""
    store.run("import", "units", store.write("k.csv", "code,name,kind,parent,valid_from,valid_to\n"
                                             "9,Xã Chín,xa,75,2025-07-01,2026-04-29\n9,Phường Chín,phuong,75,2026-04-30,\n"),
              "--db", store.db)
    store.take("unit,period,nhan\n9,2026-Q1,5\n9,2026-Q2,5\n4,2026-Q1,5\n4,2026-Q2,5\n")
    for period, scope, wanted in (("2026-Q1", "kind:xa", ["4", "9"]), ("2026-Q2", "kind:xa", ["4"]),
                                  ("2026-Q2", "kind:phuong", ["9"])):
        shown = json.loads(store.run("rank", "--criteria", store.set, "--db", store.db, "--period", period, "--scope",
                                     scope, "--format", "json").stdout)
        TALLY.check(sorted(u["unit"] for u in shown["units"]) == wanted, f"{period} {scope}: {shown['units']}")
    done = subprocess.run([BIN, "rank", "--criteria", store.set, "--db", store.db, "--period", "2026-Q1", "--scope",
                           "kind:phuong"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    TALLY.check(done.returncode == 2, f"no ward in the first quarter: {done.returncode}")


for case in (shares, jumps, many, absent, evidence, ended, refused, strict, kinds_in_time):
    fresh(case)
TALLY.close()
