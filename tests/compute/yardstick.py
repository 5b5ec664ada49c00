"""The figures of score analyse once more, in exact rationals over points that were printed: for test_analysis.py."""
import math
import statistics
from fractions import Fraction as F

MICRO = 1000000


def nearest(v):
    """A fraction in millionths, half away from zero."""
    v = F(v) * MICRO
    return (1 if v >= 0 else -1) * math.floor(abs(v) + F(1, 2))


def root(v):
    """The root of a fraction in millionths, half up."""
    return (math.isqrt(math.floor(4 * F(v) * MICRO * MICRO)) + 1) // 2


def pearson(x, y):
    """(r, r squared) in millionths, or two None."""
    if len(x) < 3:
        return None, None
    mx, my = F(sum(x), 1) / len(x), F(sum(y), 1) / len(y)
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    if not sxx or not syy:
        return None, None
    return (1 if sxy >= 0 else -1) * root(sxy ** 2 / (sxx * syy)), nearest(sxy ** 2 / (sxx * syy))


def places(x):
    """Competition ranks and mid-ranks, the greatest first."""
    ranks = {v: 1 + sum(w > v for w in x) for v in set(x)}
    return [ranks[v] for v in x], [ranks[v] + F(x.count(v) - 1, 2) for v in x]


def below(node):
    for part in node.get("groups", []) + node.get("criteria", []):
        yield part
        yield from below(part)


def is_leaf(node):
    return not node.get("groups") and not node.get("criteria")


def counted(node, kind):
    """Criteria with points at or below a node, of the kind of the group that counts them."""
    own = node.get("kind", kind)
    parts = node.get("groups", []) + node.get("criteria", [])
    if own != kind:
        return 0
    return sum(counted(n, kind) for n in parts) if parts else int(F(node["max"]) > 0)


def weights(definition):
    """What each node weighs in the total, by key."""
    whole, out = F(definition["total"]["max"]), {}

    def walk(node, parts, factor, kind):
        every = sum(counted(n, kind) for n in parts)
        mass = sum(F(n.get("weight", 1)) for n in parts if n.get("kind", kind) == kind)
        for n in parts:
            own, inner = n.get("kind", kind), factor
            if own != kind:
                inner = F(1)
            elif node.get("aggregate") == "weighted":
                inner = factor * F(n.get("weight", 1)) / mass
            if node.get("aggregate") == "share_met" and own == kind:
                for k in [n, *below(n)]:
                    out[k["key"]] = factor * F(node["max"]) * counted(k, kind) / every / whole
                continue
            out[n["key"]] = inner * F(n["max"]) / whole
            walk(n, n.get("groups", []) + n.get("criteria", []), inner, own)
    walk(definition["total"], definition["groups"], F(1), "normal")
    return out


def levels(definition):
    """(key, level, depth, penalty, max) in order, without what has no points."""
    out = []

    def walk(nodes, depth, penalty):
        for n in nodes:
            own = penalty or n.get("kind") == "penalty"
            if F(n["max"]) > 0:
                out.append((n["key"], "criterion" if is_leaf(n) else "group", depth, own, F(n["max"])))
            walk(n.get("groups", []) + n.get("criteria", []), depth + 1, own)
    walk(definition["groups"], 1, False)
    return out


def shown(micro):
    return None if micro is None else F(micro, MICRO)


