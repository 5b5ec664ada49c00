"""Quarters, halves, nine months and years from the periods within them (model §1, over_time), from files and from a
store. The truth is a year of twelve random months; what is reported of it is random; what must come out is found by
trying every way to put the period together, not by the order in which the program tries them."""
import functools
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, Tally  # noqa: E402

# Label -> first and last month.
SPANS = {**{f"2026-{m:02}": (m, m) for m in range(1, 13)}, **{f"2026-Q{q}": (3 * q - 2, 3 * q) for q in range(1, 5)},
         "2026-H1": (1, 6), "2026-H2": (7, 12), "2026-9M": (1, 9), "2026": (1, 12)}
ASKED = [label for label, (first, last) in SPANS.items() if last > first]
KINDS = {"s": "sum", "l": "last", "y": "ytd", "n": "none"}
SETTINGS = {"type": "amount", "digits": 2, "min": "-1000000", "max": "1000000"}


def definition():
    measures = {key: {"name": key, "over_time": kind, **SETTINGS} for key, kind in KINDS.items()}
    criteria = [{"key": key.upper(), "name": key, "max": "100", "rule": {"kind": "expr", "points": f"clamp({key}, 0, 100)"}}
                for key in KINDS]
    return {"format": 1, "id": "case", "version": "1", "status": "draft", "name": "case", "measures": measures,
            "total": {"max": "400", "basis": "points"},
            "groups": [{"key": "G", "name": "G", "max": "400", "criteria": criteria}]}


def said(truth, label, kind):
    """What an office reports under a label, in hundredths."""
    first, last = SPANS[label]
    if kind == "last":
        return truth[last - 1]
    if kind == "ytd" and first == last:
        return sum(truth[:last])  # a month says how much there is since January
    return sum(truth[first - 1:last])


def wanted(labels, asked, kind, truth):
    """The exact value in hundredths, or None."""
    first, last = SPANS[asked]
    if asked in labels:
        return said(truth, asked, kind)
    if kind == "none":
        return None
    if kind == "last":
        return truth[last - 1] if any(SPANS[x][1] == last and SPANS[x][0] >= first for x in labels) else None
    if kind == "ytd":
        ends = {SPANS[x][1] for x in labels if SPANS[x][0] == SPANS[x][1] or SPANS[x][0] == 1}
        known = last in ends and (first == 1 or first - 1 in ends)
        return sum(truth[first - 1:last]) if known else None

    @functools.lru_cache(None)
    def covered(month):
        return month > last or any(covered(SPANS[x][1] + 1) for x in labels
                                   if SPANS[x][0] == month and SPANS[x][1] <= last)
    return sum(truth[first - 1:last]) if covered(first) else None


def decimal(hundredths):
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def exact(text):
    number, _, under = text.partition("/")
    return int(number) * 100 // int(under or 1)


def inputs(source, period, unit):
    """The inputs of a unit as explain sees them: measure -> (state, hundredths, derived_from)."""
    done = subprocess.run([BIN, "explain", unit, *source, "--period", period, "--format", "json", "--lang", "en"],
                          capture_output=True, text=True, encoding="utf-8")
    if done.returncode == 2 and "no data of" in done.stderr or not done.stdout:
        return None, done.stderr
    found = {}

    def walk(node):
        if isinstance(node, dict):
            if "measure" in node and "state" in node:
                value = exact(node["value"]) if node["state"] == "value" else None
                found[node["measure"]] = (node["state"], value, node.get("derived_from"))
            for part in node.values():
                walk(part)
        elif isinstance(node, list):
            for part in node:
                walk(part)
    walk(json.loads(done.stdout))
    return found, done.stderr


