"""What if, on random definitions and data: the program's answer against the same program on a data file that says so.

Every number of the unit (`eval --unit --set`), and of `what-if` total, grade, rank, who is overtaken and whose points move,
beside `eval` and `rank` of the changed file. SCORE_SKIP_RANDOM=1 skips it, SCORE_LONG=1 runs twenty times as many.
"""
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
sys.dont_write_bytecode = True
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402
from tally import Tally  # noqa: E402

LONG, SLOW = os.environ.get("SCORE_LONG") == "1", os.environ.get("SCORE_SANITIZE")
SEED = int(os.environ.get("SCORE_SEED", "20261122"))
SETS = 1200 if LONG else 10 if SLOW else 45
CASES = 2


def change_of(r, m, measures):
    """A measure with a text that a file may say."""
    name = r.choice(measures)
    way = r.random()
    if way < 0.1:
        return name, ""
    if way < 0.2:
        return name, "NA"
    return name, m.value(name)


def written(data, known, unit, period, changes, stages):
    """The rows of the file after the changes: a cell that was there is replaced, another one comes behind them."""
    out, names = list(data), {unit, known.get(unit)}
    for (measure, text), stage in zip(changes, stages):
        at = [i for i, d in enumerate(out) if d[0] in names and (d[1], d[2], d[3] or "self") == (period, measure, stage)]
        out = [d for i, d in enumerate(out) if i not in at]
        if text != "":
            out.append((unit, period, measure, stage, text, ""))
    return out


def compare(t, where, m, unit, changes, r):
    options = ["--period", m.period, "--stage", m.stage] + (["--fallback"] if m.fallback else [])
    sets = [w for measure, text in changes for w in ("--set", f"{measure}={'=' if text[:1] in '+-' and text else ''}{text}")]
    units = {u["code"]: u.get("portal_code") for u in m.units}
    with Program(m.definition, m.data, m.units) as before:
        try:
            now = {x["unit"]: x for x in before.rows("rank", *options)}
            if unit not in now:
                return False
            said = before.tree("what-if", unit, *sets, *options)
            nodes = before.rows("eval", "--unit", unit, *sets, *options) if said["total_after"] is not None else None
        except Refusal as refused:
            t.check("score: " in str(refused) and changes, f"{where}: {refused}")
            return False
    stages = [s["stage"] for s in said["supposed"]]
    with Program(m.definition, written(m.data, units, unit, m.period, changes, stages), m.units) as after:
        then = {x["unit"]: x for x in after.rows("rank", *options)}
        if nodes is not None:
            t.check(all(n.pop("supposed") == "yes" for n in nodes), f"{where}: no row says that it is supposed")
            t.check(nodes == after.rows("eval", "--unit", unit, *options), f"{where}: nodes differ")
    mine = then.get(unit)
    t.check((said["total_after"] is None) == (mine is None), f"{where}: evaluated or not")
    t.check(said["total_before"] == now[unit]["total"], f"{where}: total before")
    if mine:
        t.check((said["total_after"], said["grade_after"] or "", said["rank_after"] or "")
                == (mine["total"], mine["grade"], mine["rank"]), f"{where}: {said['total_after']} {said['grade_after']} "
                f"{said['rank_after']}; the changed file says {mine}")
    moved = {o["unit"]: (o["total_before"], o["total_after"], o["rank_before"] or "", o["rank_after"] or "")
             for o in said["others"]}
    for other, row in then.items():
        if other == unit:
            continue
        old = now[other]
        if row["total"] != old["total"]:
            t.check(other in moved, f"{where}: {other} moves too")
        if other in moved:
            t.check(moved[other] == (old["total"], row["total"], old["rank"], row["rank"]), f"{where}: {other}")

    def order(rows, other):
        a, b = rows[unit]["rank"], rows[other]["rank"]
        return None if a == "" or b == "" else (int(a) > int(b)) - (int(a) < int(b))
    if mine:
        want = {o: {-1: "overtaken", 0: "level", 1: "overtakes"}[order(then, o)] for o in then if o != unit and
                None not in (order(now, o), order(then, o)) and order(now, o) != order(then, o)}
        t.check({p["unit"]: p["place"] for p in said["places"]} == want, f"{where}: places")
    return bool(moved)


def main():
    t = Tally()
    if os.environ.get("SCORE_SKIP_RANDOM"):
        print("0 passed, 0 failed")
        return
    others = 0
    for seed in range(SEED, SEED + SETS):
        m = Maker(seed, units=6)
        m.definition.pop("checks", None)
        r = random.Random(seed)
        codes = sorted({u["code"] for u in m.units} - m.silent)
        measures = sorted(k for k in m.measures if k not in m.told)
        for case in range(CASES if codes else 0):
            unit, changes = r.choice(codes), {}
            for _ in range(r.randrange(1, 4)):
                name, text = change_of(r, m, measures)
                changes[name] = text
            others += compare(t, f"seed {seed} case {case} {unit} {changes}", m, unit, list(changes.items()), r)
    t.check(others > 0, "no case moved another unit")
    t.close()


main()
