"""The program under test, run on definitions and data in memory."""
import csv
import io
import json
import os
import shutil
import subprocess
import tempfile

SCORE = os.environ.get("SCORE_BIN", "score")


class Refusal(Exception):
    """The program ended with an error: what it said."""


class Program:
    """A folder with definition, units and data; commands run on it."""

    def __init__(self, definition, data, units=()):
        self.folder = tempfile.mkdtemp(prefix="score-random-")
        self.options, self.code = [], 0
        with open(self.path("any.json"), "w", encoding="utf-8") as f:
            json.dump(definition, f)
        with open(self.path("data.csv"), "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow(("unit", "period", "measure", "stage", "value", "note"))
            w.writerows(data)
        self.options += ["--criteria", self.path("any.json"), "--data", self.path("data.csv")]
        if units and "kind" in units[0]:
            with open(self.path("units.csv"), "w", encoding="utf-8", newline="") as f:
                w = csv.DictWriter(f, list(dict.fromkeys(k for u in units for k in u)))
                w.writeheader()
                w.writerows(units)
            self.options += ["--units", self.path("units.csv")]

    def path(self, name):
        return os.path.join(self.folder, name)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words):
        done = subprocess.run([SCORE, *words, *self.options, "--lang", "en", "--quiet"], capture_output=True, check=False)
        self.code = done.returncode
        if self.code not in (0, 1) or not done.stdout:  # 1: a check of the set does not hold
            raise Refusal(done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8")

    def rows(self, *words):
        return list(csv.DictReader(io.StringIO(self.run(*words, "--format", "csv"), newline="")))

    def tree(self, *words):
        return json.loads(self.run(*words, "--format", "json"), parse_float=str, parse_int=str)
