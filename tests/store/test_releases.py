"""A period is released, corrected, released again: what the store prints, keeps and says, against points by hand.

Set: K1 = 6 x a/b, K2 = 4 where c > 0. First
    u1 80/100, c 1: 4.80 + 4 = 8.80    u2 75/100, c 1: 4.50 + 4 = 8.50    u3 90/100, c 0: 5.40 + 0 = 5.40
and after the correction a(u2) = 85: 5.10 + 4 = 9.10, so that u2 comes before u1.
"""
import contextlib
import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, Tally  # noqa: E402

SET = """{"format": 1, "id": "nho", "version": "%s", "status": "draft", "name": {"vi": "Bộ nhỏ", "en": "Small set"},
"measures": {"a": {"name": "a", "type": "count"}, "b": {"name": "b", "type": "count"}, "c": {"name": "c", "type": "count"}},
"groups": [{"key": "G", "code": "1", "name": "g", "max": "10", "criteria": [
 {"key": "K1", "code": "1.1", "name": "k1", "max": "6", "rule": {"kind": "ratio", "num": "a", "den": "b", "target": "1", "zero_denominator": "zero"}},
 {"key": "K2", "code": "1.2", "name": "k2", "max": "4", "rule": {"kind": "met", "when": "%s"}}]}],
"total": {"max": "10", "basis": "points"}%s}
"""
UNITS = "code,name,kind,parent\n75,Tỉnh,tinh,\nu1,Xã Một,xa,75\nu2,Xã Hai,xa,75\nu3,Phường Ba,phuong,75\n"
FIRST = "unit,period,a,b,c\nu1,2026-Q3,80,100,1\nu2,2026-Q3,75,100,1\nu3,2026-Q3,90,100,0\n"
WHEN = "2026-10-%02dT08:00:00Z"


class Room:
    def __init__(self, tally):
        self.tally = tally
        self.folder = tempfile.mkdtemp(prefix="score-release-")
        self.env = {**os.environ, "LC_ALL": "C.UTF-8", "SCORE_CRITERIA_DIR": os.path.join(self.folder, "sets")}
        os.makedirs(os.path.join(self.folder, "sets", "nho"))
        self.write("sets/nho/1.json", SET % ("1", "c > 0", ""))
        self.write("sets/nho/2.json", SET % ("2", "c > 1", ""))
        self.write("sets/nho/3.json", SET % ("3", "c > 0", ', "checks": [{"when": "c > 0", "message": {"vi": "c phải '
                                             'lớn hơn 0", "en": "c must be above 0"}, "severity": "error"}]'))
        self.write("units.csv", UNITS)
        self.write("first.csv", FIRST)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def __call__(self, *words, want=0):
        done = subprocess.run([BIN, *words], cwd=self.folder, env=self.env, capture_output=True, text=True,
                              encoding="utf-8", errors="replace", check=False)
        self.tally.check(done.returncode == want,
                         f"{' '.join(words)}: exit {done.returncode}, wanted {want}\n{done.stdout}{done.stderr}")
        return done

    def data(self, text, *words):
        self.write("data.csv", text)
        return self("import", "data", "data.csv", "--criteria", "nho@1", "--db", "s.db", *words)

    def rank(self, *words, want=0):
        """[(unit, rank, total)] as CSV says it."""
        done = self("rank", "--db", "s.db", "--criteria", "nho@1", "--format", "csv", *words, want=want)
        return [(r["unit"], r["rank"], r["total"]) for r in csv.DictReader(io.StringIO(done.stdout))]

    def document(self, *words, want=0):
        done = self(*words, "--format", "json", want=want)
        return json.loads(done.stdout) if done.stdout else {}

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.path("s.db"))) as db:
            return db.execute(sql).fetchall()


BEFORE = [("u1", "1", "8.80"), ("u2", "2", "8.50"), ("u3", "3", "5.40")]
AFTER = [("u2", "1", "9.10"), ("u1", "2", "8.80"), ("u3", "3", "5.40")]
RELEASE = ("release", "--db", "s.db", "--criteria", "nho@1", "--period", "2026-Q3")
HERE = ("--db", "s.db", "--criteria", "nho@1")


