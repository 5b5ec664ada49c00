"""Every example of the two guides to the definition format is checked and scored.

A ```json block (or ```csv: a sheet for `criteria from-csv`, the whole set) stands directly after an HTML comment that says what to do with it: `<!-- no example -->` (a sketch), or
`<!-- example` with lines of

    max: 20                        of the criterion (default 10) or group
    period: 2026                   default 2026-Q3
    measure: KEY TYPE [a=b ...]    for a choice the options, comma separated
    condition: NAME = EXPRESSION
    with: {...}                    top-level members merged into the set
    into: MEMBER                   the block is the value of this top-level member; `members` = an object of several
    options: --stage verified      for the command line
    warnings: allowed              of `criteria check`
    check only                     nothing to score
    data: CELLS -> EXPECTED        one run each
    step: LEVER N CELLS -> EXPECTED  the same after N steps of a lever of the block, done here by its effect

CELLS are NAME[@PERIOD][/STAGE]=VALUE, unit.COLUMN=VALUE or parent.COLUMN=VALUE (of unit P), of unit `u`, or of several
as `a: x=1 | b: x=2`. EXPECTED is `POINTS [outcome]` of the criterion, of the group for a group block, of the total else;
or NODE=POINTS[:outcome], grade=KEY, rank=N; with units as `a 1.00 | b 2.00`.
"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from decimal import Decimal

SCORE, SOURCE = os.environ["SCORE_BIN"], os.environ["SCORE_SOURCE"]
PRESENT = "has_sent_a_sheet"  # of a unit whose cells are all blank: who reports nothing at all is not evaluated
FILES = ("docs/criteria-format.md", "docs/dinh-dang.md")
BLOCK = re.compile(r"(?:<!-- (no example|example)\b((?:(?!-->).)*)-->\s*\n)?^```(json|csv)\n(.*?)^```$", re.M | re.S)
passed = failed = 0


def check(what, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}: {got}; wanted {want}")


def words(text):
    return {"vi": text, "en": text}


class Example:
    def __init__(self, where, says, block):
        self.where, self.block = where, block
        self.max, self.period, self.into, self.options, self.runs = "10", "2026-Q3", None, [], []
        self.strict, self.only_check, self.measures, self.conditions, self.more = True, False, {}, {}, {}
        for line in says.splitlines():
            name, _, value = (part.strip() for part in line.partition(":"))
            if not line.strip():
                continue
            if name == "measure":
                self.measure(value)
            elif name == "condition":
                key, text = value.split("=", 1)
                self.conditions[key.strip()] = text.strip()
            elif name == "with":
                self.more.update(json.loads(value))
            elif name == "data":
                self.runs.append(tuple(s.strip() for s in value.split("->")))
            elif name == "step":
                lever, count, cells = value.split(None, 2)
                self.runs.append((lever, int(count), *(s.strip() for s in cells.split("->"))))
            elif name == "warnings":
                self.strict = False
            elif name == "options":
                self.options = value.split()
            elif name in ("max", "period", "into"):
                setattr(self, name, value)
            elif name == "check only":
                self.only_check = True
            else:
                raise ValueError(f"{where}: what is {line!r}?")

    def measure(self, value):
        key, kind, *rest = value.split()
        m = self.measures[key] = {"name": words(key), "type": kind}
        for item in rest:
            if "=" in item:
                name, text = item.split("=", 1)
                try:
                    m[name] = json.loads(text)
                except ValueError:
                    m[name] = text
            else:
                m["options"] = [{"key": k, "name": words(k)} for k in item.split(",")]

    def definition(self):
        """The set around the block, and the node whose points `data` speaks of."""
        b, node = self.block, "total"
        tree = {"format": 1, "id": "example", "version": "1", "status": "draft", "name": words("example")}
        if isinstance(b, dict) and "format" in b:
            return b, "total"
        tree.update(measures=self.measures, conditions=self.conditions)
        if self.into == "members":
            self.more = {**self.more, **b}
        elif self.into:
            self.more = {**self.more, self.into: b}
        elif "criteria" in b or "groups" in b:
            node = b.setdefault("key", "G")
            for i, c in enumerate(b.get("criteria", []), 1):
                self.complete(c, f"X{i}")
            b.setdefault("name", words("group"))
            b.setdefault("max", self.max)
            tree["groups"] = [b]
        else:
            c = dict(b) if "rule" in b else {"rule": b}
            self.complete(c, "X")
            node = c["key"]
            tree["groups"] = [{"key": "G", "name": words("group"), "max": c["max"], "criteria": [c]}]
        for name, value in self.more.items():
            tree[name] = {**tree[name], **value} if isinstance(tree.get(name), dict) else value
        for g in tree["groups"]:
            for i, c in enumerate(g.get("criteria", []), 1):
                self.complete(c, f"{g['key']}{i}")
        if any(not re.search(r"=\S", unit) for *_, cells, _ in self.runs for unit in cells.split("|")):
            self.measures[PRESENT] = {"name": words(PRESENT), "type": "boolean"}
            tree["groups"].append({"key": "present", "name": words(PRESENT), "max": "0", "criteria": [{
                "key": PRESENT, "name": words(PRESENT), "max": "0", "source": {"document": "example"}, "rule": {"kind": "met", "when": PRESENT}}]})
        kinds = [g for g in tree["groups"] if g.get("kind", "normal") == "normal"]
        tree.setdefault("total", {"max": str(sum(float(g["max"]) for g in kinds)).removesuffix(".0") if kinds else "0",
                                  "basis": "points"})
        return tree, node

    def stepped(self, lever, count, cells, wanted):
        """The cells as they are after so many steps."""
        effect = next(one["effect"] for one in self.block if one["key"] == lever)
        values = dict(item.split("=", 1) for item in cells.split())
        for key, step in effect.items():
            if step.startswith("="):
                values[key] = {"yes": "1", "no": "0"}.get(step[1:], step[1:])
            elif values.get(key):  # a blank stays blank
                values[key] = str(Decimal(values[key]) + count * Decimal(step.removesuffix("%")))
        return " ".join(f"{key}={value}" for key, value in values.items()), wanted

    def complete(self, c, key):
        c.setdefault("key", key)
        c.setdefault("name", words(c["key"]))
        c.setdefault("max", self.max)
        if not c.get("open"):
            c.setdefault("source", {"document": "example"})

    def call(self, folder, *command):
        done = subprocess.run([SCORE, *command, "--lang", "en"], cwd=folder, capture_output=True, check=False)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    def write(self, folder):
        """The set, as a file; and the node whose points `data` speaks of."""
        if isinstance(self.block, str):
            with open(os.path.join(folder, "sheet.csv"), "w", encoding="utf-8") as f:
                f.write(self.block)
            code, _, err = self.call(folder, "criteria", "from-csv", "sheet.csv", "--output", "set.json", "--quiet")
            check(f"{self.where}: from-csv", (code, err), (0, ""))
            return "total"
        tree, node = self.definition()
        with open(os.path.join(folder, "set.json"), "w", encoding="utf-8") as f:
            json.dump(tree, f, ensure_ascii=False)
        return node

    def run(self):
        with tempfile.TemporaryDirectory() as folder:
            node = self.write(folder)
            code, out, err = self.call(folder, "criteria", "check", *(["--strict"] if self.strict else []), "set.json")
            check(f"{self.where}: check", (code, "" if code == 0 else out + err), (0, ""))
            check(f"{self.where}: something is scored", bool(self.runs) or self.only_check, True)
            for run in self.runs if code == 0 else []:
                self.score(folder, node, *(run if len(run) == 2 else self.stepped(*run)))

    def score(self, folder, node, cells, wanted):
        rows, attributes, parent = [], {}, {}
        for part in cells.split("|"):
            m = re.match(r"\s*(\w+):(?=\s)(.*)", part, re.S)
            unit, text = (m.group(1), m.group(2)) if m else ("u", part)
            mine = attributes.setdefault(unit, {})
            for item in text.split():
                name, value = item.split("=", 1)
                if name.startswith("unit."):
                    mine[name[5:]] = value
                elif name.startswith("parent."):
                    parent[name[7:]] = value
                    mine.setdefault("parent", "P")
                else:
                    m = re.fullmatch(r"([^@/]+(?:/[A-Za-z0-9_.-]+(?==))?)(?:@([^/]+))?(?:/(self|verified|published))?", name)
                    rows.append((unit, m.group(2) or self.period, m.group(1), m.group(3) or "self", value,
                                 "reason" if m.group(3) and name.startswith("points:") else ""))
            if PRESENT in self.measures:
                rows.append((unit, self.period, PRESENT, "self", "1", ""))
        with open(os.path.join(folder, "data.csv"), "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow(("unit", "period", "measure", "stage", "value", "note"))
            w.writerows(rows)
        command = ["--criteria", "set.json", "--data", "data.csv", "--period", self.period, "--format", "json", "--quiet",
                   *self.options]
        if parent or any(attributes.values()):
            if parent or any(a.get("parent") == "P" for a in attributes.values()):
                attributes["P"] = parent
            columns = sorted({"kind", "parent"} | {k for a in attributes.values() for k in a})
            with open(os.path.join(folder, "units.csv"), "w", encoding="utf-8", newline="") as f:
                w = csv.writer(f)
                w.writerow(["code", "name", *columns])
                for unit, a in attributes.items():
                    w.writerow([unit, unit, *(a.get(c, "") for c in columns)])
            command += ["--units", "units.csv"]
        code, out, err = self.call(folder, "eval", *command)
        what = f"{self.where}: {cells}"
        if code:
            check(what, (code, err), (0, ""))
            return
        found = {(r["unit"], r["node"]): r for r in json.loads(out, parse_float=str, parse_int=str)["nodes"]}
        ranks = None
        many = "|" in wanted or "|" in cells
        for part in wanted.split("|"):
            items = part.split()
            unit = items.pop(0) if many else "u"
            if items and re.fullmatch(r"-?[0-9.]+", items[0]):
                items = [f"{node}=" + ":".join(items)]
            for item in items:
                name, value = item.split("=", 1)
                if name in ("grade", "rank"):
                    if ranks is None:
                        code, out, err = self.call(folder, "rank", *command)
                        ranks = {r["unit"]: r for r in json.loads(out, parse_float=str, parse_int=str)["units"]}
                    check(f"{what}: {unit} {name}", ranks.get(unit, {}).get(name) or "none", value)
                    continue
                points, _, outcome = value.partition(":")
                r = found.get((unit, name), {})
                check(f"{what}: {unit} {name}", (r.get("points"), r.get("outcome")), (points, outcome or "scored"))


def main():
    for name in FILES:
        text = open(os.path.join(SOURCE, name), encoding="utf-8").read()
        found = list(BLOCK.finditer(text))
        check(f"{name} has examples", any(m.group(1) == "example" for m in found), True)
        check(f"{name}: every JSON block is seen", len(found), len(re.findall(r"^```(?:json|csv)$", text, re.M)))
        for m in found:
            where = f"{name}:{text.count(chr(10), 0, m.start(4))}"
            check(f"{where}: a comment says what to do with the block", m.group(1) is not None, True)
            if m.group(1) == "example":
                Example(where, m.group(2), json.loads(m.group(4)) if m.group(3) == "json" else m.group(4)).run()


main()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
