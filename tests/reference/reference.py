"""An independent evaluator of definition files, with exact fractions: what tests compare the program with.

Written from docs/criteria-format.md and the order of evaluation of the model alone, never from the library.

    evaluate(definition, data, units, period, stage, fallback=False) -> {unit code: result}

definition  the parsed JSON of a criteria set
data        list of (unit, period, measure, stage, text value, note); measure may be "points:KEY"; stage one of STAGES;
            a note beside given points at verified or published is the reason that makes them an override
units       list of dicts: code, kind, parent, attributes, optionally portal_code, valid_from, valid_to; may be empty
result      {"nodes": {key: (points, max, outcome, stage, met)}, "total": {...}, "checks": [numbers of the checks that
            do not hold]}, all numbers Fraction; points and max are None below a node whose given points stand
"""
from collections import namedtuple
from fractions import Fraction

import formula
import window
from blueprint import MICRO, Set, read_cell
from formula import INVALID, MISSING, OK
from ledger import Ledger
from rulebook import CONTRARY, LACKING, NA, NOT_DUE, ONE, REPORTED, SCORED, ZERO, apply
from viewpoint import Context

STAGES = ("self", "verified", "published")
LIMIT = Fraction(10 ** 12)

# What a node came to. share: exact points / max; best: points where everything lacking turns out well.
Result = namedtuple("Result", "points max outcome stage met share best covered", defaults=(False,))
# What a stage says about a leaf. best is above exact only where a cap, an item or a part cannot be decided.
Finding = namedtuple("Finding", "outcome exact met best", defaults=(ZERO, False, None))


class Run(Ledger):
    def __init__(self, compiled, data, units, period, stage, fallback):
        self.set, self.stage = compiled, stage
        self.stages = list(reversed(STAGES[:STAGES.index(stage) + 1])) if fallback else [stage]
        self.period, self.dates = period, window.dates(period, compiled.ends_on_day)
        self.everybody, self.alias, known = {}, {}, {row["code"] for row in units}
        for row in units:
            begin = formula.day(row["valid_from"]) if row.get("valid_from") else 0
            end = formula.day(row["valid_to"]) if row.get("valid_to") else 1 << 40
            for k in row:
                if k.endswith("_code") and row[k]:
                    self.alias[row[k]] = row["code"]
            if begin <= self.dates[1] <= end:
                self.everybody[row["code"]] = row
        self.below = {}
        for u in sorted(self.everybody):
            if self.parent_of(u) != u:  # nobody is a child of its own
                self.below.setdefault(self.parent_of(u), []).append(u)
        self.cells, self.past, self.given, self.reason = {}, {}, {}, set()
        self.touched, self.refused = set(), set()
        present = set()
        for unit, when, measure, at, text, note in data:
            unit = self.alias.get(unit, unit)
            if when != period:
                if measure in compiled.measures:
                    self.past[when, unit, measure, at] = read_cell(compiled.measures[measure], text)
                continue
            if text.strip() and measure not in compiled.statistics:  # what is told of the children is no report of its own
                self.touched.add((unit, at))
                if at in self.stages:
                    present.add(unit)
            if not units or unit in known:  # whose row is not in force is a unit without facts
                self.everybody.setdefault(unit, {"code": unit})
            if measure.startswith("points:"):
                if text.strip():
                    key = compiled.node[measure[7:].split("/")[-1]].key
                    self.given[unit, key, at] = formula.decimal(text.replace(",", "."))
                    if note and note.strip() and at != "self":
                        self.reason.add((unit, key, at))
            else:
                v = read_cell(compiled.measures[measure], text)
                if v == "NA" and measure not in compiled.takes_na:
                    self.refused.add((unit, measure, at))  # a finding and missing, whatever the default
                elif v is not None:
                    self.cells[unit, measure, at] = v
        self.units = self.everybody
        self.order = sorted(present & set(self.units))  # who reports nothing at these stages is not evaluated
        self.done, self.group_reads, self.statistics = {}, {}, {}

    def parent_of(self, unit):
        name = self.everybody.get(unit, {}).get("parent")
        return self.alias.get(name, name)

    def told_statistic(self, unit, text):
        """The statistic as given on the row of the parent, at the highest stage that has it."""
        for measure, statistic in self.set.statistics.items():
            if statistic == text:
                for stage in reversed(STAGES):
                    v = self.cells.get((self.parent_of(unit), measure, stage))
                    if v not in (None, "NA"):
                        return v
        return None

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
        state, v, met, best = apply(node.rule, context)
        if state == OK and abs(v) > LIMIT:
            state = INVALID
        if INVALID in (state, needed[0]):
            return Finding(CONTRARY)
        if MISSING in (state, needed[0]):
            return Finding(LACKING)
        if not needed[1]:
            return Finding(SCORED)
        if state in (NA, NOT_DUE):
            return Finding(state)
        best, penalty = v if best is None else best, node.group_kind == "penalty"
        for when, cap in node.caps:
            s, holds = when(context)
            if s != OK:  # in force, but for a penalty, where the cap would be the better case
                v, best = (v, min(best, cap)) if penalty else (min(v, cap), best)
            elif holds:
                v, best = min(v, cap), min(best, cap)
        v, best = (min(max(x, ZERO), node.max) for x in (v, best))
        return Finding(SCORED, v, met if node.rule.kind == "met" else full(v, node), best)

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
        # The maximum still in, put together as the points are: of the highest only, of the weighted mean.
        inside = add([r.max for c, r in left]) if node.aggregate in ("weighted", "highest") else sum(r.max for c, r in left)
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
    return {u: {"nodes": {n.key: tuple(run.node(u, n)[:5]) for n in every}, "total": totals[u],
                "checks": [i for i, f in enumerate(compiled.checks) if f(Context(run, u, stage)) == formula.FALSE]}
            for u in run.order}
