#!/usr/bin/env python3
"""Draws of perturbed weights beside the same draws in numpy: bench/run.sh draws [--units N] [--draws N] [--repeats N]."""
import argparse
import os
import statistics
import subprocess
import sys

import measure

HERE = os.path.dirname(os.path.abspath(__file__))


def with_numpy():
    """A Python that has numpy, or None: Debian's, where the one that runs this has not."""
    for python in sys.executable, "/usr/bin/python3":
        try:
            if subprocess.run([python, "-c", "import numpy"], capture_output=True, check=False).returncode == 0:
                return python
        except OSError:
            pass
    return None


def figures(text):
    return {key: float(value) for key, value in (line.split() for line in text.splitlines())}


def main():
    parser = argparse.ArgumentParser(description="draws of weights, beside numpy")
    parser.add_argument("--build", required=True, help="build folder")
    parser.add_argument("--work", help="where the data go; inside the build folder otherwise")
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    options.quarters, options.keep = 1, False
    options.work = options.work or os.path.join(options.build, "bench", f"draws-{options.units}")
    bench = measure.Bench(options)
    bench.prepare()
    run = measure.Run([os.path.join(options.build, "bench", "dice"), bench.at("mixed.json"), bench.at("units.csv"),
                       bench.at("wide.csv"), str(options.draws), str(options.repeats), bench.at("points.csv"), bench.at("ranks.csv")])
    ours = figures(run.output)
    if ours["units"] != options.units:
        sys.exit(f"bench: {ours['units']:.0f} units, wanted {options.units}")
    bench.say("missing_s", "ranks that missing data leave open", ours["missing_s"], "s")
    bench.say("record_s", "one record wrong: every input of every unit, down and up", ours["record_s"], "s")
    bench.say("draws_s", f"{options.draws} draws of weights, ranked", ours["draws_s"], "s", "below 2 s")
    bench.say("draw_ms", "  per draw", ours["draws_s"] / options.draws * 1e3, "ms")
    bench.say("draws_mb", "  peak memory", run.peak, "MB")
    python = with_numpy()
    if python:
        found = [figures(measure.Run([python, "-B", os.path.join(HERE, "draws_numpy.py"), bench.at("points.csv"),
                                      bench.at("ranks.csv"), str(options.draws)]).output)
                 for _ in range(max(1, options.repeats // 2))]
        for key, text in ("exact", "the same draws in numpy, whole numbers"), ("floating", "in numpy, binary floating point"):
            taken = statistics.median(f[key + "_s"] for f in found)
            bench.say(key + "_s", text, taken, "s")
            bench.say(key + "_ratio", "  numpy / score", taken / ours["draws_s"], "times")
        bench.check("ranks of the draws equal those of numpy", all(f["equal"] == 1 for f in found))
    else:
        bench.rows.append(("numpy is not installed: scripts/packages --install bench", "-", ""))
    width = max(len(row[0]) for row in bench.rows)
    print(f"{options.units} units, 92 criteria; weights within ±10 %, seed 1; medians of {options.repeats}")
    for text, value, aim in bench.rows:
        print(f"{text:<{width}}  {value:>18}  {aim}".rstrip())
    return 0 if bench.ok else 1


if __name__ == "__main__":
    sys.exit(main())
