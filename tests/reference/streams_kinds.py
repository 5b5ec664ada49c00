"""Streams of single rules at their edges, with whole-number formulas: steps, choice, met, count, sum, best, reported, expr.

A kind is a function of dice and a number: it gives a criterion, its measures, and a function of dice that makes cells and
what they are worth: (cells, (outcome, num, den)), points = num / den millionths before clamping and rounding.
"""
import random

from channel import MICRO, WIDTH, compare, half_away, run, shown, whole

MISSING, INVALID, NA, NOT_DUE = "missing", "invalid", "not_applicable", "not_due"
GRIDS = (10000, 10000, 10000, 500000, 1000)


def scored(num, den=1):
    return ("scored", num, den)


def lacking(outcome):
    return (outcome, 0, 1)


def hundredths(v, unit=""):
    sign, v = "-" if v < 0 else "", abs(v)
    return "%s%d.%02d%s" % (sign, v // 100, v % 100, unit)


def count_of(*names):
    return {m: {"name": m, "type": "count"} for m in names}


def flags(*names):
    return {m: {"name": m, "type": "boolean"} for m in names}


def flag(r, blank=0.08):
    """A cell of a boolean and its value."""
    v = None if r.random() < blank else r.random() < 0.5
    return ("" if v is None else "1" if v else "0"), v


def maximum(r):
    return r.choice((1, 2, 3, 5, 6, 10, 30)) * MICRO


def worth(found, limit, grid):
    """What is printed."""
    outcome, num, den = found
    return (min(half_away(min(max(num, 0), limit * den), den * grid) * grid, limit), outcome)


# ---- steps ---------------------------------------------------------------------------------------------------------


def slope(r, level, sign, unit):
    every, add = r.choice((1, 7, 25, 50, 100, 200, 300)), r.choice((10000, 50000, 100000, 250000, 333333, 1000000, -200000))
    whole_steps, cap = r.random() < 0.6, r.choice((None, None, 400000, 1000000))
    begin = level if r.random() < 0.6 else level + sign * r.randrange(-100, 1500)
    end = None if r.random() < 0.6 else begin + sign * r.randrange(0, 3000)
    out = {"every": hundredths(every, unit), "add": ("-" if add < 0 else "") + shown(abs(add))}
    if not whole_steps:
        out["mode"] = "prorate"
    if begin != level:
        out["from"] = hundredths(begin, unit)
    if end is not None:
        out["to"] = hundredths(end, unit)
    if cap is not None:
        out["cap"] = shown(cap)
    return out, (every, add, whole_steps, cap, begin, end)


def steps(r, k):
    limit, percent, sign = maximum(r), r.random() < 0.5, r.choice((1, 1, -1))
    unit, level, flagged = "%" if percent else "", r.randrange(3000, 9000), r.random() < 0.3
    below, cap = r.choice(("zero", "zero", "base", "points")), r.choice((None, None, limit, limit // 2))
    most = limit if cap is None else cap
    base, less = (r.randrange(most // 10000 + 1) * 10000 for i in range(2))
    made = [slope(r, level, sign, unit) for i in range(r.choice((1, 1, 1, 2, 3)))]
    rule = {"kind": "steps", "value": f"v{k}", "level": hundredths(level, unit), "base": shown(base),
            "direction": "up" if sign > 0 else "down", "below": below, "slopes": [m[0] for m in made]}
    if below == "points":
        rule["below_points"] = shown(less)
    if cap is not None:
        rule["cap"] = shown(cap)
    measures = {f"v{k}": {"name": "v", "type": "percent" if percent else "amount", "digits": 2}}
    if flagged:  # another level for some; the slopes begin at it
        rule["level"] = f"if(f{k}, {rule['level']}, {hundredths(level - 500, unit)})"
        measures |= flags(f"f{k}")

    def points(v, mine):
        if sign * v < sign * mine:
            return scored({"zero": 0, "base": base, "points": less}[below])
        den = 1
        for m in made:
            den *= m[1][0]
        num = base * den
        for every, add, whole_steps, top, begin, end in (m[1] for m in made):
            begin = mine if begin == level else begin
            far = max(sign * v if end is None else min(sign * v, sign * end), sign * begin) - sign * begin
            more = add * (far // every) * den if whole_steps else add * far * (den // every)
            num += more if top is None else max(-top * den, min(top * den, more))
        return scored(min(num, most * den), den)

    def make(r):
        every, begin = r.choice(made)[1][0::4][:2]
        pick = r.randrange(10)
        v = begin + sign * every * r.randrange(40) + r.choice((-1, 0, 0, 1)) if pick < 6 else (
            level + r.choice((-1, 0, 1)) if pick < 8 else r.randrange(12000))
        v = max(v, 0)
        row, f = ["" if r.random() < 0.01 else hundredths(v)], True
        if flagged:
            text, f = flag(r, 0.02)
            row.append(text)
        if row[0] == "" or f is None:
            return row, lacking(MISSING)
        return row, points(v, level if f else level - 500)
    return {"max": shown(limit), "rule": rule}, measures, make


# ---- choice --------------------------------------------------------------------------------------------------------


def choice(r, k, limit=None):
    limit = limit or maximum(r)
    options, values = [], {}
    for i in range(r.randrange(2, 7)):
        key, pick, points = f"o{i}", r.random(), r.randrange(limit + 1)
        if pick < 0.45:
            options.append({"option": key, "points": shown(points)})
            values[key] = scored(points)
        elif pick < 0.8:
            options.append({"option": key, "share": "%d.%02d%%" % divmod(points * 10000 // limit, 100)})
            values[key] = scored(limit * (points * 10000 // limit), 10000)
        else:
            options.append({"option": key, "outcome": NA if pick < 0.9 else NOT_DUE})
            values[key] = lacking(NA if pick < 0.9 else NOT_DUE)
    measures = {f"v{k}": {"name": "v", "type": "choice", "options": [{"key": o, "name": f"Lựa chọn {o}"} for o in values]}}

    def make(r):
        key = r.choice(list(values))
        if r.random() < 0.02:
            return [""], lacking(MISSING)
        return [key if r.random() < 0.7 else f"Lựa chọn {key}"], values[key]
    return {"max": shown(limit), "rule": {"kind": "choice", "value": f"v{k}", "options": options}}, measures, make


# ---- met and count -------------------------------------------------------------------------------------------------

OPERATORS = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
             "==": lambda a, b: a == b, "!=": lambda a, b: a != b}


def fraction_test(r, name):
    """n / d against a fraction: text, measures, maker of (cells, True, False, None = blank or INVALID)."""
    p, q, word = r.randrange(1, 8), r.randrange(2, 12), r.choice(list(OPERATORS))
    n, d = f"n{name}", f"d{name}"

    def make(r):
        den = r.choice((0, 1, q, q * r.randrange(1, 9), r.randrange(1, 1000), r.randrange(1, 10 ** 12)))
        num = min(max(0, p * den // q + r.choice((-1, 0, 0, 1))), 10 ** 15)
        row = ["" if r.random() < 0.02 else num, "" if r.random() < 0.02 else den]
        if "" in row:
            return row, None
        return row, OPERATORS[word](num * q, p * den) if den else INVALID
    return f"{n} / {d} {word} {p} / {q}", count_of(n, d), make


def n_of_m(r, name):
    """Of m flags, one of which may be "n of m" itself."""
    size, inner = r.randrange(2, 6), r.randrange(0, 5)
    names = [f"q{name}_{i}" for i in range(size)]
    below = [f"r{name}_{i}" for i in range(inner)]
    need, deep, word = r.randrange(size + 2), r.randrange(inner + 1), r.choice(list(OPERATORS))
    texts = names + ([f"count({', '.join(below)}) >= {deep}"] if below else [])

    def make(r):
        found = [flag(r, 0.15) for i in range(size + inner)]
        states = [v for text, v in found[:size]]
        if inner:
            sure = sum(1 for text, v in found[size:] if v)
            hope = sum(1 for text, v in found[size:] if v is None or v)
            states.append(True if sure >= deep else False if hope < deep else None)
        sure = sum(1 for v in states if v)
        seen = {OPERATORS[word](n, need) for n in range(sure, sure + states.count(None) + 1)}
        return [text for text, v in found], seen.pop() if len(seen) == 1 else None
    return f"count({', '.join(texts)}) {word} {need}", flags(*names, *below), make


def logic(r, name):
    a, b, c = (f"{x}{name}" for x in "abc")

    def make(r):
        found = [flag(r, 0.2) for i in range(3)]
        seen = {x and (y or not z) for x in sides(found[0]) for y in sides(found[1]) for z in sides(found[2])}
        return [text for text, v in found], seen.pop() if len(seen) == 1 else None
    return f"{a} and ({b} or not {c})", flags(a, b, c), make


def sides(found):
    return (True, False) if found[1] is None else (found[1],)


def test_of(r, name):
    return r.choice((fraction_test, fraction_test, n_of_m, logic))(r, name)


def met(r, k, limit=None):
    limit = limit or maximum(r)
    text, measures, test = test_of(r, k)

    def make(r):
        row, v = test(r)
        return row, lacking(MISSING if v is None else INVALID) if v in (None, INVALID) else scored(limit if v else 0)
    return {"max": shown(limit), "rule": {"kind": "met", "when": text}}, measures, make


def count(r, k, limit=None):
    limit = limit or maximum(r)
    each = r.choice((1000000, 500000, 400000, 333333, 12500))
    cap = r.choice((None, None, limit, limit // 2))
    most = limit if cap is None else cap
    rule = {"kind": "count", "each": shown(each)} | ({} if cap is None else {"cap": shown(cap)})
    if r.random() < 0.3:
        rule["value"] = f"a{k} - b{k}"

        def make_number(r):
            a = r.choice((0, most // each, most // each + 1, r.randrange(100)))
            b = r.choice((0, 0, a, a + 1, r.randrange(a + 1)))
            if r.random() < 0.02:
                return ["", b], lacking(MISSING)
            return [a, b], scored(min((a - b) * each, most)) if a >= b else lacking(INVALID)
        return {"max": shown(limit), "rule": rule}, count_of(f"a{k}", f"b{k}"), make_number
    tests = [test_of(r, f"{k}_{i}") for i in range(r.randrange(1, 5))]
    points = [each if r.random() < 0.6 else r.randrange(limit + 1) for t in tests]
    rule["items"] = [{"when": t[0]} | ({} if p == each else {"points": shown(p)}) for t, p in zip(tests, points)]
    measures = {m: v for t in tests for m, v in t[1].items()}

    def make(r):
        found = [t[2](r) for t in tests]
        row, states = [c for cells, v in found for c in cells], [v for cells, v in found]
        if all(v in (None, INVALID) for v in states):
            return row, lacking(INVALID if INVALID in states else MISSING)
        return row, scored(min(sum(p for p, v in zip(points, states) if v not in (None, INVALID, False)), most))
    return {"max": shown(limit), "rule": rule}, measures, make


# ---- sum and best --------------------------------------------------------------------------------------------------


def ratio_part(r, k, limit):
    policy = r.choice(("zero", "full", "not_applicable"))

    def make(r):
        den = r.choice((0, 1, 3, 7, r.randrange(1, 60), r.randrange(1, 10 ** 6)))
        num = r.randrange(den + 1) if r.random() < 0.97 else den + 1
        row = ["" if r.random() < 0.05 else num, den]
        if row[0] == "":
            return row, lacking(MISSING)
        if num > den:
            return row, lacking(INVALID)
        if den == 0:
            return row, lacking(NA) if policy == "not_applicable" else scored(limit if policy == "full" else 0)
        return row, scored(limit * num, den)
    rule = {"kind": "ratio", "num": f"n{k}", "den": f"d{k}", "zero_denominator": policy}
    return {"max": shown(limit), "rule": rule}, count_of(f"n{k}", f"d{k}"), make


def third_part(r, k, limit):
    """May exceed the maximum of the part."""
    def make(r):
        a, b = r.randrange(4 * limit // MICRO + 1), r.randrange(3)
        return ["" if r.random() < 0.05 else a, b], None
    def told(r):
        row, _ = make(r)
        return row, lacking(MISSING) if row[0] == "" else scored((row[0] - row[1]) * MICRO, 3)
    rule = {"kind": "expr", "points": f"(a{k} - b{k}) / 3"}
    return {"max": shown(limit), "rule": rule}, count_of(f"a{k}", f"b{k}"), told


def several(kind, r, k, limit=None, depth=2):
    kinds = [ratio_part, ratio_part, third_part, met, count, choice]
    if depth:
        kinds += [lambda *a: several("sum", *a, depth - 1), lambda *a: several("best", *a, depth - 1)]
    tops = [maximum(r) for i in range(r.randrange(1, 4))]
    parts = [r.choice(kinds)(r, f"{k}_{i}", top) for i, top in enumerate(tops)]
    limit = limit or maximum(r)
    rule = {"kind": kind, "parts": [{"name": "p", **p[0]} for p in parts]}
    measures = {m: v for p in parts for m, v in p[1].items()}

    def make(r):
        row, num, den, outcomes = [], 0, 1, set()
        for part, top in zip(parts, tops):
            cells, (outcome, n, d) = part[2](r)
            row += cells
            outcomes.add(outcome)
            n = max(0, min(n, top * d))
            if kind == "sum":
                num, den = num * d + n * den, den * d
            elif n * den > num * d:
                num, den = n, d
        for outcome in ("scored", INVALID, MISSING, NOT_DUE, NA):
            if outcome in outcomes:
                return row, (outcome, num, den) if outcome == "scored" else lacking(outcome)
    return {"max": shown(limit), "rule": rule}, measures, make


def sum_of(r, k):
    return several("sum", r, k)


def best_of(r, k):
    return several("best", r, k)


# ---- reported and expr ---------------------------------------------------------------------------------------------


def reported(r, k):
    grid = r.choice((500000, 250000, 10000, 1000, 1))
    limit = maximum(r)
    out = {"max": shown(limit), "rule": {"kind": "reported"}}
    if r.random() < 0.5:
        out["rule"]["grid"] = shown(grid)
        out["grid"] = shown(r.choice((1, grid // 2 or 1, grid)))
    else:
        out["grid"] = shown(grid)

    def make(r):
        v = r.choice((0, limit // grid, limit // grid - 1, r.randrange(limit // grid + 1))) * grid
        return [""] if r.random() < 0.05 else [shown(v)], None

    def told(r):
        row, _ = make(r)
        return row, lacking(MISSING) if row[0] == "" else ("reported", int(row[0].replace(".", "")), 1)
    return out, {f"points:K{k}": None}, told


def nearest(num, den, grid):
    """num / den to the nearest multiple of grid, half away from zero."""
    return (half_away(num, den * grid) if num >= 0 else -half_away(-num, den * grid)) * grid


EXPRESSIONS = (  # text, and the same with whole numbers: (num, den); None = division by zero
    ("7 * {a} / {b}", lambda a, b, c, d: (7 * a, b)),
    ("{a} / {b} - {c} / {d}", lambda a, b, c, d: (a * d - c * b, b * d)),
    ("round({a} / {b}, 0.5) + round(0 - {c} / {d}, 0.125)", lambda a, b, c, d: b and d and (
        nearest(2 * a, b, 1) * 4 + nearest(-8 * c, d, 1), 8)),
    ("min({a} / {b}, {c} / {d}) * 3", lambda a, b, c, d: (3 * min(a * d, c * b), b * d)),
    ("max({a} / {b}, {c} / {d}, 0.5) / 3", lambda a, b, c, d: (max(2 * a * d, 2 * c * b, b * d), 6 * b * d)),
    ("if({a} * {d} >= {b} * {c}, ({a} + 1) / 7, ({a} + 2) / 9)",  # never the same, or a blank would not matter
     lambda a, b, c, d: (a + 1, 7) if a * d >= b * c else (a + 2, 9)),
    ("clamp({a} - {b}, 0, 10) / 7 + 25% * {c}", lambda a, b, c, d: (4 * max(0, min(a - b, 10)) + 7 * c, 28)),
    ("sum({a}, 0 - {b}, {c} / 3)", lambda a, b, c, d: (3 * a - 3 * b + c, 3)),
)


def expr(r, k):
    limit, (text, formula) = maximum(r), r.choice(EXPRESSIONS)
    names = [f"{x}{k}" for x in "abcd"]
    used = [i for i, x in enumerate("abcd") if "{%s}" % x in text]

    def make(r):
        big = r.choice((10, 10, 60, 1000, 10 ** 6))
        v = [r.randrange(big) for x in names]
        if r.random() < 0.3:  # at or just beside half a step of 0.01
            v[1] = r.choice((8, 16, 40, 200, 400, 800))
        row = ["" if r.random() < 0.01 else x for x in v]
        if any(row[i] == "" for i in used):
            return [x if x == "" else max(x, 1) for x in row], lacking(MISSING)  # a division by zero beside it would tell first
        found = formula(*v)
        return row, scored(found[0] * MICRO, found[1]) if found and found[1] else lacking(INVALID)
    rule = {"kind": "expr", "points": text.format(**dict(zip("abcd", names)))}
    return {"max": shown(limit), "rule": rule}, count_of(*names), make


# ---- all of them ---------------------------------------------------------------------------------------------------


def stream(kind):
    def values(seed, number):
        r = random.Random(seed)
        criteria, measures, heads, makers = [], {}, [], []
        for k in range(WIDTH):
            criterion, own, make = KINDS[kind](r, k)
            criterion = {"key": f"K{k}", "name": "k", "grid": shown(r.choice(GRIDS)), **criterion}
            criteria.append(criterion)
            policy = criterion["not_applicable"] = r.choice(("zero", "full", "exclude"))
            heads += own
            measures |= {m: v for m, v in own.items() if v}
            limit, grid = (int(criterion.get(x, "0.000001").replace(".", "")) for x in ("max", "grid"))
            makers.append((make, limit, grid, limit if policy == "full" else 0))
        measures = measures or count_of("a")
        rows, want, cells = [], {}, {}
        for u in range(number // WIDTH):
            row = [f"u{u}", "2026"]
            for k, (make, limit, grid, away) in enumerate(makers):
                made, found = make(r)
                row += made
                want[f"u{u}", f"K{k}"] = (away, NA) if found[0] == NA else worth(found, limit, grid)
                cells[f"u{u}", f"K{k}"] = (made, criteria[k])
            rows.append(row)
        groups = [{"key": "G", "name": "g", "max": "1", "criteria": criteria}]
        return compare(run(whole(measures, groups), heads, rows), want, lambda u, k: f"{kind} {cells[u, k]}")
    return values


KINDS = {"steps": steps, "choice": choice, "met": met, "count": count, "sum": sum_of, "best": best_of, "reported": reported,
         "expr": expr}
STREAMS = {kind: stream(kind) for kind in KINDS}
