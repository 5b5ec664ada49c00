"""Random definitions and data for the differential tests: everything the language has, mostly at its edges."""
import random

from phrasing import AMOUNTS, CHOICES, COUNTS, DATES, EARLIER, FLAGS, OPTIONS, PERCENTS, TOLD, Phrasing

PERIODS = {"2026-Q3": ("2026-Q2", 9), "2026-09": ("2026-08", 9), "2026-9M": ("2025-9M", 9), "2026-H2": ("2026-H1", 12),
           "2026": ("2025", 12), "2026-Q1": ("2025-Q4", 3), "2026-01": ("2025-12", 1),
           "2026-H1": ("2025-H2", 6)}  # the one before, the last month
STAGES = ("self", "verified", "published")
POLICIES = ("zero", "full", "exclude", "rescale_group", "split")


class Maker(Phrasing):
    """One definition with data for some units; everything follows from the seed."""

    def __init__(self, seed, units=12, cohorts=True):
        self.r = random.Random(seed)
        self.seed, self.unit_count, self.cohorts = seed, units, cohorts
        self.serial, self.criteria, self.every = 0, [], []  # criteria: nodes that what follows may read
        self.measures = self.make_measures()
        self.listed = self.r.random() < 0.7
        self.period = self.r.choice((*list(PERIODS)[:2] * 4, *PERIODS))
        self.before, month = PERIODS[self.period]
        self.days = [f"2026-{month:02}-{d}" for d in (13, 14, 15, 19, 20, 21, 28)] + ["2027-01-01"]  # about the end of the period
        self.conditions = {}
        for i in range(self.r.randrange(3)):
            self.conditions[f"co_{i}"] = self.condition(2, False)
        self.definition = self.make_definition()
        self.stage = self.r.choice(("self", "self", "verified", "published"))
        self.fallback = self.r.random() < 0.3
        self.units, self.data = self.make_units(), []
        self.make_data()
        known = {u["code"]: u.get("portal_code") for u in self.units if self.r.random() < 0.15}
        self.data = [(known.get(d[0]) or d[0], *d[1:]) for d in self.data]  # some go by their other code

    # ---- definition ---------------------------------------------------------------------------------------------

    def make_measures(self):
        out = {m: {"name": m, "type": "count"} for m in COUNTS}
        out |= {m: {"name": m, "type": "amount", "digits": 2} for m in AMOUNTS}
        out |= {m: {"name": m, "type": "percent", "digits": 2} for m in PERCENTS}
        out |= {m: {"name": m, "type": "boolean"} for m in FLAGS}
        out |= {m: {"name": m, "type": "choice", "options": [{"key": k, "name": k} for k in OPTIONS]} for m in CHOICES}
        out |= {m: {"name": m, "type": "date"} for m in DATES}
        out["place"] = {"name": "place", "type": "count", "min": "1"}
        self.told = {f"s{i}": t.replace("(", "( ") for i, t in enumerate(TOLD) if self.cohorts and self.r.random() < 0.5}
        out |= {m: {"name": m, "type": "amount", "digits": 2, "statistic": t} for m, t in self.told.items()}
        if self.r.random() < 0.2:
            out["c3"]["default"] = self.r.choice(("0", "5"))
        return out

    def key(self, letter):
        self.serial += 1
        return f"{letter}{self.serial}"

    def criterion(self):
        r = self.r
        limit = r.choice((1, 2, 2, 3, 4, 5, 6, 10, 0))
        out = {"key": self.key("K"), "name": "k", "max": str(limit), "rule": self.rule(limit)}
        if r.random() < 0.25:
            out["applies_when"] = self.condition(1)
        if r.random() < 0.15:
            out["requires"] = self.condition(2)
        if r.random() < 0.2:
            out["cap_when"] = [{"when": self.condition(1), "cap": r.choice(("0", "1", "0.5", "1.25"))}
                               for i in range(r.randrange(1, 3))]
        if r.random() < 0.1:
            out["due"] = r.choice(self.days)
        if r.random() < 0.3:
            out["na_from_data"] = True
        if r.random() < 0.4:
            out["not_applicable"] = r.choice(POLICIES)
        if r.random() < 0.2:
            out["grid"] = r.choice(("0.001", "0.5", "0.25", "none", "0.1"))
            if out["rule"]["kind"] == "reported":
                del out["grid"]
        if r.random() < 0.3:
            out["weight"] = r.choice(("2", "0.5", "0", "3"))
        self.criteria.append(out["key"])
        self.every.append(out)
        return out

    def group(self, depth, kind="normal"):
        r = self.r
        aggregate = r.choice(("sum", "sum", "sum", "weighted", "share_met", "highest"))
        out = {"key": self.key("G"), "name": "g", "aggregate": aggregate, "grid": r.choice(("0.01", "0.01", "0.5", "0.001"))}
        self.every.append(out)
        if kind != "normal":
            out["kind"] = kind
        if r.random() < 0.15:
            out["applies_when"] = self.condition(1)
        if r.random() < 0.3:
            out["weight"] = r.choice(("2", "0.5", "3"))
        below, held = [], len(self.criteria)
        if r.random() < 0.12:
            pass
        elif depth > 0 and r.random() < 0.3:
            below = out["groups"] = [self.group(depth - 1) for i in range(r.randrange(1, 4))]
            for g in below:
                g["not_applicable"] = r.choice(POLICIES)
        else:
            below = out["criteria"] = [self.criterion() for i in range(r.randrange(1, 7))]
            if aggregate == "sum" and r.random() < 0.25:
                for c in below:
                    c["not_applicable"] = r.choice(("split", "rescale_group"))
                    if r.random() < 0.4:
                        c["applies_when"] = r.choice(FLAGS)
        out["not_applicable"] = r.choice(POLICIES)
        if aggregate != "sum":
            for c in below:
                c.setdefault("not_applicable", r.choice(POLICIES))
        limit = sum(int(c["max"]) for c in below)
        if aggregate in ("highest", "weighted"):
            limit = max((int(c["max"]) for c in below), default=0)
        out["max"] = str(max(limit if r.random() < 0.8 else limit + r.choice((-1, 1, 2)), 1))
        if r.random() < 0.1:
            out["rescale_to"] = out["max"] if r.random() < 0.5 else "1"
        if held < len(self.criteria) and r.random() < 0.3:
            self.criteria.append(out["key"])  # may be read by what comes later
        return out

    def make_definition(self):
        r = self.r
        groups = [self.group(2) for i in range(r.randrange(2, 5))]
        if r.random() < 0.5:
            groups.append(self.group(0, "bonus"))
        if r.random() < 0.5:
            groups.append(self.group(0, "penalty"))
        normal = [g for g in groups if "kind" not in g]
        total = {"max": str(sum(int(g["max"]) for g in normal)), "basis": r.choice(("points", "percent"))}
        r.shuffle(groups)  # what is read may stand further down
        out = {"format": 1, "id": "any", "version": "1", "status": "draft", "name": "any", "measures": self.measures,
               "conditions": self.conditions, "groups": groups, "total": total, "not_applicable": r.choice(POLICIES),
               "grids": {"criterion": r.choice(("0.01", "0.01", "0.001")), "total": r.choice(("0.01", "0.1"))}}
        if r.random() < 0.4:
            out["period"] = {"ends_on_day": r.choice((14, 20))}
        holidays = r.sample(("2026-09-01", "2026-09-02", "2026-08-31", "2026-09-06"), 2)
        out["calendar"] = {"years": {"2026": {"holidays": holidays, "make_up": ["2026-09-05", "2026-08-29"]}}}
        if r.random() < 0.3:
            out["calendar"]["weekend"] = r.choice((["saturday"], ["friday", "saturday"]))
        if r.random() < 0.5:
            out["checks"] = [{"when": self.condition(r.randrange(3)), "message": "m"} for i in range(r.randrange(1, 3))]
            for c in out["checks"]:
                if r.random() < 0.6:
                    c["severity"] = r.choice(("warning", "error"))
        if self.cohorts and r.random() < 0.5:
            out["cohort"] = {"same": ["kind"] if self.listed else [], "min_n": r.choice((1, 2, 4))}
        keys = [k for k in self.criteria if k[0] == "K"]
        if r.random() < 0.8:
            top = int(total["max"]) if total["basis"] == "points" else 100
            bands = [{"key": f"g{i}", "name": "g", "at_least": "%d.%02d" % divmod(top * p, 100)} for i, p in enumerate((70, 50, 30, 0))]
            for b in bands[:3]:
                if r.random() < 0.5:
                    b["gates"] = [r.choice(({"no_zero": True}, {"met": r.choice(keys)} if keys else {"no_zero": True},
                                            {"group": r.choice(groups)["key"], "at_least": r.choice(("50%", "0.3"))},
                                            {"when": self.condition(1)}))]
                if r.random() < 0.2:
                    b["basis"] = "without_bonus"
            out["grades"] = {"bands": bands}
            if r.random() < 0.4:
                out["grades"]["ceilings"] = [{"when": self.condition(1), "at_most": r.choice(("g1", "g2"))}
                                             for i in range(r.randrange(1, 3))]
            if r.random() < 0.5:
                out["grades"]["forced"] = [{"when": self.condition(r.randrange(2)), "grade": r.choice(("g0", "g3", "g2"))}
                                           for i in range(r.randrange(1, 4))]
        ranking = {"method": r.choice(("competition", "dense"))}
        if r.random() < 0.5:
            ranking["completeness"] = r.choice(("50%", "80%", "30%"))
        if r.random() < 0.5:
            ranking["tie_break"] = [r.choice(({"node": groups[0]["key"]}, {"measure": "c0", "order": "ascending"},
                                              {"measure": "c1"}, {"measure": "c3"}, {"decision": "place"}, {"decision": "place"}))]
            if r.random() < 0.3:
                ranking["tie_break"].append({"decision": "place"})
        out["ranking"] = ranking
        return out

    # ---- data ---------------------------------------------------------------------------------------------------

    def make_units(self):
        r = self.r
        codes = [f"u{i:03}" for i in range(self.unit_count)]
        if not self.listed:
            return [{"code": c} for c in codes]
        out = [{"code": c, "kind": r.choice(("phuong", "xa")), "parent": r.choice(("t1", "t2", "")),
                "vung": r.choice(("cao", "thap", "")), "portal_code": f"P.{c}", "valid_from": "", "valid_to": ""} for c in codes]
        for u in out[self.unit_count // 3:]:
            if r.random() < 0.6:
                u["parent"] = r.choice(codes[:3] + ["P.u000", "P.u001"])
        for u in out[1:]:
            if r.random() < 0.1:
                u["valid_to"] = r.choice(self.days)
            elif r.random() < 0.05:
                u["valid_from"] = r.choice(self.days)
        return [*out, *({**out[0], "code": t, "kind": "tinh", "parent": "", "vung": "", "portal_code": ""} for t in ("t1", "t2"))]

    def value(self, measure):
        r, kind = self.r, self.measures[measure]["type"]
        if kind == "boolean":
            return r.choice(("1", "0"))
        if kind == "count":
            if measure == "place":
                return str(r.randrange(1, 5))
            return str(r.choice((0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 10, r.randrange(40))))
        if kind == "amount":
            return r.choice(("0", "0.5", "1", "2.25", "0.13", "%d.%02d" % (r.randrange(10), r.randrange(100))))
        if kind == "choice":
            return r.choice(OPTIONS)
        if kind == "date":
            return r.choice(("2026-08-28", "2026-09-04", "2026-09-05", "2026-09-07", "2026-08-%02d" % r.randrange(1, 32),
                             "2026-09-%02d" % r.randrange(1, 31), "2025-12-30", "2026-01-04"))
        return r.choice(("0", "50", "80", "100", "%d.%02d" % (r.randrange(100), r.randrange(100))))

    def points(self, node):
        """On the grid, in millionths; None where the grid does not fit."""
        grid = node.get("grid") or self.definition["grids"]["criterion"]
        step = 250000 if grid == "none" else round(float(grid) * 10 ** 6)
        top = int(node["max"]) * 10 ** 6
        v = self.r.choice((0, top // step, self.r.randrange(top // step + 1))) * step
        return "%d.%06d" % (v // 10 ** 6, v % 10 ** 6)

    def make_data(self):
        r = self.r
        na = {m for c in self.every if c.get("na_from_data") for m in self.measures if m in str(c["rule"])}
        density, self.silent = r.choice((0.5, 0.8, 0.95)), set()
        stages = STAGES[:STAGES.index(self.stage) + 1] if self.stage != "self" else ("self",)
        for parent in ("t1", "t2", "u000", "u001", "u002"):
            for m in self.told:
                for stage in STAGES:
                    if self.listed and r.random() < 0.3:
                        self.data.append((parent, self.period, m, stage, self.value(m), ""))
        for unit in self.units:
            u = unit["code"]
            dated = unit.get("valid_from") or unit.get("valid_to")
            if u in ("t1", "t2") or r.random() < (0.5 if dated else 0.05):
                self.silent.add(u)  # of the list, and reports nothing
                continue
            for period in sorted({self.before, *EARLIER} - {self.period}):
                self.data += [(u, period, m, r.choice(stages), self.value(m), "") for m in self.measures
                              if m not in self.told and r.random() < density * 0.7]
            self.data.append((u, self.period, "c0", self.stage, self.value("c0"), ""))
            for stage in stages:
                if stage != self.stage and r.random() < 0.5:
                    continue
                for m in self.measures:
                    if (m, stage) == ("c0", self.stage) or m in self.told or r.random() > density:
                        continue
                    word = "NA" if m in na and r.random() < 0.1 else self.value(m)
                    self.data.append((u, self.period, m, stage, word, ""))
        if r.random() < 0.6:
            self.make_given(stages)

    def make_given(self, stages):
        r = self.r
        reporting = [u for u in self.units[:self.unit_count] if u["code"] not in self.silent]
        for u in reporting:
            bare = r.random() < 0.4  # nothing but given points at some stage
            gone = r.choice(stages)
            if bare:
                self.data = [d for d in self.data if (d[0], d[1], d[3]) != (u["code"], self.period, gone)]
            for n in self.every:
                reported = n.get("rule", {}).get("kind") == "reported" or not n.get("groups") and not n.get("criteria")
                for stage in stages:
                    if r.random() < (0.5 if reported and "rule" in n else 0.06):
                        note = "xem lại" if stage != "self" and r.random() < 0.3 else ""
                        self.data.append((u["code"], self.period, "points:" + n["key"], stage, self.points(n), note))
        seen = {d[0] for d in self.data}
        for u in reporting:
            if u["code"] not in seen:
                self.data.append((u["code"], self.period, "q0", self.stage, "1", ""))
