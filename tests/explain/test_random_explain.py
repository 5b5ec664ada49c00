"""Random definitions and data (made by tests/reference, whose evaluator takes no part): every number that explain shows
of them is recounted. SCORE_SKIP_RANDOM=1 skips it, SCORE_LONG=1 runs many more, SCORE_SEED=n starts elsewhere."""
import json
import multiprocessing
import os
import sys
import traceback
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "reference")]
sys.dont_write_bytecode = True
from audit import Audit  # noqa: E402
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
SEED = int(os.environ.get("SCORE_SEED", "7"))


def one_set(seed):
    m = Maker(seed, units=6, cohorts=seed % 2 == 0)
    options = ["--period", m.period, "--stage", m.stage] + (["--fallback"] if m.fallback else [])
    numbers, faults = 0, []
    with Program(m.definition, m.data, m.units) as program:
        try:
            units = sorted({r["unit"] for r in program.rows("eval", *options)})
        except Refusal:
            return 0, []
        for unit in units[:4]:
            document = json.loads(program.run("explain", unit, *options, "--format", "json"), parse_int=Fraction,
                                  parse_float=Fraction)
            audit = Audit(document)
            try:
                found = audit.run()
            except Exception:
                found = [traceback.format_exc(limit=-3)]
            numbers += audit.numbers
            faults += [f"seed {seed}, unit {unit}: {f}" for f in found[:2]]
    return numbers, faults


def main():
    if os.environ.get("SCORE_SKIP_RANDOM") == "1":
        print("0 passed, 0 failed (random sets skipped)")
        return 0
    passed = failed = numbers = 0
    with multiprocessing.Pool(2) as pool:
        for n, faults in pool.imap_unordered(one_set, range(SEED, SEED + (3000 if LONG else 60))):
            numbers += n
            passed += not faults
            failed += bool(faults)
            for f in faults[:3]:
                print("FAILED", f)
    print(f"{numbers} numbers recounted")
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0 or numbers < 1000)


if __name__ == "__main__":
    sys.exit(main())
