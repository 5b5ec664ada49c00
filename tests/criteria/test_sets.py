#!/usr/bin/env python3
"""The shipped sets: what they promise (sources, both languages, how many open slots), the units worked by hand in
fixtures/sets, and the 92 criteria recounted for every unit of the four synthetic quarters in exact fractions."""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

sys.path.insert(0, os.path.join(SOURCE, "fixtures", "generate"))
import nq57  # noqa: E402
from nq57_quarters import QUARTERS, file_name  # noqa: E402

CRITERIA = os.path.join(SOURCE, "criteria")
SETS = os.path.join(SOURCE, "fixtures", "sets")
# set -> criteria, open ones, marks of its sources
PROMISED = {"nq57@2025": (92, 49, "ac"), "nq57@2026": (92, 46, "ac"), "hoa-hung@2025": (11, 0, "a"),
            "tan-hung@2025": (12, 3, "a"), "long-khanh@2025": (8, 0, "a"),
            "dong-nai-binh-dan-hoc-vu-so@2025": (11, 0, "a"), "khong-tien-mat-can-tho@2025": (7, 0, "a"),
            "hoc-tap-cong-dong-hcm@2025": (23, 7, "a")}
# The slots of nq57 that may differ between the years, and why.
MOVED = {"tc04": "opened", "tc48": "opened", "tc49": "opened", "tc27": "level", "tc43": "level", "tc44": "level",
         "tc45": "level", "tc53": "level", "tc54": "scope", "tc55": "level", "tc56": "level", "tc59": "source"}
# A province's targets, districts, a national number of people: never in a commune's slot.
NOT_A_COMMUNE = re.compile(r"KH ?179|179/KH|144/KH|Bắc Ninh|Cao Lãnh|cảng biển|cửa khẩu|cấp huyện|40 triệu|60 triệu", re.I)


def load(name):
    set_id, version = name.split("@")
    with open(os.path.join(CRITERIA, set_id, version + ".json"), encoding="utf-8") as f:
        return json.load(f)


