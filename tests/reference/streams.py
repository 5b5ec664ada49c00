"""Long streams of single rules at their edges, against exact whole-number formulas: ratio, bands, groups."""
import random

import streams_kinds
from channel import MICRO, WIDTH, compare, half_away, run, shown, whole

PIECE = 20000  # values of one run


# ---- ratio ---------------------------------------------------------------------------------------------------------


def near_tie(r, limit, grid, top, low, den):
    """A numerator whose points lie at, or just beside, half a step of the grid."""
    steps = r.randrange(limit // grid + 1)
    # limit * (num / den - low) / (top - low) = (steps + 1/2) * grid, shares in millionths
    share = (2 * steps + 1) * grid * (top - low) + 2 * limit * low
    return max(0, min(den * 4 // 3, share * den // (2 * limit * MICRO) + r.choice((-1, 0, 0, 1, 1, 2))))


def ratio(seed, count):
    r = random.Random(seed)
    measures, criteria, rules = {}, [], []
    for k in range(WIDTH):
        limit, grid = r.choice((1, 2, 3, 5, 6, 10, 30)) * MICRO, r.choice((10000, 10000, 10000, 500000, 1000, 1))
        top, low = r.choice(((MICRO, 0), (800000, 0), (MICRO, 500000), (987654, 123456), (1500000, 200000), (3, 0)))
        policy, exceed = r.choice(("zero", "full", "not_applicable")), top > MICRO or r.random() < 0.3
        part = r.choice((None, None, (1, 2), (7, 10), (3, 1)))
        rule = {"kind": "ratio", "num": f"n{k}", "den": f"d{k}", "target": shown(top), "floor": shown(low),
                "zero_denominator": policy, "may_exceed": exceed}
        if part:
            rule["factor"] = f"{part[0]} / {part[1]}"
        criteria.append({"key": f"K{k}", "name": "k", "max": shown(limit), "grid": shown(grid), "rule": rule})
        rules.append((limit, grid, top, low, policy, exceed, part or (1, 1)))
        measures |= {m: {"name": m, "type": "count"} for m in (f"n{k}", f"d{k}")}
    groups = [{"key": "G", "name": "g", "max": "1", "criteria": criteria}]
    rows, want, cells = [], {}, {}
    for u in range(count // WIDTH):
        row = []
        for k, (limit, grid, top, low, policy, exceed, part) in enumerate(rules):
            pick = r.randrange(20)
            den = 0 if pick == 0 else r.randrange(1, 60) if pick < 6 else 2 ** r.randrange(39) if pick < 9 else (
                10 ** r.randrange(12)) if pick < 12 else r.randrange(1, 10 ** 12)
            num = r.randrange(2) if den == 0 else near_tie(r, limit, grid, top, low, den) if pick % 4 else (
                r.randrange(den + 1))
            num = min(num, 10 ** 12 - 1)
            blank = r.randrange(60)
            row += ["" if blank == 0 else num, "" if blank == 1 else den]
            cells[f"u{u}", f"K{k}"] = (row[-2:], criteria[k])
            if blank < 2:
                want[f"u{u}", f"K{k}"] = (0, "missing")
            elif num > den and (den == 0 or not exceed):
                want[f"u{u}", f"K{k}"] = (0, "invalid")
            elif den == 0:
                want[f"u{u}", f"K{k}"] = (limit if policy == "full" else 0, "not_applicable" if policy[0] == "n" else "scored")
            else:
                above, below = num * MICRO - low * den, (top - low) * den
                above = max(0, min(above, below)) * limit * part[0]
                points = min(half_away(above, below * part[1] * grid) * grid, limit)
                want[f"u{u}", f"K{k}"] = (min(points, limit), "scored")
        rows.append([f"u{u}", "2026", *row])
    head = [m for k in range(WIDTH) for m in (f"n{k}", f"d{k}")]
    return compare(run(whole(measures, groups), head, rows), want, lambda u, k: f"ratio {cells[u, k]}")


# ---- bands ---------------------------------------------------------------------------------------------------------


def bands(seed, count):
    """Bounds in hundredths of a percent figure or of an amount; values on them and beside them."""
    r = random.Random(seed)
    measures, criteria, rules = {}, [], []
    for k in range(WIDTH):
        percent, limit = r.random() < 0.5, r.choice((1, 2, 5, 8)) * MICRO
        edges = sorted(r.sample(range(0, 10001, r.choice((1, 25, 500))), r.randrange(2, 8)))
        table, given = [], []
        for i in range(len(edges) - 1):
            start, end = edges[i], edges[i + 1]
            open_start = table[-1][3] if table and table[-1][1] == start else r.random() < 0.4
            close_end = r.random() < 0.4
            if r.random() < 0.15:
                continue  # a hole
            row = [start, end, open_start, close_end, r.randrange(limit + 1)]
            if not table and r.random() < 0.2:
                row[0] = None
            if i == len(edges) - 2 and r.random() < 0.4:
                row[1] = None
            table.append(row)
            out = {"points": shown(row[4])}
            unit = "%" if percent else ""
            if row[0] is not None:
                out |= {"from": "%d.%02d%s" % (start // 100, start % 100, unit), "from_open": open_start}
            if row[1] is not None:
                out |= {"to": "%d.%02d%s" % (end // 100, end % 100, unit), "to_open": not close_end}
            given.append(out)
        if not given:
            table, given = [[None, None, False, False, limit]], [{"points": shown(limit)}]
        rule = {"kind": "bands", "value": f"v{k}", "bands": given}
        criteria.append({"key": f"K{k}", "name": "k", "max": shown(limit), "rule": rule})
        measures[f"v{k}"] = {"name": "v", "type": "percent" if percent else "amount", "digits": 2}
        rules.append((table, edges))
    groups = [{"key": "G", "name": "g", "max": "1", "criteria": criteria}]
    rows, want, cells = [], {}, {}
    for u in range(count // WIDTH):
        row = []
        for k, (table, edges) in enumerate(rules):
            v = max(0, r.choice(edges) + r.choice((-1, 0, 0, 1))) if r.random() < 0.8 else r.randrange(12000)
            row.append("" if r.random() < 0.01 else "%d.%02d" % (v // 100, v % 100))
            points = 0
            for start, end, open_start, close_end, p in table:
                if start is not None and (v < start or (v == start and open_start)):
                    continue
                if end is not None and (v > end or (v == end and not close_end)):
                    continue
                points = half_away(p, 10000) * 10000
                break
            want[f"u{u}", f"K{k}"] = (0, "missing") if row[-1] == "" else (points, "scored")
            cells[f"u{u}", f"K{k}"] = (row[-1], criteria[k])
        rows.append([f"u{u}", "2026", *row])
    return compare(run(whole(measures, groups), [f"v{k}" for k in range(WIDTH)], rows), want,
                   lambda u, k: f"bands {cells[u, k]}")


# ---- groups --------------------------------------------------------------------------------------------------------


def groups_of(seed, count):
    """Groups of three to five parts, some blank, some not applicable under each policy."""
    r = random.Random(seed)
    measures, groups, rules = {}, [], []
    for g in range(WIDTH):
        policy = r.choice(("zero", "full", "exclude", "rescale_group", "split"))
        grid = r.choice((10000, 10000, 500000, 1000))
        parts = [r.choice((1, 2, 3, 4, 10)) * MICRO for i in range(r.randrange(3, 6))]
        limit = sum(parts) + r.choice((0, 0, 0, -1, 2)) * MICRO
        target = r.choice((limit, limit, MICRO))
        criteria = [{"key": f"K{g}_{i}", "name": "k", "max": shown(p), "na_from_data": True,
                     "rule": {"kind": "expr", "points": f"a{g}_{i} / 3"}} for i, p in enumerate(parts)]
        groups.append({"key": f"G{g}", "name": "g", "max": str(limit // MICRO), "grid": shown(grid), "criteria": criteria,
                       "not_applicable": policy, "rescale_to": shown(target)})
        rules.append((policy, grid, parts, limit, target))
        measures |= {f"a{g}_{i}": {"name": "a", "type": "amount", "digits": 2} for i in range(len(parts))}
    rows, want, cells = [], {}, {}
    for u in range(count // WIDTH):
        row = []
        for g, (policy, grid, parts, limit, target) in enumerate(rules):
            begin, total, exact, n, inside, away = len(row), 0, 0, 0, 0, 0
            for p in parts:
                v = r.randrange(3 * p // 10000 + 40)  # hundredths; points = v / 300
                word = r.choice(("", "NA", "NA")) if r.random() < 0.2 else "%d.%02d" % (v // 100, v % 100)
                row.append(word)
                if word == "NA" and policy in ("zero", "full"):
                    total += p if policy == "full" else 0
                elif word == "NA":
                    away += p
                else:
                    inside += p
                    n += 1
                    if word:
                        micro3 = min(v * 10000, 3 * p)  # three times the exact points
                        total += half_away(micro3, 30000) * 10000
                        exact += 60 * micro3 // (p // MICRO)  # whole: 60 is a multiple of every maximum
            key = f"G{g}"
            cells[f"u{u}", key] = (row[begin:], groups[g])
            num, den = total, 1
            if policy == "split" and n:
                num, den = total * 180 * n * MICRO + away * exact, 180 * n * MICRO
            elif policy == "rescale_group" and n and away:
                num, den = total * target, inside
            points = half_away(max(0, min(num, limit * den)), den * grid) * grid
            gone = not n and policy not in ("zero", "full")
            words = set(row[begin:])
            told = "missing" if "" in words and not words - {"", "NA"} else "scored"
            want[f"u{u}", key] = (0, "not_applicable") if gone else (min(points, limit), told)
        rows.append([f"u{u}", "2026", *row])
    return compare(run(whole(measures, groups), list(measures), rows), want, lambda u, k: f"groups {cells[u, k]}")


STREAMS = {"ratio": ratio, "bands": bands, "groups": groups_of, **streams_kinds.STREAMS}


def pieces(seed, values):
    for name in STREAMS:
        for i in range(0, values, PIECE):
            yield name, seed + i, min(PIECE, values - i)


def piece(job):
    name, seed, count = job
    try:
        same, found = STREAMS[name](seed, count)
    except RuntimeError as e:
        same, found = 0, [str(e)]
    return same, [f"{name}, seed {seed}: {f}" for f in found]
