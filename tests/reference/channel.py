"""A channel to the program: one definition, one wide table of data, and its points in millionths."""
import csv
import io
import json
import os
import subprocess
import tempfile

from program import SCORE

MICRO = 10 ** 6
WIDTH = 40  # criteria or groups of a definition


def half_away(num, den):
    """num / den >= 0, to the nearest whole number."""
    return (2 * num + den) // (2 * den)


def scaled(text, digits=6):
    whole, _, part = text.partition(".")
    return int(whole) * 10 ** digits + int((part + "0" * digits)[:digits])


def shown(micro):
    return "%d.%06d" % (micro // MICRO, micro % MICRO)


def run(definition, head, rows):
    with tempfile.TemporaryDirectory(prefix="score-stream-") as folder:
        names = [os.path.join(folder, n) for n in ("any.json", "data.csv")]
        with open(names[0], "w", encoding="utf-8") as f:
            json.dump(definition, f)
        with open(names[1], "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow(["unit", "period", *head])
            w.writerows(rows)
        done = subprocess.run([SCORE, "eval", "--criteria", names[0], "--data", names[1], "--format", "csv", "--quiet"],
                              capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return csv.reader(io.StringIO(done.stdout.decode("utf-8"), newline=""))


def whole(measures, groups):
    return {"format": 1, "id": "any", "version": "1", "status": "draft", "name": "any", "measures": measures,
            "groups": groups, "total": {"max": str(sum(int(g["max"]) for g in groups)), "basis": "points"}}


def compare(got, want, told):
    """got: rows of the program; want: (unit, key) -> (points in millionths, outcome)."""
    same, found = 0, []
    for unit, _, key, _, points, _, outcome, *_ in got:
        if (unit, key) not in want:
            continue
        wanted = want.pop((unit, key))
        if (scaled(points), outcome) == wanted:
            same += 1
        elif len(found) < 3:
            found.append(f"{told(unit, key)}: {points} {outcome}; wanted {shown(wanted[0])} {wanted[1]}")
    if want:
        found.append(f"{len(want)} values are not there")
    return same, found
