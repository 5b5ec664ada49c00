#!/usr/bin/env python3
"""The store at full size: 3,321 communes, 190 measures, 8 quarters imported, ranked, released and verified, beside
sqlite3's own .import of the same file. `bench/run.sh quarters` builds first and passes its options on. See bench/README.md."""
import argparse
import csv
import json
import os
import random
import statistics
import sys

import generate
from measure import Run

RATIO, BANDS, MET = 80, 15, 15  # 160 + 15 + 15 measures
AT = ["--at", "2026-10-10T08:00:00Z"]


def rules(chance):
    made = [{"kind": "ratio", "key": f"R{i:02}", "max": 100, "a": f"r{i:02}_a", "b": f"r{i:02}_b", "type": "count",
             "floor": 0, "target": chance.choice([8000, 9000, 10000])} for i in range(RATIO)]
    for i in range(BANDS):
        edges = sorted(chance.sample(range(6000, 10000, 50), 4))
        made.append({"kind": "bands", "key": f"B{i:02}", "max": 100, "edges": edges, "points": [25, 50, 75, 100],
                     "a": f"b{i:02}", "type": "percent"})
    made += [{"kind": "met", "key": f"M{i:02}", "max": 100, "a": f"m{i:02}", "at_least": 1, "type": "boolean"}
             for i in range(MET)]
    return made


