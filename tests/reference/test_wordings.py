"""The program against the rules that are worked by hand in wordings.py."""
import os
import sys
from fractions import Fraction as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import wordings  # noqa: E402
from program import Program, Refusal  # noqa: E402

passed = failed = 0


def check(what, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}: {got}; wanted {want}")


for c in wordings.CASES:
    with Program(c.definition, c.data, c.units) as program:
        try:
            rows = program.rows("eval", "--period", wordings.PERIOD, "--stage", "self")
        except Refusal as e:
            check(c.title, str(e), "an evaluation")
            continue
    found = {(r["unit"], "total" if r["kind"] == "total" else r["node"]): (F(r["points"]), r["outcome"]) for r in rows}
    for at, (points, outcome) in c.want.items():
        check(f"{c.title}, {at[0]} {at[1]}", found.get(at), (F(points), outcome))
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
