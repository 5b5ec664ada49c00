"""Totals of the reference: what they rest on, grades with gates, places."""
import formula
from formula import OK
from rulebook import CONTRARY, LACKING, NA, NOT_DUE, ONE, REPORTED, SCORED, ZERO
from viewpoint import Context


class Ledger:
    """The part of a run above the groups; it asks the run for its nodes."""

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
                    up = up or "decision" in k  # a place: 1 comes first
                    s, v = Context(self, u, self.stage).cell(k.get("measure") or k["decision"])
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
