"""The points of a rule, recounted from its own JSON and what was read; with the steps an explanation must then show.
`best` takes what is blank at its best instead of its worst."""
from fractions import Fraction

from reckoning import INVALID, LACKING, MISSING, Value, combined, number, ok


class Rule:
    def __init__(self, reader, penalty, best=False):
        self.reader, self.penalty, self.at_best = reader, penalty, best
        self.trail = []
        self.said_met = self.open = False

    def step(self, name, *args):
        self.trail.append((name, list(args)))

    def points(self, rule, top):
        """Exact points, and the steps so far."""
        return getattr(self, "kind_" + rule["kind"])(rule, Fraction(top))

    def open_counts(self):
        """What is blank or contradictory counts as the worst, or, at its best, as the best."""
        return self.penalty != self.at_best

    # ---- kinds ----

    def kind_ratio(self, rule, top):
        read = self.reader.read
        n, d = read(rule["num"]), read(rule["den"])
        undecided = combined([n, d])
        if undecided:
            return undecided
        if n.v < 0 or d.v < 0:
            return INVALID
        if d.v == 0:
            return self.over_zero(rule, n.v, top)
        share = n.v / d.v
        if share > 1 and not rule.get("may_exceed"):
            return INVALID
        self.step("ratio", n.v, d.v, share)
        target, floor = read(rule.get("target", "100%")), read(rule.get("floor", "0"))
        for v in (target, floor):
            if v.state != "ok":
                return Value(v.state)
        if target.v <= floor.v:
            return INVALID
        points = self.between(share, target.v, floor.v, top)
        if "factor" not in rule:
            return ok(points)
        factor = read(rule["factor"])
        if factor.state != "ok":
            return Value(factor.state)
        self.step("factor", factor.v, points * factor.v)
        return ok(points * factor.v)

    def over_zero(self, rule, above, top):
        policy = rule["zero_denominator"]
        if above > 0:
            return INVALID
        if policy == "not_applicable":
            self.step("zero_na")
            return Value("na")
        points = top if policy == "full" else Fraction(0)
        self.step("zero_zero", policy, points)
        return ok(points)

    def between(self, share, target, floor, top):
        if share >= target:
            self.step("ratio_full", share, target)
            return top
        if share < floor or (floor and share == floor):
            self.step("ratio_floor", share, floor)
            return Fraction(0)
        points = top * (share - floor) / (target - floor)
        if floor:
            self.step("ratio_part", top, share, floor, target, points)
        elif target == 1:
            self.step("ratio_plain", top, share, points)
        else:
            self.step("ratio_linear", top, share, target, points)
        return points

    def kind_bands(self, rule, top):
        v = self.reader.read(rule["value"])
        if v.state != "ok":
            return Value(v.state)
        for index, band in enumerate(rule["bands"]):
            points = number(str(band["points"])) if "points" in band else number(str(band["share"])) * top
            place = self.within(band, v.v)
            if place == "outside":
                continue
            if place != "inside":
                return Value(place)
            self.step("band", v.v, self.band_text(band, index), points)
            return ok(points)
        self.step("band_none", v.v)
        return ok(0)

    def within(self, band, v):
        places = []
        for member, lower, is_open in (("from", True, band.get("from_open", False)),
                                       ("to", False, band.get("to_open", True))):
            if member not in band:
                continue
            bound = self.reader.read(band[member])
            if bound.state != "ok":
                places.append(bound.state)
                continue
            inside = v == bound.v and not is_open or (v > bound.v if lower else v < bound.v)
            if not inside:
                return "outside"
        return "invalid" if "invalid" in places else "missing" if places else "inside"

    def band_text(self, band, index):
        parts = [(">" if band.get("from_open") else ">=") + f" {band['from']}"] if "from" in band else []
        parts += [("<" if band.get("to_open", True) else "<=") + f" {band['to']}"] if "to" in band else []
        return ", ".join(parts) or str(index + 1)

    def kind_met(self, rule, top):
        v = self.reader.truth_of(rule["when"])
        if v.state != "ok":
            return Value(v.state)
        self.said_met = bool(v.v)
        self.step("met" if v.v else "not_met", top if v.v else Fraction(0))
        return ok(top if v.v else 0)

    def kind_expr(self, rule, _):
        v = self.reader.read(rule["points"])
        if v.state == "ok":
            self.step("expr", v.v)
        return v

    def kind_reported(self, *_):
        self.step("reported_none")
        return MISSING

    def steps_of(self, slope, value, level, up):
        read = self.reader.read
        start = read(slope["from"]) if "from" in slope else level
        end = read(slope["to"]) if "to" in slope else value
        undecided = combined([start, end])
        if undecided:
            return undecided
        last = (min if up else max)(value.v, end.v)
        far = max(last - start.v if up else start.v - last, Fraction(0))
        every, add = number(str(slope["every"])), number(str(slope["add"]))
        whole = slope.get("mode", "floor") == "floor"
        count = Fraction(far // every) if whole else far / every
        added = count * add
        if "cap" in slope:
            added = max(min(added, number(str(slope["cap"]))), -number(str(slope["cap"])))
        self.step("steps_whole" if whole else "steps_prorata", far, every, count, add, added)
        return ok(added)

    def kind_count(self, rule, _):
        if "value" in rule:
            v, each = self.reader.read(rule["value"]), number(str(rule["each"]))
            if v.state != "ok":
                return Value(v.state)
            if v.v < 0:
                return INVALID
            self.step("count_value", v.v, each, v.v * each)
            return self.at_most(rule, v.v * each)
        points, hold, told, states = Fraction(0), 0, False, set()
        for item in rule["items"]:
            v = self.reader.truth_of(item["when"])
            worth = number(str(item.get("points", rule.get("each"))))
            text = str(item["when"]).lower() if isinstance(item["when"], bool) else str(item["when"])
            open_ = v.state != "ok"
            states.add(v.state)
            self.open |= open_ and worth != 0
            counts = worth if (self.open_counts() if open_ else v.v) else Fraction(0)
            name = {"invalid": "item_invalid", "missing": "item_blank"}.get(v.state, "item" if v.v else "item_not")
            self.step(name, text, *([counts] if open_ or v.v else []))
            points, hold, told = points + counts, hold + (not open_ and bool(v.v)), told or not open_
        if not told:
            return INVALID if "invalid" in states else MISSING
        self.step("count", Fraction(hold), points)
        return self.at_most(rule, points)

    def at_most(self, rule, points):
        if "cap" in rule and points > number(str(rule["cap"])):
            points = number(str(rule["cap"]))
            self.step("at_most", points)
        return ok(points)

    def kind_choice(self, rule, top):
        i = self.reader.inputs[rule["value"]]
        if i["state"] not in ("value", "default"):
            return MISSING
        option = next(o for o in rule["options"] if o["option"] == i["value"])
        outcome = option.get("outcome", "none")
        if outcome != "none":
            self.step("choice_not_due" if outcome == "not_due" else "choice_na", i["option_en"])
            return Value("not_due" if outcome == "not_due" else "na")
        points = number(str(option["points"])) if "points" in option else number(str(option["share"])) * top
        self.step("choice", i["option_en"], points)
        return ok(points)

    def parts(self, rule, highest):
        points, states = Fraction(0), []
        for part in rule["parts"]:
            most = number(str(part["max"]))
            name = part["name"] if isinstance(part["name"], str) else part["name"].get("en", part["name"].get("vi"))
            self.step("part_begins", name, most)
            v = self.points(part["rule"], most)
            self.said_met = False  # that was said of the part
            self.open |= v.state in ("missing", "invalid")
            states.append(v.state)
            if v.state in ("na", "not_due"):
                self.step("part_out", name)
                continue
            counts = v.v if v.state == "ok" else most if self.open_counts() else Fraction(0)
            counts = min(max(counts, Fraction(0)), most)
            self.step("part" if v.state == "ok" else "part_invalid" if v.state == "invalid" else "part_blank", name, counts, most)
            points = max(points, counts) if highest else points + counts
        for state in () if "ok" in states else ("invalid", "missing", "not_due", "na"):
            if state in states:
                return Value(state)
        self.step("parts_best" if highest else "parts_sum", points)
        return ok(points)

    def kind_sum(self, rule, _):
        return self.parts(rule, False)

    def kind_best(self, rule, _):
        return self.parts(rule, True)

    def kind_steps(self, rule, _):
        """Base points at the level, and what every further step adds."""
        up = rule.get("direction", "up") == "up"
        value, level = self.reader.read(rule["value"]), self.reader.read(rule["level"])
        every = [value, level] + [self.reader.read(s[m]) for s in rule.get("slopes", []) for m in ("from", "to") if m in s]
        if combined([value, level]):
            return combined(every)
        good = value.v >= level.v if up else value.v <= level.v
        short = {"zero": 0, "base": rule["base"], "points": rule.get("below_points")}[rule.get("below", "zero")]
        points = number(str(rule["base"] if good else short))
        self.step("steps_level" if good else "steps_short", value.v, level.v, points)
        states = []
        for slope in rule.get("slopes", []):
            before = len(self.trail)
            added = self.steps_of(slope, value, level, up)
            if added.state != "ok" or not good or states:
                del self.trail[before:]
            if added.state != "ok":
                states.append(added)
            elif good and not states:
                points += added.v
        if states:
            return combined(states)
        return self.at_most(rule, points)
