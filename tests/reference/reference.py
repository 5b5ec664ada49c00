"""An independent evaluator of definition files, with exact fractions: what tests compare the program with.

Written from docs/criteria-format.md and the order of evaluation of the model alone, never from the library.

    evaluate(definition, data, units, period, stage, fallback=False) -> {unit code: result}

definition  the parsed JSON of a criteria set
data        list of (unit, period, measure, stage, text value, note); measure may be "points:KEY"; stage one of STAGES;
            a note beside given points at verified or published is the reason that makes them an override
units       list of dicts: code, kind, parent, attributes, optionally portal_code, valid_from, valid_to; may be empty
result      {"nodes": {key: (points, max, outcome, stage, met)}, "total": {...}}, all numbers Fraction
"""
import datetime
import re
from fractions import Fraction

import formula
from formula import BLANK, BROKEN, INVALID, MISSING, OK

STAGES = ("self", "verified", "published")
SCORED, REPORTED, NA, NOT_DUE, LACKING, CONTRARY = (
    "scored", "reported", "not_applicable", "not_due", "missing", "invalid")
ZERO = Fraction(0)
YES = {"1", "có", "co", "yes", "true", "x"}
NO = {"0", "không", "khong", "no", "false"}
NA_WORDS = ("NA", "KAD")


