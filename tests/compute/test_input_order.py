"""The order of rows and columns changes nothing: eval, rank and explain print the same bytes."""
import csv
import io
import os
import random
import sys

SOURCE = os.environ.get("SCORE_SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(SOURCE, "tests", "reference"))
sys.dont_write_bytecode = True
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402

passed = failed = 0
VOLATILE = '"inputs_sha256"'  # of the bytes read


def check(what, same):
    global passed, failed
    passed += same
    failed += not same
    if not same:
        print("FAILED:", what)


def printed(program, options, unit):
    words = (("eval", "--format", "csv"), ("rank", "--format", "csv"), ("eval", "--format", "json"),
             ("rank", "--format", "json"), ("explain", unit, "--format", "json"), ("rank", "--format", "table"))
    return ["\n".join(line for line in program.run(*w, *options).split("\n") if VOLATILE not in line) for w in words]


def random_sets():
    r = random.Random(5)
    for seed in range(100, 106 if os.environ.get("SCORE_SANITIZE") else 130):
        m = Maker(seed, units=9, cohorts=seed % 2 == 0)
        options = ["--period", m.period, "--stage", m.stage] + (["--fallback"] if m.fallback else [])
        unit = m.units[0]["code"]
        try:
            with Program(m.definition, m.data, m.units) as program:
                want = printed(program, options, unit)
        except Refusal:
            continue
        for turn in range(2):
            data, units = m.data[:], m.units[:]
            r.shuffle(data)
            r.shuffle(units)
            if m.listed:
                rest = [c for c in units[0] if c != "code"]
                columns = ["code"] + r.sample(rest, len(rest))
                units = [{c: u[c] for c in columns} for u in units]
            with Program(m.definition, data, units) as program:
                for a, b in zip(want, printed(program, options, unit)):
                    check(f"set {seed}, turn {turn}", a == b)


def shuffled(path, r):
    """A CSV file with its rows and its columns in another order; the keys stay in front."""
    with open(path, encoding="utf-8", newline="") as f:
        head, *rows = list(csv.reader(f))
    fixed = [i for i, name in enumerate(head) if name in ("unit", "name", "period", "code")]
    others = [i for i in range(len(head)) if i not in fixed]
    r.shuffle(others)
    r.shuffle(rows)
    out = io.StringIO(newline="")
    w = csv.writer(out)
    w.writerows([[row[i] for i in fixed + others] for row in [head, *rows]])
    return out.getvalue()


class Shipped(Program):
    """A shipped fixture, as it is or shuffled."""

    def __init__(self, version, units, data, r=None):
        super().__init__({}, [])
        self.options = ["--criteria", "766@" + version, "--criteria-dir", os.path.join(SOURCE, "criteria")]
        for option, folder, name in (("--units", "units", units), ("--data", "766", data)):
            path = os.path.join(SOURCE, "fixtures", folder, name + ".csv")
            with open(path, encoding="utf-8", newline="") as f:
                text = shuffled(path, r) if r else f.read()
            with open(self.path(name + ".csv"), "w", encoding="utf-8", newline="") as f:
                f.write(text)
            self.options += [option, self.path(name + ".csv")]


def fixtures():
    r = random.Random(6)
    for version, units, data, unit in (("2026-portal", "phutho", "phutho-2026q3", "H44.01"),
                                       ("2025-portal", "angiang", "angiang-2025", "H01.101"),
                                       ("2026-portal", "dongnai", "dongnai-2026q3-synthetic", "25195")):
        with Shipped(version, units, data) as program:
            want = printed(program, [], unit)
        for turn in range(3):
            with Shipped(version, units, data, r) as program:
                for a, b in zip(want, printed(program, [], unit)):
                    check(f"{data}, turn {turn}", a == b)


random_sets()
fixtures()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
