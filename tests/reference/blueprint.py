"""Definition files, compiled for the reference evaluator: nodes, rules, their texts, cells."""
from fractions import Fraction

import formula
from almanac import Almanac

YES = {"1", "có", "co", "yes", "true", "x"}
NO = {"0", "không", "khong", "no", "false"}
NA_WORDS = ("NA", "KAD")
MICRO = Fraction(1, 10 ** 6)


class Rule:
    """A rule, its texts compiled; max is the most it can give, of the criterion or of the part it stands for."""

    def __init__(self, tree, limit, text, penalty):
        self.tree, self.kind, self.max, self.penalty = tree, tree["kind"], limit, penalty

        def decimals(owner, *names):
            return {k: formula.decimal(owner[k]) for k in names if k in owner}
        self.part = {k: text(tree[k]) for k in ("num", "den", "target", "floor", "factor", "value", "level", "when", "points")
                     if k in tree}
        self.constant = decimals(tree, "base", "below_points", "cap", "each")
        self.bands = [{k: text(b[k]) for k in ("from", "to", "points", "share") if k in b} |
                      {"from_open": b.get("from_open", False), "to_open": b.get("to_open", True)}
                      for b in tree.get("bands", [])]
        self.slopes = [{k: text(s[k]) for k in ("from", "to") if k in s} | decimals(s, "every", "add", "cap") |
                       {"whole": s.get("mode", "floor") == "floor"} for s in tree.get("slopes", [])]
        self.options = {o["option"]: o for o in tree.get("options", [])}
        self.items = [(text(i["when"]), decimals(i, "points").get("points", self.constant.get("each")))
                      for i in tree.get("items", [])]
        self.parts = [Rule(p["rule"], formula.decimal(p["max"]), text, penalty) for p in tree.get("parts", [])]


class Node:
    """A criterion or group of the definition, its texts compiled."""

    def __init__(self, kind, tree, parent, definition):
        self.kind, self.tree, self.parent = kind, tree, parent
        self.key, self.code = tree["key"], tree.get("code", tree["key"])
        self.max = formula.decimal(tree["max"])
        self.reads, self.children = set(), []
        self.group_kind = parent.group_kind if parent else tree.get("kind", "normal")
        self.policy = tree.get("not_applicable") or (
            parent.policy if parent else definition.get("not_applicable", "zero"))
        grids = definition.get("grids", {})
        grid = tree.get("grid", grids.get(kind, "none" if kind == "group" else "0.01"))
        self.grid = MICRO if grid == "none" else formula.decimal(grid)  # points are kept to the millionth
        self.weight = formula.decimal(tree.get("weight", 1))
        self.aggregate = tree.get("aggregate", "sum")
        self.rescale_to = formula.decimal(tree.get("rescale_to", tree["max"]))
        self.due = formula.day(tree["due"]) if "due" in tree else None

        def text(t):
            return formula.compile_text(t, definition.get("conditions", {}), definition.get("measures", {}), self.reads)
        # What is below a group applies only where the group does.
        above = parent.applies_text if parent else None
        own = tree.get("applies_when")
        self.applies_text = "(%s) and (%s)" % (above, own) if above and own else own or above
        own_reads = self.reads
        self.reads = set()  # the group's condition is no input of what is below
        self.applies = text(self.applies_text) if self.applies_text else None
        self.reads = own_reads
        if own:
            text(own)
        self.requires = text(tree["requires"]) if "requires" in tree else None
        self.caps = [(text(c["when"]), formula.decimal(c["cap"])) for c in tree.get("cap_when", [])]
        self.rule = Rule(tree["rule"], self.max, text, self.group_kind == "penalty") if "rule" in tree else None
        if not self.rule:
            self.children = [Node("group", g, self, definition) for g in tree.get("groups", [])]
            self.children += [Node("criterion", c, self, definition) for c in tree.get("criteria", [])]

    def below(self):
        for c in self.children:
            yield c
            yield from c.below()

    def inputs(self):
        """Measures that the criteria of the node read."""
        found = set(self.reads) if self.rule else set()
        for c in self.children:
            found |= c.inputs()
        return found


class Set:
    """A compiled definition."""

    def __init__(self, definition):
        self.definition = definition
        self.measures = definition.get("measures", {})
        self.groups = [Node("group", g, None, definition) for g in definition["groups"]]
        self.node = {}
        every = [n for g in self.groups for n in (g, *g.below())]
        for n in every:
            self.node[n.key] = n
        for n in every:
            self.node.setdefault(n.code, n)
        total = {"key": "total", "groups": [], **definition["total"]}
        self.total = Node("total", total, None, definition)
        self.total.children = [g for g in self.groups if g.group_kind == "normal"]
        self.max, self.grid = self.total.max, self.total.grid
        self.percent = definition["total"].get("basis", "points") == "percent"
        self.same = definition.get("cohort", {}).get("same", [])
        self.min_n = int(definition.get("cohort", {}).get("min_n", 2))
        self.ranking = definition.get("ranking", {})
        self.grades = definition.get("grades", {})
        self.almanac = Almanac(definition.get("calendar", {}))
        self.ends_on_day = definition.get("period", {}).get("ends_on_day")
        self.statistics = {m: formula.written_statistic(t["statistic"]) for m, t in self.measures.items() if "statistic" in t}
        self.texts = {}
        self.checks = [self.condition(c["when"]) for c in definition.get("checks", [])]
        self.takes_na = {m for n in every if n.tree.get("na_from_data") for m in n.reads}

    def condition(self, text):
        if text not in self.texts:
            self.texts[text] = formula.compile_text(text, self.definition.get("conditions", {}), self.measures, set())
        return self.texts[text]


def read_cell(measure, text):
    """None = blank; "NA"; or the value."""
    text = text.strip()
    if text == "":
        return None
    if text in NA_WORDS:
        return "NA"
    kind = measure["type"]
    if kind == "boolean":
        return True if text.lower() in YES else False if text.lower() in NO else 1 // 0
    if kind == "choice":
        for o in measure["options"]:
            name = o.get("name", {})
            if text == o["key"] or text in (name.values() if isinstance(name, dict) else (name,)):
                return o["key"]
        raise ValueError("%r is no option" % text)
    if kind == "date":
        return Fraction(formula.day(text))
    number = formula.decimal(text.rstrip("%").replace(",", "."))
    return number / 100 if kind == "percent" else number