def write(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write("unit,period,measure,value\n" + "".join(",".join(row) + "\n" for row in rows))


def store_of(folder, name, criteria, data):
    path = os.path.join(folder, name)
    if os.path.exists(path):
        os.remove(path)
    subprocess.run([BIN, "init", path], check=True, capture_output=True)
    subprocess.run([BIN, "import", "data", data, "--db", path, "--criteria", criteria, "--at", "2026-12-31T00:00:00Z"],
                   check=True, capture_output=True)
    return path


def random_years(tally, folder, criteria, rounds):
    rng = random.Random(766)
    data = os.path.join(folder, "data.csv")
    for at in range(rounds):
        truths = {f"u{k}": [rng.randint(0, 900) for _ in range(12)] for k in range(2)}
        density = rng.choice([0.15, 0.4, 0.7, 0.95])
        reported = {(unit, key): {x for x in SPANS if rng.random() < density} for unit in truths for key in KINDS}
        write(data, [(unit, label, key, decimal(said(truths[unit], label, KINDS[key])))
                     for (unit, key), labels in reported.items() for label in sorted(labels)])
        asked = rng.choice(ASKED)
        source = ["--criteria", criteria, "--data", data]
        if at % 2:
            source = ["--criteria", criteria, "--db", store_of(folder, "years.db", criteria, data)]
        for unit, truth in truths.items():
            want = {key: wanted(reported[unit, key], asked, KINDS[key], truth) for key in KINDS}
            have, text = inputs(source, asked, unit)
            what = f"round {at}, {unit} {asked}: {sorted(reported.items())}: {text}"
            if have is None:
                tally.check(all(value is None for value in want.values()), f"{what}: nothing came out, wanted {want}")
                continue
            for key in KINDS:
                state, value, derived = have.get(key, ("missing", None, None))
                tally.check(value == want[key], f"{what} {key}: {state} {value}, wanted {want[key]}")
                own = asked in reported[unit, key]
                tally.check((derived is None) == (own or want[key] is None), f"{what} {key}: derived from {derived}")


def by_hand(tally, folder, criteria):
    data = os.path.join(folder, "hand.csv")
    source = ["--criteria", criteria, "--data", data]
    write(data, [("a", "2026-06", "y", "6"), ("a", "2026-09", "y", "9"), ("a", "2026-07", "s", "0.10"),
                 ("a", "2026-08", "s", "0.20"), ("a", "2026-09", "s", "0.30"), ("a", "2026-07", "l", "7"),
                 ("a", "2026-09", "l", "9"), ("b", "2026-07", "s", "1"), ("b", "2026-09", "s", "1"),
                 ("b", "2026-09", "y", "3"), ("b", "2026-08", "l", "8"), ("b", "2026-09", "n", "1")])
    have, _ = inputs(source, "2026-Q3", "a")
    tally.check(have["y"] == ("value", 300, "2026-09 - 2026-06"), f"a ytd: {have['y']}")
    tally.check(have["s"] == ("value", 60, "2026-07 + 2026-08 + 2026-09"), f"a sum: {have['s']}")
    tally.check(have["l"] == ("value", 900, "2026-09"), f"a last: {have['l']}")
    have, _ = inputs(source, "2026-Q3", "b")
    tally.check(have is None or all(state == "missing" for state, _, _ in have.values()), f"b has a part missing: {have}")
    have, _ = inputs(source, "2026-H1", "a")
    tally.check(have["y"] == ("value", 600, "2026-06"), f"a half-year: {have['y']}")

    # A reported value stands; the derived one is told when it differs.
    write(data, [("a", "2026-Q3", "s", "5"), ("a", "2026-07", "s", "1"), ("a", "2026-08", "s", "2"),
                 ("a", "2026-09", "s", "3")])
    have, text = inputs(source, "2026-Q3", "a")
    tally.check(have["s"] == ("value", 500, None), f"reported stands: {have['s']}")
    line = "a: s of 2026-Q3 is reported as 5.00, but 2026-07 + 2026-08 + 2026-09 makes 6.00; the reported value counts"
    tally.check(line in text, f"difference told: {text}")
    # What the measure cannot be is no value: a cumulative figure that falls, where it may not be below zero.
    narrow = json.loads(json.dumps(definition()))
    narrow["measures"]["y"]["min"] = "0"
    below = os.path.join(folder, "narrow.json")
    with open(below, "w", encoding="utf-8") as file:
        json.dump(narrow, file)
    write(data, [("a", "2026-06", "y", "9"), ("a", "2026-09", "y", "6"), ("a", "2026-Q3", "n", "1")])
    have, text = inputs(["--criteria", below, "--data", data], "2026-Q3", "a")
    tally.check(have["y"][0] == "missing" and "would be -3.00 by 2026-09 - 2026-06" in text, f"falls: {have['y']} {text}")
    # NA in the last part is NA of the whole; in a sum it leaves the whole open.
    write(data, [("a", "2026-09", "l", "NA"), ("a", "2026-07", "s", "1"), ("a", "2026-08", "s", "NA"),
                 ("a", "2026-09", "s", "1"), ("a", "2026-Q3", "n", "1")])
    have, _ = inputs(source, "2026-Q3", "a")
    tally.check(have["l"][0] == "na" and have["s"][0] == "missing", f"NA: {have}")


def main():
    tally = Tally()
    rounds = 2000 if os.environ.get("SCORE_LONG") else 20 if os.environ.get("SCORE_SANITIZE") else 60
    with tempfile.TemporaryDirectory() as folder:
        criteria = os.path.join(folder, "case.json")
        with open(criteria, "w", encoding="utf-8") as file:
            json.dump(definition(), file)
        by_hand(tally, folder, criteria)
        if not os.environ.get("SCORE_SKIP_RANDOM"):
            random_years(tally, folder, criteria, rounds)
    tally.close()


main()
