"""score gap where nothing is additive and there is a lot of it: 200 levers, each of two inputs that are numerator here and
denominator there, so that points rise and fall on the way. What is gone through step by step stays bounded, and moves that
are printed still come out as printed when what-if puts them.
"""
import json
import os
import random
import resource
import sys
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "house"), os.path.join(os.path.dirname(HERE), "reference")]
sys.dont_write_bytecode = True
from program import Program  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
SLOW = bool(os.environ.get("SCORE_SANITIZE"))
MANY = 100


def crowded():
    levers = []
    for k in range(2 * MANY):
        moved = {f"m{k % MANY}": "+1", f"m{k * 7 % MANY}": "+1"}
        levers.append({"key": f"l{k}", "name": "l", "kind": "add", "effort": str(1 + k % 9), "effect": moved})
    criteria = [{"key": f"K{k}", "name": "k", "max": "10", "rule": {
        "kind": "ratio", "num": f"m{k}", "den": f"m{(k + 1) % MANY}", "may_exceed": True, "zero_denominator": "zero"}}
        for k in range(MANY)]
    return {"format": 1, "id": "t", "version": "1", "status": "draft", "name": "t",
            "measures": {f"m{k}": {"name": "m", "type": "count"} for k in range(MANY)},
            "groups": [{"key": "G", "name": "g", "max": str(10 * MANY), "criteria": criteria}],
            "total": {"max": str(10 * MANY)}, "levers": levers}


def main():
    dice = random.Random(1)
    data = [(f"u{u}", "2026", f"m{k}", "self", str(dice.randint(1, 1000)), "") for u in range(3) for k in range(MANY)]
    with Program(crowded(), data) as program:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        g = program.tree("gap", "u0")
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        tally.check(SLOW or spent < 2.5, f"{spent:.1f} s for one unit")
        tally.check(len(g["levers"]) == 2 * MANY, f"{len(g['levers'])} levers")
        moves = [v["best"] for v in g["levers"] if v["best"]]
        tally.check(len(moves) > MANY, f"only {len(moves)} levers gain")
        for move in moves[::40]:
            words = [w for s in move["set"] for w in ("--set", s)]
            after = program.tree("what-if", "u0", *words)
            tally.check(F(after["total_after"]) == F(g["total"]) + F(move["gain"]), f"{move}: {after['total_after']}")
    tally.close()


main()
