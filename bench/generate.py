#!/usr/bin/env python3
"""Makes what the bench measures: definitions, data and the same definition as tables for SQL; the same bytes for the
same seed. Made-up figures over the real list of communes.

    generate.py DIR [--units 3321] [--quarters 8] [--seed 1]

DIR receives  mixed.json    50 ratio, 22 bands, 12 met, 8 reported
              formulas.json 92 expr                    cohort.json  92 rules on cohort statistics
              units.csv  long.csv  wide.csv  quarter.csv (one quarter of long.csv)
              kinds.json    every kind and a cohort statistic  kinds.csv  its data, two quarters (kinds.py)
              rules.csv, kinds_rules.csv, wide.sql (mixed.json for bench/score.sql, and as one expression per unit)
"""
import argparse
import csv
import json
import os
import random

import kinds

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RATIO, BANDS, MET, REPORTED, GROUPS = 50, 22, 12, 8, 8
BLANK = 0.02  # share of blank cells


def words(text):
    return {"vi": text, "en": text}


def rules(chance):
    """One dict per criterion: what all notations of it are made from. Thresholds are in ten-thousandths."""
    made = []
    for i in range(RATIO):
        made.append({"kind": "ratio", "max": 50 if i % 2 else 150, "a": f"r{i:02}_a", "b": f"r{i:02}_b",
                     "floor": chance.choice([0, 0, 0, 5000, 6000]), "target": chance.choice([8000, 8550, 9000, 10000])})
    for i in range(BANDS):
        edges = sorted(chance.sample(range(6000, 10000, 50), 4))
        rule = {"kind": "bands", "max": 100, "edges": edges, "points": [25, 50, 75, 100], "a": f"b{i:02}_a"}
        if i % 2:
            rule["b"] = f"b{i:02}_b"
        made.append(rule)
    for i in range(MET):
        made.append({"kind": "met", "max": 100, "a": f"m{i:02}_a", "at_least": 1 if i % 2 else chance.randint(3, 9)})
    for i in range(REPORTED):
        made.append({"kind": "reported", "max": 200, "a": f"points:P{i:02}"})
    for i, rule in enumerate(made):
        rule["key"] = f"P{i - RATIO - BANDS - MET:02}" if rule["kind"] == "reported" else f"C{i:02}"
        rule["type"] = "count"
        if rule["kind"] == "bands" and "b" not in rule:
            rule["type"] = "percent"
        if rule["kind"] == "met" and rule["at_least"] == 1:
            rule["type"] = "boolean"
    return made


def decimal(number, digits):
    text = f"{number:0{digits + 1}d}"
    return f"{text[:-digits]}.{text[-digits:]}"


def measures(made):
    found = {}
    for rule in made:
        for part in "ab":
            if part in rule and rule["kind"] != "reported":
                found[rule[part]] = {"name": words(rule[part]), "type": rule["type"] if part == "a" else "count"}
    return found


def mixed_rule(rule):
    if rule["kind"] == "ratio":
        return {"kind": "ratio", "num": rule["a"], "den": rule["b"], "zero_denominator": "zero",
                "floor": decimal(rule["floor"], 4), "target": decimal(rule["target"], 4)}
    if rule["kind"] == "bands":
        bands = []
        for i, edge in enumerate(rule["edges"]):
            band = {"from": decimal(edge, 4), "points": decimal(rule["points"][i], 2)}
            if i + 1 < len(rule["edges"]):
                band["to"] = decimal(rule["edges"][i + 1], 4)
            bands.append(band)
        return {"kind": "bands", "value": f"{rule['a']} / {rule['b']}" if "b" in rule else rule["a"], "bands": bands}
    if rule["kind"] == "met":
        return {"kind": "met", "when": rule["a"] if rule["type"] == "boolean" else f"{rule['a']} >= {rule['at_least']}"}
    return {"kind": "reported"}


def formula_rule(made, i):
    one, two = made[i % RATIO], made[(i * 7 + 3) % RATIO]
    text = [f"min(1, 0.25 * ({one['a']} + {two['a']}) / max(1, {one['b']}, {two['b']}))",
            f"clamp({one['a']} / {one['b']} * 1.25 - 0.5, 0, 1)",
            f"if({one['a']} * 10 >= {one['b']} * 9, 1, round({one['a']} / max(1, {one['b']}), 0.05))",
            f"0.25 * count({one['a']} > 100, {two['a']} > 200, {one['b']} > 300, {two['b']} > 400)"][i % 4]
    return {"kind": "expr", "points": text}


