"""What groups and the total add up to, recounted from their parts."""
from fractions import Fraction

from reckoning import FINEST, KNOWN, LACKING, Reader, Value, clamp, to_grid


class Assembly:
    """Mixed into Audit."""

    # ---- groups ----

    def parts(self, group, high):
        """What the parts of a group add up to, and the lines of it: exact, left, kept maximum, open."""
        top, kind, how = group["declared_max"], group.get("group_kind"), group["settings"]["aggregate"]
        children = [c for c in group["children"] if c.get("group_kind") == kind]
        inside = [c for c in children if not self.leaves(c, c["outcome"])]
        outside = [c for c in children if self.leaves(c, c["outcome"])]
        points = [(self.high[c["key"]] if high else c["points"]) or Fraction(0) for c in inside]
        kept = [c["max"] or Fraction(0) for c in inside]
        out_max = sum((c["declared_max"] for c in outside), Fraction(0)) + sum(
            (c["declared_max"] - k for c, k in zip(inside, kept)), Fraction(0))
        p = {"left": len(inside), "not_due": sum(c["outcome"] == "not_due" for c in outside), "steps": [],
             "told": any(c["outcome"] in KNOWN and c["declared_max"] > 0 for c in inside),
             "missing": any(c["outcome"] == "missing" and c["declared_max"] > 0 for c in inside),
             "invalid": any(c["outcome"] == "invalid" and c["declared_max"] > 0 for c in inside),
             "open": any(self.high[c["key"]] != (c["points"] or 0) for c in inside)}
        in_max, reach = sum(kept, Fraction(0)), max(kept, default=Fraction(0))
        if how == "weighted":
            weights = [Fraction(c["settings"]["weight"]) for c in inside]
            whole = sum(weights, Fraction(0))
            exact = sum((w * v for w, v in zip(weights, points)), Fraction(0)) / whole if whole else Fraction(0)
            in_max = sum((w * v for w, v in zip(weights, kept)), Fraction(0)) / whole if whole else Fraction(0)
        elif how == "share_met":
            met = self.share_met(group, high, p)
            exact = top * met / p["left"] if p["left"] else Fraction(0)
            in_max, out_max = top, Fraction(0)
        else:
            exact = max(points, default=Fraction(0)) if how == "highest" else sum(points, Fraction(0))
            in_max = reach if how == "highest" else in_max
        first = [Fraction(met), Fraction(p["left"]), Fraction(p["not_due"])] if how == "share_met" else [exact]
        p["steps"].append((how, first))
        shared = outside if how != "share_met" else []  # of what is met, what does not apply is out altogether
        split_max = sum((c["declared_max"] for c in shared if self.policy(c) == "split"), Fraction(0))
        shares = [self.share(c, high) for c in inside if c["declared_max"] > 0 and c["outcome"] != "not_applicable"]
        if split_max and shares:
            line = split_max / len(shares) * sum(shares, Fraction(0))
            p["steps"].append(("split", [split_max, Fraction(len(shares)), sum(shares, Fraction(0)), line]))
            exact, out_max, in_max = exact + line, out_max - split_max, in_max + split_max
        reach = min(reach if how == "highest" else to_grid(in_max, FINEST), top)
        p["kept"] = max(top - out_max, reach)
        rescaled = [c["declared_max"] for c in shared if self.policy(c) == "rescale_group"]
        if rescaled and in_max > 0:
            to = group["settings"].get("rescale_to", top) - (out_max - sum(rescaled, Fraction(0)))
            to = max(to, Fraction(0))
            exact = exact * to / in_max  # a mean of maxima is not cut before it divides
            p["steps"].append(("rescale", [to, in_max, exact]))
            p["kept"] = min(to, top)
        p["kept"], p["exact"] = max(p["kept"], Fraction(0)), exact
        if outside:
            p["steps"].append(("kept", [p["kept"], top]))
        return p

    def policy(self, child):
        return child["settings"]["not_applicable"] if child["outcome"] == "not_applicable" else None

    def share(self, child, high):
        """Exact fraction of the maximum, before rounding."""
        if high and child["outcome"] in LACKING:
            return Fraction(child.get("group_kind") != "penalty")
        exact = child["points"] if child["kind"] == "group" or child["outcome"] == "reported" else None
        return Fraction(exact if exact is not None else child.get("exact", child["points"])) / child["declared_max"]

    def share_met(self, group, high, p):
        met, p["left"], p["not_due"] = 0, 0, 0
        for c in self.below(group):
            if c["kind"] != "criterion" or c["declared_max"] == 0 or c["points"] is None:
                continue
            if c.get("group_kind") != group.get("group_kind"):
                continue
            p["not_due"] += c["outcome"] == "not_due"
            if c["outcome"] in ("not_due", "not_applicable"):
                continue
            p["left"] += 1
            lacks, penalty = c["outcome"] in LACKING, c.get("group_kind") == "penalty"
            p["open"] |= lacks
            met += c["met"] or (lacks and high != penalty)
        return met

    def below(self, node):
        for child in node.get("children", []):
            yield child
            yield from self.below(child)

    def group(self, node):
        if self.covered(node):
            return
        steps, computed, kept = [], (None, None, None), None
        if node.get("given", {}).get("use") != "stands":
            if "applies_when" in node["settings"]:
                steps += self.reads(node)
            outcome, points, high, kept = self.judge_group(node, steps)
            computed = outcome, points, high
        top = node["declared_max"]
        met = computed[0] in KNOWN and top > 0 and computed[1] == top
        self.settle(node, computed, steps, kept, met)

    def judge_group(self, node, steps):
        top, penalty = node["declared_max"], node.get("group_kind") == "penalty"
        worst, best = (top, Fraction(0)) if penalty else (Fraction(0), top)
        text = node["settings"].get("applies_when")
        applies = Reader(node, self.document).truth_of(text) if text else Value("ok", 1)
        if applies.state != "ok":
            steps.append(("applies_open", [text]))
            return applies.state, worst, best, top
        if not applies.v:
            steps.append(("applies_not", [text]))
            return self.group_left_out(node, "not_applicable")
        if not node["children"]:
            return "missing", worst, best, top
        p = self.parts(node, False)
        if not p["left"]:
            return self.group_left_out(node, "not_due" if p["not_due"] else "not_applicable")
        steps += p["steps"]
        if p["exact"] != clamp(p["exact"], top):
            steps.append(("clamp", [p["exact"], top]))
        points = self.rounded(node, p["exact"], top)
        steps += self.rounding(node, clamp(p["exact"], top), points)
        outcome = "scored"
        if not p["told"] and (p["missing"] or p["invalid"]):
            outcome = "missing" if p["missing"] else "invalid"
        high = self.rounded(node, self.parts(node, True)["exact"], top) if p["open"] else points
        return outcome, points, high, p["kept"]

    def rounded(self, node, exact, top):
        return min(to_grid(clamp(exact, top), node.get("grid", FINEST)), top)

    def group_left_out(self, node, outcome):
        if outcome == "not_due":
            return outcome, Fraction(0), Fraction(0), Fraction(0)
        _, points, _, _, _ = self.left_out(node)
        kept = Fraction(0) if self.leaves(node, outcome) else node["declared_max"]
        return outcome, points, points, kept

    # ---- total ----

    def sides(self, total, kind, high):
        groups = [c for c in total["children"] if c.get("group_kind") == kind]
        return (sum(((self.high[c["key"]] if high else c["points"]) or Fraction(0) for c in groups), Fraction(0)),
                sum((c["declared_max"] for c in groups), Fraction(0)))

    def percent(self, total, points, kept):
        if total["basis"] == "points":
            return points
        return to_grid(100 * points / kept, total["total_grid"]) if kept else Fraction(0)

    def sum_up(self, total, high, steps=None):
        p = self.parts(total, high)
        grid = total["total_grid"]
        (bonus, bonus_cap), (penalty, penalty_cap) = self.sides(total, "bonus", high), self.sides(total, "penalty", high)
        v, top = p["exact"] + bonus - penalty, total["declared_max"] + bonus_cap
        points = to_grid(clamp(v, top), grid)
        p["points"], p["result"] = points, self.percent(total, points, p["kept"])
        plain = to_grid(clamp(p["exact"] - penalty, total["declared_max"]), grid)
        p["without_bonus"] = self.percent(total, plain, p["kept"])
        p["open"] |= any(self.high[c["key"]] != (c["points"] or 0) for c in total["children"]
                         if c.get("group_kind") in ("bonus", "penalty"))
        if steps is None:
            return p
        steps += p["steps"]
        if bonus_cap or penalty_cap:
            steps.append(("sides", [bonus, penalty, v]))
        if v != clamp(v, top):
            steps.append(("clamp", [v, top]))
        steps += self.rounding(total, clamp(v, top), points)
        if total["basis"] == "percent":
            share = 100 * points / p["kept"] if p["kept"] else Fraction(0)
            steps += [("percent", [points, p["kept"], share]), ("round", [share, grid, p["result"]])]
        return p

    def total(self, node):
        steps, given = [], node.get("given", {"use": "none"})
        p = self.sum_up(node, False, steps)
        outcome = "scored" if p["left"] else "not_due" if p["not_due"] else "not_applicable"
        high = self.sum_up(node, True) if p["open"] else p
        result, plain, best, kept = p["result"], p["without_bonus"], high["result"], p["kept"]
        if given["use"] in ("stands", "overrides"):
            kept = node["declared_max"]
            result = plain = best = self.percent(node, given["points"], kept)
        before = steps[:]
        self.settle_total(node, (outcome, p["points"], high["points"]), steps, kept)
        assert steps[:len(before)] == before
        self.check("total", "result", node["result"], result)
        self.check("total", "without bonus", node["without_bonus"], plain)
        self.low_high = result, best
        if "grade" in node:
            steps += self.grade(node)
        self.steps(node, steps)
        self.rank(node)

    def settle_total(self, node, computed, steps, kept):
        outcome, points, high = computed
        given = node.get("given", {"use": "none"})
        if given["use"] in ("stands", "overrides"):
            if given["use"] == "overrides":
                self.check("total", "computed points", node["computed"]["points"], points)
                self.check("total", "computed outcome", node["computed"]["outcome"], outcome)
                steps.append(("override", [given["points"], points]))
            else:
                steps.append(("reported", [given["points"]]))
            steps += self.said(given)
            outcome, points, high = "reported", given["points"], given["points"]
        elif given["use"] == "compared" and given["points"] != points:
            steps.append(("differs", [given["points"], points]))
            steps += self.said(given)
        self.check("total", "outcome", node["outcome"], outcome)
        self.check("total", "points", node["points"], points)
        self.check("total", "max", node["max"], kept)
        self.check("total", "points at best", node.get("at_best", node["points"]), high)