def leaves(definition):
    return [c for g in definition["groups"] for c in g["criteria"]]


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def score(tally, *arguments):
    done = subprocess.run([BIN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          encoding="utf-8", env={**os.environ, "SCORE_CRITERIA_DIR": CRITERIA}, cwd=SOURCE, check=False)
    tally.check(done.returncode == 0, f"score {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def texts(value, path=""):
    """Every text for people, with its place."""
    for key, v in (value.items() if isinstance(value, dict) else enumerate(value)):
        here = f"{path}/{key}"
        if key in ("name", "unit", "note", "evidence", "message"):
            yield here, v
        elif isinstance(v, (dict, list)):
            yield from texts(v, here)


def promises(tally):
    for name, (count, opened, marks) in PROMISED.items():
        definition = load(name)
        set_id = name.split("@")[0]
        criteria = leaves(definition)
        tally.check(len(criteria) == count, f"{name}: {len(criteria)} criteria")
        tally.check(sum(c.get("open", False) for c in criteria) == opened, f"{name}: open slots")
        tally.check(definition["status"] == "assembled", f"{name}: status")
        for place, text in texts(definition):
            tally.check(isinstance(text, dict) and sorted(text) == ["en", "vi"] and all(text.values()), f"{name}{place}")
        for note in definition["notes"]:
            tally.check(sorted(note) == ["en", "vi"], f"{name}: a note in one language")
        for c in criteria:
            source = c.get("source", {})
            sourced = bool(source.get("document")) and source.get("mark", "") in tuple(marks)
            tally.check(sourced or c.get("open"), f"{name} {c['key']}: no source")
            tally.check(not NOT_A_COMMUNE.search(json.dumps(source, ensure_ascii=False)),
                        f"{name} {c['key']}: not a commune's source")
        page = os.path.join(CRITERIA, set_id, "CRITERIA.md")
        text = open(page, encoding="utf-8").read() if os.path.exists(page) else ""
        tally.check("## English" in text and "## Tiếng Việt" in text, f"{page} in both languages")
        if opened:
            tally.check(f"{count - opened} of {count}" in text and f"{count - opened} trên {count}" in text,
                        f"{page}: {count - opened} of {count}")
        score(tally, "criteria", "check", "--strict", os.path.join("criteria", *name.split("@")) + ".json")
    for lang in ("vi", "en"):
        listed = score(tally, "criteria", "list", "--lang", lang, "--format", "csv")
        for name in PROMISED:
            tally.check(load(name)["name"][lang] in listed.replace('""', '"'), f"{name} in the list, {lang}")


def one_table(tally):
    """The two versions come from one table and differ where the table may differ, nowhere else."""
    with tempfile.TemporaryDirectory() as folder:
        nq57.main([None, folder])
        for year in ("2025", "2026"):
            with open(os.path.join(folder, year + ".json"), "rb") as a, \
                    open(os.path.join(CRITERIA, "nq57", year + ".json"), "rb") as b:
                tally.check(a.read() == b.read(), f"criteria/nq57/{year}.json is not what its table makes")
    old, new = load("nq57@2025"), load("nq57@2026")
    tally.check([(g["key"], g["name"], len(g["criteria"])) for g in old["groups"]] ==
                [(g["key"], g["name"], len(g["criteria"])) for g in new["groups"]], "the eight groups")
    tally.check(len(old["groups"]) == 8, "eight groups")
    old, new = ({c["key"]: c for c in leaves(d)} for d in (old, new))
    tally.check(list(old) == list(new) == [f"tc{n:02d}" for n in range(1, 93)], "keys and numbers of the slots")
    # The date by which a year's targets are due moves with the year and is no difference of its own.
    changed = {k for k in old if {**old[k], "due": 0} != {**new[k], "due": 0}}
    tally.check(changed == set(MOVED), f"slots that differ: {sorted(changed ^ set(MOVED))}")
    for key, why in MOVED.items():
        if why == "opened":
            tally.check(old[key].get("open") and not new[key].get("open"), f"{key} was open, then filled")
        elif why == "source":
            tally.check(old[key]["rule"] == new[key]["rule"], f"{key}: only its source differs")
        elif why == "level":
            tally.check({**old[key]["rule"], "target": 0} == {**new[key]["rule"], "target": 0}, f"{key}: only its level")
    for key in ("tc53", "tc55", "tc56"):
        tally.check((old[key]["rule"]["target"], new[key]["rule"]["target"]) == ("80%", "100%"), f"{key}: 80 % to 100 %")


def outcomes(tally, name, data, units, period):
    """What the program says: (unit, code or total) -> (points, outcome)."""
    nodes = {"total": "total"}
    for g in load(name)["groups"]:
        nodes[g["key"]] = g["code"]
        nodes.update({c["key"]: c["code"] for c in g["criteria"]})
    out = score(tally, "eval", "--criteria", name, "--units", units, "--data", data, "--period", period,
                "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    tally.check(rows and all(r["synthetic"] == "yes" for r in rows), f"{name}: the synthetic mark")
    said = {(r["unit"], nodes[r["node"]]): (r["points"], r["outcome"]) for r in rows}
    ranked = score(tally, "rank", "--criteria", name, "--units", units, "--data", data, "--period", period,
                   "--format", "csv", "--lang", "en")
    said.update({(r["unit"], "rank"): (r["rank"], "") for r in csv.DictReader(io.StringIO(ranked))})
    return said


def by_hand(tally):
    for name in PROMISED:
        set_id, version = name.split("@")
        path = os.path.join(SETS, set_id + "-worked.csv")
        if version == "2026":
            continue
        rows = rows_of(path)
        data = os.path.join("fixtures", "sets", set_id + ".csv")
        units = os.path.join("fixtures", "units", "vn.csv")
        if set_id == "nq57":
            data, units = os.path.join("fixtures", "nq57", file_name("2025-Q4")), units.replace("vn", "dongnai")
        for period in sorted({r["period"] for r in rows}):
            said = outcomes(tally, name, data, units, period)
            for r in (r for r in rows if r["period"] == period):
                got = said.get((r["unit"], r["node"]))
                tally.check(got is not None and Fraction(got[0]) == Fraction(r["points"]) and got[1] == r["outcome"],
                            f"{path}: {r['unit']} {r['node']}: {r['working']}: {got}")


class Blank(Exception):
    """A cell without a value was asked for."""


class Cells(dict):
    def __missing__(self, key):
        raise Blank(key)


def value_of(text, cells):
    """An expression of nq57, by Python's own arithmetic on fractions; a blank anywhere makes it blank."""
    text = re.sub(r"(\d+)%", r"F(\1,100)", text).replace("unit.kind", "KIND").replace("period.months", "3")
    choice = re.fullmatch(r"if\(KIND == \"xa\", (.+?), (.+)\)", text)
    if choice:
        text = choice.group(1 if cells["KIND"] == "xa" else 2)
    return eval(text, {"__builtins__": {}}, cells)  # pylint: disable=eval-used


def recount(definition, row, kind, last_day):
    """(met, applicable, not due) of one unit."""
    cells = Cells(KIND=kind, F=Fraction, round=lambda x, grid: round(Fraction(x) / grid) * grid)
    for key, measure in definition["measures"].items():
        text = row[key]
        if text in ("", "NA"):
            continue
        cells[key] = (text if measure["type"] == "choice" else
                      Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1))
    met = applicable = late = 0
    for c in leaves(definition):
        rule, holds = c["rule"], None
        try:
            if "applies_when" in c and not value_of(c["applies_when"], cells):
                continue
            if rule["kind"] == "met":
                holds = bool(value_of(rule["when"], cells))
            elif rule["kind"] == "choice":
                option = next(o for o in rule["options"] if o["option"] == cells[rule["value"]])
                if "outcome" in option:
                    late += 1
                    continue
                holds = option["share"] == "1"
            elif value_of(rule["den"], cells) == 0 and value_of(rule["num"], cells) == 0:
                if rule["zero_denominator"] == "not_applicable":
                    continue
                holds = False
            else:
                holds = value_of(rule["num"], cells) / value_of(rule["den"], cells) >= value_of(rule["target"], cells)
        except Blank:
            if c.get("na_from_data") and row[rule["when"]] == "NA":
                continue
        if c.get("due", "") > last_day and not holds:
            late += 1
            continue
        applicable += 1
        met += bool(holds)
    return met, applicable, late


def every_unit(tally):
    kinds = rows_of(os.path.join(SOURCE, "fixtures", "units", "dongnai.csv"))
    complete = 0
    for period in QUARTERS:
        name = "nq57@" + period[:4]
        data = os.path.join("fixtures", "nq57", file_name(period))
        printed = score(tally, "rank", "--criteria", name, "--units", "fixtures/units/dongnai.csv", "--data", data,
                        "--format", "csv", "--lang", "en")
        printed = {r["unit"]: r for r in csv.DictReader(io.StringIO(printed))}
        tally.check(len(printed) == 95, f"{period}: {len(printed)} units")
        last_day = period[:5] + {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}[period[-1]]
        for row in rows_of(os.path.join(SOURCE, data)):
            kind = next(k["kind"] for k in kinds if k["code"] == row["unit"] and k["valid_from"] <= last_day and
                        (not k["valid_to"] or k["valid_to"] >= last_day))
            met, applicable, late = recount(load(name), row, kind, last_day)
            wanted = f"{met}/{applicable}" + (f", not due {late}" if late else "")
            got = printed[row["unit"]]
            tally.check(got["met"] == wanted and got["synthetic"] == "yes", f"{period} {row['unit']}: {got['met']}, {wanted}")
            share = Fraction(100 * met, applicable)
            tally.check(Fraction(got["total"]) == Fraction(int(share * 100 + Fraction(1, 2)), 100), f"{period} {row['unit']}")
            complete += wanted == "92/92"
    tally.check(complete >= 40, f"{complete} times 92/92")


def main():
    tally = Tally()
    promises(tally)
    one_table(tally)
    by_hand(tally)
    every_unit(tally)
    tally.close()


if __name__ == "__main__":
    main()
