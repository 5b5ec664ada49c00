"""Rank intervals. (a) equals exhaustive search over what is missing; (b) every rank of every draw equals exact fractions
computed here from the documented generator (dice.py); (c) equals importing the changed data; 0 % collapses; the order of
the input changes nothing; estimates hold the nominal rank.
"""
import csv
import io
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "house"), os.path.join(os.path.dirname(HERE), "reference"), HERE]
from dice import MICRO, Dice, number, quantile, root_of  # noqa: E402
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402
from tally import BIN, SOURCE, Tally  # noqa: E402

os.environ["SCORE_BIN"] = BIN
LONG = os.environ.get("SCORE_LONG") == "1"
FEW = bool(os.environ.get("SCORE_SANITIZE"))
SKIP = os.environ.get("SCORE_SKIP_RANDOM") == "1"
SEED = int(os.environ.get("SCORE_SEED", "5"))
tally = Tally()
check = tally.check


def times(usual, sanitized, long):
    return long if LONG else sanitized if FEW else usual


# ---- random sets --------------------------------------------------------------------------------------------------


def decimal(v):
    return f"{float(v):.6f}".rstrip("0").rstrip(".")


class Set:
    """Groups of criteria whose points are what the data say; some blank, some NA, some groups given as a whole."""

    def __init__(self, seed, blanks=0.15, plain=False):
        r = self.r = random.Random(seed)
        self.measures, self.serial = {}, 0
        self.share = not plain and r.random() < 0.25
        self.tiny = not plain and not self.share and r.random() < 0.3  # where single millionths and halves decide
        self.percent = not plain and not self.share and r.random() < 0.4
        self.policy = r.choice(("exclude", "zero")) if self.percent or self.share else r.choice(("zero", "rescale_group"))
        groups = [self.group(plain) for i in range(r.randrange(1, 4))]
        whole = sum(F(g["max"]) for g in groups)
        total = {"max": decimal(whole), "basis": "percent" if self.percent else "points"}
        if self.share:
            total = {"max": "100", "aggregate": "share_met", "basis": "percent"}
        if not plain and not self.share and r.random() < 0.5:
            groups.append({"key": "BO", "name": "b", "max": "3", "kind": "bonus", "criteria": [self.criterion("2")]})
        if not plain and not self.share and r.random() < 0.5:
            groups.append({"key": "PE", "name": "p", "max": "2", "kind": "penalty", "criteria": [self.criterion("2")]})
        for g in groups:
            if self.policy == "rescale_group":
                g["grid"] = "0.000001" if self.tiny else "0.01"
        first = groups[0]["criteria"][0]["key"]
        self.ties = r.random() < 0.5
        self.dense = not plain and r.random() < 0.3
        ranking = {"method": "dense" if self.dense else "competition"}
        if self.ties:
            ranking["tie_break"] = [{"node": first}]
        self.definition = {"format": 1, "id": "any", "version": "1", "status": "draft", "name": "any",
                           "not_applicable": self.policy, "measures": self.measures, "groups": groups, "total": total,
                           "ranking": ranking}
        if self.tiny:
            self.definition["grids"] = {"criterion": "0.000001", "total": "0.000001"}
        self.units = [f"u{i}" for i in range(r.randrange(2, 7 if plain else 9))]
        self.data = []
        for u in self.units:
            self.fill(u, groups, blanks, plain)

    def criterion(self, limit):
        self.serial += 1
        key = f"m{self.serial}"
        if self.share:
            self.measures[key] = {"name": key, "type": "boolean"}
            rule = {"kind": "met", "when": key}
        else:
            self.measures[key] = {"name": key, "type": "amount", "digits": 6 if self.tiny else 2, "min": "0"}
            rule = {"kind": "expr", "points": f"min({key}, {limit})"}
        return {"key": f"K{self.serial}", "name": "k", "max": limit, "na_from_data": True, "rule": rule}

    def group(self, plain):
        r = self.r
        out = {"key": f"G{self.serial}", "name": "g",
               "criteria": [self.criterion(r.choice(("0.000002", "0.000003", "0.000006") if self.tiny else ("1", "2", "5", "2.5", "10"))) for i in range(r.randrange(1, 4))]}
        out["max"] = decimal(sum(F(c["max"]) for c in out["criteria"]))
        kind = "sum" if plain or self.share or self.tiny else r.choice(("sum", "sum", "sum", "weighted", "highest"))
        if kind == "weighted":
            out["aggregate"], out["grid"] = kind, "0.01"
            out["max"] = "10"
            for c in out["criteria"]:
                c["weight"] = r.choice(("1", "2", "0.5", "3"))
                c["max"] = "10"
                c["rule"]["points"] = c["rule"]["points"].rsplit(",", 1)[0] + ", 10)"
        if kind == "highest":
            out["aggregate"] = kind
            out["max"] = max((c["max"] for c in out["criteria"]), key=F)
        if kind != "sum":
            out["not_applicable"] = "zero"
        return out

    def fill(self, unit, groups, blanks, plain):
        r = self.r
        for g in groups:
            if not plain and not self.share and g.get("kind") is None and r.random() < 0.1:
                self.put(unit, "points:" + g["key"], decimal(round(r.random() * float(F(g["max"])), 6 if self.tiny else 2)))
                continue
            for c in g["criteria"]:
                x = r.random()
                name = next(m for m in self.measures if m == c["rule"].get("when") or f"({m}," in c["rule"].get("points", ""))
                if x < blanks:
                    continue
                if not plain and x > 0.93:
                    self.put(unit, name, "NA")
                elif self.share:
                    self.put(unit, name, r.choice(("yes", "yes", "no")))
                else:
                    self.put(unit, name, decimal(r.randrange(micro(c["max"]) + 1) / MICRO) if self.tiny else
                             f"{r.randrange(int(F(c['max']) * 4) + 1) / 4:.2f}")

    def put(self, unit, measure, value):
        self.data.append((unit, "2026-Q3", measure, "self", value, ""))


