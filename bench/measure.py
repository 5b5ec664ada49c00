#!/usr/bin/env python3
"""Runs the bench and prints its figures; bench/run.sh builds first and passes its options on. See bench/README.md."""
import argparse
import csv
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

import generate

HERE = os.path.dirname(os.path.abspath(__file__))


class Run:
    """One finished process: wall seconds, peak memory, output."""

    def __init__(self, command, text=None):
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if text:
            process.stdin.write(text.encode())
        process.stdin.close()
        self.output = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - start
        self.peak = usage.ru_maxrss / 1024
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"bench: {' '.join(command)} ended with {process.returncode}:\n{self.output}")


class Bench:
    def __init__(self, options):
        self.options = options
        self.score = os.path.join(options.build, "score")
        self.stopwatch = os.path.join(options.build, "bench", "stopwatch")
        self.work = options.work or os.path.join(options.build, "bench", f"data-{options.units}x{options.quarters}")
        self.rows, self.lines = [], {}
        self.ok = True

    def at(self, name):
        return os.path.join(self.work, name)

    def say(self, key, text, value, unit, aim=""):
        self.lines[key] = value
        shown = f"{value:,.0f}" if unit in ("values", "rows", "") else f"{value:.4g}"
        self.rows.append((text, f"{shown} {unit}".strip(), aim))

    def check(self, text, holds):
        self.ok &= holds
        self.rows.append((text, "yes" if holds else "NO", ""))

    # ---- data ----

    def prepare(self):
        wanted = f"{self.options.units} {self.options.quarters} {self.options.seed} " \
                 f"{os.path.getmtime(generate.__file__)} {os.path.getmtime(generate.kinds.__file__)}\n"
        stamp = self.at("stamp")
        if os.path.exists(stamp) and open(stamp).read() == wanted:
            return
        shutil.rmtree(self.work, ignore_errors=True)
        Run([sys.executable, os.path.join(HERE, "generate.py"), self.work, "--units", str(self.options.units),
             "--quarters", str(self.options.quarters), "--seed", str(self.options.seed)])
        with open(stamp, "w") as file:
            file.write(wanted)

    def remove(self, name):
        for tail in "", "-wal", "-shm", "-journal":
            if os.path.exists(self.at(name + tail)):
                os.remove(self.at(name + tail))

    # ---- evaluation ----

    def evaluation(self):
        for name, text in (("mixed", "ratio, bands, met, reported"), ("formulas", "expr"), ("cohort", "cohort")):
            run = Run([self.stopwatch, self.at(f"{name}.json"), self.at("units.csv"), self.at("long.csv"),
                       str(self.options.repeats), self.at(f"totals-{name}.csv")])
            found = dict(line.split() for line in run.output.splitlines())
            if name == "mixed":
                self.say("values", "criterion values", float(found["values"]), "values")
            self.say(f"{name}_s", f"evaluate and rank: {text}", float(found["evaluate_s"]), "s",
                     "below 0.1 s" if name == "mixed" else "")
            self.say(f"{name}_cpu_s", "  processor time", float(found["evaluate_cpu_s"]), "s")
            self.say(f"{name}_ns", "  per criterion value", float(found["ns_per_value"]), "ns")
            if name == "mixed":
                self.say("load_s", "one-shot reading of the long file", float(found["load_s"]), "s")
                self.say("load_mb", "  peak memory after reading", float(found["peak_after_load_mb"]), "MB")
                self.say("evaluate_mb", "  peak memory after evaluating", float(found["peak_mb"]), "MB")
                wide = Run([self.stopwatch, self.at("mixed.json"), self.at("units.csv"), self.at("wide.csv"), "1"])
                found = dict(line.split() for line in wide.output.splitlines())
                self.say("wide_s", "one-shot reading of the wide file", float(found["load_s"]), "s")
                self.say("wide_mb", "  peak memory after reading", float(found["peak_after_load_mb"]), "MB")

    # ---- import ----

    def import_sqlite(self):
        self.remove("plain.db")
        return Run(["sqlite3", "-batch", self.at("plain.db")],
                   "CREATE TABLE imported(period TEXT, unit TEXT, measure TEXT, stage TEXT, value NUMERIC,"
                   " PRIMARY KEY(period, unit, measure, stage)) WITHOUT ROWID;\n"
                   f".import --csv --skip 1 {self.at('long.csv')} imported\n")

    def import_score(self, name, file):
        self.remove(name)
        Run([self.score, "init", self.at(name)])
        Run([self.score, "import", "units", "--db", self.at(name), self.at("units.csv")])
        return Run([self.score, "import", "data", "--db", self.at(name), "--criteria", self.at("mixed.json"),
                    "--quiet", file])

    def imports(self):
        ours, theirs = [], []
        for _ in range(self.options.imports):
            theirs.append(self.import_sqlite())
            ours.append(self.import_score("score.db", self.at("long.csv")))
        wide = self.import_score("other.db", self.at("wide.csv"))
        quarter = self.import_score("other.db", self.at("quarter.csv"))
        self.remove("other.db")
        with open(self.at("long.csv"), "rb") as file:
            self.say("rows", "rows of the long file", sum(1 for _ in file) - 1, "rows")
        self.say("import_s", "score import data", statistics.median(r.wall for r in ours), "s")
        self.say("sqlite_import_s", "sqlite3 .import, same key", statistics.median(r.wall for r in theirs), "s")
        self.say("import_ratio", "  score / sqlite3", self.lines["import_s"] / self.lines["sqlite_import_s"], "times",
                 "at most 1.5")
        self.say("wide_import_s", "score import data, wide file", wide.wall, "s")
        for key, text, run, name in (("import_mb", "long", ours[-1], "long.csv"),
                                     ("wide_import_mb", "wide", wide, "wide.csv"),
                                     ("quarter_import_mb", "one quarter, long", quarter, "quarter.csv")):
            size = os.path.getsize(self.at(name)) / 1e6
            self.say(key, f"  peak memory: {text}, {size:.0f} MB file", run.peak, "MB")

    # ---- the same in SQL ----

    def sql(self):
        script = f".read {os.path.join(HERE, 'score.sql')}\n.read {self.at('wide.sql')}\n"
        for name in "ranked", "broad_ranked":
            script += f".headers off\n.mode csv\n.once {self.at(name + '.csv')}\n" \
                      f"SELECT * FROM {name} ORDER BY period, unit;\n"
        # In a file beside the data the import made, so that it can be looked into.
        run = Run(["sqlite3", "-batch", self.at("plain.db")],
                  f"DROP TABLE IF EXISTS rules;\n.import --csv {self.at('rules.csv')} rules\n{script}")
        timed = re.findall(r"Run Time: real ([\d.]+) user ([\d.]+) sys ([\d.]+)", run.output)
        times, busy = [float(t[0]) for t in timed], [float(t[1]) + float(t[2]) for t in timed]
        if len(times) != 2:
            sys.exit(f"bench: the SQL said\n{run.output}")
        self.say("sql_s", "SQL, one pass over the long table", times[0], "s")
        self.say("sql_ratio", "  SQL / score", times[0] / self.lines["mixed_s"], "times", "at least 30")
        self.say("sql_cpu_ratio", "  SQL / score, processor time", busy[0] / self.lines["mixed_cpu_s"], "times")
        self.say("wide_sql_s", "SQL, one generated expression per wide row", times[1], "s")
        self.say("wide_sql_ratio", "  SQL / score", times[1] / self.lines["mixed_s"], "times")
        self.say("wide_sql_cpu_ratio", "  SQL / score, processor time", busy[1] / self.lines["mixed_cpu_s"], "times")
        ours = self.totals("totals-mixed.csv", True)
        self.check("totals and ranks equal those of the SQL", bool(ours) and ours == self.totals("ranked.csv", False))
        self.check("totals and ranks equal those of the wide SQL", ours == self.totals("broad_ranked.csv", False))

    def totals(self, name, named):
        with open(self.at(name), newline="") as file:
            rows = list(csv.reader(file))
        if named:
            rows = [[int(r[0][:4]) * 4 + int(r[0][6]), *r[1:]] for r in rows[1:]]
        return sorted(tuple(int(cell) for cell in row) for row in rows)

    # ---- every kind, and a cohort statistic ----

    def kinds(self):
        run = Run([self.stopwatch, self.at("kinds.json"), self.at("units.csv"), self.at("kinds.csv"),
                   str(self.options.repeats), self.at("totals-kinds.csv")])
        found = dict(line.split() for line in run.output.splitlines())
        self.say("kinds_values", "criterion values, every kind and a cohort statistic", float(found["values"]), "values")
        self.say("kinds_s", "evaluate and rank", float(found["evaluate_s"]), "s")
        self.say("kinds_cpu_s", "  processor time", float(found["evaluate_cpu_s"]), "s")
        self.say("kinds_ns", "  per criterion value", float(found["ns_per_value"]), "ns")
        self.remove("kinds.db")
        script = f".import --csv {self.at('kinds_rules.csv')} rules\n.import --csv {self.at('units.csv')} units\n" \
                 f".import --csv {self.at('kinds.csv')} imported\n.read {os.path.join(HERE, 'kinds.sql')}\n" \
                 f".headers off\n.mode csv\n.once {self.at('ranked-kinds.csv')}\n" \
                 "SELECT * FROM ranked ORDER BY period, unit;\n"
        run = Run(["sqlite3", "-batch", self.at("kinds.db")], script)
        timed = re.findall(r"Run Time: real ([\d.]+) user ([\d.]+) sys ([\d.]+)", run.output)
        if len(timed) != 1:
            sys.exit(f"bench: the SQL said\n{run.output}")
        wall, busy = float(timed[0][0]), float(timed[0][1]) + float(timed[0][2])
        self.say("kinds_sql_s", "SQL, one pass over the long table", wall, "s")
        self.say("kinds_sql_ratio", "  SQL / score", wall / self.lines["kinds_s"], "times", "at least 15")
        self.say("kinds_sql_cpu_ratio", "  SQL / score, processor time", busy / self.lines["kinds_cpu_s"], "times")
        ours = self.totals("totals-kinds.csv", True)
        self.check("totals and ranks equal those of the SQL", bool(ours) and ours == self.totals("ranked-kinds.csv", False))
        if not self.options.keep:
            self.remove("kinds.db")

    # ---- explain ----

    def explain(self):
        units = [line.split(",")[0] for line in open(self.at("units.csv"), encoding="utf-8")][1:]
        period = f"{2025 + (self.options.quarters - 1) // 4}-Q{(self.options.quarters - 1) % 4 + 1}"
        for name, text, aim in (("mixed", "explain one ward, whole process", "within 0.05 s"),
                                ("cohort", "explain one ward, cohort statistics", "")):
            runs = []
            for k in range(self.options.repeats):
                unit = units[k * 7919 % len(units)]
                runs.append(Run([self.score, "explain", unit, "--db", self.at("score.db"), "--criteria",
                                 self.at(f"{name}.json"), "--period", period]))
            self.say(f"explain_{name}_s", text, statistics.median(r.wall for r in runs), "s", aim)

    def run(self):
        self.prepare()
        self.evaluation()
        self.imports()
        self.sql()
        self.kinds()
        self.explain()
        width = max(len(row[0]) for row in self.rows)
        print(f"{self.options.units} units, 92 criteria, {self.options.quarters} quarters; seed {self.options.seed};"
              f" medians of {self.options.repeats} (imports: {self.options.imports})")
        for text, value, aim in self.rows:
            print(f"{text:<{width}}  {value:>18}  {aim}".rstrip())
        if not self.options.keep:
            for name in "plain.db", "score.db":
                self.remove(name)
        return 0 if self.ok else 1


def main():
    parser = argparse.ArgumentParser(description="speed and memory of score beside SQL and sqlite3")
    parser.add_argument("--build", required=True, help="build folder")
    parser.add_argument("--work", help="where data and databases go; inside the build folder otherwise")
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--imports", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    sys.exit(Bench(parser.parse_args()).run())


if __name__ == "__main__":
    main()
