"""The rules of the reference evaluator, each a function of a compiled rule and a context."""
from collections import namedtuple
from fractions import Fraction

from formula import INVALID, MISSING, OK

NA, NOT_DUE = "not_applicable", "not_due"  # states of a rule and outcomes of a node
SCORED, REPORTED, LACKING, CONTRARY = "scored", "reported", "missing", "invalid"
ZERO, ONE = Fraction(0), Fraction(1)

# What a rule came to: exact points; best is what they could be if all that is blank turned out well, None = the points.
Outcome = namedtuple("Outcome", "state points met best", defaults=(ZERO, False, None))


def clamp(x, low, high):
    return min(max(x, low), high)


def worst(states):
    return INVALID if INVALID in states else MISSING if MISSING in states else OK


def rule_ratio(rule, context):
    def part(name, initial):
        return rule.part[name](context) if name in rule.part else (OK, Fraction(initial))
    values = [part("num", 0), part("den", 0), part("target", 1), part("floor", 0), part("factor", 1)]
    (ns, num), (ds, den) = values[:2]
    if ns == ds == OK:
        if num < 0 or den < 0 or den == 0 and num > 0:
            return Outcome(INVALID)
        if num > den and not rule.tree.get("may_exceed"):
            return Outcome(INVALID)
        if den == 0:  # follows its policy whatever target, floor and factor are
            policy = rule.tree["zero_denominator"]
            if policy == "not_applicable":
                return Outcome(NA)
            return Outcome(OK, rule.max if policy == "full" else ZERO)
    if any(v[0] == INVALID for v in values):
        return Outcome(INVALID)
    target, floor, factor = (v[1] for v in values[2:])
    if all(v[0] == OK for v in values[:4]) and target <= floor:
        return Outcome(INVALID)
    if any(v[0] != OK for v in values):
        return Outcome(MISSING)
    return Outcome(OK, rule.max * clamp((num / den - floor) / (target - floor), ZERO, ONE) * factor)


def rule_bands(rule, context):
    """The first band that the value is not surely outside of."""
    s, v = rule.part["value"](context)
    if s != OK:
        return Outcome(s)
    for band in rule.bands:
        states = []
        for side, sign in (("from", 1), ("to", -1)):
            if side not in band:
                continue
            s, bound = band[side](context)
            if s == OK and (sign * v < sign * bound or v == bound and band[side + "_open"]):
                break
            states.append(s)
        else:
            if worst(states) != OK:
                return Outcome(worst(states))
            return Outcome(OK, band["share"](context)[1] * rule.max if "share" in band else band["points"](context)[1])
    return Outcome(OK)


def rule_steps(rule, context):
    def read(owner, name, initial):
        return owner[name](context) if name in owner else (OK, initial)
    (vs, v), (ls, level) = read(rule.part, "value", None), read(rule.part, "level", None)
    ends = [(read(s, "from", level), read(s, "to", None)) for s in rule.slopes]
    state = worst([vs, ls] + [end[0] for pair in ends for end in pair])
    if state != OK:
        return Outcome(state)
    sign = -1 if rule.tree.get("direction", "up") == "down" else 1  # downwards is upwards of what is negated
    cap = rule.constant.get("cap", rule.max)
    if sign * v < sign * level:
        how = rule.tree.get("below", "zero")
        less = {"zero": ZERO, "base": rule.constant["base"]}.get(how, rule.constant.get("below_points"))
        return Outcome(OK, min(less, cap))
    points = rule.constant["base"]
    for slope, ((_, begin), (_, end)) in zip(rule.slopes, ends):
        far = sign * v if end is None else min(sign * v, sign * end)
        steps = max(far - sign * begin, ZERO) / slope["every"]
        more = slope["add"] * (steps.numerator // steps.denominator if slope["whole"] else steps)
        points += clamp(more, -slope["cap"], slope["cap"]) if "cap" in slope else more
    return Outcome(OK, min(points, cap))


def rule_choice(rule, context):
    s, v = rule.part["value"](context)
    if s != OK:
        return Outcome(s)
    option = rule.options[v]
    if "outcome" in option:
        return Outcome({"not_due": NOT_DUE, "not_applicable": NA}[option["outcome"]])
    if "share" in option:
        return Outcome(OK, share(option["share"]) * rule.max)
    return Outcome(OK, Fraction(option["points"]))


def share(text):
    text = str(text)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def rule_count(rule, context):
    cap = rule.constant.get("cap", rule.max)
    if "value" in rule.part:
        s, n = rule.part["value"](context)
        if s == OK and n < 0:
            s = INVALID
        return Outcome(s, min(n * rule.constant["each"], cap)) if s == OK else Outcome(s)
    found = [(when(context), points) for when, points in rule.items]
    states = [v[0] for v, points in found]
    if OK not in states:
        return Outcome(INVALID if INVALID in states else MISSING)
    sure = sum((points for v, points in found if v[0] == OK and v[1]), ZERO)
    open_ = sure + sum((points for v, points in found if v[0] in (MISSING, INVALID)), ZERO)
    sure, open_ = min(sure, cap), min(open_, cap)
    return Outcome(OK, open_, False, sure) if rule.penalty else Outcome(OK, sure, False, open_)


def several(rule, context, join):
    found = [(part, apply(part, context)) for part in rule.parts]
    states = {r.state for part, r in found}
    if OK not in states:  # nothing is known of it, or nothing of it applies
        return Outcome(next(s for s in (INVALID, MISSING, NOT_DUE, NA) if s in states))
    points, best = [], []
    for part, r in found:
        if r.state in (MISSING, INVALID):
            points.append(part.max if part.penalty else ZERO)
            best.append(ZERO if part.penalty else part.max)
        elif r.state == OK:
            points.append(clamp(r.points, ZERO, part.max))
            best.append(points[-1] if r.best is None else clamp(r.best, ZERO, part.max))
    return Outcome(OK, join(points), False, join(best))


def rule_sum(rule, context):
    return several(rule, context, sum)


def rule_best(rule, context):
    return several(rule, context, max)


def rule_met(rule, context):
    s, v = rule.part["when"](context)
    return Outcome(s, rule.max if s == OK and v else ZERO, s == OK and v)


def rule_reported(rule, context):
    return Outcome(MISSING)


def rule_expr(rule, context):
    s, v = rule.part["points"](context)
    return Outcome(s, v if s == OK else ZERO)


def apply(rule, context):
    return RULES[rule.kind](rule, context)


RULES = {"ratio": rule_ratio, "bands": rule_bands, "steps": rule_steps, "choice": rule_choice, "met": rule_met,
         "count": rule_count, "sum": rule_sum, "best": rule_best, "reported": rule_reported, "expr": rule_expr}