def micro(text):
    return int(F(text) * MICRO)


def nodes_of(program, definition):
    """unit -> node key -> (points or None where covered, max, outcome)"""
    out = {}
    for row in program.rows("eval"):
        covered = row["points"] == "" and row["outcome"] == "reported"
        out.setdefault(row["unit"], {})[row["node"]] = (None if covered else micro(row["points"] or "0"),
                                                        micro(row["max"] or "0"), row["outcome"])
    return out


def tie_places(s, of):
    """Unit -> place by the tie key alone, as the set declares it: points of the first criterion, blanks last."""
    if not s.ties:
        return {u: 0 for u in of}
    key = s.definition["groups"][0]["criteria"][0]["key"]
    value = {u: -1 if of[u][key][2] in ("missing", "invalid") else of[u][key][0] or 0 for u in of}
    return {u: sum(v > value[u] for v in value.values()) for u in of}


# ---- (b) draws ----------------------------------------------------------------------------------------------------


def draws_of(seed):
    s = Set(seed, blanks=0.05)
    if not s.data:
        return
    level = random.Random(seed).choice(("criteria", "criteria", "groups"))
    perturb, draws = random.Random(seed).choice((("10", 20), ("50", 20), ("99.9999", 5), ("0.0001", 5)))
    with Program(s.definition, s.data) as program:
        of = nodes_of(program, s.definition)
        asked = ("--seed", str(seed), "--perturb", perturb, "--perturb-on", level)
        ranked = {r["unit"] for r in program.rows("rank", "--no-interval") if r["rank"]}
        of = {u: v for u, v in of.items() if u in ranked}
        if not of:
            return
        dice = Dice(s.definition, of, tie_places(s, of), seed, int(F(perturb) * 10000), level, s.dense)
        by_draw = [dice.ranks(k) for k in range(draws)]
        # one draw alone tells every rank of it; all of them, the quantiles
        for count in {1, 2, draws}:
            wanted = {u: tuple(quantile([d[u] for d in by_draw[:count]], p) for p in (5, 50, 95)) for u in of}
            rows = {r["unit"]: r for r in program.rows("rank", "--draws", str(count), *asked) if r["rank"]}
            for u in of:
                found = tuple(int(rows[u][c]) for c in ("weights_low", "weights_median", "weights_high"))
                check(found == wanted[u], f"seed {seed}, {count} draws, {u}: {found}, wanted {wanted[u]}")
        order = [r["unit"] for r in program.rows("rank", "--no-interval") if r["rank"]]
        for a, b in zip(order, order[1:]):
            halves = sum(2 if d[a] < d[b] else d[a] == d[b] for d in by_draw)
            share = F(halves * MICRO // (2 * draws), MICRO) * 100
            told = F(rows[a]["above_next"])
            check(abs(told - share) <= F(1, 20), f"seed {seed}, {a} above {b}: {told}, wanted {float(share)}")
        a, b = order[0], order[-1]
        pair = json.loads(program.run("rank", "--draws", str(draws), *asked, "--pair", f"{a} , {b}", "--format", "json"))
        halves = sum(2 if d[a] < d[b] else d[a] == d[b] for d in by_draw)
        check(abs(F(str(pair["pair"]["above"])) - F(halves * 100, 2 * draws)) <= F(1, 20), f"seed {seed}: pair {pair['pair']}")


def by_hand():
    """The weights of docs/uncertainty.md, and the first numbers of SplitMix64 with seed 1234567 (its authors' own)."""
    check([number(1234567, i) for i in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423],
          "the generator's first numbers")
    dice = Dice.__new__(Dice)
    dice.weights = [(None, 60 * MICRO), (None, 40 * MICRO)]
    dice.seed, dice.perturb = 1, 0
    check(dice.draw(0) == [60 * MICRO, 40 * MICRO], "no perturbation")
    check(quantile(range(1, 21), 5) == 1 and quantile(range(1, 21), 95) == 19 and quantile([7], 5) == 7, "quantiles")


# ---- (a) what is missing ------------------------------------------------------------------------------------------


def exhaustive(s, of):
    """unit -> (best, worst) rank over every way to fill what is missing with 0 or the maximum."""
    key = s.definition["groups"][0]["criteria"][0]["key"] if s.ties else None
    leaves = [n for n in root_of(s.definition).below() if n.leaf]
    ways = {}
    for u in of:
        blank = [n for n in leaves if of[u][n.key][2] == "missing"]
        ways[u] = []
        for filled in itertools.product((0, 1), repeat=len(blank)):
            full = {n.key: int(n.max) * f for n, f in zip(blank, filled)}
            points = {n.key: full.get(n.key, of[u][n.key][0]) for n in leaves}
            # the key of a blank criterion that stays at 0 is last, as it is now
            tie = 0 if not key else -1 if of[u][key][2] == "missing" and not full[key] else points[key]
            ways[u].append((sum(points.values()), tie))
    best, worst = {}, {}
    for chosen in itertools.product(*ways.values()):
        places = dict(zip(ways, chosen))
        for u, mine in places.items():
            above = [p for p in places.values() if p > mine]
            rank = 1 + (len(set(above)) if s.dense else len(above))
            best[u] = min(best.get(u, rank), rank)
            worst[u] = max(worst.get(u, rank), rank)
    return best, worst


def missing_of(seed):
    s = Set(seed, blanks=0.25, plain=True)
    s.dense = seed % 4 == 0
    s.definition["ranking"]["method"] = "dense" if s.dense else "competition"
    with Program(s.definition, s.data) as program:
        try:
            of = nodes_of(program, s.definition)
        except Refusal:
            return
        if sum(v[2] == "missing" for u in of.values() for k, v in u.items() if k[0] == "K") > 9:
            return
        rows = {r["unit"]: r for r in program.rows("rank", "--draws", "0")}
    best, worst = exhaustive(s, of)
    for u in of:
        found = int(rows[u]["missing_best"]), int(rows[u]["missing_worst"])
        wanted = best[u], worst[u]
        good = found[0] <= wanted[0] and found[1] >= wanted[1] if s.dense else found == wanted
        check(good, f"seed {seed}: missing {u}: {found}, wanted {wanted}")
        check(rows[u]["weights_low"] == "" and rows[u]["above_next"] == "", f"seed {seed}: nothing drawn")


# ---- (c) one record -----------------------------------------------------------------------------------------------

RECORDS = {"format": 1, "id": "r", "version": "1", "status": "draft", "name": "r", "measures": {
    "a": {"type": "count", "name": "a"}, "n": {"type": "count", "name": "n", "max": "40"},
    "p": {"type": "percent", "name": "p", "max": "100%", "digits": 1}, "c": {"type": "boolean", "name": "c"},
    "o": {"type": "choice", "name": "o", "options": [{"key": "x", "name": "x"}, {"key": "y", "name": "y"},
                                                     {"key": "z", "name": "z"}]},
    "s": {"type": "amount", "name": "s", "digits": 2, "step": "0.25"}, "t": {"type": "count", "name": "t"}},
    "groups": [
        {"key": "G", "name": "g", "max": "20", "criteria": [
            {"key": "R", "name": "r", "max": "10", "rule": {"kind": "ratio", "num": "a", "den": "n", "zero_denominator": "zero"}},
            {"key": "P", "name": "p", "max": "5", "rule": {"kind": "ratio", "num": "p", "den": "1", "target": "80%", "zero_denominator": "zero"}},
            {"key": "C", "name": "c", "max": "5", "rule": {"kind": "met", "when": "c"}}]},
        {"key": "H", "name": "h", "max": "15", "criteria": [
            {"key": "O", "name": "o", "max": "5", "rule": {"kind": "choice", "value": "o", "options": [
                {"option": "x", "points": "5"}, {"option": "y", "points": "3"}, {"option": "z", "points": "0"}]}},
            {"key": "S", "name": "s", "max": "5", "rule": {"kind": "expr", "points": "min(s, 5)"}},
            {"key": "Q", "name": "q", "max": "5", "rule": {"kind": "expr", "points": "if(points(\"C\") > 0, 5, 1)"}}]}],
    "total": {"max": "35"}, "ranking": {"method": "competition", "tie_break": [{"measure": "t"}]}}
COHORT = json.loads(json.dumps(RECORDS).replace('"min(s, 5)"', '"if(s > mean(s), 5, 2)"'))


def record_data(r):
    n = r.randrange(1, 41)
    return {"a": str(r.choice((n, r.randrange(n + 1)))), "n": str(n), "p": f"{r.randrange(1001) / 10:.1f}",
            "c": r.choice(("yes", "no")), "o": r.choice("xyz"), "s": f"{r.randrange(21) / 4:.2f}", "t": str(r.randrange(3))}


def neighbours(cells):
    """Every cell one step down and up, within its bounds."""
    for m, step in (("a", 1), ("n", 1), ("t", 1)):
        for v in (int(cells[m]) - step, int(cells[m]) + step):
            if v >= 0 and not (m == "n" and v > 40):
                yield m, str(v)
    for v in (F(cells["p"]) - 1, F(cells["p"]) + 1):
        if 0 <= v <= 100:
            yield "p", f"{float(v):.1f}"
    yield "c", "no" if cells["c"] == "yes" else "yes"
    at = "xyz".index(cells["o"])
    for k in (at - 1, at + 1):
        if 0 <= k < 3:
            yield "o", "xyz"[k]
    for v in (F(cells["s"]) - F(1, 4), F(cells["s"]) + F(1, 4)):
        yield "s", f"{float(v):.2f}"


def rows_of(cells):
    return [(u, "2026-Q3", m, "self", v, "") for u, row in cells.items() for m, v in row.items() if v is not None]


def record_of(seed):
    r = random.Random(seed)
    definition = COHORT if seed % 3 == 0 else RECORDS
    cells = {f"u{i}": record_data(r) for i in range(r.randrange(2, 5))}
    if r.random() < 0.3:
        cells["u0"]["s"] = None
    with Program(definition, rows_of(cells)) as program:
        rows = {x["unit"]: x for x in program.rows("rank", "--draws", "0")}
    for u in cells:
        best = worst = int(rows[u]["rank"])
        for m, v in neighbours({**cells[u], "s": cells[u]["s"] or "0"}):
            if cells[u][m] is None:
                continue
            other = {**cells, u: {**cells[u], m: v}}
            if int(other[u]["a"]) > int(other[u]["n"]) and int(other[u]["a"]) - int(other[u]["n"]) > \
                    max(0, int(cells[u]["a"]) - int(cells[u]["n"])):
                continue  # a part is never above its whole
            with Program(definition, rows_of(other)) as program:
                rank = int(next(x["rank"] for x in program.rows("rank", "--no-interval") if x["unit"] == u))
            best, worst = min(best, rank), max(worst, rank)
        found = int(rows[u]["record_best"]), int(rows[u]["record_worst"])
        check(found == (best, worst), f"seed {seed}: record {u}: {found}, wanted {(best, worst)}")
        check(int(rows[u]["rank_best"]) <= best and worst <= int(rows[u]["rank_worst"]), f"seed {seed}: {u}: all together")


# ---- properties ---------------------------------------------------------------------------------------------------


def holds(rows, what, collapsed):
    for r in rows:
        if not r["rank"]:
            check(r["rank_best"] == "", f"{what}: {r['unit']} has no rank")
            continue
        rank = int(r["rank"])
        for low, high in (("rank_best", "rank_worst"), ("missing_best", "missing_worst"), ("record_best", "record_worst")):
            check(not r[low] or int(r[low]) <= rank <= int(r[high]), f"{what}: {r['unit']}: {low} {r[low]}, {r[high]}, rank {rank}")
        if collapsed:
            found = {r["weights_low"], r["weights_median"], r["weights_high"]}
            check(found == {r["rank"]}, f"{what}: {r['unit']}: 0 % gives {found}, rank {rank}")


FIXTURES = [("766@2025-portal", "766/angiang-2025", "angiang", []), ("766@2026-portal", "766/phutho-2026q3", "phutho", []),
            ("766@2026-portal", "766/dongnai-2026q3-synthetic", "dongnai", []),
            ("nq57@2026", "nq57/dongnai-2026q3-synthetic", "dongnai", []),
            ("nq57@2025", "nq57/dongnai-2025q4-synthetic", "dongnai", []),
            ("mau@1", "mau/data", None, ["--period", "2026-Q3", "--stage", "verified", "--fallback"]),
            ("hoa-hung@2025", "sets/hoa-hung", None, ["--period", "2026-Q1"]),
            *((f"{name}@2025", f"sets/{name}", None, []) for name in
              ("dong-nai-binh-dan-hoc-vu-so", "hoc-tap-cong-dong-hcm", "khong-tien-mat-can-tho", "long-khanh",
               "tan-hung"))]


def rank_csv(options):
    done = subprocess.run([BIN, "rank", *options, "--quiet", "--format", "csv"], capture_output=True, check=False)
    if done.returncode:
        check(False, f"rank {options}: exit {done.returncode} {done.stderr.decode()}")
        return []
    return list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))


