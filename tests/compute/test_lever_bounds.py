"""Levers whose steps lead out of what a measure can be: below its least, above its most, off its step, longer than 18 digits.
Neither a plan nor a gap takes them there: what they suppose, what-if and a data file accept, and it makes what they say.

Worked: points are 10 - m0 (0 to 10) of m0 = 7. "=-5" would make 10, but no count is below 0: nothing is planned. m0 -1 seven
times makes 10. With a step of 5 from 10 on, -3 leads to 7, which no file may say; -5 leads to 5.
"""
import os
import sys
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "house"), os.path.join(os.path.dirname(HERE), "reference")]
sys.dont_write_bytecode = True
from program import Program, Refusal  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
# what m0 is declared with, its value, the points, what a step does, the change that a plan to all points may suppose
CASES = (
    ({}, "7", "10 - m0", "=-5", []),
    ({}, "7", "10 - m0", "=0", ["m0=-7"]),
    ({}, "7", "10 - m0", "-1", ["m0=-7"]),
    ({}, "7", "10 - m0", "-4", ["m0=-4"]),
    ({"max": "20"}, "7", "m0 - 15", "=25", []),
    ({"max": "20"}, "7", "m0 - 15", "=20", ["m0=+13"]),
    ({"step": "5"}, "10", "10 - m0", "-3", []),
    ({"step": "5"}, "10", "10 - m0", "=3", []),
    ({"step": "5"}, "10", "10 - m0", "-5", ["m0=-10"]),
    ({"step": "5"}, "10", "10 - m0", "=5", ["m0=-5"]),
    ({}, "0", "if(m0 >= 100000000000000000, 10, 0)", "+1000000000000", ["m0=+100000000000000000"]),
    ({}, "999999999999999999", "if(m0 == 999999999999999999, 0, 10)", "+1", []),
    ({"digits": 6, "type": "amount"}, "1", "m0 / 100000000000", "+1000000000000", []),
)


def one(declared, value, points, effect, want):
    definition = {
        "format": 1, "id": "t", "version": "1", "status": "draft", "name": "t",
        "measures": {"m0": {"type": "count", "name": "m", **declared}},
        "groups": [{"key": "G", "name": "g", "max": "10", "criteria": [
            {"key": "K", "name": "k", "max": "10", "rule": {"kind": "expr", "points": f"max(0, min(10, {points}))"}}]}],
        "total": {"max": "10"}, "levers": [{"key": "l", "name": "l", "kind": "convert", "effect": {"m0": effect}}]}
    where = f"{declared} {value} {effect}"
    with Program(definition, [("u", "2026", "m0", "self", value, "")]) as program:
        p = program.tree("gap", "u", "--target", "full")
        tally.check(p["plan"]["set"] == want, f"{where}: {p['plan']['set']}; wanted {want}")
        moves = [v[k] for v in p["levers"] for k in ("one", "next", "best") if v[k]]
        for change, after in [(p["plan"]["set"], F(p["plan"]["after"]))] + [(m["set"], F(p["total"]) + F(m["gain"])) for m in moves]:
            if not change:
                continue
            try:
                said = program.tree("what-if", "u", *(w for s in change for w in ("--set", s)))["total_after"]
                tally.check(F(said) == after, f"{where} {change}: {said}, not {after}")
            except Refusal as refused:
                tally.check(False, f"{where} {change}: {refused}")


for case in CASES:
    one(*case)
tally.close()
