"""Recounts every number of `score explain --format json` from the inputs that it shows, and says what does not fit."""
import json
import re
from collections import Counter
from datetime import timedelta
from fractions import Fraction

from reckoning import EPOCH, Reader, Value, day, to_grid
from recount import Rule

FINEST = Fraction(1, 10 ** 6)
LACKING = ("missing", "invalid")
KNOWN = ("scored", "reported")
NUMBER = r"(?<![\w.])\d+(?:\.\d+)?(?!\w)"
ANY = object()  # a text that is not recounted


def clamp(v, top):
    return min(max(v, Fraction(0)), top)


def shown_value(kind, value, option=None):
    """A value as a step shows it."""
    if kind == "boolean":
        return "yes" if Fraction(value) else "no"
    if kind == "date":
        return (EPOCH + timedelta(days=int(Fraction(value)))).isoformat()
    return option if kind == "choice" else Fraction(value)


def same_arg(want, given):
    if want is ANY:
        return True
    if isinstance(want, Fraction):
        try:
            return Fraction(given) == want
        except ValueError:
            return False
    return want == given


class Audit:
    def __init__(self, document):
        self.document, self.faults, self.numbers = document, [], 0
        self.last_day = day(document["window"]["last_day"])
        self.high = {}  # of each node at its best
        self.nodes = {}

    def check(self, where, what, given, want):
        self.numbers += 1
        if given != want or isinstance(given, bool) != isinstance(want, bool):
            self.faults.append(f"{where}: {what} is {given}, recounted {want}")

    def run(self):
        tree = self.document["tree"]
        self.collect(tree)
        self.node(tree, None)
        if tree["kind"] == "total":
            self.facts(tree)
        return self.faults

    def collect(self, node):
        self.nodes[node["key"]] = node
        for child in node.get("children", []):
            self.collect(child)

    def node(self, node, weighted_by):
        for child in node.get("children", []):
            self.node(child, node)
        {"criterion": self.criterion, "group": self.group, "total": self.total}[node["kind"]](node)

    # ---- steps ----

    def steps(self, node, want):
        given, where = node["steps"], node["key"]
        self.check(where, "steps", [s["step"] for s in given], [w[0] for w in want])
        for s, (name, args) in zip(given, want):
            self.check(where, f"arguments of {name}", len(s["args"]), len(args))
            for a, w in zip(s["args"], args):
                self.numbers += 1
                if not same_arg(w, a):
                    self.faults.append(f"{where}: {name} shows {a}, recounted {w}")
            self.text(where, s["text"], [w for w in args if isinstance(w, Fraction)])

    def text(self, where, text, numbers):
        """Every number of a sentence is one that was recounted."""
        found = {Fraction(t) for t in re.findall(r"-?\d+(?:\.\d+)?(?:/\d+)?", text)}
        for n in numbers:
            if n not in found:
                self.faults.append(f"{where}: {text!r} does not say {n}")

    def reads(self, node):
        out = []
        for i in node.get("inputs", []):
            if "as" in i:
                continue
            stage = "stage_" + i["stage"]
            if i["type"] == "boolean" and i["value"] is not None:
                self.check(node["key"], f"{i['measure']} is yes or no", Fraction(i["value"]) in (0, 1), True)
            if i["state"] == "default":
                out.append(("input_initial", [i["name"], shown_value(i["type"], i["value"], i.get("option_en"))]))
            elif i["state"] != "value":
                out.append(("input_blank" if i["state"] == "missing" else "input_na", [i["name"]]))
            else:
                name = "input" + {(0, 0): "", (1, 0): "_source", (0, 1): "_evidence", (1, 1): "_both"}[
                    ("source" in i, "evidence" in i)]
                said = [i[k] for k in ("source", "evidence") if k in i]
                out.append((name, [i["name"], shown_value(i["type"], i["value"], i.get("option_en")), stage, *said]))
        return out + [self.read_fact(node, f) for f in node.get("facts", [])]

    def read_fact(self, node, f):
        name = f["fact"]
        n = [Fraction(f["n"])] if "n" in f else []
        if f["state"] == "range":
            return "fact_range", [name, Fraction(f["value"]), Fraction(f["most"]), *n, Fraction(f["undecided"])]
        if f["state"] != "value":
            return ("fact_few" if n else "fact_blank"), [name, *n]
        if f["kind"] == "attribute":
            return "fact", [name, f["value"]]
        if f["kind"] == "earlier" and not name.startswith("has("):
            i = next(i for i in node["inputs"] if i.get("as") == name)
            if i["type"] != "choice":
                self.check(node["key"], name, Fraction(f["value"]), Fraction(i["value"]))
            return "fact", [name, shown_value(i["type"], i["value"], i.get("option_en"))]
        if name.startswith(("met(", "has")):
            self.check(node["key"], f"{name} is yes or no", Fraction(f["value"]) in (0, 1), True)
            return "fact", [name, "yes" if Fraction(f["value"]) else "no"]
        if name.startswith(("points(", "group(")):
            self.same_node(node["key"], f)
        value = Fraction(f["value"])
        if n:
            return "fact_over", [name, value, *n]
        return ("fact_given" if f["kind"] == "cohort" else "fact"), [name, value]

    def same_node(self, where, f):
        read = self.nodes.get(f["fact"].split('"')[1])
        if read:
            self.check(where, f["fact"], Fraction(f["value"]), read["points"])

    def said(self, given):
        return [("given_" + k, [given[k]]) for k in ("source", "evidence", "note") if k in given]

    def rounding(self, node, exact, points):
        """The step, and the members that show it; points that need no rounding are exact as they stand."""
        if "grid" not in node:
            self.check(node["key"], "points", points, exact)
            return []
        self.check(node["key"], "exact", Fraction(node["exact"]), exact)
        return [("round", [exact, node["grid"], points])]

    # ---- criteria ----

    def judge(self, node, reader, steps):
        """(outcome, exact, points, high, met) of a criterion whose rule is asked, and its steps."""
        settings, top = node["settings"], node["declared_max"]
        penalty = node.get("group_kind") == "penalty"
        worst, best = (top, Fraction(0)) if penalty else (Fraction(0), top)
        applies = reader.truth_of(settings["applies_when"]) if "applies_when" in settings else Value("ok", 1)
        needed = reader.truth_of(settings["requires"]) if "requires" in settings else Value("ok", 1)
        na_cell = settings.get("na_from_data") and any(
            i["state"] == "na" and i.get("own", True) for i in node["inputs"])
        rule = Rule(reader, penalty)
        value = rule.points(node["rule"], top)
        if applies.state == "ok" and applies.v and not na_cell:
            steps += rule.trail
        if applies.state != "ok":
            steps.append(("applies_open", [settings["applies_when"]]))
            return applies.state, worst, worst, best, False
        if not applies.v:
            steps.append(("applies_not", [settings["applies_when"]]))
            return self.left_out(node)
        if na_cell:
            steps.append(("na_cell", []))
            return self.due(node, self.left_out(node))
        for state in ("invalid", "missing"):
            if state in (value.state, needed.state):
                return self.due(node, (state, worst, worst, best, False))
        if value.state == "na" and needed.v:
            return self.due(node, self.left_out(node))
        if value.state == "not_due" and needed.v:
            return self.due(node, ("not_due", Fraction(0), Fraction(0), Fraction(0), False))
        return self.due(node, self.scored(node, reader, rule, value, needed, steps))

    def scored(self, node, reader, rule, value, needed, steps):
        settings, top = node["settings"], node["declared_max"]
        grid = node.get("grid", FINEST)
        exact = Fraction(value.v) if needed.v else Fraction(0)
        if not needed.v:
            steps.append(("requires", [settings["requires"]]))
        if exact != clamp(exact, top):
            steps.append(("clamp", [exact, top]))
        exact = clamp(exact, top)
        high = min(to_grid(exact, grid), top)
        if needed.v and rule.open:
            again = Rule(reader, rule.penalty, True)
            at_best = again.points(node["rule"], top)
            high = (Fraction(0) if rule.penalty else top) if at_best.state != "ok" else min(
                to_grid(clamp(at_best.v, top), grid), top)
        met = bool(needed.v) and (rule.said_met or (top > 0 and exact == top))
        for cap in settings.get("cap_when", []):
            when = reader.truth_of(cap["when"])
            if when.state == "ok" and not when.v:
                continue
            if when.state != "ok" and rule.penalty:
                high = min(high, cap["cap"])
                continue
            steps.append(("cap" if when.state == "ok" else "cap_open", [cap["cap"], cap["when"]]))
            if when.state == "ok" and high > cap["cap"]:
                high = to_grid(cap["cap"], grid)
            if exact > cap["cap"]:
                exact = cap["cap"]
                met = met and rule.said_met
        return "scored", exact, min(to_grid(exact, grid), top), high, met

    def left_out(self, node):
        full = node["settings"]["not_applicable"] == "full" and node.get("group_kind") != "penalty"
        points = node["declared_max"] if full else Fraction(0)
        return "not_applicable", points, points, points, False

    def due(self, node, verdict):
        if "due" not in node["settings"] or day(node["settings"]["due"]) <= self.last_day:
            return verdict
        best = Fraction(0) if node.get("group_kind") == "penalty" else node["declared_max"]
        if verdict[0] == "scored" and verdict[1] == best:
            return verdict
        return "not_due", Fraction(0), Fraction(0), Fraction(0), False

    def leaves(self, node, outcome):
        return outcome == "not_due" or (
            outcome == "not_applicable" and node["settings"]["not_applicable"] not in ("zero", "full"))

    def outcome_steps(self, node, outcome, points, kept):
        if outcome == "not_applicable":
            return [("na_policy", [node["settings"]["not_applicable"], points, kept, node["declared_max"]])]
        if outcome == "missing":
            return [("missing", [points])]
        if outcome == "invalid":
            return [("invalid", [ANY, points])]
        if outcome != "not_due":
            return []
        if node["kind"] != "criterion":
            return [("not_due_parts", [node["declared_max"]])]
        late = "due" in node["settings"] and day(node["settings"]["due"]) > self.last_day
        said = [node["settings"]["due"]] if late else []
        return [("not_due" if late else "not_due_data", said + [node["declared_max"]])]

    def covered(self, node):
        """Below a node whose points were given: nothing is counted."""
        if not any(p["policy"] == "given" and p["says"] == "covered" for p in node["policy"]):
            return False
        self.check(node["key"], "points", node["points"], None)
        self.check(node["key"], "max", node["max"], None)
        self.check(node["key"], "outcome", node["outcome"], "reported")
        self.steps(node, [("covered", [ANY])])
        self.high[node["key"]] = Fraction(0)
        return True

    def settle(self, node, computed, steps, kept, met):
        """What given points make of what was computed, and the members that show it."""
        outcome, points, high = computed
        given, top = node.get("given", {"use": "none"}), node["declared_max"]
        if given["use"] in ("stands", "overrides"):
            if given["use"] == "overrides":
                self.check(node["key"], "computed outcome", node["computed"]["outcome"], outcome)
                self.check(node["key"], "computed points", node["computed"]["points"], points)
                steps.append(("override", [given["points"], points]))
            else:
                steps.append(("reported", [given["points"]]))
            steps += self.said(given)
            outcome, points, high, kept = "reported", given["points"], given["points"], top
            met = top > 0 and points == top
        else:
            steps += self.outcome_steps(node, outcome, points, kept)
            if given["use"] == "compared" and given["points"] != points:
                steps.append(("differs", [given["points"], points]))
                steps += self.said(given)
        self.check(node["key"], "outcome", node["outcome"], outcome)
        self.check(node["key"], "points", node["points"], points)
        self.check(node["key"], "max", node["max"], kept)
        self.check(node["key"], "points at best", node.get("at_best", node["points"]), high)
        if "met" in node:
            self.check(node["key"], "met", node["met"], bool(met))
        self.high[node["key"]] = high
        self.steps(node, steps)

    def words(self, node):
        """The rule in words says every number of the rule."""
        unsaid = Counter()
        for language, other in (("en", "vi"), ("vi", "en")):
            spoken = re.sub("“[^”]*”", "", node["rule_words"][language])
            rule = json.dumps(self.one_language(node["rule"], language, other), default=str, ensure_ascii=False)
            unsaid += Counter(re.findall(NUMBER, rule)) - Counter(re.findall(NUMBER, spoken))
        unsaid = sorted(unsaid)
        self.check(node["key"], "numbers of the rule that its words lack", unsaid, [])

    def one_language(self, tree, language, other):
        if isinstance(tree, list):
            return [self.one_language(t, language, other) for t in tree]
        if not isinstance(tree, dict):
            return tree
        if language in tree or other in tree:
            return tree.get(language, tree.get(other))
        return {k: self.one_language(v, language, other) for k, v in tree.items()}

    def criterion(self, node):
        self.words(node)
        if self.covered(node):
            return
        steps, computed, kept, met = [], (None, None, None), None, False
        if node.get("given", {}).get("use") != "stands":
            steps = self.reads(node)
            outcome, exact, points, high, met = self.judge(node, Reader(node, self.document), steps)
            if outcome == "scored":
                steps += self.rounding(node, exact, points)
            kept = Fraction(0) if self.leaves(node, outcome) else node["declared_max"]
            computed = outcome, points, high
        self.settle(node, computed, steps, kept, met)

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
            in_max = to_grid(in_max, FINEST)
        elif how == "share_met":
            met = self.share_met(group, high, p)
            exact = top * met / p["left"] if p["left"] else Fraction(0)
            in_max, out_max = top, Fraction(0)
        else:
            exact = max(points, default=Fraction(0)) if how == "highest" else sum(points, Fraction(0))
        first = [Fraction(met), Fraction(p["left"]), Fraction(p["not_due"])] if how == "share_met" else [exact]
        p["steps"].append((how, first))
        split_max = sum((c["declared_max"] for c in outside if self.policy(c) == "split"), Fraction(0))
        shares = [self.share(c, high) for c in inside if c["declared_max"] > 0 and c["outcome"] != "not_applicable"]
        if split_max and shares:
            line = split_max / len(shares) * sum(shares, Fraction(0))
            p["steps"].append(("split", [split_max, Fraction(len(shares)), sum(shares, Fraction(0)), line]))
            exact, out_max, in_max = exact + line, out_max - split_max, in_max + split_max
        reach = min(reach if how == "highest" else in_max, top)
        p["kept"] = max(top - out_max, reach)
        rescaled = [c["declared_max"] for c in outside if self.policy(c) == "rescale_group"]
        if rescaled and in_max > 0:
            to = group["settings"].get("rescale_to", top) - (out_max - sum(rescaled, Fraction(0)))
            to = max(to, Fraction(0))
            exact = exact * to / in_max
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

    # ---- grade and rank ----

    def gate(self, total, gate, reader):
        where = f"gate {gate['gate']}"
        if gate["gate"] == "when":
            v = reader.truth_of(gate["when"])
            self.check(where, "state", gate["state"], self.state(v))
            return v.state == "ok" and bool(v.v)
        if gate["gate"] == "no_zero":
            fails = [c["key"] for c in self.below(total) if self.counts(c) and (
                c["outcome"] in LACKING or c["points"] == 0)]
            self.check(where, "fails", gate["fails"], fails)
            return not fails
        node = self.nodes[gate["node"]]
        covered = node["points"] is None
        self.check(where, "outcome", gate["outcome"], node["outcome"])
        self.check(where, "points", gate["points"], Fraction(0) if covered else node["points"])
        self.check(where, "max", gate["max"], Fraction(0) if covered else node["max"])
        if node["outcome"] in ("not_applicable", "not_due"):
            return True
        if gate["gate"] == "met":
            self.check(where, "met", gate["met"], node.get("met", False))
            return node["outcome"] in KNOWN and node.get("met", False)
        return node["outcome"] in KNOWN and gate["points"] >= gate["max"] * Fraction(gate["at_least"])

    def failing(self, gate):
        """The line of a gate."""
        if gate["gate"] == "when":
            return "gate_when", [gate["when"]]
        if gate["gate"] == "no_zero":
            return "gate_no_zero", []
        name = self.nodes[gate["node"]]["name"]
        if gate["gate"] == "met":
            return "gate_met", [name]
        return "gate_group", [name, Fraction(gate["at_least"]), gate["max"], gate["points"]]

    def counts(self, node):
        if node["declared_max"] == 0 or "group_kind" in node or node["points"] is None:
            return False
        stands = node.get("given", {}).get("use") == "stands"
        if node["kind"] == "group" and node["children"] and not stands:
            return False
        return node["outcome"] not in ("not_applicable", "not_due")

    def state(self, v):
        return "undecided" if v.state != "ok" else "holds" if v.v else "fails"

    def grade(self, total):
        grade = total["grade"]
        reader = Reader(grade, self.document)
        self.reads(grade | {"key": "grade"})
        order = [b["grade"] for b in grade["bands"]]
        steps, reached = [], None
        for index, band in enumerate(grade["bands"]):
            value = total["without_bonus" if band["basis"] == "without_bonus" else "result"]
            self.check(band["grade"], "value", band["value"], value)
            self.check(band["grade"], "reached", band["reached"], value >= band["at_least"])
            self.text(band["grade"], band["text"], [band["at_least"], value])
            holds = [self.gate(total, g, reader) for g in band["gates"]]
            for g, h in zip(band["gates"], holds):
                name, said = self.failing(g)
                self.text(band["grade"], g["text"], [n for n in said if isinstance(n, Fraction)])
                self.check(band["grade"], f"gate {g['gate']} holds", g["holds"], bool(h))
            whole = value >= band["at_least"] and all(holds)
            self.check(band["grade"], "holds", band["holds"], whole)
            if reached is not None:
                continue
            name = "short" if value < band["at_least"] else "reached" if whole else "gate"
            steps.append(("grade_" + name, [band["name"], band["at_least"], value]))
            if name == "gate":
                steps.append(self.failing(band["gates"][holds.index(False)]))
            if whole:
                reached = index
        reached = -1 if reached is None else reached
        for c in grade.get("ceilings", []):
            state = self.state(reader.truth_of(c["when"]))
            self.check("ceiling", "state", c["state"], state)
            if state != "fails" and reached >= 0 and order.index(c["at_most"]) > reached:
                reached = order.index(c["at_most"])
                steps.append(("grade_ceiling", [grade["bands"][reached]["name"], c["when"]]))
        before, worst, forced = reached, -1, None
        for f in grade.get("forced", []):
            state = self.state(reader.truth_of(f["when"]))
            self.check("forced grade", "state", f["state"], state)
            if forced is None and state == "undecided":
                worst = max(worst, order.index(f["grade"]))
            if forced is None and state == "holds":
                forced = order.index(f["grade"])
        final = before if forced is None else forced
        if final >= 0 and worst > final:
            final = worst
        self.check("grade", "grade", grade["grade"], order[final] if final >= 0 else None)
        if final != before:
            rule = next(f for f in grade["forced"] if f["state"] != "fails" and order.index(f["grade"]) == final)
            steps.append(("grade_forced", [grade["bands"][final]["name"], rule["when"]]))
        return steps

    def rank(self, total):
        rank = total["rank"]
        told = applicable = Fraction(0)
        for c in self.below(total):
            if c.get("children") or c["declared_max"] == 0 or "group_kind" in c:
                continue
            applicable += c["declared_max"] * (c["outcome"] not in ("not_applicable", "not_due"))
            told += c["declared_max"] * (c["outcome"] in KNOWN)
        complete = Fraction(int(10 ** 6 * told / applicable), 10 ** 6) if applicable else Fraction(1)
        self.check("rank", "value", rank["value"], total["result"])
        self.check("rank", "completeness", rank["completeness"], complete)
        for tie in rank.get("ties", []):
            if "node" in tie:
                n = self.nodes[tie["node"]]
                want = None if n["outcome"] in LACKING else n["points"] or Fraction(0)
                self.check("rank", f"tie {tie['node']}", tie["value"], want)
        if "rank" not in rank:
            return
        ranked = total["outcome"] not in ("not_applicable", "not_due") and complete >= rank.get("threshold", 0)
        self.check("rank", "ranked", rank["rank"] is not None, ranked)
        if not ranked:
            return
        if rank["method"] == "competition":
            self.check("rank", "rank", rank["rank"], rank["ahead"] + 1)
        self.check("rank", "rank within", rank["ahead"] < rank["of"] and rank["rank"] <= rank["of"], True)
        self.text("rank", rank["text"], [rank["rank"], rank["of"]])

    # ---- the head of the document ----

    def facts(self, total):
        d, counts = self.document, dict.fromkeys(
            ("scored", "reported", "not_applicable", "not_due", "missing", "invalid"), 0)
        for c in self.below(total):
            if not c.get("children") and c["declared_max"] > 0:
                counts[c["outcome"]] += 1
        for outcome, n in counts.items():
            self.check("document", outcome, d[outcome], n)
        low, high = self.low_high
        self.check("document", "total", d["total"], low)
        self.check("document", "max", d["max"], Fraction(100) if total["basis"] == "percent" else total["max"])
        self.check("document", "low", d["low"], low)
        self.check("document", "high", d["high"], high)
        if "grade" in d:
            self.check("document", "grade", d["grade"], total["grade"]["grade"])