def first_release(room, tally):
    tally.check(room.rank() == BEFORE, "before any release")
    tally.check(room("release", "--db", "s.db").stdout.count("Nothing was released yet.") == 1, "an empty list")
    room(*RELEASE, "--supersede", "--reason", "x", want=2)
    said = room(*RELEASE, "--at", WHEN % 10, "--by", "Sở Nội vụ").stdout.splitlines()
    tally.check(said[0] == "nho@1 2026-Q3: released, 3 units, 3 ranked", said[0])
    sha256 = said[1].split(": release ")[1]
    file = room.read("nho-2026-Q3.release.jsonl")
    tally.check(said[1] == f"nho-2026-Q3.release.jsonl: release {sha256}", said[1])
    tally.check(sha256.encode() in file, "the file does not name its own digest")
    stored = b"".join(b for (b,) in room.rows("SELECT bytes FROM release_block ORDER BY release, part"))
    tally.check(stored == file, "the store holds other bytes than the file")
    head = room.rows("SELECT id, period, criteria, version, stage, scope, sha256, size_bytes, released_at, released_by,"
                     " reason, supersedes FROM release")
    tally.check(head == [(1, "2026-Q3", "nho", "1", 0, "", sha256, len(file), WHEN % 10, "Sở Nội vụ", None, None)],
                f"head: {head}")
    # Again: refused, and the file is left alone; written out again, it is the same.
    said = room(*RELEASE, "--at", WHEN % 11, want=2).stderr
    tally.check("--supersede" in said and WHEN % 10 in said and "Sở Nội vụ" in said, said)
    tally.check(room.rows("SELECT count(*) FROM release") == [(1,)], "a second row")
    for name in ("1", sha256[:6], sha256):
        room("release", name, "--db", "s.db", "--output", "again.jsonl")
        tally.check(room.read("again.jsonl") == file, f"release {name}")
    for wrong in ("2", "abc", "fffff" if sha256[0] != "f" else "00000"):
        said = room("release", wrong, "--db", "s.db", want=2).stderr
        tally.check(sha256[:12] in said, said)
    return sha256


def released_is_printed(room, tally, sha256):
    tally.check(room.rank() == BEFORE, "the release, before any correction")
    document = room.document("rank", *HERE)
    tally.check((document["release_sha256"], document["pending"], document.get("live")) == (sha256, 0, None), "head")
    live = room.document("rank", *HERE, "--live")
    tally.check(live["live"] is True and "release_sha256" not in live, "head of --live")

    # The same value once more is no correction; a value of another period is none of this one.
    room.data("unit,period,measure,value\nu2,2026-Q3,a,75\nu1,2026-Q4,a,1\n")
    tally.check(room.document("rank", *HERE, "--period", "2026-Q3")["pending"] == 0, "nothing corrected")
    said = room.data("unit,period,measure,value,source,note\nu2,2026-Q3,a,85,CV 12,cộng sót\n").stdout
    tally.check("1 values written" in said, f"import after a release: {said}")
    for extra in ((), ("--stage", "self"), ("--scope", "kind:xa")):
        words = [*HERE, "--period", "2026-Q3", *extra]
        document = room.document("rank", *words)
        tally.check((document["release_sha256"], document["pending"]) == (sha256, 1), f"pending {extra}")
    tally.check(room.rank("--period", "2026-Q3") == BEFORE, "a correction moved the release")
    tally.check(room.rank("--period", "2026-Q3", "--live") == AFTER, "--live")
    tally.check(room.rank("--period", "2026-Q3", "--scope", "kind:xa") == BEFORE[:2], "scope of the release")
    text = room("rank", *HERE, "--period", "2026-Q3", "--lang", "vi").stdout
    tally.check("Bản công bố" in text and sha256[:12] in text and
                "Sửa sau công bố, chưa tính: 1 số liệu; thêm --live" in text, text)
    text = room("rank", *HERE, "--period", "2026-Q3", "--lang", "vi", "--live").stdout
    tally.check("KHÔNG PHẢI BẢN CÔNG BỐ" in text, text)
    for command in (("eval",), ("gap", "u2"), ("explain", "u2")):
        words = [*command, *HERE, "--period", "2026-Q3"]
        text, live = (room(*words, "--format", "json", *more).stdout for more in ((), ("--live",)))
        tally.check(json.loads(text)["release_sha256"] == sha256 and json.loads(live)["live"] is True, f"{command}")
        tally.check("8.50" in text and "9.10" not in text, f"{command} of the release")
        tally.check("9.10" in live, f"{command} --live")
    # Another version was not released: it is live and says so.
    done = room("rank", "--db", "s.db", "--criteria", "nho@2", "--period", "2026-Q3", "--format", "json")
    tally.check(json.loads(done.stdout)["live"] is True and "note: " in done.stderr and "version 1" in done.stderr,
                done.stderr)