def fixtures():
    for criteria, data, units, more in FIXTURES:
        options = ["--criteria", criteria, "--data", os.path.join(SOURCE, "fixtures", data + ".csv"), *more]
        listed = "mau/units" if criteria == "mau@1" else f"units/{units}" if units else None
        if listed:
            options += ["--units", os.path.join(SOURCE, "fixtures", listed + ".csv")]
        for level in ("criteria", "groups"):
            rows = rank_csv([*options, "--perturb", "0", "--draws", "3", "--perturb-on", level])
            check(rows, f"{data}: no rows")
            holds(rows, f"{data} on {level}", True)
        holds(rank_csv(options), data, False)


def anything(seed):
    """Sets with everything the language has: nothing but that the estimates hold."""
    m = Maker(seed, units=8, cohorts=seed % 2 == 0)
    if not m.data:
        return
    try:
        with Program(m.definition, m.data, m.units) as program:
            for level in ("criteria", "groups"):
                holds(program.rows("rank", "--period", m.period, "--stage", m.stage, "--perturb", "0", "--draws", "2",
                                   "--perturb-on", level), f"seed {seed} on {level}", True)
    except Refusal as e:
        check(any(w in str(e) for w in ("the constant part cannot be computed", "no data for")), f"seed {seed}: {e}")


