"""What an expression of the reference sees: one unit at one stage, its past, its cohort and its children."""
from fractions import Fraction

import window
from blueprint import read_cell
from formula import BLANK, BROKEN, INVALID, OK, undecided
from rulebook import CONTRARY, LACKING


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
            if initial is None or (self.unit, measure, self.stage) in self.run.refused:
                return BLANK
            v = read_cell(self.run.set.measures[measure], str(initial))
        return BLANK if v == "NA" else (OK, v)

    def attribute(self, name):
        owner, column = name.split(".")
        if owner == "period":
            months = self.run.dates[2]
            year, quarter = window.name(self.run.period)
            if column == "quarter" and months > 3:
                return BLANK
            return (OK, Fraction({"year": year, "quarter": quarter, "months": months}[column]))
        row = self.run.units.get(self.unit, {})
        if owner == "parent":
            row = self.run.everybody.get(self.run.parent_of(self.unit), {})
        text = row.get(column) or ""
        return (OK, text) if text else BLANK

    def node(self, what, key):
        r = self.run.node(self.unit, self.run.set.node[key])
        if r.outcome == CONTRARY:
            return BROKEN
        if r.outcome == LACKING or r.covered or r.points != r.best:  # something it rests on is lacking
            return BLANK
        return (OK, r.met) if what == "met" else (OK, r.points)

    def earlier(self, measure, when):
        """The cell of another period; None is the one before."""
        when = window.before(self.run.period) if when is None else when
        v = self.raw(measure) if when == self.run.period else self.run.past.get((when, self.unit, measure, self.stage))
        return BLANK if v in (None, "NA") else (OK, v)

    def has_stage(self, stage):
        return (OK, (self.unit, stage) in self.run.touched)

    def workdays(self, a, b):
        n = self.run.set.almanac.workdays(int(a), int(b))
        return BLANK if n is None else (OK, Fraction(n))

    def children(self, what, test):
        found = [test(Context(self.run, u, self.stage)) for u in self.run.below.get(self.unit, ())]
        if what == "sum":
            return (OK, sum((v[1] for v in found), Fraction(0))) if all(v[0] == OK for v in found) else undecided(found)
        size = len(found) if what == "share" else 1
        if size == 0:
            return BLANK
        sure = sum(1 for v in found if v[0] == OK and v[1])
        open_ = sum(1 for v in found if v[0] != OK)
        if open_:
            return (undecided(found)[0], tuple(Fraction(n, size) for n in range(sure, sure + open_ + 1)))
        return (OK, Fraction(sure, size))

    def statistic(self, name, args, text):
        told = self.run.told_statistic(self.unit, text)
        if told is not None:
            return (OK, told)
        at = (name, tuple(args), self.run.cohort_key(self.unit), self.stage)
        if at not in self.run.statistics:
            self.run.statistics[at] = self.run.operands(args, at[2], self.stage)
        rows = self.run.statistics[at]
        if self.unit not in rows:  # whose own figure is undecided gets no statistic
            return next(BROKEN if v[0] == INVALID else BLANK for v in (a(self) for a in args) if v[0] != OK)
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
