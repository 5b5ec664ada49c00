"""Releases of every shipped set and of made-up ones with cohort statistics: each verifies, written again from itself it is
the same file, and what is printed of it is what is printed of the data, also within a scope."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, BUILD, SOURCE, Tally  # noqa: E402

DRIVER = os.path.join(BUILD, "driver", "release_lines")
FEW = bool(os.environ.get("SCORE_SANITIZE") or os.environ.get("SCORE_SKIP_RANDOM"))
# What only one of the two says: a release says what it is, and the digest of its own inputs.
OWN = ("inputs_sha256", "release_sha256", "released_at", "released_by", "release_reason", "supersedes", "pending")
tally = Tally()


def at(*path):
    return os.path.join(SOURCE, *path)


def cases(folder):
    for name in ("tan-hung", "long-khanh", "khong-tien-mat-can-tho", "hoc-tap-cong-dong-hcm",
                 "dong-nai-binh-dan-hoc-vu-so"):
        yield at("criteria", name, "2025.json"), "-", [at("fixtures", "sets", name + ".csv")], "-", "-"
    yield at("criteria", "hoa-hung", "2025.json"), "-", [at("fixtures", "sets", "hoa-hung.csv")], "2026-Q1", "-"
    dongnai = at("fixtures", "units", "dongnai.csv")
    yield (at("criteria", "766", "2025-portal.json"), at("fixtures", "units", "angiang.csv"),
           [at("fixtures", "766", "angiang-2025.csv")], "-", "-")
    for scope in ("-", "kind:phuong", "unit:25210,unit:25217"):
        yield (at("criteria", "766", "2026-portal.json"), dongnai,
               [at("fixtures", "766", "dongnai-2026q3-synthetic.csv")], "-", scope)
        if FEW:
            break
    quarters = [at("fixtures", "nq57", f"dongnai-2026q{q}-synthetic.csv") for q in (1, 2, 3)]
    for scope in ("-", "kind:xa"):
        yield at("criteria", "nq57", "2026.json"), dongnai, quarters, "2026-Q3", scope
        if FEW:
            break
    yield from made_up(folder)
    subprocess.run([sys.executable, at("bench", "generate.py"), folder, "--units", "20" if FEW else "60", "--quarters",
                    "2"], check=True, stdout=subprocess.DEVNULL)
    units = os.path.join(folder, "units.csv")
    for scope in ("-", "parent:01"):
        yield os.path.join(folder, "cohort.json"), units, [os.path.join(folder, "quarter.csv")], "-", scope
        yield os.path.join(folder, "kinds.json"), units, [os.path.join(folder, "kinds.csv")], "2025-Q2", scope


def made_up(folder):
    """Hamlets below communes, of which some sent nothing; figures by month alone; an earlier year; a unit that ended."""
    criteria = [{"key": "A", "name": "A", "max": "4", "rule": {"kind": "met", "when": "children.share(ok) >= 50%"}},
                {"key": "B", "name": "B", "max": "3", "rule": {"kind": "met", "when": "x > at(x, \"2025\")"}},
                {"key": "C", "name": "C", "max": "3", "rule": {"kind": "expr", "points": "min(3, children.sum(x) / 10)"}}]
    definition = {"format": 1, "id": "made", "version": "1", "status": "draft", "name": "made", "measures": {
        "ok": {"name": "ok", "type": "boolean"}, "x": {"name": "x", "type": "count", "over_time": "sum"}},
        "groups": [{"key": "G", "name": "G", "max": "10", "criteria": criteria}],
        "total": {"max": "10", "basis": "points"}}
    units = ["code,name,kind,parent,valid_from,valid_to,successor", "p,Tỉnh,tinh,,,,",
             "c1,Một,xa,p,,,", "c2,Hai,xa,p,,,", "c3,Ba,xa,p,,,", "old,Cũ,xa,p,,2026-06-30,c1"]
    units += [f"h{k},Thôn {k},thon,c{1 + k % 3},,," for k in range(9)]
    data = ["unit,period,x"] + [f"{u},2026-{m:02},{n}" for n, u in enumerate(["c1", "c2", "h1", "h2", "h3"], 5)
                                for m in (7, 8, 9)]
    data += ["c1,2025-H1,10", "c1,2025-H2,30", "c2,2025,5"]
    yes = ["unit,period,ok"] + [f"h{k},2026-Q3,{k % 2}" for k in range(7)]
    paths = [os.path.join(folder, name) for name in ("made.json", "made_units.csv", "made.csv", "made_yes.csv")]
    for path, text in zip(paths, (json.dumps(definition), *("\n".join(rows) + "\n" for rows in (units, data, yes)))):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    for files in (paths[2:], paths[2:3]):  # with the second file only the hamlets' answers are of the quarter itself
        for scope in ("-", "kind:xa", "unit:c2"):
            yield paths[0], paths[1], files, "2026-Q3", scope


# A file of one period and one scope has neither the period before beside it nor those out of scope.
BESIDE = {"previous", "change", "previous_rank", "movement", "previous_total", "previous_grade", "overall_rank", "overall_ranked",
          "left_units"}
TABLES = {"gap": ("criteria", "groups"), "rank": ("units",)}


def stripped(text):
    tree = {name: value for name, value in json.loads(text, parse_float=str).items() if name not in {*OWN, *BESIDE}}
    tree["lines"] = [line for line in tree.get("lines", ()) if not line.startswith("▲ ▼")]
    for table in TABLES.get(tree["document"], ()):
        tree[table] = [{k: v for k, v in row.items() if k not in BESIDE} for row in tree[table]]
    return tree


def driver(*arguments, **options):
    return subprocess.run([DRIVER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **options)


def compare(case, path, what, *unit):
    criteria, units, data, period, scope = case
    command = [BIN, what, "--criteria", criteria, "--format", "json", "--lang", "en"]
    command += [word for name in data for word in ("--data", name)]
    command += ["--units", units] if units != "-" else []
    command += ["--period", period] if period != "-" else []
    command += ["--scope", scope] if scope != "-" else []
    command += ["--unit", *unit] if unit else []
    command += ["--no-interval"] if what == "rank" else []
    live = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    frozen = driver(what, path, *(unit or ("-",)))
    if not tally.check(live.returncode == 0 and frozen.returncode == 0,
                       f"{what} {case}: {live.stderr.decode()} {frozen.stderr.decode()}"):
        return
    a, b = stripped(live.stdout), stripped(frozen.stdout)
    differs = [name for name in set(a) | set(b) if a.get(name) != b.get(name)]
    tally.check(not differs, f"{what} {case}: {differs}")


def check(case, path):
    criteria, units, data, period, scope = case
    done = driver("write", criteria, units, ",".join(data), period, "-", scope, "0")
    if not tally.check(done.returncode == 0, f"write {case}: {done.stderr.decode()}"):
        return
    with open(path, "wb") as file:
        file.write(done.stdout)
    verified = driver("verify", path)
    tally.check(verified.returncode == 0, f"verify {case}: {verified.stderr.decode()}")
    tally.check(driver("again", path).stdout == done.stdout, f"{case}: not the same file again")
    results = [line for line in done.stdout.decode().split("\n") if '"total":{' in line[:60]]
    first = json.loads(results[len(results) // 2])["unit"]
    compare(case, path, "rank")
    if scope != "-":
        return
    compare(case, path, "eval")
    compare(case, path, "gap", first)
    compare(case, path, "explain", first)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(folder):
            check(case, os.path.join(folder, "r.jsonl"))
    tally.close()


main()