def cohort_rule(made, i):
    a, b = made[i % RATIO]["a"], made[i % RATIO]["b"]
    if i % 3 == 0:
        return {"kind": "bands", "value": f"rank({a} / {b})", "bands": [
            {"from": "1", "to": "11", "share": "1"}, {"from": "11", "to": "101", "share": "0.5"}]}
    if i % 3 == 1:
        return {"kind": "met", "when": f"{a} >= mean({a})"}
    return {"kind": "ratio", "num": a, "den": b, "zero_denominator": "zero", "target": f"pooled({a}, {b})"}


def definition(name, criteria, found):
    """criteria: (key, maximum in hundredths, rule)"""
    groups = [{"key": f"N{g}", "code": str(g + 1), "name": words(f"N{g}"), "criteria": []} for g in range(GROUPS)]
    top = [0] * GROUPS
    for i, (key, points, rule) in enumerate(criteria):
        groups[i % GROUPS]["criteria"].append(
            {"key": key, "code": f"{i % GROUPS + 1}.{i // GROUPS + 1}", "name": words(key),
             "max": decimal(points, 2), "rule": rule})
        top[i % GROUPS] += points
    for g, group in enumerate(groups):
        group["max"] = decimal(top[g], 2)
    return {"format": 1, "id": name, "version": "1", "status": "draft", "name": words(name),
            "cohort": {"same": ["parent"], "min_n": 2}, "measures": found, "groups": groups,
            "total": {"max": decimal(sum(top), 2), "basis": "points"}, "ranking": {"method": "competition"}}


def cell_makers(made):
    """Per criterion a function of a random generator that gives the texts of its cells."""
    def pair(chance):
        den = 0 if chance.random() < 0.01 else int(20 + 3000 * chance.random() ** 2)
        if chance.random() < 0.001:
            return str(den + 1), str(den)  # more than the whole: a contradiction
        return str(int(den * (1 - 0.5 * chance.random() ** 2))), str(den)

    def makers(rule):
        if "b" in rule:
            return pair
        if rule["type"] == "percent":
            return lambda chance: (decimal(int(5000 + 5000 * chance.random()), 2),)
        if rule["type"] == "boolean":
            return lambda chance: ("1" if chance.random() < 0.8 else "0",)
        if rule["kind"] == "met":
            return lambda chance: (str(int(20 * chance.random())),)
        return lambda chance: (decimal(int(200 * chance.random() + 0.5), 2),)
    return [makers(rule) for rule in made]


def write_data(folder, made, codes, quarters, seed):
    chance = random.Random(seed)
    makers = cell_makers(made)
    columns = [rule[part] for rule in made for part in "ab" if part in rule]
    # In the order of the key (period, unit, measure), which is the best case for sqlite3's own import.
    order = sorted(range(len(columns)), key=lambda i: columns[i])
    names = [columns[i] for i in order]
    with open(os.path.join(folder, "long.csv"), "w") as long, open(os.path.join(folder, "wide.csv"), "w") as wide, \
            open(os.path.join(folder, "quarter.csv"), "w") as quarter:
        for file in long, quarter:
            file.write("period,unit,measure,stage,value\n")
        wide.write("period,unit," + ",".join(columns) + "\n")
        for q in range(quarters):
            period = f"{2025 + q // 4}-Q{q % 4 + 1}"
            for code in codes:
                row = []
                for make in makers:
                    row += make(chance)
                for i in range(len(row)):
                    if chance.random() < BLANK:
                        row[i] = ""
                wide.write(f"{period},{code},{','.join(row)}\n")
                rows = "".join([f"{period},{code},{n},self,{row[i]}\n" for n, i in zip(names, order) if row[i]])
                long.write(rows)
                if not q:
                    quarter.write(rows)


