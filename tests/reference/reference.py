"""An independent evaluator of definition files, with exact fractions: what tests compare the program with.

Written from docs/criteria-format.md and the order of evaluation of the model alone, never from the library.

    evaluate(definition, data, units, period, stage, fallback=False) -> {unit code: result}

definition  the parsed JSON of a criteria set
data        list of (unit, period, measure, stage, text value, note); measure may be "points:KEY"; stage one of STAGES;
            a note beside given points at verified or published is the reason that makes them an override
units       list of dicts: code, kind, parent, attributes, optionally portal_code, valid_from, valid_to; may be empty
result      {"nodes": {key: (points, max, outcome, stage, met)}, "total": {...}}, all numbers Fraction; points and max
            are None below a node whose given points stand
"""
import datetime
from collections import namedtuple
from fractions import Fraction

import formula
from blueprint import MICRO, Set, period_dates, read_cell
from formula import BLANK, BROKEN, INVALID, MISSING, OK
from rulebook import NA, ONE, RULES, ZERO

STAGES = ("self", "verified", "published")
SCORED, REPORTED, NOT_DUE, LACKING, CONTRARY = "scored", "reported", "not_due", "missing", "invalid"
LIMIT = Fraction(10 ** 12)

# What a node came to. share: exact points / max; best: points where everything lacking turns out well.
Result = namedtuple("Result", "points max outcome stage met share best covered", defaults=(False,))
# What a stage says about a leaf. best is above exact only where a cap cannot be decided.
Finding = namedtuple("Finding", "outcome exact met best", defaults=(ZERO, False, None))


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
        r = self.run.node(self.unit, self.run.set.node[key])
        if r.outcome == CONTRARY:
            return BROKEN
        if r.outcome == LACKING or r.covered or r.points != r.best:  # something it rests on is lacking
            return BLANK
        return (OK, r.met) if what == "met" else (OK, r.points)

    def statistic(self, name, args):
        at = (name, tuple(args), self.run.cohort_key(self.unit), self.stage)
        if at not in self.run.statistics:
            self.run.statistics[at] = self.run.operands(args, at[2], self.stage)
        rows = self.run.statistics[at]
        if self.unit not in rows:  # whose own figure is undecided gets no statistic
            return undecided([a(self) for a in args])
        if len(rows) < self.run.set.min_n:
            return BLANK
        first = [r[0] for r in rows.values()]
        if name == "pooled":
            den = sum(r[1] for r in rows.values())
            return (OK, sum(first) / den) if den != 0 else BLANK
        if name == "mean":
            return (OK, sum(first) / len(first))
        if name in ("lowest", "highest"):
            return (OK, min(first) if name == "lowest" else max(first))
        return (OK, Fraction(1 + sum(1 for v in first if v > rows[self.unit][0])))


def undecided(values):
    """The first of them that is not decided tells whether it is for want of data."""
    return next((BROKEN if v[0] == INVALID else BLANK) for v in values if v[0] != OK)