def what_is_pending(room, tally):
    document = room.document("diff-release", "1", "--db", "s.db")
    want = {"unit": "u2", "name": "Xã Hai", "period": "2026-Q3", "stage": "self", "measure": "a", "measure_name": "a",
            "before": 75, "after": 85, "source": "CV 12", "note": "cộng sót"}
    tally.check([{k: float(v) if k in ("before", "after") else v for k, v in r.items()} for r in document["inputs"]] ==
                [want], f"pending: {document['inputs']}")
    units = {r["unit"]: (float(r["before"]), float(r["after"]), r["old_rank"], r["new_rank"]) for r in document["units"]}
    tally.check(units == {"u2": (8.5, 9.1, 2, 1), "u1": (8.8, 8.8, 1, 2)}, f"units: {units}")
    points = {(r["unit"], r["node"]): (float(r["before"]), float(r["after"])) for r in document["points"]}
    tally.check(points == {("u2", "G"): (8.5, 9.1), ("u2", "K1"): (4.5, 5.1)}, f"points: {points}")
    tally.check("rules" not in document, "rules moved")


def second_release(room, tally, sha256):
    room(*RELEASE, "--supersede", "--at", WHEN % 20, want=2) # no reason
    said = room(*RELEASE, "--supersede", "--reason", "Sửa số liệu xã Hai", "--at", WHEN % 20).stdout
    second = said.splitlines()[1].split(": release ")[1]
    tally.check("nho-2026-Q3.release-2.jsonl" in said and second != sha256, said)
    head = json.loads(room.read("nho-2026-Q3.release-2.jsonl").split(b"\n")[0])
    tally.check(sha256 in json.dumps(head), "the new release does not name the old one")
    tally.check(room.rank("--period", "2026-Q3") == AFTER, "the new release")
    document = room.document("rank", *HERE, "--period", "2026-Q3")
    tally.check((document["release_sha256"], document["supersedes"], document["pending"]) == (second, sha256, 0), "head")
    rows = room.document("release", "--db", "s.db")["releases"]
    tally.check([(r["release"], r["superseded_by"], r["supersedes"]) for r in rows] == [(1, 2, None), (2, None, 1)],
                f"list: {rows}")
    # Both verify, from the store and as files.
    document = room.document("verify", "--db", "s.db")
    tally.check([(r["verified"], r["sha256"]) for r in document["releases"]] == [(True, sha256), (True, second)], "both")
    room("verify", "--db", "s.db", "--period", "2026-Q2", want=2)
    for name in ("nho-2026-Q3.release.jsonl", "nho-2026-Q3.release-2.jsonl"):
        room("verify", name)
    stored = room.document("diff-release", "1", "2", "--db", "s.db")
    files = room.document("diff-release", "nho-2026-Q3.release.jsonl", "nho-2026-Q3.release-2.jsonl")
    tally.check(stored == files, "the difference of two files is another than that of the store")
    tally.check([(r["unit"], r["measure"], r["source"]) for r in files["inputs"]] == [("u2", "a", "CV 12")], "inputs")
    tally.check((files["inputs_moved"], files["rules_moved"], files["points_moved"], files["ranks_moved"]) == (1, 0, 1, 2),
                "counts")
    same = room("diff-release", "1", "1", "--db", "s.db").stdout
    tally.check("differ in no input" in same, same)
    # The superseded one is not the one that is printed, and nothing is superseded twice.
    room(*RELEASE, want=2)


def other_rules(room, tally):
    """Rules that changed, from files alone: K2 wants c > 1 in version 2, so u1 and u2 lose 4."""
    files = ("--units", "units.csv", "--data", "first.csv", "--at", WHEN % 10)
    room("release", "--criteria", "nho@1", *files, "--output", "r1.jsonl")
    room("release", "--criteria", "nho@2", *files, "--output", "r2.jsonl")
    document = room.document("diff-release", "r1.jsonl", "r2.jsonl")
    tally.check(document["inputs"] == [] and [(r["node"], r["before"], r["after"]) for r in document["rules"]] ==
                [("K2", "c > 0", "c > 1")], f"rules: {document.get('rules')}")
    tally.check({r["unit"]: float(r["difference"]) for r in document["units"]} == {"u1": -4, "u2": -4, "u3": 0}, "units: u3 is first now")
    # A check that fails as an error keeps everything from being released.
    said = room("release", "--criteria", "nho@3", *files, "--output", "r3.jsonl", want=1).stderr
    tally.check("c must be above 0" in said and not os.path.exists(room.path("r3.jsonl")), said)
    # Another file is not overwritten, the same one may be written again.
    before = room.read("r1.jsonl")
    room("release", "--criteria", "nho@2", *files, "--output", "r1.jsonl", want=5)
    tally.check(room.read("r1.jsonl") == before, "overwritten")
    room("release", "--criteria", "nho@1", *files, "--output", "r1.jsonl")
    room("release", "--criteria", "nho@1", *files, "--supersede", "--reason", "x", want=2)
    room("diff-release", "r1.jsonl", want=2)
    room("diff-release", "r1.jsonl", "absent.jsonl", want=3)
    room("diff-release", "r1.jsonl", "first.csv", want=3)
    room("verify", "absent.jsonl", want=3)
    room("verify", want=2)


