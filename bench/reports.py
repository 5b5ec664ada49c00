#!/usr/bin/env python3
"""The province's report on every commune: bench/run.sh reports [--units N] [--repeats N]."""
import argparse
import os
import statistics
import sys

import measure


def main():
    parser = argparse.ArgumentParser(description="reports of a province")
    parser.add_argument("--build", required=True, help="build folder")
    parser.add_argument("--work", help="where the data and the reports go; inside the build folder otherwise")
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    options.quarters, options.keep = 1, False
    options.work = options.work or os.path.join(options.build, "bench", f"reports-{options.units}")
    bench = measure.Bench(options)
    bench.prepare()
    made = ["--criteria", bench.at("mixed.json"), "--units", bench.at("units.csv"), "--data", bench.at("wide.csv"), "--quiet"]
    rank = [measure.Run([bench.score, "rank", *made, "--format", "csv", "--output", bench.at("rank.csv")]) for _ in range(options.repeats)]
    bench.say("rank_s", "ranking as CSV: what every report reads and evaluates first", statistics.median(r.wall for r in rank), "s")
    bench.say("rank_mb", "  peak memory", max(r.peak for r in rank), "MB")
    whole = options.units == 3321  # the aims are for all communes
    for form, seconds, size, memory in ("html", 2, 15, 150), ("xlsx", 10, None, None), ("json", None, None, None), ("csv", None, None, None):
        path = bench.at("report." + form)
        runs = [measure.Run([bench.score, "report", "province", *made, "--output", path]) for _ in range(options.repeats)]
        taken, bytes_there, peak = statistics.median(r.wall for r in runs), os.path.getsize(path), max(r.peak for r in runs)
        bench.say(form + "_s", f"score report province, {form}", taken, "s", f"below {seconds} s" if seconds else "")
        bench.say(form + "_mb", "  its size", bytes_there / 1e6, "MB", f"below {size} MB" if size else "")
        bench.say(form + "_peak_mb", "  peak memory", peak, "MB", f"below {memory} MB" if memory else "")
        if whole and seconds and (taken >= seconds or (size and bytes_there >= size * 1e6) or (memory and peak >= memory)):
            bench.rows.append((f"  {form} misses an aim", "-", ""))
    width = max(len(row[0]) for row in bench.rows)
    print(f"{options.units} units, 92 criteria, one quarter; whole processes, medians of {options.repeats}, the highest peak")
    for text, value, aim in bench.rows:
        print(f"{text:<{width}}  {value:>18}  {aim}".rstrip())
    return 0 if bench.ok else 1


if __name__ == "__main__":
    sys.exit(main())