def reference(definition, scores, ranking, leave):
    """{key: {column: value}} of what analyse should say; leave(key) -> {unit: total} or None."""
    units = sorted(r["unit"] for r in ranking if r["rank"])
    total = {r["unit"]: F(r["total"]) for r in ranking}
    basis = [total[u] for u in units]
    ranks, middle = places(basis)
    cell = {(r["unit"], r["node"]): r for r in scores}
    out, weight = {}, weights(definition)
    percent = definition["total"].get("basis") == "percent"
    top = F(100) if percent else F(definition["total"]["max"])
    for key, level, depth, penalty, declared in [("total", "total", 0, False, top)] + levels(definition):
        rows = [cell.get((u, key)) for u in units]
        if level == "total":
            rows = [{"points": str(total[u]), "max": str(top), "outcome": "scored"} for u in units]
        inside = [i for i, r in enumerate(rows)
                  if r["points"] != "" and r["outcome"] not in ("not_applicable", "not_due")]
        x = [F(rows[i]["points"]) for i in inside]
        tops = [F(rows[i]["max"] or 0) or declared for i in inside]
        e = {"level": level, "units": len(inside), "max": declared, "depth": depth,
             "covered": sum(r["points"] == "" for r in rows),
             "at_max": sum(a >= b for a, b in zip(x, tops)), "at_zero": sum(a == 0 for a in x)}
        for o in ("missing", "invalid", "not_applicable", "not_due"):
            e[o] = sum(r["outcome"] == o and r["points"] != "" for r in rows)
        for k, name in enumerate(("below_20", "from_20", "from_40", "from_60", "from_80")):
            e[name] = sum((k == 4 or a < b * (k + 1) / 5) and (k == 0 or a >= b * k / 5) for a, b in zip(x, tops))
        e["weight"] = F(1) if level == "total" else shown(nearest(weight[key]))
        names = ("least", "lower_quartile", "median", "upper_quartile", "greatest")
        e.update({n: None for n in names})
        e.update(mean=None, deviation=None, share_of_max=None)
        if x:
            quarters = statistics.quantiles(x, n=4, method="inclusive") if len(x) > 1 else [x[0]] * 3
            e.update({n: shown(nearest(v)) for n, v in zip(names, [min(x), *quarters, max(x)])})
            e["mean"] = shown(nearest(sum(x) / len(x)))
            mean = sum(x) / len(x)
            e["deviation"] = shown(root(sum((v - mean) ** 2 for v in x) / len(x)))
            e["share_of_max"] = shown(nearest(mean / declared))
        for n in ("importance", "r_total", "r_rest", "r_ranks", "ranks_changed", "shift_mean", "shift_most",
                  "shift_most_unit", "r_ranks_without", "importance_share"):
            e[n] = None
        out[key] = e
        if level == "total" or not x:
            continue
        signed = [-v if penalty else v for v in x]
        own = [basis[i] for i in inside]
        r, r2 = pearson(signed, own)
        e["r_total"], e["importance"] = shown(r), shown(r2)
        e["r_ranks"] = shown(pearson(places(signed)[1], places(own)[1])[0])
        without = None if e["covered"] else leave(key)
        if without is None or any(u not in without for u in units):  # somebody is left without a total
            continue
        rest = [without[u] for u in units]
        e["r_rest"] = shown(pearson(signed, [rest[i] for i in inside])[0])
        new, new_middle = places(rest)
        shift = [b - a for a, b in zip(ranks, new)]
        most = max(map(abs, shift))
        e.update(ranks_changed=sum(s != 0 for s in shift), shift_mean=shown(nearest(F(sum(map(abs, shift)), len(units)))),
                 shift_sum=sum(map(abs, shift)), shift_most=0, r_ranks_without=shown(pearson(middle, new_middle)[0]))
        if most:
            who = next(i for i, s in enumerate(shift) if abs(s) == most)
            e.update(shift_most=shift[who], shift_most_unit=units[who])
    for e in out.values():
        def alike(o):
            return o["level"] == e["level"] != "total" and (e["level"] == "criterion" or o["depth"] == e["depth"])
        near = [o for o in out.values() if alike(o)]
        known = [o["importance"] for o in near if o["importance"] is not None]
        if e["importance"] is not None and sum(known) > 0:
            e["importance_share"] = shown(nearest(e["importance"] / sum(known)))
        e["finding"] = finding(e, [o["shift_sum"] for o in near if "shift_sum" in o])
    return out


def finding(e, shifts):
    n = e["units"]
    if n < 2:
        return "no_points"
    if e["missing"] + e["invalid"] == n:
        return "all_missing"
    if e["at_max"] == n:
        return "all_max"
    if e["at_zero"] == n:
        return "all_zero"
    if e["least"] == e["greatest"]:
        return "all_equal"
    if e["level"] == "total":
        return ""
    if e["r_rest"] is not None and e["r_rest"] < 0:
        return "negative"
    if e["importance"] is not None and e["importance"] >= F(1, 2) and e["importance_share"] >= 2 * e["weight"]:
        return "dominant"
    if len(shifts) > 1 and e.get("shift_sum") and e["shift_sum"] >= 2 * F(sum(shifts), len(shifts)):
        return "mover"
    if 100 * e["at_max"] >= 95 * n:
        return "near_max"
    return "near_zero" if 100 * e["at_zero"] >= 95 * n else ""


def in_order(rows, want, keys):
    """The total, groups, criteria by finding, and inside by what they move."""
    rank = ["all_missing", "all_max", "all_zero", "all_equal", "negative", "dominant", "mover", "near_max", "near_zero",
            "", "no_points"]

    def place(key):
        e = want[key]
        if e["level"] != "criterion":
            return (0 if e["level"] == "total" else 1, keys.index(key))
        own = e["r_rest"] if e["finding"] == "negative" else 0
        return (2, rank.index(e["finding"]), own, -e.get("shift_sum", 0), -e["weight"], keys.index(key))
    return [r["node"] for r in rows] == sorted(want, key=place)
