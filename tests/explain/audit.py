"""Recounts every number of `score explain --format json` from the inputs that it shows, and says what does not fit."""
import json
import re
from collections import Counter
from datetime import timedelta
from fractions import Fraction

from assembly import Assembly
from reckoning import EPOCH, FINEST, Reader, Value, clamp, day, to_grid
from recount import Rule
from standing import Standing

NUMBER = r"(?<![\w.])\d+(?:\.\d+)?(?!\w)"
ANY = object()  # a text that is not recounted


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


class Audit(Assembly, Standing):
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
        self.settings(node)
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
                if "evidence_expires" in i:
                    out.append(("input_expires", [i["name"], i["evidence_expires"]]))
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
        steps = {"evidence_expires": "given_expires"}
        return [(steps.get(k, "given_" + k), [given[k]])
                for k in ("source", "evidence", "evidence_expires", "reason", "note") if k in given]

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

    def settings(self, node):
        """What the definition says beside the rule, twice: as a number and in words."""
        s = node["settings"]
        for member, text in (("rescale_to", "rescale_text"), ("weight", "weight_text")):
            if member in s:
                self.text(node["key"], s[text], [Fraction(s[member])])
        for cap in s.get("cap_when", []):
            self.text(node["key"], cap["text"].replace(cap["when"], ""), [cap["cap"]])

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
