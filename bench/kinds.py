"""The second mix of the bench: every rule kind, and a cohort statistic. For each criterion its rule as in a definition, its
rows for bench/kinds.sql and its cells. Called by generate.py, with the same seed and units."""
import csv
import os
import random

BLANK = 0.02
# Kinds of a row in kinds.sql.
RATIO, VALUE_BANDS, MET, REPORTED, STEPS, PRO_RATA, CHOICE, COUNT, ITEM, BEST, FORMULA, COHORT = range(1, 13)


def decimal(number, digits):
    text = f"{number:0{digits + 1}d}"
    return f"{text[:-digits]}.{text[-digits:]}"


def pair(chance, contradictions=True):
    den = 0 if chance.random() < 0.01 else int(20 + 3000 * chance.random() ** 2)
    if contradictions and chance.random() < 0.001:
        return str(den + 1), str(den)
    return str(int(den * (1 - 0.5 * chance.random() ** 2))), str(den)


def percent(chance):
    return decimal(int(5000 + 5000 * chance.random()), 2)


class Criterion:
    def __init__(self, key, top, rule):
        self.key, self.max, self.rule = key, top, rule
        self.rows, self.cells = [], []  # rows of SQL; (columns with types, function of chance -> texts, may be blank)

    def row(self, kind, top, a, b="", c="", *numbers):
        self.rows.append([kind, top, a, b, c, *numbers, *[0] * (8 - len(numbers))])
        return self

    def cell(self, columns, make, blank=True):
        self.cells.append((columns, make, blank))
        return self


def ratio(n, chance):
    top, low, high = chance.choice([50, 150]), chance.choice([0, 0, 5000]), chance.choice([8000, 9000, 10000])
    a, b = f"r{n}_a", f"r{n}_b"
    return Criterion(f"C{n}", top, {"kind": "ratio", "num": a, "den": b, "floor": decimal(low, 4), "target": decimal(high, 4),
                                    "zero_denominator": "zero"}) \
        .row(RATIO, top, a, b, "", low, high).cell([(a, "count"), (b, "count")], pair)


def bands(n, chance):
    edges, a = sorted(chance.sample(range(6000, 10000, 50), 4)), f"b{n}"
    rows = [{"from": decimal(e, 4), "points": decimal(p, 2)} for e, p in zip(edges, (25, 50, 75, 100))]
    for row, upper in zip(rows, edges[1:]):
        row["to"] = decimal(upper, 4)
    return Criterion(f"C{n}", 100, {"kind": "bands", "value": a, "bands": rows}) \
        .row(VALUE_BANDS, 100, a, "", "", *edges, 25, 50, 75, 100).cell([(a, "percent")], lambda c: (percent(c),))


def steps(n, chance):
    level, every, a, whole = chance.randrange(6000, 8000, 100), chance.choice([250, 500]), f"s{n}", int(n) % 2
    return Criterion(f"C{n}", 100, {
        "kind": "steps", "value": a, "level": decimal(level, 4), "base": "0.40",
        "slopes": [{"every": decimal(every, 4), "add": "0.07", "mode": "floor" if whole else "prorate"}]}) \
        .row(STEPS if whole else PRO_RATA, 100, a, "", "", level, 40, every, 7) \
        .cell([(a, "percent")], lambda c: (percent(c),))


def choice(n, chance):
    points, a = [100, 50, chance.choice([10, 25]), 0], f"o{n}"
    return Criterion(f"C{n}", 100, {"kind": "choice", "value": a, "options": [
        {"option": f"o{i}", "points": decimal(p, 2)} for i, p in enumerate(points)]}) \
        .row(CHOICE, 100, a, "", "", *points).cell([(a, "choice")], lambda c: (f"o{int(4 * c.random() ** 2)}",))


def met(n, chance):
    least, a = chance.randint(3, 9), f"m{n}"
    return Criterion(f"C{n}", 100, {"kind": "met", "when": f"{a} >= {least}"}) \
        .row(MET, 100, a, "", "", least).cell([(a, "count")], lambda c: (str(int(20 * c.random())),))


def cohort(n, _):
    a = f"h{n}"
    return Criterion(f"C{n}", 100, {"kind": "met", "when": f"{a} >= mean({a})"}) \
        .row(COHORT, 100, a).cell([(a, "percent")], lambda c: (percent(c),))