def shuffled():
    """The same data in another order, line by line."""
    base = os.path.join(SOURCE, "fixtures", "766", "angiang-2025.csv")
    with open(base, encoding="utf-8", newline="") as f:
        head, *lines = f.read().splitlines(keepends=True)
    random.Random(3).shuffle(lines)
    with tempfile.TemporaryDirectory() as folder:
        other = os.path.join(folder, "angiang-2025.csv")
        with open(other, "w", encoding="utf-8", newline="") as f:
            f.write(head + "".join(lines))
        a, b = (rank_csv(["--criteria", "766@2025-portal", "--data", path, "--draws", "200", "--seed", "9"]) for path in (base, other))
    check(a == b and len(a) == 102, "the order of the input moves nothing")


def refusals():
    data = ["--criteria", "766@2025-portal", "--data", os.path.join(SOURCE, "fixtures", "766", "angiang-2025.csv")]
    for words, told in ((["--draws", "100001"], "from 0 to 100000"), (["--draws", "x"], "from 0 to 100000"),
                        (["--perturb", "100"], "below 100"), (["--perturb", "1.23456"], "below 100"),
                        (["--seed", "18446744073709551616"], "18446744073709551615"), (["--seed", "-1"], "18446744073709551615"),
                        (["--pair", "a"], "comma"), (["--pair", ",b"], "comma"), (["--pair", "a,b", "--draws", "0"], "--draws 0"),
                        (["--no-interval", "--draws", "5"], "--no-interval"), (["--perturb-on", "all"], "perturb-on")):
        done = subprocess.run([BIN, "rank", *data, *words, "--lang", "en"], capture_output=True, text=True, check=False)
        check(done.returncode == 2 and told in done.stderr, f"{words}: exit {done.returncode}, {done.stderr}")
    first = rank_csv(data)[0]["unit"]
    done = subprocess.run([BIN, "rank", *data, "--pair", first + ",nowhere", "--lang", "en"], capture_output=True, text=True, check=False)
    check(done.returncode == 2 and "nowhere" in done.stderr, f"--pair with a stranger: exit {done.returncode}, {done.stderr}")
    done = subprocess.run([BIN, "rank", *data, "--seed", "18446744073709551615", "--perturb", "12,5%", "--format", "json"],
                          capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)["interval"]
    check(told["seed"] in ("18446744073709551615", 18446744073709551615) and told["perturb"] == 12.5, f"what was asked for: {told}")
    plain = rank_csv([*data, "--no-interval"])
    check("rank_best" not in plain[0] and "above_next" not in plain[0], "--no-interval leaves all of it out")


by_hand()
fixtures()
shuffled()
refusals()
if not SKIP:
    for k in range(times(50, 8, 600)):
        draws_of(SEED + k)
    for k in range(times(70, 10, 2000)):
        missing_of(SEED + k)
    for k in range(times(9, 2, 90)):
        record_of(SEED + k)
    for k in range(times(30, 4, 600)):
        anything(SEED + k)
tally.close()
