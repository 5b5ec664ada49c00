"""Random definitions and data, and long streams at the edges of single rules: the program against the reference.

SCORE_SKIP_RANDOM=1 skips it, SCORE_LONG=1 runs a million values of each stream, SCORE_SEED=n starts elsewhere.
"""
import copy
import json
import multiprocessing
import os
import sys
import time
from fractions import Fraction as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import reference  # noqa: E402
import streams  # noqa: E402
from maker import Maker  # noqa: E402
from program import Program, Refusal  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
SLOW = os.environ.get("SCORE_SANITIZE")  # the same, many times slower
SEED = int(os.environ.get("SCORE_SEED", "20260930"))


def fraction(text):
    return None if text == "" or text is None else F(text)


def differences(m, definition, data, explained=2):
    """First differences between the program and the reference, and how many values agreed."""
    units = m.units if m.listed else []
    want = reference.evaluate(definition, data, units, m.period, m.stage, m.fallback)
    options = ["--period", m.period, "--stage", m.stage] + (["--fallback"] if m.fallback else [])
    found, same = [], 0

    def check(where, got, wanted):
        nonlocal same
        if got == wanted:
            same += 1
        else:
            found.append(f"{where}: {got}; the reference has {wanted}")
    with Program(definition, data, m.units) as program:
        seen = set()
        for r in program.rows("eval", *options):
            seen.add(r["unit"])
            if r["unit"] not in want:
                continue
            got = (fraction(r["points"]), fraction(r["max"]), r["outcome"])
            if r["kind"] == "total":
                t = want[r["unit"]]["total"]
                check(f"{r['unit']} total", got, (t["points"], t["max"], t["outcome"]))
            else:
                check(f"{r['unit']} {r['node']}", got, want[r["unit"]]["nodes"][r["node"]][:3])
        check("units", seen, set(want))
        wrong = {i for r in want.values() for i in r["checks"]}
        severe = [c.get("severity") == "error" for c in definition.get("checks", [])]
        check("exit", program.code, int(any(severe[i] for i in wrong)))
        for r in program.rows("rank", *options):
            if r["unit"] not in want:
                continue
            t = want[r["unit"]]["total"]
            check(f"{r['unit']} rank", (F(r["total"]), r["grade"], r["rank"], r["tied"]),
                  (t["basis"], t["grade_key"] or "", str(t["rank"] or ""), "yes" if t["tied"] else "no"))
        printed = {(r["unit"], r["node"]): r for r in program.rows("eval", *options)}
        for unit in sorted(want)[:explained]:
            r, t = program.tree("explain", unit, *options), want[unit]["total"]
            for n in below(r["tree"]):
                p = printed[unit, n["key"]]
                check(f"{unit} {n['key']} explained", tuple(n[k] or "" for k in ("points", "max", "outcome")),
                      (p["points"], p["max"], p["outcome"]))
            check(f"{unit} rests on", {k: int(r[k]) for k in t["counts"]}, t["counts"])
            check(f"{unit} interval", (F(r["low"]), F(r["high"])), (t["low"], t["high"]))
    return found, same


def below(tree):
    for n in tree.get("children", ()):
        yield n
        yield from below(n)


def still_differs(m, definition, data):
    try:
        return bool(differences(m, definition, data, len(m.units))[0])
    except Exception:  # what was cut made it no definition at all
        return False


def without(tree, path):
    out = copy.deepcopy(tree)
    at = out
    for p in path[:-1]:
        at = at[p]
    del at[path[-1]]
    return out


def places(tree, path=()):
    """Members and items that may go, the big ones first."""
    items = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    for k, v in reversed(items):
        if k not in ("key", "name", "max", "kind", "format", "id", "version", "status", "type", "digits"):
            yield path + (k,)
    for k, v in reversed(items):
        yield from places(v, path + (k,))


def reduced(m, patience=20):
    """A smaller definition and fewer data that still differ."""
    definition, data, end = m.definition, m.data, time.monotonic() + patience
    for unit in sorted({d[0] for d in data}):
        fewer = [d for d in data if d[0] == unit]
        if still_differs(m, definition, fewer):
            data = fewer
            break
    for step in range(2):
        size = max(len(data) // 2, 1)
        while size and time.monotonic() < end:
            for i in range(0, len(data), size):
                fewer = data[:i] + data[i + size:]
                if fewer and still_differs(m, definition, fewer):
                    data = fewer
                    break
            else:
                size //= 2
        again = True
        while again and time.monotonic() < end:
            again = False
            for path in places(definition):
                if time.monotonic() > end:
                    break
                try:
                    smaller = without(definition, path)
                except (KeyError, IndexError):
                    continue
                if still_differs(m, smaller, data):
                    definition, again = smaller, True
                    break
    return definition, data


def one_set(seed):
    m = Maker(seed, units=12, cohorts=seed % 2 == 0)
    try:
        found, same = differences(m, m.definition, m.data)
    except Refusal as e:
        # a constant 1 / 0 is a fault of the definition
        return 0, [] if "the constant part cannot be computed" in str(e) else [f"seed {seed}: refused: {e}"]
    if not found:
        return same, []
    definition, data = reduced(m)
    told = differences(m, definition, data, len(m.units))[0] or found
    return same, [f"seed {seed}, period {m.period}, stage {m.stage}, fallback {m.fallback}, units {m.listed}\n  " + "\n  ".join(told[:6]) +
                  "\n" + json.dumps(definition, ensure_ascii=False) + "\n" + "\n".join(",".join(d) for d in data[:40]) +
                  "\n" + json.dumps([u for u in m.units if any(d[0] == u["code"] for d in data)])]


def main():
    if os.environ.get("SCORE_SKIP_RANDOM") == "1":
        print("0 passed, 0 failed (skipped)")
        return 0
    values = int(os.environ.get("SCORE_RANDOM_VALUES", 10 ** 6 if LONG else 10 ** 4 if SLOW else 10 ** 5))
    sets = int(os.environ.get("SCORE_RANDOM_SETS", 3000 if LONG else 60 if SLOW else 200))
    print(f"seed {SEED}; {sets} sets; {values} values of each stream", flush=True)
    passed, failures = 0, []
    with multiprocessing.Pool(2) as pool:
        for same, found in pool.imap_unordered(streams.piece, streams.pieces(SEED, values)):
            passed += same
            failures += found
        for same, found in pool.imap_unordered(one_set, range(SEED, SEED + sets)):
            passed += same
            failures += found
            if len(failures) >= 5:
                pool.terminate()
                break
    for f in failures[:5]:
        print("FAILED:", f)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