def write(folder, units, quarters, seed):
    """definition, units.csv and long.csv in the order of the key, which suits .import best."""
    chance = random.Random(seed)
    made = rules(chance)
    listed = [(rule["key"], rule["max"], generate.mixed_rule(rule)) for rule in made]
    with open(os.path.join(folder, "quarters.json"), "w", encoding="utf-8") as file:
        json.dump(generate.definition("bench-quarters", listed, generate.measures(made)), file)
    with open(os.path.join(generate.ROOT, "fixtures", "units", "vn.csv"), encoding="utf-8", newline="") as file:
        listing = list(csv.reader(file))
    codes = [row[0] for row in listing[1:units + 1]]
    with open(os.path.join(folder, "units.csv"), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(listing[:units + 1])
    names = sorted(generate.measures(made))
    rows = 0
    size = {code: int(200 + 3000 * chance.random() ** 2) for code in codes}  # a commune stays as large as it is
    with open(os.path.join(folder, "long.csv"), "w", encoding="utf-8") as file:
        file.write("period,unit,measure,stage,value\n")
        for q in range(quarters):
            period = f"{2025 + q // 4}-Q{q % 4 + 1}"
            for code in codes:
                lines = []
                for name in names:
                    if name.startswith("r"):
                        if name.endswith("_a"):
                            whole = int(size[code] * (0.9 + 0.2 * chance.random()))
                            value = str(int(whole * (1 - 0.4 * chance.random() ** 2)))
                        else:
                            value = str(whole)
                    elif name.startswith("b"):
                        value = generate.decimal(int(5000 + 5000 * chance.random()), 2)
                    else:
                        value = "1" if chance.random() < 0.8 else "0"
                    lines.append(f"{period},{code},{name},self,{value}\n")
                file.write("".join(lines))
                rows += len(lines)
    return rows


def remove(path):
    for tail in "", "-wal", "-shm", "-journal":
        if os.path.exists(path + tail):
            os.remove(path + tail)


class Quarters:
    def __init__(self, options):
        self.score = os.path.join(options.build, "score")
        self.options = options
        self.rows = []

    def at(self, name):
        return os.path.join(self.options.work, name)

    def say(self, text, value, unit, aim=""):
        self.rows.append((text, f"{value:,.0f} {unit}" if unit in ("rows", "MB") else f"{value:.3g} {unit}", aim))

    def run(self, *words):
        return Run([self.score, *words])

    def plain(self):
        remove(self.at("plain.db"))
        return Run(["sqlite3", "-batch", self.at("plain.db")],
                   "CREATE TABLE imported(period TEXT, unit TEXT, measure TEXT, stage TEXT, value NUMERIC,"
                   " PRIMARY KEY(period, unit, measure, stage)) WITHOUT ROWID;\n"
                   f".import --csv --skip 1 {self.at('long.csv')} imported\n")

    def ours(self):
        remove(self.at("score.db"))
        self.run("init", self.at("score.db"))
        self.run("import", "units", "--db", self.at("score.db"), self.at("units.csv"), *AT)
        return self.run("import", "data", "--db", self.at("score.db"), "--criteria", self.at("quarters.json"),
                        self.at("long.csv"), "--quiet", *AT)

    def imports(self, rows):
        plain, ours = [], []
        for _ in range(self.options.imports):
            plain.append(self.plain())
            ours.append(self.ours())
        theirs, own = statistics.median(r.wall for r in plain), statistics.median(r.wall for r in ours)
        self.say("observations", rows, "rows")
        self.say("score import data, all checks", own, "s")
        self.say("sqlite3 .import, same key", theirs, "s")
        self.say("  score / sqlite3", own / theirs, "times", "at most 1.5")
        self.say("  peak memory of the import", max(r.peak for r in ours), "MB", "under 200 MB")
        self.say("  peak memory of sqlite3", max(r.peak for r in plain), "MB")
        self.say("  size of the store", os.path.getsize(self.at("score.db")) / 1e6, "MB")
        self.say("  size of the plain database", os.path.getsize(self.at("plain.db")) / 1e6, "MB")

    def timed(self, text, aim, *words):
        runs = [self.run(*words) for _ in range(self.options.repeats)]
        self.say(text, statistics.median(r.wall for r in runs), "s", aim)
        self.say("  peak memory", max(r.peak for r in runs), "MB")
        return runs[0]

    def measure(self, rows):
        period = f"{2025 + (self.options.quarters - 1) // 4}-Q{(self.options.quarters - 1) % 4 + 1}"
        common = ["--db", self.at("score.db"), "--criteria", self.at("quarters.json"), "--period", period]
        self.imports(rows)
        live = self.timed("rank one period from the store", "under 0.3 s", "rank", *common, "--format", "csv")
        self.timed("eval of one period, every node, CSV", "", "eval", *common, "--output", self.at("eval.csv"))
        release = self.at("release.jsonl")
        if os.path.exists(release):
            os.remove(release)
        one = self.run("release", *common, "--output", release, *AT)
        self.say("release one period", one.wall, "s")
        self.say("  peak memory", one.peak, "MB")
        self.say("  size of the release", os.path.getsize(release) / 1e6, "MB")
        self.timed("verify the release, every number again", "", "verify", release)
        frozen = self.timed("rank one period from its release", "", "rank", *common, "--format", "csv")
        if frozen.output != live.output:
            sys.exit("bench: the release ranks otherwise than the data did")
        self.timed("trend of all units over the quarters", "", "trend", *common[:4], "--format", "csv")
        self.timed("check-db", "", "check-db", "--db", self.at("score.db"))
        width = max(len(row[0]) for row in self.rows)
        print(f"{self.options.units} units, 190 measures, {self.options.quarters} quarters; seed {self.options.seed};"
              f" medians of {self.options.repeats} (imports: {self.options.imports})")
        for text, value, aim in self.rows:
            print(f"{text:<{width}}  {value:>16}  {aim}".rstrip())
        for name in "plain.db", "score.db":
            remove(self.at(name))


def main():
    parser = argparse.ArgumentParser(description="a store of many quarters beside sqlite3's own import")
    parser.add_argument("--build", required=True, help="build folder")
    parser.add_argument("--work", help="where data and databases go; inside the build folder otherwise")
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--imports", type=int, default=3)
    options = parser.parse_args()
    options.work = options.work or os.path.join(options.build, "bench", "quarters")
    os.makedirs(options.work, exist_ok=True)
    bench = Quarters(options)
    bench.measure(write(options.work, options.units, options.quarters, options.seed))


if __name__ == "__main__":
    main()
