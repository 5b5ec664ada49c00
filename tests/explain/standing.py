"""Grades with their gates, what a rank rests on, and the head of the document."""
from fractions import Fraction

from reckoning import KNOWN, LACKING, Reader


class Standing:
    """Mixed into Audit."""

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
        if "threshold" in rank:
            self.text("rank", rank["threshold_text"], [rank["threshold"]])
        for tie in rank.get("ties", []):
            if "measure" in tie and tie["value"] is not None:
                self.text("rank", tie["text"], [Fraction(tie["value"])])
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