def stages_and_failures(room, tally):
    """Each stage has its own chain; what cannot be written leaves store and folder as they were."""
    room.data("unit,period,a,b,c\nu1,2026-Q3,70,100,1\nu2,2026-Q3,60,100,1\n", "--stage", "verified")
    said = room("rank", *HERE, "--period", "2026-Q3", "--format", "csv").stdout
    tally.check("u2,Xã Hai,9.10" in said, "still the release at self")
    before = room.rows("SELECT count(*), total(size_bytes) FROM release")
    names = sorted(os.listdir(room.folder))
    words = [*RELEASE, "--stage", "verified", "--at", WHEN % 21]
    room(*words, "--output", "absent/x.jsonl", want=5)
    room(*words, "--output", "/dev/full", want=2)
    room(*words, "--output", "x.jsonl", "--sign", "absent.key", want=3)
    os.mkdir(room.path("closed"), 0o500)
    if os.geteuid() != 0:
        room(*words, "--output", "closed/x.jsonl", want=5)
    os.rmdir(room.path("closed"))
    room(*words, want=5) # the name is that of the release at self
    tally.check(room.rows("SELECT count(*), total(size_bytes) FROM release") == before, "a failure left a release")
    tally.check(sorted(os.listdir(room.folder)) == names, f"left behind: {sorted(os.listdir(room.folder))}")
    room(*words, "--output", "verified.jsonl")
    said = room("rank", *HERE, "--period", "2026-Q3", want=2).stderr
    tally.check("--stage" in said, said)
    tally.check(room.rank("--period", "2026-Q3", "--stage", "verified") ==
                [("u1", "1", "8.20"), ("u2", "2", "7.60")], "verified")
    tally.check(room.rank("--period", "2026-Q3", "--stage", "self") == AFTER, "self")


KINDS = """{"format": 1, "id": "kinds", "version": "1", "status": "draft", "name": "kinds", "measures": {
"n": {"name": "n", "type": "count"}, "m": {"name": "m", "type": "amount", "digits": 2},
"p": {"name": "p", "type": "percent", "digits": 1}, "f": {"name": "f", "type": "boolean"},
"o": {"name": "o", "type": "choice", "options": [{"key": "x", "name": "Ex"}, {"key": "y", "name": "Why"}]},
"d": {"name": "d", "type": "date"}},
"groups": [{"key": "G", "code": "1", "name": "g", "max": "7", "criteria": [
 {"key": "N", "code": "1.1", "name": "n", "max": "1", "rule": {"kind": "met", "when": "n > 0 and m > 0 and p > 50%"}},
 {"key": "F", "code": "1.2", "name": "f", "max": "1", "na_from_data": true, "rule": {"kind": "met", "when": "f"}},
 {"key": "O", "code": "1.3", "name": "o", "max": "1", "rule": {"kind": "choice", "value": "o", "options": [{"option": "x", "points": "1"}, {"option": "y", "points": "0"}]}},
 {"key": "D", "code": "1.4", "name": "d", "max": "1", "rule": {"kind": "met", "when": "days(d, 2026-10-01) > 0"}},
 {"key": "R", "code": "1.5", "name": "r", "max": "3", "rule": {"kind": "reported"}}]}],
"total": {"max": "7", "basis": "points"}}
"""