def count(n, chance):
    each, a = chance.choice([4, 5, 7]), f"n{n}"
    return Criterion(f"C{n}", 100, {"kind": "count", "value": a, "each": decimal(each, 2)}) \
        .row(COUNT, 100, a, "", "", each).cell([(a, "count")], lambda c: (str(int(30 * c.random())),))


def items(n, _):
    names = [f"i{n}_{k}" for k in "abcd"]
    made = Criterion(f"C{n}", 100, {"kind": "count", "each": "0.25", "items": [{"when": name} for name in names]})
    for name in names:
        made.row(ITEM, 25, name).cell([(name, "boolean")], lambda c: ("1" if c.random() < 0.7 else "0",))
    return made


def part(name, top, rule):
    return {"name": {"vi": name, "en": name}, "max": top, "rule": rule}


def added(n, chance):
    high, a, b, c = chance.choice([8000, 9000]), f"p{n}_a", f"p{n}_b", f"p{n}_c"
    return Criterion(f"C{n}", 100, {"kind": "sum", "parts": [
        part("1", "0.60", {"kind": "ratio", "num": a, "den": b, "target": decimal(high, 4), "zero_denominator": "zero"}),
        part("2", "0.40", {"kind": "met", "when": f"{c} >= 5"})]}) \
        .row(RATIO, 60, a, b, "", 0, high).row(MET, 40, c, "", "", 5) \
        .cell([(a, "count"), (b, "count")], lambda chance: pair(chance, False)) \
        .cell([(c, "count")], lambda chance: (str(int(20 * chance.random())),))


def highest(n, _):
    a, b, c = f"q{n}_a", f"q{n}_b", f"q{n}_c"
    return Criterion(f"C{n}", 100, {"kind": "best", "parts": [
        part("1", "0.80", {"kind": "ratio", "num": a, "den": b, "zero_denominator": "zero"}),
        part("2", "1.00", {"kind": "count", "value": c, "each": "0.05"})]}) \
        .row(BEST, 100, a, b, c, 80, 5) \
        .cell([(a, "count"), (b, "count"), (c, "count")],
              lambda chance: (*pair(chance, False), str(int(25 * chance.random()))), False)


def reported(n, _):
    return Criterion(f"P{n}", 200, {"kind": "reported"}).row(REPORTED, 200, f"points:P{n}") \
        .cell([(f"points:P{n}", None)], lambda c: (decimal(int(200 * c.random() + 0.5), 2),))


def formula(n, _):
    a, b = f"e{n}_a", f"e{n}_b"
    return Criterion(f"C{n}", 100, {"kind": "expr", "points": f"clamp({a} / {b} * 1.25 - 0.5, 0, 1)"}) \
        .row(FORMULA, 100, a, b).cell([(a, "count"), (b, "count")], pair)


PLAN = ((ratio, 30), (bands, 14), (steps, 10), (choice, 6), (met, 4), (cohort, 4), (count, 6), (items, 4), (added, 4),
        (highest, 3), (reported, 4), (formula, 3))


def criteria(chance):
    made = []
    for maker, number in PLAN:
        for _ in range(number):
            made.append(maker(f"{len(made):02}", chance))
    return made


def measures(made):
    found = {}
    for one in made:
        for columns, _, _ in one.cells:
            for name, kind in columns:
                if kind:
                    found[name] = {"name": {"vi": name, "en": name}, "type": kind}
                if kind == "choice":
                    found[name]["options"] = [{"key": f"o{i}", "name": {"vi": str(i), "en": str(i)}} for i in range(4)]
    return found


def write(folder, made, codes, quarters, seed):
    chance = random.Random(seed + 1)
    with open(os.path.join(folder, "kinds.csv"), "w") as file:
        file.write("period,unit,measure,stage,value\n")
        for q in range(quarters):
            period = f"{2025 + q // 4}-Q{q % 4 + 1}"
            for code in codes:
                cells = []
                for one in made:
                    for columns, make, blank in one.cells:
                        for (name, _), text in zip(columns, make(chance)):
                            if not blank or chance.random() >= BLANK:
                                cells.append((name, text))
                file.write("".join(f"{period},{code},{name},self,{text}\n" for name, text in sorted(cells)))
    with open(os.path.join(folder, "kinds_rules.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["kind", "max", "a", "b", "c", *[f"p{i}" for i in range(1, 9)]])
        for one in made:
            out.writerows(one.rows)