def wide_expression(rule):
    """The points of a criterion in hundredths, over a row of scaled integers; blank gives 0."""
    a, b, top = f'"{rule["a"]}"', f'"{rule.get("b")}"', rule["max"]
    if rule["kind"] == "ratio":
        low, high = rule["floor"], rule["target"]
        return (f"CASE WHEN {a} > {b} OR {b} = 0 THEN 0 WHEN {a} * 10000 >= {b} * {high} THEN {top}"
                f" WHEN {a} * 10000 <= {b} * {low} THEN 0"
                f" ELSE ({2 * top} * ({a} * 10000 - {b} * {low}) + {b} * {high - low}) / ({b} * {2 * (high - low)}) END")
    if rule["kind"] == "bands":
        test, guard = (f"{a} * 10000 >= {b} *", f"WHEN {b} = 0 THEN 0") if "b" in rule else (f"{a} >=", "")
        steps = [f"WHEN {test} {edge} THEN {points}" for edge, points in zip(rule["edges"], rule["points"])]
        return f"CASE {guard} {' '.join(reversed(steps))} ELSE 0 END"
    return f"CASE WHEN {a} >= {rule['at_least']} THEN {top} ELSE 0 END" if rule["kind"] == "met" else a


def write_sql(folder, made):
    with open(os.path.join(folder, "rules.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["kind", "max", "a", "b", "low", "high", "t1", "t2", "t3", "p1", "p2", "p3", "scale"])
        for rule in made:
            row = [rule["kind"], rule["max"], rule["a"], rule.get("b", "")]
            if rule["kind"] == "ratio":
                row += [rule["floor"], rule["target"]] + [0] * 6 + [1]
            elif rule["kind"] == "bands":
                row += [rule["edges"][0], rule["points"][0]] + rule["edges"][1:] + rule["points"][1:]
                row += [10000 if "b" in rule else 1]
            else:
                row += [rule.get("at_least", 0)] + [0] * 7 + [1]
            out.writerow(row)
    columns = [rule[part] for rule in made for part in "ab" if part in rule]
    with open(os.path.join(folder, "wide.sql"), "w") as file:
        file.write("CREATE TABLE broad(period INTEGER, unit INTEGER, "
                   + ", ".join(f'"{name}" INTEGER' for name in columns) + ", PRIMARY KEY(period, unit)) WITHOUT ROWID;\n")
        file.write("INSERT INTO broad SELECT period, unit, "
                   + ", ".join(f"max(value) FILTER (WHERE name = '{name}')" for name in columns)
                   + " FROM cell JOIN measure ON measure.id = cell.measure GROUP BY period, unit;\n.timer on\n")
        file.write("CREATE TEMP TABLE broad_ranked AS SELECT period, unit, total,"
                   " rank() OVER (PARTITION BY period ORDER BY total DESC) AS rank FROM (SELECT period, unit,\n"
                   + "\n + ".join(f"coalesce({wide_expression(rule)}, 0)" for rule in made)
                   + " AS total FROM broad);\n.timer off\n")


def main():
    parser = argparse.ArgumentParser(description="data and definitions of the bench")
    parser.add_argument("folder")
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    made = rules(random.Random(options.seed))
    for name, rule_of in (("mixed", lambda rule, i: mixed_rule(rule)), ("formulas", lambda _, i: formula_rule(made, i)),
                          ("cohort", lambda _, i: cohort_rule(made, i))):
        with open(os.path.join(options.folder, f"{name}.json"), "w") as file:
            listed = [(rule["key"], rule["max"], rule_of(rule, i)) for i, rule in enumerate(made)]
            json.dump(definition(f"bench-{name}", listed, measures(made)), file, indent=1)
    every = kinds.criteria(random.Random(options.seed))
    with open(os.path.join(options.folder, "kinds.json"), "w") as file:
        json.dump(definition("bench-kinds", [(one.key, one.max, one.rule) for one in every], kinds.measures(every)), file,
                  indent=1)
    with open(os.path.join(ROOT, "fixtures", "units", "vn.csv"), encoding="utf-8") as file:
        lines = file.read().splitlines()[:options.units + 1]
    with open(os.path.join(options.folder, "units.csv"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    codes = [line.split(",")[0] for line in lines[1:]]
    write_data(options.folder, made, codes, options.quarters, options.seed)
    write_sql(options.folder, made)
    kinds.write(options.folder, every, codes, min(options.quarters, 2), options.seed)


if __name__ == "__main__":
    main()