def every_kind_of_input(room, tally):
    """What stands in 'before' and 'after' for each type, for given points, NA, and a value that was not there."""
    os.makedirs(room.path("sets/kinds"))
    room.write("sets/kinds/1.json", KINDS)
    room.write("k1.csv", "unit,period,n,m,p,f,o,d,points:R\nv1,2026-Q3,5,1.5,85.5%,1,x,2026-09-30,1.5\nv2,2026-Q3,5,,,,,,\n")
    room.write("k2.csv", "unit,period,n,m,p,f,o,d,points:R\nv1,2026-Q3,6,1.25,90%,NA,y,2026-09-29,2.5\nv3,2026-Q3,7,,,,,,\n")
    here = ("--criteria", "kinds@1", "--at", WHEN % 10)
    room("init", "k.db")
    room("import", "data", "k1.csv", "--db", "k.db", *here)
    room("release", "--db", "k.db", *here, "--output", "k1.jsonl")
    room("import", "data", "k2.csv", "--db", "k.db", *here)
    rows = csv.DictReader(io.StringIO(room("diff-release", "1", "--db", "k.db", "--format", "csv").stdout))
    got = [(r["unit"], r["measure"], r["before"], r["after"]) for r in rows]
    tally.check(got == [("v1", "n", "5", "6"), ("v1", "m", "1.50", "1.25"), ("v1", "p", "85.5%", "90.0%"),
                        ("v1", "f", "yes", "NA"), ("v1", "o", "x", "y"), ("v1", "d", "2026-09-30", "2026-09-29"),
                        ("v1", "points:R", "1.50", "2.50"), ("v3", "n", "", "7")], f"kinds: {got}")
    document = room.document("rank", "--db", "k.db", "--criteria", "kinds@1")
    tally.check((document["pending"], len(document["units"])) == (8, 2), "a unit that came later is pending")
    room("withdraw", "2", "--db", "k.db", "--reason", "nhầm", "--at", WHEN % 12)
    document = room.document("rank", "--db", "k.db", "--criteria", "kinds@1")
    tally.check(document["pending"] == 0, "withdrawn, nothing is pending")
    room("withdraw", "1", "--db", "k.db", "--reason", "nhầm", "--at", WHEN % 13)
    document = room.document("rank", "--db", "k.db", "--criteria", "kinds@1", "--period", "2026-Q3")
    tally.check(document["pending"] == 8 and len(document["units"]) == 2, f"all is gone: {document.get('pending')}")
    room("diff-release", "1", "--db", "k.db", want=2)


def beyond_the_rules_of_then(room, tally):
    """A later version takes what the released one refuses: what was released is printed all the same."""
    wide = SET.replace('"id": "nho"', '"id": "rong"').replace('"type": "count"}, "b"', '"type": "count", "max": "%s"}, "b"')
    os.makedirs(room.path("sets/rong"))
    room.write("sets/rong/1.json", wide % ("1", "100", "c > 0", ""))
    room.write("sets/rong/2.json", wide % ("2", "1000", "c > 0", ""))
    room.write("w.csv", "unit,period,a\nu2,2026-Q3,500\n")
    here = ("--db", "w.db", "--criteria", "rong@1")
    room("init", "w.db")
    room("import", "data", "first.csv", *here)
    room("release", *here, "--period", "2026-Q3", "--output", "w.jsonl")
    room("import", "data", "w.csv", "--db", "w.db", "--criteria", "rong@2")
    done = room("rank", *here, "--period", "2026-Q3", "--format", "json")
    document = json.loads(done.stdout or "{}")
    tally.check([u["unit"] for u in document.get("units", [])] == ["u1", "u2", "u3"] and document["pending"] == 1,
                f"the release: {done.stdout}")
    tally.check("warning: " in done.stderr and "u2" in done.stderr and "version 1" in done.stderr, done.stderr)
    room("rank", *here, "--period", "2026-Q3", "--live", want=3)
    room("verify", "--db", "w.db")
    room("trend", *here)


