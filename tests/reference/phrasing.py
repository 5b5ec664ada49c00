"""Expressions and rules at random, mostly at their edges: every function, every kind."""

COUNTS, AMOUNTS, PERCENTS, FLAGS = ("c0", "c1", "c2", "c3"), ("m0", "m1", "m2"), ("p0", "p1"), ("q0", "q1", "q2", "q3", "q4")
CHOICES, DATES, OPTIONS = ("o0", "o1"), ("d0", "d1"), ("a", "b", "c", "d")
TOLD = ("mean(c0)", "pooled(c0, c1)", "highest(m0)", "rank(c1)")  # some are given in the data
EARLIER = ("2025", "2026-Q1")


class Phrasing:
    """What a maker writes into conditions, numbers and rules; r is its dice, criteria the nodes that may be read."""

    def number(self, depth, nodes=True):
        r = self.r
        if depth <= 0 or r.random() < 0.2:
            if r.random() < 0.12:
                return self.elsewhere(nodes)
            pick = r.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 11))
            if pick < 4:
                return r.choice(COUNTS)
            if pick < 6:
                return r.choice(AMOUNTS)
            if pick < 7:
                return r.choice(PERCENTS)
            if pick < 10:
                return r.choice(("0", "1", "2", "0.5", "80%", "3", "0.125", "10"))
            if nodes and pick == 10 and self.criteria:
                k = r.choice(self.criteria)
                return '%s("%s")' % ("points" if k[0] == "K" else "group", k)
            if nodes and pick == 11 and self.cohorts:
                if r.random() < 0.5:
                    return r.choice(TOLD)
                what = r.choice(("mean", "lowest", "highest", "rank", "pooled"))
                inner = [r.choice(COUNTS + AMOUNTS) if r.random() < 0.6 else self.number(1, False)
                         for i in range(2 if what == "pooled" else 1)]
                if not any(m in x for x in inner for m in COUNTS + AMOUNTS + PERCENTS):
                    inner[0] = "c0"
                return f"{what}({', '.join(inner)})"
            return r.choice(("period.months", "period.quarter", "c1"))
        a, b, c = (self.number(depth - 1, nodes) for i in range(3))
        pick = r.randrange(11)
        if pick < 6:
            return f"({a} {r.choice('+-*+-*/')} {b})"
        if pick == 6:
            return f"{r.choice(('min', 'max', 'sum'))}({a}, {b}, {c})"
        if pick == 7:
            return f"clamp({a}, 0, {r.choice(('1', '10', '50%'))})"
        if pick == 8:
            return f"round({a}, {r.choice(('0.5', '0.01', '1'))})"
        if pick == 9:
            return f"if({self.condition(depth - 1, nodes)}, {a}, {b})"
        return self.count(depth - 1, nodes)

    def elsewhere(self, nodes):
        """Numbers of other periods, of days, of the children."""
        r, cell = self.r, self.r.choice(COUNTS + AMOUNTS + PERCENTS)
        pick = r.randrange(7 if nodes and self.listed else 4)
        if pick < 2:
            return r.choice((f"prev({cell})", f'at({cell}, "{r.choice(EARLIER)}")'))
        if pick < 4:
            a, b = r.choice((DATES, DATES[::-1], ("d0", "d0"), ("d1", 'date("2026-09-03")')))
            return f"{r.choice(('workdays', 'workdays', 'days'))}({a}, {b})"
        if pick < 6:
            return f"children.sum({r.choice(('c0', 'm0', 'c1 + 1'))})"
        return f"children.{r.choice(('count', 'share'))}({self.condition(r.randrange(2), False)})"

    def of_children(self):
        r = self.r
        what, edges = r.choice((("count", ("0", "1", "2", "3")), ("share", ("0.5", "2/3", "1", "75%"))))
        edge, test = r.choice(edges), f"children.{what}({self.condition(r.randrange(2), False)})"
        word = r.choice(("<", "<=", ">", ">=", "==", "!="))
        return f"{test} {word} {edge}" if r.random() < 0.7 else f"{edge} {word} {test}"

    def count(self, depth, nodes):
        return "count(%s)" % ", ".join(self.condition(depth, nodes) for i in range(self.r.randrange(2, 6)))

    def condition(self, depth, nodes=True):
        r = self.r
        if depth <= 0 or r.random() < 0.15:
            pick = r.randrange(15)
            if pick < 7:
                return r.choice(FLAGS)
            if pick == 12:
                return r.choice(('has_stage("self")', 'has_stage("verified")', "prev(q0)", 'at(q1, "2025")'))
            if pick == 13:
                return f'{r.choice(CHOICES)} {r.choice(("==", "!="))} "{r.choice(OPTIONS)}"'
            if pick == 14 and nodes and self.listed:
                return self.of_children()
            if pick == 7:
                return f"has({r.choice(FLAGS + COUNTS)})"
            if pick == 8 and self.listed:
                return r.choice(('unit.kind == "phuong"', 'unit.kind != "xa"', 'parent.kind == "tinh"', 'unit.vung == "cao"'))
            if pick == 9 and nodes and any(k[0] == "K" for k in self.criteria):
                return 'met("%s")' % r.choice([k for k in self.criteria if k[0] == "K"])
            if pick == 10 and self.conditions:
                return r.choice(list(self.conditions))
            return f"{r.choice(COUNTS)} {r.choice(('<', '>=', '==', '!='))} {r.randrange(5)}"
        pick = r.randrange(7)
        if pick < 2:
            return f"({self.condition(depth - 1, nodes)} {r.choice(('and', 'or'))} {self.condition(depth - 1, nodes)})"
        if pick == 2:
            return f"not {self.condition(depth - 1, nodes)}"
        if pick < 5:
            return f"{self.count(depth - 1, nodes)} {r.choice(('<', '<=', '>', '>=', '==', '!='))} {r.randrange(5)}"
        left, right = self.number(depth - 1, nodes), self.number(depth - 1, nodes)
        if not any(ch.isalpha() for ch in left + right):
            left = "c0"
        return f"({left} {r.choice(('<', '<=', '>', '>=', '==', '!='))} {right})"

    def share(self):
        return self.r.choice(("50%", "0", "1", "0.333"))

    def some(self, limit):
        """Points from 0 to the maximum."""
        return self.r.choice(("0", str(limit), "0.5", "0.33") if limit else ("0",))

    def slope(self, edges, limit):
        r = self.r
        out = {"every": r.choice(("1", "2", "0.5", "3", "10%")), "add": r.choice(("1", "0.25", "0.1", "2", "-0.5"))}
        if r.random() < 0.6:
            out["mode"] = r.choice(("prorate", "floor"))
        if r.random() < 0.3:
            out["from"] = edges[0]
        if r.random() < 0.3:
            out["to"] = edges[1]
        if r.random() < 0.4:
            out["cap"] = r.choice(("1", "0.75", str(limit)))
        return out

    def steps(self, limit):
        r = self.r
        down, level = r.random() < 0.4, r.randrange(6)
        edges = (str(level - 1), str(level - 4)) if down else (str(level + 1), str(level + 4))
        if r.random() < 0.2:
            edges = (f"c2 + {edges[0]}", f"c2 + {edges[1]}")
        rule = {"kind": "steps", "value": r.choice(COUNTS + AMOUNTS) if r.random() < 0.7 else self.number(2),
                "level": str(level) if r.random() < 0.7 else self.number(1),
                "base": self.some(limit),
                "slopes": [self.slope(edges, limit) for i in range(r.choice((1, 1, 2, 3)))]}
        if down or r.random() < 0.2:
            rule["direction"] = "down" if down else "up"
        if r.random() < 0.4:
            rule["below"] = r.choice(("zero", "base", "points"))
            if rule["below"] == "points":
                rule["below_points"] = self.some(limit)
        if r.random() < 0.4:
            rule["cap"] = max(rule["base"], rule.get("below_points", "0"), self.some(limit), key=float)
        return rule

    def choice(self, limit):
        r, options = self.r, []
        for o in OPTIONS:
            pick = r.random()
            options.append({"option": o} | (
                {"points": self.some(limit)} if pick < 0.4 else {"share": self.share()} if pick < 0.7
                else {"outcome": r.choice(("not_due", "not_applicable"))}))
        r.shuffle(options)
        return {"kind": "choice", "value": r.choice(CHOICES), "options": options}

    def counted(self, limit):
        r = self.r
        rule = {"kind": "count", "each": r.choice(("1", "0.5", "0.33"))}
        if r.random() < 0.35:
            rule["value"] = r.choice(COUNTS) if r.random() < 0.6 else self.number(2)
        else:
            rule["items"] = [{"when": self.condition(r.randrange(3))} for i in range(r.randrange(1, 6))]
            for i in rule["items"]:
                if r.random() < 0.3:
                    i["points"] = self.some(limit)
        if r.random() < 0.3:
            rule["cap"] = self.some(limit)
        return rule

    def several(self, limit, depth):
        r = self.r
        parts = []
        for i in range(r.randrange(1, 5)):
            most = r.choice((1, 2, 3)) if limit else 1
            parts.append({"name": "p", "max": str(most), "rule": self.rule(most, depth - 1)})
        return {"kind": r.choice(("sum", "sum", "best")), "parts": parts}

    def rule(self, limit, depth=4):
        """A rule of a criterion; depth below 4: of a part."""
        r = self.r
        kind = r.choice(("ratio", "ratio", "bands", "bands", "met", "met", "expr", "expr", "steps", "steps", "choice", "count",
                         "count") + (("several",) * 2 if depth else ()) + (("reported",) if depth == 4 else ()))
        if kind == "steps":
            return self.steps(limit)
        if kind == "choice":
            return self.choice(limit)
        if kind == "count":
            return self.counted(limit)
        if kind == "several":
            return self.several(limit, depth)
        if kind == "ratio":
            rule = {"kind": "ratio", "num": r.choice(COUNTS + AMOUNTS) if r.random() < 0.7 else self.number(2),
                    "den": r.choice(COUNTS + ("10",)) if r.random() < 0.7 else self.number(2),
                    "zero_denominator": r.choice(("zero", "full", "not_applicable"))}
            if r.random() < 0.5:
                rule["target"] = r.choice(("80%", "0.9", "100%", "2", "c0 / 10"))
            if r.random() < 0.3:
                rule["floor"] = r.choice(("20%", "0.5", "0", "c1 / 20"))
                if "target" not in rule or rule["target"][0] == "c" or rule["floor"][0] != "c":
                    rule.setdefault("target", "100%")
            if r.random() < 0.3:
                rule["factor"] = r.choice(("0.5", "if(q0, 1, 0.7)", "m0", "1"))
            if r.random() < 0.6:
                rule["may_exceed"] = r.random() < 0.8
            return rule
        if kind == "bands":
            value, edge = (r.choice(COUNTS), 1) if r.random() < 0.6 else (self.number(2), 1)
            rows, low = [], r.randrange(3)
            for i in range(r.randrange(1, 5)):
                row = {}
                if i or r.random() < 0.8:
                    row["from"] = str(low)
                    row["from_open"] = bool(rows) and not rows[-1].get("to_open", True)
                    if not rows and r.random() < 0.3:
                        row["from_open"] = True
                low += r.randrange(1, 4)
                row["to"], row["to_open"] = str(low), r.random() < 0.6
                if r.random() < 0.5:
                    row["points"] = str(r.randrange(limit + 1))
                else:
                    row["share"] = self.share()
                rows.append(row)
            if r.random() < 0.4:
                del rows[-1]["to"], rows[-1]["to_open"]
            elif r.random() < 0.1:
                rows[-1]["to"] = f"c1 + {low}"
            return {"kind": "bands", "value": value, "bands": rows}
        if kind == "met":
            return {"kind": "met", "when": self.condition(3)}
        if kind == "expr":
            return {"kind": "expr", "points": self.number(3)}
        return {"kind": "reported"}