class Context:
    """What an expression sees: one unit at one stage."""

    def __init__(self, run, unit, stage):
        self.run, self.unit, self.stage = run, unit, stage

    def raw(self, measure):
        return self.run.cells.get((self.unit, measure, self.stage))

    def cell(self, measure):
        v = self.raw(measure)
        if v is None:
            initial = self.run.set.measures[measure].get("default")
            if initial is None:
                return BLANK
            v = read_cell(self.run.set.measures[measure], str(initial))
        return BLANK if v == "NA" else (OK, v)

    def attribute(self, name):
        owner, column = name.split(".")
        if owner == "period":
            first, last, months = self.run.dates
            date = datetime.date.fromordinal(last)
            if column == "quarter" and months > 3:
                return BLANK
            return (OK, Fraction({"year": date.year, "quarter": (date.month + 2) // 3, "months": months}[column]))
        row = self.run.units.get(self.unit, {})
        if owner == "parent":
            row = self.run.everybody.get(self.run.alias.get(row.get("parent"), row.get("parent")), {})
        text = row.get(column) or ""
        return (OK, text) if text else BLANK

    def node(self, what, key):
        points, _, outcome, _, met = self.run.node(self.unit, self.run.set.node[key])[:5]
        if outcome in (LACKING, CONTRARY):
            return BLANK
        return (OK, met) if what == "met" else (OK, points)

    def statistic(self, name, args):
        mine = self.run.cohort_key(self.unit)
        cohort = [u for u in self.run.order if self.run.cohort_key(u) == mine]
        rows = {}
        for u in cohort:
            c = Context(self.run, u, self.stage)
            values = [a(c) for a in args]
            if all(v[0] == OK for v in values):
                rows[u] = [formula.half_away(v[1], Fraction(1, 10 ** 6)) for v in values]
        if len(rows) < self.run.set.min_n:
            return BLANK
        first = [r[0] for r in rows.values()]
        if name == "pooled":
            den = sum(r[1] for r in rows.values())
            return (OK, sum(first) / den) if den != 0 else BROKEN
        if name == "mean":
            return (OK, sum(first) / len(first))
        if name in ("lowest", "highest"):
            return (OK, min(first) if name == "lowest" else max(first))
        if self.unit not in rows:
            return BLANK
        return (OK, Fraction(1 + sum(1 for v in first if v > rows[self.unit][0])))


class Run:
    def __init__(self, compiled, data, units, period, stage, fallback):
        self.set, self.stage, self.fallback = compiled, stage, fallback
        self.dates = period_dates(period)
        self.everybody, self.alias = {}, {}
        for row in units:
            begin = formula.day(row["valid_from"]) if row.get("valid_from") else 0
            end = formula.day(row["valid_to"]) if row.get("valid_to") else 1 << 40
            for k in row:
                if k.endswith("_code") and row[k]:
                    self.alias[row[k]] = row["code"]
            if begin <= self.dates[1] <= end:
                self.everybody[row["code"]] = row
        self.cells, self.given, self.reason = {}, {}, set()
        for unit, when, measure, at, text, note in data:
            unit = self.alias.get(unit, unit)
            if when != period:
                continue
            if not units:
                self.everybody.setdefault(unit, {"code": unit})
            if measure.startswith("points:"):
                if text.strip():
                    key = compiled.node[measure[7:].split("/")[-1]].key
                    self.given[unit, key, at] = formula.decimal(text.replace(",", "."))
                    if note and note.strip() and at != "self":
                        self.reason.add((unit, key, at))
            else:
                v = read_cell(compiled.measures[measure], text)
                if v is not None:
                    self.cells[unit, measure, at] = v
        self.units = self.everybody
        self.order = sorted(self.units)
        self.done, self.group_reads = {}, {}

    def cohort_key(self, unit):
        return tuple(self.units[unit].get(a) or "" for a in self.set.same)

    def has_input(self, unit, node, stage):
        if node.key not in self.group_reads:
            self.group_reads[node.key] = node.inputs()
        return any((unit, m, stage) in self.cells for m in self.group_reads[node.key])

    def stands(self, unit, node, stage):
        """Given points of the node at the stage, where they stand for it; else None."""
        at = (unit, node.key, stage)
        if at in self.given and (at in self.reason or not self.has_input(unit, node, stage)):
            return self.given[at]
        return None

    def node(self, unit, node):
        """(points, max in, outcome, stage, met, exact share, points at best, max at best); memorised."""
        at = (unit, node.key)
        if at not in self.done:
            if node.kind == "criterion" or not node.children:
                self.done[at] = self.leaf(unit, node)
            else:
                self.done[at] = self.group(unit, node)
        return self.done[at]

    # ---- criteria and groups without anything below -----------------------------------------------------------

    def leaf(self, unit, node):
        stages = [self.stage]
        if self.fallback:
            stages += list(reversed(STAGES[:STAGES.index(self.stage)]))
        for stage in stages:
            found = self.at_stage(unit, node, stage)
            if stage == self.stage:
                first = found
            if found[0] not in (LACKING, CONTRARY):
                return self.finish(node, found, stage)
            if found[0] == CONTRARY and stage == self.stage:
                break
        return self.finish(node, first, self.stage)

    def finish(self, node, found, stage):
        outcome, exact, met = found
        penalty = node.group_kind == "penalty"
        if outcome == REPORTED:
            return (exact, node.max, REPORTED, stage, exact == node.max, share(exact, node), exact, node.max)
        if outcome == NA:
            if penalty or node.policy in ("exclude", "rescale_group", "split"):
                return (ZERO, ZERO, NA, stage, False, ZERO, ZERO, ZERO)
            points = node.max if node.policy == "full" else ZERO
            return (points, node.max, NA, stage, False, ZERO, points, node.max)
        if outcome == NOT_DUE:
            return (ZERO, ZERO, NOT_DUE, stage, False, ZERO, ZERO, ZERO)
        if outcome in (LACKING, CONTRARY):
            worst, best = (node.max, ZERO) if penalty else (ZERO, node.max)
            return (worst, node.max, outcome, stage, False, ZERO, best, node.max)
        points = formula.half_away(exact, node.grid) if node.grid else exact
        return (points, node.max, SCORED, stage, met, share(exact, node), points, node.max)

    def at_stage(self, unit, node, stage):
        """Steps 1 to 8: (outcome, exact points, met)."""
        context = Context(self, unit, stage)
        points = self.stands(unit, node, stage)
        if points is not None:
            return (REPORTED, points, False)
        if node.applies:
            s, v = node.applies(context)
            if s != OK:
                return (CONTRARY if s == INVALID else LACKING, ZERO, False)
            if not v:
                return (NA, ZERO, False)
        if not node.rule:
            return (LACKING, ZERO, False)
        found = self.rule(node, context)
        if node.due is not None and node.due > self.dates[1]:
            return found if found[0] == SCORED and found[1] == node.max else (NOT_DUE, ZERO, False)
        return found

    def rule(self, node, context):
        if node.tree.get("na_from_data") and any(context.raw(m) == "NA" for m in node.reads):
            return (NA, ZERO, False)
        needed = node.requires(context) if node.requires else formula.TRUE
        state, v, met = RULES[node.rule["kind"]](node, context)
        if INVALID in (state, needed[0]):
            return (CONTRARY, ZERO, False)
        if state == NA:
            return (NA, ZERO, False)
        if MISSING in (state, needed[0]):
            return (LACKING, ZERO, False)
        if not needed[1]:
            return (SCORED, ZERO, False)
        for when, cap in node.caps:
            s, holds = when(context)
            # undecided: in force, but for a penalty, where the cap would be the better case
            if (s == OK and holds) or (s != OK and node.group_kind != "penalty"):
                v = min(v, cap)
        v = min(max(v, ZERO), node.max)
        if node.rule["kind"] != "met":
            met = node.max > 0 and v == node.max
        return (SCORED, v, met)

    # ---- groups -----------------------------------------------------------------------------------------------

    def group(self, unit, node):
        points = self.stands(unit, node, self.stage)
        if points is not None:
            return (points, node.max, REPORTED, self.stage, points == node.max, share(points, node), points, node.max)
        if node.applies:
            s, v = node.applies(Context(self, unit, self.stage))
            if s != OK:
                return self.finish(node, (CONTRARY if s == INVALID else LACKING, ZERO, False), self.stage)
            if not v:
                return self.finish(node, (NA, ZERO, False), self.stage)
        rows = [(c, self.node(unit, c)) for c in node.children]
        if node.aggregate == "share_met":
            return self.share_met(node, rows)
        if all(r[2] in (NA, NOT_DUE) and r[1] == 0 for c, r in rows):
            return (ZERO, ZERO, NA, self.stage, False, ZERO, ZERO, ZERO)
        value, max_in = self.aggregate(node, rows, 0)
        best, _ = self.aggregate(node, rows, 6)
        met = node.max > 0 and value == node.max
        return (value, max_in, SCORED, self.stage, met, share(value, node), best, max_in)

    def aggregate(self, node, rows, which):
        """Steps 10 to 13 over what the children have (which = 0) or have at best (6)."""
        if node.aggregate == "weighted":
            points = sum((c.weight * r[which] for c, r in rows), ZERO)
            inside = sum((c.weight * r[1] for c, r in rows), ZERO)
        elif node.aggregate == "highest":
            points = max(r[which] for c, r in rows)
            inside = max(r[1] for c, r in rows)
        else:
            points = sum((r[which] for c, r in rows), ZERO)
            inside = sum((r[1] for c, r in rows), ZERO)
        gone = [(c, c.policy) for c, r in rows if r[2] == NA and r[1] == 0 and node.group_kind != "penalty"]
        acted = False
        max_in = inside
        split = sum((c.max for c, p in gone if p == "split"), ZERO)
        if split:
            others = [(c, r) for c, r in rows if r[2] not in (NA, NOT_DUE) and c.max > 0]
            if others:
                exact = sum((Fraction(1) if which == 6 and r[2] in (LACKING, CONTRARY) else r[5]
                             for c, r in others), ZERO)
                points += split / len(others) * exact
                max_in += split
                acted = True
        if any(p == "rescale_group" for c, p in gone) and inside > 0:
            points = points * node.rescale_to / inside
            max_in = node.rescale_to
            acted = True
        points = min(max(points, ZERO), node.max)
        grid = node.grid or (node.fallback_grid if acted else None)
        return (formula.half_away(points, grid) if grid else points), min(max_in, node.max)

    def share_met(self, node, rows):
        applicable = [r for c, r in rows if r[2] not in (NA, NOT_DUE)]
        if not applicable:
            return (ZERO, ZERO, NA, self.stage, False, ZERO, ZERO, ZERO)
        met = sum(1 for r in applicable if r[4])
        hope = met + sum(1 for r in applicable if r[2] in (LACKING, CONTRARY))
        values = []
        for n in (met, hope):
            v = node.max * n / len(applicable)
            values.append(formula.half_away(v, node.grid) if node.grid else v)
        return (values[0], node.max, SCORED, self.stage, met == len(applicable), share(values[0], node), values[1],
                node.max)

    # ---- totals -----------------------------------------------------------------------------------------------

    def total(self, unit):
        normal = [(g, self.node(unit, g)) for g in self.set.groups if g.group_kind == "normal"]
        bonus = [(g, self.node(unit, g)) for g in self.set.groups if g.group_kind == "bonus"]
        penalty = [(g, self.node(unit, g)) for g in self.set.groups if g.group_kind == "penalty"]

        def add(which, with_bonus=True):
            points = sum((r[which] for g, r in normal), ZERO) - sum((r[which] for g, r in penalty), ZERO)
            top = self.set.max
            if with_bonus:
                points += sum((r[which] for g, r in bonus), ZERO)
                top += sum((g.max for g, r in bonus), ZERO)
            points = min(max(points, ZERO), top)
            return formula.half_away(points, self.set.grid) if self.set.grid else points
        inside = min(sum((r[1] for g, r in normal), ZERO), self.set.max)

        def basis(points):
            if not self.set.percent:
                return points
            v = 100 * points / inside if inside > 0 else ZERO
            return formula.half_away(v, self.set.grid) if self.set.grid else v
        counts = dict.fromkeys((SCORED, REPORTED, NA, NOT_DUE, LACKING, CONTRARY), 0)
        decided = applicable = ZERO
        met = of = 0
        for node, r in self.counted(unit):
            counts[r[2]] += 1
            if r[2] not in (NA, NOT_DUE):
                met += bool(r[4])
                of += 1
                if node.group_kind == "normal":
                    applicable += node.max
                    decided += node.max if r[2] in (SCORED, REPORTED) else ZERO
        points = add(0)
        out = {"points": points, "max": inside, "basis": basis(points), "low": basis(points), "high": basis(add(6)),
               "counts": counts, "met": met, "applicable": of,
               "completeness": decided / applicable if applicable else ZERO, "rank": None, "tied": False}
        out["grade_key"] = self.grade(unit, out["basis"], basis(add(0, False)))
        return out

    def counted(self, unit):
        """What the total rests on: criteria, childless groups, and groups whose points were given or are N/A."""
        found = []

        def walk(node):
            r = self.node(unit, node)
            if not node.children or r[2] == REPORTED or self.closed(unit, node):
                found.append((node, r))
            else:
                for c in node.children:
                    walk(c)
        for g in self.set.groups:
            walk(g)
        return found

    def closed(self, unit, node):
        return bool(node.applies) and node.applies(Context(self, unit, self.stage)) != formula.TRUE

    def grade(self, unit, with_bonus, without_bonus):
        bands = self.set.grades.get("bands", [])
        context = Context(self, unit, self.stage)
        keys = [b["key"] for b in bands]
        found = None
        for i, b in enumerate(bands):
            chosen = b.get("basis", self.set.grades.get("basis", "with_bonus"))
            value = without_bonus if chosen == "without_bonus" else with_bonus
            if value >= formula.decimal(b["at_least"]) and all(self.gate(unit, g, context) for g in b.get("gates", [])):
                found = i
                break
        for rule in self.set.grades.get("ceilings", []):
            s, holds = self.set.condition(rule["when"])(context)
            if (s != OK or holds) and found is not None:
                found = max(found, keys.index(rule["at_most"]))
        for rule in self.set.grades.get("forced", []):
            s, holds = self.set.condition(rule["when"])(context)
            if s == OK and holds:
                found = keys.index(rule["grade"])
                break
            if s != OK and found is not None:  # the worse of both
                found = max(found, keys.index(rule["grade"]))
        return None if found is None else keys[found]

    def gate(self, unit, gate, context):
        if gate.get("no_zero"):
            return all(r[0] != 0 and r[2] not in (LACKING, CONTRARY) for node, r in self.counted(unit)
                       if node.kind == "criterion" and node.max > 0 and node.group_kind == "normal"
                       and r[2] not in (NA, NOT_DUE))
        if "met" in gate:
            r = self.node(unit, self.set.node[gate["met"]])
            return r[2] in (NA, NOT_DUE) or bool(r[4])
        if "group" in gate:
            r = self.node(unit, self.set.node[gate["group"]])
            if r[2] in (NA, NOT_DUE) or r[1] == 0:
                return True
            return r[2] not in (LACKING, CONTRARY) and r[0] >= formula.decimal(gate["at_least"]) * r[1]
        return self.set.condition(gate["when"])(context) == formula.TRUE

    def rank(self, totals):
        threshold = formula.decimal(self.set.ranking.get("completeness", 0))
        ranked = [u for u in self.order if totals[u]["completeness"] >= threshold]

        def order(u):
            keys = [-totals[u]["basis"]]
            for k in self.set.ranking.get("tie_break", []):
                up = k.get("order") == "ascending"
                if "node" in k:
                    v = self.node(u, self.set.node[k["node"]])[0]
                    keys.append(v if up else -v)
                else:
                    s, v = Context(self, u, self.stage).cell(k["measure"])
                    keys.append((1, 0) if s != OK else (0, v if up else -v))
            return keys
        by = {u: order(u) for u in ranked}
        ranked.sort(key=lambda u: by[u])
        place = dense = 0
        for i, u in enumerate(ranked):
            if i == 0 or by[u] != by[ranked[i - 1]]:
                place, dense = i + 1, dense + 1
            totals[u]["rank"] = dense if self.set.ranking.get("method") == "dense" else place
            totals[u]["tied"] = (i > 0 and by[u] == by[ranked[i - 1]]) or (
                i + 1 < len(ranked) and by[u] == by[ranked[i + 1]])


def share(points, node):
    return points / node.max if node.max else ZERO


# ---- rules: (state, exact points, met) -------------------------------------------------------------------------


def rule_ratio(node, context):
    def part(name, initial):
        return node.part[name](context) if name in node.part else (OK, Fraction(initial))
    values = [part("num", 0), part("den", 0), part("target", 1), part("floor", 0), part("factor", 1)]
    num, den = values[0], values[1]
    if num[0] == OK and den[0] == OK:
        if den[1] == 0 and num[1] != 0 or den[1] < 0:
            return (INVALID, ZERO, False)
        if den[1] > 0 and num[1] > den[1] and not node.rule.get("may_exceed"):
            return (INVALID, ZERO, False)
    if any(v[0] == INVALID for v in values):
        return (INVALID, ZERO, False)
    if any(v[0] != OK for v in values):
        return (MISSING, ZERO, False)
    num, den, target, floor, factor = (v[1] for v in values)
    if den == 0:
        policy = node.rule["zero_denominator"]
        if policy == "not_applicable":
            return (NA, ZERO, False)
        return (OK, node.max if policy == "full" else ZERO, False)
    if target == floor:
        return (INVALID, ZERO, False)
    return (OK, node.max * min(max((num / den - floor) / (target - floor), ZERO), Fraction(1)) * factor, False)


def rule_bands(node, context):
    s, v = node.part["value"](context)
    if s != OK:
        return (s, ZERO, False)
    for band in node.bands:
        if "from" in band:
            low = band["from"](context)[1]
            if v < low or (band["from_open"] and v == low):
                continue
        if "to" in band:
            high = band["to"](context)[1]
            if v > high or (band["to_open"] and v == high):
                continue
        if "share" in band:
            return (OK, band["share"](context)[1] * node.max, False)
        return (OK, band["points"](context)[1], False)
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


def compile_set(definition):
    """A definition that will be evaluated often; evaluate() takes it in place of the definition."""
    return Set(definition)


def evaluate(definition, data, units, period, stage, fallback=False):
    compiled = definition if isinstance(definition, Set) else Set(definition)
    run = Run(compiled, data, units, period, stage, fallback)
    totals = {u: run.total(u) for u in run.order}
    run.rank(totals)
    every = [n for g in compiled.groups for n in (g, *g.below())]
    return {u: {"nodes": {n.key: run.node(u, n)[:5] for n in every}, "total": totals[u]} for u in run.order}