def another_list(room, tally):
    """A later list of units moves points or who is compared with whom: it is said, and not printed."""
    room.write("list.csv", UNITS.replace("phuong", "xa"))
    room.write("sets/nho/4.json", SET % ("4", 'unit.kind == \\"xa\\"', ""))
    for name, scope in (("all.db", ()), ("xa.db", ("--scope", "kind:xa"))):
        here = ("--db", name, "--criteria", "nho@4")
        words = (*here, "--period", "2026-Q3", *scope)
        room("init", name)
        room("import", "units", "units.csv", "--db", name)
        room("import", "data", "first.csv", *here)
        released = room.document("eval", *words)
        room("release", *words, "--output", name + ".jsonl")
        tally.check(room.document("rank", *words)["scope"] == (scope[1] if scope else ""), f"{name}: scope")
        room("import", "units", "units.csv", "--db", name)
        tally.check("unit list" not in room("rank", *words).stderr, f"{name}: the same list again")
        room("import", "units", "list.csv", "--db", name)
        done = room("eval", *words, "--format", "json")
        document = json.loads(done.stdout)
        tally.check(document["units"] == released["units"], f"{name}: {done.stdout}")
        # Values of a unit that is new in the scope are pending like any other.
        tally.check(document["pending"] == (3 if scope else 0), f"{name}: {document['pending']}")
        tally.check(("unit list" in done.stderr) == (not scope), f"{name}: {done.stderr}")
        live = json.loads(room("rank", *words, "--live", "--format", "json").stdout)
        tally.check(sorted(u["unit"] for u in live["units"]) == ["u1", "u2", "u3"], f"{name}: --live goes by the new list")


def append_only(room, tally):
    with contextlib.closing(sqlite3.connect(room.path("s.db"))) as db:
        for sql in ("UPDATE release SET period = 'x'", "DELETE FROM release", "DELETE FROM release_block",
                    "UPDATE release_block SET bytes = x'00'"):
            try:
                db.execute(sql)
                tally.check(False, f"{sql} was allowed")
            except sqlite3.DatabaseError as error:
                tally.check("append-only" in str(error), str(error))
        # Changed by hand all the same: said, and not printed.
        db.execute("DROP TRIGGER release_block_fixed")
        row, bytes_ = db.execute("SELECT release, bytes FROM release_block WHERE release = 2").fetchone()
        at = bytes_.index(b'"85"') if b'"85"' in bytes_ else len(bytes_) // 2
        db.execute("UPDATE release_block SET bytes = ? WHERE release = ?",
                   (bytes_[:at + 1] + b"9" + bytes_[at + 2:], row))
        db.commit()
    document = room.document("verify", "--db", "s.db", want=1)
    tally.check([r["verified"] for r in document["releases"]] == [True, False, True], "verdicts")
    said = room("rank", *HERE, "--period", "2026-Q3", "--stage", "self", want=3).stderr
    tally.check("s.db[" in said, said)


def group_without_criteria(room, tally):
    """A group's points that came alone say nothing of its criteria: no 0 that was never given, no gain from it."""
    room("init", "alone.db")
    at = ("--criteria", "nho@1", "--db", "alone.db")
    room.write("alone.csv", "unit,period,points:G\nu1,2026-Q3,7\n")
    room("import", "data", "alone.csv", *at)
    room("release", *at, "--period", "2026-Q3", "--output", "alone-1.jsonl")
    room.write("later.csv", "unit,period,a,b,c\nu1,2026-Q3,80,100,1\n")
    room("import", "data", "later.csv", *at)
    room("release", *at, "--period", "2026-Q3", "--supersede", "--reason", "r", "--output", "alone-2.jsonl")
    moved = room.document("diff-release", "alone-1.jsonl", "alone-2.jsonl")["points"]
    got = {p["node"]: (p["before"], p["after"], p["difference"]) for p in moved}
    want = {"G": (7, 8.8, 1.8), "K1": (None, 4.8, None), "K2": (None, 4, None)}
    tally.check(got == want, f"points that nobody had given: {got}, wanted {want}")
    room.write("q4.csv", "unit,period,points:G\nu1,2026-Q4,7\n")
    room("import", "data", "q4.csv", *at)
    lines = [line.split() for line in room("trend", "u1", "--live", *at, "--lang", "en").stdout.splitlines()]
    tally.check(["1.1", "k1", "6", "4.80", "–", "–"] in lines and ["1", "g", "10", "8.80", "7.00", "-1.80"] in lines,
                f"trend: {lines}")


def main():
    tally = Tally()
    room = Room(tally)
    try:
        room("init", "s.db")
        room("import", "units", "units.csv", "--db", "s.db")
        room.data(FIRST)
        sha256 = first_release(room, tally)
        released_is_printed(room, tally, sha256)
        what_is_pending(room, tally)
        second_release(room, tally, sha256)
        other_rules(room, tally)
        stages_and_failures(room, tally)
        every_kind_of_input(room, tally)
        beyond_the_rules_of_then(room, tally)
        another_list(room, tally)
        append_only(room, tally)
        group_without_criteria(room, tally)
    finally:
        shutil.rmtree(room.folder, ignore_errors=True)
    tally.close()


main()
