"""The rules of the reference evaluator: each gives (state, exact points, met); state may be NA."""
from fractions import Fraction

from formula import INVALID, MISSING, OK

NA = "not_applicable"
ZERO, ONE = Fraction(0), Fraction(1)


def rule_ratio(node, context):
    def part(name, initial):
        return node.part[name](context) if name in node.part else (OK, Fraction(initial))
    values = [part("num", 0), part("den", 0), part("target", 1), part("floor", 0), part("factor", 1)]
    (ns, num), (ds, den) = values[:2]
    if ns == ds == OK:
        if num < 0 or den < 0 or den == 0 and num > 0:
            return (INVALID, ZERO, False)
        if num > den and not node.rule.get("may_exceed"):
            return (INVALID, ZERO, False)
        if den == 0:  # follows its policy whatever target, floor and factor are
            policy = node.rule["zero_denominator"]
            if policy == "not_applicable":
                return (NA, ZERO, False)
            return (OK, node.max if policy == "full" else ZERO, False)
    if any(v[0] == INVALID for v in values):
        return (INVALID, ZERO, False)
    target, floor, factor = (v[1] for v in values[2:])
    if all(v[0] == OK for v in values[:4]) and target <= floor:
        return (INVALID, ZERO, False)
    if any(v[0] != OK for v in values):
        return (MISSING, ZERO, False)
    return (OK, node.max * min(max((num / den - floor) / (target - floor), ZERO), ONE) * factor, False)


def rule_bands(node, context):
    """The first band that the value is not surely outside of."""
    s, v = node.part["value"](context)
    if s != OK:
        return (s, ZERO, False)
    for band in node.bands:
        states = []
        for side, sign in (("from", 1), ("to", -1)):
            if side not in band:
                continue
            s, bound = band[side](context)
            if s == OK and (sign * v < sign * bound or v == bound and band[side + "_open"]):
                break
            states.append(s)
        else:
            if INVALID in states:
                return (INVALID, ZERO, False)
            if MISSING in states:
                return (MISSING, ZERO, False)
            points = band["share"](context)[1] * node.max if "share" in band else band["points"](context)[1]
            return (OK, points, False)
    return (OK, ZERO, False)


def rule_met(node, context):
    s, v = node.part["when"](context)
    return (s, node.max if s == OK and v else ZERO, s == OK and v)


def rule_reported(node, context):
    return (MISSING, ZERO, False)


def rule_expr(node, context):
    s, v = node.part["points"](context)
    return (s, v if s == OK else ZERO, False)


RULES = {"ratio": rule_ratio, "bands": rule_bands, "met": rule_met, "reported": rule_reported, "expr": rule_expr}
