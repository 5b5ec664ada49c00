"""The bench still runs, on 300 units, and its SQL gives the totals and ranks of the engine. No timing is asserted."""
import os
import re
import subprocess
import sys
import tempfile

SOURCE = os.environ["SCORE_SOURCE"]
WANTED = ["criterion values", "evaluate and rank: ratio, bands, met, reported", "evaluate and rank: expr",
          "evaluate and rank: cohort", "score import data", "sqlite3 .import, same key", "SQL / score",
          "criterion values, every kind and a cohort statistic", "explain one ward, whole process", "explain one ward, cohort statistics", "peak memory after reading"]


def main():
    faults, passed = [], 0
    with tempfile.TemporaryDirectory() as work:
        run = subprocess.run([os.path.join(SOURCE, "bench", "run.sh"), "--units", "300", "--quarters", "2", "--repeats", "1",
                              "--imports", "1", "--work", work], capture_output=True, text=True)
    if run.returncode:
        faults.append(f"exit code {run.returncode}: {run.stdout}{run.stderr}")
    for name in WANTED:
        found = re.search(rf"^\s*{re.escape(name)}\s+([\d.,e-]+) (values|s|ns|MB|times)", run.stdout, re.M)
        passed += found is not None
        if not found:
            faults.append(f"no figure for {name!r}")
    if "55,200 values" not in run.stdout:
        faults.append("300 units, 92 criteria and 2 quarters are 55,200 values")
    if len(re.findall(r"^totals and ranks equal .* yes$", run.stdout, re.M)) != 3:
        faults.append("the SQL and the engine differ")
    print("\n".join(faults), end="\n" if faults else "")
    print(f"{passed + 2 - min(2, len(faults))} passed, {len(faults)} failed")
    sys.exit(1 if faults else 0)


main()