class Run:
    def __init__(self, compiled, data, units, period, stage, fallback):
        self.set, self.stage = compiled, stage
        self.stages = list(reversed(STAGES[:STAGES.index(stage) + 1])) if fallback else [stage]
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
        present = set()
        for unit, when, measure, at, text, note in data:
            unit = self.alias.get(unit, unit)
            if when != period:
                continue
            if text.strip() and at in self.stages:
                present.add(unit)
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
                if v is not None and (v != "NA" or measure in compiled.takes_na):  # elsewhere a finding and missing
                    self.cells[unit, measure, at] = v
        self.units = self.everybody
        self.order = sorted(present & set(self.units))  # who reports nothing at these stages is not evaluated
        self.done, self.group_reads, self.statistics = {}, {}, {}

    def cohort_key(self, unit):
        return tuple(self.units[unit].get(a) or "" for a in self.set.same)

    def operands(self, args, mine, stage):
        """Of every unit of the cohort with all of them decided."""
        rows = {}
        for u in self.order:
            if self.cohort_key(u) == mine:
                values = [a(Context(self, u, stage)) for a in args]
                if all(v[0] == OK for v in values):
                    rows[u] = [formula.half_away(v[1], MICRO) for v in values]
        return rows

    def has_input(self, unit, node, stage):
        """Cells that the criteria of the node read, or given points further down."""
        if node.key not in self.group_reads:
            self.group_reads[node.key] = node.inputs()
        return any((unit, m, stage) in self.cells for m in self.group_reads[node.key]) or any(
            (unit, n.key, stage) in self.given for n in node.below())

    def stands(self, unit, node, stage):
        """Given points of the node at the stage, where they stand for it; else None."""
        at = (unit, node.key, stage)
        if at in self.given and (at in self.reason or not self.has_input(unit, node, stage)):
            return self.given[at]
        return None

    def given_to(self, unit, node):
        """Given points that stand for a group: (points, stage, whether everything below is covered) or None."""
        for stage in self.stages:
            given, inside = (unit, node.key, stage) in self.given, self.has_input(unit, node, stage)
            if given or inside:
                points = self.stands(unit, node, stage)
                return None if points is None else (points, stage, not inside)
        return None

    def covered(self, unit, node):
        """The stage of the given points of a group above, where they stand."""
        while node.parent:
            node = node.parent
            found = self.given_to(unit, node)
            if found and found[2]:
                return found[1]
        return None

    def node(self, unit, node):
        at = (unit, node.key)
        if at not in self.done:
            above = self.covered(unit, node) if self.given else None
            if above:
                self.done[at] = Result(None, None, REPORTED, above, False, ZERO, None, True)
            elif node.kind == "criterion":
                self.done[at] = self.criterion(unit, node)
            else:
                self.done[at] = self.group(unit, node)
        return self.done[at]

    # ---- criteria -----------------------------------------------------------------------------------------------

    def criterion(self, unit, node):
        first = self.at_stage(unit, node, self.stage)
        if first.outcome == LACKING:
            for stage in self.stages[1:]:
                found = self.at_stage(unit, node, stage)
                if found.outcome not in (LACKING, CONTRARY):
                    return self.finish(node, found, stage)
        return self.finish(node, first, self.stage)

    def finish(self, node, found, stage):
        """The policy of the outcome, and step 9."""
        outcome, exact, met, best = found
        penalty = node.group_kind == "penalty"
        if outcome == REPORTED:
            return Result(exact, node.max, REPORTED, stage, full(exact, node), share(exact, node), exact)
        if outcome == NOT_DUE or outcome == NA and node.policy in ("exclude", "rescale_group", "split"):
            return Result(ZERO, ZERO, outcome, stage, False, ZERO, ZERO)
        if outcome == NA:
            points = node.max if node.policy == "full" and not penalty else ZERO
            return Result(points, node.max, NA, stage, False, share(points, node), points)
        if outcome in (LACKING, CONTRARY):
            worst, best = (node.max, ZERO) if penalty else (ZERO, node.max)
            return Result(worst, node.max, outcome, stage, False, share(worst, node), best)
        points = min(formula.half_away(exact, node.grid), node.max)
        best = points if best is None else min(formula.half_away(best, node.grid), node.max)
        return Result(points, node.max, SCORED, stage, met, share(exact, node), best)

    def at_stage(self, unit, node, stage):
        """Steps 1 to 8."""
        context = Context(self, unit, stage)
        points = self.stands(unit, node, stage)
        if points is not None:
            return Finding(REPORTED, points)
        if node.applies:
            s, v = node.applies(context)
            if s != OK:
                return Finding(CONTRARY if s == INVALID else LACKING)
            if not v:
                return Finding(NA)
        found = self.rule(node, context)
        if node.due is not None and node.due > self.dates[1]:
            top = ZERO if node.group_kind == "penalty" else node.max  # a deduction is no merit before its day
            return found if found.outcome == SCORED and found.exact == top else Finding(NOT_DUE)
        return found

    def rule(self, node, context):
        """Steps 5 to 8."""
        if node.tree.get("na_from_data") and any(context.raw(m) == "NA" for m in node.reads):
            return Finding(NA)
        needed = node.requires(context) if node.requires else formula.TRUE
        state, v, met = RULES[node.rule["kind"]](node, context)
        if state == OK and abs(v) > LIMIT:
            state = INVALID
        if INVALID in (state, needed[0]):
            return Finding(CONTRARY)
        if MISSING in (state, needed[0]):
            return Finding(LACKING)
        if not needed[1]:
            return Finding(SCORED)
        if state == NA:
            return Finding(NA)
        best, penalty = v, node.group_kind == "penalty"
        for when, cap in node.caps:
            s, holds = when(context)
            if s != OK:  # in force, but for a penalty, where the cap would be the better case
                v, best = (v, min(best, cap)) if penalty else (min(v, cap), best)
            elif holds:
                v, best = min(v, cap), min(best, cap)
        v, best = (min(max(x, ZERO), node.max) for x in (v, best))
        return Finding(SCORED, v, met if node.rule["kind"] == "met" else full(v, node), best)

    # ---- groups -------------------------------------------------------------------------------------------------

    def group(self, unit, node):
        given = self.given_to(unit, node)
        if given:
            return self.finish(node, Finding(REPORTED, given[0]), given[1])
        if node.applies:
            s, v = node.applies(Context(self, unit, self.stage))
            if s != OK:
                return self.finish(node, Finding(CONTRARY if s == INVALID else LACKING), self.stage)
            if not v:
                return self.finish(node, Finding(NA), self.stage)
        if not node.children:
            return self.finish(node, Finding(LACKING), self.stage)
        parts = self.parts(unit, node)
        if parts is None:
            return self.finish(node, Finding(self.nobody(unit, node)), self.stage)
        points, best = (formula.half_away(min(max(v, ZERO), node.max), node.grid) for v in parts[:2])
        points, best = min(points, node.max), min(best, node.max)
        outcome = self.told(unit, node)
        return Result(points, parts[2], outcome, self.stage, outcome == SCORED and full(points, node), share(points, node), best)

    def told(self, unit, node):
        """A group of which nothing is known is no group with 0 points."""
        found = {self.node(unit, c).outcome for c in node.children if c.max > 0}
        if found & {SCORED, REPORTED} or not found & {LACKING, CONTRARY}:
            return SCORED
        return LACKING if LACKING in found else CONTRARY

    def nobody(self, unit, node):
        found = node.children
        if node.aggregate == "share_met":
            found = [c for c in node.below() if c.kind == "criterion" and c.max > 0]
        return NOT_DUE if any(self.node(unit, c).outcome == NOT_DUE for c in found) else NA

    def parts(self, unit, node):
        """Steps 10 and 11: (points, points at best, max still in), exact; None where nobody is left."""
        rows = [(c, self.node(unit, c)) for c in node.children]
        if node.aggregate == "share_met":
            return self.share_met(unit, node)
        left = [(c, r) for c, r in rows if not gone(c, r)]
        if not left:
            return None
        weight = sum(c.weight for c, r in left)

        def add(values):
            if node.aggregate == "weighted":
                return sum((c.weight * v for (c, r), v in zip(left, values)), ZERO) / weight if weight else ZERO
            return max(values) if node.aggregate == "highest" else sum(values, ZERO)
        points, best = add([r.points for c, r in left]), add([r.best for c, r in left])
        inside = add([r.max for c, r in left]) if node.aggregate == "weighted" else sum(r.max for c, r in left)
        lost = sum((c.max - r.max for c, r in rows), ZERO)
        away = [c for c, r in rows if gone(c, r) and r.outcome == NA]
        split = sum((c.max for c in away if c.policy == "split"), ZERO)
        others = [r for c, r in left if r.outcome != NA and c.max > 0]
        if split and others:
            points += split / len(others) * sum(r.share for r in others)
            bright = ZERO if node.group_kind == "penalty" else ONE
            best += split / len(others) * sum(bright if r.outcome in (LACKING, CONTRARY) else r.share for r in others)
            inside += split
            lost -= split
        if inside > 0 and any(c.policy == "rescale_group" for c in away):
            # What is excluded or not due beside it is not scaled up to.
            beside = lost - sum((c.max for c in away if c.policy == "rescale_group"), ZERO)
            target = max(node.rescale_to - beside, ZERO)
            return points * target / inside, best * target / inside, min(target, node.max)
        # The declared maximum less what left, but never below what the parts still in can reach.
        reach = max(r.max for c, r in left) if node.aggregate == "highest" else formula.half_away(inside, MICRO)
        return points, best, max(node.max - lost, min(reach, node.max), ZERO)

    def share_met(self, unit, node):
        rows = [self.node(unit, c) for c in node.below() if c.kind == "criterion" and c.max > 0]
        rows = [r for r in rows if r.outcome not in (NA, NOT_DUE) and not r.covered]
        if not rows:
            return None
        met = sum(1 for r in rows if r.met)
        hope = met + sum(1 for r in rows if r.outcome in (LACKING, CONTRARY))
        if node.group_kind == "penalty":  # where met is the worst
            met, hope = hope, met
        return node.max * met / len(rows), node.max * hope / len(rows), node.max

    # ---- totals -------------------------------------------------------------------------------------------------

    def total(self, unit):
        own = self.set.total
        parts = self.parts(unit, own)
        outcome = SCORED if parts else self.nobody(unit, own)
        side = {kind: [(g, self.node(unit, g)) for g in self.set.groups if g.group_kind == kind]
                for kind in ("bonus", "penalty")}
        parts = parts or (ZERO, ZERO, max(own.max - sum(g.max for g in own.children), ZERO))

        def add(which, normal, with_bonus=True):
            points, top = normal - sum((getattr(r, which) for g, r in side["penalty"]), ZERO), own.max
            if with_bonus:
                points += sum((getattr(r, which) for g, r in side["bonus"]), ZERO)
                top += sum((g.max for g, r in side["bonus"]), ZERO)
            return formula.half_away(min(max(points, ZERO), top), own.grid)

        def basis(points):
            if not self.set.percent:
                return points
            return formula.half_away(100 * points / parts[2], own.grid) if parts[2] > 0 else ZERO
        counts = dict.fromkeys((SCORED, REPORTED, NA, NOT_DUE, LACKING, CONTRARY), 0)
        decided = applicable = ZERO
        met = of = 0
        for node in self.leaves():
            r = self.node(unit, node)
            counts[r.outcome] += 1
            if r.outcome not in (NA, NOT_DUE) and node.group_kind == "normal":
                applicable += node.max
                decided += node.max if r.outcome in (SCORED, REPORTED) else ZERO
                if not r.covered:
                    met += bool(r.met)
                    of += 1
        points = add("points", parts[0])
        out = {"points": points, "max": parts[2], "outcome": outcome, "basis": basis(points), "low": basis(points),
               "high": basis(add("best", parts[1])), "counts": counts, "met": met, "applicable": of,
               "completeness": decided / applicable if applicable else ONE, "rank": None, "tied": False}
        out["grade_key"] = self.grade(unit, out["basis"], basis(add("points", parts[0], False)))
        return out

    def leaves(self):
        """What the total rests on: criteria and groups with nothing below; what is worth 0 is shown, never counted."""
        return [n for g in self.set.groups for n in (g, *g.below()) if not n.children and n.max > 0]

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
        worst = 0  # of those that cannot be decided
        for rule in self.set.grades.get("forced", []):
            s, holds = self.set.condition(rule["when"])(context)
            if s != OK:
                worst = max(worst, keys.index(rule["grade"]))
            elif holds:
                found = keys.index(rule["grade"])
                break
        found = None if found is None else max(found, worst)
        return None if found is None else keys[found]

    def gate(self, unit, gate, context):
        if gate.get("no_zero"):
            every = [(n, self.node(unit, n)) for g in self.set.groups for n in (g, *g.below())]
            return all(r.points != 0 and r.outcome not in (LACKING, CONTRARY) for n, r in every
                       if (not n.children or self.covers(unit, n)) and n.max > 0 and n.group_kind == "normal"
                       and r.outcome not in (NA, NOT_DUE) and not r.covered)
        if "met" in gate:
            r = self.node(unit, self.set.node[gate["met"]])
            return r.outcome in (NA, NOT_DUE) or bool(r.met)
        if "group" in gate:
            r = self.node(unit, self.set.node[gate["group"]])
            if r.outcome in (NA, NOT_DUE):
                return True
            return r.outcome not in (LACKING, CONTRARY) and (r.points or 0) >= formula.decimal(gate["at_least"]) * (
                r.max or 0)
        return self.set.condition(gate["when"])(context) == formula.TRUE

    def covers(self, unit, node):
        found = self.given_to(unit, node)
        return bool(found and found[2])

    def rank(self, totals):
        threshold = formula.decimal(self.set.ranking.get("completeness", 0))
        ranked = [u for u in self.order if totals[u]["completeness"] >= threshold
                  and totals[u]["outcome"] not in (NA, NOT_DUE)]

        def order(u):
            keys = [-totals[u]["basis"]]
            for k in self.set.ranking.get("tie_break", []):
                up = k.get("order") == "ascending"
                if "node" in k:
                    r = self.node(u, self.set.node[k["node"]])
                    v = r.points or ZERO
                    keys.append((1, 0) if r.outcome in (LACKING, CONTRARY) else (0, v if up else -v))
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


def gone(node, r):
    """Out of numerator and denominator."""
    return r.outcome == NOT_DUE or r.outcome == NA and node.policy in ("exclude", "rescale_group", "split")


def share(points, node):
    return points / node.max if node.max else ZERO


def full(points, node):
    return node.max > 0 and points == node.max


def compile_set(definition):
    """A definition that will be evaluated often; evaluate() takes it in place of the definition."""
    return Set(definition)


def evaluate(definition, data, units, period, stage, fallback=False):
    compiled = definition if isinstance(definition, Set) else Set(definition)
    run = Run(compiled, data, units, period, stage, fallback)
    totals = {u: run.total(u) for u in run.order}
    run.rank(totals)
    every = [n for g in compiled.groups for n in (g, *g.below())]
    return {u: {"nodes": {n.key: tuple(run.node(u, n)[:5]) for n in every}, "total": totals[u]} for u in run.order}
